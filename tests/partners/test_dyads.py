from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from wir.partners.dyads import dyad_model, pair_table

NODES = 60


def square(values: np.ndarray) -> pd.DataFrame:
    labels = [f"n{i}" for i in range(len(values))]
    return pd.DataFrame(values, index=labels, columns=labels)


def simulated(seed: int, effect: float = 0.8, shared: float = 0.0) -> tuple:
    rng = np.random.default_rng(seed)
    place = rng.normal(size=NODES)
    near = -abs(place[:, None] - place)
    own = rng.normal(size=NODES) * shared
    other = rng.normal(size=(NODES, NODES))
    pairs = pair_table({"near": square(near), "noise": square(other + other.T)})
    size = pair_table({"s": square(own[:, None] + own)})["s"]
    chance = 1 / (1 + np.exp(-(-0.5 + effect * pairs["near"] + size)))
    return (rng.random(len(pairs)) < chance).astype(float), pairs


def test_pairs_come_once():
    table = pair_table({"a": square(np.arange(9).reshape(3, 3))})
    assert table.index.tolist() == [("n0", "n1"), ("n0", "n2"), ("n1", "n2")]
    assert table["a"].tolist() == [1, 2, 5]


def test_a_planted_effect_is_recovered():
    found = [dyad_model(*simulated(seed)).table.loc["near"] for seed in range(40)]
    assert np.mean([one["lower"] < 0.8 < one["upper"] for one in found]) > 0.85
    assert np.mean([one["coefficient"] for one in found]) == pytest.approx(0.8, abs=0.04)
    assert found[0]["ratio"] == pytest.approx(np.exp(found[0]["coefficient"]))


@pytest.mark.parametrize(
    ("family", "model"), [("logit", sm.Logit), ("linear", sm.OLS), ("poisson", sm.Poisson)]
)
def test_coefficients_are_those_of_the_plain_model(family, model):
    outcome, pairs = simulated(2)
    fit = model(outcome, sm.add_constant(pairs)).fit(**({} if family == "linear" else {"disp": 0}))
    assert np.allclose(dyad_model(outcome, pairs, family=family).table["coefficient"], fit.params)


def test_the_variance_is_the_sum_over_pairs_that_share_a_node():
    outcome, pairs = simulated(3)
    inside = [("n" in one) and int(one[1:]) < 9 and int(two[1:]) < 9 for one, two in pairs.index]
    outcome, pairs = outcome[inside], pairs[inside]
    found = dyad_model(outcome, pairs, family="linear").table
    X = sm.add_constant(pairs).to_numpy()
    scores = X * sm.OLS(outcome, X).fit().resid.to_numpy()[:, None]
    sharing = np.array([[bool(set(a) & set(b)) for b in pairs.index] for a in pairs.index])
    bread = np.linalg.inv(X.T @ X)
    variance = bread @ (scores.T @ sharing @ scores) @ bread
    assert np.allclose(found["error"], np.sqrt(np.maximum(np.diag(variance), 0)))


def test_intervals_hold_where_pairs_depend_on_their_nodes():
    kept = []
    for seed in range(60):
        outcome, pairs = simulated(seed, effect=0.0, shared=1.0)
        found = dyad_model(outcome, pairs[["near"]]).table.loc["near"]
        kept.append(found["lower"] < 0 < found["upper"])
    assert np.mean(kept) > 0.85


def test_what_is_wrong_is_said():
    outcome, pairs = simulated(4)
    with pytest.raises(ValueError, match="other values than 0 and 1"):
        dyad_model(outcome * 2, pairs)
    with pytest.raises(ValueError, match="determined by the others"):
        dyad_model(outcome, pairs.assign(twice=2 * pairs["near"]))
    with pytest.raises(ValueError, match="same pairs"):
        dyad_model(outcome, pairs.iloc[::-1])
    with pytest.raises(ValueError, match="missing values"):
        dyad_model(outcome, pairs.assign(near=np.nan))
