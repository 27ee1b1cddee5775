"""From texts to values: numbers, years, districts, choices; what cannot be read is named."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from wir.own.cells import Number
from wir.own.columns import Column, Table
from wir.own.issues import Notes
from wir.own.lists import TextTable
from wir.own.places import Found, find_district
from wir.own.settings import district_or_note
from wir.own.values import (
    BROKEN,
    Mark,
    Odd,
    date_of,
    decimal_mark,
    is_missing,
    kind_of,
    number_of,
    year_in,
    yes_no,
)

DTYPES: dict[str, Any] = {
    "number": "float64",
    "count": "float64",
    "year": "Int64",
    "yes_no": "boolean",
}
"""What a column holds → its type; text otherwise."""
HIGHEST_ANSWER = 10
"""Of a question in a survey; scales of 1 to 5 and of 0 to 10 are both usual."""


@dataclass(frozen=True)
class _Cell:
    text: str
    row: int
    column: str
    """Where it is, for the reader: C (Kreis)."""


def typed(texts: TextTable, table: Table, notes: Notes) -> pd.DataFrame:
    """Return a table with values of the type that each column asks for.

    Parameters
    ----------
    texts
        Result of `wir.own.lists.read_texts`.
    table
        What its columns hold.
    notes
        Takes what could not be read, with row and column.

    Returns
    -------
    DataFrame
        ``row``, all columns of `table` (missing where there is none), then every other column: as
        numbers where `table` has ``items``, else as text. Rows that lack a needed value, or whose
        needed value cannot be read, are left out.
    """
    frame = texts.frame
    result = pd.DataFrame({"row": frame["row"]})
    for column in table.columns:
        if column.key in frame:
            result[column.key] = _column(frame, column, texts, notes)
        else:
            empty = pd.Series([None] * len(frame), index=frame.index, dtype=object)
            result[column.key] = empty.astype(DTYPES.get(column.holds, "str"))
    rest = [one for one in frame.columns if one not in result.columns]
    for name in rest:
        if table.items and name != "further cells":
            result[name] = _answers(frame, name, texts, notes)
        else:
            result[name] = frame[name].astype("str")
    if table.items and not [one for one in rest if one != "further cells"]:
        notes.add("no_items")
    _name_missing(frame, table, texts, notes)
    kept = result.dropna(subset=list(table.needed)).reset_index(drop=True)
    return _without_doubles(kept, table, texts, notes)


def _cells(frame: pd.DataFrame, name: str, texts: TextTable, notes: Notes) -> list[_Cell | None]:
    """Return the cells of a column; None where a cell says nothing."""
    where = texts.letters.get(name, name)
    cells: list[_Cell | None] = []
    for row, text in zip(frame["row"], frame[name], strict=True):
        if not isinstance(text, str) or is_missing(text):
            if isinstance(text, str) and text.casefold() in BROKEN:
                notes.add("spreadsheet_error", int(row), where, found=text)
            cells.append(None)
        else:
            cells.append(_Cell(text, int(row), where))
    return cells


def _column(frame: pd.DataFrame, column: Column, texts: TextTable, notes: Notes) -> pd.Series:
    cells = _cells(frame, column.key, texts, notes)
    dtype = DTYPES.get(column.holds, "str")
    if column.holds in ("number", "count"):
        values = _numbers(cells, notes, whole=column.holds == "count")
        return pd.Series(values, index=frame.index, dtype=dtype)
    if column.holds == "region":
        return pd.Series(_regions(cells, notes), index=frame.index, dtype=dtype)
    readers: dict[str, Callable[[_Cell], Any]] = {
        "text": lambda cell: _text(cell, notes),
        "year": lambda cell: year_in(cell.text),
        "date": lambda cell: date_of(cell.text),
        "yes_no": _yes_no,
        "kind": lambda cell: _kind(cell, column, notes),
        "choice": lambda cell: _choice(cell, column, notes),
        "district": lambda cell: district_or_note(
            cell.text, notes, cell.row, cell.column, severity="warning"
        ),
    }
    read = readers[column.holds]
    values = [None if cell is None else _tried(read, cell, notes, column) for cell in cells]
    return pd.Series(values, index=frame.index, dtype=object).astype(dtype)


def _tried(
    read: Callable[[_Cell], Any], cell: _Cell, notes: Notes, column: Column | None = None
) -> Any:  # fmt: skip
    try:
        return read(cell)
    except Odd as odd:
        choices = list(((column and column.choices) or {}).values())
        german, english = (" / ".join(words[number] for words in choices) for number in (0, 1))
        notes.add(odd.key, cell.row, cell.column, found=cell.text, de=german, en=english)
        return None


def _text(cell: _Cell, notes: Notes) -> str:
    if re.search(r"[<>]", cell.text):
        notes.add("markup", cell.row, cell.column, found=cell.text)
    return str(cell.text)


def _yes_no(cell: _Cell) -> bool:
    answer = yes_no(cell.text)
    if answer is None:
        raise Odd("no_yes_no")
    return answer


def _kind(cell: _Cell, column: Column, notes: Notes) -> str:
    """Return the kind as it is written; one that is not understood is named."""
    choices = column.choices or {}
    known = {word.casefold() for words in choices.values() for word in words}
    if cell.text.casefold() not in known and kind_of(cell.text) is None:
        notes.add(
            "no_kind", cell.row, cell.column, found=cell.text,
            de=", ".join(words[0] for words in choices.values()),
            en=", ".join(words[1] for words in choices.values()),
        )  # fmt: skip
    return str(cell.text)


def _choice(cell: _Cell, column: Column, notes: Notes) -> str:
    words = {
        word.casefold(): value
        for value, names in (column.choices or {}).items()
        for word in (value, *names)
    }
    text = cell.text.casefold()
    if text in words:
        return words[text]
    near = difflib.get_close_matches(text, words, n=1, cutoff=0.85)
    if not near:
        raise Odd("no_choice")
    notes.add("near_choice", cell.row, cell.column, found=cell.text, name=near[0])
    return words[near[0]]


def _numbers(cells: list[_Cell | None], notes: Notes, *, whole: bool) -> list[float | None]:
    given = [cell for cell in cells if cell is not None]
    mark: Mark = ""
    try:
        mark = decimal_mark(cell.text for cell in given)
    except Odd as odd:
        first = next(cell for cell in given if re.search("[.,]", cell.text))
        notes.add(odd.key, first.row, first.column, found=first.text)
        return [None] * len(cells)
    percent = [cell for cell in given if "%" in cell.text]
    if percent:
        key = "percent" if len(percent) == len(given) else "percent_mixed"
        notes.add(key, percent[0].row, percent[0].column, found=percent[0].text)
        if key == "percent_mixed":
            # 12 % beside 0.12: which is meant by the others cannot be known
            cells = [cell if cell in percent else None for cell in cells]

    def read(cell: _Cell) -> float:
        number = number_of(cell.text, mark, whole)
        if whole and (number < 0 or number != int(number)):
            raise Odd("no_count")
        grouped = re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", cell.text.strip())
        if grouped and number >= 1000 and not isinstance(cell.text, Number):
            notes.add("thousands", cell.row, cell.column, found=cell.text, name=f"{number:.0f}")
        return number

    return [None if cell is None else _tried(read, cell, notes) for cell in cells]


def _answers(frame: pd.DataFrame, name: str, texts: TextTable, notes: Notes) -> pd.Series:
    """Return the answers to one question as numbers; ``4 = agree`` is 4."""

    def read(cell: _Cell) -> float:
        led = re.fullmatch(r"(\d{1,2})\s*(?:[=:)–-]|\s)\s*\D.*", cell.text)
        number = float(led[1]) if led else number_of(cell.text)
        if not 0 <= number <= HIGHEST_ANSWER or number != int(number):
            raise Odd("no_answer")
        return number

    cells = _cells(frame, name, texts, notes)
    values = [None if cell is None else _tried(read, cell, notes) for cell in cells]
    return pd.Series(values, index=frame.index, dtype="float64")


def _regions(cells: list[_Cell | None], notes: Notes) -> list[str | None]:
    """Return districts by their AGS, or the user's own keys where they are no German districts."""
    given = {cell.text for cell in cells if cell is not None}
    found = {text: find_district(text) for text in given}
    sure = {
        text: one.ags
        for text, one in found.items()
        if isinstance(one, Found) and one.how in ("code", "name", "short")
    }
    if len(sure) * 2 <= len(given):
        if sure:
            first = next(cell for cell in cells if cell is not None and cell.text in sure)
            notes.add("own_regions", first.row, first.column, found=first.text)
        return [None if cell is None else str(cell.text) for cell in cells]
    regions: list[str | None] = []
    named: set[str] = set()
    for cell in cells:
        if cell is None or cell.text in sure:
            regions.append(None if cell is None else sure[cell.text])
            continue
        # the same odd name in many rows is named once
        quiet = Notes("") if cell.text in named else notes
        regions.append(district_or_note(cell.text, quiet, cell.row, cell.column))
        named.add(cell.text)
    return regions


