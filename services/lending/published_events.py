"""Each domain event as the message that is published."""

from collections.abc import Callable
from typing import Any

from google.protobuf.message import Message
from granary.lending.v1 import disclosed_fee_pb2, events_pb2

from chassis.contract_values import timestamp
from services.lending.domain import events
from services.lending.domain.credit_line import CreditLine
from services.lending.domain.drawdown import Drawdown
from services.lending.domain.manual_review import ReviewStatus
from services.lending.domain.post_loan_check import CheckStatus
from services.lending.domain.quote import Quote
from services.lending.line_messages import change_to_proto
from services.lending.policy_messages import policy_value_to_proto
from services.lending.post_loan_messages import OUTCOMES
from services.lending.proto_mapping import (
    CURRENCY,
    METHODS,
    PURPOSES,
    outcome_to_proto,
    verdict_to_proto,
)


def to_message(event: Any) -> Message:
    """The message of a domain event; raises KeyError for a value that is none."""
    return _MESSAGES[type(event)](event)


def _application_decided(event: events.ApplicationDecided) -> Message:
    application = event.application
    decision = application.standing
    return events_pb2.ApplicationDecided(
        customer_id=str(application.customer_id),
        occurred_at=timestamp(event.occurred_at),
        application_id=str(application.application_id),
        outcome=outcome_to_proto(application),
        reason_codes=decision.reason_codes,
        grade=decision.grade if decision.approved else "",
        limit_minor=decision.limit_minor if decision.approved else 0,
        currency=CURRENCY,
        purpose=PURPOSES.to_proto(application.inputs.purpose),
        policy_version=decision.policy_version,
        product_code=application.product_code,
    )


def _model_register_changed(event: events.ModelRegisterChanged) -> Message:
    return events_pb2.ModelRegisterChanged(
        model_version=event.model_version,
        occurred_at=timestamp(event.occurred_at),
        what=event.what,
        sha256=event.sha256,
        staff_name=event.staff_name,
        reason=event.reason,
    )


def _manual_review_opened(event: events.ManualReviewOpened) -> Message:
    review = event.review
    return events_pb2.ManualReviewOpened(
        customer_id=str(review.customer_id),
        occurred_at=timestamp(review.opened_at),
        review_id=str(review.review_id),
        application_id=str(review.application_id),
        kind=f"REVIEW_KIND_{review.kind}",
        reason_codes=review.reason_codes,
        due_on=review.due_on.isoformat(),
    )


def _manual_review_moved(event: events.ManualReviewMoved) -> Message:
    review = event.review
    return events_pb2.ManualReviewMoved(
        customer_id=str(review.customer_id),
        occurred_at=timestamp(event.occurred_at),
        review_id=str(review.review_id),
        status=f"REVIEW_STATUS_{review.status}",
        taken_by=review.taken_by,
    )


def _manual_review_ended(event: events.ManualReviewEnded) -> Message:
    review = event.review
    assert review.decided_at is not None
    # A proposal that nobody confirmed in time decided nothing.
    verdict = None if review.status is ReviewStatus.EXPIRED else review.proposal
    people = () if verdict is None else (verdict.staff_name, review.confirmed_by)
    return events_pb2.ManualReviewEnded(
        customer_id=str(review.customer_id),
        occurred_at=timestamp(review.decided_at),
        review_id=str(review.review_id),
        application_id=str(review.application_id),
        status=f"REVIEW_STATUS_{review.status}",
        limit_minor=0 if verdict is None else verdict.limit_minor,
        currency=CURRENCY,
        decided_by=[name for name in people if name],
    )


def _manual_review_overdue(event: events.ManualReviewOverdue) -> Message:
    review = event.review
    return events_pb2.ManualReviewOverdue(
        customer_id=str(review.customer_id),
        occurred_at=timestamp(event.occurred_at),
        review_id=str(review.review_id),
        due_on=review.due_on.isoformat(),
    )


def _behaviour_scored(event: events.BehaviourScored) -> Message:
    found = event.score
    return events_pb2.BehaviourScored(
        customer_id=str(found.customer_id),
        occurred_at=timestamp(found.known_at),
        score_id=str(found.score_id),
        credit_line_id=str(found.credit_line_id),
        cause=found.cause,
        pd_ppm=found.pd_ppm,
        grade=found.grade,
        line_grade=found.line_grade,
        triggers=found.triggers,
        model_version=found.score.model_version,
        business_date=found.business_date.isoformat(),
    )


