import asyncio
import hashlib
import hmac
from collections.abc import AsyncIterator
from pathlib import Path
from xml.etree import ElementTree as ET

import aiohttp
import pytest
from aiohttp import web

from .conftest import SandboxProcess, World, a_payment

KEY = b"the callback key"
NAMESPACE = "{urn:iso:std:iso:20022:tech:xsd:camt.054.001.08}"


class Receiver:
    """The lender's end of the callbacks; refuses the first few when told to."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.refuse_first = 0
        self.received = asyncio.Event()

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        expected = f"sha256={hmac.new(KEY, body, hashlib.sha256).hexdigest()}"
        assert request.headers["X-Rail-Signature"] == expected
        if self.refuse_first:
            self.refuse_first -= 1
            return web.Response(status=503)
        self.bodies.append(body)
        self.received.set()
        return web.Response(status=204)

    async def wait_for(self, count: int) -> list[str]:
        async with asyncio.timeout(20):
            while len(self.bodies) < count:
                self.received.clear()
                await self.received.wait()
        return [
            ET.fromstring(body).findtext(f".//{NAMESPACE}EndToEndId", "") for body in self.bodies
        ]


@pytest.fixture
async def receiver() -> AsyncIterator[tuple[Receiver, str]]:
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/notices", receiver.take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield receiver, f"http://127.0.0.1:{runner.addresses[0][1]}/notices"
    await runner.cleanup()


@pytest.fixture
async def notified(
    receiver: tuple[Receiver, str], tmp_path: Path
) -> AsyncIterator[tuple[World, Receiver]]:
    key_file = tmp_path / "key"
    key_file.write_bytes(KEY)
    process = SandboxProcess(
        tmp_path / "sandbox", SANDBOX_NOTIFY_URL=receiver[1], SANDBOX_HMAC_KEY_FILE=str(key_file)
    )
    await process.start()
    async with aiohttp.ClientSession() as session:
        yield World(session, process), receiver[0]
    await process.stop()


async def test_a_payment_is_notified_once(notified: tuple[World, Receiver]) -> None:
    world, receiver = notified

    await world.rail.pay(a_payment(await world.card()))

    assert await receiver.wait_for(1) == ["payment1"]


async def test_a_callback_that_is_not_taken_comes_again(notified: tuple[World, Receiver]) -> None:
    world, receiver = notified
    receiver.refuse_first = 2

    await world.rail.pay(a_payment(await world.card()))

    assert await receiver.wait_for(1) == ["payment1"]


async def test_a_duplicate_callback_is_the_same_notification_twice(
    notified: tuple[World, Receiver],
) -> None:
    world, receiver = notified
    await world.fault("payment", "duplicate_callback")

    await world.rail.pay(a_payment(await world.card()))

    assert await receiver.wait_for(2) == ["payment1", "payment1"]
    ids = {ET.fromstring(body).findtext(f".//{NAMESPACE}MsgId") for body in receiver.bodies}
    assert len(ids) == 1


async def test_a_callback_can_come_before_the_answer(notified: tuple[World, Receiver]) -> None:
    world, receiver = notified
    await world.fault("payment", "callback_first")

    await world.rail.pay(a_payment(await world.card()))

    assert len(receiver.bodies) == 1
