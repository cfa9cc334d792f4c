"""Debits at their hours on real servers: planned, tried again, collected in parts, never twice."""

import asyncio
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest

from chassis.ports import SHANGHAI
from services.repayment.domain.collection import Repayment, RepaymentStatus
from services.repayment.domain.loan import Loan
from services.repayment.policy_file import read_policy
from services.repayment.proto_mapping import paid_drawdown
from tests.integration.repayment.suite import Suite
from tests.integration.repayment.told import a_delivery, a_paid_drawdown
from tests.integration.repayment.waiting import until
from tests.integration.sandbox.conftest import World

DUE_ON = date(2026, 11, 24)
EVE = DUE_ON - timedelta(days=1)


def at(text: str, day: date = DUE_ON) -> datetime:
    return datetime.combine(day, time.fromisoformat(text), SHANGHAI)


@pytest.fixture
async def keeping_hours(quiet_suite: Suite) -> Suite:
    """The service in production: debits wait for their hours. Nothing is consumed by itself."""
    quiet_suite.policies = read_policy()
    quiet_suite.wire(quiet_suite.execute)
    return quiet_suite


async def a_loan_falls_due(suite: Suite, world: World, clock: str = "00:10") -> Loan:
    """Due is 1,155.00: 1,000.00 and the interest of 31 days; opened at an hour of the due date."""
    event = a_paid_drawdown(disbursed_on="2026-10-24")
    suite.cards.tokens[UUID(event.card_id)] = await world.card()
    await suite.loans.open_loan(paid_drawdown(event), a_delivery())
    suite.at = at(clock)
    await suite.close_until(DUE_ON)
    return await suite.repository.loan(UUID(event.customer_id), UUID(event.drawdown_id))


async def money_on_card(world: World, balance_minor: int) -> None:
    person = await world.person()
    await world.post(
        f"/rail/accounts/{person['card_number']}:set-balance", {"balance_minor": balance_minor}
    )


async def consumed(suite: Suite, loan: Loan, count: int) -> list[Repayment]:
    """Let the whole service consume until so many tries of the loan have ended."""
    return await suite.settled_collections(loan, count)


async def planned(suite: Suite) -> list[Any]:
    return list(
        await suite.pool.fetch(
            "select * from outbox where subject = 'repayment.debit.scheduled' order by message_id"
        )
    )


async def test_a_debit_planned_at_night_is_sent_in_the_morning_and_not_before(
    keeping_hours: Suite, world: World
) -> None:
    suite = keeping_hours
    async with suite.consuming():
        loan = await a_loan_falls_due(suite, world)
        assert await suite.repayments(loan) == []
        assert len(await planned(suite)) == 1

        suite.at = at("06:00")
        (repayment,) = await consumed(suite, loan, 1)

    assert repayment.status is RepaymentStatus.POSTED
    assert repayment.requested_at == at("06:00")
    assert len([m for m in await world.movements() if m["kind"] == "debit"]) == 1


async def test_what_is_on_the_card_is_collected_window_after_window(
    keeping_hours: Suite, world: World
) -> None:
    suite = keeping_hours
    async with suite.consuming():
        loan = await a_loan_falls_due(suite, world)
        for clock, balance_minor, tries in (
            ("06:00", 0, 1),
            ("12:00", 40_001, 2),
            ("18:00", 500_000, 3),
        ):
            await money_on_card(world, balance_minor)
            suite.at = at(clock)
            tried = await consumed(suite, loan, tries)

    first, second, third = sorted(tried, key=lambda repayment: repayment.try_number)
    assert [(r.status, r.asked_minor, r.open_minor) for r in tried] == [
        (RepaymentStatus.FAILED, 115_500, 115_500),
        (RepaymentStatus.POSTED, 115_500, 75_499),
        (RepaymentStatus.POSTED, 75_499, 0),
    ]
    assert (first.next_try_at, second.next_try_at) == (at("12:00"), at("18:00"))
    assert third.next_try_at is None
    moved = [m["amount_minor"] for m in await world.movements() if m["kind"] == "debit"]
    assert moved == [40_001, 75_499]
    assert (await suite.books())["loan_principal"] == 900_000
    assert (await suite.reload(loan)).unpaid_since is None


async def test_a_planned_debit_told_to_two_workers_and_again_starts_once(
    keeping_hours: Suite, world: World
) -> None:
    suite = keeping_hours
    loan = await a_loan_falls_due(suite, world)
    suite.at = at("06:00")
    (row,) = await planned(suite)
    event = suite.read(row)

    await asyncio.gather(*(suite.start_planned(event) for _ in range(5)))
    for _ in range(2):
        await suite.start_planned(event)
    (repayment,) = await suite.repayments(loan)
    collect = suite.collections.collect
    await asyncio.gather(*(collect(loan.customer_id, repayment.repayment_id) for _ in range(5)))
    await suite.start_planned(event)

    assert [r.status for r in await suite.repayments(loan)] == [RepaymentStatus.POSTED]
    assert len([m for m in await world.movements() if m["kind"] == "debit"]) == 1


async def test_a_planned_debit_of_a_day_that_has_passed_is_dropped(
    keeping_hours: Suite, world: World
) -> None:
    suite = keeping_hours
    loan = await a_loan_falls_due(suite, world)
    (row,) = await planned(suite)
    suite.at = at("00:10", DUE_ON + timedelta(days=1))
    await suite.close_until(DUE_ON + timedelta(days=1))

    await suite.start_planned(suite.read(row))

    assert await suite.repayments(loan) == []
    assert len(await planned(suite)) == 2, "the grace day has a debit of its own"


async def test_a_customer_who_pays_by_hand_between_two_windows_is_not_debited_again(
    keeping_hours: Suite, world: World
) -> None:
    suite = keeping_hours
    async with suite.consuming():
        loan = await a_loan_falls_due(suite, world)
        await money_on_card(world, 0)
        suite.at = at("06:00")
        await consumed(suite, loan, 1)
        await money_on_card(world, 500_000)
        await suite.repay_by_hand(loan, 115_500)
        await consumed(suite, loan, 2)

        suite.at = at("12:00")
        key = f"{loan.loan_id}:{DUE_ON}:2"
        await until(lambda: suite.was_applied("repayment-debit-window", key))

    assert len(await suite.repayments(loan)) == 2
    assert len([m for m in await world.movements() if m["kind"] == "debit"]) == 1
