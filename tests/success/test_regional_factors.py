"""Characteristics of regions against their later development."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import spearmanr

from wir.success.regional_factors import rank_associations, region_means, shared_clusters
from wir.success.regional_tables import CHARACTERISTICS, developments


def cases(n: int, seed: int, groups: int = 0, effect: float = 0.0) -> tuple[pd.DataFrame, ...]:
    """Return characteristics, developments, strata and clusters; `groups` make neighbours alike."""
    rng = np.random.default_rng(seed)
    index = pd.Index([f"r{i}" for i in range(n)])
    cluster = np.arange(n) if not groups else np.arange(n) % groups
    common = rng.normal(size=(2, groups if groups else n)) * (3.0 if groups else 0.0)
    x = rng.normal(size=n) + common[0][cluster]
    y = effect * x + rng.normal(size=n) + common[1][cluster]
    east = pd.Series(np.arange(n) < n // 2, index=index)
    return (
        pd.DataFrame({"x": x}, index=index),
        pd.DataFrame({"y": y}, index=index),
        east,
        pd.Series(cluster, index=index),
    )


def test_one_stratum_gives_spearmans_correlation() -> None:
    x, y, east, cluster = cases(30, 3, effect=0.5)
    found = rank_associations(x, y, east * False, cluster, draws=999).table.iloc[0]
    expected = spearmanr(x["x"], y["y"])
    assert found["correlation"] == pytest.approx(expected.statistic)
    assert found["p_permutation"] == pytest.approx(expected.pvalue, abs=0.02)
    assert found["lower"] < found["correlation"] < found["upper"]


def test_a_difference_between_the_strata_is_no_association() -> None:
    x, y, east, cluster = cases(60, 5)
    x, y = x.add(50 * east, axis=0), y.add(50 * east, axis=0)
    found = rank_associations(x, y, east, cluster, draws=199).table.iloc[0]
    assert abs(found["correlation"]) < 0.3
    assert spearmanr(x["x"], y["y"]).statistic > 0.7


def test_the_order_of_the_rows_does_not_matter() -> None:
    x, y, east, cluster = cases(40, 8, effect=0.4)
    one = rank_associations(x, y, east, cluster, draws=99).table
    other = rank_associations(x, y.iloc[::-1], east.iloc[::-1], cluster.iloc[::-1], draws=99).table
    pd.testing.assert_frame_equal(one, other)


def test_neighbours_that_are_alike_do_not_make_findings() -> None:
    """Without any association the test by clusters keeps its level; permuting cases does not."""
    p = pd.DataFrame(
        [
            rank_associations(*cases(60, seed, groups=12), draws=99, seed=seed).table.iloc[0]
            for seed in range(100)
        ]
    )
    assert (p["p_clusters"] <= 0.05).mean() < 0.12
    assert (p["p_permutation"] <= 0.05).mean() > 0.2
    assert (p["p"] >= p[["p_clusters", "p_permutation"]].max(axis=1)).all()


def test_a_planted_association_is_found() -> None:
    x, y, east, cluster = cases(60, 1, effect=1.0)
    rng = np.random.default_rng(0)
    noise = pd.DataFrame(rng.normal(size=(60, 9)), index=x.index, columns=list("abcdefghi"))
    found = rank_associations(x.join(noise), y, east, cluster, draws=999).table
    assert found.loc[found["found"], "characteristic"].tolist() == ["x"]
    assert (found["q"] >= found["p"] - 1e-12).all()


def test_the_smallest_correlation_of_the_clusters_is_the_larger_one() -> None:
    x, y, east, cluster = cases(60, 1, groups=12)
    alone, grouped = rank_associations(x, y, east, cluster, draws=99).smallest
    assert alone == pytest.approx(0.355, abs=0.01)
    assert grouped > alone


def test_bad_input_is_refused() -> None:
    x, y, east, cluster = cases(20, 1)
    with pytest.raises(ValueError, match="five clusters"):
        rank_associations(x, y, east, cluster % 3, draws=99)
    with pytest.raises(ValueError, match="does not vary"):
        rank_associations(x * 0, y, east, cluster, draws=99)
    with pytest.raises(ValueError, match="missing"):
        rank_associations(x.mask(x.rank() == 3), y, east, cluster, draws=99)


def test_regions_that_share_districts_are_one_cluster() -> None:
    members = {"a": ["1", "2"], "b": ["2", "3"], "c": ["3"], "d": ["4"]}
    cluster = shared_clusters(members)
    assert cluster["a"] == cluster["b"] == cluster["c"] != cluster["d"]


def test_means_are_weighted_and_gaps_stay() -> None:
    values = pd.DataFrame({"v": [1.0, 3.0, np.nan]}, index=["1", "2", "3"])
    weights = pd.Series([1.0, 3.0, 1.0], index=["1", "2", "3"])
    found = region_means(values, weights, {"a": ["1", "2"], "b": ["2", "3"]})
    assert found.loc["a", "v"] == 2.5
    assert np.isnan(found.loc["b", "v"])


def test_development_is_that_of_the_whole_region() -> None:
    panel = pd.DataFrame(
        {
            "ags": ["1", "2"] * 2,
            "year": [2018, 2018, 2021, 2021],
            "employees": [100.0, 300.0, 110.0, 330.0],
            "population": [1.0, 1.0, 3.0, 1.0],
            "gdp_per_head": [10.0, 20.0, 10.0, 20.0],
            "knowledge_occupation_share": [4.0, 8.0, 5.0, 9.0],
        }
    )
    last = {"employees": 2021, "gdp": 2021, "knowledge": 2021}
    found = developments(panel, {"a": ["1", "2"]}, 2018, last=last).loc["a"]
    assert found["employees"] == pytest.approx(100 * np.log(1.1))
    assert found["gdp"] == pytest.approx(100 * np.log(12.5 / 15))  # moved to the poorer district
    assert found["knowledge"] == pytest.approx(1.0)
    with pytest.raises(ValueError, match="not after"):
        developments(panel, {"a": ["1"]}, 2018, last=last | {"gdp": 2018})


def test_every_characteristic_is_named_once() -> None:
    assert len({one.key for one in CHARACTERISTICS}) == len(CHARACTERISTICS)
