"""Own lists: what is odd is named with its place, nothing is lost, nothing is executed."""

from __future__ import annotations

import openpyxl
import pytest

from wir import config
from wir.partners.own_lists import (
    OwnListError,
    find_list,
    kind_of,
    own_folder,
    read_list,
    year_of,
    yes_no,
)


def save(tmp_path, text, name="members.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def issue(found, text):
    rows = found.issues[
        found.issues[["found", "expected", "what_to_do"]]
        .agg(" ".join, axis=1)
        .str.contains(text, regex=False)
    ]
    assert len(rows) == 1, found.issues.to_string()
    return rows.iloc[0]


def test_a_clean_list_has_no_issues(tmp_path):
    path = save(tmp_path, "Name;Ort;Art\nEins GmbH;Musterstadt;Firma\nZwei;;\n")
    found = read_list(path, "members")
    assert found.issues.empty
    assert list(found.table["name"]) == ["Eins GmbH", "Zwei"]
    assert list(found.table["row"]) == [2, 3]
    assert found.table["city"].isna().tolist() == [False, True]


@pytest.mark.parametrize("mark", [",", "\t", "|"])
def test_another_separator_is_found_and_named(tmp_path, mark):
    text = f'Name{mark}Ort\n"Eins{mark} GmbH"{mark}Musterstadt\nZwei{mark}Ort\n'
    found = read_list(save(tmp_path, text), "members")
    assert found.table["name"][0] == f"Eins{mark} GmbH"
    assert issue(found, "a semicolon")["row"] == 1


def test_windows_encoding_is_read_and_named(tmp_path):
    path = save(tmp_path, "Name;Ort\nMüller GmbH;Köln\n", encoding="cp1252")
    found = read_list(path, "members")
    assert found.table["name"][0] == "Müller GmbH"
    assert issue(found, "not UTF-8")["row"] == 2


def test_utf16_is_read_and_named(tmp_path):
    path = save(tmp_path, "Name;Ort\nMüller GmbH;Köln\n", encoding="utf-16")
    found = read_list(path, "members")
    assert found.table["city"][0] == "Köln"
    assert issue(found, "UTF-16") is not None


def test_umlauts_that_were_broken_before_are_an_error_with_their_row(tmp_path):
    found = read_list(save(tmp_path, "Name;Ort\nEins;A\nMÃ¼ller;B\n"), "members")
    row = issue(found, "The encoding was wrong")
    assert (row["row"], row["severity"]) == (3, "error")
    assert found.table["name"][1] == "MÃ¼ller"


def test_formulas_stay_text(tmp_path):
    path = save(tmp_path, 'Name;Ort\n"=HYPERLINK(""http://x"")";A\n')
    found = read_list(path, "members")
    assert found.table["name"][0] == '=HYPERLINK("http://x")'
    row = issue(found, "not computed")
    assert (row["row"], row["column"]) == (2, "A")


def test_more_cells_than_headings_are_kept(tmp_path):
    found = read_list(save(tmp_path, "Name;Ort\nEins;A;Bürgerhaus;9\n"), "members")
    assert found.table["further cells"][0] == "Bürgerhaus | 9"
    row = issue(found, "4 cells")
    assert (row["row"], row["severity"]) == (2, "error")


def test_two_columns_of_names_that_differ_stop_with_the_row(tmp_path):
    path = save(tmp_path, "Name;Ort;Name\nEins;A;Eins\nZwei;B;Drei\n")
    with pytest.raises(OwnListError, match=r"row 1: two columns.*A \(Name\) and C \(Name\).*row 3"):
        read_list(path, "members")


def test_two_columns_of_names_that_agree_are_both_kept(tmp_path):
    found = read_list(save(tmp_path, "Name;Ort;Name\nEins;A;Eins\n"), "members")
    assert found.table["Name (column C)"][0] == "Eins"
    assert issue(found, "a second column for name")["column"] == "C"


def test_markup_in_names_is_kept_as_text_and_named(tmp_path):
    found = read_list(save(tmp_path, "Name\n<script>alert(1)</script>\n"), "members")
    assert found.table["name"][0] == "<script>alert(1)</script>"
    assert issue(found, "never run")["row"] == 2


def test_missing_and_repeated_names_are_named(tmp_path):
    found = read_list(save(tmp_path, "Name;Ort\nEins;A\n;B\neins ;C\n"), "members")
    assert issue(found, "not used")["row"] == 3
    assert issue(found, "Also in row 2")["row"] == 4
    assert len(found.table) == 3


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        ("Ort;Art\nA;B\n", "no row holds the headings.*first row is: Ort, Art"),
        ("Name;Ort\n", "headings but no rows"),
    ],
)
def test_what_is_no_list_is_explained(tmp_path, text, message):
    with pytest.raises(OwnListError, match=message):
        read_list(save(tmp_path, text), "members")


