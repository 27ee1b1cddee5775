"""Economic complexity of regions and activities: by eigenvectors, and as fitness."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.linalg import eigh
from scipy.sparse.csgraph import connected_components

from wir.potential.checks import Floats, boolean_table, listed, no_empty


class Complexity(NamedTuple):
    """Complexity of regions (`eci`, or fitness) and of activities (`pci`)."""

    eci: pd.Series
    pci: pd.Series


def complexity_index(specialised: pd.DataFrame, ddof: int = 1) -> Complexity:
    """Return the economic complexity index of regions and the one of activities.

    ECI is the second right eigenvector of D⁻¹MU⁻¹Mᵀ (M: `specialised`, D: diversity of the regions,
    U: ubiquity of the activities), PCI the one of U⁻¹MᵀD⁻¹M, each standardised by its own mean and
    standard deviation. ECI correlates positively with diversity; PCI with the mean ECI of the
    regions that have the activity. Where ECI and diversity are not correlated at all (all regions
    have equally many activities, say), rare activities are the complex ones; and where that does
    not decide either, the largest element of the eigenvector is positive.

    Parameters
    ----------
    specialised
        Regions × activities, True (1) or False (0).
    ddof
        Degrees of freedom of the standard deviation: 1 as in the R package economiccomplexity, 0 as
        in ecomplexity.

    Returns
    -------
    Complexity
        ``eci`` per region and ``pci`` per activity, in standard deviations.

    Raises
    ------
    TypeError, ValueError
        Labels that occur twice, other values than 0 and 1, an empty row or column, a ddof that
        leaves nothing; a table that falls into parts with nothing in common, or in which all
        regions have the same (complexity is not defined there).

    Notes
    -----
    The larger matrix is never built: both vectors follow from the symmetric form of the smaller.

    References
    ----------
    Hidalgo and Hausmann (2009), The building blocks of economic complexity, PNAS 106. Mealy, Farmer
    and Teytelboym (2019), Interpreting economic complexity, Science Advances 5.
    """
    table = boolean_table(specialised, "specialised")
    no_empty(table, "specialised")
    if not 0 <= ddof < min(table.shape):
        raise ValueError(
            f"ddof is {ddof} for {table.shape[0]} regions and {table.shape[1]} activities. "
            "Expected 0 or 1."
        )
    M = table.to_numpy(dtype=np.float64)
    d, u = M.sum(axis=1), M.sum(axis=0)
    if M.shape[0] <= M.shape[1]:
        regions = _second(M, d, u, table)
        activities = (M.T @ regions) / u
    else:
        activities = _second(M.T, u, d, table)
        regions = (M @ activities) / d
    sign = _sign(regions, d) or -_sign(activities, u) or _sign_of_extreme(regions)
    return Complexity(
        pd.Series(_standardised(sign * regions, ddof), index=table.index, name="eci"),
        pd.Series(_standardised(sign * activities, ddof), index=table.columns, name="pci"),
    )


def fitness(specialised: pd.DataFrame, iterations: int = 200) -> Complexity:
    """Return fitness of regions and complexity of activities, a non-linear iteration.

    Fᵣ = Σₐ Mᵣₐ Qₐ and Qₐ = 1 / Σᵣ (Mᵣₐ / Fᵣ), both from the iterates before, each divided by its
    mean; both start at ones.

    Parameters
    ----------
    specialised
        Regions × activities, True (1) or False (0).
    iterations
        Number of updates, one or more. (The R package economiccomplexity counts the start as the
        first: its 20 iterations are 19 updates.)

    Returns
    -------
    Complexity
        ``eci`` holds the fitness of each region, ``pci`` the complexity of each activity; positive,
        mean 1. Some values fall towards zero the more updates there are; ranks settle earlier.

    Raises
    ------
    TypeError, ValueError
        Labels that occur twice, other values than 0 and 1, an empty row or column, iterations < 1.

    References
    ----------
    Tacchella, Cristelli, Caldarelli, Gabrielli and Pietronero (2012), A new metrics for countries'
    fitness and products' complexity, Scientific Reports 2.
    """
    if iterations < 1:
        raise ValueError(f"iterations is {iterations}. Expected a whole number of 1 or more.")
    table = boolean_table(specialised, "specialised")
    no_empty(table, "specialised")
    M = table.to_numpy(dtype=np.float64)
    F, Q = np.ones(M.shape[0]), np.ones(M.shape[1])
    tiny = np.finfo(float).tiny
    for _ in range(iterations):
        F, Q = M @ Q, 1 / (M.T @ (1 / np.maximum(F, tiny)))
        F, Q = F / F.mean(), Q / Q.mean()
    return Complexity(
        pd.Series(F, index=table.index, name="fitness"),
        pd.Series(Q, index=table.columns, name="complexity"),
    )


def _second(M: Floats, d: Floats, u: Floats, table: pd.DataFrame) -> Floats:
    """Return the second right eigenvector of D⁻¹MU⁻¹Mᵀ, by its symmetric form."""
    scaled = M / np.sqrt(d)[:, None]
    scaled /= np.sqrt(u)
    size = len(d)
    values, vectors = eigh(
        (scaled @ scaled.T).T,  # symmetric; in the order that LAPACK works in without a copy
        subset_by_index=[max(size - 3, 0), size - 1],
        overwrite_a=True,
        check_finite=False,
    )
    second = values[-2]
    if second > 1 - 1e-6:
        _require_connected(table)
    if second < 1e-10:
        raise ValueError(
            f"All {table.shape[0]} regions of specialised have the same activities, so that none "
            "is more complex than another. Add regions that differ, or use another threshold."
        )
    if size > 2 and second - values[-3] < 1e-10:
        raise ValueError(
            "The second and the third eigenvalue of specialised are the same, so that complexity "
            "has no single answer. Add regions or activities."
        )
    return np.asarray(vectors[:, -2] / np.sqrt(d))


def _require_connected(table: pd.DataFrame) -> None:
    """Raise an error where the table falls into parts; it has as many eigenvalues of one."""
    M = table.to_numpy(dtype=np.float32)
    count, parts = connected_components(sparse.csr_matrix(M @ M.T > 0), directed=False)
    if count > 1:
        small = np.bincount(parts).argmin()
        raise ValueError(
            f"specialised falls into {count} parts that share no activity; one of them has the "
            f"regions {listed(table.index[parts == small])}. Complexity compares regions through "
            "what they share: treat the parts one by one, or leave the small ones out."
        )


def _sign(values: Floats, reference: Floats) -> float:
    """Return the sign of the correlation, 0 where there is none beyond rounding."""
    if not np.ptp(reference):
        return 0.0
    correlation = np.corrcoef(values, reference)[0, 1]
    return float(np.sign(correlation)) if abs(correlation) > 1e-9 else 0.0


def _sign_of_extreme(values: Floats) -> float:
    """Return the sign of the value farthest from zero, of the first one if there are several."""
    size = np.abs(values)
    return float(np.sign(values[np.argmax(size > (1 - 1e-9) * size.max())]))


def _standardised(values: Floats, ddof: int) -> Floats:
    return np.asarray((values - values.mean()) / values.std(ddof=ddof))
