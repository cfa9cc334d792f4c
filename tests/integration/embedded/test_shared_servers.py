"""The fixtures that every other integration test stands on."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import asyncpg
import nats
import pytest

from chassis.migrations import CHASSIS


@pytest.mark.parametrize("turn", [1, 2])
async def test_each_test_gets_an_empty_database(database_url: str, turn: int) -> None:
    connection = await asyncpg.connect(database_url)

    await connection.execute("create table left_behind (turn int)")

    await connection.close()


@pytest.mark.parametrize("turn", [1, 2])
async def test_each_test_gets_a_bus_without_streams(nats_url: str, turn: int) -> None:
    connection = await nats.connect(nats_url)
    jetstream = connection.jetstream()

    before = await jetstream.streams_info()
    await jetstream.add_stream(name="LEFT_BEHIND", subjects=["left.>"])

    assert before == []
    await connection.close()


async def test_two_databases_of_one_test_do_not_see_each_other(
    fresh_database: Callable[..., Awaitable[str]],
) -> None:
    urls = [await fresh_database(), await fresh_database()]
    connections = [await asyncpg.connect(url) for url in urls]

    await connections[0].execute("create table only_here (turn int)")

    assert await connections[1].fetchval("select to_regclass('only_here')") is None
    applied = await connections[1].fetch("select name from migration order by name")
    assert [Path(row["name"]).name for row in applied] == sorted(
        file.name for file in CHASSIS.glob("*.sql")
    )
    for connection in connections:
        await connection.close()
