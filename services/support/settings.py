"""The settings of support; each is read from GRANARY_<NAME>."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a support process is told by its surroundings. It calls no other service."""

    database_url: str
    """Support's own PostgreSQL database."""
    nats_url: str
    """Where events go; several servers are separated by commas."""
    grpc_address: str
    """host:port its RPCs are served on."""
    observability_address: str
    """host:port of /metrics, /healthz and /readyz."""
    public_keys_dir: Path
    """Folder with <issuer>.pem of everybody whose tokens are accepted."""
    field_key_file: Path
    """Keys that wrap the customers' data keys; the first line wraps, every line unwraps."""
    blind_index_key_file: Path
    """Key of the hashes that repeated requests are recognised by; it cannot be replaced."""
    environment: Literal["development", "production"] = "production"
    """development adds gRPC reflection."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    support_policy_file: Path | None = None
    """Dated policy data used instead of the file that comes with the service."""
