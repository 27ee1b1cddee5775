"""What a map is made of: ground, hatching, outlines, the small overview, the legend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wir.publish import palette
from wir.publish.language import words

if TYPE_CHECKING:
    import geopandas as gpd
    from matplotlib.axes import Axes

    from wir.publish.labels import Box


COARSE = 4000.0
"""Metres below which the small overview shows no detail."""


def base(ax: Axes, shapes: gpd.GeoDataFrame | gpd.GeoSeries | None = None) -> None:
    """Prepare an empty map: equal aspect, no axes, a light ground."""
    ax.set_axis_off()
    ax.margins(0.01)
    if shapes is not None:
        shapes.plot(ax=ax, color="#F4F5F6", edgecolor="white", linewidth=0.25)
    ax.set_aspect("equal")


def overview(
    ax: Axes, shapes: gpd.GeoDataFrame, borders: gpd.GeoSeries, region: gpd.GeoDataFrame
) -> Box:
    """Draw a small Germany in the corner that holds least of the region; return its box."""
    import shapely

    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    frame = shapely.box(left, bottom, right, top)
    wide, high = 0.2, 0.3
    width, height = right - left, top - bottom
    corners = {
        (x, y): shapely.box(
            left + x * width,
            bottom + y * height,
            left + (x + wide) * width,
            bottom + (y + high) * height,
        )
        for x, y in ((1 - wide, 1 - high), (0, 1 - high), (1 - wide, 0), (0, 0))
    }
    own = region.union_all().intersection(frame)
    x, y = min(corners, key=lambda one: round(own.intersection(corners[one]).area))
    small = ax.inset_axes((x, y, wide, high), zorder=10)
    small.add_patch(_backdrop(small))
    base(small, shapes.dissolve().simplify(COARSE))
    borders.simplify(COARSE).plot(ax=small, color="#9AA1AA", linewidth=0.4)
    region.simplify(COARSE).plot(ax=small, color=palette.ALLIANCE)
    place = small.get_window_extent()
    return (place.x0, place.y0, place.x1, place.y1)


def _backdrop(ax: Axes) -> Any:
    """Return a white ground behind a small map."""
    from matplotlib.patches import Rectangle

    return Rectangle(
        (0, 0), 1, 1, transform=ax.transAxes, facecolor="white", alpha=0.9, edgecolor=palette.GRID
    )


def hatched(ax: Axes, missing: gpd.GeoDataFrame) -> None:
    """Hatch the districts of which nothing is known."""
    missing.plot(
        ax=ax,
        facecolor=palette.MISSING,
        edgecolor=palette.MISSING_HATCH,
        hatch="//////",
        linewidth=0.25,
    )


def outline(ax: Axes, districts: gpd.GeoDataFrame) -> None:
    """Outline districts together: dark on a white casing, visible on every fill."""
    import geopandas as gpd

    outline = gpd.GeoSeries([districts.union_all().boundary], crs=districts.crs)
    outline.plot(ax=ax, color="white", linewidth=2.6, zorder=4)
    outline.plot(ax=ax, color=palette.ALLIANCE, linewidth=1.4, zorder=5)


def zoom(ax: Axes, region: gpd.GeoDataFrame) -> Any:
    """Set the limits to the region with a margin, in the shape of the axes; return the frame."""
    import shapely

    left, bottom, right, top = region.total_bounds
    place = ax.get_position(original=True)
    figure = ax.get_figure()
    assert figure is not None
    wide, high = figure.get_size_inches()  # type: ignore[union-attr]
    ratio = (place.width * wide) / (place.height * high)
    height = max(top - bottom, (right - left) / ratio) * 1.65
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


def draw_legend(
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
