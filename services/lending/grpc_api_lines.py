"""What becomes of lines: RPC -> use case -> reply, for customers and for staff."""

from typing import Any
from uuid import UUID

from granary.lending.v1 import credit_line_service_pb2 as pb
from granary.lending.v1.credit_line_service_pb2_grpc import (
    CreditLineInternalServiceServicer,
    CreditLineServiceServicer,
)

from chassis.call_context import current_caller, current_customer
from chassis.grpc_server import request_key
from chassis.pages import cut, id_in, page_size
from services.lending.domain.line_words import FreezeReason, LimitReason
from services.lending.line_messages import FREEZE_REASONS, LIMIT_REASONS, change_to_proto
from services.lending.proto_mapping import credit_line_to_proto
from services.lending.use_cases.credit_lines import CUSTOMER, By, CreditLines


class CreditLineApi(CreditLineServiceServicer):
    """For apps: every call is about a line of the customer of the access token."""

    def __init__(self, lines: CreditLines) -> None:
        self._lines = lines

    async def ListCreditLineChanges(
        self, request: pb.ListCreditLineChangesRequest, _: Any
    ) -> pb.ListCreditLineChangesResponse:
        changes, token = await _page(self._lines, current_customer(), request, for_staff=False)
        return pb.ListCreditLineChangesResponse(changes=changes, next_page_token=token)

    async def AnswerLimitOffer(
        self, request: pb.AnswerLimitOfferRequest, _: Any
    ) -> pb.AnswerLimitOfferResponse:
        line = await self._lines.answer_offer(
            current_customer(),
            UUID(request.credit_line_id),
            UUID(request.offer_id),
            request_key(request),
            accepted=request.accepted,
        )
        return pb.AnswerLimitOfferResponse(credit_line=credit_line_to_proto(line))

    async def FreezeOwnCreditLine(
        self, request: pb.FreezeOwnCreditLineRequest, _: Any
    ) -> pb.FreezeOwnCreditLineResponse:
        by = By(CUSTOMER, FreezeReason.CUSTOMER_ASKED)
        line_id = UUID(request.credit_line_id)
        line = await self._lines.freeze(current_customer(), line_id, by, request_key(request))
        return pb.FreezeOwnCreditLineResponse(credit_line=credit_line_to_proto(line))

    async def UnfreezeOwnCreditLine(
        self, request: pb.UnfreezeOwnCreditLineRequest, _: Any
    ) -> pb.UnfreezeOwnCreditLineResponse:
        by = By(CUSTOMER, FreezeReason.CUSTOMER_ASKED)
        line_id = UUID(request.credit_line_id)
        line = await self._lines.unfreeze(current_customer(), line_id, by, request_key(request))
        return pb.UnfreezeOwnCreditLineResponse(credit_line=credit_line_to_proto(line))

    async def CloseOwnCreditLine(
        self, request: pb.CloseOwnCreditLineRequest, _: Any
    ) -> pb.CloseOwnCreditLineResponse:
        by = By(CUSTOMER, LimitReason.CUSTOMER_ASKED)
        line_id = UUID(request.credit_line_id)
        line = await self._lines.close(current_customer(), line_id, by, request_key(request))
        return pb.CloseOwnCreditLineResponse(credit_line=credit_line_to_proto(line))


class CreditLineInternalApi(CreditLineInternalServiceServicer):
    """For staff; who acts follows from the token."""

    def __init__(self, lines: CreditLines) -> None:
        self._lines = lines

    async def OfferLimitIncrease(
        self, request: pb.OfferLimitIncreaseRequest, _: Any
    ) -> pb.OfferLimitIncreaseResponse:
        line = await self._lines.offer_increase(
            *_named(request), request.limit_minor, _limit_by(request), request_key(request)
        )
        return pb.OfferLimitIncreaseResponse(credit_line=credit_line_to_proto(line))

    async def DecreaseLimit(
        self, request: pb.DecreaseLimitRequest, _: Any
    ) -> pb.DecreaseLimitResponse:
        line = await self._lines.decrease(
            *_named(request), request.limit_minor, _limit_by(request), request_key(request)
        )
        return pb.DecreaseLimitResponse(credit_line=credit_line_to_proto(line))

    async def FreezeCreditLine(
        self, request: pb.FreezeCreditLineRequest, _: Any
    ) -> pb.FreezeCreditLineResponse:
        line = await self._lines.freeze(*_named(request), _freeze_by(request), request_key(request))
        return pb.FreezeCreditLineResponse(credit_line=credit_line_to_proto(line))

    async def UnfreezeCreditLine(
        self, request: pb.UnfreezeCreditLineRequest, _: Any
    ) -> pb.UnfreezeCreditLineResponse:
        line = await self._lines.unfreeze(
            *_named(request), _freeze_by(request), request_key(request)
        )
        return pb.UnfreezeCreditLineResponse(credit_line=credit_line_to_proto(line))

    async def CloseCreditLine(
        self, request: pb.CloseCreditLineRequest, _: Any
    ) -> pb.CloseCreditLineResponse:
        line = await self._lines.close(*_named(request), _limit_by(request), request_key(request))
        return pb.CloseCreditLineResponse(credit_line=credit_line_to_proto(line))

    async def ListCustomerCreditLineChanges(
        self, request: pb.ListCustomerCreditLineChangesRequest, _: Any
    ) -> pb.ListCustomerCreditLineChangesResponse:
        customer_id = UUID(request.customer_id)
        changes, token = await _page(self._lines, customer_id, request, for_staff=True)
        return pb.ListCustomerCreditLineChangesResponse(changes=changes, next_page_token=token)


async def _page(
    lines: CreditLines, customer_id: UUID, request: Any, *, for_staff: bool
) -> tuple[list[Any], str]:
    size = page_size(request)
    found = await lines.changes(
        customer_id, UUID(request.credit_line_id), before=id_in(request.page_token), limit=size + 1
    )
    page, next_token = cut(found, size, lambda change: change.change_id)
    return [change_to_proto(change, for_staff=for_staff) for change in page], next_token


def _named(request: Any) -> tuple[UUID, UUID]:
    return UUID(request.customer_id), UUID(request.credit_line_id)


def _limit_by(request: Any) -> By:
    return By(current_caller().name, LIMIT_REASONS.from_proto(request.reason), request.note)


def _freeze_by(request: Any) -> By:
    return By(current_caller().name, FREEZE_REASONS.from_proto(request.reason), request.note)
