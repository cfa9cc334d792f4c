"""What a suite remembers in its data folder, and what other commands read there."""

import fcntl
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from chassis.embedded.server import free_port, port_is_taken, write_private
from chassis.ports import utc_now
from cli.errors import CommandError

BUSINESS_TIME_ZONE = ZoneInfo("Asia/Shanghai")


class DataFolder:
    """One folder, one suite."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.state_file = self.path / "suite.json"
        self._lock_file = self.path / "supervisor.lock"
        self._lock = -1

    def claim(self) -> None:
        """Become the only supervisor of the folder until `release` or our end."""
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            (self.path / "logs").mkdir(exist_ok=True)
            handle = os.open(self._lock_file, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise CommandError(
                f"cannot use the data folder {self.path}: {error.strerror}; give another one with "
                "--data-dir or GRANARY_DATA_DIR"
            ) from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            raise CommandError(
                f"a suite already runs on {self.path}; stop it with `granary down`, or give "
                "another data folder"
            ) from None
        self._lock = handle

    def release(self) -> None:
        """Let another supervisor claim the folder."""
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1

    @property
    def is_ours(self) -> bool:
        """Whether this object holds the claim."""
        return self._lock >= 0

    def is_claimed(self) -> bool:
        """Whether a supervisor runs on the folder now; true proof, unlike a process number."""
        try:
            handle = os.open(self._lock_file, os.O_RDWR)
        except FileNotFoundError:
            return False
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        else:
            return False
        finally:
            os.close(handle)

    def log_file(self, name: str) -> Path:
        """The log of one process."""
        return self.path / "logs" / f"{name}.log"

    def write_state(self, state: Mapping[str, Any]) -> None:
        """Replace suite.json, which carries passwords and so is ours alone."""
        write_private(self.state_file, json.dumps(state, indent=2) + "\n")

    def read_state(self) -> dict[str, Any]:
        """The last state a supervisor wrote; raises CommandError when there never was one."""
        try:
            state: dict[str, Any] = json.loads(self.state_file.read_text())
        except FileNotFoundError:
            raise CommandError(
                f"no suite has run on {self.path}; start one with `granary up`"
            ) from None
        return state

    def ports(self, names: Iterable[str], given: Mapping[str, int]) -> dict[str, int]:
        """A port for each name: the given one, else the one of last time, else a free one."""
        file = self.path / "ports.json"
        remembered = json.loads(file.read_text()) if file.exists() else {}
        ports: dict[str, int] = {}
        for name in names:
            port = given.get(name) or remembered.get(name)
            if name in given and port_is_taken(given[name]):
                raise CommandError(
                    f"port {given[name]} for {name} is taken by another program; give another port"
                )
            while port is None or port in ports.values() or port_is_taken(port):
                port = free_port()
            ports[name] = port
        write_private(file, json.dumps(ports, indent=2) + "\n")
        return ports

    def first_business_date(self, given: str) -> str:
        """The ISO date all services begin with: given, or that of the first start in Shanghai."""
        file = self.path / "first-business-date"
        if not file.exists():
            today = utc_now().astimezone(BUSINESS_TIME_ZONE).date().isoformat()
            write_private(file, given or today)
        return given or file.read_text()
