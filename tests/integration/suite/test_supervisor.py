"""The supervisor keeps a suite running and takes all of it down."""

import asyncio
import json
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import asyncpg
import nats
import pytest

from chassis.embedded.nats import EmbeddedNats
from chassis.embedded.postgres import EmbeddedPostgres
from cli.errors import CommandError
from cli.suite.plan import Options, database_url
from cli.suite.supervisor import Suite, running_suite
from tests.integration.suite.fake_suite import fake_plan, notes

PROJECT = Path(__file__).parents[3]
SUPERVISE = """
import asyncio, sys
from pathlib import Path
from cli.suite.supervisor import running_suite
from tests.integration.suite.fake_suite import fake_plan

async def main():
    async with running_suite(Path(sys.argv[1]), plan=fake_plan):
        print("ready", flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""


async def until(condition: Callable[[], bool]) -> None:
    while not condition():  # noqa: ASYNC110 - other processes set no event
        await asyncio.sleep(0.02)


def is_gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def state_of(data_dir: Path) -> dict[str, Any]:
    state: dict[str, Any] = json.loads((data_dir / "suite.json").read_text())
    return state


def pids_of(data_dir: Path) -> list[int]:
    state = state_of(data_dir)
    return [one["pid"] for one in (*state["servers"].values(), *state["processes"].values())]


async def test_a_suite_starts_migrated_with_its_databases_and_stops_whole(tmp_path: Path) -> None:
    async with running_suite(tmp_path, plan=fake_plan) as suite:
        pids = pids_of(tmp_path)
        connection = await asyncpg.connect(suite.database_url("repayment"))
        assert await connection.fetchval("select current_database()") == "repayment"
        await connection.close()

    assert notes(tmp_path).index("lending migrate") < notes(tmp_path).index("lending serve")
    assert len(pids) == 4
    assert all(is_gone(pid) for pid in pids)
    assert state_of(tmp_path)["phase"] == "stopped"


async def test_a_killed_process_is_started_again_and_the_state_file_tells(tmp_path: Path) -> None:
    said: list[str] = []
    async with running_suite(tmp_path, plan=fake_plan, report=said.append) as suite:
        before = suite.processes["lending"].pid

        suite.kill("lending")
        await until(lambda: suite.processes["lending"].pid not in {0, before})
        await suite.wait_ready("lending")

        lending = state_of(tmp_path)["processes"]["lending"]
        assert lending["pid"] == suite.processes["lending"].pid
        assert lending["crashes"] == 1
        assert any("lending ended by SIGKILL" in line for line in said)


async def test_killed_servers_come_back_at_the_same_address(tmp_path: Path) -> None:
    async with running_suite(tmp_path, plan=fake_plan) as suite:
        assert suite.postgres is not None
        assert suite.nats is not None
        killed = {suite.postgres.pid, suite.nats.pid}

        suite.kill_postgres()
        suite.kill_nats()
        await until(lambda: not killed & set(pids_of(tmp_path)) and 0 not in pids_of(tmp_path))

        await (await asyncpg.connect(suite.database_url("lending"))).close()
        await (await nats.connect(suite.nats_url)).close()


async def test_a_server_stopped_on_purpose_stays_stopped_until_started(tmp_path: Path) -> None:
    async with running_suite(tmp_path, plan=fake_plan) as suite:
        await suite.stop_postgres()
        await asyncio.sleep(0.5)
        with pytest.raises(OSError, match="Connect"):
            await asyncpg.connect(suite.database_url("lending"))

        await suite.start_postgres()

        await (await asyncpg.connect(suite.database_url("lending"))).close()


async def test_a_second_supervisor_on_the_folder_is_refused_and_harms_nothing(
    tmp_path: Path,
) -> None:
    async with running_suite(tmp_path, plan=fake_plan):
        with pytest.raises(CommandError, match="already runs"):
            await Suite(Options(data_dir=tmp_path), plan=fake_plan).start()

        assert state_of(tmp_path)["phase"] == "ready"


async def test_addresses_are_the_same_after_a_restart(tmp_path: Path) -> None:
    async with running_suite(tmp_path, plan=fake_plan) as suite:
        before = (suite.gateway_url, suite.database_server_url, suite.nats_url)

    async with running_suite(tmp_path, plan=fake_plan) as suite:
        assert (suite.gateway_url, suite.database_server_url, suite.nats_url) == before


async def test_a_process_that_cannot_start_fails_the_start_with_its_own_words(
    tmp_path: Path,
) -> None:
    options = Options(data_dir=tmp_path, extra_env={"lending": {"FAKE_FAILS": "1"}})

    with pytest.raises(CommandError, match="the field key is missing"):
        await Suite(options, plan=fake_plan, report=lambda _: None).start()

    assert all(is_gone(pid) for pid in pids_of(tmp_path) if pid)


async def test_a_taken_port_that_was_asked_for_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        options = Options(data_dir=tmp_path, ports={"gateway": port})

        with pytest.raises(CommandError, match=f"port {port} for gateway is taken"):
            await Suite(options, plan=fake_plan, report=lambda _: None).start()


async def test_the_lenders_own_servers_are_used_when_given(
    tmp_path: Path, postgres_server: EmbeddedPostgres, nats_server: EmbeddedNats
) -> None:
    options = Options(
        data_dir=tmp_path,
        database_server_url=postgres_server.server_url,
        nats_url=nats_server.url,
    )

    async with running_suite(tmp_path, options=options, plan=fake_plan) as suite:
        assert suite.postgres is None
        assert suite.nats is None
        url = database_url(postgres_server.server_url, "support")
        await (await asyncpg.connect(url)).close()

    assert postgres_server.running
    assert nats_server.running


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's end")
def test_nothing_outlives_a_killed_supervisor_and_the_folder_starts_again(tmp_path: Path) -> None:
    for _ in range(2):
        with subprocess.Popen(
            [sys.executable, "-c", SUPERVISE, str(tmp_path)], cwd=PROJECT, stdout=subprocess.PIPE
        ) as supervisor:
            assert supervisor.stdout is not None
            assert supervisor.stdout.readline() == b"ready\n"
            pids = pids_of(tmp_path)

            supervisor.kill()

        asyncio.run(until(lambda pids=pids: all(is_gone(pid) for pid in pids)))  # type: ignore[misc]


def test_secrets_of_the_data_folder_are_for_its_owner_only(tmp_path: Path) -> None:
    async def start_and_stop() -> None:
        async with running_suite(tmp_path / "suite", plan=fake_plan):
            pass

    asyncio.run(start_and_stop())

    secret = ["suite.json", "keys/private/staff.pem", "keys/personal-fields.key"]
    secret += ["keys/blind-index.key", "postgres/password", "nats/password"]
    for name in secret:
        assert (tmp_path / "suite" / name).stat().st_mode & 0o077 == 0, name
