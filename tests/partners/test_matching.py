"""Names and the register: every match shown, none taken without a person's yes."""

from __future__ import annotations

import openpyxl
import pandas as pd
import pytest

from wir.partners.matching import (
    MATCH_COLUMNS,
    confirmed,
    decided,
    fold,
    key_words,
    match_names,
    read_matches,
    verdict,
    write_matches,
)
from wir.partners.own_lists import OwnListError

REGISTER = pd.DataFrame(
    {
        "organisation_id": ["1", "2", "3", "4", "5", "6"],
        "name": [
            "TECHNISCHE UNIVERSITAET MUSTERSTADT",
            "TECHNISCHE UNIVERSITAT NEUSTADT",
            "MULLER MASCHINENBAU GMBH & CO KG",
            "HOCHSCHULE FUER TECHNIK, WIRTSCHAFT UND KULTUR BEISPIELSTADT",
            "MUSTERINSTITUT FUR OBERFLACHENTECHNIK EV",
            None,
        ],
        "city": ["Musterstadt", "Neustadt", "Oberdorf", "Beispielstadt", None, None],
    }
)


def best(name, city=None):
    found = match_names(pd.DataFrame({"row": [2], "name": [name], "city": [city]}), REGISTER)
    return found.iloc[0]


@pytest.mark.parametrize(
    ("name", "organisation", "result"),
    [
        ("TU Musterstadt", "1", "exact"),
        ("Technische Universität Musterstadt", "1", "exact"),
        ("Technical University Neustadt", "2", "exact"),
        ("Müller Maschinenbau", "3", "exact"),
        ("Mueller Maschinenbau GmbH", "3", "exact"),
        ("HTWK Beispielstadt", "4", "exact"),
        ("Musterinstitut für Oberflächentechnik e.V.", "5", "exact"),
        ("Muster-Institut für Oberflächentechnik gGmbH", "5", "likely"),
        ("Müler Maschinenbau", "3", "likely"),
        ("Maschinenbau Müller Söhne GmbH", "3", "possible"),
    ],
)
def test_spellings_are_found(name, organisation, result):
    found = best(name)
    assert (found["organisation_id"], found["verdict"]) == (organisation, result)
    assert found["decision"] == ""


@pytest.mark.parametrize("name", ["Bäckerei Sonnenschein", "Universität", "GmbH", "<script>"])
def test_what_is_not_there_is_not_matched(name):
    assert best(name)["verdict"] in {"none", "possible"}
    assert best(name)["verdict"] == "none" or best(name)["score"] < 85


def test_another_university_is_not_likely_and_another_town_lowers_the_score():
    found = match_names(pd.DataFrame({"row": [2], "name": ["TU Musterstadt"]}), REGISTER)
    others = found[found["organisation_id"] != "1"]
    assert (others["score"] < 85).all()
    assert best("TU Musterstadt", "Neustadt")["score"] == 85
    assert best("TU Musterstadt", "Musterstadt")["score"] == 100


def test_names_are_brought_to_one_form():
    assert fold("Größe & Öl-Straße") == "groesse und oel strasse"
    assert key_words("Stiftung Öffentlichen Rechts Haus GmbH") == ["haus"]
    assert key_words("GmbH") == ["gmbh"]  # nothing else is left to compare
    assert verdict(99.9) == "likely"


def test_nothing_counts_without_a_yes():
    found = match_names(pd.DataFrame({"row": [2], "name": ["TU Musterstadt"]}), REGISTER)
    assert confirmed(found).empty
    found.loc[0, "decision"] = "ja"
    assert confirmed(found).to_dict() == {"TU Musterstadt": "1"}
    found.loc[0, "decision"] = "no"
    assert confirmed(found).empty


@pytest.mark.parametrize(
    ("decisions", "message"),
    [
        (["vielleicht", "", ""], "'vielleicht'.*yes"),
        (["yes", "yes", ""], "'A' is confirmed for two organisations"),
        (["yes", "", "yes"], "'1' is confirmed for two names: 'A' and 'B'"),
    ],
)
def test_decisions_that_contradict_each_other_are_named(decisions, message):
    table = pd.DataFrame(
        {
            "row": [2, 2, 3], "name": ["A", "A", "B"], "organisation_id": ["1", "2", "1"],
            "matched_name": ["X", "Y", "X"], "decision": decisions,
        }
    )  # fmt: skip
    with pytest.raises(OwnListError, match=message):
        confirmed(table)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_decisions_survive_a_second_run(tmp_path, suffix):
    path = tmp_path / f"matches{suffix}"
    assert read_matches(path) is None
    names = pd.DataFrame({"row": [2, 3], "name": ["TU Musterstadt", "=1+1 GmbH"]})
    first = match_names(names, REGISTER)
    write_matches(first, path)
    back = read_matches(path)
    assert list(back.columns) == MATCH_COLUMNS
    assert set(back["name"]) == {"TU Musterstadt", "=1+1 GmbH"}
    back.loc[back["organisation_id"] == "1", "decision"] = "yes"
    back.loc[len(back)] = {"name": "Gone", "organisation_id": "2", "decision": "no"}
    write_matches(back, path)
    again = decided(match_names(names, REGISTER), read_matches(path))
    assert confirmed(again).to_dict() == {"TU Musterstadt": "1"}
    assert again.loc[again["name"] == "Gone", "decision"].tolist() == ["no"]


def test_no_cell_of_the_file_is_a_formula(tmp_path):
    names = pd.DataFrame({"row": [2], "name": ["=HYPERLINK(1)"]})
    write_matches(match_names(names, REGISTER), tmp_path / "matches.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "matches.xlsx").active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    write_matches(match_names(names, REGISTER), tmp_path / "matches.csv")
    assert "'=HYPERLINK(1)" in (tmp_path / "matches.csv").read_text(encoding="utf-8-sig")


def test_a_file_without_its_columns_is_named(tmp_path):
    (tmp_path / "matches.csv").write_text("name;score\nA;1\n", encoding="utf-8")
    with pytest.raises(OwnListError, match="lacks the column row"):
        read_matches(tmp_path / "matches.csv")


def test_a_register_with_one_key_twice_is_named():
    twice = pd.concat([REGISTER, REGISTER.iloc[:1]])
    with pytest.raises(ValueError, match="'1' is twice"):
        match_names(pd.DataFrame({"row": [2], "name": ["A"]}), twice)
