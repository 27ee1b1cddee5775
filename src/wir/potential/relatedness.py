"""How related activities are, and how close a region is to those it does not have."""

from __future__ import annotations

from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from wir.potential.checks import (
    Floats,
    boolean_table,
    complete,
    listed,
    no_empty,
    non_negative,
    numeric_table,
    same_labels,
)

Method = Literal["minimum", "cosine", "association", "probability", "jaccard"]


def cooccurrence(specialised: pd.DataFrame) -> pd.DataFrame:
    """Return in how many regions two activities are both found.

    Parameters
    ----------
    specialised
        Regions × activities, True (1) or False (0).

    Returns
    -------
    DataFrame
        Activities × activities; on the diagonal the ubiquity of each activity.

    Raises
    ------
    TypeError, ValueError
        Labels that occur twice, other values than 0 and 1.
    """
    M = boolean_table(specialised, "specialised")
    return _square(_products(M.to_numpy()).astype(np.float64), M.columns)


def proximity(specialised: pd.DataFrame, method: Method = "minimum") -> pd.DataFrame:
    """Return how related each pair of activities is, judged by the regions that have both.

    With C the co-occurrences, k their diagonal (the ubiquity), s the sums of the rows of C without
    the diagonal and S the sum of s:

    ``minimum``
        C_ij / max(k_i, k_j), the smaller of the two conditional probabilities, 0–1.
    ``cosine``
        C_ij / √(s_i s_j), 0–1.
    ``jaccard``
        C_ij / (s_i + s_j − C_ij), 0–1.
    ``association``
        S C_ij / (s_i s_j), observed over expected, 1 where there is no relation.
    ``probability``
        As ``association``, with the expectation of pairs drawn without replacement.

    The last four use s, as EconGeo does.

    Parameters
    ----------
    specialised
        Regions × activities, True (1) or False (0).
    method
        One of the above.

    Returns
    -------
    DataFrame
        Activities × activities, symmetric; 1 on the diagonal.

    Raises
    ------
    TypeError, ValueError
        Labels that occur twice, other values than 0 and 1, an activity that no region has, an
        unknown method; but for ``minimum``, an activity that is nowhere together with another.

    References
    ----------
    Hidalgo, Klinger, Barabási and Hausmann (2007), The product space conditions the development of
    nations, Science 317. van Eck and Waltman (2009), How to normalize cooccurrence data?, JASIST
    60. Steijn (2021), Improvement on the association strength, Quantitative Science Studies 2.
    """
    if method not in get_args(Method):
        raise ValueError(f"method is {method!r}. Expected one of {listed(get_args(Method), 9)}.")
    M = boolean_table(specialised, "specialised")
    no_empty(M, "specialised", rows=False)
    if method == "minimum":
        return _square(_minimum(M.to_numpy()), M.columns)
    C = _products(M.to_numpy()).astype(np.float64)
    np.fill_diagonal(C, 0.0)
    s = C.sum(axis=1)
    if not (s > 0).all():
        raise ValueError(
            f"Activities that are nowhere together with another one: {listed(M.columns[s == 0])}. "
            f"Their relatedness by {method!r} is not defined; leave them out."
        )
    return _square(_normalised(C, s, method), M.columns)


def proximity_from_flows(flows: pd.DataFrame) -> pd.DataFrame:
    """Return skill relatedness from persons who change from one activity to another.

    R_ij = F_ij F / (F_i F_j) is the flow over the flow expected from the sums; (R − 1)/(R + 1) lies
    between −1 and 1 and is averaged over both directions; what is not above expectation is 0.

    Parameters
    ----------
    flows
        Activities × activities: persons (or other co-occurrences), zero or more; the diagonal is
        not used.

    Returns
    -------
    DataFrame
        Activities × activities, 0–1, symmetric; 1 on the diagonal.

    Raises
    ------
    TypeError, ValueError
        Different labels in rows and columns, negative or missing values, an activity without flows.

    References
    ----------
    Neffke, Otto and Weyh (2017), Inter-industry labor flows, Journal of Economic Behavior &
    Organization 142.
    """
    table = numeric_table(flows, "flows")
    complete(table, "flows")
    non_negative(table, "flows")
    same_labels(table.index, table.columns, "the rows of flows", "its columns")
    F = table.loc[table.columns].to_numpy(copy=True)
    np.fill_diagonal(F, 0.0)
    out, into = F.sum(axis=1), F.sum(axis=0)
    idle = (out == 0) | (into == 0)
    if idle.any():
        raise ValueError(
            f"Activities that nobody leaves or nobody enters: {listed(table.columns[idle])}. "
            "Leave them out."
        )
    R = F * F.sum() / np.outer(out, into)
    scaled = (R - 1) / (R + 1)
    phi = np.maximum((scaled + scaled.T) / 2, 0.0)
    np.fill_diagonal(phi, 1.0)
    return _square(phi, table.columns)


