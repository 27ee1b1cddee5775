"""Tables as people make them: a seeded generator of right, odd and broken files.

A variant is a table with known values, written with habits that must not matter (encodings, order
of columns, decimal commas, names of districts, …) and one damage that may. What is read has to
be the known value or missing; and what is missing has to be named with its place.
"""

from __future__ import annotations

import csv
import io
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl

from wir.own.columns import TABLES, Column, Table
from wir.own.templates import columns_of

DISTRICTS = {
    "14626": [
        "Görlitz",
        "LK Goerlitz",
        "Landkreis Görlitz",
        "14626",
        "DED2D",
        "Görlitz, Landkreis",
    ],
    "01001": ["1001", "01001", "Flensburg", "Kreisfreie Stadt Flensburg"],
    "15002": ["Halle", "Halle (Saale)", "15002", "Halle/Saale"],
    "12052": ["Kreisfreie Stadt Cottbus", "Cottbus/Chóśebuz", "12052"],
}
NAMES = ["Müller & Söhne GmbH", "Hochschule Äöß", "Groß-Werk e.V.", "Öffentliche Stelle Übersee",
         "Straßenbau „Süd“ AG", "Café Crème KG"]  # fmt: skip
NOTHING = ["", "k. A.", "k.A.", " ", "–", "n/a", "keine Angabe"]


@dataclass
class Variant:
    """A file to write, and what has to be read from it.

    ``rows`` are {column: value} with values as the reader gives them; ``cells`` what is written.
    """

    table: Table
    columns: list[Column]
    rows: list[dict[str, Any]]
    cells: list[list[Any]]
    language: str
    suffix: str
    encoding: str = "utf-8"
    separator: str = ";"
    newline: str = "\n"
    above: list[list[Any]] = field(default_factory=list)
    damage: str = "none"
    damaged_rows: set[int] = field(default_factory=set)

    @property
    def name(self) -> str:
        return f"{self.table.key}{self.suffix}"


def value_of(column: Column, number: int, chance: random.Random) -> Any:
    """Return a value of a column as it has to be read."""
    if column.holds == "text":
        return f"{chance.choice(NAMES)} {number}{column.key[-2:]}"
    if column.holds == "number":
        if column.key.startswith("question"):
            return float(chance.randint(1, 5))
        return chance.choice([12.5, 1234.25, 0.75, 1234567.5, -3.5])
    if column.holds == "count":
        return float(chance.choice([0, 7, 1234, 56789, 1234567]))
    if column.holds == "year":
        return chance.randint(2021, 2025) if column.key == "end" else chance.randint(2015, 2020)
    if column.holds == "date":
        return f"2026-{chance.randint(1, 12):02d}-{chance.randint(13, 28)}"
    if column.holds == "yes_no":
        return chance.random() < 0.5
    if column.holds in ("district", "region"):
        return chance.choice(list(DISTRICTS))
    if column.holds == "kind":
        return chance.choice(["Unternehmen", "Hochschule", "company"])
    return chance.choice(list(column.choices or {"": ()}))


def written(column: Column, value: Any, chance: random.Random, mark: str, excel: bool) -> Any:
    """Return a value as somebody writes it."""
    if column.holds in ("district", "region"):
        text = chance.choice(DISTRICTS[value])
        return int(text) if excel and text.isdigit() and chance.random() < 0.5 else text
    if column.holds in ("number", "count"):
        if excel and chance.random() < 0.4:
            return value
        digits = 0 if column.holds == "count" or value == int(value) else 2
        text = f"{value:,.{digits}f}" if chance.random() < 0.3 and digits else f"{value:.{digits}f}"
        if mark == ",":
            text = text.translate(str.maketrans(",.", ".,"))
        return chance.choice([text, f" {text} ", f"\u00a0{text}"])
    if column.holds == "year":
        choices: list[Any] = [str(value), f"01.03.{value}", f"{value}-03-01", f" {value} "]
        return chance.choice([*choices, value]) if excel else chance.choice(choices)
    if column.holds == "date":
        year, month, day = value.split("-")
        return chance.choice(
            [value, f"{day}.{month}.{year}", f"{int(day)}.{int(month)}.{year[2:]}"]
        )
    if column.holds == "yes_no":
        return chance.choice(["ja", "Ja", "x", "yes"] if value else ["nein", "NEIN", "no", "0"])
    if column.holds == "choice":
        return chance.choice((column.choices or {})[value]).upper()
    return chance.choice([str(value), f"{value} ", f"  {value}"])


