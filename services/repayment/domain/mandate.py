"""A mandate: the customer's standing permission to be debited on one card for one loan.

Its steps are those of ISO 20022: initiated (pain.009), accepted or rejected (pain.012), amended
(pain.010), cancelled (pain.011). Its id at the bank is the contract's, for ever; no debit by
mandate is sent before the bank has accepted it. Each thing the bank is to be told has a number; an
answer to an older one counts no more, and until the last is answered the bank is asked again.
Consent can be withdrawn at any time (PIPL art. 15), and counts before the bank has heard of it.
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
    MandateRequested,
)
from services.repayment.domain.loan import Loan

NO_MANDATE = "MD01"
"""ISO 20022: there is no such mandate."""


class MandateStatus(StrEnum):
    """Whether the card may be debited by itself."""

    REQUESTED = "REQUESTED"  # the bank is asked -> ACTIVE, REJECTED, CANCELLED
    ACTIVE = "ACTIVE"  # the bank accepted it -> REQUESTED (another card), CANCELLED
    REJECTED = "REJECTED"  # not given: no consent, no card, or the bank's no -> REQUESTED
    CANCELLED = "CANCELLED"  # given once, and ended -> REQUESTED


class MandateReason(StrEnum):
    """Why a mandate does not stand."""

    NO_CONSENT = "NO_CONSENT"
    CARD_NOT_BOUND = "CARD_NOT_BOUND"
    CONSENT_WITHDRAWN = "CONSENT_WITHDRAWN"
    CARD_UNBOUND = "CARD_UNBOUND"
    REFUSED_BY_BANK = "REFUSED_BY_BANK"  # the account is closed, blocked...; another card is needed


class StepKind(StrEnum):
    """What happened to a mandate."""

    REQUESTED = "REQUESTED"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"
    AMENDED = "AMENDED"
    CANCELLED = "CANCELLED"


class BankRequest(StrEnum):
    """What the bank is asked for."""

    INITIATE = "INITIATE"
    AMEND = "AMEND"
    CANCEL = "CANCEL"


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
    asked: int = 0
    """The number of the last thing the bank is to be told."""
    answered: int = 0
    """The number of the last thing it has answered."""
    is_at_bank: bool = False
    """Whether the bank has accepted it and was not told of its end, or has not answered that."""
    version: int = 0

    @property
    def is_wanted(self) -> bool:
        """Whether it stands, or is to stand once the bank says so."""
        return self.status in (MandateStatus.ACTIVE, MandateStatus.REQUESTED)

    @property
    def for_bank(self) -> BankRequest | None:
        """What the bank is to be told next; None when it knows everything."""
        if self.answered == self.asked:
            return None
        if self.status is MandateStatus.REQUESTED:
            return BankRequest.AMEND if self.is_at_bank else BankRequest.INITIATE
        return BankRequest.CANCEL

    @property
    def message_id(self) -> str:
        """The key at the bank of what it is to be told: 1 to 35 characters, the same for ever."""
        return f"{self.mandate_id.hex[:28]}-{self.asked}"

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
    """Ask for a loan's mandate, or ask again after the consent came back.

    One that the bank refused stays refused on that card.
    """
    if mandate is not None and _stays(mandate, loan.card_id, given):
        return Decision(mandate)
    objection = given.objection
    status = MandateStatus.REJECTED if objection else MandateStatus.REQUESTED
    kind = StepKind.REJECTED if objection else StepKind.REQUESTED
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
        asked=(mandate.asked if mandate else 0) + (objection is None),
        answered=mandate.answered if mandate else 0,
        is_at_bank=mandate.is_at_bank if mandate else False,
        version=mandate.version if mandate else 0,
    )
    event = _rejected(decided) if objection else _requested(decided)
    return Decision(decided, (Change(decided, (event,)),))


def amend(mandate: Mandate | None, loan: Loan, card_id: UUID, given: Permission) -> Decision[Loan]:
    """Debit another own card from now on: ask for the mandate on it.

    Raises CardNotBound, ConsentToDebitMissing. An order under way keeps the card it was made with.
    """
    if not given.card_is_bound:
        raise CardNotBound(card_id=card_id)
    if not given.agreed:
        raise ConsentToDebitMissing
    if mandate is not None and mandate.is_wanted and mandate.card_id == card_id:
        return Decision(loan)
    moved = replace(loan, card_id=card_id)
    if mandate is None or not mandate.is_wanted:
        (begun,) = authorise(mandate, moved, given).changes
        return Decision(moved, (Change(begun.state), Change(moved, begun.events)))
    step = MandateStep(StepKind.AMENDED, given.at, card_id)
    amended = replace(
        mandate,
        card_id=card_id,
        status=MandateStatus.REQUESTED,
        steps=(*mandate.steps, step),
        asked=mandate.asked + 1,
    )
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
    """End a mandate, before the bank has heard of it; `reason_code` is the bank's, when it did."""
    if not mandate.is_wanted:
        return Decision(mandate)
    step = MandateStep(StepKind.CANCELLED, at, mandate.card_id, reason)
    cancelled = replace(
        mandate,
        status=MandateStatus.CANCELLED,
        reason=reason,
        steps=(*mandate.steps, step),
        asked=mandate.asked + 1,
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


def accepted_by_bank(mandate: Mandate, number: int, at: datetime) -> Decision[Mandate]:
    """The bank did what it was asked for under a number; an older number counts no more."""
    if number != mandate.asked or mandate.answered == number:
        return Decision(mandate)
    if mandate.status is not MandateStatus.REQUESTED:
        ended = replace(mandate, answered=number, is_at_bank=False)
        return Decision(ended, (Change(ended),))
    step = MandateStep(StepKind.ACCEPTED, at, mandate.card_id)
    stands = replace(
        mandate,
        status=MandateStatus.ACTIVE,
        answered=number,
        is_at_bank=True,
        steps=(*mandate.steps, step),
    )
    return Decision(stands, (Change(stands, (_accepted(stands),)),))


def refused_by_bank(
    mandate: Mandate, number: int, at: datetime, reason_code: str
) -> Decision[Mandate]:
    """The bank said no: the card is not debited by itself until another is named.

    To an end it cannot say no: it knows of nothing to end. Where it knows of nothing to change it
    is asked to begin: its answer to an earlier end came after another card was named. One that is
    refused on another card may still stand there on the first, and is ended too.
    """
    if number != mandate.asked or mandate.answered == number:
        return Decision(mandate)
    if mandate.status is not MandateStatus.REQUESTED:
        return accepted_by_bank(mandate, number, at)
    if mandate.is_at_bank and reason_code == NO_MANDATE:
        begun = replace(mandate, asked=number + 1, answered=number, is_at_bank=False)
        return Decision(begun, (Change(begun, (_requested(begun),)),))
    reason = MandateReason.REFUSED_BY_BANK
    step = MandateStep(StepKind.REJECTED, at, mandate.card_id, reason)
    refused = replace(
        mandate,
        status=MandateStatus.REJECTED,
        reason=reason.value,
        asked=number + mandate.is_at_bank,
        answered=number,
        steps=(*mandate.steps, step),
    )
    return Decision(refused, (Change(refused, (_rejected(refused),)),))


def unknown_to_bank(mandate: Mandate, at: datetime) -> Decision[Mandate]:
    """The bank refused a debit because it has no such mandate: it is asked for anew."""
    if mandate.status is not MandateStatus.ACTIVE:
        return Decision(mandate)
    step = MandateStep(StepKind.REQUESTED, at, mandate.card_id)
    anew = replace(
        mandate,
        status=MandateStatus.REQUESTED,
        asked=mandate.asked + 1,
        is_at_bank=False,
        steps=(*mandate.steps, step),
    )
    return Decision(anew, (Change(anew, (_requested(anew),)),))


def _stays(mandate: Mandate, card_id: UUID, given: Permission) -> bool:
    """Whether asking again changes nothing."""
    if mandate.status is MandateStatus.ACTIVE:
        return True
    if mandate.status is MandateStatus.REQUESTED:
        return mandate.card_id == card_id
    if mandate.reason == MandateReason.REFUSED_BY_BANK and mandate.card_id == card_id:
        return True
    return given.objection is not None


def _requested(mandate: Mandate) -> MandateRequested:
    return MandateRequested(
        customer_id=mandate.customer_id,
        loan_id=mandate.loan_id,
        mandate_id=mandate.mandate_id,
        card_id=mandate.card_id,
        signed_on=mandate.signed_on,
    )


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
