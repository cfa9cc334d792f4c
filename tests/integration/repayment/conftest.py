"""The repayment service on real PostgreSQL, NATS, gRPC and rail; identity is a stand-in."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import aiohttp
import pytest
from google.protobuf.message import Message
from granary.lending.v1.events_pb2 import DrawdownPaid
from granary.repayment.v1 import collection_contact_service_pb2_grpc as contact_rpc
from granary.repayment.v1 import collection_service_pb2_grpc as collection_rpc
from granary.repayment.v1 import collection_task_service_pb2_grpc as task_rpc
from granary.repayment.v1 import credit_record_service_pb2_grpc as credit_rpc
from granary.repayment.v1 import dead_letter_service_pb2_grpc as letter_rpc
from granary.repayment.v1 import delinquency_service_pb2_grpc as late_rpc
from granary.repayment.v1 import hardship_service_pb2_grpc as hardship_rpc
from granary.repayment.v1 import interest_relief_service_pb2_grpc as relief_rpc
from granary.repayment.v1 import ledger_service_pb2_grpc as ledger_rpc
from granary.repayment.v1 import loan_adjustment_service_pb2_grpc as adjusting_rpc
from granary.repayment.v1 import plan_change_service_pb2_grpc as plan_rpc
from granary.repayment.v1 import repayment_service_pb2_grpc as rpc
from granary.repayment.v1 import settlement_service_pb2_grpc as settlement_rpc
from granary.repayment.v1 import statement_service_pb2_grpc as statement_rpc
from granary.repayment.v1 import suspense_service_pb2_grpc as suspense_rpc
from granary.repayment.v1.events_pb2 import DebitScheduled
from granary.repayment.v1.schedule_pb2 import REPAYMENT_METHOD_EQUAL_PRINCIPAL

from chassis.bank_rail import BankRail, PaymentInstruction
from chassis.command import Delivery, RequestKey
from chassis.database import Pool, open_pool
from chassis.event_bus import Bus, Outgoing, SubscriptionOptions, connect
from chassis.executor import open_executor
from chassis.grpc_client import PeerChannel
from chassis.grpc_server import grpc_server
from chassis.outbox import subject_of
from chassis.ports import new_id, utc_now
from chassis.relay import run_relay
from chassis.streams import stream_of
from services.repayment.__main__ import MIGRATIONS
from services.repayment.collection_queries import CollectionQueries
from services.repayment.daily_chunks import DailyChunks
from services.repayment.daily_jobs import DailyJobs
from services.repayment.daily_loan_steps import opening_steps
from services.repayment.daily_queries import DailyQueries
from services.repayment.daily_subsidies import Subsidies
from services.repayment.document_parts import document_parts
from services.repayment.domain.collection import Repayment, RepaymentKind, RepaymentStatus
from services.repayment.domain.loan import Loan
from services.repayment.end_of_day_queries import EndOfDayQueries
from services.repayment.event_handlers import debit_window_handlers, event_handlers
from services.repayment.following import Following
from services.repayment.grpc_api.business_days import RepaymentInternalApi
from services.repayment.grpc_api.collections import CollectionApi, CollectionInternalApi
from services.repayment.grpc_api.dead_letters import DeadLetterApi
from services.repayment.grpc_api.loans import RepaymentApi
from services.repayment.identity_client import BoundCard
from services.repayment.incoming_parts import incoming_parts
from services.repayment.late_parts import late_parts
from services.repayment.ledger_parts import LedgerParts, ledger_parts
from services.repayment.plan_change_parts import plan_change_parts
from services.repayment.policy_file import read_books_policy, read_policy
from services.repayment.proto_mapping import planned_try
from services.repayment.published_events import announcer
from services.repayment.repository import REPAYMENTS, TABLES, Repository
from services.repayment.use_cases.collections import CollectionUseCases
from services.repayment.use_cases.customer_credits import CustomerCredits
from services.repayment.use_cases.debit_tries import CONSUMER as DEBIT_WINDOW
from services.repayment.use_cases.debit_tries import DebitTries
from services.repayment.use_cases.loans import LoanUseCases, Repay
from services.repayment.use_cases.mandates import MandateUseCases
from tests.builders.tokens import Issuers
from tests.conftest import FreshDatabase
from tests.integration.sandbox.conftest import SandboxProcess, World

FIRST_DAY = date(2026, 11, 23)
QUICK = SubscriptionOptions(first_delay_s=0.02, longest_delay_s=0.1)


class FakeCards:
    """Stands in for identity: the cards that are bound, the consents withdrawn."""

    def __init__(self) -> None:
        self.tokens: dict[UUID, str] = {}
        self.withdrawn: set[UUID] = set()

    async def card(self, customer_id: UUID, card_id: UUID) -> BoundCard | None:
        token = self.tokens.get(card_id)
        return BoundCard(card_id, token) if token is not None else None

    async def owns_account(self, customer_id: UUID, account: str) -> bool:
        return account in self.tokens.values()

    async def agreed_to_auto_debit(self, customer_id: UUID) -> bool:
        return customer_id not in self.withdrawn


class Suite:
    """One repayment service, taken apart so that a test can reach every part."""

    def __init__(
        self, url: str, pool: Pool, bus: Bus, rail_url: str, session: aiohttp.ClientSession
    ) -> None:
        self.url = url
        self.pool = pool
        self.bus = bus
        self.repository = Repository(pool)
        self.queries = DailyQueries(pool)
        self.reads = CollectionQueries(pool)
        self.cards = FakeCards()
        self.rail = BankRail(session, rail_url, timeout_s=0.5)
        self.policies = read_policy(keep_debit_hours=False)
        self.books_policies = read_books_policy()
        self.at: datetime | None = None
        """The instant it is for the service; None for the real one."""
        self.following: Following
        self.debit_tries: DebitTries
        self.mandates: MandateUseCases
        self.credits: CustomerCredits
        self.loans: LoanUseCases
        self.collections: CollectionUseCases
        self.ledger: LedgerParts
        self.chunks: DailyChunks
        self.jobs: DailyJobs

    def wire(self, execute: Any) -> None:
        if hasattr(execute, "execute_many") and not isinstance(execute, Following):
            execute = Following(execute, execute.execute_many, self.books_policies)
            self.following = execute
        common = {"execute": execute, "clock": self.now, "new_id": new_id}
        self.execute = execute
        self.loans = LoanUseCases(
            **common, books=self.repository, cards=self.cards, policies=self.policies
        )
        self.mandates = MandateUseCases(
            execute=execute,
            books=self.repository,
            reads=self.reads,
            cards=self.cards,
            rail=self.rail,
            clock=self.now,
            first_wait_s=0.05,
            longest_wait_s=0.2,
        )
        self.collections = CollectionUseCases(
            **common,
            books=self.repository,
            cards=self.cards,
            rail=self.rail,
            mandates=self.mandates,
            keys=self.reads,
            policies=self.policies,
            first_wait_s=0.05,
            longest_wait_s=0.2,
        )
        self.credits = CustomerCredits(
            **common,
            reads=self.reads,
            days=self.repository,
            cards=self.cards,
            rail=self.rail,
            first_wait_s=0.05,
            longest_wait_s=0.2,
        )
        self.debit_tries = DebitTries(
            **common, books=self.repository, policies=self.policies, longest_sleep_s=0.1
        )
        self.late = late_parts(self.pool, execute, self.repository, self.policies)
        self.standings, self.delinquency = self.late.standings, self.late.delinquency
        self.incoming = incoming_parts(
            self.pool,
            **common,
            books=self.repository,
            cards=self.cards,
            rail=self.rail,
            first_wait_s=0.05,
            longest_wait_s=0.2,
        )
        self.ledger = ledger_parts(
            self.pool,
            execute=execute,
            rail=self.rail,
            incoming=self.incoming.money,
            repository=self.repository,
            clock=utc_now,
        )
        self.papers = document_parts(
            self.pool, execute=execute, books=self.repository, clock=utc_now, new_id=new_id
        )
        self.changing = plan_change_parts(
            self.pool,
            **common,
            repository=self.repository,
            policies=self.policies,
            incoming=self.incoming.money,
        )
        self.close_with(self.worker(execute))

    def close_with(self, chunks: DailyChunks) -> None:
        """Have days closed by a process that works on chunks like this."""
        self.chunks = chunks
        self.jobs = DailyJobs(
            execute=self.execute,
            days=self.repository,
            queries=self.queries,
            chunks=chunks,
            more_steps=(*self.late.steps, *self.ledger.steps),
            clock=self.now,
            new_id=new_id,
        )

    def now(self) -> datetime:
        return self.at or utc_now()

    def worker(self, execute: Any, name: str = "test", **more: Any) -> DailyChunks:
        """A process that works on chunks of the end of day."""
        steps = opening_steps(
            queries=self.queries,
            policies=self.policies,
            clock=self.now,
            new_id=new_id,
            subsidies=Subsidies(self.pool, self.books_policies),
        )
        fields = {
            "execute": execute,
            "days": self.repository,
            "reads": EndOfDayQueries(self.pool),
            "steps": steps,
            "clock": self.now,
            "new_id": new_id,
            "worker": name,
        }
        more.setdefault("execute_many", getattr(execute, "execute_many", None))
        return DailyChunks(**fields | more)

    async def publish(self, event: Message, message_id: UUID | None = None) -> None:
        """Put an event on the bus as another service's relay would."""
        message_id = message_id or new_id()
        headers = {
            "ce-id": str(message_id),
            "ce-type": event.DESCRIPTOR.full_name,
            "customer-id": event.customer_id,  # type: ignore[attr-defined]
        }
        subject = subject_of(type(event))
        payload = event.SerializeToString()
        await self.bus.publish(stream_of(subject), [Outgoing(new_id(), subject, payload, headers)])

    @asynccontextmanager
    async def consuming(self) -> AsyncIterator[None]:
        """Let events come in, as they do in a running service."""
        handlers = event_handlers(self.loans, self.collections, self.mandates, self.credits)
        waiting = debit_window_handlers(self.debit_tries)
        async with (
            AsyncExitStack() as more,
            running(self.papers.consumer(self.bus, QUICK)),
            running(self.incoming.consumer(self.bus, QUICK)),
            running(self.bus.consume("repayment", handlers, QUICK)),
            running(self.bus.consume(DEBIT_WINDOW, waiting, QUICK)),
        ):
            for name, late in self.late.consumers.items():
                await more.enter_async_context(running(self.bus.consume(name, late, QUICK)))
            yield

    async def start_planned(self, event: DebitScheduled) -> None:
        await self.debit_tries.start(planned_try(event))

    @staticmethod
    def read(row: Any) -> DebitScheduled:
        return DebitScheduled.FromString(row["payload"])

    async def was_applied(self, consumer: str, message_id: str) -> bool:
        found = await self.pool.fetchval(
            "select count(*) from inbox where consumer = $1 and message_id = $2",
            consumer,
            message_id,
        )
        return bool(found)

    async def repay_by_hand(self, loan: Loan, amount_minor: int) -> Repayment:
        """The customer pays what is due from the loan's card."""
        wish = Repay(loan.customer_id, loan.loan_id, amount_minor, loan.card_id, RepaymentKind.DUE)
        return await self.loans.repay(wish, RequestKey("customer:test", new_id(), b"body"))

    async def open_loan(self, **more: Any) -> Loan:
        """A loan opened by its event, its money paid out on the rail."""
        event = a_paid_drawdown(**more)
        self.cards.tokens.setdefault(UUID(event.card_id), "")
        await self.publish(event)
        return await self.loan_of(event)

    async def loan_of(self, event: DrawdownPaid) -> Loan:
        customer_id, loan_id = UUID(event.customer_id), UUID(event.drawdown_id)

        async def there() -> bool:
            loans = await self.repository.loans(customer_id, None, 100)
            return loan_id in {loan.loan_id for loan in loans}

        await until(there)
        return await self.repository.loan(customer_id, loan_id)

    async def pay_out(self, loan: Loan) -> None:
        """The payout that lending would have made, so that the rail's book has it."""
        await self.rail.pay(
            PaymentInstruction(
                end_to_end_id=loan.loan_id.hex,
                amount_minor=loan.principal_minor,
                card_token=self.cards.tokens[loan.card_id],
                execution_date=loan.disbursed_on,
            )
        )

    async def reload(self, loan: Loan) -> Loan:
        return await self.repository.loan(loan.customer_id, loan.loan_id)

    async def repayments(self, loan: Loan) -> list[Repayment]:
        rows = await self.pool.fetch(
            f"select {REPAYMENTS.column_list} from repayment where loan_id = $1"
            " order by repayment_id",
            loan.loan_id,
        )
        return [REPAYMENTS.from_row(row) for row in rows]

    async def close_until(self, day: date) -> None:
        async for _ in self.jobs.close_until(day):
            pass

    async def settled_collections(self, loan: Loan, count: int = 1) -> list[Repayment]:
        """Wait until so many repayments of a loan exist and all have ended."""

        async def ended() -> bool:
            found = await self.repayments(loan)
            return len(found) >= count and all(repayment.is_final for repayment in found)

        await until(ended)
        return await self.repayments(loan)

    async def one_in_state(self, loan: Loan, status: RepaymentStatus) -> None:
        async def there() -> bool:
            return any(r.status is status for r in await self.repayments(loan))

        await until(there)

    async def books(self) -> dict[str, int]:
        """Debit balance of every account, in fen."""
        totals = await self.repository.trial_balance()
        return {total.account: total.debit_minor - total.credit_minor for total in totals}


