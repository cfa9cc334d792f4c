"""The HTTP server answers bytes that are no request, and writes nothing of them to the log."""

import asyncio
import logging

import pytest
from aiohttp import web

from chassis.http_server import HttpServer


async def test_bytes_that_are_no_request_are_refused_and_not_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    server = HttpServer("127.0.0.1:0", web.Application())
    await server.start()

    with caplog.at_level(logging.DEBUG, logger="aiohttp.server"):
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(b"13800138000 is no request\r\n\r\n")
        answer = await reader.read()
        writer.close()
    await server.stop(1.0)

    assert answer.startswith((b"HTTP/1.0 400", b"HTTP/1.1 400"))
    assert "13800138000" not in caplog.text


async def test_a_mistake_of_ours_is_still_logged(caplog: pytest.LogCaptureFixture) -> None:
    async def broken(_: web.Request) -> web.Response:
        raise RuntimeError("ours")

    application = web.Application()
    application.router.add_get("/", broken)
    server = HttpServer("127.0.0.1:0", application)
    await server.start()

    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(b"GET / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")
    answer = await reader.read()
    writer.close()
    await server.stop(1.0)

    assert b" 500 " in answer
    assert "ours" in caplog.text
