"""Facilitation notes: what to prepare, what to do and say in each part, and what comes after."""

from __future__ import annotations

from collections.abc import Sequence

from wir.documents.blocks import Block, Bullets, Callout, Document, Facts, Heading, Paragraph
from wir.documents.inline import escape, fill
from wir.publish.language import join_list
from wir.workshop.agenda import Slot
from wir.workshop.form import FILE
from wir.workshop.peers import Card
from wir.workshop.regions import Guest
from wir.workshop.slides import agenda_table
from wir.workshop.topic import Topic
from wir.workshop.words import word


def notes(
    topic: Topic, invited: Sequence[Guest], slots: Sequence[Slot], dealt: Sequence[Card]
) -> Document:
    """Return the facilitation notes of a workshop as a document."""
    language = topic.language
    german = language == "de"
    blocks: list[Block] = [
        Heading(word("about", language)),
        Paragraph(f"**{escape(topic.question)}**"),
        Paragraph(f"{word('outcome', language)}:"),
        Bullets([escape(one) for one in topic.outcome]),
        agenda_table(slots, language),
        Heading(word("prepare", language)),
        Bullets(topic.prepare),
        Heading(word("prints", language), 2),
        Bullets(_prints(topic, slots, len(dealt))),
        Heading("Durchführung" if german else "Running it"),
    ]
    for slot in slots:
        session = slot.session
        blocks.append(Heading(fill("{times}  {title}", times=slot.times, title=session.title), 2))
        if slot.is_break:
            blocks.append(Paragraph(f"{slot.minutes} {word('minutes', language)}."))
            continue
        blocks += [
            Facts(
                [
                    (word("minutes", language), str(slot.minutes)),
                    (word("goal", language), escape(session.goal)),
                    (word("material", language), escape(session.material)),
                ]
            ),
            Bullets([escape(one) for one in session.steps], ordered=True),
            Callout("note", escape(session.tip), word("tip", language)),
        ]
    blocks += [
        Heading(word("after", language)),
        Bullets([one.replace("{file}", FILE[language]) for one in topic.after], ordered=True),
    ]
    return Document(
        f"{word('notes', language)}: {topic.title}",
        join_list([one.name for one in invited], language),
        language,
        tuple(blocks),
        f"notes-{topic.key}",
        word("made_up", language) if any(one.region.made_up for one in invited) else "",
    )


def _prints(topic: Topic, slots: Sequence[Slot], count: int) -> list[str]:
    held = {one.session.key for one in slots}
    sheets = [one.title.replace(": {field}", "") for one in topic.worksheets if one.session in held]
    first, second = topic.prints
    lines = [f"{first} {word('worksheets', topic.language)}: {join_list(sheets, topic.language)}."]
    if count and "peers" in held:
        lines.append(second.replace("{cards}", str(count)))
    return lines
