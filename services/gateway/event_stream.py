"""A server stream as Server-Sent Events, which an app resumes with Last-Event-ID."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import aclosing, suppress
from dataclasses import dataclass
from typing import Any

import orjson
from aiohttp import web
from google.protobuf.message import Message

from chassis.errors import DomainError
from services.gateway import metrics
from services.gateway.problems import Problem, Refusal
from services.gateway.transcoding import Route

FIRST_WORD_WITHIN_S = 0.5
"""A refusal that comes this quickly still gets its own HTTP status; later ones are an event."""
QUIET_S = 15.0
"""After so many seconds without an event a comment is sent, so that nobody takes us for dead."""
RETRY_MS = 2000

ToProblem = Callable[[BaseException], Problem]


@dataclass(frozen=True, slots=True)
class EventForm:
    """How the replies of one stream become events."""

    resume_field: str
    """Field of the request that says after which event to go on."""
    event_of: Callable[[Any], tuple[str, int | None]]
    """Reply -> name of the event and its number; only what can be resumed after has a number."""


def _alert_event(reply: Any) -> tuple[str, int | None]:
    if not reply.HasField("alert"):
        return "heartbeat", None
    return "alert", reply.alert.alert_number


EVENT_FORMS: Mapping[str, EventForm] = {
    "granary.monitoring.v1.MonitoringService/WatchAlerts": EventForm(
        "resume_after_alert_number", _alert_event
    )
}
"""Every public RPC that streams, by its full name."""


def resume_parameter(route: Route, request: web.Request) -> dict[str, str]:
    """The request field that Last-Event-ID stands for; it wins over the query parameter."""
    last = request.headers.get("Last-Event-ID")
    if last is None:
        return {}
    if not (last.isascii() and last.isdigit() and len(last) <= 18):  # noqa: PLR2004 - fits int64
        raise Refusal("HEADER_INVALID", {"header": "Last-Event-ID"})
    return {EVENT_FORMS[route.name].resume_field: last}


class EventStreams:
    """Serves streams until they end, the app leaves or the gateway stops."""

    def __init__(self) -> None:
        self._stopping = asyncio.Event()

    async def stop(self, _: web.Application) -> None:
        """End every stream, so that the gateway can drain; apps resume elsewhere."""
        self._stopping.set()

    async def serve(
        self,
        request: web.Request,
        route: Route,
        replies: AsyncIterator[Message],
        to_problem: ToProblem,
    ) -> web.StreamResponse:
        """Answer with the replies as events; raises the DomainError of a prompt refusal."""
        form = EVENT_FORMS[route.name]
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        async with aclosing(_paced(replies, self._stopping)) as paced:
            first = await anext(paced, None)
            await response.prepare(request)
            with metrics.OPEN_STREAMS.track_inprogress(), suppress(ConnectionResetError):
                await response.write(f"retry: {RETRY_MS}\n\n".encode())
                try:
                    await self._send(response, route, form, first)
                    async for reply in paced:
                        await self._send(response, route, form, reply)
                except DomainError as error:
                    if error.reason != "DEADLINE_EXCEEDED":  # the stream has lived its time
                        await response.write(_event("problem", None, to_problem(error).body))
        return response

    async def _send(
        self, response: web.StreamResponse, route: Route, form: EventForm, reply: Message | None
    ) -> None:
        if reply is None:
            await response.write(b": quiet\n\n")
        else:
            await response.write(_event(*form.event_of(reply), route.reply.write(reply)))


async def _paced(
    replies: AsyncIterator[Message], stopping: asyncio.Event
) -> AsyncGenerator[Message | None, None]:
    """The replies, with None for every quiet time, until they end or the gateway stops."""
    wait_s = FIRST_WORD_WITHIN_S
    asked_to_stop = asyncio.ensure_future(stopping.wait())
    upcoming = asyncio.ensure_future(_next(replies))
    try:
        while not asked_to_stop.done():
            await asyncio.wait(
                {upcoming, asked_to_stop}, timeout=wait_s, return_when=asyncio.FIRST_COMPLETED
            )
            wait_s = QUIET_S
            if upcoming.done():
                reply = upcoming.result()
                if reply is None:
                    return
                yield reply
                upcoming = asyncio.ensure_future(_next(replies))
            elif not asked_to_stop.done():
                yield None
    finally:
        for future in (upcoming, asked_to_stop):
            future.cancel()
        await asyncio.gather(upcoming, asked_to_stop, return_exceptions=True)


async def _next(replies: AsyncIterator[Message]) -> Message | None:
    return await anext(replies, None)


def _event(name: str, number: int | None, data: dict[str, Any]) -> bytes:
    numbered = b"" if number is None else b"id: %d\n" % number
    return b"%bevent: %b\ndata: %b\n\n" % (numbered, name.encode(), orjson.dumps(data))
