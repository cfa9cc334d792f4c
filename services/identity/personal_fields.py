"""Seals and opens personal fields, and makes the keyed hashes that they are found by."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.command import RequestKey
from chassis.frozen import replace
from chassis.personal import Personal
from chassis.personal_data import BlindIndex, CustomerKeys, Place
from services.identity.domain.bank_card import CardNumber
from services.identity.domain.business import BusinessProfile, Uscc
from services.identity.domain.customer import Card, Customer, SealedIdentity
from services.identity.domain.id_number import IdNumber
from services.identity.domain.one_time_code import CodeKey
from services.identity.domain.phone import Phone
from services.identity.domain.session import TokenKey
from services.identity.domain.words import AssuranceLevel, Channel

NewSeed = Callable[[int], bytes]
"""Makes this many random bytes fit for secrets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who a registered customer is."""

    name: Personal[str]
    id_number: Personal[IdNumber]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What somebody states about themselves to register."""

    name: Personal[str]
    id_number: Personal[IdNumber]
    address: Personal[str]
    is_student: bool


class PersonalFields:
    """The one place where personal values turn into stored bytes and back."""

    def __init__(self, keys: CustomerKeys, index: BlindIndex) -> None:
        self._keys = keys
        self._index = index
        # Keys for one use each; what one of them signs proves nothing where another is asked for.
        self.code_key = CodeKey(Personal(self._derived("one-time codes")))
        self.token_key = TokenKey(Personal(self._derived("refresh tokens")))

    def phone_index(self, phone: Personal[Phone]) -> str:
        return self._index_of("phone", phone.reveal().digits)

    def id_number_index(self, id_number: Personal[IdNumber]) -> str:
        return self._index_of("id_number", id_number.reveal().text)

    def card_index(self, number: Personal[CardNumber]) -> str:
        return self._index_of("card_number", number.reveal().digits)

    def uscc_index(self, uscc: Personal[Uscc]) -> str:
        return self._index_of("uscc", uscc.reveal().text)

    def device_hash(self, device_id: str) -> str:
        return self._index_of("device", device_id)

    def private_key_of(self, origin: RequestKey, caller_id: str | None = None) -> RequestKey:
        """The request key with a keyed body hash.

        The executor stores it, and the plain hash of a body with a phone number in it could be
        turned back by trying all numbers. Anonymous callers are told apart by `caller_id`.
        """
        body_hash = self._index.of("request", Personal(origin.body_hash.hex()))
        return replace(origin, body_hash=body_hash, caller_id=caller_id or origin.caller_id)

    def stranger(
        self, customer_id: UUID, phone: Personal[Phone], channel: Channel, now: datetime
    ) -> Customer:
        """A new customer at level L0 with a data key of their own."""
        wrapped = self._keys.new_key(customer_id)
        cipher = self._keys.open(customer_id, wrapped)
        digits = Personal(phone.reveal().digits)
        return Customer(
            customer_id=customer_id,
            assurance_level=AssuranceLevel.L0_PHONE,
            channel=channel,
            created_at=now,
            data_key_wrapped=wrapped,
            phone_index=self.phone_index(phone),
            phone_sealed=cipher.encrypt(digits, _field("phone", customer_id)),
        )

    def seal_identity(self, customer: Customer, form: Form) -> SealedIdentity:
        """The form under the customer's data key."""
        cipher = self._keys.open(customer.customer_id, customer.data_key_wrapped)
        owner = customer.customer_id
        id_number = Personal(form.id_number.reveal().text)
        return SealedIdentity(
            name_sealed=cipher.encrypt(form.name, _field("name", owner)),
            id_number_sealed=cipher.encrypt(id_number, _field("id_number", owner)),
            id_number_index=self.id_number_index(form.id_number),
            address_sealed=cipher.encrypt(form.address, _field("address", owner)),
            is_student=form.is_student,
        )

    def seal_card(
        self,
        customer: Customer,
        card_id: UUID,
        number: Personal[CardNumber],
        token: Personal[str],
        bank_name: str,
        now: datetime,
    ) -> Card:
        """A card under the customer's data key."""
        cipher = self._keys.open(customer.customer_id, customer.data_key_wrapped)
        digits = Personal(number.reveal().digits)
        return Card(
            card_id=card_id,
            card_index=self.card_index(number),
            number_sealed=cipher.encrypt(digits, _field("card_number", card_id)),
            token_sealed=cipher.encrypt(token, _field("card_token", card_id)),
            bank_name=bank_name,
            bound_at=now,
        )

    def seal_business_field(self, customer: Customer, field: str, value: Personal[str]) -> bytes:
        """The code or the name of a business under the customer's data key."""
        cipher = self._keys.open(customer.customer_id, customer.data_key_wrapped)
        return cipher.encrypt(value, _field(field, customer.customer_id))

    def uscc_of(self, customer: Customer, profile: BusinessProfile) -> Personal[Uscc]:
        place = _field("uscc", customer.customer_id)
        return Personal(Uscc(self._open(customer, profile.uscc_sealed, place).reveal()))

    def business_name_of(self, customer: Customer, profile: BusinessProfile) -> Personal[str]:
        place = _field("business_name", customer.customer_id)
        return self._open(customer, profile.name_sealed, place)

    def phone_of(self, customer: Customer) -> Personal[Phone]:
        digits = self._open(customer, customer.phone_sealed, _field("phone", customer.customer_id))
        return Personal(Phone(digits.reveal()))

    def person_of(self, customer: Customer) -> Person | None:
        """Name and ID number; None before registration."""
        if customer.name_sealed is None or customer.id_number_sealed is None:
            return None
        owner = customer.customer_id
        id_number = self._open(customer, customer.id_number_sealed, _field("id_number", owner))
        return Person(
            name=self._open(customer, customer.name_sealed, _field("name", owner)),
            id_number=Personal(IdNumber(id_number.reveal())),
        )

    def card_number_of(self, customer: Customer, card: Card) -> Personal[CardNumber]:
        place = _field("card_number", card.card_id)
        return Personal(CardNumber(self._open(customer, card.number_sealed, place).reveal()))

    def card_token_of(self, customer: Customer, card: Card) -> Personal[str]:
        return self._open(customer, card.token_sealed, _field("card_token", card.card_id))

    def _open(self, customer: Customer, sealed: bytes, place: Place) -> Personal[str]:
        cipher = self._keys.open(customer.customer_id, customer.data_key_wrapped)
        return cipher.decrypt(sealed, place)

    def _index_of(self, kind: str, text: str) -> str:
        return self._index.of(kind, Personal(text)).hex()

    def _derived(self, purpose: str) -> bytes:
        return self._index.of("derived key", Personal(purpose))


def _field(name: str, row_id: UUID) -> Place:
    return Place("customer", name, str(row_id))
