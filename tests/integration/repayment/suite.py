"""The repayment service taken apart, so that a test can reach every part of it."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import date, datetime
from typing import Any
from uuid import UUID

import aiohttp
from google.protobuf.message import Message
from granary.lending.v1.events_pb2 import DrawdownPaid
from granary.repayment.v1.events_pb2 import DebitScheduled

from chassis.bank_rail import BankRail, PaymentInstruction
from chassis.command import RequestKey
from chassis.database import Pool
from chassis.event_bus import Bus, Outgoing, SubscriptionOptions
from chassis.outbox import subject_of
from chassis.ports import new_id, utc_now
from chassis.streams import stream_of
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
from services.repayment.identity_client import BoundCard, DebitPermission
from services.repayment.incoming_parts import incoming_parts
from services.repayment.late_parts import late_parts
from services.repayment.ledger_parts import LedgerParts, ledger_parts
from services.repayment.plan_change_parts import plan_change_parts
from services.repayment.policy_file import read_books_policy, read_policy
from services.repayment.proto_mapping import planned_try
from services.repayment.repository import REPAYMENTS, Repository
from services.repayment.use_cases.collections import CollectionUseCases
from services.repayment.use_cases.customer_credits import CustomerCredits
from services.repayment.use_cases.debit_tries import CONSUMER as DEBIT_WINDOW
from services.repayment.use_cases.debit_tries import DebitTries
from services.repayment.use_cases.loans import LoanUseCases, Repay
from services.repayment.use_cases.mandates import MandateUseCases
from tests.integration.repayment.told import a_paid_drawdown
from tests.integration.repayment.waiting import running, until

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

    async def debit_permission(self, customer_id: UUID, card_id: UUID) -> DebitPermission:
        return DebitPermission(customer_id not in self.withdrawn, card_id in self.tokens)

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
        """Put every part over an executor, again where a test brings another one."""
        if hasattr(execute, "execute_many") and not isinstance(execute, Following):
            execute = Following(execute, execute.execute_many, self.books_policies)
            self.following = execute
        self.execute = execute
        common = {"execute": execute, "clock": self.now, "new_id": new_id}
        self._wire_collecting(common)
        self._wire_books(common)
        self.close_with(self.worker(execute))

    def _wire_collecting(self, common: dict[str, Any]) -> None:
        """Loans, mandates, debits, and money that is the customers' or nobody's."""
        asked_soon = {"first_wait_s": 0.05, "longest_wait_s": 0.2}
        outside: dict[str, Any] = {"cards": self.cards, "rail": self.rail, **asked_soon}
        self.loans = LoanUseCases(
            **common, books=self.repository, cards=self.cards, policies=self.policies
        )
        self.mandates = MandateUseCases(
            execute=self.execute,
            books=self.repository,
            reads=self.reads,
            clock=self.now,
            **outside,
        )
        self.collections = CollectionUseCases(
            **common,
            **outside,
            books=self.repository,
            mandates=self.mandates,
            keys=self.reads,
            policies=self.policies,
        )
        self.credits = CustomerCredits(**common, **outside, reads=self.reads, days=self.repository)
        self.debit_tries = DebitTries(
            **common, books=self.repository, policies=self.policies, longest_sleep_s=0.1
        )
        self.incoming = incoming_parts(self.pool, **common, **outside, books=self.repository)

    def _wire_books(self, common: dict[str, Any]) -> None:
        """What is looked after, booked, printed and changed."""
        self.late = late_parts(self.pool, self.execute, self.repository, self.policies)
        self.standings, self.delinquency = self.late.standings, self.late.delinquency
        self.ledger = ledger_parts(
            self.pool,
            execute=self.execute,
            rail=self.rail,
            incoming=self.incoming.money,
            repository=self.repository,
            clock=utc_now,
        )
        self.papers = document_parts(
            self.pool, execute=self.execute, books=self.repository, clock=utc_now, new_id=new_id
        )
        self.changing = plan_change_parts(
            self.pool,
            **common,
            repository=self.repository,
            policies=self.policies,
            incoming=self.incoming.money,
        )

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
