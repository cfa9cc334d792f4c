"""Domain values <-> messages of granary.support.v1, where more than one module needs it."""

from granary.support.v1 import case_pb2

from chassis.contract_values import EnumMapping, timestamp
from services.support.domain.words import CaseCategory, CaseChannel, CaseKind, CaseStatus
from services.support.use_cases import ReadableCase

CATEGORIES = EnumMapping(CaseCategory, case_pb2.CaseCategory)
CHANNELS = EnumMapping(CaseChannel, case_pb2.CaseChannel)
KINDS = EnumMapping(CaseKind, case_pb2.CaseKind)
STATUSES = EnumMapping(CaseStatus, case_pb2.CaseStatus)


def case_to_proto(readable: ReadableCase) -> case_pb2.Case:
    """The case with its texts, for its own customer and for staff."""
    case = readable.case
    message = case_pb2.Case(
        case_id=str(case.case_id),
        ticket_number=case.ticket_number,
        customer_id=str(case.customer_id),
        kind=KINDS.to_proto(case.kind),
        category=CATEGORIES.to_proto(case.category),
        channel=CHANNELS.to_proto(case.channel),
        status=STATUSES.to_proto(case.status),
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
