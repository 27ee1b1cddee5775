"""Maps of the districts: equal area (EPSG:3035), with the borders of the Länder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from wir import config
from wir.publish import palette
from wir.publish.figures import style
from wir.publish.labels import place_labels
from wir.publish.language import format_number, words

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DETAIL = 1000.0
"""Metres below which a map of Germany shows no detail."""

EDGES = {"left": 0.0, "right": 1.0, "bottom": 0.0, "top": 1.0}

Kind = Literal["sequential", "diverging", "categorical"]


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
    shapes = boundaries.set_index("ags")[["geometry"]].to_crs(config.AREA_CRS).sort_index()
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
        colours, entries = _categorical(known, categories)
    else:
        colours, entries = _classes(known, kind, bins, digits, centre, language)
    with style():
        fig, ax = plt.subplots(figsize=(4.6, 5.9), gridspec_kw=EDGES)
        _base(ax, shapes)
        shapes.loc[known.index].plot(ax=ax, color=colours, edgecolor="white", linewidth=0.25)
        missing = shapes.loc[aligned.isna()]
        if not missing.empty:
            _hatched(ax, missing)
        land_borders(shapes).plot(ax=ax, color="#4A4F57", linewidth=0.7, zorder=3)
        if len(highlight):
            _outline(ax, shapes.loc[list(dict.fromkeys(highlight))])
        _legend(ax, legend, entries, not missing.empty, highlight_label, language)
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

        names = load("districts").set_index("ags")["name"].to_dict()
    region = shapes.loc[own]
    near = shapes.drop(index=own)
    near = near[near.intersects(region.union_all().buffer(2 * DETAIL))]
    with style():
        fig, (ax, small) = plt.subplots(
            1, 2, figsize=(6.4, 4.4), width_ratios=[3.2, 1], gridspec_kw={"wspace": 0.04}
        )
        frame = _zoom(ax, region)
        _base(ax, shapes[shapes.intersects(frame)].clip(frame))
        near.clip(frame).plot(ax=ax, color="#DDE1E6", edgecolor="white", linewidth=0.9)
        region.plot(ax=ax, color=palette.ALLIANCE, alpha=0.32, edgecolor="none")
        region.boundary.plot(ax=ax, color=palette.ALLIANCE, linewidth=1.1, zorder=4)
        borders = land_borders(shapes)
        borders.clip(frame).plot(ax=ax, color="#4A4F57", linewidth=1.0, zorder=3)
        _zoom(ax, region)
        boxes = place_labels(ax, _names(region, names), fontsize=8.5, fontweight="bold")
        visible = near.clip(frame)
        visible = visible[visible.area > 0.01 * frame.area]
        place_labels(ax, _names(visible, names), boxes, fontsize=7.5, color=palette.FAINT)
        _base(small, shapes.dissolve())
        borders.plot(ax=small, color="#9AA1AA", linewidth=0.4)
        region.plot(ax=small, color=palette.ALLIANCE)
        small.set_anchor("N")
    return fig


def _base(ax: Axes, shapes: gpd.GeoDataFrame) -> None:
    """Prepare an empty map: equal aspect, no axes, a light ground."""
    ax.set_axis_off()
    shapes.plot(ax=ax, color="#F4F5F6", edgecolor="white", linewidth=0.25)
    ax.set_aspect("equal")


def _hatched(ax: Axes, missing: gpd.GeoDataFrame) -> None:
    missing.plot(
        ax=ax,
        facecolor=palette.MISSING,
        edgecolor=palette.MISSING_HATCH,
        hatch="//////",
        linewidth=0.25,
    )


def _outline(ax: Axes, districts: gpd.GeoDataFrame) -> None:
    """Outline districts together: dark on a white casing, visible on every fill."""
    import geopandas as gpd

    outline = gpd.GeoSeries([districts.union_all().boundary], crs=districts.crs)
    outline.plot(ax=ax, color="white", linewidth=2.6, zorder=4)
    outline.plot(ax=ax, color=palette.ALLIANCE, linewidth=1.4, zorder=5)


def _zoom(ax: Axes, region: gpd.GeoDataFrame) -> Any:
    """Set the limits to the region with a margin, in the shape of the axes; return the frame."""
    import shapely

    left, bottom, right, top = region.total_bounds
    place = ax.get_position(original=True)
    figure = ax.get_figure()
    assert figure is not None
    wide, high = figure.get_size_inches()  # type: ignore[union-attr]
    ratio = (place.width * wide) / (place.height * high)
    height = max(top - bottom, (right - left) / ratio) * 1.55
    middle_x, middle_y = (left + right) / 2, (bottom + top) / 2
    frame = shapely.box(
        middle_x - height * ratio / 2,
        middle_y - height / 2,
        middle_x + height * ratio / 2,
        middle_y + height / 2,
    )
    ax.set_xlim(frame.bounds[0], frame.bounds[2])
    ax.set_ylim(frame.bounds[1], frame.bounds[3])
    return frame


def _names(
    districts: gpd.GeoDataFrame, names: Mapping[str, str]
) -> dict[str, tuple[float, float, str]]:
    """Return where to write the names: the largest districts first."""
    ordered = districts.iloc[(-districts.area.to_numpy()).argsort(kind="stable")]
    points = ordered.representative_point()
    return {one: (points[one].x, points[one].y, names.get(one, one)) for one in ordered.index}


def _classes(
    known: pd.Series,
    kind: Kind,
    bins: Sequence[float] | int,
    digits: int,
    centre: float,
    language: str,
) -> tuple[list[Any], list[tuple[str, Any]]]:
    """Return the colour of each district and the legend of a classed map."""
    import matplotlib as mpl
    import numpy as np

    limits = np.asarray(_limits(known, kind, bins, digits, centre), dtype=float)
    count = len(limits) + 1
    name = palette.DIVERGING if kind == "diverging" else palette.SEQUENTIAL
    ramp = mpl.colormaps[name](np.linspace(0.08, 0.95, count))
    classes = np.digitize(known.to_numpy(dtype=float), limits)
    edges = [format_number(one, digits, language) for one in limits]
    texts = (
        [f"below {edges[0]}"]
        + [f"{low} to below {high}" for low, high in pairwise(edges)]
        + [f"{edges[-1]} and more"]
        if language == "en"
        else [f"unter {edges[0]}"]
        + [f"{low} bis unter {high}" for low, high in pairwise(edges)]
        + [f"{edges[-1]} und mehr"]
    )
    entries = [(texts[one], ramp[one]) for one in reversed(range(count))]
    return [ramp[one] for one in classes], entries


def _limits(
    known: pd.Series, kind: Kind, bins: Sequence[float] | int, digits: int, centre: float
) -> list[float]:
    """Return the inner limits of the classes, rounded to what the legend shows, each once."""
    import numpy as np

    if not isinstance(bins, int):
        if list(bins) != sorted(set(bins)) or not len(bins):
            raise ValueError(f"bins must rise and not be empty; found {list(bins)}")
        return [float(one) for one in bins]
    if bins < 2:
        raise ValueError(f"a map needs two classes or more; found bins={bins}")
    values = known.to_numpy(dtype=float)
    shares = np.linspace(0, 1, bins + 1)[1:-1]
    if kind == "sequential":
        limits = np.quantile(values, shares)
    else:
        reach = np.quantile(np.abs(values - centre), 0.9)
        limits = centre + reach * (2 * shares - 1)
    return sorted({float(one) for one in np.round(limits, digits)})


def _categorical(
    known: pd.Series, categories: Mapping[str, str] | Sequence[str] | None
) -> tuple[list[Any], list[tuple[str, Any]]]:
    """Return the colour of each district and the legend of a map of categories."""
    found = [str(one) for one in known]
    if isinstance(categories, Mapping):
        colours = dict(categories)
    else:
        colours = palette.category_colours(list(categories or sorted(set(found))))
    unknown = sorted(set(found) - set(colours))
    if unknown:
        raise ValueError(f"no colour for {', '.join(unknown)}; categories: {', '.join(colours)}")
    return [colours[one] for one in found], list(colours.items())


def _legend(
    ax: Axes,
    title: str,
    entries: list[tuple[str, Any]],
    missing: bool,
    highlight_label: str,
    language: str,
) -> None:
    """Write the legend below the map: the figure stays narrow enough for a phone."""
    from matplotlib.patches import Patch

    handles = [
        Patch(facecolor=colour, edgecolor="#8A9099", linewidth=0.4, label=text)
        for text, colour in entries
    ]
    if missing:
        handles.append(
            Patch(
                facecolor=palette.MISSING,
                edgecolor=palette.MISSING_HATCH,
                hatch="//////",
                linewidth=0.4,
                label=words("no_data", language),
            )
        )
    if highlight_label:
        handles.append(
            Patch(
                facecolor="none", edgecolor=palette.ALLIANCE, linewidth=1.4, label=highlight_label
            )
        )
    longest = max(len(str(handle.get_label())) for handle in handles)
    legend = ax.legend(
        handles=handles,
        title=title,
        loc="upper left",
        bbox_to_anchor=(0.0, -0.01),
        ncols=1 if longest > 26 else 2,
        columnspacing=1.6,
        borderaxespad=0,
        fontsize=9,
        title_fontsize=9.5,
        alignment="left",
        handlelength=1.3,
        handleheight=1.0,
    )
    legend.get_title().set_fontweight("bold")


def _check_districts(given: Any, shapes: gpd.GeoDataFrame, what: str) -> None:
    unknown = [str(one) for one in given if one not in shapes.index]
    if unknown:
        raise ValueError(
            f"{what}: {len(unknown)} keys are not districts, for instance {unknown[0]!r}; an AGS "
            "is a text of five digits, on the geography of the table 'districts'"
        )
