"""The charts of workshop slides: bars and dots with intervals, readable in black and white."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wir.documents.blocks import Chart
from wir.documents.charts import chart
from wir.publish import palette
from wir.publish.figures import style

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """A figure with its texts and data, for a slide or for a page of the book."""

    fig: Figure
    title: str
    caption: str
    alt: str
    data: pd.DataFrame
    source: str

    def block(self, key: str) -> Chart:
        """Return it as a block of a document; the figure is closed."""
        return chart(
            self.fig,
            key,
            title=self.title,
            caption=self.caption,
            alt=self.alt,
            data=self.data,
            source=self.source,
        )


def bars(values: pd.Series, texts: list[str], *, line: float, line_text: str) -> Figure:
    """Return horizontal bars, the first on top, with a value in words each and a line to compare.

    `values` is indexed by the names of the bars.
    """
    import matplotlib.pyplot as plt

    with style():
        fig, ax = plt.subplots(figsize=(7.2, 0.42 * len(values) + 0.9))
        places = range(len(values))
        ax.barh(
            places, values, height=0.62, color=palette.WEST, edgecolor=palette.INK, linewidth=0.6
        )
        ax.axvline(line, color=palette.INK, linewidth=1.2, linestyle=(0, (4, 2)))
        ax.text(line, -0.75, f" {line_text}", va="bottom", ha="left", fontsize=8.5)
        for place, value, text in zip(places, values, texts, strict=True):
            ax.text(value, place, f" {text}", va="center", ha="left", fontsize=9)
        _names(ax, values.index.tolist())
        top = max(float(values.max()), line)
        ax.set_xlim(0, top * 1.18 if top > 0 else 1)
        ax.set_xticks([])
        ax.spines["bottom"].set_visible(False)
    return fig


def dots(
    middle: pd.Series, lower: pd.Series, upper: pd.Series, *, label: str, zero: bool = False
) -> Figure:
    """Return dots with intervals, the first on top; with `zero`, a line at zero.

    Filled dots: the interval lies on one side of zero (or there is no line); open dots: it does
    not. The three series share an index, the names.
    """
    import matplotlib.pyplot as plt

    with style():
        fig, ax = plt.subplots(figsize=(7.2, 0.42 * len(middle) + 1.1))
        for place, (value, low, high) in enumerate(zip(middle, lower, upper, strict=True)):
            sure = not zero or low > 0 or high < 0
            ax.plot([low, high], [place, place], color=palette.WEST, linewidth=2)
            ax.plot(
                value, place, "o", markersize=8, markeredgewidth=1.6, color=palette.WEST,
                markerfacecolor=palette.WEST if sure else "white",
            )  # fmt: skip
        if zero:
            ax.axvline(0, color=palette.INK, linewidth=1)
        else:
            ax.set_xlim(left=0)
        ax.set_xlabel(label)
        ax.grid(axis="x")
        _names(ax, middle.index.tolist())
    return fig


def _names(ax: object, names: list[object]) -> None:
    texts = [textwrap.fill(str(one), 34).replace("$", r"\$") for one in names]
    ax.set_yticks(range(len(names)), texts)  # type: ignore[attr-defined]
    ax.set_ylim(len(names) - 0.4, -0.8)  # type: ignore[attr-defined]
    ax.tick_params(axis="y", length=0)  # type: ignore[attr-defined]
    ax.spines["left"].set_visible(False)  # type: ignore[attr-defined]
