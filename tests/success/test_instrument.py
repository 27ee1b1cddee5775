from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from wir.success.instrument import (
    aggregate,
    check_answers,
    constructs,
    instrument,
    items,
    keyed,
    scale_of,
    score,
    scored_items,
)
from wir.success.synthetic import synthetic


@pytest.fixture
def answers() -> pd.DataFrame:
    """Return a flawless table: the twin's first alliance at wave 1."""
    table = synthetic(0).respondents
    return table[(table["alliance"] == "A01") & (table["wave"] == 1)].reset_index(drop=True)


def test_has_the_published_topics_with_three_to_five_items_each() -> None:
    table = constructs()
    assert list(table.index[table["kind"] == "factor"]) == [
        "anchoring", "roles", "balance", "strategy", "governance", "management", "learning",
    ]  # fmt: skip
    assert list(table.index[table["kind"] == "outcome"]) == [
        "progress", "partners", "follow_on", "continuation",
    ]  # fmt: skip
    assert table["items"].between(3, 5).all()


def test_every_question_has_its_own_wording_in_both_languages() -> None:
    table = items()
    for language in ("de", "en"):
        assert (table[language].str.len() > 10).all()
        assert table[language].is_unique
    assert (table["de"] != table["en"]).all()


def test_every_factor_has_a_reverse_coded_item_but_not_only_such() -> None:
    table = items()
    for name in constructs("factor").index:
        assert 0 < table.loc[scored_items(name), "reverse"].sum() < len(scored_items(name)) / 2


def test_every_scale_of_words_has_a_label_for_each_code() -> None:
    for scale in instrument().scales.values():
        if scale.kind != "count":
            for language in ("de", "en"):
                assert len(scale.labels[language]) == len(scale.codes)
                assert len(set(scale.labels[language])) == len(scale.codes)


def test_routing_refers_to_earlier_questions_and_to_answers_they_can_have() -> None:
    asked = list(instrument().descriptors)
    for key, item in instrument().items.items():
        if item.asked_if is not None:
            assert item.asked_if.item in asked
            codes = scale_of(item.asked_if.item).codes
            assert set(item.asked_if.values) <= set(codes)
            assert bool(item.asked_if.values) != (item.asked_if.least is not None)
        asked.append(key)


def test_score_turns_reverse_coded_items_round() -> None:
    given = pd.DataFrame({"anchoring_1": [5], "anchoring_2": [4], "anchoring_3": [2]})
    given["anchoring_4"] = 3.0
    assert score(given).loc[0, "anchoring"] == (5 + 4 + (6 - 2) + 3) / 4


def test_score_needs_the_share_of_items() -> None:
    given = pd.DataFrame({key: [4.0, np.nan] for key in scored_items("learning")})
    given.loc[1, "learning_1"] = 2.0
    assert np.isnan(score(given).loc[1, "learning"])
    assert score(given, least=0.25).loc[1, "learning"] == 2.0


def test_missing_columns_count_as_not_answered() -> None:
    given = pd.DataFrame({"learning_1": [4.0]})
    assert np.isnan(score(given).loc[0, "learning"])


def test_only_scored_items_make_the_score() -> None:
    given = pd.DataFrame({"partners_1": [7.0], "partners_2": [3.0], "partners_3": [1.0]})
    assert score(given).loc[0, "partners"] == 7.0


def test_answers_outside_a_reversed_scale_are_named() -> None:
    given = pd.DataFrame({"anchoring_3": [2.0, 9.0]}, index=["r1", "r2"])
    with pytest.raises(ValueError, match=r"holds 9 in row 'r2', column 'anchoring_3'.*1 to 5"):
        keyed(given)


def test_unknown_names_lead_to_the_nearest() -> None:
    with pytest.raises(ValueError, match="Did you mean 'learning_1'"):
        scale_of("lerning_1")
    with pytest.raises(ValueError, match="Did you mean 'strategy'"):
        items("strategie")


def test_aggregate_takes_mean_median_and_majority() -> None:
    scores = pd.DataFrame(
        {
            "learning": [2.0, 4.0, np.nan, 5.0],
            "continuation": [2.0, 5.0, np.nan, 4.0],
            "follow_on": [1.0, 0.0, np.nan, 1.0],
        }
    )
    found = aggregate(scores, pd.Series(["A", "A", "A", "B"], name="alliance"))
    assert found.loc["A", "learning"] == 3.0
    assert found.loc["A", "continuation"] == 2.0  # an answer that somebody gave
    assert np.isnan(found.loc["A", "follow_on"])  # undecided
    assert found.loc["B"].tolist() == [5.0, 4.0, 1.0]


def test_flawless_answers_have_no_findings(answers: pd.DataFrame) -> None:
    assert check_answers(answers).empty


@pytest.mark.parametrize(
    ("column", "value", "problem"),
    [
        ("strategy_1", 8, "out of range"),
        ("anchoring_1", 2.5, "out of range"),
        ("anchoring_1", "often", "not a number"),
        ("role", "director", "out of range"),
    ],
)
def test_each_wrong_answer_is_found(
    answers: pd.DataFrame, column: str, value: object, problem: str
) -> None:
    answers[column] = answers[column].astype(object)
    answers.loc[3, column] = value
    found = check_answers(answers)
    assert found[["row", "column", "problem", "found"]].to_numpy().tolist() == [
        [3, column, problem, str(value)]
    ]


def test_answers_that_the_routing_did_not_ask_for_are_found(answers: pd.DataFrame) -> None:
    other = answers.index[answers["role"] != "coordination"][0]
    answers.loc[other, "partners_1"] = 4
    found = check_answers(answers)
    assert found["problem"].tolist() == ["not asked"]
    assert "role = coordination" in found["expected"][0]


def test_a_part_larger_than_the_whole_is_found(answers: pd.DataFrame) -> None:
    answers.loc[0, ["partners_1", "partners_2"]] = [3, 5]
    assert "more than the whole" in check_answers(answers)["problem"].tolist()


def test_repeated_and_incomplete_respondents_are_found(answers: pd.DataFrame) -> None:
    answers.loc[2, "respondent"] = answers.loc[1, "respondent"]
    answers.loc[4, list(items().index)] = np.nan
    found = check_answers(answers)
    assert found["problem"].tolist() == ["repeated respondent"] * 2 + ["incomplete"]
    assert found["row"].tolist() == [1, 2, 4]


def test_unknown_and_missing_columns_are_found(answers: pd.DataFrame) -> None:
    found = check_answers(answers.rename(columns={"learning_1": "lerning_1"}))
    assert set(found["problem"]) == {"missing column", "unknown column"}
    assert "learning_1" in found.set_index("problem").loc["unknown column", "expected"]
