"""`granary token`: access tokens signed with the keys of an embedded suite."""

from datetime import timedelta
from pathlib import Path

from chassis.authentication import TokenSigner
from cli.errors import CommandError
from cli.suite.keys import KeyFiles


def staff_token(data_dir: Path, name: str, hours: int) -> str:
    """A token of a member of staff; raises CommandError when the folder holds no keys yet."""
    key_file = KeyFiles(data_dir.absolute() / "keys").signing("staff")
    if not key_file.exists():
        raise CommandError(f"{data_dir} holds no keys yet; start a suite with `granary up`")
    token, _ = TokenSigner("staff", key_file).staff_token(name, timedelta(hours=hours))
    return token
