"""Charts about suggested partners; each takes labelled results and returns a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wir.publish import palette

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

PROXIMITIES = (
    "social", "size in the network", "geographic", "institutional", "cognitive", "organisational",
)  # fmt: skip
TICKS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20)


def effects(tables: dict[str, pd.DataFrame]) -> Figure:
    """Draw odds ratios of new ties with intervals, one series per group, grouped by proximity.

    Parameters
    ----------
    tables
        Name of the group → coefficients of a `wir.partners.partner_models.PartnerModel`.
    """
    import matplotlib.pyplot as plt

    rows: list[tuple[str, str, str]] = []
    for proximity in PROXIMITIES:
        seen: dict[str, str] = {}
        for table in tables.values():
            part = table[table["proximity"] == proximity]
            seen |= dict(zip(part.index.astype(str), part["label"].astype(str), strict=True))
        rows += [(proximity, variable, label) for variable, label in seen.items()]
    fig, ax = plt.subplots(figsize=(8.2, 0.33 * len(rows) + 1.4))
    shift = 0.15 if len(tables) > 1 else 0.0
    for number, (name, table) in enumerate(tables.items()):
        colour = (palette.ALLIANCE, palette.OTHER)[number % 2]
        for place, (_, variable, _) in enumerate(rows):
            if variable not in table.index:
                continue
            one = table.loc[variable]
            y = place + (2 * number - 1) * shift
            low, high = max(one["lower"], TICKS[0]), min(one["upper"], TICKS[-1])
            ax.hlines(y, low, high, color=colour, linewidth=2)
            middle = min(max(one["odds_ratio"], TICKS[0]), TICKS[-1])
            ax.plot(middle, y, "o", color=colour, markersize=5)
        ax.plot([], [], "o", color=colour, markersize=5, label=name)
    ax.axvline(1, color=palette.FAINT, linewidth=1, linestyle="--")
    for place in range(1, len(rows)):
        if rows[place][0] != rows[place - 1][0]:
            ax.axhline(place - 0.5, color=palette.GRID, linewidth=0.8)
    ax.set_xscale("log")
    ax.set_xticks(TICKS, [f"{one:g}" for one in TICKS])
    ax.minorticks_off()
    ax.set_xlim(TICKS[0] * 0.95, TICKS[-1] * 1.05)
    ax.set_yticks(range(len(rows)), [label for _, _, label in rows])
    for place, (proximity, _, _) in enumerate(rows):
        if place == 0 or rows[place - 1][0] != proximity:
            ax.annotate(
                proximity, (1.01, place), xycoords=("axes fraction", "data"), ha="left",
                va="center", annotation_clip=False, fontsize=8.5, color=palette.FAINT,
                style="italic",
            )  # fmt: skip
    ax.invert_yaxis()
    ax.set_xlabel("Odds of a new tie, times (per standard deviation, or yes against no)")
    ax.legend(loc="upper center", bbox_to_anchor=(0.3, -0.07), ncol=2)
    fig.tight_layout()
    return fig


def health(items: pd.DataFrame) -> Figure:
    """Draw the items of health of a partnership beside their references, 0–100 %.

    Parameters
    ----------
    items
        Result of `wir.partners.management.health`; unknown items are left out.
    """
    import matplotlib.pyplot as plt

    known = items[items["value"].notna()].reset_index(drop=True)
    fig, ax = plt.subplots(figsize=(7.8, 0.45 * max(len(known), 1) + 1.2))
    for row, one in enumerate(known.to_dict("records")):
        ax.hlines(row, 0, 100, color=palette.GRID, linewidth=1)
        ax.plot(one["reference"], row, "|", color=palette.INK, markersize=16, markeredgewidth=2)
        ax.plot(one["value"], row, "o", color=palette.ALLIANCE, markersize=8)
        ax.annotate(
            f"{one['value']:.0f}", (one["value"], row), xytext=(0, 7),
            textcoords="offset points", ha="center", fontsize=8.5,
        )  # fmt: skip
    ax.plot([], [], "o", color=palette.ALLIANCE, label="this alliance")
    ax.plot([], [], "|", color=palette.INK, markersize=12, markeredgewidth=2, label="reference",
            linestyle="none")  # fmt: skip
    ax.set_yticks(range(len(known)), list(known["label"]))
    ax.invert_yaxis()
    ax.set_xlim(-2, 102)
    ax.set_xlabel("%")
    ax.legend(loc="upper center", bbox_to_anchor=(0.3, -0.14), ncol=2)
    fig.tight_layout()
    return fig
