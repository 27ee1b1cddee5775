"""Who could be a customer in a region: work by sector, size of firms, what people do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from wir.potential.checks import listed
from wir.profile.fields import tall

SECTORS = {
    "workers_primary": "Agriculture, forestry, fishing",
    "workers_secondary": "Industry and construction",
    "workers_tertiary": "Services",
}
SIZES = {
    "establishments_micro_share": "Fewer than 10 employees",
    "establishments_small_share": "10 to 49",
    "establishments_medium_share": "50 to 249",
    "establishments_large_share": "250 and more",
}
GERMANY = "Germany"


def latest_year(district_year: pd.DataFrame, columns: Sequence[str], until: int) -> int:
    """Return the last year up to `until` in which all columns are known for some district.

    Raises
    ------
    ValueError
        If there is none.
    """
    known = district_year[district_year["year"] <= until].dropna(subset=list(columns))
    if known.empty:
        raise ValueError(f"{listed(columns, 9)}: nothing is known in any year to {until}.")
    return int(known["year"].max())


def customers(
    district_year: pd.DataFrame, members: Mapping[str, Sequence[str]], until: int, years: int = 10
) -> pd.DataFrame:
    """Return who works in each region by sector, and how large its establishments are.

    Parameters
    ----------
    district_year
        The table of that name.
    members
        Districts of each region.
    until, years
        The last year that is known up to `until` counts; change is over `years`.

    Returns
    -------
    DataFrame
        ``region``, ``kind`` (``sector`` or ``size``), ``item`` (in words), ``persons`` (sectors
        only), ``share`` (% of the persons in work, or of the establishments), ``germany`` (the
        same for all districts), ``change`` (of the persons, % over the years), ``year``. Shares of
        establishments are means of the districts weighted by persons in work, since no table here
        has the number of establishments. A region with a district in which something is not known
        has it missing.

    Raises
    ------
    ValueError
        Nothing known up to the year, or unknown districts.
    """
    year = latest_year(district_year, [*SECTORS, *SIZES], until)
    now = district_year[district_year["year"] == year].set_index("ags")
    then = district_year[district_year["year"] == year - years].set_index("ags")
    everywhere = {GERMANY: list(now.index), **{key: list(one) for key, one in members.items()}}
    rows = []
    for region, inside in everywhere.items():
        unknown = [one for one in inside if one not in now.index]
        if unknown:
            raise ValueError(f"The region {region!r} has unknown districts: {listed(unknown)}.")
        work = now.loc[inside, list(SECTORS)].sum(skipna=False)
        before = then.reindex(inside)[list(SECTORS)].sum(skipna=False)
        weight = now.loc[inside, "workers"]
        rows += [
            {
                "region": region,
                "kind": "sector",
                "item": name,
                "persons": work[key],
                "share": 100 * work[key] / work.sum(skipna=False),
                "change": 100 * (work[key] / before[key] - 1) if before[key] > 0 else None,
            }
            for key, name in SECTORS.items()
        ]
        rows += [
            {
                "region": region,
                "kind": "size",
                "item": name,
                "share": (now.loc[inside, key] * weight).sum(skipna=False)
                / weight.sum(skipna=False),
            }
            for key, name in SIZES.items()
        ]
    table = pd.DataFrame(
        rows, columns=["region", "kind", "item", "persons", "share", "change"]
    ).astype({"persons": float, "share": float, "change": float})
    whole = table[table["region"] == GERMANY].set_index("item")["share"]
    table["germany"] = table["item"].map(whole)
    return table.assign(year=year)


def work_of_people(counts: pd.DataFrame, expected: pd.DataFrame, areas: pd.Series) -> pd.DataFrame:
    """Return what people do at work, by area of the classification of occupations.

    Parameters
    ----------
    counts, expected
        Regions × occupations: employees, and those that the average share would give.
    areas
        Area of each occupation, in words.

    Returns
    -------
    DataFrame
        ``region``, ``area``, ``employees``, ``share`` (%), ``lq`` (location quotient).
    """
    labels = areas.reindex(counts.columns)
    if labels.isna().any():
        raise ValueError(f"No area for the occupations {listed(labels.index[labels.isna()])}.")
    found = counts.T.groupby(labels.to_numpy()).sum().T
    normal = expected.T.groupby(labels.to_numpy()).sum().T
    result = pd.DataFrame(
        {
            "employees": tall(found),
            "share": tall(100 * found.div(found.sum(axis=1), axis=0)),
            "lq": tall(found / normal),
        }
    )
    return result.rename_axis(["region", "area"]).reset_index()
