"""How related a region would be to an activity by chance: tables with the same margins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import repeat

import numpy as np
import numpy.typing as npt
import pandas as pd

from wir.potential.checks import Floats, boolean_table, no_empty, numeric_table, same_labels
from wir.potential.relatedness import proximity, relatedness_density

Bools = npt.NDArray[np.bool_]
Singles = npt.NDArray[np.float32]

ROUNDING = 1e-3
"""Percentage points below which a deviation is taken for the rounding of single precision."""


@dataclass(frozen=True)
class DensityTest:
    """Relatedness density beside what chance gives; regions × activities in each.

    Attributes
    ----------
    density
        Observed, 0–100.
    expected, deviation
        Mean and standard deviation (ddof 1) over the random tables.
    z
        (observed − expected) / deviation. Where the deviation is zero (the region has everything
        or the table has no freedom) it is 0.
    """

    density: pd.DataFrame
    expected: pd.DataFrame
    deviation: pd.DataFrame
    z: pd.DataFrame


def density_test(
    specialised: pd.DataFrame,
    draws: int = 1000,
    *,
    others: pd.DataFrame | None = None,
    seed: int = 0,
    rounds: int = 2,
    burn_in: int = 30,
) -> DensityTest:
    """Compare relatedness density with random tables of the same diversities and ubiquities.

    Regions with many specialisations are close to everything, and common activities are close to
    everybody. The z-score says how much closer a region is than these two sums explain. Each random
    table gets a proximity of its own.

    Parameters
    ----------
    specialised
        Regions × activities, True (1) or False (0).
    draws
        Random tables, 2 or more.
    others
        Further regions × the same activities, such as regions made of several: they have no part in
        proximity. Their random rows come from tables of all regions together, which keep how many
        specialisations each of them has; density is that in the random space of `specialised`.
        They follow in the result.
    seed
        Seed.
    rounds, burn_in
        See `random_tables`.

    Raises
    ------
    TypeError, ValueError
        Labels that occur twice, other values than 0 and 1, an activity that no region has, one that
        is related to no other, fewer than two draws; other labels of activities, or a label that
        is both in `specialised` and in `others`.
    """
    if draws < 2:
        raise ValueError(f"draws is {draws}. Expected 2 or more, 1000 for a stable z-score.")
    table = boolean_table(specialised, "specialised")
    no_empty(table, "specialised", rows=False)
    M = table.to_numpy()
    every = table if others is None else _together(table, others)
    density = relatedness_density(every, proximity(table)).to_numpy()
    measure = _DensityOfTables(M)
    options = {"rounds": rounds, "burn_in": burn_in}
    tables = random_tables(M, draws, seed=seed, **options)
    rows = (
        repeat(M, draws)
        if others is None
        else random_tables(every.to_numpy(), draws, seed=seed + 1, **options)
    )
    # Differences from the observed values, both in the same precision: no digits are lost in sums.
    observed = measure(M, every.to_numpy()[len(M) :])
    total, squares = np.zeros(every.shape), np.zeros(every.shape)
    for drawn, row in zip(tables, rows, strict=True):
        gap = measure(drawn, row[len(M) :])
        gap -= observed
        total += gap
        np.multiply(gap, gap, out=gap)
        squares += gap
    mean = total / draws
    spread = np.sqrt(np.maximum(squares - draws * mean**2, 0.0) / (draws - 1))
    frozen = spread < ROUNDING
    mean[frozen], spread[frozen] = 0.0, 0.0
    z = np.divide(-mean, spread, out=np.zeros_like(mean), where=~frozen)
    return DensityTest(*(_labelled(x, every) for x in (density, density + mean, spread, z)))


def _together(table: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """Return the regions of both, after a look at their labels and values."""
    more = numeric_table(others, "others")
    same_labels(more.columns, table.columns, "the activities of others", "specialised")
    both = pd.concat([table.astype(float), more[table.columns]])
    return boolean_table(both, "specialised and others together")


def random_tables(
    M: Bools, draws: int, *, seed: int = 0, rounds: int = 2, burn_in: int = 30
) -> Iterator[Bools]:
    """Yield random binary tables with the row and column sums of `M`, all equally likely.

    In each round the rows meet in random pairs, and each pair shares out anew, at random, what only
    one of the two has ("global curveball").

    Parameters
    ----------
    M
        Boolean, rows × columns.
    draws
        Number of tables.
    seed
        Seed.
    rounds
        Rounds between two tables. More makes successive tables less alike; means and standard
        deviations are right with one.
    burn_in
        Rounds before the first table.

    References
    ----------
    Strona, Nappo, Boccacci, Fattorini and San-Miguel-Ayanz (2014), A fast and unbiased procedure to
    randomize ecological binary matrices with fixed row and column totals, Nature Communications 5.
    Carstens, Berger and Strona (2018), A unifying framework for fast randomization of ecological
    networks with fixed (node) degrees, MethodsX 5.
    """
    rng = np.random.default_rng(seed)
    # rows are the shorter side: fewer, longer rows are shared out faster
    wide = M.shape[0] <= M.shape[1]
    current = np.ascontiguousarray(M if wide else M.T).astype(bool)
    for _ in range(burn_in):
        _trade(current, rng)
    for _ in range(draws):
        for _ in range(rounds):
            _trade(current, rng)
        yield current.copy() if wide else current.T.copy()


def _trade(M: Bools, rng: np.random.Generator) -> None:
    """Let the rows of `M` meet in random pairs and share out anew what only one of both has."""
    pairs = rng.permutation(len(M))[: len(M) // 2 * 2].reshape(2, -1)
    first, second = M[pairs[0]], M[pairs[1]]
    differs = first ^ second
    wanted = (first & differs).sum(axis=1)
    taken = _random_subsets(differs, wanted, rng)
    both = first & second
    M[pairs[0]] = both | taken
    M[pairs[1]] = both | (differs ^ taken)


def _random_subsets(among: Bools, sizes: npt.NDArray[np.int64], rng: np.random.Generator) -> Bools:
    """Choose in each row `sizes` of the cells that are True, each subset equally likely.

    The cells with the smallest random keys are chosen. Where two keys are the same just at the
    limit, the subset would be too large: such a row is drawn again. Equal keys are equally likely
    everywhere, so that this favours no subset.
    """
    chosen = np.zeros_like(among)
    open_rows = np.flatnonzero(sizes)
    while len(open_rows):
        inside, wanted = among[open_rows], sizes[open_rows]
        keys = rng.random(inside.shape, dtype=np.float32)
        keys[~inside] = 2.0
        limit = np.sort(keys, axis=1)[np.arange(len(keys)), wanted - 1]
        taken = keys <= limit[:, None]
        chosen[open_rows] = taken
        open_rows = open_rows[taken.sum(axis=1) != wanted]
    return chosen


class _DensityOfTables:
    """Relatedness density (percent, single precision) of tables that share their column sums.

    The greater ubiquity of each pair is then the same in all tables and is computed once.
    """

    def __init__(self, M: Bools) -> None:
        k = M.sum(axis=0)
        self.weight = (1 / np.maximum(k[:, None], k)).astype(np.float32)
        np.fill_diagonal(self.weight, 0.0)

    def __call__(self, M: Bools, others: Bools) -> Singles:
        """Return the density of the regions of `M`, then of `others`, in the space of `M`."""
        single = M.astype(np.float32)
        phi = single.T @ single
        phi *= self.weight
        total = phi.sum(axis=0)
        rows = np.vstack([single, others]) if len(others) else single
        density = rows @ phi
        # an activity may be related to no other in a random table: nothing is close to it
        density *= np.divide(100, total, out=np.zeros_like(total), where=total > 0)
        return density


def _labelled(values: Floats, table: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(values, index=table.index, columns=table.columns)
