"""The space of activities as a figure: a network with the areas as colours."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from wir.publish import palette
from wir.publish.labels import Box, overlap

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Point = tuple[float, float]

AREAS = {
    "0": "Armed forces",
    "1": "Agriculture, forestry, horticulture",
    "2": "Raw materials, production, manufacturing",
    "3": "Construction, architecture, building services",
    "4": "Natural sciences, geography, informatics",
    "5": "Traffic, logistics, safety and security",
    "6": "Commercial services, trade, hotel, tourism",
    "7": "Business organisation, accounting, law, administration",
    "8": "Health, social services, teaching",
    "9": "Philology, humanities, media, art",
}
"""Areas of the German classification of occupations (KldB 2010), by the first digit."""

COLOURS = (
    "#889858", "#B84820", "#B09000", "#1E82F0", "#00A0B8",
    "#C01888", "#9048C0", "#187850", "#E07088",
)  # fmt: skip
"""Nine hues with a contrast of 3 : 1 against white and against the ground of the dark theme."""

ONE_COLOUR = "#1E82F0"
PALE, LINK = "#D9DDE2", "#C4C9D0"


def occupation_areas(codes: Iterable[str]) -> pd.Series:
    """Return the area of each occupational group, in words; the codes are the index.

    Raises
    ------
    ValueError
        If a code does not begin with a digit.
    """
    import pandas as pd

    listed = [str(code) for code in codes]
    wrong = [code for code in listed if code[:1] not in AREAS]
    if wrong:
        raise ValueError(
            f"{wrong[0]!r} is no code of the classification of occupations: expected text such "
            "as '431', whose first digit is the area"
        )
    return pd.Series([AREAS[code[0]] for code in listed], index=listed, name="area")


def space_title(nodes: pd.DataFrame, activities: str = "activities", least: int = 5) -> str:
    """Return the title of a space: which two groups lie farthest apart, where some do.

    Parameters
    ----------
    nodes
        ``x``, ``y`` and, where known, ``group``.
    activities
        What they are called.
    least
        Smaller groups are not named, nor those with less than a tenth of the nodes.

    Notes
    -----
    Two groups are called apart if four fifths of their nodes are nearer to the centre of their own
    group than to that of the other.
    """
    title = f"The space of {activities}"
    if "group" not in nodes:
        return title
    places = nodes[["x", "y"]]
    groups = nodes["group"].astype(str)
    size = groups.value_counts()
    names = sorted(size.index[size >= max(least, len(nodes) / 10)])
    center = places.groupby(groups).mean()
    pairs = [
        (math.dist(center.loc[one], center.loc[other]), one, other)
        for number, one in enumerate(names)
        for other in names[number + 1 :]
    ]
    if not pairs:
        return title
    _, one, other = max(pairs)
    both = groups.isin([one, other])
    nearer = [((places[both] - center.loc[name]) ** 2).sum(axis=1) for name in (one, other)]
    if ((nearer[0] < nearer[1]) == (groups[both] == one)).mean() < 0.8:
        return title
    left, right = sorted((one, other), key=center["x"].to_dict().__getitem__)
    return f"{title}: {left} on one side; {right[0].lower() + right[1:]} on the other"


def group_colours(groups: Iterable[object]) -> dict[str, str]:
    """Return the colour of each group: areas have theirs, others take turns in sorted order.

    Raises
    ------
    ValueError
        If there are more groups than colours that can be told apart.
    """
    names = sorted({str(one) for one in groups})
    own = dict(zip(list(AREAS.values())[1:], COLOURS, strict=True)) | {AREAS["0"]: palette.OTHER}
    if set(names) <= set(own):
        return {name: own[name] for name in own if name in names}
    if len(names) > len(COLOURS):
        raise ValueError(
            f"{len(names)} groups, but only {len(COLOURS)} colours can be told apart: merge some, "
            "or leave the column 'group' out"
        )
    return dict(zip(names, COLOURS, strict=False))


def require_columns(nodes: pd.DataFrame, edges: pd.DataFrame) -> None:
    """Raise where a space lacks a column, or a link leads to an activity that is not there.

    Raises
    ------
    ValueError
        Saying which.
    """
    for table, what, wanted in (
        (nodes, "nodes", ("name", "x", "y", "radius")),
        (edges, "edges", ("source", "target")),
    ):
        lacking = [name for name in wanted if name not in table]
        if lacking:
            raise ValueError(
                f"{what} has no column {', '.join(lacking)}; found: "
                f"{', '.join(map(str, table.columns))}"
            )
    if not nodes.index.is_unique:
        twice = nodes.index[nodes.index.duplicated()][0]
        raise ValueError(f"nodes has {twice!r} more than once: one row for each activity")
    unknown = sorted({*edges["source"], *edges["target"]} - set(nodes.index))
    if unknown:
        raise ValueError(f"edges link activities that nodes lacks: {', '.join(map(str, unknown))}")


def activity_space(
    nodes: pd.DataFrame,
    edges: pd.DataFrame,
    *,
    specialised: pd.Series | None = None,
    within_reach: Sequence[object] = (),
    labelled: int = 25,
) -> Figure:
    """Draw activities as a network, the larger ones named.

    Parameters
    ----------
    nodes
        Activities (index) with ``name``, and ``x``, ``y``, ``radius`` from
        `wir.potential.space.space_layout`; with ``group`` (an area) nodes have its colour, without
        it all have one.
    edges
        ``source`` and ``target``, from `wir.potential.space.strongest_links`.
    specialised
        True or False for each activity: the others are pale. All are coloured where not given.
    within_reach
        Activities with a ring around them.
    labelled
        How many activities are named, at most: those with a ring first, then the largest of each
        area in turn.

    Raises
    ------
    ValueError
        If a column is missing, an activity is unknown, or there are too many groups.
    """
    import matplotlib.pyplot as plt
    from matplotlib.collections import EllipseCollection, LineCollection

    require_columns(nodes, edges)
    unknown = [one for one in within_reach if one not in nodes.index]
    if unknown:
        raise ValueError(f"within_reach names activities that nodes lacks: {unknown[:5]}")
    width = max(float(nodes["x"].max()), 1.0)
    fig, ax = plt.subplots(figsize=(7.7, 7.7 / (width + 0.06)))
    ax.set_position((0, 0, 1, 1))
    ax.set_xlim(-0.03, width + 0.03)
    ax.set_ylim(-0.02, 1.02)
    ax.set_aspect("equal")
    ax.set_axis_off()
    places = nodes[["x", "y"]]
    ends = zip(
        places.loc[edges["source"]].to_numpy(), places.loc[edges["target"]].to_numpy(), strict=True
    )
    ax.add_collection(LineCollection(list(ends), colors=LINK, linewidths=0.7, zorder=1))
    colours = _colours(nodes)
    fill = colours
    if specialised is not None:
        fill = colours.where(specialised.reindex(nodes.index, fill_value=False).astype(bool), PALE)
    diameter = 2 * nodes["radius"]
    ring = nodes.index.isin(list(within_reach))
    ax.add_collection(
        EllipseCollection(
            diameter, diameter, [0] * len(nodes), units="xy", offsets=places.to_numpy(),
            offset_transform=ax.transData, facecolors=list(fill),
            edgecolors=[palette.INK if one else "white" for one in ring],
            linewidths=[1.8 if one else 0.7 for one in ring], zorder=2,
        )
    )  # fmt: skip
    entries = group_colours(nodes["group"]) if "group" in nodes else {}
    if specialised is not None:
        entries |= {"Not specialised": PALE}
    _legend(ax, entries, ring=bool(ring.any()))
    _label(ax, nodes, list(within_reach), labelled)
    return fig


def _colours(nodes: pd.DataFrame) -> pd.Series:
    import pandas as pd

    if "group" not in nodes:
        return pd.Series(ONE_COLOUR, index=nodes.index)
    return nodes["group"].astype(str).map(group_colours(nodes["group"]))


def _legend(ax: Axes, colours: dict[str, str], *, ring: bool) -> None:
    """Write what the colours mean below the network, as many beside each other as fit."""
    from matplotlib.lines import Line2D

    if not colours and not ring:
        return

    handles = [
        Line2D([], [], marker="o", linestyle="", markersize=6.5, color=colour, label=name)
        for name, colour in colours.items()
    ]
    if ring:
        handles.append(
            Line2D([], [], marker="o", linestyle="", markersize=6.5, color="none",
                   markeredgecolor=palette.INK, markeredgewidth=1.8, label="Within reach")
        )  # fmt: skip
    longest = max((len(name) for name in colours), default=12)
    ax.legend(
        handles=handles, loc="upper left", bbox_to_anchor=(0, -0.015), fontsize=8,
        ncols=max(1, min(4, 132 // (longest + 8))), columnspacing=1.4, handletextpad=0.1,
        borderaxespad=0,
    )  # fmt: skip


def important(nodes: pd.DataFrame, number: int) -> list[object]:
    """Return the activities to name: the largest of each group in turn, then the next ones."""
    ordered = nodes.sort_values("radius", ascending=False, kind="stable")
    if "group" in nodes:
        turn = ordered.groupby("group").cumcount()
        # Every area gets two names; the others go to the largest, wherever they are.
        first = ordered[turn < 2]
        ordered = ordered.loc[[*first.index, *ordered.index.difference(first.index, sort=False)]]
    return list(ordered.index[:number])


def two_lines(name: str, longest: int = 20) -> str:
    """Return a name on two lines where it is long, parted after a space, comma, stop or hyphen."""
    if len(name) <= longest:
        return name
    breaks = [
        found.end() for found in re.finditer(r"[ ,.](?=[^\s,.])|(?<=[^\s,])-(?=[^\s,])", name)
    ]
    breaks = [place for place in breaks if 3 < place < len(name) - 3]
    if not breaks:
        return name
    place = min(breaks, key=lambda one: abs(one - len(name) / 2))
    return f"{name[:place].rstrip()}\n{name[place:].lstrip()}"


def _label(ax: Axes, nodes: pd.DataFrame, first: list[object], labelled: int) -> None:
    """Name activities beside their nodes; no label covers a node or another label."""
    figure = ax.get_figure()
    assert figure is not None
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    frame = ax.get_window_extent(renderer)
    scale = ax.transData.transform((1, 0))[0] - ax.transData.transform((0, 0))[0]
    circles = {
        key: (*ax.transData.transform((x, y)), radius * scale)
        for key, x, y, radius in nodes[["x", "y", "radius"]].itertuples()
    }
    # The box that has the area of the circle: a label may touch a corner, not the node.
    taken = [_box(x, y, 1.78 * radius, 1.78 * radius) for x, y, radius in circles.values()]
    names = nodes["name"].to_dict()
    placed = 0
    for key in dict.fromkeys([*first, *important(nodes, 2 * labelled)]):
        if placed == labelled:
            break
        name = str(names[key])
        texts = [
            ax.text(0, 0, text, fontsize=7.2, linespacing=1.0, va="center", ha="center", zorder=20,
                    bbox={"facecolor": "white", "alpha": 0.75, "pad": 0.4, "linewidth": 0})
            for text in dict.fromkeys((two_lines(name), name))
        ]  # fmt: skip
        extents = [text.get_window_extent(renderer) for text in texts]
        sizes = [(extent.width + 3, extent.height + 2) for extent in extents]
        spot = _free_spot(circles[key], sizes, (frame.x0, frame.y0, frame.x1, frame.y1), taken)
        if spot is not None:
            box, leader, variant = spot
            middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
            across, up = ax.transData.inverted().transform(middle)
            texts.pop(variant).set_position((float(across), float(up)))
            taken += [box, *_steps(leader)]
            if leader:
                ends = ax.transData.inverted().transform(leader)
                ax.plot(*ends.T, color=palette.FAINT, linewidth=0.6, zorder=1.5)
            placed += 1
        for text in texts:
            text.remove()


def _free_spot(
    circle: tuple[float, float, float],
    sizes: list[tuple[float, float]],
    frame: Box,
    taken: list[Box],
) -> tuple[Box, list[Point], int] | None:
    """Return the nearest free box for a label, the ends of its line, and which text it holds."""
    for (x, y), variant in _positions(circle, sizes):
        box = _box(x, y, *sizes[variant])
        if box[0] < frame[0] or box[1] < frame[1] or box[2] > frame[2] or box[3] > frame[3]:
            continue
        leader = _leader(circle, box)
        needed = [box, *_steps(leader)]
        if not any(overlap(one, other) for one in needed for other in taken):
            return box, leader, variant
    return None


def _box(x: float, y: float, width: float, height: float) -> Box:
    return (x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _positions(
    circle: tuple[float, float, float], sizes: list[tuple[float, float]]
) -> Iterator[tuple[tuple[float, float], int]]:
    """Give middles of a label around a node, near ones first, and which of the texts stands there.

    At each distance: right, left, below, above, then the corners between.
    """
    x, y, radius = circle
    directions: list[Point] = [(1, 0), (-1, 0), (0, -1), (0, 1)]
    directions += [(across, up) for up in (-1, 1) for across in (0.7, -0.7, 0.35, -0.35)]
    directions += [(across, up) for up in (-1, 1) for across in (0.15, -0.15, 1.3, -1.3)]
    for away in (1, 6, 14, 24, 36, 50):
        for across, up in directions:
            for variant, (width, height) in enumerate(sizes):
                shift_x = across * (radius * (abs(up) < 1 or abs(across) == 1) + width / 2)
                shift_x += across * away * (abs(across) == 1)
                shift_y = up * (radius * (0.8 if across else 1) + height / 2 + away)
                yield (x + shift_x, y + shift_y), variant


def _leader(circle: tuple[float, float, float], box: Box) -> list[Point]:
    """Return the ends of a line from a node to its label; none where they almost touch."""
    x, y, radius = circle
    near = min(max(x, box[0]), box[2]), min(max(y, box[1]), box[3])
    length = math.hypot(near[0] - x, near[1] - y)
    if length <= radius + 7:
        return []
    # From where the box of the node has ended, whatever the direction.
    part = min((1.26 * radius + 4) / length, 1.0)
    return [(x + (near[0] - x) * part, y + (near[1] - y) * part), near]


def _steps(leader: list[Point]) -> list[Box]:
    """Return small boxes along a line."""
    if not leader:
        return []
    (x, y), (to_x, to_y) = leader
    number = max(1, math.ceil(math.hypot(to_x - x, to_y - y) / 2))
    parts = [step / number for step in range(number)]
    return [_box(x + (to_x - x) * part, y + (to_y - y) * part, 5, 5) for part in parts]
