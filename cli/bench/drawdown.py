"""`granary bench drawdown`: complete drawdowns through the whole suite, and where the CPU goes.

A drawdown is complete when, after the Draw request at the gateway, monitoring has screened it, the
rail has paid it, and its loan is open with its ledger entry and its mandate: the CPU is counted
from the first request until all of that has settled, in every process, the servers included and
this one, which plays the customers, not. Quotes, cost sheets and contracts come before and are not
counted.

Two loads: closed, some customers at once and the next when one is paid, on a rail that answers at
once; and open, a fixed number a second whatever comes back, on a rail that takes its time. The
floor is the rate at which the rail alone settles the same payments, which no suite on it can pass.
"""

import asyncio
import os
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import asyncpg

from chassis.bank_rail import BankRail, PaymentInstruction
from chassis.ports import calendar_date, new_id, utc_now
from cli.bench.measure import (
    BenchResult,
    cpu_seconds,
    fdatasync_us,
    load_average,
    percentile_ms,
    resident_mb,
)
from cli.demo.app import App, OutsideWorld, open_session
from cli.demo.customer import Customer
from cli.suite.plan import Options
from cli.suite.supervisor import Suite

CUSTOMERS = 125
DRAWS_EACH = 3
"""More within ten minutes is what monitoring blocks."""
WARM_UP = 25
CLOSED = 110
AT_ONCE = 16
OPEN_PER_S = 110.0
"""Ten times the drawdowns a second of the largest such lender on an average day."""
OPEN_RAIL_MS = 50
IDLE_S = 2.0
INCOME_MINOR = 4_900_000
AMOUNT_MINOR = 50_000
FLOOR_PAYMENTS = 400
SETTLE_WITHIN_S = 120.0
LIMITS = (
    "GRANARY_LOG_IN_PER_MINUTE",
    "GRANARY_ANONYMOUS_PER_MINUTE",
    "GRANARY_CHANGES_PER_MINUTE",
    "GRANARY_READS_PER_MINUTE",
)

Ready = tuple[Customer, Any]
"""A customer and a contract of theirs that is signed and not drawn."""


@dataclass(frozen=True, slots=True)
class Load:
    """What one load cost."""

    draws: int
    elapsed_s: float
    waits_s: Sequence[float]
    cpu_ms: dict[str, float]
    """Milliseconds of CPU per drawdown, by process."""

    @property
    def total_ms(self) -> float:
        return sum(self.cpu_ms.values())


async def bench_drawdown(data_dir: Path) -> BenchResult:
    """Draw on prepared contracts under both loads; wait each time until every loan is booked."""
    # All customers call from one address here, so the gateway's limits per address are lifted.
    options = Options(data_dir=data_dir, extra_env={"gateway": dict.fromkeys(LIMITS, "0")})
    async with Suite(options, report=lambda _: None) as suite, open_session() as session:
        idle_mb = resident_mb([os.getpid()])
        outside = OutsideWorld(session, suite.sandbox_url)
        # With few accounts at other lenders, so that nobody has to read a warning first.
        people = await outside.people(count=CUSTOMERS, archetype="thin_file", seed=7)
        prepared = await _prepare(session, suite, outside, people)
        idle = await _idle_ms_per_s(suite)
        books = _Books(suite)
        await _measure(books, prepared[:WARM_UP], _closed)
        closed = await _measure(books, prepared[WARM_UP : WARM_UP + CLOSED], _closed)
        await outside.set_rail_latency(OPEN_RAIL_MS)
        opened = await _measure(books, prepared[WARM_UP + CLOSED :], _open)
        await outside.set_rail_latency(0)
        floor = await _rail_floor(session, suite.sandbox_url, people[0])
        sync_us = fdatasync_us(data_dir)
    rate = closed.draws / closed.elapsed_s
    return BenchResult(
        name="drawdown",
        rate=round(rate, 1),
        unit="drawdowns/s",
        cpu_us_per_op=round(closed.total_ms * 1000, 1),
        p50_ms=round(percentile_ms(closed.waits_s, 0.50), 1),
        p99_ms=round(percentile_ms(closed.waits_s, 0.99), 1),
        limit_rate=round(floor, 1),
        ratio=round(rate / floor, 4),
        fdatasync_us=round(sync_us, 1),
        loadavg=load_average(),
        notes={
            "drawdowns": closed.draws,
            "suite_idle_mb": round(idle_mb, 0),
            "idle_cpu_ms_per_s": round(idle, 1),
            **{f"cpu_ms_{name}": round(used, 2) for name, used in closed.cpu_ms.items()},
            "open_drawdowns": opened.draws,
            "open_offered_per_s": OPEN_PER_S,
            "open_rail_ms": OPEN_RAIL_MS,
            "open_p50_ms": round(percentile_ms(opened.waits_s, 0.50), 1),
            "open_p99_ms": round(percentile_ms(opened.waits_s, 0.99), 1),
            "open_cpu_ms": round(opened.total_ms, 2),
            **{f"open_cpu_ms_{name}": round(used, 2) for name, used in opened.cpu_ms.items()},
        },
    )


