"""Interest-free coupons: interest is charged in full, then forgiven and booked as marketing cost.

So interest income stays gross, the cost of a campaign is one account, and a coupon that is taken
back is a reversal of one entry.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.money import round_half_up
from services.repayment.domain.ledger.events import CouponUsed
from services.repayment.domain.ledger.policy import ONE_PPM
from services.repayment.domain.ledger.subsidy import InterestPeriod


@dataclass(frozen=True, slots=True)
class Coupon:
    """A promise of nights without interest on a part of the principal."""

    coupon_id: UUID
    free_nights: int
    principal_minor: int
    """The most principal it is for, in minor units."""
    valid_from: date
    valid_to: date
    """The last day on which interest it forgives may fall due."""


def forgiven_by(coupon: Coupon, period: InterestPeriod) -> int:
    """The interest a coupon forgives of a period that fell due, in minor units, half up."""
    if not coupon.valid_from <= period.to_on <= coupon.valid_to:
        return 0
    nights = min(coupon.free_nights, (period.to_on - period.from_on).days)
    principal = min(coupon.principal_minor, period.eligible_principal_minor)
    interest = round_half_up(principal * nights * period.daily_rate_ppm, ONE_PPM)
    return min(interest, period.interest_minor)


def use_coupon(coupon: Coupon, period: InterestPeriod) -> tuple[CouponUsed, ...]:
    """The event of a coupon used on a period; none when it forgives nothing."""
    amount = forgiven_by(coupon, period)
    if not amount:
        return ()
    used = CouponUsed(
        customer_id=period.customer_id,
        loan_id=period.loan_id,
        coupon_id=coupon.coupon_id,
        amount_minor=amount,
        business_date=period.to_on,
        currency=period.currency,
    )
    return (used,)
