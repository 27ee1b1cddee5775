from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from wir.partners import brokerage_roles, project_sparse
from wir.partners.proximities import (
    country_positions,
    distances,
    organisation_pairs,
    pairs_of_periods,
    specialisation_similarity,
)
from wir.partners.regions import (
    between_groups,
    bridging_by_kind,
    compare_groups,
    district_positions,
    placed_organisations,
    pooled_positions,
)

DISTRICTS = pd.DataFrame(
    {
        "ags": ["01", "02", "03", "04"],
        "structurally_weak": [True, False, True, False],
        "east": [True, False, False, False],
        "land": ["A", "A", "B", "B"],
        "land_name": ["A", "A", "B", "B"],
        "planning_region": ["r1", "r1", "r2", "r3"],
        "district_type": [1, 2, 1, 4],
        "population": [100_000, 200_000, 50_000, 10_000],
        "lon": [10.0, 10.0, 12.0, 8.0],
        "lat": [50.0, 51.0, 50.0, 53.0],
    }
)
ORGANISATIONS = pd.DataFrame(
    {
        "organisation_id": list("abcdex"),
        "name": ["A", "B", "C", "D", "E", None],
        "ags": ["01", "01", "02", "03", "03", "01"],
        "activity_type": ["HES", "PRC", "PRC", "REC", "PRC", "PRC"],
    }
)
ROWS = pd.DataFrame(
    [
        ("a", "p1", 2015, "coordinator", 5),
        ("b", "p1", 2015, "participant", 5),
        ("a", "p2", 2016, "participant", 3),
        ("d", "p2", 2016, "participant", 3),
        ("c", "p3", 2018, "participant", 2),
        ("d", "p3", 2018, "participant", 2),
        ("e", "p4", 2018, "participant", 1),
        ("a", "p5", 2019, "participant", 2),
        ("d", "p5", 2019, "participant", 2),
    ],
    columns=["organisation_id", "project", "year", "role", "countries"],
)
PLACED = placed_organisations(ORGANISATIONS, DISTRICTS)
NETWORK = project_sparse(ROWS, "organisation_id", "project")


def test_only_named_and_placed_organisations_are_kept():
    assert PLACED.index.tolist() == list("abcde")
    assert PLACED.loc["d", ["kind", "weak", "planning_region"]].tolist() == [
        "research institute", True, "r2",
    ]  # fmt: skip


def test_sums_between_groups_keep_the_total():
    table = between_groups(NETWORK, PLACED["ags"])
    assert table.loc["01", "03"] == 2
    assert table.loc["01", "01"] == 1
    total = np.triu(table.to_numpy()).sum()
    assert total == NETWORK.matrix.sum() / 2


class TestPositions:
    TABLE = district_positions(
        NETWORK,
        ROWS,
        PLACED,
        DISTRICTS,
        pd.Series([True, False, False, True, False], list("abcde")),
    )

    def test_counts(self):
        one = self.TABLE.loc["01"]
        assert one[["organisations", "participations", "coordinations"]].tolist() == [2, 4, 1]
        assert one[["partners", "partner_districts", "ties_inside"]].tolist() == [1, 1, 1]
        assert one["per_100000"] == 4
        assert one["core_organisations"] == 1
        assert one["partners_per_organisation"] == 0.5

    def test_shares(self):
        assert self.TABLE.loc["03", "share_alone"] == 50
        assert self.TABLE.loc["03", "share_weak"] == 50  # a is in a weak district, c is not
        assert self.TABLE.loc["01", "share_near"] == pytest.approx(200 / 3)

    def test_bridging_is_that_of_the_roles(self):
        roles = brokerage_roles(NETWORK, PLACED["planning_region"])
        assert self.TABLE["brokerage"].sum() == roles["gatekeeper"].sum()
        assert self.TABLE.loc["01", "brokerage"] == 1  # a between b and d

    def test_a_district_without_organisations_has_zeros_and_no_shares(self):
        one = self.TABLE.loc["04"]
        assert one[["organisations", "partners", "brokerage"]].tolist() == [0, 0, 0]
        assert one[["partners_per_organisation", "share_near", "countries"]].isna().all()

    def test_pooled(self):
        pooled = pooled_positions(self.TABLE, {"x": ["01", "04"], "y": ["04"]})
        assert pooled.loc["x", "organisations"] == 2
        assert pooled.loc["x", "partners_per_organisation"] == 0.5
        assert np.isnan(pooled.loc["y", "share_near"])


