"""Domain event -> event message. What is announced to others is decided here and nowhere else."""

from collections.abc import Callable, Mapping
from typing import Any

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from granary.repayment.v1 import events_pb2

from chassis.batch import Announce
from chassis.contract_values import timestamp
from chassis.ports import Clock
from services.repayment.credit_events import CREDIT_MESSAGES
from services.repayment.domain import events
from services.repayment.domain.collection import RepaymentKind, RepaymentOrigin
from services.repayment.domain.terms import Method
from services.repayment.late_events import LATE_MESSAGES
from services.repayment.ledger_events import LEDGER_MESSAGES
from services.repayment.proto_mapping import KINDS, METHODS, ORIGINS


def announcer(clock: Clock) -> Announce:
    """Turns domain events into messages that say when they happened."""

    def to_message(event: Any) -> Message:
        return _MESSAGES[type(event)](event, timestamp(clock()))

    return to_message


def _loan_opened(e: events.LoanOpened, at: Timestamp) -> Message:
    return events_pb2.LoanOpened(
        customer_id=str(e.customer_id),
        occurred_at=at,
        loan_id=str(e.loan_id),
        credit_line_id=str(e.credit_line_id),
        principal_minor=e.principal_minor,
        currency=e.currency,
        daily_rate_ppm=e.daily_rate_ppm,
        instalments=e.instalments,
        method=METHODS.to_proto(Method(e.method)),
        disbursed_on=e.disbursed_on.isoformat(),
        first_due_on=e.first_due_on.isoformat(),
    )


def _instalment_due(e: events.InstalmentDue, at: Timestamp) -> Message:
    return events_pb2.InstalmentDue(
        customer_id=str(e.customer_id),
        occurred_at=at,
        loan_id=str(e.loan_id),
        number=e.number,
        due_on=e.due_on.isoformat(),
        amount_minor=e.amount_minor,
        currency=e.currency,
    )


def _collection_requested(e: events.CollectionRequested, at: Timestamp) -> Message:
    return events_pb2.CollectionRequested(
        customer_id=str(e.customer_id),
        occurred_at=at,
        repayment_id=str(e.repayment_id),
        loan_id=str(e.loan_id),
        card_id=str(e.card_id),
        amount_minor=e.amount_minor,
        currency=e.currency,
        kind=KINDS.to_proto(RepaymentKind(e.kind)),
        origin=ORIGINS.to_proto(RepaymentOrigin(e.origin)),
        business_date=e.business_date.isoformat(),
    )


def _debit_scheduled(e: events.DebitScheduled, at: Timestamp) -> Message:
    return events_pb2.DebitScheduled(
        customer_id=str(e.customer_id),
        occurred_at=at,
        loan_id=str(e.loan_id),
        amount_minor=e.amount_minor,
        currency=e.currency,
        business_date=e.business_date.isoformat(),
        try_number=e.try_number,
        not_before=timestamp(e.not_before),
        after_repayment_id="" if e.after_repayment_id is None else str(e.after_repayment_id),
    )


def _mandate_requested(e: events.MandateRequested, at: Timestamp) -> Message:
    return events_pb2.MandateRequested(
        customer_id=str(e.customer_id),
        occurred_at=at,
        loan_id=str(e.loan_id),
        mandate_id=str(e.mandate_id),
        card_id=str(e.card_id),
        signed_on=e.signed_on.isoformat(),
    )


def _mandate_accepted(e: events.MandateAccepted, at: Timestamp) -> Message:
    return events_pb2.MandateAccepted(
        customer_id=str(e.customer_id),
        occurred_at=at,
        loan_id=str(e.loan_id),
        mandate_id=str(e.mandate_id),
        card_id=str(e.card_id),
        signed_on=e.signed_on.isoformat(),
    )


def _mandate_rejected(e: events.MandateRejected, at: Timestamp) -> Message:
    return events_pb2.MandateRejected(
        customer_id=str(e.customer_id),
        occurred_at=at,
        loan_id=str(e.loan_id),
        mandate_id=str(e.mandate_id),
        card_id=str(e.card_id),
        reason=e.reason,
    )


def _mandate_amended(e: events.MandateAmended, at: Timestamp) -> Message:
    return events_pb2.MandateAmended(
        customer_id=str(e.customer_id),
        occurred_at=at,
        loan_id=str(e.loan_id),
        mandate_id=str(e.mandate_id),
        card_id=str(e.card_id),
    )


def _mandate_cancelled(e: events.MandateCancelled, at: Timestamp) -> Message:
    return events_pb2.MandateCancelled(
        customer_id=str(e.customer_id),
        occurred_at=at,
        loan_id=str(e.loan_id),
        mandate_id=str(e.mandate_id),
        card_id=str(e.card_id),
        reason=e.reason,
        reason_code=e.reason_code,
    )


