"""Checks of tables of answers: respondents in rows, items in columns."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import t

from wir.potential.checks import Floats, listed, numeric_table


def answers(items: pd.DataFrame, *, least_items: int = 2, least_rows: int = 3) -> pd.DataFrame:
    """Return the answers as floats, without respondents who answered nothing.

    Raises
    ------
    TypeError, ValueError
        Not a table of numbers, too few items or respondents, items whose answers are all the same.
    """
    table = numeric_table(items, "items").dropna(how="all")
    if table.shape[1] < least_items or len(table) < least_rows:
        raise ValueError(
            f"items has {len(table)} respondents with answers and {table.shape[1]} items. Expected "
            f"at least {least_rows} respondents in rows and {least_items} items in columns."
        )
    varying(table)
    return table


def complete_rows(
    items: pd.DataFrame, *, least_items: int = 2, least_rows: int = 3
) -> pd.DataFrame:
    """Return the answers of the respondents who answered every item."""
    table = answers(items, least_items=least_items, least_rows=least_rows)
    whole = table.dropna()
    if len(whole) < least_rows:
        raise ValueError(
            f"Only {len(whole)} of {len(table)} respondents answered every item. Expected at least "
            f"{least_rows}; leave out items that many did not answer, or impute."
        )
    varying(whole)
    return whole


def varying(table: pd.DataFrame) -> None:
    """Raise a `ValueError` that names the items without two different answers."""
    same = table.nunique() < 2
    if same.any():
        raise ValueError(
            f"Items without any variation in {len(table)} respondents: "
            f"{listed(table.columns[same])}. They say nothing about a scale; leave them out."
        )


def jackknife_interval(whole: float, left_out: Floats, tail: float) -> tuple[float, float]:
    """Return an interval from the values of an estimate without each group in turn.

    Around the estimate corrected for the bias that the jackknife finds, by Student's t with
    groups − 1 degrees of freedom.

    Parameters
    ----------
    whole
        Estimate from all groups.
    left_out
        Estimate without each group.
    tail
        Probability on each side of the interval.

    References
    ----------
    Efron and Tibshirani (1993), An introduction to the bootstrap, chapter 11.
    """
    G = len(left_out)
    centre = G * whole - (G - 1) * left_out.mean()
    error = np.sqrt((G - 1) / G * ((left_out - left_out.mean()) ** 2).sum())
    half = t.ppf(1 - tail, G - 1) * error
    return float(centre - half), float(centre + half)
