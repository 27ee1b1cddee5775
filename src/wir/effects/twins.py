"""A synthetic twin for the region of an alliance, to describe what happened since it began.

One region is one case: its gap to the twin is an effect only if it is rare among regions without
an alliance, and even then for many other reasons it may be none. So the rank among placebo regions
comes with it, and nothing more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from wir.effects.placebo import adjacency, grow
from wir.effects.synthetic_control import fit_weights, placebo_p
from wir.potential.checks import Floats


@dataclass(frozen=True)
class Twins:
    """Regions and their twins.

    Attributes
    ----------
    series
        ``region``, ``year``, ``own``, ``twin``, ``gap``, ``first_year``.
    ranks
        By ``region``: ``first_year``, ``years_after``, ``gap`` (mean from the first year on, less
        that before, which is 0), ``before`` (root mean square gap before), ``low`` and ``high``
        (middle nine tenths of the placebo gaps), ``p_value`` (1 + number of placebo regions with a
        gap at least as large in absolute value)/(n + 1), ``placebos``, ``donors``.
    weights
        ``region``, ``ags``, ``weight`` of each district in the twin, zero left out.
    """

    series: pd.DataFrame
    ranks: pd.DataFrame
    weights: pd.DataFrame


def synthetic_twins(
    outcomes: pd.DataFrame,
    regions: Mapping[str, Sequence[str]],
    first: Mapping[str, int],
    donors: Sequence[str],
    people: pd.Series,
    neighbours: pd.DataFrame,
    *,
    group: pd.Series | None = None,
    draws: int = 99,
    seed: int = 0,
) -> Twins:
    """Return twins of regions: weighted means of districts without an alliance.

    The twin goes the same way before, up to a constant; its weights are spread by the ridge of
    synthetic difference-in-differences. Placebo regions are contiguous groups of as many districts
    without an alliance, compared with the rest of them.

    Parameters
    ----------
    outcomes
        Districts × years without gaps.
    regions, first
        Districts and first year of each region. Regions without a year from then on in the table,
        or with fewer than three before, are left out.
    donors
        Districts without an alliance.
    people
        Population of each district: the weights within a region.
    neighbours
        Districts × districts, positive where they share a border.
    group
        Group of each district: donors are those of the group to which most of the region belongs.
    draws
        Placebo regions.
    seed
        Of the draws.
    """
    years = outcomes.columns.to_numpy(dtype=int)
    names = pd.Index([one for one in donors if one in outcomes.index])
    part = pd.Series(0, index=outcomes.index) if group is None else group.reindex(outcomes.index)
    series, ranks, weights = [], [], []
    cache: dict[tuple[object, int, int], Floats] = {}
    for region, members in regions.items():
        inside = [one for one in members if one in outcomes.index]
        before = int(np.searchsorted(years, first[region]))
        if not inside or before < 3 or before >= len(years):
            continue
        side = part[inside].mode().iloc[0]
        pool = names[(part[names] == side).to_numpy()]
        Y0 = outcomes.loc[pool].to_numpy()
        own = _mean(outcomes.loc[inside].to_numpy(), people[inside].to_numpy(dtype=float))
        omega, twin, gap = _twin(own, Y0, before, len(inside))
        key = (side, len(inside), before)
        if key not in cache:
            cache[key] = _placebo_gaps(
                Y0, people[pool].to_numpy(dtype=float), adjacency(pool, neighbours), *key[1:],
                draws, seed,
            )  # fmt: skip
        placebos = cache[key]
        mean = float(gap[before:].mean())
        low, high = np.quantile(placebos, [0.05, 0.95])
        ranks.append(
            {
                "region": region,
                "first_year": int(first[region]),
                "years_after": len(years) - before,
                "gap": mean,
                "before": float(np.sqrt((gap[:before] ** 2).mean())),
                "low": float(low),
                "high": float(high),
                "p_value": placebo_p(mean, placebos),
                "placebos": len(placebos),
                "donors": len(pool),
            }
        )
        series.append(
            pd.DataFrame(
                {
                    "region": region,
                    "year": years,
                    "own": own,
                    "twin": twin,
                    "gap": gap,
                    "first_year": int(first[region]),
                }
            )
        )
        used = pd.DataFrame({"region": region, "ags": pool, "weight": omega})
        weights.append(used[used["weight"] > 1e-6].sort_values("weight", ascending=False))
    if not ranks:
        return Twins(
            pd.DataFrame(columns=["region", "year", "own", "twin", "gap", "first_year"]),
            pd.DataFrame(columns=["region"]),
            pd.DataFrame(columns=["region", "ags", "weight"]),
        )
    return Twins(
        pd.concat(series, ignore_index=True),
        pd.DataFrame(ranks),
        pd.concat(weights, ignore_index=True),
    )


def _mean(values: Floats, people: Floats) -> Floats:
    return np.asarray(people @ values / people.sum())


def _twin(own: Floats, Y0: Floats, before: int, size: int) -> tuple[Floats, Floats, Floats]:
    """Return weights, the twin (shifted to meet the region before), and the gap."""
    omega = fit_weights(own, Y0, before, size, "sdid", year_weights=False).omega
    twin = omega @ Y0
    twin = twin + (own - twin)[:before].mean()
    return omega, twin, own - twin


def _placebo_gaps(
    Y0: Floats,
    people: Floats,
    next_to: Sequence[npt.NDArray[np.intp]],
    size: int,
    before: int,
    draws: int,
    seed: int,
) -> Floats:
    rng = np.random.default_rng(seed)
    taken = np.zeros(len(Y0))
    everywhere = np.arange(len(Y0))
    chosen: list[list[int]]
    if size == 1:
        chosen = [[int(one)] for one in everywhere]
    else:
        chosen = []
        for _ in range(draws):
            region = grow(size, next_to, everywhere, taken, rng)
            taken[region] += 1
            chosen.append(region)
    gaps = []
    for region in chosen:
        own = _mean(Y0[region], people[region])
        rest = np.delete(Y0, region, axis=0)
        gaps.append(float(_twin(own, rest, before, size)[2][before:].mean()))
    return np.array(gaps)
