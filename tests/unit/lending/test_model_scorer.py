import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.dated_policy import PolicyError
from services.lending.domain.credit_file import FEATURES, CreditFile, features_of
from services.lending.domain.model_roles import ModelName
from services.lending.domain.score import ScoreReason, ScoreSource
from services.lending.domain.score_policy import parse_score_policy
from services.lending.model_artefact import (
    CHAMPION,
    MODELS,
    SCORECARD,
    ArtefactInvalid,
    read_model,
)
from services.lending.model_scorer import FALLBACKS, POINTS, UNUSABLE, ModelScorer
from services.lending.policy_file import DEFAULT, read_score_policy
from tests.builders.lending import CUSTOMER, TODAY
from tests.builders.scoring import a_credit_file, another_model, fields_of

POLICY = read_score_policy().on(TODAY)
SHIPPED, ROLES = POLICY.champion, POLICY.roles
GOOD, BAD = features_of(a_credit_file()), features_of(a_credit_file(3, 950_000))
THIN = features_of(CreditFile(1_000_000, a_credit_file().months[:2]))


def copy_of(folder: Path) -> Path:
    shutil.copytree(MODELS, folder / "models")
    return folder / "models"


def test_the_policy_names_a_model_that_ships() -> None:
    model = read_model(SHIPPED.version, SHIPPED.sha256)

    assert model.champion is not None
    assert model.artefact.metrics.monotone_violations == 0


def test_no_step_of_a_feature_moves_the_shipped_model_against_its_sign() -> None:
    model = read_model(SHIPPED.version)
    assert model.champion is not None
    dice = np.random.RandomState(3)
    spread = 10.0 ** dice.uniform(0, 8, (300, len(FEATURES))) * dice.choice((-1, 1), (300, 1))
    vectors = np.where(
        dice.random_sample(spread.shape) < 0.5, dice.uniform(-2, 9, spread.shape), spread
    )

    for feature, sign in enumerate(model.artefact.signs):
        steps = np.sort(np.concatenate([dice.uniform(-3, 9, 8), 10.0 ** dice.uniform(0, 8, 8)]))
        swept = np.repeat(vectors, len(steps), axis=0)
        swept[:, feature] = np.tile(steps, len(vectors))
        moves = np.diff(model.champion.raw(swept).reshape(len(vectors), -1), axis=1)
        assert not (moves * sign < 0).any(), model.artefact.features[feature]


def test_the_champion_scores_with_reasons_and_its_scorecard_beside_it() -> None:
    scorer = ModelScorer(ROLES)

    good, bad = scorer.score(CUSTOMER, GOOD), scorer.score(CUSTOMER, BAD)

    assert good.source is bad.source is ScoreSource.CHAMPION
    assert good.pd_ppm < 20_000
    assert bad.pd_ppm > 100_000
    assert good.points > bad.points
    assert bad.reasons[0] in {ScoreReason.UTILISATION, ScoreReason.PAYMENT_RATIO}
    assert ScoreReason.REPAYMENT_HISTORY in bad.reasons
    assert 2 <= len(good.reasons) <= 4
    assert bad.shadow is not None
    assert bad.shadow.model_version == f"{SHIPPED.version}/scorecard"


def test_the_same_vector_has_the_same_score_for_ever() -> None:
    found = ModelScorer(ROLES).score(CUSTOMER, GOOD)

    assert (found.pd_ppm, found.points) == (6_904, 690)


def test_the_points_given_are_counted_for_who_watches_the_distribution() -> None:
    def counted() -> float:
        return sum(
            sample.value
            for metric in POINTS.collect()
            for sample in metric.samples
            if sample.name.endswith("_count")
        )

    before = counted()

    ModelScorer(ROLES).score(CUSTOMER, GOOD)
    ModelScorer(ROLES).score(CUSTOMER, THIN)

    assert counted() == before + 2


def test_the_scorecard_answers_for_a_thin_file_and_says_so() -> None:
    before = FALLBACKS.labels("FEATURES")._value.get()

    found = ModelScorer(ROLES).score(CUSTOMER, THIN)
    nothing = ModelScorer(ROLES).score(CUSTOMER, features_of(None))

    assert found.source is nothing.source is ScoreSource.SCORECARD
    assert found.model_version == f"{SHIPPED.version}/scorecard"
    assert found.shadow is None
    assert nothing.reasons == (ScoreReason.LIMIT_HELD, ScoreReason.CREDIT_HISTORY_SHORT)
    assert abs(nothing.pd_ppm - POLICY.central_tendency_pd12_ppm) < 30_000
    assert FALLBACKS.labels("FEATURES")._value.get() == before + 2


def test_the_scorecard_answers_and_an_alarm_sounds_when_the_trees_fail_their_hash(
    tmp_path: Path,
) -> None:
    folder = copy_of(tmp_path)
    with (folder / SHIPPED.version / CHAMPION).open("a") as file:
        file.write(" ")

    scorer = ModelScorer(ROLES, folder)

    assert scorer.score(CUSTOMER, GOOD).source is ScoreSource.SCORECARD
    assert UNUSABLE.labels("champion")._value.get() == 1


