"""Which event leads to which use case."""

from uuid import UUID

from granary.lending.v1.events_pb2 import DrawdownPaid
from granary.repayment.v1.events_pb2 import CollectionRequested, DebitScheduled

from chassis.command import Delivery
from chassis.event_bus import EventHandlers
from services.repayment import proto_mapping
from services.repayment.use_cases.collections import CollectionUseCases
from services.repayment.use_cases.debit_tries import DebitTries
from services.repayment.use_cases.loans import LoanUseCases


def event_handlers(loans: LoanUseCases, collections: CollectionUseCases) -> EventHandlers:
    """A paid drawdown opens its loan; a requested collection is collected."""

    async def drawdown_paid(event: DrawdownPaid, delivery: Delivery) -> None:
        await loans.open_loan(proto_mapping.paid_drawdown(event), delivery)

    async def collection_requested(event: CollectionRequested, _: Delivery) -> None:
        await collections.collect(UUID(event.customer_id), UUID(event.repayment_id))

    return {DrawdownPaid: drawdown_paid, CollectionRequested: collection_requested}


def debit_window_handlers(tries: DebitTries) -> EventHandlers:
    """A planned debit is started when its hour has come.

    A consumer of its own, since thousands of tries may wait for the same hour.
    """

    async def debit_scheduled(event: DebitScheduled, _: Delivery) -> None:
        await tries.start(proto_mapping.planned_try(event))

    return {DebitScheduled: debit_scheduled}
