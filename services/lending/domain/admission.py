"""What is refused before anybody is asked about the customer."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.lending.domain.decision_policy import DecisionPolicy
from services.lending.domain.decision_rules import Stage
from services.lending.domain.errors import (
    AssuranceTooLow,
    BureauReportStale,
    BusinessNotVerified,
    IncomeNotPlausible,
    PurposeBanned,
    PurposeNotOffered,
    TruthNotDeclared,
)
from services.lending.domain.loan_application import BureauReport
from services.lending.domain.policy import LendingPolicy
from services.lending.domain.product import AssuranceLevel


def require_admissible(
    facts: Mapping[str, Any],
    *,
    truth_declared: bool,
    birth_date_known: bool,
    business_verified: bool,
    policy: DecisionPolicy,
) -> None:
    """Refuse what need not be decided: an undeclared, banned or impossible application."""
    if not truth_declared:
        raise TruthNotDeclared
    codes = {rule.code for rule in policy.holding(Stage.ADMISSION, facts)}
    if "PURPOSE_BANNED" in codes:
        raise PurposeBanned(purpose=str(facts["purpose"]))
    product = policy.product
    if facts["purpose"] not in product.purposes:
        raise PurposeNotOffered(purpose=str(facts["purpose"]), product_code=product.product_code)
    if "INCOME_NOT_PLAUSIBLE" in codes:
        raise IncomeNotPlausible(most_minor=policy.credit.income_plausible_max_minor)
    level = facts["assurance_level"] if birth_date_known else AssuranceLevel.L0
    require_assurance(level, product)
    if product.verified_business_required and not business_verified:
        raise BusinessNotVerified(product_code=product.product_code)


def require_assurance(level: AssuranceLevel, policy: LendingPolicy) -> None:
    """Refuse a customer of whom we are not sure enough."""
    if not level.reaches(policy.required_assurance_level):
        raise AssuranceTooLow(required=policy.required_assurance_level.value, actual=level.value)


def is_stale(report: BureauReport, today: date, policy: DecisionPolicy) -> bool:
    """Whether a report is too old to decide on; having no file never ages."""
    if report.reported_on is None:
        return False
    return (today - report.reported_on).days > policy.credit.bureau_report_days_max


def require_fresh(report: BureauReport, today: date, policy: DecisionPolicy) -> None:
    """Refuse to decide on a report that is too old."""
    if is_stale(report, today, policy):
        assert report.reported_on is not None
        raise BureauReportStale(reported_on=report.reported_on.isoformat())
