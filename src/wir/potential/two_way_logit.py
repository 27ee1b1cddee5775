"""Logit with effects of two groups, such as districts and occupations, and clustered errors.

The effects are hundreds of dummy variables, but their part of the Hessian is two diagonals and one
table of sums: a Newton step costs milliseconds where a dense design matrix takes seconds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import expit

from wir.potential.checks import Floats

Integers = npt.NDArray[np.intp]


@dataclass(frozen=True)
class LogitFit:
    """A fitted logit.

    Attributes
    ----------
    beta
        Coefficients of the covariates.
    covariance
        Their covariance, clustered in both groups.
    linear
        Linear predictor of each row that was used.
    used
        Which rows were used, boolean over all rows given.
    log_likelihood
        At the maximum.
    """

    beta: Floats
    covariance: Floats
    linear: Floats
    used: npt.NDArray[np.bool_]
    log_likelihood: float


def two_way_logit(
    y: Floats, X: Floats, first: Integers, second: Integers, *, steps: int = 50
) -> LogitFit:
    """Fit P(y = 1) = Λ(Xβ + α_first + γ_second) by maximum likelihood.

    Groups in which y is always 0 or always 1 say nothing about β and are left out, repeatedly.
    Standard errors are clustered in both groups (Cameron, Gelbach and Miller 2011): the part of the
    first, plus that of the second, less that of their pairs; no correction for small samples.

    Parameters
    ----------
    y
        n values, 0 or 1.
    X
        n × k covariates, without a constant.
    first, second
        n group numbers each.
    steps
        Newton steps at most.

    Raises
    ------
    ValueError
        Nothing is left, a covariate does not vary within the groups, no convergence.

    References
    ----------
    Cameron, Gelbach and Miller (2011), Robust inference with multiway clustering, JBES 29. For the
    bias of effects with few rows per group see Fernández-Val and Weidner (2016), J. Econometrics
    192; here each group has a hundred rows or more.
    """
    used = _informative(y, first, second)
    if used.sum() == 0:
        raise ValueError("No group has both outcomes, so that nothing can be estimated.")
    y, X = y[used], X[used]
    g, h = _renumber(first[used]), _renumber(second[used])
    G, H, k = g.max() + 1, h.max() + 1, X.shape[1]
    scale = X.std(axis=0)
    if (scale < 1e-12).any():
        raise ValueError("A covariate is constant within the rows that can be used.")
    Z = (X - X.mean(axis=0)) / scale
    beta, a, c = np.zeros(k), np.zeros(G), np.zeros(H)
    eta = np.zeros(len(y))
    likelihood = _log_likelihood(y, eta)
    for _ in range(steps):
        p = expit(eta)
        w, r = p * (1 - p), y - p
        inside, half = _partial_out(Z, r, w, g, h, G, H)
        step_beta = np.linalg.solve(inside.T @ (inside * w[:, None]), inside.T @ r)
        step_a, step_c = half(step_beta)
        change = Z @ step_beta + step_a[g] + step_c[h]
        size = 1.0
        while True:
            trial = _log_likelihood(y, eta + size * change)
            if trial >= likelihood - 1e-9 or size < 1e-6:
                break
            size /= 2
        beta, a, c = beta + size * step_beta, a + size * step_a, c + size * step_c
        eta = Z @ beta + a[g] + c[h]
        gain, likelihood = trial - likelihood, trial
        if abs(gain) < 1e-9 * (1 + abs(likelihood)) and np.abs(size * step_beta).max() < 1e-8:
            break
    else:
        raise ValueError(f"The logit has not converged in {steps} steps.")
    p = expit(eta)
    w, r = p * (1 - p), y - p
    inside, _ = _partial_out(Z, r, w, g, h, G, H)
    bread = np.linalg.inv(inside.T @ (inside * w[:, None]))
    scores = inside * r[:, None]
    pairs = _renumber(g * H + h)
    meat = _outer(scores, g) + _outer(scores, h) - _outer(scores, pairs)
    covariance = _positive(bread @ meat @ bread) / np.outer(scale, scale)
    return LogitFit(beta / scale, covariance, eta, used, float(likelihood))


def _informative(y: Floats, first: Integers, second: Integers) -> npt.NDArray[np.bool_]:
    """Return the rows whose groups have both outcomes among the rows that are left."""
    used = np.ones(len(y), dtype=bool)
    while True:
        kept = used.copy()
        for group in (first, second):
            rows = np.bincount(group[used], minlength=group.max() + 1)
            ones = np.bincount(group[used], weights=y[used], minlength=group.max() + 1)
            varies = (ones > 0) & (ones < rows)
            kept &= varies[group]
        if (kept == used).all():
            return used
        used = kept


def _renumber(group: Integers) -> Integers:
    return np.unique(group, return_inverse=True)[1]


def _partial_out(
    Z: Floats, r: Floats, w: Floats, g: Integers, h: Integers, G: int, H: int
) -> tuple[Floats, Callable[[Floats], tuple[Floats, Floats]]]:
    """Return `Z` less its weighted projection on both groups, and how to get the effects' steps.

    The second value maps a step of β to the steps of the effects of both groups.
    """
    D1 = np.bincount(g, weights=w, minlength=G)
    D2 = np.bincount(h, weights=w, minlength=H)
    B = np.bincount(g * H + h, weights=w, minlength=G * H).reshape(G, H)
    # the constant is in both groups: the first effect of the second group is fixed at zero
    S = np.diag(D2) - B.T @ (B / D1[:, None])
    S = S[1:, 1:]
    columns = np.column_stack([Z * w[:, None], r])
    U = np.column_stack([np.bincount(g, weights=one, minlength=G) for one in columns.T])
    V = np.column_stack([np.bincount(h, weights=one, minlength=H) for one in columns.T])
    right = V - B.T @ (U / D1[:, None])
    second = np.zeros((H, columns.shape[1]))
    second[1:] = np.linalg.solve(S, right[1:])
    first = (U - B @ second) / D1[:, None]
    k = Z.shape[1]
    inside = Z - first[g, :k] - second[h, :k]

    def effects(step: Floats) -> tuple[Floats, Floats]:
        return first[:, k] - first[:, :k] @ step, second[:, k] - second[:, :k] @ step

    return inside, effects


def _outer(scores: Floats, group: Integers) -> Floats:
    sums = np.column_stack([np.bincount(group, weights=one) for one in scores.T])
    return np.asarray(sums.T @ sums)


def _positive(covariance: Floats) -> Floats:
    """Return the nearest matrix without negative eigenvalues, as two-way clustering may need."""
    values, vectors = np.linalg.eigh((covariance + covariance.T) / 2)
    return np.asarray((vectors * np.maximum(values, 0.0)) @ vectors.T)


def _log_likelihood(y: Floats, eta: Floats) -> float:
    return float(-np.logaddexp(0.0, np.where(y > 0.5, -eta, eta)).sum())


def group_numbers(labels: pd.Index) -> Integers:
    """Return a number per label."""
    return np.asarray(pd.factorize(labels)[0], dtype=np.intp)
