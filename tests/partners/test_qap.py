from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from wir.partners import mrqap, qap_correlation

LABELS = [f"n{i}" for i in range(14)]
UPPER = np.triu_indices(14, 1)


def network(seed: int, directed: bool = False) -> pd.DataFrame:
    values = np.random.default_rng(seed).normal(size=(14, 14))
    if not directed:
        values = values + values.T
    return pd.DataFrame(values, index=LABELS, columns=LABELS)


def orders(seed: int = 0, draws: int = 40) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return np.array([rng.permutation(14) for _ in range(draws)])


def pairs(table: pd.DataFrame, directed: bool = False) -> np.ndarray:
    if directed:
        return table.to_numpy()[~np.eye(14, dtype=bool)]
    return table.to_numpy()[UPPER]


class TestCorrelation:
    @pytest.mark.parametrize("directed", [False, True])
    def test_each_draw_as_defined(self, directed):
        x, y = network(1, directed), network(2, directed)
        given = orders()
        found = qap_correlation(x, y, permutations=given)
        r = np.corrcoef(pairs(x, directed), pairs(y, directed))[0, 1]
        drawn = [
            np.corrcoef(pairs(x, directed), pairs(y.iloc[p, p], directed))[0, 1] for p in given
        ]
        assert found.correlation == pytest.approx(r)
        assert np.allclose(found.distribution, drawn)
        assert found.p_greater == (1 + sum(one >= r for one in drawn)) / 41
        assert found.p_less == (1 + sum(one <= r for one in drawn)) / 41
        assert found.p_value == (1 + sum(abs(one) >= abs(r) for one in drawn)) / 41

    def test_the_diagonal_and_the_order_of_labels_do_not_matter(self):
        x, y = network(1), network(2)
        other = x.mask(np.eye(14, dtype=bool), 99.0)
        shuffled = y.loc[LABELS[::-1], LABELS[::-1]]
        one = qap_correlation(x, y, permutations=orders())
        two = qap_correlation(other, shuffled, permutations=orders())
        assert two.correlation == pytest.approx(one.correlation)
        assert np.allclose(one.distribution, two.distribution)

    def test_a_network_goes_with_itself(self):
        graph = nx.karate_club_graph()
        found = qap_correlation(graph, graph, draws=99)
        assert found.correlation == pytest.approx(1)
        assert found.p_greater == 0.01

    def test_the_level_is_kept(self):
        p = [qap_correlation(network(i), network(500 + i), 99, seed=i).p_value for i in range(200)]
        assert 0.01 < np.mean(np.array(p) <= 0.05) < 0.1

    @pytest.mark.parametrize(
        ("given", "message"),
        [
            (np.zeros((3, 14), dtype=int), "Row 0 of permutations"),
            (np.zeros((3, 13), dtype=int), "draws × 14"),
            (np.zeros((3, 14)), "whole numbers"),
        ],
    )
    def test_permutations_that_are_none(self, given, message):
        with pytest.raises(ValueError, match=message):
            qap_correlation(network(1), network(2), permutations=given)

    def test_bad_networks_are_named(self):
        with pytest.raises(ValueError, match="y and x do not have the same labels"):
            qap_correlation(network(1), network(2).iloc[1:, 1:])
        with pytest.raises(ValueError, match="x has the same value for every pair"):
            qap_correlation(network(1) * 0 + 4, network(2))

    @pytest.mark.gold
    def test_reference_number(self, gold):
        case = gold("burt_constraint")
        edges = case.table("zachary_edges.csv", dtype=str)
        groups = case.table("zachary_groups.csv", dtype=str).set_index("node")["group"]
        graph = nx.from_pandas_edgelist(edges, "from", "to")
        same = pd.DataFrame(
            (groups.to_numpy()[:, None] == groups.to_numpy()).astype(float),
            index=groups.index,
            columns=groups.index,
        )
        found = qap_correlation(graph, same, draws=500)
        assert found.correlation == pytest.approx(case.expected["qap"]["gcor"], abs=1e-7)
        assert found.p_greater == 1 / 501


