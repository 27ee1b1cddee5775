"""Five kinds of proximity between districts or organisations, as tables of pairs."""

from __future__ import annotations

import numpy as np
import pandas as pd

from wir.partners.graphs import Floats, Network
from wir.partners.network import network_of
from wir.partners.regions import between_groups

EARTH = 6371.0088
"""Mean radius of the earth, km."""
NEAREST = 5.0
"""Kilometres below which distances say nothing: two organisations in one town."""


def distances(lon: pd.Series, lat: pd.Series) -> Floats:
    """Return great-circle distances in km, n × n."""
    x, y = np.radians(lon.to_numpy(float)), np.radians(lat.to_numpy(float))
    half = (
        np.sin((y[:, None] - y) / 2) ** 2
        + np.cos(y[:, None]) * np.cos(y) * np.sin((x[:, None] - x) / 2) ** 2
    )
    result: Floats = 2 * EARTH * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    return result


def specialisation_similarity(quotients: pd.DataFrame) -> pd.DataFrame:
    """Return regions × regions: correlation of what they are specialised in.

    Parameters
    ----------
    quotients
        Regions × activities: location quotients; missing counts as 0.

    Returns
    -------
    DataFrame
        Pearson's r of (LQ − 1)/(LQ + 1), which lies between −1 and 1 for any quotient.
    """
    x = quotients.fillna(0.0)
    symmetric = (x - 1) / (x + 1)
    return symmetric.T.corr()


def district_networks(
    network: Network,
    placed: pd.DataFrame,
    districts: pd.DataFrame,
    quotients: pd.DataFrame,
    participations: pd.Series,
) -> dict[str, pd.DataFrame]:
    """Return the outcome and the proximities of districts as square tables with the same labels.

    Parameters
    ----------
    network
        Shared projects of placed organisations.
    placed
        Result of `wir.partners.regions.placed_organisations`.
    districts
        Table ``districts``.
    quotients
        Districts × occupations: location quotients.
    participations
        Number of each organisation.

    Returns
    -------
    dict
        ``projects`` (log₂(1 + shared projects of their organisations)), ``distance`` (log₂ km),
        ``same_land``, ``specialisation`` (similarity, per standard deviation over the pairs),
        ``both_weak``, ``both_cities`` (settlement type 1), ``size`` (log₂ of the product of their
        participations). Districts with at least one placed organisation and published quotients.
    """
    own = placed.reindex(network.labels)
    joint = between_groups(network, own["ags"])
    labels = joint.index.intersection(quotients.index)
    about = districts.set_index("ags").loc[labels]
    amount = participations.reindex(network.labels).groupby(own["ags"]).sum().loc[labels]
    logs = np.log2(amount.to_numpy(float))
    weak = about["structurally_weak"].to_numpy(bool)
    city = (about["district_type"] == 1).to_numpy()
    alike = specialisation_similarity(quotients.loc[labels]).to_numpy()
    upper = np.triu_indices(len(labels), 1)
    land = about["land"].to_numpy()
    far = np.log2(np.maximum(distances(about["lon"], about["lat"]), NEAREST))
    tables = {
        "projects": np.log2(1 + joint.loc[labels, labels].to_numpy()),
        "distance": far,
        "same_land": (land[:, None] == land).astype(float),
        "specialisation": alike / alike[upper].std(),
        "both_weak": np.outer(weak, weak).astype(float),
        "both_cities": np.outer(city, city).astype(float),
        "size": logs[:, None] + logs,
    }
    return {
        name: pd.DataFrame(values, index=labels, columns=labels) for name, values in tables.items()
    }


