"""A personal value that cannot be printed by accident, and a net for what slips through. Pure."""

import re
from collections.abc import Mapping
from typing import Any, Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)

MASK = "***"

# Not inside a longer word or a dashed id, so that hexadecimal ids and hashes are left alone.
_PATTERNS = re.compile(
    r"(?<![0-9A-Za-z])(?<![0-9A-Fa-f]-)(?:"
    r"[1-9]\d{16}[\dXx]"  # resident identity number, GB 11643
    r"|(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}"  # mobile number
    r"|\d{4}[ -]?\d{4}[ -]?\d{4}[ -]?\d{1,7}"  # bank card number, ISO/IEC 7812
    r")(?!-?[0-9A-Za-z])"
)


class Personal(Generic[T_co]):
    """Wraps a personal value; every way of printing it gives ***, `reveal` is the one way in."""

    __slots__ = ("_value",)

    def __init__(self, value: T_co) -> None:
        self._value = value

    def reveal(self) -> T_co:
        """The value itself; call this only where it is encrypted, compared or sent on purpose."""
        return self._value

    def __repr__(self) -> str:
        return MASK

    def __str__(self) -> str:
        return MASK

    def __format__(self, spec: str) -> str:
        return MASK

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Personal) and self._value == other._value

    def __hash__(self) -> int:
        return hash((Personal, self._value))

    def __reduce__(self) -> Any:
        raise TypeError("a personal value is not pickled")


def mask_text(text: str) -> str:
    """Replace what looks like an identity number, a mobile number or a card number."""
    return _PATTERNS.sub(MASK, text)


def mask(value: Any) -> Any:
    """The same for every text inside a log value; other types are returned as they are."""
    match value:
        case str():
            return mask_text(value)
        case Personal():
            return MASK
        case bytes():
            return f"<{len(value)} bytes>"
        case Mapping():
            return {mask(key): mask(item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            return [mask(item) for item in value]
        case _:
            return value
