"""The RPCs about decisions: why, by a person, and what a change of the rules would do."""

from typing import Any
from uuid import UUID

from granary.lending.v1 import credit_decision_service_pb2 as pb
from granary.lending.v1 import manual_review_pb2
from granary.lending.v1.credit_decision_service_pb2_grpc import (
    CreditDecisionInternalServiceServicer,
    CreditDecisionServiceServicer,
    add_CreditDecisionInternalServiceServicer_to_server,
    add_CreditDecisionServiceServicer_to_server,
)

from chassis.call_context import current_caller, current_customer
from chassis.contract_values import timestamp
from chassis.grpc_server import Registration, request_key
from chassis.pages import cut, id_in, page_size
from chassis.ports import Clock
from services.lending.domain.change_effect import APPLICATIONS_DEFAULT
from services.lending.domain.manual_review import ManualReview, Verdict
from services.lending.domain.price import annual_rate_ppm
from services.lending.domain.product import PERSONAL_REVOLVING
from services.lending.domain.reasons import Reason
from services.lending.proto_mapping import CURRENCY, outcome_to_proto
from services.lending.use_cases.assembly import Lending
from services.lending.use_cases.decisions import Decisions, Explanation
from services.lending.use_cases.reviews import Reviews


def registrations(lending: Lending, clock: Clock) -> list[Registration]:
    """Both services, for the server."""
    public = CreditDecisionApi(lending.decisions, lending.reviews)
    internal = CreditDecisionInternalApi(lending.decisions, lending.reviews, clock)
    return [
        (add_CreditDecisionServiceServicer_to_server, public),
        (add_CreditDecisionInternalServiceServicer_to_server, internal),
    ]


class CreditDecisionApi(CreditDecisionServiceServicer):
    """For apps: every call is about the customer of the access token and nobody else."""

    def __init__(self, decisions: Decisions, reviews: Reviews) -> None:
        self._decisions = decisions
        self._reviews = reviews

    async def ExplainDecision(
        self, request: pb.ExplainDecisionRequest, _context: Any
    ) -> pb.ExplainDecisionResponse:
        found = await self._decisions.explain(current_customer(), UUID(request.application_id))
        return pb.ExplainDecisionResponse(explanation=explanation_to_proto(found))

    async def RequestHumanReview(
        self, request: pb.RequestHumanReviewRequest, _context: Any
    ) -> pb.RequestHumanReviewResponse:
        review = await self._reviews.request(
            current_customer(),
            UUID(request.application_id),
            request.statement,
            request_key(request),
        )
        return pb.RequestHumanReviewResponse(
            review_id=str(review.review_id), due_on=review.due_on.isoformat()
        )


