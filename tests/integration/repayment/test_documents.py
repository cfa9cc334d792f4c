"""Statements, explanations and documents over gRPC, and as files through the gateway."""

import asyncio
import threading
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import date
from hashlib import sha256
from io import BytesIO
from typing import Any

import aiohttp
import pytest
from granary.repayment.v1 import loan_pb2
from granary.repayment.v1 import repayment_service_pb2 as rpc_pb
from granary.repayment.v1 import statement_service_pb2 as pb
from pypdf import PdfReader

from chassis.command import RequestKey
from chassis.errors import InvalidInput, NotAllowed, NotFound, StateForbids
from chassis.grpc_client import PeerChannel
from chassis.http_server import HttpServer
from chassis.paper import Paper
from chassis.ports import new_id
from services.gateway.__main__ import gateway_of
from services.gateway.settings import Settings
from services.repayment.domain.collection import Repayment, RepaymentKind
from services.repayment.domain.loan import Loan
from services.repayment.use_cases.loans import Repay
from tests.integration.repayment.clients import Clients
from tests.integration.repayment.suite import Suite
from tests.integration.repayment.test_loan_adjustments import reversal
from tests.integration.repayment.waiting import until

GetMonth = pb.GetMonthlyStatementRequest


@pytest.fixture
async def paid_once(suite: Suite, loan: Loan) -> Repayment:
    """The first instalment was collected on its due date; it is January."""
    await suite.close_until(date(2026, 12, 23))
    (repayment,) = await suite.settled_collections(loan)
    await suite.close_until(date(2027, 1, 3))
    return repayment


@pytest.fixture
async def http(clients: Clients) -> AsyncIterator[Any]:
    """`await http(path, token)`: an answer of a gateway in front of the service."""
    address = clients.address
    async with AsyncExitStack() as stack:
        settings = Settings(
            http_address="127.0.0.1:0",
            observability_address="127.0.0.1:0",
            public_keys_dir=clients.issuers.public_keys,
            environment="development",
            identity_address=address,
            lending_address=address,
            repayment_address=address,
            monitoring_address=address,
            support_address=address,
        )
        peers = {
            area: await stack.enter_async_context(PeerChannel(peer))
            for area, peer in settings.peer_addresses.items()
        }
        server = HttpServer(settings.http_address, gateway_of(settings, peers).application)
        await server.start()
        stack.push_async_callback(server.stop, 5)
        session = await stack.enter_async_context(aiohttp.ClientSession())

        async def ask(path: str, token: str) -> tuple[int, Any, bytes]:
            headers = {"Authorization": f"Bearer {token}", "Accept-Language": "en"}
            url = f"http://127.0.0.1:{server.port}/v1/repayment{path}"
            async with session.get(url, headers=headers) as answer:
                return answer.status, answer.headers, await answer.read()

        yield ask


async def test_months_tie_out_and_follow_one_another(
    clients: Clients, loan: Loan, paid_once: Repayment
) -> None:
    customer = await clients.customer(loan.customer_id)

    months = [
        (await customer.statements.GetMonthlyStatement(GetMonth(month=month))).statement
        for month in ("2026-11", "2026-12", "2027-01")
    ]
    whole = (
        await customer.statements.GetLoanStatement(
            pb.GetLoanStatementRequest(loan_id=str(loan.loan_id))
        )
    ).statement

    assert [month.is_final for month in months] == [True, True, False]
    assert [month.closing.total_minor for month in months] == [1_000_000, 900_000, 900_000]
    assert [month.opening.total_minor for month in months] == [0, 1_000_000, 900_000]
    december = months[1].loans[0]
    assert (december.annual_rate_ppm, december.daily_rate_ppm) == (182_500, 500)
    assert [m.kind for m in december.movements] == [
        pb.ACCOUNT_MOVEMENT_KIND_INTEREST,
        pb.ACCOUNT_MOVEMENT_KIND_REPAYMENT,
    ]
    assert december.due[0].paid_on == "2026-12-23"
    assert december.next_due_on == "2027-01-23"
    assert months[1].charged.interest_minor == 15_000
    assert months[1].lender.name == "粮仓示范消费金融有限公司"
    assert len(whole.movements) == 3
    assert whole.closing == months[-1].closing


