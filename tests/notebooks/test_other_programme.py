"""The notebook on effects with another programme, run for real."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from wir.data import load
from wir.effects.programme import comparison_districts
from wir.run.engine import execute
from wir.run.errors import NotebookFailed
from wir.run.runs import Run, variant_run


def run_on(file: Path, **parameters: object) -> Run:
    return variant_run(
        "5-1-programme-effects",
        {"programme_file": str(file), "draws": 99, "curve_draws": 39} | parameters,
    )


def made_up_programme() -> pd.DataFrame:
    """Return a programme that never was, in districts without an alliance."""
    chosen = comparison_districts(load("districts"), load("alliance_districts")["ags"])
    rows = chosen[5:11] + chosen[60:64]
    return pd.DataFrame(
        {
            "district": rows,
            "first_year": [2016] * 6 + [2018] * 4,
            "programme": ["a"] * 3 + ["b"] * 3 + ["c"] * 4,
        }
    )


@pytest.mark.slow
def test_another_programme_runs_through(tmp_path: Path) -> None:
    made_up_programme().to_csv(tmp_path / "<b>treated.csv", sep=";", index=False)
    run = run_on(tmp_path / "<b>treated.csv", outcomes=["gdp", "unemployment", "h2020"])
    try:
        execute(run)
        numbers = json.loads((run.folder / "numbers.json").read_text(encoding="utf-8"))
        headline = pd.read_parquet(run.folder / "headline.parquet").set_index("outcome")
        text = run.executed.read_text(encoding="utf-8")
    finally:
        shutil.rmtree(run.folder, ignore_errors=True)
        run.executed.unlink(missing_ok=True)
    assert numbers["effects.treated"]["value"] == 10
    assert headline.loc["gdp", "district_years"] == 6 * 6 + 4 * 4
    assert headline["p_draws"].between(0.01, 1).all()
    # two years before are too few for a level and a trend: the page says so
    assert "h2020" not in headline.index
    assert "three or more are needed" in text
    assert "Sections on the bases" in text
    assert "effects.cap" not in numbers


def test_a_bad_file_stops_with_its_row(tmp_path: Path) -> None:
    table = made_up_programme()
    table.loc[3, "district"] = "99999"
    table.to_csv(tmp_path / "treated.csv", index=False)
    run = run_on(tmp_path / "treated.csv")
    with pytest.raises(NotebookFailed, match=r"treated\.csv, row 5, column district.*99999"):
        execute(run)
    assert not run.executed.exists()
