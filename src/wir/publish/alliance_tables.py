"""Tables of the alliances as HTML: complete without a script, searchable with one.

Everything that comes from the data is escaped; what no source says is "not known".
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from wir.publish.language import format_currency, format_number
from wir.publish.tables import safe_address
from wir.publish.text import escape_html, one_line

if TYPE_CHECKING:
    import pandas as pd

NOT_KNOWN = '<span class="wir-unknown">not known</span>'

PHASES = {"implementation": "implementation", "concept": "concept only"}

SCOPES = {
    "total": "whole implementation phase",
    "to_date": "granted so far",
    "phase1": "first phase only",
    "phase2": "second phase only",
    "cap": "maximum announced, not a grant",
    "requested": "applied for",
    "concept": "concept phase",
}
"""What an amount refers to, in words; amounts of different scope cannot be compared."""

FILTERS = {"round": "Round", "phase": "Phase", "land": "Land", "field": "Field"}

Row = Any
"""One alliance: a mapping, or a row of a DataFrame."""


def text_of(row: Row, column: str) -> str:
    """Return a cell as text on one line; empty where nothing is known."""
    value = row.get(column)
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return one_line(value)


def known(row: Row, column: str) -> str:
    """Return a cell as HTML, or "not known"."""
    text = text_of(row, column)
    return escape_html(text) if text else NOT_KNOWN


def funding(row: Row) -> str:
    """Return the funding with the words that say what the amount refers to, as HTML."""
    amount = text_of(row, "funding_eur")
    if not amount:
        return NOT_KNOWN
    scope = SCOPES.get(text_of(row, "funding_scope"), text_of(row, "funding_scope"))
    words = f'<br><span class="wir-scope">{escape_html(scope)}</span>' if scope else ""
    return f"{escape_html(format_currency(float(amount)))}{words}"


def sources(row: Row) -> str:
    """Return the pages of a row as numbered links."""
    name = text_of(row, "name")
    pages = [one for one in text_of(row, "source_urls").split(" | ") if one]
    links = [
        f'<a href="{escape_html(safe_address(page))}">'
        f'<span class="sr-only">{escape_html(name)}, source </span>{number}</a>'
        for number, page in enumerate(pages, start=1)
    ]
    return " ".join(links) or NOT_KNOWN


ROUNDS = {"r1": "Round 1", "r2": "Round 2"}


def programme_table(facts: pd.DataFrame) -> pd.DataFrame:
    """Return the table ``programme`` for readers: the fact, its value, what it is about.

    Parameters
    ----------
    facts
        Columns ``key`` (prefix ``r1_`` or ``r2_``: a round), ``label``, ``value``, ``unit`` and
        ``source_url``.

    Returns
    -------
    DataFrame
        ``label``, ``value``, ``about``, ``source_url``; rows as given.
    """
    return facts.assign(
        about=facts["key"].str[:2].map(ROUNDS).fillna("Programme"),
        value=[fact_value(*pair) for pair in zip(facts["value"], facts["unit"], strict=True)],
    )[["label", "value", "about", "source_url"]]


def fact_value(value: str, unit: str) -> str:
    """Return a fact as a reader expects it.

    Examples
    --------
    >>> fact_value("2019-04-01", "date"), fact_value("2021-10", "month")
    ('1 April 2019', 'October 2021')
    >>> fact_value("8000000", "EUR per alliance"), fact_value("25", "alliances (about)")
    ('€8,000,000 per alliance', 'about 25 alliances')
    """
    kind, _, remark = unit.partition(" (")
    remark = remark.rstrip(")")
    before = f"{remark} " if remark else ""
    if kind == "date":
        day = dt.date.fromisoformat(value)
        return f"{before}{day.day} {day:%B %Y}"
    if kind == "month":
        return f"{before}{dt.date.fromisoformat(f'{value}-01'):%B %Y}"
    if kind in {"year", "text"}:
        return before + value
    if kind.startswith("EUR"):
        return before + format_currency(float(value)) + kind.removeprefix("EUR")
    return f"{before}{format_number(float(value))} {kind}"


def alliances_table_html(
    alliances: Iterable[Row], dossiers: Collection[str] = (), link_prefix: str = "dossiers/"
) -> str:
    """Return the table of all alliances, with what is known and what is not.

    Parameters
    ----------
    alliances : iterable of mappings
        Rows of the table ``alliances``, for instance ``load("alliances").to_dict("records")``.
    dossiers : collection of str
        Ids of the alliances that have a dossier; their names link to it.
    link_prefix : str
        Where the dossiers are, relative to the page.
    """
    rows = [
        (
            row,
            [
                _name_cell(row, dossiers, link_prefix),
                known(row, "theme")
                + f'<br><span class="wir-small">{known(row, "field_area")}</span>',
                known(row, "region")
                + f'<br><span class="wir-small">{known(row, "laender")}</span>',
                known(row, "coordinator"),
                funding(row),
                sources(row),
            ],
        )
        for row in _sorted(alliances)
    ]
    heads = [
        "Alliance",
        "Theme and field",
        "Region and Land",
        "Coordinator",
        "Funding",
        "Sources",
    ]
    return _table("All alliances that a public page names", heads, rows, "wir-alliances")


def dossier_table_html(alliances: Iterable[Row], dossiers: Collection[str], prefix: str) -> str:
    """Return the table of the alliances that have a dossier."""
    rows = [
        (
            row,
            [
                f'<a href="{escape_html(prefix + text_of(row, "alliance_id"))}.html">'
                f"{known(row, 'name')}</a>",
                known(row, "theme"),
                known(row, "laender"),
                known(row, "lead_city"),
                known(row, "field_area"),
                f"{known(row, 'round')}",
                escape_html(_phase(row)),
            ],
        )
        for row in _sorted(alliances)
        if text_of(row, "alliance_id") in dossiers
    ]
    heads = ["Alliance", "Theme", "Land", "Seat of the coordinator", "Field", "Round", "Phase"]
    return _table("Dossiers", heads, rows, "wir-dossiers")


def _sorted(alliances: Iterable[Row]) -> list[Row]:
    return sorted(alliances, key=lambda row: text_of(row, "name").casefold())


def _phase(row: Row) -> str:
    phase = text_of(row, "phase")
    return PHASES.get(phase, phase or "not known")


def _name_cell(row: Row, dossiers: Collection[str], prefix: str) -> str:
    """Return the name, with the dossier and what else is known behind a toggle."""
    name = known(row, "name")
    identifier = text_of(row, "alliance_id")
    if identifier in dossiers:
        name = f'<a href="{escape_html(prefix + identifier)}.html">{name}</a>'
    details = [
        ("Full title", known(row, "full_title")),
        ("Start", known(row, "start_year")),
        ("Seat of the coordinator", known(row, "lead_city")),
        ("Partners", _partners(row)),
        ("On the funding", known(row, "funding_note") if text_of(row, "funding_note") else ""),
        ("Remarks", known(row, "notes") if text_of(row, "notes") else ""),
    ]
    website = text_of(row, "website")
    if website:
        address = escape_html(safe_address(website))
        details.append(("Website", f'<a href="{address}">{escape_html(website)}</a>'))
    items = "".join(f"<dt>{term}</dt><dd>{text}</dd>" for term, text in details if text)
    return (
        f'{name}<br><span class="wir-small">Round {known(row, "round")}, '
        f'{escape_html(_phase(row))}</span><details><summary>More<span class="sr-only"> on '
        f"{known(row, 'name')}</span></summary><dl>{items}</dl></details>"
    )


def _partners(row: Row) -> str:
    number = text_of(row, "partners")
    if not number:
        return NOT_KNOWN
    year = text_of(row, "partners_year")
    shown = format_number(float(number)) if number.replace(".", "", 1).isdigit() else number
    return escape_html(shown + (f" ({year})" if year else ""))


def _table(caption: str, heads: list[str], rows: list[tuple[Row, list[str]]], name: str) -> str:
    """Return a table whose rows carry what can be filtered."""
    head = "".join(f'<th scope="col">{escape_html(one)}</th>' for one in heads)
    body = []
    for row, cells in rows:
        data = {
            "round": text_of(row, "round"),
            "phase": _phase(row),
            "land": text_of(row, "laender"),
            "field": text_of(row, "field_area"),
        }
        attributes = "".join(f' data-{key}="{escape_html(value)}"' for key, value in data.items())
        labelled = "".join(
            f'<td data-label="{escape_html(label)}">{cell}</td>'
            for label, cell in zip(heads[1:], cells[1:], strict=True)
        )
        body.append(f'<tr{attributes}><th scope="row">{cells[0]}</th>{labelled}</tr>')
    filters = escape_html(json.dumps(FILTERS))
    return (
        f'<div class="wir-filter" id="{name}" data-filters="{filters}" '
        f'data-noun="alliances"><div class="wir-scroll" role="region" tabindex="0" '
        f'aria-label="{escape_html(caption)}"><table class="wir wir-stack"><caption>'
        f'<span class="wir-caption">{escape_html(caption)}</span></caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table></div></div>"
    )