async def test_the_payoff_and_a_repayment_are_explained_to_the_day(
    clients: Clients, loan: Loan, paid_once: Repayment
) -> None:
    customer = await clients.customer(loan.customer_id)
    loan_id = str(loan.loan_id)
    quote = await customer.public.QuotePayoff(rpc_pb.QuotePayoffRequest(loan_id=loan_id))

    async def explain(subject: str, **more: Any) -> pb.Explanation:
        request = pb.ExplainAmountRequest(
            loan_id=loan_id, subject=f"EXPLAINED_SUBJECT_{subject}", **more
        )
        reply: pb.ExplainAmountResponse = await customer.statements.ExplainAmount(request)
        return reply.explanation

    payoff = await explain("PAYOFF")
    accrued = await explain("ACCRUED_INTEREST")
    repaid = await explain("REPAYMENT", repayment_id=str(paid_once.repayment_id))
    first = await explain("INSTALMENT", instalment=1)

    assert payoff.total_minor == quote.total_minor
    (line,) = accrued.amounts[0].days
    assert (line.from_on, line.to_on, line.days) == ("2026-12-23", "2027-01-02", 11)
    assert (line.daily_rate, line.exact_fen, line.amount_text) == (
        "1/2000",
        "4950",
        "49.5000000000",
    )
    assert repaid.allocated_minor == paid_once.amount_minor == 115_000
    interest = next(a for a in first.amounts if a.kind == pb.EXPLAINED_KIND_INTEREST)
    assert (interest.charged_minor, interest.rounding_fen, interest.days[0].days) == (
        15_000,
        "0",
        30,
    )
    with pytest.raises(NotFound):
        await explain("INSTALMENT", instalment=11)
    with pytest.raises(NotFound):
        await explain("REPAYMENT")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/statements/2026-12/pdf", "DZ-202612"),
        ("/loans/{loan}/account-statement/pdf?month=2026-12", "JD-202612"),
        ("/loans/{loan}/account-statement/pdf?language=EN", "JD-20270103"),
        ("/loans/{loan}/schedule/pdf", "HK-20270103"),
        ("/loans/{loan}/disclosure/pdf?language=EN", "PL-20270103"),
        ("/repayments/{repayment}/receipt/pdf", "HP-20261223"),
    ],
)
async def test_a_document_is_downloaded_as_pdf_with_its_hash_and_is_the_same_each_time(
    http: Any, clients: Clients, loan: Loan, paid_once: Repayment, path: str, name: str
) -> None:
    path = path.format(loan=loan.loan_id, repayment=paid_once.repayment_id)
    token = clients.customer_token(loan.customer_id)

    status, headers, content = await http(path, token)
    _, _, again = await http(path, token)

    assert (status, headers["Content-Type"]) == (200, "application/pdf")
    assert headers["Content-Disposition"].startswith(f'attachment; filename="{name}')
    digest = b64encode(sha256(content).digest()).decode()
    assert headers["Repr-Digest"] == f"sha-256=:{digest}:"
    assert again == content
    shown = "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    assert name in shown


async def test_a_kept_document_is_found_by_its_number_as_it_was_given_out(
    http: Any, clients: Clients, suite: Suite, loan: Loan, paid_once: Repayment
) -> None:
    token = clients.customer_token(loan.customer_id)
    _, headers, content = await http("/statements/2026-12/pdf", token)
    number = headers["Content-Disposition"].split('"')[1].removesuffix(".pdf")
    staff = await clients.staff()

    found = await staff.desk_statements.FindDocument(
        pb.FindDocumentRequest(customer_id=str(loan.customer_id), document_number=number)
    )

    assert found.document.content == content
    assert found.issued_on == "2027-01-01"
    assert await suite.pool.fetchval("select count(*) from issued_document") == 1
    with pytest.raises(NotFound):
        await staff.desk_statements.FindDocument(
            pb.FindDocumentRequest(customer_id=str(new_id()), document_number=number)
        )


