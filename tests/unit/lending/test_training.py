import builtins
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from services.lending.domain.scorecard import Scorecard
from services.lending.model_artefact import (
    ARTEFACT,
    CARD,
    CHAMPION,
    SCORECARD,
    ArtefactInvalid,
    read_model,
    version_of,
)
from services.lending.modelling import __main__ as modelling
from services.lending.modelling.folds import stratified_folds, stratified_half
from services.lending.modelling.metrics import (
    adverse_impact_ratio,
    auc,
    expected_calibration_error,
    ks,
)
from services.lending.modelling.scorecard_fit import fit_scorecard
from services.lending.modelling.training import monotone_violations, raw_of_scorecard
from tests.builders.scoring import card_holders, quick_schema, training_data, write_csv


@pytest.fixture(scope="module")
def trained(tmp_path_factory: Any) -> tuple[Path, dict[str, Any]]:
    """The folder of models after a training, and the figures that were printed."""
    folder = tmp_path_factory.mktemp("training")
    return folder / "models", train(folder, folder / "models")


def train(folder: Path, out: Path) -> dict[str, Any]:
    from contextlib import redirect_stdout
    from io import StringIO

    data = write_csv(folder / "holders.csv", card_holders())
    with redirect_stdout(StringIO()) as printed:
        options = ["--schema", str(quick_schema(folder)), "--out", str(out), "--json"]
        status = modelling.main(["train", "--data", str(data), *options])
    assert status == 0
    return json.loads(printed.getvalue())  # type: ignore[no-any-return]


