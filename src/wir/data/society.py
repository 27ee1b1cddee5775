"""Labour market, education, age, income and deprivation of the districts."""

from __future__ import annotations

import pandas as pd

GERDA_COLUMNS = {
    "unemployment_rate": "unemployment_rate",
    "share_longterm_unemployed": "longterm_unemployed_share",
    "youth_unemployment_rate": "youth_unemployment_rate",
    "share_65plus": "share_65plus",
    "median_age": "mean_age",
    "tax_revenue_per_capita": "tax_revenue_per_head",
    "purchasing_power": "purchasing_power",
}
ZERO_IS_MISSING = ("purchasing_power", "tax_revenue_per_head")


def clean_gerda(gerda: pd.DataFrame) -> pd.DataFrame:
    """Return labour market, age, tax and income by ags and year.

    A purchasing power or tax revenue of 0 is a missing value. ``median_age`` of the source is
    INKAR's *average* age (m_bev_alter), whatever its name says.
    """
    result = gerda[["ags", "year", *GERDA_COLUMNS]].rename(columns=GERDA_COLUMNS)
    for column in ZERO_IS_MISSING:
        result[column] = result[column].where(result[column] > 0)
    return result


def clean_inkar_education(inkar: pd.DataFrame) -> pd.DataFrame:
    """Return school leavers, students and apprentices by ags and year.

    A district with no school leavers with Abitur in a year (0 %) has no school that leads to it in
    that year or a suppressed value; the zeros are kept as published.
    """
    columns = {
        "a_schul_abi": "share_abitur",
        "a_schul_oA": "share_no_degree",
        "q_stud": "students_per_1000",
        "a_azubi": "apprentices_per_1000",
    }
    return inkar[["ags", "year", *columns]].rename(columns=columns)


def clean_density(inkar: pd.DataFrame) -> pd.DataFrame:
    """Return inhabitants per km² by ags and year (1996, 2000, 2004 and from 2008 on)."""
    return inkar[["ags", "year", "q_bev_fl"]].rename(columns={"q_bev_fl": "population_density"})


def clean_gisd(gisd: pd.DataFrame) -> pd.DataFrame:
    """Return deprivation score and rank by ags and year.

    The score is scaled within each year, so that only ranks compare over time; rank 1 is the most
    deprived district.
    """
    result = gisd.rename(columns={"gisd_score": "deprivation_score"})
    rank = result.groupby("year")["deprivation_score"].rank(ascending=False, method="min")
    return result.assign(deprivation_rank=rank)
