"""The ties that are stronger than chance: disparity filter and stochastic degree sequence model."""

from __future__ import annotations

import warnings
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from scipy.stats import binom, norm

from wir.partners.graphs import Floats, Network, NetworkLike, as_network
from wir.partners.projection import two_mode
from wir.potential.checks import listed

Ints = npt.NDArray[Any]
Method = Literal["refined_normal", "exact"]
BATCH = 4096
"""Pairs whose distributions are computed together."""
SMALL, BEYOND = 1e-6, 60
"""Tails below this are added up from above, over so many numbers."""


def disparity(network: NetworkLike, alpha: float | None = None) -> pd.DataFrame:
    """Return for each tie the p-value of the disparity filter.

    Under the null model a node of degree k divides its strength s at random among its ties; a tie
    of weight w then has p = (1 − w/s)^(k−1). The smaller p of its two ends counts; a node with one
    tie gives 1.

    Parameters
    ----------
    network
        Undirected weights, see `wir.partners.graphs.as_network`.
    alpha
        If given, the backbone itself is returned: True for ties with p < alpha.

    Returns
    -------
    DataFrame
        Nodes × nodes, symmetric; p-values, missing where there is no tie. With `alpha` a table of
        True and False.

    References
    ----------
    Serrano, Boguñá and Vespignani (2009), Extracting the multiscale backbone of complex weighted
    networks, PNAS 106.
    """
    found = as_network(network)
    ties = found.matrix.tocoo()
    p = _disparity_values(found)
    table = np.full((len(found), len(found)), np.nan)
    table[ties.row, ties.col] = p
    return _answer(table, found.labels, alpha)


def disparity_edges(network: NetworkLike) -> pd.DataFrame:
    """Return ``source``, ``target``, ``weight`` and ``p_value`` of each tie, sparsely."""
    found = as_network(network)
    ties = found.matrix.tocoo()
    scored = Network(found.matrix.copy(), found.labels)
    # Stored values are p + 1, so that a p of zero stays a stored value.
    scored.matrix.data[:] = 1.0 + _disparity_values(found)
    assert ties.nnz == scored.matrix.nnz
    edges = found.edges()
    return edges.assign(p_value=scored.edges()["weight"] - 1.0)


def sdsm(
    participations: pd.DataFrame,
    alpha: float | None = None,
    *,
    method: Method = "refined_normal",
) -> pd.DataFrame:
    """Return for each pair how likely as many shared events are, by activity and size alone.

    Stochastic degree sequence model: every participation has a probability that depends on how
    active its actor and how large its event is (bipartite configuration model, computed by bicm).
    The number of events that two actors share then has a Poisson-binomial distribution; p is the
    probability of at least as many as observed.

    Parameters
    ----------
    participations
        Actors × events (1 or True: takes part), or a list as for `wir.partners.network.project`.
    alpha
        If given, the backbone itself is returned: True for pairs with p < alpha.
    method
        ``refined_normal``, the approximation that the R package backbone uses (Hong 2013), or
        ``exact``. They differ by up to 0.02 for a handful of events; take the exact one for small
        tables or small alpha.

    Returns
    -------
    DataFrame
        Actors × actors, symmetric; p-values, missing where nothing is shared and on the diagonal.
        With `alpha` a table of True and False.

    Raises
    ------
    ValueError
        Another method; if the model does not reproduce the numbers of participations to 10⁻⁶.

    References
    ----------
    Neal (2014), The backbone of bipartite projections, Social Networks 39. Saracco et al. (2015),
    Randomizing bipartite networks, Scientific Reports 5. Hong (2013), On computing the distribution
    function for the Poisson binomial distribution, Computational Statistics & Data Analysis 59.
    """
    B, labels, _ = two_mode(participations)
    one, other, _, p = _tied_pairs(B, method)
    table = np.full((len(labels), len(labels)), np.nan)
    table[one, other] = p
    table[other, one] = p
    return _answer(table, labels, alpha)


