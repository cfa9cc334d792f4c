"""Whether the variables a container is given are those its program reads."""

import dataclasses
import importlib
import typing
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from chassis.settings import SettingsError, load, variable_name
from sandbox.settings import Settings as SandboxSettings
from sandbox.settings import SettingsError as SandboxSettingsError

ROOT = Path(__file__).resolve().parents[2]
SANDBOX_NAMES = (
    "ADDRESS",
    "DATA_DIR",
    "SEED",
    "NOTIFY_URL",
    "HMAC_KEY_FILE",
    "TSA_KEY_FILE",
    "TSA_CERTIFICATE_FILE",
)
SANDBOX_VARIABLES = {f"SANDBOX_{name}" for name in SANDBOX_NAMES}


def service_names() -> list[str]:
    """Every service, found by its settings."""
    return sorted(path.parent.name for path in (ROOT / "services").glob("*/settings.py"))


def settings_class(module: str) -> Any:
    """The settings of `services.<name>`, or of a job that holds its own."""
    name = f"{module}.settings" if module.startswith("services.") else module
    return importlib.import_module(name).Settings


def peers_of(service: str) -> set[str]:
    """The services that a service is given the address of."""
    return {peer for peer in service_names() if f"{peer}_address" in _fields_of(service)}


def has_database(service: str) -> bool:
    """Whether a service keeps a database of its own."""
    return "database_url" in _fields_of(service)


def asks_partners(service: str) -> bool:
    """Whether a service is given the address of a partner outside."""
    others = _fields_of(service) - {"database_url", "nats_url"}
    return any(name.endswith("_url") for name in others)


def faults_of(where: str, command: Sequence[str], variables: Mapping[str, str]) -> list[str]:
    """Variables the program does not read, and required ones that are missing or invalid."""
    module = command[0] if command else ""
    if module == "sandbox":
        return _sandbox_faults(where, variables)
    try:
        settings = settings_class(module)
    except ImportError:
        return [f"{where}: there is no program {module!r} with settings"]
    texts, known = _variables_of(settings)
    faults = [f"{where}: {name} is no setting of {module}" for name in set(variables) - known]
    # What lies in a file is not here to be read; that it is given is what counts.
    given = dict(variables)
    for name in texts:
        if given.pop(f"{name}_FILE", ""):
            given[name] = "in a file"
    try:
        load(settings, given)
    except SettingsError as error:
        faults.append(f"{where}: {error}")
    return faults


def _fields_of(service: str) -> set[str]:
    return {field.name for field in dataclasses.fields(settings_class(f"services.{service}"))}


def _variables_of(settings: Any) -> tuple[set[str], set[str]]:
    """The variables with free text, which a file may hold instead, and all that may be given."""
    hints = typing.get_type_hints(settings)
    names = {field.name: variable_name(field.name) for field in dataclasses.fields(settings)}
    texts = {variable for name, variable in names.items() if hints[name] is str}
    return texts, {*names.values(), *(f"{name}_FILE" for name in texts)}


def _sandbox_faults(where: str, variables: Mapping[str, str]) -> list[str]:
    unknown = set(variables) - SANDBOX_VARIABLES
    faults = [f"{where}: {name} is no setting of the sandbox" for name in unknown]
    try:
        SandboxSettings.from_environment(variables)
    except SandboxSettingsError as error:
        faults.append(f"{where}: {error}")
    return faults
