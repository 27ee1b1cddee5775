"""Structural peers: which regions are most like a region, why, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from wir.potential.checks import Floats, check_weights, listed, nearest, numeric_table, same_labels


@dataclass(frozen=True)
class Peers:
    """The nearest units of each unit.

    Attributes
    ----------
    peers
        One row per unit and peer: ``unit``, ``place`` (1 is nearest), ``peer``, ``distance``
        (weighted root mean square difference in standard deviations), ``stability`` (share of
        draws of the weights, 0–1, in which the peer stays among the k nearest), ``most_similar``
        and ``most_different`` (up to three variables each, separated by commas).
    reasons
        One row per unit, peer and variable: ``unit``, ``peer``, ``variable``, ``unit_value``,
        ``peer_value``, ``difference`` (peer − unit, in standard deviations), ``contribution``
        (share of the squared distance, adds up to one).
    weights
        Weight of each variable, adding up to one.
    """

    peers: pd.DataFrame
    reasons: pd.DataFrame
    weights: pd.Series


def nearest_peers(
    features: pd.DataFrame,
    weights: Mapping[str, float] | pd.Series | None = None,
    k: int = 5,
    *,
    units: Sequence[object] | None = None,
    candidates: pd.Series | pd.DataFrame | None = None,
    standardise_over: Sequence[object] | None = None,
    draws: int = 200,
    concentration: float = 16.0,
    seed: int = 0,
    least_common: float = 0.75,
) -> Peers:
    """Find for each unit the k others with the most similar structure.

    Variables are standardised (mean 0, standard deviation 1, ddof 1); the squared distance is the
    weighted mean of the squared differences over the variables that both units have. Distances
    between very skewed variables are ruled by few units: take logarithms before.

    Parameters
    ----------
    features
        Units × variables that describe structure (what a region cannot change quickly, such as
        size, age, sectors), not performance. NaN where missing.
    weights
        Weight per variable, zero or more; all the same by default. Variables it does not name
        have weight 0.
    k
        Number of peers.
    units
        Whose peers to find; all by default.
    candidates
        Who may be a peer: a boolean Series over all units, or a boolean table units × units (row:
        whose peer, column: candidate). No unit is its own peer.
    standardise_over
        Units whose mean and standard deviation are used; all by default. Name the districts here
        if `features` also holds rows for alliances.
    draws
        Draws of the weights from a Dirichlet distribution with parameters c·(variables)·weight, c
        the `concentration`: at 16 weights vary by about ±25 %.
    concentration
        c above.
    seed
        Seed of the draws.
    least_common
        Pairs that have less than this share of the weight in common are not compared.

    Returns
    -------
    Peers
        A unit with fewer than k comparable candidates has fewer rows.

    Raises
    ------
    TypeError, ValueError
        Columns that are not numeric or constant, unknown units or variables, weights that are
        negative or all zero, labels of `candidates` that differ, k below 1.

    References
    ----------
    Navarro, Gibaja, Franco, Murciego, Gianelle, Kleibrink and Hegyi (2014), Regional benchmarking
    in the smart specialisation process: identification of reference regions based on structural
    similarity, JRC S3 Working Paper 03/2014 (with Orkestra).
    """
    table = numeric_table(features, "features")
    if k < 1 or draws < 0 or not concentration > 0:
        raise ValueError(
            f"k is {k}, draws {draws}, concentration {concentration}. Expected k of 1 or more, "
            "draws of 0 or more and a positive concentration."
        )
    share = _weights(weights, table.columns)
    table = table[list(share.index)]
    z = _standardise(table, standardise_over)
    rows = _positions(table.index, units, "units")
    allowed = _allowed(candidates, table.index)
    w = share.to_numpy()
    rng = np.random.default_rng(seed)
    drawn = rng.dirichlet(concentration * len(w) * w, size=draws).T if draws else w[:, None]

    labels = table.columns.to_numpy()
    peers: list[dict[str, object]] = []
    found: list[tuple[int, int, Floats, Floats]] = []
    for row in rows:
        gap = z - z[row]
        both = ~np.isnan(gap)
        squares = np.where(both, gap**2, 0.0)
        common = both @ w
        distance = np.sqrt(np.divide(squares @ w, common, where=common > 0, out=np.ones(len(z))))
        comparable = np.flatnonzero(allowed[row] & (common >= least_common - 1e-9))
        comparable = comparable[comparable != row]
        chosen = comparable[np.argsort(distance[comparable], kind="stable")][:k]
        stability = _stability(squares, both, drawn, comparable, chosen, k)
        for place, peer in enumerate(chosen):
            part = np.where(both[peer], squares[peer] * w, np.nan)
            total = np.nansum(part)
            part = part / total if total > 0 else np.where(both[peer], w / common[peer], np.nan)
            found.append((row, peer, gap[peer], part))
            similar, different = _named(labels, gap[peer], part)
            peers.append(
                {
                    "unit": table.index[row],
                    "place": place + 1,
                    "peer": table.index[peer],
                    "distance": distance[peer],
                    "stability": stability[place] if draws else np.nan,
                    "most_similar": similar,
                    "most_different": different,
                }
            )
    names = ["unit", "place", "peer", "distance", "stability", "most_similar", "most_different"]
    return Peers(pd.DataFrame(peers, columns=names), _reasons(table, found), share)


def _reasons(table: pd.DataFrame, found: list[tuple[int, int, Floats, Floats]]) -> pd.DataFrame:
    """Return one row per pair and variable."""
    own = np.array([row for row, _, _, _ in found], dtype=np.intp)
    other = np.array([peer for _, peer, _, _ in found], dtype=np.intp)
    values, width = table.to_numpy(), table.shape[1]
    shape = (len(found), width)
    return pd.DataFrame(
        {
            "unit": np.repeat(table.index.to_numpy()[own], width),
            "peer": np.repeat(table.index.to_numpy()[other], width),
            "variable": np.tile(table.columns.to_numpy(), len(found)),
            "unit_value": values[own].ravel(),
            "peer_value": values[other].ravel(),
            "difference": np.array([gap for _, _, gap, _ in found]).reshape(shape).ravel(),
            "contribution": np.array([part for _, _, _, part in found]).reshape(shape).ravel(),
        }
    )


def _weights(weights: Mapping[str, float] | pd.Series | None, variables: pd.Index) -> pd.Series:
    if weights is None:
        given = dict.fromkeys(variables, 1.0)
    else:
        given = {str(name): float(weight) for name, weight in weights.items()}
    for name in given:
        if name not in variables:
            raise ValueError(
                f"weights names {name!r}, which is no column of features."
                f"{nearest(str(name), variables)}"
            )
    share = pd.Series(given, dtype="float64", name="weight")
    check_weights(share.to_numpy(), list(share.index), "weights")
    share = share[share > 0]
    return share / share.sum()


def _standardise(table: pd.DataFrame, over: Sequence[object] | None) -> Floats:
    base = table.iloc[_positions(table.index, over, "standardise_over")]
    spread = base.std(ddof=1)
    flat = list(spread.index[~(spread > 0)])
    if flat:
        raise ValueError(
            f"Variables with fewer than two different values: {listed(flat)}. "
            "They cannot tell units apart; leave them out or give them weight 0."
        )
    return ((table - base.mean()) / spread).to_numpy()


def _positions(index: pd.Index, labels: Sequence[object] | None, what: str) -> npt.NDArray[np.intp]:
    if labels is None:
        return np.arange(len(index))
    positions = index.get_indexer(pd.Index(list(labels)))
    if (positions < 0).any():
        unknown = [label for label, place in zip(labels, positions, strict=True) if place < 0]
        raise ValueError(f"{what} names units that features does not have: {listed(unknown)}.")
    return np.asarray(positions)


def _allowed(candidates: pd.Series | pd.DataFrame | None, units: pd.Index) -> npt.NDArray[np.bool_]:
    if candidates is None:
        return np.ones((len(units), len(units)), dtype=bool)
    same_labels(candidates.index, units, "candidates", "features")
    if isinstance(candidates, pd.DataFrame):
        same_labels(candidates.columns, units, "the columns of candidates", "features")
        matrix = candidates.loc[units, units].to_numpy()
    else:
        matrix = np.tile(candidates.loc[units].to_numpy(), (len(units), 1))
    if matrix.dtype != bool:
        raise TypeError(f"candidates holds {matrix.dtype}. Expected True and False only.")
    return np.asarray(matrix)


def _stability(
    squares: Floats,
    both: npt.NDArray[np.bool_],
    drawn: Floats,
    comparable: npt.NDArray[np.intp],
    chosen: npt.NDArray[np.intp],
    k: int,
) -> Floats:
    """Return the share of draws in which each chosen unit is among the k nearest."""
    if len(comparable) <= k:
        return np.ones(len(chosen))
    # einsum, since many small products are slow in threaded linear algebra
    sums = np.einsum("uv,vd->ud", squares[comparable], drawn)
    common = np.einsum("uv,vd->ud", both[comparable].astype(np.float64), drawn)
    distances = sums / common
    limit = np.partition(distances, k - 1, axis=0)[k - 1]
    inside = distances <= limit + 1e-12
    place = {unit: number for number, unit in enumerate(comparable)}
    return np.asarray(inside[[place[unit] for unit in chosen]].mean(axis=1))


def _named(variables: np.ndarray, gap: Floats, part: Floats, most: int = 3) -> tuple[str, str]:
    """Return the variables that differ least and contribute most; no variable is in both."""
    known = np.flatnonzero(~np.isnan(gap))
    order = known[np.argsort(np.abs(gap[known]), kind="stable")]
    count = min(most, len(order) // 2)
    far = order[len(order) - count :]
    far = far[np.argsort(-part[far], kind="stable")]
    return ", ".join(map(str, variables[order[:count]])), ", ".join(map(str, variables[far]))