def a_paid_drawdown(**more: Any) -> DrawdownPaid:
    fields: dict[str, Any] = {
        "customer_id": str(new_id()),
        "drawdown_id": str(new_id()),
        "credit_line_id": str(new_id()),
        "contract_id": str(new_id()),
        "card_id": str(new_id()),
        "amount_minor": 1_000_000,
        "currency": "CNY",
        "instalments": 10,
        "method": REPAYMENT_METHOD_EQUAL_PRINCIPAL,
        "daily_rate_ppm": 500,
        "penalty_factor_pct": 150,
        "cap_annual_ppm": 240_000,
        "grace_days": 1,
        "disbursed_on": FIRST_DAY.isoformat(),
        "policy_version": "2026-11",
        "schedule_sha256": "0" * 64,
    }
    return DrawdownPaid(**fields | more)


def a_delivery() -> Delivery:
    return Delivery("test", str(new_id()))


async def until(true: Callable[[], Awaitable[bool]]) -> None:
    """Wait for something that must come to pass; the limit only ends a broken run."""
    async with asyncio.timeout(30):
        while not await true():  # noqa: ASYNC110 - what is waited for is in the database
            await asyncio.sleep(0.02)


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


@asynccontextmanager
async def running(task: Any) -> AsyncIterator[None]:
    """Run a background coroutine while the block runs."""
    job = asyncio.create_task(task)
    try:
        yield
    finally:
        # Under Python 3.11 a task that is cancelled in the moment its `wait_for` ends goes on.
        for _ in range(10):
            job.cancel()
            if (await asyncio.wait({job}, timeout=0.5))[0]:
                break


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


