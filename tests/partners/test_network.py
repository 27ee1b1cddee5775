from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wir.partners import (
    centrality,
    components,
    degree_centralisation,
    density,
    ei_index,
    from_edges,
    project,
    project_sparse,
    summary,
)
from wir.partners.graphs import as_network, square
from wir.partners.projection import random_participations, two_mode

DAVIS = nx.davis_southern_women_graph()
WOMEN, EVENTS = DAVIS.graph["top"], DAVIS.graph["bottom"]
TABLE = pd.DataFrame(
    nx.bipartite.biadjacency_matrix(DAVIS, WOMEN, EVENTS).toarray(), index=WOMEN, columns=EVENTS
)
LIST = pd.DataFrame(
    [(one, event) for one in WOMEN for event in EVENTS if TABLE.loc[one, event]],
    columns=["woman", "event"],
)
KARATE = nx.to_pandas_adjacency(nx.karate_club_graph(), weight=None)
random_tables = st.integers(0, 10**6).map(
    lambda seed: pd.DataFrame(np.random.default_rng(seed).random((9, 14)) < 0.3).astype(int)
)


def star(n: int) -> pd.DataFrame:
    return nx.to_pandas_adjacency(nx.star_graph(n - 1))


class TestProjection:
    def test_weights_are_shared_projects(self):
        expected = (TABLE @ TABLE.T).where(~np.eye(len(TABLE), dtype=bool), 0)
        found = project(TABLE)
        assert (found == expected).all().all()
        assert found.index.equals(TABLE.index)

    def test_a_list_gives_the_same_as_a_table(self):
        assert project(LIST).equals(project(TABLE).loc[sorted(WOMEN), sorted(WOMEN)])

    def test_a_participation_listed_twice_counts_once(self):
        assert project(pd.concat([LIST, LIST])).equals(project(LIST))

    @settings(max_examples=25, deadline=None)
    @given(random_tables)
    def test_newman_weights_sum_to_projects_with_others(self, table):
        shared = table.loc[:, table.sum() > 1].sum(axis=1)
        assert np.allclose(project(table, weight="newman").sum(axis=1), shared)

    @pytest.mark.parametrize("weight", ["jaccard", "cosine"])
    def test_shares_are_one_for_the_same_projects(self, weight):
        table = pd.DataFrame([[1, 1, 0], [1, 1, 0], [1, 0, 1]], index=list("abc"))
        found = project(table, weight=weight)
        assert found.loc["a", "b"] == pytest.approx(1)
        assert found.loc["a", "c"] == pytest.approx({"jaccard": 1 / 3, "cosine": 0.5}[weight])

    def test_isolates_stay(self):
        found = project(LIST, actors=pd.Index([*WOMEN, "nobody"]))
        assert found.loc["nobody"].sum() == 0
        assert density(found) < density(project(LIST))

    def test_unknown_weight_and_columns_are_named(self):
        with pytest.raises(ValueError, match="Expected one of 'projects'"):
            project(TABLE, weight="sum")
        with pytest.raises(ValueError, match="no column 'firm'"):
            project(LIST, "firm", "event")
        gaps = LIST.astype(object)
        gaps.iloc[3, 0] = None
        with pytest.raises(ValueError, match="1 rows without"):
            project(gaps)

    @settings(max_examples=25, deadline=None)
    @given(random_tables, st.integers(0, 99))
    def test_random_tables_keep_both_sums(self, table, seed):
        B = two_mode(table)[0]
        drawn = random_participations(B, np.random.default_rng(seed), 200)
        assert np.array_equal(drawn.sum(axis=0), B.sum(axis=0))
        assert np.array_equal(drawn.sum(axis=1), B.sum(axis=1))
        assert drawn.max() <= 1

    def test_random_tables_reach_all_tables_equally(self):
        B = two_mode(pd.DataFrame([[1, 0], [0, 1]]))[0]
        rng = np.random.default_rng(1)
        kept = [random_participations(B, rng)[0, 0] for _ in range(2000)]
        assert np.mean(kept) == pytest.approx(0.5, abs=0.05)


