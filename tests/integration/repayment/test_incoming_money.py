"""Transfers the bank tells of, by notice and by statement, on real servers and a real rail."""

import socket
from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import aiohttp
import pytest
from granary.repayment.v1 import loan_adjustment_service_pb2 as adjusting
from granary.repayment.v1 import loan_pb2, settlement_pb2
from granary.repayment.v1 import repayment_service_pb2 as rpc_pb
from granary.repayment.v1 import settlement_service_pb2 as settling
from granary.repayment.v1 import suspense_service_pb2 as pb

from chassis.command import RequestKey
from chassis.crash_points import set_handler
from chassis.errors import DomainError
from chassis.handling import RetryLater
from chassis.ports import new_id
from services.repayment.domain.collection import Repayment, RepaymentOrigin
from services.repayment.domain.incoming_transfer import virtual_account_of
from services.repayment.domain.loan import Loan
from services.repayment.proto_mapping import paid_drawdown
from services.repayment.rail_notices import PATH, RailNotices, signature
from tests.integration.repayment.clients import Clients
from tests.integration.repayment.suite import Suite
from tests.integration.repayment.test_books_follow_loans import with_a_partner
from tests.integration.repayment.test_borne_by_others import recorded
from tests.integration.repayment.test_crashes import Dead, die_at
from tests.integration.repayment.test_loan_adjustments import about, approved, the_books_agree
from tests.integration.repayment.told import FIRST_DAY, a_delivery, a_paid_drawdown
from tests.integration.repayment.waiting import until
from tests.integration.sandbox.conftest import SandboxProcess, World

KEY = b"the key of the bank's notices"
NEXT_DAY = FIRST_DAY + timedelta(days=1)


@pytest.fixture
def notice_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
async def sandbox(tmp_path: Path, notice_port: int) -> AsyncIterator[SandboxProcess]:
    """A rail that tells of movements by itself."""
    key_file = tmp_path / "rail.key"
    key_file.write_bytes(KEY)
    process = SandboxProcess(
        tmp_path / "sandbox",
        SANDBOX_NOTIFY_URL=f"http://127.0.0.1:{notice_port}{PATH}",
        SANDBOX_HMAC_KEY_FILE=str(key_file),
    )
    await process.start()
    yield process
    await process.stop()


@pytest.fixture
async def told(suite: Suite, notice_port: int) -> AsyncIterator[str]:
    """The service takes notices; the address to which they go."""
    server = RailNotices(suite.incoming.money, key=KEY).server(f"127.0.0.1:{notice_port}")
    await server.start()
    yield f"http://127.0.0.1:{notice_port}{PATH}"
    await server.stop(1)


@pytest.fixture
async def own_loan(suite: Suite, loan: Loan) -> Loan:
    """A loan on its second day, so that money may count for it."""
    await suite.close_until(NEXT_DAY)
    return await suite.reload(loan)


async def transfer(world: World, reference: str, amount_minor: int, **more: Any) -> None:
    """Somebody transfers money to the lender."""
    fields = {
        "end_to_end_id": reference,
        "amount_minor": amount_minor,
        "paid_on": str(NEXT_DAY),
    }
    if "card_number" not in more:
        fields |= {"payer_name": "王小明", "payer_account": "6222000000000001"}
    status, answer = await world.post("/rail/incoming", fields | more)
    assert status == 200, answer


async def by_transfer(suite: Suite, loan: Loan) -> list[Repayment]:
    found = await suite.repayments(loan)
    return [one for one in found if one.origin is RepaymentOrigin.TRANSFER]


async def state_of(suite: Suite, reference: str) -> str:
    return str(
        await suite.pool.fetchval(
            "select state from incoming_transfer where bank_reference = $1", reference
        )
    )


async def reached(suite: Suite, reference: str, state: str) -> None:
    async def there() -> bool:
        return await state_of(suite, reference) == state

    await until(there)


