"""Collecting money: one collection at a time, applied once, on the day it was asked for."""

from datetime import date, timedelta
from typing import Any

import pytest

from chassis.errors import DomainError
from services.repayment.domain.collection import (
    Repayment,
    RepaymentKind,
    RepaymentOrigin,
    RepaymentStatus,
    fail_repayment,
    mark_unknown,
    open_day,
    post_repayment,
    request_repayment,
)
from services.repayment.domain.errors import (
    AmountAboveDue,
    AmountAboveOwed,
    AmountImpossible,
    LoanSettledAlready,
    NothingDue,
    OverdueFirst,
    PayoffAmountDiffers,
    PrepayTooEarly,
    RepaymentInProgress,
)
from services.repayment.domain.events import (
    CollectionFailed,
    CollectionRequested,
    CollectionUnknown,
    InstalmentDue,
    LoanOverdue,
    LoanSettled,
    PenaltyAccrued,
    RepaymentPosted,
)
from services.repayment.domain.instalment import Owed
from services.repayment.domain.loan import Loan, LoanStatus
from services.repayment.domain.loan_payment import post_money
from tests.builders.loans import a_loan, a_request, an_auto_debit, repayment_id

FIRST_DUE = date(2026, 12, 23)
GRACE_DAY = FIRST_DUE + timedelta(days=1)
DAY = date(2027, 1, 7)


def loan_after(decision: Any) -> Loan:
    loan = decision.changes[-1].state
    assert isinstance(loan, Loan)
    return loan


def events_of(decision: Any) -> list[Any]:
    return [event for change in decision.changes for event in change.events]


def collecting(
    loan: Loan, amount_minor: int, kind: RepaymentKind, on: date, number: int = 1
) -> tuple[Loan, Repayment]:
    """A loan with a customer's collection under way, and the repayment."""
    decision = request_repayment(loan, a_request(amount_minor, kind=kind, on=on, number=number))
    return loan_after(decision), decision.reply


def one_instalment_paid() -> Loan:
    loan = a_loan(on=FIRST_DUE)
    return post_money(loan, 115_000, FIRST_DUE).loan


def test_on_the_due_date_the_card_is_debited_for_the_instalment() -> None:
    decision = open_day(a_loan(), FIRST_DUE, an_auto_debit(7))

    due, requested = events_of(decision)
    assert decision.reply == 1
    assert isinstance(due, InstalmentDue)
    assert isinstance(requested, CollectionRequested)
    assert (requested.amount_minor, requested.origin) == (115_000, RepaymentOrigin.AUTO_DEBIT)
    assert loan_after(decision).live_repayment_id == repayment_id(7)
    assert [(t.kind, t.amount_minor) for t in decision.transfers] == [("interest_charged", 15_000)]


def test_a_day_on_which_nothing_happens_changes_nothing() -> None:
    decision = open_day(a_loan(), FIRST_DUE - timedelta(days=1), an_auto_debit())

    assert (decision.reply, decision.changes) == (0, ())


def test_the_same_day_opened_twice_debits_once() -> None:
    opened = loan_after(open_day(a_loan(), FIRST_DUE, an_auto_debit()))

    again = open_day(opened, FIRST_DUE, an_auto_debit())

    assert (again.reply, again.changes) == (0, ())


def test_a_failed_debit_is_tried_again_on_the_grace_day_and_not_later() -> None:
    failed = refused(open_day(a_loan(), FIRST_DUE, an_auto_debit(1)), FIRST_DUE)

    grace = open_day(failed, GRACE_DAY, an_auto_debit(2))
    late = open_day(refused(grace, GRACE_DAY), GRACE_DAY + timedelta(days=1), an_auto_debit(3))

    assert grace.reply == 1
    assert late.reply == 0
    assert [type(event) for event in events_of(late)] == [LoanOverdue]


def refused(opened: Any, today: date) -> Loan:
    """The loan after the debit of an opened day was refused."""
    repayment, loan = opened.changes[0].state, loan_after(opened)
    return loan_after(fail_repayment(repayment, loan, "AM04", today, an_auto_debit()))


