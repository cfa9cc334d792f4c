"""The parts of the service that change plans and correct loans, put together in one place."""

from dataclasses import dataclass
from typing import Any

from granary.repayment.v1 import interest_relief_service_pb2_grpc as relief_rpc
from granary.repayment.v1 import loan_adjustment_service_pb2_grpc as adjusting_rpc
from granary.repayment.v1 import plan_change_service_pb2_grpc as rpc

from chassis.command import Execute
from chassis.database import Pool
from chassis.grpc_server import Registration
from chassis.ports import Clock, NewId
from services.repayment.adjustment_repository import AdjustmentRepository
from services.repayment.domain.policy import PolicyRegistry
from services.repayment.grpc_api.interest_relief import InterestReliefApi
from services.repayment.grpc_api.loan_adjustments import LoanAdjustmentApi
from services.repayment.grpc_api.plan_changes import PlanChangeApi
from services.repayment.plan_change_repository import PlanChangeRepository
from services.repayment.use_cases.incoming_money import IncomingMoney
from services.repayment.use_cases.loan_adjustments import LoanAdjustmentUseCases
from services.repayment.use_cases.plan_changes import PlanChangeUseCases
from services.repayment.use_cases.ports import Books


@dataclass(frozen=True, slots=True)
class PlanChangeParts:
    """What `__main__` serves."""

    plan_changes: PlanChangeUseCases
    adjustments: LoanAdjustmentUseCases
    services: tuple[Registration, ...]
    """Servicers with the functions that add them to a server."""


def plan_change_parts(
    pool: Pool,
    *,
    execute: Execute,
    repository: Books,
    policies: PolicyRegistry,
    incoming: IncomingMoney,
    clock: Clock,
    new_id: NewId,
) -> PlanChangeParts:
    """Put them together over a database and an executor."""
    common: dict[str, Any] = {
        "execute": execute,
        "books": repository,
        "policies": policies,
        "clock": clock,
        "new_id": new_id,
    }
    plan_changes = PlanChangeUseCases(reads=PlanChangeRepository(pool), **common)
    adjustments = LoanAdjustmentUseCases(reads=AdjustmentRepository(pool), **common)
    return PlanChangeParts(
        plan_changes=plan_changes,
        adjustments=adjustments,
        services=(
            (rpc.add_PlanChangeServiceServicer_to_server, PlanChangeApi(plan_changes)),
            (
                adjusting_rpc.add_LoanAdjustmentInternalServiceServicer_to_server,
                LoanAdjustmentApi(adjustments, plan_changes, incoming),
            ),
            (
                relief_rpc.add_InterestReliefInternalServiceServicer_to_server,
                InterestReliefApi(adjustments),
            ),
        ),
    )
