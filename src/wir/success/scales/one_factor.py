"""McDonald's ω from a model with one factor."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import minimize

from wir.potential.checks import Floats, listed
from wir.success.scales.answers import complete_rows

LEAST_UNIQUENESS = 0.005
"""Share of an item's variance that the factor leaves at least."""


@dataclass(frozen=True)
class Omega:
    """Reliability of a scale from a one-factor model.

    Attributes
    ----------
    omega
        Share of the variance of the sum that the factor explains.
    lower, upper
        Bootstrap interval (percentiles), missing without draws.
    n
        Respondents used.
    table
        One row per item: ``loading`` and ``uniqueness`` in the units of the answers,
        ``standardised`` loading.
    heywood
        Items of which the factor would explain more than all variance: the model does not fit.
    """

    omega: float
    lower: float
    upper: float
    n: int
    table: pd.DataFrame
    heywood: tuple[str, ...]

    def __float__(self) -> float:
        return self.omega


def omega(items: pd.DataFrame, *, draws: int = 0, seed: int = 0, level: float = 0.95) -> Omega:
    """Return McDonald's ω = (Σλ)²/((Σλ)² + Σψ) of the sum of the items.

    Loadings λ and uniquenesses ψ come from a one-factor model fitted by maximum likelihood to the
    covariances (divided by n) of the respondents who answered every item.

    Parameters
    ----------
    items
        Respondents × items, all keyed in the same direction; three or more items.
    draws
        Bootstrap samples of respondents for the interval; none by default.
    seed, level
        Of the interval.

    Returns
    -------
    Omega

    Warns
    -----
    UserWarning
        An item of which the factor explains everything (a Heywood case).

    Raises
    ------
    TypeError, ValueError
        Fewer than three items, fewer complete respondents than items + 1, items without variation
        or that follow from others.

    References
    ----------
    McDonald (1999), Test theory: a unified treatment, chapter 6. `omega` of R's psych takes the
    loadings from minimal residuals and correlations, and so differs slightly.
    """
    table = complete_rows(items, least_items=3, least_rows=max(4, items.shape[1] + 1))
    X = table.to_numpy()
    if _singular(X):
        raise ValueError(
            f"One of the items {listed(table.columns)} follows exactly from others, so that the "
            "likelihood has no maximum. Leave repeated or added-up items out."
        )
    loading, unique, sd = _fit(X)
    at_bound = unique <= LEAST_UNIQUENESS * (1 + 1e-6)
    heywood = tuple(str(name) for name in table.columns[at_bound])
    if heywood:
        warnings.warn(
            f"The factor explains all variance of {listed(heywood)} (a Heywood case); the "
            "one-factor model does not fit, and ω is not to be trusted.",
            UserWarning,
            stacklevel=2,
        )
    value = _omega(loading * sd, unique * sd**2)
    lower = upper = float("nan")
    if draws:
        rng = np.random.default_rng(seed)
        values = []
        for _ in range(draws):
            sample = X[rng.integers(0, len(X), len(X))]
            if (sample.std(axis=0) > 0).all() and not _singular(sample):
                drawn, rest, scale = _fit(sample)
                values.append(_omega(drawn * scale, rest * scale**2))
        lower, upper = (float(q) for q in np.quantile(values, [(1 - level) / 2, (1 + level) / 2]))
    return Omega(
        value,
        lower,
        upper,
        len(table),
        pd.DataFrame(
            {"loading": loading * sd, "uniqueness": unique * sd**2, "standardised": loading},
            index=table.columns.rename("item"),
        ),
        heywood,
    )


def _singular(X: Floats) -> bool:
    return bool(np.linalg.eigvalsh(np.corrcoef(X, rowvar=False))[0] < 1e-10)


def _omega(loading: Floats, unique: Floats) -> float:
    common = loading.sum() ** 2
    return float(common / (common + unique.sum()))


def _fit(X: Floats) -> tuple[Floats, Floats, Floats]:
    """Return standardised loadings and uniquenesses, and the standard deviations (ddof 0).

    The likelihood is profiled: for given uniquenesses the loadings come from the first eigenvector
    of the scaled correlations (Lawley and Maxwell 1971).
    """
    R = np.atleast_2d(np.corrcoef(X, rowvar=False))

    def first(log_unique: Floats) -> tuple[Floats, Floats, Floats]:
        scale = np.exp(-log_unique / 2)
        value, vector = np.linalg.eigh(R * np.outer(scale, scale))
        return value, vector, vector[:, -1] * np.sqrt(max(value[-1] - 1, 0)) / scale

    def objective(log_unique: Floats) -> tuple[float, Floats]:
        value, _, loading = first(log_unique)
        rest = np.maximum(value[:-1], 1e-300)
        unique = np.exp(log_unique)
        gradient = (loading**2 + unique - 1) / unique
        return float((rest - np.log(rest) - 1).sum()), gradient

    start = np.log(np.clip(0.5 / np.maximum(np.diag(np.linalg.pinv(R)), 1e-9), 0.01, 0.95))
    found = minimize(
        objective,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=[(np.log(LEAST_UNIQUENESS), 0.0)] * len(R),
        options={"maxiter": 5000, "maxfun": 50000, "ftol": 1e-16, "gtol": 1e-10},
    )
    loading = first(found.x)[2]
    return loading * (1 if loading.sum() >= 0 else -1), np.exp(found.x), X.std(axis=0)
