"""A workshop kit as a whole: all its files, made in memory and written together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wir import config
from wir.documents.blocks import Document, Language
from wir.documents.html import html
from wir.documents.pdf import pdf
from wir.documents.write import write_files
from wir.publish.language import join_list
from wir.workshop.agenda import Slot, agenda
from wir.workshop.form import form_csv, form_xlsx
from wir.workshop.notes import notes
from wir.workshop.paper import cards_pdf, worksheets
from wir.workshop.peers import Card, cards
from wir.workshop.regions import Guest, Results, gather, guests
from wir.workshop.slides import slides, slides_html
from wir.workshop.topic import Topic, topic

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Kit:
    """Everything for one workshop, before it is written.

    Attributes
    ----------
    topic, guests, slots, cards, results
        What it is about, for whom, when, with which cards, from which results.
    slides, notes
        Slides and facilitation notes as documents.
    """

    topic: Topic
    guests: tuple[Guest, ...]
    slots: tuple[Slot, ...]
    cards: tuple[Card, ...]
    results: Results
    slides: Document
    notes: Document

    @property
    def name(self) -> str:
        """Name of the folder: ``<alliance>-<topic>.<language>``, keys in a group joined by +."""
        keys = "+".join(one.key for one in self.guests)
        if len(keys) > LONGEST_NAME:
            keys = f"{self.guests[0].key}+{len(self.guests) - 1}"
        return f"{keys}-{self.topic.key}.{self.topic.language}"

    def files(self) -> dict[str, bytes]:
        """Return the contents of all files, by name."""
        language = self.topic.language
        contents = {
            "slides.html": slides_html(self.slides).encode(),
            "notes.html": html(self.notes).encode(),
            "notes.pdf": pdf(self.notes),
            "worksheets.pdf": worksheets(self.topic, self.guests, self.slots, self.results),
            "form.xlsx": form_xlsx(self.topic.key, language),
            "form.csv": form_csv(language),
        }
        if self.cards:
            contents["cards.pdf"] = cards_pdf(self.topic, self.cards)
        return contents


def make_kit(
    topic_key: str,
    alliances: Sequence[str],
    language: Language = "de",
    minutes: int = 180,
    start: str = "09:00",
    kept: Mapping[str, Any] | None = None,
) -> Kit:
    """Return a workshop kit.

    Parameters
    ----------
    topic_key : str
        ``innovation-potential``, ``value-proposition`` or ``ecosystem``.
    alliances : list of str
        Keys of known alliances or names of own folders; several make a workshop of a group.
    language : str
        ``de`` or ``en``.
    minutes, start : int, str
        Time there is, and when it begins.
    kept : mapping, optional
        Results of the notebooks by name, see `wir.workshop.regions.gather`.

    Raises
    ------
    ValueError, wir.data.errors.DataError
        If the topic, language, times or an alliance are not known.
    """
    about = topic(topic_key, language)
    slots = agenda(about, minutes, start)
    invited = guests(alliances)
    results = gather(topic_key, invited, kept)
    peers = any(one.session.key == "peers" for one in slots)
    dealt = cards(invited, results, language) if peers else []
    return Kit(
        about,
        tuple(invited),
        tuple(slots),
        tuple(dealt),
        results,
        slides(about, invited, slots, dealt, results),
        notes(about, invited, slots, dealt),
    )


def summary(kit: Kit) -> str:
    """Return in a sentence, in English, what the kit is and for whom."""
    sessions = sum(not one.is_break for one in kit.slots)
    names = join_list([one.name for one in kit.guests])
    minutes = sum(one.minutes for one in kit.slots)
    dealt = {0: "no cards", 1: "one card"}.get(len(kit.cards), f"{len(kit.cards)} cards")
    return (
        f"A workshop of {minutes} minutes in {sessions} sessions for {names}, with {dealt} of "
        "alliances to learn from."
    )


def write_kit(kit: Kit, folder: Path | None = None) -> list[Path]:
    """Write a kit into a folder of its own and return its files.

    Parameters
    ----------
    kit : Kit
        Result of `make_kit`.
    folder : Path, optional
        Where its folder goes: ``book/_build/workshops/``, and where own data are shown
        ``runs/workshops/``, apart from the book and from what is published.
    """
    own = any(one.region.own for one in kit.guests)
    usual = config.RUNS / "workshops" if own else config.BOOK / "_build" / "workshops"
    base = folder or usual
    if not re.fullmatch(r"[\w.+-]+", kit.name) or kit.name.startswith("."):
        raise ValueError(f"{kit.name!r} cannot be the name of a folder")
    return write_files({base / kit.name / name: one for name, one in kit.files().items()})
