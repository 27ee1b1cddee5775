"""The likelihood of cumulative link models: P(y ≤ k) = F(θ_k − xβ).

A model is written by two rows of a linear form per case, one for the threshold above its answer and
one for that below. The log-likelihood is concave in the parameters for the logit and the probit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import linprog
from scipy.special import expit, logit, ndtr, ndtri

from wir.potential.checks import Floats

Link = Literal["logit", "probit"]
Places = npt.NDArray[np.intp]
STEPS = 100


@dataclass(frozen=True)
class Cumulative:
    """Cases of a cumulative link model.

    Attributes
    ----------
    y
        Answers as numbers 0 … K − 1.
    X
        Cases × predictors.
    by_threshold
        Columns of X whose coefficient differs between thresholds.
    link
        F.
    penalty
        Weight of log|information|: 0.5 for Jeffreys' prior, 0 for maximum likelihood.
    """

    y: npt.NDArray[np.int64]
    X: Floats
    by_threshold: tuple[int, ...] = ()
    link: Link = "logit"
    penalty: float = 0.0

    @property
    def categories(self) -> int:
        """K."""
        return int(self.y.max()) + 1

    def rows(self) -> Floats:
        """Return the linear forms of all thresholds, K − 1 × cases × parameters."""
        n, p = self.X.shape
        K = self.categories
        common = [column for column in range(p) if column not in self.by_threshold]
        free = list(self.by_threshold)
        width = (K - 1) * (1 + len(free)) + len(common)
        result = np.zeros((K - 1, n, width))
        for k in range(K - 1):
            result[k, :, k] = 1
            result[k, :, K - 1 : K - 1 + len(common)] = -self.X[:, common]
            start = K - 1 + len(common) + k * len(free)
            result[k, :, start : start + len(free)] = -self.X[:, free]
        return result


@dataclass(frozen=True)
class Fit:
    """Estimates with their covariance, the value reached, and whether it is a maximum."""

    estimate: Floats
    covariance: Floats
    value: float


def fit(
    model: Cumulative, fixed: Mapping[int, float] | None = None, start: Floats | None = None
) -> Fit:
    """Maximise the (penalised) log-likelihood, some parameters held fixed.

    Parameters
    ----------
    fixed
        Values of parameters by their position: thresholds first, then coefficients.
    start
        Where to begin; the shares of the answers by default.

    Raises
    ------
    ValueError
        No convergence.
    """
    rows = model.rows()
    held = dict(fixed or {})
    free = np.array([i for i in range(rows.shape[2]) if i not in held], np.intp)
    current = _start(model, rows.shape[2]) if start is None else start.copy()
    current[list(held)] = list(held.values())
    if not np.isfinite(objective(model, rows, current)):
        current = _start(model, rows.shape[2])
        current[list(held)] = list(held.values())
    found = (_scoring if model.penalty else _newton)(model, rows, current, free)
    curvature = (
        information(model, rows, found) if model.penalty else -likelihood(model, rows, found)[2]
    )
    covariance = np.full((len(found), len(found)), np.nan)
    covariance[np.ix_(free, free)] = np.linalg.pinv(curvature[np.ix_(free, free)])
    return Fit(found, covariance, objective(model, rows, found))


def _start(model: Cumulative, width: int) -> Floats:
    """Return thresholds that give the shares of the answers, and no effects."""
    share = np.bincount(model.y, minlength=model.categories).cumsum()[:-1] / len(model.y)
    result = np.zeros(width)
    result[: model.categories - 1] = logit(share) if model.link == "logit" else ndtri(share)
    return result


def objective(model: Cumulative, rows: Floats, parameters: Floats) -> float:
    """Return the (penalised) log-likelihood; minus infinity outside the parameter space."""
    value = likelihood(model, rows, parameters)[0]
    if model.penalty and np.isfinite(value):
        sign, log_determinant = np.linalg.slogdet(information(model, rows, parameters))
        value = value + model.penalty * log_determinant if sign > 0 else -np.inf
    return float(value)


def likelihood(model: Cumulative, rows: Floats, parameters: Floats) -> tuple[float, Floats, Floats]:
    """Return log-likelihood, gradient and Hessian."""
    K, n = model.categories, len(model.y)
    width = rows.shape[2]
    upper, lower = np.minimum(model.y, K - 2), np.maximum(model.y - 1, 0)
    case = np.arange(n)
    U, L = rows[upper, case], rows[lower, case]
    last, first = model.y == K - 1, model.y == 0
    u, low = np.where(last, np.inf, U @ parameters), np.where(first, -np.inf, L @ parameters)
    p = _difference(u, low, model.link)
    if not (p > 0).all():
        return -np.inf, np.zeros(width), np.zeros((width, width))
    fu, fl = _density(u, model.link), _density(low, model.link)
    score = ((fu / p)[:, None] * U) - ((fl / p)[:, None] * L)
    su, sl = _slope(u, fu, model.link), _slope(low, fl, model.link)
    hessian = U.T @ (U * (su / p)[:, None]) - L.T @ (L * (sl / p)[:, None]) - score.T @ score
    return float(np.log(p).sum()), score.sum(axis=0), hessian


def information(model: Cumulative, rows: Floats, parameters: Floats) -> Floats:
    """Return the expected information."""
    K = model.categories
    eta = rows @ parameters
    edge = np.full((1, eta.shape[1]), np.inf)
    limits = np.vstack([-edge, eta, edge])
    density = _density(limits, model.link)
    padded = np.concatenate([np.zeros((1, *rows.shape[1:])), rows, np.zeros((1, *rows.shape[1:]))])
    total = np.zeros((rows.shape[2], rows.shape[2]))
    for k in range(K):
        p = np.maximum(_difference(limits[k + 1], limits[k], model.link), 1e-300)
        change = density[k + 1][:, None] * padded[k + 1] - density[k][:, None] * padded[k]
        total += change.T @ (change / p[:, None])
    return total


def _newton(model: Cumulative, rows: Floats, start: Floats, free: Places) -> Floats:
    current = start.copy()
    value, gradient, hessian = likelihood(model, rows, current)
    for _ in range(STEPS):
        step = np.linalg.lstsq(-hessian[np.ix_(free, free)], gradient[free], rcond=1e-12)[0]
        step *= min(1.0, 5.0 / max(np.abs(rows[..., free] @ step).max(), 1e-12))
        size = 1.0
        while True:
            trial = current.copy()
            trial[free] += size * step
            new, g, h = likelihood(model, rows, trial)
            if new >= value - 1e-12 or size < 1e-8:
                break
            size /= 2
        if not np.isfinite(new):
            break
        done = np.abs(trial - current).max() < 1e-10 * (1 + np.abs(trial).max())
        current, value, gradient, hessian = trial, new, g, h
        if done:
            return current
    raise ValueError(
        f"The cumulative model has not converged in {STEPS} steps. The data may be separated; use "
        "penalty='jeffreys' or fewer predictors."
    )


def _scoring(model: Cumulative, rows: Floats, start: Floats, free: Places) -> Floats:
    """Maximise the penalised likelihood by Fisher scoring; the penalty's gradient is numerical."""
    current, value = start.copy(), objective(model, rows, start)
    for _ in range(STEPS * 5):
        gradient = likelihood(model, rows, current)[1]
        for place in free:
            width = 1e-5 * (1 + abs(current[place]))
            up, down = current.copy(), current.copy()
            up[place] += width
            down[place] -= width
            change = _log_determinant(model, rows, up) - _log_determinant(model, rows, down)
            gradient[place] += model.penalty * change / (2 * width)
        part = information(model, rows, current)[np.ix_(free, free)]
        step = np.linalg.lstsq(part, gradient[free], rcond=1e-12)[0]
        step *= min(1.0, 3.0 / max(np.abs(rows[..., free] @ step).max(), 1e-300))
        if np.abs(step).max() < 1e-8 * (1 + np.abs(current).max()):
            return current
        size = 1.0
        while True:
            trial = current.copy()
            trial[free] += size * step
            new = objective(model, rows, trial)
            if new >= value - 1e-12 * (1 + abs(value)) or size < 1e-6:
                break
            size /= 2
        current, value = trial, new
    raise ValueError(
        f"The penalised model has not converged in {STEPS * 5} steps. Use fewer predictors, or "
        "look for values far away from all others."
    )


