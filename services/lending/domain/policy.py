"""The policy of a product on one business date; its version is stored with every decision."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from chassis.dated_policy import DatedParameters, PolicyPeriod, flag, number, positive, text
from services.lending.domain.disclosed_fee import DisclosedFee
from services.lending.domain.errors import ProductUnknown
from services.lending.domain.funding_partner import FundingPartner
from services.lending.domain.line_words import LineTriggers, read_triggers
from services.lending.domain.post_loan_check import CheckPlan, read_check_plan
from services.lending.domain.product import (
    PERSONAL_REVOLVING,
    AssuranceLevel,
    CapMetric,
    LenderType,
    Purpose,
    RepaymentMethod,
)
from services.lending.domain.rate_cap import RateCap, legal_cap_ppm, read_rate_caps

_DAYS_KEPT = 400
"""Days whose policy is kept put together; only some around today are asked for."""


@dataclass(frozen=True, slots=True)
class Term:
    """A number of monthly instalments, and whether customers are offered it."""

    months: int
    offered: bool


@dataclass(frozen=True, slots=True)
class GradeRule:
    """What a product gives in a grade: a price, and at most this limit."""

    grade: str
    daily_rate_ppm: int
    limit_max_minor: int


@dataclass(frozen=True, slots=True)
class LendingPolicy:
    """Every parameter as it is in force on one business date."""

    version: str
    product_code: str
    lender_name: str
    lender_licence: str
    complaint_channel: str
    funding_partners: tuple[FundingPartner, ...]
    lender_type: LenderType
    rate_caps: tuple[RateCap, ...]
    lpr_1y_ppm: int
    drawdown_min_minor: int
    drawdown_max_minor: int
    line_limit_max_minor: int
    line_limit_step_minor: int
    terms: tuple[Term, ...]
    methods: tuple[RepaymentMethod, ...]
    bullet_months_max: int
    grades: tuple[GradeRule, ...]
    penalty_factor_pct: int
    grace_days: int
    all_in_cap_annual_ppm: int
    """The lower of the lender's own ceiling and the cap of its kind on the day."""
    all_in_cap_metric: CapMetric
    service_fee_ppm: int
    prepayment_fee_ppm: int
    contingent_fees: tuple[DisclosedFee, ...]
    cost_sheet_min_reading_s: int
    cost_sheet_template: str
    salient_clauses: tuple[str, ...]
    salient_clauses_template: str
    salient_clause_min_dwell_ms: int
    contract_template: str
    customer_age_min: int
    customer_age_max: int
    students_accepted: bool
    purposes: tuple[Purpose, ...]
    banned_purposes: tuple[Purpose, ...]
    verified_business_required: bool
    person_exposure_max_minor: int
    line_triggers: LineTriggers
    post_loan_checks: CheckPlan
    required_assurance_level: AssuranceLevel
    monthly_income_min_minor: int
    debt_to_income_max_ppm: int
    accounts_max: int
    queries_max: int
    overdue_now_max_minor: int
    overdue_months_max: int
    reassess_after_days: int
    apply_again_after_days: int
    held_drawdown_expires_after_h: int
    borrowing_warning_utilisation_ppm: int
    borrowing_warning_accounts: int
    borrowing_warning_template: str

    def months_offered(self, method: RepaymentMethod) -> list[int]:
        """The terms offered with a method: principal owed to the last day is owed for less long."""
        months = [term.months for term in self.terms if term.offered]
        return [m for m in months if not method.is_bullet or m <= self.bullet_months_max]


class PolicyRegistry:
    """Every policy of one product that there was, is and is announced to be."""

    def __init__(self, product_code: str, parameters: DatedParameters) -> None:
        self.product_code = product_code
        self.parameters = parameters
        self._read: dict[date, LendingPolicy] = {}

    def on(self, day: date) -> LendingPolicy:
        """The policy of a business date; raises PolicyError when a value is missing."""
        policy = self._read.get(day)
        if policy is None:
            if len(self._read) >= _DAYS_KEPT:
                self._read.clear()
            policy = self._read[day] = self._put_together(day)
        return policy

    def _put_together(self, day: date) -> LendingPolicy:
        values = self.parameters.on(day)
        digest = sha256(repr(sorted(values.items())).encode()).hexdigest()
        version = f"{self.product_code}@{self.parameters.version_on(day)}#{digest[:12]}"
        legal = legal_cap_ppm(values["lender_type"], values["rate_caps"], values["lpr_1y_ppm"])
        cap = min(legal, values["all_in_cap_annual_ppm"])
        values = {**values, "all_in_cap_annual_ppm": cap}
        return LendingPolicy(version=version, product_code=self.product_code, **values)

    def changes(self) -> list[date]:
        """The days on which the policy is another than the day before, where there is one."""
        entries = [dated for values in self.parameters.dated.values() for dated in values]
        begun = max(values[0].effective_from for values in self.parameters.dated.values())
        starts = {it.effective_from for it in entries}
        ends = {it.effective_to + timedelta(days=1) for it in entries if it.effective_to}
        return sorted({begun, *(day for day in starts | ends if day > begun)})

    def period_of(self, day: date) -> PolicyPeriod:
        """The days around a business date on which no parameter changes."""
        return self.parameters.period_of(day)


