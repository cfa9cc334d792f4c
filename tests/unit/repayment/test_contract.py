"""The service and its contract agree: every event has its message, every reason its name."""

import inspect
from datetime import UTC, date, datetime
from typing import Any, get_type_hints
from uuid import UUID

import pytest
from granary.repayment.v1 import error_reason_pb2 as own
from granary.type.v1 import error_reason_pb2 as common

from chassis.errors import DomainError
from chassis.frozen import Frozen, field_names
from chassis.outbox import subject_of
from services.repayment.domain import errors, events
from services.repayment.published_events import announcer

EVENTS = [
    kind
    for _, kind in inspect.getmembers(events, inspect.isclass)
    if issubclass(kind, Frozen) and kind is not Frozen
]
REASONS = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, DomainError) and kind.__module__ == errors.__name__
]
SAMPLES: dict[Any, Any] = {
    bool: True,
    UUID: UUID(int=7),
    UUID | None: UUID(int=7),
    date: date(2026, 11, 23),
    datetime: datetime(2026, 11, 23, 4, tzinfo=UTC),
    int: 1,
    str: "CNY",
}
ENUMS = {"kind": "DUE", "origin": "CUSTOMER", "method": "EQUAL_PRINCIPAL"}


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.__name__)
def test_every_event_is_published_under_its_name(kind: type) -> None:
    at = datetime(2026, 11, 23, 4, tzinfo=UTC)
    values = {
        name: ENUMS.get(name, SAMPLES[hint])
        for name, hint in get_type_hints(kind).items()
        if name in field_names(kind)
    }

    message: Any = announcer(lambda: at)(kind(**values))

    # A recovery is news of a repayment that says so.
    name = "RepaymentPosted" if kind is events.RecoveryPosted else kind.__name__
    assert message.DESCRIPTOR.name == name
    assert getattr(message, "recovery", False) == (kind is events.RecoveryPosted)
    assert subject_of(type(message)).startswith("repayment.")
    assert message.occurred_at.ToDatetime(UTC) == at


@pytest.mark.parametrize("kind", REASONS, ids=lambda kind: kind.__name__)
def test_every_reason_is_in_the_contract(kind: type[DomainError]) -> None:
    name = f"ERROR_REASON_{kind.reason}"

    assert name in own.ErrorReason.keys() + common.ErrorReason.keys()
