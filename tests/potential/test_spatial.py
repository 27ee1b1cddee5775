from collections.abc import Callable
from typing import Any

import esda
import geopandas as gpd
import libpysal
import numpy as np
import pandas as pd
import pytest
from libpysal.graph import Graph
from shapely.geometry import Point, box

from wir.potential.spatial import (
    cluster_blocks,
    contiguity_weights,
    local_morans_i,
    morans_i,
)


def _grid(side: int, gap: float = 0.0) -> gpd.GeoDataFrame:
    """Return squares of 10 km in the middle of the projection, labelled by row and column."""
    cells = [
        box(4e6 + 1e4 * c, 3e6 + 1e4 * r, 4e6 + 1e4 * (c + 1) - gap, 3e6 + 1e4 * (r + 1) - gap)
        for r in range(side)
        for c in range(side)
    ]
    labels = [f"{r}{c}" for r in range(side) for c in range(side)]
    return gpd.GeoDataFrame({"ags": labels}, geometry=cells, crs="EPSG:3035")


def _neighbours(graph: Graph, label: str) -> set[str]:
    return set(graph[label].index)


def test_queen_and_rook_on_a_grid() -> None:
    queen = contiguity_weights(_grid(3))
    assert _neighbours(queen, "11") == {"00", "01", "02", "10", "12", "20", "21", "22"}
    assert _neighbours(queen, "00") == {"01", "10", "11"}
    rook = contiguity_weights(_grid(3), kind="rook")
    assert _neighbours(rook, "11") == {"01", "10", "12", "21"}
    assert list(queen.unique_ids) == list(_grid(3)["ags"])


def test_degrees_give_the_same_neighbours() -> None:
    assert contiguity_weights(_grid(4).to_crs(4326)).equals(contiguity_weights(_grid(4)))


def test_an_island_is_tied_to_the_nearest_district_both_ways() -> None:
    grid = _grid(3)
    island = gpd.GeoDataFrame(
        {"ags": ["sea"]}, geometry=[Point(4.05e6, 3.005e6).buffer(1e3)], crs="EPSG:3035"
    )
    graph = contiguity_weights(pd.concat([island, grid], ignore_index=True))
    assert _neighbours(graph, "sea") == {"02"}
    assert "sea" in _neighbours(graph, "02")
    assert next(iter(graph.unique_ids)) == "sea"
    assert len(graph.isolates) == 0
    assert graph.asymmetry().empty


def test_an_enclave_borders_on_what_surrounds_it() -> None:
    hole = box(4.02e6, 3.02e6, 4.03e6, 3.03e6)
    ring = box(4e6, 3e6, 4.05e6, 3.05e6).difference(hole)
    far = box(4.05e6, 3e6, 4.06e6, 3.05e6)
    shapes = gpd.GeoDataFrame(geometry=[hole, ring, far], index=list("hrf"), crs="EPSG:3035")
    graph = contiguity_weights(shapes)
    assert _neighbours(graph, "h") == {"r"}
    assert _neighbours(graph, "r") == {"h", "f"}


def test_small_gaps_are_bridged_on_request() -> None:
    torn = _grid(3, gap=50)
    assert _neighbours(contiguity_weights(torn, tolerance=200), "11") == {
        *("00", "01", "02", "10", "12", "20", "21", "22")
    }


def test_bad_boundaries_are_named() -> None:
    grid = _grid(2)
    with pytest.raises(ValueError, match="no coordinate reference system"):
        contiguity_weights(grid.set_crs(None, allow_override=True))
    with pytest.raises(ValueError, match="more than once: '00'"):
        contiguity_weights(pd.concat([grid, grid.iloc[[0]]]))
    with pytest.raises(ValueError, match="Give at least two"):
        contiguity_weights(grid.iloc[[0]])
    empty = grid.copy()
    empty.loc[1, "geometry"] = None
    with pytest.raises(ValueError, match="without a geometry: '01'"):
        contiguity_weights(empty)
    with pytest.raises(ValueError, match="kind is 'king'"):
        contiguity_weights(grid, kind="king")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="tolerance is 5"):
        contiguity_weights(grid, kind="rook", tolerance=5)


