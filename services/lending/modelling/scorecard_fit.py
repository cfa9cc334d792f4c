"""Fits the integer scorecard: weights of evidence in monotone bins, then a logistic regression."""

from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from services.lending.domain.score import BASE_ODDS, BASE_POINTS, POINTS_TO_DOUBLE_THE_ODDS
from services.lending.domain.scorecard import Characteristic, Scorecard
from services.lending.modelling.logistic import fit_logistic
from services.lending.modelling.schema import DataSchema

Values = NDArray[np.float64]
Flags = NDArray[np.bool_]
PRE_BINS = 20
SMALLEST_SHARE = 0.03
SMOOTHING = 0.5
MISSING_ROWS_MIN = 30
CATEGORY_SHRINKAGE = 20
PENALTY = 1.0


@dataclass(slots=True)
class _Bins:
    """One feature in bins with the weight of evidence of each; more means safer."""

    edges: list[float]
    goods: Values
    bads: Values
    woe: Values
    missing_woe: float
    missing_share: float

    def woe_of(self, values: Values) -> Values:
        found = self.woe[np.searchsorted(self.edges, values, side="left").clip(0, len(self.edges))]
        return np.where(np.isnan(values), self.missing_woe, found)

    @property
    def shares_ppm(self) -> tuple[int, ...]:
        counts = self.goods + self.bads
        known = counts / counts.sum() * (1 - self.missing_share)
        return tuple(round(share * 1_000_000) for share in (*known, self.missing_share))


def fit_scorecard(schema: DataSchema, vectors: Values, bad: Flags) -> Scorecard:
    """The scorecard of some rows."""
    features = [
        number for number in range(len(schema.features)) if np.ptp(_known(vectors, number)) > 0
    ]
    binned = {number: _bins_of(schema, vectors, bad, number) for number in features}
    binned = {number: bins for number, bins in binned.items() if len(bins.woe) > 1}
    while True:
        columns = np.column_stack([bins.woe_of(vectors[:, n]) for n, bins in binned.items()])
        intercept, slopes = fit_logistic(-columns, bad, PENALTY)
        if (slopes >= 0).all():
            break
        # A negative slope would turn the meaning of a characteristic around.
        binned = {
            n: bins for (n, bins), slope in zip(binned.items(), slopes, strict=True) if slope >= 0
        }
    return _in_points(schema, binned, intercept, slopes)


def _known(vectors: Values, number: int) -> Values:
    values = vectors[:, number]
    known = values[~np.isnan(values)]
    return known if len(known) else np.zeros(1)


def _bins_of(schema: DataSchema, vectors: Values, bad: Flags, number: int) -> _Bins:
    values, missing = vectors[:, number], np.isnan(vectors[:, number])
    categorical = schema.features[number] in schema.file.categories
    edges = _pre_edges(values[~missing], categorical=categorical)
    place = np.searchsorted(edges, values[~missing], side="left")
    bads = np.bincount(place[bad[~missing]], minlength=len(edges) + 1).astype(float)
    goods = np.bincount(place[~bad[~missing]], minlength=len(edges) + 1).astype(float)
    total_goods, total_bads = float((~bad).sum()), float(bad.sum())
    if not categorical:
        edges, goods, bads = _monotone(edges, goods, bads, schema.signs[number])
        edges, goods, bads = _large_enough(edges, goods, bads)
    woe = _woe(goods, bads, total_goods, total_bads)
    if categorical:
        woe *= (goods + bads) / (goods + bads + CATEGORY_SHRINKAGE)
    own_bin = missing.sum() > MISSING_ROWS_MIN
    missing_woe = (
        _woe(
            np.array([float((~bad[missing]).sum())]),
            np.array([float(bad[missing].sum())]),
            total_goods,
            total_bads,
        )[0]
        if own_bin
        else 0.0
    )
    return _Bins(edges, goods, bads, woe, float(missing_woe), float(missing.mean()))


