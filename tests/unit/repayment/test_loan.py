"""A loan through its life: dues, grace, penalty, prepayment, payoff."""

from datetime import date, timedelta

import pytest

from services.repayment.domain.errors import AmountAboveOwed
from services.repayment.domain.events import (
    InstalmentDue,
    LoanOpened,
    LoanOverdue,
    LoanRecovered,
    LoanSettled,
)
from services.repayment.domain.instalment import InstalmentState, Owed
from services.repayment.domain.loan import LoanStatus
from services.repayment.domain.loan_opening import open_loan
from services.repayment.domain.loan_payment import post_money
from services.repayment.domain.terms import Part
from tests.builders.loans import a_loan, open_loan_command, some_terms

FIRST_DUE = date(2026, 12, 23)
SECOND_DUE = date(2027, 1, 23)


def test_a_paid_drawdown_opens_a_loan_with_its_plan() -> None:
    decision = open_loan(None, open_loan_command())

    loan = decision.reply
    (change,) = decision.changes
    (opened,) = change.events
    assert isinstance(opened, LoanOpened)
    assert opened.first_due_on == FIRST_DUE
    assert (loan.next_due_on, loan.status) == (FIRST_DUE, LoanStatus.ACTIVE)
    assert loan.outstanding_principal_minor == 1_000_000
    assert [(t.debit, t.credit, t.amount_minor) for t in decision.transfers] == [
        ("loan_principal", "bank_clearing", 1_000_000)
    ]


def test_a_drawdown_told_twice_opens_one_loan() -> None:
    loan = a_loan()

    again = open_loan(loan, open_loan_command())

    assert again.reply is loan
    assert (again.changes, again.transfers) == ((), ())


def test_news_that_came_late_is_booked_on_the_open_day_and_bears_interest_from_the_payout() -> None:
    decision = open_loan(None, open_loan_command(opened_on=date(2026, 11, 25)))

    assert decision.transfers[0].business_date == date(2026, 11, 25)
    assert decision.reply.accrued_interest(date(2026, 11, 25)) == 1_000


def test_nothing_is_owed_before_the_first_due_date() -> None:
    loan = a_loan(on=FIRST_DUE - timedelta(days=1))

    assert loan.owed(FIRST_DUE - timedelta(days=1)) == Owed()
    assert loan.days_past_due(FIRST_DUE) == 0


def test_on_its_due_date_an_instalment_is_owed_with_its_interest() -> None:
    loan, events = a_loan().brought_to(FIRST_DUE)

    (due,) = events
    assert isinstance(due, InstalmentDue)
    assert (due.number, due.amount_minor) == (1, 115_000)
    assert loan.instalments[0].days == 30
    assert loan.owed(FIRST_DUE) == Owed(0, 15_000, 100_000)
    assert (loan.next_due_on, loan.unpaid_since) == (SECOND_DUE, FIRST_DUE)
    assert loan.outstanding_principal_minor == 1_000_000
    assert loan.not_yet_due_principal_minor == 900_000


def test_bringing_a_loan_to_the_same_date_again_changes_nothing() -> None:
    loan = a_loan(on=FIRST_DUE)

    assert loan.brought_to(FIRST_DUE) == (loan, ())


def test_paid_until_the_end_of_the_day_after_the_due_date_is_in_time() -> None:
    grace_day = FIRST_DUE + timedelta(days=1)
    loan, events = a_loan(on=FIRST_DUE).brought_to(grace_day)

    posting = post_money(loan, 115_000, grace_day)

    assert events == ()
    assert loan.status is LoanStatus.ACTIVE
    assert posting.parts == Owed(0, 15_000, 100_000)
    assert posting.loan.instalments[0].state is InstalmentState.PAID
    assert posting.loan.instalments[0].paid_on == grace_day


def test_the_day_after_the_grace_is_the_first_day_past_due() -> None:
    loan, events = a_loan(on=FIRST_DUE).brought_to(FIRST_DUE + timedelta(days=2))

    (overdue,) = events
    assert isinstance(overdue, LoanOverdue)
    assert overdue.days_past_due == 1
    assert overdue.overdue_minor == 115_000 + 66  # 1,000.00 for a day at 24 %/365
    assert loan.status is LoanStatus.OVERDUE


def test_ten_days_of_penalty_on_a_thousand_cost_6_58_under_the_cap() -> None:
    ten_days_late = FIRST_DUE + timedelta(days=11)

    loan = a_loan(on=ten_days_late)

    assert loan.days_past_due(ten_days_late) == 10
    assert loan.owed(ten_days_late) == Owed(658, 15_000, 100_000)


