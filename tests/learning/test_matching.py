"""The matching: everyone asks and is asked, within the limits, as well as possible."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wir.learning.matching import match, objective

TOPICS = ["a", "b", "c"]


def pairs_of(units: int, topics: list[str], draw) -> pd.DataFrame:
    rows = [
        (f"u{i}", f"u{j}", topic, draw(i, j, topic))
        for i in range(units)
        for j in range(units)
        for topic in topics
        if i != j
    ]
    return pd.DataFrame(rows, columns=["asker", "peer", "topic", "value"])


@st.composite
def complete_pairs(draw, most=7):
    units = draw(st.integers(4, most))
    values = draw(st.lists(st.integers(0, 5), min_size=units**2 * 2, max_size=units**2 * 2))
    return pairs_of(
        units, TOPICS[:2], lambda i, j, t: values[(i * units + j) * 2 + TOPICS.index(t)] / 2
    )


@settings(max_examples=40, deadline=None)
@given(complete_pairs(), st.integers(1, 3))
def test_everyone_asks_and_is_asked_and_nobody_too_often(pairs, asks):
    found = match(pairs, asks=asks, cap=asks + 1, per_topic=asks)
    units = set(pairs["asker"])
    assert (found.matches.groupby("asker")["peer"].nunique() == asks).all()
    assert set(found.matches["asker"]) == units == set(found.matches["peer"])
    assert found.matches["peer"].value_counts().max() <= asks + 1
    assert not found.matches.duplicated(["asker", "peer"]).any()
    assert found.relaxed == []


@settings(max_examples=25, deadline=None)
@given(complete_pairs(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(pairs, random):
    order = list(range(len(pairs)))
    random.shuffle(order)
    one = match(pairs, asks=2, cap=3).matches
    other = match(pairs.iloc[order], asks=2, cap=3).matches
    pd.testing.assert_frame_equal(one, other)


def brute_force(pairs: pd.DataFrame, asks: int, cap: int, per_topic: int) -> float:
    """The best sum of objectives over every choice that keeps the limits."""
    table = pairs.sort_values(["asker", "peer", "topic"]).reset_index(drop=True)
    units = sorted(set(table["asker"]))
    worth = objective(table, asks * len(units)).tolist()
    peers, topics = table["peer"].tolist(), table["topic"].tolist()
    askers = table["asker"].tolist()

    def possible(rows: tuple[int, ...]) -> bool:
        about = Counter(topics[row] for row in rows)
        return len({peers[row] for row in rows}) == asks and max(about.values()) <= per_topic

    options = [
        [
            (sum(worth[row] for row in rows), [peers[row] for row in rows])
            for rows in combinations([r for r, one in enumerate(askers) if one == unit], asks)
            if possible(rows)
        ]
        for unit in units
    ]
    best = -np.inf
    for choice in product(*options):
        value = sum(one for one, _ in choice)
        if value > best:
            named = Counter(peer for _, some in choice for peer in some)
            if len(named) == len(units) and max(named.values()) <= cap:
                best = value
    return best


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=40, max_size=40), st.integers(1, 2))
def test_it_is_the_best_of_all_choices(values, per_topic):
    pairs = pairs_of(4, TOPICS[:2], lambda i, j, t: values[(i * 4 + j) * 2 + TOPICS.index(t)])
    pairs = pairs[pairs["value"] > 0]
    asks, cap = 1, 2
    if pairs["asker"].nunique() < 4 or pairs["peer"].nunique() < 4:
        return
    best = brute_force(pairs, asks, cap, per_topic)
    found = match(pairs, asks=asks, cap=cap, per_topic=per_topic)
    if np.isfinite(best):
        chosen = pairs.sort_values(["asker", "peer", "topic"]).reset_index(drop=True)
        worth = pd.Series(
            objective(chosen, asks * 4),
            index=pd.MultiIndex.from_frame(chosen[["asker", "peer", "topic"]]),
        )
        keys = pd.MultiIndex.from_frame(found.matches[["asker", "peer", "topic"]])
        assert found.relaxed == []
        assert worth[keys].sum() == pytest.approx(best, abs=1e-9)
    else:
        assert found.relaxed


def test_two_asks_are_the_best_of_all_choices():
    rng = np.random.default_rng(3)
    for _ in range(3):
        drawn = rng.integers(0, 4, size=(4, 4, 2))
        pairs = pairs_of(4, TOPICS[:2], lambda i, j, t: drawn[i, j, TOPICS.index(t)])  # noqa: B023
        for per_topic in (1, 2):
            found = match(pairs, asks=2, cap=2, per_topic=per_topic)
            chosen = pairs.sort_values(["asker", "peer", "topic"]).reset_index(drop=True)
            kept = chosen.merge(found.matches, how="left", indicator=True)["_merge"] == "both"
            worth = objective(chosen, 8)[kept.to_numpy()].sum()
            assert worth == pytest.approx(brute_force(pairs, 2, 2, per_topic), abs=1e-9)


def test_equal_choices_go_to_the_first_in_the_alphabet():
    pairs = pairs_of(4, ["a"], lambda i, j, t: 1.0)
    found = match(pairs, asks=1, cap=3, per_topic=1)
    taken = found.matches.set_index("asker")["peer"].to_dict()
    # everyone must be named, so that u0 cannot be the peer of all
    assert taken["u1"] == "u0" or taken["u2"] == "u0" or taken["u3"] == "u0"
    assert found.matches.equals(match(pairs[::-1], asks=1, cap=3).matches)


def test_a_favourite_is_not_named_by_everybody():
    pairs = pairs_of(6, ["a"], lambda i, j, t: 10.0 if j == 0 else 1.0)
    found = match(pairs, asks=2, cap=3, per_topic=2)
    assert found.matches["peer"].value_counts()["u0"] == 3


def test_limits_that_cannot_be_kept_are_relaxed_in_order_and_said():
    pairs = pd.DataFrame(
        [("a", "c", "t", 1.0), ("b", "c", "t", 1.0), ("c", "a", "t", 1.0)],
        columns=["asker", "peer", "topic", "value"],
    )
    found = match(pairs, asks=1, cap=1)
    assert found.cap == 2
    assert "'b' can be asked by fewer than 1" in found.relaxed[0]
    assert "raised from 1 to 2" in found.relaxed[1]
    assert set(found.matches["asker"]) == {"a", "b", "c"}


def test_the_last_limit_to_go_is_that_everyone_is_named():
    # a and b can only be asked by c, who asks once
    pairs = pd.DataFrame(
        [("c", "a", "t", 1.0), ("c", "b", "t", 2.0), ("a", "c", "t", 1.0), ("b", "c", "t", 1.0)],
        columns=["asker", "peer", "topic", "value"],
    )
    found = match(pairs, asks=1, cap=2)
    assert found.least == 0
    assert "Not everyone could be named." in found.relaxed
    assert set(found.matches["peer"]) == {"b", "c"}


def test_units_without_pairs_are_named():
    pairs = pairs_of(4, ["a"], lambda i, j, t: 1.0)
    found = match(pairs, asks=1, cap=2, units=["alone"])
    assert any("'alone' can ask fewer" in one for one in found.relaxed)
    assert any("'alone' can be asked by fewer" in one for one in found.relaxed)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda p: p.drop(columns="value"), "lacks the columns value"),
        (lambda p: p.assign(value=-1.0), "Expected zero or more"),
        (lambda p: p.assign(value=np.nan), "Expected zero or more"),
        (lambda p: p.assign(peer=p["asker"]), "itself|more than once"),
        (lambda p: pd.concat([p, p]), "more than once"),
        (lambda p: p.iloc[:0], "is empty"),
    ],
)
def test_bad_pairs_are_refused(change, message):
    with pytest.raises(ValueError, match=message):
        match(change(pairs_of(4, ["a"], lambda i, j, t: 1.0)), asks=1)


@pytest.mark.parametrize("limits", [{"cap": 1, "asks": 2}, {"least": 0}, {"per_topic": 0}])
def test_limits_that_contradict_each_other_are_refused(limits):
    with pytest.raises(ValueError, match="Expected 1 ≤ least ≤ asks ≤ cap"):
        match(pairs_of(4, ["a"], lambda i, j, t: 1.0), **limits)
