"""An alliance's own lists of members and projects: read as they are, with everything odd named.

Nothing is executed (formulas stay text), nothing is lost (odd cells are kept), nothing is guessed
silently: whatever was changed on the way is in the list of issues, with file, row and column.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import pandas as pd

from wir import config
from wir.data.errors import DataError

ISSUE_COLUMNS = ["file", "row", "column", "severity", "found", "expected", "what_to_do"]

COLUMNS: dict[str, dict[str, tuple[str, ...]]] = {
    "members": {
        "name": ("name", "organisation", "organization", "einrichtung", "institution", "partner",
                 "mitglied", "member", "unternehmen", "firma", "name der organisation"),
        "city": ("city", "town", "ort", "stadt", "sitz", "standort"),
        "ags": ("ags", "district", "kreis", "kreisschlüssel", "landkreis"),
        "kind": ("kind", "type", "typ", "art", "organisationstyp", "kategorie", "sektor"),
        "role": ("role", "rolle", "funktion"),
        "joined": ("joined", "beitritt", "seit", "mitglied seit", "eintritt", "since"),
        "last_active": ("last_active", "last active", "zuletzt aktiv", "letzte aktivität",
                        "letzter kontakt"),
        "new_to_rd": ("new_to_rd", "new to r&d", "neu in fue", "neu in f&e", "fue-neuling",
                      "newcomer"),
    },
    "projects": {
        "project": ("project", "projekt", "vorhaben", "projekttitel", "titel", "title", "akronym"),
        "name": ("name", "organisation", "organization", "einrichtung", "partner", "mitglied",
                 "member", "projektpartner", "zuwendungsempfänger"),
        "role": ("role", "rolle", "funktion"),
        "kind_of_tie": ("kind_of_tie", "art", "art der zusammenarbeit", "typ", "type", "kind"),
        "start": ("start", "beginn", "laufzeitbeginn", "von"),
        "end": ("end", "ende", "laufzeitende", "bis"),
    },
}  # fmt: skip
"""List → column → headings that stand for it, in lower case."""
NEEDED = {"members": ("name",), "projects": ("project", "name")}

KIND_WORDS = {
    "HES": ("universit", "hochschul", "university", "fh", "higher education", "hes"),
    "REC": ("forschung", "research", "institut", "rec"),
    "PRC": ("unternehmen", "firma", "firm", "company", "kmu", "sme", "wirtschaft", "gmbh",
            "handwerk", "prc", "business"),
    "PUB": ("kommune", "stadt", "landkreis", "behörde", "verwaltung", "öffentlich", "public",
            "municipality", "kammer", "gemeinde", "pub"),
    "OTH": ("verein", "verband", "stiftung", "zivil", "society", "association", "ngo", "netzwerk",
            "gesellschaft", "sonstig", "other", "oth", "bürger"),
}  # fmt: skip
"""Kind → beginnings of words that stand for it."""
YES = {"yes", "ja", "x", "1", "true", "wahr", "j", "y"}
NO = {"no", "nein", "0", "false", "falsch", "n", "-"}
EXAMPLE = "example"
"""Name of the made-up alliance."""
SUFFIXES = (".xlsx", ".csv")


class OwnListError(DataError):
    """A list that cannot be read; the message says what to do, `issues` holds the rest."""

    def __init__(self, message: str, issues: pd.DataFrame | None = None) -> None:
        super().__init__(message)
        self.issues = pd.DataFrame(columns=ISSUE_COLUMNS) if issues is None else issues


@dataclass(frozen=True)
class OwnList:
    """A list and what was odd about it.

    Attributes
    ----------
    table
        ``row`` (as the spreadsheet counts), the known columns that are there (all text, missing
        where empty), and every other column under its own heading.
    issues
        One row per oddity: ``file``, ``row``, ``column``, ``severity`` (note or error), ``found``,
        ``expected``, ``what_to_do``.
    file
        Name of the file.
    """

    table: pd.DataFrame
    issues: pd.DataFrame
    file: str


@dataclass
class _Notes:
    file: str
    rows: list[tuple[Any, ...]] = field(default_factory=list)

    def add(
        self, row: int | None, column: str, found: str, expected: str, what_to_do: str,
        severity: str = "note",
    ) -> None:  # fmt: skip
        self.rows.append((self.file, row, column, severity, found, expected, what_to_do))

    def table(self) -> pd.DataFrame:
        table = pd.DataFrame(self.rows, columns=ISSUE_COLUMNS)
        return table.astype({"row": "Int64"})


def find_list(folder: Path, kind: str) -> Path | None:
    """Return the file of a list in a folder (``members.xlsx`` or ``members.csv``), or None.

    Raises
    ------
    OwnListError
        If both are there: it is not clear which counts.
    """
    found = [folder / f"{kind}{one}" for one in SUFFIXES if (folder / f"{kind}{one}").is_file()]
    if len(found) > 1:
        raise OwnListError(
            f"{folder.name}/ holds both {found[0].name} and {found[1].name}. Keep the one that "
            "counts and move the other one away."
        )
    return found[0] if found else None


def own_folder(name: str) -> Path:
    """Return the folder of an alliance's own data, ``data/raw/own/<name>``.

    ``example`` is the made-up alliance in ``data/raw/example``.

    Raises
    ------
    OwnListError
        If it is not there, or `name` is no plain name.
    """
    if not re.fullmatch(r"[\w.-]+", name) or name.startswith("."):
        raise OwnListError(
            f"own = {name!r} is not the name of a folder in data/raw/own/. Use letters, digits and "
            "hyphens."
        )
    folder = config.RAW / EXAMPLE if name == EXAMPLE else config.OWN / name
    if not folder.is_dir():
        there = sorted(one.name for one in config.OWN.glob("*") if one.is_dir())
        raise OwnListError(
            f"There is no folder data/raw/own/{name}. Folders there: {', '.join(there) or 'none'}. "
            "Make it, and put members.xlsx (or .csv) and projects.xlsx (or .csv) into it."
        )
    return folder


def read_list(path: Path, kind: str) -> OwnList:
    """Read a list of members or of projects.

    Parameters
    ----------
    path
        CSV (any of ; , tab and |; UTF-8, UTF-16 or Windows-1252) or XLSX (first sheet).
    kind
        ``members`` or ``projects``; see `COLUMNS` for the headings that are understood, in German
        and English. The first row that holds one of the needed headings is the header.

    Raises
    ------
    OwnListError
        Not a table, no column of names, or two of them with different content. Everything else is
        named in the issues, and the list is read.
    """
    if kind not in COLUMNS:
        raise OwnListError(f"There is no kind of list {kind!r}; expected members or projects.")
    notes = _Notes(path.name)
    if path.suffix.lower() == ".xlsx":
        cells = _xlsx_cells(path, notes)
    elif path.suffix.lower() == ".csv":
        cells = _csv_cells(path, notes)
    else:
        raise OwnListError(f"{path.name}: expected .xlsx or .csv. Save the list as one of them.")
    header = _header_row(path, cells, kind)
    table = _table(path, cells, header, kind, notes)
    _check_values(table, notes)
    return OwnList(table, notes.table(), path.name)


def _csv_cells(path: Path, notes: _Notes) -> list[tuple[int, list[str]]]:
    text = _decoded(path, notes)
    separator = _separator(text)
    if separator != ";":
        name = {",": "a comma", "\t": "a tab", "|": "a vertical line"}[separator]
        notes.add(1, "", f"columns parted by {name}", "a semicolon", "Nothing, if it looks right.")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows: list[tuple[int, list[str]]] = []
    try:
        for cells in reader:
            # a cell can hold line breaks, so the row of the file is counted by the reader
            rows.append((len(rows) + 1, cells))
    except csv.Error as error:
        raise OwnListError(
            f"{path.name}, line {reader.line_num}: {error}. Save the list again as “CSV UTF-8”."
        ) from error
    for row, cells in rows:
        for number, cell in enumerate(cells, 1):
            if cell.startswith("=") and len(cell) > 1:
                notes.add(
                    row, _letter(number), cell[:60], "a value", "The formula was kept as text and "
                    "not computed. Write the value.",
                )  # fmt: skip
    return rows


def _decoded(path: Path, notes: _Notes) -> str:
    raw = path.read_bytes()
    if not raw.strip():
        raise OwnListError(f"{path.name} is empty. Put the list into it.")
    if raw[:4] == b"PK\x03\x04":
        raise OwnListError(f"{path.name} is an Excel file by content. Rename it to .xlsx.")
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        notes.add(None, "", "UTF-16", "UTF-8", "Nothing, if umlauts look right.")
        return raw.decode("utf-16", errors="replace")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        notes.add(
            row, "", "not UTF-8", "UTF-8",
            "Read as Windows-1252. Look at the umlauts; if they are wrong, save as “CSV UTF-8”.",
        )  # fmt: skip
        text = raw.decode("cp1252", errors="replace")
    for number, line in enumerate(text.splitlines(), 1):
        if re.search("Ã[¤¶¼Ÿ„–œ]|\ufffd", line):
            notes.add(
                number, "", line.strip()[:60], "umlauts",
                "The encoding was wrong when this was saved. Save the list again as “CSV UTF-8”.",
                "error",
            )  # fmt: skip
    return text


def _separator(text: str) -> str:
    """Return the separator that parts the first lines most evenly."""
    lines = [line for line in text.splitlines()[:20] if line.strip()]

    def evenness(mark: str) -> tuple[int, int]:
        counts = [len(row) for row in csv.reader(lines, delimiter=mark)]
        usual = max(set(counts), key=counts.count) if counts else 1
        return (counts.count(usual) if usual > 1 else 0, usual)

    best = max(";,\t|", key=evenness)
    return best if evenness(best)[0] else ";"


def _xlsx_cells(path: Path, notes: _Notes) -> list[tuple[int, list[str]]]:
    import openpyxl

    try:
        formulas = openpyxl.load_workbook(path, data_only=False)
        values = openpyxl.load_workbook(path, data_only=True)
    except (BadZipFile, KeyError, ValueError, OSError) as error:
        raise OwnListError(
            f"{path.name} cannot be read as an Excel file ({error}). Save it again as .xlsx."
        ) from error
    if len(formulas.sheetnames) > 1:
        others = ", ".join(formulas.sheetnames[1:])
        notes.add(
            None, "", f"further sheets: {others}", "one sheet",
            f"Only the first one, {formulas.sheetnames[0]}, was read.",
        )  # fmt: skip
    sheet, shown = formulas.worksheets[0], values.worksheets[0]
    texts = {
        (cell.row, cell.column): _cell_text(cell.value)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    for (row, column), text in list(texts.items()):
        if sheet.cell(row, column).data_type != "f":
            continue
        result = _cell_text(shown.cell(row, column).value)
        kept = f"Its last value, {result[:40]}, was taken." if result else "It was kept as text."
        notes.add(
            row, _letter(column), text[:60], "a value",
            f"The formula was not computed. {kept} Write the value.",
        )  # fmt: skip
        texts[row, column] = result or text
    for merged in sheet.merged_cells.ranges:
        value = texts.get((merged.min_row, merged.min_col), "")
        notes.add(
            merged.min_row, _letter(merged.min_col), f"merged cells {merged.coord}: {value[:40]}",
            "one cell per row",
            "The value was taken for every row that the cells reach over. Unmerge them to be sure.",
        )  # fmt: skip
        for row in range(merged.min_row, merged.max_row + 1):
            texts[row, merged.min_col] = value
    last_row = max((row for row, _ in texts), default=0)
    last_column = max((column for _, column in texts), default=0)
    return [
        (row, [texts.get((row, column), "") for column in range(1, last_column + 1)])
        for row in range(1, last_row + 1)
    ]


def _cell_text(value: Any) -> str:
    if value is None:
        return ""
    if hasattr(value, "isoformat"):
        return str(value.isoformat())[:10]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(getattr(value, "text", value))


def _letter(number: int) -> str:
    """Return the letter of a column, as spreadsheets show it."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _key(heading: str) -> str:
    return re.sub(r"\s+", " ", heading).strip().casefold()