async def test_a_certificate_is_refused_until_the_loan_is_paid_off(
    http: Any, clients: Clients, suite: Suite, loan: Loan, paid_once: Repayment
) -> None:
    customer = await clients.customer(loan.customer_id)
    token, loan_id = clients.customer_token(loan.customer_id), str(loan.loan_id)
    request = pb.GetSettlementCertificateRequest(loan_id=loan_id)
    with pytest.raises(StateForbids) as refusal:
        await customer.statements.GetSettlementCertificate(request)
    status, _, problem = await http(f"/loans/{loan_id}/settlement-certificate/pdf", token)
    assert (refusal.value.reason, status) == ("LOAN_NOT_SETTLED", 409)
    assert b"LOAN_NOT_SETTLED" in problem

    quote = await customer.public.QuotePayoff(rpc_pb.QuotePayoffRequest(loan_id=loan_id))
    await customer.public.Repay(
        rpc_pb.RepayRequest(
            request_id=str(new_id()),
            loan_id=loan_id,
            amount_minor=quote.total_minor,
            card_id=str(loan.card_id),
            kind=loan_pb2.REPAYMENT_KIND_PAYOFF,
        )
    )
    await suite.settled_collections(loan, 2)

    made = await customer.statements.GetSettlementCertificate(request)
    status, _, content = await http(f"/loans/{loan_id}/settlement-certificate/pdf", token)
    assert made.settled_on == "2027-01-03"
    assert made.paid_minor == 115_000 + quote.total_minor
    shown = "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    assert status == 200
    assert made.document_number in shown
    actions = (
        await customer.statements.ListLoanActions(pb.ListLoanActionsRequest(loan_id=loan_id))
    ).actions
    is_open = {action.kind: action.is_open for action in actions}
    assert is_open[pb.LOAN_ACTION_KIND_SETTLEMENT_CERTIFICATE]
    assert not is_open[pb.LOAN_ACTION_KIND_PREPAY]


async def test_a_receipt_needs_money_that_arrived(
    clients: Clients, suite: Suite, loan: Loan, paid_once: Repayment
) -> None:
    customer = await clients.customer(loan.customer_id)
    repayment_id = str(paid_once.repayment_id)

    receipt = await customer.statements.GetReceipt(pb.GetReceiptRequest(repayment_id=repayment_id))

    assert receipt.repayment.amount_minor == 115_000
    assert receipt.owed_after.principal_minor == 900_000
    assert receipt.document_number.startswith("HP-20261223-")
    await suite.pool.execute(
        "update repayment set status = 'UNKNOWN', posted_on = null, parts = null"
        " where repayment_id = $1",
        paid_once.repayment_id,
    )
    with pytest.raises(StateForbids) as refusal:
        await customer.statements.GetReceipt(pb.GetReceiptRequest(repayment_id=repayment_id))
    assert refusal.value.reason == "REPAYMENT_NOT_POSTED"


async def test_what_belongs_to_another_customer_does_not_exist(
    http: Any, clients: Clients, loan: Loan, paid_once: Repayment
) -> None:
    token = clients.customer_token(new_id())
    paths = (
        f"/loans/{loan.loan_id}/account-statement",
        f"/loans/{loan.loan_id}/account-statement/pdf",
        f"/loans/{loan.loan_id}/schedule/pdf",
        f"/loans/{loan.loan_id}/disclosure/pdf",
        f"/loans/{loan.loan_id}/settlement-certificate/pdf",
        f"/loans/{loan.loan_id}/explanation",
        f"/loans/{loan.loan_id}/actions",
        f"/repayments/{paid_once.repayment_id}/receipt/pdf",
    )

    for path in paths:
        status, _, problem = await http(path, token)
        assert status == 404, path
        assert b"NOT_FOUND" in problem
    status, _, mine = await http("/statements/2026-12", token)
    assert status == 200
    assert b'"loans":[]' in mine


