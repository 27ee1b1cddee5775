"""The network of organisations as an interactive figure: choose a region or an organisation.

The page holds the data once, as compact JSON; ``book/_static/partner-network.js`` draws the larger
organisations with the ties of the backbone and lists the partners of all. Nothing is fetched, so
the page works from a file. Without the script a text says what would be there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from wir.publish import parts
from wir.publish.context import run
from wir.publish.plots_space import group_colours, require_columns
from wir.publish.space_page import LIMIT, page_json, published_markdown
from wir.publish.text import display_text, escape_html, one_line

if TYPE_CHECKING:
    import pandas as pd

ORGANISATION = ("name", "kind", "ags", "participations", "partners", "bridging")
"""Columns of the organisations."""


def network_widget(
    nodes: pd.DataFrame,
    edges: pd.DataFrame,
    organisations: pd.DataFrame,
    ties: pd.DataFrame,
    regions: pd.DataFrame,
    members: Mapping[str, Sequence[str]],
    *,
    title: str,
    alt: str,
) -> str:
    """Return the interactive figure as HTML; everything that comes from data is escaped.

    Parameters
    ----------
    nodes
        Organisations that are drawn (index): ``name``; ``x``, ``y``, ``radius`` from
        `wir.potential.space.space_layout`; ``group`` (kind, its colour).
    edges
        ``source`` and ``target``: ties that are drawn.
    organisations
        All organisations that can be looked up (index, part of the address): ``name``, ``kind``,
        ``ags``, ``participations``, ``partners``, ``bridging`` (numbers).
    ties
        ``source``, ``target``, ``weight`` (shared projects) among them.
    regions
        Regions (index, part of the address): ``name``, ``group``, in the order in which they are
        listed.
    members
        Region → its districts; a region that is not here is a district itself.
    title, alt
        What the figure says, and what can be seen. Plain text.

    Raises
    ------
    ValueError
        If a column, organisation or region is missing or unknown, or the page would become too
        large.
    """
    require_columns(nodes, edges)
    _check(nodes, organisations, ties, regions)
    content = page_json(_content(nodes, edges, organisations, ties, regions, members))
    if len(content.encode()) > LIMIT:
        raise ValueError(
            f"the figure would put {len(content.encode()) / 1e6:.1f} MB of data into the page, "
            f"more than {LIMIT / 1e6:.1f}: leave out organisations with few participations"
        )
    return (
        f'<figure class="wir-space wir-partners" aria-label="{escape_html(one_line(title))}">'
        f'<figcaption class="wir-space-title">{escape_html(one_line(title))}</figcaption>'
        f'<p class="wir-space-alt sr-only">{escape_html(one_line(alt))}</p>'
        f"{_fallback(organisations, regions)}"
        f'<script type="application/json">{content}</script></figure>'
    )


def interactive_network(
    nodes: pd.DataFrame,
    edges: pd.DataFrame,
    organisations: pd.DataFrame,
    ties: pd.DataFrame,
    regions: pd.DataFrame,
    members: Mapping[str, Sequence[str]],
    name: str,
    *,
    title: str,
    caption: str,
    alt: str,
    sources: Sequence[str],
    parameters: Sequence[str] | None = None,
) -> None:
    """Publish the interactive figure: write its data into the folder of the run, and show it.

    Parameters
    ----------
    nodes, edges, organisations, ties, regions, members, title, alt
        As for `network_widget`.
    name : str
        Lower-case letters, digits and hyphens; the label is ``fig-<name of the run>-<name>``.
    caption : str
        How to read it: units, years, what is left out. Plain text.
    sources : list of str
        Names of tables or ids of sources.
    parameters : list of str, optional
        Parameters of the run that matter here; all of them where not given.

    Raises
    ------
    ValueError
        If something is missing (the message says what), a source is unknown, or the name
        cannot be used.
    """
    data = organisations.reset_index()
    parts.require(
        "figure",
        name,
        {"title": title, "alt": alt, "caption": caption, "data": data, "sources": sources},
    )
    html = network_widget(nodes, edges, organisations, ties, regions, members, title=title, alt=alt)
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
        f"<p><strong>{escape_html(one_line(title))}</strong></p>"
        f"{_fallback(organisations, regions)}<p>{escape_html(one_line(caption))}</p>"
        f"<small><p>{source.html}</p>{source.folded}</small>",
    )


def _check(
    nodes: pd.DataFrame, organisations: pd.DataFrame, ties: pd.DataFrame, regions: pd.DataFrame
) -> None:
    for table, what, wanted in (
        (nodes, "nodes", ("group",)),
        (organisations, "organisations", ORGANISATION),
        (ties, "ties", ("source", "target", "weight")),
        (regions, "regions", ("name", "group")),
    ):
        lacking = [one for one in wanted if one not in table]
        if lacking:
            raise ValueError(f"{what} has no column {', '.join(lacking)}")
    for table, what in ((organisations, "organisations"), (regions, "regions")):
        if not table.index.is_unique:
            twice = table.index[table.index.duplicated()][0]
            raise ValueError(f"{what} has {twice!r} more than once")
    both = sorted(set(map(str, organisations.index)) & set(map(str, regions.index)))
    if both:
        raise ValueError(f"{both[0]!r} is both an organisation and a region")
    known = set(organisations.index)
    unknown = sorted(map(str, (set(nodes.index) | {*ties["source"], *ties["target"]}) - known))
    if unknown:
        raise ValueError(f"organisations lacks {', '.join(unknown[:5])}")


def _content(
    nodes: pd.DataFrame,
    edges: pd.DataFrame,
    organisations: pd.DataFrame,
    ties: pd.DataFrame,
    regions: pd.DataFrame,
    members: Mapping[str, Sequence[str]],
) -> dict[str, Any]:
    colours = group_colours(nodes["group"])
    group = {name: place for place, name in enumerate(colours)}
    drawn = {key: place for place, key in enumerate(nodes.index)}
    number = {key: place for place, key in enumerate(organisations.index)}
    kinds = list(dict.fromkeys(organisations["kind"]))
    districts = sorted(set(organisations["ags"]) | {a for one in members.values() for a in one})
    place = {ags: position for position, ags in enumerate(districts)}
    names = regions["name"]
    return {
        "activity": "organisation",
        "activities": "organisations",
        "width": round(float(nodes["x"].max()), 3),
        "groups": [[one_line(name), colour] for name, colour in colours.items()],
        "nodes": [
            [one_line(name), group[str(kind)], *(round(float(v), 4) for v in (x, y, radius))]
            for name, kind, x, y, radius in nodes[["name", "group", "x", "y", "radius"]].itertuples(
                index=False
            )
        ],
        "important": [
            drawn[key] for key in nodes.sort_values("radius", ascending=False, kind="stable").index
        ],
        "edges": [
            drawn[one]
            for pair in zip(edges["source"], edges["target"], strict=True)
            for one in pair
        ],
        "kinds": [one_line(kind) for kind in kinds],
        "districts": [[one, one_line(names.get(one, one))] for one in districts],
        "organisations": [
            [
                str(key),
                one_line(row["name"]),
                kinds.index(row["kind"]),
                place[row["ags"]],
                *(int(row[one]) for one in ORGANISATION[3:]),
                drawn.get(key, -1),
            ]
            for key, row in organisations.iterrows()
        ],
        "ties": [
            value
            for one, other, weight in ties[["source", "target", "weight"]].itertuples(index=False)
            for value in (number[one], number[other], int(weight))
        ],
        "regions": [
            [
                str(key),
                one_line(name),
                one_line(kind),
                [place[one] for one in members.get(str(key), [str(key)]) if one in place],
            ]
            for key, name, kind in regions[["name", "group"]].itertuples()
        ],
    }


def _fallback(organisations: pd.DataFrame, regions: pd.DataFrame) -> str:
    counts = regions.groupby("group", sort=False).size()
    listed = ", ".join(f"{one_line(group)}: {count}" for group, count in counts.items())
    return (
        '<p class="wir-space-fallback">With JavaScript, this figure shows the network of '
        f"{len(organisations)} organisations and the partners of each organisation and region "
        f"({escape_html(listed)}). The numbers of each organisation are in the table below it "
        "(CSV).</p>"
    )