def _header_row(path: Path, cells: Sequence[tuple[int, list[str]]], kind: str) -> int:
    """Return the position of the first row with a heading of each needed column."""
    for position, (_, row) in enumerate(cells[:30]):
        found = {_key(one) for one in row}
        if all(found & set(COLUMNS[kind][need]) for need in NEEDED[kind]):
            return position
    first = next((row for _, row in cells if any(one.strip() for one in row)), [])
    words = "; ".join(f"{need} ({', '.join(COLUMNS[kind][need][:5])}, …)" for need in NEEDED[kind])
    raise OwnListError(
        f"{path.name}: no row holds the headings of a list of {kind}. Expected a column {words}. "
        f"The first row is: {', '.join(one.strip() for one in first)[:200] or 'empty'}. Give the "
        "columns these headings."
    )


def _table(
    path: Path, cells: Sequence[tuple[int, list[str]]], header: int, kind: str, notes: _Notes
) -> pd.DataFrame:
    heading_row, headings = cells[header]
    for row, one in cells[:header]:
        if any(cell.strip() for cell in one):
            notes.add(row, "", " ".join(one).strip()[:60], "the header", "Left out of the list.")
    labels = _labels(path, headings, cells[header + 1 :], kind, notes, heading_row)
    rows = []
    for row, one in cells[header + 1 :]:
        if not any(cell.strip() for cell in one):
            continue
        extra = [cell for cell in one[len(labels) :] if cell.strip()]
        if extra:
            notes.add(
                row, "", f"{len(one)} cells", f"{len(labels)} cells",
                "The cells beyond the header are kept in the column “further cells”. A separator "
                "inside a text needs quotes around the text.",
                "error",
            )  # fmt: skip
        elif len(one) < len(labels) and path.suffix.lower() == ".csv":
            notes.add(row, "", f"{len(one)} cells", f"{len(labels)} cells", "Is a value missing?")
        values = [*one, *[""] * len(labels)][: len(labels)]
        record: dict[str, Any] = {"row": row}
        record |= {
            label: value.strip() or None for label, value in zip(labels, values, strict=True)
        }
        if extra:
            record["further cells"] = " | ".join(extra)
        rows.append(record)
    if not rows:
        raise OwnListError(f"{path.name} has headings but no rows. Put the list below them.")
    return pd.DataFrame(rows)


