"""Do two networks go together? Tests that permute the nodes (quadratic assignment procedure)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
    rows, columns = _pairs(len(X), _which_pairs([X, Y], directed))
    standardised = []
    for table, what in ((X, "x"), (Y, "y")):
        values = table.to_numpy()[rows, columns]
        centre, spread = values.mean(), values.std()
        if spread < 1e-12 * max(1.0, abs(centre)):
            raise ValueError(f"{what} has the same value for every pair: nothing to correlate.")
        standardised.append((table.to_numpy() - centre) / (spread * np.sqrt(len(values))))
    a, b = standardised
    fixed = a[rows, columns]
    observed = float(fixed @ b[rows, columns])
    orders = _orders(len(X), draws, seed, permutations)
    drawn = np.empty(len(orders))
    for place, permuted in _permuted(b, orders, rows, columns):
        drawn[place] = fixed @ permuted
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
    predictors: Mapping[str, NetworkLike] | Sequence[NetworkLike] | pd.DataFrame,
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
        Name → square table with the same labels; one alone may be given as a table, several as a
        list (then they are called x1, x2, …).
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
    if not isinstance(predictors, Mapping):
        if not isinstance(predictors, list | tuple):
            raise TypeError(
                f"predictors is a {type(predictors).__name__}. Expected name → square table."
            )
        predictors = {f"x{place}": one for place, one in enumerate(predictors, 1)}
    if not predictors:
        raise ValueError("No predictors given. Expected name → square table.")
    if "intercept" in predictors:
        raise ValueError("A predictor is called 'intercept', which is there already. Rename it.")
    outcome, *tables = _aligned({"y": y, **{str(k): v for k, v in predictors.items()}})
    names = [str(name) for name in predictors]
    n = len(outcome)
    rows, columns = _pairs(n, _which_pairs([outcome, *tables], directed))
    target = outcome.to_numpy()[rows, columns]
    X = np.vstack([np.ones(len(rows)), *(one.to_numpy()[rows, columns] for one in tables)])
    freedom = len(rows) - len(X)
    if freedom < 1:
        raise ValueError(f"{len(rows)} pairs are too few for {len(tables)} predictors.")
    gram = X @ X.T
    _require_rank(gram, names)
    coefficient = np.linalg.solve(gram, X @ target)
    residual = target - coefficient @ X
    rest = float(residual @ residual)
    t = coefficient / np.sqrt(np.diag(np.linalg.inv(gram)) * rest / freedom)
    total = float(((target - target.mean()) ** 2).sum())
    orders = _orders(n, draws, seed, permutations)
    t_draws = np.column_stack(
        [
            _t_of_draws(np.delete(X, place, axis=0), X[place], target, orders, n, rows, columns)
            for place in range(1, len(X))
        ]
    )
    near = 1e-9 * np.maximum(1.0, abs(t[1:]))
    number = len(orders)

    def p_value(hits: npt.NDArray[np.bool_]) -> Floats:
        values: Floats = np.concatenate([[np.nan], (1 + hits.sum(axis=0)) / (number + 1)])
        return values

    spread = X.std(axis=1)
    table = pd.DataFrame(
        {
            "coefficient": coefficient,
            "standardised": np.r_[np.nan, (coefficient * spread)[1:] / target.std()],
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
        len(rows),
        number,
        pd.DataFrame(t_draws, columns=names),
    )


def _t_of_draws(
    others: Floats,
    own: Floats,
    target: Floats,
    orders: Permutations,
    n: int,
    rows: Permutations,
    columns: Permutations,
) -> Floats:
    Q = np.linalg.qr(others.T)[0].T
    residual = own - (own @ Q.T) @ Q
    rest = target - (target @ Q.T) @ Q
    length, rest_length = float(residual @ residual), float(rest @ rest)
    freedom = len(rows) - len(others) - 1
    table = np.zeros((n, n))
    table[rows, columns] = residual
    if len(rows) == n * (n - 1) // 2:
        table[columns, rows] = residual
    basis = np.ascontiguousarray(np.vstack([rest, Q]))
    found = np.empty(len(orders))
    for place, permuted in _permuted(table, orders, rows, columns):
        products = basis @ permuted
        inner = products[0]
        norm = length - float(products[1:] @ products[1:])
        unexplained = rest_length - inner**2 / norm
        found[place] = inner / np.sqrt(norm * unexplained / freedom)
    return found


def _pairs(n: int, ordered: bool) -> tuple[Permutations, Permutations]:
    """Return rows and columns of the pairs: all ordered ones, or each once."""
    if ordered:
        rows, columns = np.nonzero(~np.eye(n, dtype=bool))
        return rows, columns
    rows, columns = np.triu_indices(n, 1)
    return rows, columns


def _permuted(
    table: Floats, orders: Permutations, rows: Permutations, columns: Permutations
) -> Iterator[tuple[int, Floats]]:
    """Give the pairs of each permuted table, in one buffer that is used again."""
    flat, n = np.ascontiguousarray(table).ravel(), len(table)
    where, second = np.empty(len(rows), np.intp), np.empty(len(rows), np.intp)
    values = np.empty(len(rows))
    for place, order in enumerate(orders):
        np.take(order * n, rows, out=where, mode="clip")
        np.take(order, columns, out=second, mode="clip")
        where += second
        np.take(flat, where, out=values, mode="clip")
        yield place, values


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
