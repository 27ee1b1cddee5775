"""Charts of effects; each takes labelled results and returns a matplotlib figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from wir.publish import palette

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

PLACEBO = "#B9BEC5"


def event_studies(tables: Mapping[str, pd.DataFrame], units: Mapping[str, str]) -> Figure:
    """Draw effects by years since the start, a panel per outcome.

    Parameters
    ----------
    tables
        Outcome in words → ``at``, ``att``, ``lower``, ``upper``.
    units
        Outcome in words → unit of the effect.
    """
    import matplotlib.pyplot as plt
    from matplotlib.ticker import MaxNLocator

    columns = 2 if len(tables) > 1 else 1
    lines = -(-len(tables) // columns)
    fig, axes = plt.subplots(
        lines, columns, figsize=(4.2 * columns + 0.2, 2.35 * lines + 0.3), squeeze=False
    )
    low = min(int(one["at"].min()) for one in tables.values())
    high = max(int(one["at"].max()) for one in tables.values())
    for ax, (name, table) in zip(axes.flat, tables.items(), strict=False):
        after = table["at"] >= 0
        for flag, colour in ((False, palette.OTHER), (True, palette.ALLIANCE)):
            part = table[after == flag]
            ax.vlines(part["at"], part["lower"], part["upper"], color=colour, linewidth=2)
            ax.plot(part["at"], part["att"], "o", color=colour, markersize=4.5)
        ax.axhline(0, color=palette.FAINT, linewidth=0.9)
        ax.axvline(-0.5, color=palette.FAINT, linewidth=0.9, linestyle=":")
        ax.set_title(f"{name} ({units[name]})", fontsize=9.5)
        ax.set_xlim(low - 0.5, high + 0.5)
        ax.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=7))
    for ax in axes.flat[len(tables) :]:
        ax.axis("off")
    for ax in axes[-1, :]:
        ax.set_xlabel("Years since the start of the alliance")
    fig.tight_layout()
    return fig


def against_smallest(table: pd.DataFrame) -> Figure:
    """Draw effects and intervals in multiples of the smallest effect that the design can see.

    Parameters
    ----------
    table
        Index: outcome in words; ``estimate``, ``lower``, ``upper``, ``smallest``, ``shown`` (the
        estimate with its unit, written beside it).
    """
    import matplotlib.pyplot as plt

    fig, ax = plt.subplots(figsize=(7.6, 0.45 * len(table) + 1.4))
    ax.axvspan(-1, 1, color="#EEF0F2", linewidth=0)
    ax.axvline(0, color=palette.FAINT, linewidth=0.9)
    for place, row in enumerate(table.to_dict("records")):
        scale = float(row["smallest"])
        low, high = float(row["lower"]) / scale, float(row["upper"]) / scale
        middle = float(row["estimate"]) / scale
        ax.hlines(place, low, high, color=palette.ALLIANCE, linewidth=2.2)
        ax.plot(middle, place, "o", color=palette.ALLIANCE, markersize=6)
        ax.annotate(
            str(row["shown"]), (middle, place), xytext=(0, 6), textcoords="offset points",
            ha="center", fontsize=8,
        )  # fmt: skip
    ax.set_yticks(range(len(table)), [str(one) for one in table.index])
    ax.set_ylim(len(table) - 0.5, -0.7)
    reach = float((table[["lower", "upper"]].abs().max(axis=1) / table["smallest"]).max())
    ax.set_xlim(-max(1.4, 1.05 * reach), max(1.4, 1.05 * reach))
    ax.set_xlabel(
        "Mean effect since the start, in multiples of the smallest effect that would be\n"
        "found with a probability of four fifths (grey: smaller than that)"
    )
    return fig


def placebo_distribution(
    placebos: pd.Series, estimate: float, limits: tuple[float, float], label: str
) -> Figure:
    """Draw the estimates of moved programmes, and the real one among them.

    Parameters
    ----------
    placebos
        Estimates.
    estimate
        Of the real programme.
    limits
        Beyond these the test rejects at 5 %.
    label
        Of the axis, with the unit.
    """
    import matplotlib.pyplot as plt

    fig, ax = plt.subplots(figsize=(7.2, 3.0))
    ax.hist(placebos.dropna(), bins=40, color=PLACEBO)
    for number, one in enumerate(limits):
        ax.axvline(
            one, color=palette.FAINT, linewidth=1, linestyle="--",
            label="beyond: one in twenty by chance" if number == 0 else None,
        )  # fmt: skip
    ax.axvline(estimate, color=palette.ALLIANCE, linewidth=2.4, label="the alliances as they are")
    ax.set_xlabel(label)
    ax.set_ylabel("Moved programmes")
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.2), ncol=2, fontsize=8.5)
    return fig


def waiting(tables: Mapping[str, pd.DataFrame]) -> Figure:
    """Draw the smallest effect that is seen by years since the start: in all, and per year."""
    import matplotlib.pyplot as plt
    from matplotlib.ticker import MaxNLocator

    fig, axes = plt.subplots(1, 2, figsize=(8.4, 3.2))
    titles = {
        "smallest": "Smallest effect in that year (%)",
        "per_year": "The same as growth per year (points)",
    }
    for ax, (column, title) in zip(axes, titles.items(), strict=True):
        for (name, table), colour in zip(tables.items(), palette.CATEGORIES, strict=False):
            ax.plot(table["years"], table[column], "o-", color=colour, label=name, markersize=4)
        ax.set_title(title, fontsize=9.5)
        ax.set_ylim(bottom=0)
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        ax.set_xlabel("Years since the start (0: the first)")
    axes[0].legend(loc="lower right", fontsize=8.5)
    fig.tight_layout()
    return fig


def specification_curve(
    estimates: pd.DataFrame, choices: Mapping[str, Sequence[str]], unit: str
) -> Figure:
    """Draw all estimates in order of size, the band of placebos, and the choices below.

    Parameters
    ----------
    estimates
        One row per specification: a column per choice, ``estimate``, ``lower``, ``upper`` (band of
        placebos), ``p_value``. The first row is the headline.
    choices
        Choice → its values.
    unit
        Of the estimate.
    """
    import matplotlib.pyplot as plt
    import numpy as np

    known = estimates.dropna(subset=["estimate"])
    ordered = known.sort_values("estimate", kind="stable")
    x = np.arange(len(ordered))
    rows = [(choice, value) for choice, values in choices.items() for value in values]
    fig, (top, below) = plt.subplots(
        2, 1, figsize=(8.4, 6.6), sharex=True,
        gridspec_kw={"height_ratios": [1.0, 1.25], "hspace": 0.06},
    )  # fmt: skip
    top.fill_between(
        x, ordered["lower"], ordered["upper"], color="#E3E6EA", linewidth=0,
        label="middle 95 % of moved programmes",
    )  # fmt: skip
    found = (ordered["p_value"] <= 0.05).to_numpy()
    value = ordered["estimate"].to_numpy(dtype=float)
    top.plot(x[~found], value[~found], ".", color=palette.ALLIANCE, markersize=4, label="estimate")
    if found.any():
        top.plot(x[found], value[found], "D", color=palette.WEST, markersize=4, label="p ≤ 0.05")
    if estimates.index[0] in ordered.index:
        place = int(np.flatnonzero(ordered.index == estimates.index[0])[0])
        top.plot(place, value[place], "s", color=palette.INK, markersize=7, label="main estimate")
    top.axhline(0, color=palette.FAINT, linewidth=0.9)
    top.set_ylabel(f"Effect ({unit})")
    top.legend(loc="upper left", fontsize=8.5)
    for place, (choice, name) in enumerate(rows):
        at = x[(ordered[choice] == name).to_numpy()]
        below.plot(at, np.full(len(at), place), "|", color=palette.INK, markersize=6, alpha=0.7)
    below.set_yticks(range(len(rows)), [f"{choice}: {name}" for choice, name in rows], fontsize=8)
    below.invert_yaxis()
    last = -0.5
    for values in choices.values():
        last += len(values)
        below.axhline(last, color=palette.GRID, linewidth=0.8)
    below.set_xlabel("Specifications, from the smallest to the largest estimate")
    return fig


def honest(bounds: pd.DataFrame, unit: str) -> Figure:
    """Draw robust intervals over how much trends may differ."""
    import matplotlib.pyplot as plt

    fig, ax = plt.subplots(figsize=(6.4, 3.0))
    ax.vlines(
        bounds["relative"], bounds["ci_lower"], bounds["ci_upper"], color=PLACEBO, linewidth=5,
        label="95 % interval",
    )  # fmt: skip
    ax.vlines(
        bounds["relative"], bounds["lower"], bounds["upper"], color=palette.ALLIANCE, linewidth=5,
        label="bounds of the effect",
    )  # fmt: skip
    ax.plot(bounds["relative"][:1], bounds["lower"][:1], "o", color=palette.ALLIANCE)
    ax.axhline(0, color=palette.FAINT, linewidth=0.9)
    ax.set_xticks(bounds["relative"].to_list())
    ax.set_xlabel("Allowed break of the trend, in multiples of the largest one before")
    ax.set_ylabel(f"Effect ({unit})")
    ax.set_ylim(top=bounds["ci_upper"].max() * 1.5)
    ax.legend(loc="upper left", fontsize=8.5, ncol=2)
    return fig


def intervals(table: pd.DataFrame, unit: str) -> Figure:
    """Draw estimates with intervals, a row each.

    Parameters
    ----------
    table
        ``variant``, ``estimate``, ``lower``, ``upper``; the first row is the main estimate.
    unit
        Of the estimate.
    """
    import matplotlib.pyplot as plt

    fig, ax = plt.subplots(figsize=(7.6, 0.36 * len(table) + 1.2))
    ax.axvline(0, color=palette.FAINT, linewidth=0.9)
    records = table.to_dict("records")
    for place, row in enumerate(records):
        colour = palette.ALLIANCE if place == 0 else palette.OTHER
        ax.hlines(place, float(row["lower"]), float(row["upper"]), color=colour, linewidth=2)
        ax.plot(float(row["estimate"]), place, "o", color=colour)
    names = [f"{row['variant']} ({row['treated']} | {row['controls']})" for row in records]
    ax.set_yticks(range(len(table)), names)
    ax.invert_yaxis()
    ax.set_xlabel(f"Effect ({unit}), with 95 % interval")
    return fig


def district_gaps(effects: pd.DataFrame, names: pd.Series, unit: str) -> Figure:
    """Draw the gap of each treated district to its synthetic control, and the placebo band.

    Parameters
    ----------
    effects
        By district: ``estimate``, ``low``, ``high`` (middle nine tenths of its placebos),
        ``p_estimate``.
    names
        Name of each district.
    unit
        Of the gap.
    """
    import matplotlib.pyplot as plt

    ordered = effects.sort_values("estimate")
    fig, ax = plt.subplots(figsize=(7.6, 0.21 * len(ordered) + 1.2))
    rows = range(len(ordered))
    ax.hlines(rows, ordered["low"], ordered["high"], color="#DDE1E5", linewidth=5,
              label="middle nine tenths of the placebos")  # fmt: skip
    ax.plot(ordered["estimate"], rows, "o", color=palette.ALLIANCE, markersize=4.5,
            label="district of an alliance")  # fmt: skip
    ax.axvline(0, color=palette.FAINT, linewidth=0.9)
    ax.set_yticks(rows, [str(names.get(one, one)) for one in ordered.index], fontsize=8)
    ax.set_ylim(-0.8, len(ordered) + 1.6)
    ax.set_xlabel(f"Mean gap since the start ({unit})")
    ax.legend(loc="upper left", fontsize=8.5, ncol=2)
    return fig


def twins(series: Mapping[str, pd.DataFrame], units: Mapping[str, str], first_year: int) -> Figure:
    """Draw a region and its synthetic twin, a panel per outcome.

    Parameters
    ----------
    series
        Outcome in words → ``year``, ``own``, ``twin``.
    units
        Outcome in words → unit of the axis.
    first_year
        Marked.
    """
    import matplotlib.pyplot as plt
    from matplotlib.ticker import MaxNLocator

    fig, axes = plt.subplots(1, len(series), figsize=(3.0 * len(series) + 0.4, 3.0), squeeze=False)
    for ax, (name, table) in zip(axes.flat, series.items(), strict=True):
        ax.plot(table["year"], table["twin"], color=palette.OTHER, linestyle="--", label="twin")
        ax.plot(table["year"], table["own"], color=palette.ALLIANCE, label="region")
        ax.axvline(first_year - 0.5, color=palette.FAINT, linewidth=0.9, linestyle=":")
        ax.set_title(name, fontsize=9.5)
        ax.set_ylabel(units[name], fontsize=8.5)
        ax.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=4))
    axes.flat[0].legend(loc="best", fontsize=8.5)
    fig.tight_layout()
    return fig
