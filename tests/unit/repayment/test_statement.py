"""A statement ties out: what was owed plus what moved is what is owed, for every part."""

from datetime import date, timedelta
from functools import reduce
from itertools import pairwise

import pytest
from hypothesis import given, settings

from services.repayment.domain.errors import MonthNotBegun
from services.repayment.domain.instalment import Owed
from services.repayment.domain.loan import Loan, LoanStatus
from services.repayment.domain.loan_life import EntryKind, life_of
from services.repayment.domain.statement import (
    Period,
    Statement,
    customer_statement,
    loan_statement,
    month_period,
    whole_life,
)
from tests.builders.loan_lives import lives
from tests.builders.loans import a_loan, paid

TODAY = date(2027, 2, 10)


def on_time() -> Loan:
    """Two instalments paid on their days, the third still to come."""
    loan = paid(a_loan(), 115_000, date(2026, 12, 23), number=1).loan
    return paid(loan, 113_950, date(2027, 1, 23), number=2).loan


def months_of(loan: Loan, today: date) -> list[Statement]:
    month, found = loan.opened_on.replace(day=1), []
    while month <= today:
        found.append(loan_statement(loan, month_period(month, today)))
        month = (month + timedelta(days=32)).replace(day=1)
    return found


def moved(statement: Statement) -> Owed:
    return reduce(Owed.__add__, (m.change for m in statement.movements), Owed())


@settings(max_examples=300, deadline=None)
@given(lives())
def test_opening_and_movements_make_the_closing_in_any_life(life: tuple[Loan, date]) -> None:
    loan, today = life
    months = months_of(loan, today)
    whole = loan_statement(loan, whole_life(loan, today))

    for statement in (*months, whole):
        assert statement.opening + moved(statement) == statement.closing
        owed = [m.owed for m in statement.movements]
        assert all(min(o.principal_minor, o.interest_minor) >= 0 for o in owed)
    for earlier, later in pairwise(months):
        assert earlier.closing == later.opening
    assert months[0].opening == whole.opening == Owed()
    assert months[-1].closing == whole.closing
    assert reduce(Owed.__add__, map(moved, months), Owed()) == moved(whole)


@settings(max_examples=200, deadline=None)
@given(lives())
def test_the_replayed_loan_is_the_loan_itself(life: tuple[Loan, date]) -> None:
    loan, today = life
    known = life_of(loan, today)
    assert known is not None
    now = loan.brought_to(today).loan

    assert known.loan.instalments == now.instalments
    assert known.owed.principal_minor == now.outstanding_principal_minor
    payoff = now.payoff(today)
    carried = now.upcoming()[0].carried_interest_minor if now.upcoming() else 0
    uncharged = payoff.accrued_interest_minor - carried + payoff.fee_minor
    if now.upcoming():
        uncharged += now.upcoming()[0].interest_paid_minor
        uncharged -= now.upcoming()[0].charged_ahead_minor
    assert known.owed.total_minor + uncharged == payoff.total_minor


def test_a_month_over_two_instalments_names_every_charge_and_payment() -> None:
    statement = loan_statement(on_time(), month_period(date(2027, 1, 1), TODAY))

    assert [(m.on, m.kind, m.number, m.change) for m in statement.movements] == [
        (date(2027, 1, 23), EntryKind.INTEREST, 2, Owed(interest_minor=13_950)),
        (
            date(2027, 1, 23),
            EntryKind.REPAYMENT,
            0,
            Owed(interest_minor=-13_950, principal_minor=-100_000),
        ),
    ]
    assert statement.opening == Owed(principal_minor=900_000)
    assert statement.closing == Owed(principal_minor=800_000)
    assert statement.period.is_over


def test_a_loan_opened_in_mid_month_opens_with_nothing() -> None:
    statement = loan_statement(on_time(), month_period(date(2026, 11, 1), TODAY))

    assert statement.opening == Owed()
    assert [m.kind for m in statement.movements] == [EntryKind.DISBURSEMENT]
    assert statement.standing is not None
    assert statement.standing.accrued_interest_minor == 3_500
    assert statement.standing.payoff_minor == 1_003_500


def test_a_month_before_the_loan_has_nothing_to_tell() -> None:
    statement = loan_statement(on_time(), month_period(date(2026, 10, 1), TODAY))

    assert statement.is_empty
    assert statement.standing is None
    assert customer_statement([on_time()], statement.period).loans == ()


