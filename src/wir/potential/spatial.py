"""Do neighbours resemble each other? Moran's I for the whole map and for each district."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd
import scipy.sparse
from scipy.sparse.csgraph import connected_components
from scipy.stats import false_discovery_control

from wir.config import AREA_CRS
from wir.potential.checks import Floats, complete, listed, numeric_series, require_unique

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from libpysal.graph import Graph
    from libpysal.weights import W

# libpysal and esda take seconds to import, and only this module needs them: imported where used.

NOT_SIGNIFICANT = "not significant"
QUADRANTS = ("high-high", "low-high", "low-low", "high-low")


@dataclass(frozen=True)
class Moran:
    """Moran's I of a map.

    Attributes
    ----------
    i, expected, variance, z
        The statistic, its expectation −1/(n−1), variance and z under randomisation.
    p_value
        Two-sided, from the normal distribution of z.
    p_permutation
        Two-sided, (1 + count)/(1 + permutations); NaN without permutations.
    n, permutations
        Numbers of districts and of permutations.
    """

    i: float
    expected: float
    variance: float
    z: float
    p_value: float
    p_permutation: float
    n: int
    permutations: int


def contiguity_weights(
    boundaries: GeoDataFrame,
    *,
    key: str | None = None,
    kind: Literal["queen", "rook"] = "queen",
    tolerance: float = 0.0,
) -> Graph:
    """Return who borders on whom; a district without a neighbour is tied to the nearest one.

    Parameters
    ----------
    boundaries
        Districts with polygons and a coordinate reference system.
    key
        Column with the label of each district, by default ``"ags"`` if there is one, else the
        index.
    kind
        ``"queen"``: a common point suffices; ``"rook"``: a common line.
    tolerance
        Metres by which two districts may miss each other and still count as neighbours, for
        boundaries that were simplified one by one. With more than 0, `kind` must be ``"queen"``.

    Returns
    -------
    libpysal.graph.Graph
        Binary and symmetric, labels of `key`. Islands get a tie, in both directions, to the
        district whose border is nearest in the equal-area projection.

    Raises
    ------
    ValueError
        No coordinate reference system, repeated labels, empty geometries, one district only.
    """
    from libpysal.graph import Graph

    if kind not in ("queen", "rook"):
        raise ValueError(f"kind is {kind!r}. Expected 'queen' or 'rook'.")
    if tolerance < 0 or (tolerance and kind == "rook"):
        raise ValueError(
            f"tolerance is {tolerance} with kind={kind!r}. Expected zero, or metres with 'queen'."
        )
    key = "ags" if key is None and "ags" in boundaries.columns else key
    shapes = boundaries.set_index(key) if key is not None else boundaries
    require_unique(shapes.index, "The table of boundaries")
    if shapes.crs is None:
        raise ValueError(
            "The boundaries have no coordinate reference system. Set it with set_crs(...)."
        )
    empty = shapes.geometry.isna() | shapes.geometry.is_empty
    if empty.any():
        raise ValueError(f"Districts without a geometry: {listed(shapes.index[empty])}.")
    if len(shapes) < 2:
        raise ValueError("One district has no neighbours. Give at least two.")
    flat = shapes.geometry.to_crs(AREA_CRS)
    if tolerance:
        graph = Graph.build_fuzzy_contiguity(flat, buffer=tolerance / 2)
    else:
        # vertices are compared as they are stored: projecting is the same for both neighbours
        graph = Graph.build_contiguity(shapes.geometry, rook=kind == "rook")
    pairs = {tuple(pair) for pair in graph.adjacency[graph.adjacency > 0].index}
    for island in graph.isolates:
        distance = flat.drop(index=island).distance(flat.loc[island])
        neighbour = distance.idxmin()
        pairs |= {(island, neighbour), (neighbour, island)}
    position = {label: number for number, label in enumerate(shapes.index)}
    ordered = sorted(pairs, key=lambda pair: (position[pair[0]], position[pair[1]]))
    focal, neighbours = zip(*ordered, strict=True)
    return Graph.from_arrays(focal, neighbours, np.ones(len(ordered)))


def morans_i(
    values: pd.Series, weights: Graph | W, *, permutations: int = 999, seed: int = 0
) -> Moran:
    """Compute Moran's I with row-standardised weights.

    Parameters
    ----------
    values
        One number per district, none missing.
    weights
        Neighbours with the same labels, such as `contiguity_weights` returns.
    permutations
        Random maps for the permutation p; 0 for none.
    seed
        Seed of the permutations.

    Raises
    ------
    ValueError
        Missing or constant values, labels that differ from those of the weights.

    References
    ----------
    Cliff and Ord (1981), Spatial Processes. Moments by esda; agrees with R spdep's
    ``moran.test`` (whose default p is one-sided).
    """
    import esda

    graph, matrix, y = _aligned(values, weights)
    test = esda.Moran(y, graph, permutations=0)
    p_permutation = float("nan")
    if permutations:
        z = y - y.mean()
        rng = np.random.default_rng(seed)
        shuffled = rng.permuted(np.repeat(z[:, None], permutations, axis=1), axis=0)
        simulated = (shuffled * (matrix @ shuffled)).sum(axis=0) / (z @ z)
        gap = abs(test.I - test.EI) - 1e-12
        p_permutation = (1 + np.sum(np.abs(simulated - test.EI) >= gap)) / (1 + permutations)
    return Moran(
        i=float(test.I),
        expected=float(test.EI),
        variance=float(test.VI_rand),
        z=float(test.z_rand),
        p_value=float(test.p_rand),
        p_permutation=float(p_permutation),
        n=len(y),
        permutations=permutations,
    )


def local_morans_i(
    values: pd.Series,
    weights: Graph | W,
    *,
    permutations: int = 9999,
    seed: int = 0,
    alpha: float = 0.05,
) -> pd.DataFrame:
    """Compute local Moran's I with permutation p-values and control of false discoveries.

    I_i = zᵢ/m₂ · Σⱼ wᵢⱼ zⱼ with row-standardised weights and m₂ = z'z/n as in Anselin (1995) and
    R spdep; esda divides by n−1 instead.

    Parameters
    ----------
    values, weights
        As in `morans_i`.
    permutations
        Random neighbourhoods per district, the district itself held fixed.
    seed
        Seed of the permutations.
    alpha
        Share of false discoveries that is accepted among the clusters.

    Returns
    -------
    DataFrame
        Per district: ``value``, ``z`` (in standard deviations, ddof 0), ``lag`` (mean of the
        neighbours' z), ``local_i``, ``p_value`` (two-sided: twice the smaller tail, each (1 +
        count)/(1 + permutations)), ``q_value`` (Benjamini–Hochberg), ``quadrant`` (high-high,
        low-high, low-low, high-low; own value first) and ``cluster`` (the quadrant where
        ``q_value`` ≤ `alpha`, else "not significant").

    References
    ----------
    Anselin (1995), Local indicators of spatial association – LISA, Geographical Analysis 27(2).
    Benjamini and Hochberg (1995), JRSS B 57(1).
    """
    if permutations < 1:
        raise ValueError(f"permutations is {permutations}. Expected 1 or more, such as 9999.")
    if not 0 < alpha < 1:
        raise ValueError(f"alpha is {alpha}. Expected a share between 0 and 1, such as 0.05.")
    _, matrix, y = _aligned(values, weights)
    z = (y - y.mean()) / y.std()
    lag = matrix @ z
    local = z * lag
    p_value = _conditional_p(z, matrix, local, permutations, np.random.default_rng(seed))
    q_value = false_discovery_control(p_value, method="bh")
    names = np.array(QUADRANTS, dtype=object)
    quadrant = names[np.where(z >= 0, np.where(lag >= 0, 0, 3), np.where(lag >= 0, 1, 2))]
    return pd.DataFrame(
        {
            "value": y,
            "z": z,
            "lag": lag,
            "local_i": local,
            "p_value": p_value,
            "q_value": q_value,
            "quadrant": quadrant,
            "cluster": np.where(q_value <= alpha, quadrant, NOT_SIGNIFICANT),
        },
        index=values.index,
    )


def cluster_blocks(clusters: pd.Series, weights: Graph | W) -> pd.Series:
    """Return the connected blocks of districts that are in the same cluster, numbered by size.

    Parameters
    ----------
    clusters
        Cluster of each district, such as the column ``cluster`` of `local_morans_i`.
    weights
        Neighbours with the same labels, such as `contiguity_weights` returns.

    Returns
    -------
    Series
        Per district of a cluster its block (Int64), named ``block``: within each cluster 1 is the
        largest, then the next. Districts in no cluster are missing from it.
    """
    from libpysal.graph import Graph

    graph = weights if isinstance(weights, Graph) else Graph.from_W(weights)
    inside = clusters[clusters != NOT_SIGNIFICANT]
    pairs = graph.adjacency[graph.adjacency > 0].index.to_frame(index=False)
    ends = [pairs[column].map(inside) for column in ("focal", "neighbor")]
    pairs = pairs[(ends[0] == ends[1]).to_numpy()]
    place = {label: number for number, label in enumerate(inside.index)}
    rows, columns = (pairs[column].map(place).to_numpy() for column in ("focal", "neighbor"))
    linked = scipy.sparse.csr_array((np.ones(len(pairs)), (rows, columns)), [len(inside)] * 2)
    _, component = connected_components(linked, directed=False)
    table = pd.DataFrame({"cluster": inside, "component": component}, index=inside.index)
    size = table.groupby("component")["cluster"].transform("size")
    order = table.assign(size=-size).drop_duplicates("component").sort_values(["cluster", "size"])
    number = order.groupby("cluster").cumcount() + 1
    blocks = dict(zip(order["component"], number, strict=True))
    return table["component"].map(blocks).astype("Int64").rename("block")


def _conditional_p(
    z: Floats,
    matrix: scipy.sparse.csr_array,
    observed: Floats,
    permutations: int,
    rng: np.random.Generator,
) -> Floats:
    n = len(z)
    widest = int(np.diff(matrix.indptr).max())
    # random neighbourhoods without repetition among n−1 places, used by all districts in turn
    places = np.argpartition(rng.random((permutations, n - 1)), widest - 1, axis=1)[:, :widest]
    places = rng.permuted(places, axis=1)
    p_value = np.ones(n)
    for district in range(n):
        row = matrix.data[matrix.indptr[district] : matrix.indptr[district + 1]]
        drawn = places[:, : len(row)]
        others = z[drawn + (drawn >= district)]  # skips the district itself
        simulated = z[district] * (others @ row)
        above = np.sum(simulated >= observed[district] - 1e-12)
        below = np.sum(simulated <= observed[district] + 1e-12)
        p_value[district] = min(1.0, 2 * (1 + min(above, below)) / (1 + permutations))
    return p_value


def _aligned(values: pd.Series, weights: Graph | W) -> tuple[Graph, scipy.sparse.csr_array, Floats]:
    """Return row-standardised weights and values in the order of `values`, after checks."""
    from libpysal.graph import Graph

    y = numeric_series(values, "values")
    complete(y, "values")
    graph = weights if isinstance(weights, Graph) else Graph.from_W(weights)
    labels = graph.unique_ids
    unknown, lacking = y.index.difference(labels), labels.difference(y.index)
    if len(unknown) or len(lacking):
        raise ValueError(
            "values and weights do not have the same districts "
            f"(without weights: {listed(unknown) or 'none'}; without a value: "
            f"{listed(lacking) or 'none'}). Build the weights from the districts that have values."
        )
    if len(y) < 4 or y.max() == y.min():
        raise ValueError("values needs at least four districts, and not all with the same value.")
    isolates = graph.isolates
    if len(isolates):
        raise ValueError(
            f"Districts without a neighbour: {listed(isolates)}. "
            "Use contiguity_weights, which ties them to the nearest district."
        )
    standardised = graph.transform("r")
    order = labels.get_indexer(y.index)
    matrix = scipy.sparse.csr_array(standardised.sparse)[order][:, order]
    # esda compares by position: give it the values in the order of the weights
    back = Graph.from_sparse(matrix.tocoo(), ids=y.index.to_numpy())
    return back, scipy.sparse.csr_array(matrix), y.to_numpy()
