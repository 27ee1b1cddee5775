from __future__ import annotations

from itertools import permutations

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wir.partners import (
    brokerage_roles,
    brokerage_test,
    constraint,
    effective_size,
    ei_index,
    from_edges,
)
from wir.partners.brokerage import ROLES, role_probabilities

KARATE = nx.to_pandas_adjacency(nx.karate_club_graph(), weight=None)
WEIGHTED = nx.to_pandas_adjacency(nx.les_miserables_graph())


def random_network(seed: int, directed: bool = False, n: int = 9) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    table = (rng.random((n, n)) < 0.35).astype(float)
    if not directed:
        table = np.maximum(np.triu(table, 1), np.triu(table, 1).T)
    np.fill_diagonal(table, 0)
    return pd.DataFrame(table)


def counted(table: pd.DataFrame, groups: pd.Series) -> pd.DataFrame:
    """Count roles as they are defined, triple by triple."""
    found = pd.DataFrame(0, index=table.index, columns=list(ROLES))
    for a, b, c in permutations(table.index, 3):
        if table.loc[a, b] and table.loc[b, c] and not table.loc[a, c]:
            same = (groups[a] == groups[b], groups[b] == groups[c], groups[a] == groups[c])
            role = {
                (True, True, True): "coordinator",
                (False, False, True): "itinerant",
                (False, True, False): "gatekeeper",
                (True, False, False): "representative",
                (False, False, False): "liaison",
            }[same]
            found.loc[b, role] += 1
    return found


class TestConstraint:
    @pytest.mark.parametrize("table", [KARATE, WEIGHTED])
    def test_against_networkx(self, table):
        graph = nx.from_pandas_adjacency(table)
        expected = pd.Series(nx.constraint(graph, weight="weight"))
        assert np.allclose(constraint(table), expected)

    def test_weights_can_be_left_out(self):
        graph = nx.from_pandas_adjacency(WEIGHTED)
        assert np.allclose(constraint(WEIGHTED, weighted=False), pd.Series(nx.constraint(graph)))

    def test_isolates_have_none(self):
        table = KARATE.copy()
        table.loc[99] = 0.0
        table[99] = 0.0
        assert np.isnan(constraint(table)[99])
        assert np.isnan(effective_size(table)[99])
        assert np.allclose(constraint(table)[:-1], constraint(KARATE))

    @pytest.mark.gold
    @pytest.mark.parametrize("name", ["zachary", "florentine"])
    def test_reference_numbers(self, gold, name):
        case = gold("burt_constraint")
        edges = case.table(f"{name}_edges.csv", dtype=str, names=["source", "target"], header=0)
        found = constraint(from_edges(edges))
        assert (found - pd.Series(case.expected[name]["constraint"])).abs().max() < 1e-7


def test_products_in_parts_are_the_same(monkeypatch):
    groups = pd.Series(np.arange(len(WEIGHTED)) % 3, index=WEIGHTED.index)
    whole = constraint(WEIGHTED), effective_size(WEIGHTED), brokerage_roles(WEIGHTED, groups)
    monkeypatch.setattr("wir.partners.graphs.ROWS", 10)
    parts = constraint(WEIGHTED), effective_size(WEIGHTED), brokerage_roles(WEIGHTED, groups)
    assert all(np.allclose(one, other) for one, other in zip(whole, parts, strict=True))


class TestEffectiveSize:
    def test_without_weights_as_borgatti(self):
        graph = nx.from_pandas_adjacency(KARATE)
        expected = {
            node: len(graph[node])
            - 2 * graph.subgraph(graph[node]).number_of_edges() / len(graph[node])
            for node in graph
        }
        assert np.allclose(effective_size(KARATE), pd.Series(expected))

    def test_weighted_as_defined(self):
        found = effective_size(WEIGHTED)
        Z = WEIGHTED.to_numpy()
        P, M = Z / Z.sum(axis=1, keepdims=True), Z / Z.max(axis=1, keepdims=True)
        for i in range(0, len(Z), 7):
            contacts = np.flatnonzero(Z[i])
            size = sum(
                1 - sum(P[i, q] * M[j, q] for q in range(len(Z)) if q not in (i, j))
                for j in contacts
            )
            assert found.iloc[i] == pytest.approx(size)