def _name_missing(frame: pd.DataFrame, table: Table, texts: TextTable, notes: Notes) -> None:
    for column in table.columns:
        if not column.needed or column.key not in frame:
            continue
        for row, text in zip(frame["row"], frame[column.key], strict=True):
            if not isinstance(text, str) or is_missing(text):
                where = texts.letters.get(column.key, column.key)
                notes.add("needed", int(row), where, de=column.de, en=column.en)


def _without_doubles(
    frame: pd.DataFrame, table: Table, texts: TextTable, notes: Notes
) -> pd.DataFrame:  # fmt: skip
    """Leave out rows that say the same twice; those that contradict each other are both left out.

    Where nothing is counted (projects, contacts, answers), the first one stays.
    """
    keys = [key for key in table.unique if key in frame]
    if not keys or frame.empty:
        return frame
    counted = [one.key for one in table.columns if one.holds in ("number", "count")]
    texts_of = frame.astype(object).fillna("").astype(str)
    values = [tuple(one) for one in texts_of[keys].to_numpy().tolist()]
    whole = texts_of.drop(columns="row").to_numpy().tolist()
    rows = frame["row"].tolist()
    first: dict[tuple[str, ...], int] = {}
    out: set[int] = set()
    where = texts.letters.get(keys[0], keys[0])
    for position, value in enumerate(values):
        key = tuple(one.casefold() for one in value)
        if key not in first:
            first[key] = position
            continue
        before = first[key]
        out.add(position)
        harmless = whole[position] == whole[before] or not (counted or table.items)
        if not harmless:
            out.add(before)
        notes.add(
            "double" if harmless else "contradiction", rows[position], where,
            found=" · ".join(value), first=rows[before],
        )  # fmt: skip
    return frame.drop(index=list(out)).reset_index(drop=True)
