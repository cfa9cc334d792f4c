"""What a bank rail can do wrong, on payouts and on debits: never paid twice, never forgotten."""

from typing import Any

import pytest
import pytest_asyncio
from granary.repayment.v1 import ledger_pb2 as ledger
from granary.repayment.v1 import repayment_service_pb2 as rpc

from cli.checker.facts import Facts
from cli.commands.verify import check_running
from cli.demo.app import until
from tests.builders.whole_suite import World

pytestmark = pytest.mark.asyncio(loop_scope="module")

HIDDEN: dict[str, list[dict[str, Any]]] = {
    "timeout_then_paid": [{"fault": "timeout_then_paid", "delay_s": 0.2}],
    "timeout_then_paid_late": [{"fault": "timeout_then_paid", "delay_s": 0.2, "pending_asks": 2}],
    "in_process_for_a_while": [{"fault": "pending", "pending_asks": 2}],
    "lost_twice": [{"fault": "lost", "count": 2}],
    "down_for_a_while": [{"fault": "down", "count": 3}],
    "slow": [{"fault": "slow", "delay_s": 0.5}],
    "wrong_amount": [{"fault": "wrong_amount"}],
    "key_denied_though_known": [
        {"fault": "timeout_then_paid", "delay_s": 0.2},
        {"operation": "status", "fault": "unknown_key", "count": 2},
    ],
    "wrong_amount_even_when_asked_again": [
        {"fault": "wrong_amount"},
        {"operation": "status", "fault": "wrong_amount"},
    ],
    "outcome_not_told_for_a_while": [
        {"fault": "timeout_then_paid", "delay_s": 0.2},
        {"operation": "status", "fault": "down", "count": 2},
    ],
}
"""Faults behind which the money moves, once, sooner or later."""
REFUSED = {"fault": "reject", "reason": "AC04"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def prepared(world: World) -> World:
    """With a signed contract for every payment."""
    await world.prepare(len(HIDDEN) + 2)
    return world


def movements(facts: Facts, kind: str, key: str) -> list[int]:
    """The amounts the rail moved under a key, in fen."""
    return [
        movement.amount_minor
        for movement in facts.rail or ()
        if (movement.kind, movement.end_to_end_id) == (kind, key.replace("-", ""))
    ]


@pytest.mark.parametrize("faults", HIDDEN.values(), ids=HIDDEN)
async def test_a_payout_behind_a_fault_is_paid_once(
    prepared: World, faults: list[dict[str, Any]]
) -> None:
    ready = prepared.take()
    for fault in faults:
        await prepared.outside.play_fault(**{"operation": "payment", **fault})

    loan_id = await prepared.drawn(ready.customer, ready.contract)

    facts = await prepared.assert_every_invariant_holds()
    assert movements(facts, "payment", loan_id) == [50_000]


@pytest.mark.parametrize("faults", HIDDEN.values(), ids=HIDDEN)
async def test_a_debit_behind_a_fault_is_collected_once(
    prepared: World, faults: list[dict[str, Any]]
) -> None:
    customer, loan_id = prepared.borrower()
    for fault in faults:
        await prepared.outside.play_fault(**{"operation": "debit", **fault})

    repayment = await customer.repay(loan_id, 10_000, "PREPAY")

    assert repayment["status"] == "POSTED"
    facts = await prepared.assert_every_invariant_holds()
    assert movements(facts, "debit", repayment["repayment_id"]) == [10_000]


async def test_a_refused_payout_frees_the_limit_and_moves_nothing(prepared: World) -> None:
    ready = prepared.take()
    before = await ready.customer.credit_line()
    await prepared.outside.play_fault(operation="payment", **REFUSED)

    drawdown_id = await ready.customer.draw(ready.contract)
    drawdown = await ready.customer.drawdown_is(drawdown_id, "PAID", "REFUSED")

    assert (drawdown["status"], drawdown["refusal_reason"]) == ("REFUSED", "AC04")
    assert await ready.customer.credit_line() == before
    facts = await prepared.assert_every_invariant_holds()
    assert movements(facts, "payment", drawdown_id) == []


async def test_a_refused_debit_fails_and_the_loan_still_owes(prepared: World) -> None:
    customer, loan_id = prepared.borrower()
    before = await customer.loan(loan_id)
    await prepared.outside.play_fault(operation="debit", **REFUSED)

    repayment = await customer.repay(loan_id, 10_000, "PREPAY")

    assert repayment["status"] == "FAILED"
    after = await customer.loan(loan_id)
    assert after["outstanding_principal_minor"] == before["outstanding_principal_minor"]
    facts = await prepared.assert_every_invariant_holds()
    assert movements(facts, "debit", repayment["repayment_id"]) == []


async def test_a_debit_paid_after_its_refusal_is_held_and_goes_back_to_the_card(
    prepared: World,
) -> None:
    customer, loan_id = prepared.borrower()
    await prepared.outside.play_fault(
        operation="debit", fault="refused_then_paid", reason="AM04", pending_asks=0
    )
    failed = await customer.repay(loan_id, 10_000, "PREPAY")
    assert failed["status"] == "FAILED"
    await ask_rail_about(prepared, failed["repayment_id"], "debits")

    await prepared.close_days(await prepared.days_from_today(1))
    held = await until(
        lambda: customer.app.get("/v1/repayment/credit"),
        lambda credit: int(credit.get("held_minor", 0)) == 10_000,
        "the money to be held",
    )
    body = {"card_id": failed["card_id"], "amount_minor": int(held["held_minor"])}
    refund = (await customer.app.post("/v1/repayment/refunds", body))["refund"]
    await until(
        lambda: customer.app.get(f"/v1/repayment/refunds/{refund['refund_id']}"),
        lambda shown: shown["refund"]["status"] == "PAID",
        "the refund to be paid",
    )

    facts = await prepared.assert_every_invariant_holds()
    assert movements(facts, "debit", failed["repayment_id"]) == [10_000]
    assert movements(facts, "payment", refund["refund_id"]) == [10_000]


async def test_what_is_on_the_card_is_collected_and_the_rest_stays_due(prepared: World) -> None:
    customer = await prepared.customer()
    loan_id = await prepared.drawn(customer, await customer.prepare(50_000, 5))
    due_on = (await customer.loan(loan_id))["next_due_on"]
    await prepared.outside.set_balance(customer.person["card_number"], 0)
    await prepared.close_days(due_on)
    await collections_of(customer, loan_id, 1)
    await prepared.outside.set_balance(customer.person["card_number"], 1_234)

    await prepared.close_days(await prepared.days_from_today(1))

    part, refused = await collections_of(customer, loan_id, 2)
    assert [one["repayment"]["status"] for one in (refused, part)] == ["FAILED", "POSTED"]
    assert refused["notice"]["zh"]
    repayment = part["repayment"]
    asked, taken = int(repayment["asked_minor"]), int(repayment["amount_minor"])
    assert (taken, asked - taken) == (1_234, int(repayment["open_minor"]))
    facts = await prepared.assert_every_invariant_holds()
    assert movements(facts, "debit", repayment["repayment_id"]) == [1_234]


async def collections_of(customer: Any, loan_id: str, count: int) -> list[Any]:
    """The loan's tries, the newest first, once so many have ended."""

    def ended(found: Any) -> bool:
        states = [one["repayment"]["status"] for one in found.get("collections", [])]
        return len(states) == count and set(states) <= {"POSTED", "FAILED"}

    path = f"/v1/repayment/loans/{loan_id}/collections"
    found = await until(lambda: customer.app.get(path), ended, f"{count} tries to end")
    return list(found["collections"])


async def test_a_day_without_a_statement_is_closed_and_reconciled_the_next(
    prepared: World,
) -> None:
    today = await prepared.desk.business_date()
    await prepared.outside.play_fault(operation="statement", fault="down", count=1)

    await prepared.close_days(await prepared.days_from_today(1))
    missing = await reconciled(prepared, today)
    await prepared.close_days(await prepared.days_from_today(1))
    following = await reconciled(prepared, (await prepared.days_from_today(-1)))

    assert missing.status == ledger.RECONCILIATION_STATUS_STATEMENT_MISSING
    assert following.status == ledger.RECONCILIATION_STATUS_MATCHED


async def test_money_paid_after_a_refusal_is_found_by_the_checker_and_by_reconciliation(
    prepared: World,
) -> None:
    """The last test of this file: from here on the books and the rail disagree."""
    customer = await prepared.customer()
    contract = await customer.prepare(50_000, 5)
    await prepared.outside.play_fault(
        operation="payment", fault="refused_then_paid", reason="AC04", pending_asks=1
    )
    drawdown_id = await customer.draw(contract)
    await customer.drawdown_is(drawdown_id, "REFUSED")
    await prepared.assert_every_invariant_holds()

    await ask_rail_about(prepared, drawdown_id)
    await ask_rail_about(prepared, drawdown_id)
    today = await prepared.desk.business_date()
    await prepared.close_days(await prepared.days_from_today(1))

    _, findings = await check_running(prepared.suite, wait_s=0)
    assert {finding.code for finding in findings} == {"I3"}
    found = await reconciled(prepared, today)
    assert found.status == ledger.RECONCILIATION_STATUS_DIFFERENT
    assert [
        (one.end_to_end_id, one.book_amount_minor, one.rail_amount_minor)
        for one in found.differences
    ] == [(drawdown_id.replace("-", ""), 0, 50_000)]


async def ask_rail_about(world: World, order_id: str, kind: str = "payments") -> None:
    """What a curious third party would do; the rail's plan moves on with each question."""
    key = order_id.replace("-", "")
    async with world.session.get(f"{world.suite.sandbox_url}/rail/{kind}/{key}") as answer:
        assert answer.status == 200


async def reconciled(world: World, day: str) -> Any:
    request = rpc.GetReconciliationRequest(business_date=day)
    return (await world.desk.books.GetReconciliation(request)).reconciliation
