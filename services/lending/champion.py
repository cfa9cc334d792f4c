"""The boosted trees as tables of whole numbers, asked all at once with numpy.

LightGBM itself is not needed to serve: comparing with its thresholds and adding its leaves gives
its answer, without its start-up, its threads and the last digits that depend on the order.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from services.lending.domain.tree_ensemble import ANSWERS, Tree, units

Whole = NDArray[np.int64]
Vectors = NDArray[np.float64]
ROWS_AT_ONCE = 2_048


class Champion:
    """Scores vectors in units of 1e-12 log-odds of default."""

    def __init__(self, trees: Sequence[Tree], families: Sequence[str]) -> None:
        """`families` names the family of each feature, by its place."""
        self.families = tuple(dict.fromkeys(families))
        """The families in the order of `explain`."""
        splits = [[tree.questions[place] for tree in trees] for place in range(3)]
        asked = [split for of_place in splits for split in of_place]
        self._features = np.array([split.feature for split in asked], dtype=np.intp)
        self._thresholds = np.array([split.threshold for split in asked])
        self._if_missing = np.array([split.if_missing for split in asked])
        self._count = len(trees)
        self._first_row = np.arange(self._count, dtype=np.intp) * len(ANSWERS)
        self._values = np.array(
            [units(tree.value(answers)) for tree in trees for answers in ANSWERS], dtype=np.int64
        )
        self._shares = self._table_of_shares(trees, families)

    def raw(self, vectors: Vectors) -> Whole:
        """One answer for each row; a missing value is NaN."""
        answers = np.empty(len(vectors), dtype=np.int64)
        for start in range(0, len(vectors), ROWS_AT_ONCE):
            part = slice(start, start + ROWS_AT_ONCE)
            answers[part] = self._values.take(self._rows_of(vectors[part])).sum(axis=1)
        return answers

    def explain(self, vector: Vectors) -> tuple[int, Whole]:
        """The answer for one vector, and how much each family moved it from the average."""
        rows = self._rows_of(vector[np.newaxis])[0]
        return int(self._values.take(rows).sum()), self._shares.take(rows, axis=0).sum(axis=0)

    def mean_shares(self, vectors: Vectors) -> Whole:
        """What each family adds on average over some vectors."""
        total = np.zeros(len(self.families), dtype=np.int64)
        for vector in vectors:
            total += self.explain(vector)[1]
        return total // max(len(vectors), 1)

    def _rows_of(self, vectors: Vectors) -> NDArray[np.intp]:
        """For each vector the row of each tree's table that its answers lead to."""
        asked = vectors.take(self._features, axis=1)
        yes = asked <= self._thresholds
        missing = np.isnan(asked)
        if missing.any():
            yes |= missing & self._if_missing
        answers = yes.view(np.int8).reshape(len(vectors), 3, self._count)
        places = answers[:, 0] * np.int8(4) + answers[:, 1] * np.int8(2) + answers[:, 2]
        return self._first_row + places

    def _table_of_shares(self, trees: Sequence[Tree], families: Sequence[str]) -> Whole:
        place = {family: number for number, family in enumerate(self.families)}
        table = np.zeros((len(trees) * len(ANSWERS), len(self.families)), dtype=np.int64)
        rows = ((tree, answers) for tree in trees for answers in ANSWERS)
        for number, (tree, answers) in enumerate(rows):
            for feature, share in tree.shares(answers).items():
                table[number, place[families[feature]]] += units(share)
        return table