async def test_a_customers_own_transfer_is_posted_by_itself_once_and_agrees_with_the_statement(
    suite: Suite, told: str, own_loan: Loan, world: World, clients: Clients
) -> None:
    person = await world.person()
    await world.fault("incoming", "duplicate_callback")
    account = virtual_account_of(own_loan.loan_id)

    await transfer(
        world, "TR-1", 50_000, card_number=person["card_number"], virtual_account=account
    )
    await reached(suite, "TR-1", "ASSIGNED")
    await suite.close_until(NEXT_DAY + timedelta(days=1))

    (posted,) = await by_transfer(suite, own_loan)
    assert (posted.amount_minor, posted.bank_reference) == (50_000, "TR-1")
    assert (posted.requested_on, posted.is_from_third_party) == (NEXT_DAY, False)
    books = await suite.books()
    assert books["suspense_receipts"] == 0
    await the_books_agree(suite, own_loan)
    reconciled = await suite.ledger.reconciliations.reconciliation(NEXT_DAY)
    assert reconciled is not None
    assert (reconciled.has_statement, reconciled.differences) == (True, ())
    customer = await clients.customer(own_loan.customer_id)
    seen = (
        await customer.public.GetRepayment(
            rpc_pb.GetRepaymentRequest(repayment_id=str(posted.repayment_id))
        )
    ).repayment
    assert (seen.bank_reference, seen.third_party_name) == ("TR-1", "")


async def test_what_the_bank_never_told_of_is_found_in_the_statement_with_its_payer_masked(
    suite: Suite, told: str, own_loan: Loan, world: World
) -> None:
    await world.fault("incoming", "unannounced")
    await transfer(world, "TR-2", 50_000, remittance=f"还款 {own_loan.loan_id} 谢谢")

    await suite.close_until(NEXT_DAY + timedelta(days=1))
    await reached(suite, "TR-2", "ASSIGNED")
    await suite.close_until(NEXT_DAY + timedelta(days=2))

    (posted,) = await by_transfer(suite, own_loan)
    assert (posted.requested_on, posted.posted_on) == (NEXT_DAY, NEXT_DAY + timedelta(days=1))
    assert posted.is_from_third_party
    assert posted.third_party is not None
    assert posted.third_party.name == "王**"
    for day in (NEXT_DAY, NEXT_DAY + timedelta(days=1)):
        reconciled = await suite.ledger.reconciliations.reconciliation(day)
        assert reconciled is not None
        assert reconciled.differences == ()
    rows = await suite.pool.fetch("select * from incoming_transfer")
    assert "小明" not in str([dict(row) for row in rows])


async def test_money_dated_after_the_open_day_waits_for_its_date_and_is_posted_once(
    suite: Suite, told: str, own_loan: Loan, world: World
) -> None:
    tomorrow = NEXT_DAY + timedelta(days=1)
    named = {"remittance": str(own_loan.loan_id), "paid_on": str(tomorrow)}
    await transfer(world, "TR-8", 50_000, **named)
    await reached(suite, "TR-8", "SUSPENDED")
    with pytest.raises(RetryLater):
        await suite.incoming.money.post("TR-8")
    early = await by_transfer(suite, own_loan)

    await suite.close_until(tomorrow)
    await reached(suite, "TR-8", "ASSIGNED")
    await suite.close_until(tomorrow + timedelta(days=1))

    (posted,) = await by_transfer(suite, own_loan)
    assert early == []
    assert (posted.requested_on, posted.posted_on) == (tomorrow, tomorrow)
    assert (await suite.books())["suspense_receipts"] == 0


