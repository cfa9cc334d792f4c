"""A running server with the echo service, and stubs to call it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import grpc
import pytest

from chassis.grpc_server import GrpcServer, grpc_server
from tests.builders.echo import EchoApi, EchoStub, add_echo_to_server
from tests.builders.tokens import Issuers


@pytest.fixture
def issuers(tmp_path: Path) -> Issuers:
    return Issuers(tmp_path)


@pytest.fixture
def api() -> EchoApi:
    return EchoApi()


@pytest.fixture
async def echo_server(api: EchoApi, issuers: Issuers) -> AsyncIterator[GrpcServer]:
    server = grpc_server(
        "127.0.0.1:0",
        [(add_echo_to_server, api)],
        area="echo",
        verifier=issuers.verifier(),
        environment="development",
        unary_limit=4,
        stream_limit=2,
    )
    await server.start()
    yield server
    await server.stop(0)


@pytest.fixture
async def channel(echo_server: GrpcServer) -> AsyncIterator[grpc.aio.Channel]:
    async with grpc.aio.insecure_channel(f"127.0.0.1:{echo_server.port}") as channel:
        yield channel


@pytest.fixture
def echo(channel: Any) -> EchoStub:
    return EchoStub(channel)