def test_an_empty_month_still_says_what_is_owed() -> None:
    period = Period(date(2027, 2, 1), TODAY, is_over=False)

    statement = loan_statement(on_time(), period)

    assert not statement.movements
    assert statement.opening == statement.closing == Owed(principal_minor=800_000)
    assert not statement.is_empty


def test_a_month_that_has_not_begun_has_no_statement() -> None:
    with pytest.raises(MonthNotBegun) as refusal:
        month_period(date(2027, 3, 1), TODAY)

    assert refusal.value.metadata == {"open": "2027-02-10"}


def test_the_running_month_ends_today_and_is_not_over() -> None:
    assert month_period(date(2027, 2, 1), TODAY) == Period(date(2027, 2, 1), TODAY, is_over=False)
    january = month_period(date(2027, 1, 1), date(2027, 1, 31))
    assert (january.to_on, january.is_over) == (date(2027, 1, 31), False)


def test_rates_are_shown_by_the_year_as_simple_interest() -> None:
    statement = loan_statement(on_time(), whole_life(on_time(), TODAY))

    assert (statement.daily_rate_ppm, statement.annual_rate_ppm) == (500, 182_500)
    assert statement.penalty_annual_ppm == 240_000


def test_penalty_is_charged_in_the_month_whose_days_it_is_for() -> None:
    late = a_loan()
    december, january = (
        loan_statement(late, month_period(date(year, month, 1), TODAY))
        for year, month in ((2026, 12), (2027, 1))
    )

    assert december.closing.penalty_minor == 460
    assert january.closing.penalty_minor - january.opening.penalty_minor == sum(
        m.change.penalty_minor for m in january.movements
    )
    assert december.standing is not None
    assert december.standing.status is LoanStatus.OVERDUE
    assert december.standing.days_past_due == 7
    assert december.standing.overdue_minor == 115_000 + 460
    assert [(row.number, row.is_overdue) for row in december.due] == [(1, True)]


def test_penalty_that_a_payment_ends_is_charged_before_it() -> None:
    late = a_loan(on=date(2027, 1, 3))
    due = late.owed(date(2027, 1, 3))
    loan = paid(late, due.total_minor, date(2027, 1, 3)).loan

    statement = loan_statement(loan, month_period(date(2027, 1, 1), TODAY))

    kinds = [m.kind for m in statement.movements]
    assert kinds[:2] == [EntryKind.PENALTY, EntryKind.REPAYMENT]
    assert statement.movements[0].change == Owed(penalty_minor=due.penalty_minor - 460)
    assert all(m.owed.penalty_minor >= 0 for m in statement.movements)
    assert not any(m.is_correction for m in statement.movements)


def test_money_booked_late_corrects_the_month_in_which_it_became_known() -> None:
    """The rail said in February that the debit of 23 December was paid: no penalty was due."""
    fell_due = a_loan(on=date(2026, 12, 23))
    loan = paid(fell_due, 115_000, date(2026, 12, 23), booked_on=date(2027, 2, 3)).loan

    january = loan_statement(loan, month_period(date(2027, 1, 1), TODAY))
    february = loan_statement(loan, month_period(date(2027, 2, 1), TODAY))

    assert january.closing.penalty_minor > 0
    assert february.opening == january.closing
    taken_back = [m for m in february.movements if m.is_correction]
    assert sum(m.change.penalty_minor for m in taken_back) < 0
    assert february.opening + moved(february) == february.closing


def test_a_customers_month_adds_up_over_all_loans() -> None:
    loans = [on_time(), a_loan(principal_minor=300_000)]

    made = customer_statement(loans, month_period(date(2027, 1, 1), TODAY))

    assert made.opening.principal_minor == 900_000 + 300_000
    assert made.closing.principal_minor == 800_000 + 300_000
    assert made.opening + made.moved(*EntryKind) == made.closing
    assert made.moved(EntryKind.REPAYMENT).total_minor == -113_950


def test_a_settled_loan_leaves_the_statement_after_its_last_month() -> None:
    loan = on_time()
    loan = paid(loan, loan.payoff(date(2027, 1, 23)).total_minor, date(2027, 1, 23), number=3).loan

    assert len(customer_statement([loan], month_period(date(2027, 1, 1), TODAY)).loans) == 1
    assert customer_statement([loan], month_period(date(2027, 2, 1), TODAY)).loans == ()
