"""Probabilities brought to the rates that the training data show, without changing their order.

Boosted models that stop early are cautious: their probabilities are too even. How much is seen in
regions that a model has not learnt from, within the training data. Nothing of the years that are
forecast is used, so that this mends the shape of the curve and not a drift of the rate.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from wir.potential.checks import Floats

STEPS = 50
LEAST = 1e-6
"""Probabilities are kept this far from 0 and 1 before the logit."""


@dataclass(frozen=True)
class LogitScale:
    """p → Λ(shift + slope · logit p), on rising probabilities rising: ranks stay as they are.

    A slope above one makes probabilities less even, one below one more even. The default changes
    nothing.
    """

    slope: float = 1.0
    shift: float = 0.0

    def apply(self, probability: Floats) -> Floats:
        """Return the recalibrated probabilities."""
        if self.slope == 1.0 and self.shift == 0.0:
            return probability
        return np.asarray(expit(self.shift + self.slope * _logit(probability)))


def fit_scale(probability: Floats, outcome: Floats) -> LogitScale:
    """Fit slope and shift by maximum likelihood (Platt scaling).

    Parameters
    ----------
    probability
        Forecasts of cases that the models had not learnt from, 0–1.
    outcome
        What happened to them, 0 or 1.

    Returns
    -------
    LogitScale
        One that changes nothing where the forecasts do not tell cases apart, where all cases have
        the same outcome, or where the slope would not be positive (the order would be reversed).

    References
    ----------
    Platt (1999), Probabilistic outputs for support vector machines and comparisons to regularized
    likelihood methods, Advances in Large Margin Classifiers; here on the logit of a probability.
    """
    y = np.asarray(outcome, dtype=float)
    x = _logit(probability)
    if len(np.unique(y)) < 2 or np.ptp(x) < 1e-12:
        return LogitScale()
    X = np.column_stack([np.ones_like(x), x])
    beta = np.array([0.0, 1.0])
    for _ in range(STEPS):
        p = expit(X @ beta)
        hessian = X.T @ (X * (p * (1 - p))[:, None])
        if not np.isfinite(np.linalg.cond(hessian)):
            return LogitScale()  # the forecasts separate the outcomes completely
        step = np.linalg.solve(hessian, X.T @ (y - p))
        beta = beta + np.clip(step, -2.0, 2.0)
        if np.abs(step).max() < 1e-10:
            return LogitScale(float(beta[1]), float(beta[0])) if beta[1] > 0 else LogitScale()
    return LogitScale()


def _logit(probability: Floats) -> Floats:
    return np.asarray(logit(np.clip(probability, LEAST, 1 - LEAST)))
