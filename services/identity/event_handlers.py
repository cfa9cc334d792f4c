"""Which event leads to which use case."""

from datetime import date
from uuid import UUID

from granary.lending.v1.events_pb2 import DrawdownRefused
from granary.repayment.v1.delinquency_pb2 import CustomerNoticeDue

from chassis.command import Delivery
from chassis.contract_values import instant
from chassis.event_bus import EventHandlers
from chassis.ports import calendar_date
from services.identity.domain.notice import NoticeKind, NoticeWanted
from services.identity.use_cases.notices import Notices

CONSUMER = "identity-notices"
MOST_WAITING = 200_000
"""Messages of a night that wait for the morning count as delivered and not settled."""

_TOLD = {
    "HELD_TOO_LONG": NoticeKind.DRAWDOWN_LAPSED,
    "STAFF_REFUSED": NoticeKind.DRAWDOWN_DECLINED,
}
"""Why a drawdown was refused, where its customer has to be told."""


def event_handlers(notices: Notices) -> EventHandlers:
    """What repayment asks for, and what became of a drawdown that waited, goes to the phone."""

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

    async def drawdown_refused(event: DrawdownRefused, delivery: Delivery) -> None:
        # Other ends come while the customer looks on, or were their own wish.
        kind = _TOLD.get(event.reason)
        if kind is None:
            return
        ended_at = instant(event.occurred_at)
        wanted = NoticeWanted(
            customer_id=UUID(event.customer_id),
            notice_id=UUID(event.drawdown_id),
            kind=kind,
            loans=1,
            total_minor=event.amount_minor,
            currency=event.currency,
            earliest_due_on=calendar_date(ended_at),
            send_after=ended_at,
        )
        await notices.send(wanted, delivery)

    return {CustomerNoticeDue: notice_due, DrawdownRefused: drawdown_refused}
