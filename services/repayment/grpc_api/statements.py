"""Statements, explanations and documents: RPC -> use case -> reply."""

from datetime import date
from typing import Any
from uuid import UUID

from granary.repayment.v1 import statement_service_pb2 as pb
from granary.repayment.v1.statement_service_pb2_grpc import (
    StatementInternalServiceServicer,
    StatementServiceServicer,
)
from granary.type.v1.document_pb2 import Document

from chassis.call_context import current_customer
from chassis.contract_values import EnumMapping, date_of
from services.repayment import proto_mapping, statement_mapping
from services.repayment.domain.documents.issued_document import DocumentStanding
from services.repayment.domain.documents.policy import DocumentPolicies
from services.repayment.statement_mapping import language_of
from services.repayment.use_cases.documents import DocumentUseCases, Question

STANDINGS = EnumMapping(DocumentStanding, pb.DocumentStanding)


class StatementApi(StatementServiceServicer):
    """What customers ask; whose loans they see follows from their token."""

    def __init__(self, documents: DocumentUseCases, policies: DocumentPolicies) -> None:
        self._documents = documents
        self._policies = policies

    async def GetMonthlyStatement(
        self, request: pb.GetMonthlyStatementRequest, _: Any
    ) -> pb.GetMonthlyStatementResponse:
        made = await self._documents.monthly_statement(current_customer(), _month(request.month))
        lender = self._policies.on(made.period.to_on).lender
        return pb.GetMonthlyStatementResponse(
            statement=statement_mapping.monthly_statement(made, lender)
        )

    async def DownloadMonthlyStatement(
        self, request: pb.DownloadMonthlyStatementRequest, _: Any
    ) -> pb.DownloadMonthlyStatementResponse:
        file = await self._documents.monthly_statement_file(
            current_customer(), _month(request.month), language_of(request.language)
        )
        return pb.DownloadMonthlyStatementResponse(document=statement_mapping.document(file))

    async def GetLoanStatement(
        self, request: pb.GetLoanStatementRequest, _: Any
    ) -> pb.GetLoanStatementResponse:
        month = proto_mapping.month_of(request.month, "month")
        made = await self._documents.loan_statement(
            current_customer(), UUID(request.loan_id), month
        )
        return pb.GetLoanStatementResponse(statement=statement_mapping.loan_statement(made))

    async def DownloadLoanStatement(
        self, request: pb.DownloadLoanStatementRequest, _: Any
    ) -> pb.DownloadLoanStatementResponse:
        month = proto_mapping.month_of(request.month, "month")
        file = await self._documents.loan_statement_file(
            current_customer(), UUID(request.loan_id), month, language_of(request.language)
        )
        return pb.DownloadLoanStatementResponse(document=statement_mapping.document(file))

    async def ExplainAmount(
        self, request: pb.ExplainAmountRequest, _: Any
    ) -> pb.ExplainAmountResponse:
        question = _question(current_customer(), request)
        loan, made = await self._documents.explain(question)
        return pb.ExplainAmountResponse(
            explanation=statement_mapping.explanation(loan.currency, made)
        )

    async def DownloadSchedule(
        self, request: pb.DownloadScheduleRequest, _: Any
    ) -> pb.DownloadScheduleResponse:
        file = await self._documents.schedule_file(
            current_customer(), UUID(request.loan_id), language_of(request.language)
        )
        return pb.DownloadScheduleResponse(document=statement_mapping.document(file))

    async def DownloadDisclosure(
        self, request: pb.DownloadDisclosureRequest, _: Any
    ) -> pb.DownloadDisclosureResponse:
        file = await self._documents.disclosure_file(
            current_customer(), UUID(request.loan_id), language_of(request.language)
        )
        return pb.DownloadDisclosureResponse(document=statement_mapping.document(file))

    async def GetReceipt(self, request: pb.GetReceiptRequest, _: Any) -> pb.GetReceiptResponse:
        receipt = await self._documents.receipt(current_customer(), UUID(request.repayment_id))
        return pb.GetReceiptResponse(
            document_number=receipt.number,
            repayment=proto_mapping.repayment(receipt.repayment),
            booked_on=proto_mapping.iso(receipt.repayment.posted_on),
            owed_after=statement_mapping.owed(receipt.owed_after),
            lender=statement_mapping.lender(receipt.lender),
        )

    async def DownloadReceipt(
        self, request: pb.DownloadReceiptRequest, _: Any
    ) -> pb.DownloadReceiptResponse:
        file = await self._documents.receipt_file(
            current_customer(), UUID(request.repayment_id), language_of(request.language)
        )
        return pb.DownloadReceiptResponse(document=statement_mapping.document(file))

    async def GetSettlementCertificate(
        self, request: pb.GetSettlementCertificateRequest, _: Any
    ) -> pb.GetSettlementCertificateResponse:
        made = await self._documents.certificate(current_customer(), UUID(request.loan_id))
        loan = made.loan
        paid = loan.principal_minor + sum(
            i.interest_paid_minor + i.penalty_paid_minor + i.fee_paid_minor
            for i in loan.instalments
        )
        return pb.GetSettlementCertificateResponse(
            document_number=made.number,
            loan_id=str(loan.loan_id),
            contract_id=str(loan.contract_id),
            currency=loan.currency,
            principal_minor=loan.principal_minor,
            paid_minor=paid,
            disbursed_on=loan.disbursed_on.isoformat(),
            settled_on=proto_mapping.iso(loan.settled_on),
            lender=statement_mapping.lender(made.lender),
        )

    async def DownloadSettlementCertificate(
        self, request: pb.DownloadSettlementCertificateRequest, _: Any
    ) -> pb.DownloadSettlementCertificateResponse:
        file = await self._documents.certificate_file(
            current_customer(), UUID(request.loan_id), language_of(request.language)
        )
        return pb.DownloadSettlementCertificateResponse(document=statement_mapping.document(file))

    async def ListLoanActions(
        self, request: pb.ListLoanActionsRequest, _: Any
    ) -> pb.ListLoanActionsResponse:
        today, actions = await self._documents.actions(current_customer(), UUID(request.loan_id))
        return pb.ListLoanActionsResponse(
            actions=[statement_mapping.action(one) for one in actions], on_date=today.isoformat()
        )


