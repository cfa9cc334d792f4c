"""What the repayment service is told by its environment (GRANARY_<NAME>)."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Read by `chassis.settings.load`."""

    database_url: str
    nats_url: str
    # Where this service's RPCs are served, host:port.
    grpc_address: str
    # Where /metrics, /healthz and /readyz are served, host:port.
    observability_address: str
    # Holds <issuer>.pem of everyone whose tokens count here.
    public_keys_dir: Path
    # The private key this service signs its own tokens with.
    signing_key_file: Path
    # Where the identity service answers, host:port.
    identity_address: str
    # Where the bank rail answers, http://host:port.
    bank_rail_url: str
    environment: Literal["development", "production"] = "production"
    # Where the bank posts its notices of movements (camt.054), host:port ...
    rail_notice_address: str = "127.0.0.1:0"
    # ... and the key by which they are known to be the bank's; without it none are taken, and
    # transfers are found in the statement of the day.
    rail_notice_key: str = ""
    # The first business date of a new suite; without it, today in Asia/Shanghai.
    first_business_date: date | None = None
    # Dated policy data; without it, the file that comes with the service.
    repayment_policy_file: Path | None = None
    # Who lends and how the credit bureau is told; without it, the file that comes with the service.
    document_policy_file: Path | None = None
    # Seconds until the rail is first asked again about an unanswered debit; doubled each time ...
    collection_first_wait_s: float = 1.0
    # ... up to this many seconds.
    collection_longest_wait_s: float = 300.0
    # Whether debits wait for the hours of the policy; without it, in production only: where days
    # are closed by hand nobody waits for an hour.
    keep_debit_hours: bool | None = None
    # How long the rail may take to answer one order, seconds.
    bank_rail_timeout_s: float = 5.0
    # A step of the end of day over more loans than this is divided into chunks ...
    end_of_day_loans_per_chunk: int = 2000
    # ... but into no more than this many.
    end_of_day_most_chunks: int = 16
    log_level: Literal["debug", "info", "warning", "error"] = "info"