def sdsm_edges(
    participations: pd.DataFrame,
    actor: str | None = None,
    event: str | None = None,
    *,
    method: Method = "exact",
) -> pd.DataFrame:
    """Return ``source``, ``target``, ``weight`` (shared events) and ``p_value`` of each tied pair.

    As `sdsm`, for networks too large for a square table.
    """
    B, labels, _ = two_mode(participations, actor, event)
    one, other, shared, p = _tied_pairs(B, method)
    return pd.DataFrame(
        {"source": labels[one], "target": labels[other], "weight": shared, "p_value": p}
    )


def bicm_probabilities(participations: pd.DataFrame) -> pd.DataFrame:
    """Return actors × events: the probability of each participation in the bipartite model."""
    B, actors, events = two_mode(participations)
    row_degree, column_degree = B.sum(axis=1).astype(int), B.sum(axis=0).astype(int)
    rows, columns, P = _class_probabilities(row_degree, column_degree)
    return pd.DataFrame(P[rows][:, columns], index=actors, columns=events)


def _disparity_values(network: Network) -> Floats:
    ties = network.matrix.tocoo()
    strength, degree = network.matrix.sum(axis=1), np.diff(network.matrix.indptr)

    def from_end(end: Ints) -> Floats:
        share = np.minimum(ties.data / strength[end], 1.0)
        values: Floats = np.where(degree[end] > 1, (1 - share) ** (degree[end] - 1.0), 1.0)
        return values

    return np.minimum(from_end(ties.row), from_end(ties.col))


def _answer(p: Floats, labels: pd.Index, alpha: float | None) -> pd.DataFrame:
    if alpha is None:
        return pd.DataFrame(p, index=labels, columns=labels)
    if not 0 < alpha <= 1:
        raise ValueError(f"alpha is {alpha:g}. Expected a level between 0 and 1, such as 0.05.")
    return pd.DataFrame(np.nan_to_num(p, nan=np.inf) < alpha, index=labels, columns=labels)


def _class_probabilities(row_degree: Ints, column_degree: Ints) -> tuple[Ints, Ints, Floats]:
    """Return class of each row and column (equal degree) and probabilities, class × class.

    Rows and columns without a participation, and those with all of them, are certain; what is left
    is solved by bicm.
    """
    row_values, rows, row_sizes = np.unique(row_degree, return_inverse=True, return_counts=True)
    column_values, columns, column_sizes = np.unique(
        column_degree, return_inverse=True, return_counts=True
    )
    P = np.zeros((len(row_values), len(column_values)))
    R, C = row_values.astype(float), column_values.astype(float)
    open_rows, open_columns = np.ones(len(R), bool), np.ones(len(C), bool)
    # Peel off what is certain until nothing is: a full row is one less for each open column.
    while True:
        width = column_sizes[open_columns].sum()
        height = row_sizes[open_rows].sum()
        full = open_rows & (width <= R)
        whole = open_columns & (height <= C)
        done_rows = open_rows & (R <= 0)
        done_columns = open_columns & (C <= 0)
        if full.any():
            P[np.ix_(full, open_columns)] = 1.0
            C[open_columns] -= row_sizes[full].sum()
            open_rows &= ~full
        elif whole.any():
            P[np.ix_(open_rows, whole)] = 1.0
            R[open_rows] -= column_sizes[whole].sum()
            open_columns &= ~whole
        elif done_rows.any() or done_columns.any():
            open_rows &= ~done_rows
            open_columns &= ~done_columns
        else:
            break
    if open_rows.any() and open_columns.any():
        x, y = _fitnesses(
            np.repeat(R[open_rows], row_sizes[open_rows]),
            np.repeat(C[open_columns], column_sizes[open_columns]),
        )
        first_row = np.cumsum(row_sizes[open_rows]) - row_sizes[open_rows]
        first_column = np.cumsum(column_sizes[open_columns]) - column_sizes[open_columns]
        product = np.outer(x[first_row], y[first_column])
        P[np.ix_(open_rows, open_columns)] = product / (1 + product)
    wrong = max(
        float(abs(P @ column_sizes - row_values).max(initial=0)),
        float(abs(row_sizes @ P - column_values).max(initial=0)),
    )
    if wrong > 1e-6:
        raise ValueError(
            f"The bipartite configuration model misses a number of participations by {wrong:.2g}. "
            "Leave out actors or events with very few or with nearly all participations."
        )
    return rows, columns, P


