"""Customers, sessions and codes for tests, and an identity service that needs no server."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from chassis.bank_rail import AccountCheck
from chassis.command import RequestKey
from chassis.errors import Unavailable
from chassis.personal import Personal
from chassis.personal_data import BlindIndex, CustomerKeys
from chassis.ports import uuid7_at
from services.identity.domain.bank_card import CardNumber
from services.identity.domain.business import Uscc
from services.identity.domain.customer import Card, Customer, SealedIdentity
from services.identity.domain.errors import IdAuthorityUnavailable, SmsUnavailable
from services.identity.domain.id_number import IdNumber
from services.identity.domain.one_time_code import CodeKey, OtpChallenge, OtpPurpose
from services.identity.domain.phone import Phone
from services.identity.domain.policy import (
    ConsentPurpose,
    IdentityPolicy,
)
from services.identity.domain.session import Session, TokenKey
from services.identity.domain.words import AssuranceLevel, BusinessRole, Channel
from services.identity.personal_fields import Form, PersonalFields
from services.identity.policy_file import read_policy
from services.identity.published_events import to_message
from services.identity.repository import TABLES
from services.identity.use_cases.businesses import Businesses, BusinessForm
from services.identity.use_cases.cards import CardForm, Cards
from services.identity.use_cases.consents import Consents
from services.identity.use_cases.customers import Customers
from services.identity.use_cases.intent_codes import IntentCodes
from services.identity.use_cases.one_time_codes import OneTimeCodes
from services.identity.use_cases.ports import CustomerCaller, Shell
from services.identity.use_cases.registrations import Registrations
from services.identity.use_cases.sessions import LogInForm, OpenedSession, Sessions
from tests.fakes.executor import InMemoryExecutor, InMemoryStore

AT = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
CUSTOMER = UUID("0198b3c2-0000-7000-8000-00000000000a")
SESSION = UUID("0198b3c2-0000-7000-8000-0000000000a1")
CARD = UUID("0198b3c2-0000-7000-8000-0000000000e1")
OTP = UUID("0198b3c2-0000-7000-8000-0000000000f1")

# Nobody's: sample numbers of the standards and of test data, never a person's.
PHONE = "13800000001"
OTHER_PHONE = "13900000002"
NAME = "测试甲"
ID_NUMBER = "11010519491231002X"
USCC = "91350100M000100Y43"
BUSINESS_NAME = "小明百货经营部"
ADULT_ID_NUMBER = "360426199101010071"
OTHER_ADULT_ID_NUMBER = "120103198806018241"
ADDRESS = "测试省测试市测试路一号"
CARD_NUMBER = "6205500000000000004"
OTHER_CARD_NUMBER = "6250941006528599"

CODE_KEY = CodeKey(Personal(b"k" * 32))
TOKEN_KEY = TokenKey(Personal(b"t" * 32))
POLICY = read_policy().on(TODAY)


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


def a_policy(**changes: Any) -> IdentityPolicy:
    return replace(POLICY, **changes)


def a_challenge(**changes: Any) -> OtpChallenge:
    challenge = OtpChallenge.new(
        None,
        phone_index="p1",
        purpose=OtpPurpose.LOGIN,
        otp_id=OTP,
        seed=b"s" * 16,
        policy=POLICY,
        now=AT,
    )
    return replace(challenge, **changes)


def right_code(challenge: OtpChallenge) -> Personal[str]:
    return CODE_KEY.code_of(challenge)


def wrong_code(challenge: OtpChallenge) -> Personal[str]:
    number = (int(right_code(challenge).reveal()) + 1) % 10**6
    return Personal(f"{number:06d}")


def a_session(**changes: Any) -> Session:
    session = Session.open(
        customer_id=CUSTOMER,
        session_id=SESSION,
        seed=b"s" * 16,
        device_hash="d1",
        channel=Channel.APP,
        policy=POLICY,
        now=AT,
    )
    return replace(session, **changes)


def a_customer(**changes: Any) -> Customer:
    customer = Customer(
        customer_id=CUSTOMER,
        assurance_level=AssuranceLevel.L0_PHONE,
        channel=Channel.APP,
        created_at=AT,
        data_key_wrapped=b"key",
        phone_index="p1",
        phone_sealed=b"sealed phone",
    )
    return replace(customer, **changes)


def a_sealed_identity(**changes: Any) -> SealedIdentity:
    identity = SealedIdentity(
        name_sealed=b"sealed name",
        id_number_sealed=b"sealed number",
        id_number_index="n1",
        address_sealed=b"sealed address",
        is_student=False,
    )
    return replace(identity, **changes)


def a_registered_customer(**changes: Any) -> Customer:
    return replace(a_customer().register(a_sealed_identity(), AT), **changes)


def a_card(**changes: Any) -> Card:
    card = Card(
        card_id=CARD,
        card_index="c1",
        number_sealed=b"sealed card number",
        token_sealed=b"sealed token",
        bank_name="华东演示银行",
        bound_at=AT,
    )
    return replace(card, **changes)


class FakeSms:
    """Keeps messages; `down` makes it refuse."""

    def __init__(self) -> None:
        self.messages: list[tuple[str, str]] = []
        self.taken: set[str] = set()
        self.down = False

    async def send(self, phone: Personal[str], text: Personal[str], template: str) -> None:
        if self.down:
            raise SmsUnavailable
        self.messages.append((phone.reveal(), text.reveal()))

    async def send_once(
        self, phone: Personal[str], text: Personal[str], template: str, message_id: str
    ) -> None:
        if message_id not in self.taken:
            await self.send(phone, text, template)
            self.taken.add(message_id)

    def code_for(self, phone: str) -> str:
        text = [text for number, text in self.messages if number == phone][-1]
        return text.partition("验证码")[2][:6]


class FakeIdAuthority:
    """Knows the pairs it was told."""

    def __init__(self) -> None:
        self.people = {(NAME, ADULT_ID_NUMBER)}
        self.asked = 0
        self.down = False

    async def confirms(self, name: Personal[str], id_number: Personal[str]) -> bool:
        self.asked += 1
        if self.down:
            raise IdAuthorityUnavailable
        return (name.reveal(), id_number.reveal()) in self.people


class FakeBusinessRegister:
    """Knows the businesses it was told."""

    def __init__(self) -> None:
        self.businesses = {(USCC, BUSINESS_NAME, BusinessRole.SOLE_TRADER, NAME, ADULT_ID_NUMBER)}
        self.asked = 0
        self.down = False

    async def confirms_business(
        self, form: BusinessForm, *, person_name: Personal[str], id_number: Personal[str]
    ) -> bool:
        self.asked += 1
        if self.down:
            raise IdAuthorityUnavailable
        stated = (form.uscc.reveal().text, form.name.reveal(), form.role)
        return (*stated, person_name.reveal(), id_number.reveal()) in self.businesses


class FakeRail:
    """Knows the cards it was told, by number."""

    def __init__(self) -> None:
        self.owners = {
            CARD_NUMBER: (NAME, ADULT_ID_NUMBER, PHONE),
            OTHER_CARD_NUMBER: (NAME, ADULT_ID_NUMBER, OTHER_PHONE),
        }
        self.debit = True
        self.down = False
        self.asked = 0

    async def check_account(
        self, *, name: str, id_number: str, card_number: str, phone: str
    ) -> AccountCheck:
        self.asked += 1
        if self.down:
            raise Unavailable
        if self.owners.get(card_number) != (name, id_number, phone):
            return AccountCheck(match=False)
        return AccountCheck(
            match=True,
            card_token=f"token-{card_number}",
            bank_name="华东演示银行",
            debit=self.debit,
        )


class FakeAccessTokens:
    """Tokens that say what they would sign."""

    def __init__(self, house: House) -> None:
        self._house = house

    def customer_token(
        self, customer_id: UUID, *, session_id: str, channel: str, lifetime: timedelta | None = None
    ) -> tuple[str, datetime]:
        assert lifetime is not None
        return f"access {customer_id} {session_id} {channel}", self._house.now + lifetime


class _Reads:
    """Answers from the in-memory store what the repository answers from the database."""

    def __init__(self, store: InMemoryStore) -> None:
        self._store = store

    async def find_customer(self, customer_id: UUID) -> Any:
        return self._find("Customer", customer_id)

    async def find_session(self, customer_id: UUID, session_id: UUID) -> Any:
        return self._find("Session", customer_id, session_id)

    async def find_challenge(self, phone_index: str, purpose: OtpPurpose) -> Any:
        return self._find("OtpChallenge", phone_index, purpose)

    async def find_consent_ledger(self, customer_id: UUID) -> Any:
        return self._find("ConsentLedger", customer_id)

    async def find_business(self, customer_id: UUID) -> Any:
        return self._find("BusinessProfile", customer_id)

    async def find_intent_code(
        self, customer_id: UUID, purpose: OtpPurpose, subject_sha256: str
    ) -> Any:
        return self._find("IntentCode", customer_id, purpose, subject_sha256)

    async def find_notice(self, customer_id: UUID, notice_id: UUID) -> Any:
        return self._find("CustomerNotice", customer_id, notice_id)

    def _find(self, kind: str, *parts: Any) -> Any:
        for key, state in self._store.states.items():
            if key.kind.__name__ == kind and key.parts == parts:
                return state
        return None


@dataclass
class House:
    """The use cases of identity over dictionaries, with a clock that tests move."""

    folder: Path
    now: datetime = AT
    sms: FakeSms = field(default_factory=FakeSms)
    id_authority: FakeIdAuthority = field(default_factory=FakeIdAuthority)
    register: FakeBusinessRegister = field(default_factory=FakeBusinessRegister)
    rail: FakeRail = field(default_factory=FakeRail)
    store: InMemoryStore = field(default_factory=InMemoryStore)

    def __post_init__(self) -> None:
        dice = random.Random(7)
        counter = iter(range(1, 1_000_000))

        def clock() -> datetime:
            return self.now

        def new_id() -> UUID:
            return uuid7_at(int(self.now.timestamp() * 1000), next(counter))

        self.personal = PersonalFields(*key_holders(self.folder))
        self.shell = Shell(
            execute=InMemoryExecutor(
                self.store, tables=TABLES, announce=to_message, clock=clock, new_id=new_id
            ),
            reads=_Reads(self.store),
            personal=self.personal,
            policies=read_policy(),
            clock=clock,
            new_id=new_id,
            new_seed=dice.randbytes,
        )
        self.new_id = new_id
        self.one_time_codes = OneTimeCodes(self.shell, self.sms)
        self.intent_codes = IntentCodes(self.shell, self.sms)
        self.sessions = Sessions(self.shell, FakeAccessTokens(self))
        self.registrations = Registrations(self.shell, self.id_authority)
        self.cards = Cards(self.shell, self.rail)
        self.consents = Consents(self.shell)
        self.customers = Customers(self.shell, self.consents)
        self.businesses = Businesses(self.shell, self.register)

    def passes(self, time_s: float) -> None:
        self.now += seconds(time_s)

    def origin(self, body: str = "", request_id: UUID | None = None) -> RequestKey:
        return RequestKey("anonymous", request_id or self.new_id(), sha256(body.encode()).digest())

    async def asks_for_code(
        self, phone: str = PHONE, purpose: OtpPurpose = OtpPurpose.LOGIN
    ) -> str:
        await self.one_time_codes.request(self.origin(), a_phone(phone), purpose)
        return self.sms.code_for(phone)

    async def logs_in(self, phone: str = PHONE, device_id: str = "device-1") -> OpenedSession:
        code = await self.asks_for_code(phone)
        return await self.answers(code, phone, device_id)

    async def answers(
        self, code: str, phone: str = PHONE, device_id: str = "device-1", **more: Any
    ) -> OpenedSession:
        form = LogInForm(
            phone=a_phone(phone), code=Personal(code), device_id=device_id, channel=Channel.APP
        )
        return await self.sessions.log_in(self.origin(code, **more), form)

    async def has_a_customer(self, phone: str = PHONE) -> CustomerCaller:
        """Somebody logged in who agreed to data processing."""
        opened = await self.logs_in(phone)
        caller = caller_of(opened)
        await self.consents.grant(self.origin(), caller, ConsentPurpose.DATA_PROCESSING, "2026-08")
        return caller

    async def has_a_registered_customer(self) -> CustomerCaller:
        caller = await self.has_a_customer()
        await self.registrations.register(self.origin(), caller, a_form())
        return caller

    @property
    def announced(self) -> list[str]:
        """The short names of all events so far, in order."""
        return [row.message_type.rpartition(".")[2] for row in self.store.outbox]

    def events(self, message_class: type) -> list[Any]:
        name = message_class.DESCRIPTOR.full_name  # type: ignore[attr-defined]
        return [
            message_class.FromString(row.payload)  # type: ignore[attr-defined]
            for row in self.store.outbox
            if row.message_type == name
        ]


def key_holders(folder: Path) -> tuple[CustomerKeys, BlindIndex]:
    """Keys in files, as in production."""
    for name, digit in (("field.key", "a"), ("index.key", "b")):
        (folder / name).write_text(digit * 64 + "\n")
    return CustomerKeys(folder / "field.key"), BlindIndex(folder / "index.key")


def caller_of(opened: OpenedSession) -> CustomerCaller:
    """The caller that the access token of a session names."""
    _, customer_id, session_id, _ = opened.tokens.access_token.reveal().split()
    return CustomerCaller(UUID(customer_id), UUID(session_id))


def a_phone(digits: str = PHONE) -> Personal[Phone]:
    return Phone.parse(Personal(digits))


def a_business_form(
    uscc: str = USCC, name: str = BUSINESS_NAME, role: BusinessRole = BusinessRole.SOLE_TRADER
) -> BusinessForm:
    return BusinessForm(uscc=Uscc.parse(Personal(uscc)), name=Personal(name), role=role)


def a_form(name: str = NAME, id_number: str = ADULT_ID_NUMBER, *, is_student: bool = False) -> Form:
    return Form(
        name=Personal(name),
        id_number=IdNumber.parse(Personal(id_number), TODAY),
        address=Personal(ADDRESS),
        is_student=is_student,
    )


def a_card_form(number: str = CARD_NUMBER, phone: str = PHONE, code: str | None = None) -> CardForm:
    return CardForm(
        number=CardNumber.parse(Personal(number)),
        phone=a_phone(phone),
        code=None if code is None else Personal(code),
    )
