"""Charts of demand and competition; each takes labelled results and returns a figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from wir.publish import palette
from wir.publish.labels import place_labels
from wir.publish.plots_space import two_lines

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

CORNERS = (
    (0.01, 0.985, "left", "top", "Open: growing, few strong rivals"),
    (0.99, 0.985, "right", "top", "Contested: growing, strong rivals"),
    (0.01, 0.015, "left", "bottom", "Quiet: little growth, few rivals"),
    (0.99, 0.015, "right", "bottom", "Crowded: little growth, strong rivals"),
)
"""Place in the axes, alignment and name of each quadrant."""

CROWD = 60
"""More points than this fade where some are marked."""

SIZES = (100, 1_000, 10_000)
"""Employees shown in the legend of sizes."""


def _area(employees: Any) -> Any:
    """Return the area of a marker, points²; the smallest can still be seen."""
    import numpy as np

    return 12 + 1.9 * np.sqrt(np.clip(np.asarray(employees, dtype=float), 0, None))


def portfolio(
    points: pd.DataFrame,
    names: pd.Series,
    cut: float,
    marked: Sequence[str] = (),
    *,
    labelled: Sequence[str] = (),
    marked_label: str = "field of the alliance",
    size_label: str = "Size: employees in the region",
) -> Figure:
    """Draw demand growth against crowding, with the four quadrants named.

    Parameters
    ----------
    points
        Fields × ``crowding`` (0–100), ``growth``, ``lower``, ``upper`` (% a year), ``employees``,
        ``density`` (0–100), ``clear`` (whether the quadrant is). Rows without crowding or growth
        are left out.
    names
        Label per field.
    cut
        Growth of all jobs, % a year.
    marked
        Fields with a ring (dashed where the quadrant is not clear), an interval of growth and a
        label.
    labelled
        Further fields with a label, in this order, as far as there is room.
    marked_label, size_label
        What the ring and the size mean.
    """
    import matplotlib.pyplot as plt
    import numpy as np
    from matplotlib.colors import LinearSegmentedColormap

    known = points.dropna(subset=["crowding", "growth"])
    fig, ax = plt.subplots(figsize=(7.8, 6.0))
    shades = LinearSegmentedColormap.from_list("related", ["#CBD0D8", "#0B5E73"])
    ring = known.index.isin(list(marked))
    size = _area(known["employees"].fillna(0))
    density = known["density"].fillna(0)
    fade = 0.7 if ring.any() and len(known) > CROWD else 1
    sure = known["clear"].astype(bool).to_numpy()
    scale: dict[str, Any] = {
        "cmap": shades,
        "vmin": float(density.min()) if len(density) else 0,
        "vmax": float(density.max()) if len(density) else 1,
    }
    drawn = ax.scatter(
        known["crowding"][~ring], known["growth"][~ring], s=size[~ring], c=density[~ring],
        edgecolor="white", linewidth=0.5, alpha=fade, zorder=2, **scale,
    )  # fmt: skip
    for part, line in ((ring & sure, "-"), (ring & ~sure, (0, (1.6, 1.1)))):
        ax.scatter(
            known["crowding"][part], known["growth"][part], s=size[part] + 14, c=density[part],
            edgecolor=palette.ALLIANCE, linewidth=1.5, linestyle=line, zorder=4, **scale,
        )  # fmt: skip
    ax.vlines(
        known["crowding"][ring], known["lower"][ring], known["upper"][ring],
        color=palette.ALLIANCE, linewidth=1.0, alpha=0.75, zorder=3,
    )  # fmt: skip
    ax.axhline(cut, color=palette.FAINT, linewidth=0.9)
    ax.axvline(50, color=palette.FAINT, linewidth=0.9)
    ax.set_xlim(0, 100)
    low, high = _span(known, cut)
    ax.set_ylim(low, high)
    ax.set_xlabel(
        "Crowding: how many others are specialised, how strongly, how near, how many enter"
    )
    ax.set_ylabel("Growth of employment in Germany (% per year)")
    corners = [
        ax.text(x, y, text, transform=ax.transAxes, ha=ha, va=va, fontsize=9, color=palette.FAINT,
                fontweight="bold", zorder=1)
        for x, y, ha, va, text in CORNERS
    ]  # fmt: skip
    total = f"all jobs {cut:+.1f} %".replace("-", "\N{MINUS SIGN}")
    mark = ax.annotate(
        total, (99.3, cut), xytext=(0, 3), textcoords="offset points", ha="right", fontsize=8,
        color=palette.FAINT,
    )  # fmt: skip
    corners.append(mark)
    for line, label in (("-", marked_label), ((0, (1.6, 1.1)), "the same, quadrant not clear")):
        ax.scatter([], [], s=64, facecolor="none", edgecolor=palette.ALLIANCE, linewidth=1.5,
                   linestyle=line, label=label)  # fmt: skip
    for value in SIZES:
        ax.scatter([], [], s=_area(value), color=palette.OTHER, label=f"{value:,}")
    ax.legend(
        loc="upper center", bbox_to_anchor=(0.5, -0.11), ncol=5, fontsize=8.5,
        title=size_label, title_fontsize=8.5,
    )  # fmt: skip
    fig.colorbar(drawn, ax=ax, label="Relatedness to the region (density, 0–100)", shrink=0.7,
                 pad=0.02)  # fmt: skip
    fig.tight_layout()
    fig.canvas.draw()
    boxes = [(b.x0, b.y0, b.x1, b.y1) for b in (text.get_window_extent() for text in corners)]
    places = ax.transData.transform(known[["crowding", "growth"]].to_numpy(dtype=float))
    half = 0.8 * np.sqrt(size) / 2 * fig.dpi / 72
    named = ring | known.index.isin(list(labelled))
    around = [(x - r, y - r, x + r, y + r) for (x, y), r in zip(places, half, strict=True)]
    boxes += [box for box, one in zip(around, named, strict=True) if one]
    dots = [box for box, one in zip(around, named, strict=True) if not one]

    def spots(keys: Sequence[str]) -> dict[str, tuple[float, float, str]]:
        return {
            one: (
                float(known["crowding"][one]),
                float(known["growth"][one]),
                two_lines(str(names[one])),
            )
            for one in keys
        }

    own = list(known.index[ring])
    boxes = place_labels(
        ax, spots(own), boxes, dots, fontsize=7.6, linespacing=1.0, fontweight="bold",
        color=palette.ALLIANCE,
    )  # fmt: skip
    others = [one for one in labelled if one in known.index and one not in own]
    place_labels(ax, spots(others), [*boxes, *dots], fontsize=7.2, linespacing=1.0)
    return fig


def _span(known: pd.DataFrame, cut: float) -> tuple[float, float]:
    """Return the limits of growth, with room for the names of the quadrants."""
    growth = [float(one) for one in known["growth"]]
    low, high = min([*growth, cut]), max([*growth, cut])
    room = 0.12 * (high - low or 1)
    return low - room, high + room


def growth_by_coding(
    growth: Mapping[str, pd.DataFrame], codings: Mapping[str, str], cut: float
) -> Figure:
    """Draw the growth of each field with its interval, a series per coding.

    Parameters
    ----------
    growth
        Coding → fields × ``growth``, ``lower``, ``upper`` (% a year).
    codings
        Coding → name in the figure, in order; the first is drawn strongest.
    cut
        Growth of all jobs.
    """
    import matplotlib.pyplot as plt

    first = growth[next(iter(codings))].sort_values("growth")
    fig, ax = plt.subplots(figsize=(7.6, 0.52 * len(first) + 1.4))
    step = 0.17
    for number, (key, name) in enumerate(codings.items()):
        table = growth[key].reindex(first.index)
        y = [row + (len(codings) - 1) / 2 * step - number * step for row in range(len(first))]
        colour = palette.ALLIANCE if number == 0 else palette.CATEGORIES[number - 1]
        ax.hlines(y, table["lower"], table["upper"], color=colour, linewidth=1.8 if number == 0
                  else 1.1)  # fmt: skip
        ax.plot(table["growth"], y, "o", color=colour, markersize=5.5 if number == 0 else 4,
                label=name)  # fmt: skip
    ax.axvline(cut, color=palette.FAINT, linewidth=1, linestyle="--")
    ax.annotate("all jobs", (cut, len(first) - 0.45), xytext=(4, 0), textcoords="offset points",
                fontsize=8.5, color=palette.FAINT)  # fmt: skip
    ax.set_yticks(range(len(first)), [str(one) for one in first.index])
    ax.set_ylim(-0.6, len(first) - 0.2)
    ax.set_xlabel("Growth of employment in Germany (% per year)")
    ax.grid(axis="x", color=palette.GRID)
    ax.legend(loc="lower right", fontsize=8.5, title="Coding", title_fontsize=8.5)
    fig.tight_layout()
    return fig


VERDICTS = {"scarce": palette.EAST, "depends": palette.OTHER, "not scarce": palette.WEST}
"""Colour of each verdict on shortage."""


def shortage_ranges(table: pd.DataFrame, names: pd.Series) -> Figure:
    """Draw how scarce workers are, as mean over definitions with their range.

    Parameters
    ----------
    table
        Occupations × ``shortage``, ``shortage_lower``, ``shortage_upper``, ``verdict``; drawn in
        this order, from the top.
    names
        Label per occupation.
    """
    import matplotlib.pyplot as plt

    fig, ax = plt.subplots(figsize=(7.6, 0.27 * len(table) + 1.2))
    rows = range(len(table))
    for verdict, colour in VERDICTS.items():
        part = (table["verdict"] == verdict).to_numpy()
        if not part.any():
            continue
        y = [row for row in rows if part[row]]
        ax.hlines(y, table["shortage_lower"][part], table["shortage_upper"][part], color=colour,
                  linewidth=2)  # fmt: skip
        ax.plot(table["shortage"][part], y, "o", color=colour, markersize=5.5, label=verdict)
    ax.axvline(50, color=palette.FAINT, linewidth=1, linestyle="--")
    ax.set_yticks(list(rows), [str(names[one]) for one in table.index])
    ax.invert_yaxis()
    ax.set_xlim(0, 100)
    ax.set_xlabel("Place among all occupations (0 least, 100 most scarce)")
    ax.grid(axis="x", color=palette.GRID)
    ax.legend(loc="upper left", fontsize=8.5)
    fig.tight_layout()
    return fig


def sensitivity(table: pd.DataFrame, labels: Mapping[str, str]) -> Figure:
    """Draw what share of the cells keeps its quadrant when one choice is changed.

    Parameters
    ----------
    table
        ``choice``, ``value``, ``same`` (%).
    labels
        Choice → name in the figure.
    """
    import matplotlib.pyplot as plt

    from wir.publish.demand_text import value_text

    texts = [
        f"{labels[str(one['choice'])]}: {value_text(str(one['choice']), one['value'])}"
        for one in table.to_dict("records")
    ]
    fig, ax = plt.subplots(figsize=(7.2, 0.32 * len(table) + 1.0))
    rows = range(len(table))
    ax.hlines(rows, 0, table["same"], color="#C4C9D0", linewidth=6)
    ax.plot(table["same"], list(rows), "o", color=palette.ALLIANCE, markersize=7)
    for row, value in zip(rows, table["same"], strict=True):
        ax.annotate(f"{value:.0f} %", (value, row), xytext=(8, 0), textcoords="offset points",
                    va="center", fontsize=8.5)  # fmt: skip
    ax.set_yticks(list(rows), texts)
    ax.invert_yaxis()
    ax.set_xlim(0, 107)
    ax.set_xticks([0, 25, 50, 75, 100])
    ax.set_xlabel("Share of all regions and occupations that keep their quadrant (%)")
    fig.tight_layout()
    return fig
