"""A mandate: the customer's standing permission to be debited on one card for one loan.

Its steps are those of ISO 20022: initiated (pain.009), accepted or rejected (pain.012), amended
(pain.010), cancelled (pain.011). Its id at the bank is the contract's, for ever; no debit by
mandate is sent without one that stands. Consent can be withdrawn at any time (PIPL art. 15).
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from chassis.decision import Change, Decision
from chassis.frozen import replace
from services.repayment.domain.errors import CardNotBound, ConsentToDebitMissing
from services.repayment.domain.events import (
    MandateAccepted,
    MandateAmended,
    MandateCancelled,
    MandateRejected,
)
from services.repayment.domain.loan import Loan


class MandateStatus(StrEnum):
    """Whether the card may be debited by itself."""

    ACTIVE = "ACTIVE"
    REJECTED = "REJECTED"  # asked for, and not given: no consent, or no card
    CANCELLED = "CANCELLED"  # given once, and ended


class MandateReason(StrEnum):
    """Why a mandate does not stand."""

    NO_CONSENT = "NO_CONSENT"
    CARD_NOT_BOUND = "CARD_NOT_BOUND"
    CONSENT_WITHDRAWN = "CONSENT_WITHDRAWN"
    CARD_UNBOUND = "CARD_UNBOUND"
    REFUSED_BY_BANK = "REFUSED_BY_BANK"  # the account is closed, blocked...; another card is needed


class StepKind(StrEnum):
    """What happened to a mandate."""

    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"
    AMENDED = "AMENDED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class MandateStep:
    """One thing that happened to a mandate."""

    kind: StepKind
    at: datetime
    card_id: UUID
    reason: str = ""
    """A MandateReason; empty where there is nothing to explain."""


@dataclass(frozen=True, slots=True)
class Mandate:
    """The mandate of one loan."""

    customer_id: UUID
    loan_id: UUID
    mandate_id: UUID
    """The contract's id; without dashes the mandate's id at the bank."""
    card_id: UUID
    status: MandateStatus
    reason: str
    """A MandateReason while it does not stand."""
    signed_on: date
    steps: tuple[MandateStep, ...]
    """What happened to it, in order."""
    version: int = 0

    def covers(self, card_id: UUID) -> bool:
        """Whether a card may be debited under it."""
        return self.status is MandateStatus.ACTIVE and self.card_id == card_id


@dataclass(frozen=True, slots=True)
class Permission:
    """What identity knows, when it was asked."""

    agreed: bool
    """The consent to be debited by itself stands."""
    card_is_bound: bool
    at: datetime

    @property
    def objection(self) -> MandateReason | None:
        if not self.agreed:
            return MandateReason.NO_CONSENT
        return None if self.card_is_bound else MandateReason.CARD_NOT_BOUND


def authorise(mandate: Mandate | None, loan: Loan, given: Permission) -> Decision[Mandate]:
    """Let a loan's mandate begin, or begin again after the consent came back.

    One that the bank refused stays refused on that card.
    """
    if mandate is not None and _stays(mandate, loan.card_id, given):
        return Decision(mandate)
    objection = given.objection
    status = MandateStatus.REJECTED if objection else MandateStatus.ACTIVE
    kind = StepKind.REJECTED if objection else StepKind.ACCEPTED
    step = MandateStep(kind, given.at, loan.card_id, objection or "")
    decided = Mandate(
        customer_id=loan.customer_id,
        loan_id=loan.loan_id,
        mandate_id=loan.contract_id,
        card_id=loan.card_id,
        status=status,
        reason=objection or "",
        signed_on=loan.disbursed_on,
        steps=(*(mandate.steps if mandate else ()), step),
        version=mandate.version if mandate else 0,
    )
    event = _rejected(decided) if objection else _accepted(decided)
    return Decision(decided, (Change(decided, (event,)),))


def amend(mandate: Mandate | None, loan: Loan, card_id: UUID, given: Permission) -> Decision[Loan]:
    """Debit another own card from now on: amend the mandate that stands, or begin it there.

    Raises CardNotBound, ConsentToDebitMissing. An order under way keeps the card it was made with.
    """
    if not given.card_is_bound:
        raise CardNotBound(card_id=card_id)
    if not given.agreed:
        raise ConsentToDebitMissing
    moved = replace(loan, card_id=card_id)
    if mandate is None or mandate.status is not MandateStatus.ACTIVE:
        (begun,) = authorise(mandate, moved, given).changes
        return Decision(moved, (Change(begun.state), Change(moved, begun.events)))
    if mandate.card_id == card_id:
        return Decision(loan)
    step = MandateStep(StepKind.AMENDED, given.at, card_id)
    amended = replace(mandate, card_id=card_id, steps=(*mandate.steps, step))
    event = MandateAmended(
        customer_id=mandate.customer_id,
        loan_id=mandate.loan_id,
        mandate_id=mandate.mandate_id,
        card_id=card_id,
    )
    return Decision(moved, (Change(amended), Change(moved, (event,))))


def cancel(
    mandate: Mandate, reason: MandateReason, at: datetime, reason_code: str = ""
) -> Decision[Mandate]:
    """End a mandate that stands; `reason_code` is the bank's, when the bank ended it."""
    if mandate.status is not MandateStatus.ACTIVE:
        return Decision(mandate)
    step = MandateStep(StepKind.CANCELLED, at, mandate.card_id, reason)
    cancelled = replace(
        mandate, status=MandateStatus.CANCELLED, reason=reason, steps=(*mandate.steps, step)
    )
    event = MandateCancelled(
        customer_id=mandate.customer_id,
        loan_id=mandate.loan_id,
        mandate_id=mandate.mandate_id,
        card_id=mandate.card_id,
        reason=reason.value,
        reason_code=reason_code,
    )
    return Decision(cancelled, (Change(cancelled, (event,)),))


def _stays(mandate: Mandate, card_id: UUID, given: Permission) -> bool:
    """Whether asking again changes nothing."""
    if mandate.status is MandateStatus.ACTIVE:
        return True
    if mandate.reason == MandateReason.REFUSED_BY_BANK and mandate.card_id == card_id:
        return True
    return given.objection is not None


def _accepted(mandate: Mandate) -> MandateAccepted:
    return MandateAccepted(
        customer_id=mandate.customer_id,
        loan_id=mandate.loan_id,
        mandate_id=mandate.mandate_id,
        card_id=mandate.card_id,
        signed_on=mandate.signed_on,
    )


def _rejected(mandate: Mandate) -> MandateRejected:
    return MandateRejected(
        customer_id=mandate.customer_id,
        loan_id=mandate.loan_id,
        mandate_id=mandate.mandate_id,
        card_id=mandate.card_id,
        reason=mandate.reason,
    )