class TestRegression:
    def as_defined(self, y, predictors, given, directed):
        """Regress anew for every draw."""
        names = list(predictors)
        columns = {name: pairs(predictors[name], directed) for name in names}
        target = pairs(y, directed)
        fitted = sm.OLS(target, sm.add_constant(np.column_stack(list(columns.values())))).fit()
        draws = {}
        for name in names:
            rest = sm.add_constant(np.column_stack([columns[n] for n in names if n != name]))
            values = sm.OLS(columns[name], rest).fit().resid
            array = np.zeros((14, 14))
            if directed:
                array[~np.eye(14, dtype=bool)] = values
            else:
                array[UPPER] = values
                array = array + array.T
            draws[name] = [
                sm.OLS(
                    target,
                    np.column_stack([rest, pairs(pd.DataFrame(array[np.ix_(p, p)]), directed)]),
                )
                .fit()
                .tvalues[-1]
                for p in given
            ]
        return fitted, pd.DataFrame(draws)

    @pytest.mark.parametrize("directed", [False, True])
    def test_each_draw_as_defined(self, directed):
        predictors = {"a": network(1, directed), "b": network(2, directed)}
        predictors["c"] = predictors["a"] * 0.7 + network(3, directed)
        y = predictors["a"] * 0.3 + network(4, directed)
        given = orders(5, 25)
        found = mrqap(y, predictors, permutations=given)
        fitted, drawn = self.as_defined(y, predictors, given, directed)
        assert np.allclose(found.table["coefficient"], fitted.params)
        assert np.allclose(found.table["t"], fitted.tvalues)
        assert found.r_squared == pytest.approx(fitted.rsquared)
        assert np.allclose(found.t_draws, drawn)
        for place, name in enumerate(predictors, 1):
            beyond = (drawn[name].abs() >= abs(fitted.tvalues[place])).sum()
            assert found.table.loc[name, "p_value"] == (1 + beyond) / 26

    def test_one_predictor_may_be_a_table(self):
        found = mrqap(network(1), network(2), draws=19)
        assert found.table.index.tolist() == ["intercept", "x"]
        assert np.isnan(found.table.loc["intercept", "p_value"])

    def test_standardised_is_the_correlation_for_one_predictor(self):
        found = mrqap(network(1), network(2), draws=9)
        r = qap_correlation(network(1), network(2), draws=9).correlation
        assert found.table.loc["x", "standardised"] == pytest.approx(r)

    def test_the_level_is_kept_with_a_correlated_predictor(self):
        p = []
        for i in range(120):
            a = network(i)
            y = a * 0.5 + network(1000 + i)
            predictors = {"a": a, "b": a * 0.6 + network(3000 + i)}
            p.append(mrqap(y, predictors, 99, seed=i).table.loc["b", "p_value"])
        assert np.mean(np.array(p) <= 0.05) < 0.12

    def test_a_predictor_that_others_determine(self):
        x = network(1)
        with pytest.raises(ValueError, match="determined by the others"):
            mrqap(network(2), {"a": x, "b": 2 * x + 1}, draws=9)
        with pytest.raises(ValueError, match="No predictors"):
            mrqap(network(2), {}, draws=9)


def test_predictors_as_a_list_are_numbered():
    rng = np.random.default_rng(3)
    y, one, two = (pd.DataFrame(part + part.T) for part in rng.normal(size=(3, 8, 8)))
    listed = mrqap(y, [one, two], draws=9).table
    named = mrqap(y, {"x1": one, "x2": two}, draws=9).table
    pd.testing.assert_frame_equal(listed, named)
    with pytest.raises(TypeError, match="name → square table"):
        mrqap(y, one.to_numpy(), draws=9)
