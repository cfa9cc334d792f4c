"""Which event leads to which use case."""

from contextlib import suppress
from uuid import UUID

from granary.identity.v1.consent_pb2 import CONSENT_PURPOSE_AUTO_DEBIT
from granary.identity.v1.events_pb2 import CardUnbound, ConsentGranted, ConsentWithdrawn
from granary.lending.v1.events_pb2 import DrawdownPaid
from granary.repayment.v1.events_pb2 import (
    BusinessDayClosed,
    CollectionRequested,
    DebitScheduled,
    EndOfDayChunkRequested,
    MandateAmended,
    MandateCancelled,
    MandateRejected,
    MandateRequested,
    RefundRequested,
)

from chassis.command import Delivery
from chassis.errors import Unavailable
from chassis.event_bus import EventHandlers, SubscriptionOptions
from services.repayment import proto_mapping
from services.repayment.daily_chunks import DailyChunks
from services.repayment.use_cases.collections import CollectionUseCases
from services.repayment.use_cases.customer_credits import CustomerCredits
from services.repayment.use_cases.debit_tries import DebitTries
from services.repayment.use_cases.loans import LoanUseCases
from services.repayment.use_cases.mandates import MandateUseCases

END_OF_DAY = "repayment-end-of-day"
"""The consumer whose messages are shared out among all processes that work on chunks."""
ONE_BY_ONE = SubscriptionOptions(in_hand=1)
"""So that no process keeps a chunk waiting that another is free for."""


def event_handlers(
    loans: LoanUseCases,
    collections: CollectionUseCases,
    mandates: MandateUseCases,
    money_held: CustomerCredits,
) -> EventHandlers:
    """A paid drawdown opens its loan, a requested collection is collected, consent is followed."""

    async def drawdown_paid(event: DrawdownPaid, delivery: Delivery) -> None:
        paid = proto_mapping.paid_drawdown(event)
        given = None
        # The customer has the money: their loan does not wait for identity, its mandate may.
        with suppress(Unavailable):
            given = await mandates.permission(paid.customer_id, paid.card_id)
        opened = await loans.open_loan(paid, delivery, given)
        if opened is None or given is None:
            await mandates.authorise(paid.customer_id, paid.drawdown_id, delivery.message_id)

    async def collection_requested(event: CollectionRequested, _: Delivery) -> None:
        await collections.collect(UUID(event.customer_id), UUID(event.repayment_id))

    async def refund_requested(event: RefundRequested, _: Delivery) -> None:
        await money_held.pay_refund(UUID(event.customer_id), UUID(event.refund_id))

    async def day_closed(_event: BusinessDayClosed, _: Delivery) -> None:
        await money_held.check_statements()

    return {
        RefundRequested: refund_requested,
        BusinessDayClosed: day_closed,
        DrawdownPaid: drawdown_paid,
        CollectionRequested: collection_requested,
        **_mandate_handlers(mandates),
    }


def _mandate_handlers(mandates: MandateUseCases) -> EventHandlers:
    """Mandates follow the consent and the card, and the bank follows the mandates."""

    async def told(
        event: MandateRequested | MandateAmended | MandateCancelled | MandateRejected, _: Delivery
    ) -> None:
        await mandates.tell_bank(UUID(event.customer_id), UUID(event.loan_id))

    async def consent_granted(event: ConsentGranted, delivery: Delivery) -> None:
        if event.purpose == CONSENT_PURPOSE_AUTO_DEBIT:
            await mandates.consent_granted(UUID(event.customer_id), delivery.message_id)

    async def consent_withdrawn(event: ConsentWithdrawn, delivery: Delivery) -> None:
        if event.purpose == CONSENT_PURPOSE_AUTO_DEBIT:
            await mandates.consent_withdrawn(UUID(event.customer_id), delivery.message_id)

    async def card_unbound(event: CardUnbound, delivery: Delivery) -> None:
        await mandates.card_unbound(
            UUID(event.customer_id), UUID(event.card_id), delivery.message_id
        )

    return {
        MandateRequested: told,
        MandateAmended: told,
        MandateCancelled: told,
        MandateRejected: told,
        ConsentGranted: consent_granted,
        ConsentWithdrawn: consent_withdrawn,
        CardUnbound: card_unbound,
    }


def debit_window_handlers(tries: DebitTries) -> EventHandlers:
    """A planned debit is started when its hour has come.

    A consumer of its own, since thousands of tries may wait for the same hour.
    """

    async def debit_scheduled(event: DebitScheduled, _: Delivery) -> None:
        await tries.start(proto_mapping.planned_try(event))

    return {DebitScheduled: debit_scheduled}


def end_of_day_handlers(chunks: DailyChunks) -> EventHandlers:
    """A requested chunk is worked on by whoever gets it."""

    async def chunk_requested(event: EndOfDayChunkRequested, _: Delivery) -> None:
        await chunks.work(event.chunk_id)

    return {EndOfDayChunkRequested: chunk_requested}