async def test_money_of_nobody_is_assigned_to_a_loan_by_two_people_as_it_came(
    suite: Suite, told: str, own_loan: Loan, world: World, clients: Clients
) -> None:
    li, wang = await clients.staff("li"), await clients.staff("wang")
    await transfer(world, "TR-3", 700, remittance="还款")
    await reached(suite, "TR-3", "SUSPENDED")
    (held,) = (await li.suspense.ListIncomingTransfers(pb.ListIncomingTransfersRequest())).transfers
    assert (held.payer_name, held.why, held.amount_minor) == ("王**", "LOAN_NOT_NAMED", 700)
    assert (await suite.books())["suspense_receipts"] == -700

    fields = {
        "amount_minor": 700,
        "currency": "CNY",
        "value_date": str(NEXT_DAY),
        "bank_reference": "TR-3",
        "third_party_relation": loan_pb2.PAYER_RELATION_FAMILY,
        "note": "the father called",
    }
    other = adjusting.RecordTransferRequest(**about(own_loan, **fields | {"amount_minor": 701}))
    with pytest.raises(DomainError) as differs:
        await li.adjusting.RecordTransfer(other)
    wish = adjusting.RecordTransferRequest(**about(own_loan, **fields))
    asked = (await li.adjusting.RecordTransfer(wish)).adjustment
    # Far below the policy's amount, and still two people.
    assert await by_transfer(suite, own_loan) == []
    done = await approved(wang, asked)

    assert differs.value.reason == "SUSPENSE_AMOUNT_DIFFERS"
    assert done.is_from_third_party
    assert done.third_party_relation == loan_pb2.PAYER_RELATION_FAMILY
    (posted,) = await by_transfer(suite, own_loan)
    assert posted.third_party is not None
    assert (posted.third_party.name, posted.third_party.relation) == ("王**", "FAMILY")
    assert (await suite.books())["suspense_receipts"] == 0
    with pytest.raises(DomainError) as again:
        await li.adjusting.RecordTransfer(
            adjusting.RecordTransferRequest(**about(own_loan, **fields))
        )
    assert again.value.reason == "TRANSFER_RECORDED"
    await suite.close_until(NEXT_DAY + timedelta(days=1))
    reconciled = await suite.ledger.reconciliations.reconciliation(NEXT_DAY)
    assert reconciled is not None
    assert reconciled.differences == ()


def about_return(reference: str, **more: str) -> dict[str, Any]:
    return {"request_id": str(new_id()), "bank_reference": reference} | more


async def test_money_of_nobody_goes_back_over_the_rail_when_two_people_say_so(
    suite: Suite, told: str, own_loan: Loan, world: World, clients: Clients
) -> None:
    li, wang = await clients.staff("li"), await clients.staff("wang")
    await transfer(world, "TR-4", 900)
    await reached(suite, "TR-4", "SUSPENDED")
    wish = pb.ProposeTransferReturnRequest(**about_return("TR-4", note="meant for another"))
    agree = pb.ApproveTransferReturnRequest(**about_return("TR-4"))
    with pytest.raises(DomainError) as not_yet:
        await wang.suspense.ApproveTransferReturn(agree)
    await li.suspense.ProposeTransferReturn(wish)
    with pytest.raises(DomainError) as alone:
        await li.suspense.ApproveTransferReturn(
            pb.ApproveTransferReturnRequest(**about_return("TR-4"))
        )
    await world.fault("payment", "reject", count=1, reason="AC04")
    await wang.suspense.ApproveTransferReturn(
        pb.ApproveTransferReturnRequest(**about_return("TR-4"))
    )
    await reached(suite, "TR-4", "SUSPENDED")

    await li.suspense.ProposeTransferReturn(
        pb.ProposeTransferReturnRequest(**about_return("TR-4", note="again"))
    )
    await world.fault("payment", "timeout_then_paid", count=1, delay_s=1)
    await wang.suspense.ApproveTransferReturn(
        pb.ApproveTransferReturnRequest(**about_return("TR-4"))
    )
    await reached(suite, "TR-4", "RETURNED")

    assert (not_yet.value.reason, alone.value.reason) == (
        "SUSPENSE_NOT_OPEN",
        "SECOND_PERSON_NEEDED",
    )
    back = [m for m in await world.movements() if m["account"] == "6222000000000001"]
    assert [(m["kind"], m["amount_minor"]) for m in back] == [("incoming", 900), ("payment", 900)]
    books = await suite.books()
    assert (books["suspense_receipts"], books["bank_clearing"]) == (0, -1_000_000)
    await suite.close_until(NEXT_DAY + timedelta(days=1))
    reconciled = await suite.ledger.reconciliations.reconciliation(NEXT_DAY)
    assert reconciled is not None
    assert reconciled.differences == ()