class Stubs:
    """Both RPC services, called in somebody's name."""

    def __init__(self, channel: PeerChannel) -> None:
        self.public = rpc.RepaymentServiceStub(channel)
        self.internal = rpc.RepaymentInternalServiceStub(channel)
        self.ledger = ledger_rpc.LedgerInternalServiceStub(channel)
        self.letters = letter_rpc.DeadLetterInternalServiceStub(channel)
        self.collecting = collection_rpc.CollectionServiceStub(channel)
        self.stuck = collection_rpc.CollectionInternalServiceStub(channel)
        self.settling = settlement_rpc.SettlementInternalServiceStub(channel)
        self.suspense = suspense_rpc.SuspenseInternalServiceStub(channel)
        self.relief = relief_rpc.InterestReliefInternalServiceStub(channel)
        self.adjusting = adjusting_rpc.LoanAdjustmentInternalServiceStub(channel)
        self.plans = plan_rpc.PlanChangeServiceStub(channel)
        self.lateness = late_rpc.DelinquencyServiceStub(channel)
        self.wishes = contact_rpc.CollectionContactServiceStub(channel)
        self.contacts = contact_rpc.CollectionContactInternalServiceStub(channel)
        self.tasks = task_rpc.CollectionTaskInternalServiceStub(channel)
        self.hardship = hardship_rpc.HardshipServiceStub(channel)
        self.late_loans = late_rpc.DelinquencyInternalServiceStub(channel)
        self.statements = statement_rpc.StatementServiceStub(channel)
        self.desk_statements = statement_rpc.StatementInternalServiceStub(channel)
        self.credit = credit_rpc.CreditRecordServiceStub(channel)
        self.desk_credit = credit_rpc.CreditRecordInternalServiceStub(channel)


