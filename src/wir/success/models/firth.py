"""Logistic regression with Firth's penalty, for few cases and separated data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import brentq, minimize_scalar
from scipy.special import expit
from scipy.stats import chi2

from wir.potential.checks import Floats
from wir.success.models.cumulative import separating
from wir.success.models.design import binary, outcome_and_predictors

INTERCEPT = "intercept"
STEPS = 500
LONGEST = 3.0
"""By how much one step may move a linear predictor."""

FARTHEST = 100.0
"""How many standard errors away the end of an interval is looked for."""


@dataclass(frozen=True)
class FirthLogit:
    """A penalised logistic regression.

    Attributes
    ----------
    table
        One row for the intercept and each predictor: ``estimate``, ``standard_error`` (from the
        information, as R's brglm2), ``standard_error_augmented`` (from the data with the weights
        that the penalty stands for, as R's logistf), ``lower`` and ``upper`` (profile penalised
        likelihood), ``p`` (penalised likelihood ratio), ``odds_ratio`` with ``odds_ratio_lower``
        and ``odds_ratio_upper``.
    n, events
        Cases, and those with the outcome.
    log_likelihood, null_log_likelihood
        Penalised, of the model and with the intercept alone.
    statistic, df, p
        Penalised likelihood ratio test of all predictors together.
    separated
        Predictors for which ordinary maximum likelihood has no finite estimate.
    level
        Of the intervals.
    """

    table: pd.DataFrame
    n: int
    events: int
    log_likelihood: float
    null_log_likelihood: float
    statistic: float
    df: int
    p: float
    separated: tuple[str, ...]
    level: float


def firth_logit(
    X: pd.DataFrame | pd.Series,
    y: pd.Series | pd.DataFrame | str,
    predictors: Sequence[str] | None = None,
    *,
    level: float = 0.95,
    intervals: bool = True,
) -> FirthLogit:
    """Fit P(y = 1) = Λ(α + Xβ), maximising the likelihood and half the log of its information.

    The penalty removes the first-order bias, and estimates stay finite where a predictor tells the
    outcomes apart. Intervals and p values come from the profile of the penalised likelihood, with
    the penalty of the whole information matrix; standard errors are shown but not used.

    Parameters
    ----------
    X
        Cases × predictors; a constant is added. Or a table that holds the outcome too.
    y
        Outcome, 0 and 1. Or the name of its column in `X`. ``firth_logit(y, X)`` works as well.
    predictors
        Columns to use; all by default.
    level
        Of the intervals.
    intervals
        False leaves them missing, which saves most of the time where only p values are needed.

    Returns
    -------
    FirthLogit

    Raises
    ------
    TypeError, ValueError
        Missing values, other outcomes than 0 and 1 or only one of them, predictors that do not vary
        or that others determine, more predictors than cases, no convergence.

    References
    ----------
    Firth (1993), Bias reduction of maximum likelihood estimates, Biometrika 80. Heinze and Schemper
    (2002), A solution to the problem of separation in logistic regression, Statistics in Medicine
    21. Agrees with `logistf` of R. The package firthmodels has the same estimates, but its profile
    intervals are not always found at the tolerance needed here; the tests compare with it.
    """
    if not 0 < level < 1:
        raise ValueError(f"level is {level}. Expected a share such as 0.95.")
    outcome, table = outcome_and_predictors(X, y, predictors)
    values = binary(outcome)
    k = table.shape[1]
    # standardised, so that steps and tolerances mean the same for every predictor; the intercept
    # is where all predictors are zero, which is what users read
    scale = np.r_[1.0, table.std(ddof=0).to_numpy()]
    design = np.column_stack([np.ones(len(table)), table.to_numpy()])
    Z = design / scale
    best = _maximum(Z, values)
    full = penalised_log_likelihood(best, Z, values)
    limits, p = np.full((k + 1, 2), np.nan), np.zeros(k + 1)
    errors = np.sqrt(np.diag(np.linalg.inv(_information(best, Z))))
    for place in range(k + 1):
        if intervals:
            limits[place] = _limits(Z, values, best, full, place, float(errors[place]), level)
        p[place] = chi2.sf(max(2 * (full - _profile(Z, values, best, place, 0.0)), 0.0), 1)
    estimate, errors = best / scale, errors / scale
    lower, upper = (limits / scale[:, None]).T
    result = pd.DataFrame(
        {
            "estimate": estimate,
            "standard_error": errors,
            "standard_error_augmented": _augmented_errors(best, Z) / scale,
            "lower": lower,
            "upper": upper,
            "p": p,
            "odds_ratio": np.exp(estimate),
            "odds_ratio_lower": np.exp(lower),
            "odds_ratio_upper": np.exp(upper),
        },
        index=pd.Index([INTERCEPT, *table.columns], name="term"),
    )
    full = penalised_log_likelihood(estimate, design, values)
    null = _null(design, values)
    statistic = max(2 * (full - null), 0.0)
    return FirthLogit(
        result,
        len(values),
        int(values.sum()),
        full,
        null,
        statistic,
        k,
        float(chi2.sf(statistic, k)),
        separating(values.astype(int), table),
        level,
    )


def _information(beta: Floats, X: Floats) -> Floats:
    p = expit(X @ beta)
    return np.asarray(X.T @ (X * (p * (1 - p))[:, None]))


def _augmented_errors(beta: Floats, X: Floats) -> Floats:
    """Return standard errors from the information with each case weighted 1 + its leverage."""
    p = expit(X @ beta)
    root = X * np.sqrt(p * (1 - p))[:, None]
    leverage = ((root @ np.linalg.inv(root.T @ root)) * root).sum(axis=1)
    return np.sqrt(np.diag(np.linalg.inv(root.T @ (root * (1 + leverage)[:, None]))))


def _maximum(X: Floats, y: Floats, start: Floats | None = None, held: int | None = None) -> Floats:
    """Return the maximum of the penalised likelihood, one coefficient held where it starts.

    Raises
    ------
    ValueError
        No convergence.
    """
    beta = np.zeros(X.shape[1]) if start is None else start.copy()
    free = np.array([i for i in range(X.shape[1]) if i != held], np.intp)
    value = penalised_log_likelihood(beta, X, y)
    for _ in range(STEPS):
        p = expit(X @ beta)
        root = X * np.sqrt(p * (1 - p))[:, None]
        information = root.T @ root
        leverage = (root.T * np.linalg.lstsq(information, root.T, rcond=None)[0]).sum(axis=0)
        score = X.T @ (y - p + leverage * (0.5 - p))
        step = np.linalg.lstsq(information[np.ix_(free, free)], score[free], rcond=None)[0]
        step *= min(1.0, LONGEST / max(np.abs(X[:, free] @ step).max(), 1e-300))
        if len(free) == 0 or np.abs(step).max() < 1e-9 * (1 + np.abs(beta).max()):
            return beta
        size = 1.0
        while True:
            trial = beta.copy()
            trial[free] += size * step
            new = penalised_log_likelihood(trial, X, y)
            if new >= value - 1e-12 * (1 + abs(value)) or size < 1e-6:
                break
            size /= 2
        beta, value = trial, new
    raise ValueError(
        f"The penalised likelihood has not been maximised in {STEPS} steps. Use fewer predictors, "
        "or look for values far away from all others."
    )


def _profile(X: Floats, y: Floats, best: Floats, place: int, value: float) -> float:
    """Return the largest penalised likelihood with one coefficient at a value."""
    start = best.copy()
    start[place] = value
    return penalised_log_likelihood(_maximum(X, y, start, place), X, y)


def _limits(
    X: Floats, y: Floats, best: Floats, full: float, place: int, width: float, level: float
) -> tuple[float, float]:
    """Return where twice the profile has fallen by the quantile of χ², or infinity."""
    allowed = float(chi2.ppf(level, 1))

    def gap(value: float) -> float:
        return 2 * (full - _profile(X, y, best, place, value)) - allowed

    ends = []
    for side in (-1.0, 1.0):
        reach = 1.5 * width
        while gap(best[place] + side * reach) < 0:
            reach *= 1.6
            if reach > FARTHEST * width:
                break
        else:
            ends.append(
                float(brentq(gap, *sorted((best[place], best[place] + side * reach)), xtol=1e-9))
            )
            continue
        ends.append(side * np.inf)
    return ends[0], ends[1]


def penalised_log_likelihood(beta: Floats, X: Floats, y: Floats) -> float:
    """Return the log-likelihood of a logit and half the log determinant of its information."""
    eta = X @ beta
    p = expit(eta)
    _, penalty = np.linalg.slogdet(X.T @ (X * (p * (1 - p))[:, None]))
    return float((y * eta - np.logaddexp(0, eta)).sum() + 0.5 * penalty)


def _null(X: Floats, y: Floats) -> float:
    """Return the largest penalised likelihood with the intercept alone."""
    nothing = np.zeros(X.shape[1])

    def minus(intercept: float) -> float:
        nothing[0] = intercept
        return -penalised_log_likelihood(nothing, X, y)

    found = minimize_scalar(minus, bounds=(-20, 20), method="bounded", options={"xatol": 1e-10})
    return -float(found.fun)
