"""Outcome and predictors of a regression, checked."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from wir.potential.checks import (
    Floats,
    complete,
    listed,
    nearest,
    numeric_series,
    numeric_table,
    same_labels,
    shown,
)


def outcome_and_predictors(
    first: pd.DataFrame | pd.Series,
    second: pd.Series | pd.DataFrame | str,
    predictors: Sequence[str] | None,
) -> tuple[pd.Series, pd.DataFrame]:
    """Return the outcome and the predictors from a table and a column, or from both, in any order.

    Raises
    ------
    TypeError, ValueError
        Neither form, unknown columns, different labels, missing values, predictors that do not vary
        or that the others determine.
    """
    if isinstance(first, pd.Series) and isinstance(second, pd.DataFrame):
        first, second = second, first
    if not isinstance(first, pd.DataFrame) or not isinstance(second, (pd.Series, str)):
        raise TypeError(
            f"Found {type(first).__name__} and {type(second).__name__}. Expected a DataFrame of "
            "predictors and the outcome as a Series, or a DataFrame and the name of its outcome."
        )
    if isinstance(second, str):
        if second not in first.columns:
            raise ValueError(
                f"The table has no column {second!r}.{nearest(second, first.columns)} Its columns "
                f"are {listed(first.columns, 12)}."
            )
        y, table = first[second], first.drop(columns=second)
    else:
        y, table = second, first
    X = numeric_table(table, "predictors", predictors)
    complete(X, "predictors")
    same_labels(y.index, X.index, "outcome", "predictors")
    y = y.reindex(X.index)
    complete(y, "outcome")
    _rank(X)
    return y, X


def binary(y: pd.Series) -> Floats:
    """Return an outcome of 0 and 1 as floats."""
    values = numeric_series(y, "outcome").to_numpy()
    if not np.isin(values, (0, 1)).all():
        found = values[~np.isin(values, (0, 1))][0]
        raise ValueError(
            f"The outcome {shown(y.name)} holds {found:g}. Expected 0 and 1 (or False and True)."
        )
    if len(np.unique(values)) < 2:
        raise ValueError(
            f"The outcome {shown(y.name)} is {values[0] if len(values) else 'empty'} in all "
            f"{len(values)} rows. Expected both 0 and 1; nothing can be estimated otherwise."
        )
    return values


def _rank(X: pd.DataFrame) -> None:
    """Raise a `ValueError` that names predictors which do not vary or follow from others."""
    constant = [name for name in X.columns if X[name].nunique() < 2]
    if constant:
        raise ValueError(
            f"Predictors with the same value in all {len(X)} rows: {listed(constant)}. Leave them "
            "out; the intercept stands for them."
        )
    scaled = (X - X.mean()) / X.std()
    design = np.column_stack([np.ones(len(X)), scaled.to_numpy()])
    if len(X) < design.shape[1]:
        raise ValueError(
            f"{len(X)} rows cannot carry {X.shape[1]} predictors and an intercept. Use fewer."
        )
    for place in range(1, design.shape[1]):
        if np.linalg.matrix_rank(design[:, : place + 1], tol=1e-7 * np.sqrt(len(X))) <= place:
            raise ValueError(
                f"The predictor {shown(X.columns[place - 1])} follows from those before it "
                f"({listed(X.columns[: place - 1])}). Leave one of them out."
            )
