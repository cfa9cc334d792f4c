"""A movement on which our books and the rail's statement disagree, and how a person ends it.

It is found at the close of a day and stays open until a later statement agrees with the books, or
until a person says what it was. Above the policy's amount two people say it. Money is then posted
by the posting table, so that books and rail agree again; an ended difference is never opened again.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID, uuid5

from chassis.decision import Change, Decision
from chassis.frozen import replace
from services.repayment.domain.collection import Repayment
from services.repayment.domain.customer_credit import (
    CustomerCredit,
    HeldBecause,
    HeldReceipt,
    hold_receipt,
)
from services.repayment.domain.errors import (
    DifferenceEnded,
    DifferenceUnderWay,
    NothingProposed,
    ResolutionImpossible,
    SecondPersonNeeded,
    TransferRecordedAlready,
)
from services.repayment.domain.journal import transfers_of
from services.repayment.domain.ledger.events import (
    RailDifferenceFound,
    RailDifferenceResolved,
    RailPaymentBorne,
    RailReceiptHeld,
    RailShortfallBorne,
)
from services.repayment.domain.transfer_claim import MoneyDirection, TransferClaim, claim

_NAMES = UUID("5b0f7a54-3f0c-5d7e-9a55-6d1c2f1f5a11")
"""What ids made from keys of the rail are made in."""
HOUSE = UUID(int=0)
"""Whose entries those are that belong to no customer."""
_HEX_DIGITS = 32


class DifferenceKind(StrEnum):
    """What is wrong with a movement."""

    MISSING_AT_RAIL = "MISSING_AT_RAIL"  # we booked it, the statement lacks it
    MISSING_IN_BOOKS = "MISSING_IN_BOOKS"  # the statement has it, we did not book it
    AMOUNT = "AMOUNT"  # both have it, with different amounts


class DifferenceState(StrEnum):
    """Where a difference stands."""

    OPEN = "OPEN"  # -> PROPOSED, RESOLVED or MATCHED
    PROPOSED = "PROPOSED"  # one person said what it was, a second has to agree
    RESOLVED = "RESOLVED"  # by a person; final
    MATCHED = "MATCHED"  # books and rail agree by themselves; final


class ResolutionReason(StrEnum):
    """What a difference was, and what is posted for it."""

    CREDIT_CUSTOMER = "CREDIT_CUSTOMER"  # the rail took money of a known customer: their credit
    HOLD_IN_SUSPENSE = "HOLD_IN_SUSPENSE"  # the rail took money and nobody knows whose
    BEAR_LOSS = "BEAR_LOSS"  # money is gone; the lender bears it
    EXPLAINED = "EXPLAINED"  # corrected outside the books; nothing is posted


@dataclass(frozen=True, slots=True)
class Compared:
    """One movement as books and statement have it; an amount of zero is a movement that lacks."""

    rail_key: str
    direction: MoneyDirection
    kind: DifferenceKind
    book_amount_minor: int
    rail_amount_minor: int
    currency: str
    customer_id: UUID | None = None
    loan_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class RailDifference:
    """One difference; amounts in minor units."""

    difference_id: UUID
    customer_id: UUID | None
    """Whose order the key belongs to; None when we know no order with it."""
    loan_id: UUID | None
    rail_key: str
    direction: MoneyDirection
    kind: DifferenceKind
    book_amount_minor: int
    rail_amount_minor: int
    currency: str
    found_on: date
    state: DifferenceState = DifferenceState.OPEN
    reason: ResolutionReason | None = None
    note: str = ""
    proposed_by: str = ""
    resolved_by: str = ""
    ended_on: date | None = None
    version: int = 0

    @property
    def surplus_minor(self) -> int:
        """How much more the rail moved than the books say; negative when it moved less."""
        return self.rail_amount_minor - self.book_amount_minor

    @property
    def is_ended(self) -> bool:
        return self.state in (DifferenceState.RESOLVED, DifferenceState.MATCHED)

    @property
    def subject_id(self) -> UUID:
        """What the entries of its resolution are about: our order, or a name for a foreign key."""
        return order_of(self.rail_key) or uuid5(_NAMES, self.rail_key)

    def age_days(self, on: date) -> int:
        """Days it has been open, on a date."""
        return (on - self.found_on).days


@dataclass(frozen=True, slots=True)
class Ours:
    """What our own books have under a difference's key: our order, its money and its customer's."""

    collection: Repayment | None = None
    held: HeldReceipt | None = None
    credit: CustomerCredit | None = None
    claim: TransferClaim | None = None
    """What took in the money under the key, where that is a transfer."""


@dataclass(frozen=True, slots=True)
class Resolve:
    """A person says what a difference was."""

    reason: ResolutionReason
    note: str
    by: str
    on: date
    four_eyes_above_minor: int


def order_of(rail_key: str) -> UUID | None:
    """The order whose id is the key; None for a key we never gave out."""
    if len(rail_key) != _HEX_DIGITS or rail_key.strip("0123456789abcdef"):
        return None
    return UUID(hex=rail_key)


def difference_id(compared: Compared, on: date) -> UUID:
    """The id of a difference found on a date: the same when the close is run again."""
    return uuid5(_NAMES, f"{on}:{compared.direction}:{compared.rail_key}")


def take_note(
    existing: RailDifference | None, compared: Compared, on: date
) -> Decision[RailDifference]:
    """The close of a day found a difference, or found it again with other amounts.

    What one person proposed for the old amounts no longer stands.
    """
    if existing is None:
        found = RailDifference(
            difference_id=difference_id(compared, on),
            customer_id=compared.customer_id,
            loan_id=compared.loan_id,
            rail_key=compared.rail_key,
            direction=compared.direction,
            kind=compared.kind,
            book_amount_minor=compared.book_amount_minor,
            rail_amount_minor=compared.rail_amount_minor,
            currency=compared.currency,
            found_on=on,
        )
        return Decision(found, (Change(found, (_found(found),)),))
    amounts = (compared.kind, compared.book_amount_minor, compared.rail_amount_minor)
    known = (existing.kind, existing.book_amount_minor, existing.rail_amount_minor)
    if existing.is_ended or amounts == known:
        return Decision(existing)
    changed = replace(
        existing,
        kind=compared.kind,
        book_amount_minor=compared.book_amount_minor,
        rail_amount_minor=compared.rail_amount_minor,
        state=DifferenceState.OPEN,
        reason=None,
        note="",
        proposed_by="",
    )
    return Decision(changed, (Change(changed, (_found(changed),)),))


def agree(existing: RailDifference, on: date) -> Decision[RailDifference]:
    """Books and rail agree by themselves now."""
    if existing.is_ended:
        return Decision(existing)
    ended = replace(existing, state=DifferenceState.MATCHED, ended_on=on)
    return Decision(ended, (Change(ended),))


def resolve(existing: RailDifference, ours: Ours, command: Resolve) -> Decision[RailDifference]:
    """One person says what it was; above the policy's amount that is a proposal.

    An order whose outcome is awaited may still be posted by itself; one whose money is held is in
    the books as the customer's already, and the next close matches it, as it does a transfer that
    somebody recorded since. Raises DifferenceEnded, DifferenceUnderWay, TransferRecordedAlready,
    ResolutionImpossible.
    """
    if existing.is_ended:
        raise DifferenceEnded(state=existing.state, ended_on=existing.ended_on)
    _check_nothing_under_way(existing, ours)
    _posted_for(existing, command.reason, ours, command.on)
    said = replace(existing, reason=command.reason, note=command.note, proposed_by=command.by)
    if abs(existing.surplus_minor) > command.four_eyes_above_minor:
        proposed = replace(said, state=DifferenceState.PROPOSED)
        return Decision(proposed, (Change(proposed),))
    return _resolved(said, ours, command.by, command.on)


def confirm(existing: RailDifference, ours: Ours, by: str, on: date) -> Decision[RailDifference]:
    """A second person agrees.

    Raises DifferenceEnded, NothingProposed, SecondPersonNeeded, DifferenceUnderWay,
    TransferRecordedAlready.
    """
    if existing.is_ended:
        raise DifferenceEnded(state=existing.state, ended_on=existing.ended_on)
    if existing.state is not DifferenceState.PROPOSED:
        raise NothingProposed
    if existing.proposed_by == by:
        raise SecondPersonNeeded(proposed_by=by)
    _check_nothing_under_way(existing, ours)
    return _resolved(existing, ours, by, on)


def _check_nothing_under_way(difference: RailDifference, ours: Ours) -> None:
    if ours.claim is not None and not difference.book_amount_minor:
        raise TransferRecordedAlready(bank_reference=difference.rail_key)
    if ours.collection is not None and not ours.collection.is_final:
        raise DifferenceUnderWay(status=ours.collection.status)
    if ours.held is not None:
        raise DifferenceUnderWay(status="HELD")


def _resolved(said: RailDifference, ours: Ours, by: str, on: date) -> Decision[RailDifference]:
    assert said.reason is not None
    ended = replace(said, state=DifferenceState.RESOLVED, resolved_by=by, ended_on=on)
    announced = RailDifferenceResolved(
        customer_id=ended.customer_id,
        difference_id=ended.difference_id,
        rail_key=ended.rail_key,
        reason=said.reason.value,
        amount_minor=abs(ended.surplus_minor),
        business_date=on,
        currency=ended.currency,
    )
    posted = _posted_for(ended, said.reason, ours, on)
    changes = (Change(ended, (announced,)), *_claimed(ended, ours, on), *posted.changes)
    return Decision(ended, changes, posted.transfers)


def _claimed(ended: RailDifference, ours: Ours, on: date) -> tuple[Change, ...]:
    """Money that a person explained is not recorded as a transfer afterwards."""
    if ours.claim is not None:
        return ()
    return (
        claim(
            None,
            ended.rail_key,
            ended.direction,
            customer_id=ended.customer_id,
            subject_id=ended.difference_id,
            on=on,
        ),
    )


def _posted_for(
    difference: RailDifference, reason: ResolutionReason, ours: Ours, on: date
) -> Decision[object]:
    """What the books post for a resolution. Raises ResolutionImpossible when it cannot be that.

    A customer's credit goes the way of money that is held by itself, so that neither a person nor
    the machine can book the other's receipt again.
    """
    amount = abs(difference.surplus_minor)
    took_more = difference.surplus_minor > 0
    if reason is ResolutionReason.CREDIT_CUSTOMER:
        if ours.collection is None or not took_more:
            raise ResolutionImpossible(reason=reason, kind=difference.kind)
        because = HeldBecause.FOUND_BY_PERSON
        held = hold_receipt(ours.credit, ours.held, ours.collection, amount, on, because)
        return Decision(None, held.changes, held.transfers)
    transfers = transfers_of(
        _booked(difference, reason),
        customer_id=difference.customer_id or HOUSE,
        loan_id=difference.subject_id,
        business_date=on,
    )
    return Decision(None, (), transfers)


def _booked(difference: RailDifference, reason: ResolutionReason) -> tuple[object, ...]:
    """The event of a resolution that is nobody's credit."""
    which = (difference.difference_id, abs(difference.surplus_minor), difference.currency)
    took_more = difference.surplus_minor > 0
    match reason, difference.direction:
        case ResolutionReason.EXPLAINED, _:
            return ()
        case ResolutionReason.HOLD_IN_SUSPENSE, MoneyDirection.IN if took_more:
            return (RailReceiptHeld(*which),)
        case ResolutionReason.BEAR_LOSS, MoneyDirection.IN if not took_more:
            return (RailShortfallBorne(*which),)
        case ResolutionReason.BEAR_LOSS, MoneyDirection.OUT if took_more:
            return (RailPaymentBorne(*which),)
    raise ResolutionImpossible(reason=reason, kind=difference.kind)


def _found(difference: RailDifference) -> RailDifferenceFound:
    return RailDifferenceFound(
        customer_id=difference.customer_id,
        loan_id=difference.loan_id,
        difference_id=difference.difference_id,
        rail_key=difference.rail_key,
        direction=difference.direction.value,
        kind=difference.kind.value,
        book_amount_minor=difference.book_amount_minor,
        rail_amount_minor=difference.rail_amount_minor,
        found_on=difference.found_on,
        currency=difference.currency,
    )
