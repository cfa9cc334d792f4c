"""The checker knows which aggregates announce every change, as the services' tables say."""

import importlib
from typing import Any

from chassis.tables import AggregateTable
from cli.checker.invariants import ANNOUNCED_KINDS

SERVICES = ("identity", "lending", "repayment", "monitoring", "support")


def tables_of(service: str) -> tuple[AggregateTable[Any], ...]:
    return tuple(importlib.import_module(f"services.{service}.repository").TABLES)


def test_the_checker_counts_the_versions_of_exactly_the_announced_aggregates() -> None:
    announced = {
        table.name for service in SERVICES for table in tables_of(service) if table.announced
    }

    assert announced == ANNOUNCED_KINDS
