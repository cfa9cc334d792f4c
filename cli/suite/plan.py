"""Which processes make a suite, and with which settings. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from cli.suite.certificates import SEAL, TSA, CertificateFiles
from cli.suite.keys import KeyFiles

SERVICES = ("identity", "lending", "repayment", "monitoring", "support")
"""The services with a database of their own."""
HOLDS_PERSONAL_FIELDS = ("identity", "support")
TOKEN_ISSUERS = (*SERVICES, "gateway", "staff")
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the person who starts the suite decides."""

    data_dir: Path
    # Ports by the names below; those not given are chosen free and remembered.
    ports: Mapping[str, int] = field(default_factory=dict)
    # The lender's own servers, used instead of embedded ones. No database in the first.
    database_server_url: str = ""
    nats_url: str = ""
    # More environment for single processes, by process name.
    extra_env: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a plan is made for, known once the servers run."""

    data_dir: Path
    keys: KeyFiles
    ports: Mapping[str, int]
    database_server_url: str
    nats_url: str
    first_business_date: str  # ISO date

    def address(self, port_name: str) -> str:
        """The host:port of one of our listeners."""
        return f"{LOOPBACK}:{self.ports[port_name]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessPlan:
    """One process of the suite."""

    name: str
    module: tuple[str, ...]  # what follows `python -m`
    env: Mapping[str, str]
    ready_address: str  # host:port that answers GET /readyz with 200
    stage: int  # stages stop one after the other, the highest first
    migrates: bool = False  # run with the argument `migrate` before it starts


PlanMaker = Callable[[Surroundings], tuple[ProcessPlan, ...]]


def port_names() -> tuple[str, ...]:
    """Every listener of the suite that is not an embedded server."""
    names = ["gateway", "gateway.observability", "sandbox", "repayment.notices"]
    for service in SERVICES:
        names += [service, f"{service}.observability"]
    return tuple(names)


def plan_suite(around: Surroundings) -> tuple[ProcessPlan, ...]:
    """The whole suite: the outside world, the five services, the gateway."""
    shared = _shared_settings(around)
    return (
        _sandbox(around),
        *(_service(name, around, shared) for name in SERVICES),
        _gateway(around, shared),
    )


def database_url(server_url: str, name: str) -> str:
    """The address of a database on the server, its options kept."""
    return urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))


def _shared_settings(around: Surroundings) -> dict[str, str]:
    partners = f"http://{around.address('sandbox')}"
    peers = {f"GRANARY_{name.upper()}_ADDRESS": around.address(name) for name in SERVICES}
    return {
        **peers,
        "GRANARY_ENVIRONMENT": "development",
        "GRANARY_NATS_URL": around.nats_url,
        "GRANARY_PUBLIC_KEYS_DIR": str(around.keys.public_dir),
        "GRANARY_FIRST_BUSINESS_DATE": around.first_business_date,
        # One sandbox plays all partners; each client adds the path of its own.
        "GRANARY_BANK_RAIL_URL": partners,
        "GRANARY_SMS_URL": partners,
        "GRANARY_CREDIT_BUREAU_URL": partners,
        "GRANARY_ID_AUTHORITY_URL": partners,
        "GRANARY_TIMESTAMP_URL": f"{partners}/tsa",
    }


def _sandbox(around: Surroundings) -> ProcessPlan:
    address = around.address("sandbox")
    certificates = CertificateFiles(around.keys.certificates)
    return ProcessPlan(
        name="sandbox",
        module=("sandbox",),
        env={
            "SANDBOX_ADDRESS": address,
            "SANDBOX_DATA_DIR": str(around.data_dir / "sandbox"),
            "SANDBOX_NOTIFY_URL": f"http://{around.address('repayment.notices')}/rail/notices",
            "SANDBOX_HMAC_KEY_FILE": str(around.keys.rail_notices),
            "SANDBOX_TSA_KEY_FILE": str(certificates.key(TSA)),
            "SANDBOX_TSA_CERTIFICATE_FILE": str(certificates.certificate(TSA)),
        },
        ready_address=address,
        stage=0,
    )


def _service(name: str, around: Surroundings, shared: Mapping[str, str]) -> ProcessPlan:
    env = {
        **shared,
        "GRANARY_DATABASE_URL": database_url(around.database_server_url, name),
        "GRANARY_GRPC_ADDRESS": around.address(name),
        "GRANARY_OBSERVABILITY_ADDRESS": around.address(f"{name}.observability"),
        "GRANARY_SIGNING_KEY_FILE": str(around.keys.signing(name)),
    }
    if name in HOLDS_PERSONAL_FIELDS:
        env["GRANARY_FIELD_KEY_FILE"] = str(around.keys.personal_fields)
        env["GRANARY_BLIND_INDEX_KEY_FILE"] = str(around.keys.blind_index)
    if name == "repayment":
        env["GRANARY_RAIL_NOTICE_ADDRESS"] = around.address("repayment.notices")
        env["GRANARY_RAIL_NOTICE_KEY_FILE"] = str(around.keys.rail_notices)
    if name == "lending":
        certificates = CertificateFiles(around.keys.certificates)
        env["GRANARY_FIELD_KEY_FILE"] = str(around.keys.contract_files)
        env["GRANARY_SEAL_KEY_FILE"] = str(certificates.key(SEAL))
        env["GRANARY_SEAL_CERTIFICATE_FILE"] = str(certificates.certificate(SEAL))
        env["GRANARY_SEAL_TRUST_FILE"] = str(certificates.root)
    return ProcessPlan(
        name=name,
        module=(f"services.{name}",),
        env=env,
        ready_address=around.address(f"{name}.observability"),
        stage=1,
        migrates=True,
    )


def _gateway(around: Surroundings, shared: Mapping[str, str]) -> ProcessPlan:
    return ProcessPlan(
        name="gateway",
        module=("services.gateway",),
        env={
            **shared,
            "GRANARY_HTTP_ADDRESS": around.address("gateway"),
            "GRANARY_OBSERVABILITY_ADDRESS": around.address("gateway.observability"),
            "GRANARY_SIGNING_KEY_FILE": str(around.keys.signing("gateway")),
        },
        ready_address=around.address("gateway.observability"),
        stage=2,
    )
