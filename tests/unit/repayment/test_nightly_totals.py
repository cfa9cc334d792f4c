"""What a night totals of a loan, beside its documents, says what the documents say."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chassis.frozen import replace
from services.repayment.domain.nightly_totals import costs_something, totals
from tests.builders.loans import DISBURSED_ON, a_loan, paid, repayment_id


@given(days=st.integers(0, 400), payments=st.integers(0, 3))
def test_due_and_not_yet_due_principal_make_up_what_is_outstanding(
    days: int, payments: int
) -> None:
    loan = a_loan(on=DISBURSED_ON + timedelta(days=days))
    for _ in range(payments):
        owed = loan.owed(loan.as_of).total_minor
        if owed:
            loan = paid(loan, max(owed // 2, 1), loan.as_of).loan

    found = totals(loan)

    due = found.due_minor if found.due_from <= loan.as_of else 0
    assert found.due_minor + found.not_yet_due_minor == loan.outstanding_principal_minor
    assert due == loan.owed(loan.as_of).principal_minor
    assert costs_something(loan)


def test_a_loan_with_one_late_and_one_new_instalment_is_partly_late() -> None:
    found = totals(a_loan(on=date(2027, 1, 23)))

    assert found.late_from == date(2026, 12, 25)
    assert found.all_late_from == date(2027, 1, 25)
    assert found.is_partly_late


def test_the_totals_of_a_loan_on_time_hold_beyond_its_next_due_date() -> None:
    loan = a_loan()

    due, _ = loan.brought_to(date(2026, 12, 23))
    late, _ = loan.brought_to(date(2026, 12, 25))

    assert totals(loan) == totals(due) == totals(late)
    assert totals(loan).all_late_from == date(2026, 12, 25)


def test_a_loan_that_stands_still_has_nothing_that_falls_due_by_itself() -> None:
    waiting = replace(a_loan(), live_repayment_id=repayment_id(1))

    found = totals(waiting)

    assert (found.due_minor, found.all_late_from) == (0, None)
    assert found.not_yet_due_minor == waiting.principal_minor


def test_a_settled_loan_costs_nothing_any_more() -> None:
    loan = a_loan(on=DISBURSED_ON + timedelta(days=3))
    settled = paid(loan, loan.payoff(loan.as_of).total_minor, loan.as_of).loan

    assert not costs_something(settled)


def test_the_rates_are_those_of_the_terms() -> None:
    loan = a_loan()

    assert totals(loan).daily_rate_ppm == loan.terms.daily_rate_ppm
    assert totals(loan).penalty_rate_units == loan.terms.penalty_rate_units
