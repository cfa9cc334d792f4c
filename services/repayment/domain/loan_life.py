"""A loan's life as the books knew it at the end of one business date: the base of its documents.

It is played again from the loan's first day with the part of its history that was booked by then.
What became known later shows as movements of the month in which it was booked.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from chassis.frozen import parts_of
from services.repayment.domain.events import InstalmentDue
from services.repayment.domain.history import EntryKind as HistoryKind
from services.repayment.domain.history import HistoryEntry
from services.repayment.domain.instalment import InstalmentState, Owed
from services.repayment.domain.life import first_day, happened
from services.repayment.domain.loan import Loan
from services.repayment.domain.repayment_schedule import InterestSegment


class EntryKind(StrEnum):
    """What changed what is owed, in the order in which entries of one date are shown."""

    DISBURSEMENT = "DISBURSEMENT"  # principal paid out to the customer
    INTEREST = "INTEREST"  # interest charged: it fell due, was paid ahead, or was called
    FEE = "FEE"  # a fee of the cost sheet charged
    PENALTY = "PENALTY"  # penalty charged on overdue principal
    PLAN_CHANGE = "PLAN_CHANGE"  # what a change of the plan charged
    WAIVER = "WAIVER"  # charges forgiven
    REPAYMENT = "REPAYMENT"  # money from the customer


_KINDS = {
    HistoryKind.REPAYMENT: EntryKind.REPAYMENT,
    HistoryKind.PLAN_CHANGE: EntryKind.PLAN_CHANGE,
    HistoryKind.WAIVER: EntryKind.WAIVER,
    HistoryKind.NO_PENALTY: EntryKind.WAIVER,
    HistoryKind.COUPON: EntryKind.WAIVER,
    HistoryKind.SUBSIDY: EntryKind.WAIVER,
    HistoryKind.FEE: EntryKind.FEE,
    HistoryKind.CHARGE_OFF: EntryKind.INTEREST,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One change of what is owed, dated by the business date whose books took it."""

    kind: EntryKind
    on: date
    subject_id: UUID
    """The repayment or other entry of the loan's history behind it; else the loan."""
    number: int
    """The instalment it belongs to; 0 where it belongs to the loan."""
    change: Owed
    value_date: date

    @property
    def key(self) -> tuple[object, ...]:
        """What stays the same when more becomes known."""
        return (self.kind, self.subject_id, self.number, self.on)


@dataclass(frozen=True, slots=True)
class LoanLife:
    """A loan on one date, and all that led there."""

    loan: Loan
    on: date
    entries: tuple[Entry, ...]
    running_penalty_minor: int
    """Penalty up to the date since it was last put down in an entry; it grows by the day."""
    periods: Mapping[int, tuple[InterestSegment, ...]] = field(repr=False)
    """Instalment number -> the runs of days its interest was counted on."""
    around: Mapping[UUID, tuple[Loan, Loan]] = field(repr=False)
    """Entry of the history -> the loan just before and just after it."""

    @property
    def owed(self) -> Owed:
        """All that is owed: the whole principal, and what was charged and is not paid."""
        return all_owed(self.loan, self.on)


def life_of(loan: Loan, on: date) -> LoanLife | None:
    """The life of a loan as booked at the end of a date; None where it was not open by then."""
    if on < loan.opened_on:
        return None
    playing = _Playing(loan)
    for entry in loan.history:
        if entry.stood_on(on):
            playing.take(entry)
    playing.advance(on)
    return playing.life(on)


def lives_at(loan: Loan, dates: Iterable[date]) -> Iterator[LoanLife | None]:
    """The lives on several dates, the earliest first; played on from date to date where it can be.

    It cannot where something was booked after a date for a day before it: then it is played anew.
    """
    playing, taken, until = _Playing(loan), 0, loan.disbursed_on
    for on in dates:
        if on < loan.opened_on:
            yield None
            continue
        known = [entry for entry in loan.history if entry.stood_on(on)]
        is_new = any(entry.on < until for entry in known[taken:])
        if is_new or known[:taken] != playing.taken:
            playing, taken = _Playing(loan), 0
        for entry in known[taken:]:
            playing.take(entry)
        playing.advance(on)
        taken, until = len(known), on
        yield playing.life(on)


def all_owed(loan: Loan, on: date) -> Owed:
    """Principal, due or not, and interest, penalty and fees that were charged and are unpaid."""
    open_ones = [i for i in loan.instalments if i.state is not InstalmentState.PAID]
    return Owed(
        principal_minor=loan.outstanding_principal_minor,
        interest_minor=sum(
            (i.carried_interest_minor + i.charged_ahead_minor - i.interest_paid_minor)
            if i.state is InstalmentState.UPCOMING
            else i.unpaid_interest_minor
            for i in open_ones
        ),
        penalty_minor=sum(i.penalty(loan.terms, on) - i.penalty_paid_minor for i in open_ones),
        fee_minor=sum(i.fee_minor - i.fee_paid_minor for i in open_ones),
    )


