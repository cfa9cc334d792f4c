"""What the embedded servers share: ports, one process per data folder, start, stop and kill.

Steps are written as generators that yield the seconds to wait, so that the same code serves
callers with an event loop (`start`) and without one (`start_blocking`).
"""

import asyncio
import fcntl
import os
import secrets
import signal
import socket
import time
from abc import ABC, abstractmethod
from collections.abc import Generator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Self

from chassis.embedded.child import spawn
from chassis.embedded.errors import EmbeddedServerError, PortTakenError
from chassis.embedded.reach import can_reach, server_user

if TYPE_CHECKING:
    import subprocess

Steps = Generator[float, None, None]
LOOPBACK = "127.0.0.1"
POLL_S = 0.02
_PORTS = range(20_000, 30_000)
"""Below the range from which systems take the ports of outgoing connections."""


class EmbeddedServer(ABC):
    """One server process with its data, port, password and log in one folder."""

    name: ClassVar[str]
    start_timeout_s: ClassVar[float] = 60.0
    """Long, because recovery after a crash on a busy disk takes its time."""
    lock_timeout_s: ClassVar[float] = 15.0
    """How long a server whose parent just died may take to leave the folder."""
    stop_signals: ClassVar[tuple[tuple[signal.Signals, float], ...]]
    """What asks the server to stop, politest first, each with the seconds it is given."""
    death_signal: ClassVar[signal.Signals]

    def __init__(self, data_dir: Path, port: int | None = None, *, throwaway: bool = False) -> None:
        self.data_dir = data_dir.absolute()
        self.log_file = self.data_dir / "server.log"
        self._wanted_port = port
        self._throwaway = throwaway
        self._user = server_user()
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = -1
        self.port = 0
        self.password = ""

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Start on the data as it is, recovering if need be; return when ready for connections."""
        with closing(self._starting()) as steps:
            for delay_s in steps:
                await asyncio.sleep(delay_s)

    async def stop(self) -> None:
        """Stop in order; does nothing when already stopped."""
        with closing(self._stopping()) as steps:
            for delay_s in steps:
                await asyncio.sleep(delay_s)

    def start_blocking(self) -> None:
        """`start` for callers without an event loop."""
        for delay_s in self._starting():
            time.sleep(delay_s)

    def stop_blocking(self) -> None:
        """`stop` for callers without an event loop."""
        for delay_s in self._stopping():
            time.sleep(delay_s)

    def kill(self) -> None:
        """End the server at once, as a power cut would; `start` then recovers from its data."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    @property
    def running(self) -> bool:
        """Whether the process is alive now."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """The process id of the server, 0 before the start and after the stop."""
        return self._process.pid if self._process else 0

    @abstractmethod
    def _prepare(self) -> Steps:
        """Make folders, files and databases that a first start needs."""

    @abstractmethod
    def _command(self) -> tuple[list[str], Path]:
        """The command line and the working folder."""

    @abstractmethod
    def _is_ready(self) -> bool: ...

    def _starting(self) -> Steps:
        if self.running:
            return
        try:
            self._make_folder()
            yield from self._lock_folder()
            try:
                self.password = self._remembered("password", secrets.token_urlsafe(24))
                yield from self._prepare()
                yield from self._start_on_a_port()
            finally:
                # The server inherited the lock and holds it as long as any of its processes lives.
                os.close(self._lock)
        except OSError as error:
            raise EmbeddedServerError(
                f"{self.name} cannot use {self.data_dir}: {error.strerror}; give a folder we may "
                "write to, on a disk with free space"
            ) from error

    def _start_on_a_port(self) -> Steps:
        port_file = self.data_dir / "port"
        fixed = self._wanted_port or (int(port_file.read_text()) if port_file.exists() else None)
        for attempt in range(5):
            self.port = fixed or free_port()
            try:
                yield from self._start_process()
            except PortTakenError:
                # A free port may be taken by another between the choice and the start.
                if fixed is not None or attempt == 4:  # noqa: PLR2004
                    raise
            else:
                write_private(port_file, str(self.port))
                return

    def _start_process(self) -> Steps:
        if port_is_taken(self.port):
            raise PortTakenError(self._port_taken())
        command, cwd = self._command()
        log_start = self.log_file.stat().st_size if self.log_file.exists() else 0
        self._process = spawn(
            command,
            log=self.log_file,
            cwd=cwd,
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC", "HOME": str(cwd)},
            death_signal=self.death_signal,
            user=self._user,
            keep_fds=(self._lock,),
        )
        try:
            deadline = time.monotonic() + self.start_timeout_s
            while not self._is_ready():
                self._check_patience(deadline, log_start)
                yield POLL_S
        except BaseException:
            self.kill()
            raise

    def _check_patience(self, deadline: float, log_start: int) -> None:
        if not self.running:
            raise self._explain(self._log_since(log_start))
        if time.monotonic() > deadline:
            raise EmbeddedServerError(
                f"{self.name} was not ready within {self.start_timeout_s:.0f} s; "
                f"see {self.log_file}"
            )

    def _stopping(self) -> Steps:
        process = self._process
        if process is None:
            return
        for stop_signal, patience_s in self.stop_signals:
            if process.poll() is not None:
                break
            process.send_signal(stop_signal)
            deadline = time.monotonic() + patience_s
            while process.poll() is None and time.monotonic() < deadline:
                yield POLL_S
        self.kill()

    def _make_folder(self) -> None:
        self.data_dir.mkdir(parents=True, exist_ok=True)

    def _lock_folder(self) -> Steps:
        """Two servers on one folder would destroy it; one whose parent just died needs a moment."""
        self._lock = os.open(self.data_dir / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        deadline = time.monotonic() + self.lock_timeout_s
        while True:
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > deadline:
                    os.close(self._lock)
                    raise EmbeddedServerError(
                        f"another {self.name} still runs on {self.data_dir}; stop it, or give "
                        "another data folder"
                    ) from None
            else:
                return
            yield POLL_S

    def _remembered(self, name: str, fresh: str) -> str:
        file = self.data_dir / name
        if not file.exists():
            write_private(file, fresh)
        return file.read_text()

    def _own_folder(self, folder: Path) -> None:
        """Make a folder that belongs to the server's user alone."""
        folder.mkdir(mode=0o700, exist_ok=True)
        if self._user is not None:
            os.chown(folder, self._user.uid, self._user.gid)

    def _reaches(self, folder: Path) -> bool:
        return can_reach(folder, self._user)

    def _log_since(self, offset: int) -> str:
        with self.log_file.open("rb") as log:
            log.seek(offset)
            return log.read()[-4000:].decode(errors="replace")

    def _port_taken(self) -> str:
        return (
            f"port {self.port} for {self.name} is taken by another program; stop that program, or "
            f"give another port, or remove {self.data_dir / 'port'} to have a free one chosen"
        )

    def _explain(self, log: str) -> EmbeddedServerError:
        if "ddress already in use" in log:
            return PortTakenError(self._port_taken())
        if "No space left on device" in log:
            return EmbeddedServerError(
                f"the disk of {self.data_dir} is full; free some space and start again"
            )
        last_lines = "\n".join(log.strip().splitlines()[-8:])
        return EmbeddedServerError(
            f"{self.name} did not start; the end of {self.log_file}:\n{last_lines}"
        )


def free_port() -> int:
    """A port on the loopback address that nothing listens on now."""
    for _ in range(200):
        port = secrets.choice(_PORTS)
        if not port_is_taken(port):
            return port
    raise EmbeddedServerError("no free port found; stop some programs or give the ports")


def port_is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return True
        return False


def write_private(file: Path, text: str) -> None:
    """Write a file only we can read, whole or not at all."""
    partial = file.with_name(file.name + ".partial")
    partial.touch(mode=0o600)
    partial.write_text(text)
    partial.replace(file)
