"""Start here: settings -> connections -> objects -> serve. `migrate` and `quote FILE` beside it."""

import os
import sys
from pathlib import Path

from services.repayment import vector_file

MIGRATIONS = Path(__file__).parent / "migrations"


async def serve() -> None:
    """Run the repayment service until it is asked to stop."""
    import aiohttp
    from granary.repayment.v1 import end_of_day_service_pb2_grpc as eod_rpc
    from granary.repayment.v1 import repayment_service_pb2_grpc as rpc

    from chassis import log
    from chassis.authentication import TokenSigner, TokenVerifier
    from chassis.bank_rail import BankRail
    from chassis.database import open_pool
    from chassis.event_bus import connect
    from chassis.executor import PACE_S, open_executor
    from chassis.grpc_client import PeerChannel
    from chassis.grpc_server import grpc_server
    from chassis.observability import ObservabilityServer
    from chassis.ports import new_id, utc_now
    from chassis.process import run
    from chassis.relay import run_relay
    from chassis.settings import load
    from services.repayment.collecting import assemble as assemble_collecting
    from services.repayment.document_parts import document_parts
    from services.repayment.end_of_day_parts import end_of_day_parts
    from services.repayment.event_handlers import (
        END_OF_DAY,
        ONE_BY_ONE,
        end_of_day_handlers,
    )
    from services.repayment.following import Following
    from services.repayment.grpc_api.business_days import RepaymentInternalApi
    from services.repayment.grpc_api.loans import RepaymentApi
    from services.repayment.identity_client import IdentityClient
    from services.repayment.late_parts import late_parts
    from services.repayment.ledger_parts import ledger_parts
    from services.repayment.plan_change_parts import plan_change_parts
    from services.repayment.policy_file import DEFAULT, read_books_policy, read_policy
    from services.repayment.published_events import announcer
    from services.repayment.repository import TABLES, Repository
    from services.repayment.settings import Settings
    from services.repayment.use_cases.loans import LoanUseCases

    settings = load(Settings, os.environ)
    log.configure("repayment", settings.environment, level=settings.log_level)
    policies = read_policy(
        settings.repayment_policy_file or DEFAULT,
        keep_debit_hours=settings.environment == "production"
        if settings.keep_debit_hours is None
        else settings.keep_debit_hours,
    )
    signer = TokenSigner("repayment", settings.signing_key_file)
    async with (
        # Beside the calls: the relay, the queue of commands, a close and a chunk of another.
        open_pool(settings.database_url, max_size=8) as pool,
        connect(settings.nats_url, service="repayment") as bus,
        open_executor(
            pool,
            tables=TABLES,
            announce=announcer(utc_now),
            clock=utc_now,
            new_id=new_id,
            pace_s=PACE_S,
        ) as executor,
        PeerChannel(settings.identity_address, token=signer.service_token) as identity,
        aiohttp.ClientSession() as session,
    ):
        repository = Repository(pool)
        execute = Following(executor, executor.execute_many, read_books_policy())
        cards = IdentityClient(identity)
        rail = BankRail(session, settings.bank_rail_url, timeout_s=settings.bank_rail_timeout_s)
        loans = LoanUseCases(
            execute=execute,
            books=repository,
            cards=cards,
            policies=policies,
            clock=utc_now,
            new_id=new_id,
        )
        collecting = assemble_collecting(
            execute=execute,
            pool=pool,
            books=repository,
            cards=cards,
            rail=rail,
            policies=policies,
            clock=utc_now,
            new_id=new_id,
            settings=settings,
        )
        late = late_parts(pool, execute, repository, policies)
        books = ledger_parts(
            pool,
            execute=execute,
            rail=rail,
            incoming=collecting.incoming.money,
            repository=repository,
            clock=utc_now,
        )
        papers = document_parts(
            pool,
            execute=execute,
            books=repository,
            clock=utc_now,
            new_id=new_id,
            policy_file=settings.document_policy_file,
        )
        closing = end_of_day_parts(
            pool,
            execute,
            settings=settings,
            policies=policies,
            more_steps=(*late.steps, *books.steps),
            clock=utc_now,
            new_id=new_id,
        )
        await closing.jobs.open_first_day(settings.first_business_date)
        await run(
            grpc_server(
                settings.grpc_address,
                (
                    (rpc.add_RepaymentServiceServicer_to_server, RepaymentApi(loans)),
                    (
                        rpc.add_RepaymentInternalServiceServicer_to_server,
                        RepaymentInternalApi(
                            repository=repository,
                            reconciliations=books.reconciliations,
                            jobs=closing.jobs,
                            clock=utc_now,
                        ),
                    ),
                    *books.services,
                    *collecting.services(bus),
                    *late.services,
                    *plan_change_parts(
                        pool,
                        execute=execute,
                        repository=repository,
                        policies=policies,
                        incoming=collecting.incoming.money,
                        clock=utc_now,
                        new_id=new_id,
                    ).services,
                    (eod_rpc.add_EndOfDayInternalServiceServicer_to_server, closing.api),
                    *papers.services,
                ),
                area="repayment",
                verifier=TokenVerifier(settings.public_keys_dir),
                environment=settings.environment,
            ),
            *collecting.consumers(bus, loans),
            bus.consume(END_OF_DAY, end_of_day_handlers(closing.chunks), ONE_BY_ONE),
            *(bus.consume(name, handlers) for name, handlers in late.consumers.items()),
            papers.consumer(bus),
            run_relay(pool, bus),
            ObservabilityServer(
                settings.observability_address,
                ready_when={"database": lambda: pool.fetchval("select 1")},
            ),
        )


async def migrate() -> None:
    """Bring this service's database up to date."""
    from chassis.migrations import apply
    from chassis.settings import text_of

    # Migrating needs no other setting than the database.
    await apply(text_of("GRANARY_DATABASE_URL", os.environ), MIGRATIONS)


def main() -> int:
    """The exit status of `python -m services.repayment [migrate | quote FILE]`."""
    if sys.argv[1:2] == ["quote"]:
        return vector_file.main(sys.argv[2:])
    from chassis import process

    return process.main(serve, {"migrate": migrate})


if __name__ == "__main__":
    sys.exit(main())
