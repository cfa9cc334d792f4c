"""How good predictions are. `bad` says who defaulted, `pd` is the predicted probability."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
Values = NDArray[np.float64]
APPROVED_SHARE = 0.70
"""The share of best risks that counts as approved where no policy is at hand."""


@dataclass(frozen=True, slots=True)
class Quality:
    """Mean over folds."""

    auc: float
    ks: float
    brier: float
    ece: float


def quality(bad: Flags, pd: Values) -> Quality:
    return Quality(
        auc=auc(bad, pd),
        ks=ks(bad, pd),
        brier=float(np.mean((pd - bad) ** 2)),
        ece=expected_calibration_error(bad, pd),
    )


def mean_quality(each: list[Quality]) -> Quality:
    return Quality(
        auc=float(np.mean([one.auc for one in each])),
        ks=float(np.mean([one.ks for one in each])),
        brier=float(np.mean([one.brier for one in each])),
        ece=float(np.mean([one.ece for one in each])),
    )


def auc(bad: Flags, pd: Values) -> float:
    """The chance that one who defaulted was ranked riskier than one who did not; ties half."""
    _, place, counts = np.unique(pd, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[place]
    bads, goods = int(bad.sum()), int((~bad).sum())
    return float((ranks[bad].sum() - bads * (bads + 1) / 2) / (bads * goods))


def ks(bad: Flags, pd: Values) -> float:
    """The largest distance between the distributions of those who defaulted and the others."""
    order = np.argsort(pd, kind="stable")
    ends = np.append(np.diff(pd[order]) > 0, True)
    bads = np.cumsum(bad[order]) / bad.sum()
    goods = np.cumsum(~bad[order]) / (~bad).sum()
    return float(np.abs(bads - goods)[ends].max())


def expected_calibration_error(bad: Flags, pd: Values, bins: int = 10) -> float:
    """Mean distance of predicted and observed rates over bins with as many rows each."""
    parts = np.array_split(np.argsort(pd, kind="stable"), bins)
    return float(
        sum(abs(pd[part].mean() - bad[part].mean()) * len(part) for part in parts) / len(pd)
    )


def adverse_impact_ratio(pd: Values, groups: NDArray[np.str_]) -> float:
    """The lowest approval rate of a group over the highest, approving the best risks."""
    approved = pd <= np.quantile(pd, APPROVED_SHARE)
    named = groups != "unknown"
    rates = [approved[groups == group].mean() for group in np.unique(groups[named])]
    return float(min(rates) / max(rates)) if rates else 1.0
