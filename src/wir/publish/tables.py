"""Tables: real HTML tables with caption, row and column headers, and the data to download."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from wir.publish import parts
from wir.publish.context import run
from wir.publish.language import format_value, words
from wir.publish.text import display_text, escape_html, one_line

if TYPE_CHECKING:
    import pandas as pd

Format = int | str | Callable[[Any], str]


def table(
    df: pd.DataFrame,
    name: str,
    *,
    title: str,
    caption: str,
    sources: Sequence[str],
    formats: Mapping[str, Format] | None = None,
    labels: Mapping[str, str] | None = None,
    links: Mapping[str, str] | None = None,
    data: pd.DataFrame | None = None,
    search: bool = False,
    parameters: Sequence[str] | None = None,
) -> None:
    """Publish a table: write its data into the folder of the run, and show it.

    Parameters
    ----------
    df : DataFrame
        Rows and columns as shown; the first column heads the rows. A named index becomes columns.
    name : str
        Lower-case letters, digits and hyphens; the label is ``tab-<name of the run>-<name>``.
    title, caption : str
        What the table says, and how to read it. Plain text.
    sources : list of str
        Names of tables or ids of sources.
    formats : mapping, optional
        Per column: decimals (an int), a unit with decimals (``"%:1"``, ``"EUR:0"``), ``"plain"``
        (as it is, for years and codes), or a function that returns text. Default: integers with
        thousands separators, other numbers with one decimal, columns called "year" plain.
    labels : mapping, optional
        Headings in words, per column.
    links : mapping, optional
        Column → column that holds an address; the second is not shown.
    data : DataFrame, optional
        What the CSV holds, where it is more than `df`.
    search : bool
        Add a search field (the table is complete without it).
    parameters : list of str, optional
        Parameters of the run that matter here; all of them where not given.

    Raises
    ------
    ValueError
        If something is missing, a source is unknown, or a column in `formats`, `labels` or
        `links` does not exist.
    """
    parts.require(
        "table", name, {"title": title, "caption": caption, "data": df, "sources": sources}
    )
    current = run()
    link = current.link(f"{name}.csv")
    source = parts.source_line(current, name, sources, parameters, link)
    rows = table_rows(df, formats=formats, labels=labels, links=links, language=current.language)
    parts.save_data(current, name, df if data is None else data)
    label = parts.note(
        current,
        "table",
        name,
        title=title,
        caption=caption,
        source=source,
        sources=sources,
        made=[f"{name}.csv"],
    )
    spec = {
        "name": label,
        "title": one_line(title),
        "rows": rows,
        "caption": one_line(caption),
        "source": source.shown,
        "folded": source.folded,
        "link": link,
        "link_text": words("data_csv", current.language),
        "search": search,
    }
    content = json.dumps(spec, ensure_ascii=False).replace("`", "\\u0060")
    note = (
        f"<p>{escape_html(one_line(caption))}</p><small><p>{source.html}</p>{source.folded}</small>"
    )
    display_text(
        f"```{{wir-table}}\n{content}\n```",
        table_html(escape_html(one_line(title)), rows, one_line(title)) + note,
    )


def show_html(
    html: str, name: str, *, title: str, data: pd.DataFrame, sources: Sequence[str]
) -> None:
    """Publish a table that is HTML already: show it, with its source line and its data.

    Parameters
    ----------
    html : str
        The table, everything that comes from data escaped.
    name : str
        Lower-case letters, digits and hyphens.
    title : str
        What the table says; for the list of outputs.
    data : DataFrame
        What the CSV holds.
    sources : list of str
        Names of tables or ids of sources.

    Raises
    ------
    ValueError
        If something is missing or a source is unknown.
    """
    parts.require("table", name, {"title": title, "data": data, "sources": sources})
    current = run()
    source = parts.source_line(current, name, sources, None, current.link(f"{name}.csv"))
    parts.save_data(current, name, data)
    parts.note(
        current,
        "table",
        name,
        title=title,
        caption="",
        source=source,
        sources=sources,
        made=[f"{name}.csv"],
    )
    raw = html.replace("`", "&#96;")
    display_text(
        f"````{{raw}} html\n{raw}\n````\n\n:::{{container}} wir-source\n{source.markdown}\n:::",
        f"{html}<p><small>{source.html}</small></p>",
    )


def table_html(
    caption: str, rows: str, label: str, number: str = "", *, stack: bool = False
) -> str:
    """Return a table in a container that scrolls sideways and that the keyboard reaches.

    `caption` and `rows` are HTML already; `label` is plain text for screen readers. With `stack`
    each row becomes a card on a phone; its cells name their column in ``data-label``.
    """
    kind = "wir wir-stack" if stack else "wir"
    return (
        f'<div class="wir-scroll" role="region" tabindex="0" aria-label="{escape_html(label)}">'
        f'<table class="{kind}"><caption><span class="wir-caption">{number}'
        f'<span class="caption-text">{caption}</span></span></caption>{rows}</table></div>'
    )


def table_rows(
    df: pd.DataFrame,
    *,
    formats: Mapping[str, Format] | None = None,
    labels: Mapping[str, str] | None = None,
    links: Mapping[str, str] | None = None,
    language: str = "en",
) -> str:
    """Return head and body of a table as HTML; everything that comes from data is escaped."""
    import pandas as pd

    formats, labels, links = dict(formats or {}), dict(labels or {}), dict(links or {})
    shown = df.reset_index() if any(one is not None for one in df.index.names) else df
    for what, given in (("formats", formats), ("labels", labels), ("links", links)):
        unknown = [str(one) for one in given if one not in shown.columns]
        if unknown:
            raise ValueError(
                f"{what}: no column {', '.join(unknown)}; found: "
                f"{', '.join(map(str, shown.columns))}"
            )
    columns = [one for one in shown.columns if one not in set(links.values())]
    numeric = {
        one: pd.api.types.is_numeric_dtype(shown[one])
        and not pd.api.types.is_bool_dtype(shown[one])
        for one in columns
    }
    head = "".join(
        f'<th scope="col"{_number_class(numeric[one])}>'
        f"{escape_html(str(labels.get(one, one)))}</th>"
        for one in columns
    )
    body = []
    for record in shown.to_dict("records"):
        cells = []
        for position, column in enumerate(columns):
            text = _cell(record[column], column, formats.get(column), language)
            address = record[links[column]] if column in links else None
            if isinstance(address, str) and address and "<a " not in text:
                text = f'<a href="{escape_html(safe_address(address))}">{text}</a>'
            tag = 'th scope="row"' if position == 0 else "td"
            cells.append(f"<{tag}{_number_class(numeric[column])}>{text}</{tag[:2]}>")
        body.append(f"<tr>{''.join(cells)}</tr>")
    return f"<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody>"


def safe_address(address: str) -> str:
    """Return an address that may be followed: http, https, mailto or relative; else ``#``."""
    scheme, colon, _ = address.strip().partition(":")
    relative = not colon or any(mark in scheme for mark in "/?#.")
    allowed = relative or scheme.lower() in {"http", "https", "mailto"}
    return address.strip() if allowed else "#"


