"""The repayment service on real PostgreSQL, NATS, gRPC and rail, as the tests get it."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from uuid import UUID

import aiohttp
import pytest

from chassis.database import open_pool
from chassis.event_bus import connect
from chassis.executor import open_executor
from chassis.grpc_server import grpc_server
from chassis.ports import new_id, utc_now
from chassis.relay import run_relay
from services.repayment.__main__ import MIGRATIONS
from services.repayment.domain.loan import Loan
from services.repayment.published_events import announcer
from services.repayment.repository import TABLES
from tests.builders.tokens import Issuers
from tests.conftest import FreshDatabase
from tests.integration.repayment.clients import Clients, services_of
from tests.integration.repayment.suite import Suite
from tests.integration.repayment.told import FIRST_DAY, a_paid_drawdown
from tests.integration.repayment.waiting import running
from tests.integration.sandbox.conftest import SandboxProcess, World


@pytest.fixture
async def sandbox(tmp_path: Path) -> AsyncIterator[SandboxProcess]:
    process = SandboxProcess(tmp_path / "sandbox")
    await process.start()
    yield process
    await process.stop()


@pytest.fixture
async def world(sandbox: SandboxProcess) -> AsyncIterator[World]:
    async with aiohttp.ClientSession() as session:
        yield World(session, sandbox)


@pytest.fixture
async def quiet_suite(
    fresh_database: FreshDatabase, nats_url: str, world: World
) -> AsyncIterator[Suite]:
    """The service without its consumer: events go out, nothing comes in by itself."""
    async with AsyncExitStack() as stack:
        url = await fresh_database(MIGRATIONS)
        pool = await stack.enter_async_context(open_pool(url))
        bus = await stack.enter_async_context(connect(nats_url, service="repayment"))
        suite = Suite(url, pool, bus, world.sandbox.url, world.session)
        suite.wire(
            await stack.enter_async_context(
                open_executor(
                    pool, tables=TABLES, announce=announcer(utc_now), clock=utc_now, new_id=new_id
                )
            )
        )
        await bus.ensure_streams()
        await suite.jobs.open_first_day(FIRST_DAY)
        await stack.enter_async_context(running(run_relay(pool, bus)))
        yield suite


@pytest.fixture
async def suite(quiet_suite: Suite) -> AsyncIterator[Suite]:
    """The whole service, consuming."""
    async with quiet_suite.consuming():
        yield quiet_suite


@pytest.fixture
async def loan(suite: Suite, world: World) -> Loan:
    """10,000.00 over ten months, paid out to a card of the rail that has money."""
    event = a_paid_drawdown()
    suite.cards.tokens[UUID(event.card_id)] = await world.card()
    await suite.publish(event)
    opened = await suite.loan_of(event)
    await suite.pay_out(opened)
    return opened


@pytest.fixture
async def clients(suite: Suite, tmp_path: Path) -> AsyncIterator[Clients]:
    (tmp_path / "keys").mkdir()
    issuers = Issuers(tmp_path / "keys")
    server = grpc_server(
        "127.0.0.1:0", services_of(suite), area="repayment", verifier=issuers.verifier()
    )
    await server.start()
    async with AsyncExitStack() as stack:
        yield Clients(f"127.0.0.1:{server.port}", issuers, stack)
    await server.stop(0)
