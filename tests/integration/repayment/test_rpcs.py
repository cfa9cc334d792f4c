"""The repayment service over gRPC: what callers see and what they are refused."""

from datetime import date

import pytest
from granary.repayment.v1 import ledger_pb2, loan_pb2, schedule_pb2
from granary.repayment.v1 import repayment_service_pb2 as pb

from chassis.errors import InvalidInput, NotAllowed, NotFound, StateForbids
from chassis.ports import new_id
from services.repayment.domain.loan import Loan
from tests.integration.repayment.clients import Clients
from tests.integration.repayment.suite import Suite
from tests.integration.repayment.told import FIRST_DAY

FIRST_DUE = date(2026, 12, 23)


async def test_a_customer_sees_the_loan_with_its_plan(clients: Clients, loan: Loan) -> None:
    customer = await clients.customer(loan.customer_id)

    shown = (await customer.public.GetLoan(pb.GetLoanRequest(loan_id=str(loan.loan_id)))).loan

    assert shown.status == loan_pb2.LOAN_STATUS_ACTIVE
    assert (shown.next_due_on, shown.next_due_minor) == ("2026-12-23", 115_000)
    assert len(shown.instalments) == 10
    assert shown.instalments[0].status == loan_pb2.INSTALMENT_STATUS_PLANNED
    assert sum(row.interest_minor for row in shown.instalments) == 83_300


async def test_loans_come_in_pages_the_newest_first(clients: Clients, suite: Suite) -> None:
    first = await suite.open_loan()
    for _ in range(2):
        await suite.open_loan(customer_id=str(first.customer_id))
    customer = await clients.customer(first.customer_id)

    page = await customer.public.ListLoans(pb.ListLoansRequest(page_size=2))
    last = await customer.public.ListLoans(
        pb.ListLoansRequest(page_size=2, page_token=page.next_page_token)
    )

    ids = [shown.loan_id for shown in (*page.loans, *last.loans)]
    assert ids == sorted(ids, reverse=True)
    assert (len(page.loans), len(last.loans), last.next_page_token) == (2, 1, "")
    assert not page.loans[0].instalments


async def test_a_payoff_is_quoted_repaid_and_shown_in_the_statement(
    clients: Clients, suite: Suite, loan: Loan
) -> None:
    staff, customer = await clients.staff(), await clients.customer(loan.customer_id)
    loan_id = str(loan.loan_id)
    async for _ in staff.internal.CloseBusinessDays(
        pb.CloseBusinessDaysRequest(until="2026-12-03"), timeout=60
    ):
        pass

    quote = await customer.public.QuotePayoff(pb.QuotePayoffRequest(loan_id=loan_id))
    request = pb.RepayRequest(
        request_id=str(new_id()),
        loan_id=loan_id,
        amount_minor=quote.total_minor,
        card_id=str(loan.card_id),
        kind=loan_pb2.REPAYMENT_KIND_PAYOFF,
    )
    started = (await customer.public.Repay(request)).repayment
    await suite.settled_collections(loan)
    ended = (
        await customer.public.GetRepayment(
            pb.GetRepaymentRequest(repayment_id=started.repayment_id)
        )
    ).repayment
    statement = await customer.public.GetStatement(pb.GetStatementRequest(loan_id=loan_id))
    december = await customer.public.GetStatement(
        pb.GetStatementRequest(loan_id=loan_id, month="2026-12")
    )

    assert (quote.total_minor, quote.saved_interest_minor) == (1_005_000, 78_300)
    assert quote.valid_on == "2026-12-03"
    assert started.status == loan_pb2.REPAYMENT_STATUS_COLLECTING
    assert ended.status == loan_pb2.REPAYMENT_STATUS_POSTED
    assert (ended.allocation.principal_minor, ended.allocation.interest_minor) == (
        1_000_000,
        5_000,
    )
    for shown in (statement, december):
        changes = sum(movement.principal_change_minor for movement in shown.movements)
        assert shown.opening_principal_minor + changes == shown.closing_principal_minor == 0
    assert [m.kind for m in statement.movements] == [
        pb.MOVEMENT_KIND_DISBURSEMENT,
        pb.MOVEMENT_KIND_REPAYMENT,
    ]
    assert (december.opening_principal_minor, len(december.movements)) == (1_000_000, 1)
    with pytest.raises(StateForbids) as settled:
        await customer.public.QuotePayoff(pb.QuotePayoffRequest(loan_id=loan_id))
    assert settled.value.reason == "LOAN_SETTLED"


async def test_another_customers_loan_does_not_exist(clients: Clients, loan: Loan) -> None:
    stranger = await clients.customer(new_id())

    for call, request in (
        (stranger.public.GetLoan, pb.GetLoanRequest(loan_id=str(loan.loan_id))),
        (stranger.public.QuotePayoff, pb.QuotePayoffRequest(loan_id=str(loan.loan_id))),
        (stranger.public.GetStatement, pb.GetStatementRequest(loan_id=str(loan.loan_id))),
        (stranger.public.GetRepayment, pb.GetRepaymentRequest(repayment_id=str(new_id()))),
        (
            stranger.public.Repay,
            pb.RepayRequest(
                request_id=str(new_id()),
                loan_id=str(loan.loan_id),
                amount_minor=1,
                card_id=str(loan.card_id),
                kind=loan_pb2.REPAYMENT_KIND_PREPAY,
            ),
        ),
    ):
        with pytest.raises(NotFound) as refusal:
            await call(request)
        assert refusal.value.reason == "NOT_FOUND"


