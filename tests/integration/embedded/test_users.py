"""As root the servers run as `nobody`, who passes no closed folder; others run them themselves."""

import os
import shutil
import stat
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from chassis.embedded import reach
from chassis.embedded.errors import EmbeddedServerError
from chassis.embedded.nats import program
from chassis.embedded.postgres import EmbeddedPostgres, programs
from chassis.embedded.reach import ServerUser, can_reach, reachable_runtime, server_user
from tests.integration.embedded.test_recovery import PROJECT, START_BOTH_AND_WAIT

only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root starts servers as another user")


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder everybody may pass, which pytest's own temporary folders are not."""
    folder = reach.reachable_temporary_folder(None) / f"granary-test-open-{os.getpid()}"
    folder.mkdir(mode=0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def nobody() -> ServerUser:
    user = server_user()
    assert user is not None
    return user


@only_root
async def test_data_in_a_folder_closed_to_nobody_is_served_from_there(
    tmp_path: Path, nobody: ServerUser
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)

    async with EmbeddedPostgres(closed / "postgres", throwaway=True) as postgres:
        status = Path(f"/proc/{postgres.pid}").stat()
        await postgres.create_database("lending")

    assert not can_reach(closed, nobody)
    assert status.st_uid == nobody.uid
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    assert (closed / "postgres" / "data" / "PG_VERSION").read_text().strip() == "18"


@only_root
def test_programs_closed_to_nobody_are_copied_once_and_run(
    open_folder: Path, nobody: ServerUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = open_folder / "temporary"
    temporary.mkdir(mode=0o755)
    closed = open_folder / "closed"
    closed.mkdir(mode=0o700)
    shutil.copy(program(None), closed)
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))

    runtime = reachable_runtime("nats", closed, [closed / "nats-server"], nobody)
    copied_at = (runtime / "nats-server").stat().st_ino
    again = reachable_runtime("nats", closed, [closed / "nats-server"], nobody)

    assert again == runtime == temporary / "granary-nats"
    assert (runtime / "nats-server").stat().st_ino == copied_at
    version = subprocess.run(
        [runtime / "nats-server", "--version"], user=nobody.uid, group=nobody.gid, check=True
    )
    assert version.returncode == 0
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


@only_root
def test_one_closed_file_among_open_ones_is_reason_to_copy(
    open_folder: Path, nobody: ServerUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(open_folder))
    programs_folder = open_folder / "programs"
    programs_folder.mkdir(mode=0o755)
    (programs_folder / "server").touch(mode=0o700)

    runtime = reachable_runtime("closed-file", programs_folder, [programs_folder], nobody)

    assert runtime == open_folder / "granary-closed-file"
    assert stat.S_IMODE((programs_folder / "server").stat().st_mode) == 0o700


@only_root
def test_a_copy_that_lost_a_file_is_made_again(
    open_folder: Path, nobody: ServerUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(open_folder))
    closed = open_folder / "closed"
    closed.mkdir(mode=0o700)
    for name in ("first", "second"):
        (closed / name).write_text(name)
    parts = [closed / "first", closed / "second"]
    runtime = reachable_runtime("pair", closed, parts, nobody)
    (runtime / "second").unlink()

    reachable_runtime("pair", closed, parts, nobody)

    assert sorted(path.name for path in runtime.iterdir()) == ["first", "second"]


@only_root
def test_a_copy_prepared_by_somebody_else_is_not_trusted(
    open_folder: Path, nobody: ServerUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(open_folder))
    closed = open_folder / "closed"
    closed.mkdir(mode=0o700)
    trap = open_folder / "granary-trap"
    trap.mkdir(mode=0o755)
    os.chown(trap, nobody.uid, nobody.gid)

    with pytest.raises(EmbeddedServerError, match="cannot be trusted"):
        reachable_runtime("trap", closed, [closed], nobody)


@only_root
def test_an_ordinary_user_runs_the_servers_as_itself(open_folder: Path, nobody: ServerUser) -> None:
    home = open_folder / "home"
    home.mkdir()
    os.chown(home, nobody.uid, nobody.gid)
    site_packages = sysconfig.get_path("purelib")
    interpreter = _interpreter_for(nobody, site_packages)

    run = subprocess.run(
        [interpreter, "-c", START_BOTH_AND_WAIT, str(home), "stop"],
        user=nobody.uid, group=nobody.gid, extra_groups=[], cwd=home,
        env={"PYTHONPATH": f"{PROJECT}:{site_packages}", "PATH": os.defpath},
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert run.returncode == 0, run.stderr
    assert (home / "postgres" / "data").stat().st_uid == nobody.uid


def _interpreter_for(user: ServerUser, site_packages: str) -> str:
    """An interpreter the user may run that also imports our libraries."""
    for candidate in (sys.executable, shutil.which("python3.11", path=os.defpath)):
        if candidate is None or not can_reach(PROJECT, user) or not can_reach(programs(None), user):
            continue
        try:
            found = subprocess.run(
                [candidate, "-c", "import asyncpg"],
                user=user.uid, group=user.gid, extra_groups=[], cwd="/",
                env={"PYTHONPATH": site_packages}, capture_output=True, check=False,
            )  # fmt: skip
        except PermissionError:
            continue
        if found.returncode == 0:
            return candidate
    pytest.skip("no Python interpreter and project are open to an ordinary user")
