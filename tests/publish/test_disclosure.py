"""The gate hides what it must, and nothing that is hidden can be worked out."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wir.data.errors import DataError
from wir.publish.disclosure import Gate, check
from wir.publish.published import FOLDER
from wir.publish.redaction import Redaction, shared_words
from wir.publish.suppression import TOTAL, suppress


def people(*sizes: int, start: int = 0) -> pd.Series:
    """Return respondent → alliance with so many respondents per alliance."""
    names = [f"A{k}" for k, size in enumerate(sizes, start) for _ in range(size)]
    return pd.Series(names, index=[f"{name}-r{k}" for k, name in enumerate(names)])


class TestThresholds:
    @pytest.mark.parametrize(
        ("sizes", "rule"),
        [
            ((2, 1, 1), "fewer than 5 respondents"),
            ((3, 2), "fewer than 3 alliances"),
            ((18, 10, 1), "the 2 largest alliances hold more than 90%"),
            ((2, 2, 1), ""),
        ],
    )
    def test_rules(self, sizes, rule):
        assert check(people(*sizes)) == rule

    def test_weights_count_for_dominance(self):
        who = people(2, 2, 2, 2)
        money = pd.Series([1000.0, 1000, 1, 1, 1, 1, 1, 1], index=who.index)
        assert check(who) == ""
        assert "hold more than" in check(who, weights=money)

    def test_a_respondent_of_two_alliances_is_an_error(self):
        with pytest.raises(ValueError, match="several alliances"):
            check(pd.Series(["A", "B"], index=["r", "r"]))

    def test_number_passes_or_not(self):
        gate = Gate("x")
        assert gate.number("a", 0.5, people(2, 2, 2)) == 0.5
        assert gate.number("b", 0.7, people(4)) is None
        assert gate.log.to_dict("records") == [
            {"output": "b", "what": "number", "rule": "fewer than 5 respondents", "times": 1}
        ]


class TestDifferencing:
    def test_one_person_less_is_refused(self):
        gate, who = Gate("x"), people(3, 3, 3)
        assert gate.number("all", 1, who, variable="v") == 1
        assert gate.number("but one", 1, who.iloc[1:], variable="v") is None
        assert gate.number("other variable", 1, who.iloc[1:], variable="w") == 1
        assert gate.number("again", 1, who, variable="v") == 1

    def test_one_alliance_less_is_refused_however_large(self):
        gate, who = Gate("x"), people(8, 8, 8, 8)
        assert gate.number("all", 1, who, variable="v") == 1
        assert gate.number("rest", 1, who[who != "A0"], variable="v") is None

    def test_parts_that_add_up_to_all_but_few(self):
        first, second, few = people(3, 3, 3), people(3, 3, 3, start=3), people(1, 1, start=6)
        gate = Gate("x")
        assert gate.number("a", 1, first, variable="v") == 1
        assert gate.number("b", 1, second, variable="v") == 1
        everybody = pd.concat([first, second, few])
        assert gate.number("all", 1, everybody, variable="v") is None

    def test_earlier_runs_count(self, tmp_path):
        who = people(3, 3, 3)
        gate = Gate("one", tmp_path)
        gate.number("all", 1, who, variable="v")
        gate.close()
        assert Gate("two", tmp_path).number("all", 1, who.iloc[1:], variable="v") is None
        kept = (tmp_path / FOLDER / "one.json").read_text()
        assert "A0" not in kept

    def test_not_closed_is_not_registered(self, tmp_path):
        Gate("one", tmp_path).number("all", 1, people(3, 3, 3), variable="v")
        later = Gate("two", tmp_path)
        assert later.number("all", 1, people(3, 3, 3).iloc[1:], variable="v") == 1

    def test_a_damaged_register_stops(self, tmp_path):
        Gate("one", tmp_path).close()
        (tmp_path / FOLDER / "one.json").write_text("[{")
        with pytest.raises(DataError, match="cannot be read"):
            Gate("two", tmp_path)


class TestCounts:
    def data(self, rate: float = 0.5, seed: int = 0):
        rng = np.random.default_rng(seed)
        who = people(*[2] * 30)
        group = who.map(lambda one: f"type {int(one[1:]) % 3}")
        yes = pd.DataFrame({f"t{k}": rng.random(60) < rate for k in range(6)}, index=who.index)
        return yes, who, group

    def test_counts_of_alliances_are_right_where_shown(self):
        yes, who, group = self.data()
        shown = Gate("x").counts("c", yes, who, group)
        raised = yes.groupby(who).any()
        kind = group.groupby(who).first()
        for thing in yes:
            for label in ("type 0", "type 1", "type 2"):
                if pd.notna(shown.loc[thing, label]):
                    assert shown.loc[thing, label] == raised.loc[kind == label, thing].sum()

    @pytest.mark.parametrize("rate", [0.05, 0.3, 0.9])
    def test_small_cells_and_those_that_give_them_away_are_hidden(self, rate):
        yes, who, group = self.data(rate)
        shown = Gate("x").counts("c", yes, who, group)
        assert not shown[(shown > 0) & (shown < 3)].notna().to_numpy().any()
        inner = shown[["type 0", "type 1", "type 2"]].isna().sum(axis=1)
        assert not ((inner == 1) & shown[TOTAL].notna()).any()

    def test_all_of_a_group_is_hidden(self):
        _, who, group = self.data()
        yes = pd.DataFrame({"t": True}, index=who.index)
        assert Gate("x").counts("c", yes, who, group).isna().all(axis=None)
        assert Gate("x", unanimous="show").counts("c", yes, who, group).notna().all(axis=None)

    def test_silent_few(self):
        who = people(*[2] * 10)
        yes = pd.DataFrame({"t": who != "A0"}, index=who.index)
        assert Gate("x").counts("c", yes, who).isna().all(axis=None)
        assert Gate("x", unanimous="all").counts("c", yes, who).loc["t", TOTAL] == 9


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=2, max_size=4))
def test_no_hidden_cell_can_be_worked_out(cells):
    """With totals of rows and columns shown, two tables fit that differ in each hidden cell."""
    counts = pd.DataFrame(cells)
    counts[TOTAL] = counts.sum(axis=1)
    counts.loc[TOTAL] = counts.sum()
    primary = (counts > 0) & (counts < 3)
    hidden = suppress(counts, primary, 3)
    assert (hidden | ~primary).all(axis=None)
    known = []
    for line in (*range(len(cells)), TOTAL):
        known.append([(line, c, -1.0 if c == TOTAL else 1.0) for c in counts.columns])
    for line in counts.columns:
        known.append([(r, line, -1.0 if r == TOTAL else 1.0) for r in counts.index])
    places = [(r, c) for r in counts.index for c in counts.columns if hidden.loc[r, c]]
    if not places:
        return
    matrix = np.array(
        [[sum(s for r, c, s in line if (r, c) == place) for place in places] for line in known]
    )
    _, _, rows = np.linalg.svd(matrix)
    free = rows[np.linalg.matrix_rank(matrix) :]
    for k, (r, c) in enumerate(places):
        if primary.loc[r, c]:
            assert np.abs(free[:, k]).max(initial=0) > 1e-9, "this one follows from the others"


class TestRows:
    def test_small_groups_lose_their_figures(self):
        table = pd.DataFrame({"mean": [1.0, 2.0], "n": [9, 2]}, index=["big", "small"])
        shown = Gate("x").rows(
            "m", table, {"big": people(3, 3, 3), "small": people(2)}, hide=["mean", "n"]
        )
        assert shown.loc["big", "mean"] == 1
        assert shown.loc["small"].isna().all()
        assert table.loc["small", "n"] == 2, "the table that was given stays as it was"

    def test_points_are_never_single(self):
        labels = [f"A{k}" for k in range(9)]
        table = pd.DataFrame({"x": [0.1] * 8 + [0.9], "y": [0.1] * 8 + [0.9]}, index=labels)
        who = {one: pd.Series([one, one], index=[f"{one}a", f"{one}b"]) for one in labels}
        shown = Gate("x").points("p", table, "x", "y", who)
        assert shown["n"].tolist() == [8]


class TestRedaction:
    lists = Redaction(
        {"[person]": ["Erika Beispiel"], "[town]": ["Neu Platzhalter"]}, {"[town]": ["Essen"]}
    )

    @pytest.mark.parametrize(
        ("text", "gone"),
        [
            ("Frau Dr. Xantippe Zwölf-Malfait half uns", "Xantippe Zwölf Malfait"),
            ("Das sagte Herr von Krummholz gestern", "Krummholz"),
            ("Das hat ERIKA beispiel gesagt", "ERIKA beispiel"),
            ("Beispiels Idee war gut", "Beispiels"),
            ("Schreiben Sie an e.b@firma.example oder www.firma.example/x", "firma e.b"),
            ("Telefon 0355 / 12 34 56", "0355 56"),
            ("In Neu Platzhalter und Essen ging es", "Neu Essen"),
            ("Die Quellmühlburg macht mit", "Quellmühlburg"),
            ("Xav\u200berine\u00ad und Erika\u00a0Beispiel", "Erika Beispiel"),
        ],
    )
    def test_names_go(self, text, gone):
        clean, count = self.lists.apply(text)
        assert count
        for word in gone.split():
            assert word not in clean

    def test_ordinary_words_stay(self):
        text = "Wir haben mit den Kommunen lange über das Geld gesprochen"
        assert self.lists.apply(text) == (text, 0)

    def test_shared_words_may_stay(self):
        texts = [(f"A{k}", "unser Innovationsökosystem") for k in range(3)]
        known = shared_words([*texts, ("A9", "Quellmühlburg")], 3)
        clean, _ = Redaction(known=known).apply("das Innovationsökosystem der Quellmühlburg")
        assert clean == "das Innovationsökosystem der […]"


class TestQuotation:
    words = "Wir haben lange miteinander gesprochen"

    def test_passes(self):
        assert Gate("x").quotation(self.words, raised_by=people(2, 2, 2), consent=True)

    @pytest.mark.parametrize("consent", [False, None, "no", 1])
    def test_only_a_clear_yes_is_consent(self, consent):
        gate = Gate("x")
        assert gate.quotation(self.words, raised_by=people(2, 2, 2), consent=consent) is None

    def test_rare_themes_and_long_texts_do_not(self):
        gate = Gate("x")
        assert gate.quotation(self.words, raised_by=people(1, 1), consent=True) is None
        assert gate.quotation(self.words * 20, raised_by=people(2, 2, 2), consent=True) is None
        assert set(gate.log["rule"]) == {
            "theme: fewer than 5 respondents",
            "longer than allowed",
        }

    def test_paraphrase_replaces_the_words_and_is_cleaned(self):
        said = Gate("x").quotation(
            self.words,
            raised_by=people(2, 2, 2),
            consent=True,
            paraphrase="Frau Xantippe Zwölf fand das Gespräch gut und lang",
        )
        assert said == "[person] fand das Gespräch gut und lang"

    def test_labels_of_few_are_not_shown(self):
        gate = Gate("x")
        assert gate.label("Streit mit Quelljoch", people(1)) == "(not shown)"
        assert gate.label("Streit mit Herrn Quelljoch", people(2, 2, 2)) == "Streit mit [person]"
