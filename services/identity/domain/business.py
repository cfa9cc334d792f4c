"""The business a customer runs (ID-09): its unified social credit code, and who answers for it.

The code (统一社会信用代码, GB 32100-2015) names a business; the register of the market
authority says whether that business exists under that name and whether this person answers for
it. For a sole trader (个体工商户) both tell of a person, so both are sealed.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.decision import Change, Decision
from chassis.personal import Personal
from services.identity.domain.consent import ConsentLedger
from services.identity.domain.customer import Customer
from services.identity.domain.errors import UsccCheckDigit, UsccMalformed
from services.identity.domain.events import BusinessVerified
from services.identity.domain.policy import ConsentPurpose
from services.identity.domain.session import Session
from services.identity.domain.words import BusinessRole

_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_SHAPE = re.compile(rf"[{_CHARACTERS}]{{2}}[0-9]{{6}}[{_CHARACTERS}]{{10}}")
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))


@dataclass(frozen=True, slots=True, repr=False)
class Uscc:
    """A code that can exist; whether it was given to a business is for the register to say."""

    text: str
    """18 characters, upper case."""

    @classmethod
    def parse(cls, raw: Personal[str]) -> "Personal[Uscc]":
        """Raises UsccMalformed or UsccCheckDigit."""
        text = raw.reveal().strip().upper()
        if not _SHAPE.fullmatch(text):
            raise UsccMalformed
        if text[17] != check_character(text[:17]):
            raise UsccCheckDigit
        return Personal(cls(text))

    @property
    def masked(self) -> str:
        """All but the first two and the last four characters hidden."""
        return f"{self.text[:2]}{'*' * 12}{self.text[14:]}"


def check_character(first_17: str) -> str:
    """The 18th character of a code (GB 32100-2015, MOD 31)."""
    total = sum(
        _CHARACTERS.index(character) * weight
        for character, weight in zip(first_17, _WEIGHTS, strict=True)
    )
    return _CHARACTERS[-total % 31]


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedBusiness:
    """A business as its customer stated it, sealed."""

    uscc_index: str
    """Keyed hash of the code; equal for equal codes."""
    uscc_sealed: bytes
    name_sealed: bytes
    role: BusinessRole


@dataclass(frozen=True, slots=True)
class BusinessProfile:
    """The business of a customer as the register confirmed it; the latest one stands."""

    customer_id: UUID
    uscc_index: str
    uscc_sealed: bytes
    name_sealed: bytes
    role: BusinessRole
    verified_at: datetime
    version: int = 0


def verify_business(
    customer: Customer,
    consent: ConsentLedger | None,
    session: Session,
    before: BusinessProfile | None,
    business: SealedBusiness,
    now: datetime,
) -> Decision[BusinessProfile]:
    """Keep what the register confirmed. The same business again changes nothing.

    Raises NotRegistered, ConsentMissing and what `Session.must_be_open` does.
    """
    session.must_be_open(now)
    customer.must_be_registered()
    (consent or ConsentLedger(customer.customer_id)).require(ConsentPurpose.DATA_PROCESSING)
    known = None if before is None else (before.uscc_index, before.role)
    if before is not None and known == (business.uscc_index, business.role):
        return Decision(before)
    profile = BusinessProfile(
        customer_id=customer.customer_id,
        uscc_index=business.uscc_index,
        uscc_sealed=business.uscc_sealed,
        name_sealed=business.name_sealed,
        role=business.role,
        verified_at=now,
        version=0 if before is None else before.version,
    )
    event = BusinessVerified(
        customer_id=customer.customer_id,
        occurred_at=now,
        role=business.role,
        uscc_hash=business.uscc_index,
    )
    return Decision(profile, (Change(profile, (event,)),))
