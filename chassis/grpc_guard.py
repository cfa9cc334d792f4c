"""What happens around every RPC method, once for all services.

Each method is wrapped when it is registered, not when it is called, so a call pays no interceptor
chain. In order: load limit, deadline, caller, access policy, parsing, validation, the method
itself, and the translation of whatever it raises.
"""

import asyncio
import re
import uuid
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import grpc
import protovalidate
import structlog
from google.protobuf import descriptor_pool, message_factory
from google.protobuf.message import DecodeError, Message
from granary.access.v1 import options_pb2

from chassis import metrics
from chassis.authentication import TokenMissing, TokenVerifier
from chassis.call_context import ANONYMOUS, Call, Caller, Role, current_call
from chassis.database import UNAVAILABLE
from chassis.errors import (
    DomainError,
    InvalidInput,
    NotAllowed,
    TooManyRequests,
    Unauthenticated,
    Unavailable,
)
from chassis.grpc_errors import InvalidRequest, to_status
from chassis.log_budget import LogBudget
from chassis.request_text import fields_with_nul

log = structlog.get_logger(__name__)

REQUEST_ID_HEADER = "x-request-id"
_REQUEST_ID = re.compile(r"[0-9A-Za-z._-]{8,64}")
_TRACEPARENT = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")


class DeadlineRequired(InvalidInput):
    """Set a deadline on the call, so that nobody works for a caller who has gone."""

    reason = "DEADLINE_REQUIRED"


class MalformedMessage(InvalidInput):
    """The bytes are not a message of the expected type."""

    reason = "MALFORMED_MESSAGE"


class NotPermitted(NotAllowed):
    """Your role may not make this call."""

    reason = "NOT_PERMITTED"


class TooBusy(TooManyRequests):
    """More calls are running than this process accepts; try again shortly with the same id."""

    reason = "TOO_BUSY"


class DatabaseAway(Unavailable):
    """Our database does not answer right now; try again with the same request id."""

    reason = "UNAVAILABLE"


class Stopping(Unavailable):
    """This process stops; call again and another one answers."""

    reason = "UNAVAILABLE"


@dataclass(frozen=True, slots=True)
class Method:
    """What the contract says about one RPC."""

    name: str
    """Package, service and method, such as granary.lending.v1.LendingService/Draw."""
    request_type: type[Message]
    roles: frozenset[Role]
    """Who may call; empty when the contract does not say, and then nobody may."""
    services: frozenset[str]
    """Of the services, only these may call; empty means any of them."""

    def check(self, caller: Caller) -> None:
        """Raises NotPermitted unless the access policy of the contract lets the caller in."""
        if Role.ANONYMOUS in self.roles:
            return
        if caller.role not in self.roles:
            raise NotPermitted(role=caller.role.lower())
        if caller.role is Role.SERVICE and self.services and caller.name not in self.services:
            raise NotPermitted(role="service", service=caller.name)


def describe(service_name: str, method_name: str) -> Method:
    """Read the access policy and the request type of an RPC from its contract."""
    service = descriptor_pool.Default().FindServiceByName(service_name)
    descriptor = service.methods_by_name[method_name]
    options: Any = descriptor.GetOptions()
    access: options_pb2.Access = options.Extensions[options_pb2.access]
    names = (options_pb2.Role.Name(role).removeprefix("ROLE_") for role in access.roles)
    return Method(
        name=f"{service_name}/{method_name}",
        request_type=message_factory.GetMessageClass(descriptor.input_type),
        roles=frozenset(Role(name) for name in names if name in Role.__members__),
        services=frozenset(access.services),
    )


class _Load:
    """Counts the calls being served and refuses more than the limit."""

    def __init__(self, limit: int, rpc_type: str) -> None:
        self._limit = limit
        self.running = 0
        metrics.RPC_SERVER_ACTIVE_CALLS.labels(rpc_type).set_function(lambda: self.running)

    def enter(self) -> None:
        self.running += 1
        if self.running > self._limit:
            raise TooBusy(retry_after_ms=200)

    def leave(self) -> None:
        self.running -= 1