@pytest.mark.parametrize("month", ["0000-01", "9999-12"])
async def test_a_month_the_calendar_does_not_have_has_no_statement(
    clients: Clients, loan: Loan, month: str
) -> None:
    customer = await clients.customer(loan.customer_id)
    request = pb.GetStatementRequest(loan_id=str(loan.loan_id), month=month)

    with pytest.raises(InvalidInput) as refusal:
        await customer.public.GetStatement(request)

    assert refusal.value.reason == "REQUEST_INVALID"


@pytest.mark.parametrize(
    ("amount_minor", "kind", "reason"),
    [
        (0, loan_pb2.REPAYMENT_KIND_DUE, "REQUEST_INVALID"),
        (-1, loan_pb2.REPAYMENT_KIND_DUE, "REQUEST_INVALID"),
        (10**12 + 1, loan_pb2.REPAYMENT_KIND_DUE, "REQUEST_INVALID"),
        (1, 77, "REQUEST_INVALID"),
        (10**12, loan_pb2.REPAYMENT_KIND_PREPAY, "AMOUNT_ABOVE_OWED"),
        (1, loan_pb2.REPAYMENT_KIND_DUE, "NOTHING_DUE"),
        (1, loan_pb2.REPAYMENT_KIND_PREPAY, "PREPAY_TOO_EARLY"),
    ],
)
async def test_an_amount_that_does_not_fit_is_refused_with_its_reason(
    clients: Clients, suite: Suite, loan: Loan, amount_minor: int, kind: int, reason: str
) -> None:
    customer = await clients.customer(loan.customer_id)
    request = pb.RepayRequest(
        request_id=str(new_id()),
        loan_id=str(loan.loan_id),
        amount_minor=amount_minor,
        card_id=str(loan.card_id),
        kind=kind,  # type: ignore[arg-type]
    )

    with pytest.raises((StateForbids, InvalidInput)) as refusal:
        await customer.public.Repay(request)

    assert refusal.value.reason == reason
    assert await suite.repayments(loan) == []
    assert await suite.reload(loan) == loan


async def test_a_schedule_is_quoted_before_there_is_a_loan(clients: Clients) -> None:
    lending = await clients.service("lending")
    request = pb.QuoteScheduleRequest(
        principal_minor=1_000_000,
        daily_rate_ppm=500,
        instalments=10,
        method=schedule_pb2.REPAYMENT_METHOD_EQUAL_PRINCIPAL,
        disbursed_on=FIRST_DAY.isoformat(),
    )

    reply = await lending.internal.QuoteSchedule(request)

    assert (reply.total_interest_minor, reply.total_minor) == (83_300, 1_083_300)
    assert reply.rows[0].due_on == "2026-12-23"
    assert reply.rows[-1].outstanding_principal_minor == 0


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"instalments": 40}, "INSTALMENTS_TOO_MANY"),
        ({"disbursed_on": "2027-02-30"}, "REQUEST_INVALID"),
        ({"disbursed_on": "9999-12-01"}, "REQUEST_INVALID"),
    ],
)
async def test_a_schedule_that_cannot_be_is_refused(
    clients: Clients, change: dict[str, object], reason: str
) -> None:
    lending = await clients.service("lending")
    fields = {
        "principal_minor": 1_000_000,
        "daily_rate_ppm": 500,
        "instalments": 10,
        "method": schedule_pb2.REPAYMENT_METHOD_EQUAL_PRINCIPAL,
        "disbursed_on": "2026-11-23",
    }

    with pytest.raises(InvalidInput) as refusal:
        await lending.internal.QuoteSchedule(pb.QuoteScheduleRequest(**fields | change))  # type: ignore[arg-type]

    assert refusal.value.reason == reason


async def test_staff_close_the_day_and_read_the_books(
    clients: Clients, suite: Suite, loan: Loan
) -> None:
    staff = await clients.staff()
    request = pb.CloseBusinessDayRequest(
        request_id=str(new_id()), business_date=FIRST_DAY.isoformat()
    )

    report = (await staff.internal.CloseBusinessDay(request)).report
    again = (await staff.internal.CloseBusinessDay(request)).report
    today = await staff.internal.GetBusinessDate(pb.GetBusinessDateRequest())
    balance = await staff.internal.GetTrialBalance(pb.GetTrialBalanceRequest())
    found = await staff.internal.GetReconciliation(
        pb.GetReconciliationRequest(business_date=FIRST_DAY.isoformat())
    )

    assert report == again
    assert report.interest_accrued_minor == 500
    assert today.business_date == "2026-11-24"
    assert balance.total_debit_minor == balance.total_credit_minor
    debits = {one.account: one.debit_minor for one in balance.accounts if one.debit_minor}
    # The night also books the loss expected on the loan.
    assert debits == {"loan_principal": 1_000_000, "credit_loss_expense": 9_000}
    assert found.reconciliation.status == ledger_pb2.RECONCILIATION_STATUS_MATCHED
    with pytest.raises(StateForbids) as refusal:
        await staff.internal.CloseBusinessDay(
            pb.CloseBusinessDayRequest(request_id=str(new_id()), business_date="2026-11-23")
        )
    assert refusal.value.reason == "BUSINESS_DAY_NOT_OPEN"
    with pytest.raises(NotFound):
        await staff.internal.GetReconciliation(
            pb.GetReconciliationRequest(business_date="2027-01-01")
        )


async def test_customers_may_not_close_days(clients: Clients) -> None:
    customer = await clients.customer(new_id())

    with pytest.raises(NotAllowed):
        await customer.internal.CloseBusinessDay(
            pb.CloseBusinessDayRequest(request_id=str(new_id()), business_date="2026-11-23")
        )
