"""How staff govern score models: RPC -> use case -> reply."""

from typing import Any

from granary.lending.v1 import model_service_pb2 as pb
from granary.lending.v1.model_service_pb2_grpc import (
    ModelInternalServiceServicer,
    add_ModelInternalServiceServicer_to_server,
)

from chassis.call_context import current_caller
from chassis.contract_values import EnumMapping, timestamp
from chassis.grpc_server import Registration, request_key
from services.lending.domain.model_register import ModelRoster, ModelStatus, ModelVersion, RoleWish
from services.lending.domain.model_roles import ModelName
from services.lending.use_cases.models import Models

STATUSES = EnumMapping(ModelStatus, pb.ModelStatus)


def registration(models: Models) -> Registration:
    """The RPC service, for the server."""
    return add_ModelInternalServiceServicer_to_server, ModelApi(models)


class ModelApi(ModelInternalServiceServicer):
    """Who puts forward and who approves follows from their tokens."""

    def __init__(self, models: Models) -> None:
        self._models = models

    async def ListModels(self, _request: pb.ListModelsRequest, _: Any) -> pb.ListModelsResponse:
        roster, models = await self._models.register_now()
        return pb.ListModelsResponse(
            models=[model_to_proto(model) for model in models], roster=roster_to_proto(roster)
        )

    async def RegisterModel(
        self, request: pb.RegisterModelRequest, _: Any
    ) -> pb.RegisterModelResponse:
        name = ModelName(request.model_version, request.sha256)
        model = await self._models.register(
            name, current_caller().name, request.reason, request_key(request)
        )
        return pb.RegisterModelResponse(model=model_to_proto(model))

    async def ApproveModel(
        self, request: pb.ApproveModelRequest, _: Any
    ) -> pb.ApproveModelResponse:
        model = await self._models.approve(
            request.model_version, current_caller().name, request.reason, request_key(request)
        )
        return pb.ApproveModelResponse(model=model_to_proto(model))

    async def ProposeModelRoles(
        self, request: pb.ProposeModelRolesRequest, _: Any
    ) -> pb.ProposeModelRolesResponse:
        roster = await self._models.propose_roles(
            wish_of(request.roles), current_caller().name, request.reason, request_key(request)
        )
        return pb.ProposeModelRolesResponse(roster=roster_to_proto(roster))

    async def DecideModelRoles(
        self, request: pb.DecideModelRolesRequest, _: Any
    ) -> pb.DecideModelRolesResponse:
        roster = await self._models.decide_roles(
            wish_of(request.roles),
            current_caller().name,
            request.reason,
            request_key(request),
            approve=request.approve,
        )
        return pb.DecideModelRolesResponse(roster=roster_to_proto(roster))

    async def RetireModel(self, request: pb.RetireModelRequest, _: Any) -> pb.RetireModelResponse:
        model = await self._models.retire(
            request.model_version, current_caller().name, request.reason, request_key(request)
        )
        return pb.RetireModelResponse(model=model_to_proto(model))


def wish_of(roles: pb.ModelRoles) -> RoleWish:
    return RoleWish(roles.champion, roles.challenger, roles.challenger_share_ppm, roles.shadow)


def model_to_proto(model: ModelVersion) -> pb.Model:
    message = pb.Model(
        model_version=model.model_version,
        sha256=model.sha256,
        status=STATUSES.to_proto(model.status),
        registered_by=model.registered_by,
        registered_at=timestamp(model.registered_at),
        reason=model.reason,
        approved_by=model.approved_by,
        approval_reason=model.approval_reason,
        retired_by=model.retired_by,
        retirement_reason=model.retirement_reason,
    )
    if model.approved_at is not None:
        message.approved_at.CopyFrom(timestamp(model.approved_at))
    if model.retired_at is not None:
        message.retired_at.CopyFrom(timestamp(model.retired_at))
    return message


def roster_to_proto(roster: ModelRoster) -> pb.ModelRoster:
    message = pb.ModelRoster(number=roster.number, decided_by=roster.decided_by)
    if roster.champion is not None:
        message.roles.CopyFrom(
            pb.ModelRoles(
                champion=roster.champion.version,
                challenger=_version(roster.challenger),
                challenger_share_ppm=roster.challenger_share_ppm,
                shadow=_version(roster.shadow),
            )
        )
    if roster.decided_at is not None:
        message.decided_at.CopyFrom(timestamp(roster.decided_at))
    if roster.proposal is not None:
        wish = roster.proposal.wish
        message.proposed.CopyFrom(
            pb.ModelRoles(
                champion=wish.champion,
                challenger=wish.challenger,
                challenger_share_ppm=wish.challenger_share_ppm,
                shadow=wish.shadow,
            )
        )
        message.proposed_by = roster.proposal.proposed_by
        message.proposal_reason = roster.proposal.reason
    return message


def _version(name: ModelName | None) -> str:
    return "" if name is None else name.version
