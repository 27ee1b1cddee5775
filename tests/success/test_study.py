"""The results of the study of coverage."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from wir.success.study import COLUMNS, coverage_study, in_words, study_sentences


def test_without_a_study_the_table_is_empty(tmp_path: Path) -> None:
    assert coverage_study(tmp_path / "none.csv").empty


def test_results_are_read_and_other_files_refused(tmp_path: Path) -> None:
    file = tmp_path / "study.csv"
    file.write_text("truth," + ",".join(COLUMNS) + "\n1,effects,coverage,a,b,0.95,0.93,0.96,1000\n")
    assert coverage_study(file).loc[0, "share"] == 0.95
    file.write_text("part,share\neffects,0.95\n")
    with pytest.raises(ValueError, match=r"study\.csv has no columns question"):
        coverage_study(file)


def test_the_study_in_words() -> None:
    rows = [
        ("effects", "coverage", "slope.progress", "corrected", 0.95, 0.93, 0.96, 1000),
        ("effects", "coverage", "round2.funds_drawn", "corrected, imputed", 0.91, 0.9, 0.93, 1000),
        ("effects", "coverage", "slope.progress", "uncorrected", 0.5, 0.4, 0.6, 1000),
        ("configurations", "configurations", "clear", "parsimonious", 0.999, 0.99, 1.0, 200),
        ("discoveries", "false discoveries", "all", "Benjamini-Hochberg", 0.06, 0.05, 0.08, 400),
    ]
    study = pd.DataFrame(rows, columns=COLUMNS)
    words = in_words(study)
    assert words["parameter"].iloc[0].startswith("Effect of the factor: Progress")
    assert "part" not in words
    cover, found, false = study_sentences(study)
    assert "of 1 of 2 planted parameters" in cover  # what is not used does not count
    assert "(91.0)" in cover
    assert "clear (parsimonious 99.9)" in found
    assert "6.0 (5.0 to 8.0) percent of 400 draws" in false
    assert study_sentences(study.iloc[:0]) == []
