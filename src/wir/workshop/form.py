"""The form for the results of a workshop, as a workbook and as CSV.

It is made from the columns by which `wir.own` reads it back as ``decisions``.
"""

from __future__ import annotations

from typing import Any

from wir.documents.blocks import Language
from wir.documents.csv import csv
from wir.documents.xlsx import fixed, put
from wir.own.columns import DECISIONS, Column

ROWS = 40
WIDEST, WIDE = 60, 24
SHEET: dict[Language, str] = {"de": "Daten", "en": "Data"}
HELP: dict[Language, tuple[str, str]] = {"de": ("Hinweise", "Spalte"), "en": ("Help", "Column")}
FILE: dict[Language, str] = {"de": "beschluesse.xlsx", "en": "decisions.xlsx"}
"""What the form must be called in the folder of an alliance."""
CHOICE: dict[str, str] = {
    "innovation-potential": "potential",
    "value-proposition": "profile",
    "ecosystem": "ecosystem",
}
"""Topic of a workshop → topic of a decision."""


def form_xlsx(topic: str, language: Language) -> bytes:
    """Return the form as the bytes of an XLSX file, with drop-downs.

    `topic` is the key of the topic; the second sheet says which one to choose.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet: Any = book.active
    sheet.title = SHEET[language]
    for place, column in enumerate(DECISIONS.columns, start=1):
        letter = get_column_letter(place)
        head = sheet.cell(1, place)
        put(head, column.label(language))
        head.font = Font(bold=True)
        head.fill = PatternFill("solid", fgColor="EAF2F8")
        sheet.column_dimensions[letter].width = WIDEST if column.key == "decision" else WIDE
        for row in range(2, ROWS + 2):
            cell = sheet.cell(row, place)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if column.holds == "date":
                cell.number_format = "DD.MM.YYYY" if language == "de" else "YYYY-MM-DD"
        if column.choices:
            listed = ",".join(choices(column, language))
            rule = DataValidation("list", formula1=f'"{listed}"', allow_blank=True)
            rule.add(f"{letter}2:{letter}{ROWS + 1}")
            sheet.add_data_validation(rule)
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0
    _help(book, topic, language)
    return fixed(book)


def form_csv(language: Language) -> bytes:
    """Return the form as CSV: its columns, and no row."""
    import pandas as pd

    return csv(pd.DataFrame(columns=[one.label(language) for one in DECISIONS.columns]), language)


def choices(column: Column, language: Language) -> list[str]:
    """Return the words of a drop-down."""
    place = 0 if language == "de" else 1
    return [words[place] for words in (column.choices or {}).values()]


def _help(book: Any, topic: str, language: Language) -> None:
    from openpyxl.styles import Alignment, Font

    german = language == "de"
    name, column_word = HELP[language]
    guide: Any = book.create_sheet(name)
    guide.column_dimensions["A"].width, guide.column_dimensions["B"].width = 24, 90
    place = list(CHOICE.values()).index(CHOICE[topic])
    chosen = choices(DECISIONS.columns[0], language)[place]
    lines = [
        (
            "Ausfüllen" if german else "How to fill in",
            f"Eine Zeile je Beschluss. Thema dieses Workshops: {chosen}."
            if german
            else f"One row for each decision. Topic of this workshop: {chosen}.",
        ),
        (
            "Speichern" if german else "Where to save",
            f"Als {FILE[language]} im Ordner Ihres Bündnisses (data/raw/own/…). Die Prüfung und "
            "das nächste Dossier lesen die Datei von dort."
            if german
            else f"As {FILE[language]} in the folder of your alliance (data/raw/own/…). The check "
            "and the next dossier read it from there.",
        ),
        (column_word, ""),
    ]
    lines += [
        (one.label(language), one.help_de if german else one.help_en) for one in DECISIONS.columns
    ]
    for row, (head, text) in enumerate(lines, start=1):
        put(guide.cell(row, 1), head)
        put(guide.cell(row, 2), text)
        guide.cell(row, 1).font = Font(bold=True)
        guide.cell(row, 2).alignment = Alignment(wrap_text=True, vertical="top")
