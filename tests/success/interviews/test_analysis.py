"""What is counted in interviews: known answers, the reference library, planted truth."""

from __future__ import annotations

from dataclasses import replace

import krippendorff
import numpy as np
import pandas as pd
import pytest

from wir.success.interviews import (
    InterviewError,
    Interviews,
    agreement,
    by_folder,
    code_frequencies,
    cooccurrence,
    frequencies_by,
    make_gate,
    publishable,
    raised,
    read_interviews,
    read_segments,
    synthetic_interviews,
    themes_by_type,
)
from wir.success.interviews.reliability import alpha_of, coincidences, decisions


@pytest.fixture(scope="module")
def made():
    return synthetic_interviews(11)


def small(rows: list[tuple[str, str, str, int, int]]) -> Interviews:
    text = "\n".join("abcdefghi" for _ in range(4))
    return Interviews(
        pd.DataFrame(
            [("a", "A", None, True), ("b", "B", None, True)],
            columns=["code", "name", "parent", "codable"],
        ),
        pd.DataFrame(
            [("d", "A01", "t", True), ("e", "A02", "u", True)],
            columns=["document", "alliance", "type", "consent"],
        ),
        pd.DataFrame(rows, columns=["document", "code", "coder", "start", "end"]).assign(
            paraphrase=""
        ),
        {"d": text, "e": text},
    )


class TestAgreement:
    def test_is_that_of_the_library(self, made):
        table = decisions(made.interviews)
        found = agreement(made.interviews, draws=200)
        for code in table:
            data = table[code].unstack("coder").to_numpy(float).T
            assert found.loc[code, "alpha"] == pytest.approx(
                krippendorff.alpha(data, level_of_measurement="nominal")
            )

    def test_coincidences_with_three_coders_and_gaps(self):
        rng = np.random.default_rng(0)
        rows = [
            (doc, passage, coder, int(rng.random() < 0.4))
            for doc, coders in (("d", "xyz"), ("e", "xy"))
            for passage in range(12)
            for coder in coders
        ]
        table = pd.DataFrame(rows, columns=["document", "passage", "coder", "a"])
        table = table.set_index(["document", "passage", "coder"])
        each, overall = alpha_of(coincidences(table).sum(axis=0))
        data = table["a"].unstack("coder").to_numpy(float).T
        assert each[0] == pytest.approx(krippendorff.alpha(data, level_of_measurement="nominal"))
        assert overall == pytest.approx(each[0])

    def test_perfect_and_unknown(self):
        both = [("d", "a", coder, 0, 9) for coder in ("x", "y")]
        found = agreement(small(both), draws=200)
        assert found.loc["a", "alpha"] == 1
        assert np.isnan(found.loc["b", "alpha"]), "a code that nobody used"
        assert agreement(small([("d", "a", "x", 0, 9)]))["alpha"].isna().all()

    def test_planted_agreement_is_found(self):
        inside = []
        for seed in range(5):
            made = synthetic_interviews(seed)
            found = agreement(made.interviews, draws=300, seed=seed)
            truth = made.themes["alpha"]
            rows = found.loc[truth.index]
            inside.append((rows["lower"] <= truth) & (truth <= rows["upper"]))
        assert 0.85 <= np.mean(inside) <= 1.0


class TestFrequencies:
    def test_counts(self):
        rows = [
            ("d", "a", "x", 0, 9),
            ("d", "a", "y", 2, 8),
            ("d", "b", "x", 10, 19),
            ("e", "a", "x", 0, 5),
            ("e", "a", "x", 20, 25),
        ]
        interviews = small(rows)
        assert raised(interviews).loc["d"].tolist() == [True, False], "y did not see b"
        assert raised(interviews, "any").loc["d"].tolist() == [True, True]
        found = code_frequencies(interviews, raised(interviews, "any"))
        assert found.loc["a"].tolist() == [3, 2, 2, 1.0], "overlapping marks are one place"
        assert found.loc["b"].tolist() == [1, 1, 1, 0.5]
        assert frequencies_by(interviews, "type").loc["a"].to_dict() == {"t": 1, "u": 2}

    def test_folders(self, made):
        top = by_folder(made.interviews, raised(made.interviews))
        assert set(top.columns) == {"cooperation", "steering", "conditions"}


