"""Messages as JSON and back, the form that apps see.

It departs from protobuf's own JSON where that is clumsy for an app, always in the same way:
names are the contract's own (snake_case); int64 is a JSON number (amounts stay far below 2^53),
also understood as a string of digits; enum values lose the prefix that repeats the enum's name;
every field of a reply is present, and what is not set is null. Input is strict: unknown names,
fractions and wrong types are refused with the path of the field.

The work per message type is done once, when its codec is made.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Callable
from functools import cache
from typing import Any

from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from google.protobuf.timestamp_pb2 import Timestamp

Reader = Callable[[Any, str], Any]
"""JSON value and field path -> value for the message; raises FieldError."""
Writer = Callable[[Any], Any]
"""Value from the message -> JSON value."""

_DIGITS = re.compile(r"-?(0|[1-9][0-9]{0,19})")
TIMESTAMP = "google.protobuf.Timestamp"

_RANGES = {
    FieldDescriptor.TYPE_INT32: (-(2**31), 2**31 - 1),
    FieldDescriptor.TYPE_INT64: (-(2**63), 2**63 - 1),
    FieldDescriptor.TYPE_UINT32: (0, 2**32 - 1),
    FieldDescriptor.TYPE_UINT64: (0, 2**64 - 1),
}


class FieldError(ValueError):
    """A field cannot be read."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}")
        self.path = path
        self.problem = problem


class Codec:
    """Reads and writes one message type. Get it from `codec_of`."""

    def __init__(self, descriptor: Descriptor) -> None:
        self._make: type[Message] = GetMessageClass(descriptor)
        self._readers = {field.name: reader_of(field) for field in descriptor.fields}
        self._repeated = frozenset(field.name for field in descriptor.fields if field.is_repeated)
        self._writers = tuple(
            (field.name, field.has_presence, writer_of(field)) for field in descriptor.fields
        )

    def read(self, value: Any, path: str = "") -> Message:
        """The message that a JSON object stands for; raises FieldError."""
        if not isinstance(value, dict):
            raise FieldError(path, "must be an object")
        prefix = f"{path}." if path else ""
        fields = {}
        for name, item in value.items():
            reader = self._readers.get(name)
            if reader is None:
                raise FieldError(_shown(prefix, name), "is not a field of this request")
            if item is not None:
                fields[name] = reader(item, f"{prefix}{name}")
        return self._make(**fields)

    def write(self, message: Message) -> dict[str, Any]:
        """The JSON object of a message, with every field."""
        return {
            name: write(getattr(message, name))
            if not has_presence or message.HasField(name)
            else None
            for name, has_presence, write in self._writers
        }


@cache
def codec_of(descriptor: Descriptor) -> Codec:
    """The codec of a message type; raises TypeError when it has a field that apps cannot see."""
    return Codec(descriptor)


def reader_of(field: FieldDescriptor) -> Reader:
    """How a field is read from JSON."""
    if is_map(field):
        return _map_reader(field)
    read = scalar_reader_of(field)
    if not field.is_repeated:
        return read

    def read_list(value: Any, path: str) -> list[Any]:
        if not isinstance(value, list):
            raise FieldError(path, "must be a list")
        return [read(item, f"{path}[{number}]") for number, item in enumerate(value)]

    return read_list


def scalar_reader_of(field: FieldDescriptor) -> Reader:
    """How one value of a field is read, be it repeated or not."""
    if field.type in _RANGES:
        return _whole_number_reader(*_RANGES[field.type])
    if field.type in _PLAIN_READERS:
        return _PLAIN_READERS[field.type]
    if field.type == FieldDescriptor.TYPE_ENUM:
        return _enum_reader(enum_of(field))
    if field.type == FieldDescriptor.TYPE_MESSAGE:
        if message_of(field).full_name == TIMESTAMP:
            return _read_timestamp
        return codec_of(message_of(field)).read
    raise TypeError(f"{field.full_name}: this type of field has no JSON form here")


def writer_of(field: FieldDescriptor) -> Writer:
    """How a field is written as JSON."""
    if is_map(field):
        return lambda value: dict(sorted(value.items()))
    write = _scalar_writer_of(field)
    if not field.is_repeated:
        return write
    return lambda values: [write(value) for value in values]