@pytest.mark.parametrize(
    ("path", "status", "reason"),
    [
        ("/statements/2027-02", 409, b"MONTH_NOT_BEGUN"),
        ("/statements/2027-02/pdf", 409, b"MONTH_NOT_BEGUN"),
        ("/statements/9999-12", 400, b"REQUEST_INVALID"),
        ("/statements/2027-13/pdf", 400, b"REQUEST_INVALID"),
        ("/statements/..%2F..%2Fetc/pdf", 400, b"REQUEST_INVALID"),
        ("/statements/2026-12/pdf?language=FR", 400, b"REQUEST_INVALID"),
        ("/loans/not-a-loan/schedule/pdf", 400, b"REQUEST_INVALID"),
        ("/loans/%00/account-statement", 400, b"REQUEST_INVALID"),
    ],
)
async def test_hostile_or_impossible_requests_are_refused(
    http: Any, clients: Clients, loan: Loan, path: str, status: int, reason: bytes
) -> None:
    found, _, problem = await http(path, clients.customer_token(loan.customer_id))

    assert (found, reason in problem) == (status, True), problem


async def test_a_month_without_a_loan_is_an_empty_statement(http: Any, clients: Clients) -> None:
    status, _, content = await http("/statements/2026-11/pdf", clients.customer_token(new_id()))

    assert status == 200
    assert content.startswith(b"%PDF-")


async def test_staff_see_the_same_statement_and_customers_do_not_see_the_desk(
    clients: Clients, loan: Loan, paid_once: Repayment
) -> None:
    staff, customer = await clients.staff(), await clients.customer(loan.customer_id)
    request = pb.GetCustomerStatementRequest(customer_id=str(loan.customer_id), month="2026-12")

    seen = (await staff.desk_statements.GetCustomerStatement(request)).statement
    own = (await customer.statements.GetMonthlyStatement(GetMonth(month="2026-12"))).statement
    explained = await staff.desk_statements.ExplainCustomerAmount(
        pb.ExplainCustomerAmountRequest(
            customer_id=str(loan.customer_id),
            loan_id=str(loan.loan_id),
            subject=pb.EXPLAINED_SUBJECT_PAYOFF,
        )
    )

    assert seen == own
    assert explained.explanation.total_minor == 904_950
    with pytest.raises(NotAllowed):
        await customer.desk_statements.GetCustomerStatement(request)
    with pytest.raises(InvalidInput):
        await staff.desk_statements.FindDocument(
            pb.FindDocumentRequest(customer_id=str(loan.customer_id), document_number="'; drop")
        )


async def test_a_statement_that_was_corrected_later_says_so_and_keeps_its_bytes(
    http: Any, clients: Clients, suite: Suite, loan: Loan, paid_once: Repayment
) -> None:
    token = clients.customer_token(loan.customer_id)
    path = f"/loans/{loan.loan_id}/account-statement/pdf?month=2026-12"
    _, before, content = await http(path, token)
    await reversal(suite, loan, clients, paid_once)

    async def is_corrected() -> bool:
        return bool((await http(path, token))[1]["Document-Standing"] == "CORRECTED")

    await until(is_corrected)
    status, after, again = await http(path, token)
    _, first_asked_for_now, _ = await http("/statements/2026-12/pdf", token)

    assert before["Document-Standing"] == "VALID"
    assert (status, after["Document-Standing-Since"]) == (200, "2027-01-03")
    assert again == content
    assert first_asked_for_now["Document-Standing"] == "CORRECTED"
    _, receipt, _ = await http(f"/loans/{loan.loan_id}/schedule/pdf", token)
    assert "Document-Standing" not in receipt


