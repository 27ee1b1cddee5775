"""Confirmatory factor analysis through semopy, with a warning where the sample cannot carry it."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.stats import chi2, ncx2

from wir.potential.checks import Floats, listed
from wir.success.scales.answers import complete_rows

LEAST_RESPONDENTS = 100
LEAST_PER_PARAMETER = 5


@dataclass(frozen=True)
class FactorModel:
    """A fitted confirmatory factor model.

    Attributes
    ----------
    loadings
        One row per item: ``factor``, ``item``, ``loading`` (the first of each factor is 1),
        ``standard_error``, ``standardised``.
    fit
        ``chi2``, ``df``, ``p``, ``cfi``, ``tli``, ``rmsea``, ``rmsea_lower`` and ``rmsea_upper``
        (90 %), ``srmr``.
    n, parameters
        Respondents and free parameters.
    cautions
        What the sample or the fit does not carry, as sentences; empty if nothing.
    """

    loadings: pd.DataFrame
    fit: pd.Series
    n: int
    parameters: int
    cautions: tuple[str, ...]


def cfa(items: pd.DataFrame, factors: Mapping[str, Sequence[str]]) -> FactorModel:
    """Fit a model in which each item measures one factor, by maximum likelihood.

    Parameters
    ----------
    items
        Respondents × items; only respondents who answered every item are used.
    factors
        Items of each factor; the factors may correlate.

    Returns
    -------
    FactorModel

    Warns
    -----
    UserWarning
        Fewer than 100 respondents or five per free parameter, or an improper solution.

    Raises
    ------
    TypeError, ValueError
        No mapping to lists, unknown items, an item of two factors, fewer items than a model with
        degrees of freedom needs, fewer respondents than parameters, no convergence.

    References
    ----------
    Igolkina and Meshcheryakov (2020), semopy: a Python package for structural equation modeling,
    Structural Equation Modeling 27. Bentler and Chou (1987), Practical issues in structural
    modeling, Sociological Methods & Research 16, for five respondents per parameter.
    """
    if not isinstance(factors, Mapping) or any(isinstance(one, str) for one in factors.values()):
        raise TypeError(
            f"factors is {factors!r:.80}. Expected a mapping from each factor to the list of its "
            "items, such as {'trust': ['trust_1', 'trust_2', 'trust_3']}."
        )
    chosen = [item for one in factors.values() for item in one]
    unknown = [item for item in chosen if item not in items.columns]
    if unknown or len(set(chosen)) < len(chosen) or any(len(one) < 2 for one in factors.values()):
        raise ValueError(
            f"factors names {listed(unknown) or 'known items'}, {len(chosen)} in all and "
            f"{len(set(chosen))} different ones. Expected columns of items, each in one factor, "
            "and two or more per factor."
        )
    table = complete_rows(items[chosen], least_rows=3)
    k, m = len(chosen), len(factors)
    parameters = 2 * k - m + m * (m + 1) // 2
    df = k * (k + 1) // 2 - parameters
    if df < 1 or len(table) <= parameters:
        raise ValueError(
            f"The model has {parameters} free parameters, {k * (k + 1) // 2} variances and "
            f"covariances to explain, and {len(table)} complete respondents. Expected fewer "
            "parameters than both; use α or ω of single scales instead."
        )
    estimates, implied = _estimate(table, factors)
    n = len(table)
    S = np.cov(table.to_numpy(), rowvar=False, ddof=0)
    fit = _fit(S, implied, n, df)
    cautions = _cautions(n, parameters, estimates, fit)
    if cautions:
        warnings.warn(" ".join(cautions), UserWarning, stacklevel=2)
    loadings = estimates[estimates["kind"] == "loading"].drop(columns="kind")
    return FactorModel(loadings.reset_index(drop=True), fit, n, parameters, cautions)


def _estimate(
    table: pd.DataFrame, factors: Mapping[str, Sequence[str]]
) -> tuple[pd.DataFrame, Floats]:
    """Return the estimates and the covariances that the model implies."""
    from semopy import Model  # slow to import, and needed here only

    names = {item: f"x{place}" for place, item in enumerate(table.columns)}
    hidden = {factor: f"f{place}" for place, factor in enumerate(factors)}
    lines = [
        f"{hidden[factor]} =~ " + " + ".join(names[item] for item in of)
        for factor, of in factors.items()
    ]
    model = Model("\n".join(lines))
    scaled = table.rename(columns=names)
    done = model.fit(scaled, obj="MLW")
    if not np.isfinite(done.fun):
        raise ValueError("The factor model has not converged. Use fewer items or factors.")
    found = model.inspect(std_est=True)
    item_of = {short: item for item, short in names.items()}
    factor_of = {short: factor for factor, short in hidden.items()}
    left, right = found["lval"], found["rval"]
    kind = np.where(
        (found["op"] == "~") & left.isin(item_of) & right.isin(factor_of),
        "loading",
        np.where((left == right) & left.isin(item_of), "uniqueness", "other"),
    )
    estimates = pd.DataFrame(
        {
            "kind": kind,
            "factor": right.map(factor_of),
            "item": left.map(item_of),
            "loading": found["Estimate"].astype(float),
            "standard_error": pd.to_numeric(found["Std. Err"], errors="coerce"),
            "standardised": found["Est. Std"].astype(float),
        }
    )
    sigma = model.calc_sigma()[0]
    order = [list(model.vars["observed"]).index(names[item]) for item in table.columns]
    return estimates, np.asarray(sigma)[np.ix_(order, order)]


def _fit(S: Floats, implied: Floats, n: int, df: int) -> pd.Series:
    """Return the indices of fit from sample and implied covariances."""
    k = len(S)
    _, log_s = np.linalg.slogdet(S)
    _, log_implied = np.linalg.slogdet(implied)
    value = max(n * (np.trace(np.linalg.solve(implied, S)) + log_implied - log_s - k), 0.0)
    base = n * (np.log(np.diag(S)).sum() - log_s)
    base_df = k * (k - 1) // 2
    excess, base_excess = max(value - df, 0.0), max(base - base_df, value - df, 1e-12)
    sd = np.sqrt(np.diag(S))
    residual = (S - implied) / np.outer(sd, sd)
    lower, upper = (_noncentrality(value, df, tail) for tail in (0.95, 0.05))
    return pd.Series(
        {
            "chi2": value,
            "df": df,
            "p": float(chi2.sf(value, df)),
            "cfi": 1 - excess / base_excess,
            "tli": (base / base_df - value / df) / (base / base_df - 1),
            "rmsea": np.sqrt(excess / (df * n)),
            "rmsea_lower": np.sqrt(lower / (df * n)),
            "rmsea_upper": np.sqrt(upper / (df * n)),
            "srmr": np.sqrt((residual[np.tril_indices(k)] ** 2).mean()),
        }
    )


def _noncentrality(value: float, df: int, share: float) -> float:
    """Return the noncentrality under which this share of the statistics lies below the value."""

    def gap(noncentrality: float) -> float:
        return float(ncx2.cdf(value, df, noncentrality)) - share

    if chi2.cdf(value, df) <= share:
        return 0.0
    return float(brentq(gap, 1e-9, 10 * value + 100))


def _cautions(n: int, parameters: int, estimates: pd.DataFrame, fit: pd.Series) -> tuple[str, ...]:
    found = []
    if n < LEAST_RESPONDENTS or n < LEAST_PER_PARAMETER * parameters:
        found.append(
            f"{n} respondents for {parameters} free parameters: fewer than {LEAST_RESPONDENTS}, or "
            f"than {LEAST_PER_PARAMETER} per parameter. The fit indices and intervals of this "
            "model cannot be relied on."
        )
    unique = estimates[estimates["kind"] == "uniqueness"]
    negative = unique.loc[unique["loading"] <= 1e-6, "item"]
    if len(negative):
        found.append(
            f"The variance left to {listed(negative)} is zero or negative: the solution "
            "is improper."
        )
    if not np.isfinite(fit["tli"]):
        found.append("The items hardly correlate, so that relative fit indices say nothing.")
    return tuple(found)
