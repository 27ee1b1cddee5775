"""The indicators of structural weakness and of innovation potential, and why they are there.

Structural weakness follows the dimensions by which German regional policy (the joint federal and
Länder task GRW) finds assisted areas: productivity and income, the labour market, demography.
Innovation potential follows the regional innovation scoreboards: skills, research, businesses.
Each indicator is measured in every district by one source that is documented in the codebook.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

import numpy as np
import pandas as pd

Index = Literal["weakness", "potential"]

REACH = 5
"""Years back within which a value is still taken for a year that has none."""


LAST_PARTICIPATIONS = 2020
"""Last year whose participations are in the data."""

LAST_PATENTS = 2011
"""Last complete year of the patent data."""


@dataclass(frozen=True)
class Indicator:
    """One indicator of an index; ``direction`` is 1 if more of it means more of the index."""

    index: Index
    pillar: str
    indicator: str
    direction: int
    label: str
    why: str


INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        "weakness",
        "Productivity and income",
        "gdp_per_worker",
        -1,
        "GDP per worker (EUR)",
        "What work yields; per worker, since GDP per head counts commuters where they work only",
    ),
    Indicator(
        "weakness",
        "Productivity and income",
        "purchasing_power",
        -1,
        "Purchasing power per head (EUR)",
        "What households have, wherever they earn it",
    ),
    Indicator(
        "weakness",
        "Productivity and income",
        "tax_revenue_per_head",
        -1,
        "Municipal tax revenue per head (EUR)",
        "What the municipalities can spend on change",
    ),
    Indicator(
        "weakness",
        "Labour market",
        "unemployment_rate",
        1,
        "Unemployment rate (%)",
        "Work that is missing",
    ),
    Indicator(
        "weakness",
        "Labour market",
        "longterm_unemployed_share",
        1,
        "Long-term unemployed (% of the unemployed)",
        "How entrenched the lack of work is",
    ),
    Indicator(
        "weakness",
        "Labour market",
        "youth_unemployment_rate",
        1,
        "Youth unemployment rate (%)",
        "How hard the start is for the young",
    ),
    Indicator(
        "weakness",
        "Demography",
        "population_change_10y",
        -1,
        "Change of population in ten years (%)",
        "People leave where they see no prospects",
    ),
    Indicator(
        "weakness",
        "Demography",
        "share_65plus",
        1,
        "Inhabitants aged 65 and over (%)",
        "The fewer the workers to come, the harder the change",
    ),
    Indicator(
        "potential",
        "Skills",
        "knowledge_occupation_share",
        1,
        "Employees in development, science and IT occupations (%)",
        "Who can develop something new is here and at work",
    ),
    Indicator(
        "potential",
        "Skills",
        "students_per_1000",
        1,
        "Students per 1,000 inhabitants",
        "Universities teach, attract and stay in contact",
    ),
    Indicator(
        "potential",
        "Skills",
        "apprentices_per_1000",
        1,
        "Apprentices per 1,000 employees",
        "Crafts and industry train those who apply new techniques",
    ),
    Indicator(
        "potential",
        "Research",
        "federal_rd_per_head_10y",
        1,
        "Federal project funding in ten years (EUR per head)",
        "Organisations of the region win research funds at home",
    ),
    Indicator(
        "potential",
        "Research",
        "h2020_per_100000",
        1,
        "Horizon 2020 participations begun in five years, per 100,000 inhabitants",
        "They win them in Europe, with partners from elsewhere",
    ),
    Indicator(
        "potential",
        "Research",
        "patents_per_million",
        1,
        "EPO patent applications per million inhabitants, to 2011",
        "They invent; the source ends in 2011, so a sign of long standing only",
    ),
    Indicator(
        "potential",
        "Business",
        "gva_per_worker_secondary",
        1,
        "Value added per worker in industry and construction (EUR)",
        "What industry makes of its knowledge",
    ),
    Indicator(
        "potential",
        "Business",
        "industry_investment_per_worker",
        1,
        "Investment in industry per worker (EUR)",
        "Firms renew their equipment",
    ),
    Indicator(
        "potential",
        "Business",
        "establishments_large_share",
        1,
        "Establishments with 250 and more employees (%)",
        "Firms large enough for research of their own, and customers for new ideas",
    ),
    Indicator(
        "potential",
        "Business",
        "occupational_variety",
        1,
        "Variety of occupations (entropy, bits)",
        "The more there is, the more can be combined",
    ),
)


def indicator_list(index: Index | None = None) -> pd.DataFrame:
    """Return the indicators as a table, one row each; all of them or those of one index."""
    rows = [row for row in INDICATORS if index in (None, row.index)]
    return pd.DataFrame([asdict(row) for row in rows])


def structure(index: Index, table: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the structure of an index as `composite_index` takes it.

    Parameters
    ----------
    index
        ``weakness`` or ``potential``.
    table
        Indicators as `indicator_table` gives them; those without any value in it, since their
        source does not reach back to the year, are left out. All of them where not given.
    """
    rows = indicator_list(index)[["indicator", "pillar", "direction"]]
    if table is None:
        return rows
    known = table.columns[table.notna().any()]
    return rows[rows["indicator"].isin(known)].reset_index(drop=True)


