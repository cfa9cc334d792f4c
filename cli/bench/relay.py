"""`granary bench relay`: outbox to bus to consumer, beside publish and pull of the same messages.

The limit is the bus alone: the same messages published in bare atomic batches and pulled back,
without a database on either side, in the same run and turn about with the relay.
"""

import asyncio
import os
import statistics
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from granary.repayment.v1.events_pb2 import LoanOpened

from chassis.command import Delivery
from chassis.database import Pool, open_pool
from chassis.embedded.nats import EmbeddedNats
from chassis.embedded.postgres import EmbeddedPostgres
from chassis.event_bus import Bus, Outgoing, connect
from chassis.migrations import apply
from chassis.outbox import subject_of
from chassis.ports import IdSource
from chassis.relay import ROWS_PER_READ, run_relay
from cli.bench.measure import BenchResult, cpu_seconds, fdatasync_us, load_average, percentile_ms

EVENTS = 10_000
ROUNDS = 3
COMMITS = 600
COMMITS_PER_S = 200
STREAM = "REPAYMENT"
SUBJECT = subject_of(LoanOpened)
TYPE = LoanOpened.DESCRIPTOR.full_name
COLUMNS = (
    "message_id", "bucket", "customer_id", "aggregate_kind", "aggregate_id", "aggregate_version",
    "event_index", "subject", "message_type", "payload", "headers", "cause", "occurred_at",
    "writer_id", "batch_number",
)  # fmt: skip


class Arrivals:
    """The consumer: counts distinct message ids and notes when each first arrived."""

    def __init__(self) -> None:
        self.at: dict[str, float] = {}
        self._expected = 0
        self._all_here = asyncio.Event()

    def expect(self, count: int) -> None:
        self.at.clear()
        self._expected = count
        self._all_here.clear()

    def note(self, message_id: str) -> None:
        self.at.setdefault(message_id, time.perf_counter())
        if len(self.at) == self._expected:
            self._all_here.set()

    async def handle(self, _: LoanOpened, delivery: Delivery) -> None:
        self.note(delivery.message_id)

    async def all_here(self) -> None:
        async with asyncio.timeout(120):
            await self._all_here.wait()


async def bench_relay(data_dir: Path, *, events: int = EVENTS) -> BenchResult:
    """Drain and floor in turn, three rounds, then latency at a steady rate of commits."""
    async with (
        EmbeddedPostgres(data_dir / "postgres") as postgres,
        EmbeddedNats(data_dir / "nats") as nats,
    ):
        url = await postgres.create_database("bench")
        await apply(url)
        pids = (os.getpid(), postgres.pid, nats.pid)
        drains: list[float] = []
        floors: list[float] = []
        cpu: list[float] = []
        async with open_pool(url) as pool, connect(nats.url, service="repayment") as bus:
            await bus.ensure_streams()
            for _ in range(ROUNDS):
                started = cpu_seconds(pids)
                drains.append(await _drain(pool, bus, events))
                cpu.append((cpu_seconds(pids) - started) / events * 1e6)
                floors.append(await _floor(bus, events))
            waits = await _latency(pool, bus)
            stored = (await bus.stream_state(STREAM)).messages
        sync_us = fdatasync_us(data_dir)
    rate, floor = statistics.median(drains), statistics.median(floors)
    return BenchResult(
        name="relay",
        rate=round(rate, 1),
        unit="events/s",
        cpu_us_per_op=round(statistics.median(cpu), 1),
        p50_ms=round(percentile_ms(waits, 0.50), 2),
        p99_ms=round(percentile_ms(waits, 0.99), 2),
        limit_rate=round(floor, 1),
        ratio=round(rate / floor, 3),
        fdatasync_us=round(sync_us, 1),
        loadavg=load_average(),
        notes={
            "events_per_round": events,
            "latency_at_commits_per_s": COMMITS_PER_S,
            "stored_in_stream": stored,
        },
    )


def _rows(count: int, new_id: IdSource) -> list[tuple[Any, ...]]:
    return [
        (message_id, 0, message_id, "loan", str(message_id), 1, 0, SUBJECT, TYPE,
         _payload(message_id), "{}", "bench", datetime.now(UTC), message_id, 1)
        for message_id in (new_id() for _ in range(count))
    ]  # fmt: skip


