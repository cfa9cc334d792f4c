"""The SMS partner over HTTP: messages go in, and the phone's owner can read them."""

from collections.abc import Callable
from datetime import datetime

from aiohttp import web

from sandbox.faults import SLOW_OR_DOWN, FaultBook, play_before_work
from sandbox.sms import book
from sandbox.store import Store
from sandbox.web import json_object, text_field, whole_number


class SmsRoutes:
    """Takes messages and shows them as the phone would."""

    def __init__(self, store: Store, *, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now
        self._faults = FaultBook(store, {"message": SLOW_OR_DOWN})

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/sms/messages", self._take),
            web.get("/sms/messages", self._read),
            *self._faults.routes("/sms"),
        ]

    async def _take(self, request: web.Request) -> web.Response:
        body = await json_object(request)
        phone = text_field(body, "phone", max_length=20)
        text = text_field(body, "text", max_length=1000)
        template = text_field(body, "template")
        message_id = text_field(body, "message_id") if "message_id" in body else ""
        await play_before_work(await self._faults.take("message", key=phone))
        taken_at = self._now().isoformat()
        number = await self._store.run(
            lambda c: book.take(
                c,
                phone=phone,
                text=text,
                template=template,
                taken_at=taken_at,
                message_id=message_id,
            )
        )
        return web.json_response({"message_number": number}, status=201)

    async def _read(self, request: web.Request) -> web.Response:
        query = dict(request.query)
        phone = text_field(query, "phone", max_length=20)
        limit = whole_number(query, "limit", default=20, low=1, high=1000)
        messages = await self._store.run(lambda c: book.newest_first(c, phone, limit))
        return web.json_response({"messages": messages})
