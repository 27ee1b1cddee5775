"""Where each unit stands on each topic, among the others, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from wir.potential.checks import Floats, listed

COLUMNS = ["place", "lower", "upper", "weak", "strong"]
"""Median place, interval, and share of the draws on the weak and on the strong side."""


def places_among(values: pd.DataFrame, reference: Sequence[object] | None = None) -> pd.DataFrame:
    """Return the place of each unit among the reference units, column by column.

    Parameters
    ----------
    values
        Units × draws; more is better. NaN where nothing is known.
    reference
        Units to compare with; all by default.

    Returns
    -------
    DataFrame
        Units × draws: 0 (all others are better) to 100 (better than all others); ties count half.
        A unit is never compared with itself.

    Raises
    ------
    ValueError
        Units in `reference` that `values` does not have, or fewer than three.
    """
    units = list(values.index) if reference is None else list(dict.fromkeys(reference))
    unknown = [one for one in units if one not in values.index]
    if unknown:
        raise ValueError(f"reference names units that values does not have: {listed(unknown)}.")
    if len(units) < 3:
        raise ValueError(
            f"{len(units)} units to compare with. Expected at least three: a place among fewer "
            "says nothing."
        )
    table = values.to_numpy(dtype=float)
    base = values.loc[units].to_numpy(dtype=float)
    itself = values.index.isin(units).astype(float)
    result = np.full(table.shape, np.nan)
    for draw in range(table.shape[1]):
        known = np.sort(base[~np.isnan(base[:, draw]), draw])
        column = table[:, draw]
        here = ~np.isnan(column)
        below = np.searchsorted(known, column, side="left")
        up_to = np.searchsorted(known, column, side="right")
        others = len(known) - itself
        with np.errstate(invalid="ignore", divide="ignore"):
            place = 100.0 * (below + (up_to - below - itself) / 2) / others
        result[:, draw] = np.where(here & (others > 0), place, np.nan)
    return pd.DataFrame(result, index=values.index, columns=values.columns)


def standing(
    places: pd.DataFrame, *, weak: float = 33.3, strong: float = 66.7, confidence: float = 0.9
) -> pd.DataFrame:
    """Return the interval of each unit's place, and the shares of draws on either side.

    Parameters
    ----------
    places
        (unit, topic) × draws, 0–100, more is better. Rows without any value are left out.
    weak, strong
        Places up to `weak` are on the weak side, from `strong` on the strong one.
    confidence
        Share of the draws between ``lower`` and ``upper`` (equal tails).

    Returns
    -------
    DataFrame
        Index ``unit``, ``topic``, sorted; `COLUMNS`.

    Raises
    ------
    ValueError
        Places outside 0–100, cut-offs in the wrong order, rows that occur twice.
    """
    check_cuts(weak, strong)
    if not 0 < confidence < 1:
        raise ValueError(f"confidence is {confidence}. Expected a share between 0 and 1.")
    if places.index.nlevels != 2 or not places.index.is_unique:
        raise ValueError("places needs one row per unit and topic, with both in the index.")
    table: Floats = places.to_numpy(dtype=float)
    if np.nanmin(table, initial=0.0) < 0 or np.nanmax(table, initial=0.0) > 100:
        raise ValueError("places holds values outside 0 to 100. Make them with places_among.")
    kept = ~np.isnan(table).all(axis=1)
    table = table[kept]
    known = (~np.isnan(table)).sum(axis=1)
    tail = (1 - confidence) / 2
    lower, middle, upper = np.nanquantile(table, [tail, 0.5, 1 - tail], axis=1)
    with np.errstate(invalid="ignore"):
        shares = [(table <= weak).sum(axis=1) / known, (table >= strong).sum(axis=1) / known]
    found = pd.DataFrame(
        dict(zip(COLUMNS, [middle, lower, upper, *shares], strict=True)),
        index=places.index[np.flatnonzero(kept)].set_names(["unit", "topic"]),
    )
    return found.sort_index()


def check_cuts(weak: float, strong: float) -> None:
    """Raise a `ValueError` unless 0 < weak ≤ strong < 100."""
    if not 0 < weak <= strong < 100:
        raise ValueError(
            f"The cut-offs are {weak} (weak) and {strong} (strong). Expected places between 0 and "
            "100, the weak one not above the strong one."
        )


def check_standing(table: pd.DataFrame) -> None:
    """Raise a `ValueError` that names what a table of standings lacks."""
    missing = [one for one in COLUMNS if one not in table.columns]
    if missing or table.index.names != ["unit", "topic"]:
        raise ValueError(
            f"standing needs the index unit, topic and the columns {', '.join(COLUMNS)}; found the "
            f"index {', '.join(map(str, table.index.names))}, missing columns: "
            f"{', '.join(missing) or 'none'}. Make it with wir.learning.standing."
        )
    if not table.index.is_unique:
        twice = table.index[table.index.duplicated()].unique()
        raise ValueError(f"standing has rows that occur twice: {', '.join(map(str, twice[:3]))}.")
