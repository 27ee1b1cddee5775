"""The twin, exported as each tool exports, comes back as it was."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from wir.success.surveys import Applied, apply_mapping, read_survey, suggest_mapping
from wir.success.surveys.mapping import entries_of, mapped_columns


def mapped(path: Path, draft: pd.DataFrame, form: str) -> Applied:
    survey = read_survey(path, keep=mapped_columns(entries_of(draft), path.name))
    assert survey.format == form
    return apply_mapping(survey, draft)


def same(found: pd.DataFrame, twin: pd.DataFrame) -> None:
    keys = ["respondent", "wave"]
    left = found.sort_values(keys, ignore_index=True)
    right = twin.sort_values(keys, ignore_index=True)
    pd.testing.assert_frame_equal(left, right)


def kinds(applied: Applied) -> set[str]:
    return set(applied.report["kind"])


@pytest.mark.parametrize("full", [False, True])
def test_limesurvey(
    full: bool, twin: pd.DataFrame, exports: SimpleNamespace, tmp_path: Path
) -> None:
    path = exports.limesurvey(twin, tmp_path, full=full)
    draft = suggest_mapping(read_survey(path))
    applied = mapped(path, draft if full else exports.decided_lime(draft), "limesurvey")
    same(applied.answers, twin)
    assert kinds(applied) <= {"dropped column", "incomplete"}


@pytest.mark.parametrize("excel", [False, True])
def test_sosci_with_a_file_per_wave(
    excel: bool, twin: pd.DataFrame, exports: SimpleNamespace, tmp_path: Path
) -> None:
    paths = [
        exports.sosci(twin[twin["wave"] == wave], tmp_path, excel=excel, name=f"wave{wave}")
        for wave in (1, 2)
    ]
    # without the labels in the second row the draft cannot know the questions: take them from with
    labelled = exports.sosci(twin, tmp_path, name="labelled")
    draft = exports.decided(suggest_mapping(read_survey(labelled)))
    draft.loc[draft["column"] == "ID01_01", "item"] = "respondent"
    draft.loc[draft["column"] == "ID02", "item"] = "alliance"
    draft.loc[draft["column"] == "CO01", ["item", "values"]] = ["consent", "2=yes | 1=no"]
    draft.loc[draft["column"] == "CASE", "item"] = "-"
    waves = [{"item": "wave", "values": str(wave), "file": f"wave{wave}*"} for wave in (1, 2)]
    mapping = pd.concat([draft, pd.DataFrame(waves)], ignore_index=True)
    keep = mapped_columns(entries_of(mapping), "")
    surveys = [read_survey(path, keep=keep) for path in paths]
    assert [one.format for one in surveys] == ["sosci", "sosci"]
    assert surveys[0].encoding == ("iso-8859-15" if excel else "utf-16")
    applied = apply_mapping(surveys, mapping)
    same(applied.answers, twin)
    assert kinds(applied) <= {"dropped column", "incomplete"}


def test_unipark(twin: pd.DataFrame, exports: SimpleNamespace, tmp_path: Path) -> None:
    path = exports.unipark(twin, tmp_path)
    columns = {"c_0001": "respondent", "c_0002": "alliance", "c_0003": "wave"}
    columns |= {f"v_{n}": key for n, key in enumerate(exports.questions, 1)}
    draft = pd.DataFrame({"column": columns.keys(), "item": columns.values(), "values": ""})
    applied = mapped(path, exports.decided(draft), "unipark")
    same(applied.answers, twin)
    assert kinds(applied) <= {"dropped column", "incomplete", "consent missing"}


@pytest.mark.parametrize("texts", [False, True])
def test_qualtrics(
    texts: bool, twin: pd.DataFrame, exports: SimpleNamespace, tmp_path: Path
) -> None:
    path = exports.qualtrics(twin, tmp_path, texts=texts)
    draft = suggest_mapping(read_survey(path))
    draft.loc[draft["column"] == "ResponseId", "item"] = ""
    draft.loc[draft["column"] == "respondent", "item"] = "respondent"
    draft = draft if texts else exports.decided(draft)
    applied = mapped(path, draft, "qualtrics")
    same(applied.answers, twin)
    assert (applied.report["kind"] == "test row").sum() == 1


@pytest.mark.parametrize("suffix", [".sav", ".zsav"])
def test_spss(suffix: str, twin: pd.DataFrame, exports: SimpleNamespace, tmp_path: Path) -> None:
    path = exports.spss(twin, tmp_path, suffix=suffix)
    applied = mapped(path, suggest_mapping(read_survey(path)), "spss")
    same(applied.answers, twin)


def test_workbook_with_waves_side_by_side(
    twin: pd.DataFrame, exports: SimpleNamespace, tmp_path: Path
) -> None:
    path = exports.workbook(twin, tmp_path)
    applied = mapped(path, suggest_mapping(read_survey(path)), "plain")
    same(applied.answers, twin)


def test_plain_csv(twin: pd.DataFrame, exports: SimpleNamespace, tmp_path: Path) -> None:
    path = exports.plain_csv(twin, tmp_path)
    applied = mapped(path, suggest_mapping(read_survey(path)), "plain")
    same(applied.answers, twin)


def test_what_qualtrics_knows_of_people_is_dropped_and_never_shown(
    twin: pd.DataFrame, exports: SimpleNamespace, tmp_path: Path
) -> None:
    path = exports.qualtrics(twin, tmp_path)
    survey = read_survey(path)
    applied = apply_mapping(survey, exports.decided(suggest_mapping(survey)))
    dropped = applied.report["column"][applied.report["kind"] == "dropped column"]
    assert set(dropped) >= {
        "IPAddress", "RecipientLastName", "RecipientFirstName", "RecipientEmail",
        "LocationLatitude", "LocationLongitude", "Q99_TEXT",
    }  # fmt: skip
    everything = " ".join(
        table.to_csv()
        for table in (
            survey.answers, survey.missing, survey.columns, survey.issues, applied.answers,
            applied.report, suggest_mapping(survey),
        )
    )  # fmt: skip
    for word in ("Canarowitsch", "Zita", "zita", "Kanarienhausen", "192.0.2", "51.339"):
        assert word not in everything


def test_user_missing_is_kept_apart_from_system_missing(
    twin: pd.DataFrame, exports: SimpleNamespace, tmp_path: Path
) -> None:
    survey = read_survey(exports.spss(twin, tmp_path))
    gone = twin["anchoring_1"].isna().to_numpy()
    told = survey.missing["anchoring_1"]
    assert set(told[gone]) == {"user missing", "system missing"}
    assert (told[~gone] == "").all()
    codes = set(survey.answers["anchoring_1"][told == "user missing"])
    assert codes <= {"98", "-99", "-94"}
    assert len(codes) > 1
    assert survey.labels["anchoring_1"]["98"] == "weiß nicht"
    assert survey.columns.loc["anchoring_1", "question"].startswith("Unser Bündnis")
