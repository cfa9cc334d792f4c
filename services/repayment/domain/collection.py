"""Collecting money on the rail: one repayment, one key at the rail for ever, one effect.

A loan has at most one collection under way, so nothing can be debited twice. While its outcome is
awaited the loan stands still; the outcome is applied on the date the collection was asked for.
Then the loan catches up with today, one due date after the other: what fell due meanwhile is
debited for what it cost on its due date. A slow rail never costs the customer a day.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from chassis.decision import Change, Decision, Transfer
from chassis.frozen import Frozen, replace
from services.repayment.domain.debit_windows import DebitWindows
from services.repayment.domain.errors import (
    AmountAboveDue,
    AmountAboveOwed,
    AmountImpossible,
    LoanSettledAlready,
    NothingDue,
    OverdueFirst,
    PayoffAmountDiffers,
    PrepayTooEarly,
    RepaymentInProgress,
)
from services.repayment.domain.events import (
    CollectionFailed,
    CollectionRequested,
    CollectionUnknown,
    DebitScheduled,
)
from services.repayment.domain.history import EntryKind, HistoryEntry, PrepaymentEffect
from services.repayment.domain.instalment import Owed
from services.repayment.domain.journal import transfers_of
from services.repayment.domain.life import happened
from services.repayment.domain.loan import Loan, LoanStatus
from services.repayment.domain.next_due import DueLoan
from services.repayment.domain.subsidised_interest import Lowered
from services.repayment.domain.third_party import ThirdParty

_AT_REST = frozenset({LoanStatus.SETTLED, LoanStatus.CHARGED_OFF})
"""No date changes such a loan, and nothing is debited on it by itself."""


class RepaymentKind(StrEnum):
    """What money is collected for."""

    DUE = "DUE"  # at most what is due
    PREPAY = "PREPAY"  # what is due, accrued interest, and principal ahead of its date
    PAYOFF = "PAYOFF"  # all that is owed


class RepaymentOrigin(StrEnum):
    """Who started a collection."""

    CUSTOMER = "CUSTOMER"
    AUTO_DEBIT = "AUTO_DEBIT"  # by mandate, when an instalment falls due
    TRANSFER = "TRANSFER"  # money that arrived at the bank; recorded by staff, never debited


class RepaymentStatus(StrEnum):
    """Where a repayment stands."""

    COLLECTING = "COLLECTING"  # to be debited -> UNKNOWN, POSTED or FAILED
    UNKNOWN = "UNKNOWN"  # the rail has not said; asked again with the same key
    POSTED = "POSTED"  # paid and allocated; final
    FAILED = "FAILED"  # refused, nothing was taken; final
    REVERSED = "REVERSED"  # was POSTED and taken back by staff; its money is the customer's; final


_DEBITED = (LoanStatus.ACTIVE, LoanStatus.OVERDUE)
"""Loans that are debited by mandate."""


class Repayment(Frozen, frozen=True):
    """Money collected from a customer's card for one loan; its id is the key at the rail."""

    customer_id: UUID
    repayment_id: UUID
    loan_id: UUID
    card_id: UUID
    currency: str
    amount_minor: int
    kind: RepaymentKind
    origin: RepaymentOrigin
    requested_on: date
    """The business date it counts for: the value date of its allocation."""
    requested_at: datetime
    status: RepaymentStatus = RepaymentStatus.COLLECTING
    posted_on: date | None = None
    """The open business date whose books took it."""
    failure_code: str = ""
    parts: Owed | None = None
    asked_minor: int = 0
    """What the rail was asked for; when posted, `amount_minor` is what it collected of it."""
    may_be_partial: bool = False
    """Whether the rail may collect less, when the card has less."""
    try_number: int = 0
    """Which of the debits by mandate of its business date it is, from 1; 0 for the customer's."""
    next_try_at: datetime | None = None
    """When what stayed open is debited again, under a key of its own."""
    effect: PrepaymentEffect = PrepaymentEffect.SMALLER_INSTALMENTS
    """What it does to the instalments to come, as far as it pays ahead."""
    bank_reference: str = ""
    """Of a transfer: its end-to-end id on the bank's statement."""
    is_from_third_party: bool = False
    """Of a transfer: whether somebody else paid for the customer."""
    third_party: ThirdParty | None = None
    """Who that was, where it is known."""
    reversed_on: date | None = None
    """The open business date on which it was taken back."""
    version: int = 0

    @property
    def is_final(self) -> bool:
        return self.status not in (RepaymentStatus.COLLECTING, RepaymentStatus.UNKNOWN)

    @property
    def open_minor(self) -> int:
        """What was asked for and not collected, once the outcome is known: asked - collected."""
        if self.status is RepaymentStatus.FAILED:
            return self.asked_minor
        return self.asked_minor - self.amount_minor


