"""What a loan's contract fixes about its price and its order of payment."""

from chassis.frozen import Positional
from chassis.money import round_half_up
from services.repayment.domain.allocation_order import AllocationRule, Part, Purpose
from services.repayment.domain.day_count import DayCount
from services.repayment.domain.due_dates import DueDayShift, PeriodUnit
from services.repayment.domain.prepayment_fee import FeeTier
from services.repayment.domain.repayment_schedule import NANO, Method, Plan

__all__ = ["PPM", "LoanTerms", "Method", "Part"]

PPM = 1_000_000
NANO_PER_PPM = NANO // PPM
DAYS_PER_YEAR = 365
"""The cap is yearly and the price daily; the contract counts 365 days, also in leap years."""
PERCENT = 100
PENALTY_DENOMINATOR = PPM * PERCENT * DAYS_PER_YEAR


class DisclosedFee(Positional, frozen=True):
    """A fee that the contract's cost sheet lists for a particular case."""

    item: str
    most_minor: int
    """The most it costs each time, in minor units."""
    name_zh: str = ""
    name_en: str = ""


class LoanTerms(Positional, frozen=True):
    """The terms in force for one loan, with the policies that decided them.

    A loan is priced by the day on actual days; other day counts are for quotes.
    """

    daily_rate_ppm: int
    instalments: int
    penalty_factor_pct: int
    """The penalty rate as a percentage of the contract rate, before the cap."""
    cap_annual_ppm: int
    """The all-in yearly cost that interest, penalty and fees together may not pass."""
    grace_days: int
    """Days after the due date whose 24:00 still counts as paid in time."""
    allocation: tuple[AllocationRule, ...]
    """In which order money pays the parts of the debt, by what the money is for."""
    prepayment_from_day: int
    """Days after the disbursement from which the loan can be prepaid."""
    lending_policy_version: str
    repayment_policy_version: str
    method: Method = Method.EQUAL_PRINCIPAL
    every: int = 1
    unit: PeriodUnit = PeriodUnit.MONTHS
    principal_free_instalments: int = 0
    interest_deferred_instalments: int = 0
    interest_free_days: int = 0
    due_day_shift: DueDayShift = DueDayShift.NONE
    compound: bool = False
    """Whether penalty also runs on overdue interest, within the cap."""
    principal_first_after_days: int | None = None
    """Days past due beyond which money pays overdue principal first; None for never."""
    prepayment_fee: tuple[FeeTier, ...] = ()
    fees: tuple[DisclosedFee, ...] = ()
    """Fees the cost sheet lists; nothing else may be charged, nor more than it says."""

    @property
    def plan(self) -> Plan:
        return Plan(
            method=self.method,
            instalments=self.instalments,
            every=self.every,
            unit=self.unit,
            day_count=DayCount.DAILY,
            principal_free_instalments=self.principal_free_instalments,
            interest_deferred_instalments=self.interest_deferred_instalments,
            interest_free_days=self.interest_free_days,
            shift=self.due_day_shift,
        )

    @property
    def rate_nano(self) -> int:
        """The daily rate in the unit the schedule counts in."""
        return self.daily_rate_ppm * NANO_PER_PPM

    def order_for(self, purpose: Purpose) -> AllocationRule:
        """The order for some money; the one for repayments where the contract names no other."""
        named = {rule.purpose: rule for rule in self.allocation}
        return named.get(purpose, named[Purpose.REPAYMENT])

    def fee_most_minor(self, item: str) -> int:
        """The most a fee costs each time; 0 for what the cost sheet does not list."""
        return max((fee.most_minor for fee in self.fees if fee.item == item), default=0)

    @property
    def penalty_rate_units(self) -> int:
        """min(factor x daily rate, cap / 365) as an exact numerator over PENALTY_DENOMINATOR.

        The penalty rate takes the place of the contract rate on overdue principal, so the sum of
        all that accrues on a fen of principal on any day is at most the cap.
        """
        by_factor = self.daily_rate_ppm * self.penalty_factor_pct * DAYS_PER_YEAR
        return min(by_factor, self.cap_rate_units)

    @property
    def cap_rate_units(self) -> int:
        """The cap of one day as a numerator over PENALTY_DENOMINATOR."""
        return self.cap_annual_ppm * PERCENT

    @staticmethod
    def penalty_of(units: int) -> int:
        """See the function of that name."""
        return penalty_of(units)

    def penalty_units_per_day(self, principal_minor: int, interest_minor: int) -> int:
        """What one day of lateness accrues on overdue principal and interest.

        Penalty on interest (复利) only fills what the cap on the principal leaves free.
        """
        if not self.compound:
            return principal_minor * self.penalty_rate_units
        wanted = (principal_minor + interest_minor) * self.penalty_rate_units
        return min(wanted, principal_minor * self.cap_rate_units)


def penalty_of(units: int) -> int:
    """Penalty in fen on accrued units (fen-days x rate units), rounded half up once."""
    return round_half_up(units, PENALTY_DENOMINATOR)
