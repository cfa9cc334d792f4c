"""What is refused before a decision, and what a decision does to the line."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.lending.domain.admission import is_stale, require_admissible, require_fresh
from services.lending.domain.approval import (
    Apply,
    LastApplication,
    decide_application,
    require_may_apply,
)
from services.lending.domain.credit_line import LineStatus
from services.lending.domain.decision_engine import decide
from services.lending.domain.errors import (
    ApplicationTooSoon,
    AssuranceTooLow,
    BureauReportStale,
    BusinessNotVerified,
    CreditLineExists,
    CreditLineNotActive,
    IncomeNotPlausible,
    PurposeBanned,
    PurposeNotOffered,
    ReviewPending,
    TruthNotDeclared,
)
from services.lending.domain.events import (
    ApplicationDecided,
    CreditLineOpened,
    ManualReviewOpened,
)
from services.lending.domain.exploration import ExplorationMonth, month_of
from services.lending.domain.exposure import CustomerExposure, GrantedLimit
from services.lending.domain.loan_application import Outcome, age_on
from services.lending.domain.product import AssuranceLevel, Purpose
from tests.builders.lending import (
    CUSTOMER,
    NOW,
    TODAY,
    a_bureau_report,
    a_decision_policy,
    a_line,
    a_policy,
    a_score,
    an_application,
    some_inputs,
)

LONG_AGO = TODAY - timedelta(days=31)
GRANTED = 1_900_000
NOTHING_GRANTED = CustomerExposure(CUSTOMER)
STATED = some_inputs().facts()


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


def admissible(product: Any = None, **changes: Any) -> None:
    said = {"truth_declared": True, "birth_date_known": True, "business_verified": False}
    given = {name: changes.pop(name, value) for name, value in said.items()}
    policy = a_decision_policy(product=product or a_policy())
    require_admissible({**STATED, **changes}, policy=policy, **given)


def test_what_need_not_be_decided_is_refused_before_anybody_is_asked() -> None:
    admissible()

    with pytest.raises(TruthNotDeclared):
        admissible(truth_declared=False)
    with pytest.raises(PurposeBanned) as banned:
        admissible(purpose=Purpose.GAMBLING)
    with pytest.raises(PurposeBanned):
        admissible(purpose_text="想拿去炒 股")
    with pytest.raises(IncomeNotPlausible) as implausible:
        admissible(monthly_income_minor=10**12)
    with pytest.raises(AssuranceTooLow) as too_low:
        admissible(assurance_level=AssuranceLevel.L0)
    with pytest.raises(AssuranceTooLow):
        admissible(birth_date_known=False)

    assert banned.value.metadata == {"purpose": "GAMBLING"}
    assert implausible.value.metadata == {"most_minor": "100000000"}
    assert too_low.value.metadata == {"required": "L1", "actual": "L0"}


def test_a_business_purpose_is_for_the_business_product_only() -> None:
    business = a_policy(product_code="micro_business")

    with pytest.raises(PurposeNotOffered):
        admissible(purpose=Purpose.BUSINESS_RENT)
    with pytest.raises(PurposeNotOffered):
        admissible(business, purpose=Purpose.TRAVEL, business_verified=True)
    admissible(business, purpose=Purpose.BUSINESS_RENT, business_verified=True)


def test_the_business_product_is_for_a_business_that_is_known() -> None:
    with pytest.raises(BusinessNotVerified):
        admissible(a_policy(product_code="micro_business"), purpose=Purpose.BUSINESS_RENT)


def test_a_report_is_decided_on_for_a_month_and_no_file_never_ages() -> None:
    policy = a_decision_policy()
    fresh = a_bureau_report(reported_on=TODAY - timedelta(days=30))
    stale = a_bureau_report(reported_on=TODAY - timedelta(days=31))

    require_fresh(fresh, TODAY, policy)
    assert not is_stale(a_bureau_report(reported_on=None), TODAY, policy)
    with pytest.raises(BureauReportStale) as refused:
        require_fresh(stale, TODAY, policy)
    assert refused.value.metadata == {"reported_on": "2026-10-23"}


def an_apply(**changes: Any) -> Apply:
    command = Apply(
        customer_id=CUSTOMER,
        application_id=UUID(int=2),
        inputs=some_inputs(),
        last=None,
        policy=a_decision_policy(),
        now=NOW,
    )
    return replace(command, **changes)


def test_approval_opens_a_line_and_announces_both() -> None:
    decision = decide_application(an_apply(), None, NOTHING_GRANTED)

    application, line, exposure = (change.state for change in decision.changes)
    events = [event for change in decision.changes for event in change.events]
    assert events == [ApplicationDecided(application, NOW), CreditLineOpened(line)]
    assert (line.status, line.limit_minor) == (LineStatus.OPENED, GRANTED)
    assert line.application_id == application.application_id
    assert exposure.limits == (GrantedLimit("personal_revolving", GRANTED),)


def test_what_other_products_granted_leaves_less_for_this_one() -> None:
    granted = CustomerExposure(CUSTOMER, (GrantedLimit("micro_business", 49_000_000),))

    decision = decide_application(an_apply(), None, granted)

    assert decision.reply.inputs.other_limits_minor == 49_000_000
    assert decision.reply.decision.limit_minor == 600_000
    assert "EXPOSURE_REACHED" in decision.reply.decision.price_reasons
    assert decision.changes[-1].state.limits == (
        GrantedLimit("micro_business", 49_000_000),
        GrantedLimit("personal_revolving", 600_000),
    )


def test_who_was_granted_all_a_person_may_have_is_declined() -> None:
    granted = CustomerExposure(CUSTOMER, (GrantedLimit("micro_business", 49_950_001),))

    decision = decide_application(an_apply(), None, granted)

    assert "EXPOSURE_REACHED" in decision.reply.decision.reason_codes


def test_the_same_limit_again_writes_no_exposure_anew() -> None:
    stale = a_line(assessed_on=LONG_AGO, limit_minor=GRANTED)
    granted = CustomerExposure(CUSTOMER, (GrantedLimit("personal_revolving", GRANTED),))

    decision = decide_application(an_apply(), stale, granted)

    assert len(decision.changes) == 2
    assert granted.with_limit("personal_revolving", 0).limits == ()


def test_a_decline_leaves_no_line_behind() -> None:
    decision = decide_application(
        an_apply(inputs=some_inputs(is_student=True)), None, NOTHING_GRANTED
    )

    (change,) = decision.changes
    assert change.events == (ApplicationDecided(decision.reply, NOW),)


def test_a_doubt_opens_a_review_and_no_line() -> None:
    decision = decide_application(
        an_apply(inputs=some_inputs(occupation="无业")), None, NOTHING_GRANTED
    )

    application, review = (change.state for change in decision.changes)
    assert application.decision.outcome is Outcome.MANUAL
    assert decision.changes[1].events == (ManualReviewOpened(review),)
    assert review.proposed_limit_minor == GRANTED


def test_a_customer_with_a_usable_line_need_not_apply() -> None:
    with pytest.raises(CreditLineExists):
        decide_application(an_apply(), a_line(), NOTHING_GRANTED)


def test_a_line_never_drawn_is_renewed_after_a_month() -> None:
    stale = a_line(assessed_on=LONG_AGO, limit_minor=100_000)

    decision = decide_application(an_apply(), stale, NOTHING_GRANTED)

    line = decision.changes[1].state
    assert (line.status, line.assessed_on) == (LineStatus.OPENED, TODAY)
    assert line.limit_minor == GRANTED


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


def test_after_a_decline_a_customer_waits_and_after_an_expiry_not() -> None:
    policy = a_policy()

    def may_apply(outcome: Outcome, days_ago: int) -> None:
        last = LastApplication(outcome, TODAY - timedelta(days=days_ago))
        require_may_apply(None, last, TODAY, policy)

    with pytest.raises(ApplicationTooSoon) as too_soon:
        may_apply(Outcome.DECLINED, 29)
    with pytest.raises(ReviewPending):
        may_apply(Outcome.MANUAL, 29)
    may_apply(Outcome.DECLINED, 30)
    may_apply(Outcome.EXPIRED, 0)

    assert too_soon.value.metadata == {"apply_again_on": "2026-11-24"}


def test_the_application_stored_holds_what_it_was_decided_on() -> None:
    application = an_application()

    assert application.decision == decide(application.inputs, a_decision_policy())


def test_what_is_explored_uses_up_the_budget_of_the_month() -> None:
    near = an_apply(inputs=some_inputs(score=a_score(pd_ppm=139_000), dice_ppm=0))
    month = ExplorationMonth(month_of(TODAY), expected_loss_minor=1_000)

    decision = decide_application(near, None, NOTHING_GRANTED, month)

    application, used = decision.reply, decision.changes[-1].state
    assert application.inputs.explored_loss_minor == 1_000
    assert application.decision.explored
    assert application.decision.price is not None
    cost = application.decision.price.expected_loss_minor
    assert used == ExplorationMonth("2026-11", 1_000 + cost, approvals=1)


def test_a_budget_that_is_used_up_is_not_touched() -> None:
    near = an_apply(inputs=some_inputs(score=a_score(pd_ppm=139_000), dice_ppm=0))
    month = ExplorationMonth(month_of(TODAY), expected_loss_minor=10**9)

    decision = decide_application(near, None, NOTHING_GRANTED, month)

    assert len(decision.changes) == 1
    assert decision.reply.decision.outcome is Outcome.DECLINED
