"""Look into the texts of a message of any type."""

from collections.abc import Iterator
from typing import Any

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message


def fields_with_nul(message: Message) -> list[str]:
    """Paths of the text fields that contain the character NUL."""
    return [path for path, text in _texts(message, "") if "\0" in text]


def _texts(message: Message, prefix: str) -> Iterator[tuple[str, str]]:
    for field, value in message.ListFields():
        for item in _items(field, value):
            path = f"{prefix}{field.name}"
            if isinstance(item, Message):
                yield from _texts(item, f"{path}.")
            elif isinstance(item, str):
                yield path, item


def _items(field: FieldDescriptor, value: Any) -> list[Any]:
    if hasattr(value, "items"):
        return [*value.keys(), *value.values()]
    return list(value) if field.is_repeated else [value]
