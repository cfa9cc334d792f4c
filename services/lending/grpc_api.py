"""The RPCs of lending: translate, one use case, translate."""

from datetime import date
from typing import Any
from uuid import UUID

from granary.lending.v1 import lending_service_pb2 as pb
from granary.lending.v1.credit_line_service_pb2_grpc import (
    add_CreditLineInternalServiceServicer_to_server,
    add_CreditLineServiceServicer_to_server,
)
from granary.lending.v1.lending_service_pb2_grpc import (
    LendingInternalServiceServicer,
    LendingServiceServicer,
    add_LendingInternalServiceServicer_to_server,
    add_LendingServiceServicer_to_server,
)
from granary.lending.v1.policy_service_pb2_grpc import (
    add_PolicyInternalServiceServicer_to_server,
)
from granary.lending.v1.post_loan_service_pb2_grpc import (
    add_PostLoanInternalServiceServicer_to_server,
    add_PostLoanServiceServicer_to_server,
)
from granary.lending.v1.product_service_pb2_grpc import add_ProductServiceServicer_to_server

from chassis.call_context import current_call, current_caller, current_customer
from chassis.contract_values import timestamp
from chassis.dated_policy import PolicyError
from chassis.errors import NotFound
from chassis.grpc_server import Registration, request_key
from chassis.pages import cut, id_in, page_size
from chassis.personal import Personal
from chassis.ports import Clock
from services.lending import grpc_api_decisions
from services.lending import proto_mapping as to
from services.lending.comparison_mapping import option_to_proto
from services.lending.domain.credit_line import credit_line_id_of
from services.lending.domain.drawdown import StaffDecision
from services.lending.domain.loan_application import LoanApplication
from services.lending.domain.product import PERSONAL_REVOLVING
from services.lending.domain.quote import QuoteTerms
from services.lending.domain.salient_clauses import ClauseSeen
from services.lending.evidence_mapping import evidence_to_proto, pdf_to_proto, report_to_proto
from services.lending.grpc_api_lines import CreditLineApi, CreditLineInternalApi
from services.lending.grpc_api_policy import PolicyApi
from services.lending.grpc_api_post_loan import PostLoanApi, PostLoanInternalApi
from services.lending.grpc_api_products import ProductApi
from services.lending.policy_messages import values_of
from services.lending.use_cases.applications import ApplicationForm
from services.lending.use_cases.assembly import Lending
from services.lending.use_cases.business_days import BusinessDays
from services.lending.use_cases.contracts import Contracts
from services.lending.use_cases.drawdowns import Drawdowns
from services.lending.use_cases.held_drawdowns import HeldDrawdowns

ANSWER_TAKES_S = 0.25
"""Left of a deadline for the answer to get back."""

LARGEST_FILE_BYTES = 384 * 1024
"""Of a contract sent to be checked."""


def registrations(lending: Lending, clock: Clock) -> list[Registration]:
    """All RPC services, for the server."""
    public = LendingApi(lending)
    internal = LendingInternalApi(
        drawdowns=lending.drawdowns,
        held=lending.held,
        contracts=lending.contracts,
        days=lending.days,
        clock=clock,
    )
    policy = PolicyApi(lending.policy_changes, lending.days)
    return [
        (add_LendingServiceServicer_to_server, public),
        (add_LendingInternalServiceServicer_to_server, internal),
        (add_PolicyInternalServiceServicer_to_server, policy),
        (add_ProductServiceServicer_to_server, ProductApi(lending.days)),
        (add_PostLoanServiceServicer_to_server, PostLoanApi(lending.checks, clock)),
        (add_PostLoanInternalServiceServicer_to_server, PostLoanInternalApi(lending.checks)),
        (add_CreditLineServiceServicer_to_server, CreditLineApi(lending.lines)),
        (add_CreditLineInternalServiceServicer_to_server, CreditLineInternalApi(lending.lines)),
        *grpc_api_decisions.registrations(lending, clock),
    ]


