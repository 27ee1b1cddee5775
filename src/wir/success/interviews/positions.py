"""Where a selection starts and ends: programs do not all count characters in the same way.

The standard counts Unicode code points of the plain text file. Programs are known to count UTF-16
units (an emoji is two), a line break of two characters as one, or the byte order mark. Where a
selection carries its own words (its name, as several programs write it), these tell which count was
used: the one is taken under which most of them fit, the standard's wherever they do not decide.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product

CONVENTIONS = tuple(product((False, True), repeat=3))
"""UTF-16 units, line break as one, byte order mark counted: the standard first."""
LEAST = 8
"""Characters of a selection's name that must fit."""


@dataclass(frozen=True)
class Selection:
    """A selection as the program wrote it; `words` is its name where that quotes the text."""

    start: int
    end: int
    words: str = ""


def describe(convention: tuple[bool, bool, bool]) -> str:
    """Return a convention in words."""
    texts = ("UTF-16 units", "a line break as one character", "the byte order mark")
    return " and ".join(t for t, on in zip(texts, convention, strict=True) if on) or "code points"


def converter(raw: str, convention: tuple[bool, bool, bool]) -> Callable[[int], int | None]:
    """Return a function from the program's positions to those in the normalised text.

    `raw` is the decoded file, byte order mark and line breaks as they are; the normalised text has
    no mark, and each line break is one character.
    """
    utf16, one_break, mark = convention
    table: dict[int, int] = {}
    theirs = ours = 0
    text = raw
    if raw.startswith("\ufeff"):
        text, theirs = raw[1:], 1 if mark else 0
    place = 0
    table[theirs] = 0
    while place < len(text):
        pair = text.startswith("\r\n", place)
        if pair:
            table.setdefault(theirs + (0 if one_break else 1), ours)
            theirs += 1 if one_break else 2
            place += 2
        else:
            theirs += 2 if utf16 and ord(text[place]) > 0xFFFF else 1
            place += 1
        ours += 1
        table[theirs] = ours
    return table.get


def normalised(raw: str) -> str:
    """Return a text without byte order mark, each line break as one character."""
    return raw.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def best_convention(raw: str, selections: Sequence[Selection]) -> tuple[bool, bool, bool]:
    """Return how the program counted in this text; the standard's way where nothing decides."""
    plain = "\r\n" not in raw and not raw.startswith("\ufeff") and raw.isascii()
    told = [one for one in selections if len(_squeezed(one.words)) >= LEAST]
    if plain or not told:
        return CONVENTIONS[0]
    text = normalised(raw)

    def fits(convention: tuple[bool, bool, bool]) -> int:
        where = converter(raw, convention)
        count = 0
        for one in told:
            start, end = where(one.start), where(one.end)
            if start is not None and end is not None:
                words, found = _squeezed(one.words), _squeezed(text[start:end])
                shared = min(len(words.rstrip("….")), len(found))
                count += shared >= LEAST and found[:shared] == words[:shared]
        return count

    scores = {convention: fits(convention) for convention in CONVENTIONS}
    best = max(scores.values())
    return next(one for one in CONVENTIONS if scores[one] == best)


def _squeezed(words: str) -> str:
    return " ".join(words.split())
