"""The portfolio: demand growth against crowding, and how far the picture depends on definitions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from wir.potential.checks import listed, same_labels
from wir.profile.competition import Fields, crowding, crowding_components, decay
from wir.profile.demand import demand, total_growth
from wir.profile.fields import tall

OPEN, CONTESTED, QUIET, CROWDED = "open", "contested", "quiet", "crowded"
QUADRANTS = (OPEN, CONTESTED, QUIET, CROWDED)
"""Growing and little contested; growing and contested; neither; contested without growth.

In tables of regions × fields a quadrant is the number of its place here: 0, 1, 2 or 3.
"""

MIDDLE = 50.0
"""Crowding from which on a field counts as contested: the middle of all districts and fields."""

MEASURES = ("employees", "vacancies", "tightness")
"""What may grow: jobs, vacancies, vacancies per unemployed person."""

CLEAR = 0.8
"""Share of definitions that must agree before a quadrant is called clear."""


@dataclass(frozen=True)
class Definition:
    """One way to draw the portfolio."""

    measure: str = "employees"
    years: int = 10
    threshold: float = 1.0
    half_distance: float = 100.0


@dataclass(frozen=True)
class Setting:
    """What every definition works on.

    Attributes
    ----------
    fields
        Employees of the districts in the fields.
    levels
        ``employees``, ``vacancies``, ``unemployed``: years × fields, in Germany.
    total
        The same with all occupations as columns: what growth is compared with.
    distance
        Districts × districts, in km.
    members
        Districts of each region.
    size
        Employees of the districts.
    year, before
        Year of the competitors, and the year from which on entries count.
    """

    fields: Fields
    levels: Mapping[str, pd.DataFrame]
    total: Mapping[str, pd.DataFrame]
    distance: pd.DataFrame
    members: Mapping[str, Sequence[str]]
    size: pd.Series
    year: int
    before: int


def crowding_of(
    setting: Setting, threshold: float, half_distance: float
) -> tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame]]:
    """Return the crowding index and its components, regions × fields.

    The yardstick is every district in every field of the setting.
    """

    def parts(members: Mapping[str, Sequence[str]] | None) -> dict[str, pd.DataFrame]:
        weights = decay(setting.distance, half_distance, members, setting.size)
        return crowding_components(setting.fields, weights, setting.year, setting.before, threshold)

    own = parts(setting.members)
    return crowding(own, parts(None)), own


def excess_growth(setting: Setting, measure: str, years: int) -> pd.Series:
    """Return by how much each field grows faster than all occupations, in % points per year.

    Raises
    ------
    ValueError
        An unknown measure, or years that the tables do not have.
    """
    if measure not in MEASURES:
        raise ValueError(f"measure is {measure!r}. Expected one of {listed(MEASURES)}.")
    growth = demand(setting.levels, setting.year, years)[f"{measure}_growth"]
    whole = total_growth(setting.total, setting.year, years)
    return growth - whole[measure]


def quadrants(growth: pd.Series, index: pd.DataFrame) -> pd.DataFrame:
    """Return the quadrant of each field for each region.

    Parameters
    ----------
    growth
        Growth of each field above that of all occupations (more than 0: it grows).
    index
        Crowding, regions × fields (50 or more: it is contested).

    Returns
    -------
    DataFrame
        Regions × fields: place in `QUADRANTS` (0 to 3), missing where growth or crowding is.
    """
    same_labels(growth.index, index.columns, "growth", "the fields of the index")
    up = growth[index.columns].to_numpy(dtype=float)[None, :]
    across = index.to_numpy(dtype=float)
    codes = np.where(up > 0, 0.0, 2.0) + (across >= MIDDLE)
    codes[np.isnan(up + across)] = np.nan
    return pd.DataFrame(codes, index=index.index, columns=index.columns)


def quadrant_names(codes: pd.Series) -> pd.Series:
    """Return the name of each quadrant, see `QUADRANTS`; missing where it is missing."""
    return codes.map(dict(enumerate(QUADRANTS)))


def definitions(
    measures: Sequence[str],
    years: Sequence[int],
    thresholds: Sequence[float],
    half_distances: Sequence[float],
) -> list[Definition]:
    """Return every combination."""
    return [
        Definition(measure, span, threshold, half)
        for measure in measures
        for span in years
        for threshold in thresholds
        for half in half_distances
    ]


def variants(
    setting: Setting, chosen: Sequence[Definition]
) -> Iterator[tuple[Definition, pd.DataFrame]]:
    """Give the quadrants (regions × fields) by each definition; shared steps are done once."""
    growth: dict[tuple[str, int], pd.Series] = {}
    index: dict[tuple[float, float], pd.DataFrame] = {}
    for one in chosen:
        up, across = (one.measure, one.years), (one.threshold, one.half_distance)
        if up not in growth:
            growth[up] = excess_growth(setting, *up)
        if across not in index:
            index[across] = crowding_of(setting, *across)[0]["crowding"]
        yield one, quadrants(growth[up], index[across])


def stability(base: pd.DataFrame, others: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return how many definitions agree with a portfolio.

    Parameters
    ----------
    base
        Regions × fields: quadrants (`quadrants`).
    others
        The same by other definitions.

    Returns
    -------
    DataFrame
        Index region, field: ``agreement`` (share of the definitions with the same quadrant, 0–1),
        ``growing`` and ``contested`` (share of the definitions by which the field grows, is
        contested). Definitions by which a quadrant is missing do not count.

    Raises
    ------
    ValueError
        No other definition.
    """
    if not others:
        raise ValueError("There is no other definition to compare with.")
    cube = np.stack([one.loc[base.index, base.columns].to_numpy() for one in others])
    known = ~np.isnan(cube)
    number = known.sum(axis=0)
    divisor = np.where(number > 0, number, np.nan)

    def share(hits: npt.NDArray[np.bool_]) -> pd.Series:
        part = (hits & known).sum(axis=0) / divisor
        return tall(pd.DataFrame(part, index=base.index, columns=base.columns))

    return pd.DataFrame(
        {
            "agreement": share(cube == base.to_numpy()[None]),
            "growing": share(cube < 2),
            "contested": share(cube % 2 == 1),
        }
    )


