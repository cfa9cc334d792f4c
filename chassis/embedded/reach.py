"""Which user runs the servers, and how that user reaches programs in folders closed to it."""

import grp
import os
import pwd
import shutil
import stat
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from chassis.embedded.errors import EmbeddedServerError


@dataclass(frozen=True, slots=True)
class ServerUser:
    """The user and group that run a server we start as root."""

    uid: int
    gid: int


def server_user() -> ServerUser | None:
    """`nobody` when we are root, as which PostgreSQL refuses to run; else None: ourselves."""
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    try:
        return ServerUser(uid=nobody.pw_uid, gid=grp.getgrnam("nogroup").gr_gid)
    except KeyError:
        return ServerUser(uid=nobody.pw_uid, gid=nobody.pw_gid)


def can_reach(path: Path, user: ServerUser | None) -> bool:
    """Whether the user may pass every folder above the path and read the path itself."""
    if user is None:
        return True
    path = path.resolve()
    return all(_allows(folder, user, stat.S_IXOTH) for folder in path.parents) and _is_open(
        path, user
    )


def _can_reach_all(part: Path, user: ServerUser | None) -> bool:
    """The same for a folder with everything in it; single files may have been closed."""
    return can_reach(part, user) and (
        user is None or all(_is_open(path, user) for path in part.rglob("*") if path.exists())
    )


def _is_open(path: Path, user: ServerUser) -> bool:
    """Whether the user may read it, and pass or run it where the owner may."""
    runs = path.stat().st_mode & stat.S_IXUSR
    return _allows(path, user, stat.S_IROTH | (stat.S_IXOTH if runs else 0))


def _allows(path: Path, user: ServerUser, wanted: int) -> bool:
    status = path.stat()
    if status.st_uid == user.uid:
        granted = status.st_mode >> 6
    elif status.st_gid == user.gid:
        granted = status.st_mode >> 3
    else:
        granted = status.st_mode
    return granted & wanted == wanted


def reachable_temporary_folder(user: ServerUser | None) -> Path:
    """The system's temporary folder, or another one when that is closed to the user."""
    for candidate in (Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp")):  # noqa: S108
        if candidate.is_dir() and can_reach(candidate, user) and not _forbids_programs(candidate):
            return candidate
    raise EmbeddedServerError(
        "no temporary folder lets the user `nobody` run programs; set TMPDIR to one that does, "
        "or run as an ordinary user"
    )


def _forbids_programs(folder: Path) -> bool:
    return bool(os.statvfs(folder).f_flag & os.ST_NOEXEC)


def reachable_runtime(
    name: str, root: Path, parts: Sequence[Path], user: ServerUser | None
) -> Path:
    """The root itself when the user reaches all parts, else a copy of the parts it does reach.

    The copy is kept in the temporary folder under `name` (which carries the version) and used
    again. No permission of the original or of any folder above it is changed.
    """
    if all(_can_reach_all(part, user) for part in parts):
        return root
    home = reachable_temporary_folder(user) / f"granary-{name}"
    _refuse_foreign(home)
    if not _is_whole(home, root, parts):
        _copy(root, parts, home)
    return home


def _is_whole(home: Path, root: Path, parts: Sequence[Path]) -> bool:
    """Cleaners of temporary folders may have taken single files, so every file is looked for."""
    copied = [home / part.relative_to(root) for part in parts]
    return _inventory(home, copied) == _inventory(root, parts)


def _refuse_foreign(home: Path) -> None:
    """A folder someone else prepared under our name could carry any program."""
    try:
        status = home.lstat()
    except FileNotFoundError:
        return
    ours = status.st_uid == os.geteuid() and stat.S_ISDIR(status.st_mode)
    if not ours or status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise EmbeddedServerError(
            f"{home} does not belong to us alone, so programs in it cannot be trusted; remove it"
        )


def _inventory(root: Path, parts: Sequence[Path]) -> dict[str, int]:
    """Relative path -> size in bytes of every file."""
    found = {}
    for part in parts:
        files = part.rglob("*") if part.is_dir() else [part]
        for file in files:
            if file.is_file():
                found[str(file.relative_to(root))] = file.stat().st_size
    return found


def _copy(root: Path, parts: Sequence[Path], home: Path) -> None:
    work = Path(tempfile.mkdtemp(prefix=f"{home.name}.", dir=home.parent))
    fresh = work / "fresh"
    try:
        for part in parts:
            target = fresh / part.relative_to(root)
            target.parent.mkdir(parents=True, exist_ok=True)
            if part.is_dir():
                shutil.copytree(part, target, symlinks=True)
            else:
                shutil.copy2(part, target)
        _open_for_reading(fresh)
        if home.exists() and not _is_whole(home, root, parts):
            home.rename(work / "damaged")
        fresh.rename(home)
    except OSError as error:
        # Another process may have put its copy there in the meantime, which is as good.
        if not _is_whole(home, root, parts):
            raise EmbeddedServerError(f"cannot copy the server's programs: {error}") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _open_for_reading(folder: Path) -> None:
    folder.chmod(0o755)
    for path in folder.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0o644)
