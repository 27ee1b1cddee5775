"""The appendix of a document as a workbook: every table in full, the data of every chart.

The same bytes every time, and no cell is ever a formula.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wir.documents.blocks import Chart, DataTable, Document, Format, Language
from wir.documents.inline import clean, plain
from wir.documents.view import is_number
from wir.documents.words import word

if TYPE_CHECKING:
    import pandas as pd
    from openpyxl.cell import Cell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
MODIFIED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
MOMENT = (2024, 1, 1, 0, 0, 0)
"""The date in every file: a file made again is the same file."""
WIDEST = 60
LONGEST = 32_767
"""Characters that a cell holds."""
ROWS = 1_048_000
"""Rows that a sheet holds, less the lines above a table."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One table on its way into the workbook."""

    frame: pd.DataFrame
    label: str
    title: str
    caption: str
    source: str
    formats: dict[Any, Format]
    labels: dict[Any, str]
    name: str


def xlsx(document: Document) -> bytes:
    """Return the appendix of a document as the bytes of an XLSX file.

    Raises
    ------
    ValueError
        If a table has more rows than a sheet can hold.
    """
    from openpyxl import Workbook

    book = Workbook()
    sheets = list(_sheets(document))
    _contents(book, document, sheets)
    for sheet in sheets:
        _fill(book.create_sheet(sheet.name), sheet, document.language)
    return fixed(book)


