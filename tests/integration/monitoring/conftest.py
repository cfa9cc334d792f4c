"""The monitoring service on real PostgreSQL, NATS and gRPC."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import grpc
import pytest
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from granary.monitoring.v1 import monitoring_service_pb2 as pb
from granary.monitoring.v1 import monitoring_service_pb2_grpc as rpc

from chassis.database import Pool, open_pool
from chassis.event_bus import Bus, Outgoing, SubscriptionOptions, connect
from chassis.executor import open_executor
from chassis.grpc_server import grpc_server
from chassis.outbox import subject_of
from chassis.ports import new_id, utc_now
from chassis.relay import run_relay
from chassis.streams import stream_of
from services.monitoring.alert_feed import AlertFeed
from services.monitoring.event_handlers import MonitoringEventHandlers
from services.monitoring.grpc_api import MonitoringApi, MonitoringInternalApi
from services.monitoring.policy_file import read_rules
from services.monitoring.published_events import to_message
from services.monitoring.repository import TABLES, MonitoringRepository
from services.monitoring.use_cases import MonitoringUseCases
from tests.builders.tokens import Issuers
from tests.conftest import FreshDatabase

MIGRATIONS = Path(__file__).parents[3] / "services" / "monitoring" / "migrations"
QUICK = SubscriptionOptions(first_delay_s=0.02, longest_delay_s=0.1)


def now() -> Timestamp:
    instant = Timestamp()
    instant.FromDatetime(utc_now())
    return instant


class Desk:
    """One running monitoring service and those who speak to it."""

    _APPLIED = "select count(*) from inbox"

    def __init__(self, *, pool: Pool, bus: Bus, issuers: Issuers, port: int) -> None:
        self.pool = pool
        self.bus = bus
        self._issuers = issuers
        self.address = f"127.0.0.1:{port}"
        self.channel = grpc.aio.insecure_channel(self.address)
        self.for_staff = rpc.MonitoringServiceStub(self.channel)
        self.for_services = rpc.MonitoringInternalServiceStub(self.channel)

    def as_staff(self) -> dict[str, Any]:
        return self._as(self._issuers.of_staff("li.na"))

    def as_lending(self) -> dict[str, Any]:
        return self._as(self._issuers.of_service("lending"))

    @staticmethod
    def _as(token: str) -> dict[str, Any]:
        return {"metadata": (("authorization", f"Bearer {token}"),), "timeout": 30}

    async def screen(
        self,
        customer_id: UUID,
        *,
        request_id: UUID | None = None,
        drawdown_id: UUID | None = None,
        amount_minor: int = 100_000,
        card_id: UUID | None = None,
    ) -> Any:
        request = pb.ScreenRequest(
            request_id=str(request_id or new_id()),
            customer_id=str(customer_id),
            drawdown_id=str(drawdown_id or new_id()),
            amount_minor=amount_minor,
            card_id=str(card_id or customer_id),
            requested_at=now(),
        )
        reply = await self.for_services.Screen(request, **self.as_lending())
        return reply.verdict

    async def publish(self, event: Message, message_id: UUID | None = None) -> UUID:
        """Put an event on the bus as another service's relay does."""
        message_id = message_id or new_id()
        subject = subject_of(type(event))
        headers = {"ce-id": str(message_id), "ce-type": event.DESCRIPTOR.full_name}
        message = Outgoing(new_id(), subject, event.SerializeToString(), headers)
        await self.bus.publish(stream_of(subject), [message])
        return message_id

    async def alerts(self, **request: Any) -> list[Any]:
        page = await self.for_staff.ListAlerts(pb.ListAlertsRequest(**request), **self.as_staff())
        return list(page.alerts)

    async def alerts_are(self, count: int) -> list[Any]:
        async with asyncio.timeout(20):
            while len(alerts := await self.alerts()) < count:  # noqa: ASYNC110 - a row changes
                await asyncio.sleep(0.02)
        return alerts

    async def has_applied(self, count: int) -> None:
        """Wait until this many events have been taken in."""
        async with asyncio.timeout(20):
            while await self.pool.fetchval(self._APPLIED) < count:  # noqa: ASYNC110 - a row changes
                await asyncio.sleep(0.02)


@pytest.fixture
def issuers(tmp_path: Path) -> Issuers:
    return Issuers(tmp_path)


@pytest.fixture
async def database(fresh_database: FreshDatabase) -> str:
    return await fresh_database(MIGRATIONS)


@asynccontextmanager
async def a_desk(database: str, nats_url: str, issuers: Issuers) -> AsyncIterator[Desk]:
    async with AsyncExitStack() as stack:
        pool = await stack.enter_async_context(open_pool(database))
        bus = await stack.enter_async_context(connect(nats_url, service="monitoring"))
        await bus.ensure_streams()
        execute = await stack.enter_async_context(
            open_executor(pool, tables=TABLES, announce=to_message, clock=utc_now, new_id=new_id)
        )
        alerts, feed = MonitoringRepository(pool), AlertFeed()
        monitoring = MonitoringUseCases(
            execute=execute,
            store=alerts,
            rules=read_rules(),
            feed=feed,
            clock=utc_now,
            new_id=new_id,
        )
        await monitoring.rebuild()
        api = MonitoringApi(monitoring=monitoring, alerts=alerts, feed=feed, clock=utc_now)
        server = grpc_server(
            "127.0.0.1:0",
            [
                (rpc.add_MonitoringServiceServicer_to_server, api),
                (
                    rpc.add_MonitoringInternalServiceServicer_to_server,
                    MonitoringInternalApi(monitoring),
                ),
            ],
            area="monitoring",
            verifier=issuers.verifier(),
        )
        await server.start()
        stack.push_async_callback(server.stop, 0)
        handlers = MonitoringEventHandlers(monitoring).as_dict()
        tasks = [
            asyncio.create_task(bus.consume("monitoring", handlers, QUICK)),
            asyncio.create_task(run_relay(pool, bus)),
        ]
        desk = Desk(pool=pool, bus=bus, issuers=issuers, port=server.port)
        try:
            yield desk
        finally:
            await desk.channel.close()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


@pytest.fixture
def run_desk(database: str, nats_url: str, issuers: Issuers) -> Any:
    """`async with run_desk() as desk`: start the service, again after a restart if wished."""

    def run() -> Any:
        return a_desk(database, nats_url, issuers)

    return run


@pytest.fixture
async def desk(database: str, nats_url: str, issuers: Issuers) -> AsyncIterator[Desk]:
    async with a_desk(database, nats_url, issuers) as desk:
        yield desk
