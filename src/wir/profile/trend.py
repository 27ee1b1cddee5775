"""Growth per year with an interval that allows for neighbouring years being alike."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import t as student

from wir.potential.checks import Floats, listed

LEAST_YEARS = 4
"""Fewer known years give no trend."""


def default_lags(years: int) -> int:
    """Return the lags of Newey and West's rule: ⌊4 (n/100)^(2/9)⌋, 2 for 6 to 23 years."""
    return int(4 * (years / 100) ** (2 / 9))


def growth_trend(
    values: pd.DataFrame, *, lags: int | None = None, confidence: float = 0.95
) -> pd.DataFrame:
    """Return the growth per year of each series: slope of its logarithm on the years.

    Standard errors are those of Newey and West (1987) with Bartlett weights and the factor
    n/(n − 2); intervals take t with n − 2 degrees of freedom (as statsmodels' OLS with
    ``cov_type="HAC"``, ``use_correction=True``, ``use_t=True``). With a dozen years such intervals
    are rather too narrow than too wide.

    Parameters
    ----------
    values
        Years × series. A year that is missing is left out; a series with a zero or a negative
        value, or with fewer than four known years, has no trend.
    lags
        Lags; by default `default_lags` of the number of years.
    confidence
        Of the interval.

    Returns
    -------
    DataFrame
        Series × ``growth``, ``lower``, ``upper`` (% per year), ``years`` (number used).

    Raises
    ------
    TypeError
        No DataFrame.
    ValueError
        Years that are not sorted, repeated or not numbers; a confidence outside 0 to 1.

    References
    ----------
    Newey and West (1987), A simple, positive semi-definite, heteroskedasticity and autocorrelation
    consistent covariance matrix, Econometrica 55.
    """
    if not isinstance(values, pd.DataFrame):
        raise TypeError(
            f"values is a {type(values).__name__}. Expected a DataFrame, years × series; a single "
            "series becomes one with .to_frame()."
        )
    years = np.asarray(values.index, dtype=float)
    if not (np.diff(years) > 0).all():
        raise ValueError(f"The years are {listed(values.index, 40)}. Expected each once, sorted.")
    if not 0 < confidence < 1:
        raise ValueError(f"confidence is {confidence}. Expected a share between 0 and 1.")
    table = values.to_numpy(dtype=float)
    known = ~np.isnan(table)
    usable = (known.sum(axis=0) >= LEAST_YEARS) & ~(np.where(known, table, 1.0) <= 0).any(axis=0)
    found = np.full((table.shape[1], 3), np.nan)
    patterns = known[:, usable].T
    for pattern in np.unique(patterns, axis=0):
        series = np.flatnonzero(usable)[(patterns == pattern).all(axis=1)]
        logs = np.log(table[np.ix_(pattern, series)])
        count = int(pattern.sum())
        slope, error = _slopes(years[pattern], logs, default_lags(count) if lags is None else lags)
        wide = student.ppf(0.5 + confidence / 2, count - 2) * error
        found[series] = np.column_stack([slope, slope - wide, slope + wide])
    result = pd.DataFrame(
        100 * np.expm1(found), index=values.columns, columns=["growth", "lower", "upper"]
    )
    result["years"] = known.sum(axis=0)
    return result


def _slopes(years: Floats, logs: Floats, lags: int) -> tuple[Floats, Floats]:
    """Return slope and standard error of each column of `logs` (no value missing)."""
    centred = years - years.mean()
    part = centred / (centred**2).sum()  # slope = Σ part × y
    slope = part @ logs
    residuals = logs - logs.mean(axis=0) - centred[:, None] * slope
    pull = part[:, None] * residuals
    variance = (pull**2).sum(axis=0)
    for lag in range(1, min(lags, len(years) - 1) + 1):
        weight = 1 - lag / (lags + 1)
        variance += 2 * weight * (pull[lag:] * pull[:-lag]).sum(axis=0)
    count = len(years)
    return slope, np.sqrt(np.maximum(variance, 0) * count / (count - 2))


def last_years(values: pd.DataFrame, last_year: int, years: int) -> pd.DataFrame:
    """Return the rows from `years` before `last_year` up to it.

    Raises
    ------
    ValueError
        If the first or the last of them is not in the table; the message names those that are.
    """
    first = last_year - years
    for year in (first, last_year):
        if year not in values.index:
            raise ValueError(
                f"There is no year {year}: {years} years of growth to {last_year} need {first} to "
                f"{last_year}. Years there are: {listed(sorted(values.index), 40)}."
            )
    return values.loc[first:last_year]
