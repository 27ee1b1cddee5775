"""Signs that a respondent did not read the questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import chi2

from wir.potential.checks import Floats, listed, numeric_series, numeric_table, same_labels

Booleans = npt.NDArray[np.bool_]


def careless_indices(
    items: pd.DataFrame,
    scales: Mapping[str, Sequence[str]] | None = None,
    seconds: pd.Series | None = None,
) -> pd.DataFrame:
    """Return indices of careless answers for each respondent.

    No index proves carelessness: a true opinion can be uniform or rare.

    Parameters
    ----------
    items
        Respondents × items in the order they were asked, as answered (not turned round), NaN where
        not answered.
    scales
        Items of each scale, keyed in the same direction, for the even–odd consistency; needs three
        scales of two or more items.
    seconds
        Time that each respondent took for all these items.

    Returns
    -------
    DataFrame
        One row per respondent: ``answered`` (share of the items), ``longstring`` (longest run of
        the same answer), ``variability`` (standard deviation of a respondent's answers),
        ``mahalanobis`` (squared distance from the mean over the answered items) and
        ``mahalanobis_p``; ``even_odd`` (correlation over the scales between the means of their even
        and odd items, stepped up by Spearman–Brown), ``seconds_per_item``. What cannot be computed
        is missing.

    Raises
    ------
    TypeError, ValueError
        Not a table of numbers, unknown items in a scale, times of other respondents.

    References
    ----------
    Meade and Craig (2012), Identifying careless responses in survey data, Psychological Methods 17.
    Dunn, Heggestad, Shanock and Theilgard (2018), Intra-individual response variability as an
    indicator of insufficient effort responding, Journal of Business and Psychology 33.
    """
    table = numeric_table(items, "items")
    values = table.to_numpy()
    given = ~np.isnan(values)
    count = given.sum(axis=1)
    distance, p = _mahalanobis(values)
    spread = np.full(len(values), np.nan)
    enough = count >= 2
    spread[enough] = np.nanstd(values[enough], axis=1, ddof=1)
    result = pd.DataFrame(
        {
            "answered": count / max(values.shape[1], 1),
            "longstring": [_longest_run(row) for row in values],
            "variability": spread,
            "mahalanobis": distance,
            "mahalanobis_p": p,
            "even_odd": np.nan,
            "seconds_per_item": np.nan,
        },
        index=table.index,
    )
    if scales is not None:
        result["even_odd"] = _even_odd(table, scales)
    if seconds is not None:
        time = numeric_series(seconds, "seconds")
        same_labels(time.index, table.index, "seconds", "items")
        answered = pd.Series(count, index=table.index).where(count > 0)
        result["seconds_per_item"] = time.reindex(table.index) / answered
    return result


def careless_flags(
    indices: pd.DataFrame,
    *,
    longstring: int,
    variability: float = 0.0,
    mahalanobis_p: float = 0.001,
    even_odd: float = 0.3,
    seconds_per_item: float = 2.0,
) -> pd.DataFrame:
    """Return which indices of each respondent lie beyond a limit, and how many.

    Parameters
    ----------
    indices
        From `careless_indices`.
    longstring
        A run of at least so many same answers counts.
    variability, mahalanobis_p, even_odd, seconds_per_item
        At or below (variability) or below these counts. An index that is missing does not.

    Returns
    -------
    DataFrame
        One row per respondent, True or False per index, and ``flags``, their number.
    """
    flags = pd.DataFrame(
        {
            "longstring": indices["longstring"] >= longstring,
            "variability": indices["variability"] <= variability,
            "mahalanobis": indices["mahalanobis_p"] < mahalanobis_p,
            "even_odd": indices["even_odd"] < even_odd,
            "seconds_per_item": indices["seconds_per_item"] < seconds_per_item,
        }
    )
    return flags.assign(flags=flags.sum(axis=1))


def _longest_run(row: Floats) -> int:
    longest = run = 0
    last = np.nan
    for value in row[~np.isnan(row)]:
        run = run + 1 if value == last else 1
        longest, last = max(longest, run), value
    return longest


def _mahalanobis(values: Floats) -> tuple[Floats, Floats]:
    """Return squared distances over the answered items and their p values."""
    table = pd.DataFrame(values)
    C, mean = table.cov().to_numpy(), table.mean().to_numpy()
    answered = ~np.isnan(values) & (np.diag(C) > 1e-12)
    varying = np.flatnonzero(np.diag(C) > 1e-12)
    part = C[np.ix_(varying, varying)]
    regular = len(varying) and not np.isnan(part).any() and np.linalg.eigvalsh(part).min() >= 1e-10
    distance = _from_inverse if regular else _from_parts
    away = np.where(answered, values - mean, 0.0)
    squared = distance(away[:, varying], answered[:, varying], part)
    return squared, np.asarray(chi2.sf(squared, answered.sum(axis=1)))


def _from_inverse(away: Floats, answered: Booleans, C: Floats) -> Floats:
    """Return distances from one inverse; what is not answered is taken out of it again.

    With P = C⁻¹ and items o answered, m not: (C_oo)⁻¹ = P_oo − P_om (P_mm)⁻¹ P_mo.
    """
    P = np.linalg.inv(C)
    rest = away @ P
    distance = (rest * away).sum(axis=1)
    for place in np.flatnonzero(~answered.all(axis=1)):
        gaps = np.flatnonzero(~answered[place])
        there = rest[place, gaps]
        distance[place] -= there @ np.linalg.solve(P[np.ix_(gaps, gaps)], there)
    distance[~answered.any(axis=1)] = np.nan
    return distance


def _from_parts(away: Floats, answered: Booleans, C: Floats) -> Floats:
    """Return distances row by row, missing where the answered items have no inverse."""
    distance = np.full(len(away), np.nan)
    for place, given in enumerate(answered):
        use = np.flatnonzero(given)
        part = C[np.ix_(use, use)]
        if not len(use) or np.isnan(part).any() or np.linalg.eigvalsh(part).min() < 1e-10:
            continue
        distance[place] = away[place, use] @ np.linalg.solve(part, away[place, use])
    return distance


def _even_odd(table: pd.DataFrame, scales: Mapping[str, Sequence[str]]) -> Floats:
    halves: list[tuple[Floats, Floats]] = []
    for name, items in scales.items():
        unknown = [item for item in items if item not in table.columns]
        if unknown:
            raise ValueError(f"Scale {name!r} has unknown items {listed(unknown)}. Correct them.")
        if len(items) >= 2:
            odd, even = table[list(items[::2])], table[list(items[1::2])]
            halves.append((odd.mean(axis=1).to_numpy(), even.mean(axis=1).to_numpy()))
    result = np.full(len(table), np.nan)
    if len(halves) < 3:
        return result
    odds, evens = np.array([h[0] for h in halves]), np.array([h[1] for h in halves])
    for place in range(len(table)):
        both = ~np.isnan(odds[:, place]) & ~np.isnan(evens[:, place])
        first, second = odds[both, place], evens[both, place]
        if both.sum() >= 3 and first.std() > 0 and second.std() > 0:
            r = np.corrcoef(first, second)[0, 1]
            result[place] = 2 * r / (1 + r) if r > -0.5 else -1.0
    return result
