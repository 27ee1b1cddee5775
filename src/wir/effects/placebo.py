"""Programmes that never were: contiguous groups of districts drawn on the real map.

They answer three questions without using the outcomes of the treated: how often a test rejects
where there is nothing, whether a planted effect is found, and how large an effect must be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from wir.potential.checks import listed


@dataclass(frozen=True)
class Draws:
    """Placebo programmes.

    Attributes
    ----------
    units
        Districts that could be drawn.
    first_year
        Draws × units: first treated year, infinite for never.
    """

    units: pd.Index
    first_year: npt.NDArray[np.float64]


def draw_programmes(
    members: pd.DataFrame,
    units: Sequence[str],
    neighbours: pd.DataFrame,
    draws: int,
    *,
    strata: pd.Series | None = None,
    share: Mapping[object, float] | None = None,
    seed: int = 0,
) -> Draws:
    """Draw programmes like the real one: each alliance gets another region of the same size.

    The alliances were selected, not districts; so whole regions are moved. A region grows from a
    random district to random neighbours; where it cannot grow further, it goes on elsewhere. Of
    three districts drawn the one is taken that was taken least often, so that districts in the
    middle of the map are not treated more often than those at its edge. Regions may overlap, as the
    real ones do; a district counts from its earliest year.

    Parameters
    ----------
    members
        One row per alliance and district: ``programme``, ``ags``, ``first_year``.
    units
        Districts that can be drawn.
    neighbours
        Districts × districts, positive where they share a border.
    draws
        Number of programmes.
    strata
        Group of each district (such as East and West): a region starts in the group where most
        districts of the real one lie.
    share
        Probability with which an alliance of each group is kept; all by default. Below 1 where
        fewer districts can be drawn than the real programme had, so that the share of the treated
        stays as it is.
    seed
        Of the draws.

    Raises
    ------
    ValueError
        A group in which no district can be drawn.
    """
    labels = pd.Index(list(units))
    next_to = adjacency(labels, neighbours)
    plan = _plan(members, strata)
    group = (
        np.zeros(len(labels), dtype=int)
        if strata is None
        else pd.Index(strata.unique()).get_indexer(strata.reindex(labels))
    )
    codes = {} if strata is None else {one: n for n, one in enumerate(strata.unique())}
    starts = {
        one: np.flatnonzero(group == codes.get(one, 0)) for one in {key for key, _, _ in plan}
    }
    empty = [one for one, places in starts.items() if not len(places)]
    if empty:
        raise ValueError(
            f"No district can be drawn in the group {listed(empty)}. Use a wider set of control "
            "districts, or no groups."
        )
    rng = np.random.default_rng(seed)
    result = np.full((draws, len(labels)), np.inf)
    taken = np.zeros(len(labels))
    for row in result:
        for key, size, years in plan:
            if share is not None and rng.random() >= share.get(key, 1.0):
                continue
            region = grow(size, next_to, starts[key], taken, rng)
            taken[region] += 1
            row[region] = np.minimum(row[region], years[: len(region)])
    return Draws(labels, result)


def _plan(
    members: pd.DataFrame, strata: pd.Series | None
) -> list[tuple[object, int, npt.NDArray[np.float64]]]:
    plan = []
    for _, rows in members.groupby("programme", sort=True):
        key = None if strata is None else strata.reindex(rows["ags"]).mode().iloc[0]
        plan.append((key, len(rows), rows["first_year"].to_numpy(dtype=np.float64)))
    return plan


def kept_shares(first: pd.Series, controls: Sequence[str], group: pd.Series) -> dict[object, float]:
    """Return for each group which share of the districts of the study is never treated.

    Placebo programmes among controls that keep alliances with this probability treat the same share
    of districts as the real one.
    """
    treated = group.reindex(first.index).value_counts()
    free = group.reindex(pd.Index(list(controls))).value_counts()
    return {
        one: float(free.get(one, 0) / (free.get(one, 0) + treated.get(one, 0)))
        for one in set(treated.index) | set(free.index)
    }


def adjacency(units: pd.Index, neighbours: pd.DataFrame) -> list[npt.NDArray[np.intp]]:
    """Return for each unit the places of those that share a border with it."""
    table = neighbours.reindex(index=units, columns=units).fillna(0).to_numpy() > 0
    return [np.flatnonzero(row) for row in table]


def grow(
    size: int,
    next_to: Sequence[npt.NDArray[np.intp]],
    starts: npt.NDArray[np.intp],
    taken: npt.NDArray[np.float64],
    rng: np.random.Generator,
) -> list[int]:
    """Return a region of `size` districts that hang together as far as possible."""
    region = [_least(starts, taken, rng)]
    inside = set(region)
    border = [int(one) for one in next_to[region[0]]]
    while len(region) < size:
        border = [one for one in border if one not in inside]
        if border:
            new = _least(np.array(border), taken, rng)
        else:
            free = np.array([one for one in starts if int(one) not in inside], dtype=int)
            if not len(free):
                break
            new = _least(free, taken, rng)
        region.append(new)
        inside.add(new)
        border += [int(one) for one in next_to[new]]
    return region


def _least(
    places: npt.NDArray[np.intp], taken: npt.NDArray[np.float64], rng: np.random.Generator
) -> int:
    """Return of three places drawn the one that was taken least often so far."""
    drawn = places[rng.integers(len(places), size=3)]
    return int(drawn[int(np.argmin(taken[drawn]))])
