"""Polychoric correlations: those of the normal variables behind ordered answers."""

from __future__ import annotations

from itertools import combinations
from typing import Literal, get_args, overload

import numpy as np
import pandas as pd
from scipy.optimize import minimize_scalar
from scipy.special import ndtr, ndtri, owens_t

from wir.potential.checks import Floats, numeric_series, same_labels
from wir.success.scales.answers import answers

Margins = Literal["pair", "item"]
MOST_CATEGORIES = 20
LARGEST = 1 - 1e-9


@overload
def polychoric(
    items: pd.DataFrame, other: None = None, *, margins: Margins = "pair"
) -> pd.DataFrame: ...


@overload
def polychoric(items: pd.Series, other: pd.Series, *, margins: Margins = "pair") -> float: ...


def polychoric(
    items: pd.DataFrame | pd.Series,
    other: pd.Series | None = None,
    *,
    margins: Margins = "pair",
) -> pd.DataFrame | float:
    """Return the polychoric correlations of ordered answers.

    In two steps: the thresholds of each item come from its shares among the respondents who
    answered both items of a pair, then the correlation of the two normal variables maximises the
    likelihood of their cross table. No continuity correction of empty cells, no smoothing of the
    matrix, which need not be positive definite.

    Parameters
    ----------
    items
        Respondents × items; any ordered numbers are categories, up to 20 of them. Or one item.
    other
        The second item, where `items` is one.
    margins
        ``pair``: thresholds as above. ``item``: from all respondents who answered the item, as R's
        psych does by default.

    Returns
    -------
    DataFrame
        Items × items, ones on the diagonal. A number for two Series; ±1 is approached where the
        cross table is perfect.

    Raises
    ------
    TypeError, ValueError
        Fewer than two items, items without variation (also among those who answered both of a
        pair), too many categories.

    References
    ----------
    Olsson (1979), Maximum likelihood estimation of the polychoric correlation coefficient,
    Psychometrika 44. R's psych searches to four digits only, and corrects empty cells by default.
    """
    if margins not in get_args(Margins):
        raise ValueError(f"margins is {margins!r}. Expected 'pair' or 'item'.")
    if isinstance(items, pd.Series):
        if not isinstance(other, pd.Series):
            raise TypeError("Give two items as Series, or a DataFrame of items.")
        first, second = numeric_series(items, "items"), numeric_series(other, "other")
        same_labels(second.index, first.index, "other", "items")
        table = answers(pd.DataFrame({"first": first, "second": second.reindex(first.index)}))
        return _pair(table.iloc[:, 0], table.iloc[:, 1], margins)
    table = answers(items)
    result = pd.DataFrame(np.eye(table.shape[1]), index=table.columns, columns=table.columns)
    values = result.to_numpy().copy()
    for one, two in combinations(range(table.shape[1]), 2):
        values[one, two] = values[two, one] = _pair(table.iloc[:, one], table.iloc[:, two], margins)
    return pd.DataFrame(values, index=table.columns, columns=table.columns)


def thresholds(item: pd.Series) -> pd.Series:
    """Return where the normal variable behind an item passes from one answer to the next.

    Returns
    -------
    Series
        One threshold per answer but the highest, labelled by the answer below it.
    """
    share = numeric_series(item, "item").dropna().value_counts(normalize=True).sort_index()
    return pd.Series(ndtri(share.cumsum().to_numpy()[:-1]), index=share.index[:-1], name=item.name)


def _pair(first: pd.Series, second: pd.Series, margins: Margins) -> float:
    both = first.notna() & second.notna()
    counts = pd.crosstab(first[both], second[both]).to_numpy()
    if min(counts.shape, default=0) < 2:
        raise ValueError(
            f"Among the {int(both.sum())} respondents who answered both {first.name!r} and "
            f"{second.name!r}, one of the items has fewer than two different answers. Leave it out."
        )
    if max(counts.shape) > MOST_CATEGORIES:
        raise ValueError(
            f"{first.name!r} or {second.name!r} has {max(counts.shape)} different answers. "
            f"Expected at most {MOST_CATEGORIES} ordered categories; use the ordinary correlation."
        )
    chosen = both if margins == "pair" else slice(None)
    row, column = (_known(one[both], thresholds(one[chosen])) for one in (first, second))
    filled = counts > 0

    def minus_likelihood(angle: float) -> float:
        cells = np.maximum(_cells(row, column, np.sin(angle)), 1e-300)
        return float(-(counts[filled] * np.log(cells[filled])).sum())

    limit = float(np.arcsin(LARGEST))
    found = minimize_scalar(
        minus_likelihood, bounds=(-limit, limit), method="bounded", options={"xatol": 1e-10}
    )
    return float(np.sin(found.x))


def _known(answered: pd.Series, limits: pd.Series) -> Floats:
    """Return the thresholds between the answers that occur; those in between fall together."""
    occurring = np.sort(answered.unique())
    below = [limits[limits.index < upper].iloc[-1] for upper in occurring[1:]]
    return np.asarray(below, float)


def _cells(row: Floats, column: Floats, rho: float) -> Floats:
    """Return the probabilities of the cells between thresholds."""
    whole = np.zeros((len(row) + 2, len(column) + 2))
    whole[1:-1, 1:-1] = bivariate_normal(row[:, None], column[None, :], rho)
    whole[-1, 1:-1], whole[1:-1, -1], whole[-1, -1] = ndtr(column), ndtr(row), 1.0
    return np.diff(np.diff(whole, axis=0), axis=1)


def bivariate_normal(h: Floats, k: Floats, rho: float) -> Floats:
    """Return P(X ≤ h, Y ≤ k) of standard normal variables with correlation rho (Owen 1956)."""
    h, k = np.broadcast_arrays(np.asarray(h, float), np.asarray(k, float))
    h, k = np.where(h == 0, 1e-300, h), np.where(k == 0, 1e-300, k)
    root = np.sqrt((1 - rho) * (1 + rho))
    both = 0.5 * (ndtr(h) + ndtr(k))
    both = both - owens_t(h, (k / h - rho) / root) - owens_t(k, (h / k - rho) / root)
    return np.asarray(both - np.where((h < 0) != (k < 0), 0.5, 0.0))
