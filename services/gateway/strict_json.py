"""Read a JSON body as the contracts allow it: what could be read in two ways is refused."""

import json
from typing import Any, NoReturn

DEEPEST = 16
"""Levels of nesting; no contract comes near."""
_CONTAINERS_TO_COUNT = (b"{", b"[")


class BodyNotJsonError(ValueError):
    """The body is not JSON that can be understood in one way only."""


def read_object(raw: bytes) -> dict[str, Any]:
    """The JSON object in `raw`, an empty one when there are no bytes; raises BodyNotJsonError."""
    if not raw:
        return {}
    try:
        value = _DECODER.decode(raw.decode("utf-8"))
    except UnicodeDecodeError:
        raise BodyNotJsonError("the bytes are not UTF-8") from None
    except RecursionError:
        raise BodyNotJsonError(f"nested deeper than {DEEPEST} levels") from None
    except json.JSONDecodeError as error:
        raise BodyNotJsonError(f"{error.msg} at character {error.pos}") from None
    if not isinstance(value, dict):
        raise BodyNotJsonError("the body must be an object")
    if sum(map(raw.count, _CONTAINERS_TO_COUNT)) > DEEPEST and _is_too_deep(value):
        raise BodyNotJsonError(f"nested deeper than {DEEPEST} levels")
    return value


def _is_too_deep(value: Any) -> bool:
    level = [value]
    for _ in range(DEEPEST):
        level = [
            child
            for parent in level
            for child in (parent.values() if isinstance(parent, dict) else parent)
            if isinstance(child, dict | list)
        ]
        if not level:
            return False
    return True


def _one_of_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise BodyNotJsonError("a name occurs twice in one object")
    return value


def _refuse_fraction(_: str) -> NoReturn:
    # No contract has a fraction, and 1e2 or 1.0 for a whole number hides a float in the app.
    raise BodyNotJsonError("numbers must be whole, written with digits only")


def _read_whole(digits: str) -> int:
    if len(digits) > 20:  # noqa: PLR2004 - the longest uint64, or int64 with its sign
        raise BodyNotJsonError("a number has more than 64 bits")
    return int(digits)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_one_of_each,
    parse_float=_refuse_fraction,
    parse_constant=_refuse_fraction,
    parse_int=_read_whole,
)
