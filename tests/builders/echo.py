"""A small RPC service with every kind of access policy, to test the chassis without a product."""

from __future__ import annotations

import asyncio
from typing import Any

import grpc
from buf.validate import validate_pb2
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from granary.access.v1 import options_pb2

PACKAGE = "granary.echo.v1"
SERVICE = f"{PACKAGE}.EchoService"
_FIELD = descriptor_pb2.FieldDescriptorProto
_ROLES = {
    "ToCustomers": ["CUSTOMER"],
    "ToStaff": ["STAFF"],
    "ToServices": ["SERVICE"],
    "ToLendingAlone": ["SERVICE"],
    "ToAnybody": ["ANONYMOUS"],
    "ToNobody": [],
    "Watch": ["CUSTOMER"],
}
METHODS = tuple(name for name in _ROLES if name != "Watch")


def _file() -> descriptor_pb2.FileDescriptorProto:
    file = descriptor_pb2.FileDescriptorProto(
        name="granary/echo/v1/echo_service.proto",
        package=PACKAGE,
        syntax="proto3",
        dependency=["buf/validate/validate.proto", "granary/access/v1/options.proto"],
    )
    colour = file.enum_type.add(name="Colour")
    colour.value.add(name="COLOUR_UNSPECIFIED", number=0)
    colour.value.add(name="COLOUR_RED", number=1)
    request = file.message_type.add(name="EchoRequest")
    _field(request, 1, "request_id", _FIELD.TYPE_STRING).string.uuid = True
    _field(request, 2, "text", _FIELD.TYPE_STRING).string.max_len = 100_000
    _field(request, 3, "colour", _FIELD.TYPE_ENUM, f".{PACKAGE}.Colour").enum.defined_only = True
    _field(request, 4, "amount_minor", _FIELD.TYPE_INT64).int64.gte = 0
    _field(file.message_type.add(name="EchoReply"), 1, "text", _FIELD.TYPE_STRING)
    service = file.service.add(name="EchoService")
    for name, roles in _ROLES.items():
        method = service.method.add(
            name=name,
            input_type=f".{PACKAGE}.EchoRequest",
            output_type=f".{PACKAGE}.EchoReply",
            server_streaming=name == "Watch",
        )
        for role in roles:
            _access(method).roles.append(options_pb2.Role.Value(f"ROLE_{role}"))
        if name == "ToLendingAlone":
            _access(method).services.append("lending")
    return file


def _access(method: Any) -> Any:
    return method.options.Extensions[options_pb2.access]


def _field(message: Any, number: int, name: str, kind: Any, type_name: str = "") -> Any:
    field = message.field.add(name=name, number=number, type=kind, label=_FIELD.LABEL_OPTIONAL)
    if type_name:
        field.type_name = type_name
    return field.options.Extensions[validate_pb2.field]


_POOL: Any = descriptor_pool.Default()
_POOL.AddSerializedFile(_file().SerializeToString())
EchoRequest: Any = message_factory.GetMessageClass(
    _POOL.FindMessageTypeByName(f"{PACKAGE}.EchoRequest")
)
EchoReply: Any = message_factory.GetMessageClass(
    _POOL.FindMessageTypeByName(f"{PACKAGE}.EchoReply")
)


class EchoApi:
    """Answers with the text it was given; a test may swap what happens in between."""

    def __init__(self) -> None:
        self.served = 0
        self.arrivals: asyncio.Queue[Any] = asyncio.Queue()
        self.opened = asyncio.Event()
        self.opened.set()

    async def echo(self, request: Any, context: Any) -> Any:
        self.served += 1
        self.arrivals.put_nowait(request)
        await self.opened.wait()
        return EchoReply(text=await self.answer(request))

    async def answer(self, request: Any) -> str:
        return str(request.text)

    async def watch(self, request: Any, context: Any) -> Any:
        for _ in range(3):
            yield await self.echo(request, context)


def add_echo_to_server(api: EchoApi, server: Any) -> None:
    """What protoc would generate."""
    types = {
        "request_deserializer": EchoRequest.FromString,
        "response_serializer": EchoReply.SerializeToString,
    }
    handlers = {name: grpc.unary_unary_rpc_method_handler(api.echo, **types) for name in METHODS}
    handlers["Watch"] = grpc.unary_stream_rpc_method_handler(api.watch, **types)
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(SERVICE, handlers),))
    server.add_registered_method_handlers(SERVICE, handlers)


class EchoStub:
    """What protoc would generate."""

    ToCustomers: Any
    ToStaff: Any
    ToServices: Any
    ToLendingAlone: Any
    ToAnybody: Any
    ToNobody: Any

    def __init__(self, channel: Any) -> None:
        types = {
            "request_serializer": EchoRequest.SerializeToString,
            "response_deserializer": EchoReply.FromString,
            "_registered_method": True,
        }
        for name in METHODS:
            setattr(self, name, channel.unary_unary(f"/{SERVICE}/{name}", **types))
        self.Watch = channel.unary_stream(f"/{SERVICE}/Watch", **types)