RETURNING = ("repayment.before_return", "repayment.returned_not_recorded")
POSTING = ("repayment.transfer_not_posted", "repayment.transfer_posted_not_acknowledged")


@pytest.mark.parametrize("point", [*RETURNING, *POSTING])
async def test_a_process_that_dies_leaves_a_transfer_neither_lost_nor_twice(
    quiet_suite: Suite, world: World, point: str
) -> None:
    suite, money = quiet_suite, quiet_suite.incoming.money
    loan = await an_opened_loan(suite, world)
    names = {} if point in RETURNING else {"remittance": str(loan.loan_id)}
    await transfer(world, "TR-5", 900, **names)
    await suite.close_until(NEXT_DAY + timedelta(days=1))
    assert await state_of(suite, "TR-5") == "SUSPENDED"
    go_on = money.post
    if point in RETURNING:
        await money.propose_return("TR-5", "not ours", "li", a_request())
        await money.approve_return("TR-5", "wang", a_request())
        go_on = money.pay_back
    die_at(point)

    with pytest.raises(Dead):
        await go_on("TR-5")
    set_handler(None)
    await go_on("TR-5")
    await go_on("TR-5")

    assert await state_of(suite, "TR-5") == ("RETURNED" if point in RETURNING else "ASSIGNED")
    assert (await suite.books())["suspense_receipts"] == 0
    returned = [m for m in await world.movements() if m["amount_minor"] == 900]
    assert len(returned) == (2 if point in RETURNING else 1)
    assert len(await by_transfer(suite, loan)) == (point in POSTING)


async def test_a_partners_money_in_suspense_becomes_its_own_when_it_is_recorded(
    suite: Suite, told: str, own_loan: Loan, world: World, clients: Clients
) -> None:
    suite.ledger.settlements._settlements._policies = with_a_partner()
    li = await clients.staff("li")
    await transfer(world, "BANK-A-7", 900)
    await reached(suite, "BANK-A-7", "SUSPENDED")
    wrong = recorded("BANK-A-7", partner="bank-a", amount_minor=901)
    with pytest.raises(DomainError) as differs:
        await li.settling.RecordPartnerPaidIn(settling.RecordPartnerPaidInRequest(**wrong))

    right = recorded("BANK-A-7", partner="bank-a", amount_minor=900)
    done = await li.settling.RecordPartnerPaidIn(settling.RecordPartnerPaidInRequest(**right))

    assert differs.value.reason == "SUSPENSE_AMOUNT_DIFFERS"
    assert done.settlement.state == settlement_pb2.SETTLEMENT_STATE_BOOKED
    assert await state_of(suite, "BANK-A-7") == "ASSIGNED"
    books = await suite.books()
    assert (books["suspense_receipts"], books["partner_payable"]) == (0, -900)


async def test_a_notice_that_is_not_the_banks_or_is_none_changes_nothing(
    suite: Suite, told: str, world: World
) -> None:
    async def post(body: bytes | BytesIO, said: str) -> int:
        headers = {"X-Rail-Signature": said}
        async with (
            aiohttp.ClientSession() as session,
            session.post(told, data=body, headers=headers) as answer,
        ):
            return answer.status

    body = b"<Document/>"
    assert await post(body, "sha256=" + "0" * 64) == 401
    assert await post(body, "") == 401
    assert await post(body, "签名") == 401
    assert await post(body, signature(KEY, body)) == 400
    assert await post(BytesIO(b"x" * 2_000_000), signature(KEY, b"x")) == 413
    assert await suite.pool.fetchval("select count(*) from incoming_transfer") == 0


async def an_opened_loan(suite: Suite, world: World) -> Loan:
    """A loan on its second day in a suite that consumes nothing by itself."""
    event = a_paid_drawdown()
    suite.cards.tokens[UUID(event.card_id)] = await world.card()
    await suite.loans.open_loan(paid_drawdown(event), a_delivery())
    await suite.close_until(NEXT_DAY)
    return await suite.repository.loan(UUID(event.customer_id), UUID(event.drawdown_id))


def a_request() -> RequestKey:
    return RequestKey("staff:test", new_id(), b"body")
