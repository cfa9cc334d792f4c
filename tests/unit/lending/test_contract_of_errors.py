"""The reasons lending gives are those its contract lists."""

import inspect

from granary.lending.v1 import error_reason_pb2

from chassis.errors import DomainError
from services.lending.domain import errors

LATER = {"RAIL_UNAVAILABLE"}
"""Listed in the contract, given by nothing yet: a payout waits for the rail instead."""


def test_every_reason_is_in_the_contract_and_the_other_way_round() -> None:
    given = {
        kind.reason
        for _, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, DomainError) and kind.__module__ == errors.__name__
    }

    listed = {
        name.removeprefix("ERROR_REASON_")
        for name in error_reason_pb2.ErrorReason.DESCRIPTOR.values_by_name
    } - {"UNSPECIFIED"}
    assert given == listed - LATER
