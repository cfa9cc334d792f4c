"""What staff do to loans: RPC -> use case -> reply."""

from typing import Any
from uuid import UUID

from granary.repayment.v1 import loan_adjustment_pb2, loan_pb2
from granary.repayment.v1 import loan_adjustment_service_pb2 as pb
from granary.repayment.v1.loan_adjustment_service_pb2_grpc import (
    LoanAdjustmentInternalServiceServicer,
)

from chassis.call_context import current_caller
from chassis.contract_values import EnumMapping, date_of, timestamp
from chassis.grpc_server import request_key
from chassis.pages import cut, id_in, page_size
from services.repayment.domain.adjustment_request import (
    Adjustment,
    AdjustmentKind,
    AdjustmentRequest,
    AdjustmentState,
)
from services.repayment.domain.allocation_order import Part
from services.repayment.grpc_api.plan_changes import agreed_message, change_of, preview_message
from services.repayment.proto_mapping import RELATIONS, iso, relation_of
from services.repayment.use_cases.incoming_money import IncomingMoney
from services.repayment.use_cases.loan_adjustments import LoanAdjustmentUseCases, Wish
from services.repayment.use_cases.plan_changes import (
    Confirmation,
    PlanChangeUseCases,
    WantedChange,
)

_KINDS = EnumMapping(AdjustmentKind, loan_adjustment_pb2.LoanAdjustmentKind)
_STATES = EnumMapping(AdjustmentState, loan_adjustment_pb2.LoanAdjustmentState)
_PARTS = {
    loan_adjustment_pb2.CHARGE_PART_PENALTY: Part.PENALTY,
    loan_adjustment_pb2.CHARGE_PART_INTEREST: Part.INTEREST,
    loan_adjustment_pb2.CHARGE_PART_FEE: Part.FEE,
}
_PART_NUMBERS = {part: number for number, part in _PARTS.items()}


