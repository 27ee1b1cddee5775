"""What the programme could change, as far as the tables hold it by district and year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from wir.potential.checks import listed, nearest


@dataclass(frozen=True)
class Outcome:
    """One outcome.

    Attributes
    ----------
    key
        Short name.
    label
        In words.
    column
        Column of the table ``district_year``; ``complexity`` is computed from occupations.
    logarithm
        Whether 100 × its natural logarithm is used, so that effects are in percent (nearly).
    unit
        Of an effect.
    note
        What it stands for, and what it does not.
    """

    key: str
    label: str
    column: str
    logarithm: bool
    unit: str
    note: str


OUTCOMES = (
    Outcome(
        "employees",
        "Employees",
        "employees",
        True,
        "%",
        "employees liable to social insurance at the place of work, probably at mid-year: the "
        "value of the start year lies hardly after the start, or (August 2021) before it",
    ),
    Outcome(
        "gdp",
        "GDP per head",
        "gdp_per_head",
        True,
        "%",
        "at current prices; years that are projections are left out",
    ),
    Outcome(
        "unemployment",
        "Unemployment rate",
        "unemployment_rate",
        False,
        "points",
        "unemployed as a share of civilians in the labour force",
    ),
    Outcome(
        "qualification",
        "Knowledge occupations",
        "knowledge_occupation_share",
        False,
        "points",
        "share of employees in technical, scientific and computing occupations: stands in for high "
        "qualification, since no table here holds degrees",
    ),
    Outcome(
        "micro_firms",
        "Very small firms",
        "establishments_micro_share",
        False,
        "points",
        "share of establishments with fewer than ten employees",
    ),
    Outcome(
        "large_firms",
        "Large firms",
        "establishments_large_share",
        False,
        "points",
        "share of establishments with 250 employees or more",
    ),
    Outcome(
        "complexity",
        "Occupational complexity",
        "complexity",
        False,
        "SD",
        "economic complexity index of the occupations of a district, in standard deviations",
    ),
    Outcome(
        "h2020",
        "Horizon 2020 projects",
        "h2020_participations",
        False,
        "participations",
        "participations in Horizon 2020 that start in the year; about 90 % have a known district "
        "to 2016, about 70 % from 2017 on, so that part of a change can be one of coverage",
    ),
)


def chosen_outcomes(keys: Sequence[str] = ()) -> list[Outcome]:
    """Return outcomes by key, in the order given; all for an empty list.

    Raises
    ------
    ValueError
        An unknown or repeated key.
    """
    known = {one.key: one for one in OUTCOMES}
    for key in keys:
        if key not in known:
            raise ValueError(
                f"There is no outcome {key!r}.{nearest(key, known)} Known: {listed(known, 12)}."
            )
    if len(set(keys)) < len(keys):
        raise ValueError(f"Outcomes are named twice: {listed(keys, 12)}. Name each once.")
    return [known[key] for key in keys] or list(OUTCOMES)


def outcome_table(outcome: Outcome, panel: pd.DataFrame, complexity: pd.DataFrame) -> pd.DataFrame:
    """Return an outcome as districts × years, in logarithms where it says so; gaps stay.

    Parameters
    ----------
    outcome
        One of `OUTCOMES`.
    panel
        The table ``district_year``.
    complexity
        Districts × years: economic complexity index.

    Raises
    ------
    ValueError
        Values of zero or less where a logarithm is wanted.
    """
    if outcome.column == "complexity":
        return complexity.rename_axis(index="ags", columns="year")
    table = panel.pivot(index="ags", columns="year", values=outcome.column)
    if not outcome.logarithm:
        return table
    if (table <= 0).to_numpy().any():
        raise ValueError(f"{outcome.label} has values of zero or less: no logarithm can be taken.")
    return table.apply(np.log) * 100
