"""Demand for fields, who claims them, and what nobody claims."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from wir.profile.demand import demand, national_levels, shortage

GROWING, SHRINKING, UNCLEAR, MISSING = "growing", "shrinking", "not clear", "not known"


def occupation_demand(occupations: pd.DataFrame, year: int, *, span: int = 10) -> pd.DataFrame:
    """Return how demand for each occupation moved up to a year, and whether people are scarce.

    Parameters
    ----------
    occupations
        The table ``occupation_year``.
    year
        Last year.
    span
        Years of growth up to it.

    Returns
    -------
    DataFrame
        Index kldb3: ``employees`` (in `year`), ``growth``, ``lower``, ``upper`` (% a year, 95 %
        interval), ``direction`` (growing, shrinking, not clear, not known), ``tightness``
        (vacancies per unemployed person, mean of three years), ``scarce`` (by every definition of
        `wir.profile.demand.shortage`).

    Raises
    ------
    ValueError
        Years that the table does not have.
    """
    found = demand(national_levels(occupations), year, span)
    lower, upper = found["employees_lower"], found["employees_upper"]
    direction = pd.Series(UNCLEAR, index=found.index)
    direction[lower > 0] = GROWING
    direction[upper < 0] = SHRINKING
    direction[lower.isna()] = MISSING
    return pd.DataFrame(
        {
            "employees": found["employees"],
            "growth": found["employees_growth"],
            "lower": lower,
            "upper": upper,
            "direction": direction,
            "tightness": found["tightness"],
            "scarce": shortage(found)["verdict"] == "scarce",
        }
    )


def claims(fields: Mapping[str, set[str]], occupations: pd.Index) -> pd.Series:
    """Return by how many alliances each occupation is claimed."""
    counts = pd.Series(0, index=occupations, name="claims")
    for coded in fields.values():
        counts[counts.index.intersection(sorted(coded))] += 1
    return counts


def white_space(wanted: pd.DataFrame, claimed: pd.Series, *, most: int = 0) -> pd.DataFrame:
    """Return the occupations that demand shows and nobody claims, the tightest first.

    Demand shows an occupation whose employment grew (the interval lies above zero) and in which
    people are scarce by every definition.

    Parameters
    ----------
    wanted
        Result of `occupation_demand`.
    claimed
        Result of `claims`.
    most
        Claims up to which an occupation counts as free.
    """
    number = claimed.reindex(wanted.index).fillna(0).astype(int)
    shown = (wanted["direction"] == GROWING) & wanted["scarce"]
    table = wanted.assign(claims=number)[shown & (number <= most)]
    return table.sort_values(["tightness", "growth"], ascending=False)


def stated_and_strong(
    fields: Mapping[str, set[str]], quotients: pd.DataFrame, wanted: pd.DataFrame
) -> pd.DataFrame:
    """Return each field of each alliance with the strength of its region and the demand for it.

    Parameters
    ----------
    fields
        Alliance → occupations.
    quotients
        Alliances (whose region is known) × occupations: location quotients.
    wanted
        Result of `occupation_demand`.

    Returns
    -------
    DataFrame
        ``group``, ``kldb3``, ``lq`` (missing where the region is not known), ``strong`` (True,
        False, missing), then the columns of `wanted`.
    """
    rows = [(group, code) for group in sorted(fields) for code in sorted(fields[group])]
    table = pd.DataFrame(rows, columns=["group", "kldb3"])
    there = quotients.index, quotients.columns
    table["lq"] = [
        float(quotients.to_numpy()[there[0].get_loc(group), there[1].get_loc(code)])
        if group in there[0] and code in there[1]
        else np.nan
        for group, code in rows
    ]
    table["strong"] = (table["lq"] >= 1).astype("boolean").mask(table["lq"].isna())
    return table.merge(wanted, left_on="kldb3", right_index=True, how="left")


def strength_gap(
    stated: pd.DataFrame, quotients: pd.DataFrame, *, draws: int = 1000, seed: int = 0
) -> dict[str, float]:
    """Return how much more often regions are strong in the fields of their alliance than in others.

    Parameters
    ----------
    stated
        Result of `stated_and_strong`.
    quotients
        Alliances × occupations: location quotients.
    draws, seed
        Bootstrap over alliances, behind the 95 % interval.

    Returns
    -------
    dict
        ``stated`` and ``all`` (mean share of alliances, in %, of their own fields and of all
        occupations with a quotient of 1 or more), ``gap`` (percentage points), ``lower``,
        ``upper``, ``alliances``. NaN where fewer than three alliances are known.
    """
    known = stated.dropna(subset=["lq"])
    own = (known["lq"] >= 1).groupby(known["group"]).mean()
    every = (quotients >= 1).mean(axis=1).reindex(own.index)
    if len(own) < 3:
        keys = ("stated", "all", "gap", "lower", "upper")
        return {**dict.fromkeys(keys, float("nan")), "alliances": float(len(own))}
    gap = 100 * (own - every).to_numpy(dtype=float)
    rng = np.random.default_rng(seed)
    drawn = gap[rng.integers(0, len(gap), (draws, len(gap)))].mean(axis=1)
    return {
        "stated": 100 * float(own.mean()),
        "all": 100 * float(every.mean()),
        "gap": float(gap.mean()),
        "lower": float(np.quantile(drawn, 0.025)),
        "upper": float(np.quantile(drawn, 0.975)),
        "alliances": float(len(own)),
    }