def _overpayment_held(e: events.OverpaymentHeld, at: Timestamp) -> Message:
    return events_pb2.OverpaymentHeld(
        customer_id=str(e.customer_id),
        occurred_at=at,
        repayment_id=str(e.repayment_id),
        loan_id=str(e.loan_id),
        amount_minor=e.amount_minor,
        held_minor=e.held_minor,
        because=e.because,
        business_date=e.business_date.isoformat(),
        currency=e.currency,
    )


def _refund_requested(e: events.RefundRequested, at: Timestamp) -> Message:
    return events_pb2.RefundRequested(
        customer_id=str(e.customer_id),
        occurred_at=at,
        refund_id=str(e.refund_id),
        card_id=str(e.card_id),
        amount_minor=e.amount_minor,
        currency=e.currency,
    )


def _refund_unknown(e: events.RefundUnknown, at: Timestamp) -> Message:
    return events_pb2.RefundUnknown(
        customer_id=str(e.customer_id),
        occurred_at=at,
        refund_id=str(e.refund_id),
        amount_minor=e.amount_minor,
        currency=e.currency,
    )


def _refund_refused(e: events.RefundRefused, at: Timestamp) -> Message:
    return events_pb2.RefundRefused(
        customer_id=str(e.customer_id),
        occurred_at=at,
        refund_id=str(e.refund_id),
        amount_minor=e.amount_minor,
        reason_code=e.reason_code,
        currency=e.currency,
    )


def _overpayment_refunded(e: events.OverpaymentRefunded, at: Timestamp) -> Message:
    return events_pb2.OverpaymentRefunded(
        customer_id=str(e.customer_id),
        occurred_at=at,
        refund_id=str(e.refund_id),
        card_id=str(e.card_id),
        amount_minor=e.amount_minor,
        held_minor=e.held_minor,
        business_date=e.business_date.isoformat(),
        currency=e.currency,
    )


def _collection_unknown(e: events.CollectionUnknown, at: Timestamp) -> Message:
    return events_pb2.CollectionUnknown(
        customer_id=str(e.customer_id),
        occurred_at=at,
        repayment_id=str(e.repayment_id),
        loan_id=str(e.loan_id),
        amount_minor=e.amount_minor,
        currency=e.currency,
    )


def _collection_failed(e: events.CollectionFailed, at: Timestamp) -> Message:
    return events_pb2.CollectionFailed(
        customer_id=str(e.customer_id),
        occurred_at=at,
        repayment_id=str(e.repayment_id),
        loan_id=str(e.loan_id),
        card_id=str(e.card_id),
        amount_minor=e.amount_minor,
        currency=e.currency,
        reason_code=e.reason_code,
        business_date=e.business_date.isoformat(),
    )


def _repayment_posted(e: events.RepaymentPosted, at: Timestamp) -> Message:
    return events_pb2.RepaymentPosted(
        customer_id=str(e.customer_id),
        occurred_at=at,
        repayment_id=str(e.repayment_id),
        loan_id=str(e.loan_id),
        credit_line_id=str(e.credit_line_id),
        amount_minor=e.amount_minor,
        principal_minor=e.principal_minor,
        interest_minor=e.interest_minor,
        penalty_minor=e.penalty_minor,
        currency=e.currency,
        kind=KINDS.to_proto(RepaymentKind(e.kind)),
        value_date=e.value_date.isoformat(),
        outstanding_principal_minor=e.outstanding_principal_minor,
        fee_minor=e.fee_minor,
        overpayment_minor=e.overpayment_minor,
        recovery=isinstance(e, events.RecoveryPosted),
    )


def _penalty_accrued(e: events.PenaltyAccrued, at: Timestamp) -> Message:
    return events_pb2.PenaltyAccrued(
        customer_id=str(e.customer_id),
        occurred_at=at,
        loan_id=str(e.loan_id),
        amount_minor=e.amount_minor,
        unpaid_penalty_minor=e.unpaid_penalty_minor,
        currency=e.currency,
        business_date=e.business_date.isoformat(),
    )


def _loan_overdue(e: events.LoanOverdue, at: Timestamp) -> Message:
    return events_pb2.LoanOverdue(
        customer_id=str(e.customer_id),
        occurred_at=at,
        loan_id=str(e.loan_id),
        days_past_due=e.days_past_due,
        overdue_minor=e.overdue_minor,
        currency=e.currency,
        business_date=e.business_date.isoformat(),
    )


def _loan_recovered(e: events.LoanRecovered, at: Timestamp) -> Message:
    return events_pb2.LoanRecovered(
        customer_id=str(e.customer_id),
        occurred_at=at,
        loan_id=str(e.loan_id),
        days_past_due=e.days_past_due,
        business_date=e.business_date.isoformat(),
    )


