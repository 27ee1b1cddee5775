"""Maps of the districts: equal area (EPSG:3035), with the borders of the Länder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from wir import config
from wir.publish import palette
from wir.publish.figures import style
from wir.publish.labels import place_labels
from wir.publish.map_classes import Kind, categorical, classes
from wir.publish.map_layers import base, draw_legend, hatched, outline, overview, zoom

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from matplotlib.figure import Figure


DETAIL = 1200.0
"""Metres below which a map of Germany shows no detail."""

EDGES = {"left": 0.0, "right": 1.0, "bottom": 0.0, "top": 1.0}


def district_shapes(boundaries: gpd.GeoDataFrame | None = None) -> gpd.GeoDataFrame:
    """Return the districts in EPSG:3035, simplified without gaps, indexed by AGS.

    Parameters
    ----------
    boundaries : GeoDataFrame, optional
        Columns ``ags`` and ``geometry``; the table ``boundaries`` where not given.
    """
    import shapely

    if boundaries is None:
        from wir.data import load

        boundaries = load("boundaries")
    indexed: Any = boundaries.set_index("ags")[["geometry"]]
    shapes = indexed.to_crs(config.AREA_CRS).sort_index()
    simple = shapely.coverage_simplify(shapes.geometry.to_numpy(), DETAIL)
    return shapes.set_geometry(simple, crs=config.AREA_CRS)


def land_borders(shapes: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """Return the outlines of the Länder, dissolved from the districts (first two digits)."""
    return shapes.dissolve(by=shapes.index.str[:2]).boundary


def choropleth(
    values: pd.Series,
    *,
    kind: Kind = "sequential",
    legend: str,
    bins: Sequence[float] | int = 5,
    categories: Mapping[str, str] | Sequence[str] | None = None,
    digits: int = 0,
    centre: float = 0.0,
    highlight: Sequence[str] = (),
    highlight_label: str = "",
    labels: Mapping[str, str] | None = None,
    boundaries: gpd.GeoDataFrame | None = None,
    language: str = "en",
) -> Figure:
    """Draw a map of Germany in which the colour of a district shows a value.

    Parameters
    ----------
    values : Series
        Indexed by AGS; numbers or, for ``kind="categorical"``, names. Missing districts and
        NaN are hatched and have their own entry in the legend.
    kind : {"sequential", "diverging", "categorical"}
        Diverging classes lie symmetrically around `centre`.
    legend : str
        What is shown and in which unit.
    bins : int or sequence of float
        Number of classes with equally many districts, or the inner class limits.
    categories : mapping or sequence, optional
        Name → colour, or names, in the order of the legend.
    digits : int
        Decimals in the legend.
    centre : float
        Middle of a diverging scale.
    highlight : sequence of str
        AGS of districts to outline.
    highlight_label : str
        Entry of the outline in the legend.
    labels : mapping, optional
        AGS → text to write on the map; no two overlap.
    boundaries : GeoDataFrame, optional
        Another geography, for tests.
    language : {"en", "de"}
        Of the numbers in the legend.

    Returns
    -------
    Figure
        For `wir.publish.figures.figure`.

    Raises
    ------
    ValueError
        If a value belongs to no district or to no category, or nothing is known at all.
    """
    import matplotlib.pyplot as plt

    shapes = district_shapes(boundaries)
    _check_districts(values.index, shapes, "values")
    _check_districts(highlight, shapes, "highlight")
    _check_districts(labels or {}, shapes, "labels")
    aligned = values.reindex(shapes.index)
    known = aligned.dropna()
    if known.empty:
        raise ValueError(f"no district has a value to show ({legend})")
    if kind == "categorical":
        colours, entries = categorical(known, categories)
    else:
        colours, entries = classes(known, kind, bins, digits, centre, language)
    with style():
        fig, ax = plt.subplots(figsize=(4.6, 5.9), gridspec_kw=EDGES)
        base(ax)
        shapes.loc[known.index].plot(ax=ax, color=colours, edgecolor="white", linewidth=0.25)
        missing = shapes.loc[aligned.isna()]
        if not missing.empty:
            hatched(ax, missing)
        land_borders(shapes).plot(ax=ax, color="#4A4F57", linewidth=0.7, zorder=3)
        if len(highlight):
            outline(ax, shapes.loc[list(dict.fromkeys(highlight))])
        draw_legend(ax, legend, entries, not missing.empty, highlight_label, language)
        if labels:
            points = shapes.loc[list(labels)].representative_point()
            place_labels(ax, {ags: (points[ags].x, points[ags].y, labels[ags]) for ags in labels})
    return fig


def locator(
    ags: Sequence[str],
    *,
    names: Mapping[str, str] | None = None,
    boundaries: gpd.GeoDataFrame | None = None,
) -> Figure:
    """Draw where an alliance is: its districts with their neighbours, and a small Germany.

    Parameters
    ----------
    ags : sequence of str
        Districts of the alliance.
    names : mapping, optional
        AGS → name; from the table ``districts`` where not given.
    boundaries : GeoDataFrame, optional
        Another geography, for tests.

    Raises
    ------
    ValueError
        If no district is given or one is unknown.
    """
    import matplotlib.pyplot as plt

    own = list(dict.fromkeys(ags))
    if not own:
        raise ValueError("locator: no district given")
    shapes = district_shapes(boundaries)
    _check_districts(own, shapes, "ags")
    if names is None:
        from wir.data import load

        districts = load("districts")
        names = dict(zip(districts["ags"], districts["name"], strict=True))
    region = shapes.loc[own]
    near = shapes.drop(index=own)
    near = near[near.intersects(region.union_all().buffer(2 * DETAIL))]
    with style():
        fig, ax = plt.subplots(figsize=(4.8, 4.3), gridspec_kw=EDGES)
        frame = zoom(ax, region)
        base(ax, shapes[shapes.intersects(frame)].clip(frame))
        near.clip(frame).plot(ax=ax, color="#DDE1E6", edgecolor="white", linewidth=0.9)
        region.plot(ax=ax, color=palette.ALLIANCE, alpha=0.32, edgecolor="none")
        region.boundary.plot(ax=ax, color=palette.ALLIANCE, linewidth=1.1, zorder=4)
        borders = land_borders(shapes)
        inside = borders.clip(frame)
        if not inside.empty:
            inside.plot(ax=ax, color="#4A4F57", linewidth=1.0, zorder=3)
        zoom(ax, region)
        corner = overview(ax, shapes, borders, region)
        boxes = place_labels(ax, _names(region, names), [corner], fontsize=9.5, fontweight="bold")
        visible = near.clip(frame)
        visible = visible[visible.area > 0.01 * frame.area]
        place_labels(ax, _names(visible, names), boxes, fontsize=8.5, color=palette.FAINT)
    return fig


def _names(
    districts: gpd.GeoDataFrame, names: Mapping[str, str]
) -> dict[str, tuple[float, float, str]]:
    """Return where to write the names: the largest districts first."""
    ordered = districts.iloc[(-districts.area.to_numpy()).argsort(kind="stable")]
    points = ordered.representative_point()
    return {one: (points[one].x, points[one].y, names.get(one, one)) for one in ordered.index}


def _check_districts(given: Any, shapes: gpd.GeoDataFrame, what: str) -> None:
    unknown = [str(one) for one in given if one not in shapes.index]
    if unknown:
        raise ValueError(
            f"{what}: {len(unknown)} keys are not districts, for instance {unknown[0]!r}; an AGS "
            "is a text of five digits, on the geography of the table 'districts'"
        )
