"""Payouts and what repayment announces, over a real bus with relay and consumers."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID

import pytest
from google.protobuf.message import Message
from granary.repayment.v1.events_pb2 import (
    BusinessDayClosed,
    LoanRestated,
    RepaymentPosted,
)

from chassis.event_bus import Bus, Outgoing, SubscriptionOptions, connect
from chassis.outbox import subject_of
from chassis.ports import new_id
from chassis.relay import run_relay
from chassis.streams import stream_of
from services.lending.domain.drawdown import (
    Drawdown,
    DrawdownStatus,
    HoldReason,
    StaffDecision,
    VerdictOutcome,
)
from services.lending.event_handlers import FOLLOW_UP, event_handlers
from tests.builders.lending import CUSTOMER, TODAY
from tests.integration.lending.conftest import World, a_request

QUICK = SubscriptionOptions(first_delay_s=0.02, longest_delay_s=0.1)


@asynccontextmanager
async def serving(world: World, bus: Bus) -> AsyncIterator[None]:
    """The relay and all consumers of a lending process."""
    lending = world.lending
    consumers = event_handlers(
        drawdowns=lending.drawdowns,
        days=lending.days,
        lines=lending.lines,
        checks=lending.checks,
        reviews=lending.reviews,
        rescoring=lending.rescoring,
        clock=world.now,
    )
    tasks = [
        asyncio.create_task(run_relay(world.pool, bus)),
        asyncio.create_task(lending.runner.run()),
    ]
    tasks += [
        asyncio.create_task(bus.consume(consumer, of_consumer, QUICK))
        for consumer, of_consumer in consumers.items()
    ]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@pytest.fixture
async def bus(world: World, nats_url: str) -> AsyncIterator[Bus]:
    async with connect(nats_url, service="lending") as bus:
        await bus.ensure_streams()
        async with serving(world, bus):
            yield bus


async def eventually(look: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(20):
        while not await look():  # noqa: ASYNC110 - nothing tells us when another task is done
            await asyncio.sleep(0.02)


async def reaches(world: World, drawdown: Drawdown, status: DrawdownStatus) -> Drawdown:
    async def there() -> bool:
        return (await world.state_of(drawdown)).status is status

    await eventually(there)
    return await world.state_of(drawdown)


async def publish(bus: Bus, event: Message, customer_id: UUID | None = None) -> UUID:
    """Put an event on the bus as repayment's relay would; its message id."""
    message_id = new_id()
    headers = {"ce-id": str(message_id), "ce-type": event.DESCRIPTOR.full_name}
    if customer_id is not None:
        headers["customer-id"] = str(customer_id)
    await send(bus, event, headers)
    return message_id


async def send(bus: Bus, event: Message, headers: dict[str, str]) -> None:
    subject = subject_of(type(event))
    outgoing = Outgoing(new_id(), subject, event.SerializeToString(), headers)
    await bus.publish(stream_of(subject), [outgoing])


async def test_a_requested_drawdown_is_paid_by_itself(world: World, bus: Bus) -> None:
    await world.open_line()

    drawdown = await world.draw()

    await reaches(world, drawdown, DrawdownStatus.PAID)
    assert world.rail.book == {drawdown.end_to_end_id: 1_000_000}


async def test_monitoring_and_rail_may_fail_for_a_while(world: World, bus: Bus) -> None:
    world.monitoring.silent_for = 3
    world.rail.lost_requests = 2
    world.rail.lost_answers = 1
    await world.open_line()

    drawdown = await world.draw()

    await reaches(world, drawdown, DrawdownStatus.PAID)
    announced = await world.announced()
    assert set(world.rail.sent) == {drawdown.end_to_end_id}
    assert announced.count("DrawdownHeld") == announced.count("DrawdownUnknown") == 1


async def test_a_payment_in_doubt_does_not_hold_up_the_customers_next_one(
    world: World, bus: Bus
) -> None:
    world.rail.lost_requests = 1_000_000
    await world.open_line()
    stuck = await world.draw(amount_minor=600_000)
    await reaches(world, stuck, DrawdownStatus.UNKNOWN)
    other = await world.draw(amount_minor=700_000)
    await reaches(world, other, DrawdownStatus.UNKNOWN)

    world.rail.lost_requests = 0

    await reaches(world, other, DrawdownStatus.PAID)
    await reaches(world, stuck, DrawdownStatus.PAID)


