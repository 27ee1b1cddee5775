"""A document as plain data: every value is text already, every text is split into its pieces.

The HTML page and the PDF are made from this one view, so that they say the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wir.documents import blocks
from wir.documents.inline import Span, clean, spans
from wir.documents.words import CALLOUTS, WORDS, word
from wir.publish.language import format_number
from wir.publish.tables import ADDRESS, number_text

if TYPE_CHECKING:
    import pandas as pd

View = dict[str, Any]
NARROW = 26
"""Characters up to which a column of text keeps its own width."""
BROKEN = 11
"""Characters from which on a word in the heading of a column of numbers is broken."""
FITTING = 88
"""Characters of a line of a table that fit side by side."""


def view(document: blocks.Document) -> View:
    """Return the document as texts, lists and dictionaries."""
    headings: list[View] = []
    shown: list[View] = []
    for block, number in document.numbered():
        one = _block(block, number, document)
        if one["kind"] == "heading":
            one["id"] = f"{document.key}-{len(headings) + 1}"
            headings.append(one)
        shown.append(one)
    return {
        "key": document.key,
        "title": clean(document.title),
        "subtitle": clean(document.subtitle),
        "note": clean(document.note),
        "language": document.language,
        "words": {key: forms[document.language] for key, forms in WORDS.items()},
        "blocks": shown,
        "contents": [one for one in headings if one["level"] <= 2],
    }


def _block(block: blocks.Block, number: int, document: blocks.Document) -> View:
    language = document.language
    if isinstance(block, blocks.Heading):
        return {"kind": "heading", "level": block.level, "text": rich(block.text)}
    if isinstance(block, blocks.Paragraph):
        return {"kind": "paragraph", "text": rich(block.text)}
    if isinstance(block, blocks.Bullets):
        return {
            "kind": "bullets",
            "ordered": block.ordered,
            "items": [rich(one) for one in block.items],
        }
    if isinstance(block, blocks.Callout):
        return {
            "kind": "callout",
            "look": block.kind,
            "title": clean(block.title or CALLOUTS[block.kind][language]),
            "text": rich(block.text),
        }
    if isinstance(block, blocks.Facts):
        return {
            "kind": "facts",
            "pairs": [{"name": rich(name), "text": rich(text)} for name, text in block.pairs],
        }
    if isinstance(block, blocks.PageBreak):
        return {"kind": "break"}
    labelled = {
        "key": block.key,
        "id": f"{document.key}-{block.key}",
        "label": f"{word('chart' if isinstance(block, blocks.Chart) else 'table', language)} "
        f"{number}",
        "title": clean(block.title),
        "caption": rich(block.caption),
        "source": rich(block.source),
    }
    if isinstance(block, blocks.Chart):
        return labelled | {
            "kind": "chart",
            "svg": block.svg,
            "alt": clean(block.alt),
            "width": block.width,
        }
    return labelled | {"kind": "table"} | _table(block, language)


def rich(text: str) -> list[View]:
    """Return a text as its pieces, each with its look."""
    return [_piece(one) for one in spans(text)]


def _piece(span: Span) -> View:
    return {
        "text": span.text,
        "bold": span.bold,
        "emphasis": span.emphasis,
        "address": span.address,
    }


def _table(block: blocks.DataTable, language: blocks.Language) -> View:
    shown, whole = block.shown, len(block.frame)
    columns = [
        {"label": clean(block.labels.get(one, one)), "number": is_number(shown[one])}
        for one in shown.columns
    ]
    formats = [block.formats.get(one) for one in shown.columns]
    rows = [
        [
            cell(value, column, how, language)
            for value, column, how in zip(record, shown.columns, formats, strict=True)
        ]
        for record in shown.itertuples(index=False, name=None)
    ]
    _weigh(columns, rows)
    more = ""
    if len(shown) < whole:
        more = word("rows", language).format(
            shown=format_number(len(shown), 0, language), all=format_number(whole, 0, language)
        )
    return {"columns": columns, "rows": rows, "more": more}


def is_number(series: pd.Series) -> bool:
    """Say whether a column holds numbers (yes and no are none)."""
    import pandas as pd

    return bool(pd.api.types.is_numeric_dtype(series) and not pd.api.types.is_bool_dtype(series))


def cell(value: Any, column: object, how: blocks.Format | None, language: blocks.Language) -> View:
    """Return one cell: its pieces, and whether the value is missing."""
    if value is None or value != value:
        return {"missing": True, "text": rich("–")}
    if callable(how):
        return {"missing": False, "text": _linked(clean(how(value)))}
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return {"missing": False, "text": rich(word("yes" if value else "no", language))}
    if isinstance(value, str) or not hasattr(value, "__float__"):
        return {"missing": False, "text": _linked(clean(value))}
    return {"missing": False, "text": rich(number_text(value, column, how, language))}


def _linked(text: str) -> list[View]:
    """Return a text from data: no markup, but addresses (https) can be followed."""
    pieces, end = [], 0
    for found in ADDRESS.finditer(text):
        if found.group().startswith("https://"):
            pieces += [Span(text[end : found.start()]), Span(found.group(), address=found.group())]
            end = found.end()
    return [_piece(one) for one in [*pieces, Span(text[end:])] if one.text]


def _weigh(columns: list[View], rows: list[list[View]]) -> None:
    """Say how wide each column is: ``weight``, its share of what is left, or ``chars``.

    Both are 0 where a column is as wide as its contents, which all are that fit side by side.
    Where they do not, long texts share the width, and the headings of numbers are broken.
    """
    values = [
        max((sum(len(one["text"]) for one in row[place]["text"]) for row in rows), default=0)
        for place in range(len(columns))
    ]
    widths = [
        max(value, len(column["label"]), 3) for value, column in zip(values, columns, strict=True)
    ]
    fits = sum(widths) + 2 * len(columns) <= FITTING
    for column, value, width in zip(columns, values, widths, strict=True):
        head = max(len(part) for part in column["label"].split(" "))
        column["weight"] = column["chars"] = 0
        if not fits and column["number"]:
            column["chars"] = max(value, min(head, BROKEN))
        elif not fits and value > NARROW:
            column["weight"] = round(width**0.5, 1)
    if not fits and not any(column["weight"] for column in columns):
        for column, width in zip(columns, widths, strict=True):
            column["weight"] = 0 if column["number"] else round(width**0.5, 1)
