"""`granary policy`: what is lent on what terms, and changes of it, at a running suite."""

import json
import uuid
from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from granary.lending.v1 import policy_change_pb2
from granary.lending.v1 import policy_service_pb2 as pb
from granary.lending.v1.policy_service_pb2_grpc import PolicyInternalServiceStub
from rich.console import Console
from rich.table import Table

from chassis.dated_policy import Confidence, DatedParameters, PolicyError
from chassis.money import format_minor
from chassis.policy_files import read_document
from cli.errors import CommandError
from cli.staff_call import ask_as_staff, print_json

Call = Callable[[PolicyInternalServiceStub], Awaitable[Any]]


def list_changes(data_dir: Path, *, as_json: bool) -> None:
    """Print the changes there are."""
    reply = _ask(
        data_dir, "operator", lambda it: it.ListPolicyChanges(pb.ListPolicyChangesRequest())
    )
    if as_json:
        print_json(reply)
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
        print_json(reply)
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
        print_json(reply)
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
    return ask_as_staff(
        data_dir, "lending", name, lambda channel: call(PolicyInternalServiceStub(channel))
    )


def _print_change(reply: Any, what: str, *, as_json: bool) -> None:
    if as_json:
        print_json(reply)
        return
    print(f"{reply.change.change_id} {what}")
    for value in reply.change.values:
        print(f"  {_one_value(value)}")


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
