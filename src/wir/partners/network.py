"""The network as a whole, and the place of each node in it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy.sparse.csgraph import connected_components

from wir.partners.graphs import Network, NetworkLike, as_igraph, as_network, groups_of
from wir.partners.projection import project, project_sparse

__all__ = [
    "centrality",
    "components",
    "degree_centralisation",
    "density",
    "ei_index",
    "project",
    "project_sparse",
    "summary",
    "summary_by_year",
]


def density(network: NetworkLike) -> float:
    """Return the share of pairs that are tied; missing for fewer than two nodes."""
    found = as_network(network)
    n = len(found)
    return float(found.matrix.nnz / (n * (n - 1))) if n > 1 else float("nan")


def components(network: NetworkLike) -> pd.Series:
    """Return the component of each node, 0 for the largest, then in the order of size."""
    found = as_network(network)
    number, member = connected_components(found.matrix, directed=False)
    sizes = np.bincount(member, minlength=number)
    place = np.empty(number, dtype=int)
    place[np.lexsort((np.arange(number), -sizes))] = np.arange(number)
    return pd.Series(place[member], index=found.labels, name="component")


def degree_centralisation(network: NetworkLike) -> float:
    """Return Σ(max − d) / ((n − 1)(n − 2)): 0 where all have equally many ties, 1 for a star.

    References
    ----------
    Freeman (1978), Centrality in social networks, Social Networks 1.
    """
    found = as_network(network)
    n, degree = len(found), np.diff(found.matrix.indptr)
    return float((degree.max() - degree).sum() / ((n - 1) * (n - 2))) if n > 2 else float("nan")


def ei_index(network: NetworkLike, groups: pd.Series) -> float:
    """Return (external − internal) / (external + internal) ties: −1 all within groups, 1 between.

    Parameters
    ----------
    network
        Undirected; ties count once, whatever their weight.
    groups
        Node → group.

    Returns
    -------
    float
        Missing for a network without ties.

    References
    ----------
    Krackhardt and Stern (1988), Informal networks and organizational crises, Social Psychology
    Quarterly 51.
    """
    found = as_network(network)
    codes = groups_of(groups, found.labels)
    ties = found.matrix.tocoo()
    if not ties.nnz:
        return float("nan")
    external = float((codes[ties.row] != codes[ties.col]).mean())
    return 2 * external - 1


def centrality(network: NetworkLike) -> pd.DataFrame:
    """Return the usual indices of the place of each node.

    Parameters
    ----------
    network
        Undirected, see `wir.partners.graphs.as_network`.

    Returns
    -------
    DataFrame
        Per node:

        ``degree``, ``strength``
            Number of ties, and sum of their weights.
        ``betweenness``
            Shortest paths of others that lead through it, each pair once, not normalised; ties
            without weights.
        ``closeness``
            1 / Σ distances, on the largest component; missing elsewhere.
        ``eigenvector``
            From ties without weights, on the largest component, largest value 1; 0 elsewhere.
        ``coreness``
            Largest k such that it is in the k-core.

    References
    ----------
    Freeman (1978), Centrality in social networks, Social Networks 1. Bonacich (1987), Power and
    centrality, American Journal of Sociology 92. Seidman (1983), Network structure and minimum
    degree, Social Networks 5. Computed by igraph.
    """
    found = as_network(network)
    graph = as_igraph(found)
    largest = components(found).to_numpy() == 0
    giant = np.flatnonzero(largest)
    close = np.full(len(found), np.nan)
    eigen = np.zeros(len(found))
    if len(giant) > 1:
        inner = graph.induced_subgraph(giant.tolist())
        distance_sums = 1 / np.asarray(inner.closeness(normalized=False))
        close[giant] = 1 / distance_sums
        eigen[giant] = inner.eigenvector_centrality(scale=True)
    return pd.DataFrame(
        {
            "degree": np.diff(found.matrix.indptr),
            "strength": found.matrix.sum(axis=1),
            "betweenness": graph.betweenness(directed=False),
            "closeness": close,
            "eigenvector": eigen,
            "coreness": graph.coreness(),
        },
        index=found.labels,
    )


def summary(network: NetworkLike) -> pd.Series:
    """Return size, density, components, centralisation and clustering of a network.

    Returns
    -------
    Series
        ``nodes``, ``ties``, ``isolates``, ``density``, ``mean_degree``, ``components`` (isolates
        included), ``largest_share`` (of the nodes), ``centralisation`` (degree), ``transitivity``
        (closed triples over all), ``clustering`` (mean of the nodes with two ties or more),
        ``mean_distance`` and ``diameter`` (largest component), ``assortativity`` (by degree).
        Missing where not defined.
    """
    found = as_network(network)
    graph = as_igraph(found)
    n, degree = len(found), np.diff(found.matrix.indptr)
    member = components(found)
    giant = graph.induced_subgraph(np.flatnonzero(member.to_numpy() == 0).tolist())
    ties = graph.ecount()
    # How many pairs are one, two, … steps apart: mean and largest distance in one go.
    steps = np.array([count for *_, count in giant.path_length_hist(directed=False).bins()])
    far = np.arange(1, len(steps) + 1)
    return pd.Series(
        {
            "nodes": n,
            "ties": ties,
            "isolates": int((degree == 0).sum()),
            "density": density(found),
            "mean_degree": float(degree.mean()) if n else np.nan,
            "components": int(member.nunique()),
            "largest_share": float((member == 0).mean()) if n else np.nan,
            "centralisation": degree_centralisation(found),
            "transitivity": graph.transitivity_undirected(mode="nan"),
            "clustering": graph.transitivity_avglocal_undirected(mode="nan"),
            "mean_distance": float(far @ steps / steps.sum()) if ties else np.nan,
            "diameter": float(far[-1]) if ties else np.nan,
            "assortativity": graph.assortativity_degree(directed=False) if ties else np.nan,
        },
        dtype=float,
    )


def summary_by_year(networks: Mapping[int, NetworkLike]) -> pd.DataFrame:
    """Return `summary` of each year's network, years in rows."""
    rows = {year: summary(network) for year, network in networks.items()}
    return pd.DataFrame(rows).T.rename_axis("year")


def network_of(
    participations: pd.DataFrame,
    years: range | None = None,
    *,
    weight: str = "projects",
    actors: pd.Index | None = None,
) -> Network:
    """Return the network of organisations from the table ``participations``.

    Parameters
    ----------
    participations
        organisation_id, project, year.
    years
        Years in which projects start; all where not given.
    weight
        See `project`.
    actors
        Organisations; those that take part where not given.
    """
    chosen = participations
    if years is not None:
        chosen = chosen[chosen["year"].isin(list(years))]
    if actors is not None:
        chosen = chosen[chosen["organisation_id"].isin(actors)]
    return project_sparse(
        chosen,
        "organisation_id",
        "project",
        weight=weight,  # type: ignore[arg-type]
        actors=actors,
    )
