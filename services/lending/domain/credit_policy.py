"""What grades give and what risk costs: the dated numbers behind every decision of all products."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from hashlib import sha256
from itertools import pairwise
from typing import Any

from chassis.dated_policy import DatedParameters, number, positive, text
from services.lending.domain.price import CostOfLending


@dataclass(frozen=True, slots=True)
class GradeBand:
    """One row of the grade matrix: how much risk it takes, and how much credit it gives for it."""

    grade: str
    pd_max_ppm: int
    """Highest probability of default within twelve months."""
    income_multiple_pct: int
    """Limit in hundredths of the monthly income that is counted."""
    debt_to_income_max_ppm: int
    """Largest share of the counted income that goes to debts, old and new."""
    start_share_ppm: int
    """Share of the limit a new customer begins with."""


@dataclass(frozen=True, slots=True)
class ColdStart:
    """What is granted where the file is too thin for a score."""

    grade: str
    pd_ppm: int
    limit_max_minor: int


@dataclass(frozen=True, slots=True)
class PriceReference:
    """The loan on which prices are compared, so that equal risk has an equal price."""

    amount_minor: int
    months: int


@dataclass(frozen=True, slots=True)
class Exploration:
    """How near the cut-off, how often and at what cost rejects are approved at random."""

    share_ppm: int
    pd_max_ppm: int
    limit_minor: int
    monthly_loss_budget_minor: int
    grade: str


@dataclass(frozen=True, slots=True)
class ManualReviewTerms:
    """How long people have to decide, and from which amount two of them must."""

    days: int
    requested_by_customer_days: int
    second_person_from_minor: int
    override_limit_max_minor: int
    """Largest limit a person may grant where the engine granted none."""


@dataclass(frozen=True, slots=True)
class LineTriggers:
    """When a re-score asks for a look at the line."""

    seriously_late_days: int
    grades_down: int
    high_use_ppm: int
    """Share of the limit from which a month ended with nearly all of it in use."""
    high_use_months: int


@dataclass(frozen=True, slots=True)
class CreditPolicy:
    """Every parameter as it is in force on one business date."""

    version: str
    grade_matrix: tuple[GradeBand, ...]
    cold_start: ColdStart
    counted_income_ppm: int
    income_plausible_max_minor: int
    total_debt_income_multiple_pct: int
    costs: CostOfLending
    price_reference: PriceReference
    score_divergence_max_grades: int
    bureau_report_days_max: int
    exploration: Exploration
    manual_review: ManualReviewTerms
    triggers: LineTriggers
    regions_excluded: tuple[str, ...]
    income_spending_factor_max: int
    income_crosscheck_from_minor: int

    def band_of(self, pd_ppm: int) -> GradeBand | None:
        """The grade of a probability of default; None above the worst grade."""
        return next((band for band in self.grade_matrix if pd_ppm <= band.pd_max_ppm), None)

    def band(self, grade: str) -> GradeBand:
        """The row of a grade; raises KeyError for one the matrix does not have."""
        return {band.grade: band for band in self.grade_matrix}[grade]


class CreditPolicies:
    """Every credit policy there was, is and is announced to be."""

    def __init__(self, parameters: DatedParameters) -> None:
        self._parameters = parameters.parsed(_PARSERS)
        self._read: dict[date, CreditPolicy] = {}

    def on(self, day: date) -> CreditPolicy:
        """The credit policy of a business date; raises PolicyError when a value is missing."""
        if day not in self._read:
            values = self._parameters.on(day)
            digest = sha256(repr(sorted(values.items())).encode()).hexdigest()
            version = f"credit@{self._parameters.version_on(day)}#{digest[:12]}"
            self._read[day] = CreditPolicy(version=version, **values)
        return self._read[day]


def parse_credit_policy(document: Mapping[str, object]) -> CreditPolicies:
    """The credit policies in a parsed file. Raises PolicyError, naming the parameter."""
    return CreditPolicies(DatedParameters.of(document))


def _grade_matrix(value: list[dict[str, object]]) -> tuple[GradeBand, ...]:
    """Grades best first: more risk never gets more credit."""
    bands = tuple(_record(GradeBand, row) for row in value)
    risks = [band.pd_max_ppm for band in bands]
    if not bands or any(low >= high for low, high in pairwise(risks)):
        raise ValueError("grades are listed best first, each with a higher pd_max_ppm")
    for name in ("income_multiple_pct", "debt_to_income_max_ppm"):
        given = [getattr(band, name) for band in bands]
        if given != sorted(given, reverse=True):
            raise ValueError(f"{name} never rises from one grade to the next")
    return bands


def _record(kind: type[Any], row: Any) -> Any:
    """A record of whole numbers, beside a grade, from a row that has exactly its fields."""
    names = {field.name for field in fields(kind)}
    if not isinstance(row, dict) or row.keys() != names:
        raise ValueError(f"needs exactly {', '.join(sorted(names))}")
    return kind(
        **{name: text(row[name]) if name == "grade" else number(row[name]) for name in names}
    )


def _reader(kind: type[Any]) -> Callable[[Any], Any]:
    return lambda value: _record(kind, value)


_PARSERS: dict[str, Callable[[Any], object]] = {
    "grade_matrix": _grade_matrix,
    "cold_start": _reader(ColdStart),
    "counted_income_ppm": positive,
    "income_plausible_max_minor": positive,
    "total_debt_income_multiple_pct": positive,
    "costs": _reader(CostOfLending),
    "price_reference": _reader(PriceReference),
    "score_divergence_max_grades": positive,
    "bureau_report_days_max": positive,
    "exploration": _reader(Exploration),
    "manual_review": _reader(ManualReviewTerms),
    "triggers": _reader(LineTriggers),
    "regions_excluded": lambda value: tuple(text(code) for code in value),
    "income_spending_factor_max": positive,
    "income_crosscheck_from_minor": positive,
}
"""How the value of each parameter is read; one entry for each field of CreditPolicy."""
