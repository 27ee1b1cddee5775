"""From occupations to fields: weights, sums that stay, what is missing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wir.data import load
from wir.profile.fields import (
    CODINGS,
    aggregate,
    alliance_weights,
    coded_fields,
    field_weights,
    mean_of,
    tall,
)

CODED = pd.DataFrame(
    [("a", "111", 1), ("a", "112", 1), ("a", "112", 2), ("b", "113", 1), ("b", "111", 2)],
    columns=["alliance_id", "kldb3", "coder"],
)


@pytest.mark.parametrize(
    ("coding", "expected"),
    [
        ("first", {"a": {"111", "112"}, "b": {"113"}}),
        ("second", {"a": {"112"}, "b": {"111"}}),
        ("union", {"a": {"111", "112"}, "b": {"111", "113"}}),
        ("intersection", {"a": {"112"}}),
    ],
)
def test_codings(coding, expected):
    assert coded_fields(CODED, coding) == expected


def test_an_unknown_coding_is_named():
    with pytest.raises(ValueError, match=r"coding is 'third'.*'first', 'second', 'union'"):
        coded_fields(CODED, "third")


def test_weights_are_shares_of_the_alliances_of_an_area():
    coded = {"a": {"111", "112"}, "b": {"111"}, "c": {"113"}, "d": {"999"}}
    areas = {"a": "health", "b": "health", "c": "energy", "d": "sea"}
    weights = field_weights(coded, areas, ["111", "112", "113"])
    assert list(weights.index) == ["energy", "health"]  # nothing is known of the sea
    assert weights.loc["health"].tolist() == [1.0, 0.5, 0.0]
    assert weights.loc["energy"].tolist() == [0.0, 0.0, 1.0]


def test_an_alliance_without_an_area_does_not_count():
    weights = field_weights({"a": {"111"}, "b": {"112"}}, {"a": "x", "b": None}, ["111", "112"])
    assert weights.to_numpy().tolist() == [[1.0, 0.0]]


def test_own_fields_are_zero_and_one():
    weights = alliance_weights({"a": {"111"}, "b": {"111", "112"}}, ["111", "112", "113"])
    assert weights.loc["b"].tolist() == [1.0, 1.0, 0.0]
    assert weights.loc["a"].tolist() == [1.0, 0.0, 0.0]


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 2**32 - 1))
def test_sums_are_conserved_where_weights_add_up_to_one(seed):
    rng = np.random.default_rng(seed)
    counts = pd.DataFrame(rng.integers(0, 50, (5, 4)).astype(float), columns=list("abcd"))
    weights = pd.DataFrame(rng.dirichlet([1, 1, 1], 4).T, index=list("xyz"), columns=list("abcd"))
    found = aggregate(counts, weights)
    np.testing.assert_allclose(found.sum(axis=1), counts.sum(axis=1))


def test_missing_matters_only_with_weight():
    counts = pd.DataFrame([[1.0, np.nan], [2.0, 3.0]], columns=["a", "b"])
    weights = pd.DataFrame([[1.0, 0.0], [0.5, 0.5]], index=["x", "y"], columns=["a", "b"])
    found = aggregate(counts, weights)
    assert found["x"].tolist() == [1.0, 2.0]
    assert np.isnan(found.loc[0, "y"])
    assert found.loc[1, "y"] == 2.5


def test_other_occupations_and_negative_weights_are_refused():
    counts = pd.DataFrame([[1.0, 2.0]], columns=["a", "b"])
    with pytest.raises(ValueError, match="weights"):
        aggregate(counts, pd.DataFrame([[1.0]], index=["x"], columns=["a"]))
    with pytest.raises(ValueError, match="weights"):
        aggregate(counts, pd.DataFrame([[1.0, -1.0]], index=["x"], columns=["a", "b"]))


def test_mean_is_weighted():
    values = pd.DataFrame([[10.0, 40.0]], index=["r"], columns=["a", "b"])
    weights = pd.DataFrame([[3.0, 1.0], [0.0, 0.0]], index=["x", "none"], columns=["a", "b"])
    found = mean_of(values, weights)
    assert found.loc["r", "x"] == 17.5
    assert np.isnan(found.loc["r", "none"])


def test_tall_keeps_every_cell():
    table = pd.DataFrame([[1.0, np.nan]], index=["r"], columns=["a", "b"])
    found = tall(table)
    assert found.index.tolist() == [("r", "a"), ("r", "b")]
    assert found["r", "a"] == 1
    assert np.isnan(found["r", "b"])


def test_real_codings_cover_every_alliance():
    table = load("occupation_fields")
    alliances = set(table["alliance_id"])
    for coding in CODINGS:
        found = coded_fields(table, coding)
        assert set(found) <= alliances
    union, both = coded_fields(table, "union"), coded_fields(table, "intersection")
    assert all(both[one] <= union[one] for one in both)
