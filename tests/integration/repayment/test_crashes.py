"""A process that dies in a collection or a close leaves nothing undone and nothing twice."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from chassis.command import RequestKey
from chassis.crash_points import names_in_source, set_handler
from chassis.ports import new_id
from chassis.tables import AggregateTable
from services.repayment.domain.collection import RepaymentStatus
from services.repayment.domain.customer_credit import Refund, RefundStatus
from services.repayment.domain.loan import Loan
from services.repayment.proto_mapping import paid_drawdown
from services.repayment.repository import TABLES
from tests.integration.repayment.suite import Suite
from tests.integration.repayment.told import a_delivery, a_paid_drawdown
from tests.integration.sandbox.conftest import World

DUE = date(2026, 11, 24)
COLLECTING = (
    "repayment.before_debit",
    "repayment.debited_not_recorded",
    "repayment.collected_not_posted",
    "repayment.posted_not_acknowledged",
)
REFUSING = ("repayment.refused_not_recorded",)
CLOSING = (
    "repayment.daily_step_not_recorded",
    "repayment.daily_batch_done",
    "repayment.daily_chunk_taken",
    "repayment.daily_chunk_not_recorded",
    "repayment.provisions_not_booked",
)


REFUNDING = (
    "repayment.before_refund",
    "repayment.refunded_not_recorded",
    "repayment.refund_recorded_not_acknowledged",
)
TRANSFERRING = (
    "repayment.before_return",
    "repayment.returned_not_recorded",
    "repayment.transfer_not_posted",
    "repayment.transfer_posted_not_acknowledged",
)
"""Played in `test_incoming_money.py`, where somebody transfers money."""
MANDATING = ("repayment.before_mandate", "repayment.mandate_answered_not_recorded")
"""Played in `test_mandates.py`, where the bank is asked for mandates."""
BY_CUSTOMERS = ("repayment.relief_before_commit", "repayment.relief_not_answered")
"""Played in `test_hardship.py`, where a customer takes easier terms."""
BY_STAFF = ("repayment.adjustment_before_commit", "repayment.adjustment_not_answered")
"""Played in `test_loan_adjustments.py`, where staff correct a loan."""


class Dead(BaseException):
    """The process is gone; no `except Exception` sees it."""


def die_at(point: str) -> None:
    def handle(passed: str) -> None:
        if passed == point:
            set_handler(None)
            raise Dead

    set_handler(handle)


@pytest.fixture
async def due_loan(quiet_suite: Suite, world: World) -> Loan:
    """A loan whose first debit is requested and not yet made."""
    event = a_paid_drawdown(disbursed_on="2026-10-24")
    quiet_suite.cards.tokens[UUID(event.card_id)] = await world.card()
    await quiet_suite.loans.open_loan(paid_drawdown(event), a_delivery())
    await quiet_suite.close_until(DUE)
    return await quiet_suite.repository.loan(UUID(event.customer_id), UUID(event.drawdown_id))


def test_every_crash_point_of_the_service_is_played_here() -> None:
    named = names_in_source([Path(__file__).parents[3] / "services" / "repayment"])

    assert named == {
        *TRANSFERRING,
        *MANDATING,
        *COLLECTING,
        *REFUSING,
        *CLOSING,
        *BY_STAFF,
        *BY_CUSTOMERS,
        *REFUNDING,
    }


@pytest.mark.parametrize("point", COLLECTING)
async def test_a_collection_that_dies_anywhere_is_debited_and_posted_once(
    quiet_suite: Suite, due_loan: Loan, world: World, point: str
) -> None:
    (repayment,) = await quiet_suite.repayments(due_loan)
    collect = quiet_suite.collections.collect
    die_at(point)

    with pytest.raises(Dead):
        await collect(repayment.customer_id, repayment.repayment_id)
    await collect(repayment.customer_id, repayment.repayment_id)

    (after,) = await quiet_suite.repayments(due_loan)
    assert after.status is RepaymentStatus.POSTED
    assert len([m for m in await world.movements() if m["kind"] == "debit"]) == 1
    assert (await quiet_suite.books())["loan_principal"] == 900_000


@pytest.mark.parametrize("point", REFUSING)
async def test_a_refused_collection_that_dies_is_refused_once(
    quiet_suite: Suite, due_loan: Loan, world: World, point: str
) -> None:
    (repayment,) = await quiet_suite.repayments(due_loan)
    await world.fault("debit", "reject", count=1, reason="AM04")
    collect = quiet_suite.collections.collect
    die_at(point)

    with pytest.raises(Dead):
        await collect(repayment.customer_id, repayment.repayment_id)
    await collect(repayment.customer_id, repayment.repayment_id)

    (after,) = await quiet_suite.repayments(due_loan)
    assert (after.status, after.failure_code) == (RepaymentStatus.FAILED, "AM04")
    assert (await quiet_suite.reload(due_loan)).live_repayment_id is None


async def refund_of_money_taken_after_a_refusal(suite: Suite, loan: Loan, world: World) -> Refund:
    """The rail refused a debit and collected it all the same; its customer wants it back."""
    (repayment,) = await suite.repayments(loan)
    await world.fault("debit", "refused_then_paid", count=1, reason="AM04", pending_asks=0)
    await suite.collections.collect(repayment.customer_id, repayment.repayment_id)
    (refused,) = await suite.repayments(loan)
    await suite.credits.check_refused(refused)
    return await suite.credits.request_refund(
        loan.customer_id,
        loan.card_id,
        refused.amount_minor,
        RequestKey("customer:test", new_id(), b"body"),
    )


async def refunds_on_the_rail(world: World, refund: Refund) -> list[int]:
    paid = [m for m in await world.movements() if m["end_to_end_id"] == refund.refund_id.hex]
    return [m["amount_minor"] for m in paid]


@pytest.mark.parametrize("point", REFUNDING)
async def test_a_refund_that_dies_anywhere_is_paid_and_booked_once(
    quiet_suite: Suite, due_loan: Loan, world: World, point: str
) -> None:
    refund = await refund_of_money_taken_after_a_refusal(quiet_suite, due_loan, world)
    pay = quiet_suite.credits.pay_refund
    die_at(point)

    with pytest.raises(Dead):
        await pay(refund.customer_id, refund.refund_id)
    await pay(refund.customer_id, refund.refund_id)
    await pay(refund.customer_id, refund.refund_id)

    after = await quiet_suite.reads.refund(refund.customer_id, refund.refund_id)
    credit = await quiet_suite.reads.credit(refund.customer_id)
    assert after.status is RefundStatus.PAID
    assert await refunds_on_the_rail(world, refund) == [refund.amount_minor]
    assert credit is not None
    assert (credit.held_minor, credit.refunding_minor) == (0, 0)
    assert (await quiet_suite.books())["customer_credit"] == 0


@pytest.mark.parametrize("point", REFUNDING)
async def test_a_refund_that_is_refused_and_dies_is_refused_once_and_the_money_stays_held(
    quiet_suite: Suite, due_loan: Loan, world: World, point: str
) -> None:
    refund = await refund_of_money_taken_after_a_refusal(quiet_suite, due_loan, world)
    await world.fault("payment", "reject", count=1, reason="AC04")
    pay = quiet_suite.credits.pay_refund
    die_at(point)

    with pytest.raises(Dead):
        await pay(refund.customer_id, refund.refund_id)
    await pay(refund.customer_id, refund.refund_id)

    after = await quiet_suite.reads.refund(refund.customer_id, refund.refund_id)
    credit = await quiet_suite.reads.credit(refund.customer_id)
    assert after.status is RefundStatus.REFUSED
    assert await refunds_on_the_rail(world, refund) == []
    assert credit is not None
    assert (credit.held_minor, credit.refunding_minor) == (refund.amount_minor, 0)


@pytest.mark.parametrize("point", CLOSING)
async def test_a_close_that_dies_anywhere_debits_once(
    quiet_suite: Suite, world: World, point: str
) -> None:
    suite, eve = quiet_suite, DUE - timedelta(days=1)
    event = a_paid_drawdown(disbursed_on="2026-10-24")
    suite.cards.tokens[UUID(event.card_id)] = await world.card()
    await suite.loans.open_loan(paid_drawdown(event), a_delivery())
    die_at(point)

    with pytest.raises(Dead):
        await suite.jobs.close_business_day(eve)
    await suite.jobs.close_business_day(eve)

    loan = await suite.repository.loan(UUID(event.customer_id), UUID(event.drawdown_id))
    assert len(await suite.repayments(loan)) == 1
    assert (await suite.repository.business_day()).business_date == DUE


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
async def test_a_table_has_the_columns_of_its_aggregate(
    quiet_suite: Suite, table: AggregateTable[Any]
) -> None:
    for rows in table.copies:
        found = await quiet_suite.pool.fetch(
            "select column_name from information_schema.columns"
            " where table_name = $1 and is_generated = 'NEVER'",
            rows.name,
        )
        columns = {row["column_name"] for row in found}
        if table.is_part:
            assert columns > set(rows.column_names)
        else:
            assert columns == set(rows.column_names)


async def test_the_schema_refuses_a_settled_loan_that_owes(
    quiet_suite: Suite, due_loan: Loan
) -> None:
    with pytest.raises(asyncpg.CheckViolationError, match="settled_loans_owe_nothing"):
        await quiet_suite.pool.execute("update loan set status = 'SETTLED'")
