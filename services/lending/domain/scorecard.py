"""The integer scorecard: the challenger, and what answers when the champion cannot.

Points are added per characteristic; nothing but whole numbers and `bisect` is needed to serve it.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from services.lending.domain.calibration import UNITS_PER_LOG_ODDS
from services.lending.domain.score import BASE_ODDS, BASE_POINTS, POINTS_TO_DOUBLE_THE_ODDS


@dataclass(frozen=True, slots=True)
class Characteristic:
    """A feature in bins; a bin reaches up to its edge, edge included, the last one has none."""

    feature: int
    family: str
    edges: tuple[float, ...]
    points: tuple[int, ...]
    missing_points: int
    shares_ppm: tuple[int, ...]
    """Of the training rows in each bin, and last the share without a value; for drift reports."""

    def bin_of(self, value: float | None) -> int:
        """The place of a value among the bins; one past the last when it is missing."""
        return len(self.points) if value is None else bisect_left(self.edges, value)

    def points_of(self, value: float | None) -> int:
        if value is None:
            return self.missing_points
        return self.points[bisect_left(self.edges, value)]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Base points and the points of each characteristic; more is better."""

    base_points: int
    characteristics: tuple[Characteristic, ...]

    def points(self, values: Sequence[float | None]) -> int:
        """The sum, not yet calibrated and without bounds."""
        return self.base_points + sum(
            each.points_of(values[each.feature]) for each in self.characteristics
        )

    def explain(self, values: Sequence[float | None]) -> tuple[int, dict[str, int]]:
        """The points, and how many each family lost against its best bins.

        What is missing is nobody's fault: it costs its family nothing.
        """
        total, lost = self.base_points, dict[str, int]()
        for each in self.characteristics:
            value = values[each.feature]
            points = each.points_of(value)
            total += points
            cost = 0 if value is None else max(each.points) - points
            lost[each.family] = lost.get(each.family, 0) + cost
        return total, lost


def raw_units_of(points: int) -> int:
    """The log-odds of default behind so many points, in units of 1e-12."""
    doublings = (points - BASE_POINTS) / POINTS_TO_DOUBLE_THE_ODDS
    return -round((doublings * log(2) + log(BASE_ODDS)) * UNITS_PER_LOG_ODDS)