def _payload(message_id: UUID) -> bytes:
    return LoanOpened(customer_id=str(message_id), loan_id=str(message_id)).SerializeToString()


async def _drain(pool: Pool, bus: Bus, events: int) -> float:
    """Events per second from a full outbox to the last distinct arrival."""
    await pool.copy_records_to_table("outbox", records=_rows(events, IdSource()), columns=COLUMNS)
    await pool.execute("vacuum analyze outbox", timeout=60)
    arrivals = Arrivals()
    arrivals.expect(events)
    started = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        tasks = [
            group.create_task(bus.consume("bench", {LoanOpened: arrivals.handle})),
            group.create_task(run_relay(pool, bus)),
        ]
        await arrivals.all_here()
        elapsed = time.perf_counter() - started
        await _all_marked(pool)
        for task in tasks:
            task.cancel()
    return events / elapsed


async def _all_marked(pool: Pool) -> None:
    marked = "select count(*) = 0 from outbox where published_at is null"
    while not await pool.fetchval(marked):  # noqa: ASYNC110 - rows change, no event is set
        await asyncio.sleep(0.02)


async def _floor(bus: Bus, events: int) -> float:
    """Events per second through the bus alone: bare atomic batches, bare pull, batch acks."""
    stream = f"FLOOR{time.perf_counter_ns()}"
    subject = f"floor{time.perf_counter_ns()}.loan.opened"
    context = bus.client.jetstream()
    await bus.client.request(
        f"$JS.API.STREAM.CREATE.{stream}",
        (
            f'{{"name":"{stream}","subjects":["{subject}"],"storage":"file","allow_atomic":true,'
            '"duplicate_window":600000000000}'
        ).encode(),
        timeout=5,
    )
    new_id = IdSource()
    messages = [
        Outgoing(message_id, subject, _payload(message_id), {"ce-id": str(message_id)})
        for message_id in (new_id() for _ in range(events))
    ]
    seen: set[str] = set()
    subscription = await context.pull_subscribe(subject, durable="floor", stream=stream)
    started = time.perf_counter()
    publishing = asyncio.create_task(_publish_all(bus, stream, messages))
    while len(seen) < events:
        try:
            fetched = await subscription.fetch(ROWS_PER_READ, timeout=2)
        except TimeoutError:
            continue
        for message in fetched:
            seen.add((message.headers or {})["ce-id"])
            await message.ack()
    elapsed = time.perf_counter() - started
    await publishing
    await context.delete_stream(stream)
    return events / elapsed


async def _publish_all(bus: Bus, stream: str, messages: Sequence[Outgoing]) -> None:
    for start in range(0, len(messages), ROWS_PER_READ):
        await bus.publish(stream, messages[start : start + ROWS_PER_READ])


async def _latency(pool: Pool, bus: Bus) -> list[float]:
    """Seconds from each commit to its arrival, at a steady rate of one-event commits."""
    arrivals = Arrivals()
    arrivals.expect(COMMITS)
    new_id = IdSource()
    committed: dict[str, float] = {}
    placeholders = ", ".join(f"${position}" for position in range(1, len(COLUMNS) + 1))
    insert = f"insert into outbox ({', '.join(COLUMNS)}) values ({placeholders})"  # noqa: S608
    async with asyncio.TaskGroup() as group:
        tasks = [
            group.create_task(bus.consume("bench", {LoanOpened: arrivals.handle})),
            group.create_task(run_relay(pool, bus)),
        ]
        await asyncio.sleep(0.5)
        async with pool.acquire() as connection:
            begin = time.perf_counter()
            for number, row in enumerate(_rows(COMMITS, new_id)):
                await asyncio.sleep(max(begin + number / COMMITS_PER_S - time.perf_counter(), 0))
                async with connection.transaction():
                    await connection.execute(insert, *row)
                    await connection.execute("select pg_notify('outbox', '')")
                committed[str(row[0])] = time.perf_counter()
        await arrivals.all_here()
        for task in tasks:
            task.cancel()
    return [max(arrivals.at[name] - at, 0.0) for name, at in committed.items()]
