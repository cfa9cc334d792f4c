"""The gateway's settings, read from the environment (GRANARY_<FIELD>)."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self

from chassis.settings import SettingsError, load


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything the gateway is told from outside."""

    http_address: str
    """Where apps reach us, host:port."""
    observability_address: str
    """Where /metrics, /healthz and /readyz are served, host:port."""
    public_keys_dir: Path
    """Folder with <issuer>.pem: whose access tokens we believe."""
    identity_address: str
    """gRPC address of the service, host:port; the same for the four below."""
    lending_address: str
    repayment_address: str
    monitoring_address: str
    support_address: str
    environment: Literal["development", "production"] = "production"
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    deadline_ms: int = 10_000
    """How long a call may take, in milliseconds; an app may ask for less."""
    running_limit: int = 1024
    """Requests served at once; more are refused with 503, so that those inside stay quick."""
    stream_lifetime_s: int = 900
    """An event stream ends after so many seconds; the app resumes it with a fresh token."""
    allowed_origins: str = ""
    """Web origins that may call us from a browser (CORS), separated by commas; none by default."""
    trusted_proxies: int = 0
    """Proxies in front of us that add to X-Forwarded-For; 0 believes the connection only."""

    log_in_per_minute: int = 60
    """One-time codes, log-ins and refreshes per IP address; 0 switches a limit off."""
    anonymous_per_minute: int = 600
    """Other requests without a valid access token per IP address."""
    changes_per_minute: int = 120
    """Requests per caller that change something."""
    reads_per_minute: int = 1200
    """Requests per caller that only read."""

    lender_name: str = "粮仓示范消费金融有限公司"
    """The licensed lender's full name (CP-01)."""
    lender_licence_number: str = ""
    """Number of the financial licence; required in production."""
    lender_licence_authority: str = "国家金融监督管理总局"
    """Who granted the licence."""
    lender_hotline: str = ""
    """Telephone for questions and complaints."""
    lender_partners: str = ""
    """Partners in lending as name=role pairs separated by semicolons."""

    @classmethod
    def from_environment(cls) -> Self:
        """Read the settings; raises SettingsError that names every fault."""
        settings = load(cls, os.environ)
        if settings.environment == "production" and not settings.lender_licence_number:
            raise SettingsError("GRANARY_LENDER_LICENCE_NUMBER is missing")
        return settings

    @property
    def peer_addresses(self) -> dict[str, str]:
        """The gRPC address of each area."""
        return {
            "identity": self.identity_address,
            "lending": self.lending_address,
            "repayment": self.repayment_address,
            "monitoring": self.monitoring_address,
            "support": self.support_address,
        }

    @property
    def origins(self) -> frozenset[str]:
        """The allowed origins, one by one."""
        return frozenset(text.strip() for text in self.allowed_origins.split(",") if text.strip())
