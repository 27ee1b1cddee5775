"""What a region does more of than others: location quotients and measures of specialisation."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd

from wir.potential.checks import (
    Floats,
    check_weights,
    complete,
    listed,
    non_negative,
    numeric_series,
    numeric_table,
    same_labels,
    shown,
)


def _counts(counts: pd.DataFrame) -> pd.DataFrame:
    table = numeric_table(counts, "counts")
    if table.empty:
        raise ValueError(
            f"counts has {table.shape[0]} rows and {table.shape[1]} columns. Expected regions in "
            "rows and activities in columns."
        )
    complete(table, "counts")
    non_negative(table, "counts")
    return table


def _structure(table: pd.DataFrame, reference: pd.Series | None) -> Floats:
    """Return the share of each activity in all regions, or in `reference`."""
    if reference is None and len(table) == 1:
        raise ValueError(
            f"counts has one region only ({shown(table.index[0])}), which cannot be compared with "
            "itself. Add the other regions, or give their totals as `reference`."
        )
    if reference is None:
        totals = table.to_numpy().sum(axis=0)
    else:
        series = numeric_series(reference, "reference")
        same_labels(series.index, table.columns, "reference", "counts")
        totals = series.loc[table.columns].to_numpy()
    check_weights(totals, table.columns, "the totals of the activities")
    return np.asarray(totals / totals.sum())


def _shares(table: pd.DataFrame) -> Floats:
    """Return the shares in a checked table."""
    values = table.to_numpy()
    totals = values.sum(axis=1)
    if not totals.all():
        raise ValueError(
            f"Regions without any activity: {listed(table.index[totals == 0])}. "
            "Their shares are not defined; drop them."
        )
    return np.asarray(values / totals[:, None])


def _require_somewhere(labels: pd.Index, what: str) -> None:
    if len(labels):
        raise ValueError(
            f"counts has activities that no region has: {listed(labels)}. Their {what} is not "
            "defined; leave these columns out."
        )


def shares(counts: pd.DataFrame) -> pd.DataFrame:
    """Return each activity's share in its region, regions × activities, rows summing to one.

    Parameters
    ----------
    counts
        Regions × activities, zero or more (persons, patents, ...).

    Raises
    ------
    ValueError
        Missing or negative values, or a region without any activity.
    """
    table = _counts(counts)
    return pd.DataFrame(_shares(table), index=table.index, columns=table.columns)


def location_quotient(counts: pd.DataFrame, reference: pd.Series | None = None) -> pd.DataFrame:
    """Return (x_ra / Σₐ x_ra) / (Σᵣ x_ra / Σ x): 1 is the share that all regions have.

    Parameters
    ----------
    counts
        Regions × activities.
    reference
        Totals of the activities to compare with; by default the sums of all regions given.

    Returns
    -------
    DataFrame
        Regions × activities, zero or more. NaN, with a warning that names it, for an activity that
        a given reference does not have.

    Raises
    ------
    TypeError, ValueError
        As `shares`; an activity that no region has, whose quotient is not defined; a single region
        without a reference, a reference with other labels.
    """
    table = _counts(counts)
    structure = _structure(table, reference)
    quotient = _shares(table)
    nowhere = table.columns[structure == 0]
    if reference is None:
        _require_somewhere(nowhere, "location quotient")
    elif len(nowhere):
        warnings.warn(
            f"The reference does not have {listed(nowhere)}: the location quotients there are "
            "missing. Leave these columns out.",
            stacklevel=2,
        )
    quotient /= np.where(structure > 0, structure, np.nan)
    return pd.DataFrame(quotient, index=table.index, columns=table.columns)


def specialised(
    counts: pd.DataFrame, threshold: float = 1.0, reference: pd.Series | None = None
) -> pd.DataFrame:
    """Return where the location quotient is `threshold` or more (regions × activities, bool).

    Parameters
    ----------
    counts, reference
        As in `location_quotient`.
    threshold
        Above zero. 1 is the share that all regions have.

    Raises
    ------
    TypeError, ValueError
        As `location_quotient`; a threshold of zero or less.
    """
    if not threshold > 0:
        raise ValueError(f"threshold is {threshold}. Expected a number above 0, usually 1.")
    return location_quotient(counts, reference) >= threshold


def krugman_index(counts: pd.DataFrame, reference: pd.Series | None = None) -> pd.Series:
    """Return Σₐ |s_ra − Sₐ| per region: 0 the structure of all regions, at most 2.

    S comes from all regions, the region itself included, or from `reference`.

    References
    ----------
    Krugman (1991), Geography and Trade.
    """
    table = _counts(counts)
    gap = np.abs(_shares(table) - _structure(table, reference))
    return pd.Series(gap.sum(axis=1), index=table.index, name="krugman")


def herfindahl(counts: pd.DataFrame) -> pd.Series:
    """Return Σₐ s_ra² per region, from 1/activities (even) to 1 (one activity); not normalised."""
    return (shares(counts) ** 2).sum(axis=1).rename("herfindahl")


def entropy(counts: pd.DataFrame) -> pd.Series:
    """Return Shannon's entropy −Σₐ s log₂ s per region in bits; empty cells contribute 0."""
    table = shares(counts)
    values = table.to_numpy()
    logs = np.log2(values, out=np.zeros_like(values), where=values > 0)
    return pd.Series(-(values * logs).sum(axis=1) + 0.0, index=table.index, name="entropy")


def hoover(counts: pd.DataFrame, reference: pd.Series) -> pd.Series:
    """Return ½ Σᵣ |share of r in the activity − share of r in the reference|, per activity.

    Parameters
    ----------
    counts
        Regions × activities.
    reference
        Size of each region, such as its population; same regions.

    Returns
    -------
    Series
        Over activities, 0 (spread like the reference) to below 1. (EconGeo's ``hoover_index`` gives
        it in percent.)

    Raises
    ------
    TypeError, ValueError
        As `shares`, but for empty regions; an activity that is nowhere, a reference with other
        labels.

    References
    ----------
    Hoover (1936), The measurement of industrial localization.
    """
    table = _counts(counts)
    size = numeric_series(reference, "reference")
    same_labels(size.index, table.index, "reference", "counts")
    size = size.loc[table.index]
    check_weights(size.to_numpy(), list(size.index), "reference")
    totals = table.sum()
    _require_somewhere(totals.index[totals == 0], "index")
    spread = table.div(totals, axis=1)
    gap = spread.sub(size / size.sum(), axis=0).abs()
    return (0.5 * gap.sum(axis=0, skipna=False)).rename("hoover")
