"""Any process, PostgreSQL and NATS are killed or away in the middle of drawdowns and day closes.

Afterwards everything is final and every invariant holds: nothing lost, nothing twice.
"""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import date
from typing import Any

import pytest
import pytest_asyncio

from cli.suite.plan import SERVICES
from tests.builders.whole_suite import World, become_true, hand_out_again

pytestmark = pytest.mark.asyncio(loop_scope="module")

PROCESSES = ("sandbox", *SERVICES, "gateway")
SERVERS = ("postgres", "nats")
AWAY_S = 1.0
DRAWS_EACH = 2

Fault = Callable[[World, str], Coroutine[Any, Any, None]]


async def kill(world: World, name: str) -> None:
    """As kill -9 would; returns when it is back."""
    if name in SERVERS:
        server = {"postgres": world.suite.postgres, "nats": world.suite.nats}[name]
        assert server is not None
        before = server.pid
        {"postgres": world.suite.kill_postgres, "nats": world.suite.kill_nats}[name]()
        await become_true(lambda: server.running and server.pid != before)
        await world.suite.wait_ready()
        await hand_out_again(world.suite.nats_url)
    else:
        crashes = world.suite.processes[name].crashes
        world.suite.kill(name)
        await world.back_after_crash(name, crashes)


async def take_away(world: World, name: str) -> None:
    """Stop a server in order and start it again a moment later."""
    suite = world.suite
    stop, start = {
        "postgres": (suite.stop_postgres, suite.start_postgres),
        "nats": (suite.stop_nats, suite.start_nats),
    }[name]
    await stop()
    await asyncio.sleep(AWAY_S)
    await start()
    await suite.wait_ready()
    await hand_out_again(world.suite.nats_url)


FAULTS = [
    *(pytest.param(kill, name, id=f"kill-{name}") for name in (*PROCESSES, *SERVERS)),
    *(pytest.param(take_away, name, id=f"stop-{name}") for name in SERVERS),
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def prepared(world: World) -> World:
    """With signed contracts for every test of drawdowns."""
    await world.prepare(len(FAULTS) * DRAWS_EACH)
    return world


@pytest.mark.parametrize(("fault", "name"), FAULTS)
async def test_drawdowns_under_way_are_all_paid_once(
    prepared: World, fault: Fault, name: str
) -> None:
    takers = [prepared.take() for _ in range(DRAWS_EACH)]

    first = await takers[0].customer.draw(takers[0].contract)
    breaking = asyncio.create_task(fault(prepared, name))
    others = [await taker.customer.draw(taker.contract) for taker in takers[1:]]
    await breaking

    for taker, drawdown_id in zip(takers, (first, *others), strict=True):
        drawdown = await taker.customer.drawdown_is(drawdown_id, "PAID", "REFUSED")
        assert drawdown["status"] == "PAID"
        await taker.customer.loan_opened(drawdown_id)
    await prepared.assert_every_invariant_holds()


@pytest.mark.parametrize(("fault", "name"), FAULTS)
async def test_days_being_closed_are_closed_once_and_in_order(
    prepared: World, fault: Fault, name: str
) -> None:
    until = await prepared.days_from_today(5)
    one_closed = asyncio.Event()

    closing = asyncio.create_task(prepared.close_days(until, one_closed))
    await one_closed.wait()
    await fault(prepared, name)
    await closing

    assert await prepared.desk.business_date() == until
    await prepared.assert_every_invariant_holds()


async def test_instalments_due_while_the_servers_are_killed_are_collected_once(
    prepared: World,
) -> None:
    customer = await prepared.customer()
    loan_id = await prepared.drawn(customer, await prepared.contract(customer))
    due_on = date.fromisoformat((await customer.loan(loan_id))["next_due_on"])
    await prepared.close_days(due_on.isoformat())

    for name in SERVERS:
        await kill(prepared, name)

    await prepared.assert_every_invariant_holds()
    assert (await customer.loan(loan_id))["outstanding_principal_minor"] == 40_000
