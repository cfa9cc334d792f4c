"""Calls between services, and from apps and staff, without sockets: the real stubs and servicers.

Requests and replies cross as bytes and errors as status, by the production table. A call may find
its peer down, or its answer may get lost after the effect: both are Unavailable to the caller.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import grpc

from chassis.call_context import Call, Caller, current_call
from chassis.errors import DomainError, Unavailable
from chassis.grpc_errors import Status, from_rpc_error, to_status
from chassis.grpc_server import Registration
from tests.simulation.chaos import Chaos, Dead, Incarnation

DEADLINE_S = 3.0
ANSWERS_LOST = 0.02


class _Failed(Exception):
    """A status, in the words of gRPC's own error."""

    def __init__(self, status: Status) -> None:
        super().__init__(status.code)
        self._status = status

    def code(self) -> grpc.StatusCode:
        return self._status.code

    def details(self) -> str:
        return self._status.message

    def trailing_metadata(self) -> tuple[tuple[str, bytes], ...]:
        return self._status.metadata


@dataclass
class _Server:
    """The methods of one life of a service."""

    area: str
    process: Incarnation
    methods: dict[str, Any]

    def add_registered_method_handlers(
        self, service_name: str, method_handlers: dict[str, Any]
    ) -> None:
        self.methods |= {f"/{service_name}/{name}": run for name, run in method_handlers.items()}

    def add_generic_rpc_handlers(self, handlers: object) -> None:
        """Generated code offers every method here as well."""


class Network:
    """Who serves which methods at present."""

    def __init__(self, chaos: Chaos) -> None:
        self._chaos = chaos
        self._servers: dict[str, _Server] = {}

    def serve(self, area: str, process: Incarnation, services: Sequence[Registration]) -> None:
        """From now on this life of the area's service answers."""
        server = _Server(area, process, {})
        for add, servicer in services:
            add(servicer, server)
        self._servers[area] = server

    def channel(self, area: str, caller: Caller) -> "Loopback":
        """What a stub is built on."""
        return Loopback(self, area, caller)

    async def ask(self, area: str, method: str, request: bytes, call: Call, limit_s: float) -> Any:
        """The reply's bytes; raises the domain error that the peer reported."""
        chaos = self._chaos
        server = await chaos.call(f"asks {method}", lambda: self._servers.get(area))
        if server is None or server.process.is_dead:
            raise Unavailable
        handler = server.methods[method]
        answer: asyncio.Future[Any] = chaos.loop.create_future()
        work = self._answer(server, handler, request, call)
        task = chaos.spawn_in(server.process, work)
        task.add_done_callback(lambda done: _pass_on(done, answer))
        try:
            async with asyncio.timeout(limit_s):
                outcome = await answer
        except TimeoutError:
            raise Unavailable from None
        if chaos.happens(ANSWERS_LOST):
            raise Unavailable
        outcome = await chaos.call(f"hears {method}", lambda: outcome)
        if isinstance(outcome, Status):
            raise from_rpc_error(_Failed(outcome))  # type: ignore[arg-type]
        return outcome

    async def _answer(self, server: _Server, handler: Any, request: bytes, call: Call) -> Any:
        current_call.set(call)
        try:
            reply = await handler.unary_unary(handler.request_deserializer(request), None)
        except DomainError as error:
            return to_status(error, server.area)
        except Exception as error:  # noqa: BLE001 - as the guard of the server does
            self._chaos.surprises.append(f"{server.area} answered INTERNAL: {error!r}")
            return to_status(error, server.area)
        return handler.response_serializer(reply)


class Loopback:
    """A channel that the generated stubs take for their own."""

    def __init__(self, network: Network, area: str, caller: Caller) -> None:
        self._network = network
        self._area = area
        self._caller = caller

    def unary_unary(
        self, method: str, request_serializer: Any, response_deserializer: Any, **_: Any
    ) -> Callable[..., Awaitable[Any]]:
        """Called by the stub's constructor."""

        async def call(request: Any, *, timeout: float = DEADLINE_S) -> Any:  # noqa: ASYNC109
            before = current_call.get()
            context = Call(before.request_id if before else "", self._caller)
            reply = await self._network.ask(
                self._area, method, request_serializer(request), context, timeout
            )
            return response_deserializer(reply)

        return call

    def unary_stream(self, *_: Any, **__: Any) -> None:
        """Streams are not played here."""


def _pass_on(done: "asyncio.Task[Any]", answer: "asyncio.Future[Any]") -> None:
    if answer.done():
        if not done.cancelled():
            done.exception()
        return
    died = done.cancelled() or isinstance(done.exception(), Dead)
    if died or done.exception() is not None:
        answer.set_exception(Unavailable())
    else:
        answer.set_result(done.result())