def test_the_same_data_gives_the_same_model_bit_for_bit(
    trained: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    models, figures = trained

    again = train(tmp_path, tmp_path / "models")

    assert again == figures
    version = figures["version"]
    for name in (ARTEFACT, CHAMPION, SCORECARD, CARD):
        one, other = (folder / version / name for folder in (models, tmp_path / "models"))
        assert one.read_bytes() == other.read_bytes()


def test_training_prints_one_object_with_the_figures_a_reviewer_asks_for(
    trained: tuple[Path, dict[str, Any]],
) -> None:
    figures = trained[1]

    assert {"auc", "ks", "brier", "ece", "area_ratio", "air_sex", "air_age"} <= set(figures)
    assert figures["monotone_violations"] == 0
    assert 0.6 < figures["auc"] < 1
    assert len(figures["artefact_sha256"]) == 64


def test_the_written_model_can_be_served(trained: tuple[Path, dict[str, Any]]) -> None:
    models, figures = trained

    model = read_model(figures["version"], figures["artefact_sha256"], models)

    assert model.champion is not None
    assert model.version == version_of("taiwan", model.sha256)
    assert model.artefact.metrics.champion.auc == figures["auc"]
    card = (models / model.version / CARD).read_text(encoding="utf-8")
    assert "SEX (sex)" in card
    assert "{" not in card


@pytest.fixture
def copied(trained: tuple[Path, dict[str, Any]], tmp_path: Path) -> Path:
    shutil.copytree(trained[0], tmp_path / "models")
    return next((tmp_path / "models").iterdir())


@pytest.mark.parametrize("name", [ARTEFACT, SCORECARD])
def test_a_model_of_which_one_byte_changed_is_not_read(copied: Path, name: str) -> None:
    content = bytearray((copied / name).read_bytes())
    content[len(content) // 2] ^= 1
    (copied / name).write_bytes(content)

    with pytest.raises(ArtefactInvalid):
        read_model(copied.name, None, copied.parent)


@pytest.mark.parametrize("damage", ["changed", "gone"])
def test_a_model_whose_trees_changed_keeps_its_scorecard(copied: Path, damage: str) -> None:
    path = copied / CHAMPION
    if damage == "gone":
        path.unlink()
    else:
        path.write_text(path.read_text().replace("leaf_value=", "leaf_value=1", 1))

    model = read_model(copied.name, None, copied.parent)

    assert model.champion is None
    assert CHAMPION in model.champion_fault


def test_a_version_that_is_not_there_or_is_another_is_not_read(copied: Path) -> None:
    with pytest.raises(ArtefactInvalid):
        read_model("absent-000000000000", None, copied.parent)
    with pytest.raises(ArtefactInvalid):
        read_model("../models", None, copied.parent)
    with pytest.raises(ArtefactInvalid):
        read_model(copied.name, "0" * 64, copied.parent)


def test_a_bad_file_ends_with_one_plain_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "f.csv").write_text("a,b\n1,2\n")

    status = modelling.main(["train", "--data", str(tmp_path / "f.csv"), "--json"])

    said = capsys.readouterr()
    assert status == 1
    assert said.out == ""
    assert "granary: no shipped schema" in said.err
    assert "Traceback" not in said.err


def test_a_machine_without_openmp_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = builtins.__import__

    def without_openmp(name: str, *others: Any) -> Any:
        if name == "lightgbm":
            raise OSError("libgomp.so.1: cannot open shared object file")
        return whole(name, *others)

    monkeypatch.setattr(builtins, "__import__", without_openmp)
    data = write_csv(tmp_path / "holders.csv", card_holders(400))

    status = modelling.main(["train", "--data", str(data), "--json"])

    said = capsys.readouterr()
    assert (status, said.out) == (1, "")
    assert "apt-get install libgomp1" in said.err


def test_folds_are_those_of_scikit_learn() -> None:
    bad = np.arange(20) % 4 == 1

    # StratifiedKFold(5, shuffle=True, random_state=1000), scikit-learn 1.9
    expected = [1, 3, 0, 4, 3, 0, 2, 4, 1, 1, 3, 2, 3, 4, 0, 0, 4, 2, 2, 1]
    assert stratified_folds(bad, 5, 1000).tolist() == expected


def test_halves_have_half_of_each_class() -> None:
    bad = np.arange(1_000) % 5 == 0

    half = stratified_half(bad, 0)

    assert (half.sum(), bad[half].sum()) == (500, 100)


def test_the_measures_of_a_ranking_are_those_of_the_textbook() -> None:
    bad = np.array([False, False, True, False, True, True])
    pd = np.array([0.1, 0.2, 0.3, 0.3, 0.8, 0.9])

    assert auc(bad, pd) == pytest.approx(8.5 / 9)
    assert ks(bad, pd) == pytest.approx(2 / 3)
    assert expected_calibration_error(bad, pd, bins=2) == pytest.approx(
        (abs(0.6 - 1) + abs(2 - 2)) / 6, abs=1e-9
    )


def test_the_impact_ratio_compares_approval_rates_and_leaves_the_unknown_out() -> None:
    pd = np.array([0.1, 0.1, 0.1, 0.9, 0.1, 0.1, 0.1, 0.9, 0.9, 0.9])
    groups = np.array(["a"] * 4 + ["b"] * 2 + ["unknown"] * 2 + ["b"] * 2)

    assert adverse_impact_ratio(pd, groups) == pytest.approx(1.0)
    assert adverse_impact_ratio(np.linspace(0, 1, 10), groups) == pytest.approx(0.5)


@pytest.fixture(scope="module")
def scorecard(tmp_path_factory: Any) -> tuple[Any, Scorecard]:
    data = training_data(tmp_path_factory.mktemp("card"))
    return data, fit_scorecard(data.schema, data.vectors, data.bad)


def test_points_go_one_way_along_each_characteristic_and_follow_its_sign(
    scorecard: tuple[Any, Scorecard],
) -> None:
    data, card = scorecard

    assert len(card.characteristics) >= 5
    for each in card.characteristics:
        rising = list(each.points) == sorted(each.points)
        falling = list(each.points) == sorted(each.points, reverse=True)
        sign = data.schema.signs[each.feature]
        assert {1: falling, -1: rising, 0: rising or falling}[sign]
        assert len(each.shares_ppm) == len(each.points) + 1
        assert abs(sum(each.shares_ppm) - 1_000_000) < 10


def test_the_scorecard_ranks_its_own_rows_well(scorecard: tuple[Any, Scorecard]) -> None:
    data, card = scorecard

    assert auc(data.bad, raw_of_scorecard(card, data.vectors).astype(float)) > 0.7


def test_a_model_against_its_signs_is_found_out(tmp_path: Path) -> None:
    from dataclasses import replace

    from services.lending.modelling.champion_fit import champion_of, fit_champion

    data = training_data(tmp_path)
    champion = champion_of(data.schema, fit_champion(data.schema, data.vectors, data.bad))
    turned = replace(data.schema, signs=tuple(-sign for sign in data.schema.signs))

    assert monotone_violations(champion, data) == 0
    assert monotone_violations(champion, replace(data, schema=turned)) > 0
