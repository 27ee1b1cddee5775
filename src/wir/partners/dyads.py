"""Regression on pairs of organisations or regions, with intervals that know who shares a pair."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import norm

from wir.partners.graphs import Floats, NetworkLike, square
from wir.potential.checks import complete, listed, numeric_series, numeric_table, same_labels

Family = Literal["linear", "logit", "poisson"]


@dataclass(frozen=True)
class DyadModel:
    """A regression on pairs.

    Attributes
    ----------
    table
        Per predictor: ``coefficient``, ``error``, ``lower``, ``upper`` (95 %), ``z``, ``p_value``;
        for ``logit`` and ``poisson`` also ``ratio``, ``ratio_lower``, ``ratio_upper`` (odds ratio,
        rate ratio).
    family
        Kind of regression.
    pairs, nodes
        Numbers.
    """

    table: pd.DataFrame
    family: str
    pairs: int
    nodes: int


def pair_table(networks: Mapping[str, NetworkLike]) -> pd.DataFrame:
    """Return unordered pairs × networks, from square tables with the same labels.

    Returns
    -------
    DataFrame
        Index ``first``, ``second``; one column per network.

    Raises
    ------
    TypeError, ValueError
        As `wir.partners.graphs.square`; different labels.
    """
    if not networks:
        raise ValueError("No networks given. Expected name → square table.")
    tables = {name: square(one, name, negative=True) for name, one in networks.items()}
    first = next(iter(tables))
    labels = tables[first].index
    for name, table in tables.items():
        same_labels(table.index, labels, name, first)
    one, other = np.triu_indices(len(labels), 1)
    index = pd.MultiIndex.from_arrays([labels[one], labels[other]], names=["first", "second"])
    return pd.DataFrame(
        {name: table.loc[labels, labels].to_numpy()[one, other] for name, table in tables.items()},
        index=index,
    )


def dyad_model(
    outcome: pd.Series,
    predictors: pd.DataFrame,
    *,
    family: Family = "logit",
    weights: pd.Series | None = None,
) -> DyadModel:
    """Fit a regression on pairs; standard errors allow for dependence of pairs that share a node.

    Parameters
    ----------
    outcome
        Per pair (an index of two levels, each unordered pair once): 0/1 for ``logit``, zero or more
        for ``poisson``.
    predictors
        Same pairs × predictors. An intercept is added.
    family
        ``linear``, ``logit`` or ``poisson``.
    weights
        Weight of each pair, where pairs without a tie are a sample only; 1 by default.

    Returns
    -------
    DyadModel

    Raises
    ------
    TypeError, ValueError
        Different pairs, missing values, a predictor that the others determine, an outcome that the
        predictors separate perfectly.

    Notes
    -----
    Two pairs with a node in common are correlated to an unknown degree. The variance adds up the
    products of scores over all such pairs, by nodes: Σ_i g_i g_i' − Σ_p s_p s_p', with s_p the
    score of a pair and g_i the sum of those with node i.

    References
    ----------
    Aronow, Samii and Assenova (2015), Cluster-robust variance estimation for dyadic data, Political
    Analysis 23. Cameron and Miller (2014), Robust inference for dyadic data.
    """
    if family not in get_args(Family):
        raise ValueError(f"family is {family!r}. Expected one of {listed(get_args(Family))}.")
    if outcome.index.nlevels != 2:
        raise ValueError("The index of outcome has not two levels: first, second. See pair_table.")
    if not outcome.index.equals(predictors.index):
        raise ValueError("outcome and predictors do not have the same pairs in the same order.")
    if not outcome.index.is_unique:
        twice = outcome.index[outcome.index.duplicated()][0]
        raise ValueError(f"The pair {twice} is there more than once. Expected each pair once.")
    y = numeric_series(outcome.reset_index(drop=True), "outcome")
    complete(y, "outcome")
    X = numeric_table(predictors.reset_index(drop=True), "predictors")
    complete(X, "predictors")
    design = np.column_stack([np.ones(len(X)), X.to_numpy()])
    names = ["intercept", *map(str, X.columns)]
    weight = np.ones(len(y))
    if weights is not None:
        given = numeric_series(weights.reindex(outcome.index).reset_index(drop=True), "weights")
        complete(given, "weights")
        weight = given.to_numpy()
    if np.linalg.matrix_rank(design / np.abs(design).max(axis=0)) < len(names):
        raise ValueError(
            f"One of {listed(names[1:], 9)} is constant or determined by the others. Leave it out."
        )
    beta, bread, scores = _fit(y.to_numpy(), design, family, weight)
    variance = bread @ _meat(scores, outcome.index) @ bread
    error = np.sqrt(np.maximum(np.diag(variance), 0.0))
    z = np.divide(beta, error, out=np.full(len(beta), np.nan), where=error > 0)
    table = pd.DataFrame(
        {
            "coefficient": beta,
            "error": error,
            "lower": beta - 1.959964 * error,
            "upper": beta + 1.959964 * error,
            "z": z,
            "p_value": 2 * norm.sf(np.abs(z)),
        },
        index=pd.Index(names, name="predictor"),
    )
    if family != "linear":
        for name, column in (("", "coefficient"), ("_lower", "lower"), ("_upper", "upper")):
            table[f"ratio{name}"] = np.exp(table[column])
    ends = outcome.index
    nodes = ends.get_level_values(0).union(ends.get_level_values(1)).nunique()
    return DyadModel(table, family, len(y), nodes)


def _fit(y: Floats, X: Floats, family: Family, weight: Floats) -> tuple[Floats, Floats, Floats]:
    """Return coefficients, the inverse of the information, and the scores of the pairs."""
    import statsmodels.api as sm
    from statsmodels.tools.sm_exceptions import PerfectSeparationError

    if family == "logit" and not set(np.unique(y)) == {0.0, 1.0}:
        raise ValueError("outcome has other values than 0 and 1, or only one of both.")
    kinds = {
        "linear": sm.families.Gaussian(),
        "logit": sm.families.Binomial(),
        "poisson": sm.families.Poisson(),
    }
    try:
        fitted = sm.GLM(y, X, family=kinds[family], freq_weights=weight).fit(tol=1e-10)
    except PerfectSeparationError:
        raise ValueError("The predictors separate outcome perfectly; leave one out.") from None
    mu = np.asarray(fitted.mu)
    slope = {"linear": np.ones(len(y)), "logit": mu * (1 - mu), "poisson": mu}[family]
    bread = np.linalg.inv((X * (slope * weight)[:, None]).T @ X)
    return np.asarray(fitted.params), bread, X * ((y - mu) * weight)[:, None]


def _meat(scores: Floats, pairs: pd.Index) -> npt.NDArray[np.float64]:
    one, other = pairs.get_level_values(0), pairs.get_level_values(1)
    nodes = one.append(other).unique()
    total = np.zeros((len(nodes), scores.shape[1]))
    np.add.at(total, nodes.get_indexer(one), scores)
    np.add.at(total, nodes.get_indexer(other), scores)
    result: Floats = total.T @ total - scores.T @ scores
    return result