class TestComparison:
    def test_a_planted_difference_is_found_and_none_is_not(self):
        rng = np.random.default_rng(1)
        weak = pd.Series(np.arange(200) < 90)
        values = pd.DataFrame({"same": rng.normal(size=200), "more": rng.normal(size=200) + weak})
        found = compare_groups(values, weak, ["same", "more"], 500)
        assert found.loc["more", "probability_lower"] > 0.6
        assert found.loc["more", "lower"] > 0
        same = found.loc["same"]
        assert same["probability_lower"] < 0.5 < same["probability_upper"]

    def test_probability_counts_ties_half(self):
        values = pd.DataFrame({"x": [1, 2, 2, 3]})
        found = compare_groups(values, pd.Series([True, True, False, False]), ["x"], 50)
        assert found.loc["x", "probability"] == pytest.approx((0 + 0 + 0.5 + 0) / 4)


def test_bridging_by_kind_sums_to_the_roles():
    found = bridging_by_kind(NETWORK, PLACED, draws=50, seed=1)
    assert found["bridging"].sum() == brokerage_roles(NETWORK, PLACED["planning_region"])[
        "gatekeeper"
    ].sum()  # fmt: skip
    assert found.loc[("weak", "university"), "bridging"] == 1
    assert found.groupby("group")["share_organisations"].sum().tolist() == [100, 100]


class TestProximities:
    def test_distances_of_one_degree(self):
        found = distances(pd.Series([0.0, 0.0, 1.0]), pd.Series([0.0, 1.0, 0.0]))
        assert found[0, 1] == pytest.approx(111.195, abs=0.01)
        assert found[0, 2] == pytest.approx(111.195, abs=0.01)
        assert (found.diagonal() == 0).all()

    def test_similarity_is_one_with_itself_and_opposite_profiles_are_negative(self):
        quotients = pd.DataFrame([[3.0, 0.2, 1.0], [0.2, 3.0, 1.0]], index=["x", "y"])
        found = specialisation_similarity(quotients)
        assert found.loc["x", "x"] == pytest.approx(1)
        assert found.loc["x", "y"] < -0.5

    def quotients(self):
        rng = np.random.default_rng(2)
        return pd.DataFrame(rng.gamma(2, 0.5, (4, 8)), index=DISTRICTS["ags"])

    def test_pairs_know_both_periods(self):
        rows = pd.concat([ROWS, ROWS.assign(project=ROWS["project"] + "x", year=2017)])
        found = pairs_of_periods(rows, PLACED, self.quotients(), range(2014, 2021), 2018)
        assert found.index.tolist()[0] == ("a", "c")
        assert found.loc[("a", "d"), ["tie", "tied_before"]].tolist() == [1, 1]
        assert found.loc[("d", "e"), ["tie", "same_district", "distance"]].tolist() == [0, 1, 0]
        assert found.loc[("a", "c"), "common_partners"] == 1  # d
        assert found.loc[("c", "d"), "same_land"] == 0
        apart = found[found["same_district"] == 0]
        assert apart["distance"].mean() == pytest.approx(0, abs=1e-9)

    def test_too_few_are_refused(self):
        with pytest.raises(ValueError, match="Expected three or more"):
            pairs_of_periods(ROWS, PLACED, self.quotients(), range(2014, 2021), 2018)

    def test_other_nodes_are_refused(self):
        other = project_sparse(ROWS[ROWS["organisation_id"] != "e"], "organisation_id", "project")
        with pytest.raises(ValueError, match="same organisations"):
            organisation_pairs(NETWORK, other, PLACED, self.quotients(), pd.Series(dtype=float))


def test_countries():
    links = pd.DataFrame(
        [("AT", "AT", 2015, 5), ("AT", "DE", 2015, 3), ("DE", "DE", 2015, 9), ("DE", "FR", 2016, 2),
         ("FR", "FR", 2016, 4), ("FR", "FR", 2020, 100)],
        columns=["country_a", "country_b", "year", "projects"],
    )  # fmt: skip
    found = country_positions(links, range(2015, 2017))
    assert found["joint"].to_dict() == {"DE": 9, "AT": 3, "FR": 2}
    assert found.loc["FR", "share"] == 50
