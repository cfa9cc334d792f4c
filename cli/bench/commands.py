"""`granary bench commands`: group commit against one command per transaction and the bare floor.

The command is the shape of a drawdown: read a line, reserve on it, announce one event, post one
ledger transfer and remember the request. The floor sends the same rows through the same SQL with
nothing decided in between.
"""

import asyncio
import itertools
import os
import statistics
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
from granary.repayment.v1 import events_pb2

from chassis.batch import BatchDecider, BatchResult, Seen
from chassis.command import Command, Key, Loaded, RequestKey
from chassis.database import open_pool
from chassis.decision import Change, Decision, Transfer
from chassis.embedded.postgres import EmbeddedPostgres
from chassis.executor import Executor
from chassis.migrations import apply
from chassis.ports import IdSource, utc_now
from chassis.record import Record
from chassis.tables import AggregateTable
from cli.bench.measure import BenchResult, cpu_seconds, fdatasync_us, load_average, percentile_ms

LINES = 20_000
CALLERS = 64
SECONDS_PER_ROUND = 2.0
ROUNDS = 3
TODAY = date(2026, 11, 23)
CREATE = """
create table bench_line (
    customer_id uuid primary key, limit_minor bigint not null, used_minor bigint not null,
    version int not null, bucket int not null,
    constraint used_within_limit check (used_minor <= limit_minor)
);
alter table bench_line set (fillfactor = 70);
"""


@dataclass(frozen=True, slots=True)
class BenchLine:
    customer_id: UUID
    limit_minor: int
    used_minor: int
    version: int = 0


@dataclass(frozen=True, slots=True)
class Reserved:
    customer_id: UUID
    loan_id: UUID


LINE_TABLE = AggregateTable(BenchLine, "bench_line", key=("customer_id",))


def announce(event: Any) -> events_pb2.LoanOpened:
    return events_pb2.LoanOpened(customer_id=str(event.customer_id), loan_id=str(event.loan_id))


def reserve(line: BenchLine, amount_minor: int, loan_id: UUID) -> Decision[int]:
    assert line.used_minor + amount_minor <= line.limit_minor
    changed = replace(line, used_minor=line.used_minor + amount_minor)
    transfer = Transfer(
        debit="loan_principal",
        credit="bank_clearing",
        amount_minor=amount_minor,
        kind="disbursement",
        customer_id=line.customer_id,
        subject_id=loan_id,
        business_date=TODAY,
    )
    event = Reserved(line.customer_id, loan_id)
    return Decision(changed.used_minor, (Change(changed, (event,)),), (transfer,))


class Workload:
    """Endless commands over the bench lines, each with a fresh request id."""

    def __init__(self) -> None:
        self.new_id = IdSource()
        self.lines = [self.new_id() for _ in range(LINES)]
        self._turn = itertools.count()

    def command(self) -> Command[int]:
        customer_id = self.lines[(next(self._turn) * 7919) % LINES]
        key = Key(BenchLine, (customer_id,))
        loan_id = self.new_id()

        def decide(loaded: Loaded) -> Decision[int]:
            return reserve(loaded.get(key), 1_000, loan_id)

        origin = RequestKey(str(customer_id), self.new_id(), b"\0" * 32)
        return Command(origin, (key,), decide, int)


async def bench_commands(data_dir: Path) -> BenchResult:
    """Run the three ways in turn, three rounds; report medians and ratios."""
    async with EmbeddedPostgres(data_dir / "postgres") as postgres:
        await postgres.create_database("bench")
        url = postgres.url("bench")
        await apply(url)
        workload = Workload()
        await _prepare(url, workload)
        rates: dict[str, list[float]] = {"grouped": [], "single": [], "floor": []}
        latencies: list[float] = []
        cpu: list[float] = []
        pids = (os.getpid(), postgres.pid)
        async with open_pool(url) as pool:
            for _ in range(ROUNDS):
                started = cpu_seconds(pids)
                rate, seen = await _through_executor(pool, workload, batch_limit=100)
                cpu.append((cpu_seconds(pids) - started) / (rate * SECONDS_PER_ROUND) * 1e6)
                rates["grouped"].append(rate)
                latencies += seen
                rates["single"].append((await _through_executor(pool, workload, batch_limit=1))[0])
                rates["floor"].append(await _floor(pool, workload))
        sync_us = fdatasync_us(data_dir)
    grouped, single, floor = (statistics.median(rates[way]) for way in rates)
    return BenchResult(
        name="commands",
        rate=round(grouped, 1),
        unit="commands/s",
        cpu_us_per_op=round(statistics.median(cpu), 1),
        p50_ms=round(percentile_ms(latencies, 0.50), 2),
        p99_ms=round(percentile_ms(latencies, 0.99), 2),
        limit_rate=round(floor, 1),
        ratio=round(grouped / floor, 3),
        fdatasync_us=round(sync_us, 1),
        loadavg=load_average(),
        notes={
            "callers": CALLERS,
            "one_per_transaction_rate": round(single, 1),
            "times_one_per_transaction": round(grouped / single, 2),
        },
    )


async def _prepare(url: str, workload: Workload) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(CREATE)
        rows = [(line, 10**12, 0, 1, 0) for line in workload.lines]
        await connection.copy_records_to_table("bench_line", records=rows)
        await connection.execute("vacuum analyze")
    finally:
        await connection.close()


async def _through_executor(
    pool: Any, workload: Workload, *, batch_limit: int
) -> tuple[float, list[float]]:
    """Commands per second with 64 callers that each wait for their answer, and the waits."""
    executor = Executor(
        pool,
        tables=(LINE_TABLE,),
        announce=announce,
        clock=utc_now,
        new_id=workload.new_id,
        batch_limit=batch_limit,
    )
    server = asyncio.create_task(executor.run())
    waits: list[float] = []
    stop_at = time.perf_counter() + SECONDS_PER_ROUND

    async def caller() -> None:
        while (started := time.perf_counter()) < stop_at:
            await executor(workload.command())
            waits.append(time.perf_counter() - started)

    started = time.perf_counter()
    await asyncio.gather(*(caller() for _ in range(CALLERS)))
    elapsed = time.perf_counter() - started
    server.cancel()
    await asyncio.gather(server, return_exceptions=True)
    return len(waits) / elapsed, waits


async def _floor(pool: Any, workload: Workload) -> float:
    """The same rows through the same statements, decided beforehand, in batches of 64."""
    decider = BatchDecider({BenchLine: LINE_TABLE}, announce, workload.new_id)
    record = Record(workload.new_id)
    done, spent_s = 0, 0.0
    async with pool.acquire() as connection:
        while spent_s < SECONDS_PER_ROUND:
            commands = [workload.command() for _ in range(CALLERS)]
            keys = [command.keys[0] for command in commands]
            states = await LINE_TABLE.load(connection, keys)
            result = decider.decide(commands, Seen(), states, datetime.now(UTC))
            started = time.perf_counter()
            await _write_only(connection, record, result, states)
            spent_s += time.perf_counter() - started
            done += CALLERS
    return done / spent_s


async def _write_only(
    connection: Any, record: Record, result: BatchResult, before: Mapping[Any, Any]
) -> None:
    async with connection.transaction():
        changes = [(before[key], state) for key, state in result.changed.items()]
        await LINE_TABLE.update(connection, changes)
        assert await record.write(connection, result, datetime.now(UTC))
    record.committed()