class LendingApi(LendingServiceServicer):
    """For apps: every call is about the customer of the access token and nobody else."""

    def __init__(self, lending: Lending) -> None:
        self._applications = lending.applications
        self._comparisons = lending.comparisons
        self._quotes = lending.quotes
        self._contracts = lending.contracts
        self._drawdowns = lending.drawdowns
        self._held = lending.held

    async def Apply(self, request: pb.ApplyRequest, _context: Any) -> pb.ApplyResponse:
        form = ApplicationForm(
            employer=request.employer,
            occupation=request.occupation,
            monthly_income_minor=request.monthly_income_minor,
            purpose=to.PURPOSES.from_proto(request.purpose),
            truth_declared=request.truth_declared,
            product_code=request.product_code or PERSONAL_REVOLVING,
            purpose_text=request.purpose_text,
        )
        application = await self._applications.apply(current_customer(), form, request_key(request))
        return pb.ApplyResponse(application=_with_line(application))

    async def GetApplication(
        self, request: pb.GetApplicationRequest, _context: Any
    ) -> pb.GetApplicationResponse:
        application = await self._applications.application(
            current_customer(), UUID(request.application_id)
        )
        return pb.GetApplicationResponse(application=_with_line(application))

    async def GetCreditLine(
        self, request: pb.GetCreditLineRequest, _context: Any
    ) -> pb.GetCreditLineResponse:
        line = await self._applications.credit_line(
            current_customer(), request.product_code or PERSONAL_REVOLVING
        )
        return pb.GetCreditLineResponse(credit_line=to.credit_line_to_proto(line))

    async def ListCreditLines(
        self, _request: pb.ListCreditLinesRequest, _context: Any
    ) -> pb.ListCreditLinesResponse:
        lines = await self._applications.credit_lines(current_customer())
        return pb.ListCreditLinesResponse(
            credit_lines=[to.credit_line_to_proto(line) for line in lines]
        )

    async def Quote(self, request: pb.QuoteRequest, _context: Any) -> pb.QuoteResponse:
        terms = QuoteTerms(
            amount_minor=request.amount_minor,
            instalments=request.instalments,
            method=to.METHODS.from_proto(request.method),
        )
        quote = await self._quotes.give(
            current_customer(),
            terms,
            request_key(request),
            request.product_code or PERSONAL_REVOLVING,
        )
        return pb.QuoteResponse(quote=to.quote_to_proto(quote))

    async def CompareLoans(
        self, request: pb.CompareLoansRequest, _context: Any
    ) -> pb.CompareLoansResponse:
        valid_on, options = await self._comparisons.compare(
            current_customer(),
            request.amount_minor,
            months=tuple(request.instalments),
            methods=[to.METHODS.from_proto(method) for method in request.methods],
            product_code=request.product_code or PERSONAL_REVOLVING,
        )
        return pb.CompareLoansResponse(
            options=[option_to_proto(option) for option in options], valid_on=valid_on.isoformat()
        )

    async def OpenCostSheet(
        self, request: pb.OpenCostSheetRequest, _context: Any
    ) -> pb.OpenCostSheetResponse:
        quote = await self._quotes.open_cost_sheet(
            current_customer(), UUID(request.quote_id), request_key(request)
        )
        assert quote.opened_at is not None
        return pb.OpenCostSheetResponse(
            opened_at=timestamp(quote.opened_at),
            confirmable_at=timestamp(quote.confirmable_at),
        )

    async def ConfirmCostSheet(
        self, request: pb.ConfirmCostSheetRequest, _context: Any
    ) -> pb.ConfirmCostSheetResponse:
        quote = await self._quotes.confirm_cost_sheet(
            current_customer(),
            UUID(request.quote_id),
            request.cost_sheet_hash,
            request_key(request),
        )
        assert quote.confirmed_at is not None
        return pb.ConfirmCostSheetResponse(confirmed_at=timestamp(quote.confirmed_at))

    async def OpenClauses(
        self, request: pb.OpenClausesRequest, _context: Any
    ) -> pb.OpenClausesResponse:
        quote = await self._quotes.open_clauses(
            current_customer(), UUID(request.quote_id), request_key(request)
        )
        assert quote.clauses.opened_at is not None
        return pb.OpenClausesResponse(
            clauses=[to.clause_to_proto(clause) for clause in quote.clauses.clauses],
            opened_at=timestamp(quote.clauses.opened_at),
            min_dwell_ms=quote.clauses.min_dwell_ms,
        )

    async def AcknowledgeClauses(
        self, request: pb.AcknowledgeClausesRequest, _context: Any
    ) -> pb.AcknowledgeClausesResponse:
        seen = [
            ClauseSeen(one.clause, one.hash, one.dwell_ms, one.language) for one in request.clauses
        ]
        quote = await self._quotes.acknowledge_clauses(
            current_customer(), UUID(request.quote_id), seen, request_key(request)
        )
        return pb.AcknowledgeClausesResponse(missing=quote.clauses.missing)

    async def GetContractDraft(
        self, request: pb.GetContractDraftRequest, _context: Any
    ) -> pb.GetContractDraftResponse:
        made = await self._contracts.draft(current_customer(), UUID(request.quote_id))
        return pb.GetContractDraftResponse(
            text_zh=made.draft.text_zh,
            contract_hash=made.sha256,
            text_hash=made.draft.text_sha256,
        )

    async def GetContractDraftDocument(
        self, request: pb.GetContractDraftDocumentRequest, _context: Any
    ) -> pb.GetContractDraftDocumentResponse:
        made = await self._contracts.draft(current_customer(), UUID(request.quote_id))
        document = pdf_to_proto(made.content, f"contract-draft-{request.quote_id}")
        return pb.GetContractDraftDocumentResponse(document=document)

    async def RequestSigningCode(
        self, request: pb.RequestSigningCodeRequest, _context: Any
    ) -> pb.RequestSigningCodeResponse:
        sent = await self._contracts.send_code(
            current_customer(),
            UUID(request.quote_id),
            request.contract_hash,
            request_key(request),
        )
        return pb.RequestSigningCodeResponse(
            otp_id=str(sent.otp_id),
            expires_at=timestamp(sent.expires_at),
            resend_after=timestamp(sent.resend_after),
        )

    async def SignContract(
        self, request: pb.SignContractRequest, _context: Any
    ) -> pb.SignContractResponse:
        contract = await self._contracts.sign(
            current_customer(),
            UUID(request.quote_id),
            request.contract_hash,
            Personal(request.otp_code),
            request_key(request),
        )
        return pb.SignContractResponse(contract=to.contract_to_proto(contract))

    async def GetContract(
        self, request: pb.GetContractRequest, _context: Any
    ) -> pb.GetContractResponse:
        contract = await self._contracts.contract(current_customer(), UUID(request.contract_id))
        return pb.GetContractResponse(contract=to.contract_to_proto(contract))

    async def GetContractDocument(
        self, request: pb.GetContractDocumentRequest, _context: Any
    ) -> pb.GetContractDocumentResponse:
        _, content = await self._contracts.file(current_customer(), UUID(request.contract_id))
        document = pdf_to_proto(content, f"contract-{request.contract_id}")
        return pb.GetContractDocumentResponse(document=document)

    async def GetSigningEvidence(
        self, request: pb.GetSigningEvidenceRequest, _context: Any
    ) -> pb.GetSigningEvidenceResponse:
        found = await self._contracts.evidence(current_customer(), UUID(request.contract_id))
        return pb.GetSigningEvidenceResponse(evidence=evidence_to_proto(found))

    async def VerifyContract(
        self, request: pb.VerifyContractRequest, _context: Any
    ) -> pb.VerifyContractResponse:
        return report_to_proto(await self._contracts.verify(request.content))

    async def Draw(self, request: pb.DrawRequest, _context: Any) -> pb.DrawResponse:
        drawdown = await self._drawdowns.draw(
            current_customer(),
            UUID(request.contract_id),
            UUID(request.card_id),
            request_key(request),
            warning_sha256=request.warning_sha256,
            wait_s=_patience_s(request.wait_ms),
        )
        return pb.DrawResponse(drawdown=to.drawdown_to_proto(drawdown))

    async def GetBorrowingWarning(
        self, request: pb.GetBorrowingWarningRequest, _context: Any
    ) -> pb.GetBorrowingWarningResponse:
        warning = await self._drawdowns.borrowing_warning(
            current_customer(), UUID(request.contract_id)
        )
        if warning is None:
            return pb.GetBorrowingWarningResponse(is_due=False)
        return pb.GetBorrowingWarningResponse(
            is_due=True,
            text_zh=warning.text_zh,
            text_en=warning.text_en,
            warning_sha256=warning.sha256,
            utilisation_ppm=warning.utilisation_ppm,
            accounts=warning.accounts,
        )

    async def CancelDrawdown(
        self, request: pb.CancelDrawdownRequest, _context: Any
    ) -> pb.CancelDrawdownResponse:
        drawdown = await self._held.cancel(
            current_customer(), UUID(request.drawdown_id), request_key(request)
        )
        return pb.CancelDrawdownResponse(drawdown=to.drawdown_to_proto(drawdown))

    async def GetDrawdown(
        self, request: pb.GetDrawdownRequest, _context: Any
    ) -> pb.GetDrawdownResponse:
        drawdown = await self._drawdowns.drawdown(current_customer(), UUID(request.drawdown_id))
        return pb.GetDrawdownResponse(drawdown=to.drawdown_to_proto(drawdown))

    async def ListDrawdowns(
        self, request: pb.ListDrawdownsRequest, _context: Any
    ) -> pb.ListDrawdownsResponse:
        size = page_size(request)
        found = await self._drawdowns.drawdowns(
            current_customer(), before=id_in(request.page_token), limit=size + 1
        )
        page, next_token = cut(found, size, lambda drawdown: drawdown.drawdown_id)
        return pb.ListDrawdownsResponse(
            drawdowns=[to.drawdown_to_proto(drawdown) for drawdown in page],
            next_page_token=next_token,
        )


