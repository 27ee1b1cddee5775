"""The space of activities: the strongest links of relatedness, and a place for each activity."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.spatial.distance import cdist

from wir.potential.checks import (
    Floats,
    complete,
    listed,
    nearest,
    non_negative,
    numeric_series,
    numeric_table,
    require_unique,
    same_labels,
    shown,
)

SMALLEST, LARGEST, GAP = 0.0075, 0.034, 0.009
"""Radius of the smallest and the largest node, and what stays free between two; the height is 1."""
EVEN = 0.4
"""How far places move towards equal spacing, 0–1: crowded parts open, empty ones close."""
STARTS = 8


def strongest_links(
    proximity: pd.DataFrame, degree: float = 4.0, threshold: float | None = None
) -> pd.DataFrame:
    """Return the maximum spanning tree of a relatedness table and its strongest other links.

    The tree alone keeps everything together. With a `threshold`, every link that is at least as
    strong is added, as Hidalgo and others do (0.55 there). Without it, links are added until each
    activity has `degree` of them on average. They come in the order of their place among the links
    of both their ends: the strongest link of two activities for each other first. One threshold for
    all would tie the activities that many regions have into a knot and leave the others a bare
    tree.

    Parameters
    ----------
    proximity
        Activities × activities, symmetric, zero or more; the diagonal is not used.
    degree
        Links per activity, on average.
    threshold
        Least proximity of a link that is not in the tree; replaces `degree`.

    Returns
    -------
    DataFrame
        ``source``, ``target``, ``proximity``; each pair once, in the order of the table. A
        proximity of zero is no link, so that unrelated groups of activities stay apart.

    Raises
    ------
    TypeError, ValueError
        Labels that occur twice or differ between rows and columns, fewer than two activities,
        missing or negative values, a table that is not symmetric, a `degree` below zero.

    References
    ----------
    Hidalgo, Klinger, Barabási and Hausmann (2007), The product space conditions the development of
    nations, Science 317, supporting material.
    """
    import networkx as nx

    phi, activities = _symmetric(proximity)
    if degree < 0:
        raise ValueError(f"degree is {degree:g}. Expected the links per activity, zero or more.")
    first, second = np.triu_indices(len(phi), 1)
    strength = phi[first, second]
    linked = strength > 0
    first, second, strength = first[linked], second[linked], strength[linked]
    graph = nx.Graph()
    graph.add_weighted_edges_from(zip(first.tolist(), second.tolist(), strength, strict=True))
    tree = {tuple(sorted(edge)) for edge in nx.maximum_spanning_tree(graph).edges}
    chosen = np.array([pair in tree for pair in zip(first, second, strict=True)], dtype=bool)
    if threshold is not None:
        chosen |= strength >= threshold
    else:
        np.fill_diagonal(phi, -1.0)
        place = (-phi).argsort(axis=1, kind="stable").argsort(axis=1)
        worse = np.maximum(place[first, second], place[second, first])
        order = np.lexsort((-strength, worse))
        order = order[~chosen[order]]
        chosen[order[: max(round(degree * len(phi) / 2) - int(chosen.sum()), 0)]] = True
    return pd.DataFrame(
        {
            "source": activities[first[chosen]],
            "target": activities[second[chosen]],
            "proximity": strength[chosen],
        }
    )


def space_layout(
    edges: pd.DataFrame, sizes: pd.Series | None = None, *, seed: int = 0, width: float = 1.6
) -> pd.DataFrame:
    """Place activities in a landscape: few links apart means near, and no two overlap.

    Stress majorisation of the distances in links, from several starts, the best one kept; turned
    so that the longest extent lies across; moved a little towards even spacing; what overlaps is
    pushed apart.

    Parameters
    ----------
    edges
        ``source`` and ``target``, as from `strongest_links`.
    sizes
        Size of each activity (employees, patents ...), which becomes the area of its node down to
        a least radius. Activities without a link need to be here to get a place. All equal where
        not given.
    seed
        Seed of the starts.
    width
        Width of the landscape; its height is 1.

    Returns
    -------
    DataFrame
        Per activity ``x`` (0 to `width`), ``y`` (0 to 1) and ``radius``, in the order of `sizes`,
        else of the labels. The same on every run.

    Raises
    ------
    ValueError
        Columns or sizes that are missing, sizes that are negative, fewer than two activities.

    References
    ----------
    Gansner, Koren and North (2005), Graph drawing by stress majorization, Graph Drawing 2004.
    """
    lacking = [name for name in ("source", "target") if name not in edges]
    if lacking:
        raise ValueError(
            f"edges has no column {listed(lacking)}; found {listed(edges.columns, 9)}. "
            "`strongest_links(proximity)` makes such a table."
        )
    ends = pd.Index(pd.unique(pd.concat([edges["source"], edges["target"]]))).sort_values()
    if sizes is None:
        sizes = pd.Series(1.0, index=ends)
    sizes = numeric_series(sizes, "sizes")
    complete(sizes, "sizes")
    unknown = ends.difference(sizes.index)
    if len(unknown):
        hint = nearest(str(unknown[0]), sizes.index)
        raise ValueError(f"sizes lacks activities that edges links: {listed(unknown)}.{hint}")
    if len(sizes) < 2:
        raise ValueError("Fewer than two activities: there is nothing to place.")
    if (sizes < 0).any():
        raise ValueError(
            f"Negative sizes: {listed(sizes.index[sizes < 0])}. Expected zero or more."
        )
    distance = _distances(edges, sizes.index)
    places = _turned(_best_layout(distance, seed), sizes.to_numpy())
    places = np.column_stack([_spread(places[:, 0]) * width, _spread(places[:, 1])])
    radius = node_radii(sizes)
    places = _apart(places, radius.to_numpy(), width)
    return pd.DataFrame({"x": places[:, 0], "y": places[:, 1], "radius": radius}, index=sizes.index)


def node_radii(sizes: pd.Series) -> pd.Series:
    """Return radii whose squares are as the sizes, from `LARGEST` down to `SMALLEST`."""
    top = sizes.max()
    share = sizes / top if top > 0 else sizes * 0
    # Equal sizes are a plain network: nodes of a middle size.
    full = LARGEST if sizes.min() < top else (SMALLEST + LARGEST) / 3
    return (full * np.sqrt(share)).clip(lower=SMALLEST)


def _symmetric(proximity: pd.DataFrame) -> tuple[Floats, pd.Index]:
    table = numeric_table(proximity, "proximity")
    complete(table, "proximity")
    non_negative(table, "proximity")
    require_unique(table.index, "The index of proximity")
    same_labels(table.index, table.columns, "the rows of proximity", "its columns")
    phi = table.loc[table.columns].to_numpy(copy=True)
    if len(phi) < 2:
        raise ValueError(f"proximity has {len(phi)} activities. Expected at least two.")
    lopsided = np.argwhere(abs(phi - phi.T) > 1e-9)
    if len(lopsided):
        row, column = lopsided[0]
        raise ValueError(
            f"proximity is not symmetric for {shown(table.columns[row])} and "
            f"{shown(table.columns[column])} ({phi[row, column]:g} and {phi[column, row]:g}). "
            "Expected one value for each pair."
        )
    return phi, table.columns


def _distances(edges: pd.DataFrame, activities: pd.Index) -> Floats:
    """Return how many links lie between activities; unconnected ones are a little further."""
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(activities)
    graph.add_edges_from(zip(edges["source"], edges["target"], strict=True))
    distance = np.asarray(nx.floyd_warshall_numpy(graph, list(activities)), dtype=float)
    finite = np.isfinite(distance)
    distance[~finite] = distance[finite].max() + 1
    return distance


def _best_layout(distance: Floats, seed: int) -> Floats:
    """Return places whose distances are most like the given ones, weighted by distance⁻²."""
    n = len(distance)
    weight: Floats = 1 / (distance + np.eye(n)) ** 2 - np.eye(n)
    laplacian = np.diag(weight.sum(axis=1)) - weight + 1 / n
    inverse: Floats = np.asarray(np.linalg.inv(laplacian), dtype=float) - 1 / n
    # Classical scaling is the first start; random ones follow.
    centring = np.eye(n) - 1 / n
    values, vectors = np.linalg.eigh(-centring @ distance**2 @ centring / 2)
    starts = [vectors[:, [-1, -2 % n]] * np.sqrt(np.maximum(values[[-1, -2 % n]], 1e-9))]
    rng = np.random.default_rng(seed)
    starts += [rng.normal(size=(n, 2)) * distance.mean() for _ in range(STARTS - 1)]
    results = [_majorised(start, distance, weight, inverse) for start in starts]
    return min(results, key=lambda result: round(result[0], 6))[1]


def _majorised(
    places: Floats, distance: Floats, weight: Floats, inverse: Floats
) -> tuple[float, Floats]:
    """Lower the stress from a start until it hardly changes; return it and the places."""
    weighted = weight * distance
    before = np.inf
    for _ in range(300):
        found = cdist(places, places)
        stress = float((weight * (found - distance) ** 2).sum() / 2)
        if before - stress < 1e-4 * stress:
            break
        before = stress
        ratio = weighted / np.maximum(found, 1e-9)
        places = inverse @ (ratio.sum(axis=1)[:, None] * places - ratio @ places)
    return stress, places


def _turned(places: Floats, sizes: Floats) -> Floats:
    """Return places with the longest extent across, most of the size to the left and above."""
    centred = places - places.mean(axis=0)
    turned: Floats = centred @ np.linalg.svd(centred, full_matrices=False)[2].T
    return turned * np.where(sizes @ turned * [1, -1] > 0, -1.0, 1.0)


def _spread(values: Floats) -> Floats:
    """Return values from 0 to 1, moved towards equal spacing."""
    extent = np.ptp(values)
    if extent < 1e-9:
        return np.full(len(values), 0.5)
    scaled = (values - values.min()) / extent
    ranks = values.argsort(kind="stable").argsort(kind="stable") / (len(values) - 1)
    return (1 - EVEN) * scaled + EVEN * ranks


def _apart(places: Floats, radius: Floats, width: float) -> Floats:
    """Push apart what overlaps, inside the frame."""
    needed = radius[:, None] + radius + GAP
    low, high = radius[:, None], np.array([width, 1.0]) - radius[:, None]
    places = np.clip(places, low, high)
    for step in range(600):
        overlap = np.triu(needed - cdist(places, places), 1)
        one, other = np.nonzero(overlap > 1e-4)
        if not len(one):
            break
        gap = places[one] - places[other]
        length = np.hypot(*gap.T)[:, None]
        # Two nodes at one place have no direction to part in: give them one.
        turn = (one + 2.4 * other + step)[:, None]
        gap = np.where(length < 1e-9, np.hstack([np.cos(turn), np.sin(turn)]), gap)
        push = gap / np.where(length < 1e-9, 1.0, length) * overlap[one, other][:, None] * 0.3
        moved = places.copy()
        np.add.at(moved, one, push)
        np.add.at(moved, other, -push)
        places = np.clip(moved, low, high)
    return places
