"""The books as staff see them: chart, balances, journal page by page, files that read back."""

import csv
import io
from collections import Counter
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from arro3.io import read_parquet
from granary.repayment.v1 import ledger_pb2
from granary.repayment.v1 import ledger_service_pb2 as pb

from chassis.errors import DomainError
from chassis.ports import new_id
from services.repayment.domain.loan import Loan
from tests.integration.repayment.clients import Clients
from tests.integration.repayment.suite import Suite
from tests.integration.repayment.told import FIRST_DAY

FIRST_DUE = date(2026, 12, 23)


@pytest.fixture
async def staff(clients: Clients, suite: Suite, loan: Loan) -> Any:
    """The books after the first instalment was paid and its day closed."""
    await suite.close_until(FIRST_DUE)
    await suite.settled_collections(loan)
    await suite.close_until(FIRST_DUE + timedelta(days=1))
    return (await clients.staff()).ledger


async def refusal(call: Any) -> str:
    with pytest.raises(DomainError) as refused:
        await call
    return refused.value.reason


async def test_the_chart_names_every_account_in_both_languages(staff: Any) -> None:
    chart = (await staff.GetChartOfAccounts(pb.GetChartOfAccountsRequest())).accounts

    principal = next(account for account in chart if account.code == "loan_principal")
    assert (principal.number, principal.name_zh) == ("1303.01", "贷款本金")
    assert principal.account_class == ledger_pb2.ACCOUNT_CLASS_ASSET
    assert principal.owed_by_customer
    assert [account.number for account in chart] == sorted(account.number for account in chart)


async def test_the_trial_balance_of_closed_days_sums_to_zero(staff: Any) -> None:
    whole = await staff.GetTurnover(pb.GetTurnoverRequest(from_on=str(FIRST_DAY)))
    last = await staff.GetTurnover(pb.GetTurnoverRequest())

    balances = {line.account: line.closing_minor for line in whole.accounts}
    assert (whole.from_on, whole.to_on) == (str(FIRST_DAY), str(FIRST_DUE))
    assert whole.total_debit_minor == whole.total_credit_minor > 0
    assert whole.total_closing_minor == last.total_closing_minor == 0
    assert balances == {
        "bank_clearing": 115_000 - 1_000_000,
        "interest_receivable": 0,
        "accrued_interest": 450,
        "loan_principal": 900_000,
        "interest_income": -15_000,
        "accrued_interest_income": -450,
        # 0.9 % of what is still owed: the loss expected on a loan that is not late.
        "credit_loss_expense": 8_100,
        "loan_loss_allowance": -8_100,
    }
    assert last.from_on == last.to_on == str(FIRST_DUE)
    opening = {line.account: line.opening_minor for line in last.accounts}
    assert opening["loan_principal"] == 1_000_000


async def test_the_buckets_add_up_to_the_whole(staff: Any, loan: Loan, suite: Suite) -> None:
    bucket_of_loan = await suite.pool.fetchval("select bucket from loan")
    buckets = [row["bucket"] for row in await suite.pool.fetch("select bucket from ledger_balance")]

    whole = await staff.GetTurnover(pb.GetTurnoverRequest())
    own = await staff.GetTurnover(pb.GetTurnoverRequest(bucket=bucket_of_loan))
    empty = next(bucket for bucket in range(4096) if bucket not in buckets)
    other = await staff.GetTurnover(pb.GetTurnoverRequest(bucket=empty))
    parts = [await staff.GetTurnover(pb.GetTurnoverRequest(bucket=b)) for b in set(buckets)]

    closing: Counter[str] = Counter()
    for part in parts:
        closing.update({line.account: line.closing_minor for line in part.accounts})
    assert closing == {line.account: line.closing_minor for line in whole.accounts}
    # The loss expected on the portfolio is booked for all customers together.
    provided = {"credit_loss_expense", "loan_loss_allowance"}
    assert {line.account for line in own.accounts} == set(closing) - provided
    assert len(other.accounts) == 0


async def test_a_day_that_is_not_closed_has_no_balances(staff: Any) -> None:
    open_day = str(FIRST_DUE + timedelta(days=1))

    turnover = staff.GetTurnover(pb.GetTurnoverRequest(to_on=open_day))
    assert await refusal(turnover) == "DAY_NOT_CLOSED"
    backwards = pb.GetTurnoverRequest(from_on=str(FIRST_DUE), to_on=str(FIRST_DAY))
    assert await refusal(staff.GetTurnover(backwards)) == "REQUEST_INVALID"
    no_day = pb.ListGeneralLedgerTotalsRequest(business_date=open_day)
    assert await refusal(staff.ListGeneralLedgerTotals(no_day)) == "DAY_NOT_CLOSED"


async def test_before_the_first_close_there_are_no_balances(clients: Clients) -> None:
    ledger = (await clients.staff()).ledger

    assert await refusal(ledger.GetTurnover(pb.GetTurnoverRequest())) == "DAY_NOT_CLOSED"


async def test_customers_and_services_do_not_see_the_books(clients: Clients) -> None:
    for caller in (await clients.customer(new_id()), await clients.service("lending")):
        chart = caller.ledger.GetChartOfAccounts(pb.GetChartOfAccountsRequest())
        assert await refusal(chart) == "NOT_PERMITTED"


