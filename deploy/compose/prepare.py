"""Make the keys, passwords and data folders of a compose installation.

`.venv/bin/python -m deploy.compose.prepare`, as root, so that all of it belongs to the user of the
containers (10001) and nobody else reads it. What exists is kept, so running it again is safe.
"""

import argparse
import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from chassis.personal_data import new_key_line
from cli.suite.certificates import SEAL, TSA, create_certificates

SERVICES = ("identity", "lending", "repayment", "monitoring", "support")
SIGNERS = ("identity", "lending", "repayment", "staff")
"""Who signs tokens; `staff` signs those of people."""
HOLDERS_OF_PERSONAL_DATA = ("identity", "support")
DATA_FOLDERS = ("postgres", "nats", "sandbox")
CONTAINER_USER = 10001


class Installation:
    """The folder of a compose installation; everything in it is made once."""

    def __init__(self, folder: Path) -> None:
        self.secrets = folder / "secrets"
        self.public_keys = self.secrets / "public-keys"
        self.public_keys.mkdir(mode=0o755, parents=True, exist_ok=True)
        for name in DATA_FOLDERS:
            data = folder / "data" / name
            data.mkdir(mode=0o700, parents=True, exist_ok=True)
            _give_away(data)

    def secret(self, name: str, if_new: str) -> str:
        """The secret of this name; `if_new` becomes it when there is none."""
        file = self.secrets / name
        if not file.exists():
            _write(file, if_new, 0o400)
        return file.read_text()

    def prepare(self) -> None:
        """Every secret that compose.yaml names."""
        self.secret("postgres-password", _password())
        for service in SERVICES:
            password = self.secret(f"{service}-database-password", _password())
            address = f"postgresql://{service}:{password}@postgres:5432/{service}\n"
            self.secret(f"{service}-database-url", address)
        self._prepare_bus()
        for service in HOLDERS_OF_PERSONAL_DATA:
            self.secret(f"{service}-field.key", new_key_line())
            self.secret(f"{service}-blind-index.key", new_key_line())
        for signer in SIGNERS:
            private = self.secret(f"{signer}-signing-key.pem", _signing_key())
            _write(self.public_keys / f"{signer}.pem", _public_half(private), 0o444)
        self.secret("lending-field.key", new_key_line())
        self._prepare_certificates()

    def _prepare_certificates(self) -> None:
        """A development authority for the lender's seal; production has a real one."""
        files = create_certificates(self.secrets, "Granary development lender")
        made = [path(name) for name in (SEAL, TSA) for path in (files.key, files.certificate)]
        for path in (files.root, *made):
            _give_away(path)

    def _prepare_bus(self) -> None:
        lines = ""
        for user in ("operator", *SERVICES):
            password = self.secret(f"{user}-nats-password", _password())
            self.secret(f"{user}-nats-url", f"nats://{user}:{password}@nats:4222\n")
            lines += f'{user.upper()}_PASSWORD: "{password}"\n'
        self.secret("nats-passwords.conf", lines)


def _write(file: Path, text: str, mode: int) -> None:
    """The whole file or none."""
    partial = file.with_name(file.name + ".partial")
    partial.unlink(missing_ok=True)
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "w") as stream:
        stream.write(text)
    _give_away(partial)
    partial.replace(file)


def _give_away(path: Path) -> None:
    """Make the user of the containers the owner, where we may."""
    if os.geteuid() == 0:
        os.chown(path, CONTAINER_USER, CONTAINER_USER)


def _password() -> str:
    return secrets.token_hex(24)


def _signing_key() -> str:
    key = Ed25519PrivateKey.generate()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def _public_half(private: str) -> str:
    key = load_pem_private_key(private.encode(), password=None).public_key()
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def main() -> None:
    """Prepare the folder of compose.yaml, or another one."""
    parser = argparse.ArgumentParser(description="Make keys, passwords and data folders.")
    parser.add_argument("--folder", type=Path, default=Path(__file__).parent)
    folder = parser.parse_args().folder
    Installation(folder).prepare()
    print(f"prepared: {folder}/secrets and {folder}/data")  # noqa: T201 - a command's own report
    if os.geteuid() != 0:
        print(f"not run as root: give both folders to user {CONTAINER_USER}")  # noqa: T201


if __name__ == "__main__":
    main()
