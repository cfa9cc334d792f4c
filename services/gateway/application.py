"""The HTTP application: every public RPC at its address, each request guarded the same way.

In order: load limit, route, caller, rate limit, access policy, body, the call, and the
translation of whatever went wrong into a problem.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import orjson
import structlog
from aiohttp import web
from google.protobuf.message import Message

from chassis.authentication import TokenVerifier
from chassis.call_context import ANONYMOUS, Call, Caller, Role, current_call
from chassis.errors import DomainError, Unauthenticated
from chassis.grpc_client import PeerChannel
from chassis.grpc_guard import TooBusy
from chassis.log_budget import LogBudget
from chassis.ports import NewId, new_id
from services.gateway import metrics
from services.gateway.document_answer import document_answer
from services.gateway.event_stream import EventStreams, resume_parameter
from services.gateway.headers import AnswerHeaders
from services.gateway.problem_texts import language_for
from services.gateway.problems import MEDIA_TYPE, Problem, Refusal, after_deadline, problem_of
from services.gateway.rate_limits import RateLimiter, RequestClass, address_key, client_address
from services.gateway.requests import (
    LARGEST_BODY_BYTES,
    body_of,
    caller_of,
    deadline_s_of,
    idempotency_key_of,
    request_id_of,
    traceparent_of,
)
from services.gateway.transcoding import Route, path_pattern

log = structlog.get_logger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much the gateway takes on."""

    deadline_ms: int = 10_000
    running: int = 1024
    stream_lifetime_s: int = 900
    trusted_proxies: int = 0


class Gateway:
    """Serves the routes through the peers' channels."""

    def __init__(
        self,
        *,
        routes: Iterable[Route],
        peers: Mapping[str, PeerChannel],
        verifier: TokenVerifier,
        limiter: RateLimiter,
        limits: Limits,
        headers: AnswerHeaders,
        own_routes: Iterable[web.RouteDef] = (),
        new_id: NewId = new_id,
    ) -> None:
        self._verifier = verifier
        self._limiter = limiter
        self._limits = limits
        self._headers = headers
        self._new_id = new_id
        self._streams = EventStreams()
        self._running = 0
        self._refusals = LogBudget(lines_per_second=20)

        # A middleware must be a function: aiohttp marks it with an attribute.
        @web.middleware
        async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
            return await self._guard(request, handler)

        self.application = web.Application(
            middlewares=[guard],
            client_max_size=LARGEST_BODY_BYTES,
        )
        self.application.on_response_prepare.append(headers.add)
        self.application.on_shutdown.append(self._streams.stop)
        for route in routes:
            handler = self._handler(route, peers[route.area])
            self.application.router.add_route(route.verb, path_pattern(route.path), handler)
        self.application.router.add_routes(self._limited(route) for route in own_routes)
        metrics.ACTIVE_REQUESTS.set_function(lambda: self._running)

    def _handler(self, route: Route, peer: PeerChannel) -> Handler:
        path = f"/{route.name}"
        if route.rpc.server_streaming:
            watch = peer.unary_stream(path, _to_bytes, route.reply_type.FromString)
            return self._stream_handler(route, watch)
        return self._unary_handler(
            route, peer.unary_unary(path, _to_bytes, route.reply_type.FromString)
        )

    def _unary_handler(self, route: Route, ask: Callable[..., Awaitable[Any]]) -> Handler:
        async def handle(request: web.Request) -> web.StreamResponse:
            metadata = self._admit(request, route)
            message = route.read_request(
                request.match_info,
                request.query.items(),
                await body_of(request, route),
                idempotency_key_of(request),
            )
            deadline_s = deadline_s_of(request, self._limits.deadline_ms)
            try:
                reply = await ask(message, timeout=deadline_s, metadata=metadata)
            except DomainError as error:
                raise after_deadline(error, reads_only=route.reads_only) from error
            if route.document_field:
                return document_answer(getattr(reply, route.document_field))
            return _json_answer(route.reply.write(reply))

        return handle

    def _stream_handler(self, route: Route, watch: Callable[..., AsyncIterator[Any]]) -> Handler:
        async def handle(request: web.Request) -> web.StreamResponse:
            metadata = self._admit(request, route)
            await body_of(request, route)
            message = route.read_request({}, _resumed(request, route), {}, None)
            replies = watch(message, timeout=self._limits.stream_lifetime_s, metadata=metadata)
            language = language_for(request.headers.get("Accept-Language"))
            return await self._streams.serve(
                request,
                route,
                replies,
                lambda error: problem_of(error, _call().request_id, language),
            )

        return handle

    def _admit(self, request: web.Request, route: Route) -> tuple[tuple[str, str], ...]:
        """Let the request in and return what goes along with the call; raises DomainError."""
        address = self._address(request)
        try:
            caller, token = caller_of(request, route, self._verifier)
        except Unauthenticated:
            # Guessing tokens costs us a signature check each time.
            self._limiter.check(RequestClass.ANONYMOUS, address)
            raise
        _call().caller = caller
        self._limiter.check(*_counted_as(route, caller, address))
        route.access.check(caller)
        return (("authorization", f"Bearer {token}"),) if token else ()

    def _address(self, request: web.Request) -> str:
        forwarded_for = ",".join(request.headers.getall("X-Forwarded-For", ()))
        trusted = self._limits.trusted_proxies
        return address_key(client_address(request.remote, forwarded_for, trusted))

    def _limited(self, own: web.RouteDef) -> web.RouteDef:
        async def handle(request: web.Request) -> web.StreamResponse:
            self._limiter.check(RequestClass.ANONYMOUS, self._address(request))
            return await own.handler(request)

        return web.route(own.method, own.path, handle)

    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        started = perf_counter()
        request_id = request_id_of(request) or str(self._new_id())
        # Stays until the next request of the same connection: headers are written after this.
        current_call.set(Call(request_id, traceparent=traceparent_of(request)))
        self._running += 1
        try:
            response = await self._answer(request, handler, started)
        finally:
            self._running -= 1
        method, template = _labels(request)
        metrics.REQUEST_DURATION.labels(method, template, response.status).observe(
            perf_counter() - started
        )
        return response

    async def _answer(
        self, request: web.Request, handler: Handler, started: float
    ) -> web.StreamResponse:
        try:
            preflight = self._headers.preflight(request)
            if preflight is not None:
                return preflight
            self._check_load()
            return await handler(request)
        except Exception as error:  # noqa: BLE001 - every refusal leaves through the one table
            return self._refuse(request, error, started)

    def _check_load(self) -> None:
        if self._running > self._limits.running:
            raise TooBusy(retry_after_ms=1000)

    def _refuse(self, request: web.Request, error: Exception, started: float) -> web.Response:
        if isinstance(error, web.HTTPException):
            error = _from_aiohttp(error)
        language = language_for(request.headers.get("Accept-Language"))
        problem = problem_of(error, _call().request_id, language)
        self._report(request, error, problem, started)
        return web.Response(
            status=problem.status,
            body=orjson.dumps(problem.body),
            content_type=MEDIA_TYPE,
            headers=problem.headers,
        )

    def _report(
        self, request: web.Request, error: Exception, problem: Problem, started: float
    ) -> None:
        method, template = _labels(request)
        metrics.REFUSED.labels(problem.reason).inc()
        facts = {"method": method, "route": template, "status": problem.status}
        if not isinstance(error, DomainError):
            log.error("http.broke", **facts, exc_info=error)
        elif self._refusals.allows():
            dur_ms = round((perf_counter() - started) * 1000, 3)
            note = self._refusals.taken_note()
            log.info("http.refused", **facts, reason=problem.reason, dur_ms=dur_ms, **note)


