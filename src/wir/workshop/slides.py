"""Slides: one HTML file for the keyboard, without a network; without a script, a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from wir.documents.blocks import (
    Block,
    Bullets,
    Callout,
    DataTable,
    Document,
    Heading,
    Language,
    Paragraph,
)
from wir.documents.html import attachments, policy, render, resource
from wir.documents.inline import escape, fill
from wir.documents.view import View, view
from wir.own.columns import DECISIONS
from wir.publish.language import join_list
from wir.workshop import ecosystem_figures, potential_figures, value_figures
from wir.workshop.agenda import Slot
from wir.workshop.peers import Card
from wir.workshop.regions import Guest, Results
from wir.workshop.survey_slides import surveyed
from wir.workshop.topic import Session, Topic
from wir.workshop.words import word

DAY, MONTH = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\d{4}-\d\d")
FIGURES = {
    "innovation-potential": potential_figures,
    "value-proposition": value_figures,
    "ecosystem": ecosystem_figures,
}


def slides(
    topic: Topic,
    invited: Sequence[Guest],
    slots: Sequence[Slot],
    dealt: Sequence[Card],
    results: Results,
) -> Document:
    """Return the slides of a workshop as a document; each heading of level 1 begins a slide."""
    language = topic.language
    blocks: list[Block] = [
        Heading(word("about", language)),
        Callout("question", escape(topic.question), word("leading", language)),
        Paragraph(f"**{word('outcome', language)}**"),
        Bullets([escape(one) for one in topic.outcome]),
        Heading(word("agenda", language)),
        agenda_table(slots, language),
    ]
    for guest in invited:
        blocks += decided_before(guest, language)
    blocks += surveyed(invited, language)
    for slot in slots:
        session = slot.session
        if slot.is_break:
            blocks += [Heading(escape(session.title)), Paragraph(f"{slot.times}")]
        elif session.key == "figures":
            blocks += figure_blocks(topic, invited, results)
        elif session.key in ("exercise-a", "exercise-b", "peers", "decide"):
            blocks += _exercise(slot, language)
            if session.key == "peers" and dealt:
                blocks += _dealt(dealt, language)
        elif session.key == "close":
            blocks += [
                Heading(escape(session.title)),
                Bullets([escape(one) for one in session.steps]),
            ]
    return Document(
        topic.title,
        join_list([one.name for one in invited], language),
        language,
        tuple(blocks),
        f"slides-{topic.key}",
        word("made_up", language) if any(one.region.made_up for one in invited) else "",
    )


def decided_before(guest: Guest, language: Language) -> list[Block]:
    """Return the slide on what an alliance has decided before; none where nothing is known."""
    import pandas as pd

    earlier = None if guest.own is None else guest.own.decisions
    if earlier is None or earlier.empty:
        return []
    german = language == "de"
    columns = {one.key: one for one in DECISIONS.columns}
    shown = earlier.reindex(columns=["decision", "responsible", "due", "status"])
    states = columns["status"].choices or {}
    frame = pd.DataFrame(
        {
            columns["decision"].label(language): shown["decision"],
            columns["responsible"].label(language): shown["responsible"],
            columns["due"].label(language): [day(one, language) for one in shown["due"]],
            columns["status"].label(language): [
                states[one][0 if german else 1] if one in states else None
                for one in shown["status"]
            ],
        }
    )
    title = "Was Sie zuletzt beschlossen haben" if german else "What you decided last time"
    return [
        Heading(fill("{name}: {title}", name=guest.name, title=title)),
        DataTable(
            frame,
            f"decisions-{guest.key}",
            "Frühere Beschlüsse und ihr Stand" if german else "Earlier decisions and their status",
            "Was ist erledigt, was gilt noch?" if german else "What is done, what still holds?",
            "Eigene Angaben des Bündnisses" if german else "As given by the alliance",
        ),
    ]


def day(value: Any, language: Language) -> str | None:
    """Return a day or month (``2026-06-30``, ``2026-06``) in words; another text stays as it is."""
    if value is None or value != value:
        return None
    from datetime import date

    from babel.dates import format_date

    text = str(value)
    full, month = DAY.fullmatch(text), MONTH.fullmatch(text)
    try:
        if full:
            when = date.fromisoformat(text)
            return str(format_date(when, "d. MMMM y" if language == "de" else "d MMMM y", language))
        if month:
            return str(format_date(date.fromisoformat(f"{text}-01"), "MMMM y", language))
    except ValueError:
        pass
    return text


def figure_blocks(topic: Topic, invited: Sequence[Guest], results: Results) -> list[Block]:
    """Return the slides with the alliances' own figures; in a group, a comparison first."""
    room = FIGURES[topic.key]
    blocks: list[Block] = []
    if len(invited) > 1:
        head = "Die Bündnisse im Vergleich" if topic.language == "de" else "The alliances compared"
        blocks += [Heading(head), room.comparison(list(invited), results, topic.language)]
    for guest in invited:
        blocks += room.blocks(guest, results, topic.language)
    return blocks


def agenda_table(slots: Sequence[Slot], language: Language) -> DataTable:
    """Return the agenda as a table."""
    import pandas as pd

    frame = pd.DataFrame(
        {
            word("time", language): [one.times for one in slots],
            word("part", language): [one.session.title for one in slots],
            word("minutes", language): [one.minutes for one in slots],
        }
    )
    total = sum(one.minutes for one in slots)
    title = (
        f"Ablauf des Workshops: {total} Minuten"
        if language == "de"
        else f"Agenda of the workshop: {total} minutes"
    )
    return DataTable(frame, "agenda", title)


def slides_html(document: Document) -> str:
    """Return slides as a complete HTML page."""
    style = resource("document.css") + resource("../workshop/slides.css")
    script = resource("../workshop/slides.js")
    seen = view(document)
    language = document.language
    return render(
        "slides.html.j2",
        seen
        | attachments(document)
        | {
            "slides": _split(seen["blocks"]),
            "style": style,
            "script": script,
            "policy": policy(style, script),
            "keys": word("keys", language),
            "slide_word": word("slides", language),
            "back": word("back", language),
            "next": word("next", language),
        },
    )


def _split(blocks: list[View]) -> list[list[View]]:
    found: list[list[View]] = []
    for one in blocks:
        if one["kind"] == "heading" and one["level"] == 1:
            found.append([])
        found[-1].append(one)
    return found


def _exercise(slot: Slot, language: Language) -> list[Block]:
    session: Session = slot.session
    return [
        Heading(escape(session.title)),
        Callout("key", escape(session.goal), word("goal", language)),
        Bullets([escape(one) for one in session.steps], ordered=True),
        Paragraph(f"{slot.times} · {slot.minutes} {word('minutes', language)}"),
    ]  # fmt: skip


def _dealt(dealt: Sequence[Card], language: Language) -> list[Block]:
    head = "Die Karten" if language == "de" else "The cards"
    return [
        Heading(head),
        Bullets(
            [
                fill("**{name}**: {field}", name=one.name, field=one.facts[0][1])
                if one.facts
                else fill("**{name}**", name=one.name)
                for one in dealt
            ]
        ),
    ]
