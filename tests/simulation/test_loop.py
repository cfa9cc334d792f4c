"""The seeded event loop by itself."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from tests.simulation.loop import SimulationLoop


def play(story: Coroutine[Any, Any, Any], seed: str = "1") -> Any:
    loop = SimulationLoop(seed)
    try:
        return loop.run_until_complete(story)
    finally:
        loop.close()


def test_time_jumps_to_the_next_timer() -> None:
    async def wait_a_day() -> float:
        await asyncio.sleep(86_400.0)
        return asyncio.get_running_loop().time()

    assert play(wait_a_day()) == 86_400.0


def test_the_seed_decides_who_goes_first_among_those_who_may() -> None:
    async def race() -> str:
        order: list[str] = []

        async def runner(name: str) -> None:
            await asyncio.sleep(0)
            order.append(name)

        await asyncio.gather(*(runner(name) for name in "abcdef"))
        return "".join(order)

    orders = [play(race(), seed) for seed in ("1", "2", "3", "4", "1")]

    assert orders[0] == orders[4]
    assert len(set(orders)) > 1


def test_tools_of_asyncio_work_in_virtual_time() -> None:
    async def story() -> tuple[str, list[int], float]:
        async def after(seconds: float, value: int) -> int:
            await asyncio.sleep(seconds)
            return value

        try:
            async with asyncio.timeout(2.0):
                await asyncio.sleep(10.0)
            ended = "in time"
        except TimeoutError:
            ended = "late"
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(after(number, number)) for number in (3, 1, 2)]
        values = [task.result() for task in tasks]
        return ended, values, asyncio.get_running_loop().time()

    assert play(story()) == ("late", [3, 1, 2], 5.0)


def test_waiting_for_nothing_is_an_error_not_a_hang() -> None:
    async def wait_for_nobody() -> None:
        await asyncio.get_running_loop().create_future()

    with pytest.raises(RuntimeError, match="deadlock"):
        play(wait_for_nobody())
