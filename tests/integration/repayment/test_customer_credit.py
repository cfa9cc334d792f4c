"""A rail that refused and paid all the same, and the way back of the money, on real servers."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from granary.repayment.v1 import collection_service_pb2 as pb

from chassis.command import RequestKey
from chassis.errors import DomainError
from chassis.ports import new_id
from services.repayment.domain.collection import Repayment, RepaymentStatus
from services.repayment.domain.customer_credit import RefundStatus
from services.repayment.domain.loan import Loan
from tests.integration.repayment.clients import Clients
from tests.integration.repayment.suite import Suite
from tests.integration.repayment.waiting import until
from tests.integration.sandbox.conftest import World

FIRST_DUE = date(2026, 12, 23)


async def a_debit_refused_then_paid(suite: Suite, loan: Loan, world: World) -> Repayment:
    """The rail refuses 1,150.00 and collects it when it is asked the next time."""
    await world.fault("debit", "refused_then_paid", count=1, reason="AM04", pending_asks=0)
    await suite.close_until(FIRST_DUE)
    (failed,) = await suite.settled_collections(loan)
    assert failed.status is RepaymentStatus.FAILED
    return failed


async def held_minor(suite: Suite, loan: Loan) -> int:
    credit = await suite.reads.credit(loan.customer_id)
    return 0 if credit is None else credit.held_minor


async def debited(world: World) -> int:
    return sum(m["amount_minor"] for m in await world.movements() if m["kind"] == "debit")


async def test_money_the_rail_took_after_a_refusal_is_held_once_when_staff_ask(
    suite: Suite, loan: Loan, world: World, clients: Clients
) -> None:
    failed = await a_debit_refused_then_paid(suite, loan, world)
    staff, customer = await clients.staff(), await clients.customer(loan.customer_id)

    for _ in range(2):
        await staff.stuck.AskRail(pb.AskRailRequest(end_to_end_id=failed.repayment_id.hex))
    shown = await customer.collecting.GetCredit(pb.GetCreditRequest())

    assert (shown.held_minor, shown.refunding_minor) == (115_000, 0)
    assert await debited(world) == 115_000
    assert (await suite.books())["customer_credit"] == -115_000
    assert (await suite.reload(loan)).outstanding_principal_minor == 1_000_000


async def test_money_on_the_statement_of_a_refused_order_is_held_by_itself(
    suite: Suite, loan: Loan, world: World
) -> None:
    failed = await a_debit_refused_then_paid(suite, loan, world)
    # Somebody asks the rail, which makes it pay; the next statement has it.
    await suite.rail.debit_status(failed.repayment_id.hex)
    await suite.close_until(date(2026, 12, 25))

    async def is_held() -> bool:
        return await held_minor(suite, loan) == 115_000

    await until(is_held)
    asked = await suite.credits.request_refund(
        loan.customer_id, loan.card_id, 115_000, RequestKey("customer:test", new_id(), b"body")
    )
    await ended(suite, loan, str(asked.refund_id))
    await suite.close_until(date(2026, 12, 27))
    reconciled = await suite.ledger.reconciliations.reconciliation(date(2026, 12, 26))

    assert (await suite.books())["customer_credit"] == 0
    assert reconciled is not None
    assert reconciled.differences == ()


async def refund(customer: Any, card_id: UUID, amount_minor: int) -> Any:
    request = pb.RequestRefundRequest(
        request_id=str(new_id()), card_id=str(card_id), amount_minor=amount_minor
    )
    return (await customer.collecting.RequestRefund(request)).refund


async def ended(suite: Suite, loan: Loan, refund_id: str) -> RefundStatus:
    async def is_final() -> bool:
        return (await suite.reads.refund(loan.customer_id, UUID(refund_id))).is_final

    await until(is_final)
    return (await suite.reads.refund(loan.customer_id, UUID(refund_id))).status


@pytest.mark.parametrize(
    ("faults", "status", "left_minor"),
    [
        ([], RefundStatus.PAID, 15_000),
        ([{"fault": "timeout_then_paid", "delay_s": 1.0}], RefundStatus.PAID, 15_000),
        ([{"fault": "lost", "count": 2}], RefundStatus.PAID, 15_000),
        ([{"fault": "reject", "reason": "AC04"}], RefundStatus.REFUSED, 115_000),
    ],
    ids=["clear", "silent", "lost", "refused"],
)
async def test_held_money_goes_back_to_the_card_once_whatever_the_rail_does(
    suite: Suite,
    loan: Loan,
    world: World,
    clients: Clients,
    faults: list[dict[str, Any]],
    status: RefundStatus,
    left_minor: int,
) -> None:
    failed = await a_debit_refused_then_paid(suite, loan, world)
    await suite.credits.check_refused(failed)
    for fault in faults:
        await world.fault("payment", **fault)
    customer = await clients.customer(loan.customer_id)

    asked = await refund(customer, loan.card_id, 100_000)
    outcome = await ended(suite, loan, asked.refund_id)
    for _ in range(2):
        await suite.credits.pay_refund(loan.customer_id, UUID(asked.refund_id))

    paid = [
        m["amount_minor"]
        for m in await world.movements()
        if m["end_to_end_id"] == asked.refund_id.replace("-", "")
    ]
    assert outcome is status
    assert paid == ([100_000] if status is RefundStatus.PAID else [])
    assert await held_minor(suite, loan) == left_minor
    assert (await suite.books())["customer_credit"] == -left_minor


async def test_two_refunds_at_once_never_pay_more_than_is_held(
    suite: Suite, loan: Loan, world: World, clients: Clients
) -> None:
    await suite.credits.check_refused(await a_debit_refused_then_paid(suite, loan, world))
    customer = await clients.customer(loan.customer_id)

    outcomes = await asyncio.gather(
        *(refund(customer, loan.card_id, 80_000) for _ in range(3)), return_exceptions=True
    )

    refused = [one for one in outcomes if isinstance(one, DomainError)]
    assert [one.reason for one in refused] == ["CREDIT_TOO_SMALL"] * 2
    assert await held_minor(suite, loan) == 35_000


async def test_a_refund_goes_only_to_an_own_card_and_is_seen_only_by_its_owner(
    suite: Suite, loan: Loan, world: World, clients: Clients
) -> None:
    await suite.credits.check_refused(await a_debit_refused_then_paid(suite, loan, world))
    own, stranger = await clients.customer(loan.customer_id), await clients.customer(new_id())

    with pytest.raises(DomainError) as not_bound:
        await refund(own, new_id(), 1)
    with pytest.raises(DomainError) as not_owed:
        await refund(stranger, loan.card_id, 1)
    asked = await refund(own, loan.card_id, 1)
    with pytest.raises(DomainError) as not_seen:
        await stranger.collecting.GetRefund(pb.GetRefundRequest(refund_id=asked.refund_id))
    empty = await stranger.collecting.GetCredit(pb.GetCreditRequest())

    assert not_bound.value.reason == "CARD_NOT_BOUND"
    assert not_owed.value.reason == "CREDIT_TOO_SMALL"
    assert not_seen.value.reason == "NOT_FOUND"
    assert empty.held_minor == 0
