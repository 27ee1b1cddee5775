"""Charts of who can learn what from whom; each takes labelled tables, returns a figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from wir.publish import palette

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

KINDS: dict[str, tuple[str, str, str]] = {
    "challenge": ("a weakness meets a strength", palette.ALLIANCE, "s"),
    "structure": ("similar region", "#0072B2", "D"),
    "field": ("same field", "#117733", "o"),
    "phase": ("further on in the programme", "#8A7A1F", "^"),
}
"""Kind of a match → words, colour, mark; marks differ, so that black and white suffices."""


def kind_of(topic: str) -> str:
    """Return the kind of a match from its topic."""
    return topic if topic in KINDS else "challenge"


def matrix(
    matches: pd.DataFrame, order: Sequence[str], names: Mapping[str, str], seat_only: Sequence[str]
) -> Figure:
    """Draw who asks (rows) whom (columns), the mark says why.

    Parameters
    ----------
    matches
        ``asker``, ``peer``, ``topic``.
    order
        Units in the order of rows and columns.
    names
        Unit → name.
    seat_only
        Units whose region is not known; their names stand in brackets.
    """
    import matplotlib.pyplot as plt

    place = {unit: number for number, unit in enumerate(order)}
    size = 0.175 * len(order) + 2.6
    fig, ax = plt.subplots(figsize=(min(12.5, size), min(12.0, size)))
    labels = [f"({names[one]})" if one in set(seat_only) else names[one] for one in order]
    for number in range(len(order)):
        if number % 2 == 0:
            ax.axhspan(number - 0.5, number + 0.5, color="#F4F5F6", linewidth=0, zorder=0)
    for number in range(0, len(order), 5):
        ax.axvline(number - 0.5, color=palette.GRID, linewidth=0.6, zorder=0.5)
    ax.plot([-0.5, len(order) - 0.5], [-0.5, len(order) - 0.5], color=palette.GRID, linewidth=0.8)
    kinds = matches["topic"].map(kind_of)
    for kind, (words, colour, mark) in KINDS.items():
        part = matches[kinds == kind]
        if not len(part):
            continue
        ax.scatter(
            [place[one] for one in part["peer"]], [place[one] for one in part["asker"]],
            marker=mark, s=26, color=colour, linewidth=0, label=f"{words} ({len(part)})", zorder=3,
        )  # fmt: skip
    named = matches["peer"].value_counts()
    for unit, number in place.items():
        ax.text(
            number, len(order) + 0.1, str(int(named.get(unit, 0))), ha="center", va="top",
            fontsize=7, color=palette.FAINT,
        )  # fmt: skip
    ax.text(-1.2, len(order) + 0.1, "named", ha="right", va="top", fontsize=7, color=palette.FAINT)
    ax.set_xticks(range(len(order)), labels, rotation=90, fontsize=7)
    ax.set_yticks(range(len(order)), labels, fontsize=7)
    ax.xaxis.tick_top()
    ax.xaxis.set_label_position("top")
    ax.tick_params(length=0)
    ax.set_xlim(-0.5, len(order) - 0.5)
    ax.set_ylim(len(order) + 1.2, -0.5)
    ax.set_xlabel("is asked", fontweight="bold")
    ax.set_ylabel("asks", fontweight="bold")
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.legend(loc="upper center", bbox_to_anchor=(0.4, 0.0), ncols=2, fontsize=8.5, frameon=False)
    return fig


def standings(
    table: pd.DataFrame,
    weak: pd.DataFrame,
    strong: pd.DataFrame,
    names: Mapping[str, str],
    labels: Mapping[str, str],
) -> Figure:
    """Draw challenges and strengths by unit (rows) and topic (columns).

    Parameters
    ----------
    table
        Standings: index unit, topic; a dot where neither side is clear, nothing where not known.
    weak, strong
        Challenges and strengths.
    names, labels
        Names of units and topics.
    """
    import matplotlib.pyplot as plt

    topics = [one for one in labels if one in set(table.index.get_level_values("topic"))]
    sides = {
        "weak": set(zip(weak["unit"], weak["topic"], strict=True)),
        "strong": set(zip(strong["unit"], strong["topic"], strict=True)),
    }
    units = sorted(set(table.index.get_level_values("unit")), key=lambda one: names[one].casefold())
    fig, ax = plt.subplots(figsize=(0.42 * len(topics) + 3.0, 0.2 * len(units) + 2.2))
    styles = {
        "strong": ("^", palette.WEST, "clear strength"),
        "weak": ("v", palette.EAST, "clear challenge"),
        "open": (".", "#B9BEC5", "not clear"),
    }
    for side, (mark, colour, words) in styles.items():
        points = [
            (x, y)
            for y, unit in enumerate(units)
            for x, topic in enumerate(topics)
            if (unit, topic) in table.index
            and (
                (unit, topic) in sides[side]
                if side in sides
                else not any((unit, topic) in one for one in sides.values())
            )
        ]
        if points:
            x, y = zip(*points, strict=True)
            ax.scatter(
                x, y, marker=mark, s=12 if side == "open" else 46, color=colour, linewidth=0,
                label=f"{words} ({len(points)})",
            )  # fmt: skip
    for number in range(0, len(units), 2):
        ax.axhspan(number - 0.5, number + 0.5, color="#F4F5F6", linewidth=0, zorder=0)
    ax.set_yticks(range(len(units)), [names[one] for one in units], fontsize=8)
    ax.set_xticks(
        range(len(topics)), [labels[one] for one in topics], rotation=45, ha="left", fontsize=8.5
    )
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.set_xlim(-0.6, len(topics) - 0.4)
    ax.set_ylim(len(units) - 0.5, -0.6)
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.legend(loc="upper center", bbox_to_anchor=(0.4, -0.01), ncols=3, fontsize=8.5, frameon=False)
    return fig


def named_counts(chosen: pd.Series, best: pd.Series, cap: int) -> Figure:
    """Draw how often units are named: if everyone took the best for themselves, and as matched.

    Parameters
    ----------
    chosen, best
        Unit → how often it is named, zero included.
    cap
        The limit of the matching.
    """
    import matplotlib.pyplot as plt

    top = int(max(chosen.max(), best.max()))
    fig, axes = plt.subplots(2, 1, figsize=(7.2, 3.9), sharex=True, sharey=True)
    for ax, values, title, colour in (
        (axes[0], best, "If everyone asked those who fit best", palette.OTHER),
        (axes[1], chosen, "As matched", palette.ALLIANCE),
    ):
        counts = values.astype(int).value_counts().reindex(range(top + 1), fill_value=0)
        ax.bar(counts.index, counts, color=colour, width=0.75)
        for x, height in counts.items():
            if height:
                ax.text(x, height, str(height), ha="center", va="bottom", fontsize=8)
        ax.axvline(cap + 0.5, color=palette.INK, linewidth=0.9, linestyle=":")
        ax.set_title(title, fontsize=9.5)
        ax.set_ylabel("Alliances")
        ax.set_ylim(0, counts.max() * 1.3 + 1)
    axes[1].set_xlabel(f"How often an alliance is named (dotted: the limit of {cap})")
    axes[1].set_xticks(range(top + 1))
    fig.tight_layout()
    return fig


def stability_bars(table: pd.DataFrame, labels: Mapping[str, str]) -> Figure:
    """Draw which share of matches is kept on average, by what is varied.

    Parameters
    ----------
    table
        Index: what is varied; ``pairs_kept``, ``topics_kept`` (0–1).
    labels
        Words for the index.
    """
    import matplotlib.pyplot as plt

    fig, ax = plt.subplots(figsize=(7.2, 0.55 * len(table) + 1.3))
    for y, row in enumerate(table.to_dict("records")):
        ax.plot(
            [100 * row["topics_kept"], 100 * row["pairs_kept"]], [y, y], color=palette.GRID,
            linewidth=3, zorder=1,
        )  # fmt: skip
        for key, mark, colour in (
            ("pairs_kept", "o", palette.ALLIANCE),
            ("topics_kept", "D", palette.OTHER),
        ):
            words = {"pairs_kept": "the same peer", "topics_kept": "on the same topic, too"}[key]
            ax.scatter(
                100 * row[key], y, marker=mark, color=colour, s=48, zorder=2,
                label=words if y == 0 else None,
            )  # fmt: skip
        ax.text(100 * row["pairs_kept"] + 2, y, f"{100 * row['pairs_kept']:.0f}%", va="center",
                fontsize=8.5)  # fmt: skip
    ax.set_yticks(range(len(table)), [labels[str(one)] for one in table.index])
    ax.set_ylim(len(table) - 0.5, -0.6)
    ax.set_xlim(0, 108)
    ax.set_xlabel("Matches that stay under other definitions, on average (%)")
    ax.legend(loc="lower left", fontsize=8.5, frameon=False)
    return fig
