"""`granary models`: the register of score models at a running suite."""

import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from granary.lending.v1 import model_service_pb2 as pb
from granary.lending.v1.model_service_pb2_grpc import ModelInternalServiceStub
from rich.console import Console
from rich.table import Table

from cli.errors import CommandError
from cli.staff_call import ask_as_staff, print_json

Call = Callable[[Any], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Wish:
    """Models in roles, by version; empty for none."""

    champion: str
    challenger: str = ""
    share_ppm: int = 0
    shadow: str = ""

    def to_proto(self) -> pb.ModelRoles:
        return pb.ModelRoles(
            champion=self.champion,
            challenger=self.challenger,
            challenger_share_ppm=self.share_ppm,
            shadow=self.shadow,
        )


def list_models(data_dir: Path, *, as_json: bool) -> None:
    """Print the register."""
    reply = _ask(data_dir, "operator", lambda it: it.ListModels(pb.ListModelsRequest()))
    if as_json:
        print_json(reply)
        return
    table = Table()
    table.add_column("model", no_wrap=True)
    for name in ("status", "put forward by", "approved by", "why"):
        table.add_column(name, overflow="fold")
    for model in reply.models:
        status = pb.ModelStatus.Name(model.status).removeprefix("MODEL_STATUS_").lower()
        table.add_row(
            model.model_version, status, model.registered_by, model.approved_by, model.reason
        )
    console, roster = Console(), reply.roster
    console.print(table)
    in_use = told(roster.roles) if roster.HasField("roles") else "the policy's model"
    console.print(f"in use: {in_use}", highlight=False)
    if roster.HasField("proposed"):
        console.print(f"proposed by {roster.proposed_by}: {told(roster.proposed)}", highlight=False)


def register(data_dir: Path, version: str, sha256: str, reason: str, name: str) -> None:
    """Put a model forward."""
    request = pb.RegisterModelRequest(
        request_id=_new(), model_version=version, sha256=sha256, reason=reason
    )
    _ask(data_dir, name, lambda it: it.RegisterModel(request))
    print(f"{version} waits for another person")


def approve(data_dir: Path, version: str, reason: str, name: str) -> None:
    """Approve a model."""
    request = pb.ApproveModelRequest(request_id=_new(), model_version=version, reason=reason)
    _ask(data_dir, name, lambda it: it.ApproveModel(request))
    print(f"{version} may be given roles")


def retire(data_dir: Path, version: str, reason: str, name: str) -> None:
    """Retire a model."""
    request = pb.RetireModelRequest(request_id=_new(), model_version=version, reason=reason)
    _ask(data_dir, name, lambda it: it.RetireModel(request))
    print(f"{version} is retired")


def propose(data_dir: Path, wish: Wish, reason: str, name: str) -> None:
    """Wish for roles."""
    request = pb.ProposeModelRolesRequest(request_id=_new(), roles=wish.to_proto(), reason=reason)
    reply = _ask(data_dir, name, lambda it: it.ProposeModelRoles(request))
    print(f"proposed: {told(reply.roster.proposed)}")


def decide(data_dir: Path, reason: str, name: str, *, approve: bool) -> None:
    """Decide about what is proposed now, which is shown before."""
    now = _ask(data_dir, name, lambda it: it.ListModels(pb.ListModelsRequest())).roster
    if not now.HasField("proposed"):
        raise CommandError("nothing is proposed; see `granary models list`")
    print(f"proposed by {now.proposed_by}: {told(now.proposed)}")
    request = pb.DecideModelRolesRequest(
        request_id=_new(), roles=now.proposed, approve=approve, reason=reason
    )
    _ask(data_dir, name, lambda it: it.DecideModelRoles(request))
    print("in use" if approve else "rejected")


def told(roles: pb.ModelRoles) -> str:
    """Roles in words."""
    parts = [f"champion {roles.champion}"]
    if roles.challenger:
        share = f"{roles.challenger_share_ppm / 10_000:g} %"
        parts.append(f"challenger {roles.challenger} for {share} of customers")
    if roles.shadow:
        parts.append(f"shadow {roles.shadow}")
    return ", ".join(parts)


def _ask(data_dir: Path, name: str, call: Call) -> Any:
    return ask_as_staff(
        data_dir, "lending", name, lambda channel: call(ModelInternalServiceStub(channel))
    )


def _new() -> str:
    return str(uuid.uuid4())
