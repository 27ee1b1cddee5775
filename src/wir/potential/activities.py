"""Tables of regions × activities over years, in the one form that the forecasts work on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from wir.potential.checks import listed, nearest, same_labels, shown
from wir.potential.specialisation import location_quotient


@dataclass(frozen=True)
class Activities:
    """What each region does, by year.

    Attributes
    ----------
    lq
        Location quotients by year: regions × activities, the same labels in each; NaN where not
        published.
    size
        All activity of each region (such as employees): regions × years.
    totals
        Size of each activity in all regions: activities × years.
    names
        Label in words per activity.
    neighbours
        Who borders on whom, regions × all regions, rows summing to one; None where unknown.
    """

    lq: Mapping[int, pd.DataFrame]
    size: pd.DataFrame
    totals: pd.DataFrame
    names: pd.Series
    neighbours: pd.DataFrame | None = None

    @property
    def years(self) -> list[int]:
        """The years, sorted."""
        return sorted(self.lq)

    @property
    def regions(self) -> pd.Index:
        """The labels of the regions."""
        return self.lq[self.years[0]].index

    def specialised(self, year: int, threshold: float = 1.0) -> pd.DataFrame:
        """Return where the location quotient is `threshold` or more; what is unknown is False."""
        return self.quotients(year).fillna(0.0) >= threshold

    def quotients(self, year: int) -> pd.DataFrame:
        """Return the location quotients of a year.

        Raises
        ------
        ValueError
            Naming the years there are, if this is none of them.
        """
        if year not in self.lq:
            raise ValueError(
                f"There is no year {year} in the table of activities. Years: "
                f"{listed(self.years, 40)}."
            )
        return self.lq[year]

    def expected(self, year: int) -> pd.DataFrame:
        """Return the size at which each region would have a location quotient of one."""
        share = self.totals[year] / self.totals[year].sum()
        size = self.size[year].reindex(self.regions)
        return pd.DataFrame(
            np.outer(size, share.reindex(self.lq[year].columns)),
            index=self.regions,
            columns=self.lq[year].columns,
        )

    def counts(self, year: int) -> pd.DataFrame:
        """Return the size of each activity in each region; unknown is 0."""
        return (self.quotients(year).fillna(0.0) * self.expected(year)).fillna(0.0)


def from_quotients(
    quotients: pd.DataFrame,
    size: pd.DataFrame,
    totals: pd.DataFrame,
    names: pd.Series,
    neighbours: pd.DataFrame | None = None,
) -> Activities:
    """Return `Activities` from location quotients in long form.

    Parameters
    ----------
    quotients
        Columns ``region``, ``activity``, ``year``, ``lq`` (NaN: not published), each combination
        once.
    size
        Columns ``region``, ``year``, ``size``.
    totals
        Columns ``activity``, ``year``, ``size``.
    names
        Label in words per activity.
    neighbours
        Regions × regions, rows summing to one.

    Raises
    ------
    ValueError
        A combination that occurs twice, labels that differ between years, a year left out, a
        region or activity without a size, an activity without a name, negative quotients.
    """
    _once(quotients, ["region", "activity", "year"], "quotients")
    _once(size, ["region", "year"], "size")
    _once(totals, ["activity", "year"], "totals")
    _every_year(quotients["year"], "quotients")
    lq = {
        year: part.pivot(index="region", columns="activity", values="lq").astype(float)
        for year, part in _by_year(quotients)
    }
    first = lq[min(lq)]
    by_region = size.pivot(index="region", columns="year", values="size")
    by_activity = totals.pivot(index="activity", columns="year", values="size")
    result = Activities(lq, by_region, by_activity, names, neighbours)
    for year, table in lq.items():
        same_labels(table.index, first.index, f"the regions of {year}", f"those of {min(lq)}")
        same_labels(table.columns, first.columns, f"the activities of {year}", f"of {min(lq)}")
        for what, sizes, labels in (
            ("region", by_region, first.index),
            ("activity", by_activity, first.columns),
        ):
            known = (
                sizes[year].reindex(labels) if year in sizes else pd.Series(np.nan, index=labels)
            )
            unknown = labels[~(known > 0)]
            if len(unknown):
                raise ValueError(
                    f"No size in {year} for {what} {listed(unknown)}. Every {what} needs one above "
                    "zero."
                )
        low = table.min().min()
        if low < 0:
            raise ValueError(f"A location quotient of {year} is {low:g}. Expected zero or more.")
    return _labelled(result)


def from_counts(
    table: pd.DataFrame,
    names: pd.Series | None = None,
    neighbours: pd.DataFrame | None = None,
    what: str = "The table of activities",
) -> Activities:
    """Return `Activities` from counts in long form.

    Parameters
    ----------
    table
        Columns ``region``, ``activity``, ``year`` and ``count`` (persons, patents, publications …,
        zero or more). A combination that is missing counts as zero.
    names
        Label in words per activity; the keys themselves by default.
    neighbours
        Regions × regions, rows summing to one.
    what
        What to call the table in messages.

    Raises
    ------
    TypeError, ValueError
        No rows, missing columns, combinations that occur twice, negative or non-numeric counts,
        fewer than two regions or activities, a region or activity with nothing in some year, a year
        left out; regions that look like district keys and lack their leading zero. Each message
        names the label.

    Notes
    -----
    Blanks around regions and activities are removed.
    """
    table = _checked_counts(table, what)
    every = {
        year: part.pivot(index="region", columns="activity", values="count")
        for year, part in _by_year(table)
    }
    regions = pd.Index(sorted(table["region"].unique()), name="region")
    activities = pd.Index(sorted(table["activity"].unique()), name="activity")
    lq, size, totals = {}, {}, {}
    for year, part in sorted(every.items()):
        counts = part.reindex(index=regions, columns=activities).fillna(0.0)
        for kind, sums in (("region", counts.sum(axis=1)), ("activity", counts.sum())):
            if (sums == 0).any():
                raise ValueError(
                    f"{what}: nothing but zeros in {year} for {kind} "
                    f"{listed(sums.index[sums == 0])}. Leave it out of all years, or merge it with "
                    "a similar one."
                )
        lq[year] = location_quotient(counts)
        size[year], totals[year] = counts.sum(axis=1), counts.sum()
    labels = pd.Series(activities, index=activities) if names is None else names
    return _labelled(
        Activities(lq, pd.DataFrame(size), pd.DataFrame(totals), labels, neighbours), what
    )


def _labelled(activities: Activities, what: str = "The table of activities") -> Activities:
    """Return `activities`, after a look whether each has a name and each region its neighbours."""
    keys = activities.lq[activities.years[0]].columns
    nameless = keys[activities.names.reindex(keys).isna()]
    if len(nameless):
        raise ValueError(
            f"{what}: no name for activity {listed(nameless)}. Name it in one row at least, or "
            "leave out all names."
        )
    near = activities.neighbours
    if near is not None:
        alone = activities.regions.difference(near.index.intersection(near.columns))
        if len(alone):
            raise ValueError(
                f"The table of neighbours lacks the regions {listed(alone)}. Expected a row and a "
                "column for each region."
            )
    return activities


def _every_year(years: pd.Series, what: str) -> None:
    there = sorted({int(year) for year in years.unique()})
    lacking = sorted(set(range(there[0], there[-1] + 1)) - set(there))
    if lacking:
        raise ValueError(
            f"{what}: no rows for {listed(lacking, 20)}, though there are for {there[0]} to "
            f"{there[-1]}. Add these years, or leave out all before or all after them."
        )


def _by_year(table: pd.DataFrame) -> list[tuple[int, pd.DataFrame]]:
    return [(int(str(year)), part) for year, part in table.groupby("year")]


def _checked_counts(table: pd.DataFrame, what: str) -> pd.DataFrame:
    wanted = ["region", "activity", "year", "count"]
    for column in wanted:
        if column not in table.columns:
            raise ValueError(
                f"{what} has no column {column!r}.{nearest(column, table.columns)} "
                f"Expected {listed(wanted)}; found {listed(table.columns, 12)}."
            )
    table = table[wanted].reset_index(drop=True)
    if not len(table):
        raise ValueError(f"{what} has no rows. Expected one per {', '.join(wanted[:3])}.")
    for column in wanted:
        empty = table.index[table[column].isna()]
        if len(empty):
            raise ValueError(
                f"{what}: column {column!r} is empty in {len(empty)} rows, the first of them row "
                f"{empty[0] + 1} of the data. Fill it, or delete the row."
            )
    for column in ("region", "activity"):
        if pd.api.types.is_float_dtype(table[column]):
            raise TypeError(
                f"{what}: column {column!r} holds numbers with decimals, such as "
                f"{table[column].iloc[0]}. Expected labels; store the column as text."
            )
        table[column] = table[column].astype(str).str.strip()
    table["count"] = _numbers(table, "count", what)
    years = _numbers(table, "year", what)
    wrong = table.index[(years % 1 != 0) | ~years.between(1000, 9999)]
    if len(wrong):
        raise ValueError(
            f"{what}: column 'year' holds {shown(table.loc[wrong[0], 'year'])} in row "
            f"{wrong[0] + 1} of the data. Expected a year with four digits."
        )
    table["year"] = years.astype(int)
    negative = table.index[table["count"] < 0]
    if len(negative):
        row = table.loc[negative[0]]
        raise ValueError(
            f"{what}: the count of {shown(row['region'])}, {shown(row['activity'])}, "
            f"{row['year']} is {row['count']:g} (row {negative[0] + 1} of the data). Expected zero "
            "or more."
        )
    _once(table, ["region", "activity", "year"], what)
    _every_year(table["year"], what)
    for column in ("region", "activity"):
        if table[column].nunique() < 2:
            raise ValueError(
                f"{what} has one {column} only, {shown(table[column].iloc[0])}. Expected at least "
                "two; nothing can be compared otherwise."
            )
    short = [one for one in table["region"].unique() if one.isdigit() and len(one) == 4]
    if short and any(one.isdigit() and len(one) == 5 for one in table["region"].unique()):
        raise ValueError(
            f"{what}: the regions {listed(short)} have four digits and others five. District keys "
            f"(AGS) have five with a leading zero, such as '0{short[0]}': store the column as text."
        )
    return table


def _numbers(table: pd.DataFrame, column: str, what: str) -> pd.Series:
    values = pd.to_numeric(table[column], errors="coerce").astype(float)
    bad = table.index[values.isna() | np.isinf(values)]
    if len(bad):
        raise TypeError(
            f"{what}: column {column!r} holds {shown(table.loc[bad[0], column])} in row "
            f"{bad[0] + 1} of the data. Expected a number, with a decimal point rather than a "
            "comma, and without blanks or dots for thousands."
        )
    return values


def _once(table: pd.DataFrame, keys: list[str], what: str) -> None:
    twice = table[table.duplicated(keys)]
    if len(twice):
        example = ", ".join(shown(twice[key].iloc[0]) for key in keys)
        raise ValueError(
            f"{what}: {len(twice)} rows repeat a combination of {', '.join(keys)}, the first "
            f"{example}. Expected each once; add them up or delete one."
        )


def check_districts(regions: Iterable[str], known: Iterable[str], what: str) -> bool:
    """Return whether the regions are German districts (AGS).

    Raises
    ------
    ValueError
        If most are, and some are not: naming these, with the nearest known key.
    """
    regions, known = list(map(str, regions)), set(known)
    inside = [region for region in regions if region in known]
    whole = {region: region.removesuffix(".0").zfill(5) for region in regions}
    padded = [region for region in regions if region not in known and whole[region] in known]
    if padded and len(inside) + len(padded) >= len(regions) / 2:
        wrong = "without their leading zero"
        if any(region.endswith(".0") for region in padded):
            wrong = "stored as numbers with decimals"
        raise ValueError(
            f"{what}: district keys {wrong}: {listed(padded)}. Expected "
            f"{whole[padded[0]]!r}; store the column as text."
        )
    if not inside or len(inside) < len(regions) / 2:
        return False
    unknown = [region for region in regions if region not in known]
    if unknown:
        raise ValueError(
            f"{what}: these are no keys of the 400 German districts: {listed(unknown)}."
            f"{nearest(unknown[0], known)} Bring the table to the districts of 2021/22 first."
        )
    return True


def between(activities: Activities, first_year: int, last_year: int) -> Activities:
    """Return the activities of some years only.

    Raises
    ------
    ValueError
        A year that is not in the table, or the first after the last; names the years there are.
    """
    for year in (first_year, last_year):
        activities.quotients(year)
    if first_year > last_year:
        raise ValueError(f"The first year, {first_year}, is after the last, {last_year}.")
    years = [year for year in activities.years if first_year <= year <= last_year]
    return replace(
        activities,
        lq={year: activities.lq[year] for year in years},
        size=activities.size[years],
        totals=activities.totals[years],
    )


def restrict(activities: Activities, regions: Sequence[str]) -> Activities:
    """Return the activities of some regions only, compared with each other.

    Location quotients are computed anew with these regions as the whole; counts that are not
    published stay unknown. Activities that none of them has in some year are left out.

    Raises
    ------
    ValueError
        Unknown regions, fewer than two, or a region of which nothing is published in some year.
    """
    labels = pd.Index(list(dict.fromkeys(regions)))
    unknown = labels.difference(activities.regions)
    if len(unknown) or len(labels) < 2:
        raise ValueError(
            f"Unknown regions: {listed(unknown)}.{nearest(str(unknown[0]), activities.regions)}"
            if len(unknown)
            else f"{len(labels)} region chosen. Expected at least two."
        )
    counts = {
        year: (activities.quotients(year) * activities.expected(year)).loc[labels]
        for year in activities.years
    }
    sums = pd.DataFrame({year: table.sum() for year, table in counts.items()})
    kept = sums.index[(sums > 0).all(axis=1)]
    if len(kept) < 2:
        raise ValueError(
            f"{len(kept)} activities are found in {listed(labels)} in every year. Expected at "
            "least two; choose more regions."
        )
    lq = {}
    for year, table in counts.items():
        inside = table[kept]
        sizes = inside.sum(axis=1)
        if not (sizes > 0).all():
            raise ValueError(
                f"Nothing is known about {listed(sizes.index[~(sizes > 0)])} in {year}. Leave it "
                "out of the regions."
            )
        structure = sums.loc[kept, year] / sums.loc[kept, year].sum()
        lq[year] = inside.div(sizes, axis=0).div(structure, axis=1)
    near = activities.neighbours
    if near is not None:
        near = rows_to_one(near.loc[labels, labels])
    return replace(
        activities,
        lq=lq,
        size=activities.size.loc[labels],
        totals=sums.loc[kept],
        neighbours=near,
    )


def rows_to_one(table: pd.DataFrame) -> pd.DataFrame:
    """Return `table` with rows divided by their sums; rows of zeros stay."""
    sums = table.sum(axis=1)
    return table.div(sums.where(sums > 0, 1.0), axis=0)


def pool(activities: Activities, members: Mapping[str, Sequence[str]]) -> Activities:
    """Return regions that consist of several others, such as the region of an alliance.

    A pooled location quotient is the mean of those of the members, weighted by their size; it is
    unknown only where it is unknown in all of them. Neighbours are those of the members, without
    the members. `totals` stay those of all regions.

    Raises
    ------
    ValueError
        A pooled region without members, or with unknown ones.
    """
    for name, inside in members.items():
        unknown = [region for region in inside if region not in activities.regions]
        if unknown or not len(inside):
            raise ValueError(
                f"The region {shown(name)} has "
                + (f"unknown members: {listed(unknown)}." if unknown else "no members.")
            )
    labels = pd.Index(list(members), name="region")
    belongs = pd.DataFrame(0.0, index=labels, columns=activities.regions)
    for name, inside in members.items():
        belongs.loc[name, list(inside)] = 1.0
    lq = {}
    for year in activities.years:
        table = activities.quotients(year)
        weights = rows_to_one(belongs * activities.size[year].reindex(activities.regions))
        known = (belongs @ table.notna().astype(float)) > 0
        lq[year] = (weights @ table.fillna(0.0)).where(known)
    near = None
    if activities.neighbours is not None:
        near = rows_to_one((belongs @ activities.neighbours).where(belongs == 0, 0.0))
    return Activities(
        lq,
        belongs @ activities.size.loc[activities.regions],
        activities.totals,
        activities.names,
        near,
    )
