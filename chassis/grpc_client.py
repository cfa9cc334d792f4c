"""Calls to another service: our token, the caller's deadline and request id, typed errors.

    lending = PeerChannel(settings.lending_address, token=signer.service_token)
    stub = LendingInternalServiceStub(lending)
    reply = await stub.GetDrawdown(request)      # raises the domain error the peer reported

The channel hands the generated stub calls that already do all this, so there is no interceptor
chain to pay for.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from time import perf_counter
from types import TracebackType
from typing import Any, NoReturn, Self

import grpc

from chassis import metrics
from chassis.authentication import TokenSource
from chassis.call_context import current_call
from chassis.errors import DomainError, Unauthenticated, Unavailable
from chassis.grpc_errors import from_rpc_error

DEFAULT_DEADLINE_S = 3.0

_OPTIONS: tuple[tuple[str, Any], ...] = (
    # A peer that vanished without a word is noticed within 30 s, also between calls.
    ("grpc.keepalive_time_ms", 20_000),
    ("grpc.keepalive_timeout_ms", 10_000),
    ("grpc.keepalive_permit_without_calls", 1),
    # A restarted peer is found again at once, not after the default of up to two minutes.
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.min_reconnect_backoff_ms", 100),
    ("grpc.max_reconnect_backoff_ms", 2_000),
    # Otherwise channels to one address share a connection and its state across the process.
    ("grpc.use_local_subchannel_pool", 1),
)


class CallerGaveUp(Unavailable):
    """There is no time left to ask; the outcome is that nothing was asked."""


class PeerRefusedToken(Unavailable):
    """A service this one relies on does not accept its token."""


class PeerChannel(AbstractAsyncContextManager["PeerChannel"]):
    """What a generated stub is built on. Make it inside the running event loop."""

    def __init__(
        self,
        address: str,
        *,
        token: TokenSource | None = None,
        deadline_s: float = DEFAULT_DEADLINE_S,
        credentials: grpc.ChannelCredentials | None = None,
    ) -> None:
        """Without `token` the calls are anonymous unless they bring their own metadata."""
        self._channel = (
            grpc.aio.insecure_channel(address, options=_OPTIONS)
            if credentials is None
            else grpc.aio.secure_channel(address, credentials, options=_OPTIONS)
        )
        self._token = token
        self._deadline_s = deadline_s

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connection; running calls are cancelled."""
        await self._channel.close()

    async def check_reachable(self) -> None:
        """Return once connected; for readiness checks."""
        await self._channel.channel_ready()

    def unary_unary(
        self,
        method: str,
        request_serializer: Any = None,
        response_deserializer: Any = None,
        _registered_method: bool | None = None,  # noqa: FBT001 - the stub's own calling convention
    ) -> Callable[..., Awaitable[Any]]:
        """Called by the stub's constructor: an awaitable call of one method."""
        ask: Any = self._channel.unary_unary(method, request_serializer, response_deserializer)
        name = method.lstrip("/")

        async def call(request: Any, *, timeout: float | None = None, metadata: Any = ()) -> Any:  # noqa: ASYNC109 - gRPC's own name
            started = perf_counter()
            try:
                reply = await ask(
                    request, timeout=self._time_left_s(timeout), metadata=self._metadata(metadata)
                )
            except grpc.RpcError as error:
                self._fail(name, error, started)
            metrics.client_call(name, "OK").observe(perf_counter() - started)
            return reply

        return call

    def unary_stream(
        self,
        method: str,
        request_serializer: Any = None,
        response_deserializer: Any = None,
        _registered_method: bool | None = None,  # noqa: FBT001 - the stub's own calling convention
    ) -> Callable[..., AsyncIterator[Any]]:
        """Called by the stub's constructor: a call that yields replies."""
        ask: Any = self._channel.unary_stream(method, request_serializer, response_deserializer)
        name = method.lstrip("/")

        async def call(
            request: Any,
            *,
            timeout: float | None = None,  # noqa: ASYNC109 - gRPC's own name
            metadata: Any = (),
        ) -> AsyncIterator[Any]:
            started = perf_counter()
            replies = ask(
                request, timeout=self._time_left_s(timeout), metadata=self._metadata(metadata)
            )
            try:
                async for reply in replies:
                    yield reply
            except grpc.RpcError as error:
                self._fail(name, error, started)
            finally:
                replies.cancel()
            metrics.client_call(name, "OK").observe(perf_counter() - started)

        return call

    def _time_left_s(self, asked_s: float | None) -> float:
        """Our own limit, or what is left of the limit of whoever waits for us if that is less."""
        limit_s = self._deadline_s if asked_s is None else asked_s
        call = current_call.get()
        if call is None or call.deadline is None:
            return limit_s
        left_s = call.deadline - asyncio.get_running_loop().time()
        if left_s <= 0:
            raise CallerGaveUp
        return min(limit_s, left_s)

    def _metadata(self, own: Any) -> list[tuple[str, str]]:
        metadata = list(own)
        if self._token is not None:
            metadata.append(("authorization", f"Bearer {self._token()}"))
        call = current_call.get()
        if call is not None:
            metadata.append(("x-request-id", call.request_id))
            if call.traceparent:
                metadata.append(("traceparent", call.traceparent))
        return metadata

    def _fail(self, name: str, error: grpc.RpcError, started: float) -> NoReturn:
        code = error.code()
        metrics.client_call(name, code.name).observe(perf_counter() - started)
        raise self._translate(error) from error

    def _translate(self, error: grpc.RpcError) -> DomainError:
        translated = from_rpc_error(error)
        if self._token is not None and isinstance(translated, Unauthenticated):
            # It is our token that was refused: our caller could do nothing about that.
            return PeerRefusedToken()
        return translated
