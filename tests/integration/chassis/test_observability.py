"""What operators can ask a process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import aiohttp
import pytest
from aiohttp import web

from chassis.observability import Check, ObservabilityServer

Ask = Callable[[str], "asyncio.Future[tuple[int, str]]"]


async def well() -> None:
    return None


async def ill() -> None:
    raise ConnectionRefusedError("db-7.internal")


async def ask(port: int, path: str) -> tuple[int, str]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}{path}") as answer,
    ):
        return answer.status, await answer.text()


@pytest.fixture
async def checks() -> dict[str, Check]:
    return {"database": well, "bus": well}


@pytest.fixture
async def server(checks: dict[str, Check]) -> AsyncIterator[ObservabilityServer]:
    async def hello(_: web.Request) -> web.Response:
        return web.Response(text="hello")

    server = ObservabilityServer(
        "127.0.0.1:0", ready_when=checks, routes=[web.get("/hello", hello)]
    )
    await server.start()
    yield server
    await server.stop(1)


async def test_a_process_with_all_it_needs_is_ready(server: ObservabilityServer) -> None:
    assert await ask(server.port, "/readyz") == (200, "ready\n")


async def test_a_lost_dependency_makes_it_unready_but_not_dead(
    server: ObservabilityServer,
) -> None:
    server._checks["database"] = ill

    assert await ask(server.port, "/readyz") == (503, "not ready: database\n")
    assert await ask(server.port, "/healthz") == (200, "alive\n")


async def test_metrics_come_in_the_prometheus_format(server: ObservabilityServer) -> None:
    status, text = await ask(server.port, "/metrics")

    assert status == 200
    assert "# TYPE rpc_server_call_duration_seconds histogram" in text


async def test_a_service_may_add_pages(server: ObservabilityServer) -> None:
    assert await ask(server.port, "/hello") == (200, "hello")