def relatedness_density(
    specialised: pd.DataFrame, proximity: pd.DataFrame, include_self: bool = False
) -> pd.DataFrame:
    """Return Σ_j M_rj φ_ja / Σ_j φ_ja in percent: how much of what is related to a, r has.

    Parameters
    ----------
    specialised
        Regions × activities, True (1) or False (0). The regions need not be those that `proximity`
        was computed from.
    proximity
        Activities × activities, zero or more, same activities.
    include_self
        Whether j = a counts. Not by default: whether a region has an activity must not speak for
        having it. (The R package economiccomplexity and ecomplexity count it.)

    Returns
    -------
    DataFrame
        Regions × activities, 0–100.

    Raises
    ------
    TypeError, ValueError
        Labels that occur twice or differ between the tables, other values than 0 and 1, negative
        proximities, an activity that is related to no other.

    References
    ----------
    Hidalgo, Klinger, Barabási and Hausmann (2007), The product space conditions the development of
    nations, Science 317. Balland, Boschma, Crespo and Rigby (2019), Smart specialization policy in
    the European Union, Regional Studies 53.
    """
    M = boolean_table(specialised, "specialised")
    phi = _checked_proximity(proximity, M.columns)
    if not include_self:
        phi = phi.copy()
        np.fill_diagonal(phi, 0.0)
    total = phi.sum(axis=0)
    if not (total > 0).all():
        raise ValueError(
            f"Activities that are related to no other: {listed(M.columns[total == 0])}. "
            "Their density is not defined; leave them out."
        )
    density = M.to_numpy(dtype=np.float64) @ phi
    density *= 100 / total
    np.minimum(density, 100.0, out=density)  # rounding may exceed it in the last digit
    return pd.DataFrame(density, index=M.index, columns=M.columns)


def _minimum(M: npt.NDArray[Any]) -> Floats:
    C = _products(M)
    k = C.diagonal().copy()
    phi = np.empty(C.shape)
    for start in range(0, len(C), 64):  # some rows at a time: the larger of both is never stored
        rows = slice(start, start + 64)
        np.divide(C[rows], np.maximum(k[rows, None], k), out=phi[rows], dtype=np.float64)
    np.fill_diagonal(phi, 1.0)
    return phi


def _products(M: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
    """Return M'M. Counts are exact in single precision up to 2²⁴ regions, and twice as fast."""
    single = M.astype(np.float32)
    return np.asarray(single.T @ single)


def _normalised(C: Floats, s: Floats, method: Method) -> Floats:
    product = np.outer(s, s)
    if method == "cosine":
        phi = C / np.sqrt(product)
    elif method == "jaccard":
        phi = C / (s[:, None] + s - C)
    elif method == "association":
        phi = C * s.sum() / product
    else:
        # i is drawn first and j from what is left, or the other way round
        first = np.outer(s / s.sum(), s) / (s.sum() - s)[:, None]
        phi = C / ((first + first.T) * s.sum() / 2)
    np.fill_diagonal(phi, 1.0)
    return phi


def _checked_proximity(proximity: pd.DataFrame, activities: pd.Index) -> Floats:
    table = numeric_table(proximity, "proximity")
    complete(table, "proximity")
    non_negative(table, "proximity")
    same_labels(table.index, activities, "the rows of proximity", "specialised")
    same_labels(table.columns, activities, "the columns of proximity", "specialised")
    if not (table.index.equals(activities) and table.columns.equals(activities)):
        table = table.loc[activities, activities]
    return table.to_numpy()


def _square(values: Floats, labels: pd.Index) -> pd.DataFrame:
    return pd.DataFrame(values, index=labels, columns=labels)
