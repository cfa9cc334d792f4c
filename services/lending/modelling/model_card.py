"""The card that goes with a model: what it is for, what it is not for, how good it is."""

from pathlib import Path

from services.lending.model_artefact import Artefact, Judgement
from services.lending.modelling.reading import TrainingData

TEMPLATE = Path(__file__).parent / "model_card_template.md"
SIGN_WORDS = {1: "rises", -1: "falls", 0: "either way"}


def model_card(version: str, artefact: Artefact, data: TrainingData) -> str:
    """The card as Markdown. Approvals are kept by the model register, not here."""
    spec, trained_on = data.schema.file, artefact.trained_on
    protected = [f"{each.column} ({name})" for name, each in spec.protected.items()]
    left_out = [f"{column} ({why})" for column, why in spec.excluded.items()]
    return TEMPLATE.read_text(encoding="utf-8").format(
        version=version,
        population=spec.population,
        rows=f"{trained_on.rows:,}",
        bad_rate=f"{trained_on.bad_rate_ppm / 10_000:.2f}",
        title=spec.title,
        citation=spec.citation,
        data_sha256=trained_on.data_sha256,
        protected=", ".join(protected) or "nothing",
        excluded=", ".join(left_out) or "nothing",
        target=spec.target_meaning,
        quality=_quality(artefact),
        area_ratio=f"{artefact.metrics.area_ratio:.4f}",
        violations=artefact.metrics.monotone_violations,
        fairness=_fairness(artefact),
        features=_features(artefact),
        seed=trained_on.seed,
        lightgbm=trained_on.lightgbm,
    )


def _quality(artefact: Artefact) -> str:
    rows = ["| model | AUC (95 %) | KS | Brier | ECE |", "|---|---|---|---|---|"]
    rows += [
        _row("champion", artefact.metrics.champion),
        _row("scorecard", artefact.metrics.scorecard),
    ]
    return "\n".join(rows)


def _row(name: str, of: Judgement) -> str:
    figures = f"| {of.ks:.4f} | {of.brier:.4f} | {of.ece:.4f} |"
    return f"| {name} | {of.auc:.4f} ± {of.auc_half_width:.4f} {figures}"


def _fairness(artefact: Artefact) -> str:
    rows = ["| protected | adverse impact ratio |", "|---|---|"]
    rows += [f"| {n} | {r:.3f} |" for n, r in artefact.metrics.adverse_impact_ratio.items()]
    return "\n".join(rows)


def _features(artefact: Artefact) -> str:
    rows = ["| feature | family | as it grows the risk |", "|---|---|---|"]
    rows += [
        f"| {name} | {family} | {SIGN_WORDS[sign]} |"
        for name, family, sign in zip(
            artefact.features, artefact.families, artefact.signs, strict=True
        )
    ]
    return "\n".join(rows)
