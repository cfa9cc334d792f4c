"""Collecting put together: mandates, collections, debits at their hours; RPCs and consumers."""

from dataclasses import dataclass
from typing import Any, Protocol

from chassis.command import Execute
from chassis.database import Pool
from chassis.event_bus import Bus, SubscriptionOptions
from chassis.ports import Clock, NewId
from services.repayment.collection_queries import CollectionQueries
from services.repayment.domain.policy import PolicyRegistry
from services.repayment.event_handlers import debit_window_handlers, event_handlers
from services.repayment.grpc_api.collections import (
    CollectionApi,
    CollectionInternalApi,
    collection_services,
)
from services.repayment.grpc_api.dead_letters import DeadLetterApi
from services.repayment.incoming_parts import IncomingParts, incoming_parts
from services.repayment.settings import Settings
from services.repayment.use_cases import debit_tries
from services.repayment.use_cases.collections import CollectionUseCases
from services.repayment.use_cases.customer_credits import CustomerCredits, PayingRail
from services.repayment.use_cases.loans import LoanUseCases
from services.repayment.use_cases.mandates import MandateUseCases
from services.repayment.use_cases.ports import Books, Cards, MandateRail


class CollectingRail(PayingRail, MandateRail, Protocol):
    """All that collecting asks of the bank."""


@dataclass(frozen=True, slots=True)
class Collecting:
    """What collects money, ready to be served."""

    mandates: MandateUseCases
    collections: CollectionUseCases
    tries: debit_tries.DebitTries
    money_held: CustomerCredits
    incoming: IncomingParts
    queries: CollectionQueries
    books: Books
    clock: Clock
    settings: Settings

    def services(self, bus: Bus) -> tuple[tuple[Any, Any], ...]:
        """The RPC services as `grpc_server` takes them; dead letters hold up collections."""
        served = collection_services(
            CollectionApi(
                mandates=self.mandates,
                money_held=self.money_held,
                queries=self.queries,
                books=self.books,
            ),
            CollectionInternalApi(
                collections=self.collections,
                money_held=self.money_held,
                queries=self.queries,
                clock=self.clock,
            ),
        )
        return (*served, *DeadLetterApi(bus).services, *self.incoming.services)

    def consumers(self, bus: Bus, loans: LoanUseCases) -> tuple[Any, ...]:
        """What takes events and the bank's notices in, as `run` takes it."""
        return (
            bus.consume(
                "repayment",
                event_handlers(loans, self.collections, self.mandates, self.money_held),
            ),
            bus.consume(
                debit_tries.CONSUMER,
                debit_window_handlers(self.tries),
                SubscriptionOptions(max_ack_pending=debit_tries.MOST_WAITING),
            ),
            self.incoming.consumer(bus),
            *self.incoming.notices(self.settings),
        )


def assemble(
    *,
    execute: Execute,
    pool: Pool,
    books: Books,
    cards: Cards,
    rail: CollectingRail,
    policies: PolicyRegistry,
    clock: Clock,
    new_id: NewId,
    settings: Settings,
) -> Collecting:
    """Everything that collects, over one database and one rail."""
    queries = CollectionQueries(pool)
    mandates = MandateUseCases(
        execute=execute,
        books=books,
        reads=queries,
        cards=cards,
        rail=rail,
        clock=clock,
        first_wait_s=settings.collection_first_wait_s,
        longest_wait_s=settings.collection_longest_wait_s,
    )
    collections = CollectionUseCases(
        execute=execute,
        books=books,
        cards=cards,
        rail=rail,
        mandates=mandates,
        keys=queries,
        policies=policies,
        clock=clock,
        new_id=new_id,
        first_wait_s=settings.collection_first_wait_s,
        longest_wait_s=settings.collection_longest_wait_s,
    )
    tries = debit_tries.DebitTries(
        execute=execute, books=books, policies=policies, clock=clock, new_id=new_id
    )
    return Collecting(
        mandates=mandates,
        collections=collections,
        tries=tries,
        money_held=CustomerCredits(
            execute=execute,
            reads=queries,
            days=books,
            cards=cards,
            rail=rail,
            clock=clock,
            new_id=new_id,
            first_wait_s=settings.collection_first_wait_s,
            longest_wait_s=settings.collection_longest_wait_s,
        ),
        incoming=incoming_parts(
            pool,
            execute=execute,
            books=books,
            cards=cards,
            rail=rail,
            clock=clock,
            new_id=new_id,
            first_wait_s=settings.collection_first_wait_s,
            longest_wait_s=settings.collection_longest_wait_s,
        ),
        queries=queries,
        books=books,
        clock=clock,
        settings=settings,
    )
