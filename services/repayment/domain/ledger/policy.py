"""What the books decide by: joint lending, interest subsidy and reconciliation, as dated data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from chassis.dated_policy import DatedParameters, PolicyError, number

ONE_PPM = 1_000_000


@dataclass(frozen=True, slots=True)
class SubsidyWindow:
    """The days that are subsidised, both ends included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class BooksPolicy:
    """The policy of one date."""

    version: str
    """The date on which the newest of its values came into force."""
    partner_share_least_ppm: int
    """The least share of principal that partners fund of a joint loan."""
    subsidy_annual_ppm: int
    subsidy_share_of_rate_pct: int
    subsidy_yearly_cap_minor: int
    subsidy_window: SubsidyWindow
    four_eyes_above_minor: int
    """A difference with the rail above this amount needs two people."""


class BooksPolicyRegistry:
    """Every policy of the books there was, is and is announced to be."""

    def __init__(self, parameters: DatedParameters) -> None:
        self._parameters = parameters.parsed(_PARSERS)

    def on(self, day: date) -> BooksPolicy:
        """The policy of a business date; raises PolicyError when a value is missing."""
        return BooksPolicy(version=self._parameters.version_on(day), **self._parameters.on(day))


def _share(most: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        if number(value) > most:
            raise PolicyError(f"a share is at most {most}")
        return number(value)

    return read


def _window(value: Mapping[str, Any]) -> SubsidyWindow:
    window = SubsidyWindow(value["first"], value["last"])
    if type(window.first) is not date or type(window.last) is not date:
        raise PolicyError("a window has two dates")
    if window.last < window.first:
        raise PolicyError("a window ends before it begins")
    return window


_PARSERS: Mapping[str, Callable[[Any], object]] = {
    "partner_share_least_ppm": _share(ONE_PPM),
    "subsidy_annual_ppm": _share(ONE_PPM),
    "subsidy_share_of_rate_pct": _share(100),
    "subsidy_yearly_cap_minor": number,
    "subsidy_window": _window,
    "four_eyes_above_minor": number,
}
"""How the value of each parameter is read."""
