"""How applications are decided."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.lending.domain.approval import Apply, decide_application, require_may_apply
from services.lending.domain.credit_line import LineStatus
from services.lending.domain.errors import (
    ApplicationTooSoon,
    AssuranceTooLow,
    BusinessNotVerified,
    CreditLineExists,
    CreditLineNotActive,
    PurposeBanned,
    PurposeNotOffered,
    TruthNotDeclared,
)
from services.lending.domain.events import ApplicationDecided, CreditLineOpened
from services.lending.domain.exposure import CustomerExposure, GrantedLimit
from services.lending.domain.loan_application import (
    ApplicationInputs,
    DeclineReason,
    Outcome,
    age_on,
    decide,
    require_admissible,
)
from services.lending.domain.product import AssuranceLevel, Purpose
from tests.builders.lending import (
    CUSTOMER,
    NOW,
    TODAY,
    a_bureau_report,
    a_line,
    a_policy,
    an_application,
    some_inputs,
)

LONG_AGO = TODAY - timedelta(days=31)


def test_a_plain_customer_gets_the_entry_grade() -> None:
    decision = decide(some_inputs(monthly_income_minor=1_000_000), a_policy())

    assert decision.outcome is Outcome.APPROVED
    assert (decision.grade, decision.daily_rate_ppm) == ("D", 500)
    # (10,000 x 55 % - 500) x 12 = 60,000
    assert decision.limit_minor == 6_000_000
    assert decision.reason_codes == ()


def test_income_and_a_long_good_history_buy_a_better_grade() -> None:
    rich = some_inputs(monthly_income_minor=6_000_000, bureau=a_bureau_report(history_months=61))

    decision = decide(rich, a_policy())

    assert (decision.grade, decision.daily_rate_ppm) == ("A", 200)
    assert decision.limit_minor == a_policy().line_limit_max_minor


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"age_years": 17}, DeclineReason.AGE_BELOW_MINIMUM),
        ({"age_years": 61}, DeclineReason.AGE_ABOVE_MAXIMUM),
        ({"is_student": True}, DeclineReason.STUDENT_NOT_ELIGIBLE),
        ({"bureau": a_bureau_report(overdue_now_minor=1)}, DeclineReason.OVERDUE_NOW),
        ({"bureau": a_bureau_report(overdue_months_last_24=3)}, DeclineReason.OVERDUE_HISTORY),
        ({"bureau": a_bureau_report(accounts=8)}, DeclineReason.TOO_MANY_ACCOUNTS),
        ({"bureau": a_bureau_report(queries_last_3_months=6)}, DeclineReason.TOO_MANY_QUERIES),
        ({"monthly_income_minor": 299_999}, DeclineReason.INCOME_TOO_LOW),
        (
            {"bureau": a_bureau_report(monthly_due_minor=550_001)},
            DeclineReason.DEBT_TO_INCOME_TOO_HIGH,
        ),
    ],
)
def test_each_rule_declines_alone_and_says_why(change: Any, reason: Any) -> None:
    decision = decide(some_inputs(**change), a_policy())

    assert decision.outcome is Outcome.DECLINED
    assert decision.reason_codes == (reason,)
    assert (decision.grade, decision.limit_minor, decision.daily_rate_ppm) == ("", 0, 0)


def test_all_reasons_are_told_at_once() -> None:
    decision = decide(some_inputs(age_years=17, is_student=True), a_policy())

    assert decision.reason_codes == (
        DeclineReason.AGE_BELOW_MINIMUM,
        DeclineReason.STUDENT_NOT_ELIGIBLE,
    )


def test_without_income_any_debt_is_too_much_and_none_is_no_ground() -> None:
    no_debt = some_inputs(monthly_income_minor=0, bureau=a_bureau_report(monthly_due_minor=0))
    some_debt = some_inputs(monthly_income_minor=0)

    assert no_debt.debt_to_income_ppm == 1_000_000
    assert some_debt.debt_to_income_ppm > 1_000_000


def test_a_customer_whom_no_grade_fits_is_declined() -> None:
    best_only = a_policy(grades=a_policy().grades[:1])

    decision = decide(some_inputs(), best_only)

    assert decision.reason_codes == (DeclineReason.NO_GRADE_FITS,)


def test_a_limit_below_the_smallest_drawdown_is_no_limit() -> None:
    almost_full = some_inputs(bureau=a_bureau_report(monthly_due_minor=549_999))

    decision = decide(almost_full, a_policy())

    assert decision.reason_codes == (DeclineReason.LIMIT_TOO_SMALL,)


@given(
    income=st.integers(0, 10**9),
    due=st.integers(0, 10**7),
    age=st.integers(0, 120),
    accounts=st.integers(0, 20),
    history=st.integers(0, 400),
)
def test_stored_inputs_always_replay_to_the_same_decision(
    income: Any, due: Any, age: Any, accounts: Any, history: Any
) -> None:
    inputs = some_inputs(
        monthly_income_minor=income,
        age_years=age,
        bureau=a_bureau_report(monthly_due_minor=due, accounts=accounts, history_months=history),
    )
    policy = a_policy()

    stored = msgspec.json.encode(inputs)
    replayed = decide(msgspec.json.decode(stored, type=ApplicationInputs), policy)

    assert replayed == decide(inputs, policy)
    assert replayed.policy_version == policy.version
    assert 0 <= replayed.limit_minor <= policy.line_limit_max_minor
    assert replayed.approved is (replayed.reason_codes == ())


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2008, 11, 23), TODAY, 18),
        (date(2008, 11, 24), TODAY, 17),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
    ],
)
def test_age_counts_completed_years(born: Any, day: Any, age: Any) -> None:
    assert age_on(born, day) == age


def admissible(**changes: Any) -> Any:
    require_admissible(
        **{
            "truth_declared": True,
            "purpose": Purpose.TRAVEL,
            "assurance_level": AssuranceLevel.L1,
            "birth_date_known": True,
            "business_verified": False,
            "policy": a_policy(),
            **changes,
        }
    )


def test_what_need_not_be_decided_is_refused_before_anybody_is_asked() -> None:
    admissible()

    with pytest.raises(TruthNotDeclared):
        admissible(truth_declared=False)
    with pytest.raises(PurposeBanned) as banned:
        admissible(purpose=Purpose.GAMBLING)
    with pytest.raises(AssuranceTooLow) as too_low:
        admissible(assurance_level=AssuranceLevel.L0)
    with pytest.raises(AssuranceTooLow):
        admissible(birth_date_known=False)

    assert banned.value.metadata == {"purpose": "GAMBLING"}
    assert too_low.value.metadata == {"required": "L1", "actual": "L0"}


def an_apply(**changes: Any) -> Any:
    command = Apply(
        customer_id=CUSTOMER,
        application_id=UUID(int=2),
        employer="e",
        occupation="o",
        inputs=some_inputs(),
        last_declined_on=None,
        policy=a_policy(),
        now=NOW,
    )
    return replace(command, **changes)


NOTHING_GRANTED = CustomerExposure(CUSTOMER)


def a_student() -> Any:
    return an_apply(inputs=some_inputs(is_student=True))


def test_approval_opens_a_line_and_announces_both() -> None:
    decision = decide_application(an_apply(), None, NOTHING_GRANTED)

    application, line, exposure = (change.state for change in decision.changes)
    events = [event for change in decision.changes for event in change.events]
    assert events == [ApplicationDecided(application), CreditLineOpened(line)]
    assert (line.status, line.limit_minor) == (LineStatus.OPENED, 6_000_000)
    assert line.application_id == application.application_id
    assert exposure.limits == (GrantedLimit("personal_revolving", 6_000_000),)


def test_what_other_products_granted_leaves_less_for_this_one() -> None:
    granted = CustomerExposure(CUSTOMER, (GrantedLimit("micro_business", 46_000_000),))

    decision = decide_application(an_apply(), None, granted)

    assert decision.reply.inputs.other_limits_minor == 46_000_000
    assert decision.reply.decision.limit_minor == 4_000_000
    assert decision.changes[-1].state.limits == (
        GrantedLimit("micro_business", 46_000_000),
        GrantedLimit("personal_revolving", 4_000_000),
    )


def test_who_was_granted_all_a_person_may_have_is_declined() -> None:
    granted = CustomerExposure(CUSTOMER, (GrantedLimit("micro_business", 49_950_001),))

    decision = decide_application(an_apply(), None, granted)

    assert decision.reply.decision.reason_codes == (DeclineReason.EXPOSURE_REACHED,)


def test_the_same_limit_again_writes_no_exposure_anew() -> None:
    stale = a_line(assessed_on=LONG_AGO, limit_minor=6_000_000)
    granted = CustomerExposure(CUSTOMER, (GrantedLimit("personal_revolving", 6_000_000),))

    decision = decide_application(an_apply(), stale, granted)

    assert len(decision.changes) == 2
    assert granted.with_limit("personal_revolving", 0).limits == ()


def test_a_business_purpose_is_for_the_business_product_only() -> None:
    with pytest.raises(PurposeNotOffered):
        admissible(purpose=Purpose.BUSINESS_RENT)
    business = a_policy(product_code="micro_business")
    with pytest.raises(PurposeNotOffered):
        admissible(purpose=Purpose.TRAVEL, policy=business, business_verified=True)
    admissible(purpose=Purpose.BUSINESS_RENT, policy=business, business_verified=True)


def test_the_business_product_is_for_a_business_that_is_known() -> None:
    business = a_policy(product_code="micro_business")

    with pytest.raises(BusinessNotVerified):
        admissible(purpose=Purpose.BUSINESS_RENT, policy=business)


def test_a_decline_leaves_no_line_behind() -> None:
    decision = decide_application(
        an_apply(inputs=some_inputs(is_student=True)), None, NOTHING_GRANTED
    )

    (change,) = decision.changes
    assert change.events == (ApplicationDecided(decision.reply),)


def test_a_customer_with_a_usable_line_need_not_apply() -> None:
    with pytest.raises(CreditLineExists):
        decide_application(an_apply(), a_line(), NOTHING_GRANTED)


def test_a_line_never_drawn_is_renewed_after_a_month() -> None:
    stale = a_line(assessed_on=LONG_AGO, limit_minor=100_000)

    decision = decide_application(an_apply(), stale, NOTHING_GRANTED)

    line = decision.changes[1].state
    assert (line.status, line.assessed_on) == (LineStatus.OPENED, TODAY)
    assert line.limit_minor == 6_000_000


def test_a_renewed_line_never_falls_below_what_is_in_use() -> None:
    in_use = a_line(status=LineStatus.FROZEN, limit_minor=9_000_000, drawn_minor=8_000_000)

    decision = decide_application(an_apply(), in_use, NOTHING_GRANTED)

    line = decision.changes[1].state
    assert (line.status, line.limit_minor) == (LineStatus.ACTIVE, 8_000_000)


def test_a_decline_freezes_the_line_that_was_to_be_renewed() -> None:
    stale = a_line(assessed_on=LONG_AGO)

    decision = decide_application(
        an_apply(inputs=some_inputs(is_student=True)), stale, NOTHING_GRANTED
    )

    assert decision.changes[1].state.status is LineStatus.FROZEN
    assert decision.changes[1].state.available_minor == 0


def test_a_closed_line_stays_closed() -> None:
    with pytest.raises(CreditLineNotActive):
        decide_application(an_apply(), a_line(status=LineStatus.CLOSED), NOTHING_GRANTED)


def test_after_a_decline_a_customer_waits() -> None:
    policy = a_policy()

    with pytest.raises(ApplicationTooSoon) as too_soon:
        require_may_apply(None, TODAY - timedelta(days=29), TODAY, policy)
    require_may_apply(None, TODAY - timedelta(days=30), TODAY, policy)

    assert too_soon.value.metadata == {"apply_again_on": "2026-11-24"}


def test_the_application_stored_holds_what_it_was_decided_on() -> None:
    application = an_application()

    assert application.decision == decide(application.inputs, a_policy())
