"""Looking after loans: who is looked at, what is shown, what staff find."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.frozen import replace
from services.lending.domain.errors import CheckEnded, EvidenceTooMany
from services.lending.domain.events import (
    FundsEvidenceGiven,
    PostLoanCheckEnded,
    PostLoanCheckOpened,
    PostLoanCheckRecorded,
)
from services.lending.domain.post_loan import (
    end_check,
    give_evidence,
    is_picked,
    open_check,
    record_look,
)
from services.lending.domain.post_loan_check import (
    EVIDENCE_MAX,
    CheckOutcome,
    CheckPlan,
    CheckRule,
    CheckStatus,
    Evidence,
    Look,
    PostLoanCheck,
    read_check_plan,
)
from services.lending.domain.product import Purpose
from tests.builders.lending import CUSTOMER, DRAWDOWN, NOW, TODAY, a_line, a_policy

PLAN = a_policy().post_loan_checks
ALL = CheckPlan((CheckRule(0, 1_000_000, 30, 90),), 200)


def a_check(**changes: Any) -> PostLoanCheck:
    check = PostLoanCheck(
        customer_id=CUSTOMER,
        loan_id=DRAWDOWN,
        credit_line_id=a_line().credit_line_id,
        product_code="personal_revolving",
        purpose=Purpose.EDUCATION,
        amount_minor=4_000_000,
        status=CheckStatus.OPEN,
        due_on=TODAY,
        every_days=90,
        policy_version="p",
        opened_at=NOW,
    )
    return replace(check, **changes)


def a_look(outcome: CheckOutcome, on: date = TODAY) -> Look:
    return Look(outcome, "li.ming", "a receipt of the school", on, NOW)


AN_INVOICE = Evidence("驾校", 300_000, TODAY, "学费", "0" * 64, NOW)


def test_every_large_loan_is_looked_at_after_a_month() -> None:
    decision = open_check(a_check(), PLAN, TODAY)

    (change,) = decision.changes
    assert change.state.due_on == TODAY + timedelta(days=30)
    assert change.state.every_days == 90
    assert change.events == (PostLoanCheckOpened(change.state),)


def test_of_small_loans_a_share_is_looked_at_the_same_ones_every_time() -> None:
    loans = [UUID(int=number * 7919) for number in range(4_000)]

    picked = [loan for loan in loans if is_picked(loan, 100_000)]

    assert 320 <= len(picked) <= 480
    assert picked == [loan for loan in loans if is_picked(loan, 100_000)]
    assert set(picked) <= {loan for loan in loans if is_picked(loan, 200_000)}


@given(st.uuids())
def test_a_share_of_nothing_picks_nobody_and_of_all_everybody(loan_id: UUID) -> None:
    assert not is_picked(loan_id, 0)
    assert is_picked(loan_id, 1_000_000)


def test_a_loan_below_every_amount_of_the_plan_is_left_alone() -> None:
    plan = CheckPlan((CheckRule(5_000_000, 1_000_000, 30, 0),), 200)

    assert open_check(a_check(), plan, TODAY).changes == ()
    nobody = CheckPlan((CheckRule(0, 0, 30, 0),), 200)
    assert open_check(a_check(), nobody, TODAY).changes == ()


def test_what_a_customer_shows_is_kept_up_to_a_number() -> None:
    decision = give_evidence(a_check(), [AN_INVOICE])

    assert decision.reply.evidence == (AN_INVOICE,)
    assert give_evidence(decision.reply, []).changes == ()
    assert decision.changes[0].events == (FundsEvidenceGiven(decision.reply),)
    with pytest.raises(EvidenceTooMany):
        give_evidence(decision.reply, [AN_INVOICE] * EVIDENCE_MAX)


def test_a_loan_in_order_is_looked_at_again_until_it_is_settled() -> None:
    looked = record_look(a_check(), a_look(CheckOutcome.IN_ORDER), PLAN)

    assert looked.reply.due_on == TODAY + timedelta(days=90)
    ended = end_check(looked.reply, NOW)
    assert ended.reply.status is CheckStatus.ENDED
    assert ended.changes[0].events == (PostLoanCheckEnded(ended.reply, NOW),)
    assert end_check(ended.reply, NOW).changes == ()


def test_one_look_is_enough_where_the_plan_says_so() -> None:
    once = a_check(every_days=0)

    assert record_look(once, a_look(CheckOutcome.IN_ORDER), PLAN).reply.status is CheckStatus.ENDED


def test_a_customer_who_is_asked_for_more_is_looked_at_again() -> None:
    decision = record_look(a_check(), a_look(CheckOutcome.MORE_NEEDED), ALL)

    assert (decision.reply.status, decision.reply.due_on) == (
        CheckStatus.OPEN,
        TODAY + timedelta(days=30),
    )
    without_rule = record_look(a_check(), a_look(CheckOutcome.MORE_NEEDED), CheckPlan((), 200))
    assert without_rule.reply.due_on == TODAY + timedelta(days=1)


def test_misuse_gives_the_right_to_call_the_loan_back_at_the_factor_of_the_policy() -> None:
    decision = record_look(a_check(), a_look(CheckOutcome.MISUSED), PLAN)

    assert decision.reply.status is CheckStatus.RECALLED
    assert decision.changes[0].events == (PostLoanCheckRecorded(decision.reply, 200),)
    for step in (
        lambda check: give_evidence(check, [AN_INVOICE]),
        lambda check: record_look(check, a_look(CheckOutcome.IN_ORDER), PLAN),
    ):
        with pytest.raises(CheckEnded):
            step(decision.reply)
    assert end_check(decision.reply, NOW).changes == ()


@pytest.mark.parametrize(
    "rules",
    [
        [(0, 1, 30, 0), (100, 1, 30, 0)],
        [(0, 1_000_001, 30, 0)],
        [(0, 1, 0, 0)],
    ],
)
def test_a_plan_that_cannot_be_followed_is_refused(rules: list[tuple[int, ...]]) -> None:
    names = ("from_minor", "share_ppm", "first_due_days", "every_days")
    value = {
        "misuse_penalty_factor_pct": 200,
        "rules": [dict(zip(names, rule, strict=True)) for rule in rules],
    }

    with pytest.raises(ValueError, match=r"listed by amount|whole number"):
        read_check_plan(value)
