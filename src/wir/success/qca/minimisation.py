"""Minimisation of a truth table: conservative, parsimonious and intermediate solutions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from wir.potential.checks import listed
from wir.success.qca.counterfactuals import Expectations, directions, easy_term
from wir.success.qca.covers import Covers, Size, covers
from wir.success.qca.expressions import alternatives, literals
from wir.success.qca.primes import Booleans, Implicants, Integers, covered, prime_implicants
from wir.success.qca.solution import Model, Solution, names_of, row_numbers, term_memberships
from wir.success.qca.truth import TruthTable, negate

Kind = Literal["conservative", "parsimonious", "intermediate"]
Exclusion = Sequence[int | str]


@dataclass(frozen=True)
class Rows:
    """The configurations of a truth table, numbered from 0.

    Attributes
    ----------
    positive, negative
        Sufficient rows, and those that are not.
    excluded
        2^k booleans: remainders that no solution may use.
    """

    positive: Integers
    negative: Integers
    excluded: Booleans


@dataclass(frozen=True)
class Found:
    """Prime implicants of one minimisation and the covers among them."""

    primes: Implicants
    chart: Booleans
    covers: Covers

    def codes(self) -> list[tuple[tuple[int, int], ...]]:
        """Return each model as its implicants, so that models of two minimisations compare."""
        pairs = list(zip(*(part.tolist() for part in self.primes), strict=True))
        return [tuple(sorted(pairs[place] for place in cover)) for cover in self.covers.chosen]


def minimise(
    table: TruthTable,
    solution: Kind = "conservative",
    expectations: Expectations | None = None,
    *,
    negated: bool = False,
    exclude: Exclusion = (),
    models: Size = "fewest",
    limit: int = 10_000,
) -> Solution:
    """Return every minimal model of the configurations that are sufficient for an outcome.

    ``conservative``
        Uses no remainder.
    ``parsimonious``
        Uses any remainder that makes the models simpler.
    ``intermediate``
        Uses only easy counterfactuals. For each pair of a conservative and a parsimonious model,
        and for each term of the first that lies within a term of the second, what the second lacks
        is left out where it is the opposite of what is expected; the remainders in these terms are
        used, and the table is minimised again.

    A model covers every sufficient row and no other observed one.

    Parameters
    ----------
    table
        From `truth_table`.
    solution
        One of the above.
    expectations
        For ``intermediate``: a mapping from conditions to 1 (its presence contributes to the
        outcome), 0 (its absence does) or None; or one such value per condition in their order; or
        names such as ``["A", "~B"]``. They are about the outcome of the table.
    negated
        Analyse the opposite outcome: the table is computed anew with the same cut-offs, and the
        expectations are turned round.
    exclude
        Remainders that must not be used (enhanced standard analysis): row numbers, or expressions
        such as ``"~A"`` for all remainders in them. See `untenable`.
    models
        ``fewest``: all models with the least number of terms. ``any``: all models from which no
        term and no part of one can be left out, also longer ones.
    limit
        Models at most. Where there are more, `Solution.complete` is False: such a solution is too
        ambiguous to be interpreted.

    Returns
    -------
    Solution
        Without models where no row is sufficient.

    Raises
    ------
    TypeError, ValueError
        An unknown kind of solution, expectations or rows that do not fit the table, expectations
        for another solution than the intermediate one.

    References
    ----------
    Ragin (2008), Redesigning social inquiry, chapters 8 and 9. Schneider and Wagemann (2012),
    Set-theoretic methods for the social sciences, chapter 8. Baumgartner and Thiem (2017), Model
    ambiguities in configurational comparative research, Sociological Methods & Research 46.
    """
    if not isinstance(table, TruthTable):
        raise TypeError(
            f"table must come from truth_table, found {type(table).__name__}. Call "
            "minimise(truth_table(data, outcome, conditions))."
        )
    for value, known, name in (
        (solution, get_args(Kind), "solution"),
        (models, get_args(Size), "models"),
    ):
        if value not in known:
            raise ValueError(f"{name} is {value!r}. Expected one of {listed(known)}.")
    if limit < 1:
        raise ValueError(f"limit is {limit}. Expected one model or more.")
    if expectations is not None and solution != "intermediate":
        raise ValueError(
            f"Expectations are used by the intermediate solution only, and solution is "
            f"{solution!r}. Leave them out, or ask for the intermediate solution."
        )
    if negated:
        table = negate(table)
    expected = directions(expectations, table.conditions, flip=negated)
    rows = _rows(table, exclude)
    if not len(rows.positive):
        return _empty(table, solution)
    if solution == "intermediate":
        return _intermediate(table, rows, expected, models, limit)
    found = _minimised(rows, _blocked(rows, solution), models, limit)
    return _result(table, rows, solution, [found])


def excluded_rows(table: TruthTable, exclude: Iterable[int | str]) -> Booleans:
    """Return as 2^k booleans which configurations row numbers and expressions stand for."""
    k = len(table.conditions)
    result = np.zeros(2**k, bool)
    numbers = np.arange(2**k)
    if isinstance(exclude, str):
        exclude = [exclude]
    for one in exclude:
        if isinstance(one, str):
            for term in alternatives(one):
                inside = np.ones(2**k, bool)
                for name, present in literals(term):
                    if name not in table.conditions:
                        raise ValueError(
                            f"exclude names {name!r}, which is no condition. The conditions are "
                            f"{listed(table.conditions, 20)}."
                        )
                    bit = k - 1 - table.conditions.index(name)
                    inside &= (numbers >> bit & 1) == int(present)
                result |= inside
        elif 1 <= int(one) <= 2**k and int(one) == one:
            result[int(one) - 1] = True
        else:
            raise ValueError(
                f"exclude holds {one!r}. Expected row numbers from 1 to {2**k}, or expressions."
            )
    return result


def _rows(table: TruthTable, exclude: Exclusion) -> Rows:
    positive, negative = table.numbers(1), table.numbers(0)
    excluded = excluded_rows(table, exclude)
    excluded[positive] = False
    return Rows(positive, negative, excluded)


def _blocked(rows: Rows, solution: Kind, allowed: Booleans | None = None) -> Booleans:
    """Return which configurations no term may cover."""
    if solution == "parsimonious":
        blocked = rows.excluded.copy()
        blocked[rows.negative] = True
        return blocked
    blocked = np.ones_like(rows.excluded)
    blocked[rows.positive] = False
    return blocked if allowed is None else blocked & ~allowed


def _minimised(rows: Rows, blocked: Booleans, models: Size, limit: int) -> Found:
    primes = prime_implicants(rows.positive, blocked)
    chart = primes.cover(rows.positive)
    return Found(primes, chart, covers(chart, models, limit))


def _intermediate(
    table: TruthTable, rows: Rows, expected: dict[str, bool], models: Size, limit: int
) -> Solution:
    conservative = _minimised(rows, _blocked(rows, "conservative"), models, limit)
    parsimonious = _minimised(rows, _blocked(rows, "parsimonious"), models, limit)
    free = ~rows.excluded
    free[rows.positive] = free[rows.negative] = False
    easy_of = _easy_rows(table, conservative.primes, parsimonious.primes, expected, free)
    found: dict[bytes, Found] = {}
    distinct: set[tuple[tuple[int, int], ...]] = set()
    nothing = np.packbits(np.zeros_like(free))
    complete = conservative.covers.complete and parsimonious.covers.complete
    for simple in parsimonious.covers.chosen:
        for complex_ in conservative.covers.chosen:
            pairs = product(complex_, simple)
            packed = np.bitwise_or.reduce([nothing, *(easy_of[p] for p in pairs if p in easy_of)])
            if packed.tobytes() in found:
                continue
            allowed = np.unpackbits(packed).astype(bool)[: len(free)]
            here = _minimised(rows, _blocked(rows, "intermediate", allowed), models, limit)
            found[packed.tobytes()] = here
            distinct.update(here.codes())
            if len(distinct) > limit:
                break
        if len(distinct) > limit:
            complete = False
            break
    easy = np.zeros_like(free)
    for key in found:
        easy |= np.unpackbits(np.frombuffer(key, np.uint8)).astype(bool)[: len(free)]
    chosen = sorted({one for simple in parsimonious.covers.chosen for one in simple})
    used = covered(Implicants(*(part[chosen] for part in parsimonious.primes)), len(free)) & free
    return _result(
        table,
        rows,
        "intermediate",
        list(found.values()),
        complete=complete,
        limit=limit,
        easy=row_numbers(np.flatnonzero(easy)),
        difficult=row_numbers(np.flatnonzero(used & ~easy)),
    )


def _easy_rows(
    table: TruthTable,
    conservative: Implicants,
    parsimonious: Implicants,
    expected: dict[str, bool],
    free: Booleans,
) -> dict[tuple[int, int], npt.NDArray[np.uint8]]:
    """Return for pairs of a conservative and a parsimonious term the remainders, packed in bits.

    Pairs in which the first term does not lie within the second are left out.
    """
    k = len(table.conditions)
    bits = {1 << (k - 1 - table.conditions.index(name)): one for name, one in expected.items()}
    result: dict[tuple[int, int], npt.NDArray[np.uint8]] = {}
    known: dict[tuple[int, int], npt.NDArray[np.uint8]] = {}
    simple = list(zip(*(part.tolist() for part in parsimonious), strict=True))
    for one, complex_ in enumerate(zip(*(part.tolist() for part in conservative), strict=True)):
        for other, term in enumerate(simple):
            between = easy_term(complex_, term, bits)
            if between is None:
                continue
            if between not in known:
                pair = Implicants(np.array([between[0]]), np.array([between[1]]))
                known[between] = np.packbits(covered(pair, len(free)) & free)
            result[one, other] = known[between]
    return result


def _result(
    table: TruthTable,
    rows: Rows,
    kind: str,
    found: Sequence[Found],
    *,
    complete: bool = True,
    limit: int | None = None,
    easy: tuple[int, ...] = (),
    difficult: tuple[int, ...] = (),
) -> Solution:
    """Return models and chart, with the memberships and the names of all terms computed once."""
    pairs = sorted({pair for one in found for pair in zip(*one.primes, strict=True)})
    codes = np.array(pairs, np.int64).reshape(-1, 2)
    primes = Implicants(codes[:, 0], codes[:, 1])
    names = names_of(primes, table.conditions)
    position = {pair: place for place, pair in enumerate(map(tuple, codes.tolist()))}
    x, y = term_memberships(primes, table.data.to_numpy()), table.membership.to_numpy()
    coverage = np.minimum(x, y).sum(axis=1)
    largest_first = sorted(range(len(names)), key=lambda place: (-coverage[place], names[place]))
    rank = np.argsort(largest_first)
    chosen = {
        tuple(sorted((position[pair] for pair in model), key=rank.__getitem__)): None
        for one in found
        for model in one.codes()
    }
    ordered = sorted(chosen, key=lambda places: (len(places), [names[p] for p in places]))
    kept = ordered[:limit]
    remainder = np.ones(2 ** len(table.conditions), bool)
    remainder[rows.positive] = remainder[rows.negative] = False
    result = []
    for places in kept:
        one = list(places)
        terms = Implicants(primes.fixed[one], primes.present[one])
        result.append(Model(tuple(names[p] for p in places), terms, remainder, x[one], y))
    chart = pd.DataFrame(
        primes.cover(rows.positive),
        index=pd.Index(names, name="term"),
        columns=pd.Index(row_numbers(rows.positive), name="row"),
    )
    return Solution(
        kind,
        table.outcome,
        tuple(result),
        complete and len(kept) == len(ordered) and all(one.covers.complete for one in found),
        chart,
        easy,
        difficult,
        table.data.index,
    )


def _empty(table: TruthTable, kind: str) -> Solution:
    chart = pd.DataFrame(index=pd.Index([], name="term"), columns=pd.Index([], name="row"))
    return Solution(kind, table.outcome, (), True, chart, (), (), table.data.index)
