"""Reads the dated policy data; the file in `policy/` unless the settings name another."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from services.support.domain.policy import Confidence, DatedValue, PolicyError, PolicyRegistry

DEFAULT = Path(__file__).parent / "policy" / "support.toml"


def read_policy(path: Path = DEFAULT) -> PolicyRegistry:
    """Raises PolicyError when the file is not usable, naming the parameter."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise PolicyError(f"the policy file cannot be read: {error}") from error
    return PolicyRegistry(
        {
            name: tuple(_dated(name, entry) for entry in _entries(name, given))
            for name, given in document.items()
        }
    )


def _entries(name: str, given: Any) -> list[dict[str, Any]]:
    if not isinstance(given, list) or not all(isinstance(entry, dict) for entry in given):
        raise PolicyError(f"{name} needs a list of dated values")
    return given


def _dated(name: str, entry: dict[str, Any]) -> DatedValue:
    try:
        return DatedValue(
            value=entry["value"],
            effective_from=_date(entry["effective_from"]),
            effective_to=_date(entry["effective_to"]) if "effective_to" in entry else None,
            source=str(entry["source"]),
            confidence=Confidence(entry["confidence"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise PolicyError(f"{name}: {error!r}") from error


def _date(value: Any) -> date:
    if type(value) is not date:
        raise TypeError(f"{value!r} is not a date")
    return value
