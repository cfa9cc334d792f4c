"""The service's settings, read from the environment by `chassis.settings.load`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One field per variable: `database_url` is GRANARY_DATABASE_URL."""

    database_url: str
    """The service's own database."""
    nats_url: str
    """Where events go; several servers are separated by commas."""
    grpc_address: str
    """host:port that the RPCs are served at."""
    observability_address: str
    """host:port of /metrics, /healthz and /readyz."""
    public_keys_dir: Path
    """Folder of <issuer>.pem, the keys that tokens are verified with."""
    signing_key_file: Path
    """Ed25519 private key that customers' access tokens are signed with."""
    field_key_file: Path
    """Keys that wrap the customers' data keys; the first line wraps, every line unwraps."""
    blind_index_key_file: Path
    """Key of the look-up hashes, the codes and the refresh tokens; it cannot be replaced."""
    sms_url: str
    """Base address of the message gateway."""
    id_authority_url: str
    """Base address of the ID authority."""
    bank_rail_url: str
    """Base address of the bank rail."""
    policy_file: Path | None = None
    """Dated policy data used instead of the file that comes with the service."""
    environment: Literal["development", "production"] = "production"
    """development adds gRPC reflection."""
    log_level: str = "info"
    """Lines below this level are not written."""
    notice_language: Literal["zh-CN", "en"] = "zh-CN"
    """The language of messages about due dates."""
    partner_timeout_s: float = 5.0
    """How long a partner outside may take to answer."""
