"""Labels on a map that do not run into each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from wir.publish import palette

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in pixels."""

MARGIN = 1.5
"""Pixels between two labels."""


def place_labels(
    ax: Axes,
    labels: Mapping[str, tuple[float, float, str]],
    taken: list[Box] | None = None,
    avoid: list[Box] | None = None,
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
    avoid : list of boxes, optional
        Boxes that stay free as far as possible: a label covers them rather than being left out.
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
    extent = ax.get_window_extent(renderer)
    frame = (extent.x0, extent.y0, extent.x1, extent.y1)
    points = 72 / figure.dpi
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
        place = ax.transData.transform((x, y))
        wide = (size.width, size.height)
        box = _first_free(tuple(place), wide, frame, [*boxes, *avoid]) if avoid else None
        box = box or _first_free(tuple(place), wide, frame, boxes)
        if box is None:
            note.remove()
            continue
        boxes.append(box)
        shift_x = (box[0] + box[2]) / 2 - place[0]
        shift_y = (box[1] + box[3]) / 2 - place[1]
        note.set_position((shift_x * points, shift_y * points))
        if not (box[0] - 2 <= place[0] <= box[2] + 2 and box[1] - 2 <= place[1] <= box[3] + 2):
            half = (size.width * points / 2, size.height * points / 2)
            _leader(ax, (x, y), (shift_x * points, shift_y * points), half)
    return boxes


def overlap(one: Box, other: Box) -> bool:
    """Say whether two boxes (left, bottom, right, top) overlap."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _candidates() -> Iterator[tuple[float, float]]:
    """Give shifts in widths and heights of the label, the smallest first."""
    shifts = [(across / 4, up * 0.55) for across in range(-4, 5) for up in range(-7, 8)]
    yield from sorted(shifts, key=lambda one: (round(2.2 * abs(one[0]) + abs(one[1]), 3), one))


def _first_free(
    place: tuple[float, ...], size: tuple[float, float], frame: Box, boxes: list[Box]
) -> Box | None:
    """Return the nearest box of this size that is free and inside the frame."""
    width, height = size
    if width + 2 * MARGIN > frame[2] - frame[0]:
        return None
    x = min(max(place[0], frame[0] + width / 2 + MARGIN), frame[2] - width / 2 - MARGIN)
    y = min(max(place[1], frame[1] + height / 2 + MARGIN), frame[3] - height / 2 - MARGIN)
    for across, up in _candidates():
        middle_x, middle_y = x + across * width, y + up * height
        box = (
            middle_x - width / 2 - MARGIN,
            middle_y - height / 2 - MARGIN,
            middle_x + width / 2 + MARGIN,
            middle_y + height / 2 + MARGIN,
        )
        inside = (
            box[0] >= frame[0] - 0.01
            and box[1] >= frame[1] - 0.01
            and box[2] <= frame[2] + 0.01
            and box[3] <= frame[3] + 0.01
        )
        if inside and not any(overlap(box, other) for other in boxes):
            return box
    return None


def _leader(
    ax: Axes, place: tuple[float, float], shift: tuple[float, float], half: tuple[float, float]
) -> None:
    """Draw a thin line from a place to the edge of its label.

    `shift` is the middle of the label from the place, `half` half its width and height, in points.
    """
    inside = min((one / abs(way) for way, one in zip(shift, half, strict=True) if way), default=1.0)
    rest = max(1 - inside, 0.0)
    ax.annotate(
        "",
        place,
        xytext=(shift[0] * rest, shift[1] * rest),
        textcoords="offset points",
        arrowprops={
            "arrowstyle": "-",
            "color": palette.FAINT,
            "linewidth": 0.6,
            "shrinkA": 0,
            "shrinkB": 0,
        },
        zorder=19,
    )
