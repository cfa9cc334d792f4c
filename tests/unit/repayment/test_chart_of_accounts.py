"""The chart of accounts: what the file must say, and what the books and the page say of it."""

from datetime import date
from typing import Any

import pytest

from chassis.dated_policy import DatedParameters, PolicyError
from services.repayment.chart_file import read_chart
from services.repayment.domain.journal import OWED_ACCOUNTS
from services.repayment.domain.ledger.chart import AccountClass, Chart, Side
from services.repayment.ledger_page import PAGE, page

DAY = date(2026, 11, 23)
CASH: dict[str, Any] = {
    "number": "1001",
    "zh": "现金",
    "en": "Cash",
    "class": "ASSET",
    "grows_on": "DEBIT",
}


def a_chart(*, until: date | None = None, **accounts: dict[str, Any]) -> Chart:
    ends = {"effective_to": until} if until else {}
    return Chart(
        DatedParameters.of(
            {
                code: [
                    {
                        "value": value,
                        "effective_from": date(2020, 1, 1),
                        "source": "test",
                        "confidence": "choice",
                    }
                    | ends
                ]
                for code, value in accounts.items()
            }
        )
    )


def test_what_a_statement_is_made_of_is_what_the_chart_says_customers_owe() -> None:
    owed = tuple(account.code for account in read_chart() if account.owed_by_customer)

    assert owed == OWED_ACCOUNTS


def test_accounts_grow_on_the_side_of_their_class_but_for_deductions() -> None:
    usual = {
        AccountClass.ASSET: Side.DEBIT,
        AccountClass.EXPENSE: Side.DEBIT,
        AccountClass.LIABILITY: Side.CREDIT,
        AccountClass.INCOME: Side.CREDIT,
    }

    unusual = {a.code for a in read_chart() if usual.get(a.kind, a.grows_on) is not a.grows_on}

    assert unusual == {"loan_loss_allowance", "partner_principal", "interest_shared"}


def test_the_page_for_accountants_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(read_chart())


def test_an_account_that_was_closed_is_known_but_not_in_use() -> None:
    chart = a_chart(cash=CASH, until=date(2026, 11, 22))

    assert "cash" in chart
    assert chart.on(DAY) == ()
    assert [account.code for account in chart.on(date(2026, 11, 22))] == ["cash"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"number": ""}, "not a text"),
        ({"class": "WEALTH"}, "WEALTH"),
        ({"grows_on": "LEFT"}, "LEFT"),
        ({"colour": "red"}, "an account has"),
        ({"class": "INCOME", "owed_by_customer": True}, "is an asset"),
        ({"layer": "CELLAR"}, "CELLAR"),
    ],
)
def test_an_account_that_cannot_be_is_refused_by_name(change: dict[str, Any], says: str) -> None:
    with pytest.raises(PolicyError, match="cash") as refusal:
        a_chart(cash=CASH | change)
    assert says in str(refusal.value)


def test_no_two_accounts_have_one_number() -> None:
    with pytest.raises(PolicyError, match="gold: cash has the number 1001"):
        a_chart(cash=CASH, gold=CASH)


def test_postings_need_their_accounts_and_leave_the_general_ledgers_own_alone() -> None:
    chart = a_chart(cash=CASH, accrued=CASH | {"number": "2", "layer": "TOTALS"})

    chart.check(["cash"])
    with pytest.raises(PolicyError, match="has no gold"):
        chart.check(["gold"])
    with pytest.raises(PolicyError, match="accrued is written by the general ledger alone"):
        chart.check(["accrued"])
