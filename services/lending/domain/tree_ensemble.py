"""Boosted trees of depth two, read from LightGBM's text, with the exact share of every feature.

A tree of depth two asks at most three questions, so all it can answer is a table of eight rows,
and the Shapley value of each feature can be worked out for each row beforehand. The values are
those of TreeSHAP (Lundberg et al. 2018, path dependent): averages are weighted by training rows.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations, product
from math import inf

from services.lending.domain.calibration import UNITS_PER_LOG_ODDS

_DEFAULT_LEFT = 2
_MISSING_IS_ZERO, _MISSING_IS_NAN = 4, 8
_CATEGORICAL = 1


class ModelTextInvalid(ValueError):
    """The text is not a LightGBM model of trees of depth two over numbers."""


@dataclass(frozen=True, slots=True)
class Split:
    """A question: is the feature at most the threshold? A missing value answers `if_missing`."""

    feature: int
    threshold: float
    if_missing: bool

    def holds(self, value: float) -> bool:
        return self.if_missing if value != value else value <= self.threshold  # noqa: PLR0124 - NaN


ALWAYS = Split(0, inf, if_missing=True)
"""The question of a branch that does not split again."""
Leaves = tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Tree:
    """root, the question on its yes side, the question on its no side, and what they lead to."""

    root: Split
    yes: Split
    no: Split
    values: Leaves
    """values[root answered no][second question answered no], in log-odds."""
    rows: Leaves
    """Training rows in each leaf."""

    @property
    def questions(self) -> tuple[Split, Split, Split]:
        return self.root, self.yes, self.no

    def value(self, answers: tuple[bool, bool, bool]) -> float:
        root, yes, no = answers
        return self.values[0][not yes] if root else self.values[1][not no]

    def shares(self, answers: tuple[bool, bool, bool]) -> dict[int, float]:
        """How much each feature moved the answer away from the tree's average."""
        players = sorted({split.feature for split in self.questions if split is not ALWAYS})
        return _shapley(players, lambda known: self._expected(answers, known))

    def average(self) -> float:
        return self._expected((True, True, True), frozenset())

    def _expected(self, answers: tuple[bool, bool, bool], known: frozenset[int]) -> float:
        """What is expected when only the answers about some features are known."""
        sides = []
        for side, (split, answer) in enumerate(zip(self.questions[1:], answers[1:], strict=True)):
            if split.feature in known:
                sides.append(self.values[side][not answer])
            else:
                sides.append(_weighted(self.values[side], self.rows[side]))
        if self.root.feature in known:
            return sides[not answers[0]]
        left, right = (sum(rows) for rows in self.rows)
        return _weighted((sides[0], sides[1]), (left, right))


ANSWERS: tuple[tuple[bool, bool, bool], ...] = tuple(
    (bool(a), bool(b), bool(c)) for a, b, c in product((0, 1), repeat=3)
)
"""All answers to three questions; the place of one is root × 4 + yes × 2 + no."""


def units(log_odds: float) -> int:
    """Log-odds as whole units of 1e-12."""
    return round(log_odds * UNITS_PER_LOG_ODDS)


def parse_trees(text: str, features: int) -> tuple[Tree, ...]:
    """The trees of a LightGBM model text over so many features. Raises ModelTextInvalid."""
    head, *blocks = text.split("\nTree=")
    try:
        if not head.startswith("tree") or int(_fields(head)["max_feature_idx"]) + 1 != features:
            raise ModelTextInvalid(f"not a model of {features} features")
        trees = tuple(_tree(_fields(block.split("\nend of trees")[0])) for block in blocks)
    except (KeyError, ValueError, IndexError) as error:
        raise ModelTextInvalid(str(error)) from error
    asked = [split.feature for tree in trees for split in tree.questions]
    if not trees or not all(0 <= feature < features for feature in asked):
        raise ModelTextInvalid("there is no tree, or one asks for a feature that does not exist")
    return trees


def _fields(block: str) -> dict[str, str]:
    pairs = (line.partition("=") for line in block.splitlines())
    return {name: value for name, _, value in pairs}


def _tree(field: Mapping[str, str]) -> Tree:
    values = [float(value) for value in field["leaf_value"].split()]
    if int(field["num_leaves"]) == 1:
        value = values[0]
        return Tree(ALWAYS, ALWAYS, ALWAYS, ((value, value), (value, value)), ((1, 0), (1, 0)))
    rows = [float(count) for count in field["leaf_count"].split()]
    splits = [
        _split(int(feature), float(threshold), int(kind))
        for feature, threshold, kind in zip(
            field["split_feature"].split(),
            field["threshold"].split(),
            field["decision_type"].split(),
            strict=True,
        )
    ]
    children = [
        (int(left), int(right))
        for left, right in zip(
            field["left_child"].split(), field["right_child"].split(), strict=True
        )
    ]
    sides = [_side(child, splits, children, values, rows) for child in children[0]]
    (yes, yes_values, yes_rows), (no, no_values, no_rows) = sides
    return Tree(splits[0], yes, no, (yes_values, no_values), (yes_rows, no_rows))


def _split(feature: int, threshold: float, kind: int) -> Split:
    if kind & _CATEGORICAL or kind & _MISSING_IS_ZERO:
        raise ModelTextInvalid("only splits of numbers are known here")
    missing_has_a_side = bool(kind & _MISSING_IS_NAN)
    # Where no value was missing in training, LightGBM takes a missing one for zero.
    if_missing = bool(kind & _DEFAULT_LEFT) if missing_has_a_side else threshold >= 0
    return Split(feature, threshold, if_missing)


def _side(
    child: int,
    splits: list[Split],
    children: list[tuple[int, int]],
    values: list[float],
    rows: list[float],
) -> tuple[Split, tuple[float, float], tuple[float, float]]:
    """The second question of a branch, and the leaves it leads to. Leaf n is written as ~n."""
    if child < 0:
        return ALWAYS, (values[~child], values[~child]), (rows[~child], 0)
    left, right = children[child]
    if left >= 0 or right >= 0:
        raise ModelTextInvalid("a tree is deeper than two")
    return splits[child], (values[~left], values[~right]), (rows[~left], rows[~right])


def _weighted(values: tuple[float, float], weights: tuple[float, float]) -> float:
    return (values[0] * weights[0] + values[1] * weights[1]) / (weights[0] + weights[1])


_WEIGHTS = {1: (1.0,), 2: (1 / 2, 1 / 2), 3: (1 / 3, 1 / 6, 1 / 3)}
"""The Shapley weight of a coalition by its size, for so many players."""


def _shapley(players: list[int], worth: Callable[[frozenset[int]], float]) -> dict[int, float]:
    """Shapley values of at most three players."""
    coalitions = [
        frozenset(chosen)
        for size in range(len(players) + 1)
        for chosen in combinations(players, size)
    ]
    worths = {coalition: worth(coalition) for coalition in coalitions}
    return {
        player: sum(
            _WEIGHTS[len(players)][len(others)] * (worths[others | {player}] - worths[others])
            for others in coalitions
            if player not in others
        )
        for player in players
    }
