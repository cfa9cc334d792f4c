"""Start here: what we lend and on what terms. `python -m services.lending [migrate]`."""

import asyncio
import os
import secrets
import sys
from pathlib import Path

import aiohttp

from chassis import log, migrations, process
from chassis.authentication import TokenSigner, TokenVerifier
from chassis.bank_rail import BankRail
from chassis.database import open_pool
from chassis.event_bus import Bus, connect
from chassis.executor import PACE_S, Executor
from chassis.grpc_client import PeerChannel
from chassis.grpc_server import GrpcServer, grpc_server
from chassis.observability import ObservabilityServer
from chassis.personal import Personal
from chassis.personal_data import CustomerKeys
from chassis.ports import calendar_date, new_id, utc_now
from chassis.relay import run_relay
from chassis.sealed_pdf import Sealer, file_signer, http_timestamper, read_trust
from chassis.settings import load, text_of
from services.lending import decide_command, grpc_api, published_events
from services.lending.bank_rail_client import PayoutRailClient
from services.lending.contract_files import ContractSeals, DocumentVault, PdfPapers
from services.lending.credit_bureau_client import CreditBureauClient
from services.lending.event_handlers import event_handlers, sealing_handlers
from services.lending.grpc_api_models import registration
from services.lending.identity_client import IdentityClient
from services.lending.model_scorer import ModelScorer
from services.lending.monitoring_client import MonitoringClient
from services.lending.policy_file import (
    read_decisions,
    read_policies,
    read_related_parties,
    read_score_policy,
    require_own_lender,
)
from services.lending.policy_repository import PolicyRepository
from services.lending.post_loan_repository import PostLoanRepository
from services.lending.repayment_client import RepaymentClient
from services.lending.repository import TABLES, LendingRepository
from services.lending.score_models import open_models, open_scorer
from services.lending.settings import Settings
from services.lending.template_files import read_templates
from services.lending.use_cases.assembly import Lending, Surroundings, assemble
from services.lending.use_cases.models import Models

PPM = 1_000_000
MIGRATIONS = Path(__file__).parent / "migrations"


async def serve() -> None:
    """Serve until SIGTERM."""
    settings = load(Settings, os.environ)
    log.configure("lending", settings.environment, level=settings.log_level)
    policies = read_policies(settings.lending_policy_dir)
    first_day = settings.first_business_date or calendar_date(utc_now())
    decisions = read_decisions(settings.lending_policy_dir)
    for product_code in policies.products:
        # What cannot be used, and a rule that fails its examples, stops the process, no customer.
        decisions.of(policies.on(first_day, product_code), first_day)
    if settings.environment == "production":
        require_own_lender(policies, first_day)
    scorer = open_scorer(settings, first_day)
    token = TokenSigner("lending", settings.signing_key_file).service_token
    async with (
        open_pool(settings.database_url) as pool,
        connect(settings.nats_url, service="lending") as bus,
        aiohttp.ClientSession() as http,
        PeerChannel(settings.identity_address, token=token) as identity,
        PeerChannel(settings.repayment_address, token=token) as repayment,
        PeerChannel(settings.monitoring_address, token=token) as monitoring,
    ):
        executor = Executor(
            pool,
            tables=TABLES,
            announce=published_events.to_message,
            clock=utc_now,
            new_id=new_id,
            pace_s=PACE_S,
        )
        lending = assemble(
            Surroundings(
                execute=executor,
                reads=LendingRepository(pool),
                identity=IdentityClient(identity),
                bureau=CreditBureauClient(http, settings.credit_bureau_url),
                scorer=scorer,
                schedules=RepaymentClient(repayment),
                papers=PdfPapers(),
                seals=seals(settings, http, policies.on(first_day).lender_name),
                vault=DocumentVault(CustomerKeys(settings.field_key_file)),
                monitoring=MonitoringClient(
                    monitoring, timeout_s=settings.screening_timeout_ms / 1000
                ),
                rail=PayoutRailClient(
                    BankRail(http, settings.bank_rail_url, timeout_s=settings.rail_timeout_s)
                ),
                policies=policies,
                policy_reads=PolicyRepository(pool),
                post_loan_reads=PostLoanRepository(pool),
                decisions=decisions,
                related=read_related_parties(settings.lending_policy_dir),
                templates=read_templates(),
                first_business_date=first_day,
                clock=utc_now,
                new_id=new_id,
                roll_ppm=lambda: secrets.randbelow(PPM),
            )
        )
        await lending.days.read_policies()
        models = open_models(
            settings,
            scorer,
            pool=pool,
            execute=executor,
            days=lending.days,
            clock=utc_now,
        )
        await models.refresh()
        await process.run(
            rpc_server(settings, lending, models),
            consume(bus, lending),
            models.follow(),
            lending.runner.run(),
            lending.held.run(),
            executor.run(),
            run_relay(pool, bus),
            ObservabilityServer(
                settings.observability_address,
                ready_when={"database": lambda: pool.fetchval("select 1")},
            ),
        )


def seals(settings: Settings, http: aiohttp.ClientSession, lender_name: str) -> ContractSeals:
    """The lender's seal; a key in hardware is another signer here."""
    sealer = Sealer(
        file_signer(settings.seal_key_file, settings.seal_certificate_file),
        http_timestamper(http, settings.timestamp_url, settings.timestamp_timeout_s),
        read_trust(settings.seal_trust_file),
    )
    return ContractSeals(sealer, lender_name)


def rpc_server(settings: Settings, lending: Lending, models: Models) -> GrpcServer:
    """The RPCs over the use cases."""
    return grpc_server(
        settings.grpc_address,
        [*grpc_api.registrations(lending, utc_now), registration(models)],
        area="lending",
        verifier=TokenVerifier(settings.public_keys_dir),
        environment=settings.environment,
        largest_file_bytes=grpc_api.LARGEST_FILE_BYTES,
    )


async def consume(bus: Bus, lending: Lending) -> None:
    """Hand events to their use cases until cancelled."""
    handlers = {
        **event_handlers(
            drawdowns=lending.drawdowns,
            days=lending.days,
            lines=lending.lines,
            checks=lending.checks,
            reviews=lending.reviews,
            rescoring=lending.rescoring,
            clock=utc_now,
        ),
        **sealing_handlers(lending.contracts),
    }
    async with asyncio.TaskGroup() as consumers:
        for consumer, of_consumer in handlers.items():
            consumers.create_task(bus.consume(consumer, of_consumer), name=consumer)


async def migrate() -> None:
    """Bring the database up to date; nothing else of the settings is needed."""
    await migrations.apply(text_of("GRANARY_DATABASE_URL", os.environ), MIGRATIONS)


def main() -> int:
    """The exit status of `python -m services.lending [migrate | decide FILE | related-party]`."""
    match sys.argv[1:]:
        case ["decide", *arguments]:
            day = calendar_date(utc_now())
            return decide_command.main(
                arguments, ModelScorer(read_score_policy().on(day).roles), day
            )
        case ["related-party", id_number]:
            digest = read_related_parties().digest_of(Personal(id_number))
            print(digest)  # noqa: T201 - a command's own output
            return 0
    return process.main(serve, {"migrate": migrate})


if __name__ == "__main__":
    sys.exit(main())
