"""From an HTTP request to the RPC request, by the `google.api.http` options of the contracts.

The contracts are the one source: an RPC that is annotated there has a route here.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any
from uuid import UUID

from buf.validate import validate_pb2 as rules_pb2
from google.api import annotations_pb2
from google.protobuf.descriptor import FieldDescriptor, MethodDescriptor
from google.protobuf.descriptor_pb2 import MethodOptions
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from granary.type.v1.document_pb2 import Document

from chassis.errors import InvalidInput
from chassis.grpc_errors import InvalidRequest
from chassis.grpc_guard import Method, describe
from services.gateway.json_codec import Codec, FieldError, codec_of

AREAS = ("identity", "lending", "repayment", "monitoring", "support")
_VARIABLE = re.compile(r"{(\w+)}")
_BOOLS = {"true": True, "false": False}


class IdempotencyKeyRequired(InvalidInput):
    """Send an Idempotency-Key header (a UUID), so that repeating the request does nothing twice."""

    reason = "IDEMPOTENCY_KEY_REQUIRED"


class IdempotencyKeyInvalid(InvalidInput):
    """The Idempotency-Key header must be a UUID."""

    reason = "IDEMPOTENCY_KEY_INVALID"


class IdempotencyKeyDiffers(InvalidInput):
    """The Idempotency-Key header and the body's request_id differ; send one, or the same twice."""

    reason = "IDEMPOTENCY_KEY_DIFFERS"


@dataclass(frozen=True, slots=True)
class Route:
    """One public RPC as HTTP sees it."""

    area: str
    rpc: MethodDescriptor
    verb: str
    path: str
    """The template, such as /v1/lending/quotes/{quote_id}/cost-sheet:open."""
    access: Method
    """Who may call."""
    request: Codec
    reply: Codec
    reply_type: type[Message]
    reads_only: bool
    has_request_id: bool
    path_fields: frozenset[str]
    query_fields: Mapping[str, FieldDescriptor]
    """The fields that come as query parameters; none when there is a body."""
    document_field: str = ""
    """The field of the reply that is a file, sent as it is; empty when the reply is JSON."""
    largest_file_text: int = 0
    """How many characters of a body the files of the request may take, being base64."""

    @property
    def name(self) -> str:
        """Package, service and method, such as granary.lending.v1.LendingService/Draw."""
        return self.access.name

    @property
    def takes_body(self) -> bool:
        """Whether the fields come as a JSON object; else as query parameters."""
        return self.verb == "POST"

    def read_request(
        self,
        variables: Mapping[str, str],
        query: Iterable[tuple[str, str]],
        body: dict[str, Any],
        idempotency_key: str | None,
    ) -> Message:
        """The RPC request; raises InvalidInput with the fields at fault."""
        for name in self.path_fields & body.keys():
            raise InvalidRequest(((name, "is given in the path already"),))
        fields = {**body, **self._read_query(query), **variables}
        if self.has_request_id and not self.reads_only:
            fields["request_id"] = _request_id(fields.get("request_id"), idempotency_key)
        try:
            return self.request.read(fields)
        except FieldError as error:
            raise InvalidRequest(((error.path, error.problem),)) from None

    def _read_query(self, query: Iterable[tuple[str, str]]) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        for name, text in query:
            shown = name[:64]
            if name not in self.query_fields:
                raise InvalidRequest(((shown, "is not a query parameter of this request"),))
            field = self.query_fields[name]
            is_bool = field.type == FieldDescriptor.TYPE_BOOL
            value = _BOOLS.get(text, text) if is_bool else text
            if field.is_repeated:
                fields.setdefault(name, []).append(value)
            elif name in fields:
                raise InvalidRequest(((shown, "must be given once"),))
            else:
                fields[name] = value
        return fields


