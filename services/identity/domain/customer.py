"""The customer: who they are and which cards are theirs.

Personal values are sealed (encrypted under the customer's own data key) before they come here;
the domain handles them as opaque bytes and keyed hashes, and cannot leak what it cannot read.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from services.identity.domain.errors import (
    AlreadyRegistered,
    CardAlreadyBound,
    CardTooMany,
    NotRegistered,
    OverAge,
    UnderAge,
)
from services.identity.domain.id_number import IdNumber
from services.identity.domain.policy import IdentityPolicy
from services.identity.domain.words import AssuranceLevel, Channel


@dataclass(frozen=True, slots=True)
class Card:
    """A debit card in the customer's own name (ID-05)."""

    card_id: UUID
    card_index: str
    """Keyed hash of the card number; equal for equal numbers."""
    number_sealed: bytes
    token_sealed: bytes
    """The rail's name for the account; stands in for the number in payment instructions."""
    bank_name: str
    bound_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedIdentity:
    """Who a customer says they are, sealed."""

    name_sealed: bytes
    id_number_sealed: bytes
    id_number_index: str
    address_sealed: bytes
    is_student: bool


@dataclass(frozen=True, slots=True)
class Customer:
    """One customer from the first log-in on."""

    customer_id: UUID
    assurance_level: AssuranceLevel
    channel: Channel
    created_at: datetime
    data_key_wrapped: bytes
    """The key of everything sealed here, itself encrypted; destroying it erases the person."""
    phone_index: str
    phone_sealed: bytes
    name_sealed: bytes | None = None
    id_number_sealed: bytes | None = None
    id_number_index: str | None = None
    address_sealed: bytes | None = None
    is_student: bool = False
    registered_at: datetime | None = None
    cards: tuple[Card, ...] = ()
    """The oldest first."""
    version: int = 0

    @property
    def is_registered(self) -> bool:
        return self.registered_at is not None

    def register(self, identity: SealedIdentity, now: datetime) -> "Customer":
        """Name and ID number are confirmed: level L1. Raises AlreadyRegistered the second time."""
        if self.is_registered:
            raise AlreadyRegistered
        return replace(
            self,
            assurance_level=AssuranceLevel.L1_DATA,
            name_sealed=identity.name_sealed,
            id_number_sealed=identity.id_number_sealed,
            id_number_index=identity.id_number_index,
            address_sealed=identity.address_sealed,
            is_student=identity.is_student,
            registered_at=now,
        )

    def must_be_registered(self) -> None:
        """Raises NotRegistered."""
        if not self.is_registered:
            raise NotRegistered(required=AssuranceLevel.L1_DATA)

    def must_be_able_to_bind(self, card_index: str, policy: IdentityPolicy) -> None:
        """Raises NotRegistered, CardAlreadyBound or CardTooMany."""
        self.must_be_registered()
        for bound in self.cards:
            if bound.card_index == card_index:
                raise CardAlreadyBound(card_id=bound.card_id)
        if len(self.cards) >= policy.cards_max:
            raise CardTooMany(maximum=policy.cards_max)

    def bind_card(self, card: Card, policy: IdentityPolicy) -> "Customer":
        """Raises NotRegistered, CardAlreadyBound or CardTooMany."""
        self.must_be_able_to_bind(card.card_index, policy)
        return replace(self, cards=(*self.cards, card))

    def card(self, card_id: UUID) -> Card | None:
        return next((card for card in self.cards if card.card_id == card_id), None)


def check_age(id_number: IdNumber, today: date, policy: IdentityPolicy) -> None:
    """Raises UnderAge or OverAge (ID-08): full capacity begins at 18, Civil Code 17."""
    age = id_number.age_on(today)
    if age < policy.customer_age_min:
        raise UnderAge(minimum_age=policy.customer_age_min)
    if age > policy.customer_age_max:
        raise OverAge(maximum_age=policy.customer_age_max)
