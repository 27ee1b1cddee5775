"""Networks as functions of this room take them: labelled tables, arrays, graphs, or sparse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from wir.potential.checks import (
    complete,
    listed,
    non_negative,
    numeric_table,
    require_unique,
    same_labels,
    shown,
)

if TYPE_CHECKING:
    import igraph
    import networkx as nx

Floats = npt.NDArray[np.float64]
ROWS = 512
"""Rows of a product that are in memory together."""


@dataclass(frozen=True, eq=False)
class Network:
    """A network with labels, stored sparsely: for networks that are too large for a square table.

    Attributes
    ----------
    matrix
        n × n weights, a sparse matrix; zero is no tie, and the diagonal is empty.
    labels
        n labels, in the order of rows and columns.
    """

    matrix: sparse.csr_array
    labels: pd.Index

    def frame(self) -> pd.DataFrame:
        """Return the square table; n² numbers, so not for tens of thousands of nodes."""
        return pd.DataFrame(self.matrix.toarray(), index=self.labels, columns=self.labels)

    def edges(self) -> pd.DataFrame:
        """Return ``source``, ``target``, ``weight``; each pair once, in the order of the labels."""
        upper = sparse.triu(self.matrix, 1).tocoo()
        table = pd.DataFrame(
            {
                "source": self.labels[upper.row],
                "target": self.labels[upper.col],
                "weight": upper.data,
            }
        )
        return table.iloc[np.lexsort((upper.col, upper.row))].reset_index(drop=True)

    def among(self, labels: pd.Index) -> Network:
        """Return the network among some of the nodes."""
        places = self.labels.get_indexer(labels)
        if (places < 0).any():
            raise ValueError(f"Nodes that the network lacks: {listed(labels[places < 0])}.")
        return Network(self.matrix[places][:, places].tocsr(), labels)

    def __len__(self) -> int:
        return len(self.labels)


NetworkLike: TypeAlias = "pd.DataFrame | Network | npt.NDArray[Any] | nx.Graph"


def as_network(network: NetworkLike, what: str = "network", directed: bool = False) -> Network:
    """Return any kind of network as a `Network`, checked.

    Parameters
    ----------
    network
        Square DataFrame of ties (0/1, True/False) or weights with the same labels in rows and
        columns; square array; networkx graph; `Network`. Self-ties are left out.
    what
        What to call it in messages.
    directed
        Whether ties may differ in their two directions.

    Raises
    ------
    TypeError, ValueError
        Another kind of object, labels that occur twice or differ, missing, infinite or negative
        weights; a network that is not symmetric where `directed` is false.
    """
    if isinstance(network, Network):
        return network
    found = _from_frame(square(network, what))
    if not directed:
        _require_symmetric(found, what)
    return found


def square(network: NetworkLike, what: str = "network", negative: bool = False) -> pd.DataFrame:
    """Return a network as a square table of floats, checked; see `as_network`.

    With `negative`, weights below zero are allowed (differences, correlations).
    """
    import networkx as nx

    if isinstance(network, Network):
        return network.frame()
    if isinstance(network, nx.Graph):
        network = nx.to_pandas_adjacency(network)
    elif isinstance(network, np.ndarray):
        if network.ndim != 2 or network.shape[0] != network.shape[1]:
            raise ValueError(f"{what} has the shape {network.shape}. Expected a square, n × n.")
        network = pd.DataFrame(network)
    if not isinstance(network, pd.DataFrame):
        raise TypeError(
            f"{what} is a {type(network).__name__}. Expected a square pandas DataFrame with the "
            "same labels in rows and columns, a square array, or a networkx graph."
        )
    if network.shape[0] != network.shape[1]:
        raise ValueError(
            f"{what} has {network.shape[0]} rows and {network.shape[1]} columns. Expected a square "
            "table; `project` makes one of a two-mode table."
        )
    table = numeric_table(network, what)
    same_labels(table.index, table.columns, f"the rows of {what}", "its columns")
    if not table.index.equals(table.columns):
        table = table[table.index]
    off = ~np.eye(len(table), dtype=bool)
    complete(table.where(off, 0.0), what)
    if not negative:
        non_negative(table.where(off, 0.0), what)
    return table


def _from_frame(table: pd.DataFrame) -> Network:
    values = table.to_numpy(dtype=np.float64, copy=True)
    np.fill_diagonal(values, 0.0)
    return Network(sparse.csr_array(values), table.index)


def _require_symmetric(network: Network, what: str) -> None:
    difference = abs(network.matrix - network.matrix.T).tocoo()
    wrong = np.flatnonzero(difference.data > 1e-9)
    if len(wrong):
        row, column = difference.row[wrong[0]], difference.col[wrong[0]]
        one, other = network.matrix[row, column], network.matrix[column, row]
        raise ValueError(
            f"{what} is not symmetric for {shown(network.labels[row])} and "
            f"{shown(network.labels[column])} ({one:g} and {other:g}). Expected an undirected "
            "network; take the larger of both, `np.maximum(W, W.T)`, if any tie counts."
        )


def from_edges(edges: pd.DataFrame, nodes: pd.Index | None = None) -> Network:
    """Return an undirected network from a list of pairs.

    Parameters
    ----------
    edges
        ``source``, ``target`` and, where known, ``weight`` (1 otherwise). A pair that occurs more
        than once, in either direction, gets the sum of the weights.
    nodes
        All nodes, so that those without a tie are there; those of `edges` where not given.

    Raises
    ------
    ValueError
        A column that is missing, a node that is not among `nodes`.
    """
    lacking = [name for name in ("source", "target") if name not in edges]
    if lacking:
        raise ValueError(
            f"edges has no column {listed(lacking)}; found {listed(edges.columns, 9)}. "
            "Rename the two columns that hold the nodes."
        )
    ends = pd.Index(pd.unique(pd.concat([edges["source"], edges["target"]]))).sort_values()
    labels = ends if nodes is None else pd.Index(nodes)
    require_unique(labels, "nodes")
    unknown = ends.difference(labels)
    if len(unknown):
        raise ValueError(f"edges has nodes that nodes lacks: {listed(unknown)}.")
    weight = edges["weight"].to_numpy(float) if "weight" in edges else np.ones(len(edges))
    row, column = labels.get_indexer(edges["source"]), labels.get_indexer(edges["target"])
    keep = row != column
    matrix = sparse.coo_array(
        (weight[keep], (row[keep], column[keep])), shape=(len(labels), len(labels))
    ).tocsr()
    return Network((matrix + matrix.T).tocsr(), labels)


def as_igraph(network: Network) -> igraph.Graph:
    """Return an undirected igraph graph with the edge attribute ``weight``, nodes in order."""
    import igraph

    upper = sparse.triu(network.matrix, 1).tocoo()
    graph = igraph.Graph(n=len(network), edges=np.column_stack([upper.row, upper.col]))
    graph.es["weight"] = upper.data
    return graph


def product_where(
    first: sparse.csr_array, second: sparse.csr_array, mask: sparse.csr_array
) -> sparse.csr_array:
    """Return (first @ second) only where `mask` is not zero.

    Some rows at a time: two-step paths of a large network are nearly all pairs, which would not
    fit into memory.
    """
    parts = []
    kept = (mask != 0).astype(float)
    for start in range(0, first.shape[0], ROWS):
        rows = slice(start, start + ROWS)
        parts.append((first[rows] @ second).multiply(kept[rows]).tocsr())
    return sparse.vstack(parts, format="csr") if parts else first @ second


def groups_of(
    groups: pd.Series | Mapping[Any, Any] | Sequence[Any] | npt.NDArray[Any],
    labels: pd.Index,
    what: str = "groups",
) -> npt.NDArray[np.intp]:
    """Return the number of the group of each node, in the order of `labels`.

    Raises
    ------
    TypeError, ValueError
        Not a Series (or mapping, or a list in the order of the nodes), a node without a group.
    """
    if isinstance(groups, Mapping):
        groups = pd.Series(groups)
    elif isinstance(groups, list | tuple | np.ndarray | pd.Categorical):
        if len(groups) != len(labels):
            raise ValueError(
                f"{what} has {len(groups)} values for {len(labels)} nodes. Expected one for each, "
                "in their order, or a pandas Series: node → group."
            )
        groups = pd.Series(groups, index=labels)
    if not isinstance(groups, pd.Series):
        raise TypeError(
            f"{what} is a {type(groups).__name__}. Expected a pandas Series: node → group."
        )
    require_unique(groups.index, f"The index of {what}")
    found = groups.reindex(labels)
    missing = found.index[found.isna()]
    if len(missing):
        raise ValueError(
            f"{what} has no value for {len(missing)} of {len(labels)} nodes: {listed(missing)}. "
            "Leave these nodes out of the network, or give them a group such as 'not known'."
        )
    return pd.factorize(found, sort=False)[0]
