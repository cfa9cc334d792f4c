"""From the log-odds of a model to the lender's own probability of default.

Models answer in whole units of 1e-12 log-odds, so that sums are exact: the same on every machine,
alone or in a batch, in whatever order the trees are added.
"""

from dataclasses import dataclass
from math import exp, log

UNITS_PER_LOG_ODDS = 10**12
PPM = 1_000_000
LOG_ODDS_MAX = 35.0
"""Beyond this a probability is 0 or 1 to the last digit, and exp could overflow."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """A straight line over the log-odds (Platt), fitted on predictions for rows left out."""

    intercept: float
    slope: float

    def log_odds(self, raw_units: int) -> float:
        return self.intercept + self.slope * (raw_units / UNITS_PER_LOG_ODDS)


def prior_shift(training_bad_rate_ppm: int, central_tendency_ppm: int) -> float:
    """What to add to the log-odds so that the average customer has the lender's expected PD.

    The training sample has more defaults than the lender's customers; the ranking is kept and the
    level corrected (Saerens et al. 2002, the correction for a changed prior).
    """
    return _logit(central_tendency_ppm) - _logit(training_bad_rate_ppm)


def pd_ppm_of(raw_units: int, calibration: Calibration, shift: float) -> int:
    """The calibrated probability of default, parts per million."""
    log_odds = calibration.log_odds(raw_units) + shift
    return round(PPM / (1 + exp(-min(max(log_odds, -LOG_ODDS_MAX), LOG_ODDS_MAX))))


def _logit(ppm: int) -> float:
    return log(ppm / (PPM - ppm))
