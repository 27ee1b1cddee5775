"""Files as they arrive: refused with the place and what to do, or read without a wrong number."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wir.data.errors import DataError
from wir.success.surveys import SurveyError, apply_mapping, limits, read_survey, suggest_mapping

HEAD = ["respondent", "alliance", "wave", "anchoring_1", "anchoring_2"]
FEW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def written(folder: Path, text: str | bytes, name: str = "answers.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def lines(*rows: str, head: str = ";".join(HEAD)) -> str:
    return "\n".join([head, *rows]) + "\n"


GOOD = ("r1;A01;1;3;4", "r2;A01;1;5;1")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"", "is empty"),
        (b" \n ", "is empty"),
        ("<!DOCTYPE html>\n<html><body>Login</body></html>", "web page"),
        ("<html>;<b>;1\n", "web page"),
        (lines(*GOOD).encode("utf-16-le"), "zero bytes"),
        (lines(*GOOD).encode("utf-16")[:-1] + b"\x00" * 3, "zero bytes"),
        (b"PK\x03\x04 a workbook", "workbook"),
        ("\n".join(GOOD), "no headings"),
        ("1;2;3\n4;5;6\n", "no headings"),
        ("respondent\nr1\n", "no headings"),
        (lines(), "no row of answers"),
        (lines(*GOOD, head="respondent;alliance;wave;anchoring_1;anchoring_1"), "same heading"),
        (lines(*GOOD, head="respondent;alliance;;anchoring_1;anchoring_2"), "column C: no heading"),
        (lines(GOOD[0], 'r2;A01;1;"5;1'), "line 3"),
        (lines(GOOD[0], f"r2;A01;1;{'x' * 30_000};1"), "row 3, column D"),
        (lines("r1;A01;1;3", "r2;A01;1"), "no row of answers"),
    ],
)
def test_what_is_no_table_is_refused_with_the_place(
    text: str | bytes, says: str, tmp_path: Path
) -> None:
    path = written(tmp_path, text)
    with pytest.raises(DataError, match=says) as error:
        read_survey(path)
    assert "answers.csv" in str(error.value)


def test_an_ending_or_format_that_is_not_known(tmp_path: Path) -> None:
    with pytest.raises(SurveyError, match=r"ending \.pdf"):
        read_survey(written(tmp_path, "a", "a.pdf"))
    with pytest.raises(SurveyError, match="no format 'excel'"):
        read_survey(written(tmp_path, lines(*GOOD)), "excel")
    with pytest.raises(SurveyError, match="SPSS files end with"):
        read_survey(written(tmp_path, lines(*GOOD)), "spss")
    with pytest.raises(SurveyError, match=r"not there"):
        read_survey(tmp_path / "gone.csv")


@pytest.mark.parametrize("form", ["sosci", "unipark", "qualtrics"])
def test_a_forced_format_that_the_file_does_not_have(form: str, tmp_path: Path) -> None:
    with pytest.raises(SurveyError, match=r"answers\.csv"):
        read_survey(written(tmp_path, lines(*GOOD)), form)


@pytest.mark.parametrize("left", [(0, 1), (0, 2), (1, 2), (2, 1, 0), (0, 2, 1)])
def test_qualtrics_without_its_header_rows(
    left: tuple[int, ...], exports: SimpleNamespace, tmp_path: Path
) -> None:
    heads = [
        ["ResponseId", "Finished", "Q1"],
        ["Response ID", "Finished", "Our alliance"],
        [json.dumps({"ImportId": one}) for one in ("_recordId", "finished", "QID1")],
    ]
    rows = [*[heads[one] for one in left], ["R_1", "1", "3"], ["R_2", "1", "4"]]
    with pytest.raises(SurveyError, match=r"ImportId|no headings"):
        read_survey(written(tmp_path, exports.quoted(rows, ",")))


def test_a_row_of_the_wrong_length_is_left_out_and_named(tmp_path: Path) -> None:
    survey = read_survey(written(tmp_path, lines(*GOOD, "r3;A01;1;3,5;4;2", "r4;A01;1;3")))
    assert list(survey.answers["respondent"]) == ["r1", "r2"]
    named = survey.issues[survey.issues["kind"] == "unreadable"]
    assert list(named["row"]) == [4, 5]


def test_shuffled_columns_change_nothing(twin: pd.DataFrame, tmp_path: Path) -> None:
    results = []
    for seed in (1, 2):
        table = twin.sample(frac=1, axis=1, random_state=seed)
        path = tmp_path / f"{seed}.csv"
        table.to_csv(path, index=False)
        survey = read_survey(path, keep=list(twin.columns))
        results.append(apply_mapping(survey, suggest_mapping(survey)).answers)
    pd.testing.assert_frame_equal(*results)


def test_a_formula_is_never_computed(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(HEAD)
    book.active.append(["r1", "A01", 1, "=1+2", 4])
    book.save(tmp_path / "a.xlsx")
    for path in (tmp_path / "a.xlsx", written(tmp_path, lines("r1;A01;1;=1+2;4"))):
        survey = read_survey(path)
        answers = apply_mapping(survey, suggest_mapping(survey)).answers
        assert answers["anchoring_1"].isna().all()
        assert answers["anchoring_2"].tolist() == [4.0]
        named = survey.issues[survey.issues["found"] == "a formula"]
        assert list(zip(named["row"], named["column"], strict=True)) == [(2, "anchoring_1")]


def test_merged_cells_and_further_sheets(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for row in (HEAD, ["r1", "A01", 1, 3, 4], ["r2", "A01", 1, 5, 1]):
        book.active.append(row)
    book.create_sheet("more")
    book.save(tmp_path / "a.xlsx")
    assert "2 sheets" in set(read_survey(tmp_path / "a.xlsx").issues["found"])
    book.active.merge_cells("B2:B3")
    book.save(tmp_path / "b.xlsx")
    with pytest.raises(SurveyError, match="merged cells B2:B3"):
        read_survey(tmp_path / "b.xlsx")


@pytest.mark.parametrize("content", [b"", b"$FL2 not really", b"respondent;alliance\nr1;A01\n"])
def test_a_broken_spss_file(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(SurveyError, match=r"broken\.sav"):
        read_survey(written(tmp_path, content, "broken.sav"))


def test_a_cut_off_spss_file(twin: pd.DataFrame, exports: SimpleNamespace, tmp_path: Path) -> None:
    whole = exports.spss(twin, tmp_path).read_bytes()
    with pytest.raises(SurveyError, match=r"cut\.sav"):
        read_survey(written(tmp_path, whole[: len(whole) // 2], "cut.sav"))


def test_an_encoding_that_was_lost_is_named(tmp_path: Path) -> None:
    head = ";".join([*HEAD, "BÃ¼ndnis"])
    survey = read_survey(written(tmp_path, lines("r1;A01;1;3;4;x", head=head)))
    assert survey.issues["found"].str.contains("encoded twice").any()


TEXT = st.text(
    st.characters(codec="utf-8", exclude_characters="\r\n\"\0"), max_size=12
)  # fmt: skip
CELL = st.one_of(
    st.sampled_from(
        ["", "1", "5", "6", "0", "-9", "3.0", "3,5", "1.000", "=A1", "stimme zu", "NA"]
    ),
    TEXT,
)
MEANT = {"1": 1.0, "5": 5.0, "3.0": 3.0}


@FEW
@given(cells=st.lists(st.tuples(CELL, CELL), min_size=1, max_size=8))
def test_no_cell_becomes_a_wrong_number(cells: list[tuple[str, str]], tmp_path: Path) -> None:
    """Only what is a number on the scale comes out as one; all else is empty and named."""
    rows = [["r0", "A01", "1", "1", "1"]]
    rows += [[f"r{n}", "A01", "1", *pair] for n, pair in enumerate(cells, 1)]
    text = io.StringIO()
    pd.DataFrame(rows, columns=HEAD).to_csv(text, index=False, sep=";")
    path = written(tmp_path, text.getvalue())
    survey = read_survey(path, keep=HEAD)
    mapping = pd.DataFrame({"column": HEAD, "item": HEAD})
    applied = apply_mapping(survey, mapping)
    answers = applied.answers.set_index("respondent")
    for row in rows[1:]:
        for column, cell in zip(HEAD[3:], row[3:], strict=True):
            expected = MEANT.get(cell.strip())
            if expected is None and cell.strip() in {"2", "3", "4"}:
                expected = float(cell)
            found = answers[column].get(row[0])
            if found is not None and not pd.isna(found):
                assert found == expected, (cell, found)
            else:
                assert expected is None, cell
    named = applied.report[applied.report["column"].isin(HEAD[3:])]
    wrong = sum(one.strip() not in ("", *MEANT, "2", "3", "4") for row in rows for one in row[3:])
    assert len(named) >= min(wrong, 1)


@FEW
@given(content=st.binary(max_size=300), suffix=st.sampled_from([".csv", ".xlsx", ".sav", ".zsav"]))
def test_any_bytes_are_read_or_refused(content: bytes, suffix: str, tmp_path: Path) -> None:
    path = written(tmp_path, content, f"any{suffix}")
    try:
        survey = read_survey(path)
    except DataError as error:
        refused = str(error)
        survey = None
    assert survey is None or len(survey.answers) > 0
    assert survey is not None or "any" in refused


@FEW
@given(text=st.text(st.sampled_from("ab1;,\t\"\n\r={}'|"), max_size=120))
def test_any_delimited_text_is_read_or_refused(text: str, tmp_path: Path) -> None:
    try:
        survey = read_survey(written(tmp_path, text))
    except DataError as error:
        refused = str(error)
        survey = None
    assert survey is not None or "answers.csv" in refused
    if survey is not None:
        assert survey.answers.shape[1] == survey.columns["kept"].sum()


# ------------------------------------------------------------------------------ what is dangerous


def workbook_with(folder: Path, part: str, content: bytes) -> Path:
    """A workbook of which one part is replaced."""
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(HEAD)
    book.active.append(["r1", "A01", 1, 3, 4])
    buffer = io.BytesIO()
    book.save(buffer)
    path = folder / "odd.xlsx"
    with (
        zipfile.ZipFile(buffer) as old,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for one in old.namelist():
            new.writestr(one, content if one == part else old.read(one))
    return path


SHEET = "xl/worksheets/sheet1.xml"


def test_entities_are_refused_before_they_are_read(tmp_path: Path) -> None:
    secret = written(tmp_path, "secret", "secret.txt")
    for declared in ('<!ENTITY a "aaaaaaaaaa">', f'<!ENTITY a SYSTEM "{secret.as_uri()}">'):
        bomb = f"<?xml version='1.0'?><!DOCTYPE x [{declared}]><worksheet>&a;</worksheet>".encode()
        with pytest.raises(SurveyError, match=r"sheet1\.xml: declares XML entities"):
            read_survey(workbook_with(tmp_path, SHEET, bomb))
    wide = "<?xml version='1.0' encoding='UTF-16'?><!DOCTYPE x []><worksheet/>".encode("utf-16")
    with pytest.raises(SurveyError, match=r"sheet1\.xml: not UTF-8"):
        read_survey(workbook_with(tmp_path, SHEET, wide))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    with pytest.raises(SurveyError, match=r"sheet1\.xml: unpacks to"):
        read_survey(workbook_with(tmp_path, SHEET, b" " * 30_000_000))


def test_a_file_that_is_too_big_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    for name in ("big.csv", "big.xlsx", "big.sav"):
        path = tmp_path / name
        with path.open("wb") as file:
            file.truncate(limits.FILE_BYTES + 1)  # sparse: takes no space
        with pytest.raises(SurveyError, match=rf"{name} has 100 MB; at most 100"):
            read_survey(path)
