"""Waiting for what must come to pass, and working in the background meanwhile."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any


async def until(true: Callable[[], Awaitable[bool]]) -> None:
    """Wait for something that must come to pass; the limit only ends a broken run."""
    async with asyncio.timeout(30):
        while not await true():  # noqa: ASYNC110 - what is waited for is in the database
            await asyncio.sleep(0.02)


@asynccontextmanager
async def running(task: Any) -> AsyncIterator[None]:
    """Run a background coroutine while the block runs."""
    job = asyncio.create_task(task)
    try:
        yield
    finally:
        # Under Python 3.11 a task that is cancelled in the moment its `wait_for` ends goes on.
        for _ in range(10):
            job.cancel()
            if (await asyncio.wait({job}, timeout=0.5))[0]:
                break
