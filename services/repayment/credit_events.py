"""Events of the credit record -> event message."""

from collections.abc import Callable, Mapping
from typing import Any

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from granary.repayment.v1 import events_pb2

from services.repayment.domain import events


def _negative_credit_notice(e: events.NegativeCreditNotice, at: Timestamp) -> Message:
    return events_pb2.NegativeCreditNotice(
        customer_id=str(e.customer_id),
        occurred_at=at,
        loan_id=str(e.loan_id),
        unpaid_since_on=e.unpaid_since.isoformat(),
        report_from_on=e.report_from.isoformat(),
        overdue_minor=e.overdue_minor,
        currency=e.currency,
        business_date=e.business_date.isoformat(),
    )


def _credit_dispute_opened(e: events.CreditDisputeOpened, at: Timestamp) -> Message:
    return events_pb2.CreditDisputeOpened(
        customer_id=str(e.customer_id),
        occurred_at=at,
        dispute_id=str(e.dispute_id),
        loan_id=str(e.loan_id),
        month_on=e.month.isoformat(),
        answer_by_on=e.answer_by.isoformat(),
    )


def _credit_dispute_answered(e: events.CreditDisputeAnswered, at: Timestamp) -> Message:
    return events_pb2.CreditDisputeAnswered(
        customer_id=str(e.customer_id),
        occurred_at=at,
        dispute_id=str(e.dispute_id),
        loan_id=str(e.loan_id),
        month_on=e.month.isoformat(),
        was_corrected=e.was_corrected,
    )


CREDIT_MESSAGES: Mapping[type, Callable[[Any, Timestamp], Message]] = {
    events.NegativeCreditNotice: _negative_credit_notice,
    events.CreditDisputeOpened: _credit_dispute_opened,
    events.CreditDisputeAnswered: _credit_dispute_answered,
}
