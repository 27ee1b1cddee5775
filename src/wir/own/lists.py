"""From the cells of a file to a table of texts under known headings."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from openpyxl.utils import get_column_letter as letter

from wir.own.cells import (
    GARBLED,
    MAX_ROWS,
    SUFFIXES,
    Sheet,
    Unreadable,
    clean,
    read_sheets,
)
from wir.own.columns import Table
from wir.own.folders import inside
from wir.own.issues import Notes, Severity

Rows = Sequence[tuple[int, list[str]]]
EXAMPLE_ROW = re.compile(r"^\s*(?:beispiel|example)\s*:", re.IGNORECASE)
"""Beginning of a cell of the row that shows how to fill in a template."""
PREFERRED = ("daten", "data")
SEARCHED = 30
"""Rows in which the headings are looked for."""


@dataclass(frozen=True)
class TextTable:
    """A table as text.

    Attributes
    ----------
    frame
        ``row`` (as the spreadsheet counts), the known columns that are there and every other column
        under its own heading; missing where a cell is empty.
    letters
        Column → where it is, such as ``C (Kreis)``.
    sheet
        Name of the sheet; empty for CSV.
    """

    frame: pd.DataFrame
    letters: dict[str, str]
    sheet: str = ""


def find_file(folder: Path, names: Iterable[str]) -> Path | None:
    """Return the file of a table in a folder (``members.xlsx``, ``mitglieder.csv``), or None.

    Raises
    ------
    Unreadable
        If there are several: it is not clear which counts. Or if it is a link that leads out.
    """
    wanted = {name.casefold() for name in names}
    found = sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in SUFFIXES and path.stem.casefold() in wanted and path.is_file()
    )
    if len(found) > 1:
        raise Unreadable("both", found=" / ".join(path.name for path in found), file=found[0].name)
    if found and not inside(found[0], folder):
        raise Unreadable("outside", file=found[0].name)
    return found[0] if found else None


def read_texts(path: Path, table: Table, notes: Notes) -> TextTable:
    """Read a file as a table of texts.

    Raises
    ------
    Unreadable
        No table, no headings, no rows, or two columns that cannot both be meant.
    """
    sheets = read_sheets(path, notes)
    sheet, header = _data_sheet(sheets, table, notes)
    # what was noted about other sheets is of no use to anybody
    notes.rows[:] = [one for one in notes.rows if one["sheet"] in ("", sheet.name)]
    notes.sheet = sheet.name
    return _table(sheet, header, table, notes, is_csv=path.suffix.lower() == ".csv")


def _key(heading: str) -> str:
    return re.sub(r"\s+", " ", clean(heading)).casefold().rstrip(" *:")


def _header_of(rows: Rows, table: Table) -> int | None:
    """Return the position of the first row with a heading of each needed column."""
    meaning = table.meaning
    for position, (_, cells) in enumerate(rows[:SEARCHED]):
        found = {meaning.get(_key(cell)) for cell in cells}
        if found >= set(table.needed):
            return position
    return None


def _data_sheet(sheets: list[Sheet], table: Table, notes: Notes) -> tuple[Sheet, int]:
    """Return the sheet to read and the position of its header; others are named."""
    headers = {one.name: _header_of(one.rows, table) for one in sheets}
    able = [one for one in sheets if headers[one.name] is not None]
    shown = [one for one in able if not one.hidden]
    shown.sort(key=lambda one: one.name.casefold().strip() not in PREFERRED)
    if not shown:
        if able:
            raise Unreadable("hidden_sheet", found=able[0].name)
        _no_header(sheets, table)
    taken = shown[0]
    others = [one.name for one in sheets if one is not taken]
    if others:
        severity: Severity = "warning" if len(shown) > 1 else "note"
        notes.add(
            "further_sheets", severity=severity, found=", ".join(others), taken=taken.name
        )  # fmt: skip
    header = headers[taken.name]
    assert header is not None
    return taken, header


def _no_header(sheets: list[Sheet], table: Table) -> None:
    rows = [row for one in sheets if not one.hidden for row in one.rows]
    number, first = next(
        ((row, cells) for row, cells in rows if any(cell.strip() for cell in cells)), (None, [])
    )
    meaning = table.meaning
    headings = [_key(cell) for cell in first]
    there = {meaning.get(one) for one in headings}
    lacking = [one for one in table.columns if one.needed and one.key not in there]
    hints = []
    for one in lacking:
        near = difflib.get_close_matches(one.de.casefold(), headings, n=1, cutoff=0.6)
        hints += [f"{near[0]} → {one.de}?"] if near else []
    raise Unreadable(
        "no_header", number, first=", ".join(clean(cell) for cell in first)[:200] or "–",
        needed="; ".join(f"{one.de} / {one.en}" for one in lacking), hint=" ".join(hints),
    )  # fmt: skip


def _table(sheet: Sheet, header: int, table: Table, notes: Notes, *, is_csv: bool) -> TextTable:
    heading_row, headings = sheet.rows[header]
    headings = [clean(one) for one in headings]
    while headings and not headings[-1]:
        headings.pop()
    for row, cells in sheet.rows[:header]:
        if any(clean(cell) for cell in cells):
            notes.add("above", row, found=" ".join(clean(cell) for cell in cells))
    body = sheet.rows[header + 1 :]
    labels = _labels(headings, body, table, notes, heading_row)
    records, filled = [], 0
    for row, cells in body:
        texts = [clean(cell) for cell in cells]
        if not any(texts) or _is_header(texts, table):
            continue
        if any(EXAMPLE_ROW.match(text) for text in texts):
            notes.add("example_row", row)
            continue
        filled += 1
        if filled > MAX_ROWS:
            raise Unreadable("too_many_rows", row, limit=f"{MAX_ROWS:,}")
        records.append(_record(row, texts, labels, notes, is_csv=is_csv))
    if not records:
        raise Unreadable("no_rows")
    letters = {
        label: f"{letter(number)} ({heading})" if heading else letter(number)
        for number, (label, heading) in enumerate(zip(labels, headings, strict=True), 1)
    }
    # as objects: a column of text would forget which cells hold numbers
    frame = pd.DataFrame(records, dtype=object).astype({"row": "int64"})
    return TextTable(frame, letters, sheet.name)


def _is_header(texts: list[str], table: Table) -> bool:
    """Return whether a row repeats the headings, as merged headers and page breaks do."""
    meaning = table.meaning
    found = [meaning.get(_key(one)) for one in texts if one]
    return set(found) >= set(table.needed) and None not in found and len(found) > 0


def _record(
    row: int, texts: list[str], labels: list[str], notes: Notes, *, is_csv: bool
) -> dict[str, object]:  # fmt: skip
    extra = [one for one in texts[len(labels) :] if one]
    if extra:
        notes.add("too_many_cells", row, found=len(texts), expected=len(labels))
    elif len(texts) < len(labels) and is_csv:
        notes.add("too_few_cells", row, found=len(texts), expected=len(labels))
    values = [*texts, *[""] * len(labels)][: len(labels)]
    record: dict[str, object] = {"row": row}
    for label, value in zip(labels, values, strict=True):
        if GARBLED.search(value):
            notes.add("garbled", row, letter(labels.index(label) + 1), found=value)
        record[label] = value or None
    if extra:
        record["further cells"] = " | ".join(extra)
    return record


def _labels(
    headings: list[str], body: Rows, table: Table, notes: Notes, heading_row: int
) -> list[str]:  # fmt: skip
    """Return the name of each column; a second column of the same meaning keeps its heading."""
    meaning = table.meaning
    labels: list[str] = []
    for number, heading in enumerate(headings, 1):
        name = meaning.get(_key(heading), heading or f"column {letter(number)}")
        if name in ("row", "further cells"):
            name = f"{name} (column {letter(number)})"
        if name in labels:
            before = labels.index(name)
            if name in table.needed or table.items:
                _same_content(headings, body, before, number - 1, heading_row)
            notes.add(
                "second_column", heading_row, letter(number), name=name, found=heading,
                taken=letter(before + 1),
            )  # fmt: skip
            name = _free(f"{heading or name} (column {letter(number)})", labels)
        elif _key(heading) not in meaning and heading and not table.items:
            near = difflib.get_close_matches(_key(heading), meaning, n=1, cutoff=0.8)
            if near:
                wanted = next(one for one in table.columns if one.key == meaning[near[0]])
                notes.add(
                    "near_heading", heading_row, letter(number), found=heading,
                    name=f"{wanted.de} / {wanted.en}",
                )  # fmt: skip
        labels.append(name)
    return labels


def _free(name: str, taken: Iterable[str]) -> str:
    while name in taken:
        name += "'"
    return name


def _same_content(
    headings: list[str], body: Rows, first: int, second: int, heading_row: int
) -> None:  # fmt: skip
    for row, cells in body:
        one, other = (clean(cells[n]) if n < len(cells) else "" for n in (first, second))
        if one != other:
            first_one, second_one = (f"{letter(n + 1)} ({headings[n]})" for n in (first, second))
            raise Unreadable(
                "two_columns",
                heading_row,
                first=first_one,
                second=second_one,
                row_there=row,
                one=one[:40],
                other=other[:40],
            )