def _scalar_writer_of(field: FieldDescriptor) -> Writer:
    if field.type == FieldDescriptor.TYPE_ENUM:
        return _enum_writer(enum_of(field))
    if field.type == FieldDescriptor.TYPE_MESSAGE:
        if message_of(field).full_name == TIMESTAMP:
            return lambda value: value.ToJsonString()
        return codec_of(message_of(field)).write
    if field.type == FieldDescriptor.TYPE_BYTES:
        return lambda value: b64encode(value).decode()
    scalar_reader_of(field)  # refuses the same types
    return _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


def is_map(field: FieldDescriptor) -> bool:
    """Whether the field is a map, which protobuf writes as a list of entries."""
    return field.message_type is not None and field.message_type.GetOptions().map_entry


def message_of(field: FieldDescriptor) -> Descriptor:
    """The type of a field that holds messages."""
    assert field.message_type is not None
    return field.message_type


def enum_of(field: FieldDescriptor) -> EnumDescriptor:
    """The type of a field that holds values of an enum."""
    assert field.enum_type is not None
    return field.enum_type


def _map_reader(field: FieldDescriptor) -> Reader:
    key, value = message_of(field).fields
    if key.type != FieldDescriptor.TYPE_STRING or value.type != FieldDescriptor.TYPE_STRING:
        raise TypeError(f"{field.full_name}: only maps of text to text have a JSON form here")

    def read(value: Any, path: str) -> dict[str, str]:
        if not isinstance(value, dict):
            raise FieldError(path, "must be an object")
        return {
            _read_text(name, path): _read_text(item, _shown(f"{path}.", name))
            for name, item in value.items()
        }

    return read


def _shown(prefix: str, name: str) -> str:
    """A name that a caller chose, short enough to be repeated to them."""
    return f"{prefix}{name[:64]}".encode("utf-8", "replace").decode()


def _read_text(value: Any, path: str) -> str:
    if not isinstance(value, str):
        raise FieldError(path, "must be text")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise FieldError(path, "contains half of a character (a lone surrogate)") from None
    return value


def _read_bool(value: Any, path: str) -> bool:
    if not isinstance(value, bool):
        raise FieldError(path, "must be true or false")
    return value


def _read_bytes(value: Any, path: str) -> bytes:
    try:
        return b64decode(_read_text(value, path), validate=True)
    except ValueError:
        raise FieldError(path, "must be bytes in base64") from None


_PLAIN_READERS: dict[int, Reader] = {
    FieldDescriptor.TYPE_STRING: _read_text,
    FieldDescriptor.TYPE_BOOL: _read_bool,
    FieldDescriptor.TYPE_BYTES: _read_bytes,
}


def _whole_number_reader(least: int, greatest: int) -> Reader:
    def read(value: Any, path: str) -> int:
        if isinstance(value, str) and _DIGITS.fullmatch(value):
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool):
            raise FieldError(path, "must be a whole number")
        if not least <= value <= greatest:
            raise FieldError(path, f"must lie between {least} and {greatest}")
        return value

    return read


def _read_timestamp(value: Any, path: str) -> Timestamp:
    timestamp = Timestamp()
    try:
        timestamp.FromJsonString(_read_text(value, path))
    except ValueError:
        raise FieldError(path, "must be a time such as 2026-01-31T08:00:00Z") from None
    return timestamp


def short_names(enum: EnumDescriptor) -> dict[int, str]:
    """The values of an enum as apps see them: without the enum's name, zero left out."""
    prefix = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", enum.name).upper() + "_"
    return {value.number: value.name.removeprefix(prefix) for value in enum.values if value.number}


def _enum_reader(enum: EnumDescriptor) -> Reader:
    names = short_names(enum)
    numbers = {value.name: value.number for value in enum.values if value.number}
    numbers |= {name: number for number, name in names.items()}
    problem = f"must be one of {', '.join(names.values())}"

    def read(value: Any, path: str) -> int:
        number = numbers.get(value) if isinstance(value, str) else None
        if number is None:
            raise FieldError(path, problem)
        return number

    return read


def _enum_writer(enum: EnumDescriptor) -> Writer:
    names: dict[int, str | None] = {0: None, **short_names(enum)}

    def write(number: int) -> str | None:
        # A newer service may know values that this gateway does not.
        return names.get(number, f"UNRECOGNISED_{number}")

    return write
