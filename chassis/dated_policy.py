"""Product numbers and legal numbers as dated data, so that no service writes one in code.

A parameter has values that follow one another in time; each names its source and how sure we are
of it, so that a lawyer can correct it without a code change.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Any


class PolicyError(ValueError):
    """The policy data cannot be used: correct the file it was read from."""


class Confidence(StrEnum):
    """How sure we are of a value."""

    LAW = "law"  # read in the text of the law or standard
    PUBLISHED = "published"  # read on a page about the product or rule
    UNSURE = "unsure"  # general knowledge; to be confirmed before production
    CHOICE = "choice"  # the lender's own choice


@dataclass(frozen=True, slots=True)
class DatedValue:
    """One value of a parameter and the days it is in force, both ends included."""

    value: Any
    effective_from: date
    effective_to: date | None
    source: str
    confidence: Confidence

    def __post_init__(self) -> None:
        if self.effective_to is not None and self.effective_to < self.effective_from:
            raise PolicyError(f"effective_to is before effective_from {self.effective_from}")
        if not self.source:
            raise PolicyError(f"the value from {self.effective_from} names no source")

    def in_force_on(self, day: date) -> bool:
        return self.effective_from <= day and (
            self.effective_to is None or day <= self.effective_to
        )


@dataclass(frozen=True, slots=True)
class PolicyPeriod:
    """The days, both included, on which no parameter changes; `last` is None when open."""

    first: date
    last: date | None


class DatedParameters:
    """All values of all parameters, past, present and announced; `dated` has each one's by date."""

    def __init__(self, given: Mapping[str, tuple[DatedValue, ...]]) -> None:
        self.dated = {name: _in_order(name, values) for name, values in given.items()}

    @classmethod
    def of(cls, document: Mapping[str, object]) -> "DatedParameters":
        """From a parsed file: for each parameter a list of its values with their dates."""
        return cls({name: _dated_values(name, entries) for name, entries in document.items()})

    def parsed(self, parsers: Mapping[str, Callable[[Any], object]]) -> "DatedParameters":
        """The same with every value read by the parser of its parameter.

        Raises PolicyError, naming the parameter, when one is missing, unknown or of the wrong form.
        """
        missing, unknown = parsers.keys() - self.dated.keys(), self.dated.keys() - parsers.keys()
        if missing or unknown:
            raise PolicyError(f"missing parameters: {sorted(missing)}; unknown: {sorted(unknown)}")
        return DatedParameters(
            {
                name: tuple(_parsed(name, value, parsers[name]) for value in values)
                for name, values in self.dated.items()
            }
        )

    def on(self, day: date) -> Mapping[str, Any]:
        """The value of each parameter on a day. Raises PolicyError where there is none."""
        return {name: dated.value for name, dated in self._in_force_on(day).items()}

    def version_on(self, day: date) -> str:
        """The date on which the newest of a day's values came into force."""
        return self.period_of(day).first.isoformat()

    def period_of(self, day: date) -> PolicyPeriod:
        """The days around one on which no parameter changes."""
        in_force = self._in_force_on(day).values()
        ends = [dated.effective_to for dated in in_force if dated.effective_to is not None]
        return PolicyPeriod(
            first=max(dated.effective_from for dated in in_force), last=min(ends, default=None)
        )

    def _in_force_on(self, day: date) -> dict[str, DatedValue]:
        return {name: _value_on(name, values, day) for name, values in self.dated.items()}


def number(value: object) -> int:
    """Reads a whole number of zero or more."""
    if type(value) is not int or value < 0:
        raise PolicyError(f"{value!r} is not a whole number of zero or more")
    return value


def positive(value: object) -> int:
    """Reads a whole number of one or more."""
    if type(value) is not int or value < 1:
        raise PolicyError(f"{value!r} is not a whole number of one or more")
    return value


def text(value: object) -> str:
    """Reads a text that is not empty."""
    if not isinstance(value, str) or not value:
        raise PolicyError(f"{value!r} is not a text")
    return value


def flag(value: object) -> bool:
    """Reads true or false."""
    if not isinstance(value, bool):
        raise PolicyError(f"{value!r} is neither true nor false")
    return value


def _in_order(name: str, given: tuple[DatedValue, ...]) -> tuple[DatedValue, ...]:
    values = tuple(sorted(given, key=lambda dated: dated.effective_from))
    if not values:
        raise PolicyError(f"{name} needs a list of dated values")
    for earlier, later in pairwise(values):
        if earlier.effective_to is None or later.effective_from <= earlier.effective_to:
            raise PolicyError(f"{name} has two values on {later.effective_from}")
    return values


def _value_on(name: str, values: tuple[DatedValue, ...], day: date) -> DatedValue:
    for dated in values:
        if dated.in_force_on(day):
            return dated
    raise PolicyError(f"{name} has no value on {day}")


def _parsed(name: str, dated: DatedValue, parse: Callable[[Any], object]) -> DatedValue:
    with _naming(f"{name} from {dated.effective_from}"):
        return replace(dated, value=parse(dated.value))


def _dated_values(name: str, entries: object) -> tuple[DatedValue, ...]:
    if not isinstance(entries, list):
        raise PolicyError(f"{name} needs a list of dated values")
    with _naming(name):
        return tuple(_dated_value(entry) for entry in entries)


def _dated_value(entry: Mapping[str, Any]) -> DatedValue:
    return DatedValue(
        value=entry["value"],
        effective_from=_date(entry["effective_from"]),
        effective_to=_date(entry["effective_to"]) if "effective_to" in entry else None,
        source=text(entry["source"]),
        confidence=Confidence(entry["confidence"]),
    )


def _date(value: object) -> date:
    if type(value) is not date:
        raise PolicyError(f"{value!r} is not a date")
    return value


@contextmanager
def _naming(parameter: str) -> Iterator[None]:
    """Make what is wrong with a value a PolicyError that names its parameter."""
    try:
        yield
    except KeyError as error:
        raise PolicyError(f"{parameter} needs {error}") from error
    except (TypeError, ValueError) as error:
        raise PolicyError(f"{parameter}: {error}") from error
