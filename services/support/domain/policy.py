"""The deadlines and texts of complaints as dated data; no code here holds one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from chassis.dated_policy import DatedParameters, DatedValue, PolicyError, positive, text


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


class PolicyRegistry:
    """Every policy there was, is and is announced to be.

    All of it is judged when it is read, gaps included: a complaint must never meet a day without
    policy.
    """

    def __init__(self, parameters: DatedParameters) -> None:
        self._parameters = parameters.parsed(_PARSERS)
        dated = self._parameters.dated
        for name, values in dated.items():
            _refuse_gaps(name, values)
        first_day = max(values[0].effective_from for values in dated.values())
        starts = {value.effective_from for values in dated.values() for value in values}
        for day in sorted({max(first_day, start) for start in starts}):
            self.on(day)

    def on(self, day: date) -> SupportPolicy:
        """The policy of a date in Asia/Shanghai; raises PolicyError before the first."""
        return SupportPolicy(version=self._parameters.version_on(day), **self._parameters.on(day))


def _refuse_gaps(name: str, values: tuple[DatedValue, ...]) -> None:
    for earlier, later in pairwise(values):
        if earlier.effective_to != later.effective_from - timedelta(days=1):
            raise PolicyError(f"{name} must end the day before {later.effective_from}")
    if values[-1].effective_to is not None:
        raise PolicyError(f"{name} must have a last value without effective_to")


_PARSERS: Mapping[str, Callable[[Any], object]] = {
    "complaint_answer_days": positive,
    "complaint_complex_days": positive,
    "complaint_special_days": positive,
    "complaint_rights_zh": text,
    "complaint_rights_en": text,
}
"""How the value of each parameter is read."""
