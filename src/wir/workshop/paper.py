"""What is printed: worksheets on A3 and cards on A4, as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from wir.documents.blocks import Language
from wir.documents.inline import clean
from wir.documents.pdf import compile_data
from wir.workshop.agenda import Slot
from wir.workshop.peers import Card
from wir.workshop.potential_figures import SHEETS, fields, sheet_facts, until
from wir.workshop.regions import Guest, Results
from wir.workshop.topic import Topic, Worksheet
from wir.workshop.words import WORDS, occupations, word

if TYPE_CHECKING:
    import pandas as pd

TEMPLATE = "../workshop/paper.typ"


def worksheets(
    topic: Topic, invited: Sequence[Guest], slots: Sequence[Slot], results: Results
) -> bytes:
    """Return the worksheets of a workshop as PDF, A3, landscape.

    Those of sessions that the agenda leaves out are left out as well.
    """
    held = {slot.session.key: slot for slot in slots}
    sheets = []
    for number, sheet in enumerate(topic.worksheets, start=1):
        slot = held.get(sheet.session)
        if slot is not None:
            for guest in invited:
                sheets += _copies(sheet, number, slot, guest, results, topic.language)
    return compile_data(TEMPLATE, _data(topic, f"{word('worksheet', topic.language)}", sheets, []))


def cards_pdf(topic: Topic, dealt: Sequence[Card]) -> bytes:
    """Return the cards as PDF, two on an A4 page."""
    return compile_data(
        TEMPLATE, _data(topic, word("cards", topic.language), [], [_card(one) for one in dealt])
    )


def _data(topic: Topic, what: str, sheets: list[Any], dealt: list[Any]) -> dict[str, Any]:
    language = topic.language
    return {
        "title": f"{topic.title}: {what}",
        "note": f"{word('workshop', language)}: {topic.title}",
        "language": language,
        "words": {key: forms[language] for key, forms in WORDS.items()},
        "sheets": sheets,
        "cards": dealt,
    }


def _copies(
    sheet: Worksheet, number: int, slot: Slot, guest: Guest, results: Results, language: Language
) -> list[dict[str, Any]]:
    if sheet.each == "field":
        table = fields(results, guest.key, SHEETS)
        year = until(results)
        prepared = [
            (_field_name(row, language), sheet_facts(row, year, language))
            for _, row in table.iterrows()
        ]
        prepared.append(("\N{HORIZONTAL ELLIPSIS}" * 12, []))
    else:
        prepared = [("", [])] * sheet.copies
    return [
        {
            "layout": sheet.layout,
            "title": sheet.title.replace("{field}", name),
            "task": sheet.task,
            "label": f"{word('worksheet', language)} {number} · {slot.minutes} min · "
            f"{clean(guest.name)}",
            "cells": [{"title": cell.title, "hint": cell.hint} for cell in sheet.cells],
            "columns": sheet.columns,
            "rows": sheet.rows,
            "facts": facts,
            "wide": sheet.wide,
            "rings": list(sheet.rings),
            "given": list(sheet.given),
        }
        for name, facts in prepared
    ]


def _field_name(row: pd.Series, language: Language) -> str:
    return occupations([row["activity"]], language)[0]


def _card(one: Card) -> dict[str, Any]:
    return {
        "name": clean(one.name),
        "why": [clean(text) for text in one.why],
        "facts": [[clean(name), clean(value)] for name, value in one.facts],
        "missing": [clean(text) for text in one.missing],
        # in PDF texts that can be followed may break; the address itself must not
        "address": one.website,
        "website-shown": one.website.removeprefix("https://").rstrip("/"),
    }
