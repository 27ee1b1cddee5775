"""Competition: who else is strong in a field, how strong, how near, and how fast others enter."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from wir.potential.activities import Activities
from wir.potential.checks import Floats, listed, same_labels
from wir.profile.fields import aggregate

EARTH_KM = 6371.0088
"""Mean radius of the earth."""

COMPONENTS = ("breadth", "strength", "entry")
"""What the crowding index is the mean of."""


def distances(districts: pd.DataFrame) -> pd.DataFrame:
    """Return the distances (km, great circle) between the centres of districts.

    Parameters
    ----------
    districts
        ``ags``, ``lon``, ``lat`` (degrees).

    Returns
    -------
    DataFrame
        Districts × districts, symmetric, 0 on the diagonal.
    """
    lon, lat = (np.radians(districts[name].to_numpy(dtype=float)) for name in ("lon", "lat"))
    half = (
        np.sin((lat[:, None] - lat) / 2) ** 2
        + np.cos(lat[:, None]) * np.cos(lat) * np.sin((lon[:, None] - lon) / 2) ** 2
    )
    km = 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    np.fill_diagonal(km, 0.0)
    labels = pd.Index(districts["ags"], name="ags")
    return pd.DataFrame(km, index=labels, columns=labels)


def decay(
    distance: pd.DataFrame,
    half_distance: float,
    members: Mapping[str, Sequence[str]] | None = None,
    size: pd.Series | None = None,
) -> pd.DataFrame:
    """Return how much each other district counts as a competitor of each region.

    A district at distance d counts 0.5^(d / half_distance): half as much at that distance, a
    quarter at twice the distance. Rows add up to one, so that a remote region is not spared. The
    districts of a region itself do not count.

    Parameters
    ----------
    distance
        Districts × districts, in km.
    half_distance
        In km; infinity lets every district count the same.
    members
        Regions made of districts; each district by itself where None. The weight of a competitor
        is its mean over the districts of the region, weighted with `size`.
    size
        Size of the districts; needed with `members`.

    Returns
    -------
    DataFrame
        Regions × districts, rows adding up to one.

    Raises
    ------
    ValueError
        A half-distance that is not positive; a region without members, with unknown ones, or that
        holds all districts; no size, or none of a member.
    """
    if not half_distance > 0:
        raise ValueError(f"half_distance is {half_distance}. Expected more than 0 km.")
    weights = np.exp2(-distance.to_numpy() / half_distance)
    if members is None:
        np.fill_diagonal(weights, 0.0)
        table = pd.DataFrame(weights, index=distance.index, columns=distance.columns)
    else:
        if size is None:
            raise ValueError("Regions made of districts need the size of the districts.")
        without = sorted({one for inside in members.values() for one in inside} - set(size.index))
        if without and set(without) <= set(distance.index):
            raise ValueError(f"size has no value for {listed(without)}. Add these districts.")
        rows = {}
        for name, inside in members.items():
            unknown = [one for one in inside if one not in distance.index]
            if unknown or not len(inside):
                raise ValueError(
                    f"The region {name!r} has "
                    + (f"unknown districts: {listed(unknown)}." if unknown else "no districts.")
                )
            places = distance.index.get_indexer(pd.Index(list(inside)))
            share = size[list(inside)].to_numpy(dtype=float)
            rows[name] = share @ weights[places] / share.sum()
            rows[name][places] = 0.0
        table = pd.DataFrame(rows, index=distance.columns).T
    sums = table.sum(axis=1)
    alone = sums.index[~(sums > 0)]
    if len(alone):
        raise ValueError(f"No other district is left to compete with {listed(alone)}.")
    return table.div(sums, axis=0)


class Fields:
    """Employees of regions in fields, by year, beside those that the average would give.

    Attributes
    ----------
    counts, expected
        Year → regions × fields. ``expected``: with the field's share of all jobs in Germany.
    """

    def __init__(
        self, counts: Mapping[int, pd.DataFrame], expected: Mapping[int, pd.DataFrame]
    ) -> None:
        self.counts, self.expected = counts, expected

    def quotients(self, year: int) -> pd.DataFrame:
        """Return location quotients, regions × fields."""
        below = self.expected[year]
        return self.counts[year] / below.where(below > 0)

    def specialised(self, year: int, threshold: float) -> pd.DataFrame:
        """Return where the location quotient reaches the threshold."""
        return self.quotients(year).fillna(0.0) >= threshold

    def surplus(self, year: int, threshold: float) -> pd.DataFrame:
        """Return the employees above the average share, in specialised regions; 0 elsewhere."""
        above = (self.counts[year] - self.expected[year]).clip(lower=0)
        return above.where(self.specialised(year, threshold), 0.0)


def field_activities(activities: Activities, weights: pd.DataFrame, years: Sequence[int]) -> Fields:
    """Return what each region has of each field; see `wir.profile.fields.aggregate`."""
    return Fields(
        {year: aggregate(activities.counts(year), weights) for year in years},
        {year: aggregate(activities.expected(year), weights) for year in years},
    )


def occupation_activities(activities: Activities, years: Sequence[int]) -> Fields:
    """Return the same with each occupation as a field of its own."""
    return Fields(
        {year: activities.counts(year) for year in years},
        {year: activities.expected(year) for year in years},
    )


def crowding_components(
    fields: Fields, weights: pd.DataFrame, year: int, before: int, threshold: float
) -> dict[str, pd.DataFrame]:
    """Return three measures of how contested each field is for each region.

    Parameters
    ----------
    fields
        Of the districts.
    weights
        Regions × districts (`decay`).
    year, before
        Year of the competitors, and the year from which on entries count.
    threshold
        Location quotient from which on a district is specialised.

    Returns
    -------
    dict
        ``breadth``: share of the districts around that are specialised (%, near ones count more);
        ``strength``: employees that specialised districts have above the average share, per 100
        employees that the average share would give the districts around;
        ``entry``: change of the breadth since `before` (percentage points): how fast others enter,
        net of those that leave. Regions × fields each.
    """
    same_labels(
        weights.columns, fields.counts[year].index, "the columns of weights", "the districts"
    )
    share = weights[fields.counts[year].index]
    now, then = fields.specialised(year, threshold), fields.specialised(before, threshold)
    expected = share @ fields.expected[year]
    return {
        "breadth": 100 * (share @ now.astype(float)),
        "strength": 100 * (share @ fields.surplus(year, threshold)) / expected.where(expected > 0),
        "entry": 100 * (share @ (now.astype(float) - then.astype(float))),
    }


def place_among(values: pd.DataFrame, reference: pd.DataFrame) -> pd.DataFrame:
    """Return the percentage of the cells of `reference` that lie below each value; ties by half."""
    known = np.sort(reference.to_numpy(dtype=float).ravel())
    known = known[~np.isnan(known)]
    cells = values.to_numpy(dtype=float)
    left = np.searchsorted(known, cells, side="left")
    right = np.searchsorted(known, cells, side="right")
    place = 50 * (left + right) / max(len(known), 1)
    return pd.DataFrame(
        np.where(np.isnan(cells), np.nan, place), index=values.index, columns=values.columns
    )


def crowding(
    components: Mapping[str, pd.DataFrame], reference: Mapping[str, pd.DataFrame]
) -> dict[str, pd.DataFrame]:
    """Return the crowding index: the mean place of breadth, strength and entry, 0 to 100.

    Parameters
    ----------
    components
        Results of `crowding_components` for the regions of interest.
    reference
        The same for all districts and occupations: the yardstick. 50 is the middle of it.

    Returns
    -------
    dict
        ``crowding``, and ``crowding_lower`` and ``crowding_upper``, the lowest and the highest of
        the three places: how much the index depends on what is meant by competition. Regions ×
        fields.
    """
    places = [place_among(components[name], reference[name]) for name in COMPONENTS]
    cube = np.stack([place.to_numpy() for place in places])
    first = places[0]

    def table(values: Floats) -> pd.DataFrame:
        return pd.DataFrame(values, index=first.index, columns=first.columns)

    return {
        "crowding": table(cube.mean(axis=0)),
        "crowding_lower": table(cube.min(axis=0)),
        "crowding_upper": table(cube.max(axis=0)),
    }


def competitors(fields: Fields, year: int, before: int, threshold: float) -> pd.DataFrame:
    """Return how many districts are specialised in each field, how strongly, and who has entered.

    Returns
    -------
    DataFrame
        Per field: ``districts`` (specialised), ``quotient`` (their median location quotient),
        ``held`` (share of all employees of the field that work in them, %), ``entered`` and
        ``left`` (districts since `before`), ``first`` (district with the largest surplus).
    """
    now, then = fields.specialised(year, threshold), fields.specialised(before, threshold)
    counts, quotients = fields.counts[year], fields.quotients(year)
    surplus = fields.surplus(year, threshold)
    return pd.DataFrame(
        {
            "districts": now.sum(),
            "quotient": quotients.where(now).median(),
            "held": 100 * counts.where(now, 0.0).sum() / counts.sum(),
            "entered": (now & ~then).sum(),
            "left": (then & ~now).sum(),
            "first": surplus.idxmax().where(surplus.max() > 0, None),
        }
    ).rename_axis("field")


def rivals(
    fields: Fields,
    weights: pd.DataFrame,
    distance: pd.DataFrame,
    members: Mapping[str, Sequence[str]],
    wanted: Mapping[str, Sequence[str]],
    year: int,
    threshold: float,
    count: int = 3,
) -> pd.DataFrame:
    """Return the districts that press hardest on a region in each of its fields.

    Pressure is the surplus of employees times the weight of the district (`decay`).

    Parameters
    ----------
    fields, weights, year, threshold
        As in `crowding_components`.
    distance
        Districts × districts, in km.
    members
        Districts of each region.
    wanted
        Region → fields.
    count
        Districts per region and field at most.

    Returns
    -------
    DataFrame
        ``region``, ``field``, ``place`` (1 presses hardest), ``ags``, ``lq``, ``km`` (from the
        nearest district of the region). No row where nobody else is specialised.
    """
    surplus, quotients = fields.surplus(year, threshold), fields.quotients(year)
    rows = []
    for region, inside in members.items():
        near = distance.loc[list(inside)].min()
        for field in wanted.get(region, ()):
            pressure = pd.Series(
                weights.loc[region].to_numpy() * surplus[field].reindex(weights.columns).to_numpy(),
                index=weights.columns,
            )
            strongest = pressure[pressure > 0].nlargest(count).index
            rows += [
                {
                    "region": region,
                    "field": field,
                    "place": place,
                    "ags": ags,
                    "lq": float(quotients.loc[ags, field]),
                    "km": float(near[ags]),
                }
                for place, ags in enumerate(strongest, 1)
            ]
    return pd.DataFrame(rows, columns=["region", "field", "place", "ags", "lq", "km"])


def namesakes(
    coded: Mapping[str, Sequence[str] | set[str]],
    members: Mapping[str, Sequence[str]],
    distance: pd.DataFrame,
) -> pd.DataFrame:
    """Return for each occupation of an alliance which other alliances were coded to it too.

    Returns
    -------
    DataFrame
        ``region``, ``field``, ``others`` (number of other alliances), ``nearest`` (of those whose
        districts are known) and ``km`` between the nearest districts; missing where there is none.
    """
    rows = []
    for region in members:
        for field in sorted(coded.get(region, ())):
            others = [one for one, fields in coded.items() if one != region and field in fields]
            gaps = {
                one: float(distance.loc[list(members[region]), list(members[one])].min().min())
                for one in others
                if one in members
            }
            nearest = min(gaps, key=lambda one: (gaps[one], one)) if gaps else None
            rows.append(
                {
                    "region": region,
                    "field": field,
                    "others": len(others),
                    "nearest": nearest,
                    "km": gaps[nearest] if nearest is not None else math.nan,
                }
            )
    return pd.DataFrame(rows, columns=["region", "field", "others", "nearest", "km"])