def _log_determinant(model: Cumulative, rows: Floats, parameters: Floats) -> float:
    return float(np.linalg.slogdet(information(model, rows, parameters))[1])


def separating(y: npt.NDArray[np.int64], X: pd.DataFrame) -> tuple[str, ...]:
    """Return the predictors for which maximum likelihood has no finite estimate.

    Data are separated where a direction of the parameters raises no case's likelihood and lowers
    none: a linear program finds it.

    References
    ----------
    Konis (2007), Linear programming algorithms for detecting separated data in binary logistic
    regression models, thesis, Oxford.
    """
    scaled = ((X - X.mean()) / X.std()).to_numpy()
    model = Cumulative(y, scaled)
    rows, K = model.rows(), model.categories
    case = np.arange(len(y))
    above, below = y < K - 1, y > 0
    gains = np.vstack([rows[y[above], case[above]], -rows[y[below] - 1, case[below]]])
    found = linprog(-gains.sum(axis=0), A_ub=-gains, b_ub=np.zeros(len(gains)), bounds=(-1, 1))
    if not found.success or -found.fun < 1e-6:
        return ()
    slope = found.x[K - 1 :]
    return tuple(str(name) for name, one in zip(X.columns, slope, strict=True) if abs(one) > 1e-6)


def _difference(upper: Floats, lower: Floats, link: Link) -> Floats:
    """Return F(upper) − F(lower), exact in both tails."""
    F = expit if link == "logit" else ndtr
    right = lower > 0
    return np.where(right, F(-lower) - F(-upper), F(upper) - F(lower))


def _density(x: Floats, link: Link) -> Floats:
    if link == "logit":
        return np.asarray(expit(x) * expit(-x))
    return np.asarray(np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi))


def _slope(x: Floats, density: Floats, link: Link) -> Floats:
    """Return the derivative of the density; zero at infinity."""
    if link == "logit":
        return np.asarray(density * (1 - 2 * expit(x)))
    return np.where(np.isfinite(x), -np.where(np.isfinite(x), x, 0.0) * density, 0.0)