def _credit_line_opened(event: events.CreditLineOpened) -> Message:
    line: CreditLine = event.line
    return events_pb2.CreditLineOpened(
        customer_id=str(line.customer_id),
        occurred_at=timestamp(line.opened_at),
        credit_line_id=str(line.credit_line_id),
        application_id=str(line.application_id),
        limit_minor=line.limit_minor,
        currency=CURRENCY,
        daily_rate_ppm=line.daily_rate_ppm,
        grade=line.grade,
        policy_version=line.policy_version,
        product_code=line.product_code,
    )


def _credit_line_restored(event: events.CreditLineRestored) -> Message:
    return events_pb2.CreditLineRestored(
        customer_id=str(event.line.customer_id),
        occurred_at=timestamp(event.occurred_at),
        credit_line_id=str(event.line.credit_line_id),
        loan_id=str(event.repaid.loan_id),
        repayment_id=str(event.repaid.repayment_id),
        restored_minor=event.repaid.principal_minor,
        available_minor=event.line.available_minor,
        currency=CURRENCY,
    )


def _credit_line_redrawn(event: events.CreditLineRedrawn) -> Message:
    return events_pb2.CreditLineRedrawn(
        customer_id=str(event.line.customer_id),
        occurred_at=timestamp(event.occurred_at),
        credit_line_id=str(event.line.credit_line_id),
        loan_id=str(event.restated.loan_id),
        repayment_id=str(event.restated.repayment_id),
        redrawn_minor=event.restated.principal_minor,
        over_limit_minor=event.line.over_limit_minor,
        available_minor=event.line.available_minor,
        currency=CURRENCY,
    )


def _quote_given(event: events.QuoteGiven) -> Message:
    quote: Quote = event.quote
    return events_pb2.QuoteGiven(
        customer_id=str(quote.customer_id),
        occurred_at=timestamp(quote.quoted_at),
        quote_id=str(quote.quote_id),
        amount_minor=quote.terms.amount_minor,
        currency=CURRENCY,
        instalments=quote.terms.instalments,
        cost_sheet_hash=quote.cost_sheet.sha256,
        policy_version=quote.policy_version,
    )


def _cost_sheet_opened(event: events.CostSheetOpened) -> Message:
    quote = event.quote
    assert quote.opened_at is not None
    return events_pb2.CostSheetOpened(
        customer_id=str(quote.customer_id),
        occurred_at=timestamp(quote.opened_at),
        quote_id=str(quote.quote_id),
        cost_sheet_hash=quote.cost_sheet.sha256,
    )


def _cost_sheet_confirmed(event: events.CostSheetConfirmed) -> Message:
    quote = event.quote
    assert quote.opened_at is not None
    assert quote.confirmed_at is not None
    return events_pb2.CostSheetConfirmed(
        customer_id=str(quote.customer_id),
        occurred_at=timestamp(quote.confirmed_at),
        quote_id=str(quote.quote_id),
        cost_sheet_hash=quote.cost_sheet.sha256,
        read_s=int((quote.confirmed_at - quote.opened_at).total_seconds()),
    )


def _clauses_opened(event: events.ClausesOpened) -> Message:
    quote = event.quote
    assert quote.clauses.opened_at is not None
    return events_pb2.ClausesOpened(
        customer_id=str(quote.customer_id),
        occurred_at=timestamp(quote.clauses.opened_at),
        quote_id=str(quote.quote_id),
        clauses=len(quote.clauses.clauses),
    )


def _clauses_acknowledged(event: events.ClausesAcknowledged) -> Message:
    quote = event.quote
    return events_pb2.ClausesAcknowledged(
        customer_id=str(quote.customer_id),
        occurred_at=timestamp(event.occurred_at),
        quote_id=str(quote.quote_id),
        codes=[one.code for one in quote.clauses.acknowledged[event.before :]],
        still_missing=len(quote.clauses.missing),
    )


def _contract_agreed(event: events.ContractAgreed) -> Message:
    contract = event.contract
    return events_pb2.ContractAgreed(
        customer_id=str(contract.customer_id),
        occurred_at=timestamp(contract.signed_at),
        contract_id=str(contract.contract_id),
        quote_id=str(contract.quote_id),
        document_sha256=contract.document_sha256,
        otp_id="" if contract.intent is None else str(contract.intent.otp_id),
        amount_minor=contract.terms.amount_minor,
        currency=CURRENCY,
    )


def _contract_signed(event: events.ContractSigned) -> Message:
    contract, seal = event.contract, event.contract.seal
    assert seal is not None
    return events_pb2.ContractSigned(
        customer_id=str(contract.customer_id),
        occurred_at=timestamp(seal.timestamped_at),
        contract_id=str(contract.contract_id),
        quote_id=str(contract.quote_id),
        sha256=contract.sha256,
        amount_minor=contract.terms.amount_minor,
        currency=CURRENCY,
        sealed_sha256=seal.sha256,
    )


