"""From a training run to the files of a model."""

from hashlib import sha256
from math import sqrt

import numpy as np

from services.lending.domain.credit_file import CREDIT_FILE_SCHEMA
from services.lending.model_artefact import (
    Artefact,
    Judgement,
    Metrics,
    Reference,
    TrainedOn,
    encode,
    feature_schema_sha256,
)
from services.lending.modelling.champion_fit import PARAMETERS, SEED, load_lightgbm
from services.lending.modelling.metrics import Quality
from services.lending.modelling.reading import TrainingData
from services.lending.modelling.training import FOLD_SEED, Judged, Trained

DECILES = 10
DIGITS = 6
NORMAL_975 = 1.96


def artefact_of(data: TrainingData, trained: Trained) -> Artefact:
    """Everything about the model but its trees and points; the same run gives the same bytes."""
    schema = data.schema
    features, signs, families = list(schema.features), list(schema.signs), list(schema.families)
    own = schema.file.credit_file is not None
    return Artefact(
        name=schema.name,
        feature_schema=CREDIT_FILE_SCHEMA if own else f"columns of {schema.name}",
        features=features,
        signs=signs,
        families=families,
        feature_schema_sha256=feature_schema_sha256(features, signs, families),
        trained_on=_trained_on(data),
        metrics=metrics_of(data, trained),
        champion_calibration=trained.judged_champion.calibration,
        scorecard_calibration=trained.judged_scorecard.calibration,
        approved_mean=list(trained.approved_mean),
        reference=_reference(trained.judged_champion),
        champion_sha256=sha256(trained.champion_text.encode()).hexdigest(),
        scorecard_sha256=sha256(encode(trained.scorecard)).hexdigest(),
    )


def metrics_of(data: TrainingData, trained: Trained) -> Metrics:
    return Metrics(
        champion=_judgement(data, trained.judged_champion.quality),
        scorecard=_judgement(data, trained.judged_scorecard.quality),
        area_ratio=round(trained.area_ratio, DIGITS),
        monotone_violations=trained.monotone_violations,
        adverse_impact_ratio={
            name: round(ratio, DIGITS) for name, ratio in trained.fairness.items()
        },
    )


def _trained_on(data: TrainingData) -> TrainedOn:
    recipe = data.schema.file.recipe
    return TrainedOn(
        schema=data.schema.name,
        data_sha256=data.sha256,
        rows=len(data.bad),
        bad_rate_ppm=data.bad_rate_ppm,
        seed=SEED,
        fold_seed=FOLD_SEED,
        parameters=PARAMETERS
        | {"rounds": recipe.rounds, "min_data_in_leaf": recipe.min_data_in_leaf},
        lightgbm=str(load_lightgbm().__version__),
    )


def _judgement(data: TrainingData, quality: Quality) -> Judgement:
    bads, goods = int(data.bad.sum()), int((~data.bad).sum())
    return Judgement(
        auc=round(quality.auc, DIGITS),
        auc_half_width=round(_half_width(quality.auc, bads, goods), DIGITS),
        ks=round(quality.ks, DIGITS),
        brier=round(quality.brier, DIGITS),
        ece=round(quality.ece, DIGITS),
    )


def _half_width(auc: float, bads: int, goods: int) -> float:
    """Hanley and McNeil 1982."""
    q1, q2 = auc / (2 - auc), 2 * auc**2 / (1 + auc)
    spread = (bads - 1) * (q1 - auc**2) + (goods - 1) * (q2 - auc**2)
    return NORMAL_975 * sqrt((auc * (1 - auc) + spread) / (bads * goods))


def _reference(judged: Judged) -> Reference:
    edges = np.unique(np.quantile(judged.raw, np.arange(1, DECILES) / DECILES, method="lower"))
    place = np.searchsorted(edges, judged.raw, side="left")
    rows = np.bincount(place, minlength=len(edges) + 1)
    return Reference(edges=[int(edge) for edge in edges], rows=[int(count) for count in rows])