def one_at_a_time(
    setting: Setting, base: Definition, changes: Mapping[str, Sequence[object]]
) -> pd.DataFrame:
    """Return what share of the cells keeps its quadrant when one choice is changed.

    Parameters
    ----------
    setting, base
        What to start from.
    changes
        Name in `Definition` → other values.

    Returns
    -------
    DataFrame
        ``choice``, ``value``, ``same`` (%, of the regions × fields known both ways).
    """
    from dataclasses import replace

    others = [
        (name, value, replace(base, **{name: value}))  # type: ignore[arg-type]
        for name, values in changes.items()
        for value in values
        if value != getattr(base, name)
    ]
    drawn = list(variants(setting, [base, *(one for _, _, one in others)]))
    start = drawn[0][1].to_numpy()
    rows = []
    for (name, value, _), (_, table) in zip(others, drawn[1:], strict=True):
        cells = table.to_numpy()
        known = ~np.isnan(start + cells)
        rows.append(
            {"choice": name, "value": value, "same": 100 * float((start == cells)[known].mean())}
        )
    return pd.DataFrame(rows, columns=["choice", "value", "same"])


def portfolio_table(
    setting: Setting,
    base: Definition,
    others: Sequence[Definition],
    density: pd.DataFrame,
    regional: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return everything on each region and field: demand, competition, quadrant, how sure it is.

    Parameters
    ----------
    setting
        Regions, fields and years.
    base
        The definition that the portfolio shows.
    others
        The definitions that it is compared with.
    density
        Regions × fields: relatedness density.
    regional
        Result of `wir.profile.demand.regional_demand`, if wanted.

    Returns
    -------
    DataFrame
        Index region, field: ``growth``, ``lower``, ``upper`` (of the base's measure in Germany, %
        per year), ``excess`` (above all occupations), ``crowding`` with ``crowding_lower`` and
        ``crowding_upper``, ``breadth``, ``strength``, ``entry``, ``quadrant``, ``agreement``,
        ``growing``, ``contested`` (see `stability`), ``clear`` (at least four fifths of the
        definitions agree on growth and on contest), ``density``, and the columns of `regional`.
    """
    national = demand(setting.levels, setting.year, base.years)
    excess = excess_growth(setting, base.measure, base.years)
    index, parts = crowding_of(setting, base.threshold, base.half_distance)
    drawn = quadrants(excess, index["crowding"])
    steady = stability(drawn, [table for _, table in variants(setting, others)])
    result = pd.DataFrame({name: tall(table) for name, table in (index | parts).items()})
    field = result.index.get_level_values("field")
    for column in ("growth", "lower", "upper"):
        values = national[f"{base.measure}_{column}"].reindex(field)
        result.insert(len(result.columns), column, values.to_numpy())
    result["excess"] = excess.reindex(field).to_numpy()
    result["quadrant"] = quadrant_names(tall(drawn))
    result = result.join(steady)
    result["clear"] = is_clear(result)
    result["density"] = tall(density.loc[drawn.index, drawn.columns])
    return result if regional is None else result.join(regional)


def is_clear(table: pd.DataFrame) -> pd.Series:
    """Return whether four fifths of the definitions or more give the same answers.

    Two questions: does the field grow, is it contested? The answers must be those of the quadrant
    shown. `table` has ``quadrant``, ``growing`` and ``contested``.
    """
    up = table["quadrant"].isin([OPEN, CONTESTED])
    across = table["quadrant"].isin([CONTESTED, CROWDED])
    growing = table["growing"].where(up, 1 - table["growing"])
    contested = table["contested"].where(across, 1 - table["contested"])
    return (growing >= CLEAR) & (contested >= CLEAR)


def diagonal(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows in which the field is the region's own; index region."""
    region, field = (table.index.get_level_values(level) for level in ("region", "field"))
    return table[region == field].droplevel("field")


def own_portfolio(
    settings: Mapping[str, Setting],
    chosen: str,
    base: Definition,
    others: Sequence[Definition],
    density: pd.DataFrame,
    regional: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the portfolio of the regions' own fields, compared over definitions and codings.

    Parameters
    ----------
    settings
        Coding → setting whose fields are named like the regions: the field of each region.
    chosen
        The coding that is shown.
    base, others
        The definition shown, and those compared with, in every coding.
    density, regional
        As in `portfolio_table`, for the chosen coding.

    Returns
    -------
    DataFrame
        Index region; columns of `portfolio_table`. A region without a field in the chosen coding
        is left out.
    """
    table = diagonal(portfolio_table(settings[chosen], base, others, density, regional))
    places = {name: float(place) for place, name in enumerate(QUADRANTS)}
    drawn = table["quadrant"].map(places).astype(float).to_frame("own")
    compared = []
    for setting in settings.values():
        for _, cells in variants(setting, others):
            there = cells.index.intersection(cells.columns)
            values = cells.loc[there, there].to_numpy().diagonal()
            compared.append(pd.DataFrame({"own": values}, index=there).reindex(drawn.index))
    steady = stability(drawn, compared).droplevel("field")
    table = table.assign(**{name: steady[name] for name in steady.columns})
    return table.assign(clear=is_clear(table))
