"""What identity announces. No personal data: people, phones and cards appear as ids or hashes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.identity.domain.policy import ConsentPurpose
from services.identity.domain.words import (
    AssuranceLevel,
    BusinessRole,
    Channel,
    SessionEndReason,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerCreated:
    """Somebody logged in for the first time and is now a customer at level L0."""

    customer_id: UUID
    occurred_at: datetime
    channel: Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerRegistered:
    """Name and ID number were confirmed."""

    customer_id: UUID
    occurred_at: datetime
    assurance_level: AssuranceLevel
    channel: Channel
    device_hash: str
    region_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerLoggedIn:
    """A session was opened."""

    customer_id: UUID
    occurred_at: datetime
    session_id: UUID
    device_id: str
    channel: Channel
    new_device: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginFailed:
    """A log-in was refused; there may be no customer behind the phone."""

    phone_index: str
    occurred_at: datetime
    device_id: str
    reason: str
    customer_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRevoked:
    """A session was ended before its time."""

    customer_id: UUID
    occurred_at: datetime
    session_id: UUID
    reason: SessionEndReason


@dataclass(frozen=True, slots=True, kw_only=True)
class CardBound:
    """A card was bound."""

    customer_id: UUID
    occurred_at: datetime
    card_id: UUID
    card_index: str
    bank_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentGranted:
    """A customer agreed to a purpose."""

    customer_id: UUID
    occurred_at: datetime
    consent_id: UUID
    purpose: ConsentPurpose
    text_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentWithdrawn:
    """A customer no longer agrees to a purpose."""

    customer_id: UUID
    occurred_at: datetime
    consent_id: UUID
    purpose: ConsentPurpose


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessVerified:
    """The register confirmed that a customer answers for a business."""

    customer_id: UUID
    occurred_at: datetime
    role: BusinessRole
    uscc_hash: str