def _cpu(suite: Suite) -> dict[str, float]:
    """CPU seconds so far by process: each service, the sandbox and both servers."""
    groups = {name: [process.pid] for name, process in suite.processes.items() if process.pid}
    assert suite.postgres is not None
    assert suite.nats is not None
    groups["postgres"] = [suite.postgres.pid]
    groups["nats"] = [suite.nats.pid]
    return {name: cpu_seconds(pids) for name, pids in groups.items()}


async def _idle_ms_per_s(suite: Suite) -> float:
    """What the whole suite spends while nobody asks anything of it."""
    before = sum(_cpu(suite).values())
    await asyncio.sleep(IDLE_S)
    return (sum(_cpu(suite).values()) - before) / IDLE_S * 1000


async def _prepare(
    session: aiohttp.ClientSession, suite: Suite, outside: OutsideWorld, people: list[Any]
) -> list[Ready]:
    """Customers who got a credit line, with signed contracts; one of each before a second."""
    turn = asyncio.Semaphore(AT_ONCE)

    async def one(number: int, person: Any) -> list[Ready]:
        async with turn:
            app = App(session, suite.gateway_url, "en")
            customer = Customer(app, outside, person, device_id=f"bench-{number}")
            await customer.log_in()
            await customer.consent()
            await customer.register()
            await customer.bind_card()
            decision = await customer.apply(INCOME_MINOR)
        if decision["outcome"] != "APPROVED":
            return []
        return [(customer, await customer.prepare(AMOUNT_MINOR, 5)) for _ in range(DRAWS_EACH)]

    made = await asyncio.gather(*(one(number, person) for number, person in enumerate(people)))
    return [turn for turns in zip(*filter(None, made), strict=True) for turn in turns]


async def _draw(customer: Customer, contract: Any) -> float:
    """Seconds from the Draw request until the app reads PAID."""
    started = time.perf_counter()
    await customer.draw_paid(contract)
    return time.perf_counter() - started


async def _closed(prepared: Sequence[Ready]) -> list[float]:
    """Some at once, the next when one is paid."""
    turn = asyncio.Semaphore(AT_ONCE)

    async def one(customer: Customer, contract: Any) -> float:
        async with turn:
            return await _draw(customer, contract)

    return list(await asyncio.gather(*(one(*ready) for ready in prepared)))


async def _open(prepared: Sequence[Ready]) -> list[float]:
    """At a fixed rate, whether or not those before are paid."""

    async def one(number: int, ready: Ready) -> float:
        await asyncio.sleep(number / OPEN_PER_S)
        return await _draw(*ready)

    return list(await asyncio.gather(*(one(*each) for each in enumerate(prepared))))


class _Books:
    """Tells when all loans so far have everything that belongs to them."""

    def __init__(self, suite: Suite) -> None:
        self.suite = suite
        self.booked = 0

    async def settled(self, draws: int) -> None:
        """Wait until so many more drawdowns have their ledger entry and their mandate."""
        self.booked += draws
        look = "select least((select count(*) from ledger_entry), (select count(*) from mandate))"
        connection = await asyncpg.connect(self.suite.database_url("repayment"))
        try:
            async with asyncio.timeout(SETTLE_WITHIN_S):
                while await connection.fetchval(look) < self.booked:  # noqa: ASYNC110 - another process
                    await asyncio.sleep(0.05)
        finally:
            await connection.close()


async def _measure(
    books: _Books,
    prepared: Sequence[Ready],
    draw: Callable[[Sequence[Ready]], Awaitable[list[float]]],
) -> Load:
    before = _cpu(books.suite)
    started = time.perf_counter()
    waits = await draw(prepared)
    await books.settled(len(prepared))
    elapsed = time.perf_counter() - started
    after = _cpu(books.suite)
    count = len(prepared)
    spent = {name: (used - before[name]) / count * 1000 for name, used in after.items()}
    return Load(count, elapsed, waits, spent)


async def _rail_floor(session: aiohttp.ClientSession, url: str, person: Any) -> float:
    """Payments per second the rail settles with nothing around it."""
    rail = BankRail(session, url)
    account = await rail.check_account(
        name=person["name"],
        id_number=person["id_number"],
        card_number=person["card_number"],
        phone=person["phone"],
    )
    turn = asyncio.Semaphore(AT_ONCE)

    async def one() -> None:
        async with turn:
            await rail.pay(
                PaymentInstruction(
                    end_to_end_id=new_id().hex,
                    amount_minor=AMOUNT_MINOR,
                    card_token=str(account.card_token),
                    execution_date=calendar_date(utc_now()),
                )
            )

    rates = []
    for _ in range(3):
        started = time.perf_counter()
        await asyncio.gather(*(one() for _ in range(FLOOR_PAYMENTS)))
        rates.append(FLOOR_PAYMENTS / (time.perf_counter() - started))
    return statistics.median(rates)
