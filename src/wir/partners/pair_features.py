"""What is known about each pair of organisations at the end of a year: the five proximities.

Boschma (2005) tells cognitive, geographic, organisational, social and institutional proximity
apart. Everything here is computed from ties up to a year, so that later ties cannot leak in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from wir.potential.checks import listed, require_unique

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.intp]

KINDS = {
    "HES": "university",
    "REC": "research institute",
    "PRC": "firm",
    "PUB": "public body or other",
    "OTH": "public body or other",
}
"""Kinds of organisations (CORDIS) and the classes compared here."""
_CLASSES = ("university", "research institute", "firm", "public body or other")
EARTH_KM = 6371.0

FEATURES: dict[str, tuple[str, str]] = {
    "common_partners": ("social", "common partners (log)"),
    "adamic_adar": ("social", "common partners, rare ones count more (log)"),
    "three_steps": ("social", "ways over two others, divided by how common they are (log)"),
    "kind_ties": ("social", "partners of the other one's kind (log)"),
    "place_ties": ("social", "partners in the other one's district (log)"),
    "degree_lower": ("size in the network", "partners of the one with fewer (log)"),
    "degree_higher": ("size in the network", "partners of the one with more (log)"),
    "projects_lower": ("size in the network", "projects of the one with fewer (log)"),
    "projects_higher": ("size in the network", "projects of the one with more (log)"),
    "distance": ("geographic", "distance of the districts in km (log)"),
    "same_district": ("geographic", "same district"),
    "same_land": ("institutional", "same Land"),
    "same_side": ("institutional", "both in the East or both in the West"),
    "similarity": ("cognitive", "similarity of the districts' occupational specialisation"),
    **{
        f"kinds_{a}_{b}": ("organisational", f"{_CLASSES[a]} and {_CLASSES[b]}")
        for a in range(4)
        for b in range(a, 4)
        if (a, b) != (2, 2)
    },
}
"""Variable → (proximity, in words). Kinds are compared with two firms."""

OF_NEWCOMERS = [
    one
    for one in FEATURES
    if one not in {"common_partners", "adamic_adar", "three_steps", "degree_lower",
                   "projects_lower"}
]  # fmt: skip
"""Variables used for newcomers: those of the other one and of the pair.

