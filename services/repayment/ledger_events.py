"""Events of the books -> event messages."""

from collections.abc import Callable, Mapping
from typing import Any

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from granary.repayment.v1 import events_pb2, ledger_pb2

from chassis.contract_values import EnumMapping
from services.repayment.domain.ledger import events
from services.repayment.domain.ledger.rail_difference import (
    DifferenceKind,
    ResolutionReason,
)
from services.repayment.domain.transfer_claim import MoneyDirection

DIFFERENCE_KINDS = EnumMapping(DifferenceKind, ledger_pb2.DifferenceKind)
DIRECTIONS = EnumMapping(MoneyDirection, ledger_pb2.MoneyDirection)
RESOLUTION_REASONS = EnumMapping(ResolutionReason, ledger_pb2.ResolutionReason)


def _difference_found(e: events.RailDifferenceFound, at: Timestamp) -> Message:
    return events_pb2.ReconciliationDifferenceFound(
        customer_id=str(e.customer_id or ""),
        occurred_at=at,
        difference_id=str(e.difference_id),
        kind=DIFFERENCE_KINDS.to_proto(DifferenceKind(e.kind)),
        direction=DIRECTIONS.to_proto(MoneyDirection(e.direction)),
        end_to_end_id=e.rail_key,
        book_amount_minor=e.book_amount_minor,
        rail_amount_minor=e.rail_amount_minor,
        currency=e.currency,
        found_on=e.found_on.isoformat(),
        loan_id=str(e.loan_id or ""),
    )


def _difference_resolved(e: events.RailDifferenceResolved, at: Timestamp) -> Message:
    return events_pb2.ReconciliationDifferenceResolved(
        customer_id=str(e.customer_id or ""),
        occurred_at=at,
        difference_id=str(e.difference_id),
        end_to_end_id=e.rail_key,
        reason=RESOLUTION_REASONS.to_proto(ResolutionReason(e.reason)),
        amount_minor=e.amount_minor,
        currency=e.currency,
        business_date=e.business_date.isoformat(),
    )


def _subsidy_granted(e: events.SubsidyGranted, at: Timestamp) -> Message:
    return events_pb2.SubsidyGranted(
        customer_id=str(e.customer_id),
        occurred_at=at,
        loan_id=str(e.loan_id),
        amount_minor=e.amount_minor,
        currency=e.currency,
        business_date=e.business_date.isoformat(),
    )


def _coupon_used(e: events.CouponUsed, at: Timestamp) -> Message:
    return events_pb2.CouponUsed(
        customer_id=str(e.customer_id),
        occurred_at=at,
        loan_id=str(e.loan_id),
        coupon_id=str(e.coupon_id),
        amount_minor=e.amount_minor,
        currency=e.currency,
        business_date=e.business_date.isoformat(),
    )


def _transfer_arrived(e: events.TransferArrived, at: Timestamp) -> Message:
    return events_pb2.TransferArrived(
        customer_id=str(e.customer_id or ""),
        occurred_at=at,
        loan_id=str(e.loan_id or ""),
        bank_reference=e.bank_reference,
        amount_minor=e.amount_minor,
        currency=e.currency,
        business_date=e.business_date.isoformat(),
    )


def _transfer_return_approved(e: events.TransferReturnApproved, at: Timestamp) -> Message:
    return events_pb2.TransferReturnApproved(
        occurred_at=at,
        bank_reference=e.bank_reference,
        return_id=str(e.return_id),
        amount_minor=e.amount_minor,
        currency=e.currency,
    )


LEDGER_MESSAGES: Mapping[type, Callable[[Any, Timestamp], Message]] = {
    events.RailDifferenceFound: _difference_found,
    events.RailDifferenceResolved: _difference_resolved,
    events.CouponUsed: _coupon_used,
    events.SubsidyGranted: _subsidy_granted,
    events.TransferArrived: _transfer_arrived,
    events.TransferReturnApproved: _transfer_return_approved,
}
