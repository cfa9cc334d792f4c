"""Scores customers with the models in use; the scorecard answers whenever a champion cannot."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import numpy as np
import structlog
from prometheus_client import Counter, Gauge, Histogram

from services.lending.domain.calibration import pd_ppm_of, prior_shift
from services.lending.domain.credit_file import FEATURES, FeatureVector
from services.lending.domain.model_roles import ModelName, ModelRoles
from services.lending.domain.score import (
    Score,
    ScoreReason,
    ScoreSource,
    ShadowScore,
    points_of,
    worst_reasons,
)
from services.lending.domain.scorecard import raw_units_of
from services.lending.model_artefact import MODELS, ArtefactInvalid, Model, read_model

log = structlog.get_logger(__name__)
POINTS = Histogram(
    "lending_score_points",
    "Points given: their distribution is what drifts first.",
    buckets=tuple(range(400, 825, 25)),
)
SCORES = Counter("lending_scores_total", "Scores given, by the model that gave them.", ("source",))
FALLBACKS = Counter(
    "lending_score_fallbacks_total", "Scores of the scorecard in place of trees.", ("cause",)
)
UNUSABLE = Gauge(
    "lending_score_model_unusable", "1 while the model in a role cannot be used.", ("role",)
)


class ServedModel:
    """One model, ready to answer: its two ways, each with calibration and level."""

    def __init__(self, model: Model, central_tendency_ppm: int) -> None:
        """Raises ArtefactInvalid for a model of other features or reasons than are served."""
        artefact = model.artefact
        if tuple(artefact.features) != FEATURES:
            raise ArtefactInvalid(f"{model.version} scores other features than are served")
        if unknown := set(artefact.families) - set(ScoreReason):
            raise ArtefactInvalid(f"{model.version} has families without a reason: {unknown}")
        self.version = model.version
        self.scorecard_version = f"{model.version}/scorecard"
        self.champion = model.champion
        self.scorecard = model.scorecard
        self._artefact = artefact
        self._shift = prior_shift(artefact.trained_on.bad_rate_ppm, central_tendency_ppm)
        self._families = tuple(ScoreReason(name) for name in dict.fromkeys(artefact.families))
        self._approved_mean = np.array(artefact.approved_mean, dtype=np.int64)

    def can_answer(self, features: FeatureVector) -> bool:
        """Whether the trees may be asked: they have never seen a missing value."""
        return self.champion is not None and features.complete

    def by_trees(self, features: FeatureVector) -> tuple[int, tuple[ScoreReason, ...]]:
        """The PD of the trees with its reasons, against the people who would be approved."""
        assert self.champion is not None
        raw, shares = self.champion.explain(np.array(features.values, dtype=np.float64))
        adverse = (shares - self._approved_mean).tolist()
        reasons = worst_reasons(list(zip(self._families, adverse, strict=True)))
        return pd_ppm_of(raw, self._artefact.champion_calibration, self._shift), reasons

    def by_scorecard(self, features: FeatureVector) -> tuple[int, tuple[ScoreReason, ...]]:
        """The PD of the scorecard with its reasons, against its best bins."""
        points, lost = self.scorecard.explain(features.values)
        adverse = [(ScoreReason(family), cost) for family, cost in lost.items()]
        reasons = worst_reasons(adverse, thin_file=not features.complete)
        return self._scorecard_pd(points), reasons

    def shadow_of_trees(self, features: FeatureVector) -> ShadowScore:
        assert self.champion is not None
        raw = self.champion.raw(np.array([features.values], dtype=np.float64))
        pd = pd_ppm_of(int(raw[0]), self._artefact.champion_calibration, self._shift)
        return ShadowScore(self.version, pd, points_of(pd))

    def shadow_of_scorecard(self, features: FeatureVector) -> ShadowScore:
        pd = self._scorecard_pd(self.scorecard.points(features.values))
        return ShadowScore(self.scorecard_version, pd, points_of(pd))

    def _scorecard_pd(self, points: int) -> int:
        return pd_ppm_of(raw_units_of(points), self._artefact.scorecard_calibration, self._shift)


@dataclass(frozen=True, slots=True)
class _Serving:
    """The models of one moment; they change together."""

    roles: ModelRoles
    champion: ServedModel
    challenger: ServedModel | None
    shadow: ServedModel | None


class ModelScorer:
    """The Scorer of a process; `use` changes its models between two scores, also from a thread."""

    def __init__(self, roles: ModelRoles, folder: Path = MODELS) -> None:
        """Raises ArtefactInvalid when not even the champion's scorecard can be used."""
        self._folder = folder
        self._serving = self._with(roles, self._load("champion", roles.champion, roles))

    @property
    def roles(self) -> ModelRoles:
        """What was asked for last."""
        return self._serving.roles

    def use(self, roles: ModelRoles) -> None:
        """Take other models. A champion that cannot be used is alarmed, and the old one goes on."""
        if roles == self.roles:
            return
        champion = self._optional("champion", roles.champion, roles)
        self._serving = self._with(roles, champion or self._serving.champion)

    def fits(self, name: ModelName) -> bool:
        """Whether a model's files are here, are what the hash says, and can be served whole."""
        try:
            model = read_model(name.version, name.sha256, self._folder)
            ServedModel(model, self.roles.central_tendency_ppm)
        except ArtefactInvalid:
            return False
        return model.champion is not None

    def score(self, customer_id: UUID, features: FeatureVector) -> Score:
        """The score of the model that decides for this customer."""
        serving = self._serving
        beside: ServedModel | None
        if serving.challenger is not None and serving.roles.challenged(customer_id):
            model, source, beside = serving.challenger, ScoreSource.CHALLENGER, serving.champion
        else:
            model, source, beside = serving.champion, ScoreSource.CHAMPION, serving.shadow
        if not model.can_answer(features):
            return _fallback(model, features)
        pd, reasons = model.by_trees(features)
        if beside is not None and beside.can_answer(features):
            shadow = beside.shadow_of_trees(features)
        else:
            shadow = model.shadow_of_scorecard(features)
        return _given(Score(model.version, source, pd, points_of(pd), reasons, shadow))

    def _with(self, roles: ModelRoles, champion: ServedModel) -> _Serving:
        """Models besides the champion take part only with their trees."""
        return _Serving(
            roles,
            champion,
            _with_trees(self._optional("challenger", roles.challenger, roles)),
            _with_trees(self._optional("shadow", roles.shadow, roles)),
        )

    def _optional(self, role: str, name: ModelName | None, roles: ModelRoles) -> ServedModel | None:
        if name is None:
            UNUSABLE.labels(role).set(0)
            return None
        try:
            return self._load(role, name, roles)
        except ArtefactInvalid as error:
            _alarm(role, str(error))
            return None

    def _load(self, role: str, name: ModelName, roles: ModelRoles) -> ServedModel:
        model = read_model(name.version, name.sha256, self._folder)
        served = ServedModel(model, roles.central_tendency_ppm)
        if model.champion is None:
            _alarm(role, model.champion_fault)
        else:
            UNUSABLE.labels(role).set(0)
        return served


def _fallback(model: ServedModel, features: FeatureVector) -> Score:
    """The scorecard's answer: a feature is missing, or the trees could not be read."""
    FALLBACKS.labels("MODEL" if features.complete else "FEATURES").inc()
    pd, reasons = model.by_scorecard(features)
    version, points = model.scorecard_version, points_of(pd)
    return _given(Score(version, ScoreSource.SCORECARD, pd, points, reasons, None))


def _given(score: Score) -> Score:
    SCORES.labels(score.source.value).inc()
    POINTS.observe(score.points)
    return score


def _with_trees(model: ServedModel | None) -> ServedModel | None:
    return None if model is None or model.champion is None else model


def _alarm(role: str, fault: str) -> None:
    UNUSABLE.labels(role).set(1)
    log.error("score_model_unusable", role=role, fault=fault)
