"""Suggestions for each alliance: for organisations of its districts, and for newcomers there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from wir.partners.pair_features import PairSpace
from wir.partners.partner_models import PartnerModel
from wir.partners.recommend import COLUMNS, DIVERSITY, FAMOUS_SHARE, recommend

NEWCOMER = "new:"
"""Beginning of the key of an imagined firm without ties."""
FOR_WHOM = ("organisations", "newcomer")


def imagined_newcomers(
    regions: Mapping[str, Sequence[str]], population: pd.Series, titles: pd.Series
) -> pd.DataFrame:
    """Return an imagined firm without ties in the largest district of each alliance.

    Parameters
    ----------
    regions
        Districts of each alliance.
    population
        Inhabitants by district.
    titles
        Name of each district.

    Returns
    -------
    DataFrame
        ``organisation_id`` (``new:<alliance>``), ``name``, ``ags``, ``activity_type``, as rows to
        add to the table ``organisations``. No such firm exists: it stands for a firm of the region
        that has no joint project yet.
    """
    seats = {one: str(population[list(inside)].idxmax()) for one, inside in regions.items()}
    return pd.DataFrame(
        {
            "organisation_id": [f"{NEWCOMER}{one}" for one in seats],
            "name": [f"a firm without ties in {titles[ags]}" for ags in seats.values()],
            "ags": list(seats.values()),
            "activity_type": "PRC",
        }
    )


def alliance_suggestions(
    space: PairSpace,
    models: Mapping[str, PartnerModel],
    regions: Mapping[str, Sequence[str]],
    *,
    count: int = 10,
    diversity: float = DIVERSITY,
    famous_share: float = FAMOUS_SHARE,
) -> pd.DataFrame:
    """Return the suggestions for each alliance.

    Parameters
    ----------
    space
        With the rows of `imagined_newcomers`, if suggestions for them are wanted.
    models, count, diversity, famous_share
        See `wir.partners.recommend.recommend`.
    regions
        Districts of each alliance.

    Returns
    -------
    DataFrame
        ``alliance``, ``for_whom`` (``organisations`` of its districts; ``newcomer``, the imagined
        firm) and the columns of `recommend`. An alliance without organisations in its districts has
        the second kind only.
    """
    ids = pd.Index(space.organisations.index)
    imagined = [str(one) for one in ids[ids.str.startswith(NEWCOMER)]]
    parts = []
    for alliance, inside in regions.items():
        there = space.organisations["ags"].isin(list(inside))
        local = [str(one) for one in ids[there] if one not in imagined]
        newcomer = [one for one in imagined if one == f"{NEWCOMER}{alliance}"]
        for for_whom, focal in zip(FOR_WHOM, (local, newcomer), strict=True):
            if not focal:
                continue
            found = recommend(
                space,
                models,
                focal,
                inside=inside,
                members=imagined,
                count=count,
                diversity=diversity,
                famous_share=famous_share,
            )
            found.insert(0, "for_whom", for_whom)
            found.insert(0, "alliance", alliance)
            parts.append(found)
    columns = ["alliance", "for_whom", *COLUMNS]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)
