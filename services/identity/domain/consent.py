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
    purpose: ConsentPurpose
    text_version: str
    granted_at: datetime
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ConsentLedger:
    """Every consent of one customer; entries are closed, never removed."""

    customer_id: UUID
    entries: tuple[Consent, ...] = ()
    """The oldest first. For each purpose at most one is not withdrawn."""
    version: int = 0

    def standing(self, purpose: ConsentPurpose) -> Consent | None:
        """The consent to this purpose that holds now, if any does."""
        for consent in reversed(self.entries):
            if consent.purpose is purpose and consent.withdrawn_at is None:
                return consent
        return None

    def require(self, purpose: ConsentPurpose) -> Consent:
        """The consent that holds; raises ConsentMissing."""
        consent = self.standing(purpose)
        if consent is None:
            raise ConsentMissing(purpose=purpose)
        return consent

    def grant(
        self,
        consent_id: UUID,
        purpose: ConsentPurpose,
        text_version: str,
        policy: IdentityPolicy,
        now: datetime,
    ) -> "ConsentLedger":
        """Record agreement to the text in force; the same ledger when that is agreed to already.

        Agreeing to a newer text closes the consent to the older one. Raises ConsentTextOutdated.
        """
        in_force = policy.consent_texts[purpose]
        if text_version != in_force:
            raise ConsentTextOutdated(in_force=in_force)
        standing = self.standing(purpose)
        if standing is not None and standing.text_version == text_version:
            return self
        closed = self if standing is None else self._close(standing, now)
        consent = Consent(consent_id, purpose, text_version, now)
        return replace(closed, entries=(*closed.entries, consent))

    def withdraw(self, purpose: ConsentPurpose, now: datetime) -> "tuple[ConsentLedger, Consent]":
        """Close the consent that stands; what was done under it stays lawful (PIPL 15).

        Returns the ledger and the closed consent; raises ConsentMissing when none stands.
        """
        standing = self.require(purpose)
        return self._close(standing, now), replace(standing, withdrawn_at=now)

    def _close(self, standing: Consent, now: datetime) -> "ConsentLedger":
        closed = replace(standing, withdrawn_at=now)
        entries = tuple(closed if entry is standing else entry for entry in self.entries)
        return replace(self, entries=entries)
