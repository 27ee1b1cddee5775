"""Possible pairs, likeness, what differs, and stability."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from wir.learning import closeness, further_on, match, possible_pairs, stability
from wir.learning.differences import known_differences, peers_by_kind, region_means
from wir.learning.likeness import field_likeness, keyword_words
from wir.learning.pairs import Likeness, field_agreement
from wir.learning.stability import drawn_weights
from wir.learning.tables import best_for_each, complement_of, named_counts

UNITS = ["a", "b", "c"]


def found(unit: str, topic: str, place: float, low: float, high: float) -> dict[str, object]:
    keys = ["unit", "topic", "place", "lower", "upper", "certainty"]
    return dict(zip(keys, [unit, topic, place, low, high, 0.95], strict=True))


WEAK = pd.DataFrame([found("a", "skills", 10, 5, 20)])
STRONG = pd.DataFrame([found("b", "skills", 90, 80, 95), found("a", "research", 90, 70, 95)])


def likeness(**changes: pd.DataFrame) -> Likeness:
    zero = pd.DataFrame(0.0, index=UNITS, columns=UNITS)
    near = pd.DataFrame({"unit": ["c"], "peer": ["a"], "stability": [0.7]})
    given = {"structure": zero, "field": zero, "further": zero.astype(bool), "peers": near}
    return Likeness(**(given | changes))


def test_a_weakness_meets_a_strength_and_the_sure_gap_counts():
    pairs = possible_pairs(WEAK, STRONG, likeness()).set_index(["asker", "peer", "topic"])
    row = pairs.loc[("a", "b", "skills")]
    assert row["gap"] == 60  # from the upper end of one to the lower end of the other
    assert row["value"] == pytest.approx(1.6 * 0.95)
    assert row["certainty"] == 0.95
    assert set(pairs.index) == {("a", "b", "skills"), ("c", "a", "structure")}
    assert pairs.loc[("c", "a", "structure"), "certainty"] == 0.7


def test_likeness_adds_to_the_value_and_makes_pairs_of_its_own():
    field = pd.DataFrame(np.eye(3), index=UNITS, columns=UNITS)
    field.loc["a", "b"] = field.loc["b", "a"] = 2 / 3
    pairs = possible_pairs(WEAK, STRONG, likeness(field=field)).set_index(
        ["asker", "peer", "topic"]
    )
    assert pairs.loc[("a", "b", "skills"), "value"] == pytest.approx(1.6 * 0.95 + 0.4 * 2 / 3)
    assert ("b", "a", "field") in pairs.index
    assert not any(asker == peer for asker, peer, _ in pairs.index)


def test_unknown_weights_and_units_are_named():
    with pytest.raises(ValueError, match="weights names luck"):
        possible_pairs(WEAK, STRONG, likeness(), weights={"luck": 1.0})
    with pytest.raises(ValueError, match="zero or more"):
        possible_pairs(WEAK, STRONG, likeness(), weights={"field": -1.0})
    with pytest.raises(ValueError, match="lacks the units z"):
        possible_pairs(WEAK.assign(unit="z"), STRONG, likeness())


def test_closeness_is_a_place_among_pairs():
    features = pd.DataFrame({"x": [0.0, 1.0, 5.0], "y": [0.0, 1.0, 5.0]}, index=UNITS)
    table = closeness(features, UNITS)
    assert (np.diag(table) == 1).all()
    assert table.loc["a", "b"] == 1.0 > table.loc["b", "c"] > table.loc["a", "c"]
    pd.testing.assert_frame_equal(table, table.T)
    with pytest.raises(ValueError, match="lacks the units 'z'"):
        closeness(features, ["z"])
    with pytest.raises(ValueError, match="do not vary: 'x'"):
        closeness(features.assign(x=1.0), UNITS)
    with pytest.raises(ValueError, match="Expected 'zscore' or 'rank'"):
        closeness(features, UNITS, scale="other")


def test_fields_are_compared_in_three_ways_and_unknown_is_alike_to_nobody():
    parts = field_likeness(
        pd.Series({"a": "health", "b": "health", "c": None}),
        {"a": {"811", "812"}, "b": {"812"}},
        {"a": {"pflege"}, "b": {"energie"}},
    )
    assert parts["area"].loc["a", "b"] == 1.0
    assert parts["area"].loc["c", "c"] == 0.0
    assert parts["occupations"].loc["a", "b"] == 0.5
    assert parts["keywords"].loc["a", "b"] == 0.0
    agreement = field_agreement(parts)
    assert agreement.loc["a", "b"] == pytest.approx(2 / 3)
    assert agreement.loc["a", "c"] == 0.0


def test_keywords_become_words():
    table = pd.DataFrame(
        {
            "alliance_id": ["a", "a", "a"],
            "language": ["de", "de", "en"],
            "keyword": ["Smart-Farming (Obst)", "KI", "care"],
        }
    )
    assert keyword_words(table) == {"a": {"smart", "farming", "obst"}}


def test_further_on_needs_to_be_known_of_both():
    about = pd.DataFrame(
        {"phase": ["implementation", "implementation", "concept", None], "round": [1, 2, 1, None]},
        index=["first", "second", "concept", "own"],
    )
    table = further_on(about)
    assert table.loc["second", "first"]
    assert table.loc["concept", "first"]
    assert table.loc["concept", "second"]
    assert not table.loc["first", "second"]
    assert not table.loc["first", "concept"]
    assert not table.loc["own"].any()
    assert not table["own"].any()


def test_only_what_is_known_is_said_to_differ():
    matches = pd.DataFrame(
        [("a", "b", "skills"), ("a", "b", "field"), ("a", "c", "reach")],
        columns=["asker", "peer", "topic"],
    )
    means = pd.DataFrame({"jobless": [10.0, 4.0, 7.0], "degree": [5.0, 6.0, 20.0]}, index=UNITS)
    table = known_differences(
        matches, {"skills": means}, {"jobless": -1, "degree": 1}, {}, {"a": ["1"], "b": ["1", "2"]}
    )
    assert table.loc[0, ["figure", "asker_value", "peer_value"]].tolist() == ["jobless", 10.0, 4.0]
    assert table["only_peer"].tolist() == [[], ["2"], []]
    assert table.loc[[1, 2], "figure"].isna().all()


def test_means_of_regions_are_weighted_by_population_and_skip_gaps():
    table = pd.DataFrame({"x": [1.0, 4.0], "y": [2.0, np.nan]}, index=["d1", "d2"])
    means = region_means(table, {"a": ["d1", "d2"]}, pd.Series({"d1": 1.0, "d2": 2.0}))
    assert means.loc["a"].tolist() == [3.0, 2.0]


def test_peers_are_listed_by_kind():
    pairs = possible_pairs(WEAK, STRONG, likeness())
    table = peers_by_kind(pairs)
    assert table[["unit", "kind", "peer"]].to_numpy().tolist() == [
        ["a", "challenge", "b"],
        ["c", "structure", "a"],
    ]
    assert complement_of(pairs, UNITS).loc["a"].tolist() == [0.0, 1.0, 0.0]
    assert named_counts(best_for_each(pairs, 1), UNITS).tolist() == [1, 1, 0]


def test_stability_counts_the_definitions_that_keep_a_match():
    base = pd.DataFrame([("a", "b", "x"), ("b", "a", "x")], columns=["asker", "peer", "topic"])
    other = pd.DataFrame([("a", "b", "y"), ("b", "c", "x")], columns=["asker", "peer", "topic"])
    table = stability(base, [base, other])
    assert table["kept_pair"].tolist() == [1.0, 0.5]
    assert table["kept_topic"].tolist() == [0.5, 0.5]
    with pytest.raises(ValueError, match="no other definition"):
        stability(base, [])
    with pytest.raises(ValueError, match="definition 1 lacks the columns topic"):
        stability(base, [base.drop(columns="topic")])


def test_the_same_definition_keeps_everything():
    rows = [(i, j, "t", float(ord(i) * ord(j) % 7)) for i in "abcde" for j in "abcde" if i != j]
    pairs = pd.DataFrame(rows, columns=["asker", "peer", "topic", "value"])
    base = match(pairs, asks=2, cap=3, per_topic=2).matches
    doubled = match(pairs.assign(value=2 * pairs["value"]), asks=2, cap=3, per_topic=2).matches
    assert (stability(base, [doubled])["kept_topic"] == 1).all()


def test_weights_are_drawn_around_the_nominal_ones():
    drawn = pd.DataFrame(drawn_weights(2000, 1))
    assert drawn.mean().to_dict() == pytest.approx(
        {"challenge": 1.0, "structure": 0.4, "field": 0.4, "phase": 0.2}, abs=0.03
    )
    assert drawn_weights(3, 5) == drawn_weights(3, 5)
