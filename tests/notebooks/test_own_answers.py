"""The notebooks on success with answers as if they were real, run for real."""

from __future__ import annotations

import csv
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from wir import config
from wir.run.engine import execute
from wir.run.errors import NotebookFailed
from wir.run.runs import Run, variant_run
from wir.success.surveys.__main__ import main
from wir.success.synthetic import synthetic

CANARY = ("Zita Canarowitsch", "Kanarienhausen", "Das sage ich nur Ihnen")
SMALL = {"draws": 99, "curve_draws": 39, "imputations": 2}


@pytest.fixture(scope="module")
def own() -> Iterator[str]:
    """A folder of answers with what identifies a person in it; removed afterwards."""
    name = f"test-own-answers-{os.getpid()}"
    survey = config.OWN / name / "survey"
    survey.mkdir(parents=True)
    try:
        twin = synthetic(4)
        rows = twin.respondents
        rows = rows.assign(
            respondent="geheim-" + rows["respondent"],
            Name=CANARY[0],
            Wohnort=CANARY[1],
            Bemerkung=CANARY[2] + " " + rows.index.astype(str),
        )
        for wave, part in rows.groupby("wave"):
            part.to_csv(survey / f"w{wave}.csv", index=False, sep=";", quoting=csv.QUOTE_ALL)
        records = twin.alliances.drop(columns="projects").round(1).reset_index()
        records.to_csv(survey / "alliances.csv", index=False, sep=";")
        assert main([name]) == 0
        (survey / "mapping-draft.csv").rename(survey / "mapping.csv")
        yield name
    finally:
        shutil.rmtree(config.OWN / name)


def outcome(run: Run) -> tuple[dict[str, dict[str, object]], str]:
    """Return the numbers of a run, and everything that it wrote as text."""
    try:
        execute(run)
        numbers = json.loads((run.folder / "numbers.json").read_text(encoding="utf-8"))
        parts = [run.executed.read_text(encoding="utf-8")]
        for path in sorted(one for one in run.folder.rglob("*") if one.is_file()):
            if path.suffix == ".parquet":
                parts.append(pd.read_parquet(path).to_csv())
            else:
                parts.append(path.read_bytes().decode("utf-8", errors="replace"))
    finally:
        shutil.rmtree(run.folder, ignore_errors=True)
        run.executed.unlink(missing_ok=True)
    return numbers, "\n".join(parts)


def check(numbers: dict[str, dict[str, object]], text: str, room: str) -> None:
    opening = str(numbers[f"{room}.opening"]["value"])
    assert "real and confidential" in opening
    for word in (*CANARY, "geheim-"):
        assert word not in text


def test_paths_show_no_single_alliance(own: str) -> None:
    numbers, text = outcome(variant_run("4-2-paths-to-success", {"own": own}))
    check(numbers, text, "paths")
    assert numbers["paths.cases"]["value"] > 35
    assert "nobody knows the truth" in str(numbers["paths.planted_sentence"]["value"])
    assert numbers["paths.deviant"]["value"] is None
    for key in ("A01", "A17", "A44"):
        assert key not in text


@pytest.mark.slow
def test_factors_of_real_answers_pass_the_gate(own: str) -> None:
    numbers, text = outcome(variant_run("4-1-success-factors", {"own": own, **SMALL}))
    check(numbers, text, "success")
    assert numbers["success.alliances"]["value"] == 44
    assert "nobody knows the truth" in str(numbers["success.truth_sentence"]["value"])


def test_a_folder_that_is_not_there_is_named() -> None:
    run = variant_run("4-2-paths-to-success", {"own": "not-there"})
    with pytest.raises(NotebookFailed, match=r"data/raw/own/not-there/survey"):
        execute(run)
    assert not Path(run.executed).exists()
