"""Loans and repayments, for customers: RPC -> use case -> reply."""

from typing import Any
from uuid import UUID

from granary.repayment.v1 import repayment_service_pb2 as pb
from granary.repayment.v1.repayment_service_pb2_grpc import RepaymentServiceServicer

from chassis.call_context import current_customer
from chassis.grpc_server import request_key
from chassis.pages import cut, id_in, page_size
from services.repayment import proto_mapping
from services.repayment.use_cases.loans import LoanUseCases, Repay


class RepaymentApi(RepaymentServiceServicer):
    """What customers ask; whose loans they see follows from their token."""

    def __init__(self, loans: LoanUseCases) -> None:
        self._loans = loans

    async def ListLoans(self, request: pb.ListLoansRequest, _: Any) -> pb.ListLoansResponse:
        size = page_size(request)
        older_than = id_in(request.page_token)
        found = await self._loans.list_loans(current_customer(), older_than, size + 1)
        page, next_token = cut(found, size, lambda shown: shown.loan.loan_id)
        return pb.ListLoansResponse(
            loans=[proto_mapping.loan(shown, with_instalments=False) for shown in page],
            next_page_token=next_token,
        )

    async def GetLoan(self, request: pb.GetLoanRequest, _: Any) -> pb.GetLoanResponse:
        shown = await self._loans.get_loan(current_customer(), UUID(request.loan_id))
        return pb.GetLoanResponse(loan=proto_mapping.loan(shown, with_instalments=True))

    async def QuotePayoff(self, request: pb.QuotePayoffRequest, _: Any) -> pb.QuotePayoffResponse:
        loan, payoff = await self._loans.quote_payoff(current_customer(), UUID(request.loan_id))
        return proto_mapping.payoff(loan, payoff)

    async def Repay(self, request: pb.RepayRequest, _: Any) -> pb.RepayResponse:
        repay = Repay(
            customer_id=current_customer(),
            loan_id=UUID(request.loan_id),
            amount_minor=request.amount_minor,
            card_id=UUID(request.card_id),
            kind=proto_mapping.KINDS.from_proto(request.kind),
            currency=request.currency,
            effect=proto_mapping.effect(request.effect),
        )
        repayment = await self._loans.repay(repay, request_key(request))
        return pb.RepayResponse(repayment=proto_mapping.repayment(repayment))

    async def GetRepayment(
        self, request: pb.GetRepaymentRequest, _: Any
    ) -> pb.GetRepaymentResponse:
        repayment = await self._loans.get_repayment(current_customer(), UUID(request.repayment_id))
        return pb.GetRepaymentResponse(repayment=proto_mapping.repayment(repayment))

    async def GetStatement(
        self, request: pb.GetStatementRequest, _: Any
    ) -> pb.GetStatementResponse:
        month = proto_mapping.month_of(request.month, "month")
        made = await self._loans.statement(current_customer(), UUID(request.loan_id), month)
        return proto_mapping.statement(made)
