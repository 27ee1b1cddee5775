"""Reading tables: keywords of alliances, and project titles as the Förderkatalog exports them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from wir.profile.dates import iso_date
from wir.profile.documents import Text, UnreadableError
from wir.profile.encoding import decode
from wir.profile.read_office import check_package

COLUMNS = {
    "text": ("keyword", "schlagwort", "stichwort", "thema", "titel", "title", "text"),
    "group": ("alliance_id", "alliance", "bündnis", "buendnis"),
    "language": ("language", "sprache"),
    "record": ("fkz", "förderkennzeichen", "foerderkennzeichen"),
    "date": ("date", "datum", "laufzeit von", "von"),
}
"""Names of columns, in the order in which they count."""
ROWS = 200_000


def read_csv(data: bytes) -> Iterator[Text]:
    """Yield a text per row of a CSV table with the column ``keyword`` or ``Thema``.

    Columns ``alliance_id``, ``language``, ``date`` (or ``Laufzeit von``) and ``FKZ`` are used
    where they are there. Cells of the form ``="text"``, as the Förderkatalog writes them, are
    unwrapped.

    Raises
    ------
    UnreadableError
        No such column, no row, an encoding that gives no text.
    """
    text, remark = decode(data)
    first = text.split("\n", 1)[0]
    mark = max(";\t,", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=mark))
    except csv.Error as error:
        raise UnreadableError("corrupt", f"The table cannot be read ({error}).") from None
    yield from _texts(rows, remark)


def read_xlsx(data: bytes) -> Iterator[Text]:
    """Yield a text per row of the first sheet of a workbook, as `read_csv` does.

    Raises
    ------
    UnreadableError
        No such column, no row, a corrupt or a too big file.
    """
    check_package(data)
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = [
            ["" if cell is None else str(cell) for cell in row]
            for row in sheet.iter_rows(values_only=True, max_row=ROWS + 2)
        ]
        book.close()
    except Exception as error:  # openpyxl raises whatever a broken file leads to
        raise UnreadableError("corrupt", f"The workbook cannot be read ({error})."[:200]) from None
    yield from _texts(rows, "")


def _texts(rows: Sequence[Sequence[str]], remark: str) -> Iterator[Text]:
    if not rows:
        raise UnreadableError("empty", "The table has no rows.")
    if len(rows) > ROWS + 1:
        raise UnreadableError("too big", f"More than {ROWS:,} rows.")
    head = [_cell(name).casefold() for name in rows[0]]
    places = {
        what: next((head.index(name) for name in names if name in head), None)
        for what, names in COLUMNS.items()
    }
    if places["text"] is None:
        raise UnreadableError(
            "missing column",
            f"No column with texts. Found: {', '.join(rows[0][:8])}. Expected one of "
            f"{', '.join(COLUMNS['text'])}; alliance_id, language and date where known.",
        )
    found = False
    for number, row in enumerate(rows[1:], start=2):
        cell = {
            what: _cell(row[place]) if place is not None and place < len(row) else ""
            for what, place in places.items()
        }
        if not cell["text"]:
            continue
        found = True
        date = iso_date(cell["date"])
        record = f"row {number}" + (f", {cell['record']}" if cell["record"] else "")
        language = cell["language"].casefold()[:2]
        yield Text(
            cell["text"], record, date, "table" if date else "", cell["group"],
            language if language in {"de", "en"} else "", remark,
        )  # fmt: skip
    if not found:
        raise UnreadableError("empty", "No row of the table has a text.")


def _cell(value: str) -> str:
    text = value.strip().lstrip("\ufeff")
    if text.startswith('="'):
        text = text[2:].removesuffix('"')
    return text.strip()
