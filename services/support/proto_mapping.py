"""Domain values <-> messages of granary.support.v1, where more than one module needs it."""

from datetime import datetime
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp
from granary.support.v1 import case_pb2

from services.support.domain.words import CaseCategory, CaseChannel, CaseKind, CaseStatus
from services.support.use_cases import ReadableCase


def timestamp(instant: datetime) -> Timestamp:
    message = Timestamp()
    message.FromDatetime(instant)
    return message


def kind_to_proto(kind: CaseKind) -> Any:
    return case_pb2.CaseKind.Value(f"CASE_KIND_{kind}")


def category_to_proto(category: CaseCategory) -> Any:
    return case_pb2.CaseCategory.Value(f"CASE_CATEGORY_{category}")


def category_from_proto(value: int) -> CaseCategory:
    return CaseCategory(case_pb2.CaseCategory.Name(value).removeprefix("CASE_CATEGORY_"))


def channel_to_proto(channel: CaseChannel) -> Any:
    return case_pb2.CaseChannel.Value(f"CASE_CHANNEL_{channel}")


def channel_from_proto(value: int) -> CaseChannel:
    return CaseChannel(case_pb2.CaseChannel.Name(value).removeprefix("CASE_CHANNEL_"))


def status_to_proto(status: CaseStatus) -> Any:
    return case_pb2.CaseStatus.Value(f"CASE_STATUS_{status}")


def case_to_proto(readable: ReadableCase) -> case_pb2.Case:
    """The case with its texts, for its own customer and for staff."""
    case = readable.case
    message = case_pb2.Case(
        case_id=str(case.case_id),
        ticket_number=case.ticket_number,
        customer_id=str(case.customer_id),
        kind=kind_to_proto(case.kind),
        category=category_to_proto(case.category),
        channel=channel_to_proto(case.channel),
        status=status_to_proto(case.status),
        text=readable.text.reveal(),
        rating=case.rating,
        filed_at=timestamp(case.filed_at),
        due_on=case.due_on.isoformat() if case.due_on else "",
        answer=readable.answer.reveal() if readable.answer else "",
        extended_days=case.extended_days,
    )
    if case.answered_at is not None:
        message.answered_at.FromDatetime(case.answered_at)
    return message