class Guard:
    """Wraps the methods of one server."""

    def __init__(
        self,
        *,
        area: str,
        verifier: TokenVerifier,
        unary_limit: int,
        stream_limit: int,
    ) -> None:
        self._area = area
        self._verifier = verifier
        self._unary_load = _Load(unary_limit, "unary")
        self._stream_load = _Load(stream_limit, "server_stream")
        self._refusals = LogBudget(lines_per_second=20)
        self._streams: set[asyncio.Task[Any]] = set()
        self._is_stopping = False

    def wrap(
        self, service_name: str, method_name: str, handler: "grpc.RpcMethodHandler[Any, Any]"
    ) -> "grpc.RpcMethodHandler[Any, Any]":
        """The same method, guarded; it is given bytes, so malformed ones are ours to refuse."""
        method = describe(service_name, method_name)
        if handler.unary_unary is not None:
            return grpc.unary_unary_rpc_method_handler(
                self._guard_unary(method, handler.unary_unary),
                response_serializer=handler.response_serializer,
            )
        if handler.unary_stream is not None:
            return grpc.unary_stream_rpc_method_handler(
                self._guard_stream(method, handler.unary_stream),  # type: ignore[arg-type]
                response_serializer=handler.response_serializer,
            )
        raise TypeError(f"{method.name}: methods that receive a stream are not supported")

    def _guard_unary(
        self, method: Method, serve: Callable[[Message, Any], Awaitable[Any]]
    ) -> Callable[[bytes, Any], Awaitable[Any]]:
        load = self._unary_load
        succeeded = metrics.server_call(method.name, "OK")

        async def guarded(raw: bytes, context: Any) -> Any:
            started = perf_counter()
            call, authorization = _begin(context)
            try:
                load.enter()
                request = self._admit(method, raw, call, authorization, context)
                reply = await serve(request, context)
            except Exception as error:  # noqa: BLE001 - every refusal leaves through the one table
                failure = error
            except asyncio.CancelledError:
                metrics.server_call(method.name, "CANCELLED").observe(perf_counter() - started)
                raise
            else:
                succeeded.observe(perf_counter() - started)
                return reply
            finally:
                load.leave()
            await self._abort(method, failure, call, context, started)
            return None

        return guarded

    def _guard_stream(
        self, method: Method, serve: Callable[[Message, Any], AsyncGenerator[Any, None]]
    ) -> Callable[[bytes, Any], AsyncGenerator[Any, None]]:
        load = self._stream_load

        async def guarded(raw: bytes, context: Any) -> AsyncGenerator[Any, None]:
            started = perf_counter()
            task = asyncio.current_task()
            assert task is not None
            self._streams.add(task)
            call, authorization = _begin(context)
            try:
                load.enter()
                request = self._admit(method, raw, call, authorization, context)
                async with aclosing(serve(request, context)) as replies:
                    async for reply in replies:
                        yield reply
            except Exception as error:  # noqa: BLE001 - every refusal leaves through the one table
                failure = error
            except asyncio.CancelledError:
                if not self._is_stopping:
                    metrics.server_call(method.name, "CANCELLED").observe(perf_counter() - started)
                    raise
                failure = Stopping()
            else:
                metrics.server_call(method.name, "OK").observe(perf_counter() - started)
                return
            finally:
                self._streams.discard(task)
                load.leave()
            await self._abort(method, failure, call, context, started)

        return guarded

    def end_streams(self) -> None:
        """Tell those who still watch to come again: the server stops."""
        self._is_stopping = True
        for task in self._streams:
            task.cancel()

    def _admit(
        self, method: Method, raw: bytes, call: Call, authorization: str, context: Any
    ) -> Message:
        remaining_s = context.time_remaining()
        if remaining_s is None:
            raise DeadlineRequired
        call.deadline = asyncio.get_running_loop().time() + remaining_s
        call.caller = self._caller(method, authorization)
        method.check(call.caller)
        request = method.request_type()
        try:
            request.ParseFromString(raw)
        except DecodeError:
            raise MalformedMessage(message=request.DESCRIPTOR.full_name) from None
        _validate(request, raw)
        return request

    def _caller(self, method: Method, authorization: str) -> Caller:
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() == "bearer":
            try:
                return self._verifier.verify(token.strip())
            except Unauthenticated:
                # An app that refreshes its session may still send the token that ran out.
                if Role.ANONYMOUS in method.roles:
                    return ANONYMOUS
                raise
        if Role.ANONYMOUS in method.roles:
            return ANONYMOUS
        raise TokenMissing

    async def _abort(
        self, method: Method, error: Exception, call: Call, context: Any, started: float
    ) -> None:
        if isinstance(error, grpc.aio.AbortError):
            raise error
        if isinstance(error, UNAVAILABLE):
            log.warning("rpc.database_away", method=method.name, kind=type(error).__name__)
            error = DatabaseAway()
        status = to_status(error, self._area)
        duration_s = perf_counter() - started
        metrics.server_call(method.name, status.code.name).observe(duration_s)
        facts = {"method": method.name, "code": status.code.name}
        if not isinstance(error, DomainError):
            log.error("rpc.broke", **facts, exc_info=error)
        else:
            metrics.RPC_SERVER_REFUSED.labels(error.reason).inc()
            if self._refusals.allows():
                log.info(
                    "rpc.refused",
                    **facts,
                    reason=error.reason,
                    dur_ms=round(duration_s * 1000, 3),
                    **self._refusals.taken_note(),
                )
        trailing = (*status.metadata, (REQUEST_ID_HEADER, call.request_id))
        await context.abort(status.code, status.message, trailing)


def _begin(context: Any) -> tuple[Call, str]:
    """Start the record of a call; also gives its authorization header, empty when there is none.

    Every RPC runs in its own task, so the record ends with the task.
    """
    request_id = authorization = traceparent = ""
    # One pass: each look at the metadata converts all of it.
    for key, value in context.invocation_metadata() or ():
        if key == "authorization":
            authorization = value
        elif key == REQUEST_ID_HEADER:
            request_id = value
        elif key == "traceparent":
            traceparent = value
    if not _REQUEST_ID.fullmatch(request_id):
        request_id = str(uuid.uuid4())
    if traceparent and not _TRACEPARENT.fullmatch(traceparent):
        traceparent = ""
    call = Call(request_id, traceparent=traceparent)
    current_call.set(call)
    context.set_trailing_metadata(((REQUEST_ID_HEADER, request_id),))
    return call, authorization


def _validate(request: Message, raw: bytes) -> None:
    violations = protovalidate.collect_violations(request)
    if violations:
        raise InvalidRequest(
            tuple((_path(item.proto.field), item.proto.message) for item in violations)
        )
    # PostgreSQL texts cannot hold NUL, and no name or text has one.
    if b"\0" in raw:
        fields = fields_with_nul(request)
        if fields:
            raise InvalidRequest(tuple((path, "must not contain NUL") for path in fields))


def _path(field: Any) -> str:
    return ".".join(element.field_name for element in field.elements) if field else ""
