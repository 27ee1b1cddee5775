"""Standings, challenges and strengths: clear only where the whole interval is on one side."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wir.learning import answers_standing, challenges, places_among, standing, strengths


def places(rows: dict[tuple[str, str], list[float]]) -> pd.DataFrame:
    index = pd.MultiIndex.from_tuples(list(rows), names=["unit", "topic"])
    return pd.DataFrame(list(rows.values()), index=index)


def test_places_count_the_others_that_are_behind():
    values = pd.DataFrame({0: [1.0, 2.0, 3.0, 3.0, np.nan]}, index=list("abcde"))
    found = places_among(values)[0]
    assert found[["a", "b"]].tolist() == [0.0, pytest.approx(100 / 3)]
    assert found["c"] == found["d"] == pytest.approx(100 * 2.5 / 3)
    assert np.isnan(found["e"])


def test_a_unit_outside_the_reference_is_placed_among_all_of_it():
    values = pd.DataFrame({0: [1.0, 2.0, 3.0, 2.5]}, index=list("abcx"))
    assert places_among(values, list("abc"))[0]["x"] == pytest.approx(100 * 2 / 3)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(-100, 100), min_size=3, max_size=12))
def test_places_mirror_when_more_becomes_less(values):
    table = pd.DataFrame({0: values}, index=[f"u{i}" for i in range(len(values))])
    np.testing.assert_allclose(places_among(table) + places_among(-table), 100.0)


def test_a_challenge_needs_the_whole_interval_on_the_weak_side():
    draws = np.linspace(0, 1, 101)
    table = standing(
        places(
            {
                ("a", "skills"): list(5 + 20 * draws),  # 5 to 25: clear
                ("b", "skills"): list(
                    5 + 40 * draws
                ),  # 5 to 45: not clear, though 25 in the middle
                ("c", "skills"): list(75 + 20 * draws),  # clear strength
                ("d", "skills"): list(40 + 20 * draws),
            }
        )
    )
    weak, strong = challenges(table), strengths(table)
    assert weak["unit"].tolist() == ["a"]
    assert strong["unit"].tolist() == ["c"]
    assert weak["certainty"].tolist() == [1.0]
    assert (weak["upper"] <= 33.3).all()
    assert (strong["lower"] >= 66.7).all()


def test_certainty_is_the_share_of_draws_on_that_side():
    table = standing(places({("a", "t"): [10.0] * 94 + [50.0] * 6}), confidence=0.8)
    assert challenges(table)["certainty"].tolist() == [pytest.approx(0.94)]
    assert not len(challenges(table, certain=0.95))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.floats(0, 100), min_size=20, max_size=20), min_size=1, max_size=8))
def test_nothing_is_both_a_challenge_and_a_strength(rows):
    table = standing(places({(f"u{i}", "t"): row for i, row in enumerate(rows)}))
    assert not set(challenges(table)["unit"]) & set(strengths(table)["unit"])


def test_what_is_not_known_is_left_out():
    table = standing(places({("a", "t"): [np.nan] * 5, ("b", "t"): [1.0] * 5}))
    assert table.index.tolist() == [("b", "t")]


def test_few_answers_are_no_finding_and_scatter_is_not_clear():
    def rows(unit, answers):
        return pd.DataFrame({"unit": unit, "topic": "trust", "answer": answers})

    said = pd.concat(
        [
            rows("few", [1] * 4),
            rows("clear", [1, 1, 2, 1, 2, 1, 1, 2]),
            rows("mixed", [1, 5, 1, 5, 2]),
        ],
        ignore_index=True,
    )
    table = answers_standing(said, seed=1)
    assert "few" not in table.index.get_level_values("unit")
    assert challenges(table)["unit"].tolist() == ["clear"]
    shuffled = said.sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(table, answers_standing(shuffled, seed=1))


def test_no_answers_give_an_empty_table():
    empty = pd.DataFrame({"unit": [], "topic": [], "answer": []})
    assert not len(challenges(answers_standing(empty)))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: challenges(pd.DataFrame({"place": [1.0]})), "needs the index unit, topic"),
        (lambda: standing(places({("a", "t"): [120.0]})), "outside 0 to 100"),
        (lambda: standing(places({("a", "t"): [1.0]}), weak=70, strong=30), "cut-offs are 70"),
        (lambda: places_among(pd.DataFrame({0: [1.0, 2.0]})), "at least three"),
        (
            lambda: places_among(pd.DataFrame({0: [1.0, 2.0, 3.0]}, index=list("abc")), ["z"]),
            "'z'",
        ),
        (
            lambda: challenges(standing(places({("a", "t"): [1.0]})), certain=0.3),
            "a share above 0.5",
        ),
        (
            lambda: answers_standing(
                pd.DataFrame({"unit": ["a"], "topic": ["t"], "answer": [9]}, index=[7])
            ),
            "row 7: found 9",
        ),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
