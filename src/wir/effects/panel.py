"""A panel of units and years, and when each unit was first treated; checked once, used by all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from wir.potential.checks import Floats, listed, nearest, numeric_table, shown

Bools = npt.NDArray[np.bool_]

LEAST_CONTROLS = 2
"""With fewer control units nothing can be compared."""


@dataclass(frozen=True)
class Panel:
    """Outcomes of units by year, without gaps, and the first treated year of each unit.

    Attributes
    ----------
    outcomes
        Units × years (whole numbers, ascending, without a gap).
    cohort
        First treated year of each unit, infinite where it is never treated within sight.
    covariates
        Units × covariates, complete; no columns where there are none.
    """

    outcomes: pd.DataFrame
    cohort: pd.Series
    covariates: pd.DataFrame

    @property
    def years(self) -> npt.NDArray[np.int64]:
        """The years of the panel."""
        return self.outcomes.columns.to_numpy(dtype=np.int64)


def cohorts(cohort: pd.Series) -> pd.Series:
    """Return first treated years as floats: missing, zero or infinite means never treated."""
    try:
        values = pd.to_numeric(cohort).astype("float64")
    except (TypeError, ValueError) as error:
        raise TypeError(
            f"The first treated years hold something that is no number ({error}). Expected a year, "
            "and a missing value or 0 for units that are never treated."
        ) from error
    values = values.where(values.notna() & (values != 0), np.inf)
    finite = values[np.isfinite(values)]
    strange = finite[(finite < 0) | (finite != finite.round())]
    if len(strange):
        raise ValueError(
            f"The first treated year of unit or row {shown(strange.index[0])} is "
            f"{strange.iloc[0]:g}. Expected a whole year, and a missing value or 0 for units that "
            "are never treated."
        )
    return values


def wide(
    data: pd.DataFrame,
    outcome: str | None = None,
    unit: str | None = None,
    time: str | None = None,
) -> pd.DataFrame:
    """Return outcomes as units × years, from a long table or from one that is wide already.

    Parameters
    ----------
    data
        Long: one row per unit and year, with the columns named. Wide: units × years, no column
        named.
    outcome, unit, time
        Columns of a long table; all three or none.

    Raises
    ------
    TypeError, ValueError
        Missing columns, a unit twice in a year, years that are no whole numbers.
    """
    named = {"outcome": outcome, "unit": unit, "time": time}
    given = {key: value for key, value in named.items() if value is not None}
    if given and len(given) < len(named):
        raise ValueError(
            "Name all of outcome, unit and time for a long table, or none of them for a table of "
            f"units × years; found only {listed(given)}."
        )
    if not given:
        table = numeric_table(data, "The table of outcomes")
    else:
        long_columns(data, list(given.values()))
        assert unit is not None and time is not None  # noqa: PT018 (all three are given)
        twice = data.duplicated([unit, time])
        if twice.any():
            row = data.loc[twice, [unit, time]].iloc[0]
            raise ValueError(
                f"Unit {shown(row[unit])} occurs more than once in {row[time]}. Expected one row "
                "per unit and year; aggregate the repeated ones."
            )
        table = data.pivot(index=unit, columns=time, values=outcome)
        table = numeric_table(table, "The table of outcomes")
    labels = pd.Series(list(table.columns))
    years = pd.to_numeric(labels, errors="coerce").to_numpy(dtype=float)
    if not np.all(np.isfinite(years)) or np.any(years != np.round(years)):
        raise ValueError(
            f"The years of the table are {listed(table.columns)}. Expected whole numbers."
        )
    table.columns = pd.Index(years.astype(int), name="year")
    return table.sort_index(axis=1)


def long_columns(data: pd.DataFrame, columns: Sequence[str | None]) -> None:
    """Raise a `ValueError` that names the first column that a long table lacks."""
    for name in columns:
        if name not in data.columns:
            raise ValueError(
                f"The table has no column {shown(name)}.{nearest(str(name), data.columns)} Its "
                f"columns are {listed(data.columns, 12)}."
            )


def cohort_by_unit(data: pd.DataFrame, unit: str, cohort: str) -> pd.Series:
    """Return the first treated year of each unit of a long table.

    Raises
    ------
    ValueError
        A unit with more than one first year.
    """
    long_columns(data, [unit, cohort])
    pairs = pd.DataFrame({"unit": data[unit], "cohort": cohorts(data[cohort])}).drop_duplicates()
    twice = pairs["unit"].duplicated()
    if twice.any():
        name = pairs.loc[twice, "unit"].iloc[0]
        years = sorted(pairs.loc[pairs["unit"] == name, "cohort"])
        raise ValueError(
            f"Unit {shown(name)} has several first treated years ({listed(years)}). Expected one "
            "first year per unit, the same in all its rows."
        )
    return pairs.set_index("unit")["cohort"]


def complete_panel(
    outcomes: pd.DataFrame, cohort: pd.Series, covariates: pd.DataFrame | None = None
) -> Panel:
    """Return a checked panel.

    Parameters
    ----------
    outcomes
        Units × years.
    cohort
        First treated year by unit; missing, 0 or infinite for never; units that it does not name
        are never treated.
    covariates
        Units × covariates that do not change over time.

    Raises
    ------
    ValueError
        A gap in the outcomes or the covariates, a year that is missing, first years for units
        that are not in the table. The message says what is possible instead.
    """
    first = cohorts(cohort)
    unknown = first.index.difference(outcomes.index)
    if len(unknown):
        raise ValueError(
            f"Treated units that the table of outcomes does not have: {listed(unknown)}."
            f"{nearest(str(unknown[0]), outcomes.index)} Correct their keys, or leave them out."
        )
    if first.index.has_duplicates:
        names = first.index[first.index.duplicated()].unique()
        raise ValueError(f"Units with several first treated years: {listed(names)}. Give one each.")
    years = outcomes.columns.to_numpy(dtype=int)
    absent = sorted(set(range(years[0], years[-1] + 1)) - set(years.tolist())) if len(years) else []
    if len(years) < 2 or absent:
        raise ValueError(
            f"The outcomes have the years {listed(years, 30)}"
            + (f"; {listed(absent)} is missing" if absent else "")
            + ". Expected two or more years without a gap: use the longest run without one."
        )
    missing = outcomes.isna()
    if missing.to_numpy().any():
        rows = outcomes.index[missing.any(axis=1)]
        columns = outcomes.columns[missing.any(axis=0)]
        raise ValueError(
            f"The outcome has gaps: {int(missing.to_numpy().sum())} missing values in {len(rows)} "
            f"of {len(outcomes)} units ({listed(rows)}), in "
            f"{year_ranges([int(year) for year in columns])}. Possible: leave these units out, "
            "use only years in which all units have a value (`without_gaps` does either and says "
            "what was left out), or fill the gaps with a reason."
        )
    if covariates is None:
        table = pd.DataFrame(index=outcomes.index)
    else:
        table = numeric_table(covariates, "The covariates").reindex(outcomes.index)
        if table.isna().to_numpy().any():
            rows = table.index[table.isna().any(axis=1)]
            raise ValueError(
                f"Covariates are missing for {len(rows)} units: {listed(rows)}. Leave these units "
                "or the covariate out."
            )
    return Panel(outcomes, first.reindex(outcomes.index).fillna(np.inf), table)


def without_gaps(outcomes: pd.DataFrame, least: float = 0.9) -> tuple[pd.DataFrame, str]:
    """Return the part of a table of outcomes that has no gap, and what was left out, in words.

    Years in which fewer than the share `least` of the units have a value are dropped first, and of
    what is left the longest run of years that ends last; then the units with a gap.
    """
    share = outcomes.notna().mean()
    good = [int(year) for year in outcomes.columns[share >= least]]
    run: list[int] = []
    best: list[int] = []
    for year in good:
        run = [*run, year] if run and year == run[-1] + 1 else [year]
        best = run if len(run) >= len(best) else best
    kept = outcomes[best]
    full = kept.dropna()
    words = []
    dropped = [int(year) for year in outcomes.columns if year not in best]
    if dropped:
        words.append(f"{year_ranges(dropped)} (no or too few values)")
    if len(full) < len(kept):
        gone = kept.index.difference(full.index)
        words.append(f"units with a gap: {listed(gone, 12)}")
    return full, "left out: " + "; ".join(words) if words else ""


def year_ranges(years: Sequence[int]) -> str:
    """Return years in words: ``1995–2012, 2022``."""
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)


def design_matrix(covariates: pd.DataFrame) -> Floats:
    """Return the covariates, standardised, with a constant in front; constant ones are left out."""
    return standard_design(covariates.to_numpy(dtype=np.float64))


def standard_design(values: Floats) -> Floats:
    """Return columns, standardised, with a constant in front; constant columns are left out."""
    if not values.size:
        return np.ones((len(values), 1))
    centred = values - values.mean(axis=0)
    spread = np.sqrt((centred**2).mean(axis=0))
    varying = spread > 1e-12 * np.maximum(1.0, np.abs(values).max(axis=0))
    return np.column_stack([np.ones(len(values)), centred[:, varying] / spread[varying]])
