"""Start here: who the customer is. `python -m services.identity [migrate]`."""

import os
import sys
from pathlib import Path

import aiohttp

from chassis import log, migrations, process
from chassis.authentication import TokenSigner, TokenVerifier
from chassis.bank_rail import BankRail
from chassis.database import Pool, open_pool
from chassis.event_bus import SubscriptionOptions, connect
from chassis.executor import Executor
from chassis.grpc_server import GrpcServer, grpc_server
from chassis.observability import ObservabilityServer
from chassis.personal_data import BlindIndex, CustomerKeys
from chassis.ports import IdSource, utc_now
from chassis.relay import run_relay
from chassis.settings import load
from services.identity import event_handlers, grpc_api, policy_file, published_events
from services.identity.business_register_client import BusinessRegisterClient
from services.identity.domain.notice import Language
from services.identity.id_authority_client import IdAuthorityClient
from services.identity.personal_fields import PersonalFields
from services.identity.repository import TABLES, Repository
from services.identity.settings import Settings
from services.identity.sms_client import SmsClient
from services.identity.use_cases.businesses import Businesses
from services.identity.use_cases.cards import Cards
from services.identity.use_cases.consents import Consents
from services.identity.use_cases.customers import Customers
from services.identity.use_cases.intent_codes import IntentCodes
from services.identity.use_cases.notices import Notices
from services.identity.use_cases.one_time_codes import OneTimeCodes
from services.identity.use_cases.ports import Shell
from services.identity.use_cases.registrations import Registrations
from services.identity.use_cases.sessions import Sessions

MIGRATIONS = Path(__file__).parent / "migrations"


async def serve() -> None:
    """Serve until SIGTERM."""
    settings = load(Settings, os.environ)
    log.configure("identity", settings.environment, level=settings.log_level)
    async with (
        open_pool(settings.database_url) as pool,
        connect(settings.nats_url, service="identity") as bus,
        aiohttp.ClientSession() as http,
    ):
        executor = Executor(
            pool,
            tables=TABLES,
            announce=published_events.to_message,
            clock=utc_now,
            new_id=IdSource(),
        )
        await process.run(
            rpc_server(settings, pool, executor, http),
            bus.consume(
                event_handlers.CONSUMER,
                event_handlers.event_handlers(notices(settings, pool, executor, http)),
                SubscriptionOptions(max_ack_pending=event_handlers.MOST_WAITING),
            ),
            executor.run(),
            run_relay(pool, bus),
            ObservabilityServer(
                settings.observability_address,
                ready_when={"database": lambda: pool.fetchval("select 1")},
            ),
        )


def rpc_server(
    settings: Settings, pool: Pool, executor: Executor, http: aiohttp.ClientSession
) -> GrpcServer:
    """The objects behind the RPCs."""
    shell = shell_of(settings, pool, executor)
    timeout_s = settings.partner_timeout_s
    sms = SmsClient(http, settings.sms_url, timeout_s)
    consents = Consents(shell)
    use_cases = grpc_api.UseCases(
        one_time_codes=OneTimeCodes(shell, sms),
        intent_codes=IntentCodes(shell, sms),
        sessions=Sessions(shell, TokenSigner("identity", settings.signing_key_file)),
        registrations=Registrations(
            shell, IdAuthorityClient(http, settings.id_authority_url, timeout_s)
        ),
        cards=Cards(shell, BankRail(http, settings.bank_rail_url, timeout_s=timeout_s)),
        consents=consents,
        customers=Customers(shell, consents),
        businesses=Businesses(
            shell, BusinessRegisterClient(http, settings.id_authority_url, timeout_s)
        ),
    )
    return grpc_server(
        settings.grpc_address,
        grpc_api.registrations(use_cases, shell.personal, utc_now),
        area="identity",
        verifier=TokenVerifier(settings.public_keys_dir),
        environment=settings.environment,
    )


def notices(
    settings: Settings, pool: Pool, executor: Executor, http: aiohttp.ClientSession
) -> Notices:
    """What sends the messages that other areas ask for."""
    sms = SmsClient(http, settings.sms_url, settings.partner_timeout_s)
    return Notices(shell_of(settings, pool, executor), sms, Language(settings.notice_language))


def shell_of(settings: Settings, pool: Pool, executor: Executor) -> Shell:
    """What every use case stands on."""
    personal = PersonalFields(
        CustomerKeys(settings.field_key_file), BlindIndex(settings.blind_index_key_file)
    )
    return Shell(
        execute=executor,
        reads=Repository(pool),
        personal=personal,
        policies=policy_file.read_policy(settings.policy_file or policy_file.DEFAULT),
        clock=utc_now,
        new_id=IdSource(),
        new_seed=os.urandom,
    )


async def migrate() -> None:
    """Bring the database up to date."""
    settings = load(Settings, os.environ)
    await migrations.apply(settings.database_url, MIGRATIONS)


if __name__ == "__main__":
    sys.exit(process.main(serve, {"migrate": migrate}))
