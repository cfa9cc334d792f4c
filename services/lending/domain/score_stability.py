"""Whether scores are still what they were: drift of people, drift of features, drift of risk."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import comb, exp, log, sqrt
from statistics import NormalDist

from services.lending.domain.calibration import PPM
from services.lending.domain.scorecard import Characteristic

SHARE_FLOOR = 1e-4
"""An empty bin would make the index infinite."""
NULL_FACTOR = 3
"""How far above chance the index must be, whatever the rule of thumb says."""
NULL_FACTOR_WITH_DROP = 10
EXACT_ROWS_MAX = 1_000
TAIL = 0.025


class Drift(StrEnum):
    """What a stability index asks for."""

    STABLE = "STABLE"
    ALARM = "ALARM"


@dataclass(frozen=True, slots=True)
class Stability:
    """Population stability index of a distribution over bins."""

    psi: float
    chance_95: float
    """What the index stays below 19 times in 20 if nothing changed, with so many rows."""
    drift: Drift


def stability(
    expected: Sequence[int], observed: Sequence[int], *, watch: float, ranking_dropped: bool = False
) -> Stability:
    """Sum of (q - p) ln(q / p) over bins of rows, with an alarm that knows the number of rows.

    The rule of thumb (0.10) alarms by chance on few rows and overlooks drift on many, so chance
    is worked out: without drift the index is chi-squared over the rows (Yurdakul 2018). Alarm above
    the rule of thumb and three times chance; above ten times chance when the ranking fell too.
    """
    expected_rows, observed_rows = sum(expected), sum(observed)
    psi = 0.0
    for before, after in zip(expected, observed, strict=True):
        p = max(before / max(expected_rows, 1), SHARE_FLOOR)
        q = max(after / max(observed_rows, 1), SHARE_FLOOR)
        psi += (q - p) * log(q / p)
    rows = 1 / max(observed_rows, 1) + 1 / max(expected_rows, 1)
    chance = chi_squared_95(len(expected) - 1) * rows
    alarm = psi > max(watch, NULL_FACTOR * chance) or (
        ranking_dropped and psi > NULL_FACTOR_WITH_DROP * chance
    )
    return Stability(psi, chance, Drift.ALARM if alarm else Drift.STABLE)


def chi_squared_95(degrees: int) -> float:
    """The 95th percentile of chi-squared (Wilson and Hilferty 1931), within 1 % from 3 on."""
    if degrees < 1:
        return 0.0
    part = 2 / (9 * degrees)
    return degrees * (1 - part + NormalDist().inv_cdf(0.95) * sqrt(part)) ** 3


def points_shift(characteristic: Characteristic, observed: Sequence[int]) -> float:
    """Characteristic stability index: by how many points the average moved, with its sign.

    `observed` is the rows in each bin, last those without a value.
    """
    rows = max(sum(observed), 1)
    points = (*characteristic.points, characteristic.missing_points)
    return sum(
        (now / rows - before / PPM) * each
        for before, now, each in zip(characteristic.shares_ppm, observed, points, strict=True)
    )


@dataclass(frozen=True, slots=True)
class GradeCalibration:
    """What a grade's probabilities promised and what happened."""

    grade: str
    rows: int
    expected_bads: float
    observed_bads: int
    lowest: int
    """Between lowest and highest lie 95 % of outcomes if the probabilities are right."""
    highest: int

    @property
    def as_expected(self) -> bool:
        return self.lowest <= self.observed_bads <= self.highest


def grade_calibration(grade: str, pds_ppm: Sequence[int], bads: Sequence[bool]) -> GradeCalibration:
    """Observed against expected defaults of one grade, with a binomial band."""
    expected = sum(pds_ppm) / PPM
    rate = expected / len(pds_ppm) if pds_ppm else 0.0
    lowest, highest = binomial_band(len(pds_ppm), rate)
    return GradeCalibration(grade, len(pds_ppm), expected, sum(bads), lowest, highest)


def binomial_band(rows: int, rate: float) -> tuple[int, int]:
    """The central 95 % of the number of events; exact for few rows, else by the normal curve."""
    if rows == 0 or not 0 < rate < 1:
        certain = round(rows * rate)
        return certain, certain
    if rows > EXACT_ROWS_MAX:
        spread = NormalDist().inv_cdf(1 - TAIL) * sqrt(rows * rate * (1 - rate))
        return max(round(rows * rate - spread), 0), min(round(rows * rate + spread), rows)
    below, cumulated = 0, 0.0
    for events in range(rows):
        log_chance = events * log(rate) + (rows - events) * log(1 - rate)
        cumulated += exp(log(comb(rows, events)) + log_chance)
        if cumulated >= 1 - TAIL:
            return below, events
        if cumulated <= TAIL:
            below = events + 1
    return below, rows


@dataclass(frozen=True, slots=True)
class GroupTreatment:
    """How one group of people fares."""

    group: str
    rows: int
    approved: int
    expected_bads: float
    observed_bads: int

    @property
    def approval_rate(self) -> float:
        return self.approved / self.rows


@dataclass(frozen=True, slots=True)
class Fairness:
    """Treatment by the groups of one protected attribute."""

    attribute: str
    groups: tuple[GroupTreatment, ...]

    @property
    def adverse_impact_ratio(self) -> float:
        """The lowest approval rate over the highest; 1 where nobody was approved at all."""
        rates = [group.approval_rate for group in self.groups]
        return min(rates) / max(rates) if rates and max(rates) > 0 else 1.0


def fairness(
    attribute: str,
    groups: Sequence[str],
    approved: Sequence[bool],
    pds_ppm: Sequence[int],
    bads: Sequence[bool],
) -> Fairness:
    """Counts by group; `unknown` is left out, since nobody can be treated by it."""
    rows: dict[str, list[int]] = {}
    for group, is_approved, pd_ppm, bad in zip(groups, approved, pds_ppm, bads, strict=True):
        if group != "unknown":
            total = rows.setdefault(group, [0, 0, 0, 0])
            total[0] += 1
            total[1] += is_approved
            total[2] += pd_ppm
            total[3] += bad
    found = tuple(
        GroupTreatment(group, count, passed, pd / PPM, bad)
        for group, (count, passed, pd, bad) in sorted(rows.items())
    )
    return Fairness(attribute, found)
