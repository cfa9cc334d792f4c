"""Whether compose.yaml can be read and gives every program its settings and secrets."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml

from deploy.checks import settings
from deploy.compose.prepare import Installation

FOLDER = settings.ROOT / "deploy" / "compose"
OURS = "granary-image"
# What compose.yaml insists on being told.
TOLD = {
    "GRANARY_IMAGE": OURS,
    "POSTGRES_IMAGE": "postgres-image",
    "NATS_IMAGE": "nats-image",
    "GRANARY_LENDER_NAME": "Example",
    "GRANARY_LENDER_LICENCE_NUMBER": "EXAMPLE-0000",
}
# podman-compose asks for podman's version before it reads anything; no engine is needed to read.
STAND_IN = '#!/bin/sh\necho "podman version 5.0.0"\n'


class Unreadable(Exception):
    """podman-compose refuses the file; the message is its own."""


def check() -> list[str]:
    """What is wrong, one sentence each."""
    try:
        document = read()
    except Unreadable as error:
        return [f"compose.yaml: {error}"]
    faults: list[str] = []
    services = document["services"]
    for name, service in services.items():
        faults += _names_that_exist(name, service, services, document)
        if service["image"] == OURS:
            where = f"compose.yaml {name}"
            variables = {key: str(value) for key, value in service["environment"].items()}
            faults += settings.faults_of(where, service["command"], variables)
            faults += _paths_are_there(where, service, variables)
            faults += _is_hardened(where, service)
    running = {service["command"][0] for service in services.values() if service["image"] == OURS}
    faults += [
        f"compose.yaml: services.{name} is not in it"
        for name in settings.service_names()
        if f"services.{name}" not in running
    ]
    return faults + _secrets_are_made(document) + _variables_are_explained()


def read() -> dict[str, Any]:
    """The file as podman-compose understands it, variables filled in and anchors resolved."""
    with tempfile.TemporaryDirectory() as folder:
        podman = Path(folder) / "podman"
        podman.write_text(STAND_IN)
        podman.chmod(0o700)
        program = Path(sys.executable).with_name("podman-compose")
        done = subprocess.run(  # noqa: S603 - our own pinned tool
            [str(program), "-f", "compose.yaml", "--profile", "sandbox", "config"],
            cwd=FOLDER,
            env={**os.environ, **TOLD, "PATH": f"{folder}:{os.environ['PATH']}"},
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise Unreadable(done.stderr.strip())
    document: dict[str, Any] = yaml.safe_load(done.stdout)
    return document


def _names_that_exist(
    name: str, service: dict[str, Any], services: dict[str, Any], document: dict[str, Any]
) -> list[str]:
    wanted = {
        "service": set(service.get("depends_on", {})) - set(services),
        "network": set(service.get("networks", {})) - set(document["networks"]),
        "secret": {_secret(entry) for entry in service.get("secrets", [])}
        - set(document["secrets"]),
    }
    return [
        f"compose.yaml {name}: there is no {kind} {missing}"
        for kind, names in wanted.items()
        for missing in sorted(names)
    ]


def _paths_are_there(where: str, service: dict[str, Any], variables: dict[str, str]) -> list[str]:
    secrets = {f"/run/secrets/{_secret(entry)}" for entry in service.get("secrets", [])}
    mounted = {volume.split(":")[1] for volume in service.get("volumes", [])}
    return [
        f"{where}: nothing is mounted at {path} ({name})"
        for name, path in variables.items()
        if path.startswith("/") and path not in secrets | mounted
    ]


def _is_hardened(where: str, service: dict[str, Any]) -> list[str]:
    wanted = {
        "user": "10001:10001",
        "read_only": True,
        "cap_drop": ["ALL"],
        "security_opt": ["no-new-privileges:true"],
    }
    return [
        f"{where}: {key} must be {value}"
        for key, value in wanted.items()
        if service.get(key) != value
    ]


def _secrets_are_made(document: dict[str, Any]) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        Installation(Path(folder)).prepare()
        made = {path.name for path in (Path(folder) / "secrets").iterdir()}
    return [
        f"compose.yaml: prepare.py does not make the secret {name}"
        for name, secret in document["secrets"].items()
        if Path(secret["file"]).name not in made
    ]


def _variables_are_explained() -> list[str]:
    """Everything the file insists on being told stands in .env.example."""
    lines = (FOLDER / ".env.example").read_text().splitlines()
    explained = {line.partition("=")[0] for line in lines if "=" in line}
    return [f".env.example: {name} is missing" for name in set(TOLD) - explained]


def _secret(entry: Any) -> str:
    return str(entry["source"] if isinstance(entry, dict) else entry)
