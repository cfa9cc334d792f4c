"""A statement ties out: opening principal plus movements equals closing principal."""

from dataclasses import replace
from datetime import date

import pytest

from services.repayment.domain.collection import (
    Repayment,
    RepaymentKind,
    RepaymentOrigin,
    RepaymentStatus,
)
from services.repayment.domain.instalment import Owed
from services.repayment.domain.statement import MovementKind, loan_statement
from tests.builders.loans import AT, CARD, CUSTOMER, LOAN, a_loan, repayment_id

TODAY = date(2027, 2, 10)


def posted(number: int, on: date, parts: Owed) -> Repayment:
    return Repayment(
        customer_id=CUSTOMER,
        repayment_id=repayment_id(number),
        loan_id=LOAN,
        card_id=CARD,
        currency="CNY",
        amount_minor=parts.total_minor,
        kind=RepaymentKind.DUE,
        origin=RepaymentOrigin.AUTO_DEBIT,
        requested_on=on,
        requested_at=AT,
        status=RepaymentStatus.POSTED,
        posted_on=on,
        parts=parts,
    )


REPAYMENTS = [
    posted(1, date(2026, 12, 23), Owed(0, 15_000, 100_000)),
    posted(2, date(2027, 1, 23), Owed(658, 13_950, 100_000)),
]


def test_the_whole_history_starts_from_nothing_with_the_disbursement() -> None:
    statement = loan_statement(a_loan(), REPAYMENTS, TODAY, None)

    assert (statement.from_on, statement.to_on) == (date(2026, 11, 23), TODAY)
    assert statement.opening_principal_minor == 0
    assert [m.kind for m in statement.movements] == [
        MovementKind.DISBURSEMENT,
        MovementKind.REPAYMENT,
        MovementKind.REPAYMENT,
    ]
    assert statement.closing_principal_minor == 800_000


@pytest.mark.parametrize(
    ("month", "opening", "count", "closing"),
    [
        (date(2026, 10, 1), 0, 0, 0),
        (date(2026, 11, 1), 0, 1, 1_000_000),
        (date(2026, 12, 1), 1_000_000, 1, 900_000),
        (date(2027, 1, 1), 900_000, 1, 800_000),
        (date(2027, 2, 1), 800_000, 0, 800_000),
    ],
)
def test_a_month_opens_where_the_month_before_closed(
    month: date, opening: int, count: int, closing: int
) -> None:
    statement = loan_statement(a_loan(), REPAYMENTS, TODAY, month)

    changes = sum(m.principal_change_minor for m in statement.movements)
    assert (statement.opening_principal_minor, len(statement.movements)) == (opening, count)
    assert statement.closing_principal_minor == closing == opening + changes


def test_the_running_month_ends_today() -> None:
    assert loan_statement(a_loan(), [], TODAY, date(2027, 2, 1)).to_on == TODAY
    assert loan_statement(a_loan(), [], TODAY, date(2027, 1, 1)).to_on == date(2027, 1, 31)


def test_money_is_shown_on_the_day_whose_books_took_it() -> None:
    late_news = replace(REPAYMENTS[0], requested_on=date(2026, 12, 23), posted_on=TODAY)

    statement = loan_statement(a_loan(), [late_news], TODAY, None)

    assert statement.movements[-1].on == TODAY
