"""The regions of alliances: the districts that they are known to cover."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

SEAT_ONLY = "lead_city_only"
"""Basis of a row that says only where the coordinator sits."""


def regions_of_alliances(places: pd.DataFrame, regions: pd.Index) -> dict[str, list[str]]:
    """Return the districts of each alliance.

    The district where a coordinator sits counts only where nothing else is known.

    Parameters
    ----------
    places
        The table ``alliance_districts``.
    regions
        Districts there are; alliances with none of them are left out.
    """
    found = {}
    for alliance, rows in places[places["ags"].isin(regions)].groupby("alliance_id"):
        sure = rows[rows["basis"] != SEAT_ONLY]
        found[str(alliance)] = sorted((sure if len(sure) else rows)["ags"])
    return found


def known_regions(places: pd.DataFrame, members: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the alliances of whose members more than the coordinator's seat is known.

    `members` is the result of `regions_of_alliances`.
    """
    rows = places[places["basis"] != SEAT_ONLY]
    sure = set(zip(rows["alliance_id"], rows["ags"], strict=True))
    return [one for one, inside in members.items() if any((one, ags) in sure for ags in inside)]


def laender_of_alliances(alliances: pd.DataFrame) -> dict[str, set[str]]:
    """Return the Länder that each alliance touches; `alliances` is indexed by its key."""
    return {
        str(key): {one.strip() for one in str(value).split(";")}
        for key, value in alliances["laender"].dropna().items()
    }
