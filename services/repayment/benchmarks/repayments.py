"""Posting repayments in group commits, and the same rows with nothing decided."""

import os
import statistics
import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import structlog

from chassis.batch import BatchDecider, Seen
from chassis.command import Command, Delivery, Key, Loaded
from chassis.database import Pool, open_pool
from chassis.decision import Decision
from chassis.executor import BULK_LIMIT, Executor
from chassis.measure import cpu_seconds
from chassis.ports import new_id, utc_now
from chassis.record import Record
from services.repayment.benchmarks.portfolio import Dice, Mix, fill
from services.repayment.domain.collection import (
    AutoDebit,
    Repayment,
    RepaymentKind,
    RequestRepayment,
    post_repayment,
    request_repayment,
)
from services.repayment.domain.loan import Loan
from services.repayment.published_events import announcer
from services.repayment.repository import LOANS, REPAYMENTS, TABLES

DAY = date(2026, 12, 22)
ROUNDS = 3
AMOUNT_MINOR = 10_000


async def bench_repay(url: str, postgres_pid: int, loans: int, dice: Dice) -> dict[str, Any]:
    """Post a repayment on each loan of a book, a third of them per round and way."""
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    async with open_pool(url, command_timeout_s=600) as pool:
        mix = Mix(
            loans,
            DAY + timedelta(days=1),
            due=0,
            debited_again=0,
            turning_overdue=0,
            overdue=0,
            ages=(2, 120),
        )
        async with pool.acquire() as connection:
            await fill(connection, mix, dice)
        keys = [
            Key(Loan, tuple(row))
            for row in await pool.fetch("select customer_id, loan_id from loan order by loan_id")
        ]
        size = len(keys) // (2 * ROUNDS)
        rates: dict[str, list[float]] = {"grouped": [], "floor": []}
        cpu = []
        for number in range(ROUNDS):
            part = keys[2 * number * size : (2 * number + 1) * size]
            other = keys[(2 * number + 1) * size : (2 * number + 2) * size]
            executor = Executor(
                pool, tables=TABLES, announce=announcer(utc_now), clock=utc_now, new_id=new_id
            )
            commands = await _requested(executor, part)
            before, started = cpu_seconds(_pids(postgres_pid)), time.perf_counter()
            outcomes = await executor.execute_many(commands)
            rates["grouped"].append(size / (time.perf_counter() - started))
            cpu.append((cpu_seconds(_pids(postgres_pid)) - before) / size * 1e6)
            assert all(isinstance(one, Repayment) for one in outcomes), outcomes[:1]
            rates["floor"].append(await _floor(pool, await _requested(executor, other)))
    grouped, floor = (statistics.median(found) for found in rates.values())
    return {"rate": grouped, "limit_rate": floor, "cpu_us_per_op": statistics.median(cpu)}


def _pids(postgres_pid: int) -> tuple[int, ...]:
    return (os.getpid(), postgres_pid)


async def _requested(executor: Executor, keys: list[Key[Loan]]) -> list[Command[Any]]:
    """Repayments asked for on these loans, and the commands that post them."""
    now = utc_now()
    asking = []
    for key in keys:
        wish = RequestRepayment(new_id(), RepaymentKind.PREPAY, AMOUNT_MINOR, new_id(), DAY, now)
        asking.append(_asking(key, wish))
    repayments = await executor.execute_many(asking)
    return [_posting(key, one) for key, one in zip(keys, repayments, strict=True)]


def _asking(key: Key[Loan], wish: RequestRepayment) -> Command[Any]:
    return Command(
        Delivery("bench:request", str(wish.repayment_id)),
        (key,),
        lambda loaded: request_repayment(loaded.get(key), wish),
        Repayment,
    )


def _posting(key: Key[Loan], repayment: Repayment) -> Command[Any]:
    own = Key(Repayment, (repayment.customer_id, repayment.repayment_id))
    debit = AutoDebit(new_id(), utc_now())

    def decide(loaded: Loaded) -> Decision[Repayment]:
        return post_repayment(loaded.get(own), loaded.get(key), DAY, debit)

    return Command(
        Delivery("bench:post", str(repayment.repayment_id)), (own, key), decide, Repayment
    )


async def _floor(pool: Pool, commands: list[Command[Any]]) -> float:
    """The same rows through the same statements, decided beforehand."""
    decider = BatchDecider({table.kind: table for table in TABLES}, announcer(utc_now), new_id)
    record, spent_s = Record(new_id), 0.0
    async with pool.acquire() as connection:
        for batch in _batches(commands):
            states: dict[Any, Any] = {}
            for table in (LOANS, REPAYMENTS):
                keys = [k for c in batch for k in c.keys if k.kind is table.kind]
                states |= await table.load(connection, keys)  # type: ignore[arg-type]
            result = decider.decide(batch, Seen(), states, utc_now())
            started = time.perf_counter()
            async with connection.transaction():
                for table in (LOANS, REPAYMENTS):
                    changed = [
                        (states[k], s) for k, s in result.changed.items() if k.kind is table.kind
                    ]
                    await table.update(connection, changed)  # type: ignore[arg-type]
                assert await record.write(connection, result, utc_now())
            record.committed()
            spent_s += time.perf_counter() - started
    return len(commands) / spent_s


def _batches(commands: list[Command[Any]]) -> Iterator[list[Command[Any]]]:
    for start in range(0, len(commands), BULK_LIMIT):
        yield commands[start : start + BULK_LIMIT]
