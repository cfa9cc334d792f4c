"""What a night totals of a loan, beside its documents, says what the documents say."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.repayment.domain import nightly_totals
from tests.builders.loans import DISBURSED_ON, a_loan, paid


@given(days=st.integers(0, 400), payments=st.integers(0, 3))
def test_due_and_not_yet_due_principal_make_up_what_is_outstanding(
    days: int, payments: int
) -> None:
    loan = a_loan(on=DISBURSED_ON + timedelta(days=days))
    for _ in range(payments):
        owed = loan.owed(loan.as_of).total_minor
        if owed:
            loan = paid(loan, max(owed // 2, 1), loan.as_of).loan

    due = nightly_totals.due_minor(loan)
    assert due + nightly_totals.not_yet_due_minor(loan) == loan.outstanding_principal_minor
    assert due == loan.owed(loan.as_of).principal_minor
    assert nightly_totals.costs_something(loan)


def test_a_loan_with_one_late_and_one_new_instalment_is_partly_late() -> None:
    loan = a_loan(on=date(2027, 1, 23))

    assert loan.overdue_from == date(2026, 12, 25)
    assert nightly_totals.all_late_from(loan) == date(2027, 1, 25)


def test_a_loan_with_nothing_due_is_never_late() -> None:
    assert nightly_totals.all_late_from(a_loan()) is None


def test_a_settled_loan_costs_nothing_any_more() -> None:
    loan = a_loan(on=DISBURSED_ON + timedelta(days=3))
    settled = paid(loan, loan.payoff(loan.as_of).total_minor, loan.as_of).loan

    assert not nightly_totals.costs_something(settled)


def test_the_rates_are_those_of_the_terms() -> None:
    loan = a_loan()

    assert nightly_totals.daily_rate_ppm(loan) == loan.terms.daily_rate_ppm
    assert nightly_totals.penalty_rate_units(loan) == loan.terms.penalty_rate_units
