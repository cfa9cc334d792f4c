"""The repayment schedule: due dates, principal and interest of each instalment.

Interest is principal x days x rate, rounded once per instalment. How each one-cent question is
decided stands in `Conventions`; the defaults are those of Granary's own loans.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from chassis.frozen import Positional
from services.repayment.domain.day_count import DayCount, denominator, units
from services.repayment.domain.due_dates import BankCalendar, DueDayShift, PeriodUnit, due_after
from services.repayment.domain.errors import AmountImpossible, InstalmentsTooMany

MAX_INSTALMENTS = 36
"""What the engine is proven for; what a product offers is the lender's policy."""
NANO = 1_000_000_000
"""Rates are whole numbers of 10^-9, per day or per year as the day count says."""
_PRECISION = 10**24
"""Discount factors are whole numbers over this: far finer than a fen of any loan."""


class Method(StrEnum):
    """How principal is spread over the instalments."""

    EQUAL_PRINCIPAL = "EQUAL_PRINCIPAL"  # the same principal each time
    EQUAL_INSTALMENT = "EQUAL_INSTALMENT"  # the same sum of principal and interest each time
    INTEREST_ONLY_BULLET = "INTEREST_ONLY_BULLET"  # interest each time, principal at the end
    PAY_ANY_TIME_DAILY = "PAY_ANY_TIME_DAILY"  # nothing before the end; repaid when one likes


class Rounding(StrEnum):
    """How an exact amount becomes whole fen."""

    HALF_UP = "HALF_UP"
    HALF_EVEN = "HALF_EVEN"
    UP = "UP"
    DOWN = "DOWN"

    def of(self, numerator: int, denominator: int) -> int:
        """The quotient of two numbers that are not negative, rounded."""
        quotient, remainder = divmod(numerator, denominator)
        match self:
            case Rounding.HALF_UP:
                return quotient + (2 * remainder >= denominator)
            case Rounding.HALF_EVEN:
                tie = 2 * remainder == denominator
                return quotient + (quotient & 1 if tie else 2 * remainder > denominator)
            case Rounding.UP:
                return quotient + (remainder > 0)
            case _:  # DOWN
                return quotient


@dataclass(frozen=True, slots=True)
class Conventions:
    """How the questions are decided on which implementations differ by a fen."""

    interest_rounding: Rounding = Rounding.HALF_UP
    instalment_rounding: Rounding = Rounding.HALF_UP
    instalment_multiple_minor: int = 1
    """A level instalment is a multiple of this."""
    instalment_evened: bool = False
    """Whether a level instalment is moved to bring the last one nearer to the others."""
    principal_rounding: Rounding = Rounding.DOWN
    """Of equal principal parts; the last part takes the remainder either way."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a schedule is made of besides the amount, the price and the date."""

    method: Method
    instalments: int
    every: int = 1
    unit: PeriodUnit = PeriodUnit.MONTHS
    day_count: DayCount = DayCount.DAILY
    principal_free_instalments: int = 0
    """The first instalments that ask for interest only."""
    interest_deferred_instalments: int = 0
    """The first instalments that ask for no interest; it is owed with the one after them."""
    interest_free_days: int = 0
    """Days from the disbursement that bear no interest at all, as a coupon grants them."""
    first_due_on: date | None = None
    """The first due date of a broken first period; else one whole period after the start."""
    due_day: int | None = None
    """Day of month of the due dates; else that of the start or of `first_due_on`."""
    shift: DueDayShift = DueDayShift.NONE
    flat: bool = False
    """Interest on the original principal throughout; for quotes only, no loan is priced so."""

    @property
    def months(self) -> int:
        """Months of a period, 0 when it is not counted in months."""
        return self.every if self.unit is PeriodUnit.MONTHS else 0


class ScheduleRow(NamedTuple):
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


class PrincipalStep(Positional, frozen=True):
    """From this date on, this much principal is outstanding."""

    from_on: date
    principal_minor: int


class InterestStep(Positional, frozen=True):
    """From this date on, this much principal earns interest at this rate."""

    from_on: date
    principal_minor: int
    rate_nano: int


def principal_days(steps: Sequence[PrincipalStep], since: date, until: date) -> int:
    """Sum of outstanding principal x days over [since, until): the first day counts, the last not.

    Exact, in fen-days; the one place where days turn into money is the rounding by the caller.
    """
    total = 0
    for index, step in enumerate(steps):
        begins = max(step.from_on, since)
        ends = min(steps[index + 1].from_on, until) if index + 1 < len(steps) else until
        total += step.principal_minor * max(0, (ends - begins).days)
    return total


