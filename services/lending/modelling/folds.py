"""How rows are divided: stratified, from a seed, the same as scikit-learn divides them.

Written out here so that published figures on the same folds can be compared, without that library.
"""

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]


def stratified_folds(bad: Flags, folds: int, seed: int) -> NDArray[np.intp]:
    """The fold of each row: StratifiedKFold(folds, shuffle=True, random_state=seed)."""
    dice = np.random.RandomState(seed)
    # Classes are numbered in the order in which they appear.
    classes = bad != bad[0]
    in_order = np.sort(classes)
    counts = [np.bincount(in_order[start::folds], minlength=2) for start in range(folds)]
    chosen = np.empty(len(bad), dtype=np.intp)
    for number, of_class in enumerate((~classes, classes)):
        of_folds = np.arange(folds).repeat([count[number] for count in counts])
        dice.shuffle(of_folds)
        chosen[of_class] = of_folds
    return chosen


def stratified_half(bad: Flags, seed: int) -> Flags:
    """Half of the rows at random, with half of each class."""
    dice = np.random.RandomState(seed)
    chosen = np.zeros(len(bad), dtype=bool)
    for of_class in (~bad, bad):
        rows = dice.permutation(np.flatnonzero(of_class))
        chosen[rows[: len(rows) // 2]] = True
    return chosen
