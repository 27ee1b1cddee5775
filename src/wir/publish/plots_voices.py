"""Charts of what interviews say; each takes what passed the gate and returns a figure."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from wir.publish import palette
from wir.publish.suppression import TOTAL

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MARKERS = ("o", "s", "D", "^", "v", "P")


def shares_by_type(shares: pd.DataFrame, found: pd.Series) -> Figure:
    """Draw the share of alliances that raise each theme, a mark per type.

    Parameters
    ----------
    shares
        Themes × types and ``All``, per cent; missing where hidden.
    found
        Theme → whether the types differ beyond chance; their names are set in bold.
    """
    import matplotlib.pyplot as plt

    kinds = [one for one in shares.columns if one != TOTAL]
    colours = palette.category_colours(kinds) if len(kinds) <= len(palette.CATEGORIES) else {}
    fig, ax = plt.subplots(figsize=(7.6, 0.42 * len(shares) + 1.5))
    for place, (name, row) in enumerate(shares.iterrows()):
        seen = row[kinds].dropna()
        if len(seen) > 1:
            ax.hlines(place, seen.min(), seen.max(), color=palette.GRID, linewidth=3, zorder=1)
        ax.plot(row[TOTAL], place, "|", color=palette.INK, markersize=16, markeredgewidth=2)
        hidden = len(kinds) - len(seen)
        if hidden:
            ax.text(103, place, f"{hidden} hidden", va="center", fontsize=8, color=palette.FAINT)
        ax.text(-3, place, _short(str(name)), ha="right", va="center",
                fontweight="bold" if bool(found.get(name)) else "normal")  # fmt: skip
    for kind, marker in zip(kinds, MARKERS, strict=False):
        ax.plot(shares[kind], range(len(shares)), marker, linestyle="none", markersize=7,
                color=colours.get(kind, palette.OTHER), label=kind, zorder=3)  # fmt: skip
    ax.plot([], [], "|", color=palette.INK, markersize=12, markeredgewidth=2, label="All")
    ax.set_yticks([])
    ax.set_ylim(len(shares) - 0.4, -0.6)
    ax.set_xlim(0, 100)
    ax.grid(axis="x")
    ax.set_xlabel("Alliances in whose interviews the theme comes up (%)")
    _legend(ax, len(shares), 5)
    return fig


def agreement(table: pd.DataFrame, planted: pd.Series | None = None) -> Figure:
    """Draw alpha per code with its interval, the usual limits, and the planted values if known.

    Parameters
    ----------
    table
        Index: name of the code, ``overall`` last; ``alpha``, ``lower``, ``upper``.
    planted
        Name → planted alpha, for made-up interviews.
    """
    import matplotlib.pyplot as plt

    fig, ax = plt.subplots(figsize=(7.6, 0.36 * len(table) + 1.4))
    ax.axvspan(0.8, 1, color="#E7F1E8", linewidth=0)
    ax.axvspan(0.667, 0.8, color="#F6F3E4", linewidth=0)
    for place, (name, row) in enumerate(table.iterrows()):
        colour = palette.INK if name == "overall" else palette.WEST
        ax.hlines(place, row["lower"], row["upper"], color=colour, linewidth=2.2)
        ax.plot(row["alpha"], place, "o", color=colour, markersize=6)
        if planted is not None and name in planted.index:
            ax.plot(
                planted[str(name)], place, "x", color=palette.EAST, markersize=7, markeredgewidth=2
            )
    if planted is not None:
        ax.plot(
            [], [], "x", color=palette.EAST, markeredgewidth=2, linestyle="none", label="planted"
        )
        ax.plot([], [], "o-", color=palette.WEST, label="found, with 95% interval")
        _legend(ax, len(table), 2)
    ax.set_yticks(range(len(table)), [_short(str(one)) for one in table.index])
    ax.set_ylim(len(table) - 0.4, -0.6)
    ax.set_xlim(min(0.0, float(table["lower"].min()) - 0.05), 1)
    ax.set_xlabel("Krippendorff's alpha (yellow: tentative, from 0.667; green: good, from 0.8)")
    return fig


def pairs(table: pd.DataFrame) -> Figure:
    """Draw how often pairs of codes come together, and how often by chance.

    Parameters
    ----------
    table
        ``pair`` (in words), ``count``, ``expected``, ``found``.
    """
    import matplotlib.pyplot as plt

    fig, ax = plt.subplots(figsize=(7.6, 0.44 * len(table) + 1.4))
    for place, row in enumerate(table.to_dict("records")):
        colour = palette.ALLIANCE if row["found"] else palette.OTHER
        ax.hlines(place, row["expected"], row["count"], color=colour, linewidth=2)
        ax.plot(row["count"], place, "o", color=colour, markersize=7)
        ax.plot(row["expected"], place, "|", color=palette.INK, markersize=13, markeredgewidth=2)
    ax.plot([], [], "o", color=palette.ALLIANCE, label="found, beyond chance")
    ax.plot([], [], "o", color=palette.OTHER, label="found, not beyond chance")
    ax.plot([], [], "|", color=palette.INK, markersize=12, markeredgewidth=2, linestyle="none",
            label="by chance")  # fmt: skip
    ax.set_yticks(range(len(table)), [str(one) for one in table["pair"]])
    ax.set_ylim(len(table) - 0.4, -0.6)
    ax.set_xlim(left=0)
    ax.grid(axis="x")
    ax.set_xlabel("Places in the interviews where both codes are")
    _legend(ax, len(table), 3)
    return fig


def _legend(ax: Axes, rows: int, columns: int) -> None:
    ax.legend(
        loc="upper center", bbox_to_anchor=(0.4, -0.13 - 0.9 / (rows + 1)), ncol=columns,
        fontsize=8.5,
    )  # fmt: skip


def _short(text: str) -> str:
    return textwrap.shorten(text, 40, placeholder="…")
