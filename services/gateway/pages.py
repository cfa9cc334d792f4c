"""What the gateway answers by itself: the OpenAPI document, its reader, the lender."""

import json
from pathlib import Path
from typing import Any

import orjson
from aiohttp import web

from services.gateway.lender import LENDER_PATH

OPENAPI_FILE = Path(__file__).with_name("openapi.json")
_PAGE = Path(__file__).with_name("docs_page")
_DOCS_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_CACHED = {"Cache-Control": "no-cache"}


def own_routes(lender: dict[str, Any]) -> list[web.RouteDef]:
    """Routes that no RPC stands behind."""
    return [
        _fixed(LENDER_PATH, orjson.dumps(lender), "application/json"),
        _fixed("/openapi.json", openapi_bytes(), "application/json"),
        _fixed("/docs", (_PAGE / "index.html").read_bytes(), "text/html"),
        _fixed("/docs/docs.js", (_PAGE / "docs.js").read_bytes(), "text/javascript"),
        _fixed("/docs/docs.css", (_PAGE / "docs.css").read_bytes(), "text/css"),
        web.route("GET", "/", _to_docs),
    ]


def openapi_bytes() -> bytes:
    """The committed document, without the line breaks it has for people."""
    return orjson.dumps(json.loads(OPENAPI_FILE.read_text(encoding="utf-8")))


def _fixed(path: str, body: bytes, content_type: str) -> web.RouteDef:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(
            body=body,
            content_type=content_type,
            charset="utf-8",
            headers={**_CACHED, "Content-Security-Policy": _DOCS_POLICY},
        )

    return web.route("GET", path, answer)


async def _to_docs(_: web.Request) -> web.Response:
    return web.Response(status=302, headers={"Location": "/docs"})
