"""Whether a solution changes when a cut-off, an anchor or a case does."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from wir.potential.checks import Floats, listed
from wir.success.qca.calibration import calibrate
from wir.success.qca.counterfactuals import Expectations
from wir.success.qca.minimisation import Kind, minimise
from wir.success.qca.solution import Solution
from wir.success.qca.truth import TruthTable, again, truth_table, without

FIGURES = ["models", "formula", "consistency", "pri", "coverage", "overlap", "same"]


def robust_cutoffs(
    table: TruthTable,
    solution: Kind = "conservative",
    expectations: Expectations | None = None,
    *,
    consistency: Sequence[float] = (0.75, 0.8, 0.85, 0.9),
    pri: Sequence[float] = (0.0, 0.5, 0.6),
    frequency: Sequence[int] = (1, 2),
) -> pd.DataFrame:
    """Minimise with every combination of cut-offs and compare with the cut-offs of the table.

    Parameters
    ----------
    table, solution, expectations
        As for `minimise`.
    consistency, pri, frequency
        Values to combine.

    Returns
    -------
    DataFrame
        One row per combination: the cut-offs; ``models`` (how many), ``formula`` (of the model
        nearest to the first one of the table), its ``consistency``, ``pri`` and ``coverage``;
        ``overlap`` with that model, Σmin/Σmax of the memberships, 1 where both sort the cases
        alike; ``same`` (whether the first model of the table is among the models).
    """
    reference = minimise(table, solution, expectations)
    records = []
    for share, least, cases in product(consistency, pri, frequency):
        other = again(table, consistency=share, pri=least, frequency=cases)
        found = minimise(other, solution, expectations)
        records.append(
            {
                "consistency_cutoff": share,
                "pri_cutoff": least,
                "frequency_cutoff": cases,
                **compare(reference, found),
            }
        )
    return pd.DataFrame(records)


def leave_one_out(
    table: TruthTable, solution: Kind = "conservative", expectations: Expectations | None = None
) -> pd.DataFrame:
    """Minimise without each case in turn.

    Returns
    -------
    DataFrame
        One row per case left out, with the figures of `robust_cutoffs`; the overlap is over the
        cases that are left.
    """
    reference = minimise(table, solution, expectations)
    if len(table.data) < 2:
        raise ValueError("The table has one case only, so that none can be left out.")
    records = {}
    for place, case in enumerate(table.data.index):
        found = minimise(without(table, [case]), solution, expectations)
        records[case] = compare(reference, found, np.delete(np.arange(len(table.data)), place))
    return pd.DataFrame.from_dict(records, orient="index").rename_axis("case")


def robust_anchors(
    raw: pd.DataFrame,
    anchors: Mapping[str, Sequence[float]],
    outcome: str,
    conditions: Sequence[str] | None = None,
    *,
    shifts: Iterable[float] = (-0.2, -0.1, 0.1, 0.2),
    solution: Kind = "conservative",
    expectations: Expectations | None = None,
    consistency: float = 0.8,
    pri: float = 0.0,
    frequency: int = 1,
) -> pd.DataFrame:
    """Move each anchor of each variable in turn, calibrate again, and minimise.

    Parameters
    ----------
    raw
        Cases × variables, raw values.
    anchors
        For each variable exclusion, crossover and inclusion, as for `calibrate`. Columns without
        anchors are memberships already.
    outcome, conditions, consistency, pri, frequency
        As for `truth_table`.
    shifts
        By how much an anchor is moved, as a share of the distance to the next anchor in that
        direction, between −1 and 1 (of the distance to its only neighbour for the outer ones).
    solution, expectations
        As for `minimise`.

    Returns
    -------
    DataFrame
        One row per variable, anchor and shift: ``variable``, ``anchor``, ``shift``, ``value`` (of
        the moved anchor), and the figures of `robust_cutoffs`.

    Raises
    ------
    ValueError
        Anchors for unknown variables, shifts that are not between −1 and 1.
    """
    unknown = [name for name in anchors if name not in raw.columns]
    if unknown:
        raise ValueError(
            f"anchors names {listed(unknown)}, which raw does not have. Its columns are "
            f"{listed(raw.columns, 12)}."
        )
    steps = list(shifts)
    if any(not -1 < step < 1 for step in steps):
        raise ValueError(f"shifts are {listed(steps)}. Expected shares between −1 and 1.")

    def solved(calibrated: pd.DataFrame) -> Solution:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            table = truth_table(calibrated, outcome, conditions, consistency, pri, frequency)
        return minimise(table, solution, expectations)

    calibrated = raw.copy()
    for name, (low, middle, high) in anchors.items():
        calibrated[name] = calibrate(raw[name], low, middle, high)
    reference = solved(calibrated)
    records = []
    for name, given in anchors.items():
        for place, label in enumerate(("exclusion", "crossover", "inclusion")):
            for step in steps:
                moved = [float(value) for value in given]
                neighbour = _neighbour(place, step, moved[2] > moved[0])
                moved[place] += step * abs(moved[neighbour] - moved[place])
                changed = calibrated.assign(**{name: calibrate(raw[name], *moved)})
                records.append(
                    {
                        "variable": name,
                        "anchor": label,
                        "shift": step,
                        "value": moved[place],
                        **compare(reference, solved(changed)),
                    }
                )
    return pd.DataFrame(records)


def _neighbour(place: int, step: float, rising: bool) -> int:
    if place != 1:
        return 1
    return 2 if (step > 0) == rising else 0


def compare(
    reference: Solution, other: Solution, cases: np.ndarray[Any, Any] | None = None
) -> dict[str, object]:
    """Return the figures of the model of `other` that is nearest to the first of `reference`.

    Parameters
    ----------
    cases
        Positions of the cases of `other` among those of `reference`; the same cases by default.
    """
    nothing = {"models": len(other.models), "formula": "", "overlap": np.nan, "same": False}
    figures = dict.fromkeys(("consistency", "pri", "coverage"), np.nan)
    if not other.models:
        return {key: {**nothing, **figures}[key] for key in FIGURES} | {
            "same": not reference.models,
        }
    if not reference.models:
        best, share = other.models[0], np.nan
    else:
        first = reference.models[0].membership
        first = first if cases is None else first[cases]
        shares = [overlap(first, model.membership) for model in other.models]
        place = int(np.nanargmax(shares)) if np.isfinite(shares).any() else 0
        best, share = other.models[place], shares[place]
    same = bool(reference.models) and any(
        set(model.terms) == set(reference.models[0].terms) for model in other.models
    )
    return {
        "models": len(other.models),
        "formula": best.formula,
        "consistency": best.consistency,
        "pri": best.pri,
        "coverage": best.coverage,
        "overlap": share,
        "same": same,
    }


def overlap(first: Floats, second: Floats) -> float:
    """Return Σmin/Σmax of two memberships."""
    larger = np.maximum(first, second).sum()
    return float(np.minimum(first, second).sum() / larger) if larger > 0 else float("nan")