def test_without_a_cap_in_reach_the_penalty_is_one_and_a_half_times_the_rate() -> None:
    terms = some_terms(cap_annual_ppm=1_000_000)
    ten_days_late = FIRST_DUE + timedelta(days=11)

    loan = a_loan(terms=terms, on=ten_days_late)

    assert loan.owed(ten_days_late).penalty_minor == 750


def test_overdue_principal_bears_penalty_in_place_of_interest() -> None:
    late = FIRST_DUE + timedelta(days=11)

    loan = a_loan(on=late)

    assert loan.accrued_interest(late) == 900_000 * 11 * 500 // 1_000_000


def test_penalty_is_rounded_once_however_the_principal_is_repaid() -> None:
    loan = a_loan(on=FIRST_DUE + timedelta(days=2))
    paid_on = FIRST_DUE + timedelta(days=6)  # 5 days late on 1,000.00: 3.2877 -> 3.29
    end = FIRST_DUE + timedelta(days=11)  # 5 more days on 500.00: 1.6438; together 4.9315

    halfway = post_money(loan, 329 + 15_000 + 50_000, paid_on).loan

    assert halfway.owed(paid_on) == Owed(0, 0, 50_000)
    assert halfway.owed(end) == Owed(493 - 329, 0, 50_000)
    assert halfway.status is LoanStatus.OVERDUE


def test_money_pays_the_oldest_instalment_first_and_in_it_penalty_interest_principal() -> None:
    both_due = SECOND_DUE
    loan = a_loan(on=both_due)
    penalty = loan.instalments[0].penalty(loan.terms, both_due)

    posting = post_money(loan, penalty + 15_000 + 40_000, both_due)

    first, second = posting.loan.instalments[:2]
    assert posting.parts == Owed(penalty, 15_000, 40_000)
    assert (first.principal_paid_minor, second.interest_paid_minor) == (40_000, 0)


def test_another_order_of_allocation_is_a_matter_of_terms() -> None:
    terms = some_terms(allocation_order=(Part.PRINCIPAL, Part.INTEREST, Part.PENALTY))
    late = FIRST_DUE + timedelta(days=11)
    loan = a_loan(terms=terms, on=late)

    posting = post_money(loan, 100_000, late)

    assert posting.parts == Owed(0, 0, 100_000)
    assert posting.loan.owed(late + timedelta(days=30)) == Owed(658, 15_000, 0)


def test_paying_everything_overdue_recovers_the_loan() -> None:
    late = FIRST_DUE + timedelta(days=11)
    loan = a_loan(on=late)

    posting = post_money(loan, loan.owed(late).total_minor, late)

    (recovered,) = posting.events
    assert isinstance(recovered, LoanRecovered)
    assert recovered.days_past_due == 10
    assert posting.loan.status is LoanStatus.ACTIVE
    assert posting.loan.days_past_due(late) == 0


def test_a_loan_with_a_second_late_instalment_stays_overdue_when_the_first_is_paid() -> None:
    late = SECOND_DUE + timedelta(days=2)
    loan = a_loan(on=late)

    posting = post_money(loan, loan.instalments[0].owed(loan.terms, late).total_minor, late)

    assert posting.events == ()
    assert posting.loan.status is LoanStatus.OVERDUE
    assert posting.loan.days_past_due(late) == 1


def test_payoff_on_7_january_after_one_instalment_costs_9067_50() -> None:
    paid = post_money(a_loan(on=FIRST_DUE), 115_000, FIRST_DUE).loan
    day = date(2027, 1, 7)

    payoff = paid.payoff(day)

    assert payoff.remaining_principal_minor == 900_000
    assert payoff.accrued_interest_minor == 6_750
    assert payoff.total_minor == 906_750
    assert payoff.parts == Owed(0, 6_750, 900_000)
    assert payoff.saved_interest_minor == 83_300 - 15_000 - 6_750


def test_a_payoff_settles_the_loan() -> None:
    paid = post_money(a_loan(on=FIRST_DUE), 115_000, FIRST_DUE).loan
    day = date(2027, 1, 7)

    posting = post_money(paid, 906_750, day)

    (settled,) = posting.events
    loan = posting.loan
    assert isinstance(settled, LoanSettled)
    assert (settled.principal_minor, settled.interest_minor) == (1_000_000, 21_750)
    assert (loan.status, loan.settled_on, loan.next_due_on) == (LoanStatus.SETTLED, day, None)
    assert loan.outstanding_principal_minor == 0
    assert all(i.state is InstalmentState.PAID for i in loan.instalments)
    assert posting.interest_charged_minor == 6_750
    assert loan.accrued_interest(day) == 0


