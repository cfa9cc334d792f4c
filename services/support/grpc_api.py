"""RPC -> use case -> reply: translation and nothing else."""

from datetime import date
from typing import Any
from uuid import UUID

from granary.support.v1 import support_service_pb2 as pb
from granary.support.v1.support_service_pb2_grpc import (
    SupportInternalServiceServicer,
    SupportServiceServicer,
    add_SupportInternalServiceServicer_to_server,
    add_SupportServiceServicer_to_server,
)

from chassis.authentication import current_caller
from chassis.grpc_errors import InvalidRequest
from chassis.grpc_server import Registration, request_key
from chassis.personal import Personal
from services.support.domain.case import CaseRef
from services.support.domain.words import CaseChannel, CaseKind
from services.support.proto_mapping import (
    case_to_proto,
    category_from_proto,
    channel_from_proto,
)
from services.support.repository import NO_DUE_DATE
from services.support.use_cases import ExtensionForm, Form, ReadableCase, SupportUseCases

PAGE_SIZE = 50


class SupportApi(SupportServiceServicer):
    """The RPCs that apps reach through the gateway."""

    def __init__(self, support: SupportUseCases) -> None:
        self._support = support

    async def FileComplaint(self, request: Any, _context: Any) -> Any:
        form = Form(
            customer_id=_customer_id(),
            category=category_from_proto(request.category),
            channel=channel_from_proto(request.channel),
            text=Personal(request.text),
            contact=Personal(request.contact) if request.HasField("contact") else None,
        )
        filed = await self._support.file(request_key(request), CaseKind.COMPLAINT, form)
        return pb.FileComplaintResponse(filed_case=case_to_proto(filed))

    async def GiveFeedback(self, request: Any, _context: Any) -> Any:
        form = Form(
            customer_id=_customer_id(),
            category=category_from_proto(request.category),
            channel=_channel_of_caller(),
            text=Personal(request.text),
            rating=request.rating,
        )
        filed = await self._support.file(request_key(request), CaseKind.FEEDBACK, form)
        return pb.GiveFeedbackResponse(ticket_number=filed.case.ticket_number)

    async def GetCase(self, request: Any, _context: Any) -> Any:
        found = await self._support.own_case(_customer_id(), request.ticket_number)
        return pb.GetCaseResponse(filed_case=case_to_proto(found))

    async def ListCases(self, request: Any, _context: Any) -> Any:
        size = request.page_size or PAGE_SIZE
        before = _id_of(request.page_token) if request.page_token else None
        found = await self._support.own_cases(_customer_id(), before=before, limit=size + 1)
        page = found[:size]
        return pb.ListCasesResponse(
            cases=[case_to_proto(readable) for readable in page],
            next_page_token=str(page[-1].case.case_id) if len(found) > size else "",
        )


class SupportInternalApi(SupportInternalServiceServicer):
    """The RPCs of staff."""

    def __init__(self, support: SupportUseCases) -> None:
        self._support = support

    async def ListOpenCases(self, request: Any, _context: Any) -> Any:
        size = request.page_size or PAGE_SIZE
        found = await self._support.open_cases(
            current_caller().name,
            due_by=_due_by(request.due_by),
            after=_place_after(request.page_token) if request.page_token else None,
            limit=size + 1,
        )
        page = found[:size]
        return pb.ListOpenCasesResponse(
            cases=[case_to_proto(readable) for readable in page],
            next_page_token=_place_of(page[-1]) if len(found) > size else "",
        )

    async def AnswerCase(self, request: Any, _context: Any) -> Any:
        answered = await self._support.answer(
            request_key(request), _ref(request), Personal(request.answer), current_caller().name
        )
        return pb.AnswerCaseResponse(filed_case=case_to_proto(answered))

    async def ExtendCase(self, request: Any, _context: Any) -> Any:
        form = ExtensionForm(
            days=request.days,
            reason=Personal(request.reason),
            asked_by=current_caller().name,
            approved_by=request.approver,
        )
        extended = await self._support.extend(request_key(request), _ref(request), form)
        return pb.ExtendCaseResponse(filed_case=case_to_proto(extended))


def registrations(support: SupportUseCases) -> tuple[Registration, ...]:
    """Both services, for `chassis.grpc_server.grpc_server`."""
    return (
        (add_SupportServiceServicer_to_server, SupportApi(support)),
        (add_SupportInternalServiceServicer_to_server, SupportInternalApi(support)),
    )


def _customer_id() -> UUID:
    customer_id = current_caller().customer_id
    # The access policy of these RPCs lets customers in and nobody else.
    assert customer_id is not None
    return customer_id


def _channel_of_caller() -> CaseChannel:
    try:
        return CaseChannel(current_caller().channel)
    except ValueError:
        return CaseChannel.APP  # a token of a channel that support has no word for yet


def _ref(request: Any) -> CaseRef:
    return CaseRef(UUID(request.customer_id), UUID(request.case_id))


def _due_by(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:  # the contract's pattern lets 30 February through
        raise InvalidRequest((("due_by", "must be a date that exists"),)) from None


def _id_of(page_token: str) -> UUID:
    try:
        return UUID(page_token)
    except ValueError:
        raise InvalidRequest((("page_token", "must come from the page before"),)) from None


def _place_of(readable: ReadableCase) -> str:
    """Where a page of open cases ends: the due date and the case."""
    due_on = readable.case.due_on or NO_DUE_DATE
    return f"{due_on}.{readable.case.case_id}"


def _place_after(page_token: str) -> tuple[date, UUID]:
    due_on, _, case_id = page_token.partition(".")
    try:
        return date.fromisoformat(due_on), _id_of(case_id)
    except ValueError:
        raise InvalidRequest((("page_token", "must come from the page before"),)) from None
