import numpy as np
import pandas as pd
import pytest
from scipy.stats import spearmanr

from wir.potential.activities import Activities
from wir.potential.complexity import complexity_index
from wir.potential.stability import complexity_by_year, rank_stability


@pytest.mark.parametrize("threshold", [1.0, 0.8])
def test_complexity_of_each_year(region_activities: Activities, threshold: float) -> None:
    table = complexity_by_year(region_activities, threshold)
    assert list(table.columns) == region_activities.years
    assert list(table.index) == list(region_activities.regions)
    for year in (2010, 2022):
        wanted = complexity_index(region_activities.specialised(year, threshold)).eci
        pd.testing.assert_series_equal(table[year], wanted, check_names=False)


def test_rank_correlation_with_the_reference() -> None:
    rng = np.random.default_rng(0)
    first = rng.normal(size=50)
    table = pd.DataFrame({2020: np.exp(first), 2021: first + rng.normal(size=50), 2022: first})
    stable = rank_stability(table, 2022)
    assert stable.name == "rank_correlation"
    assert stable[2020] == pytest.approx(1)
    assert stable[2022] == pytest.approx(1)
    assert stable[2021] == pytest.approx(spearmanr(table[2021], first).statistic)
    assert 0 < stable[2021] < 0.95
    assert rank_stability(table.assign(x=-first), 2022)["x"] == pytest.approx(-1)
