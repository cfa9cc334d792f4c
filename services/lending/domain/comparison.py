"""Loans side by side before anybody commits to one: what each would cost, and what it would take.

Nothing is stored, and nothing here binds: the price of an option becomes firm with a quote.
"""

from dataclasses import dataclass

from chassis.errors import DomainError
from chassis.money import round_half_up
from services.lending.domain.cost_of_credit import (
    PPM,
    AnnualCost,
    PenaltyTerms,
    annual_cost,
    penalty_terms,
    require_under_cap,
    service_fee_minor,
)
from services.lending.domain.loan_application import LoanApplication
from services.lending.domain.policy import LendingPolicy
from services.lending.domain.quote import QuoteTerms
from services.lending.domain.schedule import Schedule

PREPAY_FROM_DAY = 1
"""The contract lets customers repay from the day after the payout."""


@dataclass(frozen=True, slots=True)
class PrepaymentExample:
    """What repaying everything early would save, at one point in the middle of the term."""

    on_day: int
    """Days after the payout."""
    principal_minor: int
    """Principal repaid early."""
    fee_minor: int
    interest_saved_minor: int
    """Interest of the rest of the term that is not paid, before the fee."""


@dataclass(frozen=True, slots=True)
class Affordability:
    """How the largest instalment stands to what the customer said to earn. A hint, no decision."""

    largest_instalment_minor: int
    monthly_income_minor: int
    """As stated in the application behind the line."""
    existing_dues_minor: int
    """What the bureau knew to be due elsewhere each month."""
    instalment_share_ppm: int
    """The instalment by the income."""
    dues_share_ppm: int
    """The instalment and the existing dues by the income."""
    is_comfortable: bool
    """Whether that share stays within the policy's largest."""


@dataclass(frozen=True, slots=True)
class LoanOption:
    """One possible loan with all its figures."""

    terms: QuoteTerms
    daily_rate_ppm: int
    schedule: Schedule
    annual: AnnualCost
    penalty: PenaltyTerms
    service_fee_minor: int
    prepayment_fee_ppm: int
    prepayment: PrepaymentExample
    affordability: Affordability | None
    """None when the income behind the line is not known."""

    @property
    def total_repaid_minor(self) -> int:
        interest_minor = self.schedule.total_interest_minor
        return self.terms.amount_minor + interest_minor + self.service_fee_minor


@dataclass(frozen=True, slots=True)
class NoOption:
    """Terms that cannot be had, and why."""

    terms: QuoteTerms
    refusal: DomainError


def options_on_offer(amount_minor: int, policy: LendingPolicy) -> list[QuoteTerms]:
    """Every combination of method and term that the product offers."""
    return [
        QuoteTerms(amount_minor, months, method)
        for method in policy.methods
        for months in sorted(policy.months_offered(method))
    ]


def price_option(
    terms: QuoteTerms,
    schedule: Schedule,
    daily_rate_ppm: int,
    policy: LendingPolicy,
    application: LoanApplication | None,
) -> LoanOption:
    """All figures of one option. Refuses a loan whose cost would pass the cap."""
    fee = service_fee_minor(terms.amount_minor, policy)
    annual = annual_cost(schedule, daily_rate_ppm, fee)
    require_under_cap(annual, policy)
    return LoanOption(
        terms=terms,
        daily_rate_ppm=daily_rate_ppm,
        schedule=schedule,
        annual=annual,
        penalty=penalty_terms(policy),
        service_fee_minor=fee,
        prepayment_fee_ppm=policy.prepayment_fee_ppm,
        prepayment=prepayment_example(schedule, daily_rate_ppm, policy.prepayment_fee_ppm),
        affordability=_affordability(schedule, policy, application),
    )


def prepayment_example(schedule: Schedule, daily_rate_ppm: int, fee_ppm: int) -> PrepaymentExample:
    """Everything repaid in the middle: with the middle instalment, or half through a single one."""
    rows = schedule.rows
    paid, rest = rows[: len(rows) // 2], rows[len(rows) // 2 :]
    left_minor = sum(row.principal_minor for row in rest)
    if paid:
        on_day = (paid[-1].due_on - schedule.disbursed_on).days
        saved_minor = sum(row.interest_minor for row in rest)
    else:
        on_day = max(rows[0].days // 2, PREPAY_FROM_DAY)
        accrued_minor = round_half_up(left_minor * daily_rate_ppm * on_day, PPM)
        saved_minor = rows[0].interest_minor - accrued_minor
    return PrepaymentExample(
        on_day=on_day,
        principal_minor=left_minor,
        fee_minor=round_half_up(left_minor * fee_ppm, PPM),
        interest_saved_minor=saved_minor,
    )


def _affordability(
    schedule: Schedule, policy: LendingPolicy, application: LoanApplication | None
) -> Affordability | None:
    if application is None or application.inputs.monthly_income_minor <= 0:
        return None
    largest = max(row.total_minor for row in schedule.rows)
    income = application.inputs.monthly_income_minor
    dues = application.inputs.bureau.monthly_due_minor
    dues_share = round_half_up((largest + dues) * PPM, income)
    return Affordability(
        largest_instalment_minor=largest,
        monthly_income_minor=income,
        existing_dues_minor=dues,
        instalment_share_ppm=round_half_up(largest * PPM, income),
        dues_share_ppm=dues_share,
        is_comfortable=dues_share <= policy.debt_to_income_max_ppm,
    )
