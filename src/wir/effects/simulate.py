"""Panels made by chance with a known effect, to try methods on."""

from __future__ import annotations

import numpy as np
import pandas as pd


def staggered_panel(
    units: int = 200, years: int = 10, effect: float = 2.0, seed: int = 1
) -> tuple[pd.DataFrame, pd.Series]:
    """Return outcomes (units × years from 2000) and first treated years.

    A third of the units is treated from 2005, a third from 2007, a third never (infinite). Outcomes
    are random walks around a common trend; the effect is the same in all treated years.
    """
    rng = np.random.default_rng(seed)
    labels = pd.Index([f"u{number:03d}" for number in range(units)], name="unit")
    columns = pd.Index(np.arange(2000, 2000 + years), name="year")
    cohort = np.array([2005.0, 2007.0, np.inf])[np.arange(units) % 3]
    level = rng.normal(10, 2, (units, 1))
    walk = rng.normal(0, 0.5, (units, years)).cumsum(axis=1)
    treated = columns.to_numpy() >= cohort[:, None]
    Y = level + np.linspace(0, 3, years) + walk + effect * treated
    return pd.DataFrame(Y, index=labels, columns=columns), pd.Series(cohort, index=labels)


def factor_panel(
    units: int = 40, years: int = 20, effect: float = 3.0, treated: int = 1, seed: int = 2
) -> tuple[pd.DataFrame, list[str]]:
    """Return outcomes driven by two common factors, and the units treated from 2014 on."""
    rng = np.random.default_rng(seed)
    time = rng.normal(size=(2, years)).cumsum(axis=1)
    Y = rng.uniform(0, 1, (units, 2)) @ time + rng.normal(5, 1, (units, 1))
    Y += rng.normal(0, 0.1, Y.shape)
    Y[:treated, 14:] += effect
    names = pd.Index([f"u{number:03d}" for number in range(units)], name="unit")
    columns = pd.Index(range(2000, 2000 + years), name="year")
    return pd.DataFrame(Y, index=names, columns=columns), list(names[:treated])


def long_table(outcomes: pd.DataFrame, cohort: pd.Series | None = None) -> pd.DataFrame:
    """Return a panel as a long table: ``unit``, ``year``, ``y``, ``first`` (0 for never)."""
    table = outcomes.rename_axis("unit").reset_index()
    table = table.melt("unit", var_name="year", value_name="y")
    table["year"] = table["year"].astype(int)
    first = pd.Series(0, index=outcomes.index) if cohort is None else cohort.replace(np.inf, 0)
    table["first"] = table["unit"].map(first).astype(int)
    return table
