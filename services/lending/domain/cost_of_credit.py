"""What a loan costs in a year, three ways, and the cap it must stay under. Pure, no float."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from itertools import pairwise

from services.lending.domain.errors import CostAboveCap
from services.lending.domain.policy import LendingPolicy
from services.lending.domain.product import CapMetric
from services.lending.domain.schedule import Schedule

PPM = 1_000_000
DAYS_PER_YEAR = 365
MONTHS_PER_YEAR = 12

_CONTEXT = Context(prec=28)
_BISECTIONS = 50


@dataclass(frozen=True, slots=True)
class AnnualCost:
    """The yearly rates of one loan performed as agreed, in parts per million."""

    simple_ppm: int
    """Daily rate times 365, the rate the contract names (单利)."""
    irr_x12_ppm: int
    """Monthly internal rate of return times twelve, the habit of the market."""
    xirr_ppm: int
    """Effective yearly rate on the real dates: what compounding makes of it."""

    def by(self, metric: CapMetric) -> int:
        if metric is CapMetric.IRR_X12:
            return self.irr_x12_ppm
        if metric is CapMetric.XIRR:
            return self.xirr_ppm
        return max(self.irr_x12_ppm, self.xirr_ppm)


@dataclass(frozen=True, slots=True)
class PenaltyTerms:
    """What a late instalment costs: a multiple of the daily rate, never above the yearly cap."""

    factor_pct: int
    cap_annual_ppm: int
    grace_days: int

    def annual_ppm(self, daily_rate_ppm: int) -> int:
        """The yearly penalty rate in force: min(factor x daily rate x 365, the cap)."""
        uncapped = daily_rate_ppm * self.factor_pct * DAYS_PER_YEAR // 100
        return min(uncapped, self.cap_annual_ppm)


def annual_cost(schedule: Schedule, daily_rate_ppm: int, upfront_fee_minor: int) -> AnnualCost:
    """The yearly cost of a schedule; a fee charged at payout counts as money not received."""
    received = schedule.principal_minor - upfront_fee_minor
    payments = [row.total_minor for row in schedule.rows]
    dates = [schedule.disbursed_on, *(row.due_on for row in schedule.rows)]
    gaps = [(later - earlier).days for earlier, later in pairwise(dates)]
    months = [_months(earlier, later) for earlier, later in pairwise(dates)]
    monthly = _internal_rate(received, payments, months)
    daily = _internal_rate(received, payments, gaps)
    with localcontext(_CONTEXT):
        yearly = (1 + daily) ** DAYS_PER_YEAR - 1
        return AnnualCost(
            simple_ppm=daily_rate_ppm * DAYS_PER_YEAR,
            irr_x12_ppm=_to_ppm(monthly * MONTHS_PER_YEAR),
            xirr_ppm=_to_ppm(yearly),
        )


def penalty_terms(policy: LendingPolicy) -> PenaltyTerms:
    """What being late costs under a policy."""
    return PenaltyTerms(
        factor_pct=policy.penalty_factor_pct,
        cap_annual_ppm=policy.all_in_cap_annual_ppm,
        grace_days=policy.grace_days,
    )


def require_under_cap(cost: AnnualCost, policy: LendingPolicy) -> None:
    """Refuse a loan whose all-in yearly cost passes the cap on the policy's metric."""
    all_in_ppm = cost.by(policy.all_in_cap_metric)
    if all_in_ppm > policy.all_in_cap_annual_ppm:
        raise CostAboveCap(cap_annual_ppm=policy.all_in_cap_annual_ppm, annual_ppm=all_in_ppm)


def service_fee_minor(amount_minor: int, policy: LendingPolicy) -> int:
    """The service fee in fen, rounded down; its own charge, never netted from the principal."""
    return amount_minor * policy.service_fee_ppm // PPM


def _months(earlier: date, later: date) -> int:
    """Calendar months from one due date to the next; a single payment comes after all of them."""
    return (later.year - earlier.year) * MONTHS_PER_YEAR + later.month - earlier.month


def _internal_rate(received: int, payments: list[int], gaps: list[int]) -> Decimal:
    """The rate per unit of gap at which the payments are worth what was received, by bisection."""
    with localcontext(_CONTEXT):
        return _bisect(lambda rate: _present_value(payments, gaps, rate) > received)


def _present_value(payments: list[int], gaps: list[int], rate: Decimal) -> Decimal:
    discount = 1 / (1 + rate)
    value = Decimal(0)
    for payment, gap in zip(reversed(payments), reversed(gaps), strict=True):
        value = (value + payment) * discount**gap
    return value


def _bisect(too_low: Callable[[Decimal], bool]) -> Decimal:
    low, high = Decimal(0), Decimal(1)
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        if too_low(middle):
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _to_ppm(rate: Decimal) -> int:
    return int((rate * PPM).to_integral_value(rounding=ROUND_HALF_UP))
