"""One comparison of treated and control units before and after, with its influence function.

Three ways to allow for covariates: the changes of the controls are predicted from them (``reg``),
the controls are weighted to resemble the treated (``ipw``), or both (``dr``: right if either is).
Several outcomes (changes to several years) are compared at once where treated and controls are the
same.
"""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np

from wir.effects.panel import Bools
from wir.potential.checks import Floats, listed

Method = Literal["reg", "ipw", "dr"]

MOST_CERTAIN = 0.995
"""Controls that are treated with at least this probability are left out of the weights."""


class CannotCompareError(ValueError):
    """Treated and controls cannot be compared with these covariates."""


def check_method(method: str) -> None:
    """Raise a `ValueError` for another method than these three."""
    if method not in get_args(Method):
        raise ValueError(f"method is {method!r}. Expected one of {listed(get_args(Method))}.")


def compare(
    changes: Floats,
    treated: Bools,
    controls: Bools,
    X: Floats,
    method: Method = "dr",
    influence: bool = True,
) -> tuple[Floats, Floats]:
    """Return the mean effect on the treated for each column of `changes`, and the influence.

    Parameters
    ----------
    changes
        Units × outcomes: after minus before.
    treated, controls
        Who is compared; units in neither have no influence.
    X
        Units × (1 + covariates), the first column a constant.
    method
        See the head of this file; without covariates all three are the difference of means.
    influence
        Whether to compute the influence function; zeros otherwise.

    Returns
    -------
    effect : ndarray of shape (outcomes,)
    influence : ndarray of shape (units, outcomes)
        Its mean of squares, divided by the number of units, is the variance.

    Raises
    ------
    CannotCompareError
        Covariates that are linearly dependent among the controls, or that separate treated from
        controls.

    References
    ----------
    Sant'Anna and Zhao (2020), Doubly robust difference-in-differences estimators, Journal of
    Econometrics 219. Ratios as in the R package DRDID 1.2.3.
    """
    units, outcomes = changes.shape
    after = changes[treated]
    if X.shape[1] == 1:
        mean_t, mean_c = after.mean(axis=0), changes[controls].mean(axis=0)
        if not influence:
            return mean_t - mean_c, np.zeros((0, outcomes))
        psi = np.zeros((units, outcomes))
        psi[treated] = units / treated.sum() * (after - mean_t)
        psi[controls] = -units / controls.sum() * (changes[controls] - mean_c)
        return mean_t - mean_c, psi
    if method == "reg":
        return _regression(changes, treated, controls, X, influence)
    return _weighted(changes, treated, controls, X, method, influence)


def _inverse(gram: Floats, what: str) -> Floats:
    # the columns of X are standardised, so that a tiny eigenvalue means dependence
    values = np.linalg.eigvalsh(gram)
    if not values[0] > 1e-10 * max(values[-1], 1e-300):
        raise CannotCompareError(
            f"The covariates are linearly dependent {what}: with so few units, or covariates that "
            "do not vary there, they cannot be held constant. Use fewer covariates, or more "
            "controls."
        )
    return np.asarray(np.linalg.inv(gram))


def _regression(
    changes: Floats, treated: Bools, controls: Bools, X: Floats, influence: bool
) -> tuple[Floats, Floats]:
    units = len(changes)
    Xc, Xt = X[controls], X[treated]
    inverse = _inverse(Xc.T @ Xc, "among the controls")
    slopes = inverse @ (Xc.T @ changes[controls])
    rest = changes[treated] - Xt @ slopes
    effect = rest.mean(axis=0)
    if not influence:
        return effect, np.zeros((0, changes.shape[1]))
    psi = np.zeros_like(changes)
    psi[treated] = units / treated.sum() * (rest - effect)
    leverage = Xc @ (inverse @ Xt.mean(axis=0))
    psi[controls] = -units * leverage[:, None] * (changes[controls] - Xc @ slopes)
    return effect, psi


def propensity(treated: Bools, X: Floats) -> tuple[Floats, Floats]:
    """Return the probability of treatment (logit), and the inverse of the information matrix.

    Raises
    ------
    CannotCompareError
        If covariates separate treated from controls, so that no finite estimate exists.
    """
    y = treated.astype(np.float64)
    beta = np.zeros(X.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(X @ beta, -500, 500)))
        inverse = _inverse(X.T @ (X * (p * (1 - p))[:, None]), "given the treatment")
        step = inverse @ (X.T @ (y - p))
        beta = beta + step
        if np.abs(step).max() < 1e-12:
            break
        if np.abs(beta).max() > 100:
            raise CannotCompareError(
                "The covariates separate treated from control units: every treated unit differs "
                "from every control. Use fewer covariates, or method='reg' with care."
            )
    p = 1 / (1 + np.exp(-np.clip(X @ beta, -500, 500)))
    return p, _inverse(X.T @ (X * (p * (1 - p))[:, None]), "given the treatment")


def _weighted(
    changes: Floats,
    treated: Bools,
    controls: Bools,
    X: Floats,
    method: Method,
    influence: bool,
) -> tuple[Floats, Floats]:
    inside = treated | controls
    units, count = len(changes), int(inside.sum())
    dy, D, Z = changes[inside], treated[inside], X[inside]
    p, inverse = propensity(D, Z)
    p = np.minimum(p, 1 - 1e-6)
    kept = D | (p < MOST_CERTAIN)
    odds = np.where(D, 0.0, kept * p / (1 - p))
    slopes = np.zeros((Z.shape[1], dy.shape[1]))
    if method == "dr":
        C = ~D
        gram = _inverse(Z[C].T @ Z[C], "among the controls")
        slopes = gram @ (Z[C].T @ dy[C])
    rest = dy - Z @ slopes
    share, total = D.mean(), odds.mean()
    on_treated = rest[D].mean(axis=0)
    on_controls = (odds[:, None] * rest).mean(axis=0) / total
    effect = on_treated - on_controls
    if not influence:
        return effect, np.zeros((0, changes.shape[1]))
    part_t = D[:, None] * (rest - on_treated) / share
    part_c = odds[:, None] * (rest - on_controls) / total
    # the weights are estimated
    scores = ((D - p)[:, None] * Z) @ inverse * count
    by_weights = (odds[:, None, None] * (rest - on_controls)[:, :, None] * Z[:, None, :]).mean(
        axis=0
    ) / total
    part_c = part_c + scores @ by_weights.T
    if method == "dr":  # the regression is estimated, too
        linear = (~D)[:, None, None] * rest[:, :, None] * Z[:, None, :]
        linear = (linear @ gram) * count
        mean_t = Z[D].mean(axis=0)
        mean_c = (odds[:, None] * Z).mean(axis=0) / total
        part_t = part_t - linear @ mean_t
        part_c = part_c - linear @ mean_c
    psi = np.zeros_like(changes)
    psi[inside] = units / count * (part_t - part_c)
    return effect, psi