async def test_what_staff_release_is_paid_by_itself(world: World, bus: Bus) -> None:
    world.monitoring.outcome = VerdictOutcome.HOLD
    await world.open_line()
    drawdown = await world.draw()
    held = await reaches(world, drawdown, DrawdownStatus.HELD)
    yes = StaffDecision("li.ming", allowed=True, reason="called", decided_at=world.now())

    await world.lending.held.decide(CUSTOMER, drawdown.drawdown_id, yes, a_request())

    await reaches(world, drawdown, DrawdownStatus.PAID)
    assert held.hold_reason is HoldReason.SCREEN_HOLD


async def test_a_process_that_died_is_followed_by_one_that_goes_on(
    world: World, nats_url: str
) -> None:
    world.rail.lost_requests = 1_000_000
    await world.open_line()
    async with connect(nats_url, service="lending") as bus:
        await bus.ensure_streams()
        async with serving(world, bus):
            drawdown = await world.draw()
            await reaches(world, drawdown, DrawdownStatus.UNKNOWN)
        world.rail.lost_requests = 0

        async with serving(world, bus):
            await reaches(world, drawdown, DrawdownStatus.PAID)

    assert world.rail.book == {drawdown.end_to_end_id: 1_000_000}


def a_repayment(drawdown: Drawdown, *, principal_minor: int) -> RepaymentPosted:
    return RepaymentPosted(
        customer_id=str(CUSTOMER),
        repayment_id=str(new_id()),
        loan_id=str(drawdown.drawdown_id),
        credit_line_id=str(drawdown.credit_line_id),
        amount_minor=principal_minor + 15_000,
        principal_minor=principal_minor,
        interest_minor=15_000,
        currency="CNY",
        kind="REPAYMENT_KIND_DUE",
        value_date=TODAY.isoformat(),
    )


async def test_repaid_principal_can_be_drawn_again_and_is_counted_once(
    world: World, bus: Bus
) -> None:
    await world.open_line()
    drawdown = await world.draw()
    await reaches(world, drawdown, DrawdownStatus.PAID)
    repaid = a_repayment(drawdown, principal_minor=100_000)
    interest_only = a_repayment(drawdown, principal_minor=0)

    message_id = await publish(bus, repaid, CUSTOMER)
    headers = {"ce-id": str(message_id), "ce-type": "granary.repayment.v1.RepaymentPosted"}
    await send(bus, repaid, {**headers, "customer-id": str(CUSTOMER)})
    await publish(bus, interest_only, CUSTOMER)
    last = a_repayment(drawdown, principal_minor=1)
    await publish(bus, last, CUSTOMER)

    async def both_counted() -> bool:
        return bool((await world.line()).drawn_minor <= 899_999)

    await eventually(both_counted)
    assert (await world.line()).drawn_minor == 899_999
    assert (await world.announced()).count("CreditLineRestored") == 2
    applied = await world.pool.fetchval(
        "select count(*) from inbox where consumer = $1 and message_id = $2",
        FOLLOW_UP,
        str(message_id),
    )
    assert applied == 1


async def test_principal_of_a_repayment_taken_back_is_drawn_again_beyond_the_limit_if_need_be(
    world: World, bus: Bus
) -> None:
    await world.open_line()
    drawdown = await world.draw()
    await reaches(world, drawdown, DrawdownStatus.PAID)
    limit_minor = (await world.line()).limit_minor
    for change_minor in (limit_minor, -1_000, 0):
        restated = LoanRestated(
            customer_id=str(CUSTOMER),
            loan_id=str(drawdown.drawdown_id),
            credit_line_id=str(drawdown.credit_line_id),
            repayment_id=str(new_id()),
            principal_change_minor=change_minor,
            currency="CNY",
            business_date=TODAY.isoformat(),
        )
        await publish(bus, restated, CUSTOMER)

    async def both_counted() -> bool:
        return "CreditLineRestored" in await world.announced()

    await eventually(both_counted)
    line = await world.line()
    assert line.drawn_minor == drawdown.amount_minor + limit_minor - 1_000
    assert (line.over_limit_minor, line.available_minor) == (drawdown.amount_minor - 1_000, 0)
    assert (await world.announced()).count("CreditLineRedrawn") == 1


async def test_the_business_date_follows_repayment(world: World, bus: Bus) -> None:
    tomorrow = TODAY + timedelta(days=1)
    closed = BusinessDayClosed(closed_on=TODAY.isoformat(), opened_on=tomorrow.isoformat())

    await publish(bus, closed)

    async def moved() -> bool:
        return await world.lending.days.today() == tomorrow

    await eventually(moved)