def organisation_pairs(
    before: Network,
    after: Network,
    placed: pd.DataFrame,
    quotients: pd.DataFrame,
    participations: pd.Series,
) -> pd.DataFrame:
    """Return pairs of organisations: whether they share a project later, and how near they were.

    Parameters
    ----------
    before, after
        Networks of two periods with the same nodes in the same order, all of them placed.
    placed
        Result of `wir.partners.regions.placed_organisations`.
    quotients
        Districts × occupations: location quotients.
    participations
        Number of each organisation in the first period, 1 or more.

    Returns
    -------
    DataFrame
        Index ``first``, ``second``; ``tie`` (0/1, second period); ``same_district``, ``distance``
        (log₂ km, 0 within a district so that the former takes its place), ``same_land``,
        ``same_kind`` (institutional), ``specialisation`` (cognitive: similarity of what their
        districts are specialised in, per standard deviation), ``tied_before``, ``common_partners``
        (social: log₂(1 + partners in common)), ``size`` (log₂ of the product of participations).
    """
    if not before.labels.equals(after.labels):
        raise ValueError("before and after do not have the same organisations in the same order.")
    own = placed.reindex(before.labels)
    one, other = np.triu_indices(len(own), 1)
    ties = (before.matrix > 0).astype(float)
    common = (ties @ ties).toarray()[one, other]
    ags, kind, land = (own[column].to_numpy() for column in ("ags", "kind", "land_name"))
    together = ags[one] == ags[other]
    far = np.log2(np.maximum(distances(own["lon"], own["lat"])[one, other], NEAREST))
    places = pd.Index(own["ags"].unique())
    alike = specialisation_similarity(quotients.reindex(places)).to_numpy()
    where = places.get_indexer(own["ags"])
    similar = alike[where[one], where[other]]
    logs = np.log2(participations.reindex(before.labels).to_numpy(float))
    # Distance starts at its own mean, so that it says nothing about pairs within a district.
    centre = far[~together].mean()
    return pd.DataFrame(
        {
            "tie": (after.matrix.toarray()[one, other] > 0).astype(float),
            "same_district": together.astype(float),
            "distance": np.where(together, 0.0, far - centre),
            "same_land": (land[one] == land[other]).astype(float),
            "same_kind": (kind[one] == kind[other]).astype(float),
            "specialisation": similar / similar.std(),
            "tied_before": (before.matrix.toarray()[one, other] > 0).astype(float),
            "common_partners": np.log2(1 + common),
            "size": logs[one] + logs[other],
        },
        index=pd.MultiIndex.from_arrays(
            [before.labels[one], before.labels[other]], names=["first", "second"]
        ),
    )


def pairs_of_periods(
    participations: pd.DataFrame,
    placed: pd.DataFrame,
    quotients: pd.DataFrame,
    years: range,
    split_year: int,
) -> pd.DataFrame:
    """Return `organisation_pairs` of the organisations that are active before and from a year on.

    Parameters
    ----------
    participations
        organisation_id, project, year.
    placed, quotients
        As for `organisation_pairs`.
    years
        All years.
    split_year
        First year of the later period.
    """
    rows = participations[participations["organisation_id"].isin(placed.index)]
    earlier = rows[rows["year"].isin(range(years.start, split_year))]
    later = rows[rows["year"].isin(range(split_year, years.stop))]
    number = earlier.groupby("organisation_id").size()
    active = pd.Index(sorted(set(number.index) & set(later["organisation_id"])))
    if len(active) < 3:
        raise ValueError(
            f"{len(active)} organisations take part both before and from {split_year} on. "
            "Expected three or more; choose another year."
        )
    return organisation_pairs(
        network_of(earlier, actors=active),
        network_of(later, actors=active),
        placed,
        quotients,
        number,
    )


def country_positions(links: pd.DataFrame, years: range, home: str = "DE") -> pd.DataFrame:
    """Return how often a country shares projects with each other one, against its size.

    Parameters
    ----------
    links
        Table ``country_links``.
    years
        Years to add up.
    home
        The country.

    Returns
    -------
    DataFrame
        Per country ``projects`` (that it takes part in), ``joint`` (with `home`), ``share`` (of its
        projects; percent), sorted by ``joint``; and for `home` itself a row with all its projects.
    """
    chosen = links[links["year"].isin(list(years))]
    total = chosen.groupby(["country_a", "country_b"])["projects"].sum().reset_index()
    own = total[total["country_a"] == total["country_b"]].set_index("country_a")["projects"]
    one = total[(total["country_a"] == home) ^ (total["country_b"] == home)]
    partner = one["country_a"].where(one["country_b"] == home, one["country_b"])
    joint = pd.Series(one["projects"].to_numpy(), index=partner)
    table = pd.DataFrame({"projects": own, "joint": joint.reindex(own.index).fillna(0)})
    table.loc[home, "joint"] = own[home]
    table["share"] = 100 * table["joint"] / table["projects"]
    return table.sort_values("joint", ascending=False).rename_axis("country")
