import json
import random
import re
import shutil
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from services.lending.domain.promotion import Objection
from services.lending.model_artefact import CHAMPION, MODELS
from services.lending.modelling import __main__ as modelling
from services.lending.modelling.svg import Series, bands, bars, lines
from tests.builders.scoring import card_holders, quick_schema, write_csv


def run(capsys: pytest.CaptureFixture[str], *options: object) -> tuple[int, str, str]:
    status = modelling.main([str(option) for option in options])
    said = capsys.readouterr()
    return status, said.out, said.err


@pytest.fixture(scope="module")
def own_model(tmp_path_factory: Any) -> Path:
    """The folder of a model trained on people who do not exist."""
    folder: Path = tmp_path_factory.mktemp("own")
    data = write_csv(folder / "holders.csv", card_holders())
    options = ["--data", data, "--schema", quick_schema(folder, 60), "--out", folder / "models"]
    assert modelling.main(["train", *map(str, options), "--json"]) == 0
    return folder / "models"


def report(
    capsys: pytest.CaptureFixture[str], own: Path, rows: list[dict[str, int]], *more: object
) -> dict[str, Any]:
    folder = own.parent
    data = write_csv(folder / "month.csv", rows)
    version = next(own.iterdir()).name
    status, out, err = run(
        capsys, "report", "--data", data, "--models", own, "--model", version, "--json",
        "--out", folder / "report", *more,
    )  # fmt: skip
    assert status == 0, err
    return json.loads(out)  # type: ignore[no-any-return]


def rate_ppm(rows: list[dict[str, int]]) -> int:
    return round(sum(row["y"] for row in rows) / len(rows) * 1_000_000)


def test_people_as_in_training_raise_no_alarm_of_drift(
    own_model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = card_holders(1_200, seed=2)

    found = report(capsys, own_model, rows, "--bad-rate-ppm", rate_ppm(rows))

    assert not [alarm for alarm in found["alarms"] if "DRIFT" in alarm]
    assert found["rows"] == 1_200
    assert sum(grade["rows"] for grade in found["grades"]) == 1_200
    assert sum(grade["observed_bads"] for grade in found["grades"]) == found["bads"]
    assert set(found["fairness"]) == {"sex", "age"}


def test_people_who_pay_later_alarm_and_the_features_that_moved_are_named(
    own_model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dice = random.Random(9)
    weights = [6 if row["PAY_0"] > 0 else 1 for row in card_holders()]
    rows = dice.choices(card_holders(), weights, k=1_200)

    found = report(capsys, own_model, rows, "--bad-rate-ppm", rate_ppm(rows))

    assert "SCORE_DRIFT" in found["alarms"]
    assert any(alarm.startswith("FEATURE_DRIFT") for alarm in found["alarms"])
    assert found["psi"] > 5 * found["psi_chance_95"]


def test_twice_as_many_defaults_as_expected_alarm_the_calibration(
    own_model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = card_holders(1_200, seed=2)

    found = report(capsys, own_model, rows, "--bad-rate-ppm", rate_ppm(rows) // 2)

    assert any(alarm.startswith("CALIBRATION") for alarm in found["alarms"])


def test_the_page_shows_its_figures_and_asks_nothing_of_any_server(
    own_model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = report(capsys, own_model, card_holders(1_200, seed=2))
    folder = own_model.parent / "report"

    page = (folder / "score-report.html").read_text(encoding="utf-8")
    metrics = (folder / "score-report.prom").read_text(encoding="utf-8")

    assert found["version"] in page
    assert f"{found['psi']:.4f}" in page
    assert not re.search(r"\{\{|https?://|<script|src=", page)
    pictures = re.findall(r"<svg.*?</svg>", page, flags=re.DOTALL)
    assert len(pictures) == 6
    for picture in pictures:
        ET.fromstring(picture)
    assert json.loads((folder / "score-report.json").read_text()) == found
    assert re.fullmatch(r'(lending_\w+\{(\w+="[\w/.\- ]+",?)+\} [-\d.]+\n)+', metrics)


def test_another_model_can_be_tested_for_promotion(
    own_model: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    version = next(own_model.iterdir()).name

    found = report(capsys, own_model, card_holders(1_200, seed=2), "--challenger", version)

    assert found["promotion"]["challenger"] == version
    assert Objection.RANKS_NO_BETTER in found["promotion"]["objections"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--model", "absent-000000000000"], "cannot be read"),
        (["--challenger", "../models"], "is no version"),
        (["--data", "absent.csv"], "absent.csv cannot be read"),
    ],
)
def test_what_cannot_be_reported_on_is_one_plain_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], said: str
) -> None:
    data = write_csv(tmp_path / "f.csv", card_holders(400))

    status, out, err = run(capsys, "report", "--data", data, "--out", tmp_path / "out", *options)

    assert (status, out) == (1, "")
    assert said in err


OTHER_FEATURES = """
name = "other"
title = "Other"
citation = "None"
population = "Nobody"
target = "y"
target_meaning = "default"
features = "columns"
recipe = { rounds = 10, min_data_in_leaf = 20 }
signs = { up = ["PAY_0"], down = [] }
families = { REPAYMENT_HISTORY = ["PAY_0"] }
protected = {}
"""


def test_a_model_without_its_trees_or_of_other_features_is_not_reported_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(MODELS, tmp_path / "models")
    version = next((tmp_path / "models").iterdir()).name
    (tmp_path / "models" / version / CHAMPION).write_text("")
    data = write_csv(tmp_path / "f.csv", card_holders(400))
    (tmp_path / "other.toml").write_text(OTHER_FEATURES, encoding="utf-8")
    common = ["report", "--data", data, "--out", tmp_path / "out"]

    broken = run(capsys, *common, "--models", tmp_path / "models", "--model", version)
    other = run(capsys, *common, "--schema", tmp_path / "other.toml")

    assert (broken[0], "cannot be used" in broken[2]) == (1, True)
    assert (other[0], "other features" in other[2]) == (1, True)


def test_plots_are_whole_pictures_whatever_the_values() -> None:
    pictures = [
        bars(["a", "b & c"], [Series("s", [0.0, 0.0])]),
        bars(["a"], [Series("s", [-3.0]), Series("t", [12.0])], unit=" %"),
        bars([], [Series("s", [])]),
        bands([], [], []),
        bands(["A"], [5.0], [(1.0, 2.0)]),
        lines([("model", [(0.0, 0.0), (1.0, 1.0)])], ("found", "refused")),
    ]

    for picture in pictures:
        ET.fromstring(picture.partition("</svg>")[0] + "</svg>")
    assert "b &amp; c" in pictures[0]
