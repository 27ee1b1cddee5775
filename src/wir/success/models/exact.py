"""Exact and permutation tests for few cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import gammaln

from wir.potential.checks import Floats, complete, numeric_series, numeric_table, same_labels

Integers = npt.NDArray[np.int64]
MOST_STEPS = 1_000_000
"""Upper bound of steps that an exact test may take, some seconds."""

TIES = 1e-7
"""Relative difference below which two probabilities count as equal (as in R)."""


@dataclass(frozen=True)
class Contingency:
    """Association in a cross table.

    Attributes
    ----------
    n
        Cases.
    p
        Exact p value of independence (Fisher–Freeman–Halton): the probability, given the margins,
        of all tables that are no more likely than this one.
    exact
        False where p comes from random tables, because there are too many.
    chi2, cramers_v
        Pearson's statistic, and the association 0–1.
    concordant, discordant
        Pairs of cases, where rows and columns are ordered.
    gamma, tau_b
        Goodman and Kruskal's γ and Kendall's τ-b, for ordered rows and columns.
    tau_p
        Exact two-sided p value of τ-b given the margins.
    """

    n: int
    p: float
    exact: bool
    chi2: float
    cramers_v: float
    concordant: int
    discordant: int
    gamma: float
    tau_b: float
    tau_p: float


@dataclass(frozen=True)
class Kendall:
    """Kendall's τ-b with its p value.

    Attributes
    ----------
    tau_b
        −1 to 1.
    p
        Two-sided.
    method
        ``exact``, or ``permutation`` with its number of draws.
    n, draws
        Cases, and draws (0 where exact).
    """

    tau_b: float
    p: float
    method: str
    n: int
    draws: int

    def __float__(self) -> float:
        return self.tau_b


@dataclass(frozen=True)
class PermutationTest:
    """A statistic, its p value (1 + count)/(1 + draws), and the statistics of the draws."""

    statistic: float
    p: float
    draws: int
    permuted: Floats


def contingency(table: pd.DataFrame, *, draws: int = 20_000, seed: int = 0) -> Contingency:
    """Test a cross table for independence, and measure the association.

    Parameters
    ----------
    table
        Counts, categories × categories, in order where both are ordered (the first row and the
        first column are the same end).
    draws, seed
        Of random tables with these margins, where there are too many for the exact test.

    Returns
    -------
    Contingency

    Raises
    ------
    TypeError, ValueError
        Counts that are missing, negative or not whole; fewer than two rows or columns with cases.

    References
    ----------
    Freeman and Halton (1951), Note on an exact treatment of contingency, Biometrika 38. Agrees with
    `fisher.test` of R.
    """
    counts = _counts(table)
    n = int(counts.sum())
    rows, columns = counts.sum(axis=1), counts.sum(axis=0)
    expected = np.outer(rows, columns) / n
    statistic = float(((counts - expected) ** 2 / expected).sum())
    concordant, discordant = _pairs(counts)
    pairs = concordant + discordant
    score = concordant - discordant
    exact = _tables(rows, columns) <= MOST_STEPS
    if exact:
        p = _freeman_halton(counts)
    else:
        log_p = _log_probability(counts)
        as_rare = sum(_log_probability(one) <= log_p + TIES for one in _random(counts, draws, seed))
        p = (1 + as_rare) / (1 + draws)
    if _steps(rows, columns) <= MOST_STEPS:
        tau_p = _score_p(rows, columns, score)
    else:
        far = sum(abs(_score(one)) >= abs(score) for one in _random(counts, draws, seed))
        tau_p = (1 + far) / (1 + draws)
    smaller = min(counts.shape) - 1
    return Contingency(
        n,
        p,
        exact,
        statistic,
        float(np.sqrt(statistic / (n * smaller))),
        concordant,
        discordant,
        score / pairs if pairs else float("nan"),
        score / _tau_scale(rows, columns),
        tau_p,
    )


def kendall_tau_b(
    x: pd.Series,
    y: pd.Series,
    *,
    method: Literal["auto", "exact", "permutation"] = "auto",
    draws: int = 9_999,
    seed: int = 0,
) -> Kendall:
    """Return Kendall's τ-b and its two-sided p value, exact for small samples, with ties.

    The exact distribution is that of C − D over all tables with these margins. By permutation,
    p = (1 + count)/(1 + draws).

    Parameters
    ----------
    x, y
        Two variables of the same cases; cases with a missing value are left out.
    method
        ``auto``: exact where that takes no longer than a second or so (any sample without ties, up
        to 170 cases; with ties, few categories or up to about 15 cases), by permutation otherwise.
    draws, seed
        Of permutations.

    Raises
    ------
    TypeError, ValueError
        Different labels, fewer than two cases, a variable that does not vary, an exact p value that
        is out of reach.

    References
    ----------
    Kendall (1945), The treatment of ties in ranking problems, Biometrika 33.
    """
    a, b = _both(x, y)
    counts = pd.crosstab(a, b).to_numpy().astype(np.int64)
    n, rows, columns = len(a), counts.sum(axis=1), counts.sum(axis=0)
    score = _score(counts)
    tau = score / _tau_scale(rows, columns)
    few, many = min((rows, columns), (columns, rows), key=lambda margins: _steps(*margins))
    untied = counts.shape == (n, n)
    if method in ("auto", "exact") and untied and n <= 170:
        from scipy.stats import kendalltau

        return Kendall(tau, float(kendalltau(a, b, method="exact").pvalue), "exact", n, 0)
    reachable = _steps(few, many) <= MOST_STEPS
    if method == "exact" and not reachable:
        raise ValueError(
            f"{n} cases with {len(rows)} and {len(columns)} different values have too many tables "
            "for the exact distribution. Use method='permutation'."
        )
    if method in ("auto", "exact") and reachable:
        return Kendall(tau, _score_p(few, many, score), "exact", n, 0)
    far = sum(abs(_score(one)) >= abs(score) for one in _random(counts, draws, seed))
    return Kendall(tau, (1 + far) / (1 + draws), "permutation", n, draws)


def permutation_test(
    x: pd.Series,
    y: pd.Series,
    statistic: Callable[[Floats, Floats], float],
    *,
    alternative: Literal["two-sided", "greater", "less"] = "two-sided",
    draws: int = 9_999,
    seed: int = 0,
) -> PermutationTest:
    """Compare a statistic of two variables with that of permutations of the second one.

    p = (1 + count)/(1 + draws), where the draws whose statistic is at least as extreme are counted
    (by size for ``two-sided``): never zero.

    Parameters
    ----------
    x, y
        Two variables of the same cases, such as an answer and a group; cases with a missing value
        are left out.
    statistic
        Function of two arrays, such as the difference of two means.
    alternative, draws, seed
        As usual.

    Raises
    ------
    TypeError, ValueError
        Different labels, fewer than two cases, fewer than one draw, a statistic that is missing.

    References
    ----------
    Phipson and Smyth (2010), Permutation p-values should never be zero, Statistical Applications in
    Genetics and Molecular Biology 9.
    """
    if draws < 1 or alternative not in ("two-sided", "greater", "less"):
        raise ValueError(
            f"draws is {draws} and alternative {alternative!r}. Expected one draw or more, and "
            "'two-sided', 'greater' or 'less'."
        )
    a, b = (one.to_numpy() for one in _both(x, y, vary=False))
    observed = float(statistic(a, b))
    if not np.isfinite(observed):
        raise ValueError(
            f"The statistic of the data is {observed}. Expected a number; look whether each group "
            "has cases and the values vary."
        )
    rng = np.random.default_rng(seed)
    permuted = np.array([statistic(a, rng.permutation(b)) for _ in range(draws)], float)
    slack = 1e-12 * max(1.0, abs(observed))
    far = {
        "two-sided": np.abs(permuted) >= abs(observed) - slack,
        "greater": permuted >= observed - slack,
        "less": permuted <= observed + slack,
    }[alternative]
    return PermutationTest(observed, (1 + int(far.sum())) / (1 + draws), draws, permuted)


def _counts(table: pd.DataFrame) -> Integers:
    numbers = numeric_table(table, "table")
    complete(numbers, "table")
    values = numbers.to_numpy()
    wrong = (values < 0) | (values != np.round(values))
    if wrong.any():
        row, column = np.argwhere(wrong)[0]
        raise ValueError(
            f"table holds {values[row, column]:g} in row {numbers.index[row]!r}, column "
            f"{numbers.columns[column]!r}. Expected counts: whole numbers of zero or more."
        )
    counts = values.astype(np.int64)
    counts = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    if min(counts.shape) < 2:
        raise ValueError(
            f"table has {counts.shape[0]} rows and {counts.shape[1]} columns with cases. Expected "
            "two or more of both."
        )
    return counts


def _both(x: pd.Series, y: pd.Series, *, vary: bool = True) -> tuple[pd.Series, pd.Series]:
    a, b = numeric_series(x, "x"), numeric_series(y, "y")
    same_labels(b.index, a.index, "y", "x")
    b = b.reindex(a.index)
    known = a.notna() & b.notna()
    a, b = a[known], b[known]
    if len(a) < 2 or (vary and min(a.nunique(), b.nunique()) < 2):
        raise ValueError(
            f"{len(a)} cases have both values, with {a.nunique()} and {b.nunique()} different "
            "ones. Expected two or more cases, and two or more different values of both."
        )
    return a, b


def _pairs(counts: Integers) -> tuple[int, int]:
    concordant = discordant = 0
    for i in range(counts.shape[0] - 1):
        for j in range(counts.shape[1]):
            below = counts[i + 1 :]
            concordant += int(counts[i, j] * below[:, j + 1 :].sum())
            discordant += int(counts[i, j] * below[:, :j].sum())
    return concordant, discordant


def _score(counts: Integers) -> int:
    """Return concordant less discordant pairs, without loops over cells."""
    lower = counts[::-1].cumsum(axis=0)[::-1] - counts
    before = np.hstack([np.zeros((len(counts), 1), np.int64), lower.cumsum(axis=1)[:, :-1]])
    after = lower.sum(axis=1, keepdims=True) - before - lower
    return int((counts * (after - before)).sum())


def _tau_scale(rows: Integers, columns: Integers) -> float:
    n = rows.sum()
    pairs = n * (n - 1) / 2
    tied = [(margin * (margin - 1) / 2).sum() for margin in (rows, columns)]
    return float(np.sqrt((pairs - tied[0]) * (pairs - tied[1])))


def _steps(rows: Integers, columns: Integers) -> float:
    """Return an upper bound of the steps of `_score_p`."""
    return float(np.prod(rows + 1.0) * _ways(rows, columns).sum())


def _tables(rows: Integers, columns: Integers) -> float:
    """Return an upper bound of the number of tables with these margins."""
    return float(min(_ways(rows, columns[:-1]).prod(), _ways(columns, rows[:-1]).prod()))


def _ways(rows: Integers, columns: Integers) -> Floats:
    """Return for each column in how many ways its cases spread over the rows, at most."""
    from scipy.special import comb

    return np.array([comb(total + len(rows) - 1, len(rows) - 1) for total in columns], float)


def _log_probability(counts: Integers) -> float:
    """Return the log probability of a table given its margins, up to a constant."""
    return -float(gammaln(counts + 1.0).sum())


def _columns_within(left: tuple[int, ...], total: int) -> Iterator[tuple[int, ...]]:
    """Yield the ways to take `total` cases from the rows, no more than each has left."""
    if len(left) == 1:
        if total <= left[0]:
            yield (total,)
        return
    rest = sum(left[1:])
    for first in range(max(0, total - rest), min(left[0], total) + 1):
        for more in _columns_within(left[1:], total - first):
            yield (first, *more)


def _freeman_halton(counts: Integers) -> float:
    """Return the exact p value; tables that share rows left and probability are joined."""
    rows, columns = counts.sum(axis=1), counts.sum(axis=0)
    if _ways(columns, rows).prod() < _ways(rows, columns).prod():
        counts, rows, columns = counts.T, columns, rows
    log_factorial = gammaln(np.arange(counts.sum() + 2.0) + 1)
    constant = (
        log_factorial[rows].sum() + log_factorial[columns].sum() - log_factorial[counts.sum()]
    )
    states: dict[tuple[tuple[int, ...], float], float] = {(tuple(rows.tolist()), 0.0): 1.0}
    for total in columns.tolist():
        following: dict[tuple[tuple[int, ...], float], float] = {}
        for (left, cost), ways in states.items():
            for taken in _columns_within(left, total):
                rest = tuple(a - b for a, b in zip(left, taken, strict=True))
                key = (rest, round(cost + float(log_factorial[list(taken)].sum()), 9))
                following[key] = following.get(key, 0.0) + ways
        states = following
    observed = constant + _log_probability(counts)
    log_p = constant - np.array([one for _, one in states])
    times = np.array(list(states.values()))
    return float(min((times * np.exp(log_p))[log_p <= observed + TIES].sum(), 1.0))


def _score_p(rows: Integers, columns: Integers, score: int) -> float:
    """Return P(|C − D| ≥ |score|) over all tables with these margins.

    Column by column: what a column adds to C − D depends only on how many cases each row has had in
    the columns before it.
    """
    log_factorial = gammaln(np.arange(rows.sum() + 2.0) + 1)
    start = tuple(rows.tolist())
    most = int(rows.sum() * (rows.sum() - 1) // 2)  # the scores lie between −most and most
    first = np.zeros(2 * most + 1)
    first[most] = 1.0
    states: dict[tuple[int, ...], Floats] = {start: first}
    for total in columns.tolist():
        following: dict[tuple[int, ...], Floats] = {}
        for left, scores in states.items():
            had = np.array(start) - np.array(left)
            above = np.concatenate([[0], had.cumsum()[:-1]])  # rows above, in earlier columns
            weight = (2 * above + had - had.sum()).tolist()
            base = log_factorial[sum(left)] - log_factorial[sum(left) - total]
            reach = np.flatnonzero(scores)
            low, high = reach[0], reach[-1] + 1
            for taken in _columns_within(left, total):
                rest = tuple(a - b for a, b in zip(left, taken, strict=True))
                step = sum(w * one for w, one in zip(weight, taken, strict=True))
                chance = np.exp(
                    log_factorial[total]
                    - log_factorial[list(taken)].sum()
                    + log_factorial[list(left)].sum()
                    - log_factorial[list(rest)].sum()
                    - base
                )
                if rest not in following:
                    following[rest] = np.zeros_like(first)
                following[rest][low + step : high + step] += chance * scores[low:high]
        states = following
    final = next(iter(states.values()))
    return float(min(final[np.abs(np.arange(-most, most + 1)) >= abs(score)].sum(), 1.0))


def _random(counts: Integers, draws: int, seed: int) -> Iterator[Integers]:
    """Yield random tables with the same margins."""
    from scipy.stats import random_table

    tables = random_table(counts.sum(axis=1), counts.sum(axis=0)).rvs(
        draws, random_state=np.random.default_rng(seed)
    )
    yield from np.asarray(tables, np.int64).reshape(draws, *counts.shape)
