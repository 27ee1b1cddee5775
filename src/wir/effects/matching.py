"""What districts were like before, and which controls are most like the treated."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from wir.potential.checks import listed


def history(outcomes: pd.DataFrame, year: int, window: int = 8) -> pd.DataFrame:
    """Return level and trend of an outcome in the years before `year`.

    Parameters
    ----------
    outcomes
        Units × years.
    year
        First year that does not count: the first treated year of anybody.
    window
        Most years that count.

    Returns
    -------
    DataFrame
        ``level``: mean; ``trend``: slope per year of a straight line.

    Raises
    ------
    ValueError
        Fewer than three years before.
    """
    known = [int(one) for one in outcomes.columns]
    years = np.array([one for one in known if one < year][-window:])
    if len(years) < 3:
        raise ValueError(
            f"There are {len(years)} years before {year}; three or more are needed for a level and "
            "a trend. Use an outcome with earlier years."
        )
    values = outcomes[list(years)].to_numpy()
    centred = years - years.mean()
    return pd.DataFrame(
        {
            "level": values.mean(axis=1),
            "trend": values @ centred / (centred @ centred),
        },
        index=outcomes.index,
    )


def matched_controls(
    features: pd.DataFrame,
    treated: Sequence[str],
    candidates: Sequence[str],
    k: int = 3,
    exact: pd.Series | None = None,
) -> pd.DataFrame:
    """Return the k controls most like each treated unit, drawn with replacement.

    Parameters
    ----------
    features
        Units × variables; distance in standard deviations of the candidates and treated together.
    treated, candidates
        Units.
    exact
        Group of each unit: only controls of the same group count, unless it has fewer than k.

    Returns
    -------
    DataFrame
        ``treated``, ``control``, ``place`` (1 is nearest), ``distance``, ``same_group``.
    """
    units = [*treated, *candidates]
    lacking = pd.Index(units).difference(features.index)
    if len(lacking):
        raise ValueError(f"Units without features: {listed(lacking)}.")
    table = features.loc[units].astype(float)
    z = (table - table.mean()) / table.std(ddof=1).replace(0, 1)
    others = z.loc[list(candidates)].to_numpy()
    names = np.array(list(candidates))
    rows = []
    for one in treated:
        distance = np.sqrt(((others - z.loc[one].to_numpy()) ** 2).mean(axis=1))
        same = np.ones(len(names), bool)
        if exact is not None:
            same = (exact.reindex(names) == exact[one]).to_numpy()
            if same.sum() >= k:
                distance = np.where(same, distance, np.inf)
        for place, at in enumerate(np.argsort(distance, kind="stable")[:k]):
            rows.append((one, names[at], place + 1, distance[at], bool(same[at])))
    columns = ["treated", "control", "place", "distance", "same_group"]
    return pd.DataFrame(rows, columns=columns)


def balance(
    features: pd.DataFrame, treated: Sequence[str], groups: dict[str, Sequence[str]]
) -> pd.DataFrame:
    """Return how far groups of controls are from the treated before treatment.

    Returns
    -------
    DataFrame
        One row per variable: mean of the treated, and per group its mean and the standardised
        difference (in standard deviations of the treated).
    """
    own = features.loc[list(treated)]
    spread = own.std(ddof=1)
    table = pd.DataFrame({"treated": own.mean()})
    for name, members in groups.items():
        mean = features.loc[list(members)].mean()
        table[name] = mean
        table[f"{name}: difference"] = (own.mean() - mean) / spread
    return table