class LoanAdjustmentApi(LoanAdjustmentInternalServiceServicer):
    """Requests of staff; who asks and who approves follows from their tokens."""

    def __init__(
        self,
        adjustments: LoanAdjustmentUseCases,
        changes: PlanChangeUseCases,
        incoming: IncomingMoney,
    ) -> None:
        self._adjustments = adjustments
        self._changes = changes
        self._incoming = incoming

    async def ChargeFee(self, request: pb.ChargeFeeRequest, _: Any) -> pb.ChargeFeeResponse:
        wanted = Adjustment(
            AdjustmentKind.FEE, amount_minor=request.amount_minor, item=request.item
        )
        return pb.ChargeFeeResponse(adjustment=await self._ask(request, wanted))

    async def WaiveCharges(
        self, request: pb.WaiveChargesRequest, _: Any
    ) -> pb.WaiveChargesResponse:
        wanted = Adjustment(
            AdjustmentKind.WAIVER, amount_minor=request.amount_minor, part=_PARTS[request.part]
        )
        return pb.WaiveChargesResponse(adjustment=await self._ask(request, wanted))

    async def ChargeOff(self, request: pb.ChargeOffRequest, _: Any) -> pb.ChargeOffResponse:
        wanted = Adjustment(AdjustmentKind.CHARGE_OFF)
        return pb.ChargeOffResponse(adjustment=await self._ask(request, wanted))

    async def ReverseRepayment(
        self, request: pb.ReverseRepaymentRequest, _: Any
    ) -> pb.ReverseRepaymentResponse:
        wanted = Adjustment(AdjustmentKind.REVERSAL, repayment_id=UUID(request.repayment_id))
        return pb.ReverseRepaymentResponse(adjustment=await self._ask(request, wanted))

    async def RecordTransfer(
        self, request: pb.RecordTransferRequest, _: Any
    ) -> pb.RecordTransferResponse:
        wanted = Adjustment(
            AdjustmentKind.TRANSFER,
            amount_minor=request.amount_minor,
            value_date=date_of(request.value_date, "value_date"),
            bank_reference=request.bank_reference,
            is_from_third_party=request.is_from_third_party,
        )
        relation = RELATIONS.from_proto(
            request.third_party_relation or loan_pb2.PAYER_RELATION_UNSTATED
        )
        wanted = await self._incoming.judged(UUID(request.customer_id), wanted, relation)
        adjustment = await self._ask(request, wanted, currency=request.currency)
        return pb.RecordTransferResponse(adjustment=adjustment)

    async def ApproveAdjustment(
        self, request: pb.ApproveAdjustmentRequest, _: Any
    ) -> pb.ApproveAdjustmentResponse:
        approved = await self._adjustments.approve(
            UUID(request.customer_id),
            UUID(request.adjustment_id),
            current_caller().name,
            request_key(request),
        )
        return pb.ApproveAdjustmentResponse(adjustment=adjustment_message(approved))

    async def DeclineAdjustment(
        self, request: pb.DeclineAdjustmentRequest, _: Any
    ) -> pb.DeclineAdjustmentResponse:
        declined = await self._adjustments.decline(
            UUID(request.customer_id),
            UUID(request.adjustment_id),
            current_caller().name,
            request_key(request),
        )
        return pb.DeclineAdjustmentResponse(adjustment=adjustment_message(declined))

    async def ListAdjustments(
        self, request: pb.ListAdjustmentsRequest, _: Any
    ) -> pb.ListAdjustmentsResponse:
        size = page_size(request)
        found = await self._adjustments.adjustments(
            _STATES.from_proto(request.state) if request.state else None,
            UUID(request.loan_id) if request.loan_id else None,
            id_in(request.page_token),
            size + 1,
        )
        page, token = cut(found, size, lambda one: one.adjustment_id)
        return pb.ListAdjustmentsResponse(
            adjustments=[adjustment_message(one) for one in page], next_page_token=token
        )

    async def PreviewLoanPlan(
        self, request: pb.PreviewLoanPlanRequest, _: Any
    ) -> pb.PreviewLoanPlanResponse:
        preview = await self._changes.preview(_wanted(request))
        return pb.PreviewLoanPlanResponse(preview=preview_message(preview))

    async def ChangeLoanPlan(
        self, request: pb.ChangeLoanPlanRequest, _: Any
    ) -> pb.ChangeLoanPlanResponse:
        confirmed = Confirmation(request.preview_hash, request.cost_sheet_hash, request.note)
        agreed = await self._changes.apply(_wanted(request), confirmed, request_key(request))
        return pb.ChangeLoanPlanResponse(plan_change=agreed_message(agreed))

    async def UndoLoanPlan(
        self, request: pb.UndoLoanPlanRequest, _: Any
    ) -> pb.UndoLoanPlanResponse:
        agreed = await self._changes.undo(
            UUID(request.customer_id),
            UUID(request.change_id),
            request_key(request),
            by=current_caller().name,
        )
        return pb.UndoLoanPlanResponse(plan_change=agreed_message(agreed))

    async def _ask(
        self, request: Any, wanted: Adjustment, *, currency: str = ""
    ) -> loan_adjustment_pb2.LoanAdjustment:
        wish = Wish(
            customer_id=UUID(request.customer_id),
            loan_id=UUID(request.loan_id),
            adjustment=wanted,
            note=request.note,
            by=current_caller().name,
            currency=currency,
        )
        return adjustment_message(await self._adjustments.ask(wish, request_key(request)))


def _wanted(request: Any) -> WantedChange:
    return WantedChange(
        UUID(request.customer_id),
        UUID(request.loan_id),
        change_of(request.change),
        by=current_caller().name,
    )


def adjustment_message(request: AdjustmentRequest) -> loan_adjustment_pb2.LoanAdjustment:
    """A request as staff see it."""
    adjustment = request.adjustment
    return loan_adjustment_pb2.LoanAdjustment(
        adjustment_id=str(request.adjustment_id),
        customer_id=str(request.customer_id),
        loan_id=str(request.loan_id),
        kind=_KINDS.to_proto(adjustment.kind),
        state=_STATES.to_proto(request.state),
        amount_minor=adjustment.amount_minor,
        currency=request.currency,
        item=adjustment.item,
        part=_PART_NUMBERS.get(adjustment.part) if adjustment.part else None,
        repayment_id=str(adjustment.repayment_id) if adjustment.repayment_id else "",
        value_date=iso(adjustment.value_date),
        bank_reference=adjustment.bank_reference,
        is_from_third_party=adjustment.is_from_third_party,
        third_party_name=adjustment.third_party.name if adjustment.third_party else "",
        third_party_relation=relation_of(adjustment.third_party),
        note=request.note,
        requested_by=request.requested_by,
        requested_on=request.requested_on.isoformat(),
        requested_at=timestamp(request.requested_at),
        decided_by=request.decided_by,
        decided_on=iso(request.decided_on),
        coupon_id=str(adjustment.coupon.coupon_id) if adjustment.coupon else "",
    )
