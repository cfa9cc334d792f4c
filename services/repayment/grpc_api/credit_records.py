"""The credit record and its disputes: RPC -> use case -> reply."""

from hashlib import sha256
from typing import Any
from uuid import UUID

from granary.repayment.v1 import credit_record_service_pb2 as pb
from granary.repayment.v1.credit_record_service_pb2_grpc import (
    CreditRecordInternalServiceServicer,
    CreditRecordServiceServicer,
)
from granary.type.v1.document_pb2 import Document

from chassis.call_context import current_caller, current_customer
from chassis.contract_values import date_of
from chassis.grpc_server import request_key
from chassis.pages import id_in, page_size
from services.repayment import statement_mapping
from services.repayment.domain.credit_record import MonthCode
from services.repayment.use_cases.credit_records import Answer, CreditRecordUseCases


class CreditRecordApi(CreditRecordServiceServicer):
    """What customers ask about their own records."""

    def __init__(self, records: CreditRecordUseCases) -> None:
        self._records = records

    async def ListCreditRecords(
        self, _request: pb.ListCreditRecordsRequest, _: Any
    ) -> pb.ListCreditRecordsResponse:
        shown = await self._records.records(current_customer())
        return pb.ListCreditRecordsResponse(
            records=[statement_mapping.credit_record(one) for one in shown]
        )

    async def OpenCreditDispute(
        self, request: pb.OpenCreditDisputeRequest, _: Any
    ) -> pb.OpenCreditDisputeResponse:
        dispute = await self._records.dispute(
            current_customer(),
            UUID(request.loan_id),
            date_of(f"{request.month}-01", "month"),
            statement_mapping.CLAIMS.from_proto(request.claim),
            request_key(request),
        )
        return pb.OpenCreditDisputeResponse(dispute=statement_mapping.dispute(dispute))

    async def GetCreditDispute(
        self, request: pb.GetCreditDisputeRequest, _: Any
    ) -> pb.GetCreditDisputeResponse:
        found = await self._records.get_dispute(current_customer(), UUID(request.dispute_id))
        return pb.GetCreditDisputeResponse(dispute=statement_mapping.dispute(found))


class CreditRecordInternalApi(CreditRecordInternalServiceServicer):
    """What staff do: report, and answer disputes."""

    def __init__(self, records: CreditRecordUseCases) -> None:
        self._records = records

    async def MakeCreditReport(
        self, request: pb.MakeCreditReportRequest, _: Any
    ) -> pb.MakeCreditReportResponse:
        # The month itself is the key: made once, however often it is asked for.
        made = await self._records.make_report(date_of(f"{request.month}-01", "month"))
        return pb.MakeCreditReportResponse(report=statement_mapping.credit_report(made))

    async def ExportCreditReport(
        self, request: pb.ExportCreditReportRequest, _: Any
    ) -> pb.ExportCreditReportResponse:
        month = date_of(f"{request.month}-01", "month")
        content, last = await self._records.export(month, id_in(request.page_token))
        return pb.ExportCreditReportResponse(
            document=Document(
                media_type="text/csv",
                file_name=f"credit-report-{request.month}.csv",
                content=content,
                sha256=sha256(content).hexdigest(),
            ),
            next_page_token=str(last) if last else "",
        )

    async def ListCreditDisputes(
        self, request: pb.ListCreditDisputesRequest, _: Any
    ) -> pb.ListCreditDisputesResponse:
        found = await self._records.open_disputes(
            overdue_only=request.overdue_only, limit=page_size(request)
        )
        return pb.ListCreditDisputesResponse(
            disputes=[
                pb.OpenCreditDispute(
                    customer_id=str(one.customer_id), dispute=statement_mapping.dispute(one)
                )
                for one in found
            ]
        )

    async def AnswerCreditDispute(
        self, request: pb.AnswerCreditDisputeRequest, _: Any
    ) -> pb.AnswerCreditDisputeResponse:
        answer = Answer(
            customer_id=UUID(request.customer_id),
            dispute_id=UUID(request.dispute_id),
            corrected_to=MonthCode(request.corrected_to) if request.corrected_to else None,
            reasons=request.reasons,
            answered_by=current_caller().name,
        )
        answered = await self._records.answer(answer, request_key(request))
        return pb.AnswerCreditDisputeResponse(dispute=statement_mapping.dispute(answered))
