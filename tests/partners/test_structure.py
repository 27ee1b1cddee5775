from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from wir.partners import communities, core_periphery, project, small_world
from wir.partners.projection import two_mode

KARATE = nx.to_pandas_adjacency(nx.karate_club_graph(), weight=None)


class TestCore:
    def test_a_planted_core_is_found(self):
        graph = nx.complete_graph(6)
        graph.add_edges_from((10 + i, i % 6) for i in range(12))
        found = core_periphery(nx.to_pandas_adjacency(graph))
        assert found.core[found.core].index.tolist() == list(range(6))
        assert found.correlation == pytest.approx(1)
        assert found.core_density == 1
        assert found.periphery_density == 0

    def test_no_other_core_is_better(self):
        rng = np.random.default_rng(2)
        upper = np.triu(rng.random((9, 9)) < 0.4, 1)
        table = pd.DataFrame((upper | upper.T).astype(float))

        def wrong(core: np.ndarray) -> float:
            inside, outside = np.outer(core, core), np.outer(~core, ~core)
            return (np.triu(inside, 1) & ~upper).sum() + (np.triu(outside, 1) & upper).sum()

        every = [np.array(list(f"{n:09b}")) == "1" for n in range(2**9)]
        found = core_periphery(table).core.to_numpy()
        assert wrong(found) == min(map(wrong, every))


class TestCommunities:
    @pytest.mark.parametrize("method", ["leiden", "louvain"])
    def test_planted_groups_are_found_and_stable(self, method):
        graph = nx.planted_partition_graph(4, 20, 0.6, 0.02, seed=1)
        found = communities(graph, method=method, runs=10)
        assert found.member.groupby(np.arange(80) // 20).nunique().eq(1).all()
        assert found.member.nunique() == 4
        assert found.stability == pytest.approx(1)
        assert (found.confidence == 1).all()

    def test_the_known_best_of_the_karate_club(self):
        found = communities(KARATE, runs=20)
        assert found.modularity == pytest.approx(0.41979, abs=1e-5)

    def test_chance_is_not_stable(self):
        found = communities(nx.gnm_random_graph(60, 150, seed=4), runs=20)
        assert found.stability < 0.9
        assert found.confidence.between(0, 1).all()

    def test_the_same_seed_gives_the_same(self):
        graph = nx.gnm_random_graph(60, 150, seed=4)
        one, two = communities(graph, runs=5, seed=3), communities(graph, runs=5, seed=3)
        assert one.member.equals(two.member)

    def test_unknown_method(self):
        with pytest.raises(ValueError, match="'leiden' or 'louvain'"):
            communities(KARATE, method="infomap")


class TestSmallWorld:
    def test_a_ring_with_shortcuts_is_one(self):
        graph = nx.connected_watts_strogatz_graph(200, 8, 0.05, seed=1)
        found = small_world(graph, draws=20)
        assert found.loc["small_world", "lower"] > 3
        assert found.loc["ties", "ratio"] == 1

    def test_a_random_network_is_none(self):
        found = small_world(nx.gnm_random_graph(200, 900, seed=1), draws=40)
        assert found.loc["small_world", "lower"] < 1.1
        assert found.loc["transitivity", "lower"] < found.loc["transitivity", "observed"] * 1.2

    def test_clustering_of_a_random_projection_is_that_of_projections(self):
        rng = np.random.default_rng(1)
        table = pd.DataFrame((rng.random((80, 60)) < 0.06).astype(int))
        table = table[table.sum(axis=1) > 0]
        network = project(table)
        assert small_world(network, 30).loc["transitivity", "ratio"] > 1.5
        fair = small_world(network, 30, two_mode=two_mode(table)[0])
        assert fair.loc["transitivity", "lower"] < fair.loc["transitivity", "observed"]
        assert fair.loc["transitivity", "upper"] > fair.loc["transitivity", "observed"]