def test_a_process_does_not_start_without_any_score(tmp_path: Path) -> None:
    folder = copy_of(tmp_path)
    (folder / SHIPPED.version / SCORECARD).unlink()

    with pytest.raises(ArtefactInvalid):
        ModelScorer(ROLES, folder)


def test_a_new_champion_that_cannot_be_read_leaves_the_old_one_serving(tmp_path: Path) -> None:
    scorer = ModelScorer(ROLES)

    scorer.use(replace(ROLES, champion=ModelName("absent-000000000000", "0" * 64)))

    assert scorer.score(CUSTOMER, GOOD).model_version == SHIPPED.version
    assert UNUSABLE.labels("champion")._value.get() == 1
    scorer.use(ROLES)
    assert UNUSABLE.labels("champion")._value.get() == 0


def test_the_challenger_decides_for_its_share_and_the_champion_is_kept_beside_it(
    tmp_path: Path,
) -> None:
    folder = copy_of(tmp_path)
    challenger = another_model(folder, "other")
    scorer = ModelScorer(ROLES, folder)

    scorer.use(replace(ROLES, challenger=challenger, challenger_share_ppm=100_000))

    customers = [UUID(int=number) for number in range(2_000)]
    found = [scorer.score(customer, GOOD) for customer in customers]
    challenged = [score for score in found if score.source is ScoreSource.CHALLENGER]
    assert 140 < len(challenged) < 260
    assert {score.model_version for score in challenged} == {challenger.version}
    assert {score.shadow.model_version for score in challenged if score.shadow} == {SHIPPED.version}
    assert [scorer.score(customer, GOOD) for customer in customers] == found


def test_a_shadow_scores_everybody_and_decides_for_nobody(tmp_path: Path) -> None:
    folder = copy_of(tmp_path)
    shadow = another_model(folder, "other")
    scorer = ModelScorer(replace(ROLES, shadow=shadow), folder)

    found = scorer.score(CUSTOMER, GOOD)

    assert found.source is ScoreSource.CHAMPION
    assert found.shadow is not None
    assert found.shadow.model_version == shadow.version
    assert found.shadow.pd_ppm == found.pd_ppm


@pytest.mark.parametrize(
    "changes",
    [{"features": ["x"] * 38}, {"families": ["ASTROLOGY"] * 38}, {"approved_mean": []}],
)
def test_a_model_of_other_features_takes_no_part(tmp_path: Path, changes: dict[str, Any]) -> None:
    from services.lending.model_artefact import feature_schema_sha256

    folder = copy_of(tmp_path)
    artefact = read_model(SHIPPED.version).artefact
    fields = {**fields_of(artefact), **changes}
    digest = feature_schema_sha256(fields["features"], fields["signs"], fields["families"])
    odd = another_model(folder, "other", feature_schema_sha256=digest, **changes)
    scorer = ModelScorer(replace(ROLES, shadow=odd, challenger=odd), folder)

    assert scorer.score(CUSTOMER, GOOD).source is ScoreSource.CHAMPION
    assert UNUSABLE.labels("shadow")._value.get() == 1


def test_a_challenger_without_its_trees_decides_for_nobody(tmp_path: Path) -> None:
    folder = copy_of(tmp_path)
    broken = another_model(folder, "other")
    (folder / broken.version / CHAMPION).write_text("")

    scorer = ModelScorer(replace(ROLES, challenger=broken, challenger_share_ppm=999_999), folder)

    assert scorer.score(CUSTOMER, GOOD).source is ScoreSource.CHAMPION


@given(st.uuids(), st.integers(0, 1_000_000))
def test_a_larger_share_keeps_everybody_who_was_challenged_before(
    customer: UUID, share_ppm: int
) -> None:
    roles = replace(ROLES, challenger=SHIPPED, challenger_share_ppm=share_ppm)

    if roles.challenged(customer):
        assert replace(roles, challenger_share_ppm=share_ppm + 1).challenged(customer)
    assert not replace(roles, challenger_share_ppm=0).challenged(customer)
    assert not ROLES.challenged(customer)


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("champion_sha256", "abc"),
        ("champion_sha256", "Z" * 64),
        ("central_tendency_pd12_ppm", 0),
        ("central_tendency_pd12_ppm", 1_000_000),
        ("promotion_bads_min", "many"),
    ],
)
def test_a_score_policy_that_cannot_be_used_names_the_parameter(
    parameter: str, value: object
) -> None:
    import tomllib

    document = tomllib.loads((DEFAULT / "score.toml").read_text(encoding="utf-8"))
    document[parameter][0]["value"] = value

    with pytest.raises(PolicyError, match=parameter):
        parse_score_policy(document)
