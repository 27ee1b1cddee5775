"""Core and periphery, communities, and comparison with random networks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from wir.partners.graphs import Network, NetworkLike, as_igraph, as_network
from wir.partners.projection import random_participations

BURN_IN = 30
"""Trades per actor before the first random table."""


@dataclass(frozen=True)
class CorePeriphery:
    """The core of a network.

    Attributes
    ----------
    core
        Per node whether it is in the core.
    correlation
        Of ties with the ideal pattern (tied within the core, not within the periphery; ties between
        both do not count), −1 to 1.
    core_density, between_density, periphery_density
        Shares of tied pairs.
    """

    core: pd.Series
    correlation: float
    core_density: float
    between_density: float
    periphery_density: float


def core_periphery(network: NetworkLike) -> CorePeriphery:
    """Divide a network into a core and a periphery so that fewest pairs are as they should not be.

    Counted are pairs in the core without a tie and ties in the periphery. The best core of size k
    has the k nodes of highest degree, so that all sizes can be tried.

    References
    ----------
    Borgatti and Everett (1999), Models of core/periphery structures, Social Networks 21. Lip
    (2011), A fast algorithm for the discrete core/periphery bipartitioning problem, arXiv
    1102.5511.
    """
    found = as_network(network)
    degree = np.diff(found.matrix.indptr)
    n, ties = len(found), int(degree.sum() // 2)
    order = np.argsort(-degree, kind="stable")
    sizes = np.arange(n + 1)
    wrong = sizes * (sizes - 1) / 2 + ties - np.concatenate([[0], np.cumsum(degree[order])])
    k = int(np.argmin(wrong))
    core = np.zeros(n, dtype=bool)
    core[order[:k]] = True
    upper = sparse.triu(found.matrix, 1).tocoo()
    inside = int((core[upper.row] & core[upper.col]).sum())
    outside = int((~core[upper.row] & ~core[upper.col]).sum())
    core_pairs, outer_pairs = k * (k - 1) / 2, (n - k) * (n - k - 1) / 2
    a, b, c, d = inside, core_pairs - inside, outside, outer_pairs - outside
    product = float((a + b) * (c + d) * (a + c) * (b + d))
    return CorePeriphery(
        pd.Series(core, index=found.labels, name="core"),
        float((a * d - b * c) / np.sqrt(product)) if product > 0 else float("nan"),
        _share(inside, core_pairs),
        _share(ties - inside - outside, k * (n - k)),
        _share(outside, outer_pairs),
    )


@dataclass(frozen=True)
class Communities:
    """Groups of nodes with many ties among themselves.

    Attributes
    ----------
    member
        Per node the number of its community: 0 for the largest. From the run of highest modularity.
    modularity
        Of that run.
    stability
        Mean adjusted Rand index between the runs, 1 if all agree.
    confidence
        Per node, how often it is together with those of its community over the runs (mean), 0–1.
    runs
        Number of runs.
    """

    member: pd.Series
    modularity: float
    stability: float
    confidence: pd.Series
    runs: int


def communities(
    network: NetworkLike,
    *,
    method: str = "leiden",
    weighted: bool = True,
    runs: int = 50,
    seed: int = 0,
) -> Communities:
    """Find communities by modularity, several times, and say how far the runs agree.

    Parameters
    ----------
    network
        Undirected, see `wir.partners.graphs.as_network`.
    method
        ``leiden`` or ``louvain``, by igraph; nodes in another random order each time.
    weighted
        Whether weights count.
    runs
        How often.
    seed
        Seed.

    Raises
    ------
    ValueError
        Another method, fewer than one run.

    References
    ----------
    Traag, Waltman and van Eck (2019), From Louvain to Leiden, Scientific Reports 9. Blondel et al.
    (2008), Fast unfolding of communities in large networks, Journal of Statistical Mechanics.
    Hubert and Arabie (1985), Comparing partitions, Journal of Classification 2.
    """
    if method not in ("leiden", "louvain"):
        raise ValueError(f"method is {method!r}. Expected 'leiden' or 'louvain'.")
    if runs < 1:
        raise ValueError(f"runs is {runs}. Expected 1 or more, 50 to judge stability.")
    found = as_network(network)
    rng = np.random.default_rng(seed)
    tried = np.array([_one_run(found, method, weighted, rng) for _ in range(runs)])
    graph = as_igraph(found)
    weights = graph.es["weight"] if weighted and graph.ecount() else None
    values = [graph.modularity(one.tolist(), weights=weights) for one in tried]
    best = tried[int(np.argmax(values))]
    sizes = np.bincount(best)
    place = np.empty(len(sizes), dtype=int)
    place[np.lexsort((np.arange(len(sizes)), -sizes))] = np.arange(len(sizes))
    member = pd.Series(place[best], index=found.labels, name="community")
    return Communities(
        member,
        float(max(values)),
        _agreement(tried),
        pd.Series(_togetherness(best, tried), index=found.labels, name="confidence"),
        runs,
    )


def _one_run(network: Network, method: str, weighted: bool, rng: np.random.Generator) -> np.ndarray:
    import random

    import igraph

    order = rng.permutation(len(network))
    graph = as_igraph(Network(network.matrix[order][:, order].tocsr(), network.labels[order]))
    weights = "weight" if weighted and graph.ecount() else None
    igraph.set_random_number_generator(random.Random(int(rng.integers(2**31))))
    try:
        if method == "leiden":
            result = graph.community_leiden("modularity", weights=weights, n_iterations=-1)
        else:
            result = graph.community_multilevel(weights=weights)
    finally:
        igraph.set_random_number_generator(random)
    member = np.empty(len(network), dtype=int)
    member[order] = result.membership
    return member


def _agreement(tried: np.ndarray) -> float:
    from sklearn.metrics import adjusted_rand_score

    pairs = [(i, j) for i in range(len(tried)) for j in range(i)]
    if not pairs:
        return float("nan")
    if len(pairs) > 300:  # enough for a mean
        pairs = pairs[:: len(pairs) // 300]
    return float(np.mean([adjusted_rand_score(tried[i], tried[j]) for i, j in pairs]))


def _togetherness(best: np.ndarray, tried: np.ndarray) -> np.ndarray:
    """Return the share of its community that is with a node in the other runs, on average."""
    total = np.zeros(len(best))
    sizes = np.bincount(best)[best] - 1
    for one in tried:
        joint = pd.Series(1, index=range(len(best))).groupby([best, one]).transform("size")
        total += np.where(sizes > 0, (joint.to_numpy() - 1) / np.maximum(sizes, 1), 1.0)
    return total / len(tried)


def small_world(
    network: NetworkLike,
    draws: int = 100,
    *,
    two_mode: sparse.csr_array | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """Compare clustering and distances with random networks in which every node keeps its degree.

    Projects make cliques, so that any projection clusters. With `two_mode` the participations are
    exchanged instead and projected again: what is then left is more than the projects' sizes make.

    Parameters
    ----------
    network
        Undirected; ties without weights. Distances are those of the largest component.
    draws
        Random networks.
    two_mode
        Actors × projects (from `wir.partners.projection.two_mode`), rows in the order of the nodes.
    seed
        Seed.

    Returns
    -------
    DataFrame
        Rows ``transitivity``, ``mean_distance``, ``ties``, ``small_world`` (the first ratio over
        the second, above 1 for a small world); columns ``observed``, ``expected``, ``lower`` and
        ``upper`` (middle 95 % of the draws; of the ratio itself for ``small_world``), ``ratio``.

    References
    ----------
    Watts and Strogatz (1998), Collective dynamics of small-world networks, Nature 393. Humphries
    and Gurney (2008), Network small-world-ness, PLoS ONE 3. Newman, Strogatz and Watts (2001),
    Random graphs with arbitrary degree distributions, Physical Review E 64 (on projections).
    """
    import random

    import igraph

    if draws < 2:
        raise ValueError(f"draws is {draws}. Expected 2 or more.")
    found = as_network(network)
    rng = np.random.default_rng(seed)
    observed = _clustering_and_distance(as_igraph(found))
    rows = []
    table = two_mode
    if table is not None:  # away from the observed table before the first draw
        table = random_participations(table, rng, BURN_IN * table.shape[0])
    for _ in range(draws):
        if table is not None:
            table = random_participations(table, rng)
            W = (table @ table.T).tocsr()
            W.setdiag(0)
            W.eliminate_zeros()
            graph = as_igraph(Network(W, found.labels))
        else:
            graph = as_igraph(found)
            igraph.set_random_number_generator(random.Random(int(rng.integers(2**31))))
            try:
                graph.rewire(n=10 * graph.ecount())
            finally:
                igraph.set_random_number_generator(random)
        rows.append(_clustering_and_distance(graph))
    drawn = np.array(rows)
    sigma = (observed[0] / drawn[:, 0]) / (observed[1] / drawn[:, 1])
    drawn = np.column_stack([drawn, sigma])
    ratio = np.array(observed) / drawn[:, :3].mean(axis=0)
    small = ratio[0] / ratio[1]
    return pd.DataFrame(
        {
            "observed": [*observed, small],
            "expected": [*drawn[:, :3].mean(axis=0), 1.0],
            "lower": np.quantile(drawn, 0.025, axis=0),
            "upper": np.quantile(drawn, 0.975, axis=0),
            "ratio": [*ratio, small],
        },
        index=pd.Index(["transitivity", "mean_distance", "ties", "small_world"], name="measure"),
    )


def _clustering_and_distance(graph: object) -> tuple[float, float, float]:
    giant = graph.connected_components().giant()  # type: ignore[attr-defined]
    return (
        graph.transitivity_undirected(),  # type: ignore[attr-defined]
        giant.average_path_length(directed=False),
        float(graph.ecount()),  # type: ignore[attr-defined]
    )


def _share(part: float, whole: float) -> float:
    return float(part / whole) if whole > 0 else float("nan")
