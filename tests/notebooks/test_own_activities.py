"""The notebook on new fields with somebody else's regions and activities, run for real."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from wir.run.engine import execute
from wir.run.errors import NotebookFailed
from wir.run.runs import Run, variant_run

YEARS = range(2010, 2019)


def own_table() -> pd.DataFrame:
    """Return counts of 30 regions in 20 activities with related ones, by year."""
    rng = np.random.default_rng(11)
    size, skills, needs = (
        rng.normal(5, 0.5, (30, 1)),
        rng.normal(size=(30, 4)),
        rng.normal(size=(4, 20)),
    )
    level = size + 0.6 * skills @ needs
    rows = []
    for year in YEARS:
        level = level + rng.normal(0, 0.08, level.shape)
        counts = rng.poisson(np.exp(level))
        rows += [
            (f"Región {r:02d}", f"A{a:02d}", year, int(counts[r, a]), f"Tätigkeit {a} &")
            for r in range(30)
            for a in range(20)
        ]
    return pd.DataFrame(rows, columns=["region", "activity", "year", "count", "name"])


def run_on(file: Path) -> Run:
    return variant_run(
        "1-2-new-fields",
        {
            "activity_table": str(file),
            "first_year": YEARS[0],
            "last_year": YEARS[-1],
            "horizon": 3,
            "draws": 100,
            "null_draws": 20,
            "permutations": 99,
        },
    )


def test_a_table_of_ones_own_runs_through(tmp_path: Path) -> None:
    own_table().to_csv(tmp_path / "activities.csv", sep=";", index=False)
    run = run_on(tmp_path / "activities.csv")
    try:
        execute(run)
        numbers = json.loads((run.folder / "numbers.json").read_text(encoding="utf-8"))
        suggestions = pd.read_parquet(run.folder / "suggestions.parquet")
    finally:
        shutil.rmtree(run.folder, ignore_errors=True)
        run.executed.unlink(missing_ok=True)
    assert numbers["fields.regions"]["value"] == 30
    assert numbers["fields.activities"]["value"] == 20
    assert "fields.stated_rank" not in numbers  # no alliances there
    assert suggestions["region"].nunique() == 30
    assert suggestions["probability"].between(0, 1).all()


def test_a_bad_table_stops_with_its_row(tmp_path: Path) -> None:
    table = own_table()
    table.loc[7, "count"] = -3
    table.to_csv(tmp_path / "activities.csv", index=False)
    run = run_on(tmp_path / "activities.csv")
    with pytest.raises(NotebookFailed, match=r"activities\.csv.*-3 \(row 8 of the data\)"):
        execute(run)
    assert not run.executed.exists()
