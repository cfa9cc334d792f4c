"""`granary train-score`: a CSV in, a model with its card and figures out."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from services.lending.model_artefact import CARD, Artefact, encode, version_of, write_model
from services.lending.modelling.bundling import artefact_of
from services.lending.modelling.errors import ModellingError
from services.lending.modelling.model_card import model_card
from services.lending.modelling.progress import progress
from services.lending.modelling.reading import read_training_data
from services.lending.modelling.training import STEPS, train


def train_score(data: Path, schema: Path | None, out: Path | None, *, as_json: bool) -> int:
    """Trains; writes the model below `out` when it is given. The exit status."""
    with progress("train-score", STEPS + 1) as on_step:
        on_step("reading")
        found = read_training_data(data, schema)
        trained = train(found, on_step)
    artefact = artefact_of(found, trained)
    digest = sha256(encode(artefact)).hexdigest()
    if out is not None:
        try:
            home, digest = write_model(out, artefact, trained.champion_text, trained.scorecard)
            card = model_card(home.name, artefact, found)
            (home / CARD).write_text(card, encoding="utf-8")
        except OSError as error:
            raise ModellingError(f"{out} cannot be written: {error}") from error
    figures = _figures(artefact, digest)
    if as_json:
        print(json.dumps(figures))  # noqa: T201 - the answer of the command
    else:
        _show(figures)
    return 0


def _figures(artefact: Artefact, digest: str) -> dict[str, Any]:
    metrics = artefact.metrics
    return {
        "version": version_of(artefact.name, digest),
        "artefact_sha256": digest,
        "data_sha256": artefact.trained_on.data_sha256,
        "rows": artefact.trained_on.rows,
        "bad_rate_ppm": artefact.trained_on.bad_rate_ppm,
        "auc": metrics.champion.auc,
        "auc_half_width": metrics.champion.auc_half_width,
        "ks": metrics.champion.ks,
        "brier": metrics.champion.brier,
        "ece": metrics.champion.ece,
        "area_ratio": metrics.area_ratio,
        "monotone_violations": metrics.monotone_violations,
        **{f"air_{name}": ratio for name, ratio in metrics.adverse_impact_ratio.items()},
        "scorecard_auc": metrics.scorecard.auc,
        "scorecard_ks": metrics.scorecard.ks,
        "scorecard_brier": metrics.scorecard.brier,
        "scorecard_ece": metrics.scorecard.ece,
    }


def _show(figures: dict[str, Any]) -> None:
    table = Table("figure", "value")
    for name, value in figures.items():
        table.add_row(name.replace("_", " "), f"{value:,}" if type(value) is int else str(value))
    Console().print(table)
