"""The credit record over gRPC: notice, report, dispute, answer."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from granary.repayment.v1 import credit_record_service_pb2 as pb

from chassis.errors import NotAllowed, NotFound, StateForbids
from chassis.ports import new_id
from services.repayment.domain.loan import Loan
from tests.integration.repayment.clients import Clients
from tests.integration.repayment.suite import Suite
from tests.integration.repayment.waiting import until
from tests.integration.sandbox.conftest import World


@pytest.fixture
async def late(suite: Suite, world: World, loan: Loan) -> Loan:
    """A loan whose card has no money: its first instalment is unpaid; it is 3 January."""
    card = (await world.person())["card_number"]
    await world.post(f"/rail/accounts/{card}:set-balance", {"balance_minor": 0})
    await suite.close_until(date(2027, 1, 3))
    return loan


async def told(suite: Suite, loan: Loan) -> None:
    """Wait until the customer was told of the arrears."""

    async def was_told() -> bool:
        records = await suite.papers.store.records(loan.customer_id, [loan.loan_id])
        return bool(records)

    await until(was_told)


async def report(clients: Clients, month: str) -> Any:
    staff = await clients.staff()
    request = pb.MakeCreditReportRequest(request_id=str(new_id()), month=month)
    return (await staff.desk_credit.MakeCreditReport(request)).report


async def test_a_customer_is_told_before_a_negative_month_is_reported(
    clients: Clients, suite: Suite, late: Loan
) -> None:
    await told(suite, late)
    customer = await clients.customer(late.customer_id)

    (record,) = (await customer.credit.ListCreditRecords(pb.ListCreditRecordsRequest())).records

    assert record.notices[0].unpaid_since_on == "2026-12-23"
    assert (record.last_month, record.codes[-2:]) == ("2026-12", "*1")
    announced = await suite.pool.fetchval(
        "select count(*) from outbox where message_type like '%NegativeCreditNotice'"
    )
    assert announced == 1


async def test_a_report_is_made_once_and_exported_line_by_line(
    clients: Clients, suite: Suite, late: Loan
) -> None:
    good = await suite.open_loan(disbursed_on="2027-01-03")
    await told(suite, late)
    await suite.close_until(date(2027, 2, 2))

    made = await report(clients, "2027-01")
    again = await report(clients, "2027-01")
    staff = await clients.staff()
    exported = await staff.desk_credit.ExportCreditReport(
        pb.ExportCreditReportRequest(month="2027-01")
    )

    assert made == again
    assert (made.lines, made.negative, made.withheld) == (2, 1, 0)
    assert made.sha256 == exported.document.sha256
    assert exported.next_page_token == ""
    lines = {
        line["loan_id"]: line
        for line in csv.DictReader(io.StringIO(exported.document.content.decode()))
    }
    assert lines[str(late.loan_id)]["codes"].endswith("*12")
    assert lines[str(good.loan_id)]["codes"].endswith("/*")
    assert int(lines[str(late.loan_id)]["overdue_minor"]) > 115_000


async def test_a_month_that_is_not_over_is_not_reported(clients: Clients, late: Loan) -> None:
    staff = await clients.staff()

    with pytest.raises(StateForbids) as refusal:
        await report(clients, "2027-01")
    with pytest.raises(NotFound):
        await staff.desk_credit.ExportCreditReport(pb.ExportCreditReportRequest(month="2026-11"))

    assert refusal.value.reason == "CREDIT_MONTH_NOT_OVER"


async def test_a_dispute_marks_the_record_until_staff_answer_it(
    clients: Clients, suite: Suite, late: Loan
) -> None:
    await told(suite, late)
    customer, staff = await clients.customer(late.customer_id), await clients.staff("wang")
    opening = pb.OpenCreditDisputeRequest(
        request_id=str(new_id()),
        loan_id=str(late.loan_id),
        month="2026-12",
        claim=pb.CREDIT_CLAIM_PAID_IN_TIME,
    )

    opened = (await customer.credit.OpenCreditDispute(opening)).dispute
    same = (await customer.credit.OpenCreditDispute(opening)).dispute
    with pytest.raises(StateForbids) as twice:
        await customer.credit.OpenCreditDispute(
            pb.OpenCreditDisputeRequest(
                request_id=str(new_id()),
                loan_id=str(late.loan_id),
                month="2026-12",
                claim=pb.CREDIT_CLAIM_NOT_TOLD,
            )
        )
    (marked,) = (await customer.credit.ListCreditRecords(pb.ListCreditRecordsRequest())).records
    waiting = await staff.desk_credit.ListCreditDisputes(pb.ListCreditDisputesRequest())
    overdue_request = pb.ListCreditDisputesRequest(overdue_only=True)
    none_yet = await staff.desk_credit.ListCreditDisputes(overdue_request)
    await suite.close_until(date(2027, 1, 24))
    overdue = await staff.desk_credit.ListCreditDisputes(overdue_request)
    answer = pb.AnswerCreditDisputeRequest(
        request_id=str(new_id()),
        customer_id=str(late.customer_id),
        dispute_id=opened.dispute_id,
        corrected_to="N",
        reasons="The bank confirms the payment.",
    )
    answered = (await staff.desk_credit.AnswerCreditDispute(answer)).dispute
    (record,) = (await customer.credit.ListCreditRecords(pb.ListCreditRecordsRequest())).records
    seen = await customer.credit.GetCreditDispute(
        pb.GetCreditDisputeRequest(dispute_id=opened.dispute_id)
    )

    assert opened == same
    assert (opened.opened_on, opened.answer_by_on) == ("2027-01-03", "2027-01-23")
    assert twice.value.reason == "DISPUTE_OPEN"
    assert marked.is_disputed
    assert [one.dispute.dispute_id for one in waiting.disputes] == [opened.dispute_id]
    assert (len(none_yet.disputes), len(overdue.disputes)) == (0, 1)
    assert answered.status == pb.CREDIT_DISPUTE_STATUS_CORRECTED
    assert seen.dispute == answered
    assert (record.is_disputed, record.codes[-2:]) == (False, "*N")
    with pytest.raises(StateForbids) as late_answer:
        await staff.desk_credit.AnswerCreditDispute(
            pb.AnswerCreditDisputeRequest(
                request_id=str(new_id()),
                customer_id=str(late.customer_id),
                dispute_id=opened.dispute_id,
                reasons="again",
            )
        )
    assert late_answer.value.reason == "DISPUTE_ANSWERED"


async def test_strangers_can_neither_dispute_nor_answer_nor_report(
    clients: Clients, late: Loan
) -> None:
    stranger = await clients.customer(new_id())

    with pytest.raises(NotFound):
        await stranger.credit.OpenCreditDispute(
            pb.OpenCreditDisputeRequest(
                request_id=str(new_id()),
                loan_id=str(late.loan_id),
                month="2026-12",
                claim=pb.CREDIT_CLAIM_NOT_MINE,
            )
        )
    with pytest.raises(NotFound):
        await stranger.credit.GetCreditDispute(pb.GetCreditDisputeRequest(dispute_id=str(new_id())))
    with pytest.raises(NotAllowed):
        await stranger.desk_credit.MakeCreditReport(
            pb.MakeCreditReportRequest(request_id=str(new_id()), month="2026-12")
        )