class CreditDecisionInternalApi(CreditDecisionInternalServiceServicer):
    """For staff."""

    def __init__(self, decisions: Decisions, reviews: Reviews, clock: Clock) -> None:
        self._decisions = decisions
        self._reviews = reviews
        self._clock = clock

    async def ListManualReviews(
        self, request: pb.ListManualReviewsRequest, _context: Any
    ) -> pb.ListManualReviewsResponse:
        size = page_size(request)
        found = await self._reviews.waiting(after=id_in(request.page_token), limit=size + 1)
        page, next_token = cut(found, size, lambda review: review.review_id)
        return pb.ListManualReviewsResponse(
            reviews=[review_to_proto(review) for review in page], next_page_token=next_token
        )

    async def TakeManualReview(
        self, request: pb.TakeManualReviewRequest, _context: Any
    ) -> pb.TakeManualReviewResponse:
        review = await self._reviews.take(
            UUID(request.customer_id),
            UUID(request.review_id),
            current_caller().name,
            request_key(request),
        )
        return pb.TakeManualReviewResponse(review=review_to_proto(review))

    async def DecideManualReview(
        self, request: pb.DecideManualReviewRequest, _context: Any
    ) -> pb.DecideManualReviewResponse:
        verdict = Verdict(
            staff_name=current_caller().name,
            approve=request.approve,
            limit_minor=request.limit_minor,
            reason=request.reason,
            given_at=self._clock(),
        )
        review = await self._reviews.decide(
            UUID(request.customer_id), UUID(request.review_id), verdict, request_key(request)
        )
        return pb.DecideManualReviewResponse(review=review_to_proto(review))

    async def ExplainApplication(
        self, request: pb.ExplainApplicationRequest, _context: Any
    ) -> pb.ExplainApplicationResponse:
        found = await self._decisions.explain(
            UUID(request.customer_id), UUID(request.application_id)
        )
        decision = found.application.decision
        risk, price = decision.risk, decision.price
        return pb.ExplainApplicationResponse(
            explanation=explanation_to_proto(found),
            pd_ppm=0 if risk is None else risk.pd_ppm,
            raroc_ppm=0 if price is None else price.raroc_ppm,
            required_annual_ppm=0 if price is None else price.required_annual_ppm,
            flags=decision.flags,
            explored=decision.explored,
            replays=found.replays,
        )

    async def PreviewDecisionChange(
        self, request: pb.PreviewDecisionChangeRequest, _context: Any
    ) -> pb.PreviewDecisionChangeResponse:
        effect = await self._decisions.preview_change(
            request.product_code or PERSONAL_REVOLVING,
            rules_toml=request.rules_toml,
            credit_toml=request.credit_toml,
            applications=request.applications or APPLICATIONS_DEFAULT,
        )
        return pb.PreviewDecisionChangeResponse(
            applications=effect.applications,
            outcomes_changed=effect.outcomes_changed,
            limits_changed=effect.limits_changed,
            prices_changed=effect.prices_changed,
            limits_before_minor=effect.limits_before_minor,
            limits_after_minor=effect.limits_after_minor,
            shifts=[
                pb.OutcomeShift(
                    before=f"APPLICATION_OUTCOME_{shift.before}",
                    after=f"APPLICATION_OUTCOME_{shift.after}",
                    applications=shift.applications,
                )
                for shift in effect.shifts
            ],
        )


def reason_to_proto(reason: Reason) -> pb.DecisionReason:
    return pb.DecisionReason(
        code=reason.code,
        text_zh=reason.text_zh,
        text_en=reason.text_en,
        actionable=reason.actionable,
    )


def explanation_to_proto(found: Explanation) -> pb.DecisionExplanation:
    application = found.application
    decision = application.standing
    granted = decision if decision.approved else None
    return pb.DecisionExplanation(
        application_id=str(application.application_id),
        outcome=outcome_to_proto(application),
        decided_by_person=application.reviewed is not None,
        score=decision.points,
        reasons=[reason_to_proto(reason) for reason in found.reasons],
        price_reasons=[reason_to_proto(r) for r in found.price_reasons] if granted else [],
        grade=granted.grade if granted else "",
        limit_minor=granted.limit_minor if granted else 0,
        currency=CURRENCY,
        daily_rate_ppm=granted.daily_rate_ppm if granted else 0,
        annual_rate_ppm=annual_rate_ppm(granted.daily_rate_ppm) if granted else 0,
        cap_annual_ppm=found.cap_annual_ppm,
        policy_version=decision.policy_version,
        credit_version=decision.credit_version,
        rule_set_version=decision.rule_set_version,
        model_version="" if decision.risk is None else decision.risk.model_version,
        review_possible=found.review_possible,
    )


def review_to_proto(review: ManualReview) -> manual_review_pb2.ManualReview:
    verdict = review.proposal
    return manual_review_pb2.ManualReview(
        customer_id=str(review.customer_id),
        review_id=str(review.review_id),
        application_id=str(review.application_id),
        product_code=review.product_code,
        kind=f"REVIEW_KIND_{review.kind}",
        status=f"REVIEW_STATUS_{review.status}",
        reason_codes=review.reason_codes,
        statement=review.statement,
        proposed_limit_minor=review.proposed_limit_minor,
        limit_max_minor=review.limit_max_minor,
        second_person_from_minor=review.second_person_from_minor,
        opened_at=timestamp(review.opened_at),
        due_on=review.due_on.isoformat(),
        taken_by=review.taken_by,
        approved=verdict is not None and verdict.approve,
        limit_minor=0 if verdict is None else verdict.limit_minor,
        reason="" if verdict is None else verdict.reason,
        confirmed_by=review.confirmed_by,
    )
