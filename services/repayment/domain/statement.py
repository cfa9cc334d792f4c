"""A loan's statement: what was owed, plus what moved, is what is owed; principal and all parts.

A month is stated as the books knew it when it ended, so its closing is the next month's opening.
What is booked later for an earlier date is a movement of the later month.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from uuid import UUID

from chassis.frozen import replace
from chassis.money import round_half_up
from services.repayment.domain.errors import MonthNotBegun
from services.repayment.domain.instalment import Instalment, InstalmentState, Owed
from services.repayment.domain.loan import Loan, LoanStatus
from services.repayment.domain.loan_life import Entry, EntryKind, LoanLife, less, life_of
from services.repayment.domain.terms import DAYS_PER_YEAR, PERCENT, LoanTerms

_ORDER = {kind: position for position, kind in enumerate(EntryKind)}
_NOTHING = Owed()


@dataclass(frozen=True, slots=True)
class Period:
    """The days a statement covers, both included."""

    from_on: date
    to_on: date
    is_over: bool
    """Whether its last day was closed, so that nothing is booked into it any more."""


@dataclass(frozen=True, slots=True)
class Movement:
    """One line: a change of what is owed, and what is owed after it."""

    on: date
    kind: EntryKind
    subject_id: UUID
    number: int
    change: Owed
    value_date: date
    is_correction: bool
    """Whether it corrects what an earlier statement said."""
    owed: Owed


@dataclass(frozen=True, slots=True)
class DueRow:
    """An instalment that fell due in the period, or is still unpaid at its end."""

    number: int
    due_on: date
    principal_minor: int
    interest_minor: int
    penalty_minor: int
    fee_minor: int
    paid_minor: int
    unpaid_minor: int
    paid_on: date | None
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the loan stands at the end of the period."""

    status: LoanStatus
    days_past_due: int
    overdue_minor: int
    next_due_on: date | None
    next_due_minor: int
    payoff_minor: int
    """What would have settled the loan on that date: all that is owed, and interest of the days
    since the last due date, which is not charged yet."""
    accrued_interest_minor: int


@dataclass(frozen=True, slots=True)
class Statement:
    """What happened to a loan over a period."""

    loan_id: UUID
    contract_id: UUID
    currency: str
    principal_minor: int
    disbursed_on: date
    daily_rate_ppm: int
    penalty_annual_ppm: int
    grace_days: int
    period: Period
    opening: Owed
    movements: tuple[Movement, ...]
    closing: Owed
    due: tuple[DueRow, ...]
    standing: Standing | None
    """None while the loan was not open yet."""

    @property
    def annual_rate_ppm(self) -> int:
        """The yearly rate as simple interest (单利): the daily rate x 365."""
        return self.daily_rate_ppm * DAYS_PER_YEAR

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell: nothing was owed and nothing moved."""
        return not self.movements and self.opening == self.closing == _NOTHING


@dataclass(frozen=True, slots=True)
class CustomerStatement:
    """A month over all of a customer's loans."""

    period: Period
    loans: tuple[Statement, ...]

    @property
    def opening(self) -> Owed:
        return reduce(Owed.__add__, (loan.opening for loan in self.loans), _NOTHING)

    @property
    def closing(self) -> Owed:
        return reduce(Owed.__add__, (loan.closing for loan in self.loans), _NOTHING)

    def moved(self, *kinds: EntryKind) -> Owed:
        """The sum of the movements of some kinds."""
        changes = (m.change for loan in self.loans for m in loan.movements if m.kind in kinds)
        return reduce(Owed.__add__, changes, _NOTHING)


