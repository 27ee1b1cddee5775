"""Charts of profiles; each takes labelled results and returns a figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from wir.publish import palette
from wir.publish.labels import place_labels

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


def topic_stability(
    table: pd.DataFrame, chance: pd.DataFrame, threshold: float, chosen: int
) -> Figure:
    """Draw stability and error of topics over their number, beside what chance gives.

    Parameters
    ----------
    table, chance
        Results of `wir.profile.topics.topic_stability` and ``topics_by_chance``.
    threshold
        From which on a solution is called stable.
    chosen
        The number of topics that is shown.
    """
    import matplotlib.pyplot as plt

    fig, (left, right) = plt.subplots(1, 2, figsize=(8.8, 3.5))
    shade = "#D3D7DD"
    for ax, column, low, high, title in (
        (left, "stability", "stability_by_chance", "stability_by_chance_highest",
         "Similarity of topics\nfrom different starts"),
        (right, "error", "error_by_chance_lowest", "error_by_chance",
         "Share of the weights\nleft unexplained"),
    ):  # fmt: skip
        ax.fill_between(
            chance["topics"], chance[low], chance[high], color=shade, linewidth=4, edgecolor=shade,
            label="by chance",
        )  # fmt: skip
        ax.plot(table["topics"], table[column], "o-", color=palette.ALLIANCE, markersize=4.5,
                label="alliances")  # fmt: skip
        row = table.set_index("topics").loc[chosen]
        ax.plot(chosen, row[column], "o", markersize=12, markerfacecolor="none",
                color=palette.INK, label="shown below")  # fmt: skip
        ax.set_xlabel("Number of topics")
        ax.set_ylabel(title)
        ax.set_xticks(table["topics"])
    left.plot(table["topics"], table["lowest"], "_", color=palette.FAINT, markersize=9,
              label="worst pair")  # fmt: skip
    left.axhline(threshold, color=palette.FAINT, linewidth=1, linestyle="--")
    left.annotate(
        "stable above", (float(table["topics"].min()), threshold), xytext=(0, 3),
        textcoords="offset points", fontsize=8, color=palette.FAINT, ha="left",
    )  # fmt: skip
    left.set_ylim(min(0.5, float(table["lowest"].min()) - 0.05), 1.03)
    right.set_ylim(None, 1.0)
    handles, labels = left.get_legend_handles_labels()
    fig.legend(handles, labels, loc="lower center", ncol=4, fontsize=8.5)
    fig.tight_layout(rect=(0, 0.08, 1, 1))
    return fig


def alliance_map(
    places: pd.DataFrame, terms: pd.DataFrame, names: Mapping[str, str], focus: str
) -> Figure:
    """Draw groups in the plane, with the terms that place them.

    Parameters
    ----------
    places
        Groups × (``x``, ``y``).
    terms
        Terms × (``x``, ``y``).
    names
        Names by group.
    focus
        The group that is marked.
    """
    import matplotlib.pyplot as plt

    fig, ax = plt.subplots(figsize=(9.2, 8.6))
    own = places.index == focus
    ax.scatter(places["x"][~own], places["y"][~own], s=16, color=palette.OTHER, zorder=3)
    ax.scatter(places["x"][own], places["y"][own], s=46, color=palette.ALLIANCE, zorder=4)
    ax.set_xticks([])
    ax.set_yticks([])
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.margins(0.06)
    fig.tight_layout()
    fig.canvas.draw()
    dots = ax.transData.transform(places.to_numpy(dtype=float))
    taken = [(x - 3, y - 3, x + 3, y + 3) for x, y in dots]
    order = [*places.index[own], *places.index[~own]]
    taken = place_labels(
        ax,
        {
            f"g {one}": (
                float(places["x"][one]), float(places["y"][one]), shortened(names.get(one, one))
            )
            for one in order
        },
        taken,
        fontsize=7,
    )  # fmt: skip
    place_labels(
        ax,
        {f"t {t}": (float(terms["x"][t]), float(terms["y"][t]), str(t)) for t in terms.index},
        taken,
        fontsize=8.5, color=palette.WEST, fontstyle="italic",
    )  # fmt: skip
    return fig


def shortened(name: str, limit: int = 24) -> str:
    """Return a name that fits into a figure, cut at a word."""
    if len(name) <= limit:
        return name
    cut = name[: limit - 1].rsplit(" ", 1)[0].rstrip(" -–(,:")
    return f"{cut or name[: limit - 1]}…"


def distinctiveness(table: pd.DataFrame, names: Mapping[str, str], focus: str) -> Figure:
    """Draw how distinct each group is, with intervals, the most distinct first."""
    import matplotlib.pyplot as plt

    known = table.dropna(subset=["distinctiveness"]).sort_values(
        "distinctiveness", ascending=False, kind="stable"
    )
    fig, ax = plt.subplots(figsize=(7.6, 0.19 * len(known) + 1.2))
    for row, (group, one) in enumerate(known.iterrows()):
        colour = palette.ALLIANCE if group == focus else palette.OTHER
        ax.hlines(row, one["lower"], one["upper"], color=colour, linewidth=2)
        ax.plot(one["distinctiveness"], row, "o", color=colour, markersize=4.5)
    ax.set_yticks(
        range(len(known)), [shortened(names.get(str(g), str(g)), 36) for g in known.index],
        fontsize=7.5,
    )  # fmt: skip
    ax.invert_yaxis()
    ax.margins(y=0.01)
    ax.grid(axis="x", color=palette.GRID)
    ax.set_xlabel("Distinctiveness (0: says what all say, 1: shares nothing)")
    fig.tight_layout()
    return fig


def demand_and_claims(
    demand: pd.DataFrame, claims: pd.Series, free: Sequence[str], names: Mapping[str, str]
) -> Figure:
    """Draw growth against tightness of occupations, coloured by whether an alliance claims them."""
    import matplotlib.pyplot as plt

    fig, ax = plt.subplots(figsize=(8.2, 5.4))
    known = demand.dropna(subset=["growth", "tightness"])
    known = known[known["tightness"] > 0]
    claimed = claims.reindex(known.index).fillna(0) > 0
    for mask, colour, label in (
        (claimed, palette.OTHER, "claimed by an alliance"),
        (~claimed, palette.WEST, "claimed by nobody"),
    ):
        part = known[mask]
        ax.scatter(
            part["growth"], part["tightness"], s=10 + part["employees"] / 12_000, color=colour,
            alpha=0.75, edgecolor="white", linewidth=0.6, label=label,
        )  # fmt: skip
    ring = known.loc[[one for one in free if one in known.index]]
    ax.scatter(
        ring["growth"], ring["tightness"], s=40 + ring["employees"] / 12_000, facecolor="none",
        edgecolor=palette.INK, linewidth=1.2, label="growing, scarce, claimed by nobody",
    )  # fmt: skip
    ax.axvline(0, color=palette.FAINT, linewidth=0.8)
    ax.axhline(float(demand["tightness"].median()), color=palette.FAINT, linewidth=0.8)
    ax.set_yscale("log")
    ticks = [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 4]
    low, high = known["tightness"].min(), known["tightness"].max()
    ticks = [one for one in ticks if 0.8 * low <= one <= 1.2 * high]
    ax.set_yticks(ticks, [f"{one:g}" for one in ticks])
    ax.minorticks_off()
    ax.set_xlabel("Growth of employment in Germany (% a year)")
    ax.set_ylabel("Vacancies per unemployed person")
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.12), ncol=3, fontsize=8.5)
    ax.margins(0.06)
    fig.tight_layout()
    fig.canvas.draw()
    dots = ax.transData.transform(ring[["growth", "tightness"]].to_numpy(dtype=float))
    halves = [(40 + size / 12_000) ** 0.5 / 2 * fig.dpi / 72 for size in ring["employees"]]
    place_labels(
        ax,
        {
            one: (
                float(ring["growth"][one]),
                float(ring["tightness"][one]),
                shortened(names.get(one, one), 34),
            )
            for one in ring.index
        },
        [(x - r, y - r, x + r, y + r) for (x, y), r in zip(dots, halves, strict=True)],
        fontsize=8,
    )
    return fig
