"""The results of the study of coverage."""

from __future__ import annotations

from pathlib import Path

import pytest

from wir.success.study import COLUMNS, coverage_study


def test_without_a_study_the_table_is_empty(tmp_path: Path) -> None:
    assert coverage_study(tmp_path / "none.csv").empty


def test_results_are_read_and_other_files_refused(tmp_path: Path) -> None:
    file = tmp_path / "study.csv"
    file.write_text("truth," + ",".join(COLUMNS) + "\n1,effects,coverage,a,b,0.95,0.93,0.96,1000\n")
    assert coverage_study(file).loc[0, "share"] == 0.95
    file.write_text("part,share\neffects,0.95\n")
    with pytest.raises(ValueError, match=r"study\.csv has no columns question"):
        coverage_study(file)
