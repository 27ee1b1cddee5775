"""What is computed once for all districts, whichever region a dossier is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

YEAR = 2021
"""Last year of the indicators, as in the notebook on regional potential."""
SEED = 20190401
DRAWS = 2000
PEERS = 5
INDICES = ("weakness", "potential")
PROJECT_YEARS = (2014, 2020)
"""First and last year in which projects of Horizon 2020 start."""


@dataclass(frozen=True)
class Country:
    """Tables and indices of all districts.

    Attributes
    ----------
    districts, alliances, places, coded
        The tables ``districts``, ``alliances``, ``alliance_districts``, ``occupation_fields``.
    panel, specialisation
        The tables ``district_year`` and ``specialisation``.
    people
        Inhabitants by district.
    ranks
        ``weakness`` and ``potential`` → districts × (``rank``, ``lower``, ``upper``).
    pillars
        Districts × (index, pillar), 0–100.
    indicators
        Districts × indicators.
    network
        Districts × (``organisations``, ``participations``, ``per_100000``): with a known name and
        town, in projects of Horizon 2020 that start in `PROJECT_YEARS`.
    """

    districts: pd.DataFrame
    alliances: pd.DataFrame
    places: pd.DataFrame
    coded: pd.DataFrame
    panel: pd.DataFrame
    specialisation: pd.DataFrame
    people: pd.Series
    ranks: Mapping[str, pd.DataFrame]
    pillars: pd.DataFrame
    indicators: pd.DataFrame
    network: pd.DataFrame


def load_country() -> Country:
    """Return tables and indices of all districts from ``data/processed``."""
    import pandas as pd

    from wir.data import load
    from wir.potential.composite import composite_index
    from wir.potential.indicators import indicator_table, structure
    from wir.potential.uncertainty import rank_intervals

    panel, specialisation, districts = (
        load("district_year"), load("specialisation"), load("districts"),
    )  # fmt: skip
    ranks, pillars, indicators = {}, {}, []
    for number, index in enumerate(INDICES):
        values = indicator_table(index, panel, specialisation, YEAR)  # type: ignore[arg-type]
        parts = structure(index, values)  # type: ignore[arg-type]
        found = rank_intervals(values, parts, draws=DRAWS, seed=SEED + number, leave_one_out=True)
        ranks[index] = found.intervals[["rank", "lower", "upper"]]
        pillars[index] = composite_index(values, parts).pillars
        indicators.append(values)
    people = districts.set_index("ags")["population"]
    return Country(
        districts, load("alliances"), load("alliance_districts"), load("occupation_fields"), panel,
        specialisation, people, ranks, pd.concat(pillars, axis=1), pd.concat(indicators, axis=1),
        in_projects(load("participations"), load("organisations"), people),
    )  # fmt: skip


def in_projects(
    participations: pd.DataFrame, organisations: pd.DataFrame, people: pd.Series
) -> pd.DataFrame:
    """Return organisations and participations in European projects by district.

    Parameters
    ----------
    participations, organisations
        The tables of these names.
    people
        Inhabitants; its index are the districts.
    """
    import pandas as pd

    placed = organisations.dropna(subset=["name", "ags"]).set_index("organisation_id")["ags"]
    first, last = PROJECT_YEARS
    rows = participations[
        participations["organisation_id"].isin(placed.index)
        & participations["year"].between(first, last)
    ]
    rows = rows.assign(ags=placed.reindex(rows["organisation_id"]).to_numpy())
    grouped = rows.groupby("ags")
    table = pd.DataFrame(
        {"organisations": grouped["organisation_id"].nunique(), "participations": grouped.size()}
    ).reindex(people.index, fill_value=0)
    return table.assign(per_100000=1e5 * table["participations"] / people)


def district_names(districts: pd.DataFrame, language: str) -> pd.Series:
    """Return short names of districts; where a town and a district share one, in `language`."""
    from wir.publish.names import short_names

    names = short_names(districts)
    if language == "en":
        return names
    return names.str.replace(" (town)", " (Stadt)", regex=False).str.replace(
        " (district)", " (Landkreis)", regex=False
    )


def region_mean(table: pd.DataFrame, ags: Sequence[str], people: pd.Series) -> pd.Series:
    """Return the mean of the districts of a region, weighted by population."""
    own = table.loc[list(ags)]
    weights = people[list(ags)]
    return own.mul(weights, axis=0).sum() / own.notna().mul(weights, axis=0).sum()
