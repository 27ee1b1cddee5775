"""The form for the results of a workshop, as a workbook and as CSV.

Its columns are those that `wir.own` reads back as ``decisions``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wir.documents.blocks import Language
from wir.documents.csv import csv
from wir.documents.xlsx import fixed, put

if TYPE_CHECKING:
    import pandas as pd

COLUMNS: dict[str, dict[Language, str]] = {
    "topic": {"de": "Thema", "en": "Topic"},
    "decision": {"de": "Beschluss", "en": "Decision"},
    "responsible": {"de": "Verantwortlich", "en": "Responsible"},
    "due": {"de": "Frist", "en": "Due"},
    "priority": {"de": "Priorität", "en": "Priority"},
    "status": {"de": "Stand", "en": "Status"},
    "decided_on": {"de": "Beschlossen am", "en": "Decided on"},
}
PRIORITIES: dict[Language, tuple[str, ...]] = {
    "de": ("hoch", "mittel", "niedrig"),
    "en": ("high", "medium", "low"),
}
STATUSES: dict[Language, tuple[str, ...]] = {
    "de": ("offen", "in Arbeit", "erledigt", "vertagt"),
    "en": ("open", "in progress", "done", "postponed"),
}
WIDTHS = (28, 60, 28, 14, 12, 14, 16)
ROWS = 40
SHEET: dict[Language, str] = {"de": "Beschlüsse", "en": "Decisions"}
NAME: dict[Language, str] = {"de": "beschluesse", "en": "decisions"}
HELP: dict[Language, tuple[str, ...]] = {
    "de": (
        "Ergebnisse des Workshops",
        "Tragen Sie im Blatt „Beschlüsse“ je Beschluss eine Zeile ein. Pflicht sind nur Thema und Beschluss.",
        "Verantwortlich: eine Einrichtung oder eine Rolle. Schreiben Sie keine Namen von Personen hinein.",
        "Frist und „Beschlossen am“: ein Datum, zum Beispiel 31.03.2027.",
        "Speichern Sie die Datei im Ordner Ihres Bündnisses; der Leitfaden sagt, wie sie heißen muss.",
    ),
    "en": (
        "Results of the workshop",
        "Enter one row for each decision on the sheet “Decisions”. Only topic and decision are required.",
        "Responsible: an organisation or a role. Do not write names of people.",
        "Due and “Decided on”: a date, for example 2027-03-31.",
        "Save the file in the folder of your alliance; the facilitation notes say what it must be called.",
    ),
}


def form_xlsx(topic: str, language: Language) -> bytes:
    """Return the form as the bytes of an XLSX file, with drop-downs; `topic` is filled in."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet: Any = book.active
    sheet.title = SHEET[language]
    for place, (forms, width) in enumerate(zip(COLUMNS.values(), WIDTHS, strict=True), start=1):
        head = sheet.cell(1, place)
        put(head, forms[language])
        head.font = Font(bold=True)
        head.fill = PatternFill("solid", fgColor="EAF2F8")
        sheet.column_dimensions[get_column_letter(place)].width = width
    keys = list(COLUMNS)
    for row in range(2, ROWS + 2):
        for key in keys:
            cell = sheet.cell(row, keys.index(key) + 1)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if key in ("due", "decided_on"):
                cell.number_format = "DD.MM.YYYY" if language == "de" else "YYYY-MM-DD"
    put(sheet.cell(2, 1), topic)
    for key, values in (("priority", PRIORITIES[language]), ("status", STATUSES[language])):
        letter = get_column_letter(keys.index(key) + 1)
        rule = DataValidation("list", formula1=f'"{",".join(values)}"', allow_blank=True)
        rule.add(f"{letter}2:{letter}{ROWS + 1}")
        sheet.add_data_validation(rule)
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0
    guide: Any = book.create_sheet("Hinweise" if language == "de" else "Help")
    guide.column_dimensions["A"].width = 110
    for row, text in enumerate(HELP[language], start=1):
        put(guide.cell(row, 1), text)
        guide.cell(row, 1).alignment = Alignment(wrap_text=True)
    guide["A1"].font = Font(bold=True, size=14)
    return fixed(book)


def form_csv(topic: str, language: Language) -> bytes:
    """Return the form as CSV: the columns, and one row with the topic."""
    return csv(empty(topic, language), language)


def empty(topic: str, language: Language) -> pd.DataFrame:
    """Return the form as a table with one row in which only the topic is filled in."""
    import pandas as pd

    row = {forms[language]: "" for forms in COLUMNS.values()}
    row[COLUMNS["topic"][language]] = topic
    return pd.DataFrame([row])
