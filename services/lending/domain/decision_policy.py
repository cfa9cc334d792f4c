"""Everything a decision goes by on one day: the product, the credit policy and the rules."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from typing import Any

from services.lending.domain.credit_policy import (
    CreditPolicies,
    CreditPolicy,
    GradeBand,
    parse_credit_policy,
)
from services.lending.domain.decision_rules import (
    DecisionRule,
    RuleBook,
    RuleSet,
    Stage,
    parse_rules,
)
from services.lending.domain.policy import GradeRule, LendingPolicy
from services.lending.domain.reasons import ReasonCatalogue
from services.lending.domain.rule_language import Facts


@dataclass(frozen=True)
class DecisionPolicy:
    """What one decision goes by; all its versions are stored with the decision."""

    product: LendingPolicy
    credit: CreditPolicy
    rules: RuleSet
    reasons: ReasonCatalogue

    @cached_property
    def names(self) -> Mapping[str, Any]:
        """Every policy value by the name rules call it."""
        return policy_names(self.product, self.credit)

    def holding(self, stage: Stage, facts: Facts) -> tuple[DecisionRule, ...]:
        """The rules of a stage that hold for these facts."""
        return self.rules.holding(stage, facts, self.names)

    def grade_terms(self, grade: str) -> GradeRule | None:
        """Price and highest limit of a grade; None when the product does not lend to it."""
        return next((rule for rule in self.product.grades if rule.grade == grade), None)

    def told(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Two to four of these reasons, what the customer can act on first."""
        return self.reasons.told(codes)

    def steps_between(self, first: GradeBand | None, second: GradeBand | None) -> int:
        """How many grades apart two grades are; None is below the worst."""
        return abs(self._place(first) - self._place(second))

    def _place(self, band: GradeBand | None) -> int:
        matrix = self.credit.grade_matrix
        return len(matrix) if band is None else matrix.index(band)


class DecisionPolicies:
    """The decision policy of each product and day, read and proven once."""

    def __init__(self, credit: CreditPolicies, rules: RuleBook, reasons: ReasonCatalogue) -> None:
        self._credit = credit
        self._rules = rules
        self._reasons = reasons
        self._read: dict[tuple[str, date], DecisionPolicy] = {}

    def changed(
        self, *, rules: Mapping[str, Any] | None, credit: Mapping[str, Any] | None
    ) -> "DecisionPolicies":
        """The same with another rule file or credit policy, where one is given."""
        return DecisionPolicies(
            self._credit if credit is None else parse_credit_policy(credit),
            self._rules if rules is None else parse_rules(rules),
            self._reasons,
        )

    def of(self, product: LendingPolicy, day: date) -> DecisionPolicy:
        """Raises PolicyError or RuleError, naming what cannot be used."""
        key = (product.version, day)
        if key not in self._read:
            credit = self._credit.on(day)
            rules = self._rules.on(day, policy_names(product, credit))
            reasons = self._reasons.with_rules(rules.rules)
            self._read[key] = DecisionPolicy(product, credit, rules, reasons)
        return self._read[key]


def policy_names(product: LendingPolicy, credit: CreditPolicy) -> Mapping[str, Any]:
    """Every policy value by its name."""
    return {
        field.name: getattr(policy, field.name)
        for policy in (credit, product)
        for field in fields(policy)
    }
