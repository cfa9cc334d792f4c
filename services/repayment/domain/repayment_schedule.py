"""The repayment schedule: due dates, principal and interest of each instalment.

Interest is principal x actual days x daily rate, rounded half up once per instalment.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from chassis.money import round_half_up, split_evenly
from services.repayment.domain.errors import AmountImpossible, InstalmentsTooMany

MAX_INSTALMENTS = 36
"""What the engine is proven for; what a product offers is the lender's policy."""
PPM = 1_000_000


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """One instalment of a plan; amounts in minor units, days counted from `starts_on`."""

    number: int
    starts_on: date
    due_on: date
    principal_minor: int
    interest_minor: int
    balance_after_minor: int

    @property
    def days(self) -> int:
        return (self.due_on - self.starts_on).days

    @property
    def total_minor(self) -> int:
        return self.principal_minor + self.interest_minor


@dataclass(frozen=True, slots=True)
class PrincipalStep:
    """From this date on, this much principal is outstanding."""

    from_on: date
    principal_minor: int


def principal_days(steps: tuple[PrincipalStep, ...], since: date, until: date) -> int:
    """Sum of outstanding principal x days over [since, until): the first day counts, the last not.

    Exact, in fen-days; the one place where days turn into money is the rounding by the caller.
    """
    total = 0
    for index, step in enumerate(steps):
        begins = max(step.from_on, since)
        ends = min(steps[index + 1].from_on, until) if index + 1 < len(steps) else until
        total += step.principal_minor * max(0, (ends - begins).days)
    return total


def interest_of(fen_days: int, daily_rate_ppm: int) -> int:
    """Interest in fen on principal-days at a daily rate in ppm, rounded half up once."""
    return round_half_up(fen_days * daily_rate_ppm, PPM)


def monthly_due_on(disbursed_on: date, months: int) -> date:
    """The same day of a following month, or that month's last day where it is shorter.

    Always counted from the first date, so that 31 January gives 28 February and then 31 March.
    """
    year, month_index = divmod(disbursed_on.year * 12 + disbursed_on.month - 1 + months, 12)
    last_day = monthrange(year, month_index + 1)[1]
    return date(year, month_index + 1, min(disbursed_on.day, last_day))


def equal_principal_schedule(
    principal_minor: int, daily_rate_ppm: int, instalments: int, disbursed_on: date
) -> tuple[ScheduleRow, ...]:
    """Plan equal principal parts, the last taking the remainder, with interest by actual days."""
    if principal_minor < 1 or daily_rate_ppm < 0 or instalments < 1:
        raise AmountImpossible
    maximum = min(MAX_INSTALMENTS, principal_minor)
    if instalments > maximum:
        raise InstalmentsTooMany(maximum=maximum)
    return tuple(_rows(principal_minor, daily_rate_ppm, instalments, disbursed_on))


def _rows(
    principal_minor: int, daily_rate_ppm: int, instalments: int, disbursed_on: date
) -> Iterator[ScheduleRow]:
    starts_on, balance = disbursed_on, principal_minor
    for number, part in enumerate(split_evenly(principal_minor, instalments), start=1):
        due_on = monthly_due_on(disbursed_on, number)
        interest = interest_of(balance * (due_on - starts_on).days, daily_rate_ppm)
        balance -= part
        yield ScheduleRow(number, starts_on, due_on, part, interest, balance)
        starts_on = due_on