def _loan_settled(e: events.LoanSettled, at: Timestamp) -> Message:
    return events_pb2.LoanSettled(
        customer_id=str(e.customer_id),
        occurred_at=at,
        loan_id=str(e.loan_id),
        credit_line_id=str(e.credit_line_id),
        principal_minor=e.principal_minor,
        interest_minor=e.interest_minor,
        penalty_minor=e.penalty_minor,
        currency=e.currency,
        settled_on=e.settled_on.isoformat(),
    )


def _business_day_closed(e: events.BusinessDayClosed, at: Timestamp) -> Message:
    return events_pb2.BusinessDayClosed(
        closed_on=e.closed_on.isoformat(), occurred_at=at, opened_on=e.opened_on.isoformat()
    )


def _plan_changed(e: events.PlanChanged, at: Timestamp) -> Message:
    return events_pb2.PlanChanged(
        customer_id=str(e.customer_id),
        occurred_at=at,
        loan_id=str(e.loan_id),
        change_id=str(e.change_id),
        kind=e.kind,
        instalments_to_come=e.instalments_to_come,
        next_due_on=e.next_due_on.isoformat(),
        business_date=e.business_date.isoformat(),
    )


def _fee_charged(e: events.FeeCharged, at: Timestamp) -> Message:
    return events_pb2.FeeCharged(
        customer_id=str(e.customer_id),
        occurred_at=at,
        loan_id=str(e.loan_id),
        item=e.item,
        amount_minor=e.amount_minor,
        currency=e.currency,
        business_date=e.business_date.isoformat(),
    )


def _charges_waived(e: events.ChargesWaived, at: Timestamp) -> Message:
    return events_pb2.ChargesWaived(
        customer_id=str(e.customer_id),
        occurred_at=at,
        loan_id=str(e.loan_id),
        penalty_minor=e.penalty_minor,
        interest_minor=e.interest_minor,
        fee_minor=e.fee_minor,
        currency=e.currency,
        business_date=e.business_date.isoformat(),
    )


def _loan_charged_off(e: events.LoanChargedOff, at: Timestamp) -> Message:
    return events_pb2.LoanChargedOff(
        customer_id=str(e.customer_id),
        occurred_at=at,
        loan_id=str(e.loan_id),
        principal_minor=e.principal_minor,
        interest_minor=e.interest_minor,
        penalty_minor=e.penalty_minor,
        days_past_due=e.days_past_due,
        currency=e.currency,
        business_date=e.business_date.isoformat(),
    )


def _loan_restated(e: events.LoanRestated, at: Timestamp) -> Message:
    return events_pb2.LoanRestated(
        customer_id=str(e.customer_id),
        occurred_at=at,
        loan_id=str(e.loan_id),
        credit_line_id=str(e.credit_line_id),
        cause=e.cause,
        repayment_id=str(e.repayment_id),
        from_on=e.from_on.isoformat(),
        principal_change_minor=e.principal_change_minor,
        outstanding_principal_minor=e.outstanding_principal_minor,
        currency=e.currency,
        business_date=e.business_date.isoformat(),
    )


def _chunk_requested(e: events.EndOfDayChunkRequested, at: Timestamp) -> Message:
    return events_pb2.EndOfDayChunkRequested(
        chunk_id=e.chunk_id,
        occurred_at=at,
        business_date=e.business_date.isoformat(),
        step=e.step,
        first_bucket=e.first_bucket,
        last_bucket=e.last_bucket,
    )


_MESSAGES: Mapping[type, Callable[[Any, Timestamp], Message]] = {
    events.LoanOpened: _loan_opened,
    events.InstalmentDue: _instalment_due,
    events.CollectionRequested: _collection_requested,
    events.DebitScheduled: _debit_scheduled,
    events.MandateRequested: _mandate_requested,
    events.MandateAccepted: _mandate_accepted,
    events.MandateRejected: _mandate_rejected,
    events.MandateAmended: _mandate_amended,
    events.MandateCancelled: _mandate_cancelled,
    events.OverpaymentHeld: _overpayment_held,
    events.RefundRequested: _refund_requested,
    events.RefundUnknown: _refund_unknown,
    events.RefundRefused: _refund_refused,
    events.OverpaymentRefunded: _overpayment_refunded,
    events.CollectionUnknown: _collection_unknown,
    events.CollectionFailed: _collection_failed,
    events.RepaymentPosted: _repayment_posted,
    events.RecoveryPosted: _repayment_posted,
    events.FeeCharged: _fee_charged,
    events.ChargesWaived: _charges_waived,
    events.PlanChanged: _plan_changed,
    events.LoanChargedOff: _loan_charged_off,
    events.LoanRestated: _loan_restated,
    events.PenaltyAccrued: _penalty_accrued,
    events.LoanOverdue: _loan_overdue,
    events.LoanRecovered: _loan_recovered,
    events.LoanSettled: _loan_settled,
    events.BusinessDayClosed: _business_day_closed,
    events.EndOfDayChunkRequested: _chunk_requested,
    **LATE_MESSAGES,
    **LEDGER_MESSAGES,
    **CREDIT_MESSAGES,
}
