import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from wir.potential.treatment import (
    excess_kurtosis,
    has_outliers,
    normalise,
    skewness,
    treat_outliers,
)


def test_moments_agree_with_scipy_and_skip_missing_values() -> None:
    x = np.random.default_rng(1).exponential(size=50)
    with_gap = np.append(x, np.nan)
    assert skewness(with_gap) == pytest.approx(stats.skew(x, bias=False))
    assert excess_kurtosis(with_gap) == pytest.approx(stats.kurtosis(x, bias=False))
    assert np.isnan(skewness(np.array([1.0, 2.0])))
    assert np.isnan(excess_kurtosis(np.array([1.0, 2.0, 3.0])))
    assert np.isnan(skewness(np.ones(5)))


def test_unremarkable_values_stay() -> None:
    x = np.arange(20.0)
    result = treat_outliers(x)
    assert result.method == "none"
    np.testing.assert_array_equal(result.treated, x)
    assert not result.changed.any()


def test_one_high_outlier_takes_the_next_value() -> None:
    x = np.append(np.arange(20.0), 200.0)
    result = treat_outliers(x)
    assert result.method == "winsorised"
    assert result.treated[-1] == 19
    assert result.changed.tolist() == [False] * 20 + [True]
    assert result.passed


def test_one_low_outlier_takes_the_next_value() -> None:
    result = treat_outliers(np.append(np.arange(20.0), -200.0))
    assert result.treated[-1] == 0


def test_more_than_five_points_lead_to_the_logarithm_of_the_original_values() -> None:
    x = np.exp(np.random.default_rng(3).normal(0, 2.2, size=300))
    result = treat_outliers(x)
    assert result.method == "log"
    np.testing.assert_allclose(result.treated, np.log(x - x.min() + 0.01 * (x.max() - x.min())))
    assert result.changed.all()


def test_tied_values_never_make_more_than_the_limit_change() -> None:
    x = np.concatenate([np.zeros(400), [1.0, 2.0], np.full(4, 50.0), [60.0, 70.0]])
    assert has_outliers(x)
    result = treat_outliers(x, 5)
    assert result.method == "log"
    loose = treat_outliers(np.append(np.arange(30.0), [300.0, 300.0]), 5)
    assert loose.method == "winsorised"
    assert loose.changed.sum() == 2


def test_a_rare_yes_does_not_become_constant() -> None:
    x = np.zeros(30)
    x[0] = 1
    result = treat_outliers(x)
    assert result.method == "log"
    assert result.treated[0] > result.treated[1]
    assert not result.passed


@given(
    st.lists(st.floats(-1e6, 1e6), min_size=6, max_size=60),
    st.lists(st.integers(0, 59), max_size=5),
)
def test_treatment_keeps_order_and_gaps(values: list[float], gaps: list[int]) -> None:
    x = np.round(np.array(values), 3)
    x[[gap for gap in gaps if gap < len(x)]] = np.nan
    result = treat_outliers(x)
    np.testing.assert_array_equal(np.isnan(result.treated), np.isnan(x))
    present = ~np.isnan(x)
    order = np.argsort(x[present], kind="stable")
    assert (np.diff(result.treated[present][order]) >= 0).all()
    if result.method == "winsorised":
        assert result.changed.sum() <= 5
        assert result.passed


def test_normalise_by_hand() -> None:
    x = np.array([[1.0, 0.0], [2.0, np.nan], [3.0, 10.0]])
    np.testing.assert_allclose(normalise(x), [[0, 0], [50, np.nan], [100, 100]])
    np.testing.assert_allclose(normalise(x, low=1)[:, 0], [1, 50.5, 100])
    np.testing.assert_allclose(normalise(x, "zscore")[:, 0], [-1, 0, 1])
    with pytest.raises(ValueError, match="Expected 'minmax' or 'zscore'"):
        normalise(x, "rank")  # type: ignore[arg-type]