def _pre_edges(values: Values, *, categorical: bool) -> list[float]:
    """Upper ends of the bins to begin with: one for each category, else quantiles."""
    if categorical:
        return [float(value) for value in np.unique(values)[:-1]]
    cuts = np.quantile(values, np.arange(1, PRE_BINS) / PRE_BINS, method="lower")
    return [float(cut) for cut in np.unique(cuts) if cut < values.max()]


def _monotone(
    edges: list[float], goods: Values, bads: Values, sign: int
) -> tuple[list[float], Values, Values]:
    """Bins merged until the bad rate goes one way: the sign's, or the one that tells more."""
    ways = [_pooled(edges, goods, bads, way) for way in ((sign,) if sign else (1, -1))]
    return max(ways, key=lambda way: _information(way[1], way[2]))


def _pooled(
    edges: list[float], goods: Values, bads: Values, way: int
) -> tuple[list[float], Values, Values]:
    """Pools adjacent violators: `way` 1 makes the bad rate rise with the feature."""
    pools: list[tuple[float, float, float]] = []
    for end, good, bad in zip([*edges, np.inf], goods, bads, strict=True):
        pools.append((end, good, bad))
        while len(pools) > 1 and way * _rate(pools[-1]) <= way * _rate(pools[-2]):
            last, before = pools.pop(), pools.pop()
            pools.append((last[0], last[1] + before[1], last[2] + before[2]))
    return _taken_apart(pools)


def _rate(pool: tuple[float, float, float]) -> float:
    _, good, bad = pool
    return bad / max(good + bad, 1.0)


def _taken_apart(
    pools: list[tuple[float, float, float]],
) -> tuple[list[float], Values, Values]:
    ends, goods, bads = zip(*pools, strict=True)
    return list(ends[:-1]), np.array(goods), np.array(bads)


def _large_enough(
    edges: list[float], goods: Values, bads: Values
) -> tuple[list[float], Values, Values]:
    """A bin with too few rows joins the neighbour whose rate is nearer."""
    pools = list(zip([*edges, np.inf], goods.tolist(), bads.tolist(), strict=True))
    least = SMALLEST_SHARE * float(goods.sum() + bads.sum())
    while len(pools) > 1:
        sizes = [good + bad for _, good, bad in pools]
        small = int(np.argmin(sizes))
        if sizes[small] >= least:
            break
        beside = [n for n in (small - 1, small + 1) if 0 <= n < len(pools)]
        other = min(beside, key=lambda n: abs(_rate(pools[n]) - _rate(pools[small])))
        left, right = sorted((small, other))
        joined = (
            pools[right][0],
            pools[left][1] + pools[right][1],
            pools[left][2] + pools[right][2],
        )
        pools[left : right + 1] = [joined]
    return _taken_apart(pools)


def _woe(goods: Values, bads: Values, total_goods: float, total_bads: float) -> Values:
    return np.asarray(
        np.log((goods + SMOOTHING) / total_goods) - np.log((bads + SMOOTHING) / total_bads)
    )


def _information(goods: Values, bads: Values) -> float:
    total_goods, total_bads = max(float(goods.sum()), 1.0), max(float(bads.sum()), 1.0)
    woe = _woe(goods, bads, total_goods, total_bads)
    return float(((goods / total_goods - bads / total_bads) * woe).sum())


def _in_points(
    schema: DataSchema, binned: dict[int, _Bins], intercept: float, slopes: Values
) -> Scorecard:
    """Whole points. Log-odds of default are intercept - sum of slope × woe."""
    factor = POINTS_TO_DOUBLE_THE_ODDS / log(2)
    characteristics = tuple(
        Characteristic(
            feature=number,
            family=schema.families[number],
            edges=tuple(bins.edges),
            points=tuple(round(factor * slope * float(woe)) for woe in bins.woe),
            missing_points=round(factor * slope * bins.missing_woe),
            shares_ppm=bins.shares_ppm,
        )
        for (number, bins), slope in zip(binned.items(), slopes.tolist(), strict=True)
        if any(round(factor * slope * float(woe)) for woe in bins.woe)
    )
    base = round(BASE_POINTS + factor * (-intercept - log(BASE_ODDS)))
    return Scorecard(base, characteristics)