class LendingInternalApi(LendingInternalServiceServicer):
    """For staff and other services."""

    def __init__(
        self,
        *,
        drawdowns: Drawdowns,
        contracts: Contracts,
        held: HeldDrawdowns,
        days: BusinessDays,
        clock: Clock,
    ) -> None:
        self._drawdowns = drawdowns
        self._contracts = contracts
        self._held = held
        self._days = days
        self._clock = clock

    async def GetPolicy(self, request: pb.GetPolicyRequest, _context: Any) -> pb.GetPolicyResponse:
        try:
            today = await self._days.today()
            day = date.fromisoformat(request.effective_on) if request.effective_on else today
            product = self._days.policies.of(request.product_code or PERSONAL_REVOLVING)
            policy, period = product.on(day), product.period_of(day)
        except (PolicyError, ValueError):
            # A day that does not exist has no policy either.
            raise NotFound(kind="policy") from None
        return pb.GetPolicyResponse(
            policy=to.policy_to_proto(policy, period), announced=values_of(product, after=day)
        )

    async def ReleaseHeldDrawdown(
        self, request: pb.ReleaseHeldDrawdownRequest, _context: Any
    ) -> pb.ReleaseHeldDrawdownResponse:
        decision = StaffDecision(
            staff_name=current_caller().name,
            allowed=request.decision == pb.RELEASE_DECISION_ALLOW,
            reason=request.reason,
            decided_at=self._clock(),
        )
        drawdown = await self._held.decide(
            UUID(request.customer_id), UUID(request.drawdown_id), decision, request_key(request)
        )
        return pb.ReleaseHeldDrawdownResponse(drawdown=to.drawdown_to_proto(drawdown))

    async def GetDrawdown(
        self, request: pb.LendingInternalServiceGetDrawdownRequest, _context: Any
    ) -> pb.LendingInternalServiceGetDrawdownResponse:
        drawdown = await self._drawdowns.drawdown(
            UUID(request.customer_id), UUID(request.drawdown_id)
        )
        return pb.LendingInternalServiceGetDrawdownResponse(drawdown=to.drawdown_to_proto(drawdown))

    async def GetSigningEvidence(
        self, request: pb.LendingInternalServiceGetSigningEvidenceRequest, _context: Any
    ) -> pb.LendingInternalServiceGetSigningEvidenceResponse:
        found = await self._contracts.evidence(UUID(request.customer_id), UUID(request.contract_id))
        evidence = evidence_to_proto(found)
        return pb.LendingInternalServiceGetSigningEvidenceResponse(evidence=evidence)


def _patience_s(wait_ms: int) -> float:
    """How long an answer may wait: what the caller allows, and never up to their deadline."""
    call = current_call.get()
    remaining_s = None if call is None else call.remaining_s()
    wanted_s = wait_ms / 1000
    return wanted_s if remaining_s is None else max(min(wanted_s, remaining_s - ANSWER_TAKES_S), 0)


def _with_line(application: LoanApplication) -> Any:
    line_id = (
        credit_line_id_of(application.customer_id, application.product_code)
        if application.standing.approved
        else None
    )
    return to.application_to_proto(application, line_id)
