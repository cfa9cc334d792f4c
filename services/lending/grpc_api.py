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

from chassis.call_context import current_call, current_caller, current_customer
from chassis.contract_values import timestamp
from chassis.dated_policy import PolicyError
from chassis.errors import NotFound
from chassis.grpc_server import Registration, request_key
from chassis.pages import cut, id_in, page_size
from chassis.ports import Clock
from services.lending import proto_mapping as to
from services.lending.domain.credit_line import credit_line_id_of
from services.lending.domain.drawdown import StaffDecision
from services.lending.domain.loan_application import LoanApplication
from services.lending.domain.product import PERSONAL_REVOLVING
from services.lending.domain.quote import QuoteTerms
from services.lending.grpc_api_lines import CreditLineApi, CreditLineInternalApi
from services.lending.grpc_api_policy import PolicyApi
from services.lending.grpc_api_post_loan import PostLoanApi, PostLoanInternalApi
from services.lending.policy_messages import values_of
from services.lending.use_cases.applications import ApplicationForm, Applications
from services.lending.use_cases.assembly import Lending
from services.lending.use_cases.business_days import BusinessDays
from services.lending.use_cases.drawdowns import Drawdowns
from services.lending.use_cases.quotes import Quotes

ANSWER_TAKES_S = 0.25
"""Left of a deadline for the answer to get back."""


def registrations(lending: Lending, clock: Clock) -> list[Registration]:
    """All RPC services, for the server."""
    public = LendingApi(
        applications=lending.applications, quotes=lending.quotes, drawdowns=lending.drawdowns
    )
    internal = LendingInternalApi(drawdowns=lending.drawdowns, days=lending.days, clock=clock)
    policy = PolicyApi(lending.policy_changes, lending.days)
    return [
        (add_LendingServiceServicer_to_server, public),
        (add_LendingInternalServiceServicer_to_server, internal),
        (add_PolicyInternalServiceServicer_to_server, policy),
        (add_PostLoanServiceServicer_to_server, PostLoanApi(lending.checks, clock)),
        (add_PostLoanInternalServiceServicer_to_server, PostLoanInternalApi(lending.checks)),
        (add_CreditLineServiceServicer_to_server, CreditLineApi(lending.lines)),
        (add_CreditLineInternalServiceServicer_to_server, CreditLineInternalApi(lending.lines)),
    ]


class LendingApi(LendingServiceServicer):
    """For apps: every call is about the customer of the access token and nobody else."""

    def __init__(self, *, applications: Applications, quotes: Quotes, drawdowns: Drawdowns) -> None:
        self._applications = applications
        self._quotes = quotes
        self._drawdowns = drawdowns

    async def Apply(self, request: pb.ApplyRequest, _context: Any) -> pb.ApplyResponse:
        form = ApplicationForm(
            employer=request.employer,
            occupation=request.occupation,
            monthly_income_minor=request.monthly_income_minor,
            purpose=to.PURPOSES.from_proto(request.purpose),
            truth_declared=request.truth_declared,
            product_code=request.product_code or PERSONAL_REVOLVING,
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

    async def GetContractDraft(
        self, request: pb.GetContractDraftRequest, _context: Any
    ) -> pb.GetContractDraftResponse:
        draft = await self._quotes.contract_draft(current_customer(), UUID(request.quote_id))
        return pb.GetContractDraftResponse(text_zh=draft.text_zh, contract_hash=draft.sha256)

    async def SignContract(
        self, request: pb.SignContractRequest, _context: Any
    ) -> pb.SignContractResponse:
        contract = await self._quotes.sign(
            current_customer(), UUID(request.quote_id), request.contract_hash, request_key(request)
        )
        return pb.SignContractResponse(contract=to.contract_to_proto(contract))

    async def GetContract(
        self, request: pb.GetContractRequest, _context: Any
    ) -> pb.GetContractResponse:
        contract = await self._quotes.contract(current_customer(), UUID(request.contract_id))
        return pb.GetContractResponse(contract=to.contract_to_proto(contract))

    async def Draw(self, request: pb.DrawRequest, _context: Any) -> pb.DrawResponse:
        drawdown = await self._drawdowns.draw(
            current_customer(),
            UUID(request.contract_id),
            UUID(request.card_id),
            request_key(request),
            wait_s=_patience_s(request.wait_ms),
        )
        return pb.DrawResponse(drawdown=to.drawdown_to_proto(drawdown))

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
        days: BusinessDays,
        clock: Clock,
    ) -> None:
        self._drawdowns = drawdowns
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
        drawdown = await self._drawdowns.decide_held(
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


def _patience_s(wait_ms: int) -> float:
    """How long an answer may wait: what the caller allows, and never up to their deadline."""
    call = current_call.get()
    remaining_s = None if call is None else call.remaining_s()
    wanted_s = wait_ms / 1000
    return wanted_s if remaining_s is None else max(min(wanted_s, remaining_s - ANSWER_TAKES_S), 0)


def _with_line(application: LoanApplication) -> Any:
    line_id = (
        credit_line_id_of(application.customer_id, application.product_code)
        if application.decision.approved
        else None
    )
    return to.application_to_proto(application, line_id)