def test_a_paid_collection_is_posted_once() -> None:
    loan, repayment = collecting(one_instalment_paid(), 906_750, RepaymentKind.PAYOFF, DAY)

    decision = post_repayment(repayment, loan, DAY, an_auto_debit())
    again = post_repayment(decision.reply, loan_after(decision), DAY, an_auto_debit())

    posted, settled = events_of(decision)
    assert isinstance(posted, RepaymentPosted)
    assert isinstance(settled, LoanSettled)
    assert (posted.principal_minor, posted.interest_minor) == (900_000, 6_750)
    assert posted.outstanding_principal_minor == 0
    assert decision.reply.status is RepaymentStatus.POSTED
    assert decision.reply.parts == Owed(0, 6_750, 900_000)
    assert loan_after(decision).live_repayment_id is None
    assert [(t.debit, t.credit, t.amount_minor) for t in decision.transfers] == [
        ("interest_receivable", "interest_income", 6_750),
        ("bank_clearing", "interest_receivable", 6_750),
        ("bank_clearing", "loan_principal", 900_000),
    ]
    assert (again.reply, again.changes) == (decision.reply, ())


def test_penalty_becomes_income_when_it_is_paid() -> None:
    late = FIRST_DUE + timedelta(days=11)
    loan, repayment = collecting(a_loan(on=late), 115_658, RepaymentKind.DUE, late)

    decision = post_repayment(repayment, loan, late, an_auto_debit())

    accrued = events_of(decision)[0]
    assert isinstance(accrued, PenaltyAccrued)
    assert (accrued.amount_minor, accrued.unpaid_penalty_minor) == (658, 0)
    assert [(t.debit, t.credit, t.amount_minor) for t in decision.transfers] == [
        ("penalty_receivable", "penalty_income", 658),
        ("bank_clearing", "penalty_receivable", 658),
        ("bank_clearing", "interest_receivable", 15_000),
        ("bank_clearing", "loan_principal", 100_000),
    ]


def test_a_second_collection_of_the_same_loan_waits_for_the_first() -> None:
    loan, _ = collecting(one_instalment_paid(), 906_750, RepaymentKind.PAYOFF, DAY)

    with pytest.raises(RepaymentInProgress) as refusal:
        request_repayment(loan, a_request(906_750, kind=RepaymentKind.PAYOFF, on=DAY, number=2))

    assert refusal.value.metadata == {"repayment_id": str(repayment_id(1))}


def test_a_timeout_is_a_state_and_told_once() -> None:
    _, repayment = collecting(one_instalment_paid(), 906_750, RepaymentKind.PAYOFF, DAY)

    unknown = mark_unknown(repayment)
    again = mark_unknown(unknown.reply)

    assert unknown.reply.status is RepaymentStatus.UNKNOWN
    assert [type(event) for event in events_of(unknown)] == [CollectionUnknown]
    assert again.changes == ()


def test_money_learnt_of_days_later_counts_for_the_day_it_was_asked_for() -> None:
    opened = open_day(a_loan(), FIRST_DUE, an_auto_debit(1))
    loan = loan_after(opened)
    repayment = mark_unknown(opened.changes[0].state).reply
    late = FIRST_DUE + timedelta(days=5)
    still = open_day(loan, late, an_auto_debit(2))

    decision = post_repayment(repayment, loan, late, an_auto_debit(3))

    (posted,) = events_of(decision)
    assert still.changes == ()
    assert posted.value_date == FIRST_DUE
    assert (posted.penalty_minor, posted.amount_minor) == (0, 115_000)
    assert loan_after(decision).status is LoanStatus.ACTIVE
    assert {t.business_date for t in decision.transfers} == {late}