def test_a_title_above_the_header_is_left_out_and_named(tmp_path):
    found = read_list(save(tmp_path, "Mitglieder 2024;\n;\nName;Ort\nEins;A\n"), "members")
    assert list(found.table["row"]) == [4]
    assert issue(found, "the header")["row"] == 1


def workbook(tmp_path, fill, name="members.xlsx"):
    book = openpyxl.Workbook()
    fill(book)
    path = tmp_path / name
    book.save(path)
    return path


def test_merged_cells_formulas_and_further_sheets(tmp_path):
    def fill(book):
        sheet = book.active
        for row in (
            ["Name", "Ort", "Zuletzt aktiv"],
            ["Eins GmbH", "Musterstadt", 2021],
            ["Zwei GmbH", None, "=2020+2"],
            ["<script>alert(1)</script>", "B", 2020.0],
        ):
            sheet.append(row)
        sheet.merge_cells("B2:B3")
        book.create_sheet("Notizen")

    found = read_list(workbook(tmp_path, fill), "members")
    assert list(found.table["city"]) == ["Musterstadt", "Musterstadt", "B"]
    assert found.table["last_active"].tolist() == ["2021", "=2020+2", "2020"]
    merged = issue(found, "merged cells B2:B3")
    assert (merged["row"], merged["column"]) == (2, "B")
    formula = issue(found, "kept as text")
    assert (formula["row"], formula["column"]) == (3, "C")
    assert "Notizen" in issue(found, "further sheets")["found"]


def test_what_is_no_excel_file_is_explained(tmp_path):
    path = save(tmp_path, "Name;Ort\n", name="members.xlsx")
    with pytest.raises(OwnListError, match="cannot be read as an Excel file"):
        read_list(path, "members")
    other = save(tmp_path, "x", name="members.ods")
    with pytest.raises(OwnListError, match=r"expected \.xlsx or \.csv"):
        read_list(other, "members")
    renamed = tmp_path / "projects.csv"
    renamed.write_bytes(workbook(tmp_path, lambda _: None, "x.xlsx").read_bytes())
    with pytest.raises(OwnListError, match="Excel file by content"):
        read_list(renamed, "projects")


def test_both_files_or_no_folder_are_named(tmp_path, monkeypatch):
    save(tmp_path, "Name\nA\n")
    assert find_list(tmp_path, "members").name == "members.csv"
    assert find_list(tmp_path, "projects") is None
    workbook(tmp_path, lambda _: None)
    with pytest.raises(OwnListError, match="both"):
        find_list(tmp_path, "members")
    monkeypatch.setattr(config, "OWN", tmp_path)
    (tmp_path / "mine").mkdir()
    assert own_folder("mine") == tmp_path / "mine"
    with pytest.raises(OwnListError, match="Folders there: mine"):
        own_folder("other")
    for name in ("../secret", "", ".git"):
        with pytest.raises(OwnListError, match="not the name of a folder"):
            own_folder(name)


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Hochschule", None, "HES"), ("Forschungsinstitut", None, "REC"), ("KMU", None, "PRC"),
        ("Landkreis", None, "PUB"), ("Verein", None, "OTH"), (None, "Muster GmbH", "PRC"),
        (None, "Freunde e.V.", "OTH"), (None, "Muster", None), (None, "Universität X", "HES"),
    ],
)  # fmt: skip
def test_kinds_in_words(text, name, kind):
    assert kind_of(text, name) == kind


def test_years_and_yes_or_no():
    assert [year_of(one) for one in ("2021", "01.03.2021", "2021-03-01", "03/2021")] == [2021] * 4
    assert year_of("2019-2021") is None
    assert year_of(None) is None
    assert year_of("12021") is None
    assert [yes_no(one) for one in ("ja", "X", "nein", "vielleicht", None)] == [
        True, True, False, None, None,
    ]  # fmt: skip
