"""camt.054 callbacks: each movement is notified until the lender says 2xx or the cap is reached."""

import asyncio
import hashlib
import hmac
import logging
from collections.abc import Callable
from datetime import datetime

import aiohttp

from sandbox.bank_rail import book
from sandbox.bank_rail.iso20022 import write_camt_054
from sandbox.bank_rail.orders import Movement
from sandbox.store import Store

MAX_ATTEMPTS = 12
_FIRST_WAIT_S = 0.5
_LONGEST_WAIT_S = 60.0
_AT_ONCE = 50
_TIMEOUT = aiohttp.ClientTimeout(total=5)

log = logging.getLogger("sandbox.bank_rail")


class Notices:
    """Sends what is due; what is unsent survives in the rail's file."""

    def __init__(
        self,
        store: Store,
        session: aiohttp.ClientSession,
        *,
        url: str,
        key: bytes,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._session = session
        self._url = url
        self._key = key
        self._now = now
        self._wake = asyncio.Event()
        # One sender at a time: a notice on its way must not be picked up a second time.
        self._sending = asyncio.Lock()

    def wake(self) -> None:
        self._wake.set()

    async def run(self) -> None:
        """Send until cancelled."""
        while True:
            self._wake.clear()
            if await self.send_due() < _AT_ONCE:
                try:
                    await asyncio.wait_for(self._wake.wait(), timeout=_FIRST_WAIT_S)
                except TimeoutError:
                    continue

    async def send_due(self) -> int:
        """Send every notice that is due now; how many there were."""
        async with self._sending:
            now = self._now().timestamp()
            due = await self._store.run(
                lambda connection: book.due_notices(connection, now, _AT_ONCE)
            )
            await asyncio.gather(*(self._send(*notice) for notice in due))
        return len(due)

    async def _send(self, number: int, attempts: int, movement: Movement) -> None:
        body = write_camt_054(movement, written_at=self._now())
        headers = {
            "Content-Type": "application/xml",
            "X-Rail-Signature": signature(self._key, body),
        }
        try:
            async with self._session.post(
                self._url, data=body, headers=headers, timeout=_TIMEOUT, allow_redirects=False
            ) as response:
                taken = response.ok
        except (aiohttp.ClientError, TimeoutError, OSError):
            taken = False
        if taken or attempts + 1 >= MAX_ATTEMPTS:
            if not taken:
                log.warning("notice %d given up after %d attempts", number, attempts + 1)
            await self._store.run(lambda connection: book.drop_notice(connection, number))
            return
        wait_s = min(_FIRST_WAIT_S * 2**attempts, _LONGEST_WAIT_S)
        due_at = self._now().timestamp() + wait_s
        await self._store.run(lambda connection: book.postpone_notice(connection, number, due_at))


def signature(key: bytes, body: bytes) -> str:
    """The X-Rail-Signature header: HMAC-SHA256 of the exact body."""
    return f"sha256={hmac.new(key, body, hashlib.sha256).hexdigest()}"