class TestCooccurrence:
    def test_counts_overlaps_only(self):
        rows = [
            ("d", "a", "x", 0, 9),
            ("d", "b", "x", 5, 9),
            ("d", "b", "x", 10, 19),
            ("e", "a", "x", 0, 4),
            ("e", "b", "x", 5, 9),
        ]
        (row,) = cooccurrence(small(rows), draws=200).to_dict("records")
        assert row["count"] == 1
        assert row["index"] == pytest.approx(1 / (2 + 3 - 1))
        assert row["documents"] == ("d",)

    def test_the_planted_pair_and_no_other(self):
        false = 0
        for seed in range(2):
            made = synthetic_interviews(seed, alliances=30)
            table = cooccurrence(made.interviews, draws=2000, seed=seed)
            hits = table[table["found"]]
            pairs = {frozenset((row.first, row.second)) for row in hits.itertuples()}
            assert frozenset(made.together) in pairs
            false += len(pairs) - 1
        assert false <= 1


class TestThemes:
    def test_planted_differences(self):
        hits = false = 0
        for seed in range(6):
            made = synthetic_interviews(seed)
            said = raised(made.interviews)
            found = themes_by_type(said, made.interviews.who, made.interviews.types)["found"]
            truth = made.themes["differs"]
            hits += int((found & truth).sum())
            false += int((found & ~truth).sum())
        assert hits >= 9, "of 18"
        assert false <= 3, "of 42"

    def test_no_differences_planted(self):
        wrong = 0
        for seed in range(6):
            made = synthetic_interviews(seed, effects=0.0)
            said = raised(made.interviews)
            wrong += themes_by_type(said, made.interviews.who, made.interviews.types)["found"].any()
        assert wrong <= 1


class TestTables:
    def test_german_headings_paths_and_words(self, tmp_path):
        (tmp_path / "texts").mkdir()
        (tmp_path / "texts" / "i1.txt").write_text("Wir trauen uns.\nDas Geld kam spät.")
        (tmp_path / "segments.csv").write_text(
            "Dokument;Code;Codierer;Segment\n"
            "i1;Thema > Vertrauen;K;trauen uns\ni1;Thema > Geld;K;Geld kam\n"
            "i1;Thema > Geld;K;steht nicht da\n"
        )
        (tmp_path / "documents.csv").write_text("Dokument;Bündnis;Typ;Einwilligung\ni1;A01;T;ja\n")
        (tmp_path / "redact.txt").write_text("Geheim\n")
        found = read_interviews(tmp_path)
        assert found.codes["name"].tolist() == ["Thema", "Vertrauen", "Geld"]
        assert found.documents.iloc[0].tolist() == ["i1", "A01", "T", True]
        assert [found.said(row) for row in found.segments.to_dict("records")] == [
            "Wir trauen uns.",
            "Das Geld kam spät.",
            "",
        ]
        assert "Geheim" in found.names["[…]"]
        assert "steht nicht da" not in found.issues.to_csv()

    def test_missing_columns(self, tmp_path):
        (tmp_path / "segments.csv").write_text("Dokument;Seite\nx;1\n")
        with pytest.raises(InterviewError, match=r"segments\.csv, row 1: no column for code"):
            read_segments(tmp_path / "segments.csv")

    def test_empty_folder(self, tmp_path):
        with pytest.raises(InterviewError, match="no interviews in the folder"):
            read_interviews(tmp_path)


class TestPublishable:
    def test_few_interviews_give_nothing(self):
        interviews = small([("d", "a", "x", 0, 9), ("e", "b", "x", 0, 9)])
        voices = publishable(interviews, make_gate(interviews, "x"), draws=200, bootstrap=200)
        assert voices.size["interviews"] is None
        assert voices.themes.empty
        assert voices.pairs.empty
        assert voices.quotations.empty
        assert voices.agreement.loc["overall"].isna().all()

    def test_consent_is_needed(self, made):
        silent = replace(made.interviews, documents=made.interviews.documents.assign(consent=False))
        voices = publishable(silent, make_gate(silent, "x"), draws=200, bootstrap=200)
        assert voices.quotations.empty

    def test_names_of_the_texts_are_gone(self, made):
        gate = make_gate(made.interviews, "x")
        voices = publishable(made.interviews, gate, draws=200, bootstrap=200, quotations=5)
        shown = " ".join(voices.quotations["quotation"])
        assert len(voices.quotations) > 10
        for word in ("Beispiel", "Muster", "Platzhalter"):
            assert word not in shown
