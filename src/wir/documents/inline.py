"""Markup inside a text: bold, emphasis, links to https. Everything else shows as it is.

``**bold**``, ``*emphasis*`` and ``[words](https://address)`` are the whole of it. A backslash takes
the meaning from the mark after it. Values from data go through `escape` or `fill`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MARKS = re.compile(r"([\\*\[\]])")
ADDRESS = r"https://[^\s()<>\"'\\]+(?:\([^\s()<>\"'\\]*\)[^\s()<>\"'\\]*)*"
TOKEN = re.compile(
    r"\\(?P<plain>[\\*\[\]])"
    r"|(?P<bold>\*\*)"
    r"|(?P<emphasis>\*)"
    rf"|\[(?P<words>(?:\\.|[^\\\[\]])+)\]\((?P<address>{ADDRESS})\)"
)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
UNTIDY = re.compile(r"[ \t\r\n\f\v]+")
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text with one look."""

    text: str
    bold: bool = False
    emphasis: bool = False
    address: str = ""


def clean(text: object) -> str:
    """Return text on one line, without control characters and marks that turn the direction."""
    return UNTIDY.sub(" ", TURNING.sub("", CONTROL.sub("", str(text)))).strip()


def escape(text: object) -> str:
    """Return a text in which nothing is markup, for values that come from data."""
    return MARKS.sub(r"\\\1", clean(text))


def fill(template: str, **values: object) -> str:
    r"""Return a template with values in the place of ``{name}``; the values are escaped.

    Examples
    --------
    >>> fill("**{name}** grows.", name="A*B")
    '**A\\*B** grows.'
    """
    return template.format(**{key: escape(value) for key, value in values.items()})


def spans(text: str) -> list[Span]:
    """Return the pieces of a text.

    A mark without its partner shows as it is; a link to anything but https is shown as it is
    written.
    """
    pieces, end = [], 0
    source = UNTIDY.sub(" ", TURNING.sub("", CONTROL.sub("", str(text))))
    tokens = list(TOKEN.finditer(source))
    paired = _paired(tokens)
    bold = emphasis = False
    for position, found in enumerate(tokens):
        pieces.append(Span(source[end : found.start()], bold, emphasis))
        end = found.end()
        if found["plain"]:
            pieces.append(Span(found["plain"], bold, emphasis))
        elif found["address"]:
            words = re.sub(r"\\([\\*\[\]])", r"\1", found["words"])
            pieces.append(Span(words, bold, emphasis, found["address"]))
        elif position in paired:
            bold ^= bool(found["bold"])
            emphasis ^= bool(found["emphasis"])
        else:
            pieces.append(Span(found.group(), bold, emphasis))
    pieces.append(Span(source[end:], bold, emphasis))
    return _joined(pieces)


def plain(text: str) -> str:
    """Return a text without its markup."""
    return "".join(one.text for one in spans(text))


def _paired(tokens: list[re.Match[str]]) -> set[int]:
    """Return the positions of the marks that have a partner."""
    paired: set[int] = set()
    for kind in ("bold", "emphasis"):
        found = [position for position, token in enumerate(tokens) if token[kind]]
        paired.update(found[: len(found) // 2 * 2])
    return paired


def _joined(pieces: list[Span]) -> list[Span]:
    """Join neighbours of the same look; drop what is empty."""
    joined: list[Span] = []
    for piece in pieces:
        if not piece.text:
            continue
        last = joined[-1] if joined else None
        same = last and (last.bold, last.emphasis, last.address) == (
            piece.bold,
            piece.emphasis,
            piece.address,
        )
        if last and same and not piece.address:
            joined[-1] = Span(last.text + piece.text, piece.bold, piece.emphasis)
        else:
            joined.append(piece)
    return joined