def month_period(month: date, today: date) -> Period:
    """The days of a month up to the open business date. Raises MonthNotBegun for a later month."""
    if month > today:
        raise MonthNotBegun(open=today)
    last = (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return Period(month, min(last, today), last < today)


def whole_life(loan: Loan, today: date) -> Period:
    """From the day the loan was opened to the open business date."""
    return Period(loan.opened_on, max(today, loan.opened_on), is_over=False)


def loan_statement(loan: Loan, period: Period) -> Statement:
    """The statement of a period of one loan."""
    before = life_of(loan, period.from_on - timedelta(days=1))
    after = life_of(loan, period.to_on)
    opening = before.owed if before else _NOTHING
    return Statement(
        loan_id=loan.loan_id,
        contract_id=loan.contract_id,
        currency=loan.currency,
        principal_minor=loan.principal_minor,
        disbursed_on=loan.disbursed_on,
        daily_rate_ppm=loan.terms.daily_rate_ppm,
        penalty_annual_ppm=penalty_annual_ppm(loan.terms),
        grace_days=loan.terms.grace_days,
        period=period,
        opening=opening,
        movements=_movements(before, after, period, opening),
        closing=after.owed if after else _NOTHING,
        due=tuple(_due_rows(after, period)) if after else (),
        standing=_standing(after) if after else None,
    )


def customer_statement(loans: Iterable[Loan], period: Period) -> CustomerStatement:
    """The statement of a period over all loans of a customer that have something to tell."""
    made = (loan_statement(loan, period) for loan in loans)
    return CustomerStatement(period, tuple(one for one in made if not one.is_empty))


def _movements(
    before: LoanLife | None, after: LoanLife | None, period: Period, opening: Owed
) -> tuple[Movement, ...]:
    """What is known at the end and was not at the beginning, in order of business date."""
    known, now = _by_key(before), _by_key(after)
    changes = [
        (entry, key in known)
        for key in now.keys() | known.keys()
        if (entry := _changed(known.get(key), now.get(key))).change != _NOTHING
    ]
    shown = sorted(changes, key=lambda change: _shown_order(change[0], period))
    shown = _penalty_grown(shown, before, after, period)
    movements, owed = [], opening
    for entry, is_correction in shown:
        owed = owed + entry.change
        movements.append(
            Movement(
                on=_within(entry.on, period),
                kind=entry.kind,
                subject_id=entry.subject_id,
                number=entry.number,
                change=entry.change,
                value_date=entry.value_date,
                is_correction=is_correction,
                owed=owed,
            )
        )
    return tuple(movements)


def _penalty_grown(
    shown: list[tuple[Entry, bool]],
    before: LoanLife | None,
    after: LoanLife | None,
    period: Period,
) -> list[tuple[Entry, bool]]:
    """Penalty by the day: what an earlier statement showed already is taken from what follows."""
    if after is None:
        return shown
    told = before.running_penalty_minor if before else 0
    end = Entry(
        EntryKind.PENALTY,
        period.to_on,
        after.loan.loan_id,
        0,
        Owed(penalty_minor=after.running_penalty_minor),
        period.to_on,
    )
    grown: list[tuple[Entry, bool]] = []
    for entry, is_correction in (*shown, (end, False)):
        change = entry.change
        if entry.kind is EntryKind.PENALTY and told:
            is_last = entry is end
            taken = told if is_last else min(told, change.penalty_minor)
            told -= taken
            change = less(change, Owed(penalty_minor=taken))
        if change != _NOTHING:
            is_taken_back = change.penalty_minor < 0 and entry.kind is EntryKind.PENALTY
            grown.append((replace(entry, change=change), is_correction or is_taken_back))
    return grown


def _changed(was: Entry | None, now: Entry | None) -> Entry:
    """An entry with what changed about it since it was known."""
    entry = now or was
    assert entry is not None
    change = less(now.change if now else _NOTHING, was.change if was else _NOTHING)
    return replace(entry, change=change)


def _by_key(life: LoanLife | None) -> dict[tuple[object, ...], Entry]:
    """The entries of a life, those of one key added up."""
    found: dict[tuple[object, ...], Entry] = {}
    for entry in life.entries if life else ():
        same = found.get(entry.key)
        found[entry.key] = (
            replace(entry, change=entry.change + same.change) if same is not None else entry
        )
    return found


def penalty_annual_ppm(terms: LoanTerms) -> int:
    """The daily penalty rate as a simple yearly one."""
    return round_half_up(terms.penalty_rate_units, PERCENT)


def _within(on: date, period: Period) -> date:
    return min(max(on, period.from_on), period.to_on)


def _shown_order(entry: Entry, period: Period) -> tuple[date, int, int, UUID]:
    return (_within(entry.on, period), _ORDER[entry.kind], entry.number, entry.subject_id)


def _due_rows(life: LoanLife, period: Period) -> Iterable[DueRow]:
    for instalment in life.loan.instalments:
        if instalment.state is InstalmentState.UPCOMING:
            continue
        is_unpaid = instalment.state is InstalmentState.DUE
        if is_unpaid or period.from_on <= instalment.due_on <= period.to_on:
            yield _due_row(instalment, life)


def _due_row(instalment: Instalment, life: LoanLife) -> DueRow:
    terms, on = life.loan.terms, life.on
    unpaid = instalment.owed(terms, on).total_minor
    penalty = instalment.penalty(terms, on)
    total = instalment.principal_minor + instalment.interest_minor + penalty + instalment.fee_minor
    return DueRow(
        number=instalment.number,
        due_on=instalment.due_on,
        principal_minor=instalment.principal_minor,
        interest_minor=instalment.interest_minor,
        penalty_minor=penalty,
        fee_minor=instalment.fee_minor,
        paid_minor=total - unpaid,
        unpaid_minor=unpaid,
        paid_on=instalment.paid_on,
        is_overdue=bool(unpaid) and instalment.late_from(terms) <= on,
    )


def _standing(life: LoanLife) -> Standing:
    loan, on = life.loan, life.on
    late = (
        i.owed(loan.terms, on).total_minor
        for i in loan.instalments
        if i.state is InstalmentState.DUE and i.late_from(loan.terms) <= on
    )
    ahead = next(iter(loan.upcoming()), None)
    payoff = loan.payoff(on)
    return Standing(
        status=loan.status,
        days_past_due=loan.days_past_due(on),
        overdue_minor=sum(late),
        next_due_on=ahead.due_on if ahead else None,
        next_due_minor=(
            ahead.principal_minor
            + ahead.unpaid_interest_minor
            + ahead.fee_minor
            - ahead.fee_paid_minor
            if ahead
            else 0
        ),
        payoff_minor=payoff.total_minor,
        accrued_interest_minor=payoff.accrued_interest_minor,
    )
