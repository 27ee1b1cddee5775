"""The space of activities as an interactive figure: choose a region, look at its place.

The page holds the data once, as compact JSON; ``book/_static/space.js`` draws it, as a network or,
where complexity is known, as relatedness against complexity of what the region does not have yet.
Nothing is fetched, so the page works from a file. Without the script a text says what would be
there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from wir.publish import parts
from wir.publish.context import run
from wir.publish.plots_space import ONE_COLOUR, group_colours, important, require_columns
from wir.publish.text import display_text, escape_html, escape_markdown, one_line

if TYPE_CHECKING:
    import pandas as pd

DIGITS = {"lq": 2, "density": 1, "probability": 3}
"""The layers, and the decimals that the page holds of each."""
MOST = {"lq": 1e6, "density": 100.0, "probability": 1.0}
"""The largest value of each layer."""
REASONS = ("has", "has_share", "lacks", "lacks_share", "stepped")
"""What is said of each activity within reach, named as by `wir.potential.suggestions.explain`."""
LIMIT = 1_500_000
"""Bytes of data that a page may hold."""


def within_reach(
    layers: Mapping[str, pd.DataFrame], *, threshold: float = 1.0, number: int = 10
) -> dict[Any, list[Any]]:
    """Return for each region the activities that are nearest to what it has.

    Parameters
    ----------
    layers
        Regions × activities: ``lq``, and ``probability`` (of entry) or else ``density`` (of
        related activities) to rank by. Without both nothing is within reach.
    threshold
        Location quotient from which on a region is specialised; these are left out.
    number
        How many activities for each region.

    Returns
    -------
    dict
        Region → activities, the nearest first; equal ones in the order of the columns.
    """
    lq = layers["lq"]
    rank_by = layers.get("probability", layers.get("density"))
    if rank_by is None:
        return {region: [] for region in lq.index}
    values = rank_by.loc[lq.index, lq.columns].mask(lq >= threshold)
    ordered = {}
    for region, row in values.iterrows():
        known = row.dropna().sort_values(ascending=False, kind="stable")
        ordered[region] = list(known.index[:number])
    return ordered


def reasons_of(explained: pd.DataFrame) -> dict[Any, dict[Any, dict[str, list[Any]]]]:
    """Return region → activity → reasons, as `space_widget` takes them.

    Parameters
    ----------
    explained
        From `wir.potential.suggestions.explain`: index region, activity; lists in the columns
        ``has``, ``has_share``, ``lacks``, ``lacks_share`` (shares in percent) and ``stepped``.

    Raises
    ------
    ValueError
        If a column is missing, or the index has not two levels or a pair twice.
    """
    lacking = [name for name in REASONS if name not in explained]
    if lacking:
        raise ValueError(
            f"the reasons have no column {', '.join(lacking)}. Expected what "
            "wir.potential.suggestions.explain returns"
        )
    if explained.index.nlevels != 2:
        raise ValueError(
            f"the index of the reasons has {explained.index.nlevels} level(s). Expected two: "
            "region, activity"
        )
    if not explained.index.is_unique:
        twice = explained.index[explained.index.duplicated()][0]
        raise ValueError(f"the reasons have {twice!r} more than once: one row for each pair")
    found: dict[Any, dict[Any, dict[str, list[Any]]]] = {}
    columns = [explained[name] for name in REASONS]
    for (region, activity), *lists in zip(explained.index, *columns, strict=True):
        reasons = {name: list(one) for name, one in zip(REASONS, lists, strict=True)}
        found.setdefault(region, {})[activity] = reasons
    return found


def space_widget(
    nodes: pd.DataFrame,
    edges: pd.DataFrame,
    layers: Mapping[str, pd.DataFrame],
    regions: pd.DataFrame,
    *,
    title: str,
    alt: str,
    reach: int | Mapping[Any, Sequence[Any]] = 10,
    threshold: float = 1.0,
    activity: tuple[str, str] = ("occupation", "occupations"),
    size: str = "employees",
    growth: str = "in five years",
    reasons: Mapping[Any, Mapping[Any, Mapping[str, Sequence[Any]]]] | None = None,
    units: str = "districts",
) -> str:
    """Return the interactive figure as HTML; everything that comes from data is escaped.

    Parameters
    ----------
    nodes
        Activities (index): ``name``; ``x``, ``y`` and ``radius`` from
        `wir.potential.space.space_layout`; where known ``group`` (its colour), ``size`` and
        ``growth`` (percent) in the whole country, and ``pci`` (complexity, 0 on average): with it
        and the layer ``density`` there is a second view, relatedness against complexity of the
        activities that a region is not specialised in.
    edges
        ``source`` and ``target``.
    layers
        Regions × activities: ``lq`` (missing: not published), ``density`` (0–100), ``probability``
        (of entry, 0–1; missing where there is none); all but ``lq`` may be left out.
    regions
        Regions (index, becomes part of the address): ``name`` and ``group`` ("Districts",
        "Alliances"), in the order in which they are listed.
    title, alt
        What the figure says, and what can be seen. Plain text.
    reach
        How many activities are outlined for each region (`within_reach`), or region → activities.
    threshold
        Location quotient from which on a region is specialised.
    activity
        What an activity is called, and several of them.
    size, growth
        What is counted in ``size``, and over which time it has grown.
    reasons
        Region → activity → lists of keys and of shares in percent (`reasons_of`): related
        activities that the region has (``has``, ``has_share``) and that it has not (``lacks``,
        ``lacks_share``), and regions that made the step (``stepped``). Those of activities within
        reach are shown, others are left out.
    units
        What the regions are called that the shares in ``reasons`` are of.

    Raises
    ------
    ValueError
        If a column, layer, region or activity is missing or unknown, reasons do not fit, or the
        page would become too large.
    """
    require_columns(nodes, edges)
    _check(nodes, layers, regions)
    if isinstance(reach, int):
        reach = within_reach(layers, threshold=threshold, number=reach)
    content = page_json(
        {
            "activity": activity[0],
            "activities": activity[1],
            "size": size,
            "growth": growth,
            "threshold": threshold,
            "width": round(float(nodes["x"].max()), 3),
            **_network(nodes, edges),
            "regions": [
                [str(key), one_line(name), one_line(group)]
                for key, name, group in regions[["name", "group"]].itertuples()
            ],
            "layers": {
                name: _rows(layers[name].loc[regions.index, nodes.index], name, threshold)
                for name in DIGITS
                if name in layers
            },
            "digits": DIGITS,
            "reach": _positions(reach, nodes.index, regions.index),
            **(
                {"units": units, "reasons": _reasons(reasons, reach, nodes.index, regions.index)}
                if reasons is not None
                else {}
            ),
        }
    )
    if len(content.encode()) > LIMIT:
        raise ValueError(
            f"the figure would put {len(content.encode()) / 1e6:.1f} MB of data into the page, "
            f"more than {LIMIT / 1e6:.1f}: leave out regions or layers"
        )
    return (
        f'<figure class="wir-space" aria-label="{escape_html(one_line(title))}">'
        f'<figcaption class="wir-space-title">{escape_html(one_line(title))}</figcaption>'
        f'<p class="wir-space-alt sr-only">{escape_html(one_line(alt))}</p>'
        f"{_fallback(nodes, regions, activity[1])}"
        f'<script type="application/json">{content}</script></figure>'
    )


def interactive_space(
    nodes: pd.DataFrame,
    edges: pd.DataFrame,
    layers: Mapping[str, pd.DataFrame],
    regions: pd.DataFrame,
    name: str,
    *,
    title: str,
    caption: str,
    alt: str,
    sources: Sequence[str],
    data: pd.DataFrame | None = None,
    parameters: Sequence[str] | None = None,
    **options: Any,
) -> None:
    """Publish the interactive figure: write its data into the folder of the run, and show it.

    Parameters
    ----------
    nodes, edges, layers, regions, title, alt, **options
        As for `space_widget`.
    name : str
        Lower-case letters, digits and hyphens; the label is ``fig-<name of the run>-<name>``.
        It has no number, so refer to it with a text: ``{ref}`the space <fig-…>```.
    caption : str
        How to read it: units, years, what is left out. Plain text.
    sources : list of str
        Names of tables or ids of sources.
    data : DataFrame, optional
        What the CSV holds; by default all layers, a row for each region and activity.
    parameters : list of str, optional
        Parameters of the run that matter here; all of them where not given.

    Raises
    ------
    ValueError
        If something is missing (the message says what), a source is unknown, or the name
        cannot be used.
    """
    if data is None:
        data = layers_table(nodes, layers, regions)
    parts.require(
        "figure",
        name,
        {"title": title, "alt": alt, "caption": caption, "data": data, "sources": sources},
    )
    html = space_widget(nodes, edges, layers, regions, title=title, alt=alt, **options)
    current = run()
    source = parts.source_line(current, name, sources, parameters, current.link(f"{name}.csv"))
    parts.save_data(current, name, data)
    label = parts.note(
        current,
        "figure",
        name,
        title=title,
        caption=caption,
        alt=alt,
        source=source,
        sources=sources,
        made=[f"{name}.csv"],
    )
    display_text(
        published_markdown(label, html, caption, source),
        _static_html(nodes, regions, title, caption, source, options),
    )


def layers_table(
    nodes: pd.DataFrame, layers: Mapping[str, pd.DataFrame], regions: pd.DataFrame
) -> pd.DataFrame:
    """Return all layers as one table: a row for each region and activity, both with their names.

    Where nodes have a ``pci`` it is repeated in each row.

    Raises
    ------
    ValueError
        If a column, layer, region or activity is missing.
    """
    import pandas as pd

    _check(nodes, layers, regions)
    pairs = pd.MultiIndex.from_product([regions.index, nodes.index], names=["region", "activity"])
    table = pd.DataFrame(
        {
            name: layers[name].loc[regions.index, nodes.index].to_numpy(float).ravel().round(digits)
            for name, digits in DIGITS.items()
            if name in layers
        },
        index=pairs,
    ).reset_index()
    table.insert(1, "region_name", table["region"].map(regions["name"]))
    table.insert(3, "activity_name", table["activity"].map(nodes["name"]))
    if "pci" in nodes:
        table["pci"] = table["activity"].map(nodes["pci"])
    return table


def _check(nodes: pd.DataFrame, layers: Mapping[str, pd.DataFrame], regions: pd.DataFrame) -> None:
    lacking = [one for one in ("name", "group") if one not in regions]
    if lacking:
        raise ValueError(f"regions has no column {', '.join(lacking)}")
    if not regions.index.is_unique:
        twice = regions.index[regions.index.duplicated()][0]
        raise ValueError(f"regions has {twice!r} more than once: one row for each region")
    unknown = sorted(set(layers) - set(DIGITS))
    if unknown or "lq" not in layers:
        raise ValueError(
            f"layers are {', '.join(sorted(layers)) or 'empty'}. Expected lq, and where there are "
            "any density and probability"
        )
    for name, layer in layers.items():
        for wanted, found, what in (
            (regions.index, layer.index, "regions"),
            (nodes.index, layer.columns, "activities"),
        ):
            missing = wanted.difference(found)
            if len(missing):
                raise ValueError(f"layer {name!r} lacks {what}: {', '.join(map(str, missing[:5]))}")
        low, high = float(layer.min().min()), float(layer.max().max())
        if low < 0 or high > MOST[name]:
            raise ValueError(
                f"layer {name!r} goes from {low:g} to {high:g}. Expected 0 to {MOST[name]:g}"
            )


def _network(nodes: pd.DataFrame, edges: pd.DataFrame) -> dict[str, Any]:
    """Return groups, nodes and edges; nodes and groups are known by their place from here on."""
    colours = group_colours(nodes["group"]) if "group" in nodes else {"": ONE_COLOUR}
    place = {name: position for position, name in enumerate(colours)}
    number = {key: position for position, key in enumerate(nodes.index)}
    rows = []
    for _, node in nodes.iterrows():
        rows.append(
            [
                one_line(node["name"]),
                place[str(node["group"])] if "group" in nodes else 0,
                *(round(float(node[column]), 4) for column in ("x", "y", "radius")),
                _whole(node.get("size")),
                _rounded(node.get("growth")),
                *([_rounded(node["pci"], 4)] if "pci" in nodes else []),
            ]
        )
    return {
        "groups": [[one_line(name), colour] for name, colour in colours.items()],
        "nodes": rows,
        "important": [number[key] for key in important(nodes, len(nodes))],
        "edges": [
            number[one] for pair in zip(edges["source"], edges["target"], strict=True)
            for one in pair
        ],
    }  # fmt: skip


def _whole(value: Any) -> int | None:
    return None if value is None or value != value else round(float(value))


def _rounded(value: Any, digits: int = 1) -> float | None:
    return None if value is None or value != value else round(float(value), digits)


def _rows(layer: pd.DataFrame, name: str, threshold: float) -> list[str]:
    """Return a layer as one text per region: whole numbers, missing ones empty.

    What is rounded stays on its side of the threshold, so that the page counts as we do.
    """
    import numpy as np

    scale = 10 ** DIGITS[name]
    values = layer.to_numpy(dtype=float)
    whole = np.round(values * scale)
    if name == "lq":
        below, above = np.ceil(threshold * scale) - 1, np.ceil(threshold * scale)
        whole = np.where(values < threshold, np.minimum(whole, below), whole)
        whole = np.where(values >= threshold, np.maximum(whole, above), whole)
    return [",".join("" if np.isnan(one) else str(int(one)) for one in row) for row in whole]


def _positions(
    reach: Mapping[Any, Sequence[Any]], activities: pd.Index, regions: pd.Index
) -> list[list[int]]:
    unknown = {one for region in regions for one in reach.get(region, ())} - set(activities)
    if unknown:
        raise ValueError(
            f"reach names activities that nodes lacks: {', '.join(sorted(map(str, unknown))[:5])}"
        )
    number = {key: position for position, key in enumerate(activities)}
    return [[number[one] for one in reach.get(region, ())] for region in regions]


def _reasons(
    reasons: Mapping[Any, Mapping[Any, Mapping[str, Sequence[Any]]]],
    reach: Mapping[Any, Sequence[Any]],
    activities: pd.Index,
    regions: pd.Index,
) -> list[list[list[list[int]] | int]]:
    """Return for each region, in the order of its reach: has, lacks (place, share, …), stepped.

    Where no reasons are given stands 0.
    """
    number = {key: position for position, key in enumerate(activities)}
    place = {key: position for position, key in enumerate(regions)}
    rows: list[list[list[list[int]] | int]] = []
    for region in regions:
        given = reasons.get(region, {})
        row: list[list[list[int]] | int] = []
        for activity in reach.get(region, ()):
            one = given.get(activity)
            if one is None:
                row.append(0)
                continue
            where = f"reasons of region {region!r}, activity {activity!r}"
            lacking = [name for name in REASONS if name not in one]
            if lacking:
                raise ValueError(f"{where}: {', '.join(lacking)} missing")
            row.append(
                [
                    _shares(one["has"], one["has_share"], number, f"{where}, has"),
                    _shares(one["lacks"], one["lacks_share"], number, f"{where}, lacks"),
                    _known(one["stepped"], place, f"{where}, stepped"),
                ]
            )
        rows.append(row)
    return rows


def _known(keys: Sequence[Any], positions: Mapping[Any, int], where: str) -> list[int]:
    unknown = [str(key) for key in keys if key not in positions]
    if unknown:
        raise ValueError(f"{where}: the figure has no {', '.join(unknown[:5])}")
    return [positions[key] for key in keys]


def _shares(
    keys: Sequence[Any], shares: Sequence[Any], number: Mapping[Any, int], where: str
) -> list[int]:
    """Return place and whole percent of each in turn."""
    if len(keys) != len(shares):
        raise ValueError(f"{where}: {len(shares)} shares of {len(keys)} activities")
    wrong = [share for share in shares if not 0 <= share <= 100]
    if wrong:
        raise ValueError(f"{where}: a share of {wrong[0]}. Expected percent, 0 to 100")
    pairs = zip(_known(keys, number, where), (round(float(share)) for share in shares), strict=True)
    return [one for pair in pairs for one in pair]


def page_json(content: dict[str, Any]) -> str:
    """Return JSON that can stand in a page: no character that HTML or Markdown would read."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for mark in "<>&`\u2028\u2029":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return text


def _fallback(nodes: pd.DataFrame, regions: pd.DataFrame, activities: str) -> str:
    counts = regions.groupby("group", sort=False).size()
    listed = ", ".join(f"{one_line(group)}: {count}" for group, count in counts.items())
    return (
        '<p class="wir-space-fallback">With JavaScript, this figure shows the '
        f"{len(nodes)} {escape_html(activities)} as a network and the place of each region in it "
        f"({escape_html(listed)}). The same values are in the table below it (CSV).</p>"
    )


def published_markdown(label: str, html: str, caption: str, source: parts.SourceLine) -> str:
    """Return an interactive figure with its caption and source as MyST Markdown."""
    # The target leads to the figure itself: raw HTML has no place of its own.
    raw = html.replace("<figure", f'<figure id="{label}"', 1).replace("`", "&#96;")
    lines = [
        f"({label})=",
        "",
        f"````{{raw}} html\n{raw}\n````",
        "",
        "{.wir-note}",
        escape_markdown(caption),
        "",
        "{.wir-source}",
        source.markdown,
    ]
    if source.folded:
        lines += ["", "```{raw} html", source.folded, "```"]
    return "\n".join(lines)


def _static_html(
    nodes: pd.DataFrame,
    regions: pd.DataFrame,
    title: str,
    caption: str,
    source: parts.SourceLine,
    options: Mapping[str, Any],
) -> str:
    """Return what JupyterLab and pages without a script show: texts and the way to the data."""
    activities = options.get("activity", ("", "occupations"))[1]
    return (
        f"<p><strong>{escape_html(one_line(title))}</strong></p>"
        f"{_fallback(nodes, regions, activities)}<p>{escape_html(one_line(caption))}</p>"
        f"<small><p>{source.html}</p>{source.folded}</small>"
    )
