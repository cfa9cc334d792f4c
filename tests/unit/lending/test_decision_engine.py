"""How applications are decided, step by step, and that they replay."""

from dataclasses import fields, replace
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.lending.domain.credit_file import FEATURES, FeatureVector, features_of
from services.lending.domain.decision_engine import assess, decide, may_explore
from services.lending.domain.loan_application import ApplicationInputs, Outcome, Screening
from services.lending.domain.reasons import ASK_FOR_A_PERSON
from services.lending.domain.score import ShadowScore
from tests.builders.lending import (
    a_bureau_report,
    a_decision_policy,
    a_policy,
    a_score,
    some_inputs,
)

POLICY = a_decision_policy()
THIN = FeatureVector("credit_file_1", (None,) * len(FEATURES))
BEYOND = a_score(pd_ppm=139_000)
"""13.9 %: below grade F, near enough to explore."""


def risky(pd_ppm: int) -> Any:
    """Inputs with this probability of default."""
    return some_inputs(score=a_score(pd_ppm=pd_ppm))


def test_a_good_customer_gets_the_best_grade_its_price_and_a_start_of_the_limit() -> None:
    decision = decide(some_inputs(), POLICY)

    assert decision.outcome is Outcome.APPROVED
    assert (decision.grade, decision.daily_rate_ppm) == ("A", 280)
    assert decision.limit is not None
    # 10,000 stated, 6,000 counted; 55 % of it less 500 of dues carries 2,800 a month.
    assert decision.limit.counted_income_minor == 600_000
    assert decision.limit.by_income_minor == 3_600_000
    assert decision.limit.by_dues_minor == 3_181_158
    assert decision.limit.by_debts_minor == 9_800_000
    assert decision.limit.binding == "DUES_LEAVE_LITTLE"
    # 60 % of what the dues leave, in whole hundreds of yuan.
    assert decision.limit_minor == 1_900_000
    assert decision.price_reasons == ("UTILISATION", "DUES_LEAVE_LITTLE", "CREDIT_USE")
    assert decision.reason_codes == ()


@pytest.mark.parametrize(
    ("pd_ppm", "grade", "rate"),
    [(6_000, "A", 280), (14_000, "B", 300), (26_000, "C", 330), (44_000, "D", 380),
     (71_000, "E", 450), (96_000, "F", 500)],
)  # fmt: skip
def test_more_risk_is_a_weaker_grade_a_higher_price_and_a_return_above_the_hurdle(
    pd_ppm: Any, grade: Any, rate: Any
) -> None:
    decision = decide(risky(pd_ppm), POLICY)

    assert (decision.grade, decision.daily_rate_ppm) == (grade, rate)
    assert decision.price is not None
    assert decision.price.raroc_ppm >= decision.price.hurdle_ppm
    assert decision.price.required_annual_ppm <= decision.price.annual_ppm
    assert decision.price.annual_ppm <= decision.price.cap_annual_ppm


def test_a_risk_that_no_allowed_price_carries_is_declined_never_priced_above() -> None:
    decision = decide(risky(110_000), POLICY)

    assert decision.outcome is Outcome.DECLINED
    assert decision.reason_codes == ("UTILISATION", "PRICE_ABOVE_CAP", "CREDIT_USE")
    assert decision.daily_rate_ppm == 0


def test_a_rate_above_the_cap_in_force_is_not_charged() -> None:
    capped = a_decision_policy(product=a_policy(all_in_cap_annual_ppm=100_000))

    assert "PRICE_ABOVE_CAP" in decide(some_inputs(), capped).reason_codes


def test_a_risk_below_every_grade_is_declined_with_what_spoke_against_it() -> None:
    decision = decide(some_inputs(score=BEYOND), POLICY)

    assert decision.reason_codes == ("UTILISATION", "RISK_TOO_HIGH", "CREDIT_USE")
    assert (decision.grade, decision.limit_minor) == ("", 0)


