"""The topics of workshops, read from the texts in ``topics/``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from wir.documents.blocks import Language

FOLDER = Path(__file__).parent / "topics"
TopicKey = Literal["innovation-potential", "value-proposition", "ecosystem"]
TOPICS: tuple[TopicKey, ...] = get_args(TopicKey)
ORDER = ("welcome", "figures", "exercise-a", "peers", "exercise-b", "decide", "close")
"""The sessions of a workshop; breaks are put between them by `wir.workshop.agenda`."""


@dataclass(frozen=True, slots=True)
class Session:
    """One part of a workshop.

    Attributes
    ----------
    key, title, goal, steps, material, tip
        What is done, how, and with what.
    weight, least
        Minutes in a workshop of three hours; minutes below which it makes no sense.
    """

    key: str
    title: str
    goal: str
    steps: tuple[str, ...]
    material: str
    tip: str
    weight: int
    least: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A box or a column of a worksheet, and what belongs there."""

    title: str
    hint: str


@dataclass(frozen=True, slots=True)
class Worksheet:
    """A worksheet.

    Attributes
    ----------
    layout
        ``grid`` (boxes), ``table`` (empty rows) or ``rings`` (circles with a sector per cell).
    each
        One for each ``alliance``, or one for each suggested ``field``.
    copies
        How many are printed.
    wide
        Heading of a box across the sheet, for the sentence that sums it up; empty for none.
    given
        What stands in the first column of a table already.
    """

    key: str
    session: str
    layout: str
    title: str
    task: str
    cells: tuple[Cell, ...]
    columns: int
    rows: int
    each: str
    copies: int = 1
    wide: str = ""
    rings: tuple[str, ...] = ()
    given: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic in one language.

    Attributes
    ----------
    title, question, outcome
        What it is called, the question that leads it, what there is at the end.
    sessions, worksheets
        Its parts, those that all topics share among them, and what is printed.
    prepare, prints, after
        What to do before, what to print, what to do after.
    """

    key: str
    language: Language
    title: str
    question: str
    outcome: tuple[str, ...]
    sessions: dict[str, Session] = field(hash=False)
    worksheets: tuple[Worksheet, ...]
    prepare: tuple[str, ...]
    prints: tuple[str, ...]
    after: tuple[str, ...]


@cache
def topic(key: str, language: Language) -> Topic:
    """Return a topic in one language.

    Raises
    ------
    ValueError
        If there is no such topic or language.
    """
    if key not in TOPICS:
        raise ValueError(f"There is no topic {key!r}. Topics: {', '.join(TOPICS)}.")
    if language not in get_args(Language):
        raise ValueError(f"There is no language {language!r}. Languages: de, en.")
    own, common = _read(key, language), _read("common", language)
    sessions = {
        one["key"]: Session(
            one["key"],
            one["title"],
            one["goal"],
            tuple(one["steps"]),
            one["material"],
            one["tip"],
            one["weight"],
            one["least"],
        )
        for one in [*common["session"], *own["session"]]
    }
    return Topic(
        key,
        language,
        own["title"],
        own["question"],
        tuple(own["outcome"]),
        sessions,
        tuple(_worksheet(one) for one in own["worksheet"]),
        tuple(common["prepare"]),
        tuple(common["prints"]),
        tuple(common["after"]),
    )


def _worksheet(one: dict[str, Any]) -> Worksheet:
    return Worksheet(
        one["key"],
        one["session"],
        one["layout"],
        one["title"],
        one["task"],
        tuple(Cell(cell["title"], cell["hint"]) for cell in one["cells"]),
        one["columns"],
        one.get("rows", 0),
        one["each"],
        one.get("copies", 1),
        one.get("wide", ""),
        tuple(one.get("rings", ())),
        tuple(one.get("given", ())),
    )


def _read(name: str, language: Language) -> dict[str, Any]:
    texts: dict[str, Any] = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    chosen: dict[str, Any] = _in(texts, language)
    return chosen


def _in(value: Any, language: Language) -> Any:
    """Return texts in one language: every ``{de, en}`` becomes what stands under it."""
    if isinstance(value, dict):
        if set(value) == {"de", "en"}:
            return value[language]
        return {key: _in(one, language) for key, one in value.items()}
    return [_in(one, language) for one in value] if isinstance(value, list) else value
