"""Start here: settings -> connections -> objects -> serve. `migrate` brings the database up."""

import asyncio
import os
import sys
from pathlib import Path

import structlog
from granary.monitoring.v1 import monitoring_service_pb2_grpc as rpc

from chassis import log, migrations, process
from chassis.authentication import TokenVerifier
from chassis.database import open_pool
from chassis.event_bus import connect
from chassis.executor import PACE_S, Executor
from chassis.grpc_server import grpc_server
from chassis.observability import ObservabilityServer
from chassis.ports import new_id, utc_now
from chassis.relay import run_relay
from chassis.settings import load
from services.monitoring.alert_feed import AlertFeed
from services.monitoring.event_handlers import MonitoringEventHandlers
from services.monitoring.grpc_api import MonitoringApi, MonitoringInternalApi
from services.monitoring.policy_file import DEFAULT, read_rules
from services.monitoring.published_events import to_message
from services.monitoring.repository import TABLES, MonitoringRepository
from services.monitoring.settings import Settings
from services.monitoring.use_cases import MonitoringUseCases

SERVICE = "monitoring"
FORGET_EVERY_S = 600.0
lines = structlog.get_logger(__name__)


async def serve() -> None:
    settings = load(Settings, os.environ)
    log.configure(SERVICE, settings.environment, level=settings.log_level)
    rules = read_rules(settings.rules_file or DEFAULT)
    async with (
        open_pool(settings.database_url) as pool,
        connect(settings.nats_url, service=SERVICE) as bus,
    ):
        execute = Executor(
            pool,
            tables=TABLES,
            announce=to_message,
            clock=utc_now,
            new_id=new_id,
            pace_s=PACE_S,
        )
        alerts, feed = MonitoringRepository(pool), AlertFeed()
        monitoring = MonitoringUseCases(
            execute=execute, store=alerts, rules=rules, feed=feed, clock=utc_now, new_id=new_id
        )
        # Nothing listens before the windows are whole, so nobody is judged by half of them.
        lines.info("monitoring.rebuilt", observations=await monitoring.rebuild())
        api = MonitoringApi(monitoring=monitoring, alerts=alerts, feed=feed, clock=utc_now)
        internal = MonitoringInternalApi(monitoring)
        await process.run(
            grpc_server(
                settings.grpc_address,
                [
                    (rpc.add_MonitoringServiceServicer_to_server, api),
                    (rpc.add_MonitoringInternalServiceServicer_to_server, internal),
                ],
                area=SERVICE,
                verifier=TokenVerifier(settings.public_keys_dir),
                environment=settings.environment,
            ),
            bus.consume(SERVICE, MonitoringEventHandlers(monitoring).as_dict()),
            execute.run(),
            run_relay(pool, bus),
            forget_regularly(monitoring),
            ObservabilityServer(
                settings.observability_address,
                # Screening works without the bus, so its loss does not take us out of service.
                ready_when={"database": lambda: pool.fetchval("select 1")},
            ),
        )


async def forget_regularly(monitoring: MonitoringUseCases) -> None:
    """Keep memory to what the rules can reach."""
    while True:
        await asyncio.sleep(FORGET_EVERY_S)
        monitoring.forget()


async def migrate() -> None:
    """Bring the database up to date, then end."""
    settings = load(Settings, os.environ)
    await migrations.apply(settings.database_url, Path(__file__).parent / "migrations")


if __name__ == "__main__":
    sys.exit(process.main(serve, {"migrate": migrate}))
