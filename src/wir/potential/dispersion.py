"""How unequal units are: standard deviation of logarithms, coefficient of variation, Gini."""

from __future__ import annotations

import numpy as np
import pandas as pd

from wir.potential.checks import Floats, complete, listed, numeric_series, same_labels

MEASURES = ("sd_log", "cv", "gini")
"""Standard deviation of logarithms, coefficient of variation, Gini coefficient."""


def gini(values: pd.Series, weights: pd.Series | None = None) -> float:
    """Return the Gini coefficient, 0 (all equal) to below 1, without small-sample correction.

    Parameters
    ----------
    values
        Zero or more, none missing, not all zero.
    weights
        Size of each unit; else all count the same.

    References
    ----------
    Agrees with R REAT's ``gini`` (unweighted).
    """
    y = numeric_series(values, "values")
    complete(y, "values")
    if (y < 0).any() or not (y > 0).any():
        raise ValueError("values has negative numbers or only zeros. Expected zero or more.")
    sizes = np.ones(len(y)) if weights is None else sizes_of(weights, y.index)
    return float(_gini(y.to_numpy()[:, None], sizes)[0])


def sizes_of(weights: pd.Series, labels: pd.Index) -> Floats:
    """Return positive weights in the order of `labels`, after checks."""
    sizes = numeric_series(weights, "weights")
    same_labels(sizes.index, labels, "weights", "the values")
    complete(sizes, "weights")
    if (sizes <= 0).any():
        bad = sizes.index[sizes <= 0]
        raise ValueError(f"weights is zero or negative for {listed(bad)}. Expected positive sizes.")
    return sizes.loc[labels].to_numpy()


def dispersion(x: Floats, sizes: Floats) -> Floats:
    """Return the `MEASURES` of the columns of (units, years), shape (measures, years); ddof 0."""
    w = (sizes / sizes.sum())[:, None]
    logs = np.log(x)
    sd_log = np.sqrt((w * (logs - (w * logs).sum(axis=0)) ** 2).sum(axis=0))
    mean = (w * x).sum(axis=0)
    cv = np.sqrt((w * (x - mean) ** 2).sum(axis=0)) / mean
    return np.stack([sd_log, cv, _gini(x, sizes)])


def _gini(x: Floats, sizes: Floats) -> Floats:
    order = np.argsort(x, axis=0, kind="stable")
    w = (sizes / sizes.sum())[order]
    income = w * np.take_along_axis(x, order, axis=0)
    lorenz = np.cumsum(income, axis=0) / income.sum(axis=0)
    below = np.vstack([np.zeros((1, x.shape[1])), lorenz[:-1]])
    return np.asarray(1 - (w * (lorenz + below)).sum(axis=0))
