"""Start here: customer care. `python -m services.support [migrate]`."""

import os
import sys
from pathlib import Path

from chassis import log, migrations, process
from chassis.authentication import TokenVerifier
from chassis.command import Execute
from chassis.database import Pool, open_pool
from chassis.event_bus import connect
from chassis.executor import Executor
from chassis.grpc_server import GrpcServer, grpc_server
from chassis.observability import ObservabilityServer
from chassis.personal_data import BlindIndex, CustomerKeys
from chassis.ports import calendar_date, new_id, utc_now
from chassis.relay import run_relay
from chassis.settings import load
from services.support import grpc_api, policy_file, published_events
from services.support.personal_fields import PersonalFields
from services.support.repository import TABLES, Repository
from services.support.settings import Settings
from services.support.use_cases import SupportUseCases

MIGRATIONS = Path(__file__).parent / "migrations"


async def serve() -> None:
    """Serve until SIGTERM."""
    settings = load(Settings, os.environ)
    log.configure("support", settings.environment, level=settings.log_level)
    async with open_pool(settings.database_url) as pool:
        executor = Executor(
            pool,
            tables=TABLES,
            announce=published_events.to_message,
            clock=utc_now,
            new_id=new_id,
        )
        await process.run(
            rpc_server(settings, pool, executor),
            executor.run(),
            relay(settings, pool),
            ObservabilityServer(
                settings.observability_address,
                ready_when={"database": lambda: pool.fetchval("select 1")},
            ),
        )


def rpc_server(settings: Settings, pool: Pool, execute: Execute) -> GrpcServer:
    """The objects behind the RPCs."""
    policies = policy_file.read_policy(settings.support_policy_file or policy_file.DEFAULT)
    policies.on(calendar_date(utc_now()))  # a policy of the future stops the process, no customer
    support = SupportUseCases(
        execute=execute,
        reads=Repository(pool),
        personal=PersonalFields(
            CustomerKeys(settings.field_key_file), BlindIndex(settings.blind_index_key_file)
        ),
        policies=policies,
        clock=utc_now,
        new_id=new_id,
    )
    return grpc_server(
        settings.grpc_address,
        grpc_api.registrations(support),
        area="support",
        verifier=TokenVerifier(settings.public_keys_dir),
        environment=settings.environment,
    )


async def relay(settings: Settings, pool: Pool) -> None:
    """Bring events to the bus; complaints are taken while it is away, also at the start."""
    async with connect(settings.nats_url, service="support") as bus:
        await run_relay(pool, bus)


async def migrate() -> None:
    """Bring the database up to date."""
    settings = load(Settings, os.environ)
    await migrations.apply(settings.database_url, MIGRATIONS)


if __name__ == "__main__":
    sys.exit(process.main(serve, {"migrate": migrate}))