async def test_the_general_ledger_of_a_day_is_read_page_by_page(staff: Any) -> None:
    seen, token = [], ""
    while True:
        request = pb.ListGeneralLedgerTotalsRequest(
            business_date=str(FIRST_DUE), page_size=2, page_token=token
        )
        page = await staff.ListGeneralLedgerTotals(request)
        seen += page.totals
        token = page.next_page_token
        if not token:
            break

    places = [(total.bucket, total.turnover.account) for total in seen]
    assert places == sorted(set(places))
    assert {account for _, account in places} == {
        "accrued_interest",
        "accrued_interest_income",
        "bank_clearing",
        "credit_loss_expense",
        "interest_income",
        "interest_receivable",
        "loan_loss_allowance",
        "loan_principal",
    }


@pytest.mark.parametrize("token", ["x", "1", "one:loan_principal", ":"])
async def test_a_page_token_nobody_gave_out_is_refused(
    clients: Clients, suite: Suite, token: str
) -> None:
    await suite.close_until(FIRST_DAY + timedelta(days=1))
    staff = (await clients.staff()).ledger

    totals = pb.ListGeneralLedgerTotalsRequest(business_date=str(FIRST_DAY), page_token=token)
    assert await refusal(staff.ListGeneralLedgerTotals(totals)) == "REQUEST_INVALID"
    differences = pb.ListRailDifferencesRequest(page_token=token)
    assert await refusal(staff.ListRailDifferences(differences)) == "REQUEST_INVALID"


async def test_the_journal_of_a_loan_and_of_a_day(staff: Any, loan: Loan) -> None:
    of_loan = pb.ListJournalEntriesRequest(
        customer_id=str(loan.customer_id), loan_id=str(loan.loan_id), page_size=3
    )
    first = await staff.ListJournalEntries(of_loan)
    of_loan.page_token = first.next_page_token
    rest = await staff.ListJournalEntries(of_loan)
    day = await staff.ListJournalEntries(pb.ListJournalEntriesRequest(business_date=str(FIRST_DUE)))

    kinds = [entry.kind for entry in (*first.entries, *rest.entries)]
    assert kinds == ["disbursement", "interest_charged", "interest_repaid", "principal_repaid"]
    assert rest.next_page_token == ""
    assert [entry.kind for entry in day.entries] == [*kinds[1:], "provision_released"]
    assert sum(entry.amount_minor for entry in day.entries) == 15_000 + 115_000 + 900


async def test_a_journal_is_of_a_loan_or_of_a_day_not_of_both(staff: Any, loan: Loan) -> None:
    for request in (
        pb.ListJournalEntriesRequest(),
        pb.ListJournalEntriesRequest(loan_id=str(loan.loan_id)),
        pb.ListJournalEntriesRequest(
            customer_id=str(loan.customer_id),
            loan_id=str(loan.loan_id),
            business_date=str(FIRST_DUE),
        ),
    ):
        assert await refusal(staff.ListJournalEntries(request)) == "REQUEST_INVALID"


async def exported(staff: Any, format_: "ledger_pb2.ExportFormat", **days: str) -> bytes:
    request = pb.ExportJournalRequest(format=format_, **days)
    return b"".join([piece.content async for piece in staff.ExportJournal(request)])


async def test_the_exported_journal_reads_back_entry_by_entry(
    staff: Any, suite: Suite, loan: Loan
) -> None:
    days = {"from_on": str(FIRST_DAY), "to_on": str(FIRST_DAY + timedelta(days=30))}
    entries = await suite.pool.fetch("select * from ledger_entry order by business_date, entry_id")

    text = (await exported(staff, ledger_pb2.EXPORT_FORMAT_CSV, **days)).decode()
    parquet = await exported(staff, ledger_pb2.EXPORT_FORMAT_PARQUET, **days)

    lines = list(csv.DictReader(io.StringIO(text, newline="")))
    table = read_parquet(io.BytesIO(parquet)).read_all()
    columns = {name: table.column(name).to_pylist() for name in table.schema.names}
    assert text.startswith("business_date,entry_id,kind,debit_account,credit_account,amount_minor")
    assert len(lines) == table.num_rows == len(entries) == 6
    for at, entry in enumerate(entries):
        assert UUID(lines[at]["entry_id"]) == entry["entry_id"]
        assert int(lines[at]["amount_minor"]) == entry["amount_minor"]
        assert lines[at]["debit_account"] == entry["debit_account"]
        assert lines[at]["business_date"] == str(entry["business_date"])
        assert UUID(columns["entry_id"][at]) == entry["entry_id"]
        assert columns["amount_minor"][at] == entry["amount_minor"]
        assert columns["business_date"][at] == entry["business_date"]
        assert columns["posted_at"][at] == entry["posted_at"]
        assert columns["credit_account"][at] == entry["credit_account"]


async def test_days_without_entries_are_a_file_without_rows(staff: Any) -> None:
    days = {"from_on": "2026-12-01", "to_on": "2026-12-02"}

    text = await exported(staff, ledger_pb2.EXPORT_FORMAT_CSV, **days)
    parquet = await exported(staff, ledger_pb2.EXPORT_FORMAT_PARQUET, **days)

    assert text.count(b"\r\n") == 1
    assert read_parquet(io.BytesIO(parquet)).read_all().num_rows == 0


@pytest.mark.parametrize(
    ("from_on", "to_on", "reason"),
    [
        ("2026-12-23", "2026-12-24", "DAY_NOT_CLOSED"),
        ("2026-11-22", "2026-12-23", "REQUEST_INVALID"),
        ("2026-12-23", "2026-12-22", "REQUEST_INVALID"),
    ],
)
async def test_what_cannot_be_exported_is_refused(
    staff: Any, from_on: str, to_on: str, reason: str
) -> None:
    call = exported(staff, ledger_pb2.EXPORT_FORMAT_CSV, from_on=from_on, to_on=to_on)

    assert await refusal(call) == reason