class InterestSegment(NamedTuple):
    """A run of days on which the same principal earned at the same rate."""

    from_on: date
    to_on: date
    principal_minor: int
    rate_nano: int
    share_units: int
    """The days' share of the period the rate is for, in units of the period's denominator."""


def interest_segments(
    steps: Sequence[InterestStep], since: date, until: date, count: DayCount, months: int
) -> list[InterestSegment]:
    """The runs of equal days in [since, until) that interest is made of, oldest first."""
    segments = []
    for index, step in enumerate(steps):
        begins = max(step.from_on, since)
        ends = min(steps[index + 1].from_on, until) if index + 1 < len(steps) else until
        if begins < ends:
            share = units(count, begins, ends, months)
            segments.append(
                InterestSegment(begins, ends, step.principal_minor, step.rate_nano, share)
            )
    return segments


def interest_of(
    segments: Sequence[InterestSegment],
    share_denominator: int,
    rounding: Rounding = Rounding.HALF_UP,
) -> int:
    """The interest of some segments of one period in fen, rounded once over all of them."""
    exact = sum(s.principal_minor * s.rate_nano * s.share_units for s in segments)
    return rounding.of(exact, share_denominator * NANO)


def schedule(
    principal_minor: int,
    rate_nano: int,
    plan: Plan,
    disbursed_on: date,
    conventions: Conventions = Conventions(),
    calendar: BankCalendar = BankCalendar(),  # noqa: B008 - frozen
) -> tuple[ScheduleRow, ...]:
    """Plan a loan from its first day.

    Raises AmountImpossible for an amount below a fen or a negative rate, InstalmentsTooMany when
    the amount does not carry so many instalments.
    """
    if principal_minor < 1 or rate_nano < 0 or plan.instalments < 1:
        raise AmountImpossible
    maximum = min(MAX_INSTALMENTS, principal_minor)
    if plan.instalments > maximum:
        raise InstalmentsTooMany(maximum=maximum)
    periods = periods_of(plan, disbursed_on, calendar)
    shares = _shares(periods, plan, disbursed_on)
    if plan.flat:
        return _flat(principal_minor, rate_nano, shares, periods, conventions)
    free = plan.principal_free_instalments
    level = level_of(principal_minor, rate_nano, shares[free:], plan.method, conventions)
    rows = _rows(principal_minor, rate_nano, plan, periods, shares, level, conventions)
    if conventions.instalment_evened and plan.method is Method.EQUAL_INSTALMENT:
        better = evened(level, [row.total_minor for row in rows[free:]], conventions)
        if better != level:
            again = _rows(principal_minor, rate_nano, plan, periods, shares, better, conventions)
            if _unevenness(again) < _unevenness(rows):
                return again
    return rows


class Period(NamedTuple):
    """From when to when an instalment's interest is counted."""

    starts_on: date
    due_on: date


Share = tuple[int, int]
"""The share of a whole period: units over denominator."""


def periods_of(
    plan: Plan,
    starts_on: date,
    calendar: BankCalendar = BankCalendar(),  # noqa: B008 - frozen
) -> list[Period]:
    """The periods of a plan; one that is repaid any time has a single one, to its end."""
    anchor, behind = (plan.first_due_on, 1) if plan.first_due_on else (starts_on, 0)
    numbers = range(1 - behind, plan.instalments + 1 - behind)
    if plan.method is Method.PAY_ANY_TIME_DAILY:
        numbers = numbers[-1:]
    every, unit, due_day, shift = plan.every, plan.unit, plan.due_day, plan.shift
    periods = []
    for number in numbers:
        due_on = due_after(anchor, number, every, unit, due_day)
        if shift is not DueDayShift.NONE:
            due_on = calendar.shifted(due_on, shift)
        periods.append(Period(starts_on, due_on))
        starts_on = due_on
    return periods


def _shares(periods: Sequence[Period], plan: Plan, disbursed_on: date) -> list[Share]:
    """What part of the rate each period bears, days that a coupon frees taken off."""
    count, months = plan.day_count, plan.months
    if count is DayCount.DAILY and not plan.interest_free_days:
        return [((due_on - starts_on).days, 1) for starts_on, due_on in periods]
    free_until = date.fromordinal(disbursed_on.toordinal() + plan.interest_free_days)
    shares = []
    for starts_on, due_on in periods:
        begins = min(max(starts_on, free_until), due_on)
        share = units(count, begins, due_on, months)
        shares.append((share, denominator(count, starts_on, due_on, months)))
    return shares


