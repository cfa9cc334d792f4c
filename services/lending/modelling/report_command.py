"""`granary score-report`: people with their outcomes in, a page, JSON and metrics out."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from services.lending.model_artefact import MODELS, ArtefactInvalid, Model, read_model
from services.lending.modelling.errors import ModellingError
from services.lending.modelling.progress import progress
from services.lending.modelling.reading import read_training_data
from services.lending.modelling.report import make_report
from services.lending.modelling.report_page import as_metrics, as_page, figures_of
from services.lending.policy_file import read_credit_policy, read_score_policy

PAGE, FIGURES, METRICS = "score-report.html", "score-report.json", "score-report.prom"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportWish:
    """What is asked for; the policy's champion and level unless others are named."""

    data: Path
    schema: Path | None
    models: Path | None
    version: str | None
    challenger: str | None
    bad_rate_ppm: int | None
    on: date
    out: Path


def score_report(wish: ReportWish, *, as_json: bool) -> int:
    """Writes the three files; the exit status."""
    policy = read_score_policy().on(wish.on)
    folder = wish.models or MODELS
    with progress("score-report", 3) as on_step:
        on_step("reading")
        model = _model(wish.version or policy.champion_version, folder)
        challenger = None if wish.challenger is None else _model(wish.challenger, folder)
        data = read_training_data(wish.data, wish.schema)
        on_step("scoring")
        report = make_report(
            model,
            data,
            policy,
            read_credit_policy().on(wish.on).grade_matrix,
            bad_rate_ppm=wish.bad_rate_ppm or policy.central_tendency_pd12_ppm,
            challenger=challenger,
        )
        on_step("writing")
        figures = figures_of(report, policy)
        try:
            wish.out.mkdir(parents=True, exist_ok=True)
            (wish.out / PAGE).write_text(as_page(report, policy), encoding="utf-8")
            (wish.out / FIGURES).write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
            (wish.out / METRICS).write_text(as_metrics(report, policy), encoding="utf-8")
        except OSError as error:
            raise ModellingError(f"{wish.out} cannot be written: {error}") from error
    if as_json:
        print(json.dumps(figures))  # noqa: T201 - the answer of the command
    else:
        print(wish.out / PAGE)  # noqa: T201 - where to look
    return 0


def _model(version: str, folder: Path) -> Model:
    try:
        return read_model(version, None, folder)
    except ArtefactInvalid as error:
        raise ModellingError(str(error)) from error
