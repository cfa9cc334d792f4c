"""The rules tried before the score: readable data, each with the examples that prove it.

A rule holds or it does not. Rules of the admission refuse a request before anybody is asked about
the customer; hard rules and fraud flags decline, send to a person, or only flag. All rules of a
stage are tried, so that all reasons are told at once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from hashlib import sha256
from itertools import chain
from typing import Any

from chassis.dated_policy import DatedParameters, PolicyError, flag, text
from services.lending.domain.credit_policy import CreditPolicy
from services.lending.domain.policy import LendingPolicy
from services.lending.domain.rule_language import Expression, Facts, RuleError, Scope, parse, plain


class Stage(StrEnum):
    """When a rule is tried."""

    ADMISSION = "ADMISSION"  # before anybody is asked
    HARD = "HARD"  # law and the lender's own limits
    FRAUD = "FRAUD"  # what does not fit together


class Effect(StrEnum):
    """What happens when a rule holds."""

    REFUSE = "REFUSE"  # the request is refused, nothing is decided
    DECLINE = "DECLINE"  # the application is declined
    MANUAL = "MANUAL"  # a person decides
    FLAG = "FLAG"  # kept with the decision, changes nothing


EFFECTS_OF = {
    Stage.ADMISSION: {Effect.REFUSE},
    Stage.HARD: {Effect.DECLINE, Effect.MANUAL},
    Stage.FRAUD: {Effect.DECLINE, Effect.MANUAL, Effect.FLAG},
}

ADMISSION_FACTS = frozenset(
    {
        "age_years",
        "assurance_level",
        "employer",
        "is_student",
        "monthly_income_minor",
        "occupation",
        "purpose",
        "purpose_text",
    }
)
"""What is known before the bureau is asked."""

_POLICY = "policy."

ADMISSION_CODES = frozenset({"PURPOSE_BANNED", "INCOME_NOT_PLAUSIBLE"})
"""The refusals that callers know."""


@dataclass(frozen=True, slots=True)
class DecisionRule:
    """One rule: when it holds, what follows, and facts for which it must and must not hold."""

    code: str
    stage: Stage
    effect: Effect
    when: Expression
    actionable: bool
    """Whether the customer can do something about it; such reasons are told first."""
    text_zh: str
    text_en: str
    holds: tuple[Facts, ...]
    passes: tuple[Facts, ...]
    final: bool = False
    """No person may overrule it."""


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules of one day, in the order their reasons are told."""

    version: str
    rules: tuple[DecisionRule, ...]
    words: Mapping[str, tuple[str, ...]]

    def holding(
        self, stage: Stage, facts: Facts, policy: Mapping[str, Any]
    ) -> tuple[DecisionRule, ...]:
        """The rules of a stage that hold for these facts."""
        scope = Scope(facts, policy, self.words)
        return tuple(r for r in self.rules if r.stage is stage and r.when.evaluate(scope))


class RuleBook:
    """Every rule there was, is and is announced to be."""

    def __init__(
        self,
        rules: DatedParameters,
        words: Mapping[str, tuple[str, ...]],
        example: Facts,
        digest: str,
    ) -> None:
        self._rules = rules
        self._words = words
        self.example = example
        """A plain application to which no rule objects; the examples of rules differ from it."""
        self._digest = digest

    def on(self, day: date, policy: Mapping[str, Any]) -> RuleSet:
        """The rules of a day, their examples tried under its policy.

        Raises RuleError, naming the rule, when an example does not come out as it says.
        """
        in_force = [
            value
            for dated in self._rules.dated.values()
            for value in dated
            if value.in_force_on(day)
        ]
        newest = max((value.effective_from for value in in_force), default=day)
        rules = RuleSet(
            version=f"rules@{newest.isoformat()}#{self._digest}",
            rules=tuple(value.value for value in in_force),
            words=self._words,
        )
        failed = failed_examples(rules, self.example, policy)
        if failed:
            raise RuleError("; ".join(failed))
        return rules


