"""Charts of a dossier: readable in black and white, labelled in its language.

What matters is dark and solid, what it is compared with is light, dashed or hatched; labels stand
beside the marks.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from wir.dossier.speech import Speech
from wir.publish import palette
from wir.publish.figures import style

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DARK, LIGHT = palette.INK, "#C9CED4"
WIDTH = 6.3
ROW = 0.3
"""Inches per row of a chart of rows."""


def _rows(count: int, panels: int = 1, extra: float = 0.75) -> tuple[Figure, Any]:
    import matplotlib.pyplot as plt

    return plt.subplots(
        1, panels, figsize=(WIDTH, extra + ROW * max(count, 2)), sharey=True, layout="constrained"
    )


def _short(text: str, width: int = 38) -> str:
    """Return a name on at most two lines."""
    lines = textwrap.wrap(text, width, break_on_hyphens=False)
    return "\n".join(lines[:2]) + (" …" if len(lines) > 2 else "")


def _axis(ax: Axes, names: Sequence[str], say: Speech, digits: int = 0) -> None:
    """Label rows from the top, and numbers in the format of the language."""
    from matplotlib.ticker import FuncFormatter

    ax.set_yticks(range(len(names)), names)
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.grid(axis="x")
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: say.number(value, digits)))


def ranks(standing: pd.DataFrame, total: int, say: Speech) -> Figure:
    """Draw the ranks of the districts with their intervals, one panel per index."""
    names = [_short(say.place(one), 26) for one in standing.index]
    titles = {
        "weakness": say.pick(
            "Strukturschwäche (Rang 1: schwächster)", "Weakness (rank 1: weakest)"
        ),
        "potential": say.pick("Innovationspotenzial (Rang 1: größtes)", "Potential (rank 1: most)"),
    }
    with style():
        fig, axes = _rows(len(names), 2)
        for ax, (index, title) in zip(axes, titles.items(), strict=True):
            ax.axvline(total / 2, color=palette.FAINT, linestyle=":", linewidth=1)
            for row, (_, one) in enumerate(standing.iterrows()):
                if one[f"rank_{index}"] != one[f"rank_{index}"]:
                    continue
                ax.plot(
                    [one[f"lower_{index}"], one[f"upper_{index}"]], [row, row], color=LIGHT,
                    linewidth=6, solid_capstyle="butt", zorder=1,
                )  # fmt: skip
                ax.plot(one[f"rank_{index}"], row, "D", color=DARK, markersize=5.5, zorder=2)
            _axis(ax, names, say)
            ax.set_xlim(0, total + 1)
            ax.set_xticks([1, 100, 200, 300, 400] if total >= 400 else [1, total])
            ax.set_title(textwrap.fill(title, 24), fontsize=9)
    return fig


def pillars(table: pd.DataFrame, mine: pd.Series, names: Sequence[str], say: Speech) -> Figure:
    """Draw where the region stands in each pillar, beside all districts."""
    with style():
        fig, ax = _rows(len(names))
        for row, key in enumerate(mine.index):
            low, middle, high = table[key].quantile([0.25, 0.5, 0.75])
            ax.plot([table[key].min(), table[key].max()], [row, row], color=LIGHT, linewidth=1)
            ax.barh(
                row, high - low, left=low, height=0.5, color="white", edgecolor=palette.FAINT,
                hatch="////", linewidth=0.7, zorder=2,
            )  # fmt: skip
            ax.plot([middle, middle], [row - 0.25, row + 0.25], color=palette.FAINT, zorder=3)
            if mine[key] == mine[key]:
                ax.plot(
                    mine[key], row, "D", color=DARK, markersize=8, zorder=4, markeredgecolor="white"
                )
                ax.annotate(
                    say.number(mine[key]), (mine[key], row), xytext=(0, 7), ha="center",
                    textcoords="offset points", fontsize=8.5, fontweight="bold", zorder=5,
                )  # fmt: skip
        _axis(ax, names, say)
        ax.set_xlim(0, 100)
        ax.set_xlabel(say.pick("Punkte (0 bis 100)", "Points (0 to 100)"))
    return fig


def bars(
    values: pd.Series, names: Sequence[str], reference: float, label: str, say: Speech,
    *, digits: int = 1, reference_name: str = "",
) -> Figure:  # fmt: skip
    """Draw values as bars with their numbers, and a line for what they are compared with."""
    with style():
        fig, ax = _rows(len(values))
        ax.barh(
            range(len(values)), values.to_numpy(), height=0.62, color="#8E959E", edgecolor=DARK,
            linewidth=0.6,
        )  # fmt: skip
        largest = max(float(values.max()), reference)
        for row, value in enumerate(values):
            ax.text(
                value + largest * 0.012, row, say.number(value, digits), va="center", fontsize=8.5
            )
        ax.axvline(reference, color=DARK, linestyle="--", linewidth=1.2)
        _axis(ax, [_short(one) for one in names], say, digits if largest < 10 else 0)
        ax.set_xlim(0, largest * 1.1)
        ax.set_xlabel(label)
        if reference_name:
            ax.annotate(
                reference_name, (reference, -0.6), xytext=(4, 1), textcoords="offset points",
                fontsize=8, annotation_clip=False, va="bottom",
            )  # fmt: skip
    return fig


def chances(points: pd.DataFrame, names: Sequence[str], say: Speech) -> Figure:
    """Draw probabilities with their intervals, one row each."""
    with style():
        fig, ax = _rows(len(points))
        for row, (_, one) in enumerate(points.iterrows()):
            if one["lower"] == one["lower"]:
                ax.plot(
                    [100 * one["lower"], 100 * one["upper"]], [row, row], color=LIGHT, linewidth=6,
                    solid_capstyle="butt",
                )  # fmt: skip
            back = bool(one["returning"])
            ax.plot(
                100 * one["probability"], row, "o" if back else "D", color=DARK, markersize=6.5,
                markerfacecolor="white" if back else DARK,
            )  # fmt: skip
        _axis(ax, [_short(one) for one in names], say)
        ax.set_xlim(0, 100)
        ax.set_xlabel(say.pick("Wahrscheinlichkeit in %", "Probability in %"))
    return fig


def portfolio(
    points: pd.DataFrame, fields: Sequence[str], opened: Sequence[str], cut: float, say: Speech
) -> Figure:
    """Draw growth of demand against competition; fields are large and numbered, others small."""
    import matplotlib.pyplot as plt

    known = points.dropna(subset=["growth", "crowding"])
    low, high = known["growth"].quantile([0.01, 0.99])
    low, high = min(low, 0), max(high, cut + 1)
    shown = known.assign(growth=known["growth"].clip(low, high))
    marked = [one for one in [*fields, *opened] if one in shown.index]
    with style():
        fig, ax = plt.subplots(figsize=(WIDTH, 4.0), layout="constrained")
        rest = shown.drop(index=marked)
        across, up = shown["crowding"], shown["growth"]
        ax.plot(rest["crowding"], rest["growth"], ".", color="#B4BAC2", markersize=4)
        for number, code in enumerate(marked, 1):
            own = code in fields
            x, y = float(across[code]), float(up[code])
            ax.plot(
                x, y, "s" if own else "o", markersize=12, color=DARK,
                markerfacecolor=DARK if own else "white", zorder=3 + number,
            )  # fmt: skip
            ax.text(
                x, y, str(number), ha="center", va="center_baseline", fontsize=7.5,
                color="white" if own else DARK, fontweight="bold", zorder=4 + number,
            )  # fmt: skip
        ax.axhline(cut, color=palette.FAINT, linestyle="--", linewidth=1)
        ax.axvline(50, color=palette.FAINT, linestyle="--", linewidth=1)
        corners = {
            (0.01, 0.985): ("OFFEN", "OPEN"), (0.99, 0.985): ("UMKÄMPFT", "CONTESTED"),
            (0.01, 0.02): ("RUHIG", "QUIET"), (0.99, 0.02): ("BESETZT", "CROWDED"),
        }  # fmt: skip
        for (x, y), pair in corners.items():
            ax.text(
                x, y, pair[not say.german], transform=ax.transAxes, fontsize=8.5,
                color=palette.FAINT, ha="left" if x < 0.5 else "right",
                va="top" if y > 0.5 else "bottom",
            )  # fmt: skip
        from matplotlib.ticker import FuncFormatter

        ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: say.number(value)))
        ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: say.signed(value, 0)))
        ax.set_xlim(-2, 102)
        pad = 0.08 * (high - low)
        ax.set_ylim(low - pad, high + pad)
        ax.set_xlabel(
            say.pick("Wettbewerb (0 gering bis 100 groß)", "Competition (0 little to 100 much)")
        )
        ax.set_ylabel(
            say.pick("Beschäftigung in Deutschland, % im Jahr", "Employment in Germany, % a year")
        )
    return fig


def lines(paths: dict[str, pd.DataFrame], start: int, units: Sequence[str], say: Speech) -> Figure:
    """Draw the region and its twin, a panel per outcome, with a line at the start."""
    import matplotlib.pyplot as plt
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    with style():
        fig, axes = plt.subplots(
            1, len(paths), figsize=(WIDTH, 2.6), layout="constrained", squeeze=False
        )
        for at, (ax, (title, rows)) in enumerate(zip(axes[0], paths.items(), strict=True)):
            ax.plot(rows["year"], rows["own"], "-", color=DARK, linewidth=2)
            ax.plot(rows["year"], rows["twin"], "--", color="#6B727B", linewidth=1.6)
            ax.axvline(start - 0.5, color=palette.FAINT, linestyle=":", linewidth=1.2)
            ax.set_title(textwrap.fill(title, 26), fontsize=8.5)
            ax.set_ylabel(units[at], fontsize=8)
            ax.margins(y=0.18)
            ax.xaxis.set_major_locator(MaxNLocator(4, integer=True))
            ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f}"))
            ax.yaxis.set_major_formatter(
                FuncFormatter(lambda value, _: say.number(value, 1 if abs(value) < 20 else 0))
            )
            ax.tick_params(labelsize=8)
        names = [say.pick("Region", "Region"), say.pick("Zwilling", "Twin"),
                 say.pick("Beginn", "Start")]  # fmt: skip
        fig.legend(axes[0][0].lines, names, loc="outside upper left", ncols=3, fontsize=8.5)
    return fig


def index_path(rows: pd.DataFrame, logarithm: bool) -> pd.DataFrame:
    """Return paths as drawn: logarithms × 100 as an index, 100 in the year before the start."""
    import numpy as np

    shown = rows.sort_values("year")
    if not logarithm:
        return shown
    base = float(shown.loc[shown["year"] < shown["first_year"], "own"].iloc[-1])
    return shown.assign(
        own=100 * np.exp((shown["own"] - base) / 100),
        twin=100 * np.exp((shown["twin"] - base) / 100),
    )
