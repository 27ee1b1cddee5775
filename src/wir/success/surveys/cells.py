"""From a file to cells: delimited text in the encodings that survey tools write, or a workbook."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter as letter

from wir.data.delimited import decode, read_bytes
from wir.success.surveys.limits import (
    CELL,
    COLUMNS,
    ROWS,
    SurveyError,
    check_size,
    check_workbook,
)
from wir.success.surveys.survey import Notes

SEPARATORS = ";\t,|"
PAGE = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype|html|head|body|\?xml)", re.I | re.S)
TWICE = re.compile("Ã[¤¶¼Ÿ„–œ]|\ufffd")


@dataclass(frozen=True)
class Cells:
    """The cells of a file.

    Attributes
    ----------
    rows
        Number of the row as a spreadsheet counts, and its cells (stripped text). Rows without any
        content are left out.
    formulas
        Row and position of cells that hold a formula.
    file, encoding
        Name of the file; its encoding, or ``xlsx``.
    """

    rows: list[tuple[int, list[str]]]
    formulas: frozenset[tuple[int, int]]
    file: str
    encoding: str


def read_cells(path: Path, notes: Notes) -> Cells:
    """Return the cells of a CSV, TSV or XLSX file.

    Raises
    ------
    SurveyError
        Empty, too big, no text or no workbook, a web page, a quote that is not closed, a cell, a
        row or a table that is too long. Nothing is read in part.
    """
    check_size(path)
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        cells = _workbook(path, notes)
    else:
        cells = _delimited(path, notes)
    if not cells.rows:
        raise SurveyError(f"{path.name} holds no cell. Export it again.")
    if len(cells.rows) > ROWS:
        raise SurveyError(f"{path.name} has more than {ROWS:,} rows. Export fewer at a time.")
    for row, values in cells.rows:
        if len(values) > COLUMNS:
            raise SurveyError(
                f"{path.name}, row {row}: {len(values):,} cells; at most {COLUMNS:,} are read."
            )
        for number, value in enumerate(values, 1):
            if len(value) > CELL:
                raise SurveyError(
                    f"{path.name}, row {row}, column {letter(number)}: a cell of {len(value):,} "
                    f"characters; expected at most {CELL:,}. Is a quotation mark not closed? "
                    "Leave this column out of the export."
                )
    return cells


def _delimited(path: Path, notes: Notes) -> Cells:
    content = read_bytes(path)
    text, encoding = decode(content, path.name)
    text = text.lstrip("\ufeff")
    if PAGE.match(text):
        raise SurveyError(
            f"{path.name} is a web page, not a table: the download asked for a login or failed. "
            "Log in to the survey tool and export again."
        )
    if "\0" in text:
        raise SurveyError(f"{path.name} holds zero bytes: it is damaged. Export it again.")
    lost = TWICE.search(text)
    if lost:
        row = text.count("\n", 0, lost.start()) + 1
        notes.add(
            "unreadable", row, "", "letters that were lost or encoded twice", "umlauts",
            "Export again as UTF-8, and do not open and save the file in between.",
        )  # fmt: skip
    told = re.match(r"sep=(.)\r?\n", text)
    separator = told.group(1) if told else _separator(text)
    if told:
        text = text[told.end() :]
    skipped = 1 if told else 0
    old = csv.field_size_limit(16 * CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[tuple[int, list[str]]] = []
    formulas: set[tuple[int, int]] = set()
    try:
        for number, record in enumerate(reader, 1 + skipped):
            values = [unwrapped(one) for one in record]
            if not any(values):
                continue
            rows.append((number, values))
            formulas.update((number, place) for place, one in enumerate(values) if formula(one))
    except csv.Error as error:
        raise SurveyError(
            f"{path.name}, line {reader.line_num + skipped}: {error}. A quotation mark is not "
            "closed, or stands where none should. Export the file again, and do not edit it by "
            "hand."
        ) from None
    finally:
        csv.field_size_limit(old)
    return Cells(rows, frozenset(formulas), path.name, encoding)


def unwrapped(cell: str) -> str:
    """Return a cell without blanks at its ends, and without the ``="…"`` some tools put around."""
    text = cell.strip()
    wrapped = re.fullmatch(r'="([^"]*)"', text)
    return wrapped.group(1).strip() if wrapped else text


def formula(text: str) -> bool:
    """Return whether a cell holds what a spreadsheet would compute."""
    return text.startswith("=") and len(text) > 1


def _separator(text: str) -> str:
    """Return the separator with which the first rows have the same number of cells, and most."""
    sample = text[:200_000]

    def evenness(mark: str) -> tuple[int, int]:
        counts: list[int] = []
        reader = csv.reader(io.StringIO(sample, newline=""), delimiter=mark)
        try:
            for record in reader:
                if any(record):
                    counts.append(len(record))
                if len(counts) == 20:
                    break
        except csv.Error:
            pass
        if not counts or counts[0] < 2:
            return (0, 0)
        return (counts.count(counts[0]), counts[0])

    best = max(SEPARATORS, key=evenness)
    return best if evenness(best)[1] else ";"


def _workbook(path: Path, notes: Notes) -> Cells:
    check_workbook(path)
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, data_only=False)
        sheets = list(book.worksheets)
        if not sheets:
            raise SurveyError(f"{path.name} has no sheet with cells.")
        sheet = sheets[0]
        merged = [str(one) for one in sheet.merged_cells.ranges]
        if sheet.max_row > ROWS or sheet.max_column > COLUMNS:
            raise SurveyError(
                f"{path.name}, sheet {sheet.title}: {sheet.max_row:,} rows and "
                f"{sheet.max_column:,} columns; at most {ROWS:,} and {COLUMNS:,} are read. Delete "
                "what lies below and beside the answers."
            )
        rows: list[tuple[int, list[str]]] = []
        formulas: set[tuple[int, int]] = set()
        for number, cells in enumerate(sheet.iter_rows(), 1):
            values = [_cell_text(cell.value) for cell in cells]
            for place, cell in enumerate(cells):
                if cell.data_type == "f" or (cell.data_type == "s" and formula(values[place])):
                    formulas.add((number, place))
            if any(values):
                rows.append((number, values))
    except SurveyError:
        raise
    except Exception as error:  # openpyxl raises whatever a broken workbook leads to
        raise SurveyError(
            f"{path.name} cannot be read as a workbook ({type(error).__name__}). Save it again as "
            ".xlsx, or export CSV."
        ) from None
    if len(sheets) > 1:
        notes.add(
            "file", None, "", f"{len(sheets)} sheets", "one sheet",
            "Only the first one was read. Move the answers there if they are elsewhere.",
        )  # fmt: skip
    if merged:
        raise SurveyError(
            f"{path.name}: merged cells {', '.join(merged[:3])}. Unmerge them: each answer needs a "
            "cell of its own."
        )
    return Cells(rows, frozenset(formulas), path.name, "xlsx")


def _cell_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(getattr(value, "text", value)).strip()