def right(seed: int, key: str = "") -> Variant:
    """Return a file with habits that must not matter."""
    chance = random.Random(seed)
    table = TABLES[key or chance.choice(list(TABLES))]
    excel, language = chance.random() < 0.4, chance.choice(["de", "en"])
    columns = columns_of(table)
    chance.shuffle(columns)
    mark = chance.choice([",", "."])
    rows, cells = [], []
    for number in range(1, chance.randint(3, 7)):
        row: dict[str, Any] = {}
        line: list[Any] = []
        for column in columns:
            optional = not column.needed and chance.random() < 0.15
            value = None if optional else value_of(column, number, chance)
            row[column.label(language) if column.key.startswith("question") else column.key] = value
            line.append(
                chance.choice(NOTHING) if optional else written(column, value, chance, mark, excel)
            )
        if table.key == "answers":
            row["respondent"] = str(number)
            line[[one.key for one in columns].index("respondent")] = str(number)
        rows.append(row)
        cells.append(line)
    encodings = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "mac_roman"]
    text = "".join(str(cell) for line in cells for cell in line)
    encodings = [one for one in encodings if _encodable(text, one)]
    return Variant(
        table, columns, rows, cells, language, ".xlsx" if excel else ".csv",
        encoding=chance.choice(encodings), separator=chance.choice(";;,\t|"),
        newline=chance.choice(["\n", "\r\n"]),
        above=chance.choice([[], [["Unsere Liste"], []]]),
    )  # fmt: skip


