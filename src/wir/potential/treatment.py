"""Outliers and normalisation of single indicators, after the OECD/JRC handbook (2008)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from wir.potential.checks import Floats

Normalisation = Literal["minmax", "zscore"]

SKEWNESS_LIMIT = 2.0
KURTOSIS_LIMIT = 3.5


@dataclass(frozen=True)
class Treatment:
    """What was done to one indicator: the values after it, the method, and which points."""

    treated: Floats
    method: Literal["none", "winsorised", "log"]
    changed: npt.NDArray[np.bool_]
    skewness_before: float
    kurtosis_before: float
    skewness_after: float
    kurtosis_after: float

    @property
    def passed(self) -> bool:
        """Whether the treated values pass the test for outliers."""
        return not _fails(self.skewness_after, self.kurtosis_after)


def skewness(values: Floats) -> float:
    """Return the bias-corrected skewness G₁ of the values that are there (NaN below three)."""
    x = values[~np.isnan(values)]
    n = len(x)
    spread = np.sum((x - x.mean()) ** 2) if n else 0.0
    if n < 3 or spread == 0:
        return float("nan")
    g1 = np.sqrt(n) * np.sum((x - x.mean()) ** 3) / spread**1.5
    return float(g1 * np.sqrt(n * (n - 1)) / (n - 2))


def excess_kurtosis(values: Floats) -> float:
    """Return the bias-corrected excess kurtosis G₂ of the values there are (NaN below four)."""
    x = values[~np.isnan(values)]
    n = len(x)
    spread = np.sum((x - x.mean()) ** 2) if n else 0.0
    if n < 4 or spread == 0:
        return float("nan")
    g2 = n * np.sum((x - x.mean()) ** 4) / spread**2 - 3
    return float(((n + 1) * g2 + 6) * (n - 1) / ((n - 2) * (n - 3)))


def _fails(skew: float, kurtosis: float) -> bool:
    return abs(skew) >= SKEWNESS_LIMIT and kurtosis >= KURTOSIS_LIMIT


def has_outliers(values: Floats) -> bool:
    """Return True if the absolute skewness is ≥ 2 and the excess kurtosis ≥ 3.5."""
    return _fails(skewness(values), excess_kurtosis(values))


def untreated(values: Floats) -> Treatment:
    """Return the values as they are, with their moments."""
    moments = skewness(values), excess_kurtosis(values)
    return Treatment(values.copy(), "none", np.zeros(len(values), dtype=bool), *moments, *moments)


def treat_outliers(values: Floats, max_winsorised: int = 5) -> Treatment:
    """Winsorise up to `max_winsorised` points; where that does not suffice, take logarithms.

    The most extreme value on the side of the skew takes the next value, until the indicator
    passes. If it does not pass, the *original* values become log(x − min + 0.01 · range).

    Parameters
    ----------
    values
        Shape (units,), NaN where missing.
    max_winsorised
        Most points that may be changed. COINr lets a step with tied values overshoot its limit;
        here no more than `max_winsorised` points ever change. A step that would leave the
        indicator constant is not made either.

    Returns
    -------
    Treatment
        The logarithm is kept even where it does not pass (see `Treatment.passed`): it reduces
        high outliers, it does not help against low ones.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators; Becker et al. (2022), COINr.
    """
    before = skewness(values), excess_kurtosis(values)
    if not _fails(*before):
        return untreated(values)
    treated = _winsorise(values, max_winsorised)
    after = skewness(treated), excess_kurtosis(treated)
    present = ~np.isnan(values)
    if not _fails(*after):
        changed = present & (treated != values)
        return Treatment(treated, "winsorised", changed, *before, *after)
    low, high = np.nanmin(values), np.nanmax(values)
    logged = np.log(values - low + 0.01 * (high - low))
    after = skewness(logged), excess_kurtosis(logged)
    return Treatment(logged, "log", present, *before, *after)


def _winsorise(values: Floats, limit: int) -> Floats:
    x = values.copy()
    while has_outliers(x):
        high = skewness(x) >= 0
        edge = np.nanmax(x) if high else np.nanmin(x)
        ends = x == edge
        inner = x[~ends & ~np.isnan(x)]
        step = x.copy()
        step[ends] = inner.max() if high else inner.min()
        changed = np.count_nonzero(~np.isnan(values) & (step != values))
        if changed > limit or np.nanmin(step) == np.nanmax(step):
            break
        x = step
    return x


def normalise(
    values: Floats, method: Normalisation = "minmax", low: float = 0.0, high: float = 100.0
) -> Floats:
    """Bring the columns of a matrix to a common scale.

    Parameters
    ----------
    values
        Shape (units, indicators), larger is more; NaN where missing. No column is constant.
    method
        ``"minmax"``: `low` to `high` over the units that are there. ``"zscore"``: mean 0 and
        standard deviation 1 (ddof 1).

    Returns
    -------
    ndarray
        Shape (units, indicators).
    """
    if method == "minmax":
        least = np.nanmin(values, axis=0)
        span = np.nanmax(values, axis=0) - least
        return np.asarray(low + (values - least) / span * (high - low))
    if method == "zscore":
        centred = values - np.nanmean(values, axis=0)
        return np.asarray(centred / np.nanstd(values, axis=0, ddof=1))
    raise ValueError(f"normalisation is {method!r}. Expected 'minmax' or 'zscore'.")
