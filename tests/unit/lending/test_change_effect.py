"""What a change of rules, grades or prices would do, before it is published."""

from copy import deepcopy
from typing import Any

import pytest

from chassis.dated_policy import PolicyError
from chassis.policy_files import read_document
from services.lending.domain.change_effect import OutcomeShift, effect_of
from services.lending.domain.credit_policy import parse_credit_policy
from services.lending.domain.loan_application import Outcome
from services.lending.domain.reasons import parse_reasons
from services.lending.domain.rule_language import RuleError
from services.lending.policy_file import CREDIT, DEFAULT, REASONS, RULES
from tests.builders.lending import (
    TODAY,
    a_bureau_report,
    a_decision_policy,
    a_policy,
    a_score,
    decisions,
    some_inputs,
)

BEFORE = a_decision_policy()
APPLICATIONS = [
    some_inputs(),
    some_inputs(score=a_score(pd_ppm=26_000)),
    some_inputs(bureau=a_bureau_report(accounts=8)),
    some_inputs(score=a_score(pd_ppm=139_000), dice_ppm=0),
]
RULES_DOCUMENT = read_document(DEFAULT / RULES)
CREDIT_DOCUMENT = read_document(DEFAULT / CREDIT)


def test_no_change_changes_nothing_and_the_dice_are_left_out() -> None:
    effect = effect_of(APPLICATIONS, BEFORE, BEFORE)

    assert (effect.applications, effect.outcomes_changed, effect.limits_changed) == (4, 0, 0)
    assert effect.limits_before_minor == effect.limits_after_minor
    assert effect.shifts == (
        OutcomeShift(Outcome.APPROVED, Outcome.APPROVED, 2),
        OutcomeShift(Outcome.DECLINED, Outcome.DECLINED, 2),
    )


def test_a_dropped_rule_shows_whom_it_declined() -> None:
    fewer = deepcopy(RULES_DOCUMENT)
    fewer["rule"] = [row for row in fewer["rule"] if row["code"] != "TOO_MANY_ACCOUNTS"]

    after = decisions().changed(rules=fewer, credit=None).of(a_policy(), TODAY)
    effect = effect_of(APPLICATIONS, BEFORE, after)

    assert effect.outcomes_changed == 1
    assert OutcomeShift(Outcome.DECLINED, Outcome.APPROVED, 1) in effect.shifts
    assert effect.limits_after_minor > effect.limits_before_minor


def test_another_grade_matrix_shows_whose_limit_and_price_move() -> None:
    stricter = deepcopy(CREDIT_DOCUMENT)
    for row in stricter["grade_matrix"][0]["value"]:
        row["pd_max_ppm"] //= 2

    after = decisions().changed(rules=None, credit=stricter).of(a_policy(), TODAY)
    effect = effect_of(APPLICATIONS, BEFORE, after)

    assert (effect.outcomes_changed, effect.limits_changed, effect.prices_changed) == (0, 2, 2)
    assert effect.limits_after_minor < effect.limits_before_minor


def a_matrix(*changes: Any) -> Any:
    document = deepcopy(CREDIT_DOCUMENT)
    for name, value in changes:
        document[name][0]["value"] = value
    return document


GRADES = CREDIT_DOCUMENT["grade_matrix"][0]["value"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("grade_matrix", []),
        ("grade_matrix", [GRADES[1], GRADES[0]]),
        ("grade_matrix", [GRADES[0], {**GRADES[1], "income_multiple_pct": 700}]),
        ("grade_matrix", [{**GRADES[0], "pd_max_ppm": -1}]),
        ("grade_matrix", [{"grade": "A"}]),
        ("grade_matrix", ["A"]),
        ("cold_start", {"grade": "E"}),
        ("counted_income_ppm", 0),
        ("regions_excluded", [""]),
    ],
)
def test_a_credit_policy_that_cannot_be_meant_is_refused(name: Any, value: Any) -> None:
    with pytest.raises(PolicyError, match=name):
        parse_credit_policy(a_matrix((name, value)))


def test_a_grade_is_found_by_risk_and_by_name() -> None:
    credit = BEFORE.credit

    assert credit.band_of(8_000) is credit.band("A")
    assert credit.band_of(8_001) is credit.band("B")
    assert credit.band_of(115_001) is None
    with pytest.raises(KeyError):
        credit.band("Z")


def test_every_reason_has_its_text() -> None:
    document = deepcopy(read_document(DEFAULT / REASONS))
    document["reason"].pop(0)

    with pytest.raises(RuleError, match="ASK_FOR_A_PERSON"):
        parse_reasons(document)


def test_the_shipped_rates_carry_the_risk_of_their_grade() -> None:
    for product_code in ("personal_revolving", "micro_business"):
        product = a_policy(product_code=product_code)
        rates = [grade.daily_rate_ppm for grade in product.grades]
        assert rates == sorted(rates)
        assert [grade.grade for grade in product.grades] == [
            band.grade for band in BEFORE.credit.grade_matrix
        ][: len(rates)]
