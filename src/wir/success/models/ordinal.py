"""Regression of ordered answers: the cumulative logit (proportional odds) model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import brentq
from scipy.stats import chi2, norm

from wir.potential.checks import listed, numeric_series
from wir.success.models.cumulative import Cumulative, Fit, Link, fit, separating
from wir.success.models.design import outcome_and_predictors

Penalty = Literal["none", "jeffreys"]


@dataclass(frozen=True)
class OrderedLogit:
    """A cumulative link model.

    Attributes
    ----------
    table
        One row per predictor: ``estimate``, ``standard_error``, ``z`` and ``p_wald``, ``lower``
        and ``upper`` (profile likelihood), ``p`` (likelihood ratio), ``odds_ratio`` with
        ``odds_ratio_lower`` and ``odds_ratio_upper`` (of a higher answer; for the logit only).
    thresholds
        One row per threshold, such as ``1|2``: ``estimate``, ``standard_error``.
    log_likelihood, aic
        Of the model; penalised where a penalty is used, and the AIC missing then.
    statistic, df, p
        Likelihood ratio test of all predictors together.
    n, counts
        Cases, and how many per answer.
    link, penalty, level
        As asked for.
    """

    table: pd.DataFrame
    thresholds: pd.DataFrame
    log_likelihood: float
    aic: float
    statistic: float
    df: int
    p: float
    n: int
    counts: pd.Series
    link: str
    penalty: str
    level: float


def ordered_logit(
    X: pd.DataFrame | pd.Series,
    y: pd.Series | pd.DataFrame | str,
    predictors: Sequence[str] | None = None,
    *,
    link: Link = "logit",
    penalty: Penalty = "none",
    level: float = 0.95,
    intervals: bool = True,
) -> OrderedLogit:
    """Fit logit P(y ≤ k) = θ_k − xβ: a positive β goes with higher answers.

    Parameters
    ----------
    X
        Cases × predictors (0 and 1 for groups). Or a table that holds the outcome too.
    y
        Ordered numbers or an ordered categorical. Or the name of its column in `X`.
        ``ordered_logit(y, X)`` works as well. Answers that nobody gave are left out.
    predictors
        Columns to use; all by default.
    link
        ``probit`` for normal errors.
    penalty
        ``jeffreys`` adds half the log of the determinant of the expected information, Firth's
        penalty where there are two answers. Estimates are finite for separated data, and shrunk;
        with more than two answers it is not exactly the correction of first-order bias.
    level
        Of the intervals.
    intervals
        False leaves them missing, which saves most of the time where only p values are needed.

    Returns
    -------
    OrderedLogit

    Raises
    ------
    TypeError, ValueError
        Missing values, an outcome without order or with one answer only, predictors that do not
        vary or that others determine, separated data without a penalty.

    Notes
    -----
    The likelihood is maximised here, not by statsmodels' `OrderedModel` (which it agrees with),
    because penalty, profiles and the standard errors of the thresholds need the same function.

    References
    ----------
    McCullagh (1980), Regression models for ordinal data, JRSS B 42. Agrees with `clm` of R's
    ordinal. Kosmidis and Firth (2021), Jeffreys-prior penalty, finiteness and shrinkage in
    binomial-response generalized linear models, Biometrika 108.
    """
    for value, known, name in (
        (link, get_args(Link), "link"),
        (penalty, get_args(Penalty), "penalty"),
    ):
        if value not in known:
            raise ValueError(f"{name} is {value!r}. Expected one of {listed(known)}.")
    if not 0 < level < 1:
        raise ValueError(f"level is {level}. Expected a share such as 0.95.")
    outcome, table = outcome_and_predictors(X, y, predictors)
    codes, labels = ordered_codes(outcome)
    if penalty == "none":
        apart = separating(codes, table)
        if apart:
            raise ValueError(
                f"The data are separated: {listed(apart)} tell answers apart completely, and "
                "maximum likelihood has no finite estimate. Use penalty='jeffreys', or leave one "
                "of them out."
            )
    centre, scale = table.mean().to_numpy(), table.std(ddof=0).to_numpy()
    model = Cumulative(
        codes,
        (table.to_numpy() - centre) / scale,
        link=link,
        penalty=0.5 if penalty == "jeffreys" else 0.0,
    )
    found = fit(model)
    K, k = model.categories, table.shape[1]
    positions = range(K - 1, K - 1 + k)
    estimate = found.estimate[K - 1 :]
    error = np.sqrt(np.diag(found.covariance))[K - 1 :]
    limits = np.full((k, 2), np.nan)
    if intervals:
        limits = np.array([profile_interval(model, found, place, level) for place in positions])
    ratios = np.array(
        [2 * (found.value - fit(model, {place: 0.0}, found.estimate).value) for place in positions]
    )
    beta, scaled = estimate / scale, limits / scale[:, None]
    z = estimate / error
    result = pd.DataFrame(
        {
            "estimate": beta,
            "standard_error": error / scale,
            "z": z,
            "p_wald": 2 * norm.sf(np.abs(z)),
            "lower": scaled[:, 0],
            "upper": scaled[:, 1],
            "p": chi2.sf(np.maximum(ratios, 0), 1),
        },
        index=table.columns.rename("term"),
    )
    if link == "logit":
        result["odds_ratio"] = np.exp(beta)
        result["odds_ratio_lower"], result["odds_ratio_upper"] = np.exp(scaled).T
    # thresholds at predictors of zero: θ + Σ β·mean/sd of the standardised ones
    move = np.hstack([np.eye(K - 1), np.tile(centre / scale, (K - 1, 1))])
    names = [f"{low}|{high}" for low, high in pairwise(labels)]
    thresholds = pd.DataFrame(
        {
            "estimate": move @ found.estimate,
            "standard_error": np.sqrt(np.diag(move @ found.covariance @ move.T)),
        },
        index=pd.Index(names, name="threshold"),
    )
    null = fit(model, dict.fromkeys(positions, 0.0)).value
    statistic = max(2 * (found.value - null), 0.0)
    return OrderedLogit(
        result,
        thresholds,
        # the determinant of the information depends on the units of the predictors
        found.value + (2 * model.penalty * float(np.log(scale).sum())),
        -2 * found.value + 2 * (K - 1 + k) if penalty == "none" else float("nan"),
        statistic,
        k,
        float(chi2.sf(statistic, k)),
        len(codes),
        pd.Series(np.bincount(codes), index=pd.Index(labels, name="answer"), name="n"),
        link,
        penalty,
        level,
    )


def proportional_odds_test(
    X: pd.DataFrame | pd.Series,
    y: pd.Series | pd.DataFrame | str,
    predictors: Sequence[str] | None = None,
    *,
    link: Link = "logit",
) -> pd.DataFrame:
    """Test for each predictor whether its coefficient is the same at all thresholds.

    A likelihood ratio test against the model in which this predictor has a coefficient per
    threshold. In small samples it rarely rejects; not rejecting is no proof.

    Returns
    -------
    DataFrame
        One row per predictor: ``statistic``, ``df``, ``p``; missing where the wider model has no
        finite estimate.

    Raises
    ------
    TypeError, ValueError
        As `ordered_logit`; an outcome with two answers.
    """
    outcome, table = outcome_and_predictors(X, y, predictors)
    codes, labels = ordered_codes(outcome)
    if len(labels) < 3:
        raise ValueError(
            f"The outcome has the answers {listed(labels)}. Expected three or more: with two there "
            "is one threshold only."
        )
    scaled = ((table - table.mean()) / table.std()).to_numpy()
    model = Cumulative(codes, scaled, link=link)
    common = fit(model).value
    records = []
    for place in range(table.shape[1]):
        try:
            wide = fit(replace(model, by_threshold=(place,))).value
        except ValueError:
            wide = float("nan")
        statistic = max(2 * (wide - common), 0.0) if np.isfinite(wide) else float("nan")
        df = len(labels) - 2
        records.append((statistic, df, float(chi2.sf(statistic, df))))
    return pd.DataFrame(
        records, columns=["statistic", "df", "p"], index=table.columns.rename("term")
    )


def ordered_codes(y: pd.Series) -> tuple[npt.NDArray[np.int64], list[object]]:
    """Return ordered answers as numbers 0 … K − 1, and their labels, without unused ones."""
    if isinstance(y.dtype, pd.CategoricalDtype):
        if not y.cat.ordered:
            raise TypeError(
                f"The outcome {y.name!r} is a categorical without order. Use "
                "pandas.Categorical(…, ordered=True)."
            )
        y = y.cat.remove_unused_categories()
        labels: list[object] = list(y.cat.categories)
        codes = y.cat.codes.to_numpy().astype(np.int64)
    else:
        values, inverse = np.unique(numeric_series(y, "outcome").to_numpy(), return_inverse=True)
        labels = [int(one) if float(one).is_integer() else float(one) for one in values]
        codes = inverse.astype(np.int64)
    if len(labels) < 2:
        raise ValueError(
            f"The outcome {y.name!r} has the one answer {listed([str(one) for one in labels])}. "
            "Expected two or more."
        )
    if len(labels) > max(len(codes) // 2, 2):
        raise ValueError(
            f"The outcome {y.name!r} has {len(labels)} different values in {len(codes)} cases. "
            "Expected ordered answers that repeat; use a linear model for measurements."
        )
    return codes, labels


def profile_interval(
    model: Cumulative, found: Fit, place: int, level: float
) -> tuple[float, float]:
    """Return where twice the profile of the likelihood has fallen by the quantile of χ² (1 df).

    An end that is not reached within 60 standard errors is infinite.
    """
    allowed = float(chi2.ppf(level, 1))
    best = found.estimate[place]
    width = float(np.sqrt(found.covariance[place, place]))

    def gap(value: float) -> float:
        return 2 * (found.value - fit(model, {place: value}, found.estimate).value) - allowed

    ends = []
    for side in (-1, 1):
        reach = 1.5
        while reach < 60 and gap(best + side * reach * width) < 0:
            reach *= 1.6
        if reach >= 60:
            ends.append(side * np.inf)
        else:
            inner, outer = best, best + side * reach * width
            ends.append(float(brentq(gap, min(inner, outer), max(inner, outer), xtol=1e-9)))
    return ends[0], ends[1]