def test_a_grade_that_the_product_does_not_lend_to_is_declined() -> None:
    business = a_decision_policy(product=a_policy(product_code="micro_business"))

    assert "RISK_TOO_HIGH" in decide(risky(71_000), business).reason_codes


def test_hard_rules_are_all_tried_and_at_most_four_told_actionable_first() -> None:
    decision = decide(
        some_inputs(age_years=17, is_student=True, monthly_income_minor=0, region="71"), POLICY
    )

    assert decision.reason_codes == (
        "INCOME_MISSING",
        "AGE_BELOW_MINIMUM",
        "STUDENT_NOT_ELIGIBLE",
        "REGION_NOT_SERVED",
    )
    assert decision.final


def test_a_single_reason_comes_with_the_way_to_a_person() -> None:
    decision = decide(some_inputs(bureau=a_bureau_report(accounts=8)), POLICY)

    assert decision.reason_codes == ("TOO_MANY_ACCOUNTS", ASK_FOR_A_PERSON)
    assert not decision.final


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"age_years": 61}, "AGE_ABOVE_MAXIMUM"),
        ({"sanctions": Screening.HIT}, "CANNOT_BE_SERVED"),
        ({"is_related_party": True}, "RELATED_PARTY"),
        ({"other_limits_minor": 10**9}, "EXPOSURE_REACHED"),
        ({"monthly_income_minor": 299_999}, "INCOME_TOO_LOW"),
        ({"bureau": a_bureau_report(overdue_now_minor=1)}, "OVERDUE_NOW"),
        ({"bureau": a_bureau_report(overdue_months_last_24=3)}, "OVERDUE_HISTORY"),
        ({"bureau": a_bureau_report(queries_last_3_months=6)}, "TOO_MANY_QUERIES"),
        ({"bureau": a_bureau_report(monthly_due_minor=550_001)}, "DEBT_TO_INCOME_TOO_HIGH"),
    ],
)
def test_each_rule_declines_alone_and_says_why(change: Any, reason: Any) -> None:
    decision = decide(some_inputs(**change), POLICY)

    assert decision.outcome is Outcome.DECLINED
    assert reason in decision.reason_codes


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"occupation": "无业"}, "EMPLOYMENT_CONTRADICTORY"),
        ({"occupation": "大学生"}, "STUDENT_NOT_DECLARED"),
        ({"sanctions": Screening.POSSIBLE}, "IDENTITY_TO_BE_CONFIRMED"),
        ({"monthly_income_minor": 60_000_000}, "INCOME_ABOVE_SPENDING"),
        ({"people_on_device": 4}, "DEVICE_SHARED"),
        ({"people_on_card": 2}, "CARD_SHARED"),
        ({"score": a_score(shadow=ShadowScore("s1", 96_000, 500))}, "MODELS_DISAGREE"),
        ({"score": a_score(shadow=ShadowScore("s1", 900_000, 100))}, "MODELS_DISAGREE"),
    ],
)
def test_what_does_not_fit_together_goes_to_a_person_with_a_proposal(
    change: Any, reason: Any
) -> None:
    decision = decide(some_inputs(**change), POLICY)

    assert decision.outcome is Outcome.MANUAL
    assert reason in decision.reason_codes
    assert decision.grade == "A"
    assert decision.limit_minor > 0
    assert not decision.approved


def test_a_shadow_that_agrees_changes_nothing() -> None:
    agreeing = some_inputs(score=a_score(shadow=ShadowScore("s1", 21_000, 600)))

    decision = decide(agreeing, POLICY)

    assert decision.outcome is Outcome.APPROVED
    assert decision.risk is not None
    assert decision.risk.shadow_grade == "C"


def test_a_doubtful_risk_beyond_the_cut_off_is_declined_not_referred() -> None:
    decision = decide(some_inputs(score=BEYOND, occupation="无业", dice_ppm=0), POLICY)

    assert decision.outcome is Outcome.DECLINED