def _drawdown_requested(event: events.DrawdownRequested) -> Message:
    drawdown: Drawdown = event.drawdown
    return events_pb2.DrawdownRequested(
        customer_id=str(drawdown.customer_id),
        occurred_at=timestamp(drawdown.requested_at),
        drawdown_id=str(drawdown.drawdown_id),
        credit_line_id=str(drawdown.credit_line_id),
        contract_id=str(drawdown.contract_id),
        card_id=str(drawdown.card.card_id),
        amount_minor=drawdown.amount_minor,
        currency=CURRENCY,
        status=f"DRAWDOWN_STATUS_{drawdown.status}",
        verdict=None if drawdown.verdict is None else verdict_to_proto(drawdown.verdict),
    )


def _drawdown_screened(event: events.DrawdownScreened) -> Message:
    drawdown = event.drawdown
    assert drawdown.verdict is not None
    return events_pb2.DrawdownScreened(
        customer_id=str(drawdown.customer_id),
        occurred_at=timestamp(event.occurred_at),
        drawdown_id=str(drawdown.drawdown_id),
        verdict=verdict_to_proto(drawdown.verdict),
    )


def _drawdown_held(event: events.DrawdownHeld) -> Message:
    drawdown = event.drawdown
    return events_pb2.DrawdownHeld(
        customer_id=str(drawdown.customer_id),
        occurred_at=timestamp(event.occurred_at),
        drawdown_id=str(drawdown.drawdown_id),
        reason=f"HOLD_REASON_{drawdown.hold_reason}",
        amount_minor=drawdown.amount_minor,
        currency=CURRENCY,
    )


def _drawdown_paying(event: events.DrawdownPaying) -> Message:
    drawdown = event.drawdown
    return events_pb2.DrawdownPaying(
        customer_id=str(drawdown.customer_id),
        occurred_at=timestamp(event.occurred_at),
        drawdown_id=str(drawdown.drawdown_id),
        card_id=str(drawdown.card.card_id),
        amount_minor=drawdown.amount_minor,
        currency=CURRENCY,
    )


def _drawdown_unknown(event: events.DrawdownUnknown) -> Message:
    drawdown = event.drawdown
    return events_pb2.DrawdownUnknown(
        customer_id=str(drawdown.customer_id),
        occurred_at=timestamp(event.occurred_at),
        drawdown_id=str(drawdown.drawdown_id),
        amount_minor=drawdown.amount_minor,
        currency=CURRENCY,
    )


def _drawdown_paid(event: events.DrawdownPaid) -> Message:
    drawdown, terms = event.drawdown, event.drawdown.terms
    assert drawdown.paid_on is not None
    return events_pb2.DrawdownPaid(
        customer_id=str(drawdown.customer_id),
        occurred_at=timestamp(event.occurred_at),
        drawdown_id=str(drawdown.drawdown_id),
        credit_line_id=str(drawdown.credit_line_id),
        contract_id=str(drawdown.contract_id),
        card_id=str(drawdown.card.card_id),
        amount_minor=drawdown.amount_minor,
        currency=CURRENCY,
        instalments=terms.instalments,
        method=METHODS.to_proto(terms.method),
        daily_rate_ppm=terms.daily_rate_ppm,
        penalty_factor_pct=terms.penalty.factor_pct,
        cap_annual_ppm=terms.penalty.cap_annual_ppm,
        grace_days=terms.penalty.grace_days,
        disbursed_on=drawdown.paid_on.isoformat(),
        policy_version=terms.policy_version,
        schedule_sha256=terms.schedule_sha256,
        prepayment_fee_ppm=terms.prepayment_fee_ppm,
        product_code=terms.product_code,
        fees=[
            disclosed_fee_pb2.DisclosedFee(
                item=fee.item,
                most_minor=fee.most_minor,
                name_zh=fee.name_zh,
                name_en=fee.name_en,
            )
            for fee in terms.fees
        ],
    )


def _drawdown_refused(event: events.DrawdownRefused) -> Message:
    drawdown = event.drawdown
    return events_pb2.DrawdownRefused(
        customer_id=str(drawdown.customer_id),
        occurred_at=timestamp(event.occurred_at),
        drawdown_id=str(drawdown.drawdown_id),
        credit_line_id=str(drawdown.credit_line_id),
        reason=drawdown.refusal_reason,
        amount_minor=drawdown.amount_minor,
        currency=CURRENCY,
    )


def _credit_line_changed(event: events.CreditLineChanged) -> Message:
    change = event.change
    return events_pb2.CreditLineChanged(
        customer_id=str(change.customer_id),
        occurred_at=timestamp(change.changed_at),
        change=change_to_proto(change),
        available_minor=event.available_minor,
        currency=CURRENCY,
        product_code=change.product_code,
    )


