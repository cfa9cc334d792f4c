"""Imports go one way: services on the chassis, the domain on nothing but the standard library."""

from __future__ import annotations

import sys

import pytest

from tests.architecture.imports import ROOT, Import, imports_below, imports_of, service_names

OURS = ("chassis", "services", "sandbox", "cli", "tests", "protos", "granary")
PURE_CHASSIS = ("money", "errors", "decision", "personal", "dated_policy", "frozen", "paper")
"""The parts of the chassis that the domain may use; they do no I/O."""
PURE_LIBRARIES = ("msgspec",)
"""What those parts stand on besides: values in memory and nothing else."""
OUTER_ROOMS = ("__main__", "grpc_api", "event_handlers", "daily_jobs", "repository")
"""The rooms of a service that call its use cases or are plugged into them."""


def offences(found: list[Import]) -> str:
    return "\n".join(map(str, found))


def test_the_chassis_knows_no_service() -> None:
    found = [
        each
        for each in imports_below("chassis")
        if each.is_below("services", "sandbox", "cli", "tests")
    ]

    assert not found, offences(found)


@pytest.mark.parametrize("service", service_names())
def test_services_meet_only_in_their_contracts(service: str) -> None:
    found = [
        each
        for each in imports_below(f"services/{service}")
        if each.is_below(*OURS)
        and not each.is_below("chassis", "granary", f"services.{service}")
        # A generator runs while building, where the contracts' own compiler is at hand.
        and not (each.path.name == "generate.py" and each.is_below("protos"))
    ]

    assert not found, offences(found)


@pytest.mark.parametrize("service", service_names())
def test_the_domain_is_pure(service: str) -> None:
    pure = tuple(f"chassis.{name}" for name in PURE_CHASSIS)
    own = f"services.{service}.domain"
    found = [
        each
        for each in imports_below(f"services/{service}/domain")
        if not each.is_below(*pure, own)
        and each.module.split(".")[0] not in sys.stdlib_module_names
    ]

    assert not found, offences(found)


@pytest.mark.parametrize("name", PURE_CHASSIS)
def test_what_the_domain_stands_on_is_pure_too(name: str) -> None:
    pure = tuple(f"chassis.{each}" for each in PURE_CHASSIS)
    found = [
        each
        for each in imports_of(ROOT / "chassis" / f"{name}.py")
        if not each.is_below(*pure, *PURE_LIBRARIES)
        and each.module.split(".")[0] not in sys.stdlib_module_names
    ]

    assert not found, offences(found)


@pytest.mark.parametrize("service", service_names())
def test_use_cases_know_neither_transport_nor_tables(service: str) -> None:
    outer = tuple(f"services.{service}.{room}" for room in OUTER_ROOMS)
    found = [
        each
        for folder in (f"services/{service}/use_cases", f"services/{service}/use_cases.py")
        for each in _imports_of_either(folder)
        if each.is_below(*outer, "granary", "grpc", "asyncpg", "nats", "aiohttp")
    ]

    assert not found, offences(found)


def _imports_of_either(place: str) -> list[Import]:
    path = ROOT / place
    if path.is_dir():
        return list(imports_below(place))
    return list(imports_of(path)) if path.exists() else []


def test_no_serving_process_imports_what_trains_and_measures() -> None:
    tools = ("modelling", "benchmarks")
    found = [
        each
        for each in imports_below("services/lending")
        if each.is_below("lightgbm", *(f"services.lending.{room}" for room in tools))
        and each.path.relative_to(ROOT).parts[2] not in tools
    ]

    assert not found, offences(found)


def test_the_command_line_speaks_to_services_through_their_contracts() -> None:
    found = [each for each in imports_below("cli") if each.is_below("services", "tests")]

    assert not found, offences(found)


def test_the_outside_world_knows_nothing_of_us() -> None:
    others = tuple(name for name in OURS if name != "sandbox")
    found = [each for each in imports_below("sandbox") if each.is_below(*others)]

    assert not found, offences(found)
