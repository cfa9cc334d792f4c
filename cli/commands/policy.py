"""`granary policy`: what is lent on what terms, and changes of it, at a running suite."""

import asyncio
import json
import uuid
from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import grpc
from google.protobuf.json_format import MessageToDict
from granary.lending.v1 import policy_change_pb2
from granary.lending.v1 import policy_service_pb2 as pb
from granary.lending.v1.policy_service_pb2_grpc import PolicyInternalServiceStub
from rich.console import Console
from rich.table import Table

from chassis.dated_policy import Confidence, DatedParameters, PolicyError
from chassis.errors import DomainError
from chassis.grpc_client import PeerChannel
from chassis.money import format_minor
from chassis.policy_files import read_document
from cli.commands.token import staff_token
from cli.errors import CommandError
from cli.suite.data_folder import DataFolder

DEADLINE_S = 60.0
"""A preview decides thousands of applications again."""

Call = Callable[[PolicyInternalServiceStub], Awaitable[Any]]


def list_changes(data_dir: Path, *, as_json: bool) -> None:
    """Print the changes there are."""
    reply = _ask(
        data_dir, "operator", lambda it: it.ListPolicyChanges(pb.ListPolicyChangesRequest())
    )
    if as_json:
        _print_json(reply)
        return
    table = _table(
        "Changes of the policy", "change", "status", "values", "proposed", "decided", "why"
    )
    for change in reply.changes:
        table.add_row(
            change.change_id,
            _word(policy_change_pb2.PolicyChangeStatus.Name(change.status)),
            "\n".join(_one_value(value) for value in change.values),
            change.proposed_by,
            change.decided_by,
            change.reason,
        )
    Console().print(table)


def show_values(data_dir: Path, product: str, parameter: str, *, as_json: bool) -> None:
    """Print the values of a product, past, present and announced."""
    request = pb.ListPolicyValuesRequest(product_code=product)
    reply = _ask(data_dir, "operator", lambda it: it.ListPolicyValues(request))
    shown = [value for value in reply.values if parameter in {"", value.parameter}]
    if as_json:
        del reply.values[:]
        reply.values.extend(shown)
        _print_json(reply)
        return
    table = _table(
        f"{product}; there are {', '.join(reply.product_codes)}",
        *("parameter", "value", "from", "to", "confidence", "source"),
    )
    for value in shown:
        confidence = policy_change_pb2.PolicyConfidence.Name(value.confidence)
        table.add_row(
            value.parameter,
            value.value_json,
            value.effective_from,
            value.effective_to,
            _word(confidence),
            value.source,
        )
    Console().print(table)


def propose(data_dir: Path, file: Path, reason: str, name: str, *, as_json: bool) -> None:
    """Propose the values of a file."""
    request = pb.ProposePolicyChangeRequest(
        request_id=str(uuid.uuid4()), values=read_values(file), reason=reason
    )
    reply = _ask(data_dir, name, lambda it: it.ProposePolicyChange(request))
    _print_change(reply, "proposed; another person previews and approves it", as_json=as_json)


def preview(data_dir: Path, change_id: str, applications: int, *, as_json: bool) -> None:
    """Print what a change would do."""
    request = pb.PreviewPolicyChangeRequest(change_id=change_id, applications=applications)
    reply = _ask(data_dir, "operator", lambda it: it.PreviewPolicyChange(request))
    if as_json:
        _print_json(reply)
        return
    console = Console()
    console.print("\n".join(_one_value(value) for value in reply.change.values))
    console.print(_grades_table(reply.preview.grades))
    for replay in reply.preview.replays:
        console.print("\n".join(_replay_lines(replay)))
    for effect in reply.preview.adverse:
        of = f"grade {effect.grade}" if effect.grade else "all lines"
        console.print(f"worse: {_word(effect.kind)} for {of} of {effect.product_code}")


def approve(data_dir: Path, change_id: str, reason: str, name: str, *, as_json: bool) -> None:
    """Approve a change."""
    request = pb.ApprovePolicyChangeRequest(
        request_id=str(uuid.uuid4()), change_id=change_id, reason=reason
    )
    reply = _ask(data_dir, name, lambda it: it.ApprovePolicyChange(request))
    _print_change(reply, "approved; it takes effect on its dates", as_json=as_json)


