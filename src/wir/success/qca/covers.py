"""All smallest covers of a prime implicant chart, or all that have no needless implicant.

What makes the search short: implicants that alone cover some row are in every cover; the rest of
the chart falls into parts that have nothing in common, whose covers combine freely; implicants that
cover the same rows stand for each other and are searched once; and for large charts the size of the
smallest covers comes from integer programming, so that no smaller size is searched in vain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from wir.success.qca.primes import Booleans

Places = npt.NDArray[np.intp]
Cover = tuple[int, ...]
Size = Literal["fewest", "any"]

FEW = 40
"""Up to so many kinds, trying sizes one after the other is faster than integer programming."""

DEEP = 6
"""How many kinds must still be chosen for the better and slower bound to be worth its time."""


class Covers(NamedTuple):
    """Covers as tuples of implicants' positions, and whether these are all."""

    chosen: list[Cover]
    complete: bool


def covers(chart: Booleans, size: Size = "fewest", limit: int = 10_000) -> Covers:
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
    """
    if chart.shape[1] == 0:
        return Covers([], True)
    alone = chart.sum(axis=0) == 1
    essential = np.flatnonzero(chart[:, alone].any(axis=1))
    open_rows = np.flatnonzero(~chart[essential].any(axis=0))
    parts: list[Callable[[], Iterator[Cover]]] = []
    for rows in _parts(chart[:, open_rows]):
        here = chart[:, open_rows[rows]]
        alike: dict[bytes, list[int]] = {}
        for place, packed in enumerate(np.packbits(here, axis=1)):
            alike.setdefault(packed.tobytes(), []).append(place)
        groups = [group for group in alike.values() if here[group[0]].any()]
        kinds = here[[group[0] for group in groups]]
        parts.append(_Part(kinds, groups, size))
    start = tuple(int(one) for one in essential)
    found = (tuple(sorted(one)) for one in _combined(start, parts))
    chosen = list(islice(found, limit + 1))
    return Covers(chosen[:limit], len(chosen) <= limit)


class _Part:
    """The covers of a part of the chart, found when they are asked for and then kept."""

    def __init__(self, kinds: Booleans, members: Sequence[Sequence[int]], size: Size) -> None:
        self.members = members
        self.source = _fewest(kinds) if size == "fewest" else _irredundant(kinds)
        self.known: list[Cover] = []

    def __call__(self) -> Iterator[Cover]:
        place = 0
        while True:
            if place == len(self.known):
                more = next(self.source, None)
                if more is None:
                    return
                self.known.append(more)
            yield from _combined((), [_Choice(self.members[kind]) for kind in self.known[place]])
            place += 1


class _Choice:
    """One of several implicants."""

    def __init__(self, members: Sequence[int]) -> None:
        self.members = members

    def __call__(self) -> Iterator[Cover]:
        return ((one,) for one in self.members)


def _combined(start: Cover, parts: Sequence[Callable[[], Iterator[Cover]]]) -> Iterator[Cover]:
    """Yield `start` with every combination of one cover of each part."""
    if not parts:
        yield start
        return
    for one in parts[0]():
        yield from _combined((*start, *one), parts[1:])


def _parts(chart: Booleans) -> list[Places]:
    """Return groups of rows such that no implicant covers rows of two groups."""
    count = chart.astype(np.float32)
    linked = count.T @ count > 0
    left = np.ones(chart.shape[1], bool)
    found = []
    while left.any():
        group = np.zeros_like(left)
        group[left.argmax()] = True
        while True:
            wider = np.asarray(linked[group].any(axis=0))
            if (wider == group).all():
                break
            group = wider
        found.append(np.flatnonzero(group))
        left &= ~group
    return found


def _fewest(kinds: Booleans) -> Iterator[Cover]:
    """Yield every cover with the least number of kinds."""
    sizes = range(1, kinds.shape[1] + 1) if len(kinds) <= FEW else [_least(kinds)]
    for count in sizes:
        found = _of_size(kinds, count)
        first = next(found, None)
        if first is not None:
            yield first
            yield from found
            return


def _least(kinds: Booleans) -> int:
    """Return how many kinds the smallest cover has, by integer programming."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    solved = milp(
        np.ones(len(kinds)),
        integrality=np.ones(len(kinds)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(kinds.T.astype(float), lb=1),
    )
    return round(solved.fun)


def _of_size(kinds: Booleans, count: int) -> Iterator[Cover]:
    """Yield the covers with `count` kinds, where no smaller one exists.

    The search branches over the kinds of the row that has fewest of them, and each branch leaves
    out those of the branches before it, so that no cover is met twice.
    """

    def search(left: int, usable: Places, rows: Places) -> Iterator[Cover]:
        gains = kinds[np.ix_(usable, rows)]
        useful = gains.any(axis=1)
        usable, gains = usable[useful], gains[useful]
        options = gains.sum(axis=0)
        if left == 1:
            yield from ((int(place),) for place in usable[gains.all(axis=1)])
            return
        if not len(usable) or options.min() == 0 or _at_least(gains, options, left) > left:
            return
        first = np.flatnonzero(gains[:, options.argmin()])
        if left == 2:
            yield from _pairs(usable, gains, first)
            return
        still = np.ones(len(usable), bool)
        for place in first:
            still[place] = False
            for more in search(left - 1, usable[still], rows[~gains[place]]):
                yield (int(usable[place]), *more)

    yield from search(count, np.arange(len(kinds)), np.arange(kinds.shape[1]))


def _at_least(gains: Booleans, options: npt.NDArray[np.int64], left: int) -> int:
    """Return a number of kinds that no cover goes below; exact only if it exceeds `left`."""
    largest = np.sort(gains.sum(axis=1))[::-1][:left]
    if largest.sum() < gains.shape[1]:
        return left + 1
    if left < DEEP:
        return left
    # rows of which no kind covers two need one kind each
    count, blocked = 0, np.zeros(gains.shape[1], bool)
    for row in np.argsort(options, kind="stable"):
        if not blocked[row]:
            count += 1
            if count > left:
                break
            blocked |= gains[gains[:, row]].any(axis=0)
    return count


def _pairs(usable: Places, gains: Booleans, first: Places) -> Iterator[Cover]:
    """Yield the pairs of one of `first` and another kind that cover all rows, each once."""
    lacking = (~gains).astype(np.float32)
    whole = lacking[first] @ lacking.T < 0.5  # no row that both lack
    whole[:, first] = np.triu(whole[:, first], 1)
    for one, other in np.argwhere(whole):
        yield int(usable[first[one]]), int(usable[other])


def _irredundant(kinds: Booleans) -> Iterator[Cover]:
    """Yield every cover from which no kind can be left out."""

    def search(chosen: Cover, times: npt.NDArray[np.int64], allowed: Booleans) -> Iterator[Cover]:
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

    yield from search((), np.zeros(kinds.shape[1], np.int64), np.ones(len(kinds), bool))
