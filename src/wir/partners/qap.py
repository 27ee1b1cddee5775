"""Do two networks go together? Tests that permute the nodes (quadratic assignment procedure)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from wir.partners.brokerage import random_permutations
from wir.partners.graphs import Floats, NetworkLike, square
from wir.potential.checks import listed, same_labels, shown

Permutations = npt.NDArray[np.intp]


@dataclass(frozen=True)
class QAP:
    """Correlation of two networks, and how often chance gives as much.

    Attributes
    ----------
    correlation
        Pearson's r over the pairs of nodes.
    p_greater, p_less, p_value
        (1 + count)/(draws + 1): of draws at or above r, at or below, and at or beyond it on either
        side.
    expected, deviation
        Mean and standard deviation of the draws.
    draws
        Their number.
    distribution
        r of each draw.
    """

    correlation: float
    p_greater: float
    p_less: float
    p_value: float
    expected: float
    deviation: float
    draws: int
    distribution: Floats


def qap_correlation(
    x: NetworkLike,
    y: NetworkLike,
    draws: int = 1000,
    *,
    seed: int = 0,
    permutations: npt.ArrayLike | None = None,
    directed: bool | None = None,
) -> QAP:
    """Correlate two networks and test it by permuting the nodes of the second.

    Parameters
    ----------
    x, y
        Square tables with the same labels (other kinds: `wir.partners.graphs.square`); any
        numbers, the diagonal is not used.
    draws
        Random permutations.
    seed
        Seed of the permutations.
    permutations
        Draws × nodes, positions from 0: draw d compares x with ``y[p][:, p]``, p = permutations[d].
        Replaces `draws` and `seed`, so that a result is exact.
    directed
        Whether ordered pairs are compared. By default unordered ones, where both networks are
        symmetric.

    Raises
    ------
    TypeError, ValueError
        Different labels, missing values, a network without variation, permutations that are none.

    References
    ----------
    Hubert and Schultz (1976), Quadratic assignment as a general data analysis strategy, British
    Journal of Mathematical and Statistical Psychology 29. Krackhardt (1988), Predicting with
    networks, Social Networks 10.
    """
    X, Y = _aligned({"x": x, "y": y})
    _which_pairs([X, Y], directed)  # on symmetric tables both kinds of pairs give the same r
    n = len(X)
    off = ~np.eye(n, dtype=bool)
    a, b = X.to_numpy(copy=True), Y.to_numpy(copy=True)
    for table, what in ((a, "x"), (b, "y")):
        table -= table[off].mean()
        np.fill_diagonal(table, 0.0)
        if not (abs(table) > 1e-12).any():
            raise ValueError(f"{what} has the same value for every pair: nothing to correlate.")
        table /= np.sqrt((table**2).sum())
    observed = float((a * b).sum())
    orders = _orders(n, draws, seed, permutations)
    drawn = _products(a, b, orders)
    near = 1e-9  # draws that are equal but for rounding count as equal
    above, below = drawn >= observed - near, drawn <= observed + near
    beyond = abs(drawn) >= abs(observed) - near
    number = len(orders)
    return QAP(
        observed,
        float((1 + above.sum()) / (number + 1)),
        float((1 + below.sum()) / (number + 1)),
        float((1 + beyond.sum()) / (number + 1)),
        float(drawn.mean()),
        float(drawn.std(ddof=1)) if number > 1 else float("nan"),
        number,
        drawn,
    )


@dataclass(frozen=True)
class MRQAP:
    """A regression between networks, with p-values by double semi-partialling.

    Attributes
    ----------
    table
        Per predictor (``intercept`` first): ``coefficient``, ``standardised`` (per standard
        deviations), ``t``, ``p_value`` (two-sided), ``p_greater``, ``p_less``; no p-values for the
        intercept.
    r_squared
        Share of variance explained.
    pairs, draws
        Pairs of nodes, and permutations for each predictor.
    t_draws
        Draws × predictors: the t statistics under permutation.
    """

    table: pd.DataFrame
    r_squared: float
    pairs: int
    draws: int
    t_draws: pd.DataFrame


def mrqap(
    y: NetworkLike,
    predictors: Mapping[str, NetworkLike] | pd.DataFrame,
    draws: int = 1000,
    *,
    seed: int = 0,
    permutations: npt.ArrayLike | None = None,
    directed: bool | None = None,
) -> MRQAP:
    """Regress one network on others; p-values by double semi-partialling (Dekker et al. 2007).

    For each predictor, its residuals on the other ones are permuted as a matrix, and the regression
    with these in its place gives a t statistic; p compares the observed t with those.

    Parameters
    ----------
    y
        Square table of the outcome.
    predictors
        Name → square table with the same labels; one alone may be given as a table.
    draws
        Random permutations, the same ones for each predictor.
    seed
        Seed of the permutations.
    permutations
        Draws × nodes, positions from 0; draw d uses ``residual[p][:, p]``. Replaces `draws` and
        `seed`.
    directed
        Whether ordered pairs are compared. By default unordered ones, where all are symmetric.

    Returns
    -------
    MRQAP

    Raises
    ------
    TypeError, ValueError
        Different labels, missing values, a predictor that the others determine.

    Notes
    -----
    The t statistic of a permuted residual e follows from e'r, e'e and e'Q alone, with r the
    residuals of y on the other predictors and Q their orthonormal basis (Frisch–Waugh–Lovell), so
    that no regression is run again.

    References
    ----------
    Dekker, Krackhardt and Snijders (2007), Sensitivity of MRQAP tests to collinearity and
    autocorrelation conditions, Psychometrika 72.
    """
    if isinstance(predictors, pd.DataFrame):
        predictors = {"x": predictors}
    if not predictors:
        raise ValueError("No predictors given. Expected name → square table.")
    if "intercept" in predictors:
        raise ValueError("A predictor is called 'intercept', which is there already. Rename it.")
    outcome, *tables = _aligned({"y": y, **{str(k): v for k, v in predictors.items()}})
    names = [str(name) for name in predictors]
    ordered = _which_pairs([outcome, *tables], directed)
    n = len(outcome)
    # On symmetric tables every pair is there twice; sums are halved by this weight.
    weight = 1.0 if ordered else 0.5
    pairs = n * (n - 1) * weight
    off = (~np.eye(n, dtype=bool)).ravel()
    stack = np.array([table.to_numpy().ravel() for table in tables])
    X = np.vstack([off.astype(float), stack * off])
    target = outcome.to_numpy().ravel() * off
    freedom = pairs - len(X)
    if freedom < 1:
        raise ValueError(f"{pairs:g} pairs are too few for {len(tables)} predictors.")
    gram = X @ X.T * weight
    _require_rank(gram, names)
    coefficient = np.linalg.solve(gram, X @ target * weight)
    residual = target - coefficient @ X
    rest = float(residual @ residual) * weight
    deviation = np.sqrt(np.diag(np.linalg.inv(gram)) * rest / freedom)
    t = coefficient / deviation
    centred = target - off * target[off].mean()
    total = float(centred @ centred) * weight
    orders = _orders(n, draws, seed, permutations)
    t_draws = np.column_stack(
        [
            _t_of_draws(np.delete(X, place, axis=0), X[place], target, orders, n, weight, freedom)
            for place in range(1, len(X))
        ]
    )
    near = 1e-9 * np.maximum(1.0, abs(t[1:]))
    number = len(orders)

    def p_value(hits: npt.NDArray[np.bool_]) -> Floats:
        values: Floats = np.concatenate([[np.nan], (1 + hits.sum(axis=0)) / (number + 1)])
        return values

    spread = X[:, off].std(axis=1)
    table = pd.DataFrame(
        {
            "coefficient": coefficient,
            "standardised": np.r_[np.nan, (coefficient * spread)[1:] / target[off].std()],
            "t": t,
            "p_value": p_value(abs(t_draws) >= abs(t[1:]) - near),
            "p_greater": p_value(t_draws >= t[1:] - near),
            "p_less": p_value(t_draws <= t[1:] + near),
        },
        index=pd.Index(["intercept", *names], name="predictor"),
    )
    return MRQAP(
        table,
        1 - rest / total if total > 0 else float("nan"),
        int(pairs),
        number,
        pd.DataFrame(t_draws, columns=names),
    )


def _t_of_draws(
    others: Floats,
    own: Floats,
    target: Floats,
    orders: Permutations,
    n: int,
    weight: float,
    freedom: float,
) -> Floats:
    Q = np.linalg.qr(others.T)[0].T  # orthonormal over ordered pairs: sums need no weight in Q'e
    residual = own - (own @ Q.T) @ Q
    rest = target - (target @ Q.T) @ Q
    length = float(residual @ residual)
    rest_length = float(rest @ rest)
    basis = np.vstack([rest, Q])
    found = np.empty(len(orders))
    for place, permuted in _permuted(residual.reshape(n, n), orders):
        products = basis @ permuted.ravel()
        inner = products[0]
        norm = length - float(products[1:] @ products[1:])
        unexplained = (rest_length - inner**2 / norm) * weight
        found[place] = inner / norm / np.sqrt(unexplained / freedom / (norm * weight))
    return found


def _products(a: Floats, b: Floats, orders: Permutations) -> Floats:
    """Return Σ a_ij b_p(i)p(j) for each permutation p."""
    found = np.empty(len(orders))
    flat = a.ravel()
    for place, permuted in _permuted(b, orders):
        found[place] = flat @ permuted.ravel()
    return found


def _permuted(table: Floats, orders: Permutations) -> Iterator[tuple[int, Floats]]:
    """Give each permuted table in one buffer that is used again."""
    n = len(table)
    rows, both = np.empty((n, n)), np.empty((n, n))
    for place, order in enumerate(orders):
        np.take(table, order, axis=0, out=rows, mode="clip")
        np.take(rows, order, axis=1, out=both, mode="clip")
        yield place, both


def _aligned(networks: Mapping[str, NetworkLike]) -> list[pd.DataFrame]:
    tables: list[pd.DataFrame] = []
    for name, network in networks.items():
        table = square(network, name, negative=True)
        if tables:
            same_labels(table.index, tables[0].index, name, next(iter(networks)))
            table = table.loc[tables[0].index, tables[0].index]
        tables.append(table)
    if len(tables[0]) < 3:
        raise ValueError(f"{len(tables[0])} nodes. Expected three or more.")
    return tables


def _which_pairs(tables: list[pd.DataFrame], directed: bool | None) -> bool:
    symmetric = [bool(np.allclose(one, one.T, equal_nan=True)) for one in _off_diagonal(tables)]
    if directed is False and not all(symmetric):
        raise ValueError(
            f"Network {symmetric.index(False)} (from 0) is not symmetric. Use directed=True."
        )
    return not all(symmetric) if directed is None else directed


def _off_diagonal(tables: list[pd.DataFrame]) -> Iterator[Floats]:
    for table in tables:
        values = table.to_numpy(copy=True)
        np.fill_diagonal(values, 0.0)
        yield values


def _orders(n: int, draws: int, seed: int, permutations: npt.ArrayLike | None) -> Permutations:
    if permutations is None:
        return random_permutations(n, draws, seed)
    orders = np.asarray(permutations)
    if orders.ndim != 2 or orders.shape[1] != n or not np.issubdtype(orders.dtype, np.integer):
        raise ValueError(
            f"permutations has the shape {orders.shape} and type {orders.dtype}. Expected whole "
            f"numbers, draws × {n} nodes."
        )
    wrong = np.flatnonzero((np.sort(orders, axis=1) != np.arange(n)).any(axis=1))
    if len(wrong):
        raise ValueError(
            f"Row {wrong[0]} of permutations is none: expected each of 0 … {n - 1} once."
        )
    return orders.astype(np.intp)


def _require_rank(gram: Floats, names: list[str]) -> None:
    scale = np.sqrt(np.diag(gram))
    if (scale == 0).any():
        which = ["the intercept", *names][int(np.argmin(scale))]
        raise ValueError(f"{shown(which)} is zero for every pair. Leave it out.")
    if np.linalg.matrix_rank(gram / np.outer(scale, scale), tol=1e-10) < len(gram):
        raise ValueError(
            f"A predictor is determined by the others (or by a constant): {listed(names, 9)}. "
            "Leave one out."
        )
