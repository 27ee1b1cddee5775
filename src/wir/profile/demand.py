"""Demand for what people do at work: employment, vacancies, unemployed persons, shortage.

Occupations show the demand of employers for work. It stands in for the demand for what is made
with it: no public table has the latter by field and district.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from wir.potential.checks import listed
from wir.profile.fields import aggregate, tall
from wir.profile.trend import growth_trend, last_years

RECENT = 3
"""Years averaged for levels of vacancies and unemployed persons: one year is the business cycle."""

LEAST_EMPLOYEES = 50
"""Fewer employees of a region in a field (in any year) give no trend of the region."""

LEAST_UNEMPLOYED = 5
"""Fewer unemployed persons (mean of the recent years) give no tightness of a region."""

SHORTAGE = {
    "tightness": 1,
    "vacancies_per_1000": 1,
    "unemployed_per_1000": -1,
}
"""Measures of shortage → 1 where more means scarcer, −1 where less does."""


def by_year(table: pd.DataFrame, column: str, key: str = "kldb3") -> pd.DataFrame:
    """Return years × keys of one column of a table in long form."""
    return table.pivot(index="year", columns=key, values=column).sort_index()


def national_levels(occupation_year: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return what is known about each occupation in Germany, as tables years × occupations.

    Parameters
    ----------
    occupation_year
        The table of that name.

    Returns
    -------
    dict
        ``employees``, ``vacancies`` and ``unemployed``. Unemployed persons are vacancies /
        tightness: the sum of the districts that are known in a year, raised to all districts with
        the ratio of the vacancies. (The plain sum jumps where districts are missing: 29 in 2012,
        2 to 10 in other years.) Occupations without employees are left out.
    """
    employees = by_year(occupation_year, "employees")
    known = employees.columns[employees.notna().any()]
    vacancies = by_year(occupation_year, "vacancies")[known]
    tightness = by_year(occupation_year, "tightness")[known]
    return {
        "employees": employees[known],
        "vacancies": vacancies,
        "unemployed": vacancies / tightness.where(tightness > 0),
    }


def combine(
    levels: Mapping[str, pd.DataFrame], weights: pd.DataFrame | None
) -> dict[str, pd.DataFrame]:
    """Return the levels of fields: weighted sums over occupations, see `aggregate`.

    A year in which an occupation with weight is missing is missing. None keeps occupations.
    """
    if weights is None:
        return dict(levels)
    return {name: aggregate(table, weights[table.columns]) for name, table in levels.items()}


def demand(
    levels: Mapping[str, pd.DataFrame], last_year: int, years: int, *, confidence: float = 0.95
) -> pd.DataFrame:
    """Return level and trend of demand for each occupation or field.

    Parameters
    ----------
    levels
        ``employees``, ``vacancies``, ``unemployed``: years × occupations or fields.
    last_year, years
        Trends run from `years` before the last year to it.
    confidence
        Of the intervals (Newey–West, see `wir.profile.trend.growth_trend`).

    Returns
    -------
    DataFrame
        Per occupation or field: ``employees`` (last year), ``vacancies``, ``unemployed``,
        ``tightness`` (vacancies per unemployed person), ``vacancies_per_1000`` and
        ``unemployed_per_1000`` (employees), all means of the last three years; and for employees,
        vacancies, unemployed and tightness ``<name>_growth``, ``_lower``, ``_upper`` (% per year).
        NaN where not known.

    Raises
    ------
    ValueError
        A table that is not there; years that the tables do not have.
    """
    lacking = sorted({"employees", "vacancies", "unemployed"} - set(levels))
    if lacking:
        raise ValueError(
            f"levels lacks {listed(lacking)}. Expected tables years × occupations or fields called "
            "employees, vacancies and unemployed."
        )
    tables = {name: last_years(table, last_year, years) for name, table in levels.items()}
    tables["tightness"] = tables["vacancies"] / tables["unemployed"].where(tables["unemployed"] > 0)
    recent = {name: table.iloc[-RECENT:].mean() for name, table in tables.items()}
    result = pd.DataFrame({"employees": tables["employees"].loc[last_year]})
    result["vacancies"], result["unemployed"] = recent["vacancies"], recent["unemployed"]
    result["tightness"] = result["vacancies"] / result["unemployed"].where(result["unemployed"] > 0)
    size = recent["employees"].where(recent["employees"] > 0)
    result["vacancies_per_1000"] = 1000 * result["vacancies"] / size
    result["unemployed_per_1000"] = 1000 * result["unemployed"] / size
    for name in ("employees", "vacancies", "unemployed", "tightness"):
        trend = growth_trend(tables[name], confidence=confidence)
        for column in ("growth", "lower", "upper"):
            result[f"{name}_{column}"] = trend[column]
    return result


