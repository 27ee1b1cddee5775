from __future__ import annotations

from itertools import product

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom

from wir.partners import bicm_probabilities, disparity, sdsm
from wir.partners.backbone import _upper_tail, disparity_edges, sdsm_edges
from wir.partners.graphs import as_network

DAVIS = nx.davis_southern_women_graph()
WOMEN, EVENTS = DAVIS.graph["top"], DAVIS.graph["bottom"]
TABLE = pd.DataFrame(
    nx.bipartite.biadjacency_matrix(DAVIS, WOMEN, EVENTS).toarray(), index=WOMEN, columns=EVENTS
)
WEIGHTED = nx.to_pandas_adjacency(nx.les_miserables_graph())


class TestDisparity:
    def test_by_the_formula(self):
        table = pd.DataFrame([[0, 8, 1, 1], [8, 0, 0, 0], [1, 0, 0, 3], [1, 0, 3, 0]]).astype(float)
        found = disparity(table)
        assert found.loc[0, 1] == pytest.approx(0.2**2)
        assert found.loc[2, 3] == pytest.approx(0.25)
        assert found.loc[0, 2] == pytest.approx(0.75)
        assert np.isnan(found.loc[1, 2])
        assert found.equals(found.T)

    def test_a_node_with_one_tie_says_nothing(self):
        assert disparity(pd.DataFrame([[0.0, 5.0], [5.0, 0.0]])).loc[0, 1] == 1

    def test_alpha_gives_the_backbone(self):
        kept = disparity(WEIGHTED, alpha=0.05)
        assert kept.equals(disparity(WEIGHTED) < 0.05)
        with pytest.raises(ValueError, match="Expected a level between 0 and 1"):
            disparity(WEIGHTED, alpha=5)

    def test_edges_agree_with_the_table(self):
        edges, table = disparity_edges(as_network(WEIGHTED)), disparity(WEIGHTED)
        assert all(
            table.loc[one, other] == pytest.approx(p)
            for one, other, p in edges[["source", "target", "p_value"]].itertuples(index=False)
        )


class TestSDSM:
    def test_probabilities_reproduce_all_sums(self):
        P = bicm_probabilities(TABLE)
        assert np.allclose(P.sum(), TABLE.sum(), atol=1e-7)
        assert np.allclose(P.sum(axis=1), TABLE.sum(axis=1), atol=1e-7)

    def test_exact_is_the_sum_over_all_outcomes(self):
        table = TABLE.iloc[:, :7]
        table = table[table.sum(axis=1) > 0]
        p = sdsm(table, method="exact")
        P = bicm_probabilities(table).to_numpy()
        one, other = 0, 2
        q = P[one] * P[other]
        shared = int((table.iloc[one] * table.iloc[other]).sum())
        total = sum(
            np.prod(np.where(outcome, q, 1 - q))
            for outcome in product([0, 1], repeat=len(q))
            if sum(outcome) >= shared
        )
        assert p.iloc[one, other] == pytest.approx(total)

    def test_tiny_tails_do_not_vanish(self):
        for number in range(1, 13):
            found = _upper_tail(np.array([[1e-3, 0.0], [0.2, 0.0]]), np.array([50, 7]), number)
            expected = binom.sf(number - 1, 50, [1e-3, 0.2])
            assert np.allclose(found, expected, rtol=1e-9, atol=0)
        assert 0 < found[0] < 1e-20

    def test_rows_and_columns_that_are_certain(self):
        table = TABLE.copy()
        table["everybody"], table["nobody"] = 1, 0
        P = bicm_probabilities(table)
        assert (P["everybody"] == 1).all()
        assert (P["nobody"] == 0).all()
        assert np.allclose(P[EVENTS].sum(), TABLE.sum(), atol=1e-7)

    def test_edges_agree_with_the_table(self):
        pairs = pd.DataFrame(
            [(one, event) for one in WOMEN for event in EVENTS if TABLE.loc[one, event]]
        )
        edges, table = sdsm_edges(pairs), sdsm(TABLE, method="exact")
        assert len(edges) == table.notna().sum().sum() / 2
        assert all(
            table.loc[one, other] == pytest.approx(p)
            for one, other, p in edges[["source", "target", "p_value"]].itertuples(index=False)
        )

    def test_unknown_method(self):
        with pytest.raises(ValueError, match="refined_normal"):
            sdsm(TABLE, method="monte carlo")


@pytest.mark.gold
def test_reference_numbers(gold):
    case = gold("backbone_sdsm")
    expected = case.expected
    edges = case.table("davis_edges.csv")
    table = pd.crosstab(edges["woman"], edges["event"]).loc[expected["women"], expected["events"]]
    reference = np.array(expected["sdsm_upper_p"], dtype=float)
    found = sdsm(table).to_numpy()
    assert np.array_equal(np.isnan(found), np.isnan(reference))
    assert np.nanmax(abs(found - reference)) < 1e-7
    assert abs(bicm_probabilities(table).to_numpy() - np.array(expected["bicm"])).max() < 1e-7
    for alpha in ("0.05", "0.1", "0.2"):
        kept = sdsm(table, alpha=float(alpha)).to_numpy().sum() / 2
        assert kept == expected[f"sdsm_edges_alpha{alpha}"]
    filtered = expected["disparity"]
    found = disparity(pd.DataFrame(filtered["W"])).to_numpy()
    assert np.nanmax(abs(found - np.array(filtered["upper_p"], dtype=float))) < 1e-7
    kept = disparity(pd.DataFrame(filtered["W"]), alpha=filtered["alpha"])
    assert np.array_equal(kept, np.array(filtered["backbone"], dtype=bool))
