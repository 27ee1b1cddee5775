"""Labels on a map that do not run into each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from wir.publish import palette

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    Box = tuple[float, float, float, float]

OFFSETS = [(0.0, 0.0)] + [
    (dx * step, dy * step)
    for step in (9, 14, 20, 28, 38, 50, 64)
    for dx, dy in ((1, 0.3), (-1, 0.3), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))
]
"""Where a label may stand, in points from its place; the nearest first."""


def place_labels(
    ax: Axes,
    labels: Mapping[str, tuple[float, float, str]],
    taken: list[Box] | None = None,
    **style: Any,
) -> list[Box]:
    """Write labels near their places, none over another; a thin line where one had to move.

    Parameters
    ----------
    ax : Axes
        A map whose limits and aspect are final.
    labels : mapping
        Key → x, y (data coordinates), text; placed in this order, the important ones first.
        A label for which there is no room is left out.
    taken : list of boxes, optional
        Boxes (left, bottom, right, top in pixels) that must stay free.
    **style
        Passed on to ``Axes.annotate``.

    Returns
    -------
    list of boxes
        `taken` and the boxes of the labels.
    """
    from matplotlib.patheffects import withStroke

    figure = ax.get_figure()
    assert figure is not None
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    frame = ax.get_window_extent(renderer)
    pixels = figure.dpi / 72
    boxes = list(taken or [])
    for x, y, text in labels.values():
        note = ax.annotate(
            text,
            (x, y),
            xytext=(0, 0),
            textcoords="offset points",
            ha="center",
            va="center",
            zorder=20,
            path_effects=[withStroke(linewidth=2.4, foreground="white")],
            **{"fontsize": 8, "color": palette.INK, **style},
        )
        size = note.get_window_extent(renderer)
        place_x, place_y = ax.transData.transform((x, y))
        for dx, dy in OFFSETS:
            shift_x = dx * pixels + (size.width / 2 * (dx > 0) - size.width / 2 * (dx < 0))
            shift_y = dy * pixels
            box = (
                place_x + shift_x - size.width / 2 - 1,
                place_y + shift_y - size.height / 2 - 1,
                place_x + shift_x + size.width / 2 + 1,
                place_y + shift_y + size.height / 2 + 1,
            )
            inside = (
                box[0] >= frame.x0
                and box[2] <= frame.x1
                and box[1] >= frame.y0
                and box[3] <= frame.y1
            )
            if inside and not any(overlap(box, other) for other in boxes):
                break
        else:
            note.remove()
            continue
        boxes.append(box)
        note.set_position((shift_x / pixels, shift_y / pixels))
        if max(abs(dx), abs(dy)) > 9:
            ax.annotate(
                "",
                (x, y),
                xytext=(shift_x / pixels, shift_y / pixels),
                textcoords="offset points",
                arrowprops={
                    "arrowstyle": "-",
                    "color": palette.FAINT,
                    "linewidth": 0.6,
                    "shrinkB": 0,
                    "shrinkA": size.height / 2 / pixels,
                },
                zorder=19,
            )
    return boxes


def overlap(one: Box, other: Box) -> bool:
    """Say whether two boxes (left, bottom, right, top) overlap."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