def test_a_customer_without_a_file_is_flagged_and_begins_small() -> None:
    nobody = a_bureau_report(accounts=0, credit_file=None, debt_minor=0, monthly_due_minor=0)
    decision = decide(some_inputs(bureau=nobody, features=THIN), POLICY)

    assert decision.flags == ("NO_BUREAU_FILE",)
    assert decision.risk is not None
    assert decision.risk.thin_file
    assert decision.grade == "E"
    assert decision.limit is not None
    assert decision.limit.binding == "SHORT_HISTORY_CAP"
    # 30 % of 5,000.00
    assert decision.limit_minor == 150_000


def test_where_no_model_answers_the_entry_grade_is_given() -> None:
    decision = decide(some_inputs(score=None, features=None), POLICY)

    assert (decision.grade, decision.limit_minor) == ("E", 150_000)
    assert decision.price_reasons == (ASK_FOR_A_PERSON, "SHORT_HISTORY_CAP")


def test_a_limit_below_the_smallest_drawdown_is_no_limit() -> None:
    almost_full = some_inputs(bureau=a_bureau_report(monthly_due_minor=327_000))

    decision = decide(almost_full, POLICY)

    assert decision.outcome is Outcome.DECLINED
    assert decision.reason_codes[0] in {"DUES_LEAVE_LITTLE", "UTILISATION"}
    assert "DUES_LEAVE_LITTLE" in decision.reason_codes


def test_a_start_share_below_the_smallest_drawdown_is_rounded_up_to_it() -> None:
    little = some_inputs(bureau=a_bureau_report(monthly_due_minor=324_500))

    decision = decide(little, POLICY)

    assert decision.limit_minor == POLICY.product.drawdown_min_minor


def test_debts_elsewhere_count_against_the_limit() -> None:
    indebted = some_inputs(bureau=a_bureau_report(debt_minor=10_700_000))

    decision = decide(indebted, POLICY)

    assert decision.limit is not None
    assert (decision.limit.binding, decision.limit.by_debts_minor) == ("DEBTS_ELSEWHERE", 100_000)
    assert "DEBTS_ELSEWHERE" in decision.price_reasons


# ---- Exploration ------------------------------------------------------------


def test_the_dice_approve_a_near_reject_with_a_small_limit_marked_for_ever() -> None:
    decision = decide(some_inputs(score=BEYOND, dice_ppm=0), POLICY)

    assert decision.outcome is Outcome.APPROVED
    assert decision.explored
    assert (decision.grade, decision.limit_minor, decision.daily_rate_ppm) == ("F", 100_000, 500)


def test_the_budget_of_the_month_ends_exploration() -> None:
    near = some_inputs(score=BEYOND, dice_ppm=0)
    explored = decide(near, POLICY)
    assert explored.price is not None
    left = POLICY.credit.exploration.monthly_loss_budget_minor - explored.price.expected_loss_minor

    assert decide(replace(near, explored_loss_minor=left), POLICY).explored
    assert not decide(replace(near, explored_loss_minor=left + 1), POLICY).explored


@pytest.mark.parametrize(
    "inputs",
    [
        some_inputs(score=BEYOND, dice_ppm=20_000),
        some_inputs(score=a_score(pd_ppm=228_000), dice_ppm=0),
        some_inputs(score=BEYOND, dice_ppm=0, bureau=a_bureau_report(monthly_due_minor=180_000)),
        some_inputs(score=BEYOND, dice_ppm=0, is_student=True),
    ],
)
def test_who_is_far_not_chosen_or_cannot_pay_is_not_explored(inputs: Any) -> None:
    decision = decide(inputs, POLICY)

    assert decision.outcome is Outcome.DECLINED
    assert not decision.explored


def test_only_the_chosen_wait_for_the_budget() -> None:
    assert may_explore(some_inputs(score=BEYOND, dice_ppm=19_999), POLICY)
    assert not may_explore(some_inputs(score=BEYOND, dice_ppm=20_000), POLICY)
    assert not may_explore(some_inputs(score=a_score(pd_ppm=900_000), dice_ppm=0), POLICY)


