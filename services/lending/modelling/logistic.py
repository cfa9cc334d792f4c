"""Logistic regression by Newton's method; enough for a scorecard and a calibration line."""

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
STEPS_MAX = 60
CLOSE_ENOUGH = 1e-10


def fit_logistic(columns: Values, bad: NDArray[np.bool_], penalty: float) -> tuple[float, Values]:
    """Intercept and slopes; `penalty` is on half the squared slopes, the intercept is free."""
    design = np.column_stack([np.ones(len(bad)), columns])
    weights = np.zeros(design.shape[1])
    ridge = np.full(design.shape[1], penalty)
    ridge[0] = 0.0
    for _ in range(STEPS_MAX):
        probability = sigmoid(design @ weights)
        gradient = design.T @ (probability - bad) + ridge * weights
        spread = probability * (1 - probability)
        curvature = (design * spread[:, np.newaxis]).T @ design + np.diag(ridge + CLOSE_ENOUGH)
        step = np.linalg.solve(curvature, gradient)
        weights -= step
        if np.abs(step).max() < CLOSE_ENOUGH:
            break
    return float(weights[0]), weights[1:]


def sigmoid(log_odds: Values) -> Values:
    return np.asarray(1 / (1 + np.exp(-np.clip(log_odds, -35, 35))))
