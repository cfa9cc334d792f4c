"""Trains the champion: LightGBM, trees of depth two, monotone where the schema gives a sign."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.lending.champion import Champion
from services.lending.domain.tree_ensemble import parse_trees
from services.lending.modelling.errors import ModellingError
from services.lending.modelling.schema import DataSchema

SEED = 0
PARAMETERS: dict[str, Any] = {
    "objective": "binary",
    "num_leaves": 4,
    "max_depth": 2,
    "learning_rate": 0.04,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "max_bin": 255,
    "monotone_constraints_method": "advanced",
    # What makes two runs give the same text, bit for bit.
    "deterministic": True,
    "force_col_wise": True,
    "num_threads": 1,
    "seed": SEED,
    "verbosity": -1,
}


def fit_champion(schema: DataSchema, vectors: NDArray[np.float64], bad: NDArray[np.bool_]) -> str:
    """The model text."""
    lightgbm = load_lightgbm()
    parameters = PARAMETERS | {
        "min_data_in_leaf": schema.file.recipe.min_data_in_leaf,
        "monotone_constraints": list(schema.signs),
    }
    rows = lightgbm.Dataset(
        vectors, bad.astype(np.float64), feature_name=list(schema.features), params=parameters
    )
    booster = lightgbm.train(parameters, rows, num_boost_round=schema.file.recipe.rounds)
    return str(booster.model_to_string())


def champion_of(schema: DataSchema, text: str) -> Champion:
    """What serves the model text."""
    return Champion(parse_trees(text, len(schema.features)), schema.families)


def load_lightgbm() -> Any:
    """The library, which needs the system's OpenMP; a slim image of Debian lacks it."""
    try:
        import lightgbm
    except OSError as error:
        raise ModellingError(
            "LightGBM needs the OpenMP library libgomp.so.1; on Debian: apt-get install libgomp1"
        ) from error
    return lightgbm