async def test_a_certificate_drawn_while_its_payoff_is_taken_back_is_not_given_out(
    suite: Suite, clients: Clients, loan: Loan
) -> None:
    customer = await clients.customer(loan.customer_id)
    await suite.close_until(date(2026, 11, 25))
    owed = (await suite.reload(loan)).payoff(await suite.repository.business_date())
    wish = Repay(
        loan.customer_id, loan.loan_id, owed.total_minor, loan.card_id, RepaymentKind.PAYOFF
    )
    await suite.loans.repay(wish, RequestKey("customer:test", new_id(), b"body"))
    (payoff,) = await suite.settled_collections(loan)
    issuing = suite.papers.documents._issuing
    draw, is_drawing, may_go_on = issuing._draw, threading.Event(), threading.Event()

    def held_up(paper: Paper) -> bytes:
        is_drawing.set()
        may_go_on.wait(30)
        return draw(paper)

    issuing._draw = held_up
    asked = asyncio.create_task(
        customer.statements.DownloadSettlementCertificate(
            pb.DownloadSettlementCertificateRequest(loan_id=str(loan.loan_id))
        )
    )
    await asyncio.to_thread(is_drawing.wait, 30)
    await reversal(suite, loan, clients, payoff)
    may_go_on.set()

    with pytest.raises(StateForbids) as refused:
        await asked
    assert refused.value.reason == "LOAN_NOT_SETTLED"
    assert await suite.pool.fetchval("select count(*) from issued_document") == 0


async def test_a_certificate_given_out_before_a_reversal_is_withdrawn_and_a_new_one_is_made(
    suite: Suite, clients: Clients, loan: Loan
) -> None:
    staff, customer = await clients.staff(), await clients.customer(loan.customer_id)
    ids = {"loan_id": str(loan.loan_id)}

    async def pay_off() -> Repayment:
        before = len(await suite.repayments(loan))
        owed = (await suite.reload(loan)).payoff(await suite.repository.business_date())
        wish = Repay(
            loan.customer_id,
            loan.loan_id,
            owed.total_minor,
            loan.card_id,
            RepaymentKind.PAYOFF,
        )
        await suite.loans.repay(wish, RequestKey("customer:test", new_id(), b"body"))
        return (await suite.settled_collections(loan, before + 1))[-1]

    async def download() -> str:
        given = await customer.statements.DownloadSettlementCertificate(
            pb.DownloadSettlementCertificateRequest(**ids)
        )
        return str(given.document.file_name).removesuffix(".pdf")

    async def found(number: str) -> pb.FindDocumentResponse:
        request = pb.FindDocumentRequest(customer_id=str(loan.customer_id), document_number=number)
        reply: pb.FindDocumentResponse = await staff.desk_statements.FindDocument(request)
        return reply

    await suite.close_until(date(2026, 11, 25))
    payoff = await pay_off()
    first = await download()
    before = await found(first)
    receipt = await customer.statements.DownloadReceipt(
        pb.DownloadReceiptRequest(repayment_id=str(payoff.repayment_id))
    )
    await reversal(suite, loan, clients, payoff)

    async def is_withdrawn() -> bool:
        return (await found(first)).standing == pb.DOCUMENT_STANDING_WITHDRAWN

    await until(is_withdrawn)
    after = await found(first)
    with pytest.raises(StateForbids):
        await download()
    await pay_off()
    second = await download()
    shown = await customer.statements.GetSettlementCertificate(
        pb.GetSettlementCertificateRequest(**ids)
    )

    assert before.standing == pb.DOCUMENT_STANDING_VALID
    assert after.standing_because == "REPAYMENT_REVERSED"
    assert after.standing_since == str(await suite.repository.business_date())
    assert after.document == before.document
    of_money_taken_back = await found(receipt.document.file_name.removesuffix(".pdf"))
    assert of_money_taken_back.standing == pb.DOCUMENT_STANDING_WITHDRAWN
    assert second == shown.document_number == f"{first}-2"
    assert await download() == second
    assert (await found(second)).standing == pb.DOCUMENT_STANDING_VALID