def number_text(value: Any, column: object, how: int | str | None, language: str) -> str:
    """Return a number of a table as text, in the format of its column (see `table`)."""
    if how is None:
        whole = hasattr(value, "__index__")
        how = "plain" if str(column).lower().endswith("year") else 0 if whole else 1
    if how == "plain":
        number = float(value)
        return str(int(number)) if number.is_integer() else str(value)
    unit, _, digits = ("", "", str(how)) if isinstance(how, int) else str(how).rpartition(":")
    return format_value(float(value), unit, int(digits), language)


def _number_class(numeric: bool) -> str:
    return ' class="number"' if numeric else ""


ADDRESS = re.compile(r"https?://[^\s|<>\"]*[^\s|<>\",.;:)]")
SQUEEZED = re.compile(r"(?<=[a-zäöüß]{2})[.,]+-?(?=[A-Za-zÄÖÜäöüß])")
"""A comma or full stop between two words without a blank."""
RANGE = re.compile(r"\d+\N{EN DASH}\d+")


def _keep_ranges(html: str) -> str:
    """Keep ``2017–2019`` on one line; browsers break after the dash."""
    return RANGE.sub(r'<span class="wir-keep">\g<0></span>', html)


def _breakable(html: str) -> str:
    """Let official names break after their commas and full stops: ``Heizung,Klimatechnik``."""
    return SQUEEZED.sub(r"\g<0><wbr>", html)


def _text(text: str) -> str:
    """Return a text as HTML in which addresses are links."""
    shown, end = [], 0
    for found in ADDRESS.finditer(text):
        address = escape_html(found.group())
        shown.append(_breakable(_keep_ranges(escape_html(text[end : found.start()]))))
        shown.append(f'<a href="{address}">{_breakable(address)}</a>')
        end = found.end()
    return "".join([*shown, _breakable(_keep_ranges(escape_html(text[end:])))])


def _cell(value: Any, column: object, how: Format | None, language: str) -> str:
    """Return one cell as HTML."""
    if value is None or value != value:
        missing = words("no_data", language)
        return f'<span aria-hidden="true">–</span><span class="sr-only">{missing}</span>'
    if callable(how):
        return _keep_ranges(escape_html(str(how(value))))
    if isinstance(value, bool) or not hasattr(value, "__float__") or isinstance(value, str):
        return _text(one_line(value))
    return escape_html(number_text(value, column, how, language))