def pillars(index: Index) -> list[str]:
    """Return the names of the pillars of an index, in order."""
    return list(dict.fromkeys(row.pillar for row in INDICATORS if row.index == index))


def recent_mean(panel: pd.DataFrame, column: str, year: int, window: int = 3) -> pd.Series:
    """Return, per district, the mean of the last values up to ``year``.

    Parameters
    ----------
    panel
        Columns ``ags``, ``year`` and ``column``.
    column
        The indicator.
    year
        Last year that counts. Values older than `REACH` years before it do not.
    window
        How many of the latest values are averaged, to keep single years from deciding.

    Returns
    -------
    Series indexed by ``ags``; NaN for districts without a value in reach.
    """
    result = _latest(panel, column, year, window).groupby("ags")[column].mean()
    return result.reindex(pd.Index(sorted(panel["ags"].unique()), name="ags")).rename(column)


def _latest(panel: pd.DataFrame, column: str, year: int, window: int) -> pd.DataFrame:
    """Return ags, year and value of the latest values within `REACH` years, by district."""
    known = panel.loc[
        panel["year"].between(year - REACH, year) & panel[column].notna(), ["ags", "year", column]
    ]
    return known.sort_values(["ags", "year"]).groupby("ags").tail(window)


def population_change(panel: pd.DataFrame, year: int, years: int = 10) -> pd.Series:
    """Return the change of population in the ``years`` up to ``year``, in percent, by district.

    Raises
    ------
    ValueError
        If the panel has no population for one of the two years.
    """
    wide = panel.dropna(subset="population").pivot(index="ags", columns="year", values="population")
    for needed in (year, year - years):
        if needed not in wide:
            raise ValueError(
                f"The change of population from {year - years} to {year} needs population in "
                f"{needed}; the panel has it for {wide.columns.min()} to {wide.columns.max()}. "
                "Choose another year."
            )
    return (100 * (wide[year] / wide[year - years] - 1)).rename("population_change_10y")


def occupational_variety(specialisation: pd.DataFrame, year: int) -> pd.Series:
    """Return the entropy of the shares of occupational groups, in bits, by district.

    Shares that are not published are left out and the others scaled to one. What is left out are
    groups of a few persons, more often in small districts, whose variety is therefore slightly
    underestimated.
    """
    shares = (
        specialisation.loc[specialisation["year"] == year]
        .pivot(index="ags", columns="kldb3", values="share")
        .astype(float)
    )
    values = shares.to_numpy()
    total = np.nansum(values, axis=1, keepdims=True)
    p = np.nan_to_num(values / total)
    logs = np.log2(p, out=np.zeros_like(p), where=p > 0)
    return pd.Series(-(p * logs).sum(axis=1), index=shares.index, name="occupational_variety")


def participations_per_100000(panel: pd.DataFrame, year: int, years: int = 5) -> pd.Series:
    """Return H2020 participations begun in ``years`` years per 100,000 inhabitants."""
    last = min(year, LAST_PARTICIPATIONS)
    begun = panel.loc[panel["year"].between(last - years + 1, last)]
    counts = begun.groupby("ags")["h2020_participations"].sum()
    people = recent_mean(panel, "population", year, window=1)
    return (1e5 * counts / people).rename("h2020_per_100000")


