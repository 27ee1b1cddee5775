"""Competition: distance decay, crowding, rivals, against geometry and planted competitors."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wir.data import load
from wir.potential.activities import from_counts
from wir.profile.competition import (
    COMPONENTS,
    Fields,
    competitors,
    crowding,
    crowding_components,
    decay,
    distances,
    field_activities,
    namesakes,
    occupation_activities,
    place_among,
    rivals,
)

LINE = pd.DataFrame(
    np.abs(np.subtract.outer([0.0, 100.0, 200.0, 400.0], [0.0, 100.0, 200.0, 400.0])),
    index=list("abcd"),
    columns=list("abcd"),
)
"""Four districts on a line, in km."""


def fields_of(now: dict[str, list[float]], before: dict[str, list[float]] | None = None) -> Fields:
    """Return fields from location quotients; 100 employees are expected everywhere."""
    regions = list("abcd")
    tables = {2020: pd.DataFrame(now, index=regions) * 100}
    tables[2015] = tables[2020] if before is None else pd.DataFrame(before, index=regions) * 100
    return Fields(tables, {year: table * 0 + 100 for year, table in tables.items()})


class TestDistances:
    def test_known_places(self):
        found = distances(load("districts"))
        assert found.loc["11000", "09162"] == pytest.approx(504, rel=0.02)  # Berlin, München
        assert found.loc["02000", "11000"] == pytest.approx(255, rel=0.03)  # Hamburg
        assert (np.diag(found) == 0).all()
        pd.testing.assert_frame_equal(found, found.T)

    def test_a_degree_of_latitude(self):
        table = pd.DataFrame({"ags": ["x", "y"], "lon": [10.0, 10.0], "lat": [50.0, 51.0]})
        assert distances(table).loc["x", "y"] == pytest.approx(111.2, abs=0.1)


class TestDecay:
    def test_half_at_the_half_distance(self):
        found = decay(LINE, 100)
        assert found.loc["a", "c"] / found.loc["a", "b"] == pytest.approx(0.5)
        assert found.loc["a", "d"] / found.loc["a", "b"] == pytest.approx(0.125)
        assert (np.diag(found) == 0).all()
        np.testing.assert_allclose(found.sum(axis=1), 1)

    def test_infinity_lets_all_count_the_same(self):
        found = decay(LINE, math.inf)
        assert found.loc["a"].tolist() == pytest.approx([0, 1 / 3, 1 / 3, 1 / 3])

    def test_regions_of_several_districts(self):
        size = pd.Series([3.0, 1.0, 1.0, 1.0], index=list("abcd"))
        found = decay(LINE, 100, {"r": ["a", "b"], "alone": ["a"]}, size)
        assert found.loc["r", ["a", "b"]].tolist() == [0, 0]
        near = (3 * 0.25 + 0.5) / 4
        far = (3 * 0.5**4 + 0.5**3) / 4
        assert found.loc["r", "c"] == pytest.approx(near / (near + far))
        pd.testing.assert_series_equal(
            found.loc["alone"], decay(LINE, 100).loc["a"], check_names=False
        )

    @pytest.mark.parametrize("half", [0, -5, math.nan])
    def test_a_half_distance_must_be_positive(self, half):
        with pytest.raises(ValueError, match="half_distance"):
            decay(LINE, half)

    @pytest.mark.parametrize(
        ("members", "message"),
        [
            ({"r": ["z"]}, "unknown districts: 'z'"),
            ({"r": []}, "no districts"),
            ({"r": list("abcd")}, "No other district is left to compete with 'r'"),
        ],
    )
    def test_members_are_checked(self, members, message):
        with pytest.raises(ValueError, match=message):
            decay(LINE, 100, members, pd.Series(1.0, index=list("abcd")))

    def test_regions_need_sizes(self):
        with pytest.raises(ValueError, match="need the size"):
            decay(LINE, 100, {"r": ["a"]})


class TestCrowding:
    def test_components_by_hand(self):
        now = {"x": [0.5, 2.0, 1.0, 0.5]}
        before = {"x": [0.5, 2.0, 0.9, 1.5]}
        found = crowding_components(
            fields_of(now, before), decay(LINE, math.inf), 2020, 2015, threshold=1.0
        )
        third = 100 / 3
        assert found["breadth"].loc["a", "x"] == pytest.approx(2 * third)  # b and c
        assert found["strength"].loc["a", "x"] == pytest.approx(third)  # 100 above 300 expected
        assert found["entry"].loc["a", "x"] == pytest.approx(0, abs=1e-9)  # c came, d left
        assert found["entry"].loc["d", "x"] == pytest.approx(third)
        assert found["breadth"].loc["b", "x"] == pytest.approx(third)  # its own does not count

    def test_a_near_competitor_weighs_more_than_a_far_one(self):
        table = fields_of({"near": [0.5, 3.0, 0.5, 0.5], "far": [0.5, 0.5, 0.5, 3.0]})
        found = crowding_components(table, decay(LINE, 100), 2020, 2015, 1.0)
        for name in ("breadth", "strength"):
            assert found[name].loc["a", "near"] > 5 * found[name].loc["a", "far"]
        alike = crowding_components(table, decay(LINE, math.inf), 2020, 2015, 1.0)
        assert alike["strength"].loc["a", "near"] == pytest.approx(
            alike["strength"].loc["a", "far"]
        )

    def test_who_is_not_specialised_adds_nothing(self):
        table = fields_of({"x": [0.9, 0.99, 0.5, 0.0]})
        found = crowding_components(table, decay(LINE, 100), 2020, 2015, 1.0)
        assert all((found[name] == 0).all(axis=None) for name in COMPONENTS)

    def test_planted_competition_comes_first(self):
        """Many, strong, near and entering in one field; nobody in the other."""
        now = {"open": [2.0, 0.3, 0.3, 0.3], "crowded": [2.0, 3.0, 3.0, 3.0], "some": [1.5] * 4}
        before = {"open": [2.0, 1.5, 0.3, 0.3], "crowded": [2.0, 0.5, 0.5, 3.0], "some": [1.5] * 4}
        parts = crowding_components(fields_of(now, before), decay(LINE, 100), 2020, 2015, 1.0)
        found = crowding(parts, parts)
        for region in "a":
            order = found["crowding"].loc[region].sort_values().index.tolist()
            assert order == ["open", "some", "crowded"]
        assert (found["crowding_lower"] <= found["crowding"]).all(axis=None)
        assert (found["crowding"] <= found["crowding_upper"]).all(axis=None)

    def test_other_districts_are_refused(self):
        with pytest.raises(ValueError, match="weights"):
            crowding_components(fields_of({"x": [1.0] * 4}), LINE.loc[:, ["a"]], 2020, 2015, 1.0)

    @settings(deadline=None, max_examples=40)
    @given(st.lists(st.floats(0, 5), min_size=1, max_size=20), st.floats(0, 5))
    def test_place_among_is_between_0_and_100_and_rises(self, known, value):
        reference = pd.DataFrame([known])
        low, high = (
            float(place_among(pd.DataFrame([[one]]), reference).iloc[0, 0])
            for one in (value, value + 1)
        )
        assert 0 <= low <= high <= 100

    def test_place_among_by_hand(self):
        reference = pd.DataFrame([[1.0, 2.0], [2.0, 3.0]])
        found = place_among(pd.DataFrame([[0.0, 2.0, 9.0, np.nan]]), reference).iloc[0]
        assert found[:3].tolist() == [0, 50, 100]
        assert np.isnan(found[3])


def test_competitors_by_hand():
    table = fields_of(
        {"x": [0.5, 2.0, 1.0, 0.5], "none": [0.1] * 4},
        {"x": [1.2, 2.0, 0.9, 0.5], "none": [0.1] * 4},
    )
    found = competitors(table, 2020, 2015, 1.0)
    assert found.loc["x", ["districts", "entered", "left"]].tolist() == [2, 1, 1]
    assert found.loc["x", "quotient"] == 1.5
    assert found.loc["x", "held"] == pytest.approx(75)
    assert found.loc["x", "first"] == "b"
    assert found.loc["none", "districts"] == 0
    assert not isinstance(found.loc["none", "first"], str)


def test_rivals_are_those_that_press_hardest():
    table = fields_of({"x": [2.0, 1.5, 1.1, 3.0], "none": [2.0, 0.5, 0.5, 0.5]})
    members = {"r": ["a"]}
    weights = decay(LINE, 100, members, pd.Series(1.0, index=list("abcd")))
    found = rivals(table, weights, LINE, members, {"r": ["x", "none"]}, 2020, 1.0, count=2)
    assert found["ags"].tolist() == ["b", "d"]  # 50 · 1/2 before 200 · 1/16 before 10 · 1/4
    assert found["km"].tolist() == [100, 400]
    assert found["lq"].tolist() == [1.5, 3.0]
    assert (found["field"] == "x").all()
    assert list(rivals(table, weights, LINE, members, {}, 2020, 1.0).columns) == list(found.columns)


def test_namesakes_and_the_nearest_of_them():
    coded = {"r": {"x", "y"}, "near": {"x"}, "far": {"x"}, "nowhere": {"y"}}
    members = {"r": ["a"], "near": ["b", "d"], "far": ["c"]}
    found = namesakes(coded, members, LINE).set_index(["region", "field"])
    assert found.loc[("r", "x"), "others"] == 2
    assert found.loc[("r", "x"), "nearest"] == "near"
    assert found.loc[("r", "x"), "km"] == 100
    assert found.loc[("r", "y"), "others"] == 1
    assert np.isnan(found.loc[("r", "y"), "km"])


def test_fields_of_occupations_have_the_quotients_of_their_sums():
    rng = np.random.default_rng(4)
    rows = [
        (f"r{r}", f"o{o}", year, float(rng.integers(5, 90)))
        for r in range(5)
        for o in range(4)
        for year in (2019, 2020)
    ]
    table = pd.DataFrame(rows, columns=["region", "activity", "year", "count"])
    activities = from_counts(table)
    weights = pd.DataFrame(np.eye(4), index=list("wxyz"), columns=[f"o{o}" for o in range(4)])
    single = occupation_activities(activities, [2020])
    again = field_activities(activities, weights, [2020])
    np.testing.assert_allclose(single.quotients(2020), activities.lq[2020])
    np.testing.assert_allclose(again.quotients(2020), activities.lq[2020])
    everything = field_activities(
        activities, pd.DataFrame([[1.0] * 4], index=["all"], columns=weights.columns), [2020]
    )
    np.testing.assert_allclose(everything.quotients(2020), 1)
    counts = table[table["year"] == 2020].groupby("region")["count"].sum()
    np.testing.assert_allclose(everything.counts[2020]["all"], counts)
