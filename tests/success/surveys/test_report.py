"""What the mapping refuses, and what the report says."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from wir.success.instrument import instrument
from wir.success.surveys import (
    Applied,
    SurveyError,
    apply_mapping,
    load_mapping,
    read_survey,
    suggest_mapping,
    write_mapping,
)
from wir.success.surveys.survey import KINDS, Survey

HEAD = "respondent;alliance;wave;consent;anchoring_1;anchoring_2;partners_1"
ITEMS = HEAD.split(";")


def survey_of(
    folder: Path, *rows: str, head: str = HEAD, form: str = "", name: str = "a.csv"
) -> Survey:
    path = folder / name
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return read_survey(path, form, keep=head.split(";"))


def mapping(**values: str) -> pd.DataFrame:
    table = pd.DataFrame({"column": ITEMS, "item": ITEMS}, dtype="str")
    for name in ("values", "reverse", "wave", "file"):
        table[name] = ""
    for column, text in values.items():
        table.loc[table["column"] == column, "values"] = text
    return table


def applied(folder: Path, *rows: str, **values: str) -> Applied:
    return apply_mapping(survey_of(folder, *rows), mapping(**values))


def only(result: Applied, kind: str) -> pd.DataFrame:
    return result.report[result.report["kind"] == kind].reset_index(drop=True)


def test_a_number_off_the_scale_is_left_empty_and_named(tmp_path: Path) -> None:
    result = applied(tmp_path, "r1;A01;1;ja;3;4;", "r2;A01;1;ja;6;4;")
    assert result.answers["anchoring_1"].isna().tolist() == [False, True]
    issue = only(result, "out of range").iloc[0]
    assert (issue["file"], issue["row"], issue["column"]) == ("a.csv", 3, "anchoring_1")
    assert issue["found"] == "6"
    assert issue["expected"] == "1 to 5"
    assert issue["what_to_do"]


def test_a_text_is_named_without_what_it_says(tmp_path: Path) -> None:
    result = applied(tmp_path, "r1;A01;1;ja;3;4;", "r2;A01;1;ja;Zita Canarowitsch;4;")
    assert only(result, "unreadable")["found"].tolist() == ["text of 17 characters"]
    assert "Canarowitsch" not in result.report.to_csv() + result.answers.to_csv()


def test_the_second_row_of_a_respondent_is_left_out(tmp_path: Path) -> None:
    result = applied(tmp_path, "r1;A01;1;ja;3;;", "r1;A01;1;ja;4;5;7", "r1;A01;2;ja;1;1;")
    assert result.answers[["wave", "anchoring_1"]].to_numpy().tolist() == [[1, 4], [2, 1]]
    issue = only(result, "duplicate respondent").iloc[0]
    assert issue["row"] == 2
    assert "row 3 of a.csv" in issue["what_to_do"]


def test_rows_without_consent_or_alliance_are_left_out(tmp_path: Path) -> None:
    rows = ["r1;A01;1;ja;3;4;", "r2;A01;1;nein;3;4;", "r3;A01;1;;3;4;", "r4;;1;ja;3;4;"]
    result = applied(tmp_path, *rows)
    assert result.answers["respondent"].tolist() == ["r1"]
    assert only(result, "consent missing")["row"].tolist() == [3, 4]
    assert only(result, "unknown alliance")["row"].tolist() == [5]


def test_an_alliance_that_is_not_known(tmp_path: Path) -> None:
    survey = survey_of(tmp_path, "r1;A01;1;ja;3;4;", "r2;Bündnis der Zita;1;ja;3;4;")
    result = apply_mapping(survey, mapping(), alliances=["A01", "A02"])
    assert result.answers["alliance"].tolist() == ["A01"]
    assert only(result, "unknown alliance")["found"].tolist() == ["text of 16 characters"]
    told = mapping(alliance="A01=A01 | Bündnis der Zita=A02")
    assert apply_mapping(survey, told).answers["alliance"].tolist() == ["A01", "A02"]


def test_names_and_addresses_become_numbers(tmp_path: Path) -> None:
    result = applied(
        tmp_path, "zita@example.org;A01;1;ja;3;4;", "zita@example.org;A01;2;ja;3;4;",
        "Zita Canarowitsch;A01;1;ja;2;2;",
    )  # fmt: skip
    names = result.answers["respondent"]
    assert names[0] == names[1] != names[2]
    assert set(names) == {"r1", "r2"}
    assert "ita" not in result.answers.to_csv() + result.report.to_csv()


def test_the_same_number_in_two_alliances_is_two_respondents(tmp_path: Path) -> None:
    result = applied(tmp_path, "1;A01;1;ja;3;4;", "1;A02;1;ja;5;5;")
    assert result.answers["respondent"].tolist() == ["A01-1", "A02-1"]
    assert len(only(result, "duplicate respondent")) == 0


def test_what_was_begun_and_not_sent_counts_only_if_wished(tmp_path: Path) -> None:
    head = HEAD + ";submitdate;lastpage"
    survey = survey_of(
        tmp_path, "r1;A01;1;ja;3;4;;2023-01-01;7", "r2;A01;1;ja;3;4;;;3", head=head
    )  # fmt: skip
    assert survey.format == "limesurvey"
    result = apply_mapping(survey, mapping())
    assert result.answers["respondent"].tolist() == ["r1"]
    assert 3 in only(result, "incomplete")["row"].tolist()
    kept = apply_mapping(survey, mapping(), keep_incomplete=True)
    assert kept.answers["respondent"].tolist() == ["r1", "r2"]


def test_every_item_without_a_column_is_named(tmp_path: Path) -> None:
    result = applied(tmp_path, "r1;A01;1;ja;3;4;")
    named = only(result, "unmapped item")["expected"]
    assert len(named) == len(instrument().items) + len(instrument().descriptors) - 3
    assert result.answers["learning_1"].isna().all()
    assert list(result.answers.columns)[5:] == list(instrument().items)


def test_a_question_without_an_item_is_named(tmp_path: Path) -> None:
    head = HEAD + ";mood"
    result = apply_mapping(survey_of(tmp_path, "r1;A01;1;ja;3;4;;5", head=head), mapping())
    assert only(result, "unmapped column")["column"].tolist() == ["mood"]
    out = pd.concat([mapping(), pd.DataFrame({"column": ["mood"], "item": ["-"]})])
    result = apply_mapping(survey_of(tmp_path, "r1;A01;1;ja;3;4;;5", head=head), out)
    assert len(only(result, "unmapped column")) == 0


def test_a_scale_that_the_export_codes_the_other_way_round(tmp_path: Path) -> None:
    table = mapping()
    table.loc[table["column"] == "anchoring_1", "reverse"] = "ja"
    result = apply_mapping(survey_of(tmp_path, "r1;A01;1;ja;2;2;"), table)
    assert result.answers[["anchoring_1", "anchoring_2"]].to_numpy().tolist() == [[4, 2]]


def test_values_that_the_mapping_translates(tmp_path: Path) -> None:
    rows = ["r1;A01;1;ja;A1;4;0", "r2;A01;1;ja;kA;4;12", "r3;A01;1;ja;A9;4;3"]
    result = applied(tmp_path, *rows, anchoring_1="A1=5 | kA=missing", partners_1="0=missing | *=*")
    assert result.answers["anchoring_1"].fillna(0).tolist() == [5, 0, 0]
    assert result.answers["partners_1"].fillna(-1).tolist() == [-1, 12, 3]
    assert only(result, "unreadable")["row"].tolist() == [4]


def test_a_code_of_the_tool_for_missing_that_is_on_the_scale(tmp_path: Path) -> None:
    head = "lfdn;dispcode;tester;alliance;v_1"
    survey = survey_of(tmp_path, "1;31;0;A01;0", "2;31;0;A01;4", head=head, form="unipark")
    lines = pd.DataFrame(
        {"column": ["lfdn", "alliance", "v_1"], "item": ["respondent", "alliance", "partners_1"]}
    )
    result = apply_mapping(survey, lines)
    assert len(result.answers) == 1
    assert only(result, "ambiguous")["found"].tolist() == [
        "1 cells with the tool's code for missing"
    ]
    told = lines.assign(values=["", "", "0=0 | *=*"])
    assert apply_mapping(survey, told).answers["partners_1"].tolist() == [0.0, 4.0]


def test_labels_that_contradict_the_mapping_are_refused(tmp_path: Path) -> None:
    import pyreadstat

    frame = pd.DataFrame({"respondent": ["r1"], "alliance": ["A01"], "anchoring_1": [1.0]})
    labels = {"anchoring_1": {1.0: "trifft voll zu", 5.0: "trifft gar nicht zu"}}
    pyreadstat.write_sav(frame, str(tmp_path / "a.sav"), variable_value_labels=labels)
    survey = read_survey(tmp_path / "a.sav")
    lines = pd.DataFrame({"column": frame.columns, "item": frame.columns, "reverse": ""})
    with pytest.raises(SurveyError, match="labels 1 as 'trifft voll zu', which is 5"):
        apply_mapping(survey, lines)
    lines["reverse"] = ["", "", "yes"]
    assert apply_mapping(survey, lines).answers["anchoring_1"].tolist() == [5.0]
    draft = suggest_mapping(survey)
    assert apply_mapping(survey, draft).answers["anchoring_1"].tolist() == [5.0]


def test_the_report_only_has_kinds_that_are_explained(tmp_path: Path) -> None:
    result = applied(tmp_path, "r1;A01;1;ja;3;x;", "r1;A01;1;nein;9;4;", "r2;;1;ja;3;4;")
    assert set(result.report["kind"]) <= set(KINDS)
    summary = result.summary()
    assert summary["issues"].sum() == len(result.report)
    assert list(summary.index) == [kind for kind in KINDS if kind in set(result.report["kind"])]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("x;anchoring_9;;;", r"row 2, column item: 'anchoring_9'"),
        ("x;anchoring_1;1=7;;", "not a code of the instrument"),
        ("x;anchoring_1;1=?;;", "still open"),
        ("x;anchoring_1;1 2;;", "is no pair"),
        ("x;anchoring_1;1=1 | 1,0=2;;", "given twice"),
        ("x;anchoring_1;;maybe;", "column reverse"),
        ("x;partners_1;;yes;", "no scale that could be turned"),
        ("x;anchoring_1;;;first", "column wave"),
        (";anchoring_1;;;", "no column"),
        ("x;anchoring_1;;;\nx;anchoring_2;;;", "rows 2 and 3: column 'x' is mapped twice"),
        ("x;anchoring_1;;;\ny;anchoring_1;;;", "two columns for anchoring_1"),
        ("x;;;;", "maps no column"),
    ],
)
def test_a_mapping_that_cannot_be_meant_is_refused(line: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "mapping.csv"
    path.write_text(f"column;item;values;reverse;wave\n{line}\n", encoding="utf-8")
    with pytest.raises(SurveyError, match=says):
        load_mapping(path)


def test_a_mapping_without_headings(tmp_path: Path) -> None:
    path = tmp_path / "mapping.csv"
    path.write_text("a;b\n1;2\n", encoding="utf-8")
    with pytest.raises(SurveyError, match="expected the headings"):
        load_mapping(path)


def test_a_draft_is_written_and_read_again(tmp_path: Path) -> None:
    draft = suggest_mapping(survey_of(tmp_path, "r1;A01;1;ja;3;4;;9", head=HEAD + ";=1+1"))
    write_mapping(draft, tmp_path / "mapping.csv")
    lines = load_mapping(tmp_path / "mapping.csv")
    assert [one.item for one in lines] == ITEMS
    assert "'=1+1" in (tmp_path / "mapping.csv").read_text(encoding="utf-8-sig")


def test_another_export_than_the_mapping_is_for(tmp_path: Path) -> None:
    survey = survey_of(tmp_path, "a;b;c", head="one;two;three")
    with pytest.raises(SurveyError, match="none of the columns that the mapping names"):
        apply_mapping(survey, mapping())


def test_a_mapped_column_that_was_dropped(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("email;alliance;anchoring_1\nz@example.org;A01;3\n", encoding="utf-8")
    lines = pd.DataFrame(
        {
            "column": ["email", "alliance", "anchoring_1"],
            "item": ["respondent", *ITEMS[1:2], ITEMS[4]],
        }
    )
    with pytest.raises(SurveyError, match="was dropped as identifying"):
        apply_mapping(read_survey(path), lines)
    assert apply_mapping(read_survey(path, keep=["email"]), lines).answers["respondent"][0] == "r1"


def test_a_question_is_found_by_its_text_and_a_near_miss_is_not(tmp_path: Path) -> None:
    text = instrument().items["anchoring_1"].text["de"]
    head = f"{text};Unser Bündnis hat ein schönes Logo."
    draft = suggest_mapping(survey_of(tmp_path, "1;2", head=head))
    assert draft["item"].tolist() == ["anchoring_1", ""]
