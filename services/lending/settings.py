"""The settings of lending; each is read from GRANARY_<NAME>."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from services.lending import model_artefact, policy_file


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a lending process is told by its surroundings."""

    database_url: str
    """Lending's own PostgreSQL database."""
    nats_url: str
    """The event bus."""
    grpc_address: str
    """host:port its RPCs are served on."""
    observability_address: str
    """host:port of /metrics, /healthz and /readyz."""
    public_keys_dir: Path
    """Folder with <issuer>.pem of everybody whose tokens are accepted."""
    signing_key_file: Path
    """Private key of lending's own service tokens."""
    identity_address: str
    repayment_address: str
    monitoring_address: str
    bank_rail_url: str
    credit_bureau_url: str
    timestamp_url: str
    """The time stamping authority (RFC 3161)."""
    seal_key_file: Path
    """Private key of the lender's seal, PEM (PKCS #8)."""
    seal_certificate_file: Path
    """The seal's certificate and those between it and a root, PEM."""
    seal_trust_file: Path
    """The roots that seals and timestamps are traced back to, PEM."""
    field_key_file: Path
    """Wraps the keys of stored contract files."""
    environment: Literal["development", "production"] = "production"
    """development adds gRPC reflection."""
    log_level: str = "info"
    first_business_date: date | None = None
    """Business date until repayment closes a day; absent: today in Asia/Shanghai."""
    screening_timeout_ms: int = 150
    """How long a payout waits for monitoring's verdict; after that the drawdown is held."""
    rail_timeout_s: float = 5.0
    """How long the rail may take to answer; after that the payment is unknown and asked about."""
    timestamp_timeout_s: float = 5.0
    """How long the time stamping authority may take; after that the contract is sealed later."""
    lending_policy_dir: Path = policy_file.DEFAULT
    """The dated policy data: house.toml and a file for each product."""
    model_dir: Path = model_artefact.MODELS
    """The folder of score models, one folder for each version."""