def _post_loan_check_opened(event: events.PostLoanCheckOpened) -> Message:
    check = event.check
    return events_pb2.PostLoanCheckOpened(
        customer_id=str(check.customer_id),
        occurred_at=timestamp(check.opened_at),
        loan_id=str(check.loan_id),
        amount_minor=check.amount_minor,
        currency=CURRENCY,
        due_on=check.due_on.isoformat(),
    )


def _funds_evidence_given(event: events.FundsEvidenceGiven) -> Message:
    check = event.check
    return events_pb2.FundsEvidenceGiven(
        customer_id=str(check.customer_id),
        occurred_at=timestamp(check.evidence[-1].given_at),
        loan_id=str(check.loan_id),
        pieces=len(check.evidence),
    )


def _post_loan_check_recorded(event: events.PostLoanCheckRecorded) -> Message:
    check = event.check
    is_open = check.status is CheckStatus.OPEN
    return events_pb2.PostLoanCheckRecorded(
        customer_id=str(check.customer_id),
        occurred_at=timestamp(check.looks[-1].at),
        loan_id=str(check.loan_id),
        outcome=OUTCOMES.to_proto(check.looks[-1].outcome),
        due_on=check.due_on.isoformat() if is_open else "",
        misuse_penalty_factor_pct=event.misuse_penalty_factor_pct,
        credit_line_id=str(check.credit_line_id),
    )


def _post_loan_check_ended(event: events.PostLoanCheckEnded) -> Message:
    return events_pb2.PostLoanCheckEnded(
        customer_id=str(event.check.customer_id),
        occurred_at=timestamp(event.ended_at),
        loan_id=str(event.check.loan_id),
    )


def _policy_change_proposed(event: events.PolicyChangeProposed) -> Message:
    change = event.change
    return events_pb2.PolicyChangeProposed(
        change_id=str(change.change_id),
        occurred_at=timestamp(change.proposed_at),
        proposed_by=change.proposed_by,
        values=[policy_value_to_proto(value) for value in change.new_values],
    )


def _policy_change_approved(event: events.PolicyChangeApproved) -> Message:
    change = event.change
    assert change.decided_at is not None
    return events_pb2.PolicyChangeApproved(
        change_id=str(change.change_id),
        occurred_at=timestamp(change.decided_at),
        approved_by=change.decided_by,
        values=[policy_value_to_proto(value) for value in change.new_values],
        number=change.approval,
    )


def _policy_change_rejected(event: events.PolicyChangeRejected) -> Message:
    change = event.change
    assert change.decided_at is not None
    return events_pb2.PolicyChangeRejected(
        change_id=str(change.change_id),
        occurred_at=timestamp(change.decided_at),
        rejected_by=change.decided_by,
    )


_MESSAGES: dict[type, Callable[[Any], Message]] = {
    events.ApplicationDecided: _application_decided,
    events.ManualReviewOpened: _manual_review_opened,
    events.ManualReviewMoved: _manual_review_moved,
    events.ManualReviewEnded: _manual_review_ended,
    events.ManualReviewOverdue: _manual_review_overdue,
    events.BehaviourScored: _behaviour_scored,
    events.CreditLineOpened: _credit_line_opened,
    events.CreditLineRestored: _credit_line_restored,
    events.ModelRegisterChanged: _model_register_changed,
    events.CreditLineRedrawn: _credit_line_redrawn,
    events.QuoteGiven: _quote_given,
    events.CostSheetOpened: _cost_sheet_opened,
    events.CostSheetConfirmed: _cost_sheet_confirmed,
    events.ClausesOpened: _clauses_opened,
    events.ClausesAcknowledged: _clauses_acknowledged,
    events.ContractAgreed: _contract_agreed,
    events.ContractSigned: _contract_signed,
    events.DrawdownRequested: _drawdown_requested,
    events.DrawdownScreened: _drawdown_screened,
    events.DrawdownHeld: _drawdown_held,
    events.DrawdownPaying: _drawdown_paying,
    events.DrawdownUnknown: _drawdown_unknown,
    events.DrawdownPaid: _drawdown_paid,
    events.DrawdownRefused: _drawdown_refused,
    events.CreditLineChanged: _credit_line_changed,
    events.PostLoanCheckOpened: _post_loan_check_opened,
    events.FundsEvidenceGiven: _funds_evidence_given,
    events.PostLoanCheckRecorded: _post_loan_check_recorded,
    events.PostLoanCheckEnded: _post_loan_check_ended,
    events.PolicyChangeProposed: _policy_change_proposed,
    events.PolicyChangeApproved: _policy_change_approved,
    events.PolicyChangeRejected: _policy_change_rejected,
}