class TestRoles:
    @settings(max_examples=30, deadline=None)
    @given(st.integers(0, 10**6), st.booleans())
    def test_as_counted_triple_by_triple(self, seed, directed):
        table = random_network(seed, directed)
        groups = pd.Series(np.random.default_rng(seed).integers(0, 3, len(table)).astype(str))
        found = brokerage_roles(table, groups)
        assert found[list(ROLES)].equals(counted(table, groups).astype(float))

    def test_the_exact_expectation_is_the_mean_of_all_permutations(self):
        table = random_network(4, n=6)
        groups = pd.Series(list("aabbbc"))
        drawn = [counted(table, pd.Series(list(order))) for order in set(permutations(groups))]
        mean = sum(drawn) / len(drawn)
        found = brokerage_roles(table, groups)
        assert np.allclose(found[[f"expected_{role}" for role in ROLES]], mean)

    def test_probabilities_sum_to_one(self):
        assert sum(role_probabilities([0, 0, 1, 1, 1, 2]).values()) == pytest.approx(1)

    def test_a_broker_between_groups_is_found_by_the_test(self):
        # Two cliques of two groups that only one node joins: it is what lets each group out.
        graph = nx.compose(nx.complete_graph(8), nx.complete_graph(range(7, 15)))
        groups = pd.Series(["a"] * 8 + ["b"] * 7)
        test = brokerage_test(graph, groups, draws=199, seed=1)
        assert test.loc["gatekeeper", "p_value"] < 0.02
        assert test.loc["gatekeeper", "observed"] > test.loc["gatekeeper", "upper"]
        assert test.loc["liaison", "observed"] == 0

    def test_given_permutations_are_used(self):
        groups = pd.Series(["a"] * 17 + ["b"] * 17)
        same = brokerage_test(KARATE, groups, permutations=np.tile(np.arange(34), (9, 1)))
        assert np.allclose(same["ratio"][["coordinator", "gatekeeper"]], 1)
        assert (same["p_value"] == 1).all()

    def test_a_node_without_a_group_is_named(self):
        with pytest.raises(ValueError, match="1 of 34 nodes: 33"):
            brokerage_roles(KARATE, pd.Series(["a"] * 33))

    @pytest.mark.gold
    def test_reference_numbers(self, gold):
        case = gold("burt_constraint")
        edges = case.table("zachary_edges.csv", dtype=str, names=["source", "target"], header=0)
        groups = case.table("zachary_groups.csv", dtype=str).set_index("node")["group"]
        reference = case.expected["zachary_gould_fernandez"]
        order = ["coordinator", "itinerant", "representative", "gatekeeper", "liaison", "total"]
        expected = pd.DataFrame(reference["raw"], index=reference["nodes"], columns=order)
        found = brokerage_roles(from_edges(edges), groups)
        assert (found.loc[expected.index, order] == expected).all().all()
        assert ei_index(from_edges(edges), groups) == pytest.approx(
            case.expected["zachary"]["EI_index"], abs=1e-7
        )


def test_groups_as_a_list_stand_for_the_nodes_in_their_order():
    path = pd.DataFrame([[0, 1, 0], [1, 0, 1], [0, 1, 0]], index=list("abc"), columns=list("abc"))
    groups = pd.Series(["x", "y", "z"], index=list("abc"))
    expected = brokerage_roles(path, groups)
    for one in (list(groups), groups.to_numpy(), dict(groups)):
        pd.testing.assert_frame_equal(brokerage_roles(path, one), expected)
    with pytest.raises(ValueError, match="2 values for 3 nodes"):
        brokerage_roles(path, ["x", "y"])
