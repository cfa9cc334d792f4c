"""Product numbers and legal numbers as dated data, and the policy they make on one business date.

Nothing in this service writes such a number in code. A parameter has values that follow one another
in time; each value names its source and how sure we are of it, so that a lawyer can correct it
without a code change. Every decision stores the version of the policy that made it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from hashlib import sha256
from itertools import pairwise
from typing import Any

from services.lending.domain.product import AssuranceLevel, CapMetric, Purpose, RepaymentMethod


class PolicyError(ValueError):
    """The policy data cannot be used: correct the file it was read from."""


class Confidence(StrEnum):
    """How sure we are of a value."""

    LAW = "law"  # read in the text of the law or rule
    PUBLISHED = "published"  # read on a page about the product or rule
    UNSURE = "unsure"  # general knowledge; to be confirmed before production
    CHOICE = "choice"  # the lender's own choice


@dataclass(frozen=True, slots=True)
class DatedValue:
    """One value of a parameter and the dates it is in force, both ends included."""

    value: object
    effective_from: date
    effective_to: date | None
    source: str
    confidence: Confidence

    def in_force_on(self, day: date) -> bool:
        return self.effective_from <= day and (
            self.effective_to is None or day <= self.effective_to
        )


@dataclass(frozen=True, slots=True)
class Term:
    """A number of monthly instalments, and whether customers are offered it."""

    months: int
    offered: bool


@dataclass(frozen=True, slots=True)
class GradeRule:
    """What a customer must show for a grade, and what the grade gives: a price and a limit."""

    grade: str
    daily_rate_ppm: int
    limit_max_minor: int
    capacity_multiple: int
    monthly_income_min_minor: int
    bureau_history_months_min: int
    accounts_max: int
    debt_to_income_max_ppm: int


@dataclass(frozen=True, slots=True)
class LendingPolicy:
    """Every parameter as it is in force on one business date."""

    version: str
    product_code: str
    lender_name: str
    lender_licence: str
    complaint_channel: str
    drawdown_min_minor: int
    drawdown_max_minor: int
    line_limit_max_minor: int
    line_limit_step_minor: int
    terms: tuple[Term, ...]
    methods: tuple[RepaymentMethod, ...]
    grades: tuple[GradeRule, ...]
    penalty_factor_pct: int
    grace_days: int
    all_in_cap_annual_ppm: int
    all_in_cap_metric: CapMetric
    service_fee_ppm: int
    prepayment_fee_ppm: int
    cost_sheet_min_reading_s: int
    cost_sheet_template: str
    contract_template: str
    customer_age_min: int
    customer_age_max: int
    students_accepted: bool
    banned_purposes: tuple[Purpose, ...]
    required_assurance_level: AssuranceLevel
    monthly_income_min_minor: int
    debt_to_income_max_ppm: int
    accounts_max: int
    queries_max: int
    overdue_now_max_minor: int
    overdue_months_max: int
    reassess_after_days: int
    apply_again_after_days: int

    def offers(self, months: int) -> bool:
        return any(term.offered and term.months == months for term in self.terms)


@dataclass(frozen=True, slots=True)
class PolicyPeriod:
    """The days, both included, on which one policy stays as it is; `last` is None when open."""

    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class PolicyRegistry:
    """All values of all parameters of one product, past, present and announced."""

    product_code: str
    parameters: Mapping[str, tuple[DatedValue, ...]]

    def in_force_on(self, day: date) -> dict[str, DatedValue]:
        """The value of each parameter on a date. Raises PolicyError where there is none."""
        return {name: _value_on(name, values, day) for name, values in self.parameters.items()}

    def on(self, day: date) -> LendingPolicy:
        """The policy of a business date. Raises PolicyError when a parameter has no value then."""
        dated = self.in_force_on(day)
        values: dict[str, Any] = {name: entry.value for name, entry in dated.items()}
        latest = max(entry.effective_from for entry in dated.values())
        digest = sha256(repr(sorted(values.items())).encode()).hexdigest()
        version = f"{self.product_code}@{latest.isoformat()}#{digest[:12]}"
        return LendingPolicy(version=version, product_code=self.product_code, **values)

    def period_of(self, day: date) -> PolicyPeriod:
        """The days around a date on which no parameter changes."""
        entries = self.in_force_on(day).values()
        ends = [entry.effective_to for entry in entries if entry.effective_to is not None]
        return PolicyPeriod(
            first=max(entry.effective_from for entry in entries), last=min(ends, default=None)
        )


def parse_policy(document: Mapping[str, object]) -> PolicyRegistry:
    """Build the registry from a parsed policy file.

    Raises PolicyError, naming the parameter, when one is missing, unknown, of the wrong form, or
    has two values in force on the same date.
    """
    product_code = _text(document.get("product_code"))
    given = {name: value for name, value in document.items() if name != "product_code"}
    missing, unknown = _PARSERS.keys() - given.keys(), given.keys() - _PARSERS.keys()
    if missing or unknown:
        raise PolicyError(f"missing parameters: {sorted(missing)}; unknown: {sorted(unknown)}")
    parameters = {name: _dated_values(name, entries) for name, entries in given.items()}
    return PolicyRegistry(product_code=product_code, parameters=parameters)


def _value_on(name: str, values: tuple[DatedValue, ...], day: date) -> DatedValue:
    for value in values:
        if value.in_force_on(day):
            return value
    raise PolicyError(f"{name} has no value on {day.isoformat()}")


def _dated_values(name: str, entries: object) -> tuple[DatedValue, ...]:
    if not isinstance(entries, list) or not entries:
        raise PolicyError(f"{name} needs a list of dated values")
    try:
        values = sorted(
            (_dated_value(entry, _PARSERS[name]) for entry in entries),
            key=lambda value: value.effective_from,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise PolicyError(f"{name}: {error!r}") from error
    for earlier, later in pairwise(values):
        if earlier.effective_to is None or later.effective_from <= earlier.effective_to:
            raise PolicyError(f"{name} has two values on {later.effective_from.isoformat()}")
    return tuple(values)


def _dated_value(entry: Mapping[str, object], parse: Callable[[Any], object]) -> DatedValue:
    effective_to = entry.get("effective_to")
    value = DatedValue(
        value=parse(entry["value"]),
        effective_from=_date(entry["effective_from"]),
        effective_to=None if effective_to is None else _date(effective_to),
        source=_text(entry["source"]),
        confidence=Confidence(_text(entry["confidence"])),
    )
    if value.effective_to is not None and value.effective_to < value.effective_from:
        raise ValueError("effective_to is before effective_from")
    return value


def _date(value: object) -> date:
    if type(value) is not date:
        raise TypeError(f"{value!r} is not a date")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise PolicyError(f"{value!r} is not a text")
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{value!r} is neither true nor false")
    return value


def _number(value: object) -> int:
    if type(value) is not int or value < 0:
        raise TypeError(f"{value!r} is not a whole number of zero or more")
    return value


def _positive(value: object) -> int:
    if _number(value) == 0:
        raise ValueError("zero is not allowed here")
    return _number(value)


def _terms(value: list[dict[str, object]]) -> tuple[Term, ...]:
    return tuple(Term(months=_number(t["months"]), offered=_flag(t["offered"])) for t in value)


def _grades(value: list[dict[str, object]]) -> tuple[GradeRule, ...]:
    """Grades are read best first: the price never falls from one to the next."""
    numbers = [field.name for field in fields(GradeRule) if field.name != "grade"]
    grades = tuple(
        GradeRule(grade=_text(row["grade"]), **{name: _number(row[name]) for name in numbers})
        for row in value
    )
    rates = [grade.daily_rate_ppm for grade in grades]
    if not grades or rates != sorted(rates) or rates[0] == 0:
        raise ValueError("grades are listed best first, each with a rate")
    return grades


_PARSERS: dict[str, Callable[[Any], object]] = {
    "lender_name": _text,
    "lender_licence": _text,
    "complaint_channel": _text,
    "drawdown_min_minor": _number,
    "drawdown_max_minor": _number,
    "line_limit_max_minor": _number,
    "line_limit_step_minor": _positive,
    "terms": _terms,
    "methods": lambda value: tuple(RepaymentMethod(name) for name in value),
    "grades": _grades,
    "penalty_factor_pct": _number,
    "grace_days": _number,
    "all_in_cap_annual_ppm": _number,
    "all_in_cap_metric": CapMetric,
    "service_fee_ppm": _number,
    "prepayment_fee_ppm": _number,
    "cost_sheet_min_reading_s": _number,
    "cost_sheet_template": _text,
    "contract_template": _text,
    "customer_age_min": _number,
    "customer_age_max": _number,
    "students_accepted": _flag,
    "banned_purposes": lambda value: tuple(Purpose(name) for name in value),
    "required_assurance_level": AssuranceLevel,
    "monthly_income_min_minor": _number,
    "debt_to_income_max_ppm": _number,
    "accounts_max": _number,
    "queries_max": _number,
    "overdue_now_max_minor": _number,
    "overdue_months_max": _number,
    "reassess_after_days": _number,
    "apply_again_after_days": _number,
}
"""How the value of each parameter is read; one entry for each field of LendingPolicy."""
