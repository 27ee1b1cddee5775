"""Characteristics of districts before a year, and their development after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from wir.potential.activities import Activities
from wir.potential.complexity import complexity_index
from wir.potential.indicators import occupational_variety, recent_mean
from wir.potential.relatedness import proximity, relatedness_density
from wir.success.regional_factors import region_means


@dataclass(frozen=True)
class Characteristic:
    """A characteristic: key, in words, and what kind of thing it is."""

    key: str
    label: str
    group: str


CHARACTERISTICS = (
    Characteristic("gdp", "GDP per head", "structure"),
    Characteristic("unemployment", "unemployment rate", "structure"),
    Characteristic("knowledge", "share of knowledge occupations", "structure"),
    Characteristic("density", "population density", "structure"),
    Characteristic("old", "share of people aged 65 or more", "structure"),
    Characteristic("industry", "industry's share of value added", "structure"),
    Characteristic("large_firms", "share of large firms", "structure"),
    Characteristic("growth_before", "growth of employees before", "structure"),
    Characteristic("complexity", "complexity of occupations", "relatedness"),
    Characteristic("relatedness", "relatedness of occupations", "relatedness"),
    Characteristic("variety", "variety of occupations", "relatedness"),
    Characteristic("projects", "Horizon 2020 projects per head", "network"),
    Characteristic("partner_districts", "partner districts in Horizon 2020", "network"),
    Characteristic("brokerage", "brokerage between regions", "network"),
    Characteristic("grw", "GRW grants per head", "funding"),
    Characteristic("federal_rd", "federal R&D grants per head", "funding"),
)
DEVELOPMENTS = {
    "employees": "growth of employees",
    "gdp": "growth of GDP per head",
    "knowledge": "change of the share of knowledge occupations",
}
_PANEL = {
    "gdp": "gdp_per_head",
    "unemployment": "unemployment_rate",
    "knowledge": "knowledge_occupation_share",
    "density": "population_density",
    "old": "share_65plus",
    "industry": "gva_share_secondary",
    "large_firms": "establishments_large_share",
}
FUNDING_YEAR = 2019
"""First year of which grants are known, as the sum of the ten years up to it."""


def district_characteristics(
    panel: pd.DataFrame,
    specialisation: pd.DataFrame,
    occupations: Activities,
    positions: pd.DataFrame,
    year: int,
) -> pd.DataFrame:
    """Return what districts were like up to a year.

    Parameters
    ----------
    panel, specialisation
        The tables ``district_year`` and ``specialisation``.
    occupations
        Occupational groups of the districts.
    positions
        By district: ``per_100000``, ``partner_districts`` and ``brokerage`` from Horizon 2020
        projects that started up to the year (`wir.partners.regions.district_positions`).
    year
        Last year that counts.

    Returns
    -------
    DataFrame
        Districts × `CHARACTERISTICS`. ``relatedness`` is the mean relatedness density around the
        groups in which a district is specialised. Grants are the sum of the ten years to 2019, the
        first for which the source has it: one year later than `year` where that is 2018.
    """
    table = pd.DataFrame(
        {key: recent_mean(panel, column, year, window=1) for key, column in _PANEL.items()}
    )
    employees = panel.pivot(index="ags", columns="year", values="employees").dropna(
        axis=1, how="all"
    )
    first = int(employees.columns.min())
    if first >= year:
        raise ValueError(
            f"Growth before {year} needs employees of an earlier year; the panel begins in {first}."
        )
    table["growth_before"] = 100 * np.log(employees[year] / employees[first])
    special = occupations.specialised(year)
    near = relatedness_density(special, proximity(special))
    table["complexity"] = complexity_index(special).eci
    table["relatedness"] = near.where(special.astype(bool)).mean(axis=1)
    table["variety"] = occupational_variety(specialisation, year)
    table["projects"] = positions["per_100000"]
    table["partner_districts"] = positions["partner_districts"]
    table["brokerage"] = np.log1p(positions["brokerage"])
    grants = panel[panel["year"] == FUNDING_YEAR].set_index("ags")
    table["grw"] = grants["grw_per_head_10y"]
    table["federal_rd"] = grants["federal_rd_per_head_10y"]
    return table[[one.key for one in CHARACTERISTICS]].rename_axis("ags")


def developments(
    panel: pd.DataFrame,
    members: Mapping[str, Sequence[str]],
    year: int,
    *,
    last: Mapping[str, int],
) -> pd.DataFrame:
    """Return how regions developed after a year; a district is a region of its own.

    Parameters
    ----------
    panel
        The table ``district_year``.
    members
        Districts of each region.
    year
        From which on.
    last
        Last year of ``employees``, ``gdp`` and ``knowledge``.

    Returns
    -------
    DataFrame
        Regions × `DEVELOPMENTS`: 100 × log changes of the region's employees and of its GDP per
        head (weighted with the population of each year), points of its share of knowledge
        occupations (weighted with employees).

    Raises
    ------
    ValueError
        A last year that does not lie after the first, or that the panel does not have.
    """

    def of(column: str, when: int) -> pd.Series:
        values = panel[panel["year"] == when].set_index("ags")[column]
        if values.isna().all():
            raise ValueError(
                f"The table district_year has no {column} for {when}. Choose an earlier year."
            )
        return values

    for name, end in last.items():
        if end <= year:
            raise ValueError(f"The development of {name} ends in {end}, not after {year}.")

    def mean(column: str, weight: str, when: int) -> pd.Series:
        weights = of(weight, when)
        return region_means(of(column, when).to_frame(), weights, members)[column]

    def total(when: int) -> pd.Series:
        values = of("employees", when)
        return pd.Series(
            {name: values.loc[list(inside)].sum(skipna=False) for name, inside in members.items()}
        )

    knowledge = "knowledge_occupation_share"
    return pd.DataFrame(
        {
            "employees": 100 * np.log(total(last["employees"]) / total(year)),
            "gdp": 100
            * np.log(
                mean("gdp_per_head", "population", last["gdp"])
                / mean("gdp_per_head", "population", year)
            ),
            "knowledge": mean(knowledge, "employees", last["knowledge"])
            - mean(knowledge, "employees", year),
        }
    )