class StatementInternalApi(StatementInternalServiceServicer):
    """The same for staff who help a customer."""

    def __init__(self, documents: DocumentUseCases, policies: DocumentPolicies) -> None:
        self._documents = documents
        self._policies = policies

    async def GetCustomerStatement(
        self, request: pb.GetCustomerStatementRequest, _: Any
    ) -> pb.GetCustomerStatementResponse:
        customer_id, month = UUID(request.customer_id), _month(request.month)
        made = await self._documents.monthly_statement(customer_id, month)
        lender = self._policies.on(made.period.to_on).lender
        return pb.GetCustomerStatementResponse(
            statement=statement_mapping.monthly_statement(made, lender)
        )

    async def ExplainCustomerAmount(
        self, request: pb.ExplainCustomerAmountRequest, _: Any
    ) -> pb.ExplainCustomerAmountResponse:
        question = _question(UUID(request.customer_id), request)
        loan, made = await self._documents.explain(question)
        return pb.ExplainCustomerAmountResponse(
            explanation=statement_mapping.explanation(loan.currency, made)
        )

    async def FindDocument(
        self, request: pb.FindDocumentRequest, _: Any
    ) -> pb.FindDocumentResponse:
        found = await self._documents.find(UUID(request.customer_id), request.document_number)
        return pb.FindDocumentResponse(
            document=Document(
                media_type="application/pdf",
                file_name=found.file_name,
                content=found.content,
                sha256=found.sha256,
            ),
            content_sha256=found.digest,
            issued_on=found.issued_on.isoformat(),
            standing=STANDINGS.to_proto(found.standing),
            standing_since=proto_mapping.iso(found.standing_since),
            standing_because=found.standing_because,
        )


def _month(text: str) -> date:
    return date_of(f"{text}-01", "month")


def _question(
    customer_id: UUID, request: pb.ExplainAmountRequest | pb.ExplainCustomerAmountRequest
) -> Question:
    return Question(
        customer_id=customer_id,
        loan_id=UUID(request.loan_id),
        subject=statement_mapping.SUBJECTS.from_proto(
            request.subject or pb.EXPLAINED_SUBJECT_PAYOFF
        ),
        instalment=request.instalment,
        repayment_id=UUID(request.repayment_id) if request.repayment_id else None,
    )
