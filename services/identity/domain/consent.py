"""The consent ledger: what a customer agreed to, when, seeing which text, and when no longer."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from services.identity.domain.errors import ConsentMissing, ConsentTextOutdated
from services.identity.domain.policy import ConsentPurpose, IdentityPolicy


@dataclass(frozen=True, slots=True)
class Consent:
    """One agreement, from when it was given until it was withdrawn."""

    consent_id: UUID
    text_version: str
    granted_at: datetime
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ConsentLedger:
    """Every consent of one customer to one purpose; entries are closed, never removed."""

    customer_id: UUID
    purpose: ConsentPurpose
    entries: tuple[Consent, ...] = ()
    """The oldest first; only the last one can stand."""
    version: int = 0

    @property
    def standing(self) -> Consent | None:
        """The consent that holds now, if any does."""
        if self.entries and self.entries[-1].withdrawn_at is None:
            return self.entries[-1]
        return None

    def require(self) -> Consent:
        """The consent that holds; raises ConsentMissing."""
        if self.standing is None:
            raise ConsentMissing(purpose=self.purpose)
        return self.standing

    def grant(
        self, consent_id: UUID, text_version: str, policy: IdentityPolicy, now: datetime
    ) -> "ConsentLedger":
        """Record agreement to the text in force; the same ledger when that is agreed to already.

        Agreeing to a newer text closes the consent to the older one. Raises ConsentTextOutdated.
        """
        in_force = policy.consent_texts[self.purpose]
        if text_version != in_force:
            raise ConsentTextOutdated(in_force=in_force)
        standing = self.standing
        if standing is not None and standing.text_version == text_version:
            return self
        closed = self.withdraw(now) if standing is not None else self
        return replace(self, entries=(*closed.entries, Consent(consent_id, text_version, now)))

    def withdraw(self, now: datetime) -> "ConsentLedger":
        """Close the consent that stands; what was done under it stays lawful (PIPL 15).

        Raises ConsentMissing when none stands.
        """
        closed = replace(self.require(), withdrawn_at=now)
        return replace(self, entries=(*self.entries[:-1], closed))
