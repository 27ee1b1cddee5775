"""Words about profiles: every case, nothing said beyond its interval, traceable, harmless."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from wir.profile.sheet import Facts, Results, facts_of
from wir.publish import profile_text as words_of
from wir.publish.profile_text import Sources, Words, sharpening_questions, sheet_table, standing

NAMES = {"a": "Alpha", "b": "Beta", "c": "<script>Gamma</script>"}
OCCUPATIONS = {"111": "Landwirtschaft", "222": "Holzbau", "333": "Chemie"}
CODED = pd.DataFrame({"alliance_id": ["a", "a", "b"], "kldb3": ["111", "222", "111"]})
WORDS = Words(NAMES, OCCUPATIONS, Sources("k.csv", 2025, 10, CODED))


def terms(**others: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "term": list(others),
            "z": [2.0 - 0.1 * n for n in range(len(others))],
            "others": list(others.values()),
            "source": [f"k.csv, row {n + 2}" for n in range(len(others))],
        }
    )


def field(code: str, lq: float, direction: str, scarce: bool) -> dict[str, object]:
    growth = {"growing": 2.0, "shrinking": -2.0, "not clear": 0.1, "not known": np.nan}[direction]
    return {
        "group": "a", "kldb3": code, "lq": lq, "strong": lq >= 1 if lq == lq else pd.NA,
        "growth": growth, "lower": growth - 0.5, "upper": growth + 0.5, "direction": direction,
        "tightness": 1.2, "scarce": scarce, "employees": 1000.0,
    }  # fmt: skip


def facts(**change: object) -> Facts:
    given: dict[str, object] = {
        "group": "a",
        "groups": 30,
        "terms": terms(holz=0, lehm=2),
        "common": terms(digital=9),
        "distinct": pd.Series(
            {"distinctiveness": 0.8, "lower": 0.7, "upper": 0.9, "rank": 5, "rank_lower": 2,
             "rank_upper": 9}
        ),
        "rivals": pd.DataFrame(
            {"rival": ["b"], "similarity": [0.4], "stability": [0.9], "shared_terms": [["lehm"]],
             "source": ["k.csv, row 3"]}
        ),
        "allies": pd.DataFrame(
            {"ally": ["c"], "similarity": [0.2], "fills": [["222"]], "gaps": [2],
             "shared_terms": [["moor"]]}
        ),
        "fields": pd.DataFrame(
            [field("111", 1.5, "growing", True), field("222", 0.4, "shrinking", False)]
        ),
        "free": pd.DataFrame([{**field("333", 1.2, "growing", True), "claims": 0}]),
        "spoken": {"terms": "k.csv, row 2, row 3", "common": "k.csv, row 2",
                   "rivals": "k.csv, row 3"},
    }  # fmt: skip
    return Facts(**{**given, **change})  # type: ignore[arg-type]


EMPTY = {"terms": terms(), "common": terms()}
NO_RIVALS = facts().rivals.iloc[:0]
NO_ALLIES = facts().allies.iloc[:0]
NO_FIELDS = facts().fields.iloc[:0]
NO_FREE = facts().free.iloc[:0]


def sheet(**change: object) -> pd.Series:
    return sheet_table(facts(**change), WORDS).set_index("Aspect")["What the figures say"]


def asked(**change: object) -> str:
    return " ".join(sharpening_questions(facts(**change), WORDS)["Question"])


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (1, 10, "third that is most distinct"),
        (21, 30, "third that is least distinct"),
        (4, 15, "more distinct half"),
        (16, 25, "less distinct half"),
        (4, 16, "cannot be said"),
        (np.nan, np.nan, "not known how sure"),
    ],
)
def test_the_rank_is_said_only_as_far_as_its_interval_goes(low, high, said) -> None:
    row = pd.Series({"rank_lower": low, "rank_upper": high})
    assert said in standing(row, 30)


def test_a_sheet_names_figures_and_sources() -> None:
    table = sheet_table(facts(), WORDS)
    assert "holz (no other), lehm (2 others)" in table.iloc[0, 1]
    by_aspect = table.set_index("Aspect")
    strong = by_aspect.loc["Its fields in which the region is strong"]
    assert "Landwirtschaft (quotient 1.5; growing, +2.0 % a year (+1.5 to +2.5)" in strong.iloc[0]
    assert "occupation_fields.csv, row 2;" in strong.iloc[1]
    assert "Holzbau" not in strong.iloc[0]
    said = table[~table["What the figures say"].str.startswith(("not known", "none", "nothing"))]
    assert (said["Source"] != "").all()


def test_an_alliance_without_words_is_not_known_and_gets_no_questions() -> None:
    change = {**EMPTY, "distinct": None, "rivals": NO_RIVALS, "allies": NO_ALLIES}
    said = sheet(**change)
    for aspect in said.index[:5]:
        assert said[aspect] == "not known", aspect
    assert sharpening_questions(facts(**change), WORDS).empty


def test_an_alliance_without_region_is_not_judged_by_one() -> None:
    fields = pd.DataFrame([field("111", np.nan, "growing", True)])
    change = {"region": "not known", "fields": fields, "allies": NO_ALLIES, "free": NO_FREE}
    said = sheet(**change)
    assert said["Its fields in which the region is strong"].startswith("not known")
    assert said["Natural allies"] == "not known"
    assert said["Wanted, claimed by nobody, and strong in the region"] == "not known"
    assert "the region" not in asked(**change)
    assert 3 <= len(sharpening_questions(facts(**change), WORDS)) <= 5


def test_the_seat_alone_is_called_so() -> None:
    assert any("seat only" in aspect for aspect in sheet(region="seat").index)
    assert "seat of the coordinator" in asked(region="seat")


def test_there_are_at_most_five_questions_each_with_its_figure_and_source() -> None:
    table = sharpening_questions(facts(), WORDS)
    assert len(table) == 5
    assert (table["Why"] != "").all()
    assert (table["Source"] != "").all()
    assert table["Question"].str.count(r"\?").eq(1).all()


def test_a_rival_is_called_one_only_if_it_stays() -> None:
    assert "Beta says much of what you say" in asked()
    unsure = facts().rivals.assign(stability=0.4)
    assert "No single alliance is your clear rival" in asked(rivals=unsure)
    assert "share no term" in asked(rivals=NO_RIVALS)


@pytest.mark.parametrize(
    ("directions", "said"),
    [
        ([("shrinking", False), ("growing", True)], "shrinks in Germany"),
        ([("growing", True)], "people are scarce by every measure"),
        ([("growing", False), ("not clear", True)], "how do you know that there is demand"),
        ([("not known", False)], "how do you know that there is demand"),
    ],
)
def test_demand_has_a_question_for_each_case(directions, said) -> None:
    fields = pd.DataFrame(
        [field(f"{n}", 1.0, one, scarce) for n, (one, scarce) in enumerate(directions, start=1)]
    )
    assert said in asked(fields=fields)


@pytest.mark.parametrize(
    ("quotients", "said"),
    [
        ([0.4, 0.6], "In none of the 2 occupations"),
        ([1.5, 0.4], "strongest in"),
        ([2.0], "strongest"),
    ],
)
def test_strength_has_a_question_for_each_case(quotients, said) -> None:
    fields = pd.DataFrame([field(f"{n}", one, "growing", False) for n, one in enumerate(quotients)])
    assert said in asked(fields=fields)


def test_demand_in_words() -> None:
    assert words_of.demand_text(field("1", 1, "not clear", False)).startswith("neither growing nor")
    assert words_of.demand_text(field("1", 1, "not known", False)).startswith(
        "employment not known"
    )
    assert words_of.signed(-0.04) == "±0.0"
    assert words_of.signed(-1.25) == "−1.2"


def test_topics_are_not_called_themes_where_chance_does_as_well() -> None:
    table = pd.DataFrame(
        {"topics": [4], "stability": [0.9], "lowest": [0.7], "weakest_topic": [0.6],
         "error": [0.7], "stable": [True]}
    )  # fmt: skip
    chance = pd.DataFrame(
        {"topics": [4], "stability_by_chance": [0.85], "stability_by_chance_highest": [0.92],
         "error_by_chance": [0.72], "error_by_chance_lowest": [0.69]}
    )  # fmt: skip
    said = words_of.topics_summary(table, chance, 4)
    assert "proves nothing" in said
    assert "show no themes" in said
    better = words_of.topics_summary(table.assign(error=0.5, stability=0.95), chance, 4)
    assert "do share themes" in better
    assert "proves nothing" not in better
    assert "No number of topics" in words_of.stability_sentence(table.assign(stable=False), 4)
    assert "Its weakest topic" in words_of.stability_sentence(table, 4)


def test_terms_are_called_typical_only_beyond_chance() -> None:
    table = pd.DataFrame({"group": ["a", "b"], "z": [1.2, 2.4]})
    assert "1 terms of 1 of 2" in words_of.typical_sentence(table, 2)
    assert "No term" in words_of.typical_sentence(table.head(1), 2)
    assert "No term" in words_of.typical_sentence(table.head(0), 2)


def test_drift_in_words() -> None:
    row = {"drift": 0.5, "by_chance": 0.3, "excess": 0.2, "lower": 0.1, "upper": 0.3,
           "p_value": 0.01, "texts_before": 5, "texts_after": 6}  # fmt: skip
    assert "more than chance" in words_of.drift_sentence(row, "A", "2021-01-01")
    assert "no change beyond chance" in words_of.drift_sentence({**row, "p_value": 0.2}, "A", "x")
    assert "no change beyond chance" in words_of.drift_sentence({**row, "lower": -0.1}, "A", "x")
    assert "not known" in words_of.drift_sentence({**row, "p_value": np.nan}, "A", "x")


@pytest.mark.parametrize(
    ("lower", "upper", "said"),
    [
        (1.0, 9.0, "more often than in other"),
        (-9.0, -1.0, "less often"),
        (-1.0, 9.0, "no difference"),
    ],
)
def test_strength_is_compared_with_other_occupations(lower, upper, said) -> None:
    gap = {"stated": 50.0, "all": 45.0, "gap": 5.0, "lower": lower, "upper": upper, "alliances": 9}
    assert said in words_of.strength_summary(gap)
    assert "not known" in words_of.strength_summary({**gap, "stated": np.nan})


def test_white_space_in_words() -> None:
    free = pd.DataFrame(index=["111"])
    assert "1 is a field of no alliance: Landwirtschaft" in words_of.white_summary(
        free, 4, OCCUPATIONS
    )
    assert "Each of the 4" in words_of.white_summary(free.iloc[:0], 4, OCCUPATIONS)


def test_facts_are_gathered_and_what_is_missing_stays_missing() -> None:
    counts = pd.DataFrame([[1, 1, 0], [1, 0, 1], [1, 0, 0]], index=list("abc"), columns=list("xyz"))
    results = Results(
        counts=counts,
        typical=pd.DataFrame({"group": ["a"], "place": [1], "term": ["y"], "z": [1.0],
                              "count": [1], "others": [0]}),
        distinct=pd.DataFrame({"distinctiveness": [0.5, np.nan]}, index=["a", "b"]),
        rivals=pd.DataFrame(columns=["group", "place", "rival", "similarity", "stability",
                                     "shared_terms"]),
        allies=pd.DataFrame(columns=["group"]),
        stated=pd.DataFrame(columns=["group", "lq"]),
        free=pd.DataFrame({"growth": [1.0, 1.0]}, index=["111", "222"]),
        quotients=pd.DataFrame([[2.0, 0.5]], index=["a"], columns=["111", "222"]),
    )  # fmt: skip
    one = facts_of("a", results)
    assert one.known
    assert one.free["kldb3"].tolist() == ["111"]
    assert one.common["term"].tolist() == ["x"]
    assert one.region == "known"
    other = facts_of("d", results)
    assert not other.known
    assert other.distinct is None
    assert other.region == "not known"
    assert other.free.empty


def test_drift_for_a_reader() -> None:
    from wir.publish.profile_text import drift_table

    moved = pd.DataFrame(
        {
            "drift": [0.5, np.nan], "by_chance": [0.3, np.nan], "excess": [0.2, np.nan],
            "lower": [0.1, np.nan], "upper": [0.3, np.nan], "p_value": [0.01, np.nan],
            "texts_before": [4, 0], "texts_after": [5, 1],
        },
        index=["a", "b"],
    )  # fmt: skip
    found = drift_table(moved, {"a": "Alpha"})
    assert found["Alliance"].tolist() == ["Alpha", "b"]
    assert found["Excess"].tolist() == ["0.20 (0.10 to 0.30)", "not known"]
    assert found["Texts before"].tolist() == [4, 0]


def test_texts_whose_language_is_not_known_are_counted() -> None:
    assert "left out" not in words_of.reading_sentence(3, 3, 0, "de")
    assert "The language of 2 is not known" in words_of.reading_sentence(3, 3, 0, "de", unknown=2)


def test_nothing_wanted_is_not_called_claimed() -> None:
    assert words_of.white_title(0, 0).startswith("No occupation")
    free = pd.DataFrame(index=pd.Index([], dtype=object))
    assert words_of.white_summary(free, 0, {}).startswith("There is no occupation")
