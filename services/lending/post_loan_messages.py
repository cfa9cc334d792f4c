"""Checks of loans as contract messages, and the evidence that comes the other way."""

from datetime import datetime

from granary.lending.v1 import post_loan_check_pb2 as pb

from chassis.contract_values import EnumMapping, date_of, timestamp
from services.lending.domain.post_loan_check import (
    CheckOutcome,
    CheckStatus,
    Evidence,
    PostLoanCheck,
)
from services.lending.proto_mapping import PURPOSES

OUTCOMES = EnumMapping(CheckOutcome, pb.PostLoanCheckOutcome)
_STATUSES = EnumMapping(CheckStatus, pb.PostLoanCheckStatus)


def check_to_proto(check: PostLoanCheck, *, for_staff: bool = False) -> pb.PostLoanCheck:
    """A check; customers do not see who noted what."""
    return pb.PostLoanCheck(
        customer_id=str(check.customer_id),
        loan_id=str(check.loan_id),
        product_code=check.product_code,
        purpose=PURPOSES.to_proto(check.purpose),
        amount_minor=check.amount_minor,
        status=_STATUSES.to_proto(check.status),
        due_on=check.due_on.isoformat(),
        evidence=[
            pb.FundsEvidence(
                payee=one.payee,
                amount_minor=one.amount_minor,
                paid_on=one.paid_on.isoformat(),
                note=one.note,
                document_sha256=one.document_sha256,
            )
            for one in check.evidence
        ],
        looks=[
            pb.PostLoanLook(
                outcome=OUTCOMES.to_proto(look.outcome),
                looked_on=look.on.isoformat(),
                staff_name=look.staff_name if for_staff else "",
                note=look.note if for_staff else "",
            )
            for look in check.looks
        ],
        opened_at=timestamp(check.opened_at),
    )


def evidence_from_proto(message: pb.FundsEvidenceForm, given_at: datetime) -> Evidence:
    """Raises InvalidRequest for a day no calendar has."""
    return Evidence(
        payee=message.payee,
        amount_minor=message.amount_minor,
        paid_on=date_of(message.paid_on, "paid_on"),
        note=message.note,
        document_sha256=message.document_sha256,
        given_at=given_at,
    )
