"""The keys of an embedded suite, made once and kept in its data folder."""

import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class KeyFiles:
    """Where the keys lie; only the owner of the data folder can read the secret ones."""

    folder: Path

    @property
    def public_dir(self) -> Path:
        """<issuer>.pem, what every service verifies tokens with."""
        return self.folder / "public"

    def signing(self, issuer: str) -> Path:
        """The Ed25519 private key an issuer signs its tokens with."""
        return self.folder / "private" / f"{issuer}.pem"

    @property
    def personal_fields(self) -> Path:
        """Wraps the key of each customer's personal fields."""
        return self.folder / "personal-fields.key"

    @property
    def contract_files(self) -> Path:
        """Wraps the keys of stored contract files."""
        return self.folder / "contract-files.key"

    @property
    def certificates(self) -> Path:
        """The development certification authority and what it certified."""
        return self.folder / "certificates"

    @property
    def blind_index(self) -> Path:
        """Makes encrypted fields searchable by equality."""
        return self.folder / "blind-index.key"

    @property
    def rail_notices(self) -> Path:
        """Signs what the rail tells of by itself."""
        return self.folder / "rail-notices.key"


def create_keys(folder: Path, issuers: Sequence[str]) -> KeyFiles:
    """Make the keys that are missing; existing ones are never replaced."""
    keys = KeyFiles(folder)
    for directory in (folder, folder / "private", keys.public_dir):
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    for issuer in issuers:
        _create_signing_key(keys.signing(issuer), keys.public_dir / f"{issuer}.pem")
    made = (keys.personal_fields, keys.contract_files, keys.blind_index, keys.rail_notices)
    for file in made:
        if not file.exists():
            write_secret(file, secrets.token_hex(KEY_BYTES).encode() + b"\n")
    return keys


def _create_signing_key(private: Path, public: Path) -> None:
    """The public file is written last, so that its presence means that both are whole."""
    if public.exists() and private.exists():
        return
    key = Ed25519PrivateKey.generate()
    write_secret(private, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    write_secret(
        public, key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    )


def write_secret(file: Path, content: bytes) -> None:
    """All of it or nothing, on disk before it is used: data encrypted with it may be lost else."""
    partial = file.with_name(file.name + ".partial")
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(handle, content)
        os.fsync(handle)
    finally:
        os.close(handle)
    partial.replace(file)
