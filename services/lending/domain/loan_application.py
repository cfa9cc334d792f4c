"""What a customer asks for, and how it is decided: published rules, each with its reason code.

The decision is a pure function of the stored inputs and the policy, so replaying the inputs under
the same policy version gives the same decision.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from chassis.money import round_half_up
from services.lending.domain.credit_file import CreditFile
from services.lending.domain.errors import (
    AssuranceTooLow,
    BusinessNotVerified,
    PurposeBanned,
    PurposeNotOffered,
    TruthNotDeclared,
)
from services.lending.domain.policy import GradeRule, LendingPolicy
from services.lending.domain.product import AssuranceLevel, Purpose

PPM = 1_000_000


class Outcome(StrEnum):
    """How an application ended."""

    APPROVED = "APPROVED"
    DECLINED = "DECLINED"


class DeclineReason(StrEnum):
    """Why an application was declined; told to the customer, who can check each."""

    AGE_BELOW_MINIMUM = "AGE_BELOW_MINIMUM"
    AGE_ABOVE_MAXIMUM = "AGE_ABOVE_MAXIMUM"
    STUDENT_NOT_ELIGIBLE = "STUDENT_NOT_ELIGIBLE"
    OVERDUE_NOW = "OVERDUE_NOW"
    OVERDUE_HISTORY = "OVERDUE_HISTORY"
    TOO_MANY_ACCOUNTS = "TOO_MANY_ACCOUNTS"
    TOO_MANY_QUERIES = "TOO_MANY_QUERIES"
    INCOME_TOO_LOW = "INCOME_TOO_LOW"
    DEBT_TO_INCOME_TOO_HIGH = "DEBT_TO_INCOME_TOO_HIGH"
    NO_GRADE_FITS = "NO_GRADE_FITS"
    LIMIT_TOO_SMALL = "LIMIT_TOO_SMALL"
    EXPOSURE_REACHED = "EXPOSURE_REACHED"


@dataclass(frozen=True, slots=True)
class BureauReport:
    """What the credit bureau answered, and under which consent it was asked."""

    report_id: str
    consent_id: UUID
    accounts: int
    """Open credit accounts, cards and loans, at all lenders together."""
    history_months: int
    """Age of the oldest account."""
    queries_last_3_months: int
    """How often lenders asked about this person."""
    overdue_now_minor: int
    overdue_months_last_24: int
    debt_minor: int
    """Owed on everything."""
    monthly_due_minor: int
    """To be paid each month on everything."""
    credit_file: CreditFile | None = None
    """The latest months of revolving credit; None when the bureau has none (a thin file)."""


@dataclass(frozen=True, slots=True)
class ApplicationInputs:
    """Every value the decision uses, stored beside it. Holds no name, number or birth date."""

    business_date: date
    age_years: int
    is_student: bool
    assurance_level: AssuranceLevel
    purpose: Purpose
    monthly_income_minor: int
    bureau: BureauReport
    other_limits_minor: int = 0
    """What the customer was granted here under other products."""

    @property
    def debt_to_income_ppm(self) -> int:
        """Monthly payments on existing debt over monthly income; infinite without income."""
        if self.monthly_income_minor == 0:
            return PPM if self.bureau.monthly_due_minor == 0 else PPM * PPM
        return round_half_up(self.bureau.monthly_due_minor * PPM, self.monthly_income_minor)


@dataclass(frozen=True, slots=True)
class CreditDecision:
    """What was decided, by which policy; grade, limit and rate are zero or empty when declined."""

    outcome: Outcome
    policy_version: str
    reason_codes: tuple[DeclineReason, ...] = ()
    grade: str = ""
    limit_minor: int = 0
    daily_rate_ppm: int = 0

    @property
    def approved(self) -> bool:
        return self.outcome is Outcome.APPROVED


@dataclass(frozen=True, slots=True)
class LoanApplication:
    """One application with what it was decided on; it is decided once and never changes."""

    customer_id: UUID
    application_id: UUID
    product_code: str
    employer: str
    occupation: str
    inputs: ApplicationInputs
    decision: CreditDecision
    decided_at: datetime
    version: int = 0


Rule = Callable[[ApplicationInputs, LendingPolicy], bool]

DECLINE_RULES: tuple[tuple[DeclineReason, Rule], ...] = (
    (DeclineReason.AGE_BELOW_MINIMUM, lambda i, p: i.age_years < p.customer_age_min),
    (DeclineReason.AGE_ABOVE_MAXIMUM, lambda i, p: i.age_years > p.customer_age_max),
    (DeclineReason.STUDENT_NOT_ELIGIBLE, lambda i, p: i.is_student and not p.students_accepted),
    (DeclineReason.OVERDUE_NOW, lambda i, p: i.bureau.overdue_now_minor > p.overdue_now_max_minor),
    (
        DeclineReason.OVERDUE_HISTORY,
        lambda i, p: i.bureau.overdue_months_last_24 > p.overdue_months_max,
    ),
    (DeclineReason.TOO_MANY_ACCOUNTS, lambda i, p: i.bureau.accounts > p.accounts_max),
    (DeclineReason.TOO_MANY_QUERIES, lambda i, p: i.bureau.queries_last_3_months > p.queries_max),
    (
        DeclineReason.INCOME_TOO_LOW,
        lambda i, p: i.monthly_income_minor < p.monthly_income_min_minor,
    ),
    (
        DeclineReason.DEBT_TO_INCOME_TOO_HIGH,
        lambda i, p: i.debt_to_income_ppm > p.debt_to_income_max_ppm,
    ),
    (
        DeclineReason.EXPOSURE_REACHED,
        lambda i, p: i.other_limits_minor + p.drawdown_min_minor > p.person_exposure_max_minor,
    ),
)
"""The published rules, in the order their reasons are told: a rule that holds declines."""


def decide(inputs: ApplicationInputs, policy: LendingPolicy) -> CreditDecision:
    """Decide an application: every decline rule is tried, so all reasons are told at once."""
    reasons = tuple(reason for reason, declines in DECLINE_RULES if declines(inputs, policy))
    if reasons:
        return _declined(policy, *reasons)
    rule = next((grade for grade in policy.grades if _fits(inputs, grade)), None)
    if rule is None:
        return _declined(policy, DeclineReason.NO_GRADE_FITS)
    limit_minor = _limit(inputs, rule, policy)
    if limit_minor < policy.drawdown_min_minor:
        return _declined(policy, DeclineReason.LIMIT_TOO_SMALL)
    return CreditDecision(
        outcome=Outcome.APPROVED,
        policy_version=policy.version,
        grade=rule.grade,
        limit_minor=limit_minor,
        daily_rate_ppm=rule.daily_rate_ppm,
    )


def require_admissible(
    *,
    truth_declared: bool,
    purpose: Purpose,
    assurance_level: AssuranceLevel,
    birth_date_known: bool,
    business_verified: bool,
    policy: LendingPolicy,
) -> None:
    """Refuse what need not be decided, before anybody is asked about the customer."""
    if not truth_declared:
        raise TruthNotDeclared
    if purpose in policy.banned_purposes:
        raise PurposeBanned(purpose=purpose.value)
    if purpose not in policy.purposes:
        raise PurposeNotOffered(purpose=purpose.value, product_code=policy.product_code)
    require_assurance(assurance_level if birth_date_known else AssuranceLevel.L0, policy)
    if policy.verified_business_required and not business_verified:
        raise BusinessNotVerified(product_code=policy.product_code)


def require_assurance(level: AssuranceLevel, policy: LendingPolicy) -> None:
    """Refuse a customer of whom we are not sure enough."""
    if not level.reaches(policy.required_assurance_level):
        raise AssuranceTooLow(required=policy.required_assurance_level.value, actual=level.value)


def age_on(birth_date: date, day: date) -> int:
    """Completed years of age; a person born on 29 February ages on 1 March in common years."""
    birthday_is_ahead = (day.month, day.day) < (birth_date.month, birth_date.day)
    return day.year - birth_date.year - birthday_is_ahead


def _declined(policy: LendingPolicy, *reasons: DeclineReason) -> CreditDecision:
    return CreditDecision(
        outcome=Outcome.DECLINED, policy_version=policy.version, reason_codes=reasons
    )


def _fits(inputs: ApplicationInputs, grade: GradeRule) -> bool:
    return (
        inputs.monthly_income_minor >= grade.monthly_income_min_minor
        and inputs.bureau.history_months >= grade.bureau_history_months_min
        and inputs.bureau.accounts <= grade.accounts_max
        and inputs.debt_to_income_ppm <= grade.debt_to_income_max_ppm
    )


def _limit(inputs: ApplicationInputs, grade: GradeRule, policy: LendingPolicy) -> int:
    """Some months of what income carries beyond existing dues, under the caps, in whole steps."""
    bearable = inputs.monthly_income_minor * policy.debt_to_income_max_ppm // PPM
    capacity = bearable - inputs.bureau.monthly_due_minor
    limit_minor = min(
        capacity * grade.capacity_multiple,
        grade.limit_max_minor,
        policy.line_limit_max_minor,
        policy.person_exposure_max_minor - inputs.other_limits_minor,
    )
    return limit_minor // policy.line_limit_step_minor * policy.line_limit_step_minor
