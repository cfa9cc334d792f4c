"""Messages that repayment asks for reach the phone once; the number never leaves identity."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from granary.lending.v1.events_pb2 import DrawdownRefused
from granary.repayment.v1.delinquency_pb2 import CustomerNoticeDue

from chassis.contract_values import timestamp
from chassis.embedded.nats import EmbeddedNats
from chassis.event_bus import Bus, Outgoing, connect
from chassis.outbox import subject_of
from chassis.ports import new_id
from chassis.streams import stream_of
from tests.integration.identity.conftest import App


@pytest.fixture
async def bus(nats_server: EmbeddedNats) -> AsyncIterator[Bus]:
    async with connect(nats_server.url, service="repayment") as bus:
        await bus.ensure_streams()
        yield bus


async def publish(bus: Bus, event: CustomerNoticeDue | DrawdownRefused) -> None:
    headers = {
        "ce-id": str(new_id()),
        "ce-type": event.DESCRIPTOR.full_name,
        "customer-id": event.customer_id,
    }
    subject = subject_of(type(event))
    payload = event.SerializeToString()
    await bus.publish(stream_of(subject), [Outgoing(new_id(), subject, payload, headers)])


def a_notice(customer_id: str, **more: object) -> CustomerNoticeDue:
    fields: dict[str, object] = {
        "customer_id": customer_id,
        "occurred_at": timestamp(datetime.now(UTC)),
        "notice_id": str(uuid4()),
        "kind": "BEFORE_DUE",
        "loans": 1,
        "total_minor": 115_000,
        "currency": "CNY",
        "earliest_due_on": "2026-12-23",
        "send_after": timestamp(datetime.now(UTC) - timedelta(seconds=1)),
        "business_date": "2026-12-20",
    }
    return CustomerNoticeDue(**fields | more)  # type: ignore[arg-type]


async def until(true: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(60):
        while not await true():  # noqa: ASYNC110 - what is waited for is at the gateway
            await asyncio.sleep(0.05)


async def reminders(app: App) -> list[str]:
    return [text for text in await app.messages() if "到期" in text]


async def test_a_message_goes_to_the_phone_once_however_often_it_is_asked_for(
    app: App, bus: Bus
) -> None:
    await app.log_in()
    notice = a_notice(app.customer_id)
    other = a_notice(app.customer_id, total_minor=200_000)

    for event in (notice, notice, other):
        await publish(bus, event)

    async def both_there() -> bool:
        return len(await reminders(app)) >= 2

    await until(both_there)
    texts = await reminders(app)
    assert sorted(text.count("1,150.00") for text in texts) == [0, 1]


async def test_a_gateway_that_is_away_gets_the_message_when_it_is_back(app: App, bus: Bus) -> None:
    await app.log_in()
    await app.fault("sms", "message", count=2, key=app.phone)

    await publish(bus, a_notice(app.customer_id))

    async def there() -> bool:
        return len(await reminders(app)) == 1

    await until(there)


async def test_before_its_hour_a_message_waits_and_others_go_on(app: App, bus: Bus) -> None:
    await app.log_in()
    later = timestamp(datetime.now(UTC) + timedelta(hours=3))
    await publish(bus, a_notice(app.customer_id, send_after=later, total_minor=700_000))
    await publish(bus, a_notice(app.customer_id))

    async def there() -> bool:
        return len(await reminders(app)) == 1

    await until(there)
    assert "7,000.00" not in (await reminders(app))[0]


async def test_who_waited_for_a_drawdown_in_vain_is_told_and_nobody_else(
    app: App, bus: Bus
) -> None:
    await app.log_in()
    for reason, amount_minor in (
        ("CUSTOMER_CANCELLED", 100_000),
        ("SCREEN_BLOCKED", 200_000),
        ("STAFF_REFUSED", 300_000),
        ("HELD_TOO_LONG", 400_000),
    ):
        refused = DrawdownRefused(
            customer_id=app.customer_id,
            occurred_at=timestamp(datetime.now(UTC)),
            drawdown_id=str(new_id()),
            reason=reason,
            amount_minor=amount_minor,
            currency="CNY",
        )
        await publish(bus, refused)

    async def told() -> list[str]:
        return [text for text in await app.messages() if "额度已恢复" in text]

    async def both_told() -> bool:
        return len(await told()) == 2

    await until(both_told)
    assert sorted(text[4:12] for text in await told()) == ["3,000.00", "4,000.00"]
