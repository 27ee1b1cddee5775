"""The notebook on profiles with somebody's own texts, run for real."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from wir import config
from wir.run.engine import execute
from wir.run.errors import NotebookFailed
from wir.run.runs import Run, variant_run

NEEDED = ("1-2-new-fields/profile", "2-1-demand-and-competition/own")
SAMPLES = config.ROOT / "tests" / "profile" / "samples"


def run_on(folder: Path, **change: object) -> Run:
    return variant_run(
        "2-2-profile",
        {"corpus": str(folder), "draws": 100, "min_topics": 2, "max_topics": 2, **change},
    )


@pytest.fixture(autouse=True)
def _results() -> None:
    for name in NEEDED:
        if not (config.EXECUTED / f"{name}.parquet").is_file():
            pytest.skip(f"the result {name} is not there; run `make` first")


def outcome(run: Run) -> tuple[dict, pd.DataFrame, str]:
    """Return numbers, profile sheets and the HTML of all outputs."""
    try:
        execute(run)
        numbers = json.loads((run.folder / "numbers.json").read_text(encoding="utf-8"))
        sheets = pd.read_parquet(run.folder / "sheets.parquet")
        cells = json.loads(run.executed.read_text(encoding="utf-8"))["cells"]
    finally:
        shutil.rmtree(run.folder, ignore_errors=True)
        run.executed.unlink(missing_ok=True)
    outputs = [one.get("data", {}) for cell in cells for one in cell.get("outputs", [])]
    shown = [one.get("text/html") or one.get("text/markdown") or "" for one in outputs]
    return numbers, sheets, "\n".join("".join(one) for one in shown)


def test_three_groups_of_dated_texts(tmp_path: Path) -> None:
    for group, topic in {
        "moor": "Torf Schilf",
        "stahl": "Walze Ofen",
        "<script>x": "Wolle",
    }.items():
        (tmp_path / group).mkdir()
        for year in (2018, 2019, 2022, 2023):
            words = f"Im Jahr {year} ging es um {topic} und um Handwerk. " + (
                "Pflege und Betreuung. " if group == "moor" and year > 2020 else "Forschung. "
            )
            (tmp_path / group / f"{year}_text.txt").write_text(words * 3, encoding="utf-8")
    (tmp_path / "moor" / "scan.pdf").write_bytes((SAMPLES / "nebeltal/scanned.pdf").read_bytes())
    numbers, sheets, page = outcome(run_on(tmp_path, split_date="2020-01-01", focus="moor"))
    assert numbers["profile.groups"]["value"] == 3
    assert set(sheets["alliance"]) == {"moor", "stahl", "<script>x"}
    assert "no text" in page  # the scanned file is named
    assert "no change beyond chance" in page.replace("\\", "")
    assert "<script>x" not in page  # escaped everywhere


def test_texts_of_one_alliance_stand_among_the_keywords_of_the_others() -> None:
    numbers, sheets, _ = outcome(run_on(SAMPLES / "nebeltal"))
    assert numbers["profile.groups"]["value"] > 50
    own = sheets[sheets["alliance"] == "nebeltal"].set_index("Aspect")["What the figures say"]
    assert own["Its fields in which the region is strong"] == "not known"


def test_a_folder_that_is_not_there_stops_the_run(tmp_path: Path) -> None:
    with pytest.raises(NotebookFailed, match="There is no folder"):
        execute(run_on(tmp_path / "none"))
