"""Looking after loans: RPC -> use case -> reply, for customers and for staff."""

from typing import Any
from uuid import UUID

from granary.lending.v1 import post_loan_service_pb2 as pb
from granary.lending.v1.post_loan_service_pb2_grpc import (
    PostLoanInternalServiceServicer,
    PostLoanServiceServicer,
)

from chassis.call_context import current_caller, current_customer
from chassis.grpc_server import request_key
from chassis.pages import cut, id_in, page_size
from chassis.ports import Clock
from services.lending.post_loan_messages import OUTCOMES, check_to_proto, evidence_from_proto
from services.lending.use_cases.post_loan import PostLoanChecks


class PostLoanApi(PostLoanServiceServicer):
    """For apps: every call is about a loan of the customer of the access token."""

    def __init__(self, checks: PostLoanChecks, clock: Clock) -> None:
        self._checks = checks
        self._clock = clock

    async def ListPostLoanChecks(
        self, _request: pb.ListPostLoanChecksRequest, _: Any
    ) -> pb.ListPostLoanChecksResponse:
        found = await self._checks.of_customer(current_customer())
        return pb.ListPostLoanChecksResponse(checks=[check_to_proto(check) for check in found])

    async def GiveFundsEvidence(
        self, request: pb.GiveFundsEvidenceRequest, _: Any
    ) -> pb.GiveFundsEvidenceResponse:
        evidence = [evidence_from_proto(one, self._clock()) for one in request.evidence]
        check = await self._checks.give_evidence(
            current_customer(), UUID(request.loan_id), evidence, request_key(request)
        )
        return pb.GiveFundsEvidenceResponse(check=check_to_proto(check))


class PostLoanInternalApi(PostLoanInternalServiceServicer):
    """For staff; who looks follows from the token."""

    def __init__(self, checks: PostLoanChecks) -> None:
        self._checks = checks

    async def ListDuePostLoanChecks(
        self, request: pb.ListDuePostLoanChecksRequest, _: Any
    ) -> pb.ListDuePostLoanChecksResponse:
        size = page_size(request)
        found = await self._checks.due(after=id_in(request.page_token), limit=size + 1)
        page, next_token = cut(found, size, lambda check: check.loan_id)
        return pb.ListDuePostLoanChecksResponse(
            checks=[check_to_proto(check, for_staff=True) for check in page],
            next_page_token=next_token,
        )

    async def RecordPostLoanLook(
        self, request: pb.RecordPostLoanLookRequest, _: Any
    ) -> pb.RecordPostLoanLookResponse:
        check = await self._checks.record(
            UUID(request.customer_id),
            UUID(request.loan_id),
            OUTCOMES.from_proto(request.outcome),
            current_caller().name,
            request.note,
            request_key(request),
        )
        return pb.RecordPostLoanLookResponse(check=check_to_proto(check, for_staff=True))