def less(minuend: Owed, subtrahend: Owed) -> Owed:
    """The difference of two amounts, part by part."""
    return Owed(*(a - b for a, b in zip(parts_of(minuend), parts_of(subtrahend), strict=True)))


def _first_day(loan: Loan) -> Loan:
    return first_day(
        customer_id=loan.customer_id,
        loan_id=loan.loan_id,
        credit_line_id=loan.credit_line_id,
        contract_id=loan.contract_id,
        card_id=loan.card_id,
        currency=loan.currency,
        principal_minor=loan.principal_minor,
        terms=loan.terms,
        disbursed_on=loan.disbursed_on,
        opened_on=loan.opened_on,
    )


class _Playing:
    """Plays a loan forward and takes down what happens."""

    def __init__(self, loan: Loan) -> None:
        self._loan = _first_day(loan)
        self._periods: dict[int, tuple[InterestSegment, ...]] = {}
        self._around: dict[UUID, tuple[Loan, Loan]] = {}
        self._entries: list[Entry] = []
        self._written_penalty = 0
        self.taken: list[HistoryEntry] = []
        disbursed = Owed(principal_minor=loan.principal_minor)
        self._write(EntryKind.DISBURSEMENT, loan.opened_on, loan.disbursed_on, disbursed)

    def advance(self, until: date) -> None:
        """Let the dates up to one come, due date after due date."""
        while (due_on := self._loan.next_due_on) is not None and due_on <= until:
            self._keep_period(due_on)
            self._loan, events = self._loan.brought_to(due_on)
            for event in events:
                if isinstance(event, InstalmentDue):
                    charged = Owed(interest_minor=event.charged_interest_minor)
                    self._write(EntryKind.INTEREST, due_on, due_on, charged, number=event.number)
        self._loan = self._loan.brought_to(max(until, self._loan.as_of)).loan

    def take(self, entry: HistoryEntry) -> None:
        """Let an entry of the history take effect."""
        self.taken.append(entry)
        self.advance(entry.on)
        self._keep_period(entry.on)
        before, owed = self._loan, all_owed(self._loan, entry.on)
        running = next((i.number for i in before.upcoming()), 0)
        self._write_penalty(entry, owed)
        result = happened(before, entry)
        self._loan = result.loan
        self._around[entry.entry_id] = (before, self._loan)
        change = less(all_owed(self._loan, entry.on), owed)
        kind, dates = _KINDS[entry.kind], (entry.booked_on, entry.on)
        if kind is EntryKind.REPAYMENT:
            charged = change + result.parts
            self._write(
                EntryKind.INTEREST,
                *dates,
                Owed(interest_minor=charged.interest_minor),
                number=running,
            )
            self._write(
                EntryKind.FEE,
                *dates,
                Owed(fee_minor=charged.fee_minor),
                subject=entry.entry_id,
            )
            change = less(Owed(), result.parts)
        self._write(kind, *dates, change, subject=entry.entry_id)
        self._written_penalty += change.penalty_minor

    def life(self, on: date) -> LoanLife:
        self._keep_period(on)
        penalty = all_owed(self._loan, on).penalty_minor - self._written_penalty
        return LoanLife(self._loan, on, tuple(self._entries), penalty, self._periods, self._around)

    def _keep_period(self, until: date) -> None:
        running = self._loan.upcoming()
        if running:
            until = min(until, running[0].due_on)
            self._periods[running[0].number] = tuple(self._loan.running_segments(until))

    def _write_penalty(self, entry: HistoryEntry, owed: Owed) -> None:
        """Put the penalty of the days before an entry down, as the entry may pay or end it."""
        grown = owed.penalty_minor - self._written_penalty
        self._write(
            EntryKind.PENALTY,
            entry.booked_on,
            entry.on,
            Owed(penalty_minor=grown),
            subject=entry.entry_id,
        )
        self._written_penalty += grown

    def _write(
        self,
        kind: EntryKind,
        on: date,
        value_date: date,
        change: Owed,
        *,
        subject: UUID | None = None,
        number: int = 0,
    ) -> None:
        if change != Owed():
            loan = self._loan
            on = max(on, loan.opened_on)
            self._entries.append(
                Entry(kind, on, subject or loan.loan_id, number, change, value_date)
            )
