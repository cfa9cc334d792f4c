"""Between a real PostgreSQL and a real NATS: everything committed arrives and is stored once."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from granary.identity.v1.events_pb2 import CustomerCreated

from chassis.crash_points import KILLED, VARIABLE
from chassis.database import open_pool
from chassis.embedded.nats import EmbeddedNats
from chassis.event_bus import Bus, connect
from chassis.migrations import apply
from chassis.relay import republish, run_relay
from tests.integration.chassis.bus_support import (
    QUICK,
    TYPE,
    Witness,
    announce,
    new_id,
    stored,
    unpublished,
    until,
)

RELAY_PROCESS = """
import asyncio, sys
from chassis.database import open_pool
from chassis.event_bus import connect
from chassis.relay import run_relay

async def main():
    async with open_pool(sys.argv[1]) as pool, connect(sys.argv[2]) as bus:
        await run_relay(pool, bus)

asyncio.run(main())
"""


@pytest.fixture
async def nats(tmp_path: Path) -> AsyncIterator[EmbeddedNats]:
    async with EmbeddedNats(tmp_path / "nats", throwaway=True) as server:
        yield server


@pytest.fixture
async def bus(nats: EmbeddedNats) -> AsyncIterator[Bus]:
    async with connect(nats.url, service="identity") as bus:
        yield bus


@pytest.fixture
async def url(database_url: str) -> str:
    await apply(database_url)
    return database_url


@asynccontextmanager
async def relaying(url: str, bus: Bus) -> AsyncIterator[None]:
    async with open_pool(url) as pool:
        task = asyncio.create_task(run_relay(pool, bus))
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def all_published(url: str) -> None:
    async with asyncio.timeout(30):
        while await unpublished(url):  # noqa: ASYNC110 - a row changes, no event is set
            await asyncio.sleep(0.02)


async def rows(url: str) -> list[Any]:
    connection = await asyncpg.connect(url)
    try:
        return list(
            await connection.fetch(
                "select message_id, stream_sequence, published_at from outbox order by message_id"
            )
        )
    finally:
        await connection.close()


async def test_events_arrive_in_order_with_their_attributes(url: str, bus: Bus) -> None:
    customer = new_id()
    message_ids = await announce(url, 3, customer)

    async with relaying(url, bus):
        await all_published(url)

    subscription = await bus.client.jetstream().pull_subscribe("identity.>")
    messages = await subscription.fetch(3)
    assert [row["stream_sequence"] for row in await rows(url)] == [1, 2, 3]
    assert [(m.headers or {})["ce-id"] for m in messages] == [str(i) for i in message_ids]
    headers = messages[2].headers or {}
    assert headers["Nats-Msg-Id"] == headers["ce-id"]
    assert headers["ce-type"] == TYPE
    assert headers["ce-source"] == "granary/identity"
    assert headers["ce-datacontenttype"] == "application/protobuf"
    assert headers["customer-id"] == str(customer)
    assert headers["aggregate-version"] == "3"


async def test_an_event_committed_later_is_sent_without_being_asked_for(url: str, bus: Bus) -> None:
    async with relaying(url, bus):
        await announce(url, 1)
        await all_published(url)
        await announce(url, 40)
        await all_published(url)

    assert await stored(bus) == 41


async def test_a_lost_notification_only_delays(url: str, bus: Bus) -> None:
    async with relaying(url, bus):
        await announce(url, 1)
        await all_published(url)
        connection = await asyncpg.connect(url)
        await connection.execute("update outbox set published_at = null")
        await connection.close()

        await all_published(url)

    assert await stored(bus) == 1


async def test_two_relays_on_one_database_store_each_event_once_and_in_order(
    url: str, bus: Bus
) -> None:
    async with relaying(url, bus), relaying(url, bus):
        for _ in range(20):
            await announce(url, 30, new_id())
        await all_published(url)

    sequences = [row["stream_sequence"] for row in await rows(url)]
    assert sequences == list(range(1, 601))


async def test_a_relay_killed_between_publishing_and_marking_stores_nothing_twice(
    url: str, nats: EmbeddedNats, bus: Bus
) -> None:
    await announce(url, 3)
    environment = os.environ | {VARIABLE: "relay.published_not_marked"}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", RELAY_PROCESS, url, nats.url, env=environment
    )
    assert await process.wait() == KILLED
    assert await stored(bus) == 3
    assert await unpublished(url) == 3
    await announce(url, 2)

    async with relaying(url, bus):
        await all_published(url)

    assert await stored(bus) == 5
    assert [row["stream_sequence"] for row in await rows(url)] == [1, 2, 3, 4, 5]


async def test_nats_restarted_in_the_middle_gets_everything_once(
    url: str, nats: EmbeddedNats, bus: Bus
) -> None:
    witness = Witness()
    consuming = asyncio.create_task(bus.consume("repayment", {CustomerCreated: witness}, QUICK))

    async with relaying(url, bus):
        for number in range(12):
            await announce(url, 50, new_id())
            if number == 4:
                await nats.stop()
            if number == 8:
                await nats.start()
        await all_published(url)
        await until(lambda: len(set(witness.handled)) == 600)

    consuming.cancel()
    await asyncio.gather(consuming, return_exceptions=True)
    assert await stored(bus) == 600


async def test_a_relay_whose_database_connections_are_cut_goes_on(url: str, bus: Bus) -> None:
    async with relaying(url, bus):
        await announce(url, 1)
        await all_published(url)
        connection = await asyncpg.connect(url)
        await connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )
        await connection.close()
        await announce(url, 1)
        await all_published(url)

    assert await stored(bus) == 2


async def test_a_stream_that_was_lost_is_filled_again(url: str, bus: Bus) -> None:
    async with relaying(url, bus):
        await announce(url, 7)
        await all_published(url)
    await bus.client.request("$JS.API.STREAM.DELETE.IDENTITY", b"", timeout=5)
    await announce(url, 1)

    async with relaying(url, bus):
        await all_published(url)

    assert await stored(bus) == 8
    assert [row["stream_sequence"] for row in await rows(url)] == list(range(1, 9))


async def test_a_period_can_be_published_again(url: str, bus: Bus) -> None:
    await announce(url, 4)
    async with relaying(url, bus), open_pool(url) as pool:
        await all_published(url)
        # A stream without its memory of ids, as after its loss.
        await bus.client.request("$JS.API.STREAM.DELETE.IDENTITY", b"", timeout=5)
        await bus.ensure_streams()
        now = datetime.now(UTC)

        count = await republish(pool, now - timedelta(hours=1), now + timedelta(hours=1))
        await all_published(url)

    assert count == 4
    assert await stored(bus) == 4


async def test_a_stream_that_is_full_refuses_and_the_outbox_keeps(url: str, bus: Bus) -> None:
    async with relaying(url, bus):
        await announce(url, 1)
        await all_published(url)
        jetstream = bus.client.jetstream()
        config = (await jetstream.stream_info("IDENTITY")).config
        roomy = config.max_bytes
        await jetstream.update_stream(config.evolve(max_bytes=600))
        await announce(url, 20)
        await asyncio.sleep(0.3)
        kept = await unpublished(url)
        await jetstream.update_stream(config.evolve(max_bytes=roomy))
        await all_published(url)

    assert kept == 20
    assert await stored(bus) == 21
