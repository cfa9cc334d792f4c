"""A process from start to drained stop, as its supervisor sees it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = """
import asyncio, sys
from chassis import log, process, settings
from chassis.crash_points import crash_point

class Server:
    def __init__(self, name):
        self.name = name
    async def start(self):
        print("start", self.name, flush=True)
    async def stop(self, grace_s):
        print("stop", self.name, flush=True)

async def relay():
    try:
        await asyncio.sleep(3600)
    finally:
        print("stop relay", flush=True)

async def stubborn():
    while True:
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            print("ignored", flush=True)

async def dies():
    await asyncio.sleep(0.01)
    raise KeyError("table")

async def serve():
    extra = [task() for task in {"dies": [dies], "stubborn": [stubborn]}.get(MODE, [])]
    if MODE == "settings":
        raise settings.SettingsError("GRANARY_DATABASE_URL is missing")
    if MODE == "crash":
        crash_point("test.point")
    await process.run(Server("grpc"), relay(), *extra, Server("metrics"), drain_within_s=2)

async def migrate():
    print("migrated", flush=True)

MODE = sys.argv.pop(1)
log.configure("test", "development", stream=sys.stderr.buffer)
sys.exit(process.main(serve, {"migrate": migrate}))
"""


async def a_process(mode: str, *arguments: str, **environ: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *("-c", PROGRAM, mode, *arguments),
        cwd=ROOT,
        env={**os.environ, **environ},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def until_ready(process: asyncio.subprocess.Process) -> None:
    assert process.stderr is not None
    while b"process.ready" not in (line := await process.stderr.readline()):
        assert line, "the process ended before it was ready"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_process_asked_to_stop_drains_in_order(number: signal.Signals) -> None:
    process = await a_process("well")
    await until_ready(process)

    process.send_signal(number)
    out, _ = await process.communicate()

    assert process.returncode == 0
    assert out.decode().splitlines() == [
        "start metrics",
        "start grpc",
        "stop grpc",
        "stop relay",
        "stop metrics",
    ]


async def test_a_process_whose_background_task_dies_ends_with_an_error() -> None:
    process = await a_process("dies")

    out, err = await process.communicate()

    assert process.returncode == 1
    assert b"stop grpc\nstop relay\nstop metrics" in out
    assert b"process.background_task_died" in err


async def test_a_task_that_will_not_stop_does_not_hold_up_the_others() -> None:
    process = await a_process("stubborn")
    await until_ready(process)

    process.terminate()
    out, err = await process.communicate()

    assert b"ignored\nstop metrics" in out
    assert b"process.task_would_not_stop" in err
    assert process.returncode == 1


async def test_wrong_settings_are_said_plainly() -> None:
    process = await a_process("settings")

    _, err = await process.communicate()

    assert process.returncode == 2
    assert err == b"settings: GRANARY_DATABASE_URL is missing\n"


async def test_a_command_runs_instead_of_serving() -> None:
    known = await a_process("well", "migrate")
    unknown = await a_process("well", "fly")

    out, _ = await known.communicate()
    _, err = await unknown.communicate()

    assert (known.returncode, out) == (0, b"migrated\n")
    assert unknown.returncode == 2
    assert b"migrate" in err


async def test_an_armed_crash_point_ends_the_process_like_kill_9() -> None:
    process = await a_process("crash", GRANARY_CRASH_POINT="test.point")

    await process.communicate()

    assert process.returncode == 137


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's parent-death signal")
async def test_a_process_told_to_die_with_its_parent_does() -> None:
    # The parent between us and the process is a shell that we kill.
    shell = await asyncio.create_subprocess_exec(
        *("sh", "-c", '"$0" -c "$1" well & wait', sys.executable, PROGRAM),
        cwd=ROOT,
        env={**os.environ, "GRANARY_DIE_WITH_PARENT": "1"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    await until_ready(shell)

    shell.kill()
    async with asyncio.timeout(60):
        # The pipes close only when the last process that holds them is gone.
        out, _ = await shell.communicate()

    assert b"stop" not in out
