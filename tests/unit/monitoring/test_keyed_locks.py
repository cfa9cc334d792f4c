"""One at a time per entity, all others at once."""

import asyncio

from services.monitoring.keyed_locks import KeyedLocks


async def test_holders_of_one_key_go_one_after_the_other() -> None:
    locks, inside, most = KeyedLocks(), 0, 0

    async def work(*keys: str) -> None:
        nonlocal inside, most
        async with locks.hold(keys):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            inside -= 1

    await asyncio.gather(*(work("a", "b"), work("b", "a"), work("b", "c"), work("b", "b")))

    assert most == 1
    assert len(locks) == 0


async def test_holders_of_other_keys_do_not_wait() -> None:
    locks = KeyedLocks()

    async with locks.hold(["a"]), locks.hold(["b"]):
        assert len(locks) == 2
