"""Which regions are alike, for any table of activities: by structure, or by what they do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from wir.potential.activities import Activities
from wir.potential.entry_features import log_quotients
from wir.potential.peers import nearest_peers

COMPONENTS = 10
"""Main components of what regions do, where structure is unknown."""


def peers_by_structure(
    features: pd.DataFrame, members: Mapping[str, Sequence[str]], districts: Sequence[str], k: int
) -> pd.DataFrame:
    """Return the `k` structurally nearest districts of each district and alliance.

    Parameters
    ----------
    features
        Result of `wir.potential.indicators.structural_features`, with a row per alliance.
    members
        Districts per alliance; they are not their own alliance's peers.
    districts
        Districts that can be peers.
    k
        Number of peers.

    Returns
    -------
    DataFrame
        As `wir.potential.peers.Peers.peers`.
    """
    allowed = pd.DataFrame(
        np.tile(features.index.isin(list(districts)), (len(features), 1)),
        index=features.index,
        columns=features.index,
    )
    for alliance, inside in members.items():
        allowed.loc[alliance, list(inside)] = False
    return nearest_peers(
        features, k=k, draws=0, candidates=allowed, standardise_over=list(districts)
    ).peers


def peers_by_activities(
    activities: Activities,
    k: int,
    *,
    pooled: Activities | None = None,
    members: Mapping[str, Sequence[str]] | None = None,
) -> pd.DataFrame:
    """Return the `k` regions whose activities are most alike, by their main components.

    Pooled regions have peers as well, though not among their `members`; they are nobody's peers.
    """
    year = activities.years[-1]
    values = log_quotients(activities.quotients(year))
    mean = values.mean()
    _, strength, axes = np.linalg.svd((values - mean).to_numpy(), full_matrices=False)
    count = int(min(COMPONENTS, (strength > 1e-9 * strength[0]).sum()))
    every = values
    if pooled is not None:
        every = pd.concat([values, log_quotients(pooled.quotients(year))])
    table = pd.DataFrame(
        (every - mean).to_numpy() @ axes[:count].T / strength[:count],
        index=every.index,
        columns=[f"c{i}" for i in range(count)],
    )
    weights = pd.Series(strength[:count] ** 2, index=table.columns)
    allowed = pd.DataFrame(
        np.tile(table.index.isin(activities.regions), (len(table), 1)),
        index=table.index,
        columns=table.index,
    )
    for name in table.index.difference(activities.regions):
        allowed.loc[name, list((members or {})[str(name)])] = False
    return nearest_peers(
        table,
        weights,
        k=min(k, len(values) - 1),
        draws=0,
        candidates=allowed,
        standardise_over=list(activities.regions),
    ).peers
