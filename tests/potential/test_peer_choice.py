from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from wir.potential.activities import Activities, pool, restrict
from wir.potential.entry_features import log_quotients
from wir.potential.peer_choice import peers_by_activities, peers_by_structure

DISTRICTS = ["d1", "d2", "d3", "d4", "d5"]
STRUCTURE = pd.DataFrame(
    {"age": [1.0, 2.0, 3.0, 7.0, 8.0, 1.5, 7.6], "size": [1.0, 2.0, 3.0, 7.0, 8.0, 1.5, 7.6]},
    index=[*DISTRICTS, "low", "high"],
)
MEMBERS = {"low": ["d1", "d2"], "high": ["d5"]}


@pytest.mark.parametrize(
    ("unit", "wanted"),
    [("d1", ["d2", "d3"]), ("d4", ["d5", "d3"]), ("low", ["d3", "d4"]), ("high", ["d4", "d3"])],
)
def test_peers_are_districts_and_never_members(unit: str, wanted: list[str]) -> None:
    peers = peers_by_structure(STRUCTURE, MEMBERS, DISTRICTS, 2)
    own = peers[peers["unit"] == unit].sort_values("place")
    assert list(own["peer"]) == wanted
    assert list(own["place"]) == [1, 2]


def test_only_districts_of_the_run_can_be_peers() -> None:
    peers = peers_by_structure(STRUCTURE, MEMBERS, ["d1", "d3", "d5"], 2)
    assert set(peers["peer"]) == {"d1", "d3", "d5"}
    assert set(peers.loc[peers["unit"] == "d2", "peer"]) == {"d1", "d3"}
    assert not peers.duplicated(["unit", "peer"]).any()


def few(activities: Activities, count: int) -> Activities:
    """Return the first activities only, fewer than there are components."""
    return replace(
        activities, lq={year: table.iloc[:, :count] for year, table in activities.lq.items()}
    )


def test_nearest_by_activities_are_nearest_in_logarithms(region_activities: Activities) -> None:
    some = few(region_activities, 8)
    peers = peers_by_activities(some, 5)
    values = log_quotients(some.quotients(2022)).to_numpy()
    gaps = np.linalg.norm(values[:, None] - values[None], axis=2)
    np.fill_diagonal(gaps, np.inf)
    for row in (0, 17, 59):
        own = peers[peers["unit"] == some.regions[row]].sort_values("place")
        assert list(own["peer"]) == list(some.regions[np.argsort(gaps[row])[:5]])


def test_main_components_keep_who_is_alike(region_activities: Activities) -> None:
    peers = peers_by_activities(region_activities, 10)
    assert (peers.groupby("unit").size() == 10).all()
    values = log_quotients(region_activities.quotients(2022))
    inside = [
        np.linalg.norm(values.loc[unit] - values.loc[peer])
        for unit, peer in zip(peers["unit"], peers["peer"], strict=True)
    ]
    every = np.linalg.norm(values.to_numpy()[:, None] - values.to_numpy()[None], axis=2)
    assert np.mean(inside) < 0.8 * every[every > 0].mean()


def test_fewer_regions_than_peers(region_activities: Activities) -> None:
    peers = peers_by_activities(restrict(region_activities, ["r01", "r02", "r03"]), 60)
    assert (peers.groupby("unit").size() == 2).all()
    two = peers_by_activities(restrict(region_activities, ["r01", "r02"]), 60)
    assert dict(zip(two["unit"], two["peer"], strict=True)) == {"r01": "r02", "r02": "r01"}


def test_pooled_regions_have_peers_by_activities_but_not_among_their_members(
    region_activities: Activities,
) -> None:
    members = {"both": ["r00", "r01"], "one": ["r05"]}
    whole = pool(region_activities, members)
    peers = peers_by_activities(region_activities, 5, pooled=whole, members=members)
    alone = peers_by_activities(region_activities, 5)
    assert set(peers["unit"]) == {*region_activities.regions, *members}
    assert set(peers["peer"]) <= set(region_activities.regions)
    rows = peers["unit"].isin(region_activities.regions)
    pd.testing.assert_frame_equal(peers[rows].reset_index(drop=True), alone)
    for name, inside in members.items():
        own = peers[peers["unit"] == name]
        assert len(own) == 5
        assert not set(own["peer"]) & set(inside)
    # the pooled region of one district has the peers of that district
    one, district = (alone if unit == "r05" else peers for unit in ("one", "r05"))
    assert list(one[one["unit"] == "one"]["peer"]) == list(
        district[district["unit"] == "r05"]["peer"]
    )