def _encodable(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def headings(variant: Variant) -> list[str]:
    return [one.label(variant.language) for one in variant.columns]


def write(variant: Variant, folder: Path) -> Path:
    """Write a variant; blank rows and an example row are put between."""
    lines = [*variant.above, headings(variant), *variant.cells]
    lines.insert(len(variant.above) + 2, [])
    example = ["Beispiel: so" if one.needed else "x" for one in variant.columns]
    lines.append(example)
    path = folder / variant.name
    if variant.suffix == ".xlsx":
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "Tabelle1"
        for line in lines:
            sheet.append(line)
        hidden = book.create_sheet("Alt")
        hidden.append(["x"])
        hidden.sheet_state = "hidden"
        book.save(path)
        return path
    text = io.StringIO()
    writer = csv.writer(text, delimiter=variant.separator, lineterminator=variant.newline)
    writer.writerows(lines)
    path.write_bytes(text.getvalue().encode(variant.encoding))
    return path


# --- damages: what may not be read, but must be named --------------------------------------------


def _column(variant: Variant, *holds: str) -> int | None:
    return next(
        (number for number, one in enumerate(variant.columns) if one.holds in holds), None
    )  # fmt: skip


def _spoil(*holds: str, text: str) -> Callable[[Variant], bool]:
    def damage(variant: Variant) -> bool:
        number = _column(variant, *holds)
        if number is None:
            return False
        variant.cells[-1][number] = text
        variant.damaged_rows.add(len(variant.cells) - 1)
        return True

    return damage


def _two_readings(variant: Variant) -> bool:
    """Leave one row, so that nothing else in the column tells which mark is meant."""
    variant.rows, variant.cells = variant.rows[:1], variant.cells[:1]
    return _spoil("number", text="1.234")(variant)


def _twice(variant: Variant) -> bool:
    variant.cells.append(list(variant.cells[0]))
    variant.rows.append(dict(variant.rows[0]))
    variant.damaged_rows |= {0, len(variant.cells) - 1}
    return True


def _no_needed(variant: Variant) -> bool:
    number = next(n for n, one in enumerate(variant.columns) if one.needed)
    variant.cells[-1][number] = ""
    variant.damaged_rows.add(len(variant.cells) - 1)
    return True


def _no_heading(variant: Variant) -> bool:
    number = next(n for n, one in enumerate(variant.columns) if one.needed)
    del variant.columns[number]
    for line in variant.cells:
        del line[number]
    variant.damaged_rows |= set(range(len(variant.cells)))
    return True


def _too_many(variant: Variant) -> bool:
    variant.cells[-1] = [*variant.cells[-1], "zu", "viel"]
    variant.damaged_rows.add(len(variant.cells) - 1)
    return True


DAMAGES: dict[str, Callable[[Variant], bool]] = {
    "none": lambda _: True,
    "word for a number": _spoil("number", "count", text="etwa zwölf"),
    "two numbers": _spoil("number", "count", text="10-20"),
    "two readings": _two_readings,
    "negative count": _spoil("count", text="-5"),
    "half a person": _spoil("count", text="2,5"),
    "spreadsheet error": _spoil("number", "count", text="#DIV/0!"),
    "injection in a number": _spoil("number", "count", text="=1+1|cmd"),
    "injection in a text": _spoil("text", text="=HYPERLINK(\"http://x\";\"y\")"),
    "html in a name": _spoil("text", text="<img src=x onerror=alert(1)>"),
    "span of years": _spoil("year", text="2019-2021"),
    "no year": _spoil("year", text="bald"),
    "impossible date": _spoil("date", text="31.02.2026"),
    "american date": _spoil("date", text="03/04/2026"),
    "unclear district": _spoil("district", "region", text="Leipzig"),
    "unknown district": _spoil("district", "region", text="Atlantis"),
    "postcode": _spoil("district", "region", text="02826"),
    "unknown choice": _spoil("choice", text="irgendwie"),
    "neither yes nor no": _spoil("yes_no", text="vielleicht"),
    "unknown kind": _spoil("kind", text="Raumschiff"),
    "row twice": _twice,
    "needed value missing": _no_needed,
    "needed column missing": _no_heading,
    "more cells than headings": _too_many,
    "garbled umlauts": _spoil("text", text="MÃ¼ller"),
}  # fmt: skip


def damaged(seed: int, damage: str) -> Variant | None:
    """Return a variant with a damage, in a table where it is possible."""
    chance = random.Random(f"{seed} {damage}")
    for key in chance.sample(list(TABLES), len(TABLES)):
        variant = right(chance.randrange(10**6), key)
        if DAMAGES[damage](variant):
            variant.damage = damage
            return variant
    return None


# --- files that are no table at all ---------------------------------------------------------------


def _zip(path: Path, parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def _book(path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Name"])
    book.active.append(["A GmbH"])
    book.save(path)


def _entities(path: Path) -> None:
    _book(path)
    with zipfile.ZipFile(path) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    parts["xl/sharedStrings.xml"] = bomb + b"<sst><si><t>&b;</t></si></sst>"
    _zip(path, parts)


def _bomb(path: Path) -> None:
    _book(path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet2.xml", b"0" * 260_000_000)


def _truncated(path: Path) -> None:
    _book(path)
    path.write_bytes(path.read_bytes()[:-700])


def _hidden(path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Notiz"])
    sheet = book.create_sheet("Mitglieder")
    sheet.append(["Name"])
    sheet.append(["A GmbH"])
    sheet.sheet_state = "hidden"
    book.save(path)


def _no_sheet(path: Path) -> None:
    from wir.own.columns import MEMBERS
    from wir.own.templates import workbook

    book = workbook(MEMBERS, "de")
    del book["Daten"]
    book.save(path)


BROKEN: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "empty": ("members.csv", lambda p: p.write_bytes(b""), "empty_file"),
    "only a mark": ("members.csv", lambda p: p.write_bytes(b"\xef\xbb\xbf\r\n"), "empty_file"),
    "zero bytes": ("members.csv", lambda p: p.write_bytes(b"Name\nA\0\0\0B\n"), "zero_bytes"),
    "open quote": (
        "members.csv", lambda p: p.write_text('Name;Ort\n"A;B\nC;D\nE;F\n'), "csv_broken"
    ),
    "quotes that swallow rows": (
        "members.csv", lambda p: p.write_text('Name;Ort\n"A;B\nC;D";x\nE;F\n'), "swallowed"
    ),
    "no headings": ("members.csv", lambda p: p.write_text("A GmbH;Ort\nB;C\n"), "no_header"),
    "too many rows": (
        "members.csv", lambda p: p.write_text("Name\n" + "A GmbH\n" * 100_001), "too_many_rows"
    ),
    "too many columns": (
        "members.csv", lambda p: p.write_text("Name;" + "x;" * 600 + "\nA\n"), "too_many_columns"
    ),
    "Excel called CSV": ("members.csv", _book, "excel_inside"),
    "CSV called Excel": ("members.xlsx", lambda p: p.write_text("Name\nA\n"), "not_excel"),
    "old Excel": (
        "members.xlsx", lambda p: p.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 99),
        "old_excel",
    ),
    "empty Excel": ("members.xlsx", lambda p: p.write_bytes(b""), "empty_file"),
    "truncated": ("members.xlsx", _truncated, "not_excel"),
    "not a workbook": ("members.xlsx", lambda p: _zip(p, {"a.txt": b"x"}), "not_excel"),
    "XML bomb": ("members.xlsx", _entities, "entities"),
    "zip bomb": ("members.xlsx", _bomb, "bomb"),
    "hidden sheet": ("members.xlsx", _hidden, "hidden_sheet"),
    "no data sheet": ("members.xlsx", _no_sheet, "empty_file"),
    "two columns of names": (
        "members.csv", lambda p: p.write_text("Name;Firma\nA;B\n"), "two_columns"
    ),
    "too large": ("members.csv", lambda p: p.write_bytes(b"Name\n" + b"x" * 50_000_001),
                  "too_large"),
}  # fmt: skip
"""Name → (file, how it is written, key of the message that has to come)."""