def test_a_loan_that_stood_still_over_a_due_date_catches_up_with_a_debit() -> None:
    day_before = FIRST_DUE - timedelta(days=1)
    loan, repayment = collecting(a_loan(), 100_000, RepaymentKind.PREPAY, day_before)
    assert open_day(loan, FIRST_DUE, an_auto_debit()).changes == ()

    decision = post_repayment(repayment, loan, FIRST_DUE, an_auto_debit(2))

    assert [type(event) for event in events_of(decision)] == [
        RepaymentPosted,
        InstalmentDue,
        CollectionRequested,
    ]
    assert loan_after(decision).live_repayment_id == repayment_id(2)


def test_an_instalment_that_fell_due_while_the_loan_stood_still_costs_no_penalty() -> None:
    day_before = FIRST_DUE - timedelta(days=1)
    loan, repayment = collecting(a_loan(), 100_000, RepaymentKind.PREPAY, day_before)
    late = FIRST_DUE + timedelta(days=20)

    failed = fail_repayment(repayment, loan, "AM04", late, an_auto_debit(2))
    debited, waiting = failed.changes[-2].state, loan_after(failed)
    posted = post_repayment(debited, waiting, late, an_auto_debit(3))

    assert (debited.requested_on, debited.amount_minor) == (FIRST_DUE, 115_000)
    assert LoanOverdue not in [type(event) for event in events_of(failed) + events_of(posted)]
    assert posted.reply.parts == Owed(0, 15_000, 100_000)
    assert loan_after(posted).status is LoanStatus.ACTIVE
    booked_on = {t.business_date for d in (failed, posted) for t in d.transfers}
    assert booked_on == {late}


def test_a_loan_that_stood_still_over_two_due_dates_catches_up_with_one_after_the_other() -> None:
    opened = open_day(a_loan(), FIRST_DUE, an_auto_debit(1))
    late = date(2027, 1, 29)

    first = post_repayment(opened.changes[0].state, loan_after(opened), late, an_auto_debit(2))
    debited = first.changes[-2].state
    second = post_repayment(debited, loan_after(first), late, an_auto_debit(3))

    assert debited.requested_on == date(2027, 1, 23)
    assert second.reply.parts == Owed(0, 13_950, 100_000)
    after = loan_after(second)
    assert (after.status, after.live_repayment_id) == (LoanStatus.ACTIVE, None)
    assert [i.paid_on for i in after.instalments[:2]] == [FIRST_DUE, date(2027, 1, 23)]


def test_who_has_no_money_when_the_loan_catches_up_is_overdue_since_the_due_date() -> None:
    day_before = FIRST_DUE - timedelta(days=1)
    loan, repayment = collecting(a_loan(), 100_000, RepaymentKind.PREPAY, day_before)
    late = FIRST_DUE + timedelta(days=5)
    failed = fail_repayment(repayment, loan, "AM04", late, an_auto_debit(2))

    again = fail_repayment(
        failed.changes[-2].state, loan_after(failed), "AM04", late, an_auto_debit(3)
    )

    overdue = events_of(again)[-1]
    assert isinstance(overdue, LoanOverdue)
    assert overdue.days_past_due == 4
    assert loan_after(again).live_repayment_id is None


def test_an_instalment_of_nothing_is_not_debited_when_it_falls_due() -> None:
    nearly_prepaid = post_money(one_instalment_paid(), 906_745, DAY).loan

    decision = open_day(nearly_prepaid, date(2027, 1, 23), an_auto_debit())

    (due,) = events_of(decision)
    assert isinstance(due, InstalmentDue)
    assert (due.principal_minor, due.interest_minor) == (0, 0)
    assert (decision.reply, loan_after(decision).live_repayment_id) == (0, None)


def test_a_refused_debit_takes_nothing_and_frees_the_loan() -> None:
    loan, repayment = collecting(one_instalment_paid(), 906_750, RepaymentKind.PAYOFF, DAY)

    decision = fail_repayment(repayment, loan, "AM04", DAY, an_auto_debit())
    again = fail_repayment(decision.reply, loan_after(decision), "AM04", DAY, an_auto_debit())

    (failed,) = events_of(decision)
    assert isinstance(failed, CollectionFailed)
    assert failed.reason_code == "AM04"
    assert (decision.reply.status, decision.transfers) == (RepaymentStatus.FAILED, ())
    assert loan_after(decision).live_repayment_id is None
    assert again.changes == ()


