"""Headers that every answer carries, and what browsers of other origins may do (CORS)."""

from collections.abc import Collection

from aiohttp import web

from chassis.call_context import current_call

ALLOWED_METHODS = "GET, POST"
ALLOWED_HEADERS = (
    "Authorization, Content-Type, Accept-Language, Idempotency-Key, Last-Event-ID, "
    "Request-Timeout-Ms, Traceparent, X-Request-Id"
)
EXPOSED_HEADERS = (
    "Content-Disposition, Content-Language, Document-Standing, Document-Standing-Since,"
    " Repr-Digest, Retry-After, X-Request-Id"
)
PREFLIGHT_VALID_S = 600

_SECURITY = {
    "Server": "granary",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
_HSTS = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}


class AnswerHeaders:
    """Puts the common headers onto answers."""

    def __init__(self, origins: Collection[str], *, has_tls: bool) -> None:
        """`has_tls`: apps reach us through TLS, so browsers may insist on it."""
        self._origins = origins
        self._fixed = {**_SECURITY, **(_HSTS if has_tls else {})}

    async def add(self, request: web.Request, response: web.StreamResponse) -> None:
        """Called by aiohttp just before an answer starts."""
        for name, value in self._fixed.items():
            response.headers.setdefault(name, value)
        call = current_call.get()
        if call is not None:
            response.headers["X-Request-Id"] = call.request_id
        # aiohttp has put its own name and version there.
        response.headers["Server"] = self._fixed["Server"]
        origin = request.headers.get("Origin")
        if origin is not None:
            response.headers.add("Vary", "Origin")
            if origin in self._origins:
                response.headers["Access-Control-Allow-Origin"] = origin
                response.headers["Access-Control-Expose-Headers"] = EXPOSED_HEADERS
                response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"

    def preflight(self, request: web.Request) -> web.Response | None:
        """The answer when a browser asks what it may send; None for any other request."""
        if request.method != "OPTIONS" or "Access-Control-Request-Method" not in request.headers:
            return None
        response = web.Response(status=204)
        if request.headers.get("Origin") in self._origins:
            response.headers["Access-Control-Allow-Methods"] = ALLOWED_METHODS
            response.headers["Access-Control-Allow-Headers"] = ALLOWED_HEADERS
            response.headers["Access-Control-Max-Age"] = str(PREFLIGHT_VALID_S)
        return response