def test_a_product_without_the_grade_of_exploration_explores_nobody() -> None:
    business = a_decision_policy(product=a_policy(product_code="micro_business"))

    assert not decide(some_inputs(score=BEYOND, dice_ppm=0), business).explored


# ---- Promises ---------------------------------------------------------------

SOME_INPUTS = st.builds(
    some_inputs,
    monthly_income_minor=st.integers(0, 10**9),
    age_years=st.integers(0, 120),
    is_student=st.booleans(),
    occupation=st.sampled_from(["司机", "无业", "大学生"]),
    dice_ppm=st.integers(0, 1_000_000),
    features=st.sampled_from([THIN, features_of(a_bureau_report().credit_file), None]),
    score=st.one_of(
        st.none(),
        st.builds(
            a_score,
            pd_ppm=st.integers(0, 1_000_000),
            shadow=st.builds(ShadowScore, st.just("s"), st.integers(0, 1_000_000), st.just(0)),
        ),
    ),
    bureau=st.builds(
        a_bureau_report,
        monthly_due_minor=st.integers(0, 10**7),
        debt_minor=st.integers(0, 10**9),
        accounts=st.integers(0, 20),
    ),
)


@given(inputs=SOME_INPUTS)
def test_stored_inputs_always_replay_to_the_same_decision_within_the_law(inputs: Any) -> None:
    decision = decide(inputs, POLICY)

    stored = msgspec.json.decode(msgspec.json.encode(inputs), type=ApplicationInputs)
    assert decide(stored, POLICY) == decision
    assert decision.policy_version == POLICY.product.version
    assert decision.credit_version == POLICY.credit.version
    assert decision.rule_set_version == POLICY.rules.version
    assert 0 <= decision.limit_minor <= POLICY.product.line_limit_max_minor
    assert 0 <= decision.daily_rate_ppm * 365 <= POLICY.product.all_in_cap_annual_ppm
    if decision.outcome is Outcome.APPROVED:
        assert decision.reason_codes == ()
        assert 2 <= len(decision.price_reasons) <= 4
        assert decision.limit_minor >= POLICY.product.drawdown_min_minor
    else:
        assert 2 <= len(decision.reason_codes) <= 4
    for code in (*decision.reason_codes, *decision.price_reasons):
        assert POLICY.reasons[code].text_zh
        assert POLICY.reasons[code].text_en


@given(pd_ppm=st.integers(0, 900_000), other=st.integers(0, 900_000))
def test_equal_risk_has_an_equal_price_whoever_asks(pd_ppm: Any, other: Any) -> None:
    first = decide(some_inputs(score=a_score(pd_ppm=pd_ppm)), POLICY)
    second = decide(
        some_inputs(
            score=a_score(pd_ppm=pd_ppm), age_years=59, region="44", monthly_income_minor=4_000_000
        ),
        POLICY,
    )
    third = decide(some_inputs(score=a_score(pd_ppm=other)), POLICY)

    assert first.daily_rate_ppm == second.daily_rate_ppm
    if first.approved and third.approved and pd_ppm <= other:
        assert first.daily_rate_ppm <= third.daily_rate_ppm
        assert first.limit_minor >= third.limit_minor


def test_no_protected_attribute_is_a_feature() -> None:
    protected = ("sex", "gender", "marri", "age", "birth", "ethnic", "religion", "region", "name")

    assert not [name for name in FEATURES if any(name.startswith(word) for word in protected)]
    assert not {"sex", "gender", "marital_status"} & {f.name for f in fields(ApplicationInputs)}


def test_the_score_told_is_that_of_the_probability() -> None:
    risk = assess(some_inputs(), POLICY)

    assert (risk.pd_ppm, risk.points, risk.model_version) == (6_000, 699, "m1")
    assert decide(some_inputs(), POLICY).points == risk.points
    assert replace(decide(some_inputs(), POLICY), risk=None).points == 0