def parse_rules(document: Mapping[str, Any]) -> RuleBook:
    """The rules in a parsed rule file. Raises RuleError or PolicyError, naming the rule."""
    digest = sha256(repr(sorted(document.items())).encode()).hexdigest()[:12]
    words = {
        name: tuple(plain(text(word)) for word in listed)
        for name, listed in dict(document.get("words", {})).items()
    }
    example = dict(document.get("example", {}))
    given: dict[str, list[dict[str, Any]]] = {}
    for row in document.get("rule", []):
        given.setdefault(text(row.get("code")), []).append(row)
    dated = {code: [_dated(row) for row in rows] for code, rows in given.items()}
    rules = DatedParameters.of(dated).parsed(dict.fromkeys(dated, _rule))
    for rule in (d.value for dated_rules in rules.dated.values() for d in dated_rules):
        _require_known(rule, example, words)
    return RuleBook(rules, words, example, digest)


def failed_examples(rules: RuleSet, example: Facts, policy: Mapping[str, Any]) -> list[str]:
    """What is wrong with the examples of a rule set under a policy, one sentence each."""
    wrong = [
        f"{rule.code} holds for the plain example"
        for stage in Stage
        for rule in rules.holding(stage, example, policy)
    ]
    for rule in rules.rules:
        for wanted, facts in chain(
            ((True, facts) for facts in rule.holds), ((False, facts) for facts in rule.passes)
        ):
            scope = _scope_of(facts, example, policy, rules.words)
            if bool(rule.when.evaluate(scope)) is not wanted:
                wrong.append(f"{rule.code} must {'' if wanted else 'not '}hold for {dict(facts)}")
    return wrong


def _dated(row: Mapping[str, Any]) -> dict[str, Any]:
    dates = {"effective_from", "effective_to", "source", "confidence"}
    value = {name: given for name, given in row.items() if name not in dates}
    return {"value": value, **{name: row[name] for name in dates & row.keys()}}


def _rule(row: Mapping[str, Any]) -> DecisionRule:
    rule = DecisionRule(
        code=text(row["code"]),
        stage=Stage(row["stage"]),
        effect=Effect(row["effect"]),
        when=parse(text(row["when"])),
        actionable=flag(row["actionable"]),
        text_zh=text(row["text_zh"]),
        text_en=text(row["text_en"]),
        holds=tuple(row["holds"]),
        passes=tuple(row["passes"]),
        final=flag(row.get("final", False)),
    )
    if rule.stage is Stage.ADMISSION and rule.code not in ADMISSION_CODES:
        raise RuleError(f"no refusal is known for {rule.code}")
    if rule.effect not in EFFECTS_OF[rule.stage]:
        raise RuleError(f"a rule of stage {rule.stage} cannot {rule.effect}")
    if not rule.holds or not rule.passes:
        raise RuleError("a rule needs an example that it holds for and one that it does not")
    return rule


def _require_known(
    rule: DecisionRule, example: Facts, words: Mapping[str, tuple[str, ...]]
) -> None:
    """Refuse a rule that speaks of what there is not, before a customer meets it."""
    facts = ADMISSION_FACTS if rule.stage is Stage.ADMISSION else frozenset(example)
    parameters = {field.name for kind in (LendingPolicy, CreditPolicy) for field in fields(kind)}
    known = {*example, *(f"{_POLICY}{name}" for name in parameters)}
    unknown = (
        sorted(rule.when.facts - facts)
        + sorted(rule.when.policy_names - parameters)
        + sorted(rule.when.word_lists - words.keys())
        + sorted(_names(rule.holds + rule.passes) - known)
    )
    if unknown:
        raise PolicyError(f"{rule.code} speaks of {', '.join(unknown)}, which its stage lacks")


def _names(examples: Iterable[Facts]) -> frozenset[str]:
    return frozenset(chain.from_iterable(examples))


def _scope_of(
    facts: Facts, example: Facts, policy: Mapping[str, Any], words: Mapping[str, tuple[str, ...]]
) -> Scope:
    """What an example speaks of: where a number is wanted, a text is an expression of the policy.

    An example that depends on a choice of the policy says which one it is about.
    """
    assumed = {
        name.removeprefix(_POLICY): value
        for name, value in facts.items()
        if name.startswith(_POLICY)
    }
    scope = Scope({}, {**policy, **assumed}, words)
    values = {
        name: (
            parse(value).evaluate(scope)
            if isinstance(value, str) and not isinstance(example[name], str)
            else value
        )
        for name, value in facts.items()
        if not name.startswith(_POLICY)
    }
    return Scope({**example, **values}, scope.policy, words)
