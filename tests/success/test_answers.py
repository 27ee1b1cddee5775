"""The notebooks' answers: the twin, or real ones below data/raw/own."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

from wir import config
from wir.success.answers import load_answers, read_answers
from wir.success.instrument import check_answers, instrument
from wir.success.surveys import SurveyError
from wir.success.surveys.__main__ import main
from wir.success.synthetic import synthetic

CANARY = ("Zita Canarowitsch", "Kanarienhausen", "Das sage ich nur Ihnen")


@pytest.fixture
def twin() -> pd.DataFrame:
    return synthetic(2, alliances=10, respondents=(2, 3)).respondents


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, twin: pd.DataFrame) -> Path:
    """The twin as if it were real, with what identifies a person in it."""
    monkeypatch.setattr(config, "OWN", tmp_path)
    survey = tmp_path / "study" / "survey"
    survey.mkdir(parents=True)
    secret = pd.DataFrame(
        {"Name": CANARY[0], "Wohnort": CANARY[1], "Bemerkung": CANARY[2]}, twin.index
    )
    secret["Bemerkung"] += [f" {n}" for n in range(len(twin))]
    for wave, part in twin.join(secret).groupby("wave"):
        part.to_csv(survey / f"wave{wave}.csv", index=False, sep=";", quoting=csv.QUOTE_ALL)
    records = pd.DataFrame({"alliance": sorted(twin["alliance"].unique())})
    records.assign(round=1, staff="2,5").to_csv(survey / "alliances.csv", index=False, sep=";")
    return survey


def test_without_a_name_it_is_the_twin() -> None:
    answers = read_answers(seed=3)
    pd.testing.assert_frame_equal(answers.table, synthetic(3).respondents)
    assert answers.synthetic
    assert answers.folder is None
    assert len(answers.report) == 0
    assert load_answers().attrs == {"synthetic": True}


def test_from_exports_to_answers_by_the_command(
    folder: Path, twin: pd.DataFrame, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["study"]) == 0
    draft = folder / "mapping-draft.csv"
    assert "mapping-draft.csv" in capsys.readouterr().out
    draft.rename(folder / "mapping.csv")
    assert main(["study"]) == 0
    said = capsys.readouterr().out
    assert f"{len(twin)} rows" in said
    answers = read_answers("study")
    assert not answers.synthetic
    assert load_answers("study").attrs == {"synthetic": False}
    keys = ["respondent", "wave"]
    pd.testing.assert_frame_equal(
        answers.table.sort_values(keys, ignore_index=True),
        twin.sort_values(keys, ignore_index=True),
    )
    assert list(answers.records.index) == sorted(twin["alliance"].unique())
    assert (answers.records["staff"] == 2.5).all()
    problems = set(check_answers(answers.table)["problem"])
    assert problems <= {"incomplete"}


def test_what_identifies_a_person_is_nowhere(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["study"]) == 0
    draft = folder / "mapping-draft.csv"
    drafted = draft.read_text(encoding="utf-8-sig")
    draft.rename(folder / "mapping.csv")
    assert main(["study"]) == 0
    answers = read_answers("study")
    report = (folder / "report.csv").read_text(encoding="utf-8-sig")
    dropped = answers.report[answers.report["kind"] == "dropped column"]["column"]
    assert set(dropped) == {"Name", "Wohnort", "Bemerkung"}
    said = capsys.readouterr()
    for where in (answers.table.to_csv(), report, drafted, said.out, said.err, repr(answers)):
        for word in CANARY:
            assert word not in where


def test_waves_and_rounds_of_known_alliances(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "OWN", tmp_path)
    survey = tmp_path / "one" / "survey"
    survey.mkdir(parents=True)
    (survey / "a.csv").write_text(
        "respondent;alliance;anchoring_1\nr1;blockchain-mittweida;3\nr2;nowhere;4\n"
    )
    (survey / "mapping.csv").write_text(
        "column;item;values\nrespondent;respondent;\nalliance;alliance;\n"
        "anchoring_1;anchoring_1;\n;wave;2\n"
    )
    answers = read_answers("one")
    assert answers.table[["respondent", "wave"]].to_numpy().tolist() == [["r1", 2]]
    assert answers.records["round"].to_dict() == {"blockchain-mittweida": 1.0}
    assert "unknown alliance" in set(answers.report["kind"])


@pytest.mark.parametrize(
    ("own", "says"),
    [("../raw", "not the name"), ("gone", "no folder"), ("study", "has no mapping.csv")],
)
def test_what_is_not_there_is_said(own: str, says: str, folder: Path) -> None:
    with pytest.raises(SurveyError, match=says):
        read_answers(own)


def test_the_command_says_what_is_wrong_without_a_traceback(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "mapping.csv").write_text("column;item\nx;anchoring_99\n")
    assert main(["study"]) == 1
    assert "mapping.csv, row 2, column item" in capsys.readouterr().err
    assert main(["gone"]) == 1


@pytest.mark.parametrize(
    "text", ["alliance;size\nA01;3\n", "alliance;staff\nA01;many\n", "staff\n3\n"]
)
def test_records_that_cannot_be_meant(text: str, folder: Path, twin: pd.DataFrame) -> None:
    (folder / "alliances.csv").write_text(text)
    (folder / "mapping.csv").write_text(
        "column;item\n" + "".join(f"{one};{one}\n" for one in ("alliance", *instrument().items))
    )
    with pytest.raises(SurveyError, match=r"alliances\.csv"):
        read_answers("study")