def _fitnesses(row_degree: Floats, column_degree: Floats) -> tuple[Floats, Floats]:
    from bicm import BipartiteGraph

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # numba's notes on its own experimental features
        graph = BipartiteGraph(degree_sequences=(row_degree.astype(int), column_degree.astype(int)))
        graph.solve_tool(tol=1e-12, eps=1e-12, max_steps=500, verbose=False, print_error=False)
        x, y = graph.get_bicm_fitnesses()
    return np.asarray(list(x.values()), float), np.asarray(list(y.values()), float)


def _tied_pairs(B: sparse.csr_array, method: Method) -> tuple[Ints, Ints, Ints, Floats]:
    """Return both ends of each pair that shares an event, how many it shares, and its p-value."""
    if method not in get_args(Method):
        raise ValueError(f"method is {method!r}. Expected one of {listed(get_args(Method))}.")
    upper = sparse.triu(B @ B.T, 1).tocoo()
    order = np.lexsort((upper.col, upper.row))
    one, other = upper.row[order].astype(int), upper.col[order].astype(int)
    shared = np.rint(upper.data[order]).astype(int)
    row_degree, column_degree = B.sum(axis=1).astype(int), B.sum(axis=0).astype(int)
    rows, _, P = _class_probabilities(row_degree, column_degree)
    sizes = np.unique(column_degree, return_counts=True)[1]
    by_chance = _exact if method == "exact" else _refined_normal
    return one, other, shared, by_chance(P, sizes, rows[one], rows[other], shared)


def _refined_normal(P: Floats, sizes: Ints, one: Ints, other: Ints, shared: Ints) -> Floats:
    """Return P(X ≥ shared) of pairs of classes by a normal distribution corrected for skewness."""
    powers = [(P**power * sizes) @ (P**power).T for power in (1, 2, 3)]
    mean, square, cube = (table[one, other] for table in powers)
    deviation = np.sqrt(np.maximum(mean - square, 1e-300))
    skewness = (mean - 3 * square + 2 * cube) / deviation**3
    x = (shared - 0.5 - mean) / deviation
    below = norm.cdf(x) + skewness * (1 - x**2) * norm.pdf(x) / 6
    result: Floats = 1 - np.clip(below, 0.0, 1.0)
    return result


def _exact(P: Floats, sizes: Ints, one: Ints, other: Ints, shared: Ints) -> Floats:
    """Return P(X ≥ shared) of pairs of classes, many pairs at a time."""
    p = np.ones(len(shared))
    for number in np.unique(shared):
        if number <= 0:
            continue
        places = np.flatnonzero(shared == number)
        for start in range(0, len(places), BATCH):
            batch = places[start : start + BATCH]
            p[batch] = _upper_tail(P[one[batch]] * P[other[batch]], sizes, int(number))
    return p


def _upper_tail(probabilities: Floats, sizes: Ints, number: int) -> Floats:
    """Return P(X ≥ number) of sums of binomial numbers.

    Parameters
    ----------
    probabilities
        Pairs × classes of columns.
    sizes
        Columns in each class.
    number
        One or more.

    Notes
    -----
    The distribution is cut off where it is not needed, which is exact for what is below. Where the
    tail is small it is added up from above instead, so that it does not vanish in rounding.
    """
    tail = 1 - _distribution(probabilities, sizes, number).sum(axis=1)
    small = tail < SMALL
    if small.any():
        upper = _distribution(probabilities[small], sizes, number + BEYOND)[:, number:]
        tail[small] = upper[:, ::-1].sum(axis=1)
    return np.clip(tail, 0.0, 1.0)


def _distribution(probabilities: Floats, sizes: Ints, length: int) -> Floats:
    """Return pairs × P(X = 0), …, P(X = length − 1)."""
    found = np.zeros((len(probabilities), length))
    found[:, 0] = 1.0
    for column, size in enumerate(sizes):
        q = np.minimum(probabilities[:, column], 1.0)
        if not q.any():
            continue
        reach = min(int(size), length - 1)
        part = binom.pmf(np.arange(reach + 1), int(size), q[:, None])
        previous, found = found, found * part[:, :1]
        for shift in range(1, reach + 1):
            found[:, shift:] += previous[:, : length - shift] * part[:, shift, None]
    return found