def test_a_rail_that_contradicts_itself_changes_nothing() -> None:
    loan, repayment = collecting(one_instalment_paid(), 906_750, RepaymentKind.PAYOFF, DAY)
    failed = fail_repayment(repayment, loan, "AM04", DAY, an_auto_debit())

    paid_after_all = post_repayment(failed.reply, loan_after(failed), DAY, an_auto_debit())

    assert paid_after_all.changes == ()


def test_a_request_made_while_the_date_moved_counts_for_the_new_date() -> None:
    loan = a_loan(on=FIRST_DUE)

    decision = request_repayment(loan, a_request(115_000, on=FIRST_DUE - timedelta(days=1)))

    assert decision.reply.requested_on == FIRST_DUE


@pytest.mark.parametrize(
    ("amount_minor", "kind", "on", "refusal"),
    [
        (0, RepaymentKind.DUE, FIRST_DUE, AmountImpossible),
        (1, RepaymentKind.DUE, FIRST_DUE - timedelta(days=1), NothingDue),
        (115_001, RepaymentKind.DUE, FIRST_DUE, AmountAboveDue),
        (1_015_001, RepaymentKind.DUE, FIRST_DUE, AmountAboveOwed),
        (1_015_001, RepaymentKind.PAYOFF, FIRST_DUE, AmountAboveOwed),
        (115_000, RepaymentKind.PREPAY, FIRST_DUE, OverdueFirst),
        (1_014_999, RepaymentKind.PAYOFF, FIRST_DUE, PayoffAmountDiffers),
        (1_000_000, RepaymentKind.PAYOFF, date(2026, 11, 23), PrepayTooEarly),
    ],
)
def test_an_amount_that_does_not_fit_is_refused(
    amount_minor: int, kind: RepaymentKind, on: date, refusal: type[DomainError]
) -> None:
    with pytest.raises(refusal):
        request_repayment(a_loan(), a_request(amount_minor, kind=kind, on=on))


def test_a_settled_loan_takes_no_more_money() -> None:
    settled = post_money(one_instalment_paid(), 906_750, DAY).loan

    with pytest.raises(LoanSettledAlready):
        request_repayment(settled, a_request(1, on=DAY))

    assert open_day(settled, DAY + timedelta(days=400), an_auto_debit()).changes == ()


def test_the_due_amount_can_be_paid_in_parts() -> None:
    loan, repayment = collecting(a_loan(on=FIRST_DUE), 15_001, RepaymentKind.DUE, FIRST_DUE)

    decision = post_repayment(repayment, loan, FIRST_DUE, an_auto_debit())

    assert decision.reply.parts == Owed(0, 15_000, 1)
    assert loan_after(decision).owed(FIRST_DUE) == Owed(0, 0, 99_999)


def test_days_of_the_rails_silence_bear_no_penalty_when_it_refuses_in_the_end() -> None:
    late, heard_on = date(2027, 1, 2), date(2027, 1, 12)
    loan = a_loan(on=late)
    asked = request_repayment(loan, a_request(loan.owed(late).total_minor, on=late))
    waiting = loan_after(asked)
    unknown = mark_unknown(asked.reply).reply

    silent = loan_after(fail_repayment(unknown, waiting, "AM04", heard_on, an_auto_debit(2)))
    refused = loan_after(fail_repayment(asked.reply, waiting, "AM04", heard_on, an_auto_debit(2)))

    # Up to the day it was asked on the penalty stays; the ten days of silence are free.
    assert silent.owed(heard_on).penalty_minor == loan.owed(late).penalty_minor
    assert refused.owed(heard_on).penalty_minor > silent.owed(heard_on).penalty_minor
    assert silent.owed(date(2027, 1, 13)).penalty_minor > silent.owed(heard_on).penalty_minor
