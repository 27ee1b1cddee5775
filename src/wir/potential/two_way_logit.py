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
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import connected_components
from scipy.special import expit

from wir.potential.checks import Floats

Integers = npt.NDArray[np.intp]

LEAST = 1e-8
"""Share of a covariate's variance that the groups and the other covariates must leave."""


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
    first, plus that of the second, less that of their pairs; no correction for small samples. With
    few groups the difference can imply negative variances: then the part of the pairs is not taken
    off, which errs on the side of large errors (Davezies, D'Haultfœuille and Guyonvarch 2021).

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
        Nothing is left, covariates that the groups or other covariates determine, no convergence
        (such as a covariate that separates the outcomes completely).

    References
    ----------
    Cameron, Gelbach and Miller (2011), Robust inference with multiway clustering, JBES 29. For the
    bias of effects with few rows per group see Fernández-Val and Weidner (2016), J. Econometrics
    192; here each group has a hundred rows or more. Davezies, D'Haultfœuille and Guyonvarch (2021),
    Empirical process results for exchangeable arrays, Annals of Statistics 49.
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
    free = _free(g, h, G, H)
    sums = _sums(g), _sums(h)
    beta, a, c = np.zeros(k), np.zeros(G), np.zeros(H)
    eta = np.zeros(len(y))
    likelihood = _log_likelihood(y, eta)
    for step in range(steps):
        p = expit(eta)
        w, r = p * (1 - p), y - p
        if np.bincount(g, weights=w).min() < 1e-12 or np.bincount(h, weights=w).min() < 1e-12:
            raise ValueError(
                "The logit does not converge: the covariates tell entries and others apart "
                "completely in some group. Leave one of them out."
            )
        inside, half = _partial_out(Z, r, w, g, h, free, sums)
        if step == 0:
            _require_variation(inside, len(y))
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
    inside, _ = _partial_out(Z, r, w, g, h, free, sums)
    bread = np.linalg.inv(inside.T @ (inside * w[:, None]))
    scores = inside * r[:, None]
    pairs = _renumber(g * H + h)
    both = _outer(scores, g) + _outer(scores, h)
    meat = both - _outer(scores, pairs)
    if np.linalg.eigvalsh(meat).min() < 0:
        meat = both
    covariance = bread @ meat @ bread / np.outer(scale, scale)
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


def _free(g: Integers, h: Integers, G: int, H: int) -> Integers:
    """Return the second groups whose effects are free: all but one in each connected part.

    Where two parts have no group in common, the constant of each is in the first groups.
    """
    rows = coo_matrix((np.ones(len(g)), (g, G + h)), shape=(G + H, G + H))
    part = connected_components(rows, directed=False)[1][G:]
    fixed = np.unique(part, return_index=True)[1]
    return np.setdiff1d(np.arange(H), fixed).astype(np.intp)


def _require_variation(inside: Floats, n: int) -> None:
    """Raise if a covariate, of variance one, has nothing left that the others do not have."""
    left = inside.T @ inside / n
    for column in range(len(left)):
        others = np.delete(np.arange(len(left)), column)
        unexplained = left[column, column]
        if len(others) and unexplained > LEAST:
            weights = np.linalg.lstsq(left[np.ix_(others, others)], left[others, column])[0]
            unexplained -= float(left[column, others] @ weights)
        if unexplained < LEAST:
            raise ValueError(
                f"Covariate {column + 1} of {len(left)} is determined by the groups or by the "
                "other covariates, so that it has no coefficient of its own. Leave it out."
            )


def _partial_out(
    Z: Floats,
    r: Floats,
    w: Floats,
    g: Integers,
    h: Integers,
    free: Integers,
    sums: tuple[csr_matrix, csr_matrix],
) -> tuple[Floats, Callable[[Floats], tuple[Floats, Floats]]]:
    """Return `Z` less its weighted projection on both groups, and how to get the effects' steps.

    The second value maps a step of β to the steps of the effects of both groups.
    """
    D1, D2 = np.bincount(g, weights=w), np.bincount(h, weights=w)
    G, H = len(D1), len(D2)
    B = np.bincount(g * H + h, weights=w, minlength=G * H).reshape(G, H)
    # the constant is in both groups: one effect of the second groups is fixed at zero
    S = np.diag(D2) - B.T @ (B / D1[:, None])
    S = S[np.ix_(free, free)]
    columns = np.empty((len(Z), Z.shape[1] + 1))
    np.multiply(Z, w[:, None], out=columns[:, :-1])
    columns[:, -1] = r
    U, V = (one @ columns for one in sums)
    right = V - B.T @ (U / D1[:, None])
    second = np.zeros((H, columns.shape[1]))
    second[free] = np.linalg.solve(S, right[free])
    first = (U - B @ second) / D1[:, None]
    k = Z.shape[1]
    inside = Z - first[:, :k][g]
    inside -= second[:, :k][h]

    def effects(step: Floats) -> tuple[Floats, Floats]:
        return first[:, k] - first[:, :k] @ step, second[:, k] - second[:, :k] @ step

    return inside, effects


def _sums(group: Integers) -> csr_matrix:
    """Return the matrix that sums rows by group: much faster than group by group or by column."""
    n = len(group)
    return csr_matrix((np.ones(n), (group, np.arange(n))), shape=(int(group.max()) + 1, n))


def _outer(scores: Floats, group: Integers) -> Floats:
    sums = _sums(group) @ scores
    return np.asarray(sums.T @ sums)


def _log_likelihood(y: Floats, eta: Floats) -> float:
    return float(-np.logaddexp(0.0, np.where(y > 0.5, -eta, eta)).sum())


def group_numbers(labels: pd.Index) -> Integers:
    """Return a number per label."""
    return np.asarray(pd.factorize(labels)[0], dtype=np.intp)
