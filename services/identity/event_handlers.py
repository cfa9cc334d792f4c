"""Which event leads to which use case."""

from datetime import date
from uuid import UUID

from granary.repayment.v1.delinquency_pb2 import CustomerNoticeDue

from chassis.command import Delivery
from chassis.contract_values import instant
from chassis.event_bus import EventHandlers
from services.identity.domain.notice import NoticeKind, NoticeWanted
from services.identity.use_cases.notices import Notices

CONSUMER = "identity-notices"
MOST_WAITING = 200_000
"""Messages of a night that wait for the morning count as delivered and not settled."""


def event_handlers(notices: Notices) -> EventHandlers:
    """A message that repayment asks for is sent to the customer's phone."""

    async def notice_due(event: CustomerNoticeDue, delivery: Delivery) -> None:
        wanted = NoticeWanted(
            customer_id=UUID(event.customer_id),
            notice_id=UUID(event.notice_id),
            kind=NoticeKind(event.kind),
            loans=event.loans,
            total_minor=event.total_minor,
            currency=event.currency,
            earliest_due_on=date.fromisoformat(event.earliest_due_on),
            send_after=instant(event.send_after),
        )
        await notices.send(wanted, delivery)

    return {CustomerNoticeDue: notice_due}