@dataclass(frozen=True, slots=True)
class RequestRepayment:
    """A customer wants to repay now."""

    repayment_id: UUID
    kind: RepaymentKind
    amount_minor: int
    card_id: UUID
    on: date
    at: datetime
    effect: PrepaymentEffect = PrepaymentEffect.SMALLER_INSTALMENTS


class AutoDebit(Frozen, frozen=True):
    """What a collection by mandate needs besides the loan."""

    repayment_id: UUID
    at: datetime
    debit_days: tuple[int, ...] = ()
    """Days after the oldest unpaid due date on which the card is debited (again)."""
    windows: DebitWindows | None = None
    """The hours of debiting; without them a debit is sent at once, and once a day."""


def request_repayment(loan: Loan, command: RequestRepayment) -> Decision[Repayment]:
    """Start collecting what a customer asks to repay, or refuse it."""
    if command.amount_minor < 1:
        raise AmountImpossible
    if loan.status is LoanStatus.SETTLED:
        raise LoanSettledAlready(settled_on=loan.settled_on)
    if loan.live_repayment_id is not None:
        raise RepaymentInProgress(repayment_id=loan.live_repayment_id)
    on = max(command.on, loan.as_of)
    loan, events = loan.brought_to(on)
    _check_amount(loan, command.kind, command.amount_minor, on)
    repayment = Repayment(
        customer_id=loan.customer_id,
        repayment_id=command.repayment_id,
        loan_id=loan.loan_id,
        card_id=command.card_id,
        currency=loan.currency,
        amount_minor=command.amount_minor,
        kind=command.kind,
        origin=RepaymentOrigin.CUSTOMER,
        requested_on=on,
        requested_at=command.at,
        asked_minor=command.amount_minor,
        effect=command.effect,
    )
    return _collecting(loan, events, repayment, on)


def open_day(
    loan: Loan,
    today: date,
    debit: AutoDebit,
    lower: Callable[[Loan, date], Lowered] | None = None,
) -> Decision[int]:
    """Let a new business day take effect on a loan; replies how many collections that started.

    Instalments fall due and graces end; the card is debited when an instalment falls due and on
    the policy's days after the oldest unpaid one. A loan whose collection is under way stands
    still and catches up when the outcome is known; an instalment that fell due meanwhile is
    debited for what it cost on its due date, since nobody could pay it then. `lower` grants on a
    subsidised loan, before anything is debited, what the treasury bears of interest just due.
    """
    if loan.live_repayment_id is not None or loan.status in _AT_REST:
        return Decision(0)
    events: tuple[object, ...] = ()
    while loan.next_due_on is not None and loan.next_due_on <= today:
        due_on = loan.next_due_on
        loan, fell_due = loan.brought_to(due_on)
        events += fell_due
        granted = lower(loan, due_on) if lower is not None else Lowered(loan)
        loan, events = granted.loan, (*events, *granted.events)
        if loan.owed(due_on).total_minor:
            debited = _debited(loan, events, due_on, today, debit)
            return replace(debited, changes=(*debited.changes, *granted.changes))
    loan, happened = loan.brought_to(today)
    events += happened
    if loan.owed(today).total_minor and _is_debit_day(loan, today, debit.debit_days):
        return _debited(loan, events, today, today, debit)
    if not events:
        return Decision(0)
    return Decision(0, (Change(loan, events),), _transfers(loan, events, today))


def open_due_day(loan: DueLoan, today: date, debit: AutoDebit) -> Decision[int]:
    """The same as `open_day` for a loan of which one plain instalment is or falls due.

    Raises NotPlainlyDueError when the whole loan is needed.
    """
    after, events = loan.brought_to(today)
    if loan.unpaid_since is None or _is_debit_day(after, today, debit.debit_days):
        return _debited(after, events, today, today, debit)
    if not events:
        return Decision(0)
    return Decision(0, (Change(after, events),), _transfers(after, events, today))