def _checkerboard(side: int) -> pd.Series:
    values = {f"{r}{c}": float((r + c) % 2) for r in range(side) for c in range(side)}
    return pd.Series(values)


def test_checkerboard_is_minus_one_and_halves_are_high() -> None:
    rook = contiguity_weights(_grid(8), kind="rook")
    board = morans_i(_checkerboard(8), rook)
    assert board.i == pytest.approx(-1)
    assert board.p_permutation == pytest.approx(0.001)
    halves = pd.Series({label: float(label[0] < "4") for label in rook.unique_ids})
    half = morans_i(halves, rook)
    assert half.i > 0.8
    assert half.z > 5
    assert half.expected == pytest.approx(-1 / 63)


def test_labels_decide_and_not_positions() -> None:
    graph = contiguity_weights(_grid(6))
    values = pd.Series(np.random.default_rng(0).normal(size=36), index=graph.unique_ids)
    shuffled = values.sample(frac=1, random_state=1)
    first, second = morans_i(values, graph), morans_i(shuffled, graph)
    assert first.i == pytest.approx(second.i)
    assert first.variance == pytest.approx(second.variance)
    local = local_morans_i(shuffled, graph, permutations=99)
    np.testing.assert_allclose(
        local["local_i"].loc[values.index],
        local_morans_i(values, graph, permutations=99)["local_i"],
    )
    assert list(local.index) == list(shuffled.index)


def test_noise_is_rarely_significant() -> None:
    graph = contiguity_weights(_grid(10))
    rng = np.random.default_rng(3)
    found, clusters = 0, 0
    for draw in range(60):
        values = pd.Series(rng.normal(size=100), index=graph.unique_ids)
        found += morans_i(values, graph, permutations=199, seed=draw).p_permutation <= 0.05
        local = local_morans_i(values, graph, permutations=999, seed=draw)
        clusters += (local["cluster"] != "not significant").any()
    assert found <= 8  # 3 expected
    assert clusters <= 8  # at most 5 % of maps with a false cluster are promised


def test_planted_cluster_is_found_where_it_is() -> None:
    graph = contiguity_weights(_grid(10))
    rng = np.random.default_rng(4)
    values = pd.Series(rng.normal(size=100), index=graph.unique_ids)
    core = [f"{r}{c}" for r in (2, 3, 4) for c in (5, 6, 7)]
    values[core] += 5
    table = local_morans_i(values, graph, permutations=9999, seed=1)
    assert table.loc["36", "cluster"] == "high-high"
    hot = table.index[table["cluster"] == "high-high"]
    assert set(hot) <= set(core)
    assert len(hot) >= 5
    assert (table["q_value"] >= table["p_value"] - 1e-12).all()


@pytest.mark.filterwarnings("ignore:The alternative hypothesis:DeprecationWarning")
def test_columbus_with_esda() -> None:
    data = gpd.read_file(libpysal.examples.get_path("columbus.shp"))
    graph = Graph.build_contiguity(data, rook=False)
    crime = data["CRIME"]
    ours, theirs = morans_i(crime, graph), esda.Moran(crime, graph, permutations=0)
    assert ours.i == pytest.approx(theirs.I)
    assert ours.z == pytest.approx(theirs.z_rand)
    old = graph.to_W()
    assert morans_i(crime, old).i == pytest.approx(theirs.I)
    local = local_morans_i(crime, graph, permutations=9999, seed=0)
    peer = esda.Moran_Local(crime, graph, permutations=9999, seed=0)
    n = len(crime)
    np.testing.assert_allclose(local["local_i"], peer.Is * n / (n - 1))  # esda's m2 has n - 1
    np.testing.assert_allclose(local["p_value"], np.minimum(1, 2 * peer.p_sim), atol=0.03)
    names = pd.Series(["high-high", "low-high", "low-low", "high-low"], index=[1, 2, 3, 4])
    assert (local["quadrant"].to_numpy() == names.loc[peer.q].to_numpy()).all()
    assert local["local_i"].mean() == pytest.approx(ours.i)