def reject(data_dir: Path, change_id: str, reason: str, name: str, *, as_json: bool) -> None:
    """Reject a change, or take an own one back."""
    request = pb.RejectPolicyChangeRequest(
        request_id=str(uuid.uuid4()), change_id=change_id, reason=reason
    )
    reply = _ask(data_dir, name, lambda it: it.RejectPolicyChange(request))
    _print_change(reply, "rejected", as_json=as_json)


def read_values(file: Path) -> list[policy_change_pb2.PolicyValue]:
    """The values of a file in the form of a policy file. Raises CommandError."""
    try:
        document = read_document(file)
        product_code = str(document.pop("product_code", "personal_revolving"))
        dated = DatedParameters.of(document).dated
    except PolicyError as error:
        raise CommandError(str(error)) from error
    return [
        policy_change_pb2.PolicyValue(
            product_code=product_code,
            parameter=parameter,
            value_json=json.dumps(value.value, ensure_ascii=False),
            effective_from=value.effective_from.isoformat(),
            effective_to=_iso(value.effective_to),
            source=value.source,
            confidence=_confidence(value.confidence),
        )
        for parameter, values in dated.items()
        for value in values
    ]


def _ask(data_dir: Path, name: str, call: Call) -> Any:
    folder = DataFolder(data_dir)
    if not folder.is_claimed():
        raise CommandError(f"no suite runs on {data_dir}; start one with `granary up`")
    address = f"127.0.0.1:{folder.read_state()['ports']['lending']}"
    token = staff_token(data_dir, name, hours=1)
    try:
        return asyncio.run(_call(address, token, call))
    except DomainError as refused:
        facts = ", ".join(f"{key} {value}" for key, value in refused.metadata.items())
        raise CommandError(f"{refused.reason}: {refused.message} {facts}".rstrip()) from refused
    except grpc.RpcError as error:
        raise CommandError(f"lending does not answer: {error}") from error


async def _call(address: str, token: str, call: Call) -> Any:
    async with PeerChannel(address, token=lambda: token, deadline_s=DEADLINE_S) as channel:
        return await call(PolicyInternalServiceStub(channel))


def _print_change(reply: Any, what: str, *, as_json: bool) -> None:
    if as_json:
        _print_json(reply)
        return
    print(f"{reply.change.change_id} {what}")
    for value in reply.change.values:
        print(f"  {_one_value(value)}")


def _print_json(message: Any) -> None:
    print(json.dumps(MessageToDict(message, preserving_proto_field_name=True), ensure_ascii=False))


def _one_value(value: Any) -> str:
    until = f" to {value.effective_to}" if value.effective_to else ""
    return f"{value.product_code} {value.parameter} from {value.effective_from}{until}"


def _grades_table(grades: Sequence[Any]) -> Table:
    table = _table(
        "Lines, when they are assessed next; loans keep their terms",
        *("product", "grade", "lines", "other price", "above new limit", "grade ends"),
        *("loans on old terms", "owed, yuan"),
    )
    for grade in grades:
        table.add_row(
            grade.product_code,
            grade.grade,
            f"{grade.lines:,}",
            f"{grade.priced_otherwise:,}",
            f"{grade.above_new_limit:,}",
            f"{grade.without_grade:,}",
            f"{grade.loans_on_old_terms:,}",
            format_minor(grade.drawn_minor),
        )
    return table


def _replay_lines(replay: Any) -> list[str]:
    """How the last applications of one product would be decided."""
    before, after = replay.limits_before_minor, replay.limits_after_minor
    return [
        f"{replay.product_code}, the last {replay.applications:,} applications decided again:",
        f"  approvals: {replay.approvals_gained:,} gained, {replay.approvals_lost:,} lost",
        f"  price:     {replay.dearer:,} higher, {replay.cheaper:,} lower",
        f"  limit:     {replay.limit_higher:,} higher, {replay.limit_lower:,} lower",
        f"  limits:    {format_minor(before)} yuan without it, {format_minor(after)} with it",
    ]


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column)
    return table


def _confidence(confidence: Confidence) -> Any:
    return policy_change_pb2.PolicyConfidence.Value(f"POLICY_CONFIDENCE_{confidence.name}")


def _word(name: str) -> str:
    return name.removeprefix("POLICY_CHANGE_STATUS_").removeprefix("POLICY_CONFIDENCE_").lower()


def _iso(day: date | None) -> str:
    return "" if day is None else day.isoformat()
