"""Embedded servers survive what happens to a laptop: kills, restarts, closed folders."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import asyncpg
import nats
import pytest

from chassis.embedded.errors import EmbeddedServerError, PortTakenError
from chassis.embedded.nats import EmbeddedNats
from chassis.embedded.postgres import EmbeddedPostgres

PROJECT = Path(__file__).parents[3]
START_BOTH_AND_WAIT = """
import sys, time
from pathlib import Path
from chassis.embedded.nats import EmbeddedNats
from chassis.embedded.postgres import EmbeddedPostgres
folder = Path(sys.argv[1])
servers = [EmbeddedPostgres(folder / "postgres", throwaway=True), EmbeddedNats(folder / "nats")]
for server in servers:
    server.start_blocking()
print(*(server.pid for server in servers), flush=True)
if sys.argv[2] == "wait":
    time.sleep(600)
for server in servers:
    server.stop_blocking()
"""


def wait_until(condition: Callable[[], bool]) -> None:
    while not condition():
        time.sleep(0.02)


def is_gone(pid: int) -> bool:
    """A zombie counts as gone: in a container nobody may collect orphans."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


async def test_committed_rows_outlive_a_kill_of_postgresql(tmp_path: Path) -> None:
    async with EmbeddedPostgres(tmp_path / "postgres") as postgres:
        url = await postgres.create_database("lending")
        connection = await asyncpg.connect(url)
        await connection.execute("create table loan (id int); insert into loan values (1)")
        connection.terminate()

        postgres.kill()
        await postgres.start()

        assert postgres.url("lending") == url
        connection = await asyncpg.connect(url)
        assert await connection.fetchval("select count(*) from loan") == 1
        await connection.close()


async def test_acknowledged_messages_outlive_a_kill_of_nats(tmp_path: Path) -> None:
    async with EmbeddedNats(tmp_path / "nats") as server:
        connection = await nats.connect(server.url)
        await connection.jetstream().add_stream(name="LENDING", subjects=["lending.>"])
        await connection.jetstream().publish("lending.loan.opened", b"1")
        await connection.close()

        server.kill()
        await server.start()

        connection = await nats.connect(server.url)
        assert (await connection.jetstream().stream_info("LENDING")).state.messages == 1
        await connection.close()


async def test_a_pid_file_that_names_a_stranger_does_not_stop_the_start(tmp_path: Path) -> None:
    async with EmbeddedPostgres(tmp_path / "postgres", throwaway=True) as postgres:
        postgres.kill()
        pid_file = tmp_path / "postgres" / "data" / "postmaster.pid"
        lines = pid_file.read_text().splitlines()
        pid_file.write_text("\n".join([str(os.getppid()), *lines[1:]]) + "\n")

        await postgres.start()

        assert postgres.running


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's end")
def test_servers_die_when_their_parent_is_killed_and_start_again(tmp_path: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", START_BOTH_AND_WAIT, str(tmp_path), "wait"],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
    )
    with parent:
        assert parent.stdout is not None
        pids = [int(pid) for pid in parent.stdout.readline().split()]

        parent.kill()

    wait_until(lambda: all(is_gone(pid) for pid in pids))
    for server in (EmbeddedPostgres(tmp_path / "postgres"), EmbeddedNats(tmp_path / "nats")):
        server.start_blocking()
        server.stop_blocking()


async def test_a_second_server_on_one_folder_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EmbeddedNats, "lock_timeout_s", 0.1)
    async with EmbeddedNats(tmp_path / "nats"):
        with pytest.raises(EmbeddedServerError, match="another NATS still runs"):
            await EmbeddedNats(tmp_path / "nats").start()


@pytest.mark.parametrize("kind", [EmbeddedPostgres, EmbeddedNats])
async def test_a_taken_port_is_named_with_what_to_do(
    tmp_path: Path, nats_server: EmbeddedNats, kind: type[EmbeddedPostgres] | type[EmbeddedNats]
) -> None:
    server = kind(tmp_path / "server", port=nats_server.port, throwaway=True)

    with pytest.raises(PortTakenError, match=f"port {nats_server.port} .* give another port"):
        await server.start()

    assert not server.running


async def test_a_folder_that_is_a_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "nats").touch()

    with pytest.raises(EmbeddedServerError, match="give a folder"):
        await EmbeddedNats(tmp_path / "nats").start()


def test_a_server_that_ignores_the_polite_stop_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EmbeddedNats, "stop_signals", ((signal.SIGTERM, 0.1),))
    server = EmbeddedNats(tmp_path / "nats")
    server.start_blocking()
    pid = server.pid
    os.kill(pid, signal.SIGSTOP)

    server.stop_blocking()

    assert is_gone(pid)


def test_a_full_disk_is_named_with_what_to_do(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path / "postgres")

    error = server._explain("FATAL: could not write lock file: No space left on device")

    assert "free some space" in str(error)
