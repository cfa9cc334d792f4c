"""`granary up`: run a suite at this terminal, or leave it running behind."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from cli.errors import CommandError
from cli.suite.data_folder import DataFolder
from cli.suite.plan import Options
from cli.suite.supervisor import Suite

READY_WITHIN_S = 150.0
"""A little more than the supervisor gives itself, so that its own message comes first."""


def up_attached(data_dir: Path, ports: Mapping[str, int]) -> None:
    """Run until SIGTERM or SIGINT, then stop in order."""
    asyncio.run(_run(data_dir, ports))


async def _run(data_dir: Path, ports: Mapping[str, int]) -> None:
    options = Options(
        data_dir=data_dir,
        ports=ports,
        database_server_url=os.environ.get("GRANARY_DATABASE_URL", ""),
        nats_url=os.environ.get("GRANARY_NATS_URL", ""),
    )
    suite = Suite(options, report=_say)
    running = asyncio.create_task(_start_and_wait(suite))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, running.cancel)
    try:
        await running
    except asyncio.CancelledError:
        _say("stopping")
    finally:
        # From here on a second signal does not tear the stop apart.
        await suite.stop()
    _say("stopped")


async def _start_and_wait(suite: Suite) -> None:
    await suite.start()
    for line in addresses(suite.folder):
        _say(line)
    _say("stop with Ctrl-C or `granary down`")
    await asyncio.Event().wait()


def up_detached(data_dir: Path, ports: Mapping[str, int]) -> None:
    """Start a supervisor of its own session and return when its suite is ready."""
    folder = DataFolder(data_dir)
    if folder.is_claimed():
        raise CommandError(f"a suite already runs on {folder.path}; see `granary status`")
    folder.path.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder.path / "logs").mkdir(exist_ok=True)
    log_file = folder.log_file("supervisor")
    options = [f"--port-{name}={port}" for name, port in ports.items()]
    with log_file.open("wb") as log:
        supervisor = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "cli", "up", "--data-dir", str(folder.path), *options],
            cwd=Path(__file__).parents[2],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    _wait_ready(folder, supervisor, log_file)
    for line in addresses(folder):
        _say(line)
    _say("stop with `granary down`")


def _wait_ready(folder: DataFolder, supervisor: "subprocess.Popen[bytes]", log_file: Path) -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    while not _is_ready(folder, supervisor.pid):
        if supervisor.poll() is not None:
            raise CommandError(f"the suite did not start:\n{log_file.read_text().strip()}")
        if time.monotonic() > deadline:
            supervisor.terminate()
            raise CommandError(f"the suite was not ready in time; see {log_file}")
        time.sleep(0.05)


def _is_ready(folder: DataFolder, supervisor_pid: int) -> bool:
    if not folder.state_file.exists():
        return False
    state = folder.read_state()
    return bool(state["supervisor_pid"] == supervisor_pid and state["phase"] == "ready")


def addresses(folder: DataFolder) -> list[str]:
    """What a person wants to open first."""
    state = folder.read_state()
    return [
        f"gateway  {state['gateway_url']}",
        f"sandbox  {state['sandbox_url']}",
        f"data     {folder.path}",
    ]


def _say(text: str) -> None:
    print(text, flush=True)
