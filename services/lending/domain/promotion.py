"""Whether a challenger may take the champion's place: better, calibrated, and as fair."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from statistics import NormalDist

from services.lending.domain.calibration import PPM

SIGNIFICANCE = 0.05
FAIRNESS_LOSS_MAX = 0.01
"""By how much the adverse impact ratio may be lower by chance of the sample."""


class Objection(StrEnum):
    """Why a challenger is not promoted."""

    TOO_FEW_BADS = "TOO_FEW_BADS"
    RANKS_NO_BETTER = "RANKS_NO_BETTER"
    CALIBRATED_WORSE = "CALIBRATED_WORSE"
    LESS_FAIR = "LESS_FAIR"
    BELOW_FOUR_FIFTHS = "BELOW_FOUR_FIFTHS"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two models on the same people: areas under the curve with their paired difference."""

    champion_auc: float
    challenger_auc: float
    difference_error: float
    """Standard error of the difference."""
    p_value: float
    """One-sided: how likely a difference as large is if the challenger is no better."""


@dataclass(frozen=True, slots=True)
class Promotion:
    """The test's outcome; without an objection the challenger may be proposed."""

    comparison: Comparison
    bads: int
    champion_brier: float
    challenger_brier: float
    objections: tuple[Objection, ...]


def compare(bads: Sequence[bool], champion: Sequence[int], challenger: Sequence[int]) -> Comparison:
    """Paired test of two AUCs (DeLong, DeLong and Clarke-Pearson 1988; Sun and Xu 2014).

    The values rank people by risk, in any unit. Needs two of each kind at least.
    """
    of_bads, of_goods, aucs = [], [], []
    for scores in (champion, challenger):
        bad = [score for score, is_bad in zip(scores, bads, strict=True) if is_bad]
        good = [score for score, is_bad in zip(scores, bads, strict=True) if not is_bad]
        among_all = _mid_ranks([*bad, *good])
        among_bad, among_good = _mid_ranks(bad), _mid_ranks(good)
        above = [
            (rank - own) / len(good)
            for rank, own in zip(among_all[: len(bad)], among_bad, strict=True)
        ]
        below = [
            1 - (rank - own) / len(bad)
            for rank, own in zip(among_all[len(bad) :], among_good, strict=True)
        ]
        of_bads.append(above)
        of_goods.append(below)
        aucs.append(sum(above) / len(bad))
    variance = sum(_variance_of_difference(*pair) for pair in (of_bads, of_goods))
    error = sqrt(variance)
    gain = aucs[1] - aucs[0]
    p_value = 1 - NormalDist().cdf(gain / error) if error > 0 else float(gain <= 0)
    return Comparison(aucs[0], aucs[1], error, p_value)


def promotion(
    *,
    bads: Sequence[bool],
    champion_ppm: Sequence[int],
    challenger_ppm: Sequence[int],
    impact_ratios: Sequence[tuple[float, float]],
    bads_min: int,
    impact_ratio_min: float,
) -> Promotion:
    """Judges a challenger; `impact_ratios` are champion's and challenger's by attribute."""
    comparison = compare(bads, champion_ppm, challenger_ppm)
    old, new = (_brier(bads, pds) for pds in (champion_ppm, challenger_ppm))
    found = {
        Objection.TOO_FEW_BADS: sum(bads) < bads_min,
        Objection.RANKS_NO_BETTER: comparison.p_value > SIGNIFICANCE,
        Objection.CALIBRATED_WORSE: new > old,
        Objection.LESS_FAIR: any(
            after < before - FAIRNESS_LOSS_MAX for before, after in impact_ratios
        ),
        Objection.BELOW_FOUR_FIFTHS: any(after < impact_ratio_min for _, after in impact_ratios),
    }
    objections = tuple(objection for objection, holds in found.items() if holds)
    return Promotion(comparison, sum(bads), old, new, objections)


def _mid_ranks(values: Sequence[int]) -> list[float]:
    """The rank of each value, ties sharing the middle of theirs."""
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end < len(order) and values[order[end]] == values[order[start]]:
            end += 1
        for place in order[start:end]:
            ranks[place] = (start + end + 1) / 2
        start = end
    return ranks


def _variance_of_difference(one: Sequence[float], other: Sequence[float]) -> float:
    """Of the mean of the paired differences."""
    differences = [b - a for a, b in zip(one, other, strict=True)]
    mean = sum(differences) / len(differences)
    return sum((d - mean) ** 2 for d in differences) / (len(differences) - 1) / len(differences)


def _brier(bads: Sequence[bool], pds_ppm: Sequence[int]) -> float:
    pairs = zip(bads, pds_ppm, strict=True)
    return sum((pd / PPM - bad) ** 2 for bad, pd in pairs) / len(bads)
