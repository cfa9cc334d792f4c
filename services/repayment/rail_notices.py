"""Where the bank tells of movements by itself: camt.054 over HTTP, signed with a shared key."""

import hashlib
import hmac

import structlog
from aiohttp import web

from chassis.errors import Unavailable
from chassis.http_server import HttpServer
from chassis.iso20022_account import read_notification
from chassis.iso20022_xml import MalformedMessage
from services.repayment.use_cases.incoming_money import IncomingMoney

log = structlog.get_logger(__name__)

PATH = "/rail/notices"
MOST_BYTES = 1024 * 1024


def signature(key: bytes, body: bytes) -> str:
    """What the header X-Rail-Signature says of a body."""
    return f"sha256={hmac.new(key, body, hashlib.sha256).hexdigest()}"


class RailNotices:
    """Takes notices of the bank in; one that is not taken is sent again by the bank."""

    def __init__(self, incoming: IncomingMoney, *, key: bytes) -> None:
        self._incoming = incoming
        self._key = key

    def server(self, address: str) -> HttpServer:
        """The endpoint as a part of the process."""
        application = web.Application(client_max_size=MOST_BYTES)
        application.router.add_post(PATH, self._take)
        return HttpServer(address, application, name="rail_notices")

    async def _take(self, request: web.Request) -> web.Response:
        body = await request.read()
        said = request.headers.get("X-Rail-Signature", "")
        if not hmac.compare_digest(said.encode(), signature(self._key, body).encode()):
            return web.json_response({"reason": "SIGNATURE_WRONG"}, status=401)
        try:
            entries = read_notification(body)
        except MalformedMessage:
            log.warning("rail_notice.malformed")
            return web.json_response({"reason": "MALFORMED_MESSAGE"}, status=400)
        try:
            await self._incoming.take_in(entries)
        except Unavailable as away:
            return web.json_response({"reason": away.reason}, status=503)
        return web.Response(status=204)
