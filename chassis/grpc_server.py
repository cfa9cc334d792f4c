"""A gRPC server with everything a service owes its callers: see `grpc_guard` for each call.

Beside the service's own RPCs it answers health checks, and in development reflection. On stop it
reports NOT_SERVING, takes no new calls and lets the running ones finish.
"""

import asyncio
import hashlib
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

import grpc
import structlog
from google.protobuf.message import Message
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from chassis.authentication import TokenVerifier
from chassis.call_context import current_caller
from chassis.command import RequestKey
from chassis.grpc_errors import InvalidRequest
from chassis.grpc_guard import Guard

log = structlog.get_logger(__name__)

Registration = tuple[Callable[[Any, Any], None], Any]
"""What protoc generated to add a service, and our servicer for it."""

LARGEST_REQUEST_BYTES = 64 * 1024
UNARY_LIMIT = 256
"""Unary calls served at once; they wait together for one group commit."""
STREAM_GRACE_S = 3.0
"""How long streams may go on after the stop has begun, or half the time that is left."""
STREAM_LIMIT = 64
"""Streams served at once; each stays open for long and costs little."""

_OPTIONS: tuple[tuple[str, Any], ...] = (
    # Two servers on one port would share the calls by chance; starting the second must fail.
    ("grpc.so_reuseport", 0),
    ("grpc.max_concurrent_streams", 1024),
    # A peer that has gone is noticed within 80 s; one that pings more often than 10 s is cut off.
    ("grpc.keepalive_time_ms", 60_000),
    ("grpc.keepalive_timeout_ms", 20_000),
    ("grpc.http2.min_ping_interval_without_data_ms", 10_000),
    ("grpc.http2.max_ping_strikes", 2),
    ("grpc.keepalive_permit_without_calls", 1),
)


def grpc_server(
    address: str,
    services: Iterable[Registration],
    *,
    area: str,
    verifier: TokenVerifier,
    environment: str = "production",
    unary_limit: int = UNARY_LIMIT,
    stream_limit: int = STREAM_LIMIT,
    credentials: grpc.ServerCredentials | None = None,
    largest_file_bytes: int = 0,
) -> "GrpcServer":
    """A server for `chassis.process.run`; `area` names the service in errors: granary.<area>.

    A service that takes files says how large they may be.
    """
    return GrpcServer(
        address=address,
        services=tuple(services),
        guard=Guard(
            area=area, verifier=verifier, unary_limit=unary_limit, stream_limit=stream_limit
        ),
        has_reflection=environment == "development",
        credentials=credentials,
        largest_request_bytes=LARGEST_REQUEST_BYTES + largest_file_bytes,
    )


class GrpcServer:
    """Serves the given RPC services from `start` until `stop`."""

    name = "grpc"

    def __init__(
        self,
        *,
        address: str,
        services: tuple[Registration, ...],
        guard: Guard,
        has_reflection: bool,
        credentials: grpc.ServerCredentials | None,
        largest_request_bytes: int,
    ) -> None:
        self._address = address
        self._services = services
        self._guard = guard
        self._has_reflection = has_reflection
        self._credentials = credentials
        self._options = (
            *_OPTIONS,
            ("grpc.max_receive_message_length", largest_request_bytes),
        )
        self._server: grpc.aio.Server | None = None
        self._health = health.aio.HealthServicer()
        self.port = 0
        """The port listened on; known after `start`."""

    async def start(self) -> None:
        """Listen; raises RuntimeError when the address is taken."""
        # The server belongs to the running event loop, so it cannot be made before this.
        server = grpc.aio.server(options=self._options)
        collector = _Collector(self._guard, server)
        for add, servicer in self._services:
            add(servicer, collector)
        health_pb2_grpc.add_HealthServicer_to_server(self._health, server)
        if self._has_reflection:
            names = (*collector.service_names, health.SERVICE_NAME, reflection.SERVICE_NAME)
            reflection.enable_server_reflection(names, server)
        if self._credentials is None:
            self.port = server.add_insecure_port(self._address)
        else:
            self.port = server.add_secure_port(self._address, self._credentials)
        await server.start()
        self._server = server
        for name in ("", *collector.service_names):
            await self._health.set(name, health_pb2.HealthCheckResponse.SERVING)
        log.info("grpc.listening", address=self._address, services=collector.service_names)

    async def stop(self, grace_s: float) -> None:
        """Take no new calls and wait for the running ones at most this long."""
        if self._server is not None:
            await self._health.enter_graceful_shutdown()
            stopping = asyncio.create_task(self._server.stop(grace_s))
            # Whoever watches would watch for ever; a stream with an end may reach it.
            await asyncio.wait({stopping}, timeout=min(grace_s / 2, STREAM_GRACE_S))
            self._guard.end_streams()
            await stopping


class _Collector:
    """Stands in for the server while services are added: wraps each method on its way in."""

    def __init__(self, guard: Guard, server: grpc.aio.Server) -> None:
        self._guard = guard
        self._server: Any = server
        self.service_names: list[str] = []

    def add_registered_method_handlers(
        self, service_name: str, method_handlers: dict[str, Any]
    ) -> None:
        self.service_names.append(service_name)
        guarded = {
            name: self._guard.wrap(service_name, name, handler)
            for name, handler in method_handlers.items()
        }
        self._server.add_registered_method_handlers(service_name, guarded)

    def add_generic_rpc_handlers(self, handlers: object) -> None:
        """Generated code offers every method here as well, unguarded: these are not taken."""


def request_key(request: Message) -> RequestKey:
    """What the executor remembers a mutating request by: its caller, its id, its content.

    The content starts with the message type, so one id cannot serve two kinds of request.
    """
    raw_id = request.request_id  # type: ignore[attr-defined]
    try:
        request_id = UUID(raw_id)
    except ValueError:
        raise InvalidRequest((("request_id", "must be a UUID"),)) from None
    digest = hashlib.sha256(request.DESCRIPTOR.full_name.encode() + b"\0")
    digest.update(request.SerializeToString(deterministic=True))
    return RequestKey(current_caller().caller_id, request_id, digest.digest())
