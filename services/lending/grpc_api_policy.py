"""How staff change the policy: RPC -> use case -> reply."""

from typing import Any
from uuid import UUID

from granary.lending.v1 import policy_service_pb2 as pb
from granary.lending.v1.policy_service_pb2_grpc import PolicyInternalServiceServicer

from chassis.call_context import current_caller
from chassis.grpc_server import request_key
from chassis.pages import cut, id_in, page_size
from services.lending import policy_messages as to
from services.lending.domain.product import PERSONAL_REVOLVING
from services.lending.use_cases.business_days import BusinessDays
from services.lending.use_cases.policy_changes import PolicyChanges


class PolicyApi(PolicyInternalServiceServicer):
    """Who proposes and who approves follows from their tokens."""

    def __init__(self, changes: PolicyChanges, days: BusinessDays) -> None:
        self._changes = changes
        self._days = days

    async def ListPolicyValues(
        self, request: pb.ListPolicyValuesRequest, _: Any
    ) -> pb.ListPolicyValuesResponse:
        await self._days.today()
        product = self._days.policies.of(request.product_code or PERSONAL_REVOLVING)
        return pb.ListPolicyValuesResponse(
            values=to.values_of(product), product_codes=sorted(self._days.policies.products)
        )

    async def ProposePolicyChange(
        self, request: pb.ProposePolicyChangeRequest, _: Any
    ) -> pb.ProposePolicyChangeResponse:
        values = tuple(to.policy_value_from_proto(value) for value in request.values)
        change = await self._changes.propose(
            values, request.reason, current_caller().name, request_key(request)
        )
        return pb.ProposePolicyChangeResponse(change=to.change_to_proto(change))

    async def PreviewPolicyChange(
        self, request: pb.PreviewPolicyChangeRequest, _: Any
    ) -> pb.PreviewPolicyChangeResponse:
        change_id = UUID(request.change_id)
        preview = await self._changes.preview(change_id, request.applications)
        change = await self._changes.change(change_id)
        return pb.PreviewPolicyChangeResponse(
            change=to.change_to_proto(change), preview=to.preview_to_proto(preview)
        )

    async def ApprovePolicyChange(
        self, request: pb.ApprovePolicyChangeRequest, _: Any
    ) -> pb.ApprovePolicyChangeResponse:
        change = await self._changes.approve(
            UUID(request.change_id), current_caller().name, request.reason, request_key(request)
        )
        return pb.ApprovePolicyChangeResponse(change=to.change_to_proto(change))

    async def RejectPolicyChange(
        self, request: pb.RejectPolicyChangeRequest, _: Any
    ) -> pb.RejectPolicyChangeResponse:
        change = await self._changes.reject(
            UUID(request.change_id), current_caller().name, request.reason, request_key(request)
        )
        return pb.RejectPolicyChangeResponse(change=to.change_to_proto(change))

    async def GetPolicyChange(
        self, request: pb.GetPolicyChangeRequest, _: Any
    ) -> pb.GetPolicyChangeResponse:
        change = await self._changes.change(UUID(request.change_id))
        return pb.GetPolicyChangeResponse(change=to.change_to_proto(change))

    async def ListPolicyChanges(
        self, request: pb.ListPolicyChangesRequest, _: Any
    ) -> pb.ListPolicyChangesResponse:
        size = page_size(request)
        found = await self._changes.changes(before=id_in(request.page_token), limit=size + 1)
        page, next_token = cut(found, size, lambda change: change.change_id)
        return pb.ListPolicyChangesResponse(
            changes=[to.change_to_proto(change) for change in page], next_page_token=next_token
        )

    async def ListPolicyNotices(
        self, request: pb.ListPolicyNoticesRequest, _: Any
    ) -> pb.ListPolicyNoticesResponse:
        size = page_size(request)
        found = await self._changes.notices(
            UUID(request.change_id), after=id_in(request.page_token), limit=size + 1
        )
        page, next_token = cut(found, size, lambda notice: notice.credit_line_id)
        return pb.ListPolicyNoticesResponse(
            notices=[to.notice_to_proto(notice) for notice in page], next_page_token=next_token
        )