def _labels(
    path: Path, headings: Sequence[str], body: Sequence[tuple[int, list[str]]], kind: str,
    notes: _Notes, heading_row: int,
) -> list[str]:  # fmt: skip
    """Return the name of each column; a second column of the same meaning keeps its heading."""
    meaning = {word: name for name, words in COLUMNS[kind].items() for word in words}
    labels: list[str] = []
    for number, heading in enumerate(headings, 1):
        name = meaning.get(_key(heading), heading.strip() or f"column {_letter(number)}")
        if name in labels:
            before = labels.index(name)
            if name in NEEDED[kind]:
                _same_content(path, headings, body, before, number - 1, heading_row)
            notes.add(
                heading_row, _letter(number), f"a second column for {name}: {heading.strip()}",
                "one", f"Column {_letter(before + 1)} was taken; this one is kept beside it.",
            )  # fmt: skip
            name = _free(f"{heading.strip() or name} (column {_letter(number)})", labels)
        labels.append(name)
    return labels


def _free(name: str, taken: Iterable[str]) -> str:
    while name in taken:
        name += "'"
    return name


def _same_content(
    path: Path, headings: Sequence[str], body: Sequence[tuple[int, list[str]]], first: int,
    second: int, heading_row: int,
) -> None:  # fmt: skip
    for row, cells in body:
        one, other = (cells[n].strip() if n < len(cells) else "" for n in (first, second))
        if one != other:
            both = " and ".join(
                f"{_letter(number + 1)} ({headings[number].strip()})" for number in (first, second)
            )
            raise OwnListError(
                f"{path.name}, row {heading_row}: two columns could be the names, {both}, and they "
                f"differ: row {row} holds {one[:40]!r} and {other[:40]!r}. Give only one of them "
                "this heading."
            )


