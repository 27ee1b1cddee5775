"""All smallest covers of a prime implicant chart, or all that have no needless implicant."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from wir.success.qca.primes import Booleans

Words = npt.NDArray[np.uint64]
Size = Literal["fewest", "any"]


class Covers(NamedTuple):
    """Covers as tuples of implicants' positions, and whether these are all."""

    chosen: list[tuple[int, ...]]
    complete: bool


def covers(chart: Booleans, size: Size = "fewest", limit: int = 1000) -> Covers:
    """Return the covers of a chart of implicants × rows.

    Parameters
    ----------
    chart
        Which rows each implicant covers; each row is covered by at least one.
    size
        ``fewest``: every cover with the least number of implicants. ``any``: every cover from
        which no implicant can be left out.
    limit
        Covers at most.

    Notes
    -----
    Implicants that cover the same rows stand for each other and are searched once. The search
    branches over the implicants of the row that has fewest of them, and each branch leaves out
    those of the branches before it, so that no cover is met twice.
    """
    if chart.shape[1] == 0:
        return Covers([], True)
    kinds, member = np.unique(chart, axis=0, return_inverse=True)
    used = kinds.any(axis=1)
    members = [np.flatnonzero(member.ravel() == kind) for kind in np.flatnonzero(used)]
    kinds = kinds[used]
    found = _fewest(kinds) if size == "fewest" else _irredundant(kinds)
    models = (
        tuple(sorted(int(one) for one in chosen))
        for kind in found
        for chosen in product(*[members[place] for place in kind])
    )
    chosen = list(islice(models, limit + 1))
    return Covers(chosen[:limit], len(chosen) <= limit)


def _fewest(kinds: Booleans) -> Iterator[tuple[int, ...]]:
    """Yield every cover with the least number of kinds."""
    words = _packed(kinds)
    large = _not_within_another(kinds)
    for count in range(1, kinds.shape[1] + 1):
        if next(_of_size(kinds[large], words[large], count), None) is not None:
            yield from _of_size(kinds, words, count)
            return


def _of_size(kinds: Booleans, words: Words, count: int) -> Iterator[tuple[int, ...]]:
    """Yield the covers with `count` kinds, where no smaller one exists."""
    full = np.bitwise_or.reduce(words, axis=0)

    def search(
        left: int, open_rows: Booleans, uncovered: Words, allowed: Booleans
    ) -> Iterator[tuple[int, ...]]:
        if left == 1:
            whole = ((words & uncovered) == uncovered).all(axis=1) & allowed
            yield from ((int(place),) for place in np.flatnonzero(whole))
            return
        usable = np.flatnonzero(allowed)
        gains = kinds[np.ix_(usable, np.flatnonzero(open_rows))]
        options = gains.sum(axis=0)
        if not len(usable) or options.min() == 0:
            return
        best = np.sort(gains.sum(axis=1))[::-1][:left].sum()
        if best < open_rows.sum():
            return
        row = np.flatnonzero(open_rows)[options.argmin()]
        still = allowed.copy()
        for place in usable[kinds[usable, row]]:
            still[place] = False
            rest = uncovered & ~words[place]
            for more in search(left - 1, open_rows & ~kinds[place], rest, still.copy()):
                yield (int(place), *more)

    start = np.ones(kinds.shape[1], bool)
    yield from search(count, start, full, np.ones(len(kinds), bool))


def _irredundant(kinds: Booleans) -> Iterator[tuple[int, ...]]:
    """Yield every cover from which no kind can be left out."""

    def search(
        chosen: tuple[int, ...], times: npt.NDArray[np.int64], allowed: Booleans
    ) -> Iterator[tuple[int, ...]]:
        alone = times == 1
        if not all((kinds[one] & alone).any() for one in chosen):
            return  # one of them is needless already, and stays so
        open_rows = np.flatnonzero(times == 0)
        if not len(open_rows):
            yield chosen
            return
        options = kinds[allowed][:, open_rows].sum(axis=0)
        if options.min() == 0:
            return
        row = open_rows[options.argmin()]
        still = allowed.copy()
        for place in np.flatnonzero(allowed & kinds[:, row]):
            still[place] = False
            yield from search((*chosen, int(place)), times + kinds[place], still.copy())

    nothing = np.zeros(kinds.shape[1], np.int64)
    found = search((), nothing, np.ones(len(kinds), bool))
    yield from found


def _packed(kinds: Booleans) -> Words:
    """Return each row of booleans as words of 64 bits."""
    padded = np.zeros((len(kinds), -(-kinds.shape[1] // 64) * 64), bool)
    padded[:, : kinds.shape[1]] = kinds
    return np.packbits(padded, axis=1).view(np.uint64)


def _not_within_another(kinds: Booleans) -> npt.NDArray[np.intp]:
    """Return the positions of kinds whose rows are not all covered by one other kind."""
    order = np.argsort(-kinds.sum(axis=1), kind="stable")
    kept: list[int] = []
    for place in order:
        if not any((kinds[place] <= kinds[other]).all() for other in kept):
            kept.append(int(place))
    return np.array(kept, np.intp)
