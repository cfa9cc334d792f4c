"""Read what an HTTP request says about itself: headers, caller, body."""

import asyncio
import re
from typing import Any

from aiohttp import web

from chassis.authentication import TokenMissing, TokenVerifier
from chassis.call_context import ANONYMOUS, Caller, Role
from chassis.errors import Unauthenticated
from services.gateway.problems import Refusal
from services.gateway.strict_json import BodyNotJsonError, read_object
from services.gateway.transcoding import Route

LARGEST_BODY_BYTES = 64 * 1024
BODY_WITHIN_S = 10.0
LEAST_DEADLINE_MS = 50

_REQUEST_ID = re.compile(r"[0-9A-Za-z._-]{8,64}")
_TRACEPARENT = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
_JSON_TYPES = {"", "application/json"}


def request_id_of(request: web.Request) -> str:
    """The app's own request id when it is fit for logs; else empty."""
    text = request.headers.get("X-Request-Id", "")
    return text if _REQUEST_ID.fullmatch(text) else ""


def traceparent_of(request: web.Request) -> str:
    """The W3C trace context when there is a valid one; else empty."""
    text = request.headers.get("Traceparent", "")
    return text if _TRACEPARENT.fullmatch(text) else ""


def caller_of(request: web.Request, route: Route, verifier: TokenVerifier) -> tuple[Caller, str]:
    """Who calls, and the token to pass on; raises Unauthenticated when the route needs to know."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    is_open = Role.ANONYMOUS in route.access.roles
    if scheme.lower() != "bearer":
        if is_open:
            return ANONYMOUS, ""
        raise TokenMissing
    token = token.strip()
    try:
        return verifier.verify(token), token
    except Unauthenticated:
        # An app that refreshes its session may still send the token that ran out.
        if is_open:
            return ANONYMOUS, ""
        raise


def deadline_s_of(request: web.Request, most_ms: int) -> float:
    """Seconds the app wants to wait, never more than we allow."""
    text = request.headers.get("Request-Timeout-Ms")
    if text is None:
        return most_ms / 1000
    if not (text.isascii() and text.isdigit() and len(text) <= 9):  # noqa: PLR2004 - days in ms
        raise Refusal("HEADER_INVALID", {"header": "Request-Timeout-Ms"})
    return min(max(int(text), LEAST_DEADLINE_MS), most_ms) / 1000


def idempotency_key_of(request: web.Request) -> str | None:
    """The Idempotency-Key header; raises Refusal when there are several."""
    keys = request.headers.getall("Idempotency-Key", ())
    if len(keys) > 1:
        raise Refusal("HEADER_INVALID", {"header": "Idempotency-Key"})
    return keys[0] if keys else None


async def body_of(request: web.BaseRequest, route: Route) -> dict[str, Any]:
    """The JSON object in the body, empty when there is none; raises Refusal."""
    if not request.body_exists:
        return {}
    if not route.takes_body:
        raise Refusal("BODY_NOT_EXPECTED")
    is_plain = request.headers.get("Content-Encoding", "identity") == "identity"
    if not is_plain or _media_type(request) not in _JSON_TYPES:
        raise Refusal("MEDIA_TYPE_UNSUPPORTED", headers={"Accept": "application/json"})
    largest = LARGEST_BODY_BYTES + route.largest_file_text
    if (request.content_length or 0) > largest:
        raise Refusal("BODY_TOO_LARGE", {"maximum_bytes": largest})
    if route.largest_file_text:
        request = request.clone(client_max_size=largest)
    try:
        async with asyncio.timeout(BODY_WITHIN_S):
            return read_object(await request.read())
    except BodyNotJsonError as error:
        raise Refusal("BODY_NOT_JSON", {"cause": error}) from None
    except TimeoutError:
        raise Refusal("BODY_TOO_SLOW", headers={"Connection": "close"}) from None


def _media_type(request: web.BaseRequest) -> str:
    return request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