def _check_values(table: pd.DataFrame, notes: _Notes) -> None:
    for row, name in zip(table["row"], table["name"], strict=True):
        if not isinstance(name, str):
            notes.add(row, "name", "nothing", "a name", "The row is kept but not used.", "error")
        elif re.search(r"[<>]", name):
            notes.add(row, "name", name[:60], "a name", "Shown as text, never run. Is it right?")
    if "project" not in table:
        names = table["name"].dropna().str.casefold().str.strip()
        for position in names.index[names.duplicated()]:
            first = table["row"][names.index[names == names[position]][0]]
            notes.add(
                int(table["row"][position]), "name", str(table["name"][position])[:60],
                "each member once", f"Also in row {first}. Both rows are kept and counted once.",
            )  # fmt: skip


def kind_of(text: str | None, name: str | None = None) -> str | None:
    """Return HES, REC, PRC, PUB or OTH for a kind in words, else by the legal form of the name.

    Returns None where neither says it.
    """
    for words in (text, name):
        found = str(words or "").casefold()
        for kind, starts in KIND_WORDS.items():
            if any(re.search(rf"\b{re.escape(start)}", found) for start in starts):
                return kind
        if re.search(r"\b(?:g?gmbh|ag|kg|ohg|ug|se)\b", found):
            return "PRC"
        if re.search(r"\be\.? ?v\b", found):
            return "OTH"
    return None


def yes_no(text: str | None) -> bool | None:
    """Return True, False, or None where a cell says neither."""
    word = str(text or "").strip().casefold()
    return True if word in YES else False if word in NO else None


def year_of(text: str | None) -> int | None:
    """Return the year of a date such as 2021, 2021-03-01, 01.03.2021 or 03/2021, or None."""
    found = re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", str(text or ""))
    return int(found[0]) if len(found) == 1 else None
