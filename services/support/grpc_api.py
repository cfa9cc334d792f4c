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

from chassis.call_context import current_caller, current_customer
from chassis.contract_values import date_of
from chassis.grpc_server import Registration, request_key
from chassis.pages import cut, id_in, page_size, page_token_refused
from chassis.personal import Personal
from services.support.domain.case import CaseRef
from services.support.domain.words import CaseChannel, CaseKind
from services.support.proto_mapping import (
    CATEGORIES,
    CHANNELS,
    case_to_proto,
)
from services.support.repository import NO_DUE_DATE
from services.support.use_cases import ExtensionForm, Form, ReadableCase, SupportUseCases


class SupportApi(SupportServiceServicer):
    """The RPCs that apps reach through the gateway."""

    def __init__(self, support: SupportUseCases) -> None:
        self._support = support

    async def FileComplaint(self, request: Any, _context: Any) -> Any:
        form = Form(
            customer_id=current_customer(),
            category=CATEGORIES.from_proto(request.category),
            channel=CHANNELS.from_proto(request.channel),
            text=Personal(request.text),
            contact=Personal(request.contact) if request.HasField("contact") else None,
        )
        filed = await self._support.file(request_key(request), CaseKind.COMPLAINT, form)
        return pb.FileComplaintResponse(filed_case=case_to_proto(filed))

    async def GiveFeedback(self, request: Any, _context: Any) -> Any:
        form = Form(
            customer_id=current_customer(),
            category=CATEGORIES.from_proto(request.category),
            channel=_channel_of_caller(),
            text=Personal(request.text),
            rating=request.rating,
        )
        filed = await self._support.file(request_key(request), CaseKind.FEEDBACK, form)
        return pb.GiveFeedbackResponse(ticket_number=filed.case.ticket_number)

    async def GetCase(self, request: Any, _context: Any) -> Any:
        found = await self._support.own_case(current_customer(), request.ticket_number)
        return pb.GetCaseResponse(filed_case=case_to_proto(found))

    async def ListCases(self, request: Any, _context: Any) -> Any:
        size = page_size(request)
        found = await self._support.own_cases(
            current_customer(), before=id_in(request.page_token), limit=size + 1
        )
        page, next_token = cut(found, size, lambda readable: readable.case.case_id)
        return pb.ListCasesResponse(
            cases=[case_to_proto(readable) for readable in page],
            next_page_token=next_token,
        )


class SupportInternalApi(SupportInternalServiceServicer):
    """The RPCs of staff."""

    def __init__(self, support: SupportUseCases) -> None:
        self._support = support

    async def ListOpenCases(self, request: Any, _context: Any) -> Any:
        size = page_size(request)
        found = await self._support.open_cases(
            current_caller().name,
            due_by=date_of(request.due_by, "due_by") if request.due_by else None,
            after=_place_after(request.page_token) if request.page_token else None,
            limit=size + 1,
        )
        page, next_token = cut(found, size, _place_of)
        return pb.ListOpenCasesResponse(
            cases=[case_to_proto(readable) for readable in page],
            next_page_token=next_token,
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


def _channel_of_caller() -> CaseChannel:
    try:
        return CaseChannel(current_caller().channel)
    except ValueError:
        return CaseChannel.APP  # a token of a channel that support has no word for yet


def _ref(request: Any) -> CaseRef:
    return CaseRef(UUID(request.customer_id), UUID(request.case_id))


def _place_of(readable: ReadableCase) -> str:
    """Where a page of open cases ends: the due date and the case."""
    due_on = readable.case.due_on or NO_DUE_DATE
    return f"{due_on}.{readable.case.case_id}"


def _place_after(page_token: str) -> tuple[date, UUID]:
    due_on, _, case_id = page_token.partition(".")
    try:
        return date.fromisoformat(due_on), UUID(case_id)
    except ValueError:
        raise page_token_refused() from None
