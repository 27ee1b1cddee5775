"""The table ``occupation_district``: who is looked for and who looks for work, by district."""

from __future__ import annotations

import pandas as pd

from wir.data.specialisation import round_significant
from wir.data.territory import current_district

PER = 10_000
"""Rates are per this many employees of the district."""

DIGITS = 3
"""Significant digits kept: these are rates, not the counts of the upstream file."""

KEYS = ["ags", "kldb3", "year"]


def known_unemployed(unemployed: pd.DataFrame) -> pd.MultiIndex:
    """Return the districts and years (ags, year; as upstream) with unemployed persons by group.

    In 106 district-years the source has no occupation of anybody: every group is missing there.
    """
    known = unemployed[unemployed["kldb3"].notna() & unemployed["total"].notna()]
    pairs = known[["ags", "year"]].astype({"ags": "str", "year": int}).drop_duplicates()
    return pd.MultiIndex.from_frame(pairs)


def _by_district(table: pd.DataFrame, groups: pd.Index) -> pd.Series:
    """Return the total by ags (of the 400), kldb3, year; missing where any merged part is."""
    placed = table[table["ags"].notna() & table["kldb3"].isin(groups)]
    placed = placed[[*KEYS, "total"]].astype({"ags": "str", "kldb3": "str", "year": int})
    placed["ags"] = current_district(placed["ags"])
    sums = placed.groupby(KEYS)["total"].agg(["sum", "size", "count"])
    return sums["sum"].where(sums["size"] == sums["count"])


def describe_occupation_districts(
    counts: pd.DataFrame, vacancies: pd.DataFrame, unemployed: pd.DataFrame
) -> pd.DataFrame:
    """Return vacancies and unemployed persons per 10,000 employees of the district.

    Parameters
    ----------
    counts
        Employees by ags, kldb3, year (:func:`wir.data.specialisation.clean_employees`).
    vacancies, unemployed
        BA tables with ags, kldb3, year, total (annual averages). A total of 0 is a zero, a missing
        one is not known. Vacancies without a district are left out.

    Returns
    -------
    DataFrame
        ags, kldb3, year, vacancies_per_10000, unemployed_per_10000; one row for each district,
        occupational group and year of ``counts``. The denominator, all employees of the district,
        is the same for all groups, so that ratios of the rates are ratios of the counts.
    """
    groups = pd.Index(sorted(set(counts["kldb3"]) - {""}))
    size = counts.groupby(["ags", "year"])["n"].sum()
    every = pd.MultiIndex.from_product(
        [
            groups,
            sorted(counts["year"].astype(int).unique()),
            sorted(counts["ags"].astype("str").unique()),
        ],
        names=["kldb3", "year", "ags"],
    )
    result = pd.DataFrame(index=every).reset_index()[KEYS]
    place = pd.MultiIndex.from_frame(result[KEYS])
    employees = size.reindex(place.droplevel("kldb3")).to_numpy(dtype=float)
    for name, table in (("vacancies", vacancies), ("unemployed", unemployed)):
        found = _by_district(table, groups).reindex(place).to_numpy(dtype=float)
        rates = round_significant(pd.Series(PER * found / employees), DIGITS)
        result[f"{name}_per_10000"] = rates.astype("float32")
    return result.astype({"year": "int16"})
