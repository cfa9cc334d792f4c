"""Mandates and collections, for customers and staff: RPC -> use case -> reply."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from granary.repayment.v1 import collection_service_pb2 as pb
from granary.repayment.v1.collection_service_pb2_grpc import (
    CollectionInternalServiceServicer,
    CollectionServiceServicer,
    add_CollectionInternalServiceServicer_to_server,
    add_CollectionServiceServicer_to_server,
)

from chassis.call_context import current_customer
from chassis.contract_values import EnumMapping, timestamp
from chassis.grpc_server import request_key
from chassis.ports import Clock
from services.repayment import proto_mapping
from services.repayment.collection_queries import CollectionQueries
from services.repayment.domain.collection import Repayment
from services.repayment.domain.collection_notice import notice_of, receipt_number
from services.repayment.domain.customer_credit import Refund, RefundStatus
from services.repayment.domain.mandate import Mandate, MandateStatus, StepKind
from services.repayment.use_cases.collections import CollectionUseCases
from services.repayment.use_cases.customer_credits import CustomerCredits
from services.repayment.use_cases.mandates import MandateUseCases
from services.repayment.use_cases.ports import Books

_STATUSES = EnumMapping(MandateStatus, pb.MandateStatus)
_STEPS = EnumMapping(StepKind, pb.MandateStepKind)
_REFUNDS = EnumMapping(RefundStatus, pb.RefundStatus)
_SHOWN, _STUCK_SHOWN = 50, 100


class CollectionApi(CollectionServiceServicer):
    """What customers ask; whose loans they see follows from their token."""

    def __init__(
        self,
        *,
        mandates: MandateUseCases,
        money_held: CustomerCredits,
        queries: CollectionQueries,
        books: Books,
    ) -> None:
        self._mandates = mandates
        self._money_held = money_held
        self._queries = queries
        self._books = books

    async def ListMandates(
        self, _request: pb.ListMandatesRequest, _: Any
    ) -> pb.ListMandatesResponse:
        found = await self._mandates.list_mandates(current_customer())
        return pb.ListMandatesResponse(mandates=[_mandate(one) for one in found])

    async def ChangeDebitCard(
        self, request: pb.ChangeDebitCardRequest, _: Any
    ) -> pb.ChangeDebitCardResponse:
        customer_id, loan_id = current_customer(), UUID(request.loan_id)
        await self._mandates.change_card(
            customer_id, loan_id, UUID(request.card_id), request_key(request)
        )
        mandate = await self._mandates.of_loan(customer_id, loan_id)
        return pb.ChangeDebitCardResponse(mandate=_mandate(mandate) if mandate else None)

    async def ListCollections(
        self, request: pb.ListCollectionsRequest, _: Any
    ) -> pb.ListCollectionsResponse:
        loan = await self._books.loan(current_customer(), UUID(request.loan_id))
        found = await self._queries.collections(
            loan.customer_id, loan.loan_id, request.page_size or _SHOWN
        )
        return pb.ListCollectionsResponse(collections=[_collection(one) for one in found])

    async def GetCredit(self, _request: pb.GetCreditRequest, _: Any) -> pb.GetCreditResponse:
        held = await self._money_held.held_for(current_customer())
        if held is None:
            return pb.GetCreditResponse(currency="CNY")
        return pb.GetCreditResponse(
            held_minor=held.held_minor,
            refunding_minor=held.refunding_minor,
            currency=held.currency,
        )

    async def RequestRefund(
        self, request: pb.RequestRefundRequest, _: Any
    ) -> pb.RequestRefundResponse:
        refund = await self._money_held.request_refund(
            current_customer(), UUID(request.card_id), request.amount_minor, request_key(request)
        )
        return pb.RequestRefundResponse(refund=_refund(refund))

    async def GetRefund(self, request: pb.GetRefundRequest, _: Any) -> pb.GetRefundResponse:
        refund = await self._money_held.get_refund(current_customer(), UUID(request.refund_id))
        return pb.GetRefundResponse(refund=_refund(refund))


class CollectionInternalApi(CollectionInternalServiceServicer):
    """What staff ask when a collection does not end by itself."""

    def __init__(
        self,
        *,
        collections: CollectionUseCases,
        money_held: CustomerCredits,
        queries: CollectionQueries,
        clock: Clock,
    ) -> None:
        self._collections = collections
        self._money_held = money_held
        self._queries = queries
        self._clock = clock

    async def ListStuckCollections(
        self, request: pb.ListStuckCollectionsRequest, _: Any
    ) -> pb.ListStuckCollectionsResponse:
        now = self._clock()
        found = await self._queries.stuck(
            now - timedelta(seconds=request.older_than_s), request.page_size or _STUCK_SHOWN
        )
        return pb.ListStuckCollectionsResponse(
            collections=[
                pb.StuckCollection(
                    customer_id=str(one.customer_id),
                    repayment=proto_mapping.repayment(one),
                    end_to_end_id=one.repayment_id.hex,
                    age_s=int((now - one.requested_at).total_seconds()),
                )
                for one in found
            ]
        )

    async def AskRail(self, request: pb.AskRailRequest, _: Any) -> pb.AskRailResponse:
        repayment = await self._collections.ask_now(request.end_to_end_id)
        await self._money_held.check_refused(repayment)
        return pb.AskRailResponse(repayment=proto_mapping.repayment(repayment))


def collection_services(
    public: CollectionApi, internal: CollectionInternalApi
) -> tuple[tuple[Any, Any], ...]:
    """Both services as `grpc_server` takes them."""
    return (
        (add_CollectionServiceServicer_to_server, public),
        (add_CollectionInternalServiceServicer_to_server, internal),
    )


def _mandate(mandate: Mandate) -> pb.Mandate:
    return pb.Mandate(
        mandate_id=str(mandate.mandate_id),
        loan_id=str(mandate.loan_id),
        card_id=str(mandate.card_id),
        status=_STATUSES.to_proto(mandate.status),
        reason=mandate.reason,
        signed_on=mandate.signed_on.isoformat(),
        steps=[
            pb.MandateStep(
                kind=_STEPS.to_proto(step.kind),
                at=timestamp(step.at),
                card_id=str(step.card_id),
                reason=step.reason,
            )
            for step in mandate.steps
        ],
    )


def _refund(refund: Refund) -> pb.Refund:
    return pb.Refund(
        refund_id=str(refund.refund_id),
        card_id=str(refund.card_id),
        amount_minor=refund.amount_minor,
        currency=refund.currency,
        status=_REFUNDS.to_proto(refund.status),
        refusal_code=refund.refusal_code,
        paid_on=proto_mapping.iso(refund.paid_on),
    )


def _collection(repayment: Repayment) -> pb.Collection:
    notice = notice_of(repayment)
    return pb.Collection(
        repayment=proto_mapping.repayment(repayment),
        receipt_number=receipt_number(repayment),
        notice=None if notice is None else pb.CollectionNotice(zh=notice.zh, en=notice.en),
    )
