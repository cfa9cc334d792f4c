"""The interest subsidy of consumer loans (财金〔2025〕80号, 财金〔2026〕1号): what may be claimed.

The treasury pays a part of the interest on spending that the payout account proves. The part is
the smaller of one point a year and half the contract's own rate, for the nights inside the window,
up to a cap for each borrower at each lender in a calendar year.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from chassis.money import round_half_up
from services.repayment.domain.ledger.events import SubsidyGranted
from services.repayment.domain.ledger.policy import ONE_PPM, BooksPolicy

DAYS_PER_YEAR = 365
"""The year an annual rate is divided by, leap year or not."""


@dataclass(frozen=True, slots=True)
class InterestPeriod:
    """Interest of a loan that fell due. First day counted, last not; amounts in minor units."""

    customer_id: UUID
    loan_id: UUID
    from_on: date
    to_on: date
    """The due date: the year whose cap it counts for, and the date it is booked."""
    eligible_principal_minor: int
    """The principal that was spent on what is subsidised, borne over the whole period."""
    daily_rate_ppm: int
    interest_minor: int
    """All interest of the period: the subsidy is never more."""
    currency: str


def subsidised_annual_ppm(daily_rate_ppm: int, policy: BooksPolicy) -> int:
    """The rate a year the treasury bears, in parts per million, rounded down."""
    contract_ppm = daily_rate_ppm * DAYS_PER_YEAR
    return min(policy.subsidy_annual_ppm, contract_ppm * policy.subsidy_share_of_rate_pct // 100)


def subsidised_nights(from_on: date, to_on: date, policy: BooksPolicy) -> int:
    """How many nights of a period lie in the window."""
    window = policy.subsidy_window
    first = max(from_on, window.first)
    after_last = min(to_on, window.last + timedelta(days=1))
    return max(0, (after_last - first).days)


def subsidy_of(period: InterestPeriod, policy: BooksPolicy, *, granted_this_year_minor: int) -> int:
    """What may be claimed for a period, in minor units, rounded half up once, within every cap.

    `granted_this_year_minor` is what the borrower has of this lender for the year of the due date.
    """
    nights = subsidised_nights(period.from_on, period.to_on, policy)
    annual_ppm = subsidised_annual_ppm(period.daily_rate_ppm, policy)
    claim = round_half_up(
        period.eligible_principal_minor * nights * annual_ppm, DAYS_PER_YEAR * ONE_PPM
    )
    half = period.interest_minor * policy.subsidy_share_of_rate_pct // 100
    left = max(0, policy.subsidy_yearly_cap_minor - granted_this_year_minor)
    return min(claim, half, left)


def grant(
    period: InterestPeriod, policy: BooksPolicy, *, granted_this_year_minor: int
) -> tuple[SubsidyGranted, ...]:
    """The event of a period's subsidy; none when nothing may be claimed."""
    amount = subsidy_of(period, policy, granted_this_year_minor=granted_this_year_minor)
    if not amount:
        return ()
    granted = SubsidyGranted(
        customer_id=period.customer_id,
        loan_id=period.loan_id,
        amount_minor=amount,
        business_date=period.to_on,
        currency=period.currency,
    )
    return (granted,)
