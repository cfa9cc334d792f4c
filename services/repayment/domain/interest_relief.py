"""Interest that is due and that others bear: which period a coupon is for, and what it forgives.

Interest is charged in full and forgiven once it is due; the marketing cost has its own account.
A coupon forgives once, of the interest that is due longest.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from chassis.decision import Change
from services.repayment.domain.errors import CouponNotApplicable, CouponUsedAlready
from services.repayment.domain.ledger.coupons import Coupon, forgiven_by
from services.repayment.domain.ledger.subsidy import InterestPeriod
from services.repayment.domain.loan import Loan, LoanStatus
from services.repayment.domain.loan_life import life_of
from services.repayment.domain.terms import NANO_PER_PPM


@dataclass(frozen=True, slots=True)
class CouponUse:
    """A coupon that was used up, on whichever of its customer's loans."""

    customer_id: UUID
    coupon_id: UUID
    loan_id: UUID
    adjustment_id: UUID
    amount_minor: int
    """What it forgave, in minor units."""
    used_on: date
    version: int = 0


def period_due_longest(loan: Loan, on: date) -> InterestPeriod | None:
    """The unpaid interest that is due longest, as it was counted; None when none is due.

    Where principal or rate changed within the period, the least of it that bore interest counts.
    """
    waiting = [i for i in loan.due() if i.unpaid_interest_minor]
    life = life_of(loan, max(on, loan.opened_on))
    if not waiting or life is None:
        return None
    first = waiting[0]
    bearing = [s for s in life.periods.get(first.number, ()) if s.rate_nano]
    if not bearing:
        return None
    nights = sum((s.to_on - s.from_on).days for s in bearing)
    return InterestPeriod(
        customer_id=loan.customer_id,
        loan_id=loan.loan_id,
        from_on=first.due_on - timedelta(days=nights),
        to_on=first.due_on,
        eligible_principal_minor=min(s.principal_minor for s in bearing),
        daily_rate_ppm=min(s.rate_nano for s in bearing) // NANO_PER_PPM,
        interest_minor=first.unpaid_interest_minor,
        currency=loan.currency,
    )


def coupon_forgives(loan: Loan, coupon: Coupon, on: date) -> int:
    """What a coupon forgives of a loan that was brought to a date, in minor units.

    Raises CouponNotApplicable when that is nothing: no interest is due, or not in its time.
    """
    period = period_due_longest(loan, on)
    gone = loan.status is LoanStatus.CHARGED_OFF
    amount = forgiven_by(coupon, period) if period is not None and not gone else 0
    if not amount:
        raise CouponNotApplicable
    return amount


def use_up(
    existing: CouponUse | None,
    coupon: Coupon,
    loan: Loan,
    *,
    adjustment_id: UUID,
    amount_minor: int,
    on: date,
) -> Change:
    """Note that a coupon was used. Raises CouponUsedAlready."""
    if existing is not None:
        raise CouponUsedAlready(loan_id=existing.loan_id, used_on=existing.used_on)
    used = CouponUse(
        loan.customer_id, coupon.coupon_id, loan.loan_id, adjustment_id, amount_minor, on
    )
    return Change(used)
