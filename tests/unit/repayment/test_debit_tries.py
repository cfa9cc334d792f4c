"""Debits by mandate that took too little: the part is allocated, the rest tried again."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.frozen import replace
from services.repayment.domain.collection import (
    AutoDebit,
    Repayment,
    RepaymentKind,
    RepaymentStatus,
    open_day,
    request_repayment,
    start_debit,
)
from services.repayment.domain.debit_tries import (
    PartImpossibleError,
    post_collected,
    refuse_debit,
)
from services.repayment.domain.debit_windows import SHANGHAI
from services.repayment.domain.errors import RepaymentInProgress
from services.repayment.domain.events import (
    CollectionFailed,
    CollectionRequested,
    DebitScheduled,
    InstalmentDue,
    LoanOverdue,
    RepaymentPosted,
)
from services.repayment.domain.loan import Loan
from services.repayment.domain.loan_payment import post_money
from tests.builders.loans import a_loan, a_request, repayment_id, some_windows

FIRST_DUE = date(2026, 12, 23)
GRACE_DAY = FIRST_DUE + timedelta(days=1)


def debit(clock: str, number: int = 1, day: date = FIRST_DUE, **windows: Any) -> AutoDebit:
    at = datetime.combine(day, time.fromisoformat(clock), SHANGHAI)
    return AutoDebit(repayment_id(number), at, (0, 1), some_windows(**windows))


def loan_after(decision: Any) -> Loan:
    return next(c.state for c in reversed(decision.changes) if isinstance(c.state, Loan))


def repayment_of(decision: Any) -> Repayment:
    return next(c.state for c in decision.changes if isinstance(c.state, Repayment))


def events_of(decision: Any) -> list[Any]:
    return [event for change in decision.changes for event in change.events]


def planned_of(decision: Any) -> list[DebitScheduled]:
    return [event for event in events_of(decision) if isinstance(event, DebitScheduled)]


def a_debit_sent(clock: str = "06:00", number: int = 1) -> tuple[Loan, Repayment]:
    """The loan and its debit on the first due date, sent at an hour."""
    loan, _ = a_loan().brought_to(FIRST_DUE)
    decision = start_debit(loan, FIRST_DUE, debit(clock, number), number)
    assert decision.reply == 1
    return loan_after(decision), repayment_of(decision)


def test_what_falls_due_at_night_is_debited_in_the_first_window() -> None:
    decision = open_day(a_loan(), FIRST_DUE, debit("00:10"))

    due, planned = events_of(decision)
    assert isinstance(due, InstalmentDue)
    assert (planned.try_number, planned.amount_minor) == (1, 115_000)
    assert planned.not_before == datetime(2026, 12, 23, 6, tzinfo=SHANGHAI)
    assert loan_after(decision).live_repayment_id is None
    assert decision.reply == 0
    assert [t.kind for t in decision.transfers] == ["interest_charged"]


def test_the_due_date_opened_again_plans_no_second_debit() -> None:
    opened = loan_after(open_day(a_loan(), FIRST_DUE, debit("00:10")))

    assert open_day(opened, FIRST_DUE, debit("00:11")).changes == ()


def test_a_planned_debit_starts_once_with_all_that_is_due() -> None:
    loan, sent = a_debit_sent()

    assert (sent.amount_minor, sent.asked_minor, sent.try_number) == (115_000, 115_000, 1)
    assert not sent.may_be_partial
    assert loan.live_repayment_id == sent.repayment_id
    with pytest.raises(RepaymentInProgress):
        start_debit(loan, FIRST_DUE, debit("12:00", 2), 2)


def test_a_planned_debit_of_what_was_paid_meanwhile_does_not_start() -> None:
    loan, _ = a_loan().brought_to(FIRST_DUE)
    paid = post_money(loan, 115_000, FIRST_DUE).loan

    assert start_debit(paid, FIRST_DUE, debit("12:00", 2), 2).changes == ()


def test_a_planned_debit_before_the_daily_work_reached_the_loan_lets_the_date_take_effect() -> None:
    nearly_prepaid = post_money(a_loan(on=FIRST_DUE), 115_000, FIRST_DUE).loan
    nearly_prepaid = post_money(nearly_prepaid, 906_745, date(2027, 1, 7)).loan

    decision = start_debit(nearly_prepaid, date(2027, 1, 23), debit("06:00"), 1)

    assert (decision.reply, [type(e) for e in events_of(decision)]) == (0, [InstalmentDue])


def test_too_little_money_means_the_next_window_where_a_part_will_do() -> None:
    loan, sent = a_debit_sent()

    refused = refuse_debit(sent, loan, "AM04", FIRST_DUE, debit("06:01", 9))
    again = start_debit(loan_after(refused), FIRST_DUE, debit("12:00", 2), 2)

    (planned,) = planned_of(refused)
    assert (planned.try_number, planned.after_repayment_id) == (2, sent.repayment_id)
    assert planned.not_before == datetime(2026, 12, 23, 12, tzinfo=SHANGHAI)
    assert refused.reply.next_try_at == planned.not_before
    assert (refused.reply.status, refused.reply.open_minor) == (RepaymentStatus.FAILED, 115_000)
    assert loan_after(refused).live_repayment_id is None
    assert repayment_of(again).may_be_partial
    assert repayment_of(again).repayment_id != sent.repayment_id


def test_a_part_is_allocated_and_the_rest_tried_in_the_next_window() -> None:
    loan, sent = a_debit_sent("12:00", 2)

    decision = post_collected(sent, loan, 40_000, FIRST_DUE, debit("12:01", 9))

    posted = next(e for e in events_of(decision) if isinstance(e, RepaymentPosted))
    (planned,) = planned_of(decision)
    ended = decision.reply
    assert (posted.interest_minor, posted.principal_minor) == (15_000, 25_000)
    assert (ended.asked_minor, ended.amount_minor, ended.open_minor) == (115_000, 40_000, 75_000)
    assert (planned.amount_minor, planned.try_number) == (75_000, 3)
    assert ended in [change.state for change in decision.changes]


@given(part_minor=st.integers(1, 114_999))
def test_of_every_part_asked_is_collected_and_open(part_minor: int) -> None:
    loan, sent = a_debit_sent("12:00", 2)

    decision = post_collected(sent, loan, part_minor, FIRST_DUE, debit("12:01", 9))

    ended, after = decision.reply, loan_after(decision)
    assert ended.parts is not None
    assert ended.asked_minor == ended.amount_minor + ended.open_minor
    assert ended.parts.total_minor == ended.amount_minor == part_minor
    assert after.owed(FIRST_DUE).total_minor == ended.open_minor
    assert sum(t.amount_minor for t in decision.transfers if t.debit == "bank_clearing") == (
        part_minor
    )


@pytest.mark.parametrize("part_minor", [-1, 0, 115_000, 115_001])
def test_a_part_that_is_none_is_not_believed(part_minor: int) -> None:
    loan, sent = a_debit_sent("12:00", 2)

    with pytest.raises(PartImpossibleError):
        post_collected(sent, loan, part_minor, FIRST_DUE, debit("12:01"))


def test_a_part_of_a_debit_that_had_to_be_whole_is_not_believed() -> None:
    loan, sent = a_debit_sent()

    with pytest.raises(PartImpossibleError):
        post_collected(sent, loan, 1, FIRST_DUE, debit("12:01"))


def test_all_that_was_asked_for_leaves_nothing_to_try() -> None:
    loan, sent = a_debit_sent()

    decision = post_collected(sent, loan, None, FIRST_DUE, debit("06:01"))

    assert planned_of(decision) == []
    assert (decision.reply.open_minor, decision.reply.next_try_at) == (0, None)


def test_a_closed_account_is_not_tried_again() -> None:
    loan, sent = a_debit_sent()

    decision = refuse_debit(sent, loan, "AC04", FIRST_DUE, debit("06:01"))

    assert [type(event) for event in events_of(decision)] == [CollectionFailed]


def test_a_debit_learnt_of_on_a_later_date_is_left_to_the_tries_of_that_date() -> None:
    loan, sent = a_debit_sent()

    decision = refuse_debit(sent, loan, "AM04", GRACE_DAY, debit("00:30", 9, GRACE_DAY))

    assert planned_of(decision) == []


def test_a_repayment_the_customer_asked_for_is_never_tried_again_by_itself() -> None:
    started = request_repayment(
        a_loan(on=FIRST_DUE), a_request(115_000, kind=RepaymentKind.DUE, on=FIRST_DUE)
    )

    decision = refuse_debit(started.reply, loan_after(started), "AM04", FIRST_DUE, debit("06:01"))

    assert planned_of(decision) == []
    assert decision.reply.try_number == 0


def test_without_hours_a_refused_debit_waits_for_the_next_debit_day() -> None:
    loan, sent = a_debit_sent()

    for windows in (None, some_windows(are_kept=False)):
        by_hand = replace(debit("06:01"), windows=windows)
        assert planned_of(refuse_debit(sent, loan, "AM04", FIRST_DUE, by_hand)) == []


def test_on_the_grace_day_a_part_will_do_since_all_was_tried_on_the_due_date() -> None:
    loan, sent = a_debit_sent()
    failed = loan_after(refuse_debit(sent, loan, "AM04", FIRST_DUE, debit("22:31")))

    opened = open_day(failed, GRACE_DAY, debit("06:00", 2, GRACE_DAY))
    later = open_day(failed, GRACE_DAY + timedelta(days=1), debit("06:00", 2, GRACE_DAY))

    assert repayment_of(opened).may_be_partial
    assert repayment_of(opened).try_number == 1
    assert [type(event) for event in events_of(later)] == [LoanOverdue]


def test_the_outcome_of_a_try_told_twice_has_one_effect() -> None:
    loan, sent = a_debit_sent("12:00", 2)
    posted = post_collected(sent, loan, 40_000, FIRST_DUE, debit("12:01"))
    after = loan_after(posted)

    assert post_collected(posted.reply, after, 40_000, FIRST_DUE, debit("12:02")).changes == ()
    assert refuse_debit(posted.reply, after, "AM04", FIRST_DUE, debit("12:02")).changes == ()


def test_a_debit_that_catches_up_with_a_past_due_date_is_sent_at_once() -> None:
    day_before = FIRST_DUE - timedelta(days=1)
    started = request_repayment(
        a_loan(), a_request(100_000, kind=RepaymentKind.PREPAY, on=day_before)
    )
    late = FIRST_DUE + timedelta(days=2)

    decision = refuse_debit(
        started.reply, loan_after(started), "AM04", late, debit("00:30", 2, late)
    )

    assert [type(event) for event in events_of(decision)] == [
        CollectionFailed,
        InstalmentDue,
        CollectionRequested,
    ]
    assert planned_of(decision) == []