class ProductCatalogue:
    """The policies of every product that is lent, by its code."""

    def __init__(self, products: Iterable[PolicyRegistry]) -> None:
        self.products = {product.product_code: product for product in products}

    def of(self, product_code: str) -> PolicyRegistry:
        """The policies of one product; raises ProductUnknown."""
        try:
            return self.products[product_code]
        except KeyError:
            offered = ",".join(sorted(self.products))
            raise ProductUnknown(product_code=product_code, offered=offered) from None

    def on(self, day: date, product_code: str = PERSONAL_REVOLVING) -> LendingPolicy:
        """The policy of a product on a business date."""
        return self.of(product_code).on(day)


def parse_policy(
    document: Mapping[str, object], house: Mapping[str, object] | None = None
) -> PolicyRegistry:
    """The policies in a parsed policy file, beside those that all products of the house share.

    A product that lists a parameter of the house has it by itself. Raises PolicyError, naming the
    parameter.
    """
    dated = {name: entries for name, entries in document.items() if name != "product_code"}
    dated = {**(house or {}), **dated}
    parameters = DatedParameters.of(dated).parsed(_PARSERS)
    return PolicyRegistry(text(document.get("product_code")), parameters)


def read_value(parameter: str, value: Any) -> object:
    """A value of a parameter, in the form a policy file has it, as the policy holds it."""
    return _PARSERS[parameter](value)


def _terms(value: list[dict[str, object]]) -> tuple[Term, ...]:
    return tuple(Term(months=number(t["months"]), offered=flag(t["offered"])) for t in value)


def _grades(value: list[dict[str, object]]) -> tuple[GradeRule, ...]:
    """Grades are read best first: the price never falls from one to the next."""
    numbers = [field.name for field in fields(GradeRule) if field.name != "grade"]
    grades = tuple(
        GradeRule(grade=text(row["grade"]), **{name: number(row[name]) for name in numbers})
        for row in value
    )
    rates = [grade.daily_rate_ppm for grade in grades]
    if not grades or rates != sorted(rates) or rates[0] == 0:
        raise ValueError("grades are listed best first, each with a rate")
    return grades


def _fees(value: list[dict[str, object]]) -> tuple[DisclosedFee, ...]:
    """Fees by their items, each once."""
    fees = tuple(
        DisclosedFee(
            item=text(row["item"]),
            most_minor=positive(row["most_minor"]),
            name_zh=text(row["name_zh"]),
            name_en=text(row["name_en"]),
            case_zh=text(row["case_zh"]),
            case_en=text(row["case_en"]),
        )
        for row in value
    )
    if len({fee.item for fee in fees}) != len(fees):
        raise ValueError("each fee is listed once")
    return fees


def _no_fee(value: object) -> int:
    """A service fee would be shown, tested against the cap, and charged by nobody: none is lent."""
    if number(value) != 0:
        raise ValueError("no service fee can be charged at payout yet, so none may be shown")
    return 0


def _partners(value: list[dict[str, object]]) -> tuple[FundingPartner, ...]:
    """Partners with their shares, which leave the lender a part of its own."""
    partners = tuple(
        FundingPartner(name=text(row["name"]), share_pct=positive(row["share_pct"]))
        for row in value
    )
    if sum(partner.share_pct for partner in partners) > _ALL_PCT - 1:
        raise ValueError("the partners leave the lender no share")
    return partners


_ALL_PCT = 100

_PARSERS: dict[str, Callable[[Any], object]] = {
    "lender_name": text,
    "lender_licence": text,
    "complaint_channel": text,
    "funding_partners": _partners,
    "lender_type": LenderType,
    "rate_caps": read_rate_caps,
    "lpr_1y_ppm": positive,
    "drawdown_min_minor": number,
    "drawdown_max_minor": number,
    "line_limit_max_minor": number,
    "line_limit_step_minor": positive,
    "terms": _terms,
    "methods": lambda value: tuple(RepaymentMethod(name) for name in value),
    "bullet_months_max": positive,
    "grades": _grades,
    "penalty_factor_pct": number,
    "grace_days": number,
    "all_in_cap_annual_ppm": number,
    "all_in_cap_metric": CapMetric,
    "service_fee_ppm": _no_fee,
    "prepayment_fee_ppm": number,
    "contingent_fees": _fees,
    "cost_sheet_min_reading_s": number,
    "cost_sheet_template": text,
    "salient_clauses": lambda value: tuple(text(code) for code in value),
    "salient_clauses_template": text,
    "salient_clause_min_dwell_ms": number,
    "contract_template": text,
    "customer_age_min": number,
    "customer_age_max": number,
    "students_accepted": flag,
    "purposes": lambda value: tuple(Purpose(name) for name in value),
    "banned_purposes": lambda value: tuple(Purpose(name) for name in value),
    "verified_business_required": flag,
    "person_exposure_max_minor": number,
    "line_triggers": read_triggers,
    "post_loan_checks": read_check_plan,
    "held_drawdown_expires_after_h": positive,
    "borrowing_warning_utilisation_ppm": positive,
    "borrowing_warning_accounts": positive,
    "borrowing_warning_template": text,
    "required_assurance_level": AssuranceLevel,
    "monthly_income_min_minor": number,
    "debt_to_income_max_ppm": number,
    "accounts_max": number,
    "queries_max": number,
    "overdue_now_max_minor": number,
    "overdue_months_max": number,
    "reassess_after_days": number,
    "apply_again_after_days": number,
}
"""How the value of each parameter is read; one entry for each field of LendingPolicy."""
