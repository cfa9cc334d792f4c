"""Changes of plans, for customers: RPC -> use case -> reply."""

from typing import Any
from uuid import UUID

from granary.repayment.v1 import plan_change_pb2
from granary.repayment.v1 import plan_change_service_pb2 as pb
from granary.repayment.v1.plan_change_service_pb2_grpc import PlanChangeServiceServicer

from chassis.call_context import current_customer
from chassis.contract_values import EnumMapping, date_of, timestamp
from chassis.grpc_errors import InvalidRequest
from chassis.grpc_server import request_key
from chassis.pages import cut, id_in, page_size
from services.repayment.domain.agreed_change import AgreedChange
from services.repayment.domain.history import PlanChange, PlanChangeKind
from services.repayment.domain.plan_preview import CostSheet, PlanOutline, PlanPreview, PlanRow
from services.repayment.proto_mapping import iso
from services.repayment.use_cases.plan_changes import (
    Confirmation,
    PlanChangeUseCases,
    WantedChange,
)

CHANGE_KINDS = EnumMapping(PlanChangeKind, plan_change_pb2.PlanChangeKind)


class PlanChangeApi(PlanChangeServiceServicer):
    """What customers do with their own plans; whose they are follows from their token."""

    def __init__(self, changes: PlanChangeUseCases) -> None:
        self._changes = changes

    async def PreviewPlanChange(
        self, request: pb.PreviewPlanChangeRequest, _: Any
    ) -> pb.PreviewPlanChangeResponse:
        if not request.kind:
            raise InvalidRequest((("kind", "must be given"),))
        change = PlanChange(
            kind=CHANGE_KINDS.from_proto(request.kind),
            due_day=request.due_day,
            instalments=request.instalments,
        )
        wanted = WantedChange(current_customer(), UUID(request.loan_id), change)
        preview = await self._changes.preview(wanted)
        return pb.PreviewPlanChangeResponse(preview=preview_message(preview))

    async def ApplyPlanChange(
        self, request: pb.ApplyPlanChangeRequest, _: Any
    ) -> pb.ApplyPlanChangeResponse:
        confirmed = Confirmation(request.preview_hash, request.cost_sheet_hash)
        agreed = await self._changes.apply(_wanted(request), confirmed, request_key(request))
        return pb.ApplyPlanChangeResponse(plan_change=agreed_message(agreed))

    async def ListPlanChanges(
        self, request: pb.ListPlanChangesRequest, _: Any
    ) -> pb.ListPlanChangesResponse:
        size = page_size(request)
        found = await self._changes.changes(
            current_customer(), UUID(request.loan_id), id_in(request.page_token), size + 1
        )
        page, next_token = cut(found, size, lambda agreed: agreed.change_id)
        return pb.ListPlanChangesResponse(
            plan_changes=[agreed_message(agreed) for agreed in page],
            next_page_token=next_token,
        )

    async def UndoPlanChange(
        self, request: pb.UndoPlanChangeRequest, _: Any
    ) -> pb.UndoPlanChangeResponse:
        agreed = await self._changes.undo(
            current_customer(), UUID(request.change_id), request_key(request)
        )
        return pb.UndoPlanChangeResponse(plan_change=agreed_message(agreed))


def _wanted(request: Any) -> WantedChange:
    return WantedChange(current_customer(), UUID(request.loan_id), change_of(request.change))


def change_of(message: plan_change_pb2.WantedPlanChange) -> PlanChange:
    """The change a message asks for."""
    return PlanChange(
        kind=CHANGE_KINDS.from_proto(message.kind),
        due_day=message.due_day,
        instalments=message.instalments,
        from_on=date_of(message.from_on, "change.from_on") if message.from_on else None,
        to_on=date_of(message.to_on, "change.to_on") if message.to_on else None,
        daily_rate_ppm=message.daily_rate_ppm,
    )


def preview_message(preview: PlanPreview) -> plan_change_pb2.PlanPreview:
    """What a change would do, for the reply."""
    return plan_change_pb2.PlanPreview(
        loan_id=str(preview.loan_id),
        change=_change(preview.change),
        before=_outline(preview.before),
        after=_outline(preview.after),
        cost_change_minor=preview.after.cost.total_minor - preview.before.cost.total_minor,
        preview_hash=preview.preview_hash,
        cost_sheet_hash=preview.cost_sheet_hash,
        valid_on=preview.on.isoformat(),
        currency=preview.currency,
    )


def agreed_message(agreed: AgreedChange) -> plan_change_pb2.AgreedPlanChange:
    """A change that was made, for the reply."""
    return plan_change_pb2.AgreedPlanChange(
        change_id=str(agreed.change_id),
        loan_id=str(agreed.loan_id),
        change=_change(agreed.change),
        before=_outline(agreed.before),
        after=_outline(agreed.after),
        cost_change_minor=agreed.after.cost.total_minor - agreed.before.cost.total_minor,
        cost_sheet_hash=agreed.consent.cost_sheet_hash if agreed.consent else "",
        made_by=agreed.made_by,
        made_on=agreed.made_on.isoformat(),
        made_at=timestamp(agreed.made_at),
        undone_on=iso(agreed.undone_on),
        undone_by=agreed.undone_by,
        currency=agreed.currency,
        note=agreed.note,
    )


def _change(change: PlanChange) -> plan_change_pb2.PlanChange:
    return plan_change_pb2.PlanChange(
        kind=CHANGE_KINDS.to_proto(change.kind),
        due_day=change.due_day,
        instalments=change.instalments,
        from_on=iso(change.from_on),
        to_on=iso(change.to_on),
        daily_rate_ppm=change.daily_rate_ppm,
    )


def _outline(outline: PlanOutline) -> plan_change_pb2.PlanOutline:
    return plan_change_pb2.PlanOutline(
        rows=[_row(row) for row in outline.rows],
        cost=_cost(outline.cost),
        instalments_to_come=outline.instalments_to_come,
        next_due_on=iso(outline.next_due_on),
        last_due_on=iso(outline.last_due_on),
    )


def _row(row: PlanRow) -> plan_change_pb2.PlanRow:
    return plan_change_pb2.PlanRow(
        number=row.number,
        due_on=row.due_on.isoformat(),
        days=row.days,
        principal_minor=row.principal_minor,
        interest_minor=row.interest_minor,
        penalty_minor=row.penalty_minor,
        fee_minor=row.fee_minor,
        total_minor=row.total_minor,
        paid_minor=row.paid_minor,
        is_due=row.is_due,
    )


def _cost(cost: CostSheet) -> plan_change_pb2.PlanCost:
    return plan_change_pb2.PlanCost(
        interest_minor=cost.interest_minor,
        penalty_minor=cost.penalty_minor,
        fee_minor=cost.fee_minor,
        total_minor=cost.total_minor,
        annual_rate_ppm=cost.annual_rate_ppm,
    )
