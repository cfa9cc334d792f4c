"""The terms of one loan, fixed by the signature; contract, drawdown and loan all carry them."""

from dataclasses import dataclass
from datetime import date

from services.lending.domain.cost_of_credit import PenaltyTerms
from services.lending.domain.disclosed_fee import DisclosedFee
from services.lending.domain.product import PERSONAL_REVOLVING, RepaymentMethod


@dataclass(frozen=True, slots=True)
class LoanTerms:
    """What was agreed: amount, instalments, price, penalty, and the schedule by its hash."""

    amount_minor: int
    instalments: int
    method: RepaymentMethod
    daily_rate_ppm: int
    penalty: PenaltyTerms
    valid_on: date
    schedule_sha256: str
    policy_version: str
    prepayment_fee_ppm: int = 0
    """The share of principal repaid early that the cost sheet names; nothing else is charged."""
    fees: tuple[DisclosedFee, ...] = ()
    """What the confirmed cost sheet lists for particular cases; nothing else may be charged."""
    product_code: str = PERSONAL_REVOLVING
