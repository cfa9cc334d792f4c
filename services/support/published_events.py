"""Domain event -> the message that is published. None of them carries what somebody wrote."""

from functools import singledispatch

from google.protobuf.message import Message
from granary.support.v1 import events_pb2

from chassis.contract_values import timestamp
from services.support.domain import events
from services.support.proto_mapping import CATEGORIES, CHANNELS


@singledispatch
def to_message(event: object) -> Message:
    """Raises TypeError for what is not an event of support."""
    raise TypeError(f"{type(event).__name__} is not an event of support")


@to_message.register
def _(event: events.ComplaintFiled) -> Message:
    return events_pb2.ComplaintFiled(
        customer_id=str(event.customer_id),
        occurred_at=timestamp(event.occurred_at),
        case_id=str(event.case_id),
        ticket_number=event.ticket_number,
        category=CATEGORIES.to_proto(event.category),
        channel=CHANNELS.to_proto(event.channel),
        due_on=event.due_on.isoformat(),
    )


@to_message.register
def _(event: events.FeedbackGiven) -> Message:
    return events_pb2.FeedbackGiven(
        customer_id=str(event.customer_id),
        occurred_at=timestamp(event.occurred_at),
        case_id=str(event.case_id),
        ticket_number=event.ticket_number,
        category=CATEGORIES.to_proto(event.category),
        rating=event.rating,
    )


@to_message.register
def _(event: events.CaseAnswered) -> Message:
    return events_pb2.CaseAnswered(
        customer_id=str(event.customer_id),
        occurred_at=timestamp(event.occurred_at),
        case_id=str(event.case_id),
        ticket_number=event.ticket_number,
        answered_by=event.answered_by,
    )


@to_message.register
def _(event: events.CaseExtended) -> Message:
    return events_pb2.CaseExtended(
        customer_id=str(event.customer_id),
        occurred_at=timestamp(event.occurred_at),
        case_id=str(event.case_id),
        ticket_number=event.ticket_number,
        due_on=event.due_on.isoformat(),
        approved_by=event.approved_by,
    )
