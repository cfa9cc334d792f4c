"""Trains and tests a champion and a scorecard: five folds, halves, then all rows."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.lending.champion import Champion
from services.lending.domain.calibration import UNITS_PER_LOG_ODDS, Calibration
from services.lending.domain.scorecard import Scorecard, raw_units_of
from services.lending.modelling.champion_fit import champion_of, fit_champion
from services.lending.modelling.folds import stratified_folds, stratified_half
from services.lending.modelling.logistic import fit_logistic, sigmoid
from services.lending.modelling.metrics import (
    APPROVED_SHARE,
    Quality,
    adverse_impact_ratio,
    auc,
    mean_quality,
    quality,
)
from services.lending.modelling.reading import TrainingData
from services.lending.modelling.scorecard_fit import fit_scorecard

FOLDS = 5
FOLD_SEED = 1000
HALF_SEEDS = (0, 1, 2)
SWEEP_VECTORS = 1_000
SWEEP_STEPS = 12
SWEEP_SEED = 7
MEAN_ROWS = 2_000
"""How many of the approved rows the mean that reasons are told against is taken over."""

Values = NDArray[np.float64]
Whole = NDArray[np.int64]
OnStep = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A model's predictions for rows it was not trained on, and how good they are."""

    raw: Whole
    pd: Values
    quality: Quality
    calibration: Calibration


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """Everything that training gives."""

    champion_text: str
    champion: Champion
    approved_mean: tuple[int, ...]
    """What each family of the champion adds on average over the rows that would be approved."""
    scorecard: Scorecard
    judged_champion: Judged
    judged_scorecard: Judged
    area_ratio: float
    monotone_violations: int
    fairness: dict[str, float]
    """Adverse impact ratio by protected attribute."""


def train(data: TrainingData, on_step: OnStep = lambda _: None) -> Trained:
    """Fits and judges; `on_step` is told what is begun. STEPS of them."""
    fold_of = stratified_folds(data.bad, FOLDS, FOLD_SEED)
    judged_champion, judged_scorecard = _cross_validate(data, fold_of, on_step)
    area_ratio = _area_ratio(data, on_step)
    on_step("all rows")
    text = fit_champion(data.schema, data.vectors, data.bad)
    champion = champion_of(data.schema, text)
    scorecard = fit_scorecard(data.schema, data.vectors, data.bad)
    on_step("monotone sweep")
    violations = monotone_violations(champion, data)
    fairness = {
        name: adverse_impact_ratio(judged_champion.pd, groups)
        for name, groups in data.groups.items()
    }
    return Trained(
        champion_text=text,
        champion=champion,
        approved_mean=_approved_mean(champion, data.vectors),
        scorecard=scorecard,
        judged_champion=judged_champion,
        judged_scorecard=judged_scorecard,
        area_ratio=area_ratio,
        monotone_violations=violations,
        fairness=fairness,
    )


STEPS = FOLDS + len(HALF_SEEDS) + 2


def raw_of_scorecard(scorecard: Scorecard, vectors: Values) -> Whole:
    """The scorecard's answers in the champion's unit, one at a time as when serving."""
    rows = (
        [None if value != value else value for value in row]  # noqa: PLR0124 - NaN
        for row in vectors.tolist()
    )
    return np.array([raw_units_of(scorecard.points(row)) for row in rows], dtype=np.int64)


def fit_calibration(raw: Whole, bad: NDArray[np.bool_]) -> Calibration:
    log_odds = raw / UNITS_PER_LOG_ODDS
    intercept, slopes = fit_logistic(log_odds[:, np.newaxis], bad, 0.0)
    return Calibration(round(intercept, 9), round(float(slopes[0]), 9))


def calibrated(raw: Whole, calibration: Calibration) -> Values:
    return sigmoid(calibration.intercept + calibration.slope * (raw / UNITS_PER_LOG_ODDS))


def _cross_validate(
    data: TrainingData, fold_of: NDArray[np.intp], on_step: OnStep
) -> tuple[Judged, Judged]:
    champion_raw = np.zeros(len(data.bad), dtype=np.int64)
    scorecard_raw = np.zeros(len(data.bad), dtype=np.int64)
    for fold in range(FOLDS):
        on_step(f"fold {fold + 1} of {FOLDS}")
        out = fold_of == fold
        text = fit_champion(data.schema, data.vectors[~out], data.bad[~out])
        champion_raw[out] = champion_of(data.schema, text).raw(data.vectors[out])
        scorecard = fit_scorecard(data.schema, data.vectors[~out], data.bad[~out])
        scorecard_raw[out] = raw_of_scorecard(scorecard, data.vectors[out])
    return (
        _judge(champion_raw, data.bad, fold_of),
        _judge(scorecard_raw, data.bad, fold_of),
    )


def _judge(raw: Whole, bad: NDArray[np.bool_], fold_of: NDArray[np.intp]) -> Judged:
    """Each fold is calibrated on the other folds, so that no row has a say in its own PD."""
    pd = np.zeros(len(bad))
    for fold in range(FOLDS):
        out = fold_of == fold
        pd[out] = calibrated(raw[out], fit_calibration(raw[~out], bad[~out]))
    each = [quality(bad[fold_of == fold], pd[fold_of == fold]) for fold in range(FOLDS)]
    return Judged(raw=raw, pd=pd, quality=mean_quality(each), calibration=fit_calibration(raw, bad))


def _area_ratio(data: TrainingData, on_step: OnStep) -> float:
    """Mean over random halves of 2 AUC - 1 (Yeh and Lien 2009), each trained on the other half."""
    found = []
    for seed in HALF_SEEDS:
        on_step(f"half {seed + 1} of {len(HALF_SEEDS)}")
        inside = stratified_half(data.bad, seed)
        text = fit_champion(data.schema, data.vectors[inside], data.bad[inside])
        raw = champion_of(data.schema, text).raw(data.vectors[~inside])
        found.append(2 * auc(data.bad[~inside], raw.astype(np.float64)) - 1)
    return float(np.mean(found))


def monotone_violations(champion: Champion, data: TrainingData) -> int:
    """How often a step of a feature with a sign moved the score against its sign.

    Over random vectors, each feature by itself drawn from what was seen, and steps over the
    whole range of each feature with a sign. Answers are whole numbers, so none is lost to rounding.
    """
    dice = np.random.RandomState(SWEEP_SEED)
    columns = [dice.choice(column, SWEEP_VECTORS) for column in data.vectors.T]
    vectors = np.column_stack(columns)
    violations = 0
    for feature, sign in enumerate(data.schema.signs):
        if not sign:
            continue
        known = data.vectors[:, feature]
        shares = np.linspace(0, 1, SWEEP_STEPS)
        steps = np.quantile(known[~np.isnan(known)], shares, method="lower")
        swept = np.repeat(vectors, SWEEP_STEPS, axis=0)
        swept[:, feature] = np.tile(steps, SWEEP_VECTORS)
        raw = champion.raw(swept).reshape(SWEEP_VECTORS, SWEEP_STEPS)
        violations += int((np.diff(raw, axis=1) * sign < 0).sum())
    return violations


def _approved_mean(champion: Champion, vectors: Values) -> tuple[int, ...]:
    raw = champion.raw(vectors)
    approved = np.flatnonzero(raw <= np.quantile(raw, APPROVED_SHARE))
    chosen = approved[:: max(len(approved) // MEAN_ROWS, 1)]
    return tuple(int(share) for share in champion.mean_shares(vectors[chosen]))