def start_debit(loan: Loan, today: date, debit: AutoDebit, number: int) -> Decision[int]:
    """Debit what is due now, as a planned try of a business date; replies whether one started.

    What was paid meanwhile is not debited. Raises RepaymentInProgress while another collection of
    the loan is under way.
    """
    if loan.live_repayment_id is not None:
        raise RepaymentInProgress(repayment_id=loan.live_repayment_id)
    loan, events = loan.brought_to(max(today, loan.as_of))
    if loan.status in _DEBITED and loan.owed(today).total_minor:
        return _sent(loan, events, today, today, debit, number)
    if not events:
        return Decision(0)
    return Decision(0, (Change(loan, events),), _transfers(loan, events, today))


def post_repayment(
    repayment: Repayment, loan: Loan, today: date, next_debit: AutoDebit
) -> Decision[Repayment]:
    """The rail paid: allocate the money on its value date, then let the loan catch up.

    A final repayment stays as it is; a rail that contradicts itself shows in the reconciliation.
    """
    if repayment.is_final:
        return Decision(repayment)
    entry = HistoryEntry(
        kind=EntryKind.REPAYMENT,
        entry_id=repayment.repayment_id,
        on=repayment.requested_on,
        booked_on=today,
        amount_minor=repayment.amount_minor,
        label=repayment.kind.value,
        effect=repayment.effect,
    )
    done = happened(replace(loan, live_repayment_id=None), entry)
    after, events = done.loan, done.events
    posted = replace(repayment, status=RepaymentStatus.POSTED, posted_on=today, parts=done.parts)
    caught_up = _caught_up(after, today, next_debit)
    return Decision(
        posted,
        (Change(posted), Change(after, events), *caught_up.changes),
        _transfers(after, events, today) + caught_up.transfers,
    )


def mark_unknown(repayment: Repayment) -> Decision[Repayment]:
    """The rail did not say: neither paid nor refused until it does."""
    if repayment.status is not RepaymentStatus.COLLECTING:
        return Decision(repayment)
    unknown = replace(repayment, status=RepaymentStatus.UNKNOWN)
    event = CollectionUnknown(
        customer_id=repayment.customer_id,
        repayment_id=repayment.repayment_id,
        loan_id=repayment.loan_id,
        amount_minor=repayment.amount_minor,
        currency=repayment.currency,
    )
    return Decision(unknown, (Change(unknown, (event,)),))


def fail_repayment(
    repayment: Repayment, loan: Loan, reason_code: str, today: date, next_debit: AutoDebit
) -> Decision[Repayment]:
    """The debit was refused for good: nothing was taken, the loan catches up with today.

    Days on which the rail kept silent, so that the customer could not pay, bear no penalty.
    """
    if repayment.is_final:
        return Decision(repayment)
    failed = replace(repayment, status=RepaymentStatus.FAILED, failure_code=reason_code)
    after = _without_penalty_of_silence(replace(loan, live_repayment_id=None), repayment, today)
    event = CollectionFailed(
        customer_id=repayment.customer_id,
        repayment_id=repayment.repayment_id,
        loan_id=repayment.loan_id,
        card_id=repayment.card_id,
        amount_minor=repayment.amount_minor,
        reason_code=reason_code,
        business_date=repayment.requested_on,
        currency=repayment.currency,
    )
    caught_up = _caught_up(after, today, next_debit)
    return Decision(
        failed,
        (Change(failed), Change(after, (event,)), *caught_up.changes),
        caught_up.transfers,
    )


def _without_penalty_of_silence(loan: Loan, repayment: Repayment, today: date) -> Loan:
    if repayment.status is not RepaymentStatus.UNKNOWN or repayment.requested_on >= today:
        return loan
    silence = HistoryEntry(
        kind=EntryKind.NO_PENALTY,
        entry_id=repayment.repayment_id,
        on=repayment.requested_on,
        booked_on=today,
        since=repayment.requested_on,
        until=today,
    )
    return happened(loan, silence).loan


def _caught_up(loan: Loan, today: date, debit: AutoDebit) -> Decision[int]:
    """What the loan missed while it stood still; a debit only for what fell due meanwhile."""
    return open_day(loan, max(today, loan.as_of), replace(debit, debit_days=()))


