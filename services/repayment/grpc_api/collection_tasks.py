"""The work of collectors: RPC -> use case -> reply."""

from typing import Any
from uuid import UUID

from granary.repayment.v1 import collection_task_service_pb2 as pb
from granary.repayment.v1.collection_task_service_pb2_grpc import (
    CollectionTaskInternalServiceServicer,
)

from chassis.call_context import current_caller
from chassis.contract_values import EnumMapping, timestamp
from chassis.grpc_server import request_key
from chassis.pages import cut, id_in, page_size
from services.repayment.domain.late.collection_task import CollectionTask, TaskOutcome, TaskStatus
from services.repayment.domain.late.strategy import CollectionAct
from services.repayment.use_cases.collection_work import CollectionWork

ACTS = EnumMapping(CollectionAct, pb.CollectionAct)
STATUSES = EnumMapping(TaskStatus, pb.CollectionTaskStatus)
OUTCOMES = EnumMapping(TaskOutcome, pb.CollectionTaskOutcome)


class CollectionTaskInternalApi(CollectionTaskInternalServiceServicer):
    """What collectors see and do."""

    def __init__(self, work: CollectionWork) -> None:
        self._work = work

    async def ListOpenTasks(
        self, request: pb.ListOpenTasksRequest, _: Any
    ) -> pb.ListOpenTasksResponse:
        size = page_size(request)
        act = ACTS.from_proto(request.act) if request.act else None
        found = await self._work.to_be_taken(act, id_in(request.page_token), size + 1)
        page, next_token = cut(found, size, lambda task: task.task_id)
        return pb.ListOpenTasksResponse(tasks=map(_task, page), next_page_token=next_token)

    async def ListMyTasks(self, request: pb.ListMyTasksRequest, _: Any) -> pb.ListMyTasksResponse:
        size, who = page_size(request), current_caller().caller_id
        found = await self._work.taken_by(who, id_in(request.page_token), size + 1)
        page, next_token = cut(found, size, lambda task: task.task_id)
        return pb.ListMyTasksResponse(tasks=map(_task, page), next_page_token=next_token)

    async def TakeTask(self, request: pb.TakeTaskRequest, _: Any) -> pb.TakeTaskResponse:
        task = await self._work.take(
            UUID(request.customer_id),
            UUID(request.task_id),
            current_caller().caller_id,
            request_key(request),
        )
        return pb.TakeTaskResponse(task=_task(task))

    async def CompleteTask(
        self, request: pb.CompleteTaskRequest, _: Any
    ) -> pb.CompleteTaskResponse:
        task = await self._work.complete(
            UUID(request.customer_id),
            UUID(request.task_id),
            by=current_caller().caller_id,
            name=current_caller().name,
            outcome=OUTCOMES.from_proto(request.outcome),
            note=request.note,
            request=request_key(request),
        )
        return pb.CompleteTaskResponse(task=_task(task))

    async def HandBackTask(
        self, request: pb.HandBackTaskRequest, _: Any
    ) -> pb.HandBackTaskResponse:
        task = await self._work.hand_back(
            UUID(request.customer_id),
            UUID(request.task_id),
            by=current_caller().caller_id,
            note=request.note,
            request=request_key(request),
        )
        return pb.HandBackTaskResponse(task=_task(task))


def _task(task: CollectionTask) -> pb.CollectionTask:
    return pb.CollectionTask(
        task_id=str(task.task_id),
        customer_id=str(task.customer_id),
        loan_id=str(task.loan_id),
        act=ACTS.to_proto(task.act),
        late_bucket=task.late_bucket,
        day=task.day,
        made_on=task.made_on.isoformat(),
        open_from=task.open_from.isoformat(),
        status=STATUSES.to_proto(task.status),
        taken_by=task.taken_by,
        taken_at=timestamp(task.taken_at) if task.taken_at is not None else None,
        contact_id=str(task.contact_id) if task.contact_id is not None else "",
        tries=task.tries,
        outcome=OUTCOMES.to_proto(task.outcome),
        note=task.note,
        ended_at=timestamp(task.ended_at) if task.ended_at is not None else None,
    )
