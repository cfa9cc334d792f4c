"""The time stamping authority over HTTP, as RFC 3161 says it: DER in, DER out."""

from collections.abc import Callable
from datetime import datetime

from aiohttp import web

from sandbox.faults import SLOW_OR_DOWN, FaultBook, play_before_work
from sandbox.store import Store
from sandbox.timestamp_authority.authority import TimestampAuthority, rejection
from sandbox.web import bad_request

_ASKED, _ANSWERED = "application/timestamp-query", "application/timestamp-reply"
_FAULTS = SLOW_OR_DOWN | {"rejected", "garbage", "wrong_nonce"}


class TimestampRoutes:
    """Stamps, unless a fault is to be played."""

    def __init__(
        self, store: Store, authority: TimestampAuthority, *, now: Callable[[], datetime]
    ) -> None:
        self._authority = authority
        self._now = now
        self._faults = FaultBook(store, {"timestamp": frozenset(_FAULTS)})
        self._stamped = 0

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/tsa", self._stamp),
            web.get("/tsa/stamps", self._count),
            *self._faults.routes("/tsa"),
        ]

    async def _stamp(self, request: web.Request) -> web.Response:
        if request.content_type != _ASKED:
            raise bad_request("NOT_A_QUERY", f"Send {_ASKED}.")
        asked = await request.read()
        fault = await self._faults.take("timestamp")
        await play_before_work(fault)
        name = "" if fault is None else fault.fault
        if name == "rejected":
            return _reply(rejection("system_failure"))
        if name == "garbage":
            return _reply(b"not a response")
        try:
            answer = self._authority.answer(asked, self._now(), wrong_nonce=name == "wrong_nonce")
        except (ValueError, TypeError) as error:
            raise bad_request("NOT_A_QUERY", "The body is no time stamp request.") from error
        self._stamped += 1
        return _reply(answer)

    async def _count(self, _request: web.Request) -> web.Response:
        return web.json_response({"stamps": self._stamped})


def _reply(der: bytes) -> web.Response:
    return web.Response(body=der, content_type=_ANSWERED)
