"""Charts of the forecasts of new fields; each takes labelled results and returns a figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from wir.publish import palette
from wir.publish.labels import place_labels
from wir.publish.plots_space import two_lines

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


TICKS = (0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 2.5, 3, 4, 6, 10, 20)
"""Odds ratios named on the axis: those from 1 to 4 always, the others where there are some."""


def effects(table: pd.DataFrame, names: Mapping[str, str]) -> Figure:
    """Draw odds ratios with intervals over horizons, one series per set of controls.

    Parameters
    ----------
    table
        Rows of `wir.potential.entry_effects.entry_effects` of one group.
    names
        Set of controls → name in the figure, in the order of the series.
    """
    import matplotlib.pyplot as plt

    fig, ax = plt.subplots(figsize=(7.2, 3.8))
    width = 0.22
    horizons = sorted(table["horizon"].unique())
    for number, (controls, name) in enumerate(names.items()):
        part = table[table["controls"] == controls].sort_values("horizon")
        x = [
            horizons.index(one) + (number - (len(names) - 1) / 2) * width for one in part["horizon"]
        ]
        colour = palette.CATEGORIES[number % len(palette.CATEGORIES)]
        ax.vlines(x, part["lower"], part["upper"], color=colour, linewidth=2)
        ax.plot(x, part["odds_ratio"], "o", color=colour, label=name)
    ax.axhline(1, color=palette.FAINT, linewidth=1, linestyle="--")
    ax.annotate(
        "no relation", (len(horizons) - 0.55, 1), xytext=(0, 4), textcoords="offset points",
        ha="right", fontsize=8.5, color=palette.FAINT,
    )  # fmt: skip
    ax.set_yscale("log")
    low, high = 0.8 * table["lower"].min(), max(1.2 * table["upper"].max(), 1.0)
    ticks = [one for one in TICKS if 1 <= one <= 4 or low <= one <= high]
    ax.set_yticks(ticks, [f"{one:g}" for one in ticks])
    ax.minorticks_off()
    ax.set_xticks(range(len(horizons)), [f"{one} year{'s' if one > 1 else ''}" for one in horizons])
    ax.set_xlabel("Horizon")
    ax.set_ylabel("Odds of entry, times per\nstandard deviation of density")
    ax.set_xlim(-0.5, len(horizons) - 0.5)
    ax.legend(loc="upper left")
    return fig


def scores(
    values: pd.DataFrame, names: Mapping[str, str], metrics: Mapping[str, str], best: Sequence[str]
) -> Figure:
    """Draw the scores of models with intervals, a panel per metric.

    Parameters
    ----------
    values
        ``model``, ``metric``, ``value``, ``lower``, ``upper``.
    names, metrics
        Key → name, in the order shown.
    best
        Models drawn in colour, the others are grey.
    """
    import matplotlib.pyplot as plt

    fig, grid = plt.subplots(
        1, len(metrics), figsize=(8.6, 0.42 * len(names) + 1.5), sharey=True, squeeze=False
    )
    axes = grid[0]
    for ax, (metric, title) in zip(axes, metrics.items(), strict=True):
        part = values[values["metric"] == metric].set_index("model")
        for row, model in enumerate(names):
            one = part.loc[model]
            colour = palette.ALLIANCE if model in best else palette.OTHER
            ax.hlines(row, one["lower"], one["upper"], color=colour, linewidth=2.4)
            ax.plot(one["value"], row, "o", color=colour, markersize=6)
            ax.annotate(
                f"{one['value']:.3f}", (one["value"], row), xytext=(0, 7),
                textcoords="offset points", ha="center", fontsize=8, color=palette.INK,
            )  # fmt: skip
        ax.set_title(title)
        ax.grid(axis="x", color=palette.GRID)
        ax.margins(x=0.16, y=0.16)
    axes[0].set_yticks(range(len(names)), list(names.values()))
    axes[0].invert_yaxis()
    fig.tight_layout()
    return fig


def calibration(tables: Mapping[str, pd.DataFrame]) -> Figure:
    """Draw observed against predicted rates, a line with intervals per model; axes in percent.

    Parameters
    ----------
    tables
        Name → result of `wir.potential.forecast_scores.calibration`.
    """
    import matplotlib.pyplot as plt

    fig, ax = plt.subplots(figsize=(5.6, 4.8))
    top = 100 * max(float(t[["predicted", "upper"]].max().max()) for t in tables.values()) * 1.05
    top = top or 1.0  # nothing predicted, and nothing came
    ax.plot([0, top], [0, top], color=palette.FAINT, linewidth=1, linestyle="--")
    ax.annotate(
        "as predicted", (0.62 * top, 0.62 * top), xytext=(4, -11), textcoords="offset points",
        fontsize=8.5, color=palette.FAINT, rotation=45, rotation_mode="anchor",
    )  # fmt: skip
    for number, (name, table) in enumerate(tables.items()):
        colour = (palette.ALLIANCE, palette.OTHER, *palette.CATEGORIES)[number]
        ax.vlines(
            100 * table["predicted"], 100 * table["lower"], 100 * table["upper"],
            color=colour, linewidth=1.6,
        )  # fmt: skip
        ax.plot(100 * table["predicted"], 100 * table["observed"], "o-", color=colour, label=name,
                markersize=5)  # fmt: skip
    ax.set_xlim(0, top)
    ax.set_ylim(0, top)
    ax.set_aspect("equal")
    ax.set_xlabel("Predicted probability of entry (%)")
    ax.set_ylabel("Share that came (%)")
    ax.legend(loc="upper left")
    return fig


def stability(correlations: pd.Series, reference: int) -> Figure:
    """Draw how alike an index of each year is to that of a reference year.

    Parameters
    ----------
    correlations
        Rank correlation by year.
    reference
        The year compared with.
    """
    import matplotlib.pyplot as plt
    from matplotlib.ticker import MaxNLocator

    fig, ax = plt.subplots(figsize=(6.8, 2.8))
    ax.plot(correlations.index, correlations, "o-", color=palette.INK, markersize=4)
    ax.set_ylim(min(0.8, float(correlations.min()) - 0.02), 1.005)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.set_ylabel(f"Rank correlation\nwith {reference}")
    ax.grid(axis="y", color=palette.GRID)
    return fig


def quadrant(
    points: pd.DataFrame,
    names: pd.Series,
    marked: Sequence[str] = (),
    *,
    marked_label: str = "named by the alliance",
    labelled: int = 10,
) -> Figure:
    """Draw relatedness against complexity of the activities a region does not have yet.

    Parameters
    ----------
    points
        Activities × ``density`` (0–100), ``pci``, ``growth`` (% a year), ``probability``.
    names
        Label per activity.
    marked
        Activities with a ring.
    marked_label
        What the ring means.
    labelled
        How many of the most probable are named.
    """
    import matplotlib.pyplot as plt
    import numpy as np
    from matplotlib.colors import LinearSegmentedColormap

    fig, ax = plt.subplots(figsize=(7.8, 5.6))
    shades = LinearSegmentedColormap.from_list("p", ["#C9CED6", palette.ALLIANCE])
    growth = points["growth"].to_numpy(dtype=float)
    size = 18 + 26 * np.clip(growth + 1.5, 0, 5)
    drawn = ax.scatter(
        points["density"], points["pci"], s=size, c=100 * points["probability"], cmap=shades,
        edgecolor="white", linewidth=0.6, vmin=0,
    )  # fmt: skip
    ring = points.index.isin(list(marked))
    if ring.any():
        ax.scatter(
            points["density"][ring], points["pci"][ring], s=size[ring] + 60, facecolor="none",
            edgecolor=palette.INK, linewidth=1.3, label=marked_label,
        )  # fmt: skip
    middle = float(points["density"].median())
    ax.axvline(middle, color=palette.FAINT, linewidth=0.8)
    ax.axhline(0, color=palette.FAINT, linewidth=0.8)
    corners = []
    for x, y, ha, va, text in (
        (0.99, 0.985, "right", "top", "related and complex"),
        (0.01, 0.985, "left", "top", "complex, but far"),
        (0.99, 0.015, "right", "bottom", "related, but simple"),
        (0.01, 0.015, "left", "bottom", "far and simple"),
    ):
        corners.append(
            ax.text(
                x, y, text, transform=ax.transAxes, ha=ha, va=va, fontsize=9, color=palette.FAINT
            )
        )
    for value, label in ((-1, "−1 %"), (1, "+1 %"), (3, "+3 %")):
        ax.scatter([], [], s=18 + 26 * (value + 1.5), color=palette.OTHER, label=label)
    ax.legend(
        loc="upper center", bbox_to_anchor=(0.5, -0.12), ncol=4, fontsize=8.5,
        title="Size: growth in all regions per year", title_fontsize=8.5,
    )  # fmt: skip
    fig.colorbar(drawn, ax=ax, label="Probability of entry (%)", shrink=0.7, pad=0.02)
    ax.set_xlabel("Relatedness density (0–100)")
    ax.set_ylabel("Complexity of the activity (standard deviations)")
    ax.margins(0.07)
    fig.tight_layout()
    fig.canvas.draw()
    taken = [text.get_window_extent() for text in corners]
    boxes = [(box.x0, box.y0, box.x1, box.y1) for box in taken]
    places = ax.transData.transform(points[["density", "pci"]].to_numpy(dtype=float))
    half = np.sqrt(size) / 2 * fig.dpi / 72
    boxes += [(x - r, y - r, x + r, y + r) for (x, y), r in zip(places, half * 0.9, strict=True)]
    best = points["probability"].nlargest(labelled).index
    chosen = [*points.index[ring], *[one for one in best if one not in points.index[ring]]]
    place_labels(
        ax,
        {
            one: (
                float(points["density"][one]),
                float(points["pci"][one]),
                two_lines(str(names[one])),
            )
            for one in chosen
        },
        boxes,
        fontsize=7.2,
        linespacing=1.0,
    )
    return fig


def stated(tests: pd.DataFrame) -> Figure:
    """Draw observed mean ranks of stated fields beside what chance gives.

    Parameters
    ----------
    tests
        ``coding``, ``chance``, ``observed``, ``expected``, ``lower``, ``upper``, ``p_value``; one
        row per coding and kind of chance.
    """
    import matplotlib.pyplot as plt

    kinds = list(dict.fromkeys(tests["chance"]))
    codings = list(dict.fromkeys(tests["coding"]))
    fig, grid = plt.subplots(
        1,
        len(kinds),
        figsize=(8.4, 0.5 * len(codings) + 1.5),
        sharey=True,
        sharex=True,
        squeeze=False,
    )
    axes = grid[0]
    for ax, kind in zip(axes, kinds, strict=True):
        part = tests[tests["chance"] == kind].set_index("coding")
        for row, coding in enumerate(codings):
            one = part.loc[coding]
            ax.hlines(row, one["lower"], one["upper"], color="#C4C9D0", linewidth=9)
            ax.plot(one["expected"], row, "|", color=palette.INK, markersize=13)
            ax.plot(one["observed"], row, "o", color=palette.ALLIANCE, markersize=8)
            p = one["p_value"]
            text = f"p = {p:.3f}" if p >= 0.001 else "p < 0.001"
            ax.annotate(
                text, (one["observed"], row), xytext=(0, 8), textcoords="offset points",
                ha="center", fontsize=8,
            )  # fmt: skip
        ax.set_title(f"Against {kind}")
        ax.margins(y=0.2)
        ax.set_xlabel("Mean rank of the fields\n(0 lowest – 100 highest density)")
    axes[0].set_yticks(range(len(codings)), codings)
    axes[0].invert_yaxis()
    fig.tight_layout()
    return fig
