from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wir.potential.dispersion import gini


def test_gini_by_hand() -> None:
    assert gini(pd.Series([5.0, 5.0, 5.0])) == pytest.approx(0)
    assert gini(pd.Series([0.0, 0.0, 0.0, 8.0])) == pytest.approx(0.75)
    assert gini(pd.Series([1.0, 3.0])) == pytest.approx(0.25)


@given(st.lists(st.floats(0.01, 1e6), min_size=2, max_size=30))
def test_gini_is_half_the_relative_mean_difference(values: list[float]) -> None:
    x = np.array(values)
    expected = np.abs(x[:, None] - x).mean() / (2 * x.mean())
    assert gini(pd.Series(x)) == pytest.approx(expected, abs=1e-9)
    assert gini(pd.Series(x * 7)) == pytest.approx(expected, abs=1e-9)


def test_weights_are_like_repeated_units() -> None:
    x, weights = pd.Series([1.0, 4.0, 9.0]), pd.Series([3, 1, 2])
    assert gini(x, weights) == pytest.approx(gini(x.repeat(weights).reset_index(drop=True)))


def test_bad_values_are_named() -> None:
    with pytest.raises(ValueError, match="negative numbers or only zeros"):
        gini(pd.Series([0.0, 0.0]))
    with pytest.raises(ValueError, match="missing values in 1 of 2 rows: 1"):
        gini(pd.Series([1.0, np.nan]))
    with pytest.raises(ValueError, match="weights is zero or negative for 0"):
        gini(pd.Series([1.0, 2.0]), pd.Series([0.0, 1.0]))
    with pytest.raises(TypeError, match="must be a pandas Series, found list"):
        gini([1.0, 2.0])  # type: ignore[arg-type]


@pytest.mark.gold
def test_equals_reat(gold: Callable[[str], Any]) -> None:
    reat = gold("reat_goettingen")
    data = reat.table("G.counties.gdp.csv")
    for year, expected in reat.expected["gini_gdppc"].items():
        assert gini(data[f"gdppc{year}"].dropna()) == pytest.approx(expected, abs=1e-10)
