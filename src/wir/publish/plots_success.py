"""Charts of scales, factors of success and regional factors; narrow enough for a phone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from wir.publish import palette

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

WIDTH = 5.6
"""Inches; wider figures cannot be read at 360 pixels."""


def reliability(table: pd.DataFrame, labels: Mapping[str, str]) -> Figure:
    """Draw α with its interval and ω per scale.

    Parameters
    ----------
    table
        From `wir.success.survey_tables.reliability_table`; its index are constructs.
    labels
        Construct in words.
    """
    import matplotlib.pyplot as plt

    fig, ax = plt.subplots(figsize=(WIDTH, 0.42 * len(table) + 1.3))
    rows = list(range(len(table)))
    ax.hlines(rows, table["lower"], table["upper"], color=palette.ALLIANCE, linewidth=2.2)
    ax.plot(table["alpha"], rows, "o", color=palette.ALLIANCE, label="α, with 95 % interval")
    ax.plot(table["omega"], rows, "D", color=palette.WEST, markersize=5, mfc="white", label="ω")
    ax.axvline(0.7, color=palette.FAINT, linewidth=0.9, linestyle=":")
    ax.set_yticks(rows, [_wrapped(labels.get(str(one), str(one))) for one in table.index])
    ax.set_ylim(len(table) - 0.4, -0.6)
    ax.set_xlabel("Reliability (dotted: 0.7)")
    _legend_below(ax, 2)
    return fig


def eigenvalues(table: pd.DataFrame, shown: int = 12) -> Figure:
    """Draw the eigenvalues of a parallel analysis beside those of shuffled answers."""
    import matplotlib.pyplot as plt
    from matplotlib.ticker import MaxNLocator

    first = table.head(shown)
    fig, ax = plt.subplots(figsize=(WIDTH, 2.9))
    ax.plot(
        first.index, first["by_chance_high"], "--", color=palette.OTHER,
        label="exceeded by chance once in 20",
    )  # fmt: skip
    ax.plot(first.index, first["eigenvalue"], "o-", color=palette.ALLIANCE, label="the answers")
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.set_ylim(bottom=0)
    ax.set_xlabel("Dimension")
    ax.set_ylabel("Eigenvalue")
    _legend_below(ax, 2)
    return fig


def estimates(table: pd.DataFrame, labels: Mapping[str, str], titles: Mapping[str, str]) -> Figure:
    """Draw effects of factors with intervals, a panel per outcome, the planted ones beside them.

    Parameters
    ----------
    table
        ``outcome``, ``factor``, ``estimate``, ``lower``, ``upper``, ``found``; ``planted`` where
        the truth is known.
    labels
        Factor in words.
    titles
        Outcome → title of its panel, with the unit.
    """
    import matplotlib.pyplot as plt

    outcomes = list(titles)
    count = max(int((table["outcome"] == one).sum()) for one in outcomes)
    fig, axes = plt.subplots(
        len(outcomes), 1, figsize=(WIDTH, (0.3 * count + 0.75) * len(outcomes) + 0.5), squeeze=False
    )
    for ax, outcome in zip(axes.flat, outcomes, strict=True):
        part = table[table["outcome"] == outcome].reset_index(drop=True)
        for place, row in part.iterrows():
            colour = palette.ALLIANCE if row["found"] else palette.OTHER
            ax.hlines(place, row["lower"], row["upper"], color=colour, linewidth=2.2)
            ax.plot(row["estimate"], place, "o", color=colour, markersize=6)
        if "planted" in part:
            ax.plot(
                part["planted"], part.index, "D", color=palette.WEST, mfc="white", markersize=6,
                label="planted",
            )  # fmt: skip
        ax.axvline(0, color=palette.FAINT, linewidth=0.9)
        ax.set_yticks(range(len(part)), [_wrapped(labels.get(one, one)) for one in part["factor"]],
                      fontsize=8.5)  # fmt: skip
        ax.set_ylim(len(part) - 0.4, -0.6)
        ax.set_title(titles[outcome], fontsize=9.5)
    if "planted" in table:
        _legend_below(axes.flat[-1], 1)
    fig.tight_layout()
    return fig


def specifications(
    table: pd.DataFrame, choices: Mapping[str, Mapping[str, str]], unit: str
) -> Figure:
    """Draw the estimates of a specification curve in order, and their choices below.

    Parameters
    ----------
    table
        From `wir.success.models.SpecificationCurve`.
    choices
        Column → value → value in words; the rows below.
    unit
        Of the estimates.
    """
    import matplotlib.pyplot as plt
    import numpy as np

    known = table.dropna(subset="estimate").sort_values("estimate", kind="stable")
    x = np.arange(len(known))
    rows = [(column, one, text) for column, of in choices.items() for one, text in of.items()]
    fig, (top, below) = plt.subplots(
        2, 1, figsize=(WIDTH, 2.6 + 0.2 * len(rows)), sharex=True,
        gridspec_kw={"height_ratios": [2.2, 0.2 * len(rows)], "hspace": 0.06},
    )  # fmt: skip
    top.vlines(x, known["lower"], known["upper"], color="#DDE1E5", linewidth=2)
    clear = (known["p"] < 0.05).to_numpy()
    value = known["estimate"].to_numpy(float)
    top.plot(x[~clear], value[~clear], ".", color=palette.OTHER, label="p ≥ 0.05")
    top.plot(x[clear], value[clear], "D", color=palette.ALLIANCE, markersize=4, label="p < 0.05")
    top.axhline(0, color=palette.FAINT, linewidth=0.9)
    top.set_ylabel(unit)
    top.legend(loc="best", fontsize=8.5)
    for place, (column, one, _) in enumerate(rows):
        text = known[column].astype(str)
        inside = text.map(lambda given, one=one: one in given.split(" + "))
        at = x[inside.to_numpy(bool)]
        below.plot(at, np.full(len(at), place), "|", color=palette.INK, markersize=6, alpha=0.7)
    below.set_yticks(range(len(rows)), [text for _, _, text in rows], fontsize=8.5)
    below.set_ylim(len(rows) - 0.4, -0.6)
    below.set_xlabel("Specifications, from the smallest to the largest estimate")
    return fig


def associations(
    tables: Mapping[str, pd.DataFrame],
    labels: Mapping[str, str],
    developments: Mapping[str, str],
) -> Figure:
    """Draw rank correlations with intervals, a panel per development, samples side by side.

    Parameters
    ----------
    tables
        Sample in words → ``characteristic``, ``development``, ``correlation``, ``lower``,
        ``upper``, ``found``; two samples at most.
    labels
        Characteristic in words, in order.
    developments
        Development in words, in order.
    """
    import matplotlib.pyplot as plt

    keys = list(labels)
    fig, axes = plt.subplots(
        len(developments), 1, figsize=(WIDTH, (0.27 * len(keys) + 0.55) * len(developments) + 0.6),
        squeeze=False,
    )  # fmt: skip
    colours = (palette.ALLIANCE, palette.WEST)
    for ax, (development, title) in zip(axes.flat, developments.items(), strict=True):
        for number, (name, table) in enumerate(tables.items()):
            part = table[table["development"] == development].set_index("characteristic").loc[keys]
            rows = [place + (0.18 if number else -0.18) for place in range(len(keys))]
            ax.hlines(rows, part["lower"], part["upper"], color=colours[number], linewidth=1.8)
            for found, face in ((True, colours[number]), (False, "white")):
                some = (part["found"] == found).to_numpy()
                ax.plot(
                    part["correlation"][some], [r for r, s in zip(rows, some, strict=True) if s],
                    "os"[number], color=colours[number], mfc=face, markersize=5,
                    label=name if found else None,
                )  # fmt: skip
        ax.axvline(0, color=palette.FAINT, linewidth=0.9)
        ax.set_xlim(-1, 1)
        ax.set_yticks(range(len(keys)), [_wrapped(labels[one], 34) for one in keys], fontsize=8.5)
        ax.set_ylim(len(keys) - 0.4, -0.6)
        ax.set_title(title[:1].upper() + title[1:], fontsize=9.5)
    axes.flat[-1].set_xlabel("Rank correlation within East and West (filled: found)")
    _legend_below(axes.flat[-1], 1, lower=0.5)
    fig.tight_layout()
    return fig


def _legend_below(ax: object, columns: int, lower: float = 0.55) -> None:
    """Put the legend below the axis label, whatever the height of the axes."""
    height = ax.get_position().height * ax.figure.get_size_inches()[1]  # type: ignore[attr-defined]
    ax.legend(  # type: ignore[attr-defined]
        loc="upper center", bbox_to_anchor=(0.4, -lower / height), ncol=columns, fontsize=8.5
    )


def _wrapped(text: str, width: int = 26) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(text, width))
