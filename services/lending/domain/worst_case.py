"""The dearest loan a product can make, tested against the cap before the product is lent.

A loan paid late costs no more than one paid in time: the penalty rate takes the place of the
contract rate and is itself capped. So the dearest case is a loan performed as agreed: the dearest
grade, on the day whose calendar makes the months of its term dearest, for the smallest amount,
which rounding weighs on most. Every case is tried by what the payments are worth at the cap; no
rate has to be found.
"""

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Context, Decimal, localcontext
from functools import lru_cache

from services.lending.domain.cost_of_credit import DAYS_PER_YEAR, MONTHS_PER_YEAR, PPM
from services.lending.domain.errors import ProductAboveCap
from services.lending.domain.policy import GradeRule, LendingPolicy
from services.lending.domain.product import CapMetric, RepaymentMethod

_CONTEXT = Context(prec=28)
_FIRST = date(2027, 1, 1)
_DAYS = 4 * DAYS_PER_YEAR + 1
"""The calendar of due dates repeats after four years."""

Gaps = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LoanCase:
    """One loan that a product can make, on one of the days on which it costs the same."""

    grade: GradeRule
    method: RepaymentMethod
    gaps: Gaps
    """Days of each instalment's period."""
    disbursed_on: date


def require_within_cap(policy: LendingPolicy) -> None:
    """Refuse a product that could make a loan above the cap; the error names the loan."""
    case = dearest_above_cap(policy)
    if case is not None:
        raise ProductAboveCap(
            product_code=policy.product_code,
            policy_version=policy.version,
            cap_annual_ppm=policy.all_in_cap_annual_ppm,
            cap_metric=policy.all_in_cap_metric.value,
            grade=case.grade.grade,
            daily_rate_ppm=case.grade.daily_rate_ppm,
            service_fee_ppm=policy.service_fee_ppm,
            instalments=len(case.gaps),
            method=case.method.value,
            amount_minor=policy.drawdown_min_minor,
            disbursed_on=case.disbursed_on.isoformat(),
        )


def dearest_above_cap(policy: LendingPolicy) -> LoanCase | None:
    """A loan above the cap, of the dearest grade that makes one; None when there is none."""
    with localcontext(_CONTEXT):
        worth = _WorthAtCap(policy)
        return next((case for case in _cases(policy) if worth.passes(case)), None)


@lru_cache(64)
def gap_patterns(months: int) -> tuple[tuple[Gaps, date], ...]:
    """Every sequence of period lengths that a term can have, each with a day that begins it."""
    patterns: dict[Gaps, date] = {}
    for offset in range(_DAYS):
        day = _FIRST + timedelta(days=offset)
        dates = [day, *(_months_later(day, number) for number in range(1, months + 1))]
        gaps = tuple((dates[n + 1] - dates[n]).days for n in range(months))
        patterns.setdefault(gaps, day)
    return tuple(patterns.items())


class _WorthAtCap:
    """What payments are worth at exactly the cap: more than was received is above it."""

    def __init__(self, policy: LendingPolicy) -> None:
        cap = Decimal(policy.all_in_cap_annual_ppm) / PPM
        self._policy = policy
        self._amount = Decimal(policy.drawdown_min_minor)
        self._received = self._amount * (PPM - policy.service_fee_ppm) / PPM
        self._by_month = 1 / (1 + cap / MONTHS_PER_YEAR)
        self._by_day = (1 + cap) ** (Decimal(-1) / DAYS_PER_YEAR)
        self._powers: dict[int, Decimal] = {}

    def passes(self, case: LoanCase) -> bool:
        payments = [_payments(self._amount, case, early=early) for early in (True, False)]
        metric = self._policy.all_in_cap_metric
        return any(
            (metric is not CapMetric.XIRR and self._monthly(paid) > self._received)
            or (metric is not CapMetric.IRR_X12 and self._daily(paid, case.gaps) > self._received)
            for paid in payments
        )

    def _monthly(self, payments: Sequence[Decimal]) -> Decimal:
        value = Decimal(0)
        for payment in reversed(payments):
            value = (value + payment) * self._by_month
        return value

    def _daily(self, payments: Sequence[Decimal], gaps: Gaps) -> Decimal:
        value = Decimal(0)
        for payment, days in zip(reversed(payments), reversed(gaps), strict=True):
            value = (value + payment) * self._over(days)
        return value

    def _over(self, days: int) -> Decimal:
        power = self._powers.get(days)
        if power is None:
            power = self._powers[days] = self._by_day**days
        return power


def _payments(amount: Decimal, case: LoanCase, *, early: bool) -> list[Decimal]:
    """The two ends between which every method lies: principal in equal parts, or at the end.

    Interest is half a fen dearer than exact, the most that rounding can make of it.
    """
    number = len(case.gaps)
    part = amount / number if early else Decimal(0)
    rate = Decimal(case.grade.daily_rate_ppm) / PPM
    left, payments = amount, []
    for position, days in enumerate(case.gaps, start=1):
        principal = left if position == number else part
        payments.append(principal + left * rate * days + Decimal("0.5"))
        left -= principal
    return payments


def _cases(policy: LendingPolicy) -> Iterator[LoanCase]:
    """Every loan the product can make; grades by price, the dearest first."""
    for grade in reversed(policy.grades):
        for term in policy.terms:
            if term.offered:
                for method in policy.methods:
                    for gaps, day in gap_patterns(term.months):
                        yield LoanCase(grade, method, gaps, day)


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, MONTHS_PER_YEAR)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
