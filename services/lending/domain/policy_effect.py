"""What a change of the policy would do: to lines there are, to applications there were."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from services.lending.domain.decision_engine import decide
from services.lending.domain.decision_policy import DecisionPolicy
from services.lending.domain.loan_application import LoanApplication
from services.lending.domain.policy import LendingPolicy


class AdverseKind(StrEnum):
    """How a change makes the terms of a product worse for a customer."""

    RATE_HIGHER = "RATE_HIGHER"
    LIMIT_LOWER = "LIMIT_LOWER"
    GRADE_ENDED = "GRADE_ENDED"
    PENALTY_HIGHER = "PENALTY_HIGHER"
    GRACE_SHORTER = "GRACE_SHORTER"
    SERVICE_FEE_HIGHER = "SERVICE_FEE_HIGHER"
    PREPAYMENT_FEE_HIGHER = "PREPAYMENT_FEE_HIGHER"
    DRAWDOWN_RANGE_NARROWER = "DRAWDOWN_RANGE_NARROWER"
    TERMS_FEWER = "TERMS_FEWER"
    METHODS_FEWER = "METHODS_FEWER"
    PURPOSES_FEWER = "PURPOSES_FEWER"


@dataclass(frozen=True, slots=True)
class AdverseEffect:
    """One worsening, for the lines of one grade; for all of the product when `grade` is empty."""

    product_code: str
    kind: AdverseKind
    grade: str = ""


@dataclass(frozen=True, slots=True)
class LineCell:
    """The lines of one grade and price that are not closed."""

    product_code: str
    grade: str
    daily_rate_ppm: int
    lines: int
    lines_above: int
    """Those whose limit is above what the changed policy gives their grade."""
    loans: int
    """Loans paid out on lines on which something is owed."""
    drawn_minor: int


@dataclass(frozen=True, slots=True)
class GradeEffect:
    """What a change means for the lines of one grade when they are assessed next."""

    product_code: str
    grade: str
    lines: int
    priced_otherwise: int
    above_new_limit: int
    without_grade: int
    """Lines whose grade the changed policy no longer has."""
    loans_on_old_terms: int
    """Loans that keep their terms to their end."""
    drawn_minor: int


@dataclass(frozen=True, slots=True)
class ReplayEffect:
    """How applications that were decided would be decided with the change and without it."""

    product_code: str
    applications: int = 0
    approvals_gained: int = 0
    approvals_lost: int = 0
    dearer: int = 0
    cheaper: int = 0
    limit_higher: int = 0
    limit_lower: int = 0
    limits_before_minor: int = 0
    limits_after_minor: int = 0


@dataclass(frozen=True, slots=True)
class PolicyPreview:
    """All a second person looks at before approving."""

    grades: tuple[GradeEffect, ...]
    replays: tuple[ReplayEffect, ...]
    adverse: tuple[AdverseEffect, ...]


@dataclass(frozen=True, slots=True)
class PolicyNotice:
    """A customer whose line is of a product and grade that a change makes worse."""

    customer_id: UUID
    credit_line_id: UUID
    product_code: str
    grade: str


def adverse_effects(before: LendingPolicy, after: LendingPolicy) -> tuple[AdverseEffect, ...]:
    """Every way in which the terms of a product become worse."""
    code = before.product_code
    of_all = {
        AdverseKind.PENALTY_HIGHER: after.penalty_factor_pct > before.penalty_factor_pct,
        AdverseKind.GRACE_SHORTER: after.grace_days < before.grace_days,
        AdverseKind.SERVICE_FEE_HIGHER: after.service_fee_ppm > before.service_fee_ppm,
        AdverseKind.PREPAYMENT_FEE_HIGHER: after.prepayment_fee_ppm > before.prepayment_fee_ppm,
        AdverseKind.DRAWDOWN_RANGE_NARROWER: (
            after.drawdown_max_minor < before.drawdown_max_minor
            or after.drawdown_min_minor > before.drawdown_min_minor
        ),
        AdverseKind.TERMS_FEWER: bool(_offered(before) - _offered(after)),
        AdverseKind.METHODS_FEWER: bool(set(before.methods) - set(after.methods)),
        AdverseKind.PURPOSES_FEWER: bool(set(before.purposes) - set(after.purposes)),
    }
    worse = [AdverseEffect(code, kind) for kind, is_so in of_all.items() if is_so]
    return (*worse, *_worse_grades(before, after))


def grade_effects(cells: Iterable[LineCell], after: LendingPolicy) -> tuple[GradeEffect, ...]:
    """The lines of a product by grade, with what a change means for them."""
    rates = {rule.grade: rule.daily_rate_ppm for rule in after.grades}
    by_grade: dict[str, list[LineCell]] = {}
    for cell in cells:
        by_grade.setdefault(cell.grade, []).append(cell)
    return tuple(
        GradeEffect(
            product_code=after.product_code,
            grade=grade,
            lines=sum(cell.lines for cell in of_grade),
            priced_otherwise=sum(
                cell.lines
                for cell in of_grade
                if grade in rates and cell.daily_rate_ppm != rates[grade]
            ),
            above_new_limit=sum(cell.lines_above for cell in of_grade),
            without_grade=0 if grade in rates else sum(cell.lines for cell in of_grade),
            loans_on_old_terms=sum(cell.loans for cell in of_grade),
            drawn_minor=sum(cell.drawn_minor for cell in of_grade),
        )
        for grade, of_grade in sorted(by_grade.items())
    )


def replay(
    applications: Sequence[LoanApplication], before: DecisionPolicy, after: DecisionPolicy
) -> ReplayEffect:
    """Decide applications again on their stored inputs, without a change and with it."""
    pairs = [(decide(it.inputs, before), decide(it.inputs, after)) for it in applications]
    both = [(old, new) for old, new in pairs if old.approved and new.approved]
    return ReplayEffect(
        product_code=before.product.product_code,
        applications=len(pairs),
        approvals_gained=sum(new.approved and not old.approved for old, new in pairs),
        approvals_lost=sum(old.approved and not new.approved for old, new in pairs),
        dearer=sum(new.daily_rate_ppm > old.daily_rate_ppm for old, new in both),
        cheaper=sum(new.daily_rate_ppm < old.daily_rate_ppm for old, new in both),
        limit_higher=sum(new.limit_minor > old.limit_minor for old, new in both),
        limit_lower=sum(new.limit_minor < old.limit_minor for old, new in both),
        limits_before_minor=sum(old.limit_minor for old, _ in pairs if old.approved),
        limits_after_minor=sum(new.limit_minor for _, new in pairs if new.approved),
    )


def _worse_grades(before: LendingPolicy, after: LendingPolicy) -> Iterator[AdverseEffect]:
    rules = {rule.grade: rule for rule in after.grades}
    for old in before.grades:
        new = rules.get(old.grade)
        if new is None:
            yield AdverseEffect(before.product_code, AdverseKind.GRADE_ENDED, old.grade)
            continue
        if new.daily_rate_ppm > old.daily_rate_ppm:
            yield AdverseEffect(before.product_code, AdverseKind.RATE_HIGHER, old.grade)
        if _limit_of(new.limit_max_minor, after) < _limit_of(old.limit_max_minor, before):
            yield AdverseEffect(before.product_code, AdverseKind.LIMIT_LOWER, old.grade)


def _limit_of(grade_max_minor: int, policy: LendingPolicy) -> int:
    return min(grade_max_minor, policy.line_limit_max_minor)


def _offered(policy: LendingPolicy) -> set[int]:
    return {term.months for term in policy.terms if term.offered}
