"""From a file to rows of cells, all of them text: CSV in any encoding, and Excel.

Nothing is executed: a formula counts with the value that Excel stored last, or stays text. What is
dangerous (bombs, links out of the folder) or far too large is refused before it is opened.
"""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter as letter

from wir.data.containers import ContainerError, Limits, check_xml, members
from wir.own.issues import Notes, Phrase

SUFFIXES = (".xlsx", ".csv")
MAX_ROWS = 100_000
MAX_COLUMNS = 500
MAX_BYTES = 50_000_000
"""Of a file as it is on disk."""
WORKBOOK = Limits(250_000_000, 2_000)
"""Of an Excel file: all parts unpacked, and how many there may be."""
LARGE = 10_000_000
"""Bytes of a sheet from which on it is streamed."""
GERMAN = set("äöüßÄÖÜéèẞ–„“”’€§°²")
GARBLED = re.compile("Ã[¤¶¼Ÿ„–œ\x9f\x84\x96\x9c]|\ufffd")
"""What umlauts become when UTF-8 was read as something else and saved again."""
BESIDE = {"_lists", "erklärung", "guide", "erklärung · guide", "liesmich", "readme"}
"""Sheets of the templates that hold no data."""


class Number(str):
    """Text of a cell that holds a number: its point is a decimal point for certain."""

    __slots__ = ()


@dataclass(frozen=True)
class Sheet:
    """A sheet; a CSV file is one without a name.

    ``rows`` are (number as the spreadsheet counts, cells).
    """

    name: str
    rows: list[tuple[int, list[str]]]
    hidden: bool = False


class Unreadable(Exception):  # noqa: N818 - says what the file is
    """A file that cannot be read: the key of a message and its values."""

    def __init__(self, key: str, row: int | None = None, column: str = "", **values: Any) -> None:
        super().__init__(key)
        self.key, self.row, self.column, self.values = key, row, column, values

    def note(self, notes: Notes) -> None:
        """Add it to the issues; `file` among the values is the file that is meant."""
        notes.file = self.values.get("file", notes.file)
        notes.add(self.key, self.row, self.column, **self.values)


