"""What a loan's contract fixes about its price and its order of payment."""

from dataclasses import dataclass
from enum import StrEnum

from chassis.money import round_half_up
from services.repayment.domain.repayment_schedule import PPM

DAYS_PER_YEAR = 365
"""The cap is yearly and the price daily; the contract counts 365 days, also in leap years."""
PERCENT = 100
PENALTY_DENOMINATOR = PPM * PERCENT * DAYS_PER_YEAR


class Method(StrEnum):
    """How principal is spread over the instalments."""

    EQUAL_PRINCIPAL = "EQUAL_PRINCIPAL"


class Part(StrEnum):
    """The parts of a debt that money is allocated to."""

    PENALTY = "PENALTY"
    INTEREST = "INTEREST"
    PRINCIPAL = "PRINCIPAL"


@dataclass(frozen=True, slots=True)
class LoanTerms:
    """The terms in force for one loan for its whole life, with the policies that decided them."""

    daily_rate_ppm: int
    instalments: int
    penalty_factor_pct: int
    """The penalty rate as a percentage of the contract rate, before the cap."""
    cap_annual_ppm: int
    """The all-in yearly cost that penalty may not pass."""
    grace_days: int
    """Days after the due date whose 24:00 still counts as paid in time."""
    allocation_order: tuple[Part, ...]
    """Order within an instalment; instalments are served oldest first."""
    prepayment_from_day: int
    """Days after the disbursement from which the loan can be prepaid."""
    lending_policy_version: str
    repayment_policy_version: str
    method: Method = Method.EQUAL_PRINCIPAL

    @property
    def penalty_rate_units(self) -> int:
        """min(factor x daily rate, cap / 365) as an exact numerator over PENALTY_DENOMINATOR.

        The penalty rate takes the place of the contract rate on overdue principal, so the sum of
        all that accrues on a fen of principal on any day is at most the cap.
        """
        by_factor = self.daily_rate_ppm * self.penalty_factor_pct * DAYS_PER_YEAR
        return min(by_factor, self.cap_annual_ppm * PERCENT)

    def penalty_of(self, fen_days: int) -> int:
        """Penalty in fen on overdue principal-days, rounded half up once."""
        return round_half_up(fen_days * self.penalty_rate_units, PENALTY_DENOMINATOR)
