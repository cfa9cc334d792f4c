"""A real sandbox process on a free port, with its own folder, that a test may kill and restart."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from chassis.bank_rail import BankRail, DebitInstruction, PaymentInstruction

ROOT = Path(__file__).parents[3]
BUSINESS_DATE = date(2026, 11, 23)


class SandboxProcess:
    def __init__(self, data_dir: Path, **environment: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{probe.getsockname()[1]}"
        self.url = f"http://{self.address}"
        self._environment = {
            **os.environ,
            "SANDBOX_ADDRESS": self.address,
            "SANDBOX_DATA_DIR": str(data_dir),
            "SANDBOX_SEED": "tests",
            **environment,
        }
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "sandbox", cwd=ROOT, env=self._environment
        )
        async with aiohttp.ClientSession() as session, asyncio.timeout(30):
            while not await self._ready(session):  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.05)

    async def _ready(self, session: aiohttp.ClientSession) -> bool:
        try:
            async with session.get(f"{self.url}/readyz") as response:
                return response.status == 200
        except aiohttp.ClientError:
            return False

    async def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        process, self._process = self._process, None
        if process is None:
            return 0
        process.send_signal(how)
        return await process.wait()


class World:
    """What a test does to the sandbox and asks of it."""

    def __init__(self, session: aiohttp.ClientSession, sandbox: SandboxProcess) -> None:
        self.session = session
        self.sandbox = sandbox
        self.rail = BankRail(session, sandbox.url)
        self.impatient_rail = BankRail(session, sandbox.url, timeout_s=0.3)

    async def get(self, path: str, **query: str | int) -> Any:
        async with self.session.get(self.sandbox.url + path, params=query) as response:
            return await response.json()

    async def post(self, path: str, body: Any) -> tuple[int, Any]:
        async with self.session.post(self.sandbox.url + path, json=body) as response:
            return response.status, await response.json()

    async def fault(self, operation: str, fault: str, **more: Any) -> None:
        status, answer = await self.post(
            "/rail/faults", {"operation": operation, "fault": fault, **more}
        )
        assert status == 201, answer

    async def clear_faults(self) -> None:
        async with self.session.delete(f"{self.sandbox.url}/rail/faults") as response:
            assert response.status == 200

    async def person(self, offset: int = 0, **query: str | int) -> dict[str, Any]:
        found: dict[str, Any] = (await self.get("/people", count=1, offset=offset, **query))[
            "people"
        ][0]
        return found

    async def card(self, offset: int = 0) -> str:
        """The token of a person's checked card."""
        person = await self.person(offset)
        checked = await self.rail.check_account(
            **{name: person[name] for name in ("name", "id_number", "card_number", "phone")}
        )
        assert checked.card_token is not None
        return checked.card_token

    async def balance(self, offset: int = 0) -> int:
        person = await self.person(offset)
        account = await self.get(f"/rail/accounts/{person['card_number']}")
        return int(account["balance_minor"])

    async def money_has_moved(self) -> None:
        async with asyncio.timeout(30):
            while not await self.movements():  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.02)

    async def movements(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (await self.get("/rail/book"))["movements"]
        return found


def a_payment(card_token: str, **more: Any) -> PaymentInstruction:
    return PaymentInstruction(
        **{
            "end_to_end_id": "payment1",
            "amount_minor": 1_000_000,
            "card_token": card_token,
            "execution_date": BUSINESS_DATE,
            **more,
        }
    )


def a_debit(card_token: str, **more: Any) -> DebitInstruction:
    return DebitInstruction(
        **{
            "end_to_end_id": "debit1",
            "amount_minor": 100_000,
            "card_token": card_token,
            "mandate_id": "consent-1",
            "mandate_signed_on": date(2026, 11, 1),
            "collection_date": BUSINESS_DATE,
            **more,
        }
    )


@pytest.fixture
async def sandbox(tmp_path: Path) -> AsyncIterator[SandboxProcess]:
    process = SandboxProcess(tmp_path / "sandbox")
    await process.start()
    yield process
    await process.stop()


@pytest.fixture
async def world(sandbox: SandboxProcess) -> AsyncIterator[World]:
    async with aiohttp.ClientSession() as session:
        yield World(session, sandbox)
