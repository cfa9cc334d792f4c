"""What a customer can do with a loan now, and what not and why."""

from datetime import date

import pytest
from granary.repayment.v1 import error_reason_pb2

from chassis.frozen import replace
from services.repayment.domain.loan import Loan
from services.repayment.domain.self_service import ActionKind, LoanAction, actions_of
from tests.builders.loans import a_loan, paid, repayment_id


def actions(loan: Loan, today: date) -> dict[ActionKind, LoanAction]:
    return {action.kind: action for action in actions_of(loan, today)}


def settled() -> Loan:
    on = date(2026, 12, 3)
    loan = a_loan(on=on)
    return paid(loan, loan.payoff(on).total_minor, on).loan


def test_on_the_day_of_the_draw_nothing_can_be_paid_yet() -> None:
    found = actions(a_loan(), date(2026, 11, 23))

    assert found[ActionKind.PREPAY] == LoanAction(
        ActionKind.PREPAY, "PREPAY_TOO_EARLY", date(2026, 11, 24), 1_000_000
    )
    assert found[ActionKind.PAY_DUE].reason == "NOTHING_DUE"
    assert found[ActionKind.PAY_DUE].open_from == date(2026, 12, 23)
    assert found[ActionKind.DISPUTE].open_from == date(2026, 12, 1)
    assert found[ActionKind.CHANGE_PLAN].is_open


def test_what_is_due_can_be_paid_also_before_the_daily_work_reached_the_loan() -> None:
    found = actions(a_loan(), date(2026, 12, 23))

    assert found[ActionKind.PAY_DUE].is_open
    assert found[ActionKind.PAY_DUE].amount_minor == 115_000
    assert found[ActionKind.DISPUTE].is_open


def test_while_a_repayment_is_collected_no_other_can_begin() -> None:
    waiting = replace(a_loan(on=date(2026, 12, 23)), live_repayment_id=repayment_id(1))

    found = actions(waiting, date(2027, 1, 2))

    for kind in (ActionKind.PAY_DUE, ActionKind.PREPAY, ActionKind.CHANGE_PLAN):
        assert found[kind].reason == "REPAYMENT_IN_PROGRESS"


def test_a_settled_loan_offers_its_certificate_and_nothing_to_pay() -> None:
    found = actions(settled(), date(2026, 12, 4))

    assert found[ActionKind.SETTLEMENT_CERTIFICATE].is_open
    assert found[ActionKind.PAYOFF_QUOTE].reason == "LOAN_SETTLED"
    assert found[ActionKind.PAY_DUE].open_from is None


def test_a_plan_whose_last_instalment_fell_due_cannot_be_changed() -> None:
    assert actions(a_loan(), date(2028, 1, 1))[ActionKind.CHANGE_PLAN].reason == (
        "PLAN_CHANGE_IMPOSSIBLE"
    )


@pytest.mark.parametrize(
    ("loan", "today"),
    [(a_loan(), date(2026, 11, 23)), (settled(), date(2027, 1, 1)), (a_loan(), date(2028, 1, 1))],
)
def test_every_reason_is_one_of_the_contract(loan: Loan, today: date) -> None:
    known = error_reason_pb2.ErrorReason.keys()

    for action in actions_of(loan, today):
        assert action.is_open or f"ERROR_REASON_{action.reason}" in known
