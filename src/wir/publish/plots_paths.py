"""Charts of fuzzy sets: calibration and X–Y plots; narrow enough for a phone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from wir.publish import palette

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

WIDTH = 5.6
MARKS = {
    "typical": ("o", palette.ALLIANCE),
    "deviant in degree": ("D", "#CC6677"),
    "deviant in kind": ("X", palette.EAST),
    "uncovered": ("s", palette.WEST),
    "irrelevant": (".", palette.OTHER),
    "undecided": ("+", palette.INK),
}


def calibration(
    anchors: pd.DataFrame, raw: pd.DataFrame, labels: Mapping[str, str], *, cases: bool
) -> Figure:
    """Draw how raw values become memberships, a panel per variable.

    Parameters
    ----------
    anchors
        By variable ``exclusion``, ``crossover``, ``inclusion``.
    raw
        Alliances × variables.
    labels
        Variable in words.
    cases
        Draw the alliances too; leave them out where they are confidential.
    """
    import matplotlib.pyplot as plt
    import numpy as np
    import pandas as pd

    from wir.success.qca import calibrate

    lines = -(-len(anchors) // 2)
    fig, axes = plt.subplots(lines, 2, figsize=(WIDTH, 1.75 * lines + 0.3), squeeze=False)
    for ax, (name, row) in zip(axes.flat, anchors.iterrows(), strict=False):
        three = [float(row[one]) for one in ("exclusion", "crossover", "inclusion")]
        low, high = (three[0], three[2]) if three[0] < three[2] else (three[2], three[0])
        reach = 0.35 * (high - low)
        grid = pd.Series(np.linspace(low - reach, high + reach, 121))
        ax.plot(grid, calibrate(grid, *three), color=palette.INK, linewidth=1.2)
        ax.plot(three, [0.05, 0.5, 0.95], "D", color=palette.WEST, mfc="white", markersize=5)
        if cases:
            inside = raw[str(name)].clip(grid.iloc[0], grid.iloc[-1])
            ax.plot(inside, calibrate(inside, *three), "|", color=palette.ALLIANCE, markersize=7)
        text = labels[str(name)]
        ax.set_title(text[:1].upper() + text[1:], fontsize=8.5)
        ax.set_ylim(-0.06, 1.06)
        ax.set_yticks([0, 0.5, 1])
    for ax in axes.flat[len(anchors) :]:
        ax.axis("off")
    fig.tight_layout()
    return fig


def xy(points: Mapping[str, pd.DataFrame], outcome: str) -> Figure:
    """Draw membership in expressions against the outcome, a panel per expression.

    Parameters
    ----------
    points
        Expression in words → ``x``, ``y`` and ``kind`` of each case
        (`wir.success.qca.xy_data`); or ``x``, ``y`` and ``n`` of squares, where cases are
        confidential.
    outcome
        In words, such as "many new partners".
    """
    import matplotlib.pyplot as plt

    fig, axes = plt.subplots(
        len(points), 1, figsize=(WIDTH - 1.4, 3.5 * len(points) + 0.5), squeeze=False
    )
    seen: dict[str, Any] = {}
    for ax, (name, table) in zip(axes.flat, points.items(), strict=True):
        ax.plot([0, 1], [0, 1], color=palette.FAINT, linewidth=0.9)
        ax.axhline(0.5, color=palette.GRID, linewidth=0.9)
        ax.axvline(0.5, color=palette.GRID, linewidth=0.9)
        if "n" in table:
            ax.scatter(table["x"], table["y"], s=40 * table["n"], color=palette.ALLIANCE, alpha=0.6)
        else:
            for kind, (mark, colour) in MARKS.items():
                some = table[table["kind"] == kind]
                if len(some):
                    (seen[kind],) = ax.plot(
                        some["x"], some["y"], mark, color=colour, markersize=6, alpha=0.85
                    )
        ax.set_xlim(-0.03, 1.03)
        ax.set_ylim(-0.03, 1.03)
        ax.set_aspect("equal")
        ax.set_xlabel(f"In: {name}", fontsize=8.5)
        ax.set_ylabel(f"In: {outcome}", fontsize=8.5)
    if seen:
        order = [one for one in MARKS if one in seen]
        fig.legend(
            [seen[one] for one in order], order, loc="upper center", ncol=2, fontsize=8.5,
            bbox_to_anchor=(0.5, 0.0),
        )  # fmt: skip
    fig.tight_layout()
    return fig


def stability(tables: Mapping[str, pd.DataFrame], names: Sequence[str] = ("overlap",)) -> Figure:
    """Draw how far solutions under other choices overlap with the first one.

    Parameters
    ----------
    tables
        What was changed, in words → ``overlap`` (0–1) and ``same``.
    names
        Columns drawn.
    """
    import matplotlib.pyplot as plt

    fig, ax = plt.subplots(figsize=(WIDTH, 0.55 * len(tables) + 1.3))
    for place, table in enumerate(tables.values()):
        for column in names:
            for same, colour, mark in ((True, palette.ALLIANCE, "o"), (False, palette.EAST, "X")):
                some = table[table["same"] == same]
                shift = 0.32 * ((some.reset_index().index % 7) - 3) / 3
                ax.plot(some[column], place + shift, mark, color=colour, markersize=5, alpha=0.6)
    for colour, mark, text in (
        (palette.ALLIANCE, "o", "the same model"),
        (palette.EAST, "X", "another model"),
    ):
        ax.plot([], [], mark, color=colour, label=text)
    ax.set_yticks(range(len(tables)), list(tables))
    ax.set_ylim(len(tables) - 0.5, -0.5)
    least = min(float(one[list(names)].min().min()) for one in tables.values())
    ax.set_xlim(min(0.5, least - 0.05), 1.02)
    ax.set_xlabel("Overlap with the first model")
    ax.legend(loc="upper center", bbox_to_anchor=(0.4, -0.3), ncol=2, fontsize=8.5)
    return fig