def indicator_table(
    index: Index, panel: pd.DataFrame, specialisation: pd.DataFrame, year: int
) -> pd.DataFrame:
    """Return the indicators of an index for one year.

    Parameters
    ----------
    index
        ``weakness`` or ``potential``.
    panel
        The table ``district_year``.
    specialisation
        The table ``specialisation``; used for the variety of occupations.
    year
        Last year that counts.

    Returns
    -------
    DataFrame, districts × indicators, indexed by ``ags``, in the units of `indicator_list`.
    """
    computed = {
        "population_change_10y": lambda: population_change(panel, year),
        "h2020_per_100000": lambda: participations_per_100000(panel, year),
        "patents_per_million": lambda: recent_mean(
            panel, "patents_per_million", min(year, LAST_PATENTS)
        ),
        "occupational_variety": lambda: occupational_variety(specialisation, year),
    }
    columns = {
        row.indicator: computed.get(
            row.indicator, lambda name=row.indicator: recent_mean(panel, name, year)
        )()
        for row in INDICATORS
        if row.index == index
    }
    return pd.DataFrame(columns).rename_axis("ags").sort_index()


def years_used(panel: pd.DataFrame, year: int, window: int = 3) -> pd.Series:
    """Return which years stand behind each indicator of both indices, in words.

    Parameters
    ----------
    panel
        The table ``district_year``.
    year
        Last year that counts, as in `indicator_table`.
    window
        How many values are averaged, as in `recent_mean`.

    Returns
    -------
    Series of text indexed by indicator, for instance ``2017–2019``: the years of most districts;
    with the number of districts for which other years had to be taken; ``none`` without values.
    """
    last = min(year, LAST_PARTICIPATIONS)
    counted = panel.dropna(subset="h2020_participations")["year"]
    first_counted = max(last - 4, int(counted.min())) if len(counted) else last - 4
    special = {
        "population_change_10y": f"{year - 10} and {year}",
        "h2020_per_100000": _span(first_counted, last),
        "occupational_variety": str(year),
    }
    result = {}
    for row in INDICATORS:
        name = row.indicator
        if name in special:
            result[name] = special[name]
            continue
        end = min(year, LAST_PATENTS) if name == "patents_per_million" else year
        latest = _latest(panel, name, end, window)
        if latest.empty:
            result[name] = "none"
            continue
        spans = latest.groupby("ags")["year"].agg(["min", "max"])
        common = Counter(zip(spans["min"], spans["max"], strict=True)).most_common(1)
        (first, final), usual = common[0]
        text = _span(first, final)
        others = len(spans) - usual
        result[name] = text + (f" (other years in {others})" if others else "")
    return pd.Series(result, name="years", dtype="str").rename_axis("indicator")


def _span(first: int, last: int) -> str:
    return str(last) if first == last else f"{first}–{last}"


STRUCTURE: dict[str, str] = {
    "log_population": "Population (logarithm)",
    "log_density": "Population density (logarithm)",
    "share_65plus": "Inhabitants aged 65 and over (%)",
    "gva_share_primary": "Agriculture in value added (%)",
    "gva_share_secondary": "Industry and construction in value added (%)",
    "establishments_large_share": "Establishments with 250 and more employees (%)",
    "knowledge_occupation_share": "Development, science and IT occupations (%)",
    "log_students": "Students per 1,000 inhabitants (logarithm)",
    "occupational_variety": "Variety of occupations (bits)",
}
"""What a region cannot change quickly: the variables by which peers are found."""


def structural_features(
    panel: pd.DataFrame,
    specialisation: pd.DataFrame,
    districts: pd.DataFrame,
    year: int,
    regions: Mapping[str, Sequence[str]] | None = None,
) -> pd.DataFrame:
    """Return the structural variables of districts, and of regions made up of districts.

    Parameters
    ----------
    panel, specialisation, districts
        The tables of these names; `districts` for the area.
    year
        Last year that counts.
    regions
        Name of a region → AGS of its districts. A region has the people and the area of its
        districts together, and otherwise their mean weighted by population.

    Returns
    -------
    DataFrame, units × `STRUCTURE`, indexed by AGS and by the names of regions.
    """
    plain = [name for name in STRUCTURE if name in panel] + ["students_per_1000"]
    values = pd.DataFrame({name: recent_mean(panel, name, year) for name in plain})
    values["occupational_variety"] = occupational_variety(specialisation, year)
    people = recent_mean(panel, "population", year, window=1)
    area = districts.set_index("ags")["area_km2"].reindex(values.index)
    for name, members in (regions or {}).items():
        own = list(members)
        known = values.loc[own].notna().mul(people[own], axis=0)
        values.loc[name] = values.loc[own].mul(people[own], axis=0).sum() / known.sum()
        people[name], area[name] = people[own].sum(), area[own].sum()
    values["log_population"] = np.log(people)
    values["log_density"] = np.log(people / area)
    values["log_students"] = np.log1p(values["students_per_1000"])
    return values[list(STRUCTURE)]
