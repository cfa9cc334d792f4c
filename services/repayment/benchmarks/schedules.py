"""Ten-row schedules per second on one core, beside a bare loop that computes the same rows."""

import statistics
import time
from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from services.repayment.domain.repayment_schedule import NANO, Method, Plan, schedule

ROWS = 10
SCHEDULES = 10_000
ROUNDS = 5
RATE_NANO = 500_000
FIRST = date(2024, 1, 1)
Asked = tuple[int, date]
Row = tuple[int, date, date, int, int, int]


def bench_quote() -> dict[str, Any]:
    """Schedules per CPU second of the engine and of the floor, in turn; medians of the rounds."""
    asked = [
        (50_000 + 997 * number, FIRST + timedelta(days=number % 1461))
        for number in range(SCHEDULES)
    ]
    plans = {method: Plan(method, ROWS) for method in Method}

    def by_engine(method: Method) -> Callable[[Asked], Iterable[Any]]:
        plan = plans[method]
        return lambda each: schedule(each[0], RATE_NANO, plan, each[1])

    engine = by_engine(Method.EQUAL_PRINCIPAL)
    for each in asked[:500]:
        assert [tuple(row) for row in engine(each)] == bare_rows(each)
    ways = {
        "schedules_per_s": engine,
        "floor_per_s": bare_rows,
        "equal_instalment_per_s": by_engine(Method.EQUAL_INSTALMENT),
    }
    rates: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            started = time.process_time()
            for each in asked:
                way(each)
            rates[name].append(SCHEDULES / (time.process_time() - started))
    return {name: statistics.median(found) for name, found in rates.items()} | {
        "rows_per_schedule": ROWS
    }


def bare_rows(each: Asked) -> list[Row]:
    """Equal principal by the day, and nothing that a bare loop can leave out."""
    principal, start = each
    part, balance, begins, rows = principal // ROWS, principal, start, []
    first_month = start.year * 12 + start.month - 1
    for number in range(1, ROWS + 1):
        year, month = divmod(first_month + number, 12)
        day = start.day
        if day > 28:  # noqa: PLR2004 - the shortest month; only longer days need a look
            day = min(day, monthrange(year, month + 1)[1])
        due_on = date(year, month + 1, day)
        exact = balance * RATE_NANO * (due_on - begins).days
        interest = (2 * exact + NANO) // (2 * NANO)
        repaid = part if number < ROWS else balance
        balance -= repaid
        rows.append((number, begins, due_on, repaid, interest, balance))
        begins = due_on
    return rows