def read_sheets(path: Path, notes: Notes) -> list[Sheet]:
    """Return the sheets of a file that hold data.

    Raises
    ------
    Unreadable
        If it is no table, dangerous, or too large.
    """
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise Unreadable("too_large", found=size // 1_000_000, limit=MAX_BYTES // 1_000_000)
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        return _xlsx_sheets(path, notes)
    if suffix == ".csv":
        return [Sheet("", _csv_rows(path.read_bytes(), notes))]
    raise Unreadable("no_table", found=path.suffix or path.name)


def clean(cell: str) -> str:
    """Return a cell without blanks and invisible marks at its ends."""
    text = re.sub("[\u200b\u200c\u200d\u2060\ufeff]", "", cell).replace("\u00a0", " ").strip()
    return Number(text) if isinstance(cell, Number) else text


# --- CSV -------------------------------------------------------------------------------------


def decoded(raw: bytes, notes: Notes) -> str:
    """Return the text of some bytes; another encoding than UTF-8 is noted with its first row.

    Raises
    ------
    Unreadable
        Bytes that are no text.
    """
    if not raw.strip(b" \t\r\n\xef\xbb\xbf"):
        raise Unreadable("empty_file")
    if raw[:4] == b"PK\x03\x04":
        raise Unreadable("excel_inside")
    wide = _wide_encoding(raw)
    if wide:
        notes.add("utf16", found=wide.upper())
        text = raw.decode(wide, errors="replace").lstrip("\ufeff")
    elif b"\0" in raw:
        raise Unreadable("zero_bytes", raw[: raw.index(b"\0")].count(b"\n") + 1)
    else:
        text = _narrow(raw, notes)
    return text.replace("\0", "")


def _wide_encoding(raw: bytes) -> str:
    """Return the name of UTF-16 or UTF-32 by its mark, or by where its zeros are."""
    if raw[:4] in (b"\xff\xfe\0\0", b"\0\0\xfe\xff"):
        return "utf-32"
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    start = raw[:200]
    if start[1::2].count(0) > 0.8 * len(start[1::2]) and 0 not in start[0::2]:
        return "utf-16-le"
    if start[0::2].count(0) > 0.8 * len(start[0::2]) and 0 not in start[1::2]:
        return "utf-16-be"
    return ""


def _narrow(raw: bytes, notes: Notes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + raw[: error.start].count(b"\r") + 1
        row -= raw[: error.start].count(b"\r\n")

    def german(encoding: str) -> int:
        strange = [one for one in raw.decode(encoding, errors="replace") if one > "\x7f"]
        return sum(1 if one in GERMAN else -1 for one in strange)

    best = max(("cp1252", "mac_roman", "cp850"), key=german)
    names = {"cp1252": "Windows-1252", "mac_roman": "Mac Roman", "cp850": "MS-DOS (850)"}
    notes.add("not_utf8", row, name=names[best])
    return raw.decode(best, errors="replace")


def _csv_rows(raw: bytes, notes: Notes) -> list[tuple[int, list[str]]]:
    text = decoded(raw, notes)
    announced = re.match(r"sep=(.)\r?\n?", text)
    separator = announced[1] if announced else _separator(text)
    if separator != ";" and not announced:
        notes.add("separator", 1, name=Phrase({",": "comma", "\t": "tab"}.get(separator, "bar")))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[tuple[int, list[str]]] = []
    filled = 0
    try:
        for cells in reader:
            # a cell can hold line breaks, so the row of the file is counted by the reader
            number = len(rows) + 1
            filled += any(cell.strip() for cell in cells)
            if filled > MAX_ROWS + 50:
                raise Unreadable("too_many_rows", number, limit=f"{MAX_ROWS:,}")
            if len(cells) > MAX_COLUMNS:
                raise Unreadable("too_many_columns", number, found=len(cells), limit=MAX_COLUMNS)
            rows.append((number, [] if announced and number == 1 else cells))
    except csv.Error as error:
        row = len(rows) + 1
        raise Unreadable("csv_broken", row, line=reader.line_num, reason=error) from error
    for row, cells in rows:
        for number, cell in enumerate(cells, 1):
            if cell.startswith("=") and len(cell) > 1:
                notes.add("formula_text", row, letter(number), found=cell)
            elif "\n" in cell and separator in cell:
                notes.add("swallowed", row, letter(number), found=cell)
    return rows


def _separator(text: str) -> str:
    """Return the separator that parts the first lines most evenly."""
    lines = [line for line in text[:200_000].splitlines()[:20] if line.strip()]

    def evenness(mark: str) -> tuple[int, int]:
        try:
            counts = [len(row) for row in csv.reader(lines, delimiter=mark)]
        except csv.Error:
            return (0, 1)
        usual = max(set(counts), key=counts.count) if counts else 1
        return (counts.count(usual) if usual > 1 else 0, usual)

    best = max(";,\t|", key=evenness)
    return best if evenness(best)[0] else ";"


# --- Excel -----------------------------------------------------------------------------------


def _guard(path: Path) -> tuple[bool, bool]:
    """Refuse bombs; return whether a sheet is large, and whether it is more than plain cells."""
    head = path.read_bytes()[:8]
    if not head:
        raise Unreadable("empty_file")
    if head == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise Unreadable("old_excel")
    try:
        parts = members(path, WORKBOOK)
        check_xml(path, parts, WORKBOOK)
    except ContainerError as error:
        if error.reason == "entities":
            raise Unreadable("entities", found=error.part) from None
        if error.reason in ("size", "parts"):
            limit = WORKBOOK.unpacked // 1_000_000
            raise Unreadable("bomb", found=error.found // 1_000_000, limit=limit) from None
        raise Unreadable("not_excel", reason=str(error)[:120]) from None
    sheets = [one for one in parts if one.filename.startswith("xl/worksheets/")]
    with zipfile.ZipFile(path) as archive:
        special = any(re.search(rb"<mergeCell |<f[ >/]", archive.read(one)) for one in sheets)
    return any(one.file_size > LARGE for one in sheets), special


def _xlsx_sheets(path: Path, notes: Notes) -> list[Sheet]:
    import openpyxl

    try:
        large, special = _guard(path)
        if large and special:
            raise Unreadable("large_special")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            values = openpyxl.load_workbook(path, data_only=True, read_only=large)
            formulas = openpyxl.load_workbook(path) if special else values
        sheets = [
            Sheet(
                one.title,
                _plain_rows(one) if large else _rich_rows(formulas[one.title], one, notes),
                one.sheet_state != "visible",
            )
            for one in values.worksheets
            if one.title.casefold().strip() not in BESIDE
        ]
        if large:
            values.close()
    except Unreadable:
        raise
    except Exception as error:  # a damaged file can fail anywhere inside openpyxl
        raise Unreadable("not_excel", reason=f"{type(error).__name__}: {error}"[:120]) from error
    if not sheets:
        raise Unreadable("empty_file")
    return sheets


def _too_long(rows: int, columns: int, row: int) -> None:
    if rows > MAX_ROWS + 50:
        raise Unreadable("too_many_rows", row, limit=f"{MAX_ROWS:,}")
    if columns > MAX_COLUMNS:
        raise Unreadable("too_many_columns", row, found=columns, limit=MAX_COLUMNS)


def _plain_rows(sheet: Any) -> list[tuple[int, list[str]]]:
    sheet.reset_dimensions()
    rows: list[tuple[int, list[str]]] = []
    for number, cells in enumerate(sheet.iter_rows(), 1):
        texts = [_cell_text(one.value, getattr(one, "number_format", "")) for one in cells]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            rows.append((number, texts))
            _too_long(len(rows), len(texts), number)
    return rows


def _rich_rows(sheet: Any, shown: Any, notes: Notes) -> list[tuple[int, list[str]]]:
    texts: dict[tuple[int, int], str] = {}
    for cells in sheet.iter_rows():
        for cell in cells:
            if cell.value is None:
                continue
            texts[cell.row, cell.column] = _cell_text(cell.value, cell.number_format)
            if cell.data_type == "f":
                texts[cell.row, cell.column] = _formula(cell, shown, notes, sheet.title)
    for merged in sheet.merged_cells.ranges:
        value = texts.get((merged.min_row, merged.min_col), "")
        if not value:
            continue
        notes.sheet = sheet.title
        notes.add(
            "merged", merged.min_row, letter(merged.min_col), range=merged.coord, value=value[:40]
        )
        notes.sheet = ""
        last = min(merged.max_row, merged.min_row + MAX_ROWS)
        for row in range(merged.min_row, last + 1):
            texts[row, merged.min_col] = value
    filled: dict[int, dict[int, str]] = {}
    for (row, column), text in texts.items():
        if text:
            filled.setdefault(row, {})[column] = text
    last_column = max((column for _, column in texts), default=0)
    _too_long(len(filled), last_column, max(filled, default=0))
    return [
        (row, [filled[row].get(column, "") for column in range(1, last_column + 1)])
        for row in sorted(filled)
    ]


def _formula(cell: Any, shown: Any, notes: Notes, sheet: str) -> str:
    """Return the value that Excel stored for a formula; the formula itself where there is none."""
    text = _cell_text(cell.value, "")
    stored = shown.cell(cell.row, cell.column)
    result = _cell_text(stored.value, stored.number_format)
    notes.sheet = sheet
    key = "formula_value" if result else "formula_text"
    notes.add(key, cell.row, letter(cell.column), found=text, value=result)
    notes.sheet = ""
    return result or text


def _cell_text(value: Any, number_format: str) -> str:
    if value is None:
        return ""
    if hasattr(value, "isoformat"):
        return str(value.isoformat())[:10]
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        percent = "%" in re.sub(r'"[^"]*"', "", number_format or "")
        number = float(f"{value * 100:.12g}") if percent else value
        whole = isinstance(number, float) and number.is_integer() and abs(number) < 1e15
        return Number(f"{int(number) if whole else number!r}{' %' if percent else ''}")
    return str(getattr(value, "text", value))


def rows_of(sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a sheet that hold anything."""
    for number, cells in sheet.rows:
        if any(cell.strip() for cell in cells):
            yield number, cells
