"""Interest borne by others: RPC -> use case -> reply."""

from typing import Any
from uuid import UUID

from granary.repayment.v1 import interest_relief_service_pb2 as pb
from granary.repayment.v1.interest_relief_service_pb2_grpc import (
    InterestReliefInternalServiceServicer,
)

from chassis.call_context import current_caller
from chassis.contract_values import date_of
from chassis.grpc_server import request_key
from services.repayment.domain.adjustment_request import Adjustment, AdjustmentKind
from services.repayment.domain.ledger.coupons import Coupon
from services.repayment.grpc_api.loan_adjustments import adjustment_message
from services.repayment.use_cases.loan_adjustments import LoanAdjustmentUseCases, Wish


class InterestReliefApi(InterestReliefInternalServiceServicer):
    """Who asks follows from the token; a second person approves as for any adjustment."""

    def __init__(self, adjustments: LoanAdjustmentUseCases) -> None:
        self._adjustments = adjustments

    async def ApplyCoupon(self, request: pb.ApplyCouponRequest, _: Any) -> pb.ApplyCouponResponse:
        coupon = Coupon(
            coupon_id=UUID(request.coupon_id),
            free_nights=request.free_nights,
            principal_minor=request.principal_minor,
            valid_from=date_of(request.valid_from, "valid_from"),
            valid_to=date_of(request.valid_to, "valid_to"),
        )
        wish = Wish(
            customer_id=UUID(request.customer_id),
            loan_id=UUID(request.loan_id),
            adjustment=Adjustment(AdjustmentKind.COUPON, coupon=coupon),
            note=request.note,
            by=current_caller().name,
        )
        asked = await self._adjustments.ask(wish, request_key(request))
        return pb.ApplyCouponResponse(adjustment=adjustment_message(asked))
