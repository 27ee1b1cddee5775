"""Where regions stand in a network of organisations, and who brokers for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from wir.partners.brokerage import brokerage_roles, random_permutations
from wir.partners.graphs import Floats, Network, as_network, groups_of, product_where

KINDS = {
    "HES": "university",
    "REC": "research institute",
    "PRC": "firm",
    "PUB": "public body",
    "OTH": "other",
}
"""Kinds of organisation (CORDIS)."""


def placed_organisations(organisations: pd.DataFrame, districts: pd.DataFrame) -> pd.DataFrame:
    """Return the organisations with a name and a district, and what is known of that.

    Parameters
    ----------
    organisations
        Table ``organisations``.
    districts
        Table ``districts``.

    Returns
    -------
    DataFrame
        Index organisation_id; ``name``, ``ags``, ``activity_type``, ``kind`` (in words), ``weak``,
        ``east``, ``land_name``, ``planning_region``, ``lon``, ``lat``.
    """
    known = organisations.dropna(subset=["name", "ags"]).set_index("organisation_id")
    place = districts.set_index("ags")
    found = known[["name", "ags", "activity_type"]].copy()
    found["kind"] = found["activity_type"].map(KINDS)
    found["weak"] = found["ags"].map(place["structurally_weak"])
    for column in ("east", "land_name", "planning_region", "lon", "lat"):
        found[column] = found["ags"].map(place[column])
    return found


def between_groups(network: Network, groups: pd.Series) -> pd.DataFrame:
    """Return groups × groups: sums of the weights of ties; within a group each tie counts once."""
    codes = groups_of(groups, network.labels)
    names = pd.Index(pd.unique(groups.reindex(network.labels)))
    member = sparse.coo_array(
        (np.ones(len(codes)), (np.arange(len(codes)), codes)), shape=(len(codes), len(names))
    ).tocsr()
    table = (member.T @ network.matrix @ member).toarray()
    np.fill_diagonal(table, table.diagonal() / 2)
    order = names.sort_values()
    return pd.DataFrame(table, index=names, columns=names).loc[order, order]


def district_positions(
    network: Network,
    participations: pd.DataFrame,
    placed: pd.DataFrame,
    districts: pd.DataFrame,
    core: pd.Series,
) -> pd.DataFrame:
    """Return the place of each district in the network of organisations.

    Parameters
    ----------
    network
        Among placed organisations.
    participations
        organisation_id, project, role, countries.
    placed
        Result of `placed_organisations`.
    districts
        Table ``districts``.
    core
        Organisation → whether it is in the core of the network.

    Returns
    -------
    DataFrame
        Per district (all 400): ``organisations``, ``participations``, ``coordinations`` (of them as
        coordinator), ``per_100000`` (participations per 100,000 inhabitants); ``partners`` (ties
        with organisations elsewhere), ``partners_per_organisation``, ``partner_districts``,
        ``ties_inside``, ``share_near`` (of the partners: in the same planning region, the district
        itself included; percent), ``share_weak`` (partners in other structurally weak districts, of
        those in other districts; percent), ``core_organisations``, ``share_alone`` (organisations
        without any placed partner; percent), ``countries`` (median number of countries in its
        projects), ``brokerage`` (open pairs that its organisations bridge between its own planning
        region and others), ``largest_share`` (of these by its first organisation; percent). Shares
        are missing where there is nothing to share.
    """
    labels = network.labels
    own = placed.reindex(labels)
    keys = districts.set_index("ags")
    table = pd.DataFrame(index=pd.Index(sorted(keys.index), name="ags"))
    mine = participations[participations["organisation_id"].isin(labels)]
    ags = mine["organisation_id"].map(own["ags"])
    table["organisations"] = own.groupby("ags").size()
    table["participations"] = mine.groupby(ags).size()
    table["coordinations"] = mine[mine["role"] == "coordinator"].groupby(ags).size()
    ties = network.matrix.tocoo()
    pairs = pd.DataFrame(
        {
            "ags": own["ags"].to_numpy()[ties.row],
            "other": own["ags"].to_numpy()[ties.col],
            "near": own["planning_region"].to_numpy()[ties.row]
            == own["planning_region"].to_numpy()[ties.col],
            "weak": own["weak"].to_numpy(dtype=bool)[ties.col],
        }
    )
    away = pairs[pairs["ags"] != pairs["other"]]
    table["partners"] = away.groupby("ags").size()
    table["partner_districts"] = away.groupby("ags")["other"].nunique()
    table["ties_inside"] = pairs[pairs["ags"] == pairs["other"]].groupby("ags").size() / 2
    table["core_organisations"] = own.groupby("ags").apply(lambda one: core[one.index].sum())
    roles = brokerage_roles(network, own["planning_region"])
    bridged = roles["gatekeeper"]
    table["brokerage"] = bridged.groupby(own["ags"]).sum()
    table = table.fillna(0.0)
    table["per_100000"] = 1e5 * table["participations"] / keys["population"].reindex(table.index)
    some = table["organisations"] > 0
    table["partners_per_organisation"] = (table["partners"] / table["organisations"]).where(some)
    table["share_near"] = 100 * pairs.groupby("ags")["near"].mean()
    table["share_weak"] = 100 * away.groupby("ags")["weak"].mean()
    degree = pd.Series(np.diff(network.matrix.indptr), index=labels)
    table["share_alone"] = 100 * (degree == 0).groupby(own["ags"]).mean()
    table["countries"] = mine.groupby(ags)["countries"].median()
    top = bridged.groupby(own["ags"]).max()
    table["largest_share"] = (100 * top / table["brokerage"]).where(table["brokerage"] > 0)
    return table


def compare_groups(
    positions: pd.DataFrame,
    weak: pd.Series,
    measures: Sequence[str],
    draws: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """Compare the medians of two groups of regions; intervals by drawing regions anew.

    Parameters
    ----------
    positions
        Regions × measures.
    weak
        Region → True for the first group.
    measures
        Columns of `positions`; regions where one is missing are left out for it.
    draws
        Bootstrap draws, within each group.
    seed
        Seed.

    Returns
    -------
    DataFrame
        Per measure ``weak``, ``strong`` (medians), ``difference`` with ``lower`` and ``upper``
        (95 %), ``probability`` that a random weak region has more than a random strong one (ties
        count half; 0.5: no difference) with ``probability_lower`` and ``probability_upper``,
        ``regions_weak``, ``regions_strong``.
    """
    rng = np.random.default_rng(seed)
    flags = weak.reindex(positions.index).astype(bool)
    rows: dict[str, dict[str, float]] = {}
    for measure in measures:
        values = positions[measure].dropna()
        one = values[flags[values.index]].to_numpy(float)
        two = values[~flags[values.index]].to_numpy(float)
        if not len(one) or not len(two):
            raise ValueError(f"{measure}: one of the two groups of regions has no value.")
        a = one[rng.integers(0, len(one), (draws, len(one)))]
        b = two[rng.integers(0, len(two), (draws, len(two)))]
        gap = np.median(a, axis=1) - np.median(b, axis=1)
        more = np.array([_probability(x, y) for x, y in zip(a, b, strict=True)])
        rows[measure] = {
            "weak": float(np.median(one)),
            "strong": float(np.median(two)),
            "difference": float(np.median(one) - np.median(two)),
            "lower": float(np.quantile(gap, 0.025)),
            "upper": float(np.quantile(gap, 0.975)),
            "probability": _probability(one, two),
            "probability_lower": float(np.quantile(more, 0.025)),
            "probability_upper": float(np.quantile(more, 0.975)),
            "regions_weak": len(one),
            "regions_strong": len(two),
        }
    return pd.DataFrame(rows).T.rename_axis("measure")


def _probability(one: Floats, two: Floats) -> float:
    """Return the share of pairs in which the first is larger; ties count half."""
    order = np.sort(two)
    below = np.searchsorted(order, one, side="left")
    upto = np.searchsorted(order, one, side="right")
    return float((below + upto).sum() / (2 * len(one) * len(two)))


def bridging_by_kind(
    network: Network,
    placed: pd.DataFrame,
    draws: int = 200,
    seed: int = 0,
) -> pd.DataFrame:
    """Return which kinds of organisation bridge between their planning region and others.

    Counted are gatekeepers: open pairs of one organisation of the own planning region and one of
    another. The expectation exchanges the regions of all organisations at random and leaves the
    network as it is: what is above it is more than the number of ties explains.

    Parameters
    ----------
    network
        Among placed organisations.
    placed
        Result of `placed_organisations`.
    draws
        Random exchanges.
    seed
        Seed.

    Returns
    -------
    DataFrame
        Index ``group`` ("weak", "strong": structurally weak districts or not) and ``kind``:
        ``organisations``, ``share_organisations`` and ``share_ties`` and ``share_bridging`` (of the
        group; percent), ``bridging``, ``expected``, ``lower``, ``upper`` (middle 95 % of the
        draws), ``ratio`` (observed over expected), ``p_value`` (two-sided); ``share_expected``,
        ``share_lower``, ``share_upper``: the same for the share of the group, which is what the
        numbers of partners alone make of it.
    """
    found = as_network(network)
    own = placed.reindex(found.labels)
    region = groups_of(own["planning_region"], found.labels)
    group = np.where(own["weak"].to_numpy(dtype=bool), "weak", "strong")
    cell = pd.MultiIndex.from_arrays([group, own["kind"]], names=["group", "kind"])
    observed = _gatekeeping(found, region)
    drawn = np.array(
        [
            pd.Series(_gatekeeping(found, region[order]), index=cell).groupby(cell).sum()
            for order in random_permutations(len(found), draws, seed)
        ]
    )
    degree = pd.Series(np.diff(found.matrix.indptr).astype(float), index=cell)
    sums = pd.Series(observed, index=cell).groupby(cell).sum()
    table = pd.DataFrame(
        {
            "organisations": pd.Series(1, index=cell).groupby(cell).sum(),
            "ties": degree.groupby(cell).sum(),
            "bridging": sums,
        }
    )
    table.index = pd.MultiIndex.from_tuples(table.index, names=["group", "kind"])
    for ours, name in (
        ("organisations", "share_organisations"),
        ("ties", "share_ties"),
        ("bridging", "share_bridging"),
    ):
        table[name] = 100 * table[ours] / table.groupby("group")[ours].transform("sum")
    table["expected"] = drawn.mean(axis=0)
    table["lower"] = np.quantile(drawn, 0.025, axis=0)
    table["upper"] = np.quantile(drawn, 0.975, axis=0)
    table["ratio"] = table["bridging"] / table["expected"]
    shares = pd.DataFrame(drawn, columns=table.index).T
    sums_of_group = shares.groupby(level="group").transform("sum")
    shares = (100 * shares / sums_of_group.where(sums_of_group > 0)).T
    table["share_expected"] = shares.mean()
    table["share_lower"] = shares.quantile(0.025)
    table["share_upper"] = shares.quantile(0.975)
    values = table["bridging"].to_numpy()
    tails = np.minimum((drawn >= values).sum(axis=0), (drawn <= values).sum(axis=0))
    table["p_value"] = np.minimum(1.0, 2 * (1 + tails) / (len(drawn) + 1))
    return table


def _gatekeeping(network: Network, codes: npt.NDArray[np.intp]) -> Floats:
    """Return per node the open pairs of one of its own group and one of another."""
    ties = network.matrix.tocoo()
    same = (codes[ties.row] == codes[ties.col]).astype(float)
    shape = network.matrix.shape
    S = sparse.coo_array((same, (ties.row, ties.col)), shape=shape).tocsr()
    D = sparse.coo_array((1 - same, (ties.row, ties.col)), shape=shape).tocsr()
    S.eliminate_zeros()
    D.eliminate_zeros()
    # Closed pairs: a of the own group, c of another, tied to each other.
    closed = np.asarray(S.multiply(product_where(D, D, S)).sum(axis=0)).ravel()
    result: Floats = S.sum(axis=0) * D.sum(axis=0) - closed
    return result


def pooled_positions(positions: pd.DataFrame, members: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Return sums and means of positions over the districts of each alliance.

    Returns
    -------
    DataFrame
        Per alliance ``districts``, ``organisations``, ``participations``, ``coordinations``,
        ``core_organisations``, ``brokerage`` (sums), and ``partners_per_organisation``,
        ``share_near``, ``share_alone`` (means weighted by organisations; missing where none).
    """
    rows: dict[str, dict[str, Any]] = {}
    sums = ["organisations", "participations", "coordinations", "core_organisations", "brokerage"]
    for name, inside in members.items():
        part = positions.loc[list(inside)]
        row: dict[str, Any] = {"districts": len(part)}
        row |= {one: float(part[one].sum()) for one in sums}
        for measure in ("partners_per_organisation", "share_near", "share_alone"):
            some = part.dropna(subset=[measure])
            weight = some["organisations"]
            row[measure] = (
                float((some[measure] * weight).sum() / weight.sum()) if weight.sum() else np.nan
            )
        rows[name] = row
    return pd.DataFrame(rows).T.rename_axis("alliance").astype(float)
