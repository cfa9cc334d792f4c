"""`granary bench drawdown`: complete drawdowns through the whole suite, and where the CPU goes.

A drawdown is complete when, after the Draw RPC, monitoring has screened it, the rail has paid it,
the loan is open and its ledger entry posted. Customers and signed contracts are prepared first,
through the gateway, as apps would; the measured part begins with the Draw RPC. The floor is the
rate at which the rail alone settles the same payments, which no suite on it can pass.
"""

import asyncio
import os
import statistics
import time
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

CUSTOMERS = 100
AT_ONCE = 16
INCOME_MINOR = 1_900_000
AMOUNT_MINOR = 50_000
FLOOR_PAYMENTS = 400
SETTLE_WITHIN_S = 120.0
LIMITS = (
    "GRANARY_LOG_IN_PER_MINUTE",
    "GRANARY_ANONYMOUS_PER_MINUTE",
    "GRANARY_CHANGES_PER_MINUTE",
    "GRANARY_READS_PER_MINUTE",
)


async def bench_drawdown(data_dir: Path) -> BenchResult:
    """Draw once per customer, many at once; wait until every loan is booked."""
    # All customers call from one address here, so the gateway's limits per address are lifted.
    options = Options(data_dir=data_dir, extra_env={"gateway": dict.fromkeys(LIMITS, "0")})
    async with Suite(options, report=lambda _: None) as suite, open_session() as session:
        groups = _process_groups(suite)
        idle_mb = resident_mb([os.getpid()])
        outside = OutsideWorld(session, suite.sandbox_url)
        people = await outside.people(count=CUSTOMERS, archetype="good", seed=7)
        prepared = await _prepare(session, suite, outside, people)
        before = {name: cpu_seconds(pids) for name, pids in groups.items()}
        started = time.perf_counter()
        waits = await _draw_all(prepared)
        await _until_booked(suite, len(prepared))
        elapsed = time.perf_counter() - started
        spent = {name: cpu_seconds(pids) - before[name] for name, pids in groups.items()}
        floor = await _rail_floor(session, suite.sandbox_url, people[0])
        sync_us = fdatasync_us(data_dir)
    count = len(prepared)
    shares = {f"cpu_ms_{name}": round(used / count * 1000, 2) for name, used in spent.items()}
    return BenchResult(
        name="drawdown",
        rate=round(count / elapsed, 1),
        unit="drawdowns/s",
        cpu_us_per_op=round(sum(spent.values()) / count * 1e6, 1),
        p50_ms=round(percentile_ms(waits, 0.50), 1),
        p99_ms=round(percentile_ms(waits, 0.99), 1),
        limit_rate=round(floor, 1),
        ratio=round(count / elapsed / floor, 4),
        fdatasync_us=round(sync_us, 1),
        loadavg=load_average(),
        notes={"drawdowns": count, "suite_idle_mb": round(idle_mb, 0), **shares},
    )


def _process_groups(suite: Suite) -> dict[str, list[int]]:
    """Process ids by name: each service, the sandbox and both servers."""
    groups = {name: [process.pid] for name, process in suite.processes.items() if process.pid}
    assert suite.postgres is not None
    assert suite.nats is not None
    groups["postgres"] = [suite.postgres.pid]
    groups["nats"] = [suite.nats.pid]
    return groups


async def _prepare(
    session: aiohttp.ClientSession, suite: Suite, outside: OutsideWorld, people: list[Any]
) -> list[tuple[Customer, Any]]:
    """Customers who got a credit line, with a signed contract each."""
    turn = asyncio.Semaphore(AT_ONCE)

    async def one(number: int, person: Any) -> tuple[Customer, Any] | None:
        async with turn:
            app = App(session, suite.gateway_url, "en")
            customer = Customer(app, outside, person, device_id=f"bench-{number}")
            await customer.log_in()
            await customer.consent()
            await customer.register()
            await customer.bind_card()
            decision = await customer.apply(INCOME_MINOR)
        if decision["outcome"] != "APPROVED":
            return None
        return customer, await customer.prepare(AMOUNT_MINOR, 5)

    made = await asyncio.gather(*(one(number, person) for number, person in enumerate(people)))
    return [pair for pair in made if pair is not None]


async def _draw_all(prepared: list[tuple[Customer, Any]]) -> list[float]:
    """Draw for everyone, some at once; the seconds from the RPC to PAID."""
    turn = asyncio.Semaphore(AT_ONCE)

    async def one(customer: Customer, contract: Any) -> float:
        async with turn:
            started = time.perf_counter()
            drawdown_id = await customer.draw(contract)
            await customer.drawdown_is(drawdown_id, "PAID")
            return time.perf_counter() - started

    return list(await asyncio.gather(*(one(*pair) for pair in prepared)))


async def _until_booked(suite: Suite, count: int) -> None:
    connection = await asyncpg.connect(suite.database_url("repayment"))
    try:
        async with asyncio.timeout(SETTLE_WITHIN_S):
            booked = "select count(*) from ledger_entry"
            while await connection.fetchval(booked) < count:  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.02)
    finally:
        await connection.close()


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