class TestKinds:
    @pytest.mark.parametrize("kind", [nx.karate_club_graph(), KARATE.to_numpy(), KARATE])
    def test_all_kinds_give_the_same(self, kind):
        kind = nx.from_pandas_adjacency(KARATE) if isinstance(kind, nx.Graph) else kind
        assert np.allclose(centrality(kind), centrality(KARATE), equal_nan=True)

    def test_edges_there_and_back(self):
        network = as_network(KARATE)
        assert from_edges(network.edges(), nodes=KARATE.index).frame().equals(network.frame())

    def test_columns_in_another_order(self):
        assert square(KARATE[KARATE.columns[::-1]]).equals(KARATE.astype(float))

    @pytest.mark.parametrize(
        ("spoil", "message"),
        [
            (lambda t: t.iloc[:, 1:], "34 rows and 33 columns"),
            (lambda t: t.rename(columns={0: 99}), "same labels"),
            (lambda t: t.rename(index={0: 1}, columns={0: 1}), "more than once"),
            (lambda t: t.mask(t > 0), "missing values"),
            (lambda t: -t, "negative value"),
            (lambda t: t.where(t.index.to_numpy()[:, None] > t.columns.to_numpy(), 0), "symmetric"),
        ],
    )
    def test_what_is_wrong_is_said(self, spoil, message):
        with pytest.raises(ValueError, match=message):
            centrality(spoil(KARATE))

    def test_no_network_at_all(self):
        with pytest.raises(TypeError, match="square pandas DataFrame"):
            density([1, 2])


class TestMeasures:
    def test_against_networkx(self):
        graph = nx.from_pandas_adjacency(KARATE)
        found = centrality(KARATE)
        between = pd.Series(nx.betweenness_centrality(graph, normalized=False))
        assert np.allclose(found["betweenness"], between)
        assert np.allclose(found["coreness"], pd.Series(nx.core_number(graph)))
        whole = summary(KARATE)
        assert whole["transitivity"] == pytest.approx(nx.transitivity(graph))
        assert whole["mean_distance"] == pytest.approx(nx.average_shortest_path_length(graph))

    def test_a_star_is_as_central_as_can_be(self):
        assert degree_centralisation(star(7)) == 1
        assert degree_centralisation(nx.cycle_graph(7)) == 0

    def test_ei_index(self):
        groups = pd.Series(["a", "a", "b", "b"])
        inside = pd.DataFrame([[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]])
        assert ei_index(inside, groups) == -1
        assert ei_index(inside, pd.Series(["a", "b", "a", "b"])) == 1
        with pytest.raises(ValueError, match="no value for 1 of 4 nodes: 3"):
            ei_index(inside, groups.iloc[:3])

    def test_components_in_order_of_size(self):
        table = nx.to_pandas_adjacency(nx.disjoint_union(nx.path_graph(2), nx.path_graph(4)))
        table.loc["alone"] = 0.0
        table["alone"] = 0.0
        assert components(table).tolist() == [1, 1, 0, 0, 0, 0, 2]
        found = centrality(table)
        assert found["closeness"].isna().tolist() == [True, True, *[False] * 4, True]
        assert summary(table)["isolates"] == 1

    def test_a_network_without_ties(self):
        found = summary(pd.DataFrame(np.zeros((3, 3))))
        assert found["ties"] == 0
        assert found["density"] == 0
        assert np.isnan(found["transitivity"])


def test_large_networks_stay_sparse():
    rng = np.random.default_rng(3)
    table = pd.DataFrame(
        {"who": rng.integers(0, 6000, 20000), "what": rng.integers(0, 9000, 20000)}
    )
    network = project_sparse(table.astype(str))
    assert network.matrix.nnz < 200_000
    assert (network.matrix - network.matrix.T).nnz == 0


@pytest.mark.gold
@pytest.mark.parametrize("name", ["zachary", "florentine"])
def test_reference_numbers(gold, name):
    case = gold("burt_constraint")
    edges = case.table(f"{name}_edges.csv", dtype=str, names=["source", "target"], header=0)
    expected = case.expected[name]
    found = centrality(from_edges(edges))
    for column, key in {"eigenvector": "eigen"}.items() | {
        (one, one) for one in ("betweenness", "closeness", "coreness")
    }:
        assert (found[column] - pd.Series(expected[key])).abs().max() < 1e-7
    whole = summary(from_edges(edges))
    assert whole["density"] == pytest.approx(expected["density"], abs=1e-7)
    assert whole["assortativity"] == pytest.approx(expected["assort_degree"], abs=1e-7)


def test_a_list_of_numbers_is_no_table():
    pairs = pd.DataFrame({"organisation": [1, 1, 2, 2], "project": [10, 20, 10, 30]})
    with pytest.raises(ValueError, match="one row for each participation"):
        project(pairs)
    assert project(pairs, "organisation", "project").loc[1, 2] == 1
    table = pd.DataFrame([[1, 0, 1], [1, 1, 0]], columns=["p", "q", "r"])
    assert project(table).loc[0, 1] == 1
