"""Convergence: do poor districts catch up (beta), do districts become more alike (sigma)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from wir.potential.checks import (
    Floats,
    complete,
    listed,
    numeric_series,
    numeric_table,
    same_labels,
)
from wir.potential.dispersion import MEASURES, dispersion, sizes_of

Errors = Literal["HC3", "HC1", "cluster", "classical"]


@dataclass(frozen=True)
class BetaConvergence:
    """Growth regressed on the initial level.

    Attributes
    ----------
    table
        Per coefficient (``constant``, ``log_initial``, covariates; group effects left out):
        ``estimate``, ``standard_error``, ``t``, ``p_value``, ``lower``, ``upper``.
    summary
        Index ``beta``, ``speed`` (per year) and ``half_life`` (years), columns ``estimate``,
        ``lower``, ``upper``. Where there is no convergence the half-life is infinite.
    n, groups, r_squared, errors, confidence
        Districts, groups with an effect of their own (0: none), fit, kind of standard errors.
    data
        Per district: ``log_initial`` and ``growth`` (per year, in logs), to plot.
    """

    table: pd.DataFrame
    summary: pd.DataFrame
    n: int
    groups: int
    r_squared: float
    errors: str
    confidence: float
    data: pd.DataFrame


def beta_convergence(
    before: pd.Series,
    after: pd.Series,
    years: float,
    *,
    groups: pd.Series | None = None,
    covariates: pd.DataFrame | None = None,
    errors: Errors = "HC3",
    clusters: pd.Series | None = None,
    confidence: float = 0.95,
) -> BetaConvergence:
    """Regress mean annual growth ln(y_T/y_0)/T on ln(y_0) by least squares.

    Speed λ = −ln(1 + βT)/T, half-life ln 2/λ. Their limits are those of β, transformed. For T = 1
    this is R REAT's ``betaconv.ols``.

    Parameters
    ----------
    before, after
        Level (positive, such as GDP per head) at the start and the end, same districts.
    years
        T, the years between them.
    groups
        Group of each district (such as its Land) for an effect per group: conditional
        convergence, towards the level of the own group.
    covariates
        Further variables per district.
    errors
        ``"HC3"`` (default), ``"HC1"``, ``"cluster"`` (by `clusters`, few clusters make them too
        small) or ``"classical"``. A district that is alone in its group is fitted exactly and
        tells nothing about convergence; it is left out, since HC3 is not defined for it.
    clusters
        Cluster of each district, with ``errors="cluster"``.
    confidence
        Of the intervals, from the t distribution.

    Raises
    ------
    ValueError
        Missing, zero or negative levels, labels that differ, T not positive, too few districts.

    References
    ----------
    Barro and Sala-i-Martin (1992), Convergence, Journal of Political Economy 100(2), 223–251.
    MacKinnon and White (1985) for HC3.
    """
    import statsmodels.api as sm

    if not years > 0:
        raise ValueError(f"years is {years}. Expected the positive number of years in between.")
    if not 0 < confidence < 1:
        raise ValueError(f"confidence is {confidence}. Expected a share such as 0.95.")
    if (errors == "cluster") != (clusters is not None):
        raise ValueError("Give clusters together with errors='cluster', and only then.")
    start, end = _levels(before, "before"), _levels(after, "after")
    same_labels(end.index, start.index, "after", "before")
    data = pd.DataFrame({"log_initial": np.log(start)})
    data["growth"] = (np.log(end.loc[start.index]) - data["log_initial"]) / years
    design, count = _design(data[["log_initial"]], groups, covariates)
    data = data.loc[design.index]
    n, k = design.shape
    if n <= k + 1:
        raise ValueError(f"{n} districts are too few for {k} coefficients.")
    model = sm.OLS(data["growth"], design)
    if errors == "classical":
        fit = model.fit()
    elif errors == "cluster" and clusters is not None:
        same_labels(clusters.index, start.index, "clusters", "before")
        codes = pd.factorize(clusters.loc[design.index])[0]
        fit = model.fit(cov_type="cluster", cov_kwds={"groups": codes}, use_t=True)
    elif errors in ("HC3", "HC1"):
        fit = model.fit(cov_type=errors, use_t=True)
    else:
        raise ValueError(f"errors is {errors!r}. Expected 'HC3', 'HC1', 'cluster' or 'classical'.")
    limits = np.asarray(fit.conf_int(1 - confidence))
    table = pd.DataFrame(
        {
            "estimate": np.asarray(fit.params),
            "standard_error": np.asarray(fit.bse),
            "t": np.asarray(fit.tvalues),
            "p_value": np.asarray(fit.pvalues),
            "lower": limits[:, 0],
            "upper": limits[:, 1],
        },
        index=design.columns,
    )
    shown = [name for name in table.index if not str(name).startswith("group: ")]
    return BetaConvergence(
        table=table.loc[shown],
        summary=_speed(table.loc[["log_initial"]].iloc[0], years),
        n=n,
        groups=count,
        r_squared=float(fit.rsquared),
        errors=errors,
        confidence=confidence,
        data=data,
    )


def _levels(values: pd.Series, what: str) -> pd.Series:
    levels = numeric_series(values, what)
    complete(levels, what)
    if (levels <= 0).any():
        raise ValueError(
            f"{what} is zero or negative for {listed(levels.index[levels <= 0])}. "
            "Logarithms need positive levels; correct or drop them."
        )
    return levels


def _design(
    initial: pd.DataFrame, groups: pd.Series | None, covariates: pd.DataFrame | None
) -> tuple[pd.DataFrame, int]:
    parts = [initial]
    if covariates is not None:
        extra = numeric_table(covariates, "covariates")
        same_labels(extra.index, initial.index, "covariates", "before")
        complete(extra, "covariates")
        parts.append(extra.loc[initial.index])
    count = 0
    if groups is not None:
        same_labels(groups.index, initial.index, "groups", "before")
        complete(groups, "groups")
        own = groups.loc[initial.index].astype(str)
        own = own[own.map(own.value_counts()) > 1]
        count = own.nunique()
        effects = pd.get_dummies(own, drop_first=True, dtype="float64").add_prefix("group: ")
        parts = [part.loc[own.index] for part in parts] + [effects]
    design = pd.concat(parts, axis=1)
    design.insert(0, "constant", 1.0)
    if np.linalg.matrix_rank(design.to_numpy()) < design.shape[1]:
        raise ValueError(
            "The initial level, covariates and groups determine one another exactly. "
            "Leave out a covariate (perhaps one that is constant within the groups)."
        )
    return design, count


def _speed(beta: pd.Series, years: float) -> pd.DataFrame:
    values = {"estimate": beta["estimate"], "lower": beta["lower"], "upper": beta["upper"]}
    speed = {name: _annual_speed(value, years) for name, value in values.items()}
    speed["lower"], speed["upper"] = speed["upper"], speed["lower"]  # a low beta is a high speed
    half = {name: np.log(2) / value if value > 0 else np.inf for name, value in speed.items()}
    half["lower"], half["upper"] = half["upper"], half["lower"]
    return pd.DataFrame([values, speed, half], index=["beta", "speed", "half_life"])


def _annual_speed(beta: float, years: float) -> float:
    """Return −ln(1 + βT)/T; infinite where the gap would close or overshoot within T years."""
    remaining = 1 + beta * years
    return float(-np.log(remaining) / years) if remaining > 0 else float("inf")


@dataclass(frozen=True)
class SigmaConvergence:
    """Dispersion between districts over the years.

    Attributes
    ----------
    by_year
        Per year: ``sd_log``, ``cv``, ``gini`` and, for each, ``<measure>_lower`` and
        ``<measure>_upper``.
    trend
        Per measure: ``slope`` (change of the measure per year), ``lower``, ``upper`` and
        ``change`` (last year to first year in %), ``change_lower``, ``change_upper``.
    n, draws, confidence
        Districts, bootstrap samples of districts, confidence of the intervals.
    """

    by_year: pd.DataFrame
    trend: pd.DataFrame
    n: int
    draws: int
    confidence: float


def sigma_convergence(
    panel: pd.DataFrame,
    *,
    weights: pd.Series | None = None,
    draws: int = 999,
    seed: int = 0,
    confidence: float = 0.95,
) -> SigmaConvergence:
    """Measure the dispersion between districts year by year, and its trend.

    The measures are the standard deviation of logarithms (ddof 0, as in R REAT), the coefficient
    of variation (ddof 0) and the Gini coefficient. Intervals come from a bootstrap over districts,
    each with all its years, so that the dependence between years is kept. A falling trend is
    convergence.

    Parameters
    ----------
    panel
        Districts × years (columns are numbers), positive, none missing.
    weights
        Persons per district, for dispersion between persons' districts; else all count the same.
    draws
        Bootstrap samples.
    seed
        Seed of the bootstrap.
    confidence
        Of the percentile intervals.

    Raises
    ------
    ValueError
        Fewer than two years or three districts, missing or non-positive values, years that are
        not numbers, weights that are missing, negative or do not fit.
    """
    values = numeric_table(panel, "panel")
    complete(values, "panel")
    if values.shape[0] < 3 or values.shape[1] < 2:
        raise ValueError(
            f"panel has {values.shape[0]} districts and {values.shape[1]} years. "
            "Expected at least three districts and two years."
        )
    if (values <= 0).any(axis=None):
        bad = values.index[(values <= 0).any(axis=1)]
        raise ValueError(f"panel is zero or negative for {listed(bad)}. Drop or correct them.")
    try:
        years = values.columns.to_numpy().astype(np.float64)
    except (TypeError, ValueError):
        raise ValueError(f"The columns of panel are {listed(values.columns)}, not years.") from None
    if draws < 1 or not 0 < confidence < 1:
        raise ValueError(f"draws is {draws} and confidence {confidence}. Expected ≥ 1 and a share.")
    sizes = np.ones(len(values)) if weights is None else sizes_of(weights, values.index)
    x = values.to_numpy()
    n = len(x)

    point = dispersion(x, sizes)
    rng = np.random.default_rng(seed)
    sampled = np.empty((draws, *point.shape))
    for draw in range(draws):
        rows = rng.integers(n, size=n)
        sampled[draw] = dispersion(x[rows], sizes[rows])
    tails = [(1 - confidence) / 2, (1 + confidence) / 2]
    low, high = np.quantile(sampled, tails, axis=0)
    by_year = pd.DataFrame(index=values.columns)
    for number, name in enumerate(MEASURES):
        by_year[name] = point[number]
        by_year[f"{name}_lower"], by_year[f"{name}_upper"] = low[number], high[number]
    centred = years - years.mean()
    slopes = tuple(y @ centred / (centred @ centred) for y in (point, sampled))
    changes = tuple(_percent_change(y) for y in (point, sampled))
    trend = pd.DataFrame(index=list(MEASURES))
    for name, (estimate, simulated) in {"slope": slopes, "change": changes}.items():
        prefix = "" if name == "slope" else "change_"
        trend[name] = estimate
        trend[f"{prefix}lower"], trend[f"{prefix}upper"] = np.quantile(simulated, tails, axis=0)
    return SigmaConvergence(by_year, trend, n, draws, confidence)


def _percent_change(series: Floats) -> Floats:
    """Return the change from the first to the last year in %; NaN where the first is zero."""
    first, last = series[..., 0], series[..., -1]
    ratio = np.divide(last, first, out=np.full_like(first, np.nan), where=first > 0)
    return np.asarray(100 * (ratio - 1))
