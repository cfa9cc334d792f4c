"""What serves against LightGBM itself, which trains."""

from typing import Any

import lightgbm
import numpy as np
import pytest

from services.lending.champion import Champion
from services.lending.domain.calibration import UNITS_PER_LOG_ODDS
from services.lending.domain.credit_file import FEATURES
from services.lending.domain.tree_ensemble import (
    ANSWERS,
    ModelTextInvalid,
    Split,
    Tree,
    parse_trees,
)
from services.lending.modelling.champion_fit import fit_champion
from services.lending.modelling.reading import TrainingData
from tests.builders.scoring import training_data

VECTORS = 10_000


@pytest.fixture(scope="module")
def data(tmp_path_factory: Any) -> TrainingData:
    return training_data(tmp_path_factory.mktemp("data"), rounds=120)


@pytest.fixture(scope="module")
def text(data: TrainingData) -> str:
    return fit_champion(data.schema, data.vectors, data.bad)


@pytest.fixture(scope="module")
def vectors(data: TrainingData) -> np.ndarray[Any, Any]:
    dice = np.random.RandomState(5)
    return np.column_stack([dice.choice(column, VECTORS) for column in data.vectors.T])


@pytest.fixture(scope="module")
def champion(text: str) -> Champion:
    return Champion(parse_trees(text, len(FEATURES)), FEATURES)


def test_what_serves_gives_the_answer_of_what_trained(
    text: str, champion: Champion, vectors: np.ndarray[Any, Any]
) -> None:
    trained = lightgbm.Booster(model_str=text).predict(vectors, raw_score=True)

    served = champion.raw(vectors) / UNITS_PER_LOG_ODDS

    assert len(vectors) == VECTORS
    assert np.abs(served - trained).max() < 1e-9


def test_a_missing_value_takes_the_side_it_takes_in_lightgbm(
    data: TrainingData, text: str, champion: Champion, vectors: np.ndarray[Any, Any]
) -> None:
    gappy = vectors.copy()
    gappy[np.random.RandomState(3).random_sample(gappy.shape) < 0.2] = np.nan
    assert (
        np.abs(
            champion.raw(gappy) / UNITS_PER_LOG_ODDS
            - lightgbm.Booster(model_str=text).predict(gappy, raw_score=True)
        ).max()
        < 1e-9
    )

    seen = np.where(np.random.RandomState(4).random_sample(data.vectors.shape) < 0.1, np.nan, 0)
    of_gappy = fit_champion(data.schema, data.vectors + seen, data.bad)
    serves = Champion(parse_trees(of_gappy, len(FEATURES)), FEATURES)
    assert (
        np.abs(
            serves.raw(gappy) / UNITS_PER_LOG_ODDS
            - lightgbm.Booster(model_str=of_gappy).predict(gappy, raw_score=True)
        ).max()
        < 1e-9
    )


def test_the_share_of_each_feature_is_its_exact_shapley_value(
    text: str, champion: Champion, vectors: np.ndarray[Any, Any]
) -> None:
    sample = vectors[:200]
    expected = np.asarray(lightgbm.Booster(model_str=text).predict(sample, pred_contrib=True))

    for vector, row in zip(sample, expected, strict=True):
        raw, shares = champion.explain(vector)
        assert np.abs(shares / UNITS_PER_LOG_ODDS - row[:-1]).max() < 1e-9
        assert raw == champion.raw(vector[np.newaxis])[0]


def test_a_vector_scores_the_same_alone_and_among_thousands(
    champion: Champion, vectors: np.ndarray[Any, Any]
) -> None:
    alone = [int(champion.raw(vectors[place : place + 1])[0]) for place in range(0, VECTORS, 97)]

    assert alone == champion.raw(vectors)[::97].tolist()


def test_shares_and_average_add_up_to_the_answer_of_a_tree() -> None:
    one, two, three = (
        Split(0, 1.0, if_missing=True),
        Split(1, 2.0, if_missing=False),
        Split(0, 5.0, if_missing=True),
    )
    tree = Tree(one, two, three, ((-1.0, 0.5), (0.25, 2.0)), ((10, 20), (30, 40)))

    for answers in ANSWERS:
        total = tree.average() + sum(tree.shares(answers).values())
        assert total == pytest.approx(tree.value(answers))


def test_a_split_asks_whether_the_value_is_at_most_the_threshold() -> None:
    split = Split(0, 2.0, if_missing=False)

    assert split.holds(2.0)
    assert not split.holds(2.1)
    assert not split.holds(float("nan"))


LEAF = """tree
max_feature_idx=1

Tree=0
num_leaves=1
leaf_value=0.5

end of trees
"""
STUMP = """tree
max_feature_idx=1

Tree=0
num_leaves=2
split_feature=1
threshold=3
decision_type=2
left_child=-1
right_child=-2
leaf_value=-1 1
leaf_count=30 10

end of trees
"""


def test_trees_that_ask_less_than_three_questions_are_read() -> None:
    nothing_asked, one_asked = (parse_trees(text, 2)[0] for text in (LEAF, STUMP))

    assert {nothing_asked.value(answers) for answers in ANSWERS} == {0.5}
    assert nothing_asked.shares(ANSWERS[0]) == {}
    assert one_asked.value((True, False, False)) == -1
    assert one_asked.shares((False, True, True)) == {1: pytest.approx(1.5)}


SPLIT = "split_feature=1\nthreshold=3\ndecision_type=2\nleft_child=-1\nright_child=-2"
SPLIT_THREE_DEEP = """split_feature=1 1 1
threshold=3 2 1
decision_type=2 2 2
left_child=1 2 -1
right_child=-2 -2 -2"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("max_feature_idx=1", "max_feature_idx=2"),
        ("tree\nmax", "shrub\nmax"),
        ("split_feature=1", "split_feature=2"),
        ("split_feature=1", "split_feature=x"),
        ("decision_type=2", "decision_type=1"),
        ("decision_type=2", "decision_type=6"),
        ("left_child=-1", "left_child="),
        ("leaf_count=30 10", ""),
        ("\nTree=0", "\nBush=0"),
        (SPLIT, SPLIT_THREE_DEEP),
    ],
)
def test_a_text_that_is_no_model_of_depth_two_is_refused(old: str, new: str) -> None:
    assert old in STUMP
    with pytest.raises(ModelTextInvalid):
        parse_trees(STUMP.replace(old, new), 2)
