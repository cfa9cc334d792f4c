"""The shipped rules and their examples, and what a rule file must not be."""

from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from chassis.dated_policy import PolicyError
from chassis.policy_files import read_document
from services.lending.domain.decision_policy import policy_names
from services.lending.domain.decision_rules import (
    DecisionRule,
    Stage,
    failed_examples,
    parse_rules,
)
from services.lending.domain.product import AssuranceLevel
from services.lending.domain.rule_language import RuleError, Scope
from services.lending.policy_file import DEFAULT, RULES
from tests.builders.lending import TODAY, a_decision_policy, a_policy, policies, some_inputs

DOCUMENT = read_document(DEFAULT / RULES)
SHIPPED = a_decision_policy()
NAMES = SHIPPED.names


@pytest.mark.parametrize("rule", SHIPPED.rules.rules, ids=lambda rule: rule.code)
def test_a_shipped_rule_holds_and_passes_as_its_examples_say(rule: DecisionRule) -> None:
    alone = parse_rules(
        {**DOCUMENT, "rule": [row for row in DOCUMENT["rule"] if row["code"] == rule.code]}
    )

    assert [found.code for found in alone.on(TODAY, NAMES).rules] == [rule.code]


@pytest.mark.parametrize("product_code", sorted(policies().products))
def test_the_rules_are_proven_under_every_product(product_code: Any) -> None:
    product = a_policy(product_code=product_code)

    assert not failed_examples(
        SHIPPED.rules, DOCUMENT["example"], policy_names(product, SHIPPED.credit)
    )


def test_every_fact_of_an_application_is_one_the_rules_know() -> None:
    assert some_inputs().facts().keys() == DOCUMENT["example"].keys()
    scope = Scope(some_inputs().facts(), NAMES, SHIPPED.rules.words)
    assert [r.code for r in SHIPPED.rules.rules if r.when.evaluate(scope)] == []
    assert some_inputs().facts()["assurance_level"] == AssuranceLevel.L1


def a_document(**rule: Any) -> dict[str, Any]:
    row = {
        "code": "X",
        "stage": "HARD",
        "effect": "DECLINE",
        "when": "age_years < 18",
        "actionable": False,
        "text_zh": "中",
        "text_en": "e",
        "holds": [{"age_years": 17}],
        "passes": [{"age_years": 18}],
        "effective_from": date(2026, 1, 1),
        "source": "s",
        "confidence": "choice",
    }
    row = {name: value for name, value in {**row, **rule}.items() if value is not None}
    return {"example": DOCUMENT["example"], "words": {"w": ["词"]}, "rule": [row]}


@pytest.mark.parametrize(
    "rule",
    [
        {"stage": "ADMISSION", "effect": "REFUSE"},
        {"stage": "ADMISSION"},
        {"effect": "FLAG"},
        {"effect": "ROAST"},
        {"when": "age_years <"},
        {"when": "nobody_knows > 1"},
        {"when": "age_years < policy.nothing"},
        {"when": "mentions(employer, words.nothing)"},
        {"holds": [{"nobody_knows": 1}]},
        {"holds": []},
        {"passes": []},
        {"holds": None},
        {"text_zh": ""},
        {"actionable": 1},
        {"code": None},
        {"source": ""},
        {
            "code": "PURPOSE_BANNED",
            "stage": "ADMISSION",
            "effect": "REFUSE",
            "when": "debt_minor > 1",
        },
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused_when_the_file_is_read(rule: Any) -> None:
    with pytest.raises((PolicyError, RuleError, ValueError)):
        parse_rules(a_document(**rule))


def test_a_rule_with_two_values_on_a_day_is_refused() -> None:
    twice = a_document()
    twice["rule"].append(deepcopy(twice["rule"][0]))

    with pytest.raises(PolicyError, match="X has two values"):
        parse_rules(twice)


@pytest.mark.parametrize(
    ("rule", "wrong"),
    [
        ({"holds": [{"age_years": 18}]}, "X must hold for"),
        ({"passes": [{"age_years": 17}]}, "X must not hold for"),
        ({"when": "age_years == 30", "holds": [{}]}, "X holds for the plain example"),
    ],
)
def test_an_example_that_comes_out_otherwise_stops_the_rules(rule: Any, wrong: Any) -> None:
    book = parse_rules(a_document(**rule))

    with pytest.raises(RuleError, match=wrong):
        book.on(TODAY, NAMES)


def test_a_rule_is_in_force_on_its_days_only() -> None:
    ended = parse_rules(a_document(effective_to=date(2026, 6, 30)))

    assert [rule.code for rule in ended.on(date(2026, 6, 30), NAMES).rules] == ["X"]
    assert ended.on(date(2026, 7, 1), NAMES).rules == ()
    assert ended.on(date(2026, 7, 1), NAMES).version.startswith("rules@2026-07-01#")


def test_an_example_may_speak_of_the_policy_of_the_day() -> None:
    book = parse_rules(
        a_document(
            when="age_years < policy.customer_age_min",
            holds=[{"age_years": "policy.customer_age_min - 1"}],
            passes=[{"age_years": "policy.customer_age_min"}],
        )
    )

    for age_min in (18, 21):
        assert book.on(TODAY, {**NAMES, "customer_age_min": age_min}).rules


def test_rules_are_of_the_three_stages() -> None:
    assert {rule.stage for rule in SHIPPED.rules.rules} == set(Stage)
