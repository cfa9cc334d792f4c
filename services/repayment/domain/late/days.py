"""How many days late a loan and its instalments are, with the days a pause does not count."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from services.repayment.domain.instalment import Instalment, InstalmentState
from services.repayment.domain.loan import Loan
from services.repayment.domain.terms import LoanTerms

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DelinquencyPause:
    """Days on which the count of days late stands still, as agreed with the customer.

    The count of the first day stays; it goes on the day after the last one.
    """

    starts_on: date
    ends_on: date

    @property
    def _counted_from(self) -> date:
        """The first day that is not counted."""
        return self.starts_on + ONE_DAY

    def overlaps(self, other: "DelinquencyPause") -> bool:
        return self.starts_on <= other.ends_on and other.starts_on <= self.ends_on

    def days_within(self, first: date, last: date) -> int:
        """How many of its uncounted days lie between two days, both included."""
        return max(0, (min(last, self.ends_on) - max(first, self._counted_from)).days + 1)


def days_late(overdue_from: date | None, on: date, pauses: Iterable[DelinquencyPause] = ()) -> int:
    """Days past due on a date: the first day after the grace is day 1; paused days do not count."""
    if overdue_from is None or on < overdue_from:
        return 0
    passed = (on - overdue_from).days + 1
    return passed - sum(pause.days_within(overdue_from, on) for pause in pauses)


def date_of_day(overdue_from: date, day: int, pauses: Iterable[DelinquencyPause] = ()) -> date:
    """The first date on which something unpaid is so many days late."""
    known = tuple(pauses)
    on = overdue_from + (day - 1) * ONE_DAY
    while (missing := day - days_late(overdue_from, on, known)) > 0:
        on += missing * ONE_DAY
    return on


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last one of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    first = date(index // 12, index % 12 + 1, 1)
    following = date((index + 1) // 12, (index + 1) % 12 + 1, 1)
    return first + timedelta(days=min(day.day, (following - first).days) - 1)


def loan_days_late(loan: Loan, on: date, pauses: Iterable[DelinquencyPause] = ()) -> int:
    """Days the oldest unpaid instalment of a loan is past its grace.

    A loan whose collection is under way stands still: it is not late because the rail is slow.
    """
    counted_on = loan.as_of if loan.live_repayment_id is not None else on
    return days_late(loan.overdue_from, counted_on, pauses)


@dataclass(frozen=True, slots=True)
class LateInstalment:
    """An instalment that is past its grace on a date."""

    number: int
    due_on: date
    days_past_due: int
    owed_minor: int
    """All that is owed on it, penalty included, in minor units."""


def late_instalments(
    instalments: Iterable[Instalment],
    terms: LoanTerms,
    on: date,
    pauses: Iterable[DelinquencyPause] = (),
) -> tuple[LateInstalment, ...]:
    """The instalments past their grace on a date, the oldest first, each with its own days."""
    known = tuple(pauses)
    return tuple(
        LateInstalment(
            number=instalment.number,
            due_on=instalment.due_on,
            days_past_due=days_late(instalment.late_from(terms), on, known),
            owed_minor=instalment.owed(terms, on).total_minor,
        )
        for instalment in instalments
        if instalment.state is InstalmentState.DUE and instalment.late_from(terms) <= on
    )
