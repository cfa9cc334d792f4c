"""Reads the dated rules; the file in `policy/` unless the settings name another."""

from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from chassis.dated_policy import Confidence, PolicyError
from chassis.policy_files import read_document
from services.monitoring.domain.observation import Entity, Kind
from services.monitoring.domain.rules import (
    Measure,
    Outcome,
    Rule,
    RuleBook,
    Severity,
    VerdictLife,
)

T = TypeVar("T")

DEFAULT = Path(__file__).parent / "policy" / "rules.toml"
_WORDS: dict[str, Any] = {
    "by": Entity,
    "measure": Measure,
    "severity": Severity,
    "verdict": Outcome,
    "confidence": Confidence,
}
_KINDS = ("on", "of")
_NUMBERS = ("window_s", "more_than", "amount_more_than", "quiet_s", "seconds")
_DATES = ("effective_from", "effective_to")


def read_rules(path: Path = DEFAULT) -> RuleBook:
    """Raises PolicyError when the file is not usable, naming the rule."""
    document = read_document(path)
    return RuleBook(
        rules=[_read(Rule, entry) for entry in _entries(document, "rule")],
        lives=[_read(VerdictLife, entry) for entry in _entries(document, "verdict_life")],
    )


def _entries(document: dict[str, Any], name: str) -> list[dict[str, Any]]:
    entries = document.get(name)
    if not isinstance(entries, list) or not entries:
        raise PolicyError(f"the rule file needs a list [[{name}]]")
    return entries


def _read(kind: type[T], entry: dict[str, Any]) -> T:
    try:
        return kind(**{field: _value(field, given) for field, given in entry.items()})
    except (TypeError, ValueError) as error:
        raise PolicyError(f"{kind.__name__} {entry.get('rule_id', '')}: {error}") from error


def _value(field: str, given: Any) -> Any:
    if field in _WORDS:
        return _WORDS[field](given)
    if field in _KINDS:
        return frozenset(Kind(kind) for kind in given)
    if field in _NUMBERS and (type(given) is not int or given < 0):
        raise TypeError(f"{field} is a whole number of zero or more")
    if field in _DATES and type(given) is not date:
        raise TypeError(f"{field} is a date")
    return given