class Clients:
    """Makes stubs that call a running server in anybody's name."""

    def __init__(self, address: str, issuers: Issuers, stack: AsyncExitStack) -> None:
        self._address = address
        self._issuers = issuers
        self._stack = stack

    @property
    def address(self) -> str:
        return self._address

    def customer_token(self, customer_id: UUID) -> str:
        token, _ = self._issuers("identity").customer_token(
            customer_id, session_id="s", channel="APP"
        )
        return token

    @property
    def issuers(self) -> Issuers:
        return self._issuers

    async def customer(self, customer_id: UUID) -> Stubs:
        token = self.customer_token(customer_id)
        return await self._as(lambda: token)

    async def staff(self, name: str = "li") -> Stubs:
        token, _ = self._issuers("staff").staff_token(name)
        return await self._as(lambda: token)

    async def service(self, name: str) -> Stubs:
        return await self._as(self._issuers(name).service_token)

    async def _as(self, token: Callable[[], str]) -> Stubs:
        channel = PeerChannel(self._address, token=token, deadline_s=20)
        return Stubs(await self._stack.enter_async_context(channel))


@pytest.fixture
async def clients(suite: Suite, tmp_path: Path) -> AsyncIterator[Clients]:
    (tmp_path / "keys").mkdir()
    issuers = Issuers(tmp_path / "keys")
    internal = RepaymentInternalApi(
        repository=suite.repository,
        reconciliations=suite.ledger.reconciliations,
        jobs=suite.jobs,
        clock=utc_now,
    )
    server = grpc_server(
        "127.0.0.1:0",
        (
            (rpc.add_RepaymentServiceServicer_to_server, RepaymentApi(suite.loans)),
            (rpc.add_RepaymentInternalServiceServicer_to_server, internal),
            *suite.ledger.services,
            *DeadLetterApi(suite.bus).services,
            (
                collection_rpc.add_CollectionServiceServicer_to_server,
                CollectionApi(
                    mandates=suite.mandates,
                    money_held=suite.credits,
                    queries=suite.reads,
                    books=suite.repository,
                ),
            ),
            (
                collection_rpc.add_CollectionInternalServiceServicer_to_server,
                CollectionInternalApi(
                    collections=suite.collections,
                    money_held=suite.credits,
                    queries=suite.reads,
                    clock=suite.now,
                ),
            ),
            *suite.late.services,
            *suite.papers.services,
            *suite.changing.services,
            *suite.incoming.services,
        ),
        area="repayment",
        verifier=issuers.verifier(),
    )
    await server.start()
    async with AsyncExitStack() as stack:
        yield Clients(f"127.0.0.1:{server.port}", issuers, stack)
    await server.stop(0)
