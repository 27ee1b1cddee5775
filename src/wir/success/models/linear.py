"""Least squares with intervals from Student's t, for outcomes that are measured."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.stats import t

from wir.potential.checks import numeric_series
from wir.success.models.design import outcome_and_predictors


def linear(
    X: pd.DataFrame | pd.Series,
    y: pd.Series | pd.DataFrame | str,
    predictors: Sequence[str] | None = None,
    *,
    level: float = 0.95,
) -> pd.DataFrame:
    """Fit y = α + Xβ by least squares.

    Parameters
    ----------
    X
        Cases × predictors; a constant is added. Or a table that holds the outcome too.
    y
        Outcome. Or the name of its column in `X`.
    predictors
        Columns to use; all by default.
    level
        Of the intervals.

    Returns
    -------
    DataFrame
        One row per predictor (index ``term``): ``estimate``, ``standard_error``, ``t``, ``df``,
        ``p``, ``lower``, ``upper``, in units of the outcome per unit of the predictor.

    Raises
    ------
    TypeError, ValueError
        Missing values, predictors that do not vary or that others determine, no degree of freedom
        left.

    Notes
    -----
    The tests compare with statsmodels' `OLS`, whose tables take ten times as long.
    """
    outcome, table = outcome_and_predictors(X, y, predictors)
    target = numeric_series(outcome, "outcome").to_numpy()
    df = len(table) - table.shape[1] - 1
    if df < 1 or not 0 < level < 1:
        raise ValueError(
            f"{len(table)} cases and {table.shape[1]} predictors leave {df} degrees of freedom, "
            f"and level is {level}. Expected one or more, and a share such as 0.95."
        )
    design = np.column_stack([table.to_numpy(), np.ones(len(table))])
    Q, R = np.linalg.qr(design)
    inverse = np.linalg.inv(R)
    beta = inverse @ (Q.T @ target)
    residual = target - design @ beta
    error = np.sqrt(residual @ residual / df * (inverse**2).sum(axis=1))
    half = t.ppf((1 + level) / 2, df) * error
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = beta / error
    result = {
        "estimate": beta,
        "standard_error": error,
        "t": ratio,
        "df": np.full(len(beta), float(df)),
        "p": 2 * t.sf(np.abs(ratio), df),
        "lower": beta - half,
        "upper": beta + half,
    }
    kept = {name: values[:-1] for name, values in result.items()}
    return pd.DataFrame(kept, index=table.columns.rename("term"))
