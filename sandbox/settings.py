"""The sandbox's settings, read from the environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self


class SettingsError(Exception):
    """A setting is missing or cannot be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How the one sandbox process runs."""

    host: str  # SANDBOX_ADDRESS, before the colon
    port: int  # SANDBOX_ADDRESS, after the colon
    data_dir: Path  # SANDBOX_DATA_DIR: the partners' files; made if absent
    seed: str  # SANDBOX_SEED: whose people GET /people gives when no seed is asked for
    notify_url: str  # SANDBOX_NOTIFY_URL: where camt.054 callbacks go; empty = none are made
    tsa_key_file: Path | None  # SANDBOX_TSA_KEY_FILE: the time stamping authority's; absent = none
    tsa_certificate_file: Path | None  # SANDBOX_TSA_CERTIFICATE_FILE: and its certificate
    hmac_key: bytes  # content of SANDBOX_HMAC_KEY_FILE: signs the callbacks

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Raises SettingsError with every setting that is missing."""
        notify_url = environment.get("SANDBOX_NOTIFY_URL", "")
        needed = ["SANDBOX_ADDRESS", "SANDBOX_DATA_DIR"]
        needed += ["SANDBOX_HMAC_KEY_FILE"] if notify_url else []
        missing = [name for name in needed if not environment.get(name)]
        if missing:
            raise SettingsError(f"Set {', '.join(missing)}.")
        host, _, port = environment["SANDBOX_ADDRESS"].rpartition(":")
        if not host or not port.isdigit():
            raise SettingsError("SANDBOX_ADDRESS is host:port.")
        key_file = environment.get("SANDBOX_HMAC_KEY_FILE")
        tsa_key, tsa_certificate = (
            environment.get(f"SANDBOX_TSA_{name}_FILE") for name in ("KEY", "CERTIFICATE")
        )
        return cls(
            host=host,
            port=int(port),
            data_dir=Path(environment["SANDBOX_DATA_DIR"]),
            seed=environment.get("SANDBOX_SEED") or "granary",
            notify_url=notify_url,
            tsa_key_file=Path(tsa_key) if tsa_key else None,
            tsa_certificate_file=Path(tsa_certificate) if tsa_certificate else None,
            hmac_key=Path(key_file).read_bytes().strip() if key_file else b"",
        )
