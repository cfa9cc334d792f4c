"""What a month's scored people tell about a model: drift, calibration, fairness, its challenger."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.lending.domain.calibration import pd_ppm_of, prior_shift
from services.lending.domain.credit_policy import GradeBand
from services.lending.domain.promotion import Promotion, promotion
from services.lending.domain.score_policy import ScorePolicy
from services.lending.domain.score_stability import (
    Fairness,
    GradeCalibration,
    Stability,
    fairness,
    grade_calibration,
    points_shift,
    stability,
)
from services.lending.model_artefact import Model
from services.lending.modelling.errors import ModellingError
from services.lending.modelling.metrics import APPROVED_SHARE, Quality, quality
from services.lending.modelling.reading import TrainingData
from services.lending.modelling.training import raw_of_scorecard

PPM = 1_000_000
RANKING_DROP = 0.02
"""A fall of the AUC that counts, beside drift."""


@dataclass(frozen=True, slots=True)
class CharacteristicDrift:
    """How the people moved along one characteristic of the scorecard."""

    feature: str
    stability: Stability
    points_shift: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything the page shows."""

    version: str
    data_sha256: str
    expected_bad_rate_ppm: int
    bad: NDArray[np.bool_]
    champion_ppm: list[int]
    challenger_version: str
    """The model compared with; the champion's own scorecard unless another is named."""
    challenger_ppm: list[int]
    champion: Quality
    challenger: Quality
    score_bins: tuple[list[int], list[int]]
    """Rows in each tenth of the training scores: in training, and now."""
    score_stability: Stability
    characteristics: tuple[CharacteristicDrift, ...]
    grades: tuple[GradeCalibration, ...]
    fairness: tuple[Fairness, ...]
    promotion: Promotion


def make_report(
    model: Model,
    data: TrainingData,
    policy: ScorePolicy,
    grades: Sequence[GradeBand],
    *,
    bad_rate_ppm: int,
    challenger: Model | None = None,
) -> Report:
    """`bad_rate_ppm` is the level PDs are told at. Raises ModellingError where nothing fits."""
    raw = _raw(model, data)
    champion_ppm = _pds(model, raw, bad_rate_ppm)
    if challenger is None:
        challenger_ppm = _pds_of_scorecard(model, data, bad_rate_ppm)
    else:
        challenger_ppm = _pds(challenger, _raw(challenger, data), bad_rate_ppm)
    champion, other = (
        quality(data.bad, np.array(pds) / PPM) for pds in (champion_ppm, challenger_ppm)
    )
    dropped = champion.auc < model.artefact.metrics.champion.auc - RANKING_DROP
    watch = policy.psi_watch_ppm / PPM
    reference = model.artefact.reference
    place = np.searchsorted(np.array(reference.edges), raw, side="left")
    observed = [int(n) for n in np.bincount(place, minlength=len(reference.rows))]
    treated = _fairness(data, champion_ppm)
    return Report(
        version=model.version,
        data_sha256=data.sha256,
        expected_bad_rate_ppm=bad_rate_ppm,
        bad=data.bad,
        champion_ppm=champion_ppm,
        challenger_version=f"{model.version}/scorecard"
        if challenger is None
        else challenger.version,
        challenger_ppm=challenger_ppm,
        champion=champion,
        challenger=other,
        score_bins=(list(reference.rows), observed),
        score_stability=stability(reference.rows, observed, watch=watch, ranking_dropped=dropped),
        characteristics=_characteristics(model, data, watch=watch, dropped=dropped),
        grades=_grades(grades, champion_ppm, data.bad),
        fairness=treated,
        promotion=_promotion(data, champion_ppm, challenger_ppm, treated, policy),
    )


def _raw(model: Model, data: TrainingData) -> NDArray[np.int64]:
    if model.champion is None:
        raise ModellingError(f"{model.version} cannot be used: {model.champion_fault}")
    if list(data.schema.features) != model.artefact.features:
        raise ModellingError(f"{model.version} was trained on other features than the file has")
    return model.champion.raw(data.vectors)


def _pds(model: Model, raw: NDArray[np.int64], bad_rate_ppm: int) -> list[int]:
    shift = prior_shift(model.artefact.trained_on.bad_rate_ppm, bad_rate_ppm)
    line = model.artefact.champion_calibration
    return [pd_ppm_of(units, line, shift) for units in raw.tolist()]


def _pds_of_scorecard(model: Model, data: TrainingData, bad_rate_ppm: int) -> list[int]:
    shift = prior_shift(model.artefact.trained_on.bad_rate_ppm, bad_rate_ppm)
    line = model.artefact.scorecard_calibration
    raw = raw_of_scorecard(model.scorecard, data.vectors)
    return [pd_ppm_of(units, line, shift) for units in raw.tolist()]


def _characteristics(
    model: Model, data: TrainingData, *, watch: float, dropped: bool
) -> tuple[CharacteristicDrift, ...]:
    """Those of the scorecard, whose bins in training are kept; most moved first."""
    found = []
    trained = model.artefact.trained_on.rows
    for each in model.scorecard.characteristics:
        values = data.vectors[:, each.feature]
        place = np.searchsorted(np.array(each.edges), values, side="left")
        place[np.isnan(values)] = len(each.points)
        observed = [int(n) for n in np.bincount(place, minlength=len(each.points) + 1)]
        expected = [share * trained // PPM for share in each.shares_ppm]
        found.append(
            CharacteristicDrift(
                feature=model.artefact.features[each.feature],
                stability=stability(expected, observed, watch=watch, ranking_dropped=dropped),
                points_shift=points_shift(each, observed),
            )
        )
    return tuple(sorted(found, key=lambda drift: -drift.stability.psi))


def _grades(
    grades: Sequence[GradeBand], pds: Sequence[int], bad: NDArray[np.bool_]
) -> tuple[GradeCalibration, ...]:
    found, lowest = [], -1
    bands = [(band.grade, band.pd_max_ppm) for band in grades]
    for grade, highest in (*bands, ("above", PPM)):
        rows = [n for n, pd in enumerate(pds) if lowest < pd <= highest]
        found.append(grade_calibration(grade, [pds[n] for n in rows], [bool(bad[n]) for n in rows]))
        lowest = highest
    return tuple(found)


def _fairness(data: TrainingData, pds: Sequence[int]) -> tuple[Fairness, ...]:
    line = np.quantile(np.array(pds), APPROVED_SHARE)
    approved = [pd <= line for pd in pds]
    bads = data.bad.tolist()
    return tuple(
        fairness(attribute, groups.tolist(), approved, pds, bads)
        for attribute, groups in data.groups.items()
    )


def _promotion(
    data: TrainingData,
    champion: Sequence[int],
    challenger: Sequence[int],
    treated: Sequence[Fairness],
    policy: ScorePolicy,
) -> Promotion:
    ratios = [
        (before.adverse_impact_ratio, after.adverse_impact_ratio)
        for before, after in zip(treated, _fairness(data, challenger), strict=True)
    ]
    return promotion(
        bads=data.bad.tolist(),
        champion_ppm=champion,
        challenger_ppm=challenger,
        impact_ratios=ratios,
        bads_min=policy.promotion_bads_min,
        impact_ratio_min=policy.adverse_impact_ratio_min_ppm / PPM,
    )
