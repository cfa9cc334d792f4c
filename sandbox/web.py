"""What the partners' HTTP faces share: JSON in and out, and refusals with a reason."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

MAX_BODY_BYTES = 64 * 1024


class Refusal(Exception):
    """A partner's answer that is not the one hoped for: a status, a reason, a plain sentence."""

    def __init__(self, status: int, reason: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.reason = reason
        self.message = message


def bad_request(reason: str, message: str) -> Refusal:
    return Refusal(400, reason, message)


@web.middleware
async def refusals_as_json(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Give every refusal the same JSON body: {"reason", "message"}."""
    try:
        return await handler(request)
    except Refusal as refusal:
        body = {"reason": refusal.reason, "message": refusal.message}
        return web.json_response(body, status=refusal.status)
    except web.HTTPException as error:
        body = {"reason": error.reason.upper().replace(" ", "_"), "message": error.reason}
        return web.json_response(body, status=error.status, headers=_allow(error))


def _allow(error: web.HTTPException) -> dict[str, str]:
    return {"Allow": error.headers["Allow"]} if "Allow" in error.headers else {}


async def json_object(request: web.Request) -> dict[str, Any]:
    """The request's JSON object; refuses anything else."""
    try:
        body = json.loads(await request.read(), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise bad_request("MALFORMED_JSON", "The body is not JSON.") from error
    if not isinstance(body, dict):
        raise bad_request("MALFORMED_JSON", "The body is not a JSON object.")
    return body


def _no_constant(name: str) -> None:
    raise ValueError(name)


def text_field(body: dict[str, Any], name: str, *, max_length: int = 200) -> str:
    """A field that must be non-empty text without control characters."""
    value = body.get(name)
    if not isinstance(value, str) or not value.strip() or len(value) > max_length:
        raise bad_request("MISSING_FIELD", f"Give {name} as text of 1 to {max_length} characters.")
    if any(ord(character) < ord(" ") and character != "\n" for character in value) or any(
        "\ud800" <= character <= "\udfff" for character in value
    ):
        raise bad_request("MALFORMED_FIELD", f"{name} holds characters that are not text.")
    return value


def whole_number(
    source: dict[str, Any], name: str, *, default: int | None, low: int, high: int
) -> int:
    """A whole number within bounds from JSON or a query string; `default` None means required."""
    value = source.get(name, default)
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value[:20])
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise bad_request("MALFORMED_FIELD", f"{name} is a whole number from {low} to {high}.")
    return value


def drop_connection(request: web.Request) -> web.StreamResponse:
    """Cut the line without an answer, as a lost network does."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)