def _call() -> Call:
    """The request being answered; the guard has set it."""
    call = current_call.get()
    assert call is not None
    return call


def _resumed(request: web.Request, route: Route) -> list[tuple[str, str]]:
    """The query parameters, where Last-Event-ID replaces what the app first began after."""
    resume = resume_parameter(route, request)
    given = [(name, text) for name, text in request.query.items() if name not in resume]
    return [*given, *resume.items()]


def _counted_as(route: Route, caller: Caller, address: str) -> tuple[RequestClass, str]:
    if Role.ANONYMOUS in route.access.roles:
        return (RequestClass.ANONYMOUS if route.reads_only else RequestClass.LOG_IN), address
    if caller is ANONYMOUS:
        return RequestClass.ANONYMOUS, address
    return (RequestClass.READ if route.reads_only else RequestClass.CHANGE), caller.caller_id


def _from_aiohttp(error: web.HTTPException) -> Refusal:
    if isinstance(error, web.HTTPMethodNotAllowed):
        allowed = ", ".join(sorted(error.allowed_methods))
        return Refusal("METHOD_NOT_ALLOWED", {"allowed": allowed}, {"Allow": allowed})
    if isinstance(error, web.HTTPRequestEntityTooLarge):
        return Refusal("BODY_TOO_LARGE", {"maximum_bytes": LARGEST_BODY_BYTES})
    if isinstance(error, web.HTTPNotFound):
        return Refusal("ROUTE_UNKNOWN")
    return Refusal("MALFORMED_MESSAGE")


def _labels(request: web.Request) -> tuple[str, str]:
    resource = request.match_info.route.resource
    if resource is None:
        return "_OTHER", "unmatched"
    return request.method, resource.canonical


def _json_answer(value: dict[str, Any]) -> web.Response:
    return web.Response(body=orjson.dumps(value), content_type="application/json")


def _to_bytes(message: Message) -> bytes:
    return message.SerializeToString()
