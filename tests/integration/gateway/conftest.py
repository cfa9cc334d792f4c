"""Fixtures of the gateway's tests."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from chassis.grpc_client import PeerChannel
from chassis.http_server import HttpServer
from services.gateway.__main__ import gateway_of
from services.gateway.settings import Settings
from tests.integration.gateway.gateway_support import (
    App,
    Keys,
    MakeGateway,
    Services,
    a_free_address,
    server_of,
)


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return Keys(tmp_path)


@pytest.fixture
def services() -> Services:
    return Services()


@pytest.fixture
async def grpc_address(services: Services, keys: Keys) -> AsyncIterator[str]:
    """Where the stand-ins listen."""
    address = a_free_address()
    server = server_of(services, keys, address)
    await server.start()
    yield address
    await server.stop(0.1)


@pytest.fixture
async def gateway(keys: Keys) -> AsyncIterator[MakeGateway]:
    """`await gateway(grpc_address, **settings)`: an app that talks to a new gateway."""
    async with AsyncExitStack() as stack:

        async def make(address: str, **more: Any) -> App:
            settings = Settings(
                http_address="127.0.0.1:0",
                observability_address="127.0.0.1:0",
                public_keys_dir=keys.public,
                environment="development",
                identity_address=address,
                lending_address=address,
                repayment_address=address,
                monitoring_address=address,
                support_address=address,
                **more,
            )
            peers = {
                area: await stack.enter_async_context(PeerChannel(peer))
                for area, peer in settings.peer_addresses.items()
            }
            server = HttpServer(settings.http_address, gateway_of(settings, peers).application)
            await server.start()
            stack.push_async_callback(server.stop, 5)
            http = await stack.enter_async_context(aiohttp.ClientSession())
            return App(http, server, keys)

        yield make


@pytest.fixture
async def app(gateway: MakeGateway, grpc_address: str) -> App:
    """An app that talks to a gateway whose services answer."""
    return await gateway(grpc_address)