def test_a_payoff_of_an_overdue_loan_recovers_and_settles_it() -> None:
    late = FIRST_DUE + timedelta(days=11)
    loan = a_loan(on=late)

    posting = post_money(loan, loan.payoff(late).total_minor, late)

    assert [type(event) for event in posting.events] == [LoanRecovered, LoanSettled]


def test_a_part_prepayment_takes_interest_to_the_day_and_shrinks_what_remains() -> None:
    paid = post_money(a_loan(on=FIRST_DUE), 115_000, FIRST_DUE).loan
    day = date(2027, 1, 7)

    posting = post_money(paid, 6_750 + 270_000, day)

    loan = posting.loan
    upcoming = loan.instalments[1:]
    assert posting.parts == Owed(0, 6_750, 270_000)
    assert [i.principal_minor for i in upcoming] == [70_000] * 9
    assert [i.due_on for i in upcoming] == [i.due_on for i in paid.instalments[1:]]
    # 9,000 for 15 days and 6,300 for 16 days, rounded once; 67.50 of it is paid.
    assert upcoming[0].interest_minor == 6_750 + 5_040
    assert upcoming[0].interest_paid_minor == 6_750
    # The next period runs on 5,600 for 31 days.
    assert upcoming[1].interest_minor == 8_680
    assert loan.prepaid_principal_minor == 270_000


def test_interest_of_a_period_with_a_prepayment_is_rounded_once() -> None:
    terms = some_terms(instalments=1)
    loan = a_loan(principal_minor=1_001, terms=terms)
    day = loan.disbursed_on + timedelta(days=1)  # a day on 10.01: 0.005005 -> 1 fen

    after = post_money(loan, 1 + 1, day).loan
    due, events = after.brought_to(FIRST_DUE)

    # 1,001 x 1 + 1,000 x 29 fen-days at 0.05 % = 15.0005 fen; 1 fen of it was taken.
    assert due.instalments[0].interest_minor == 15
    (event,) = events
    assert isinstance(event, InstalmentDue)
    assert event.interest_minor == 14


def test_a_prepayment_pays_what_is_overdue_first() -> None:
    late = FIRST_DUE + timedelta(days=11)
    loan = a_loan(on=late)
    overdue = loan.owed(late).total_minor

    posting = post_money(loan, overdue + loan.accrued_interest(late) + 100_000, late)

    assert [type(event) for event in posting.events] == [LoanRecovered]
    assert posting.loan.prepaid_principal_minor == 100_000


def test_interest_can_be_paid_ahead_without_principal() -> None:
    day = date(2026, 12, 3)
    loan = a_loan(on=day)

    posting = post_money(loan, 2_000, day)

    assert posting.parts == Owed(0, 2_000, 0)
    assert posting.loan.accrued_interest(day) == 3_000
    assert posting.loan.brought_to(FIRST_DUE)[0].owed(FIRST_DUE).interest_minor == 13_000


def test_more_than_the_payoff_is_refused() -> None:
    loan = a_loan()

    with pytest.raises(AmountAboveOwed) as refusal:
        post_money(loan, 1_000_001, loan.disbursed_on)

    assert refusal.value.metadata == {"owed_minor": "1000000"}


def test_instalments_left_without_principal_fall_due_as_paid() -> None:
    terms = some_terms(instalments=3)
    loan = a_loan(principal_minor=900, terms=terms)
    day = loan.disbursed_on + timedelta(days=1)

    tiny = post_money(loan, loan.accrued_interest(day) + 898, day).loan
    after = tiny.brought_to(SECOND_DUE)[0]

    assert [i.principal_minor for i in tiny.instalments] == [0, 0, 2]
    assert [i.state for i in after.instalments[:2]] == [InstalmentState.PAID] * 2
    assert after.owed(SECOND_DUE) == Owed()


def test_a_loan_held_to_term_costs_the_quoted_interest() -> None:
    loan = a_loan()
    while loan.status is not LoanStatus.SETTLED:
        due_on = loan.next_due_on
        assert due_on is not None
        loan = loan.brought_to(due_on)[0]
        loan = post_money(loan, loan.owed(due_on).total_minor, due_on).loan

    assert sum(i.interest_paid_minor for i in loan.instalments) == 83_300
    assert loan.settled_on == date(2027, 9, 23)
