"""Habits of Excel: stored values of formulas, formats, merged headings, many rows."""

from __future__ import annotations

import datetime as dt
import time
import zipfile

import openpyxl
import pytest

from wir import config
from wir.own.alliance import read_own


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(config, "OWN", tmp_path)
    (tmp_path / "muster").mkdir()
    (tmp_path / "muster" / "alliance.toml").write_text('districts = ["Görlitz"]', encoding="utf-8")
    return tmp_path / "muster"


def save(folder, name, rows, change=lambda _: None):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    change(book)
    book.save(folder / f"{name}.xlsx")
    return folder / f"{name}.xlsx"


def issue(own, key):
    (found,) = own.issues[own.issues["key"] == key].to_dict("records")
    return found


INDICATORS = [["Kennzahl", "Jahr", "Wert"], ["A", 2020, 0.125], ["B", 2021, 1.234]]


def test_numbers_are_what_the_cell_shows(folder):
    def change(book):
        book.active["C2"].number_format = "0.0%"

    save(folder, "indicators", [INDICATORS[0], INDICATORS[1]], change)
    assert read_own("muster").indicators["value"].tolist() == [12.5]
    save(folder, "indicators", [INDICATORS[0], INDICATORS[2]])
    own = read_own("muster")
    assert own.indicators["value"].tolist() == [1.234]
    assert own.errors.empty


def test_per_cent_beside_plain_numbers_is_named(folder):
    save(folder, "indicators", INDICATORS, lambda b: setattr(b.active["C2"], "number_format", "0%"))
    own = read_own("muster")
    assert own.indicators["value"].tolist() == [12.5]
    assert issue(own, "percent_mixed")["row"] == 2


def test_the_stored_value_of_a_formula_counts(folder):
    path = save(folder, "indicators", [INDICATORS[0], ["A", 2020, "=6*7"], ["B", 2021, "=1+1"]])
    with zipfile.ZipFile(path) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    assert b"<f>6*7</f><v></v>" in parts[sheet] or b"<f>6*7</f><v />" in parts[sheet]
    for empty in (b"<v></v>", b"<v />"):
        parts[sheet] = parts[sheet].replace(b"<f>6*7</f>" + empty, b"<f>6*7</f><v>42</v>")
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    own = read_own("muster")
    assert own.indicators[["indicator", "value"]].to_numpy().tolist() == [["A", 42.0]]
    assert (issue(own, "formula_value")["row"], issue(own, "formula_text")["row"]) == (2, 3)
    assert issue(own, "no_number")["row"] == 3


def test_merged_headings_over_two_rows_and_real_dates(folder):
    rows = [["Mitglieder", None, None], ["Name", "Ort", "Mitglied seit"], [None, None, None],
            ["A GmbH", "X", dt.date(2021, 3, 1)], [None] * 3, ["B GmbH", "Y", "2020"]]  # fmt: skip

    def change(book):
        book.active.merge_cells("A1:C1")
        for letter in "ABC":
            book.active.merge_cells(f"{letter}2:{letter}3")

    save(folder, "members", rows, change)
    own = read_own("muster")
    assert own.members["name"].tolist() == ["A GmbH", "B GmbH"]
    assert own.members["joined"].tolist() == [2021, 2020]
    assert own.members["row"].tolist() == [4, 6]
    assert own.errors.empty


def test_a_hidden_sheet_is_not_read_but_named(folder):
    def change(book):
        book.active.title = "Daten"
        old = book.create_sheet("Alt", 0)
        old.append(["Name"])
        old.append(["Früher GmbH"])
        old.sheet_state = "hidden"
        book.active = 1

    save(folder, "members", [["Name"], ["A GmbH"]], change)
    own = read_own("muster")
    assert own.members["name"].tolist() == ["A GmbH"]
    assert issue(own, "further_sheets")["found"] == "weitere Blätter: Alt"


def test_as_many_rows_as_are_allowed_are_read_in_time(folder):
    lines = "".join(f"14626;F{n % 5000};{2000 + n // 5000};{n}\n" for n in range(100_000))
    (folder / "activities.csv").write_text("Region;Feld;Jahr;Anzahl\n" + lines, encoding="utf-8")
    start = time.monotonic()
    own = read_own("muster")
    assert time.monotonic() - start < 60
    assert own.errors.empty
    assert own.activities["count"].tolist() == list(range(100_000))
