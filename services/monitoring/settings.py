"""The settings of monitoring, read from GRANARY_<FIELD> in the environment."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True)
class Settings:
    """What this process needs to know; each field names its unit and effect."""

    database_url: str
    """PostgreSQL of this service alone."""
    nats_url: str
    """The event bus; several servers are separated by commas."""
    grpc_address: str
    """host:port where calls are answered."""
    observability_address: str
    """host:port of /metrics, /healthz and /readyz."""
    public_keys_dir: Path
    """Folder with <issuer>.pem: whose tokens are believed."""
    environment: Literal["development", "production"] = "production"
    """Development adds gRPC reflection."""
    log_level: str = "info"
    """Lines below this level are not written."""
    rules_file: Path | None = None
    """Rules to use instead of those that come with the service."""
