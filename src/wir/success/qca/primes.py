"""Prime implicants by bit operations.

A configuration of k conditions is a number of k bits, the first condition the highest. An implicant
is a pair of numbers: which bits are fixed, and which of these are present. It covers the
configuration r where r & fixed == present.

For one configuration r, the implicants that cover it are the 2^k sets of conditions that may vary.
Whether such a set lets in a configuration that must stay out is a union over its subsets, and all
of them together cost k passes over an array of length 2^k. Up to 64 configurations share the array,
one bit of its words each. The usual ways go through all 3^k implicants, or through pairs of them.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]
WORD = 64
MOST_CELLS = 2**20
"""Rows × configurations that are looked up at once, for the sake of memory."""


class Implicants(NamedTuple):
    """Implicants: ``fixed`` and ``present``, arrays of numbers of k bits."""

    fixed: Integers
    present: Integers

    def cover(self, rows: Integers) -> Booleans:
        """Return which configurations each implicant covers, implicants × configurations."""
        return np.asarray((rows[None, :] & self.fixed[:, None]) == self.present[:, None])


def prime_implicants(positive: Integers, excluded: Booleans) -> Implicants:
    """Return the prime implicants that cover a positive row and no excluded one.

    Parameters
    ----------
    positive
        Configurations to be covered.
    excluded
        2^k booleans: the configurations that must not be covered.

    Returns
    -------
    Implicants
        Each once, with the most fixed bits last; an implicant is prime where no further condition
        can be left free.
    """
    k = int(excluded.size).bit_length() - 1
    everything = excluded.size - 1
    found: list[Integers] = []
    for start in range(0, len(positive), WORD):
        part = positive[start : start + WORD]
        words = _maximal(part, excluded, k)
        some = np.flatnonzero(words)
        places = np.arange(len(part), dtype=np.uint64)
        which, place = np.nonzero((words[some, None] >> places) & np.uint64(1))
        fixed = everything ^ some[which].astype(np.int64)
        found.append((fixed << k) | (fixed & part[place]))
    codes = np.unique(np.concatenate(found)) if found else np.zeros(0, np.int64)
    return Implicants(codes >> k, codes & everything)


def _maximal(rows: Integers, excluded: Booleans, k: int) -> npt.NDArray[np.uint64]:
    """Return for each set of free conditions in which rows (bits) it is allowed and maximal."""
    numbers = np.arange(excluded.size, dtype=np.int64)
    bad = np.zeros(excluded.size, np.uint64)
    shifts = np.arange(len(rows), dtype=np.uint64)
    together = max(1, MOST_CELLS // excluded.size)
    for start in range(0, len(rows), together):
        part = slice(start, start + together)
        inside = excluded[numbers ^ rows[part, None]].astype(np.uint64)
        bad |= np.bitwise_or.reduce(inside << shifts[part, None], axis=0)
    for bit in range(k):
        halves = bad.reshape(-1, 2, 2**bit)
        halves[:, 1] |= halves[:, 0]
    maximal = ~bad
    if len(rows) < WORD:
        maximal &= np.uint64(2 ** len(rows) - 1)
    for bit in range(k):
        maximal.reshape(-1, 2, 2**bit)[:, 0] &= bad.reshape(-1, 2, 2**bit)[:, 1]
    return maximal


def covered(terms: Implicants, size: int) -> Booleans:
    """Return which of the configurations 0 … size − 1 at least one term covers."""
    numbers: Integers = np.arange(size, dtype=np.int64)
    result = np.zeros(size, bool)
    for fixed, values in zip(*terms, strict=True):
        result |= (numbers & fixed) == values
    return result
