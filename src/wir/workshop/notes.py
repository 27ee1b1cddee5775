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

PREPARE = {
    "de": (
        "Raum mit freien Wänden, Tische für Gruppen zu vier bis sechs Personen, Beamer, Uhr.",
        "Eine Person moderiert, eine zweite hält Ergebnisse fest und achtet auf die Zeit. Wer moderiert, stimmt nicht mit ab.",
        "Mischen Sie die Gruppen vorher: je Gruppe mindestens eine Person aus einem Unternehmen und eine aus der Wissenschaft, soweit vorhanden.",
        "Gehen Sie die Folien mit den Zahlen einmal allein durch und notieren Sie, was Sie selbst überrascht.",
        "Namen von Personen gehören nicht auf Arbeitsblätter, die fotografiert werden.",
    ),
    "en": (
        "A room with free walls, tables for groups of four to six, a projector, a clock.",
        "One person facilitates, a second one notes results and keeps the time. Whoever facilitates does not vote.",
        "Mix the groups beforehand: in each at least one person from a firm and one from research, as far as there are any.",
        "Go through the slides with figures alone once, and note what surprises you yourself.",
        "Names of people do not belong on worksheets that are photographed.",
    ),
}


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
        Bullets(list(PREPARE[language])),
        Heading(word("prints", language), 2),
        Bullets(_prints(topic, slots, len(dealt), german=german)),
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
        Bullets(_after(topic, german=german), ordered=True),
    ]
    return Document(
        f"{word('notes', language)}: {topic.title}",
        join_list([one.name for one in invited], language),
        language,
        tuple(blocks),
        f"notes-{topic.key}",
        word("made_up", language) if any(one.region.made_up for one in invited) else "",
    )


def _prints(topic: Topic, slots: Sequence[Slot], count: int, *, german: bool) -> list[str]:
    held = {one.session.key for one in slots}
    sheets = [one for one in topic.worksheets if one.session in held]
    lines = [
        "worksheets.pdf: A3 quer, je Gruppe ein Satz. Ohne A3-Drucker: auf zwei A4-Seiten verteilen."
        if german
        else "worksheets.pdf: A3 landscape, one set per group. Without an A3 printer: split over two A4 pages."
    ]
    if count and "peers" in held:
        lines.append(
            f"cards.pdf: A4 quer, {count} Karten, an der Mitte schneiden."
            if german
            else f"cards.pdf: A4 landscape, {count} cards, cut in the middle."
        )
    lines.append(
        f"Arbeitsblätter: {join_list([one.title.replace(': {field}', '') for one in sheets], 'de')}."
        if german
        else f"Worksheets: {join_list([one.title.replace(': {field}', '') for one in sheets], 'en')}."
    )
    return lines


def _after(topic: Topic, *, german: bool) -> list[str]:
    name = FILE[topic.language]
    if german:
        return [
            "Fotos der Arbeitsblätter am selben Tag an alle schicken.",
            f"Das Formular form.xlsx unter dem Namen {name} im Ordner des Bündnisses ablegen (data/raw/own/…).",
            "Prüfen lassen: make check ALLIANCE=… liest die Beschlüsse und nennt Zeile und Spalte, wenn etwas nicht stimmt.",
            "Das nächste Dossier zeigt sie unter „Was Sie beschlossen haben“.",
            "Nach drei Monaten: Stand je Beschluss eintragen, auch „erledigt“ und „offen“.",
        ]
    return [
        "Send photographs of the worksheets to everybody on the same day.",
        f"Save the form form.xlsx as {name} in the folder of the alliance (data/raw/own/…).",
        "Have it checked: make check ALLIANCE=… reads the decisions and names row and column if something is wrong.",
        "The next dossier shows them under “What you decided”.",
        "After three months: enter the status of each decision, “done” and “open” alike.",
    ]
