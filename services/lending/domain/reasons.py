"""Why: the codes a decision gives, what each says to the customer, and which come first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from chassis.dated_policy import flag, text
from services.lending.domain.decision_rules import DecisionRule
from services.lending.domain.rule_language import RuleError
from services.lending.domain.score import REASONS_MAX, REASONS_MIN, ScoreReason

ASK_FOR_A_PERSON = "ASK_FOR_A_PERSON"
"""Told where a decision has one reason only: what can be done about it."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason as the customer reads it."""

    code: str
    actionable: bool
    text_zh: str
    text_en: str


class ReasonCatalogue:
    """Every reason there is, by code."""

    def __init__(self, reasons: Iterable[Reason]) -> None:
        self._reasons = {reason.code: reason for reason in reasons}

    def __getitem__(self, code: str) -> Reason:
        return self._reasons[code]

    def __contains__(self, code: str) -> bool:
        return code in self._reasons

    def with_rules(self, rules: Iterable[DecisionRule]) -> "ReasonCatalogue":
        """The same with the texts that rules bring along."""
        brought = (Reason(r.code, r.actionable, r.text_zh, r.text_en) for r in rules)
        return ReasonCatalogue((*self._reasons.values(), *brought))

    def told(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Two to four of these reasons, each once, what the customer can act on first."""
        once = list(dict.fromkeys(codes))[:REASONS_MAX]
        if len(once) < REASONS_MIN:
            once.append(ASK_FOR_A_PERSON)
        return tuple(sorted(once, key=lambda code: not self[code].actionable))


def parse_reasons(document: Mapping[str, Any]) -> ReasonCatalogue:
    """The reasons in a parsed file. Raises RuleError when one of the score has no text."""
    catalogue = ReasonCatalogue(
        Reason(
            code=text(row["code"]),
            actionable=flag(row["actionable"]),
            text_zh=text(row["text_zh"]),
            text_en=text(row["text_en"]),
        )
        for row in document["reason"]
    )
    missing = [code for code in (*ScoreReason, ASK_FOR_A_PERSON) if code not in catalogue]
    if missing:
        raise RuleError(f"there is no text for {', '.join(missing)}")
    return catalogue
