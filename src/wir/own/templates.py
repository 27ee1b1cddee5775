"""The spreadsheets that a new folder holds: explained, with drop-downs and one example row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from wir.files import replacing
from wir.own.columns import Column, Table

GUIDE = "Erklärung · Guide"
DATA = {"de": "Daten", "en": "Data"}
EXAMPLE = {"de": "Beispiel: ", "en": "Example: "}
ROWS = 1000
"""Rows that have drop-downs and formats."""
QUESTIONS = 5
"""Columns for answers in the template; more can be added."""
GREY, HEAD, NEEDED = "FF595959", "FFDCE6F1", "FFFFF2CC"
FORMATS = {"number": "General", "count": "0", "year": "0", "date": "DD.MM.YYYY", "district": "@"}
INTRODUCTION = (
    ("Füllen Sie das Blatt „{de}“ aus: eine Zeile je Eintrag. Gelbe Spalten sind nötig, alle "
     "anderen dürfen leer bleiben.",
     "Fill in the sheet “{en}”: one row per entry. Yellow columns are needed, all others may stay "
     "empty."),
    ("Die graue Zeile ist ein Beispiel. Sie wird nicht gelesen, weil sie mit „Beispiel:“ beginnt; "
     "Sie können sie löschen.",
     "The grey row is an example. It is not read, as it begins with “Example:”; you may delete "
     "it."),
    ("Reihenfolge der Spalten, eigene Spalten und leere Zeilen stören nicht. CSV geht ebenso.",
     "The order of columns, further columns and empty rows do no harm. CSV works as well."),
    ("Prüfen: make check ALLIANCE=<Ordner>", "Check: make check ALLIANCE=<folder>"),
)  # fmt: skip


def columns_of(table: Table) -> list[Column]:
    """Return the columns of a template: those of the table, and some for answers."""
    columns = list(table.columns)
    if table.items:
        for number in range(1, QUESTIONS + 1):
            columns.append(
                Column(
                    f"question_{number}", "number", f"Frage {number}", f"Question {number}",
                    "Zahl der Antwort, etwa 1 bis 5; nennen Sie die Spalte wie die Frage",
                    "number of the answer, such as 1 to 5; call the column as the question",
                    (4, 4),
                )
            )  # fmt: skip
    return columns


def write_template(table: Table, path: Path, language: str) -> Path:
    """Write the template of a table as XLSX.

    Parameters
    ----------
    table
        Which table.
    path
        File to write; replaced whole.
    language
        Of headings and drop-downs; the first sheet explains in German and English.
    """
    with replacing(path) as temporary:
        book = workbook(table, language)
        book.save(temporary)
    return path


def workbook(table: Table, language: str) -> Any:
    """Return the template of a table as a workbook, for others to add their own sheets."""
    import openpyxl

    book = openpyxl.Workbook()
    _guide(book.active, table, language)
    _data(book.create_sheet(DATA[language]), table, language)
    return book


def _guide(sheet: Any, table: Table, language: str) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.title = GUIDE
    sheet.append([f"{table.de} · {table.en}"])
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.append([table.purpose_de])
    sheet.append([table.purpose_en])
    sheet.append([])
    for german, english in INTRODUCTION:
        sheet.append([german.format(de=DATA[language])])
        sheet.append([english.format(en=DATA[language])])
        sheet.cell(sheet.max_row, 1).font = Font(color=GREY)
    sheet.append([])
    first = sheet.max_row + 1
    sheet.append(["Spalte · column", "Inhalt", "Content", "nötig · needed", "Auswahl · choices"])
    for cell in sheet[first]:
        cell.font = Font(bold=True)
    for column in columns_of(table):
        choices = [
            f"{words[0]} · {words[1]}" if words[0] != words[1] else words[0]
            for words in (column.choices or {}).values()
        ]
        sheet.append(
            [
                f"{column.de} · {column.en}" if column.de != column.en else column.de,
                column.help_de,
                column.help_en,
                "ja · yes" if column.needed else "",
                "; ".join(choices),
            ]
        )
    for letter, width in zip("ABCDE", (34, 52, 46, 16, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows(min_row=first):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def _data(sheet: Any, table: Table, language: str) -> None:
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    english = int(language == "en")
    columns = columns_of(table)
    sheet.append([one.label(language) for one in columns])
    marked = next(one.key for one in columns if one.needed)
    values = [one.example[english] for one in columns]
    sheet.append(
        [
            f"{EXAMPLE[language]}{value}" if one.key == marked else value
            for one, value in zip(columns, values, strict=True)
        ]
    )
    for number, column in enumerate(columns, 1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = max(16, len(column.label(language)) + 6)
        head = sheet.cell(1, number)
        head.font = Font(bold=True)
        head.fill = PatternFill("solid", fgColor=NEEDED if column.needed else HEAD)
        sheet.cell(2, number).font = Font(italic=True, color=GREY)
        if column.holds in FORMATS:
            sheet.column_dimensions[letter].number_format = FORMATS[column.holds]
            sheet.cell(2, number).number_format = FORMATS[column.holds]
        if column.choices:
            _drop_down(sheet, column, letter, language)
    sheet.column_dimensions["A"].width = 38
    sheet.freeze_panes = "A2"


def _drop_down(sheet: Any, column: Column, letter: str, language: str) -> None:
    """Offer the choices of a column; other values are allowed after a question."""
    from openpyxl.worksheet.datavalidation import DataValidation

    english = int(language == "en")
    words = ",".join(one[english] for one in (column.choices or {}).values())
    rule = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
    rule.errorStyle = "warning"
    rule.showErrorMessage = True
    rule.errorTitle = column.label(language)
    rule.error = column.help_en if english else column.help_de
    rule.promptTitle, rule.prompt, rule.showInputMessage = rule.errorTitle, rule.error, True
    sheet.add_data_validation(rule)
    rule.add(f"{letter}2:{letter}{ROWS}")