def total_growth(levels: Mapping[str, pd.DataFrame], last_year: int, years: int) -> pd.Series:
    """Return the growth (% per year) of all occupations together.

    Index: ``employees``, ``vacancies``, ``unemployed``, ``tightness``; levels and years as in
    `demand`.
    """
    sums = pd.DataFrame(
        {name: last_years(table, last_year, years).sum(axis=1) for name, table in levels.items()}
    )
    sums["tightness"] = sums["vacancies"] / sums["unemployed"].where(sums["unemployed"] > 0)
    return growth_trend(sums)["growth"]


def percentile(values: pd.Series) -> pd.Series:
    """Return the place of each value among all, 0 to 100; ties share, missing stays missing."""
    return 100 * (values.rank() - 0.5) / values.notna().sum()


def shortage(measures: pd.DataFrame, bootstrap: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return how scarce workers are, as the mean over definitions, and how far these differ.

    Parameters
    ----------
    measures
        Occupations × the columns of `SHORTAGE` (result of `demand`).
    bootstrap
        Occupations × ``lower``, ``upper`` of tightness (`bootstrap_tightness`), if wanted.

    Returns
    -------
    DataFrame
        ``shortage`` (mean of the percentiles by each definition, 0–100), ``shortage_lower`` and
        ``shortage_upper`` (lowest and highest of them), ``verdict``: ``scarce`` where every
        definition (and, if given, the whole interval of tightness) lies in the upper half of all
        occupations, ``not scarce`` where all of it lies in the lower half, else ``depends``;
        missing where a measure is missing.

    Raises
    ------
    ValueError
        A measure without a column.
    """
    lacking = [name for name in SHORTAGE if name not in measures.columns]
    if lacking:
        raise ValueError(f"measures lacks the columns {listed(lacking)}. See `demand`.")
    places = pd.DataFrame(
        {name: percentile(sign * measures[name]) for name, sign in SHORTAGE.items()}
    )
    complete = places.notna().all(axis=1)
    low, high = places.min(axis=1).where(complete), places.max(axis=1).where(complete)
    above, below = low >= 50, high < 50
    if bootstrap is not None:
        middle = measures["tightness"].median()
        above &= bootstrap["lower"].reindex(measures.index) >= middle
        below &= bootstrap["upper"].reindex(measures.index) < middle
    verdict = pd.Series("depends", index=measures.index, dtype=object)
    verdict[above], verdict[below] = "scarce", "not scarce"
    return pd.DataFrame(
        {
            "shortage": places.mean(axis=1).where(complete),
            "shortage_lower": low,
            "shortage_upper": high,
            "verdict": verdict.where(complete, None),
        }
    )


def bootstrap_tightness(
    vacancies: pd.DataFrame,
    unemployed: pd.DataFrame,
    *,
    draws: int = 1000,
    confidence: float = 0.9,
    seed: int = 0,
) -> pd.DataFrame:
    """Return how much the tightness of each occupation depends on which districts there are.

    Districts are drawn with replacement, all occupations of a district together.

    Parameters
    ----------
    vacancies, unemployed
        Districts × occupations (numbers or anything proportional to them). A district whose
        unemployed persons are not known counts neither above nor below the line. Draws without
        any unemployed person are left out.
    draws, confidence, seed
        Draws, share of them in the interval, seed.

    Returns
    -------
    DataFrame
        Occupations × ``tightness``, ``lower``, ``upper``.

    Raises
    ------
    ValueError
        Fewer than two districts.
    """
    if len(vacancies) < 2:
        raise ValueError(f"{len(vacancies)} district. Expected two or more to draw from.")
    below = unemployed.loc[vacancies.index, vacancies.columns].to_numpy(dtype=float)
    above = np.where(np.isnan(below), 0.0, vacancies.to_numpy(dtype=float))
    below = np.nan_to_num(below)
    rng = np.random.default_rng(seed)
    times = rng.multinomial(len(above), np.full(len(above), 1 / len(above)), size=draws)
    with np.errstate(divide="ignore", invalid="ignore"):
        drawn = (times @ above) / (times @ below)
        observed = above.sum(axis=0) / below.sum(axis=0)
    drawn = np.where(np.isfinite(drawn), drawn, np.nan)
    found = np.full((2, len(observed)), np.nan)
    known = np.isfinite(observed)
    tail = 50 * (1 - confidence)
    found[:, known] = np.nanpercentile(drawn[:, known], [tail, 100 - tail], axis=0)
    return pd.DataFrame(
        {"tightness": np.where(known, observed, np.nan), "lower": found[0], "upper": found[1]},
        index=vacancies.columns,
    )


def district_numbers(
    occupation_district: pd.DataFrame, employees: pd.DataFrame, years: Sequence[int]
) -> dict[str, dict[int, pd.DataFrame]]:
    """Return vacancies and unemployed persons of the districts, as far as rates give them back.

    Parameters
    ----------
    occupation_district
        The table of that name.
    employees
        Districts × years: all employees.
    years
        Years wanted.

    Returns
    -------
    dict
        ``vacancies`` and ``unemployed`` → year → districts × occupations; NaN where not known.

    Raises
    ------
    ValueError
        Years that the table does not have.
    """
    lacking = sorted(set(years) - set(occupation_district["year"].unique()))
    if lacking:
        raise ValueError(
            f"occupation_district has no rows for {listed(lacking, 20)}. Years there are: "
            f"{listed(sorted(occupation_district['year'].unique()), 40)}."
        )
    result: dict[str, dict[int, pd.DataFrame]] = {}
    for name in ("vacancies", "unemployed"):
        result[name] = {}
        for year in years:
            part = occupation_district[occupation_district["year"] == year]
            rates = part.pivot(index="ags", columns="kldb3", values=f"{name}_per_10000")
            size = employees[year].reindex(rates.index)
            result[name][year] = rates.astype(float).mul(size, axis=0) / 10_000
    return result


def pool_numbers(
    numbers: Mapping[str, Mapping[int, pd.DataFrame]], members: Mapping[str, Sequence[str]]
) -> dict[str, dict[int, pd.DataFrame]]:
    """Return the numbers of regions made of districts.

    Both vacancies and unemployed persons are sums over the districts whose unemployed persons are
    known, so that their ratio compares the same districts; missing where none is.
    """
    result: dict[str, dict[int, pd.DataFrame]] = {name: {} for name in numbers}
    for year, unemployed in numbers["unemployed"].items():
        known = unemployed.notna()
        for name, tables in numbers.items():
            table = tables[year].where(known)
            rows = {
                region: table.loc[list(inside)].sum(min_count=1)
                for region, inside in members.items()
            }
            result[name][year] = pd.DataFrame(rows).T.reindex(columns=table.columns)
    return result


def combine_regions(
    counts: Mapping[int, pd.DataFrame],
    numbers: Mapping[str, Mapping[int, pd.DataFrame]],
    weights: pd.DataFrame,
) -> tuple[dict[int, pd.DataFrame], dict[str, dict[int, pd.DataFrame]]]:
    """Return employees, vacancies and unemployed persons of regions for fields, see `aggregate`."""
    return (
        {year: aggregate(table, weights) for year, table in counts.items()},
        {
            name: {year: aggregate(table, weights) for year, table in tables.items()}
            for name, tables in numbers.items()
        },
    )


def recent_means(
    numbers: Mapping[str, Mapping[int, pd.DataFrame]],
) -> dict[str, pd.DataFrame]:
    """Return the mean of each number over its years, as far as known; regions × occupations."""
    result = {}
    for name, tables in numbers.items():
        total = pd.concat({year: tall(table) for year, table in tables.items()}, axis=1)
        first = next(iter(tables.values()))
        mean = total.mean(axis=1).to_numpy().reshape(first.shape)
        result[name] = pd.DataFrame(mean, index=first.index, columns=first.columns)
    return result


def regional_demand(
    counts: Mapping[int, pd.DataFrame],
    numbers: Mapping[str, Mapping[int, pd.DataFrame]],
    last_year: int,
    years: int,
    *,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return level and trend of demand in each region for each occupation or field.

    Parameters
    ----------
    counts
        Year → regions × occupations (or fields): employees.
    numbers
        ``vacancies`` and ``unemployed`` → year → regions × occupations (or fields), recent years.
    last_year, years
        Trends of employees run from `years` before the last year to it.
    confidence
        Of the intervals.

    Returns
    -------
    DataFrame
        Index region, field: ``region_employees`` (last year), ``region_growth``, ``region_lower``,
        ``region_upper`` (% per year; missing below 50 employees in any year),
        ``region_vacancies``, ``region_unemployed`` (means of the recent years),
        ``region_tightness`` (missing below 5 unemployed persons).
    """
    wide = pd.concat(
        {year: tall(table) for year, table in counts.items() if year <= last_year}, axis=1
    ).T.sort_index()
    wide = last_years(wide, last_year, years)
    enough = wide.columns[(wide >= LEAST_EMPLOYEES).all()]
    trend = growth_trend(wide[enough], confidence=confidence)
    result = pd.DataFrame({"region_employees": wide.loc[last_year]})
    for column in ("growth", "lower", "upper"):
        result[f"region_{column}"] = trend[column].reindex(result.index)
    for name, tables in numbers.items():
        recent = pd.concat({year: tall(table) for year, table in tables.items()}, axis=1)
        result[f"region_{name}"] = recent.mean(axis=1).reindex(result.index)
    enough_people = result["region_unemployed"] >= LEAST_UNEMPLOYED
    result["region_tightness"] = result["region_vacancies"] / result["region_unemployed"].where(
        enough_people
    )
    return result
