"""From raw values to memberships: direct calibration with three anchors, indirect from codes."""

from __future__ import annotations

import warnings
from itertools import combinations_with_replacement

import numpy as np
import pandas as pd
from scipy.special import expit

from wir.potential.checks import Floats, listed, numeric_series, same_labels

POWERS = (-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0, 3.0)
"""Powers of a fractional polynomial (0 stands for the logarithm), after Royston and Altman."""

LARGEST = 30.0
"""Log odds beyond which a curve has run away because one value tells the codes apart."""


def calibrate(
    x: pd.Series,
    exclusion: float,
    crossover: float,
    inclusion: float,
    *,
    idm: float = 0.95,
    log_odds: float | None = None,
) -> pd.Series:
    """Return the membership of each case in a set, from three anchors (direct method).

    The distance from the crossover is turned into log odds: 0 at the crossover, ln(idm/(1 − idm))
    at full inclusion and minus that at full exclusion; the membership is the logistic function of
    it. At the anchors it is 1 − idm, 0.5 and idm.

    Parameters
    ----------
    x
        Raw values; missing ones stay missing.
    exclusion, crossover, inclusion
        The anchors, rising, or falling where low values mean membership.
    idm
        Membership at full inclusion, above 0.5 and below 1. With 0.95 the log odds are 2.944.
    log_odds
        The log odds at full inclusion themselves, in place of `idm`; fsQCA 3.0 takes 3.0.

    Returns
    -------
    Series
        Memberships between 0 and 1.

    Raises
    ------
    TypeError, ValueError
        Values that are not numbers, anchors that neither rise nor fall, an impossible `idm`.

    References
    ----------
    Ragin (2008), Redesigning social inquiry, chapter 5. Agrees with `calibrate` of R's QCA.
    """
    values = numeric_series(x, "x")
    anchors = (float(exclusion), float(crossover), float(inclusion))
    rising, falling = np.diff(anchors) > 0, np.diff(anchors) < 0
    if not (np.isfinite(anchors).all() and (rising.all() or falling.all())):
        raise ValueError(
            f"The anchors are exclusion {anchors[0]:g}, crossover {anchors[1]:g}, inclusion "
            f"{anchors[2]:g}. Expected three numbers that rise, or that fall for a set that low "
            "values belong to; no two may be equal."
        )
    if not 0.5 < idm < 1:
        raise ValueError(f"idm is {idm}. Expected a membership above 0.5 and below 1.")
    if log_odds is not None and not (np.isfinite(log_odds) and log_odds > 0):
        raise ValueError(f"log_odds is {log_odds}. Expected a number above zero, such as 3.0.")
    full = np.log(idm / (1 - idm)) if log_odds is None else float(log_odds)
    raw = values.to_numpy()
    away = raw - anchors[1]
    inside = away * (anchors[2] - anchors[1]) >= 0
    width = np.where(inside, anchors[2] - anchors[1], anchors[1] - anchors[0])
    return pd.Series(expit(full * away / width), index=values.index, name=values.name)


def calibrate_indirect(x: pd.Series, codes: pd.Series) -> pd.Series:
    """Return memberships fitted to a researcher's rough codes (indirect method).

    Each case has a rough membership, such as 0, 0.2, 0.4, 0.6, 0.8 or 1. A fractional logit of
    these codes on a fractional polynomial of the raw values (one or two powers, the best fit among
    those that rise or fall throughout the values) gives the membership of each case.

    Parameters
    ----------
    x
        Raw values; missing ones stay missing.
    codes
        Rough memberships of the same cases, 0–1; cases without a code are not used for the fit
        but get a membership.

    Returns
    -------
    Series
        Memberships between 0 and 1.

    Raises
    ------
    TypeError, ValueError
        Different labels, codes that are not between 0 and 1, fewer than three different values
        with codes, codes that are all the same.

    References
    ----------
    Ragin (2008), Redesigning social inquiry, chapter 5. Royston and Altman (1994), Regression
    using fractional polynomials of continuous covariates, Applied Statistics 43. R's QCA uses one
    fixed polynomial (ln x, √x, x, x²), which need not be monotone; its numbers differ.
    """
    values, rough = numeric_series(x, "x"), numeric_series(codes, "codes")
    same_labels(rough.index, values.index, "codes", "x")
    rough = rough.reindex(values.index)
    outside = rough[(rough < 0) | (rough > 1)]
    if len(outside):
        raise ValueError(
            f"codes holds {outside.iloc[0]:g} for {listed(outside.index)}. Expected rough "
            "memberships between 0 and 1."
        )
    known = (values.notna() & rough.notna()).to_numpy()
    if values[known].nunique() < 3 or rough[known].nunique() < 2:
        raise ValueError(
            f"{values[known].nunique()} different values of x have a code, and "
            f"{rough[known].nunique()} different codes. Expected three or more values and two or "
            "more codes; use `calibrate` with anchors otherwise."
        )
    low, high = values.min(), values.max()
    scaled = 1 + (values.to_numpy() - low) / (high - low)
    grid = np.linspace(1, 2, 101)
    best: tuple[float, Floats] | None = None
    for count in (1, 2):
        for powers in combinations_with_replacement(POWERS, count):
            found = _fractional_logit(_terms(scaled[known], powers), rough[known].to_numpy())
            if found is None:
                continue
            beta, deviance = found
            steps = np.diff(_terms(grid, powers) @ beta)
            monotone = bool((steps >= -1e-9).all() or (steps <= 1e-9).all())
            if monotone and (best is None or deviance < best[0] - 1e-9):
                best = (deviance, expit(_terms(scaled, powers) @ beta))
    if best is None:
        raise ValueError(
            "No curve that rises or falls throughout fits the codes: they may be told apart "
            "completely by one value of x. Use `calibrate` with anchors."
        )
    return pd.Series(best[1], index=values.index, name=values.name)


def _terms(x: Floats, powers: tuple[float, ...]) -> Floats:
    """Return a constant and the powers of x; a repeated power is multiplied by the logarithm."""
    columns = [np.ones_like(x)]
    for position, power in enumerate(powers):
        column = np.log(x) if power == 0 else x**power
        columns.append(column * np.log(x) if power in powers[:position] else column)
    return np.column_stack(columns)


def _fractional_logit(X: Floats, y: Floats) -> tuple[Floats, float] | None:
    """Return coefficients and deviance of a logit of shares, or None where it does not converge."""
    from statsmodels.genmod.families import Binomial
    from statsmodels.genmod.generalized_linear_model import GLM

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # separation and overflow; such a curve is not taken
        try:
            fit = GLM(y, X, family=Binomial()).fit(maxiter=100)
        except (ValueError, np.linalg.LinAlgError):
            return None
    beta = np.asarray(fit.params)
    usable = fit.converged and np.isfinite(beta).all() and np.abs(X @ beta).max() < LARGEST
    return (beta, float(fit.deviance)) if usable else None
