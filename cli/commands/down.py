"""`granary down`: stop a suite in order."""

import os
import signal
import time
from pathlib import Path

from cli.errors import CommandError
from cli.suite.data_folder import DataFolder

STOPPED_WITHIN_S = 120.0


def stop_suite(data_dir: Path) -> None:
    """Ask the supervisor to stop and wait until it has; fine when none runs."""
    folder = DataFolder(data_dir)
    if not folder.is_claimed():
        print("not running")
        return
    os.kill(folder.read_state()["supervisor_pid"], signal.SIGTERM)
    deadline = time.monotonic() + STOPPED_WITHIN_S
    while folder.is_claimed():
        if time.monotonic() > deadline:
            raise CommandError(f"the suite did not stop; see the logs in {folder.path / 'logs'}")
        time.sleep(0.05)
    print("stopped")
