"""The tables ``occupations`` and ``occupation_year``: occupational groups in Germany."""

from __future__ import annotations

import pandas as pd

from wir.data.labour_market import known_unemployed


def clean_occupations(codes: pd.DataFrame) -> pd.DataFrame:
    """Return kldb3 and name of the 144 occupational groups, sorted by code."""
    table = codes.rename(columns={"code": "kldb3"}).astype("str").dropna(subset="kldb3")
    return table[["kldb3", "name"]].sort_values("kldb3", ignore_index=True)


def _national(table: pd.DataFrame, value: str, name: str) -> pd.Series:
    known = table[table["kldb3"].notna()]
    known = known.assign(kldb3=known["kldb3"].astype("str"))
    sums = known.groupby(["kldb3", "year"], observed=True)[value].sum(min_count=1)
    return sums.rename(name)


def describe_occupations(
    counts: pd.DataFrame, vacancies: pd.DataFrame, unemployed: pd.DataFrame
) -> pd.DataFrame:
    """Return employment, vacancies and unemployed persons by occupational group and year.

    Parameters
    ----------
    counts
        Employees by ags, kldb3, year (:func:`wir.data.specialisation.clean_employees`).
    vacancies, unemployed
        BA tables with kldb3, year, total; vacancies without a district count for Germany.

    Returns
    -------
    DataFrame
        kldb3, year, employees, share (% of employees with a stated occupation), growth (% to the
        previous year), vacancies, unemployed (annual averages), tightness = vacancies per
        unemployed person: the higher, the scarcer are workers. Tightness compares the same
        districts above and below the line: those whose unemployed persons are known by group in
        that year.
    """
    employees = _national(counts[counts["kldb3"] != ""], "n", "employees")
    table = pd.concat(
        [
            employees,
            _national(vacancies, "total", "vacancies"),
            _national(unemployed, "total", "unemployed"),
        ],
        axis=1,
    ).reset_index()
    table = table.astype({"year": int}).sort_values(["kldb3", "year"], ignore_index=True)
    table["share"] = 100 * table["employees"] / table.groupby("year")["employees"].transform("sum")
    previous = table.groupby("kldb3")["employees"].shift()
    table["growth"] = 100 * (table["employees"] / previous - 1)
    places = vacancies[["ags", "year"]].astype({"ags": "str", "year": int})
    known = pd.MultiIndex.from_frame(places).isin(known_unemployed(unemployed))
    matched = _national(vacancies[known], "total", "matched")
    keys = pd.MultiIndex.from_frame(table[["kldb3", "year"]])
    offered = matched.reindex(keys).to_numpy(dtype=float)
    table["tightness"] = offered / table["unemployed"].where(table["unemployed"] > 0)
    columns = ["employees", "share", "growth", "vacancies", "unemployed", "tightness"]
    digits = {"share": 5, "growth": 3, "vacancies": 1, "unemployed": 1, "tightness": 4}
    return table[["kldb3", "year", *columns]].round(digits)
