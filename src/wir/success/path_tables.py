"""From what is known of alliances to sets, and from solutions to what was planted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from wir.potential.checks import listed, nearest
from wir.success.qca import Solution, calibrate, calibrate_indirect, sufficiency
from wir.success.qca.expressions import literals

SURVEYED = ("anchoring", "roles", "strategy", "governance")
"""Conditions where no records of alliances are known."""

STEPS = 5
"""Rough memberships of the indirect method: 0, 0.2, … 1."""


def default_conditions(
    truth: Mapping[str, Any] | None, chosen: Sequence[str], known: Sequence[str]
) -> list[str]:
    """Return the conditions: those chosen, those that were planted, or those of the survey.

    Raises
    ------
    ValueError
        A condition that is not known, or fewer than two.
    """
    names = list(chosen)
    if not names:
        names = list(truth["configurations"]["conditions"]) if truth else list(SURVEYED)
    for name in names:
        if name not in known:
            raise ValueError(
                f"conditions names {name!r}, which is not known of the alliances."
                f"{nearest(name, known)} Known: {listed(known, 20)}."
            )
    if len(names) < 2:
        raise ValueError(f"conditions has {len(names)} names. Expected two or more.")
    return names


def anchor_table(
    raw: pd.DataFrame,
    given: Mapping[str, Sequence[float]],
    truth: Mapping[str, Any] | None,
) -> pd.DataFrame:
    """Return exclusion, crossover and inclusion of each variable, and where they come from.

    Parameters
    ----------
    raw
        Alliances × conditions and outcome.
    given
        Anchors of the user.
    truth
        Planted parameters, for synthetic answers.

    Returns
    -------
    DataFrame
        One row per variable: ``exclusion``, ``crossover``, ``inclusion``, ``basis``. Without
        given or planted anchors they are the 10th, 50th and 90th percentile, which say what is
        usual and not what is much: replace them by ones that knowledge of the cases supports. No
        crossover lies on a value.

    Raises
    ------
    ValueError
        Anchors for unknown variables, or not three.
    """
    unknown = [name for name in given if name not in raw.columns]
    if unknown:
        raise ValueError(
            f"anchors names {listed(unknown)}.{nearest(unknown[0], raw.columns)} The variables are "
            f"{listed(raw.columns, 20)}."
        )
    planted: dict[str, Any] = {}
    if truth:
        planted = {**truth["configurations"]["conditions"]}
        planted[truth["configurations"]["outcome"]] = truth["configurations"]["outcome_anchors"]
    rows = {}
    for name in raw.columns:
        values, basis = given.get(name), "given"
        if values is None:
            values, basis = planted.get(name), "as planted"
        if values is None:
            values, basis = raw[name].quantile([0.1, 0.5, 0.9]).tolist(), "percentiles 10, 50, 90"
            values[1] = _between(raw[name], values[1])
        if len(values) != 3:
            raise ValueError(
                f"anchors gives {len(values)} numbers for {name!r}. Expected exclusion, crossover "
                "and inclusion."
            )
        rows[name] = [*(float(one) for one in values), basis]
    columns = ["exclusion", "crossover", "inclusion", "basis"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("variable")


def _between(values: pd.Series, crossover: float) -> float:
    """Return a crossover that no case lies on: halfway to the next value above."""
    above = values[values > crossover + 1e-9]
    on = (values - crossover).abs() < 1e-9
    return crossover if not on.any() or above.empty else float((crossover + above.min()) / 2)


def calibrated(raw: pd.DataFrame, anchors: pd.DataFrame) -> pd.DataFrame:
    """Return the memberships of alliances, by the direct method."""
    return pd.DataFrame(
        {
            name: calibrate(raw[name], *(float(one) for one in row))
            for name, row in anchors[["exclusion", "crossover", "inclusion"]].iterrows()
        }
    )


def indirectly(raw: pd.DataFrame, memberships: pd.DataFrame) -> pd.DataFrame:
    """Return memberships by the indirect method, from direct ones rounded to rough codes.

    The codes stand for a researcher's rough judgement; that they come from the direct method here
    makes the two methods comparable. Where no curve fits, the direct membership stays.
    """
    result = {}
    for name in memberships.columns:
        codes = (memberships[name] * STEPS).round() / STEPS
        try:
            result[name] = calibrate_indirect(raw[name], codes)
        except ValueError:
            result[name] = memberships[name]
    return pd.DataFrame(result)


def set_table(memberships: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Return how sets are filled, and how far two calibrations agree.

    Returns
    -------
    DataFrame
        One row per set: ``inside`` (share of the cases above 0.5, percent), ``mean``, ``clear``
        (share below 0.2 or above 0.8, percent), ``largest_difference`` between both calibrations,
        ``moved`` (cases that are on the other side of 0.5). A share inside below 20 or above 80
        percent is a skewed set, whose consistencies say little.
    """
    away = (memberships - other).abs()
    return pd.DataFrame(
        {
            "inside": 100 * (memberships > 0.5).mean(),
            "mean": memberships.mean(),
            "clear": 100 * ((memberships < 0.2) | (memberships > 0.8)).mean(),
            "largest_difference": away.max(),
            "moved": ((memberships > 0.5) != (other > 0.5)).sum(),
        }
    ).rename_axis("set")


def same_term(first: str, second: str) -> bool:
    """Return whether two conjunctions are the same, whatever the order of their parts."""
    return set(literals(first)) == set(literals(second))


def planted_table(
    truth: Mapping[str, Any], solutions: Mapping[str, Solution], data: pd.DataFrame, outcome: str
) -> pd.DataFrame:
    """Return for each planted configuration whether each solution has it.

    Returns
    -------
    DataFrame
        One row per planted term: ``term``, its ``consistency``, ``pri`` and ``raw_coverage`` in the
        data, and a column per solution: "every model", "some models", "no model".
    """
    rows = []
    for term in truth["configurations"]["sufficient"]:
        fit = sufficiency(data, outcome, [term]).loc[term]
        row: dict[str, object] = {"term": term}
        row |= {name: float(fit[name]) for name in ("consistency", "pri", "raw_coverage")}
        for name, solution in solutions.items():
            has = [any(same_term(term, one) for one in model.terms) for model in solution.models]
            share = np.mean(has) if has else 0.0
            row[name] = "every model" if share == 1 else "some models" if share else "no model"
        rows.append(row)
    return pd.DataFrame(rows)


def chart_table(solution: Solution) -> pd.DataFrame:
    """Return the prime implicant chart with a mark where a term covers a row.

    Returns
    -------
    DataFrame
        One row per prime implicant: ``term``, a column per sufficient row of the truth table,
        ``essential``, ``models`` (how many models have the term).
    """
    chart = solution.chart
    table = pd.DataFrame(
        np.where(chart.to_numpy(), "×", ""),
        columns=[f"row {one}" for one in chart.columns],
    )
    table.insert(0, "term", list(chart.index))
    essential = set(solution.essential)
    table["essential"] = ["yes" if one in essential else "" for one in chart.index]
    table["models"] = [sum(one in model.terms for model in solution.models) for one in chart.index]
    return table
