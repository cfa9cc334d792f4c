"""Offers of easier terms: RPC -> use case -> reply."""

from typing import Any
from uuid import UUID

from granary.repayment.v1 import collection_contact_service_pb2 as pb
from granary.repayment.v1 import hardship_service_pb2 as hardship_pb
from granary.repayment.v1.hardship_service_pb2_grpc import HardshipServiceServicer

from chassis.call_context import current_customer
from chassis.contract_values import EnumMapping
from chassis.grpc_errors import InvalidRequest
from chassis.grpc_server import request_key
from services.repayment.domain.late.hardship import (
    HardshipCause,
    HardshipRequest,
    HardshipStatus,
    Relief,
    ReliefKind,
)
from services.repayment.grpc_api.plan_changes import preview_message
from services.repayment.use_cases.hardship import Hardship

CAUSES = EnumMapping(HardshipCause, pb.HardshipCause)
RELIEFS = EnumMapping(ReliefKind, pb.ReliefKind)
HARDSHIP_STATUSES = EnumMapping(HardshipStatus, pb.HardshipStatus)


class HardshipApi(HardshipServiceServicer):
    """What customers see of an offer before they decide."""

    def __init__(self, hardship: Hardship) -> None:
        self._hardship = hardship

    async def PreviewRelief(
        self, request: hardship_pb.PreviewReliefRequest, _: Any
    ) -> hardship_pb.PreviewReliefResponse:
        if not request.kind:
            raise InvalidRequest((("kind", "must be given"),))
        preview = await self._hardship.preview(
            current_customer(), UUID(request.hardship_id), RELIEFS.from_proto(request.kind)
        )
        return hardship_pb.PreviewReliefResponse(
            preview=preview_message(preview) if preview is not None else None
        )

    async def DeclineRelief(
        self, request: hardship_pb.DeclineReliefRequest, _: Any
    ) -> hardship_pb.DeclineReliefResponse:
        declined = await self._hardship.decline(
            current_customer(), UUID(request.hardship_id), request_key(request)
        )
        return hardship_pb.DeclineReliefResponse(hardship=hardship_message(declined))


def _relief(relief: Relief) -> pb.Relief:
    return pb.Relief(kind=RELIEFS.to_proto(relief.kind), size=relief.size)


def hardship_message(request: HardshipRequest) -> pb.HardshipRequest:
    """A request for easier terms, for the reply."""
    return pb.HardshipRequest(
        hardship_id=str(request.request_id),
        loan_id=str(request.loan_id),
        cause=CAUSES.to_proto(request.cause),
        offers=[_relief(relief) for relief in request.offers],
        open_until=request.open_until.isoformat(),
        status=HARDSHIP_STATUSES.to_proto(request.status),
        taken=_relief(request.taken) if request.taken is not None else None,
        change_id=str(request.change_id) if request.change_id is not None else "",
    )
