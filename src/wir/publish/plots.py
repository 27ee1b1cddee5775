"""Charts that notebooks share; each takes labelled results and returns a matplotlib figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from wir.publish import palette
from wir.publish.labels import place_labels

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

CLUSTERS = {
    "Weak among weak": palette.CLUSTERS["high-high"],
    "Weak among strong": palette.CLUSTERS["high-low"],
    "Strong among weak": palette.CLUSTERS["low-high"],
    "Strong among strong": palette.CLUSTERS["low-low"],
    "No clear cluster": palette.CLUSTERS["not significant"],
}
"""Names and colours of the clusters of structural weakness."""

TYPES = {
    "weak, high potential": "#1B7837",
    "weak, low potential": "#B35806",
    "strong, high potential": "#2166AC",
    "strong, low potential": "#8C6BB1",
    "uncertain": palette.OTHER,
}
"""Colours of the types of districts."""

GROUPS = {
    "All districts": palette.OTHER,
    "Received GRW grants": "#8A7A1F",
    "Alliance, implementation phase": palette.ALLIANCE,
    "Alliance, concept phase only": "#CC6677",
}
"""Colours of the groups of districts."""


def rank_intervals(ranks: pd.DataFrame, index: str, highlighted: pd.Series) -> Figure:
    """Draw the rank interval of every unit as a line, the nominal rank as a dot.

    Parameters
    ----------
    ranks
        Units in the order of their rank, with ``rank_<index>``, ``lower_<index>`` and
        ``upper_<index>``.
    index
        Name of the index, such as ``weakness``.
    highlighted
        Boolean, same units: those drawn in the colour of alliances.
    """
    import matplotlib.pyplot as plt
    import numpy as np

    fig, ax = plt.subplots(figsize=(7.6, 4.4))
    places = np.arange(1, len(ranks) + 1)
    marked = highlighted.to_numpy(dtype=bool)
    for flag, colour, width, label in (
        (False, "#B9BEC5", 0.9, "other districts"),
        (True, palette.ALLIANCE, 1.5, "covered by an alliance"),
    ):
        chosen = marked == flag
        ax.vlines(
            places[chosen],
            ranks[f"lower_{index}"].to_numpy(dtype=float)[chosen],
            ranks[f"upper_{index}"].to_numpy(dtype=float)[chosen],
            color=colour,
            linewidth=width,
            label=label,
        )
    ax.plot(places, places, color=palette.INK, linewidth=0.8)
    ax.set_xlim(0, len(ranks) + 1)
    ax.set_ylim(0, len(ranks) + 1)
    ax.set_xlabel("Districts in the order of their rank")
    ax.set_ylabel("Rank, with the interval of nine tenths of the draws")
    ax.legend(loc="upper left")
    return fig


def typology(
    weakness: pd.Series,
    potential: pd.Series,
    types: pd.Series,
    highlighted: Sequence[str],
    names: pd.Series,
    labelled: int = 8,
) -> Figure:
    """Draw potential against weakness, with the type of each unit as its colour.

    Parameters
    ----------
    weakness, potential
        Scores, same units.
    types
        Type of each unit, one of `TYPES`.
    highlighted
        Units that are filled; the others are open.
    names
        Name of each unit.
    labelled
        How many highlighted units are named: those furthest from the middle.
    """
    import matplotlib.pyplot as plt
    import numpy as np

    fig, ax = plt.subplots(figsize=(7.6, 5.4))
    inside = weakness.index.isin(list(highlighted))
    for name, colour in TYPES.items():
        for flag in (False, True):
            chosen = (types == name).to_numpy() & (inside == flag)
            if name == "uncertain":
                ax.scatter(
                    weakness[chosen],
                    potential[chosen],
                    marker="x",
                    s=26 if flag else 14,
                    color=palette.ALLIANCE if flag else "#B9BEC5",
                    linewidth=1.0,
                )
            else:
                ax.scatter(
                    weakness[chosen], potential[chosen], s=34 if flag else 16,
                    facecolor=colour if flag else "none", edgecolor=colour, linewidth=0.9,
                    label=f"{name}" if flag or not (types[inside] == name).any() else None,
                )  # fmt: skip
    ax.scatter([], [], marker="x", color="#8C8C8C", s=20, label="uncertain")
    ax.scatter([], [], marker="o", color=palette.INK, s=34, label="filled: covered by an alliance")
    ax.axvline(weakness.median(), color=palette.FAINT, linewidth=0.8)
    ax.axhline(potential.median(), color=palette.FAINT, linewidth=0.8)
    spread = ((weakness - weakness.median()) / weakness.std()) ** 2
    spread += ((potential - potential.median()) / potential.std()) ** 2
    furthest = spread[inside].nlargest(labelled).index
    ax.set_xlabel("Structural weakness (index, 0–100)")
    ax.set_ylabel("Innovation potential (index, 0–100)")
    ax.legend(loc="upper right", fontsize=8.5)
    low, high = np.nanmin(potential), np.nanmax(potential)
    ax.set_ylim(low - 2, high + 4)
    place_labels(
        ax,
        {unit: (weakness[unit], potential[unit] + 1.2, str(names[unit])) for unit in furthest},
        fontsize=8,
    )
    return fig


def group_distributions(
    ranks: pd.DataFrame, groups: Mapping[str, Sequence[str] | pd.Index]
) -> Figure:
    """Draw the distribution of two ranks within groups of units, as boxes over dots.

    Parameters
    ----------
    ranks
        Units × (``rank_weakness``, ``rank_potential``).
    groups
        Name → units.
    """
    import matplotlib.pyplot as plt
    import numpy as np

    fig, axes = plt.subplots(1, 2, figsize=(8.4, 3.0), sharey=True)
    titles = {
        "rank_weakness": "Structural weakness: rank\n(1 = weakest)",
        "rank_potential": "Innovation potential: rank\n(1 = most)",
    }
    names = list(groups)
    for ax, column in zip(axes, titles, strict=True):
        for row, name in enumerate(names):
            values = ranks.loc[list(groups[name]), column].dropna().to_numpy(dtype=float)
            colour = GROUPS.get(name, palette.OTHER)
            # A fixed zigzag instead of random jitter: the same picture each time.
            offsets = 0.26 * np.sin(np.arange(len(values)) * 2.4)
            ax.scatter(values, row + offsets, s=5, color=colour, alpha=0.45, linewidth=0)
            ax.boxplot(
                values, positions=[row], orientation="horizontal", widths=0.5, showfliers=False,
                medianprops={"color": palette.INK, "linewidth": 2},
                boxprops={"color": palette.INK, "linewidth": 1.0},
                whiskerprops={"color": palette.FAINT}, capprops={"color": palette.FAINT},
            )  # fmt: skip
        ax.set_yticks(range(len(names)), [f"{n} ({len(groups[n])})" for n in names])
        ax.set_xlim(-4, len(ranks) + 5)
        ax.set_xlabel(titles[column])
    axes[0].invert_yaxis()
    fig.tight_layout()
    return fig


def dispersion(series: Mapping[str, pd.DataFrame], measure: str = "sd_log") -> Figure:
    """Draw a measure of dispersion over the years, a line with its interval per group.

    Parameters
    ----------
    series
        Name → table of `sigma_convergence` by year.
    measure
        Column of the tables.
    """
    import matplotlib.pyplot as plt
    from matplotlib.ticker import MaxNLocator

    colours = {"All districts": palette.INK, **palette.EAST_WEST}
    ends: list[tuple[float, str, str]] = []
    fig, ax = plt.subplots(figsize=(7.4, 3.8))
    for name, table in series.items():
        colour = colours.get(name, palette.OTHER)
        ax.fill_between(
            table.index.astype(int),
            table[f"{measure}_lower"],
            table[f"{measure}_upper"],
            color=colour,
            alpha=0.14,
            linewidth=0,
        )
        ax.plot(table.index.astype(int), table[measure], color=colour)
        ends.append((float(table[measure].iloc[-1]), name, colour))
    ax.set_ylim(bottom=0)
    last = max(int(table.index[-1]) for table in series.values())
    _label_ends(ax, last, ends)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.set_ylabel("Standard deviation of log GDP per head")
    ax.margins(x=0.02)
    return fig


def _label_ends(ax: Axes, x: float, ends: list[tuple[float, str, str]]) -> None:
    """Write the names of lines at their ends, moved apart where they would overlap."""
    low, high = ax.get_ylim()
    least = 0.06 * (high - low)
    above = -float("inf")
    for y, text, colour in sorted(ends):
        above = max(y, above + least)
        ax.annotate(
            text, (x, above), xytext=(6, 0), textcoords="offset points", color=colour,
            va="center", fontweight="bold", annotation_clip=False,
        )  # fmt: skip


def shift_share(rates: pd.DataFrame) -> Figure:
    """Draw the components of change of a few regions as bars side by side.

    Parameters
    ----------
    rates
        Regions × (``change``, ``national``, ``industry_mix``, ``regional``), in percent.
    """
    import matplotlib.pyplot as plt
    import numpy as np

    parts = {
        "national": ("National trend", palette.OTHER),
        "industry_mix": ("Industry mix", "#8A7A1F"),
        "regional": ("Regional component", palette.ALLIANCE),
        "change": ("Change in all", palette.INK),
    }
    fig, ax = plt.subplots(figsize=(7.6, 3.6))
    rows = np.arange(len(rates))
    height = 0.8 / len(parts)
    for position, (column, (label, colour)) in enumerate(parts.items()):
        y = rows + (position - (len(parts) - 1) / 2) * height
        values = rates[column].to_numpy(dtype=float)
        ax.barh(y, values, height=height * 0.9, color=colour, label=label)
        for place, value in zip(y, values, strict=True):
            ax.annotate(
                f"{value:+.1f}", (value, place), xytext=(3 if value >= 0 else -3, 0),
                textcoords="offset points", va="center", ha="left" if value >= 0 else "right",
                fontsize=8,
            )  # fmt: skip
    ax.axvline(0, color=palette.INK, linewidth=0.8)
    ax.set_yticks(rows, list(rates.index))
    ax.invert_yaxis()
    ax.set_xlabel("Percent of the workers in the first year")
    ax.margins(x=0.14)
    ax.legend(loc="upper center", bbox_to_anchor=(0.45, -0.2), ncol=4, fontsize=8.5)
    return fig


def counted(counts: pd.DataFrame, labels: Mapping[str, str]) -> Figure:
    """Draw counts as horizontal bars, stacked by column, the number written on each part.

    Parameters
    ----------
    counts
        Categories × columns, whole numbers, in the order of the bars from the top.
    labels
        Column → name in the legend, in the order of the parts.
    """
    import matplotlib.pyplot as plt
    import numpy as np

    fig, ax = plt.subplots(figsize=(7.4, 0.36 * len(counts) + 1.0))
    left = np.zeros(len(counts))
    colours = (palette.ALLIANCE, "#C9A35B")
    for (column, label), colour in zip(labels.items(), colours, strict=False):
        if column not in counts:
            continue
        values = counts[column].to_numpy(dtype=float)
        ax.barh(range(len(counts)), values, left=left, color=colour, label=label)
        for row, (start, value) in enumerate(zip(left, values, strict=True)):
            if value:
                ax.text(
                    start + value / 2, row, f"{value:.0f}", ha="center", va="center", fontsize=8.5,
                    color="white" if colour == palette.ALLIANCE else palette.INK,
                )  # fmt: skip
        left += values
    ax.set_yticks(range(len(counts)), [str(name) for name in counts.index])
    ax.invert_yaxis()
    ax.set_xlabel("Alliances")
    ax.legend(loc="lower right")
    return fig


def pillar_profile(pillars: pd.DataFrame, region: Sequence[str], names: pd.Series) -> Figure:
    """Draw where a few districts stand in each pillar, among all districts.

    Parameters
    ----------
    pillars
        Districts × (index, pillar), scores from 0 to 100.
    region
        AGS of the districts that are shown as dots.
    names
        Name of each district.
    """
    import matplotlib.pyplot as plt
    import numpy as np

    titles = {"weakness": "Structural weakness", "potential": "Innovation potential"}
    rows = list(pillars.columns)
    fig, ax = plt.subplots(figsize=(7.6, 0.52 * len(rows) + 1.5))
    markers = ("o", "s", "D", "^", "v", "P", "X", "*", "<", ">")
    for row, column in enumerate(rows):
        values = pillars[column].dropna().to_numpy(dtype=float)
        low, first, middle, third, high = np.percentile(values, [0, 25, 50, 75, 100])
        ax.plot([low, high], [row, row], color="#C4C9D0", linewidth=1.2, zorder=1)
        ax.plot([first, third], [row, row], color="#C4C9D0", linewidth=8, zorder=1,
                solid_capstyle="butt")  # fmt: skip
        ax.plot([middle], [row], marker="|", markersize=13, color=palette.INK, zorder=2)
    for number, ags in enumerate(region):
        ax.scatter(
            pillars.loc[ags].to_numpy(dtype=float),
            np.arange(len(rows)),
            marker=markers[number % len(markers)],
            s=42,
            facecolor=palette.CATEGORIES[number // len(markers) % len(palette.CATEGORIES)]
            if len(region) > len(markers)
            else palette.ALLIANCE,
            edgecolor="white",
            linewidth=0.6,
            zorder=3,
            label=str(names[ags]),
        )
    ax.set_yticks(range(len(rows)), [f"{titles[row[0]]}:\n{row[1]}" for row in rows])
    ax.tick_params(axis="y", labelsize=8.5)
    ax.axhline(len(pillars["weakness"].columns) - 0.5, color=palette.GRID)
    ax.invert_yaxis()
    ax.set_xlabel("Score of the pillar, 0–100")
    ax.legend(loc="upper center", bbox_to_anchor=(0.4, -0.14), ncol=3, fontsize=8.5)
    return fig