def level_of(
    principal_minor: int,
    rate_nano: int,
    shares: Sequence[Share],
    method: Method,
    conventions: Conventions = Conventions(),
) -> int:
    """What stays the same from instalment to instalment.

    The principal part of equal principal, the sum of an equal instalment, nothing else.
    """
    match method:
        case Method.EQUAL_PRINCIPAL:
            return conventions.principal_rounding.of(principal_minor, len(shares))
        case Method.EQUAL_INSTALMENT:
            return level_instalment(principal_minor, [(rate_nano, *s) for s in shares], conventions)
        case _:
            return 0


def level_instalment(
    principal_minor: int, factors: Sequence[tuple[int, int, int]], conventions: Conventions
) -> int:
    """The equal instalment that repays the principal: principal over the sum of discounts.

    Each period gives its rate, its share of it and the share's denominator.
    """
    discount, total = _PRECISION, 0
    for rate_nano, share, over in factors:
        whole = over * NANO
        discount = discount * whole // (whole + rate_nano * share)
        total += discount
    multiple = conventions.instalment_multiple_minor
    rounded = conventions.instalment_rounding.of(principal_minor * _PRECISION, total * multiple)
    return rounded * multiple


def evened(level: int, totals: Sequence[int], conventions: Conventions) -> int:
    """A level instalment moved towards the last one, by the gap spread over all instalments.

    Only when the gap in fen is more than half as many fen as there are instalments.
    """
    if len(totals) < 2:  # noqa: PLR2004 - a single instalment is even
        return level
    gap = totals[-1] - totals[-2]
    if abs(gap) <= len(totals) // 2:
        return level
    moved = conventions.instalment_rounding.of(abs(gap), len(totals))
    return level + (moved if gap > 0 else -moved)


def _unevenness(rows: Sequence[ScheduleRow]) -> int:
    return abs(rows[-1].total_minor - rows[-2].total_minor)


def _rows(
    principal_minor: int,
    rate_nano: int,
    plan: Plan,
    periods: Sequence[Period],
    shares: Sequence[Share],
    level: int,
    conventions: Conventions,
) -> tuple[ScheduleRow, ...]:
    """The rows of a plan whose interest is counted on what is left of the principal."""
    part = principal_part(plan.method, level)
    rounded = conventions.interest_rounding.of
    half_up = conventions.interest_rounding is Rounding.HALF_UP
    last = len(periods)
    rows, balance, deferred = [], principal_minor, 0
    for number, ((starts_on, due_on), (share, over)) in enumerate(
        zip(periods, shares, strict=True), start=1
    ):
        exact, whole = balance * rate_nano * share, over * NANO
        interest = (2 * exact + whole) // (2 * whole) if half_up else rounded(exact, whole)
        if number <= plan.interest_deferred_instalments and number < last:
            deferred, interest = deferred + interest, 0
        else:
            deferred, interest = 0, deferred + interest
        principal = 0 if number <= plan.principal_free_instalments else part(interest)
        if number == last or principal > balance:
            principal = balance
        balance -= principal
        rows.append(ScheduleRow(number, starts_on, due_on, principal, interest, balance))
    return tuple(rows)


def principal_part(method: Method, level: int) -> Callable[[int], int]:
    """What an instalment repays of the principal, given the interest it asks for."""
    if method is Method.EQUAL_INSTALMENT:
        return lambda interest: max(0, level - interest)
    return lambda _: level


def _flat(
    principal_minor: int,
    rate_nano: int,
    shares: Sequence[Share],
    periods: Sequence[Period],
    conventions: Conventions,
) -> tuple[ScheduleRow, ...]:
    """Equal parts of the principal, and interest on all of it in every period."""
    part = level_of(principal_minor, rate_nano, shares, Method.EQUAL_PRINCIPAL, conventions)
    rows, balance = [], principal_minor
    for number, ((starts_on, due_on), (share, over)) in enumerate(
        zip(periods, shares, strict=True), start=1
    ):
        exact = principal_minor * rate_nano * share
        interest = conventions.interest_rounding.of(exact, over * NANO)
        principal = part if number < len(periods) else balance
        balance -= principal
        rows.append(ScheduleRow(number, starts_on, due_on, principal, interest, balance))
    return tuple(rows)
