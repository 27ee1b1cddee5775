"""What is known about a region and an activity at a date, to say whether it will come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from wir.potential.activities import Activities
from wir.potential.checks import Floats, listed
from wir.potential.complexity import complexity_index
from wir.potential.relatedness import proximity, relatedness_density

FLOOR = 0.02
"""Added to a location quotient before its logarithm, so that zero has one."""

FAR = float(np.log(0.5 + FLOOR))
"""``log_lq`` of a location quotient of one half: below it, a field is far."""

MARGIN = 0.1
"""How far beyond the threshold a location quotient lies that is surely more than a short step."""

FEATURES = {
    "log_lq": "Location quotient (logarithm)",
    "published": "Location quotient published",
    "density": "Relatedness density",
    "implied_log_lq": "Location quotient implied by the other activities (logarithm)",
    "neighbours_log_lq": "Location quotient of the neighbours (logarithm)",
    "pci": "Complexity of the activity",
    "eci": "Complexity of the region",
    "diversity": "Number of specialisations of the region",
    "ubiquity": "Share of regions specialised in the activity",
    "log_size": "Size of the region (logarithm)",
    "log_activity_size": "Size of the activity (logarithm)",
    "log_expected": "Size that makes a location quotient of one (logarithm)",
    "trend": "Yearly change of the location quotient (logarithm)",
    "growth": "Yearly growth of the activity in all regions (logarithm)",
}
"""The variables of the forecast and their names in words."""

RIDGE = 30.0
"""Penalty of the regression behind the implied quotient; the variables are standardised."""


def entry_features(
    activities: Activities,
    year: int,
    *,
    threshold: float = 1.0,
    history: int = 2,
    pooled: Activities | None = None,
    members: Mapping[str, Sequence[str]] | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """Return one row per region and activity that the region is not specialised in yet.

    Everything is as of `year` or before, so that a model of the past can be tried on what came
    after. Relatedness, complexity and implied quotients come from `activities`; the rows are those
    of `activities`, or of `pooled` (regions made of several) if given.

    Parameters
    ----------
    activities
        Regions × activities over years.
    year
        The date.
    threshold
        A location quotient from which on a region counts as specialised.
    history
        Years over which trend and growth are measured. If the table starts later than
        ``year - history``, both are missing.
    pooled, members
        Result of `wir.potential.activities.pool`, and the members it was made of.
    seed
        Seed of the folds behind the implied quotients.

    Returns
    -------
    DataFrame
        Index region, activity; the columns of `FEATURES`, and ``lq`` and ``returning`` (1 if the
        region was specialised in an earlier year of the table: it would come back).
        ``implied_log_lq`` of a region comes from a regression on other regions only. Without
        neighbours that column is missing.

    Raises
    ------
    ValueError
        A year that is not in the table; an activity in which nobody is specialised; pooled regions
        without their members.

    References
    ----------
    Hausmann, Stock and Yıldırım (2022), Implied comparative advantage, Research Policy 51: what a
    region's other activities let expect. Here the expectation is a ridge regression.
    """
    if pooled is not None and set(pooled.regions) - set(members or {}):
        raise ValueError("Pooled regions need `members`: the regions each of them is made of.")
    wanted = activities if pooled is None else pooled
    M = activities.specialised(year, threshold)
    lonely = M.columns[~M.any()]
    if len(lonely):
        raise ValueError(
            f"No region reaches a location quotient of {threshold:g} in {year} for "
            f"{listed(lonely)}. Leave these activities out or lower the threshold."
        )
    phi = proximity(M)
    has = wanted.specialised(year, threshold)
    columns: dict[str, pd.DataFrame] = {
        "log_lq": log_quotients(wanted.quotients(year)),
        "published": wanted.quotients(year).notna().astype(float),
        "density": _density(has, M, phi),
        "implied_log_lq": _implied(activities, year, wanted, members, seed),
        "log_expected": wanted.expected(year).map(np.log1p),
    }
    if wanted.neighbours is not None:
        near = wanted.neighbours.loc[wanted.regions, activities.regions]
        columns["neighbours_log_lq"] = near @ log_quotients(activities.quotients(year))
    past = year - history
    known_past = past in activities.lq
    if known_past:
        before = wanted.quotients(past)
        both = before.notna() & wanted.quotients(year).notna()
        change = (log_quotients(wanted.quotients(year)) - log_quotients(before)) / history
        columns["trend"] = change.where(both, 0.0)
    columns["lq"] = wanted.quotients(year).fillna(0.0)
    columns["returning"] = _held_before(wanted, year, threshold)

    risk = ~has.to_numpy().ravel()
    index = pd.MultiIndex.from_product([wanted.regions, M.columns], names=["region", "activity"])[
        risk
    ]
    table = pd.DataFrame(
        {name: value.to_numpy(dtype=float).ravel()[risk] for name, value in columns.items()},
        index=index,
    )
    region, activity = index.get_level_values(0), index.get_level_values(1)
    complexity = complexity_index(M)
    by_region = {
        "eci": _eci_of(has, M, complexity.eci, complexity.pci),
        "diversity": has.sum(axis=1),
        "log_size": np.log(wanted.size[year].reindex(wanted.regions)),
    }
    by_activity = {
        "pci": complexity.pci,
        "ubiquity": M.mean(),
        "log_activity_size": np.log(activities.totals[year].reindex(M.columns)),
    }
    if known_past:
        totals = activities.totals.reindex(M.columns)
        by_activity["growth"] = np.log(totals[year] / totals[past]) / history
    for name, values in by_region.items():
        table[name] = values.reindex(region).to_numpy(dtype=float)
    for name, values in by_activity.items():
        table[name] = values.reindex(activity).to_numpy(dtype=float)
    return table[[name for name in [*FEATURES, "lq", "returning"] if name in table.columns]]


def entry_pairs(
    activities: Activities,
    origins: Sequence[int],
    horizon: int,
    *,
    threshold: float = 1.0,
    margin: float = 0.0,
    history: int = 2,
    pooled: Activities | None = None,
    members: Mapping[str, Sequence[str]] | None = None,
    seed: int = 0,
    features: Mapping[int, pd.DataFrame] | None = None,
) -> pd.DataFrame:
    """Return `entry_features` of several years, each with what had happened `horizon` years later.

    Parameters
    ----------
    activities, threshold, history, pooled, members, seed
        As in `entry_features`.
    origins
        Years of the features.
    horizon
        Years until the outcome.
    margin
        How far beyond the threshold the later location quotient must be to count as an entry. With
        0, a step of a few persons from just below the threshold to just above it counts.
    features
        Results of `entry_features` by year, where they are known already (not with `pooled`).

    Returns
    -------
    DataFrame
        As `entry_features`, and ``origin`` (year), ``entry`` (1 if the region had become
        specialised, else 0; not published counts as 0) and ``published_after`` (whether the
        later location quotient is published).

    Raises
    ------
    ValueError
        A year that is not in the table, no origin, a horizon below 1, a negative margin.
    """
    if horizon < 1 or not len(origins) or not margin >= 0:
        raise ValueError(
            f"horizon is {horizon}, with {len(origins)} origins, margin {margin}. Expected a "
            "horizon and a number of origins of 1 or more and a margin of 0 or more; the years "
            f"are {listed(activities.years, 40)}."
        )
    wanted = activities if pooled is None else pooled
    parts = []
    for year in origins:
        after = wanted.quotients(year + horizon)
        if features is not None and year in features and pooled is None:
            part = features[year].copy()
        else:
            part = entry_features(
                activities, year, threshold=threshold, history=history, pooled=pooled,
                members=members, seed=seed,
            )  # fmt: skip
        later = cells(after, part.index)
        part["origin"] = year
        part["entry"] = (later.fillna(0.0) >= threshold + margin).astype(int)
        part["published_after"] = later.notna()
        parts.append(part)
    return pd.concat(parts)


def _held_before(activities: Activities, year: int, threshold: float) -> pd.DataFrame:
    """Return where a region was specialised in any year of the table before `year`."""
    held = activities.specialised(year, threshold) & False
    for past in activities.years:
        if past < year:
            held |= activities.specialised(past, threshold)
    return held.astype(float)


def cells(table: pd.DataFrame, index: pd.Index) -> pd.Series:
    """Return the values of a table at pairs of row and column labels; NaN where there is none."""
    rows = table.index.get_indexer(index.get_level_values(0))
    columns = table.columns.get_indexer(index.get_level_values(1))
    values = table.to_numpy(dtype=float)[rows, columns]
    return pd.Series(np.where((rows < 0) | (columns < 0), np.nan, values), index=index)


def log_quotients(quotients: pd.DataFrame) -> pd.DataFrame:
    """Return ln(quotient + `FLOOR`); what is not published counts as 0."""
    return pd.DataFrame(
        np.log(quotients.fillna(0.0).to_numpy() + FLOOR), quotients.index, quotients.columns
    )


def _density(has: pd.DataFrame, M: pd.DataFrame, phi: pd.DataFrame) -> pd.DataFrame:
    """Return the density of regions, which may be a single pooled one: together with all others."""
    every = pd.concat([has, M], ignore_index=True)
    return relatedness_density(every, phi).iloc[: len(has)].set_axis(has.index)


def _eci_of(has: pd.DataFrame, M: pd.DataFrame, eci: pd.Series, pci: pd.Series) -> pd.Series:
    """Return ECI on the scale of `M`: a linear function of the mean PCI of what a region has."""
    if has.index.equals(M.index):
        return eci
    mean = (M.astype(float) @ pci) / M.sum(axis=1)
    slope, start = np.polyfit(mean, eci, 1)
    count = has.sum(axis=1)
    return start + slope * (has.astype(float) @ pci) / count.where(count > 0, 1)


def _implied(
    activities: Activities,
    year: int,
    wanted: Activities,
    members: Mapping[str, Sequence[str]] | None,
    seed: int,
    folds: int = 10,
) -> pd.DataFrame:
    """Return what the other activities of a region let expect, learnt from other regions."""
    values = log_quotients(activities.quotients(year))
    Z, X = values.to_numpy(), log_quotients(wanted.quotients(year)).to_numpy()
    fitted = np.empty_like(X)
    if wanted is activities:
        part = np.random.default_rng(seed).permutation(len(Z)) % min(folds, len(Z))
        for fold in range(part.max() + 1):
            fitted[part == fold] = _expected_of(X[part == fold], Z[part != fold])
    else:
        for row, name in enumerate(wanted.regions):
            others = ~activities.regions.isin(list((members or {})[name]))
            fitted[row] = _expected_of(X[row], Z[others])
    return pd.DataFrame(fitted, index=wanted.regions, columns=values.columns)


def _expected_of(X: Floats, others: Floats) -> Floats:
    """Return what each column of `X` is expected to be, from its other columns and `others`."""
    mean, spread = others.mean(axis=0), others.std(axis=0)
    spread[spread == 0] = 1.0
    coefficients = _each_on_others((others - mean) / spread)
    return np.asarray((X - mean) / spread @ coefficients * spread + mean)


def _each_on_others(Z: Floats) -> Floats:
    """Return coefficients of the ridge regression of each column on all others, zero diagonal.

    The regression of one variable on the others follows from the inverse of the covariance matrix.
    """
    inverse = np.linalg.inv(Z.T @ Z + RIDGE * np.eye(Z.shape[1]))
    coefficients = -inverse / inverse.diagonal()
    np.fill_diagonal(coefficients, 0.0)
    return np.asarray(coefficients)
