"""What a document is made of: a few kinds of blocks that every writer knows.

A document says what it says once; `wir.documents.html`, `.pdf` and `.xlsx` give it its forms.
Text in blocks may hold three kinds of markup, see `wir.documents.inline`; everything else shows as
it is. Put values that come from data into a text with `wir.documents.inline.fill`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    import pandas as pd

Language = Literal["de", "en"]
Format = int | str | Callable[[Any], str]
CalloutKind = Literal["key", "note", "warning", "question", "decision"]
KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 begins a chapter and is listed in the contents, as is level 2."""

    text: str
    level: Literal[1, 2, 3] = 1

    def __post_init__(self) -> None:
        _filled("Heading", text=self.text)
        if self.level not in (1, 2, 3):
            raise ValueError(f"Heading {self.text!r}: level {self.level}; expected 1, 2 or 3")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; `ordered` numbers it."""

    items: Sequence[str]
    ordered: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "items", _texts("Bullets", self.items))


@dataclass(frozen=True, slots=True, eq=False)
class DataTable:
    """A table: shown in the text, and whole in the workbook.

    Parameters
    ----------
    frame : DataFrame
        Rows and columns; the first column heads the rows. A named index becomes columns.
    key : str
        Lower-case letters, digits and hyphens; unique in the document.
    title, caption, source : str
        What the table says, how to read it, where it comes from.
    formats : mapping, optional
        Per column as in `wir.publish.tables.table`: decimals, a unit with decimals (``"%:1"``),
        ``"plain"``, or a function that returns text.
    rows_shown : int, optional
        Rows shown in the text, from the top; all where not given. The workbook has all of them.
    labels : mapping, optional
        Headings in words, per column.
    """

    frame: pd.DataFrame
    key: str
    title: str
    caption: str = ""
    source: str = ""
    formats: Mapping[str, Format] = field(default_factory=dict)
    rows_shown: int | None = None
    labels: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _key("DataTable", self.key)
        _filled(f"DataTable {self.key!r}", title=self.title)
        object.__setattr__(self, "frame", flat(self.frame))
        for what, given in (("formats", self.formats), ("labels", self.labels)):
            unknown = [str(one) for one in given if one not in self.frame.columns]
            if unknown:
                raise ValueError(
                    f"DataTable {self.key!r}: {what} names {', '.join(unknown)}; the columns are "
                    f"{', '.join(map(str, self.frame.columns))}"
                )
        if self.rows_shown is not None and self.rows_shown < 1:
            raise ValueError(f"DataTable {self.key!r}: rows_shown {self.rows_shown} is below 1")

    @property
    def shown(self) -> pd.DataFrame:
        """The rows shown in the text."""
        return self.frame if self.rows_shown is None else self.frame.head(self.rows_shown)


@dataclass(frozen=True, slots=True, eq=False)
class Chart:
    """A chart, as SVG, with what it shows in words (`alt`) and as numbers (`data`).

    Parameters
    ----------
    svg : str
        The drawing; `wir.documents.charts.chart` makes one from a Matplotlib figure.
    key : str
        Lower-case letters, digits and hyphens; unique in the document.
    title, caption, alt, source : str
        What it shows as a statement, how to read it, what can be seen, where it comes from.
    data : DataFrame
        What is drawn. A named index becomes columns.
    width : float
        Share of the text width, above 0 and at most 1.
    """

    svg: str
    key: str
    title: str
    caption: str
    alt: str
    data: pd.DataFrame
    source: str = ""
    width: float = 1.0

    def __post_init__(self) -> None:
        _key("Chart", self.key)
        _filled(f"Chart {self.key!r}", title=self.title, alt=self.alt)
        if "<svg" not in self.svg:
            raise ValueError(f"Chart {self.key!r}: svg is no SVG; found {self.svg[:40]!r}")
        if not 0 < self.width <= 1:
            raise ValueError(f"Chart {self.key!r}: width {self.width}; expected above 0, up to 1")
        object.__setattr__(self, "data", flat(self.data))


@dataclass(frozen=True, slots=True)
class Callout:
    """A text set apart: a key finding, a note, a caveat, a question, or what was decided.

    `title` replaces the word that goes with the kind.
    """

    kind: CalloutKind
    text: str
    title: str = ""

    def __post_init__(self) -> None:
        if self.kind not in get_args(CalloutKind):
            raise ValueError(
                f"Callout: kind {self.kind!r}; expected one of {', '.join(get_args(CalloutKind))}"
            )


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of a name and a value, such as the facts on an alliance."""

    pairs: Sequence[tuple[str, str]]

    def __post_init__(self) -> None:
        object.__setattr__(
            self, "pairs", tuple((str(name), str(text)) for name, text in self.pairs)
        )


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page in print, on a new slide in slides."""


Block = Heading | Paragraph | Bullets | DataTable | Chart | Callout | Facts | PageBreak


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A document.

    Parameters
    ----------
    title, subtitle : str
        For the title page. Plain text.
    language : str
        ``de`` or ``en``: of the text, and of all words and numbers that writers add.
    blocks : sequence of Block
        The contents, in order.
    key : str
        Lower-case letters, digits and hyphens; part of identifiers.
    note : str
        A line for the title page and the foot of each page, such as the state of the data.

    Raises
    ------
    ValueError
        If the language is unknown, a key is used twice, or a block is none.
    """

    title: str
    subtitle: str
    language: Language
    blocks: Sequence[Block]
    key: str
    note: str = ""

    def __post_init__(self) -> None:
        _key("Document", self.key)
        _filled(f"Document {self.key!r}", title=self.title)
        if self.language not in get_args(Language):
            raise ValueError(f"Document: language {self.language!r}; expected 'de' or 'en'")
        object.__setattr__(self, "blocks", tuple(self.blocks))
        seen: set[str] = set()
        for block in self.blocks:
            if not isinstance(block, Block):
                raise ValueError(f"Document {self.key!r}: {type(block).__name__} is no block")
            if isinstance(block, DataTable | Chart):
                if block.key in seen:
                    raise ValueError(
                        f"Document {self.key!r}: the key {block.key!r} is used twice; tables and "
                        "charts need a key of their own each"
                    )
                seen.add(block.key)

    def numbered(self) -> Iterator[tuple[Block, int]]:
        """Yield each block with its number: tables and charts count separately, others are 0."""
        tables = charts = 0
        for block in self.blocks:
            if isinstance(block, DataTable):
                tables += 1
                yield block, tables
            elif isinstance(block, Chart):
                charts += 1
                yield block, charts
            else:
                yield block, 0


def flat(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose named index has become columns.

    Raises
    ------
    ValueError
        If two columns have the same name.
    """
    plain = frame.reset_index() if any(one is not None for one in frame.index.names) else frame
    if not plain.columns.is_unique:
        twice = sorted({str(one) for one in plain.columns[plain.columns.duplicated()]})
        raise ValueError(f"Two columns are called {', '.join(twice)}; names must differ")
    return plain


def _key(what: str, key: str) -> None:
    if not KEY.fullmatch(key):
        raise ValueError(
            f"{what}: the key {key!r} is not made of lower-case letters, digits and single hyphens"
        )


def _filled(what: str, **texts: str) -> None:
    for name, text in texts.items():
        if not str(text).strip():
            raise ValueError(f"{what}: {name} is empty")


def _texts(what: str, items: object) -> tuple[str, ...]:
    if isinstance(items, str):
        raise ValueError(f"{what}: items is one text, {items[:30]!r}; expected several")
    return tuple(items)  # type: ignore[arg-type]