def test_same_seed_same_p() -> None:
    graph = contiguity_weights(_grid(6))
    values = pd.Series(np.random.default_rng(0).normal(size=36), index=graph.unique_ids)
    state = np.random.get_state()[1].copy()  # noqa: NPY002
    first = local_morans_i(values, graph, permutations=199, seed=1)
    pd.testing.assert_frame_equal(first, local_morans_i(values, graph, permutations=199, seed=1))
    other = local_morans_i(values, graph, permutations=199, seed=2)
    assert not first["p_value"].equals(other["p_value"])
    np.testing.assert_array_equal(state, np.random.get_state()[1])  # noqa: NPY002


def test_bad_values_are_named() -> None:
    graph = contiguity_weights(_grid(3))
    values = pd.Series(np.arange(9.0), index=graph.unique_ids)
    with pytest.raises(ValueError, match="missing values in 1 of 9 rows: '00'"):
        morans_i(values.where(values > 0), graph)
    with pytest.raises(ValueError, match="without a value: '22'"):
        morans_i(values.drop("22"), graph)
    with pytest.raises(ValueError, match="not all with the same value"):
        morans_i(values * 0, graph)
    with pytest.raises(ValueError, match="permutations is 0"):
        local_morans_i(values, graph, permutations=0)
    with pytest.raises(ValueError, match="alpha is 5"):
        local_morans_i(values, graph, alpha=5)
    lonely = Graph.from_arrays(["a", "b", "c", "d"], ["b", "a", "d", "d"], [1, 1, 1, 0])
    with pytest.raises(ValueError, match="without a neighbour: 'd'"):
        morans_i(pd.Series([1.0, 2, 3, 4], index=list("abcd")), lonely)


@pytest.mark.gold
def test_equals_spdep(gold: Callable[[str], Any]) -> None:
    spdep = gold("spdep_columbus")
    pairs = spdep.table("neighbours.csv")
    graph = Graph.from_arrays(pairs.iloc[:, 0], pairs.iloc[:, 1], np.ones(len(pairs)))
    crime = spdep.table("columbus.csv")["CRIME"].set_axis(range(1, 50))
    expected = spdep.expected["moran"]
    result = morans_i(crime, graph)
    assert result.i == pytest.approx(expected["I"], abs=1e-10)
    assert result.expected == pytest.approx(expected["EI"], abs=1e-10)
    assert result.variance == pytest.approx(expected["var_rand"], abs=1e-10)
    assert result.z == pytest.approx(expected["z"], abs=1e-8)
    assert result.p_value / 2 == pytest.approx(expected["p_greater"], rel=1e-8)
    local = local_morans_i(crime, graph, permutations=99)["local_i"]
    np.testing.assert_allclose(local, spdep.expected["local_I"], atol=1e-9)


def test_blocks_are_connected_districts_of_one_cluster_the_largest_first() -> None:
    grid = _grid(5)
    rows = ["h....", "..hh.", "..hhl", "l...l", "....."]
    kind = {"h": "high-high", "l": "low-low", ".": "not significant"}
    clusters = pd.Series([kind[sign] for sign in "".join(rows)], index=grid["ags"])
    blocks = cluster_blocks(clusters, contiguity_weights(grid, key="ags", kind="rook"))
    assert blocks.to_dict() == {
        "00": 2, "12": 1, "13": 1, "22": 1, "23": 1, "24": 1, "30": 2, "34": 1
    }  # fmt: skip


def test_no_cluster_gives_no_block() -> None:
    grid = _grid(3)
    clusters = pd.Series("not significant", index=grid["ags"])
    assert cluster_blocks(clusters, contiguity_weights(grid, key="ags")).empty