def _request_id(in_body: Any, header: str | None) -> Any:
    """The request's key from body and header, which must not contradict each other."""
    if header is None:
        if in_body is None:
            raise IdempotencyKeyRequired
        return in_body
    try:
        key = UUID(header.strip().strip('"'))
    except ValueError:
        raise IdempotencyKeyInvalid from None
    if in_body is not None and in_body != str(key):
        raise IdempotencyKeyDiffers
    return str(key)


def public_routes() -> tuple[Route, ...]:
    """Every annotated RPC of every area; raises TypeError when one cannot be shown over HTTP."""
    return tuple(
        route_of(area, method)
        for area in AREAS
        for module in _contracts_of(area)
        for service in module.DESCRIPTOR.services_by_name.values()
        for method in service.methods
        if _http_rule(method).WhichOneof("pattern")
    )


def _contracts_of(area: str) -> list[ModuleType]:
    """The generated modules of an area that declare services, in the order of their names."""
    package = import_module(f"granary.{area}.v1")
    names = sorted(module.name for module in iter_modules(package.__path__))
    return [
        import_module(f"granary.{area}.v1.{name}")
        for name in names
        if name.endswith("_service_pb2")
    ]


def route_of(area: str, method: MethodDescriptor) -> Route:
    """The route of an annotated RPC; raises TypeError when the annotation cannot be followed."""
    rule = _http_rule(method)
    verb, path = rule.WhichOneof("pattern"), getattr(rule, rule.WhichOneof("pattern"))
    if (verb, rule.body) not in {("get", ""), ("post", "*")}:
        raise TypeError(f"{method.full_name}: only GET, and POST with body '*', are supported")
    path_fields = frozenset(_VARIABLE.findall(path))
    fields = {field.name: field for field in method.input_type.fields}
    for name in path_fields:
        if name not in fields or fields[name].type != FieldDescriptor.TYPE_STRING:
            raise TypeError(f"{method.full_name}: path variable {name} must be a text field")
    query_fields = {
        name: field for name, field in fields.items() if verb == "get" and name not in path_fields
    }
    for field in query_fields.values():
        if field.type == FieldDescriptor.TYPE_MESSAGE:
            raise TypeError(f"{field.full_name}: a message cannot be a query parameter")
    level = method.GetOptions().idempotency_level
    return Route(
        area=area,
        rpc=method,
        verb=verb.upper(),
        path=path,
        access=describe(method.containing_service.full_name, method.name),
        request=codec_of(method.input_type),
        reply=codec_of(method.output_type),
        reply_type=GetMessageClass(method.output_type),
        reads_only=level == MethodOptions.NO_SIDE_EFFECTS,
        has_request_id="request_id" in fields,
        path_fields=path_fields,
        query_fields=query_fields,
        document_field=_document_field(method),
        largest_file_text=_largest_file_text(method),
    )


def _largest_file_text(method: MethodDescriptor) -> int:
    """Base64 takes four characters for three bytes."""
    fields = (f for f in method.input_type.fields if f.type == FieldDescriptor.TYPE_BYTES)
    options: list[Any] = [field.GetOptions() for field in fields]
    sizes = (each.Extensions[rules_pb2.field].bytes.max_len for each in options)
    return sum(-(-size // 3) * 4 for size in sizes)


def _document_field(method: MethodDescriptor) -> str:
    """The field of a reply that is a file; raises TypeError when there are two."""
    wanted = Document.DESCRIPTOR.full_name
    names = [
        field.name
        for field in method.output_type.fields
        if field.message_type is not None and field.message_type.full_name == wanted
    ]
    if len(names) > 1:
        raise TypeError(f"{method.full_name}: a reply is at most one document")
    return "".join(names)


def _http_rule(method: MethodDescriptor) -> Any:
    options: Any = method.GetOptions()
    return options.Extensions[annotations_pb2.http]


def path_pattern(path: str) -> str:
    """The template as aiohttp writes it; a variable never swallows the verb after a colon."""
    return _VARIABLE.sub(r"{\1:[^/:]+}", path)
