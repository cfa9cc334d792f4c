"""What a score says about a customer, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import log

POINTS_MAX = 1000
BASE_POINTS = 600
BASE_ODDS = 30
POINTS_TO_DOUBLE_THE_ODDS = 40
PPM = 1_000_000
REASONS_MIN, REASONS_MAX = 2, 4


class ScoreSource(StrEnum):
    """Which model gave the score that was used."""

    CHAMPION = "CHAMPION"
    CHALLENGER = "CHALLENGER"
    SCORECARD = "SCORECARD"
    """The fallback: the file is thin, or the champion could not be used."""


class ScoreReason(StrEnum):
    """A family of features that spoke against the customer, the most actionable first."""

    UTILISATION = "UTILISATION"
    PAYMENT_RATIO = "PAYMENT_RATIO"
    REPAYMENT_HISTORY = "REPAYMENT_HISTORY"
    DEBT_BURDEN = "DEBT_BURDEN"
    SPENDING_PATTERN = "SPENDING_PATTERN"
    CREDIT_USE = "CREDIT_USE"
    LIMIT_HELD = "LIMIT_HELD"
    CREDIT_HISTORY_SHORT = "CREDIT_HISTORY_SHORT"


@dataclass(frozen=True, slots=True)
class ShadowScore:
    """What the other model said of the same vector; it has no effect on the decision."""

    model_version: str
    pd_ppm: int
    points: int


@dataclass(frozen=True, slots=True)
class Score:
    """A calibrated probability of default within twelve months, with its reasons."""

    model_version: str
    source: ScoreSource
    pd_ppm: int
    points: int
    """0 to 1000, higher is better: 600 at odds of 30 to 1, 40 more each time the odds double."""
    reasons: tuple[ScoreReason, ...]
    """Two to four, adverse, actionable first."""
    shadow: ShadowScore | None = None


def points_of(pd_ppm: int) -> int:
    """The points of a probability of default, 0 to 1000."""
    pd_ppm = min(max(pd_ppm, 1), PPM - 1)
    doublings = log((PPM - pd_ppm) / pd_ppm / BASE_ODDS) / log(2)
    return min(max(round(BASE_POINTS + POINTS_TO_DOUBLE_THE_ODDS * doublings), 0), POINTS_MAX)


def worst_reasons(
    adverse: Sequence[tuple[ScoreReason, int]], *, thin_file: bool = False
) -> tuple[ScoreReason, ...]:
    """The families that cost most, two to four, with the actionable ones first.

    `adverse` is how much each family raised the risk against the approved population, in any one
    unit. Families that lowered it are named only to reach two reasons. A thin file is a reason by
    itself; where there is no other, the second is the credit limit it does not show.
    """
    ranked = sorted(adverse, key=lambda pair: (-pair[1], pair[0]))
    chosen = [
        family
        for place, (family, cost) in enumerate(ranked[:REASONS_MAX])
        if cost > 0 or (place < REASONS_MIN and not thin_file)
    ]
    if thin_file:
        chosen = [*chosen[: REASONS_MAX - 1], ScoreReason.CREDIT_HISTORY_SHORT]
        if len(chosen) < REASONS_MIN:
            chosen.append(ScoreReason.LIMIT_HELD)
    return tuple(sorted(chosen, key=tuple(ScoreReason).index))
