"""Fixtures of the gateway's tests."""

from contextlib import AsyncExitStack

import aiohttp
import pytest

from chassis.grpc_client import PeerChannel
from chassis.http_server import HttpServer
from services.gateway.__main__ import gateway_of
from services.gateway.settings import Settings
from tests.integration.gateway.gateway_support import (
    App,
    Keys,
    Services,
    a_free_address,
    server_of,
)


@pytest.fixture
def keys(tmp_path):
    return Keys(tmp_path)


@pytest.fixture
def services():
    return Services()


@pytest.fixture
async def grpc_address(services, keys):
    """Where the stand-ins listen."""
    address = a_free_address()
    server = server_of(services, keys, address)
    await server.start()
    yield address
    await server.stop(0.1)


@pytest.fixture
async def gateway(keys):
    """`await gateway(grpc_address, **settings)`: an app that talks to a new gateway."""
    async with AsyncExitStack() as stack:

        async def make(address, **more):
            areas = ("identity", "lending", "repayment", "monitoring", "support")
            settings = Settings(
                http_address="127.0.0.1:0",
                observability_address="127.0.0.1:0",
                public_keys_dir=keys.public,
                environment="development",
                **{f"{area}_address": address for area in areas},
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
            app = App(http, f"127.0.0.1:{server.port}", keys)
            app.server = server
            return app

        yield make


@pytest.fixture
async def app(gateway, grpc_address):
    """An app that talks to a gateway whose services answer."""
    return await gateway(grpc_address)
