"""What the regions of alliances were like before, against how they developed later.

Ranks are compared within East and West, because the two differ in nearly everything. Regions that
share districts, or lie in the same planning region, are not independent cases: intervals resample
whole clusters, and a second test changes the sign of whole clusters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from wir.potential.checks import Floats, complete, listed, numeric_table, same_labels
from wir.success.models import false_discovery_rate, minimum_detectable_effect


@dataclass(frozen=True)
class Associations:
    """Associations of characteristics with later developments.

    Attributes
    ----------
    table
        One row per pair: ``characteristic``, ``development``, ``n``, ``clusters``,
        ``correlation`` (of ranks within strata, −1 to 1), ``lower``, ``upper`` (95 %, bootstrap of
        clusters), ``p_permutation`` (cases moved within strata), ``p_clusters`` (signs of clusters
        changed), ``p`` (the larger of the two), ``q`` and ``found`` (false discovery rate over all
        pairs; the interval must leave out zero, too).
    smallest
        Correlation that would be found with a probability of 0.8 at a level of 0.05, were the
        cases independent; and were each cluster one case.
    """

    table: pd.DataFrame
    smallest: tuple[float, float]


def rank_associations(
    characteristics: pd.DataFrame,
    developments: pd.DataFrame,
    strata: pd.Series,
    clusters: pd.Series,
    *,
    draws: int = 1_999,
    level: float = 0.05,
    seed: int = 0,
) -> Associations:
    """Return rank correlations within strata of each characteristic with each development.

    Values are ranked over all cases, and each rank is taken as its distance from the mean rank of
    its stratum; the correlation of these is a partial rank correlation given the stratum.

    Parameters
    ----------
    characteristics, developments
        Cases × variables, without gaps.
    strata
        Stratum of each case, such as East and West.
    clusters
        Cluster of each case; cases of a cluster may be alike.
    draws
        Of the permutations, the signs, and the bootstrap.
    level
        Share of false findings that is accepted.
    seed
        Of the draws.

    Raises
    ------
    TypeError, ValueError
        Other labels, gaps, a variable that does not vary within strata, fewer than five clusters,
        fewer than 99 draws.

    Notes
    -----
    The permutation test is exact if cases within a stratum are exchangeable, which neighbours are
    not. The test by signs of clusters compares Σs_c / √Σs_c², s_c being the sum of the products of
    both ranks over a cluster, with its values under random signs; it allows any likeness within
    clusters, and is approximate for few of them. Neither makes an association causal.

    References
    ----------
    Canay, Romano and Shaikh (2017), Randomization tests under an approximate symmetry assumption,
    Econometrica 85. Kline and Santos (2012), A score based approach to wild bootstrap inference,
    Journal of Econometric Methods 1.
    """
    X, Y, stratum, cluster = _cases(characteristics, developments, strata, clusters)
    groups = int(cluster.max()) + 1
    if groups < 5 or draws < 99:
        raise ValueError(
            f"There are {groups} clusters and {draws} draws. Expected five clusters and 99 draws "
            "or more."
        )
    x, y = _within(X.rank().to_numpy(), stratum), _within(Y.rank().to_numpy(), stratum)
    for values, names in ((x, X.columns), (y, Y.columns)):
        still = np.flatnonzero((values**2).sum(axis=0) < 1e-9)
        if len(still):
            raise ValueError(
                f"{listed(names[still])} does not vary within the strata. Leave it out."
            )
    rng = np.random.default_rng(seed)
    observed = _correlation(x, y)
    far = np.zeros(observed.shape)
    for _ in range(draws):
        far += np.abs(_correlation(x, y[_shuffle(stratum, rng)])) >= np.abs(observed) - 1e-12
    sums = np.zeros((groups, x.shape[1], y.shape[1]))
    np.add.at(sums, cluster, x[:, :, None] * y[:, None, :])
    size = np.sqrt((sums**2).sum(axis=0))
    statistic = np.abs(sums.sum(axis=0)) / size
    signs = rng.choice((-1.0, 1.0), (draws, groups))
    turned = np.abs(np.tensordot(signs, sums, axes=1)) / size
    p_clusters = (1 + (turned >= statistic - 1e-12).sum(axis=0)) / (1 + draws)
    lower, upper = _intervals(X, Y, stratum, cluster, draws, rng)
    table = pd.DataFrame(
        {
            "characteristic": np.repeat(X.columns, y.shape[1]),
            "development": np.tile(Y.columns, x.shape[1]),
            "n": len(X),
            "clusters": groups,
            "correlation": observed.ravel(),
            "lower": lower.ravel(),
            "upper": upper.ravel(),
            "p_permutation": ((1 + far) / (1 + draws)).ravel(),
            "p_clusters": p_clusters.ravel(),
        }
    )
    table["p"] = table[["p_permutation", "p_clusters"]].max(axis=1)
    rates = false_discovery_rate(table["p"], level=level)
    outside = (table["lower"] > 0) | (table["upper"] < 0)
    table["q"], table["found"] = rates["q"], rates["found"] & outside
    return Associations(
        table,
        (
            minimum_detectable_effect(len(X), "correlation"),
            minimum_detectable_effect(groups, "correlation"),
        ),
    )


def region_means(
    values: pd.DataFrame, weights: pd.Series, members: Mapping[str, Sequence[str]]
) -> pd.DataFrame:
    """Return the weighted mean of each variable over the districts of each region.

    Parameters
    ----------
    values
        Districts × variables; a gap makes the region's value missing.
    weights
        Of the districts, such as their population.
    members
        Districts of each region.
    """
    rows = {}
    for name, inside in members.items():
        part, weight = values.loc[list(inside)], weights.loc[list(inside)]
        rows[name] = part.mul(weight, axis=0).sum(skipna=False) / weight.sum()
    return pd.DataFrame.from_dict(rows, orient="index", columns=values.columns)


def shared_clusters(members: Mapping[str, Sequence[str]]) -> pd.Series:
    """Return a cluster per region: regions that share districts, directly or in a chain."""
    import networkx as nx

    graph = nx.Graph()
    for name, inside in members.items():
        graph.add_node(("region", name))
        graph.add_edges_from((("region", name), ("district", ags)) for ags in inside)
    found: dict[str, int] = {}
    for number, part in enumerate(nx.connected_components(graph)):
        found |= {str(name): number for kind, name in sorted(part) if kind == "region"}
    return pd.Series(found, name="cluster").reindex(list(members))


def _cases(
    characteristics: pd.DataFrame,
    developments: pd.DataFrame,
    strata: pd.Series,
    clusters: pd.Series,
) -> tuple[pd.DataFrame, pd.DataFrame, np.ndarray, np.ndarray]:
    """Return the variables in the same order, and strata and clusters as numbers."""
    X = numeric_table(characteristics, "characteristics")
    Y = numeric_table(developments, "developments")
    same_labels(Y.index, X.index, "developments", "characteristics")
    Y = Y.reindex(X.index)
    complete(X, "characteristics")
    complete(Y, "developments")
    codes = []
    for values, name in ((strata, "strata"), (clusters, "clusters")):
        same_labels(values.index, X.index, name, "characteristics")
        aligned = values.reindex(X.index)
        complete(aligned, name)
        codes.append(pd.factorize(aligned)[0])
    return X, Y, codes[0], codes[1]


def _within(values: Floats, stratum: np.ndarray) -> Floats:
    """Return distances from the mean of the stratum."""
    result = values.astype(float)
    for one in np.unique(stratum):
        inside = stratum == one
        result[inside] -= result[inside].mean(axis=0)
    return result


def _correlation(x: Floats, y: Floats) -> Floats:
    """Return the correlations of centred columns, missing where one does not vary."""
    size = np.sqrt(np.outer((x**2).sum(axis=0), (y**2).sum(axis=0)))
    return np.divide(x.T @ y, size, out=np.full(size.shape, np.nan), where=size > 1e-12)


def _shuffle(stratum: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return an order in which cases have changed places within their stratum."""
    order = np.arange(len(stratum))
    for one in np.unique(stratum):
        inside = np.flatnonzero(stratum == one)
        order[inside] = rng.permutation(inside)
    return order


def _intervals(
    X: pd.DataFrame,
    Y: pd.DataFrame,
    stratum: np.ndarray,
    cluster: np.ndarray,
    draws: int,
    rng: np.random.Generator,
) -> tuple[Floats, Floats]:
    """Return the middle 95 % of the correlations in samples of whole clusters."""
    from scipy.stats import rankdata

    own = [np.flatnonzero(cluster == one) for one in range(int(cluster.max()) + 1)]
    x, y = X.to_numpy(), Y.to_numpy()
    drawn = []
    for _ in range(draws):
        rows = np.concatenate([own[one] for one in rng.integers(0, len(own), len(own))])
        ranks = (
            _within(np.asarray(rankdata(values[rows], axis=0)), stratum[rows]) for values in (x, y)
        )
        drawn.append(_correlation(*ranks))
    lower, upper = np.nanquantile(np.array(drawn), [0.025, 0.975], axis=0)
    return lower, upper
