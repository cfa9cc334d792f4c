"""The end of day over a book of any size, beside the bare scan that totals as many rows."""

import os
import statistics
import time
from datetime import date, timedelta
from typing import Any, cast

import structlog

from chassis.command import Command
from chassis.database import Pool, open_pool
from chassis.executor import Executor
from chassis.frozen import replace
from chassis.measure import cpu_seconds, resident_mb
from chassis.ports import new_id, utc_now
from services.repayment.benchmarks.portfolio import OLDEST_DAYS, Dice, Mix, fill
from services.repayment.daily_chunks import DailyChunks
from services.repayment.daily_loan_steps import opening_steps
from services.repayment.daily_queries import DailyQueries
from services.repayment.domain.business_day import SUITE, BusinessDay, DayPhase
from services.repayment.end_of_day_queries import EndOfDayQueries
from services.repayment.policy_file import read_policy
from services.repayment.published_events import announcer
from services.repayment.repository import BUSINESS_DAYS, TABLES, Repository

DAY = date(2026, 12, 23)
ROUNDS = 5
FLATNESS_LOANS = 20_000
LONG_S = 3_600.0
_FLOOR_TABLE = """
create table bench_floor as select loan_id, bucket, opened_on, not_yet_due_minor, daily_rate_ppm
from loan_total
"""
_FLOOR = """
select bucket, count(*), sum(not_yet_due_minor), sum(not_yet_due_minor * daily_rate_ppm)
from bench_floor where opened_on <= $1 group by bucket
"""


async def bench_eod(url: str, postgres_pid: int, loans: int, dice: Dice) -> dict[str, Any]:
    """Fill the book, total its nights, open a day; each figure with what it is compared with."""
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    async with open_pool(url, command_timeout_s=LONG_S) as pool:
        started = time.perf_counter()
        mix = Mix(loans=loans, open_on=DAY)
        await _filled(pool, mix, dice)
        filling_s = time.perf_counter() - started
        passing, floor = await _pass_and_floor(pool)
        opened = await _opened(pool, postgres_pid)
        flat = {
            f"pass_us_per_loan_{days}_days": await _pass_of_age(pool, days, loans, dice)
            for days in (1, OLDEST_DAYS)
        }
    return {
        "loans": loans,
        "pass_s": passing,
        "floor_s": floor,
        "filling_s": filling_s,
        **opened,
        **flat,
    }


async def _filled(pool: Pool, mix: Mix, dice: Dice) -> None:
    async with pool.acquire() as connection:
        await connection.execute("truncate loan, loan_document, loan_total, accrual_total")
        await connection.execute("drop table if exists bench_floor")
        await fill(connection, mix, dice)
        await connection.execute(_FLOOR_TABLE)
        await connection.execute("vacuum analyze bench_floor")


async def _pass_and_floor(pool: Pool) -> tuple[float, float]:
    """Median seconds of totalling one night, and of the bare scan, in turn."""
    queries = DailyQueries(pool)
    passes, floors = [], []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        await pool.fetch(_FLOOR, DAY)
        floors.append(time.perf_counter() - started)
        await pool.execute("truncate accrual_total")
        started = time.perf_counter()
        await queries.accrue(DAY - timedelta(days=1))
        passes.append(time.perf_counter() - started)
    return statistics.median(passes), statistics.median(floors)


async def _pass_of_age(pool: Pool, days: int, loans: int, dice: Dice) -> float:
    """Microseconds per loan of totalling a night of loans that are all so many days old."""
    count = min(loans, FLATNESS_LOANS)
    mix = Mix(count, DAY, due=0, debited_again=0, turning_overdue=0, overdue=0, ages=(days, days))
    await _filled(pool, mix, dice)
    passing, _ = await _pass_and_floor(pool)
    return passing / count * 1e6


async def _opened(pool: Pool, postgres_pid: int) -> dict[str, float]:
    """Open the day: what each loan that changes costs, and the memory it takes."""
    await pool.execute("checkpoint")
    chunks = _worker(pool)
    day = BusinessDay(SUITE, DAY, DayPhase.OPENING)
    async with pool.acquire() as connection:
        await BUSINESS_DAYS.insert(cast("Any", connection), [replace(day, version=1)])
    pids = {"python": os.getpid(), "postgres": postgres_pid}
    before = {name: cpu_seconds([pid]) for name, pid in pids.items()}
    started = time.perf_counter()
    changed = 0
    for step in chunks.steps:
        changed += await chunks.run(day, step)
    elapsed = time.perf_counter() - started
    spent = {name: cpu_seconds([pid]) - before[name] for name, pid in pids.items()}
    return {
        "changed": changed,
        "changed_per_s": changed / elapsed,
        **{f"cpu_us_per_changed_{name}": cpu / changed * 1e6 for name, cpu in spent.items()},
        "resident_mb": resident_mb([os.getpid()]),
    }


def _worker(pool: Pool) -> DailyChunks:
    executor = Executor(
        pool, tables=TABLES, announce=announcer(utc_now), clock=utc_now, new_id=new_id
    )

    async def execute(command: Command[Any]) -> Any:
        (outcome,) = await executor.execute_many([command])
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    queries = DailyQueries(pool)
    return DailyChunks(
        execute=execute,
        execute_many=executor.execute_many,
        days=Repository(pool),
        reads=EndOfDayQueries(pool),
        steps=opening_steps(queries=queries, policies=read_policy(), clock=utc_now, new_id=new_id),
        clock=utc_now,
        new_id=new_id,
        worker="bench",
    )