def _debited(
    loan: Loan | DueLoan, events: tuple[object, ...], value_on: date, today: date, debit: AutoDebit
) -> Decision[int]:
    """Collect by mandate all that was due on a date, booked today: at once or in its window."""
    if debit.windows is not None and value_on == today:
        at = debit.windows.first_try_at(debit.at, today)
        if at > debit.at:
            planned = DebitScheduled(
                customer_id=loan.customer_id,
                loan_id=loan.loan_id,
                amount_minor=loan.owed(today).total_minor,
                business_date=today,
                try_number=1,
                not_before=at,
                currency=loan.currency,
            )
            events = (*events, planned)
            return Decision(0, (Change(loan, events),), _transfers(loan, events, today))
    return _sent(loan, events, value_on, today, debit, 1)


def _sent(
    loan: Loan | DueLoan,
    events: tuple[object, ...],
    value_on: date,
    today: date,
    debit: AutoDebit,
    number: int,
) -> Decision[int]:
    """Start a debit. It may be partial only when a full one was tried before."""
    tried_before = number - 1 + (loan.unpaid_since is not None and value_on > loan.unpaid_since)
    owed_minor = loan.owed(value_on).total_minor
    repayment = Repayment(
        customer_id=loan.customer_id,
        repayment_id=debit.repayment_id,
        loan_id=loan.loan_id,
        card_id=loan.card_id,
        currency=loan.currency,
        amount_minor=owed_minor,
        kind=RepaymentKind.DUE,
        origin=RepaymentOrigin.AUTO_DEBIT,
        requested_on=value_on,
        requested_at=debit.at,
        asked_minor=owed_minor,
        may_be_partial=debit.windows is not None and debit.windows.may_be_partial(tried_before + 1),
        try_number=number,
    )
    collecting = _collecting(loan, events, repayment, today)
    return Decision(1, collecting.changes, collecting.transfers)


def _check_amount(loan: Loan, kind: RepaymentKind, amount_minor: int, on: date) -> None:
    payoff = loan.payoff(on)
    due_minor = payoff.due.total_minor
    if amount_minor > payoff.total_minor:
        raise AmountAboveOwed(owed_minor=payoff.total_minor)
    if kind is RepaymentKind.DUE:
        if not due_minor:
            raise NothingDue(next_due_on=loan.next_due_on)
        if amount_minor > due_minor:
            raise AmountAboveDue(due_minor=due_minor)
        return
    earliest = loan.disbursed_on + timedelta(days=loan.terms.prepayment_from_day)
    if on < earliest:
        raise PrepayTooEarly(from_on=earliest)
    if kind is RepaymentKind.PAYOFF:
        if amount_minor != payoff.total_minor:
            raise PayoffAmountDiffers(total_minor=payoff.total_minor, valid_on=on)
    elif amount_minor <= due_minor:
        raise OverdueFirst(overdue_minor=due_minor)


def _is_debit_day(loan: Loan | DueLoan, on: date, debit_days: tuple[int, ...]) -> bool:
    """Whether the card is debited again; on the due date itself that is done as it comes."""
    if loan.unpaid_since is None or on == loan.unpaid_since:
        return False
    return (on - loan.unpaid_since).days in debit_days


def _collecting(
    loan: Loan | DueLoan, events: tuple[object, ...], repayment: Repayment, booked_on: date
) -> Decision[Repayment]:
    requested = CollectionRequested(
        customer_id=repayment.customer_id,
        repayment_id=repayment.repayment_id,
        loan_id=repayment.loan_id,
        card_id=repayment.card_id,
        amount_minor=repayment.amount_minor,
        kind=repayment.kind.value,
        origin=repayment.origin.value,
        business_date=repayment.requested_on,
        currency=repayment.currency,
    )
    waiting = replace(loan, live_repayment_id=repayment.repayment_id)
    return Decision(
        repayment,
        (Change(repayment), Change(waiting, (*events, requested))),
        _transfers(loan, events, booked_on),
    )


def _transfers(loan: Loan | DueLoan, events: tuple[object, ...], on: date) -> tuple[Transfer, ...]:
    return transfers_of(
        events, customer_id=loan.customer_id, loan_id=loan.loan_id, business_date=on
    )
