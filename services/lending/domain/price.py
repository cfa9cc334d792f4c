"""What a loan must cost to carry its own risk, and what it earns at a price.

The return on risk-adjusted capital (RAROC) is found on the monthly cash flows of a loan in equal
instalments whose borrower may default in any month, with one hazard for all months. Rates become
whole parts per million at the end, so that equal inputs always give equal prices.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

PPM = 1_000_000
MONTHS_A_YEAR = 12
DAYS_A_YEAR = 365
_STEPS = 60
_EXACT = 1e-9


@dataclass(frozen=True, slots=True)
class CostOfLending:
    """What lending costs this lender, a year and in parts per million unless named otherwise."""

    loss_given_default_ppm: int
    """Share of the balance lost when a borrower defaults."""
    funds_ppm: int
    """Interest the lender pays on what it lends."""
    operation_ppm: int
    """Running cost by balance."""
    fixed_minor: int
    """Cost of making one loan, in fen."""
    capital_ppm: int
    """Own capital behind each yuan lent."""
    hurdle_ppm: int
    """Return on that capital below which nothing is lent."""
    tax_ppm: int
    """Tax on the profit."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """A loan in equal monthly instalments, and how likely its borrower defaults in a year."""

    amount_minor: int
    months: int
    pd_ppm: int


@lru_cache(4096)
def raroc_ppm(exposure: Exposure, annual_rate_ppm: int, costs: CostOfLending) -> int:
    """Yearly return after tax on the capital behind a loan at a yearly rate; may be negative."""
    return round(_raroc(exposure, annual_rate_ppm / PPM, costs) * PPM)


@lru_cache(4096)
def required_annual_rate_ppm(exposure: Exposure, costs: CostOfLending) -> int:
    """The yearly rate at which the return is exactly the hurdle, rounded up; never negative."""
    hurdle = costs.hurdle_ppm / PPM
    low, high = 0.0, 0.5
    at_low, at_high = (_raroc(exposure, rate, costs) - hurdle for rate in (low, high))
    if at_low >= 0:
        return 0
    for _ in range(_STEPS):
        # The return is nearly a line in the rate, so the secant lands within a few steps.
        middle = low - at_low * (high - low) / (at_high - at_low)
        missed = _raroc(exposure, middle, costs) - hurdle
        low, at_low, high, at_high = high, at_high, middle, missed
        if abs(missed) < _EXACT:
            break
    return math.ceil(high * PPM - _EXACT)


def annual_rate_ppm(daily_rate_ppm: int) -> int:
    """The simple yearly rate of a daily one."""
    return daily_rate_ppm * DAYS_A_YEAR


def expected_loss_minor(exposure: Exposure, costs: CostOfLending) -> int:
    """Probability of default times loss given default times amount, rounded up to a fen."""
    loss = exposure.amount_minor * exposure.pd_ppm * costs.loss_given_default_ppm
    return -(-loss // (PPM * PPM))


def annuity_factor(annual_rate: float, months: int) -> float:
    """What one yuan a month for some months is worth now."""
    rate = annual_rate / MONTHS_A_YEAR
    return float(months if rate == 0 else (1 - (1 + rate) ** -months) / rate)


def _raroc(exposure: Exposure, annual_rate: float, costs: CostOfLending) -> float:
    rate = annual_rate / MONTHS_A_YEAR
    hazard = 1 - (1 - exposure.pd_ppm / PPM) ** (1 / MONTHS_A_YEAR)
    capital_share = costs.capital_ppm / PPM
    carried = (costs.funds_ppm / PPM * (1 - capital_share) + costs.operation_ppm / PPM) / 12
    lost = hazard * costs.loss_given_default_ppm / PPM
    instalment = exposure.amount_minor / annuity_factor(annual_rate, exposure.months)
    earned = (1 - hazard) * rate - lost - carried
    balance, survival, lent = float(exposure.amount_minor), 1.0, 0.0
    for _ in range(exposure.months):
        lent += survival * balance
        survival *= 1 - hazard
        balance -= instalment - balance * rate
    profit = (lent * earned - costs.fixed_minor) * (1 - costs.tax_ppm / PPM)
    return float(profit / (lent * capital_share / MONTHS_A_YEAR))
