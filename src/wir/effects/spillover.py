"""Do neighbours gain or lose? Rings of districts around those treated."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd


def rings(
    neighbours: pd.DataFrame, treated: pd.Series, units: Sequence[str], most: int = 2
) -> pd.DataFrame:
    """Return how many borders away each district is from the nearest treated one, and since when.

    Parameters
    ----------
    neighbours
        Districts × districts, positive where they share a border.
    treated
        First treated year by district.
    units
        Districts to place; those treated are in ring 0.
    most
        Largest ring; all further away are in ring `most` + 1.

    Returns
    -------
    DataFrame
        By district: ``ring``, and ``first_year``: the earliest first year among the nearest treated
        districts (missing beyond `most`).
    """
    labels = neighbours.index
    touching = neighbours.to_numpy() > 0
    start = treated.reindex(labels).fillna(np.inf).to_numpy(dtype=float)
    ring = np.where(np.isfinite(start), 0, most + 1)
    year = start.copy()
    front = np.isfinite(start)
    for number in range(1, most + 1):
        near = np.where(touching & front[None, :], year[None, :], np.inf).min(axis=1)
        new = np.isfinite(near) & (ring > number)
        ring[new] = number
        year[new] = near[new]
        front = new
    table = pd.DataFrame({"ring": ring, "first_year": year}, index=labels)
    table["first_year"] = table["first_year"].replace(np.inf, np.nan)
    return table.loc[list(units)]
