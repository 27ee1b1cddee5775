"""What is known about pairs: right by hand, and nothing from later."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from wir.partners.pair_features import (
    FEATURES,
    district_similarity,
    new_ties,
    pair_space,
    positions,
)


def test_later_ties_change_nothing(land):
    kept = land.ties[land.ties["year"] <= 2017]
    assert len(kept) < len(land.ties)
    earlier = land.participations[land.participations["year"] <= 2017]
    full = land.at(2017)
    cut = pair_space(land.organisations, kept, land.districts, land.similarity, 2017, earlier)
    for name in FEATURES:
        np.testing.assert_array_equal(full.variables[name], cut.variables[name], err_msg=name)
    np.testing.assert_array_equal(full.tied, cut.tied)
    pd.testing.assert_series_equal(full.degree, cut.degree)
    # and they would change something if they were looked at
    late = land.at(2021)
    assert not np.array_equal(full.variables["common_partners"], late.variables["common_partners"])


def test_network_variables_are_those_of_networkx(land):
    space = land.at(2017)
    seen = land.ties[land.ties["year"] <= 2017]
    graph = nx.Graph(list(zip(seen["organisation_a"], seen["organisation_b"], strict=True)))
    graph.add_nodes_from(land.organisations["organisation_id"])
    ids = list(space.organisations.index)
    assert [graph.degree(one) for one in ids] == list(space.degree)
    order = np.argsort(-space.common[np.triu_indices(len(ids), 1)], kind="stable")
    first, second = (one[order] for one in np.triu_indices(len(ids), 1))
    pairs = [(int(first[one]), int(second[one])) for one in (0, 30, 300, 1500)]
    for a, b in pairs:
        common = list(nx.common_neighbors(graph, ids[a], ids[b]))
        assert space.common[a, b] == len(common)
    raw = np.array(
        [x for *_, x in nx.adamic_adar_index(graph, [(ids[a], ids[b]) for a, b in pairs])]
    )
    found = np.array([space.variables["adamic_adar"][a, b] for a, b in pairs], dtype=float)
    # in standard deviations of log1p: an increasing straight line
    fit = np.polyfit(np.log1p(raw), found, 1)
    np.testing.assert_allclose(np.polyval(fit, np.log1p(raw)), found, atol=1e-5)
    assert fit[0] > 0


def test_partners_of_the_others_kind_by_hand():
    organisations = pd.DataFrame(
        {
            "organisation_id": list("abcde"),
            "name": list("ABCDE"),
            "ags": ["01000", "01000", "02000", "02000", "02000"],
            "activity_type": ["PRC", "HES", "PRC", "PRC", "REC"],
        }
    )
    ties = pd.DataFrame(
        [("b", "c", 2014, 1), ("b", "d", 2014, 1), ("a", "e", 2014, 1)],
        columns=["organisation_a", "organisation_b", "year", "projects"],
    )
    districts = pd.DataFrame(
        {"ags": ["01000", "02000"], "land": ["01", "02"], "east": [True, False],
         "lon": [10.0, 10.0], "lat": [50.0, 51.0]}
    )  # fmt: skip
    alike = pd.DataFrame(np.eye(2), districts["ags"], districts["ags"])
    space = pair_space(organisations, ties, districts, alike, 2014)
    assert space.km[0, 1] == 0
    assert space.km[0, 2] == pytest.approx(111.2, abs=0.3)
    kinds = space.variables["kind_ties"]
    # b has two firms among its partners and a no university: (1 + 2)(1 + 0); c and e: none, none
    assert kinds[0, 1] > kinds[2, 4]
    assert kinds[0, 1] == pytest.approx(kinds[1, 0])
    assert space.variables["same_land"][0, 1] == 1
    assert space.variables["same_side"][0, 2] == 0
    first, second = space.pairs("known")
    assert (0, 4) not in set(zip(first.tolist(), second.tolist(), strict=True))


def test_newcomers_come_first_and_have_no_ties(land):
    space = land.at(2017)
    first, second = space.pairs("newcomer")
    assert (space.degree.to_numpy()[first] == 0).all()
    assert (space.degree.to_numpy()[second] > 0).all()
    both = space.pairs("known")
    assert (space.degree.to_numpy()[both[0]] > 0).all()
    with pytest.raises(ValueError, match=r"no group 'old'.*known"):
        space.pairs("old")


def test_similarity_is_one_with_itself_and_takes_the_first_year_there_is():
    table = pd.DataFrame(
        [("a", k, y, v) for y in (2013, 2014)
         for (k, v) in (("1", 1.0), ("2", 2.0), ("3", 0.5))]
        + [("b", k, y, v) for y in (2013, 2014)
           for (k, v) in (("1", 2.0), ("2", 1.0), ("3", np.nan))],
        columns=["ags", "kldb3", "year", "lq"],
    )  # fmt: skip
    found = district_similarity(table, 2010)
    np.testing.assert_allclose(np.diag(found), 1)
    assert found.loc["a", "b"] == pytest.approx(-1)
    pd.testing.assert_frame_equal(found, district_similarity(table, 2013))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"activity_type": "XYZ"}, "Unknown kinds of organisations: 'XYZ'"),
        ({"ags": "99999"}, "Unknown districts of organisations: '99999'"),
        (
            {"organisation_id": "0001"},
            "table of organisations has labels that occur more than once",
        ),
        ({"organisation_id": "new"}, "Unknown organisations in ties"),
    ],
)
def test_what_is_wrong_is_named(land, change, message):
    organisations = land.organisations.copy()
    row = 3 if "organisation_id" in change else 0
    for column, value in change.items():
        organisations.loc[row, column] = value
    with pytest.raises(ValueError, match=message):
        pair_space(organisations, land.ties, land.districts, land.similarity, 2017)


def test_positions_name_who_is_not_there(land):
    with pytest.raises(ValueError, match="'nobody'"):
        positions(land.at(2014), ["0001", "nobody"])


def test_new_ties_are_those_that_came(land):
    before, after = land.at(2015), land.at(2017)
    first, second = before.pairs("known")
    came = new_ties(before, after, first, second)
    assert came.any()
    assert after.tied[first[came], second[came]].all()
    assert not before.tied[first, second].any()
