"""The table ``district_year``: one row per district and year, one column per indicator."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from wir.data.economy import SECTORS, derive_workers
from wir.data.territory import check_districts

FIRST = 1995

COLUMNS = (
    "gdp_per_head",
    "gdp_per_worker",
    "gva_per_worker",
    *(f"gva_share_{sector}" for sector in SECTORS),
    *(f"gva_per_worker_{sector}" for sector in SECTORS),
    "population",
    "population_density",
    "workers",
    *(f"workers_{sector}" for sector in SECTORS),
    "employees",
    "knowledge_occupation_share",
    "unemployment_rate",
    "longterm_unemployed_share",
    "youth_unemployment_rate",
    "share_abitur",
    "share_no_degree",
    "students_per_1000",
    "apprentices_per_1000",
    "share_65plus",
    "mean_age",
    "purchasing_power",
    "tax_revenue_per_head",
    "deprivation_score",
    "deprivation_rank",
    "grw_per_head_10y",
    "grw_per_head_5y",
    "federal_rd_per_head_10y",
    "federal_rd_per_head_5y",
    "establishments_micro_share",
    "establishments_small_share",
    "establishments_medium_share",
    "establishments_large_share",
    "industry_investment_per_worker",
    "craft_turnover_per_worker",
    "insolvencies_per_1000",
    "patents_per_million",
    "h2020_participations",
)
WHOLE = ("population", "workers", *(f"workers_{sector}" for sector in SECTORS))


def join_indicators(parts: Sequence[pd.DataFrame], districts: Sequence[str]) -> pd.DataFrame:
    """Join tables with ags and year to one row per district and year from 1995 on.

    Parameters
    ----------
    parts
        Tables with ``ags``, ``year`` (one row each) and further columns, no name twice.
    districts
        AGS of the 400 districts.

    Returns
    -------
    DataFrame
        All districts in all years between 1995 and the last year of any part; NaN = missing.
    """
    last = max(int(part["year"].max()) for part in parts)
    every = pd.MultiIndex.from_product(
        [sorted(districts), range(FIRST, last + 1)], names=["ags", "year"]
    )
    joined = pd.DataFrame(index=every)
    for part in parts:
        joined = joined.join(part.set_index(["ags", "year"]), how="left", validate="one_to_one")
    return joined.reset_index()


def describe_district_years(
    parts: Sequence[pd.DataFrame], patents: pd.DataFrame, districts: Sequence[str]
) -> pd.DataFrame:
    """Return the table ``district_year``.

    Parameters
    ----------
    parts
        Results of the cleaning functions, see :mod:`wir.data.build`.
    patents
        ags, year, patents.
    districts
        AGS of the 400 districts.
    """
    table = join_indicators([*parts, patents], districts)
    table = table.join(fill_remainder(derive_workers(table)))
    table["patents_per_million"] = (table["patents"] / table["population"] * 1e6).round(3)
    for column in WHOLE:
        table[column] = table[column].round()
    money = ["gdp_per_head", "gdp_per_worker", "gva_per_worker", "industry_investment_per_worker"]
    money += ["craft_turnover_per_worker", *(f"gva_per_worker_{sector}" for sector in SECTORS)]
    table[money] = table[money].round()
    check_districts(table, "district_year")
    return table[["ags", "year", *COLUMNS]].sort_values(["ags", "year"], ignore_index=True)


def fill_remainder(workers: pd.DataFrame) -> pd.DataFrame:
    """Put the remainder for the primary sector where it is not published (Rostock, Schwerin).

    The remainder of workers over the two other sectors is at least 0.
    """
    rest = workers["workers"] - workers["workers_secondary"] - workers["workers_tertiary"]
    primary = workers["workers_primary"].fillna(rest.clip(lower=0))
    return workers.assign(workers_primary=primary)