A newcomer has no partners in common with anybody. How many projects it had alone is left out: it is
the same for everybody it could choose, and those in the register who came later had none.
"""

GROUPS = {
    "known": "Pairs of known organisations",
    "newcomer": "Newcomers without ties",
}
"""Which pairs: both have ties, or exactly one of them has."""


@dataclass(frozen=True)
class PairSpace:
    """Organisations at the end of a year, and what is known about each pair of them.

    Attributes
    ----------
    organisations
        Indexed by ``organisation_id``: ``name``, ``ags``, ``activity_type``, ``land``, ``east``.
    year
        Last year of the ties that were seen.
    tied
        Organisations × organisations, True where the two had a tie.
    degree
        Number of partners of each, those that are not in `organisations` included.
    common
        Organisations × organisations: number of common partners.
    km
        Organisations × organisations: distance of their districts.
    network
        All organisations × all organisations, 1 where tied; labels in `everybody`.
    everybody
        Keys of all organisations, compared or not.
    variables
        Variable of `FEATURES` → organisations × organisations.
    """

    organisations: pd.DataFrame
    year: int
    tied: npt.NDArray[np.bool_]
    degree: pd.Series
    common: npt.NDArray[np.float32]
    km: npt.NDArray[np.float32]
    network: sparse.csr_array
    everybody: pd.Index
    variables: Mapping[str, npt.NDArray[Any]]

    def pairs(self, group: str) -> tuple[Numbers, Numbers]:
        """Return row and column of each pair without a tie, each pair once.

        For newcomers the first is the one without ties.
        """
        first, second = np.triu_indices(len(self.organisations), 1)
        there = self.degree.to_numpy() > 0
        if group == "known":
            keep = there[first] & there[second]
        elif group == "newcomer":
            keep = there[first] != there[second]
        else:
            raise ValueError(f"There is no group {group!r}. Groups: {listed(GROUPS)}.")
        keep &= ~self.tied[first, second]
        first, second = first[keep], second[keep]
        if group == "newcomer":
            swap = there[first]
            first, second = np.where(swap, second, first), np.where(swap, first, second)
        return first, second

    def table(self, first: Numbers, second: Numbers) -> pd.DataFrame:
        """Return the variables of some pairs: pairs × `FEATURES`."""
        return pd.DataFrame(
            {name: self.variables[name][first, second].astype(np.float32) for name in FEATURES}
        )


def pair_space(
    organisations: pd.DataFrame,
    ties: pd.DataFrame,
    districts: pd.DataFrame,
    similarity: pd.DataFrame,
    year: int,
    participations: pd.DataFrame | None = None,
) -> PairSpace:
    """Return what is known about each pair of organisations at the end of a year.

    Parameters
    ----------
    organisations
        Columns ``organisation_id``, ``name``, ``ags``, ``activity_type`` (HES, REC, PRC, PUB,
        OTH); those without a name or a district count as partners, but are not compared.
    ties
        Columns ``organisation_a``, ``organisation_b``, ``year``, ``projects``. Later years are
        not looked at.
    districts
        Columns ``ags``, ``land``, ``east``, ``lon``, ``lat``.
    similarity
        Districts × districts, see `district_similarity`.
    year
        Last year of ties that are seen.
    participations
        Columns ``project``, ``organisation_id``, ``year``, for the number of projects; without it
        these variables are 0.

    Raises
    ------
    ValueError
        Organisations that occur twice, of an unknown kind or in unknown districts, ties of unknown
        organisations, nobody to compare. The message names them.
    """
    everybody = organisations.set_index("organisation_id")
    require_unique(everybody.index, "The table of organisations")
    compared = everybody[everybody["name"].notna() & everybody["ags"].notna()].copy()
    _checked(everybody, compared, ties, districts, similarity)
    places = districts.set_index("ags")
    for column in ("land", "east"):
        compared[column] = places[column].reindex(compared["ags"]).to_numpy()
    seen = ties[ties["year"] <= year]
    position = pd.Series(np.arange(len(everybody)), index=everybody.index)
    network = _adjacency(seen, position)
    rows = position[compared.index].to_numpy()
    degree = np.asarray(network.sum(axis=1)).ravel()
    common = (network @ network)[rows][:, rows].toarray()
    km = _distances(compared["ags"], places)
    projects = _projects(participations, year, compared.index)
    # One at a time: each of them is a number per pair, and is made small before the next one.
    raw: dict[str, Callable[[], npt.NDArray[Any]]] = {
        "common_partners": lambda: common,
        "adamic_adar": lambda: _weighted_paths(network, degree, rows),
        "three_steps": lambda: _three_steps(network, degree, rows),
        "kind_ties": lambda: _ties_with(network, everybody["activity_type"].map(KINDS), rows),
        "place_ties": lambda: _ties_with(network, everybody["ags"], rows),
        "degree_lower": lambda: np.minimum.outer(degree[rows], degree[rows]),
        "degree_higher": lambda: np.maximum.outer(degree[rows], degree[rows]),
        "projects_lower": lambda: np.minimum.outer(projects, projects),
        "projects_higher": lambda: np.maximum.outer(projects, projects),
    }
    values = {name: _small(_standard(np.log1p(part()))) for name, part in raw.items()}
    values |= {name: _small(part) for name, part in _places(compared, km, similarity).items()}
    values |= _kinds(compared["activity_type"].map(KINDS))
    return PairSpace(
        compared,
        year,
        network[rows][:, rows].toarray() > 0,
        pd.Series(degree[rows].astype(int), index=compared.index, name="partners"),
        common.astype(np.float32),
        km.astype(np.float32),
        network,
        everybody.index,
        {name: values[name] for name in FEATURES},
    )


def district_similarity(specialisation: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return how alike districts are in what they are specialised in.

    Parameters
    ----------
    specialisation
        Columns ``ags``, ``kldb3``, ``year``, ``lq``.
    year
        The year, or the first one after it that the table has (it begins in 2013).

    Returns
    -------
    DataFrame
        Districts × districts: correlation of log(1 + location quotient), each occupation centred
        on its mean; unknown quotients count as 0.
    """
    years = sorted(specialisation["year"].unique())
    chosen = min((one for one in years if one >= year), default=years[-1])
    part = specialisation[specialisation["year"] == chosen]
    table = np.log1p(part.pivot(index="ags", columns="kldb3", values="lq").fillna(0.0))
    centred = table - table.mean()
    unit = centred.div(np.sqrt((centred**2).sum(axis=1)).replace(0, 1), axis=0)
    return pd.DataFrame(unit.to_numpy() @ unit.to_numpy().T, table.index, table.index)


def _checked(
    everybody: pd.DataFrame,
    compared: pd.DataFrame,
    ties: pd.DataFrame,
    districts: pd.DataFrame,
    similarity: pd.DataFrame,
) -> None:
    for what, found, known in (
        ("kinds of organisations", everybody["activity_type"], pd.Index(KINDS)),
        ("districts of organisations", compared["ags"], pd.Index(districts["ags"])),
        ("districts without a specialisation", compared["ags"], similarity.index),
        ("organisations in ties", ties["organisation_a"], everybody.index),
        ("organisations in ties", ties["organisation_b"], everybody.index),
    ):
        unknown = sorted({str(one) for one in found[~found.isin(known)]})
        if unknown:
            raise ValueError(
                f"Unknown {what}: {listed(unknown)}. Expected some of {listed(known, 3)}. "
                "Correct them, or leave these rows out."
            )
    if len(compared) < 2:
        raise ValueError(
            f"{len(compared)} organisations with name and district; at least two are needed."
        )


def _adjacency(ties: pd.DataFrame, position: pd.Series) -> sparse.csr_array:
    first = position[ties["organisation_a"]].to_numpy()
    second = position[ties["organisation_b"]].to_numpy()
    apart = first != second
    first, second = first[apart], second[apart]
    shape = (len(position), len(position))
    ones = np.ones(2 * len(first))
    ends = (np.r_[first, second], np.r_[second, first])
    network = sparse.coo_array((ones, ends), shape=shape).tocsr()
    network.data[:] = 1.0
    return network