def fixed(book: Workbook) -> bytes:
    """Return a workbook as bytes that depend on its contents alone, not on the clock."""
    buffer, made = io.BytesIO(), io.BytesIO()
    book.save(buffer)
    moment = "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z".format(*MOMENT).encode()
    with (
        zipfile.ZipFile(buffer) as before,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            content = before.read(name)
            if name == "docProps/core.xml":
                content = MODIFIED.sub(rb"\g<1>" + moment, content)
            entry = zipfile.ZipInfo(name, MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(entry, content)
    return made.getvalue()


def put(cell: Cell, value: Any, pattern: str = "General") -> None:
    """Write a value into a cell: numbers as numbers, all else as text, never as a formula."""
    if value is None or value != value:
        return
    if isinstance(value, str) or not hasattr(value, "__float__"):
        text = clean(value)[:LONGEST]
        cell.value = text
        cell.data_type = "s"
        cell.quotePrefix = text[:1] in ("=", "+", "-", "@")
        return
    number = float(value)
    if number in (float("inf"), float("-inf")):
        cell.value = str(value)
        return
    cell.value = int(value) if hasattr(value, "__index__") else number
    cell.number_format = pattern


def number_pattern(series: pd.Series, column: object, how: Format | None) -> str:
    """Return the number format of a column, as a workbook writes it (see `DataTable.formats`).

    A workbook shows it with the separators of the language of the program that opens it.
    """
    if callable(how):
        return "General"
    if how is None:
        whole = str(series.dtype).lower().startswith(("int", "uint"))
        how = "plain" if str(column).lower().endswith("year") else 0 if whole else 1
    if how == "plain":
        return "0"
    unit, _, digits = ("", "", str(how)) if isinstance(how, int) else str(how).rpartition(":")
    decimals = "." + "0" * int(digits) if int(digits) else ""
    number = f"#,##0{decimals}"
    if not unit:
        return number
    shown = {"EUR": "€"}.get(unit, unit.replace('"', ""))
    return f'{number}\N{NO-BREAK SPACE}"{shown}"'


def _sheets(document: Document) -> Iterator[_Sheet]:
    taken: set[str] = set()
    language = document.language
    for block, number in document.numbered():
        if not isinstance(block, DataTable | Chart):
            continue
        is_chart = isinstance(block, Chart)
        label = f"{word('chart' if is_chart else 'table', language)} {number}"
        frame = block.data if isinstance(block, Chart) else block.frame
        if len(frame) > ROWS:
            raise ValueError(
                f"{block.key}: {len(frame)} rows; a sheet holds {ROWS}. Sum the table up first."
            )
        yield _Sheet(
            frame,
            label,
            clean(block.title),
            plain(block.caption),
            plain(block.source),
            {} if isinstance(block, Chart) else dict(block.formats),
            {} if isinstance(block, Chart) else dict(block.labels),
            _name(f"{label} {block.key}", taken),
        )


def _name(wish: str, taken: set[str]) -> str:
    """Return a name that a sheet can have: at most 31 characters, used once."""
    name = FORBIDDEN.sub(" ", wish)[:31].strip()
    number = 2
    while name.lower() in taken:
        name = f"{name[:27].strip()} {number}"
        number += 1
    taken.add(name.lower())
    return name


def _contents(book: Workbook, document: Document, sheets: list[_Sheet]) -> None:
    from openpyxl.styles import Alignment

    language = document.language
    first = book.active
    assert first is not None
    first.title = word("contents", language)
    book.properties.title = clean(document.title)
    book.properties.creator = "WIR! research compendium"
    book.properties.language = language
    _heading(first, 1, clean(document.title), 16)
    put(first.cell(2, 1), document.subtitle)
    put(first.cell(3, 1), document.note)
    put(first.cell(4, 1), word("about", language))
    _heads(first, 6, [word(one, language) for one in ("sheet", "title", "row_count")])
    for row, sheet in enumerate(sheets, start=7):
        put(first.cell(row, 1), sheet.label)
        _link(first.cell(row, 1), sheet.name)
        put(first.cell(row, 2), sheet.title)
        first.cell(row, 2).alignment = Alignment(wrap_text=True, vertical="top")
        put(first.cell(row, 3), len(sheet.frame), "#,##0")
    for column, width in zip("ABC", (20, 90, 10), strict=True):
        first.column_dimensions[column].width = width
    _paper(first)


def _fill(target: Worksheet, sheet: _Sheet, language: Language) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    _heading(target, 1, f"{sheet.label}. {sheet.title}", 13)
    put(target.cell(2, 1), sheet.caption)
    put(target.cell(3, 1), f"{word('source', language)}: {sheet.source}" if sheet.source else None)
    target.cell(3, 1).font = Font(italic=True, color="57606A")
    put(target.cell(4, 1), word("back", language))
    _link(target.cell(4, 1), word("contents", language))
    _heads(target, 6, [clean(sheet.labels.get(one, one)) for one in sheet.frame.columns])
    for place, column in enumerate(sheet.frame.columns, start=1):
        series = sheet.frame[column]
        how = sheet.formats.get(column)
        numeric = is_number(series)
        pattern = number_pattern(series, column, how) if numeric else "General"
        longest = len(str(sheet.labels.get(column, column)))
        for row, value in enumerate(series.tolist(), start=7):
            cell = target.cell(row, place)
            put(cell, _value(value, how, language), pattern)
            if numeric:
                longest = max(longest, 10)
            else:
                longest = max(longest, len(str(cell.value or "")))
                if longest > WIDEST:
                    cell.alignment = Alignment(wrap_text=True, vertical="top")
        target.column_dimensions[get_column_letter(place)].width = min(longest, WIDEST) + 3
    target.freeze_panes = "B7"
    if len(sheet.frame.columns) and len(sheet.frame):
        last = get_column_letter(len(sheet.frame.columns))
        target.auto_filter.ref = f"A6:{last}{6 + len(sheet.frame)}"
    target.print_title_rows = "6:6"
    _paper(target)


def _value(value: Any, how: Format | None, language: Language) -> Any:
    """Return what stands in the workbook: words for yes and no and for codes, numbers as they are.

    A format that is a function turns texts into words here as well; numbers stay numbers.
    """
    if isinstance(value, bool):
        return word("yes" if value else "no", language)
    if callable(how) and isinstance(value, str):
        return how(value)
    return value


def _heading(target: Worksheet, row: int, text: str, size: int) -> None:
    from openpyxl.styles import Font

    put(target.cell(row, 1), text)
    target.cell(row, 1).font = Font(bold=True, size=size)


def _heads(target: Worksheet, row: int, heads: list[str]) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    for place, head in enumerate(heads, start=1):
        cell = target.cell(row, place)
        put(cell, head)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="EAF2F8")
        cell.border = Border(bottom=Side("thin", color="1F2328"))
        cell.alignment = Alignment(wrap_text=True, vertical="bottom")


def _link(cell: Cell, sheet: str) -> None:
    from openpyxl.styles import Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{sheet}'!A1")
    cell.font = Font(color="00598C", underline="single")


def _paper(target: Worksheet) -> None:
    """Print on A4, landscape, one page wide."""
    target.page_setup.paperSize = 9
    target.page_setup.orientation = "landscape"
    target.page_setup.fitToWidth = 1
    target.page_setup.fitToHeight = 0
    target.sheet_properties.pageSetUpPr.fitToPage = True
