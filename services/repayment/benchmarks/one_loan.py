"""Reading one loan with 700 days of history beside reading one of a day."""

import statistics
import time
from datetime import date
from typing import Any
from uuid import UUID

from chassis.database import open_pool
from services.repayment.benchmarks.portfolio import OLDEST_DAYS, Dice, Mix, fill
from services.repayment.repository import Repository

DAY = date(2026, 12, 23)
LOANS = 200
ROUNDS = 5


async def bench_loan(url: str, _postgres_pid: int, _loans: int, dice: Dice) -> dict[str, Any]:
    """Median milliseconds of reading one loan, of either age, in turn."""
    async with open_pool(url) as pool:
        repository, ids = Repository(pool), {}
        for days in (1, OLDEST_DAYS):
            # Loans that differ in age only: both have the terms that last so long.
            mix = Mix(
                LOANS,
                DAY,
                due=0,
                debited_again=0,
                turning_overdue=0,
                overdue=0,
                ages=(days, days),
                shortest=24,
            )
            async with pool.acquire() as connection:
                before = {tuple(row) for row in await connection.fetch(_IDS)}
                await fill(connection, mix, dice)
                ids[days] = [
                    tuple(row) for row in await connection.fetch(_IDS) if tuple(row) not in before
                ]
        times: dict[int, list[float]] = {days: [] for days in ids}
        for _ in range(ROUNDS):
            for days, keys in ids.items():
                times[days].append(await _read(repository, keys))
    young, old = (statistics.median(found) * 1000 for found in times.values())
    return {"one_day_ms": young, "old_ms": old, "days": OLDEST_DAYS, "loans": LOANS}


_IDS = "select customer_id, loan_id from loan"


async def _read(repository: Repository, keys: list[tuple[UUID, UUID]]) -> float:
    """Seconds per loan."""
    started = time.perf_counter()
    for customer_id, loan_id in keys:
        await repository.loan(customer_id, loan_id)
    return (time.perf_counter() - started) / len(keys)
