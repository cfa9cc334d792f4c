"""What is the same in every contract: instants, days and the values of enums."""

from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, Generic, TypeVar

from google.protobuf.timestamp_pb2 import Timestamp

from chassis.grpc_errors import InvalidRequest

E = TypeVar("E", bound=Enum)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECONDS_PER_DAY = 86_400
LAST_YEAR = 9000
"""Days after it may lie so late that the calendar ends before what is counted from them does."""


class EnumMapping(Generic[E]):
    """A domain enum and the proto enum that has its values behind the enum's own name."""

    def __init__(self, kind: type[E], proto: Any) -> None:
        self._kind = kind
        self._proto = proto
        # In every contract the first value is the enum's name and this one word.
        self._prefix: str = proto.DESCRIPTOR.values_by_number[0].name.removesuffix("UNSPECIFIED")
        self._numbers: dict[E, Any] = {}

    def to_proto(self, value: E) -> Any:
        number = self._numbers.get(value)
        if number is None:
            number = self._numbers[value] = self._proto.Value(f"{self._prefix}{value.value}")
        return number

    def from_proto(self, number: int) -> E:
        return self._kind(self._proto.Name(number).removeprefix(self._prefix))


def timestamp(instant: datetime) -> Timestamp:
    """An aware instant as the contracts carry it."""
    since = instant - _EPOCH
    return Timestamp(
        seconds=since.days * _SECONDS_PER_DAY + since.seconds, nanos=since.microseconds * 1000
    )


def instant(message: Timestamp) -> datetime:
    """An aware instant in UTC."""
    return message.ToDatetime(tzinfo=UTC)


def date_of(text: str, field: str) -> date:
    """Raises InvalidRequest for a day no calendar has, such as 2027-02-30, or too far ahead."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.year > LAST_YEAR:
        raise InvalidRequest(((field, "must be a day of the calendar"),))
    return day