def _projects(participations: pd.DataFrame | None, year: int, ids: pd.Index) -> Floats:
    if participations is None:
        return np.zeros(len(ids))
    seen = participations[participations["year"] <= year]
    counts = seen.groupby("organisation_id")["project"].nunique()
    return np.asarray(counts.reindex(ids).fillna(0).to_numpy(dtype=float))


def _scaled(network: sparse.csr_array, weights: Floats) -> sparse.csr_array:
    """Return the network with its columns multiplied by weights."""
    return sparse.csr_array(network @ sparse.diags_array(weights))


def _weighted_paths(network: sparse.csr_array, degree: Floats, rows: Numbers) -> Floats:
    """Adamic and Adar (2003): common partners weighted by 1 / log(degree)."""
    weights = np.where(degree > 1, 1 / np.log(np.maximum(degree, 2)), 0.0)
    return np.asarray((_scaled(network, weights) @ network)[rows][:, rows].toarray())


def _three_steps(network: sparse.csr_array, degree: Floats, rows: Numbers) -> Floats:
    """Paths of length three, each divided by the root of both middle degrees (Kovács et al. 2019).

    Paths that go back over the tie itself are left in: pairs with a tie are not suggested.
    """
    roots = np.where(degree > 0, 1 / np.sqrt(np.maximum(degree, 1)), 0.0)
    middle = sparse.csr_array(sparse.diags_array(roots) @ _scaled(network, roots))
    return np.asarray((network[rows] @ middle @ network[:, rows]).toarray())


def _ties_with(network: sparse.csr_array, labels: pd.Series, rows: Numbers) -> Floats:
    """Return, for each pair, the partners each has among those like the other one, multiplied up.

    log1p of the result is the sum of log1p of both numbers.
    """
    codes, found = pd.factorize(labels)
    there = codes >= 0
    member = sparse.coo_array(
        (np.ones(there.sum()), (np.flatnonzero(there), codes[there])),
        shape=(len(codes), len(found)),
    ).tocsr()
    partners = (network[rows] @ member).toarray()[:, codes[rows]]
    return np.asarray((1 + partners) * (1 + partners.T) - 1)


def _distances(ags: pd.Series, places: pd.DataFrame) -> Floats:
    lon, lat = (
        np.radians(places[one].reindex(ags).to_numpy(dtype=float)) for one in ("lon", "lat")
    )
    half = (
        np.sin(np.subtract.outer(lat, lat) / 2) ** 2
        + np.outer(np.cos(lat), np.cos(lat)) * np.sin(np.subtract.outer(lon, lon) / 2) ** 2
    )
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1))))


def _small(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return yes and no as they are, numbers with single precision: both are kept per pair."""
    return values if values.dtype == bool else values.astype(np.float32)


def _standard(values: Floats) -> Floats:
    """Return values in standard deviations of their own year; zeros where all are equal."""
    spread = float(values.std())
    return (values - values.mean()) / spread if spread > 0 else np.zeros_like(values)


def _places(
    compared: pd.DataFrame, km: Floats, similarity: pd.DataFrame
) -> dict[str, npt.NDArray[Any]]:
    def same(column: str) -> Floats:
        labels = compared[column].to_numpy()
        return np.asarray(labels[:, None] == labels[None, :])

    place = similarity.index.get_indexer(pd.Index(compared["ags"]))
    return {
        "distance": np.log1p(km),
        "same_district": same("ags"),
        "same_land": same("land"),
        "same_side": same("east"),
        "similarity": similarity.to_numpy()[np.ix_(place, place)],
    }


def _kinds(kinds: pd.Series) -> dict[str, npt.NDArray[Any]]:
    codes = kinds.map({name: code for code, name in enumerate(_CLASSES)}).to_numpy()
    low, high = np.minimum.outer(codes, codes), np.maximum.outer(codes, codes)
    return {
        name: np.asarray((low == int(name[6])) & (high == int(name[8])))
        for name in FEATURES
        if name.startswith("kinds_")
    }


def new_ties(
    before: PairSpace, after: PairSpace, first: Numbers, second: Numbers
) -> npt.NDArray[np.bool_]:
    """Return which of some pairs have no tie `before`, and one `after`.

    Raises
    ------
    ValueError
        If the two do not hold the same organisations.
    """
    if not before.organisations.index.equals(after.organisations.index):
        raise ValueError("Both years need the same organisations, in the same order.")
    return np.asarray(after.tied[first, second] & ~before.tied[first, second])


def positions(space: PairSpace, ids: Sequence[str]) -> Numbers:
    """Return the rows of some organisations.

    Raises
    ------
    ValueError
        Naming those that are not there.
    """
    found = space.organisations.index.get_indexer(pd.Index(ids))
    if (found < 0).any():
        unknown = [one for one, row in zip(ids, found, strict=True) if row < 0]
        raise ValueError(f"Not among the organisations with name and district: {listed(unknown)}.")
    return np.asarray(found)
