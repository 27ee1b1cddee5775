"""Bring every source to the 400 districts of 1 July 2021.

A district is named by its AGS, five characters. Counts are added when districts merge; ratios are
averaged with the population (or another denominator) as weight. Both leave the national figure as
it was.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from wir.data.errors import DataError

DISTRICTS = 400

MERGERS = {
    "03152": "03159",  # Göttingen and
    "03156": "03159",  # Osterode am Harz became Göttingen on 1 November 2016
    "06415": "06435",  # Hanau left the Main-Kinzig-Kreis in 2026; put back
    "16056": "16063",  # Eisenach joined the Wartburgkreis on 1 July 2021
}
"""Districts that are not among the 400, and the one that each belongs to."""

NUTS3_MERGERS = {"DEG0N": "DEG0P"}
"""The same for the NUTS-3 regions of 2021."""

RENAMED_NUTS3 = {
    "DE915": "DE91C",
    "DE919": "DE91C",
    "DEB16": "DEB1C",
    "DEB19": "DEB1D",
}
"""NUTS-3 codes of 2010 whose region lies within one region of 2021 under another code."""

OLD_MECKLENBURG = {
    "DE801": "13001",
    "DE802": "13002",
    "DE805": "13005",
    "DE806": "13006",
    "DE807": "13051",
    "DE808": "13052",
    "DE809": "13053",
    "DE80A": "13054",
    "DE80B": "13055",
    "DE80C": "13056",
    "DE80D": "13057",
    "DE80E": "13058",
    "DE80F": "13059",
    "DE80G": "13060",
    "DE80H": "13061",
    "DE80I": "13062",
}
"""NUTS-3 codes of 2010 in Mecklenburg-Vorpommern before the reform of 2011, and their old AGS."""

LAENDER = {
    "01": "Schleswig-Holstein",
    "02": "Hamburg",
    "03": "Niedersachsen",
    "04": "Bremen",
    "05": "Nordrhein-Westfalen",
    "06": "Hessen",
    "07": "Rheinland-Pfalz",
    "08": "Baden-Württemberg",
    "09": "Bayern",
    "10": "Saarland",
    "11": "Berlin",
    "12": "Brandenburg",
    "13": "Mecklenburg-Vorpommern",
    "14": "Sachsen",
    "15": "Sachsen-Anhalt",
    "16": "Thüringen",
}


class TerritoryError(DataError, ValueError):
    """A table does not cover the territory it should."""


def to_ags(codes: pd.Series) -> pd.Series:
    """Return five-character AGS from codes written as numbers (``1001000`` → ``"01001"``)."""
    return codes.astype("int64").astype("str").str.zfill(8).str[:5]


def current_district(ags: pd.Series) -> pd.Series:
    """Return for each AGS the district among the 400 that it belongs to."""
    return ags.astype("str").replace(MERGERS)


def add_counts(
    table: pd.DataFrame, counts: Sequence[str], key: str = "ags", by: Sequence[str] = ()
) -> pd.DataFrame:
    """Add the counts of merged districts.

    Parameters
    ----------
    table
        One row per district and ``by``.
    counts
        Columns to add. The sum is missing only where all parts are missing.
    key
        Column with the AGS.
    by
        Further key columns, e.g. the year.

    Returns
    -------
    DataFrame
        ``key``, ``by`` and ``counts``; one row each, sorted. The sum of each count is unchanged.
    """
    keys = [key, *by]
    folded = table[[*keys, *counts]].assign(**{key: current_district(table[key])})
    return folded.groupby(keys, as_index=False, observed=True)[list(counts)].sum(min_count=1)


def average_ratios(
    table: pd.DataFrame,
    ratios: Sequence[str],
    weight: str,
    key: str = "ags",
    by: Sequence[str] = (),
) -> pd.DataFrame:
    """Average ratios of merged districts with ``weight`` (their denominator).

    Returns
    -------
    DataFrame
        ``key``, ``by``, ``ratios`` and the added ``weight``. Σ weight × ratio is unchanged. A part
        whose ratio is missing counts neither above nor below the line.
    """
    keys = [key, *by]
    folded = table[[*keys, *ratios, weight]].assign(**{key: current_district(table[key])})
    result = folded.groupby(keys, as_index=False, observed=True)[[weight]].sum(min_count=1)
    for ratio in ratios:
        known = folded[ratio].notna()
        parts = folded[keys].assign(
            _top=(folded[ratio] * folded[weight]).where(known),
            _bottom=folded[weight].where(known),
        )
        sums = parts.groupby(keys, observed=True)[["_top", "_bottom"]].sum(min_count=1)
        mean = sums["_top"] / sums["_bottom"].where(sums["_bottom"] > 0)
        result[ratio] = mean.to_numpy()
    return result[[*keys, *ratios, weight]]


def distribute_counts(
    table: pd.DataFrame,
    crosswalk: pd.DataFrame,
    counts: Sequence[str],
    by: Sequence[str] = (),
) -> pd.DataFrame:
    """Distribute counts of source regions over districts.

    Parameters
    ----------
    table
        Columns ``source``, ``by`` and ``counts``.
    crosswalk
        Columns ``source``, ``ags`` and ``weight``; the weights of each source add up to 1.
    counts, by
        As in :func:`add_counts`.

    Raises
    ------
    TerritoryError
        If a source is not in the crosswalk, or its weights do not add up to 1.
    """
    unknown = sorted(set(table["source"]) - set(crosswalk["source"]))
    if unknown:
        raise TerritoryError(
            f"Regions without a district: {', '.join(map(str, unknown[:10]))}"
            f"{' …' if len(unknown) > 10 else ''}. Add them to the crosswalk."
        )
    check_weights(crosswalk)
    parts = table.merge(crosswalk, on="source", validate="many_to_many")
    for count in counts:
        parts[count] = parts[count] * parts["weight"]
    keys = ["ags", *by]
    return parts.groupby(keys, as_index=False, observed=True)[list(counts)].sum(min_count=1)


def check_weights(crosswalk: pd.DataFrame, tolerance: float = 1e-6) -> None:
    """Raise ``TerritoryError`` unless the weights of each source add up to 1."""
    sums = crosswalk.groupby("source", observed=True)["weight"].sum()
    wrong = sums[~np.isclose(sums, 1.0, rtol=0, atol=tolerance)]
    if len(wrong):
        raise TerritoryError(
            f"The weights of {wrong.index[0]} add up to {wrong.iloc[0]:.6f}, expected 1 "
            f"({len(wrong)} sources are wrong)."
        )


def nuts2010_crosswalk(nuts: pd.DataFrame, conversion: pd.DataFrame) -> pd.DataFrame:
    """Return the shares of the 412 NUTS-3 regions of 2010 that lie in each of the 400 districts.

    Parameters
    ----------
    nuts
        Columns ``nuts3`` (2021) and ``ags``, one row per district, the 401 of 2018 or the 400.
    conversion
        BBSR conversion from the districts of 2010: ``source`` (AGS), ``ags``, ``weight``
        (population).

    Returns
    -------
    DataFrame
        ``source`` (NUTS-3 code of 2010), ``ags``, ``weight``; only in Mecklenburg-Vorpommern does a
        region lie in more than one district.
    """
    codes = nuts[["nuts3", "ags"]].rename(columns={"nuts3": "source"})
    new_only = set(RENAMED_NUTS3.values())
    district = dict(zip(codes["source"], codes["ags"], strict=True))
    renamed = pd.DataFrame(
        [(old, district[new]) for old, new in RENAMED_NUTS3.items()], columns=["source", "ags"]
    )
    mecklenburg = {"DE80" + letter for letter in "JKLMNO"}
    kept = codes[~codes["source"].isin(new_only | mecklenburg)]
    simple = pd.concat([kept, renamed]).assign(weight=1.0)
    old = pd.DataFrame(OLD_MECKLENBURG.items(), columns=["source", "old"])
    split = old.merge(conversion.rename(columns={"source": "old"}), on="old")[
        ["source", "ags", "weight"]
    ]
    crosswalk = pd.concat([simple, split], ignore_index=True)
    crosswalk["ags"] = current_district(crosswalk["ags"])
    crosswalk = crosswalk.groupby(["source", "ags"])["weight"].sum().reset_index()
    check_weights(crosswalk)
    return crosswalk


def check_districts(table: pd.DataFrame, name: str) -> None:
    """Raise ``TerritoryError`` unless ``table`` has exactly the 400 districts in ``ags``."""
    found = set(table["ags"])
    foreign = sorted(found & set(MERGERS))
    if foreign or len(found) != DISTRICTS:
        raise TerritoryError(
            f"{name}: found {len(found)} districts, expected {DISTRICTS}."
            + (f" Not yet merged: {', '.join(foreign)}." if foreign else "")
        )
