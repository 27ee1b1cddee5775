"""Figures on the innovation network."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from wir.publish import palette

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

WEAK, STRONG = "#B5460F", "#0072B2"
GROUPS = {"weak": "structurally weak", "strong": "other"}


def over_time(table: pd.DataFrame, panels: Mapping[str, str]) -> Figure:
    """Draw one small panel per measure, years across, each from zero.

    Parameters
    ----------
    table
        Years × measures.
    panels
        Column → title of the panel.
    """
    import matplotlib.pyplot as plt

    fig, axes = plt.subplots(1, len(panels), figsize=(8.6, 2.5), layout="constrained")
    for ax, (column, title) in zip(axes, panels.items(), strict=True):
        values = table[column]
        ax.plot(values.index, values, color=STRONG, marker="o", markersize=4)
        first, last = values.index[0], values.index[-1]
        falling = values.iloc[1] <= values.iloc[0]
        ax.annotate(
            _short(values[first]), (first, values[first]), xytext=(0, 6 if falling else -13),
            textcoords="offset points", ha="left", fontsize=8.5,
        )  # fmt: skip
        ax.annotate(
            _short(values[last]), (last, values[last]), xytext=(6, 0), va="center",
            textcoords="offset points", ha="left", fontsize=8.5,
        )  # fmt: skip
        ax.set_title(title, fontsize=9, fontweight="normal")
        ax.set_ylim(0, 1.25 * values.max())
        ax.set_xticks([first, last])
        ax.set_xlim(first - 0.3, last + 1.6)
    return fig


def _short(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 1 else f"{value:.2f}"


def differences(table: pd.DataFrame, names: Mapping[str, str]) -> Figure:
    """Draw how often a weak region has more than a strong one, with intervals.

    Parameters
    ----------
    table
        From `wir.partners.regions.compare_groups`.
    names
        Measure → words.
    """
    import matplotlib.pyplot as plt

    part = table.loc[list(names)][::-1]
    fig, ax = plt.subplots(figsize=(7.4, 0.42 * len(part) + 1.1))
    for row, (_, one) in enumerate(part.iterrows()):
        clear = one["probability_lower"] > 0.5 or one["probability_upper"] < 0.5
        colour = palette.INK if clear else palette.OTHER
        ax.hlines(
            row, 100 * one["probability_lower"], 100 * one["probability_upper"], color=colour,
            linewidth=2,
        )  # fmt: skip
        ax.plot(100 * one["probability"], row, "o", color=colour)
    ax.axvline(50, color=palette.FAINT, linewidth=1, linestyle="--")
    ax.set_yticks(range(len(part)), [names[str(one)] for one in part.index])
    ax.set_xlabel("How often a structurally weak district has more than another one (%)")
    ax.set_xlim(0, 100)
    ax.set_ylim(-0.6, len(part) - 0.3)
    ax.text(50, len(part) - 0.42, "no difference", ha="center", va="bottom", fontsize=8.5,
            color=palette.FAINT)  # fmt: skip
    ax.spines["left"].set_visible(False)
    ax.tick_params(axis="y", length=0)
    return fig


def bridging(table: pd.DataFrame) -> Figure:
    """Draw shares of organisations and of bridging by kind, for weak and other districts.

    Thin bars: the middle 95 % of the share of bridging with regions exchanged at random.

    Parameters
    ----------
    table
        From `wir.partners.regions.bridging_by_kind`.
    """
    import matplotlib.pyplot as plt

    kinds = ["university", "research institute", "firm", "public body", "other"]
    fig, axes = plt.subplots(1, 2, figsize=(8.4, 2.9), sharey=True, layout="constrained")
    for ax, (group, words) in zip(axes, GROUPS.items(), strict=True):
        part = table.loc[group].reindex(kinds).fillna(0.0)[::-1]
        rows = range(len(part))
        ax.hlines(
            rows, part["share_organisations"], part["share_bridging"], color=palette.GRID,
            linewidth=3, zorder=1,
        )  # fmt: skip
        ax.plot(part["share_organisations"], rows, "o", color=palette.OTHER, zorder=2)
        ax.hlines(
            [row - 0.22 for row in rows], part["share_lower"], part["share_upper"],
            color=palette.INK, linewidth=1.5, zorder=2,
        )  # fmt: skip
        ax.plot(part["share_bridging"], rows, "o", color=WEAK, markersize=8, zorder=3)
        for row, (_, one) in enumerate(part.iterrows()):
            gap = one["share_bridging"] - one["share_organisations"]
            ax.annotate(
                f"{one['share_bridging']:.0f}", (one["share_bridging"], row),
                xytext=(8 if gap >= 0 else -8, 0), textcoords="offset points", va="center",
                ha="left" if gap >= 0 else "right", fontsize=8.5, color=WEAK,
            )  # fmt: skip
        ax.set_yticks(rows, part.index)
        ax.set_title(f"{words.capitalize()} districts", fontsize=9.5)
        ax.set_xlim(-8, 100)
        ax.set_ylim(-0.5, len(part) - 0.15)
        ax.set_xlabel("% of the group")
        ax.tick_params(axis="y", length=0)
    top = table.loc["weak"].reindex(kinds)[::-1]
    last = len(top) - 1
    axes[0].annotate(
        "organisations", (top["share_organisations"].iloc[last], last), xytext=(0, 9),
        textcoords="offset points", ha="center", fontsize=8.5, color=palette.FAINT,
    )  # fmt: skip
    axes[0].annotate(
        "bridging", (top["share_bridging"].iloc[last], last), xytext=(0, 9),
        textcoords="offset points", ha="center", fontsize=8.5, color=WEAK,
    )  # fmt: skip
    return fig


def ratios(tables: Mapping[str, pd.DataFrame], names: Mapping[str, str]) -> Figure:
    """Draw odds ratios with 95 % intervals, a series per model.

    Parameters
    ----------
    tables
        Name of the model → ``table`` of `wir.partners.dyads.DyadModel`.
    names
        Predictor → words, in the order from the top.
    """
    import matplotlib.pyplot as plt

    fig, ax = plt.subplots(figsize=(7.8, 0.5 * len(names) + 1.4))
    width = 0.24
    order = list(names)[::-1]
    for number, (model, table) in enumerate(tables.items()):
        colour = palette.CATEGORIES[number % len(palette.CATEGORIES)]
        shift = ((len(tables) - 1) / 2 - number) * width
        rows = [place + shift for place, one in enumerate(order) if one in table.index]
        part = table.loc[[one for one in order if one in table.index]]
        ax.hlines(rows, part["ratio_lower"], part["ratio_upper"], color=colour, linewidth=2)
        ax.plot(part["ratio"], rows, "o", color=colour, label=model)
    ax.axvline(1, color=palette.FAINT, linewidth=1, linestyle="--")
    ax.set_xscale("log")
    ticks = [0.5, 0.7, 1, 1.5, 2, 3, 5, 10, 20]
    low = min(table.drop(index="intercept")["ratio_lower"].min() for table in tables.values())
    high = max(table.drop(index="intercept")["ratio_upper"].max() for table in tables.values())
    kept = [one for one in ticks if low * 0.8 <= one <= high * 1.2]
    ax.set_xticks(kept, [f"{one:g}" for one in kept])
    ax.minorticks_off()
    ax.set_yticks(range(len(order)), [names[one] for one in order])
    ax.set_ylim(-0.6, len(order) - 0.4)
    ax.set_xlabel("Odds of a shared project 2018–2020, times (log scale; 1: no relation)")
    ax.tick_params(axis="y", length=0)
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=len(tables), borderaxespad=0)
    return fig
