"""The order in which the relay publishes."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from chassis.relay import in_order_per_aggregate, outgoing


def a_row(message: int, aggregate: str, version: int, index: int = 0) -> dict[str, Any]:
    return {
        "message_id": UUID(int=message),
        "customer_id": None,
        "aggregate_kind": "loan",
        "aggregate_id": aggregate,
        "aggregate_version": version,
        "event_index": index,
        "subject": "repayment.loan.opened",
        "message_type": "granary.repayment.v1.LoanOpened",
        "payload": b"",
        "headers": '{"traceparent": "00-1-2-01", "ce-id": "forged"}',
        "occurred_at": datetime(2026, 3, 1, tzinfo=UTC),
    }


def test_rows_in_order_stay_as_they_are() -> None:
    rows = [a_row(1, "a", 1), a_row(2, "b", 1), a_row(3, "a", 2, 0), a_row(4, "a", 2, 1)]

    assert in_order_per_aggregate(rows) == rows


def test_a_process_with_a_slow_clock_cannot_reverse_the_changes_of_an_aggregate() -> None:
    second, other, first = a_row(1, "a", 2), a_row(2, "b", 1), a_row(3, "a", 1)

    assert in_order_per_aggregate([second, other, first]) == [first, other, second]


def test_stored_headers_travel_but_cannot_replace_the_identity() -> None:
    message = outgoing(a_row(5, "a", 1), source="granary/repayment")

    assert message.headers["traceparent"] == "00-1-2-01"
    assert message.headers["ce-id"] == str(UUID(int=5))
    assert "customer-id" not in message.headers
