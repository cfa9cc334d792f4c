"""The deadlines and texts of complaints as dated data; no code here holds one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise


class PolicyError(ValueError):
    """The policy data cannot be used: correct the file it was read from."""


class Confidence(StrEnum):
    """How sure we are of a value."""

    LAW = "law"  # read in the text of the law or standard
    PUBLISHED = "published"  # read on a page about the rule
    UNSURE = "unsure"  # general knowledge; to be confirmed before production
    CHOICE = "choice"  # the lender's own choice


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A value, from when to when it is in force (both days included), and who says so."""

    value: object
    effective_from: date
    effective_to: date | None
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportPolicy:
    """The policy in force on one date. Days are calendar days from the day of receipt."""

    version: str
    """The date on which the newest of its values came into force."""
    complaint_answer_days: int
    complaint_complex_days: int
    """The limit after the first extension, for complex complaints."""
    complaint_special_days: int
    """The limit after the second extension, for special reasons."""
    complaint_rights_zh: str
    """Closes every answer to a complaint: what the customer may do about it."""
    complaint_rights_en: str

    def __post_init__(self) -> None:
        if not 0 < self.complaint_answer_days < self.complaint_complex_days:
            raise PolicyError("complaint_complex_days must be more than complaint_answer_days")
        if self.complaint_special_days <= self.complaint_complex_days:
            raise PolicyError("complaint_special_days must be more than complaint_complex_days")

    @property
    def complaint_rights(self) -> str:
        """The closing paragraph in both languages."""
        return f"{self.complaint_rights_zh}\n{self.complaint_rights_en}"


_TYPES: Mapping[str, type] = {
    "complaint_answer_days": int,
    "complaint_complex_days": int,
    "complaint_special_days": int,
    "complaint_rights_zh": str,
    "complaint_rights_en": str,
}


class PolicyRegistry:
    """Every value the policy ever had, by name.

    All of it is judged when it is read, gaps included: a complaint must never meet a day without
    policy.
    """

    def __init__(self, values: Mapping[str, tuple[DatedValue, ...]]) -> None:
        if wrong := set(_TYPES).symmetric_difference(values):
            raise PolicyError(f"missing or unknown parameters: {sorted(wrong)}")
        self._values = {name: _in_order(name, given) for name, given in values.items()}
        starts = {value.effective_from for given in self._values.values() for value in given}
        self._first_day = max(given[0].effective_from for given in self._values.values())
        for day in sorted(starts):
            if day >= self._first_day:
                self.on(day)

    def on(self, day: date) -> SupportPolicy:
        """The policy of a calendar date in Asia/Shanghai; raises PolicyError before the first."""
        if day < self._first_day:
            raise PolicyError(f"the policy begins on {self._first_day}, after {day}")
        found = {
            name: next(value for value in reversed(given) if value.effective_from <= day)
            for name, given in self._values.items()
        }
        return SupportPolicy(
            version=max(value.effective_from for value in found.values()).isoformat(),
            **{name: value.value for name, value in found.items()},  # type: ignore[arg-type]
        )


def _in_order(name: str, given: tuple[DatedValue, ...]) -> tuple[DatedValue, ...]:
    """The values by date; raises PolicyError unless one follows the other for ever."""
    values = tuple(sorted(given, key=lambda value: value.effective_from))
    if not values or values[-1].effective_to is not None:
        raise PolicyError(f"{name} must have a last value without effective_to")
    for earlier, later in pairwise(values):
        if earlier.effective_to != later.effective_from - timedelta(days=1):
            raise PolicyError(f"{name} must end the day before {later.effective_from}")
    for value in values:
        if type(value.value) is not _TYPES[name] or not value.value:
            raise PolicyError(f"{name} must be a {_TYPES[name].__name__} and not empty")
        if not value.source:
            raise PolicyError(f"{name} from {value.effective_from} names no source")
    return values
