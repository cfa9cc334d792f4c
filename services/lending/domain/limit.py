"""How much a customer can carry: the smallest of what income, dues, debts and caps allow."""

from services.lending.domain.credit_policy import GradeBand
from services.lending.domain.decision_policy import DecisionPolicy
from services.lending.domain.loan_application import ApplicationInputs, LimitCalculation, Risk
from services.lending.domain.policy import GradeRule, LendingPolicy
from services.lending.domain.price import annual_rate_ppm, annuity_factor

PPM = 1_000_000
PER_CENT = 100


def calculate_limit(
    inputs: ApplicationInputs,
    band: GradeBand,
    grade: GradeRule,
    policy: DecisionPolicy,
    risk: Risk,
) -> LimitCalculation:
    """What each consideration allows in a grade; nothing of it is below zero."""
    credit, product = policy.credit, policy.product
    income = inputs.monthly_income_minor * credit.counted_income_ppm // PPM
    annual = annual_rate_ppm(grade.daily_rate_ppm) / PPM
    instalment = income * band.debt_to_income_max_ppm // PPM - inputs.bureau.monthly_due_minor
    carried = int(instalment * annuity_factor(annual, credit.price_reference.months))
    debts = income * credit.total_debt_income_multiple_pct // PER_CENT - inputs.bureau.debt_minor
    allowed = {
        "DUES_LEAVE_LITTLE": max(0, carried),
        "DEBTS_ELSEWHERE": max(0, debts),
        "INCOME_CARRIES_LITTLE": income * band.income_multiple_pct // PER_CENT,
        "GRADE_CAP": grade.limit_max_minor,
        "PRODUCT_CAP": product.line_limit_max_minor,
        "EXPOSURE_REACHED": max(0, product.person_exposure_max_minor - inputs.other_limits_minor),
    }
    if risk.thin_file:
        allowed["SHORT_HISTORY_CAP"] = credit.cold_start.limit_max_minor
    return LimitCalculation(
        counted_income_minor=income,
        by_income_minor=allowed["INCOME_CARRIES_LITTLE"],
        by_dues_minor=allowed["DUES_LEAVE_LITTLE"],
        by_debts_minor=allowed["DEBTS_ELSEWHERE"],
        by_grade_minor=allowed["GRADE_CAP"],
        by_product_minor=min(allowed["PRODUCT_CAP"], allowed["EXPOSURE_REACHED"]),
        by_history_minor=allowed.get("SHORT_HISTORY_CAP"),
        binding=min(allowed, key=lambda code: allowed[code]),
        start_share_ppm=band.start_share_ppm,
    )


def whole_minor(calculation: LimitCalculation) -> int:
    """The smallest of what is allowed, in fen, before the share of a new customer."""
    return min(
        calculation.by_income_minor,
        calculation.by_dues_minor,
        calculation.by_debts_minor,
        calculation.by_grade_minor,
        calculation.by_product_minor,
        calculation.by_product_minor
        if calculation.by_history_minor is None
        else calculation.by_history_minor,
    )


def granted_minor(calculation: LimitCalculation, product: LendingPolicy) -> int:
    """What a new customer begins with, in whole steps.

    Where the share falls under the smallest drawdown but the whole does not, the smallest
    drawdown is granted: a line nobody can draw from helps nobody.
    """
    whole = whole_minor(calculation)
    start = whole * calculation.start_share_ppm // PPM
    if start < product.drawdown_min_minor <= whole:
        start = product.drawdown_min_minor
    return start // product.line_limit_step_minor * product.line_limit_step_minor
