"""What the use cases need from outside, and the few steps they share."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from chassis.bank_rail import AccountCheck
from chassis.command import Command, Execute, Key, Loaded, RequestKey
from chassis.errors import NotFound
from chassis.personal import Personal
from chassis.ports import Clock, NewId, calendar_date
from services.identity.domain.business import BusinessProfile
from services.identity.domain.consent import ConsentLedger
from services.identity.domain.customer import Customer
from services.identity.domain.errors import SessionRevokedError
from services.identity.domain.intent_code import IntentCode
from services.identity.domain.notice import CustomerNotice
from services.identity.domain.one_time_code import OtpChallenge, OtpPurpose
from services.identity.domain.policy import IdentityPolicy, PolicyRegistry
from services.identity.domain.session import Session
from services.identity.personal_fields import NewSeed, PersonalFields

__all__ = [
    "Command",
    "CustomerCaller",
    "IdAuthority",
    "Key",
    "Loaded",
    "Rail",
    "Reads",
    "RequestKey",
    "Shell",
    "SmsGateway",
]

SEED_BYTES = 16


class Reads(Protocol):
    """Questions to the tables, outside of commands; the real one is `repository.Repository`."""

    async def find_customer(self, customer_id: UUID) -> Customer | None: ...

    async def find_session(self, customer_id: UUID, session_id: UUID) -> Session | None: ...

    async def find_challenge(
        self, phone_index: str, purpose: OtpPurpose
    ) -> OtpChallenge | None: ...

    async def find_intent_code(
        self, customer_id: UUID, purpose: OtpPurpose, subject_sha256: str
    ) -> IntentCode | None: ...

    async def find_consent_ledger(self, customer_id: UUID) -> ConsentLedger | None: ...

    async def find_business(self, customer_id: UUID) -> BusinessProfile | None: ...

    async def find_notice(self, customer_id: UUID, notice_id: UUID) -> CustomerNotice | None: ...


class SmsGateway(Protocol):
    """Takes text messages."""

    async def send(self, phone: Personal[str], text: Personal[str], template: str) -> None:
        """Hand over a message; raises SmsUnavailable when it is not surely taken."""
        ...


class IdAuthority(Protocol):
    """Knows whose an ID number is."""

    async def confirms(self, name: Personal[str], id_number: Personal[str]) -> bool:
        """Whether the name belongs to the number; raises IdAuthorityUnavailable."""
        ...


class Rail(Protocol):
    """Knows whose a card is; the real one is `chassis.bank_rail.BankRail`."""

    async def check_account(
        self, *, name: str, id_number: str, card_number: str, phone: str
    ) -> AccountCheck:
        """Whether the four belong together; raises Unavailable."""
        ...


@dataclass(frozen=True, slots=True)
class CustomerCaller:
    """The customer of an access token and the session it was given for."""

    customer_id: UUID
    session_id: UUID | None

    @property
    def session_key(self) -> Key[Session]:
        """Raises SessionRevokedError for a token that names no session."""
        if self.session_id is None:
            raise SessionRevokedError
        return Key(Session, (self.customer_id, self.session_id))

    @property
    def customer_key(self) -> Key[Customer]:
        return Key(Customer, (self.customer_id,))

    @property
    def consents_key(self) -> Key[ConsentLedger]:
        return Key(ConsentLedger, (self.customer_id,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """What every use case stands on."""

    execute: Execute
    reads: Reads
    personal: PersonalFields
    policies: PolicyRegistry
    clock: Clock
    new_id: NewId
    new_seed: NewSeed

    def policy_at(self, now: datetime) -> IdentityPolicy:
        return self.policies.on(calendar_date(now))

    async def customer(self, customer_id: UUID) -> Customer:
        """Raises NotFound."""
        customer = await self.reads.find_customer(customer_id)
        if customer is None:
            raise NotFound(kind="customer")
        return customer


def open_session(loaded: Loaded, key: Key[Session], now: datetime) -> Session:
    """The caller's session; raises SessionRevokedError or SessionExpired."""
    session = loaded.find(key)
    if session is None:
        raise SessionRevokedError
    session.must_be_open(now)
    return session
