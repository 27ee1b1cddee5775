"""A simple typology: weak or strong, much or little potential, and where one cannot say."""

from __future__ import annotations

import numpy as np
import pandas as pd

from wir.potential.checks import numeric_table, require_unique, same_labels, shown

UNCERTAIN = "uncertain"
TYPES = (
    "weak, high potential",
    "weak, low potential",
    "strong, high potential",
    "strong, low potential",
    UNCERTAIN,
)


def typology(
    weakness: pd.DataFrame,
    potential: pd.DataFrame,
    *,
    weakness_cut: float = 0.5,
    potential_cut: float = 0.5,
) -> pd.DataFrame:
    """Sort units into four types by two rankings, and name those whose interval crosses a cut.

    A unit is *weak* if its rank in the index of weakness (1 is the weakest) is among the first
    `weakness_cut` of the units, and has *high* potential if its rank in the index of potential (1
    is the most) is among the first `potential_cut`. On a dimension it is *uncertain* if its rank
    interval lies on both sides of the cut.

    Parameters
    ----------
    weakness, potential
        Tables with ``rank``, ``lower``, ``upper`` per unit, such as ``RankIntervals.intervals``.
    weakness_cut, potential_cut
        Shares of the units, between 0 and 1; 0.5 cuts at the median.

    Returns
    -------
    DataFrame
        Per unit: ``weakness`` (weak, strong, uncertain), ``potential`` (high, low, uncertain),
        ``type`` (one of `TYPES`, ordered categorical; uncertain if either dimension is),
        ``nominal_type`` (from the nominal ranks alone). Units without a rank in both are missing.

    Raises
    ------
    ValueError
        Different units, missing columns, cuts outside (0, 1), lower above upper.
    """
    tables = {"weakness": weakness, "potential": potential}
    for name, table in tables.items():
        numeric_table(table, name, ["rank", "lower", "upper"])
        require_unique(table.index, f"The index of {name}")
        crossed = table["lower"] > table["upper"]
        if crossed.any():
            raise ValueError(
                f"{name} has lower above upper for {shown(table.index[crossed][0])}. "
                "Expected the ranks of an interval, lower being the better."
            )
    same_labels(potential.index, weakness.index, "potential", "weakness")
    potential = potential.loc[weakness.index]
    where = {
        "weakness": _sides(weakness, weakness_cut, "weakness_cut", "weak", "strong"),
        "potential": _sides(potential, potential_cut, "potential_cut", "high", "low"),
    }
    sure = pd.DataFrame({name: side["sure"] for name, side in where.items()})
    nominal = pd.DataFrame({name: side["nominal"] for name, side in where.items()})
    kind = _join(sure).mask((sure == UNCERTAIN).any(axis=1), UNCERTAIN)
    known = nominal.notna().all(axis=1)
    levels = pd.CategoricalDtype(list(TYPES), ordered=True)
    return sure.assign(
        type=kind.where(known).astype(levels),
        nominal_type=_join(nominal).where(known).astype(levels),
    )


def _sides(table: pd.DataFrame, cut: float, name: str, first: str, second: str) -> pd.DataFrame:
    if not 0 < cut < 1:
        raise ValueError(f"{name} is {cut}. Expected a share of the units between 0 and 1.")
    ranks = table[["rank", "lower", "upper"]].astype("float64")
    places = np.floor(cut * ranks["rank"].notna().sum() + 1e-9)
    inside = ranks <= places
    side = pd.DataFrame({"nominal": inside["rank"].map({True: first, False: second})})
    side["sure"] = side["nominal"].mask(inside["lower"] != inside["upper"], UNCERTAIN)
    outlier = (inside["lower"] == inside["upper"]) & (inside["rank"] != inside["upper"])
    side.loc[outlier, "sure"] = UNCERTAIN
    return side.where(ranks["rank"].notna())


def _join(sides: pd.DataFrame) -> pd.Series:
    return sides["weakness"] + ", " + sides["potential"] + " potential"
