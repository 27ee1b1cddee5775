"""Growth per year: exact growth, the reference's intervals, coverage, gaps."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from wir.profile.trend import default_lags, growth_trend, last_years


def series(values, first=2013) -> pd.DataFrame:
    values = np.asarray(values, dtype=float)
    return pd.DataFrame({"x": values}, index=range(first, first + len(values)))


def test_exact_growth_is_found_without_doubt():
    found = growth_trend(series(100 * 1.03 ** np.arange(10))).loc["x"]
    assert found["growth"] == pytest.approx(3)
    assert found["lower"] == pytest.approx(3)
    assert found["upper"] == pytest.approx(3)
    assert found["years"] == 10


def test_growth_does_not_depend_on_the_unit():
    values = series([5, 6, 4, 7, 9, 8, 9])
    one, other = growth_trend(values), growth_trend(1000 * values)
    pd.testing.assert_frame_equal(one, other)


@pytest.mark.parametrize("years", [5, 11, 30])
@pytest.mark.parametrize("lags", [0, 1, 2, 4])
def test_intervals_are_those_of_statsmodels(years, lags):
    import statsmodels.api as sm

    rng = np.random.default_rng(years + lags)
    values = series(np.exp(rng.normal(0, 0.1, years).cumsum() + 4))
    gap = values.copy()
    gap.iloc[2, 0] = np.nan
    for table in (values, gap):
        known = table["x"].dropna()
        model = sm.OLS(np.log(known), sm.add_constant(known.index.to_numpy(dtype=float)))
        fit = model.fit(
            cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": True}, use_t=True
        )
        expected = [fit.params.iloc[1], *fit.conf_int(0.1).iloc[1]]
        found = growth_trend(table, lags=lags, confidence=0.9).loc["x"]
        np.testing.assert_allclose(
            found[["growth", "lower", "upper"]], 100 * np.expm1(expected), rtol=1e-7
        )


def test_series_with_gaps_do_not_disturb_the_others():
    rng = np.random.default_rng(1)
    table = pd.DataFrame(np.exp(rng.normal(size=(12, 3))), index=range(12), columns=list("abc"))
    table.loc[[3, 7], "b"] = np.nan
    together = growth_trend(table)
    for name in table:
        pd.testing.assert_series_equal(together.loc[name], growth_trend(table[[name]]).loc[name])
    assert together["years"].tolist() == [12, 10, 12]


@pytest.mark.parametrize("values", [[1, 2, 3], [1, 2, 0, 4, 5], [1, np.nan, 2, np.nan, 3, np.nan]])
def test_too_short_or_zero_has_no_trend(values):
    found = growth_trend(series(values)).loc["x"]
    assert found[["growth", "lower", "upper"]].isna().all()


def test_neighbouring_years_that_are_alike_widen_the_interval():
    """With autocorrelated noise the interval covers the truth more often than the plain one."""
    rng = np.random.default_rng(7)
    noise = np.zeros((40, 600))
    for year in range(1, 40):
        noise[year] = 0.6 * noise[year - 1] + rng.normal(0, 0.02, 600)
    table = pd.DataFrame(np.exp(0.01 * np.arange(40)[:, None] + noise), index=range(40))
    truth = 100 * np.expm1(0.01)

    def coverage(lags: int) -> float:
        found = growth_trend(table, lags=lags)
        return float(((found["lower"] <= truth) & (found["upper"] >= truth)).mean())

    assert coverage(0) < 0.75
    assert coverage(0) + 0.05 < coverage(default_lags(40)) < 0.97


def test_years_must_be_sorted_and_known():
    with pytest.raises(ValueError, match="years are 2, 1"):
        growth_trend(pd.DataFrame({"x": [1.0, 2.0]}, index=[2, 1]))
    with pytest.raises(ValueError, match="confidence is 95"):
        growth_trend(series([1, 2, 3, 4]), confidence=95)
    with pytest.raises(ValueError, match="no year 2010: 10 years of growth to 2020 need 2010"):
        last_years(series(np.ones(8)), 2020, 10)
    assert list(last_years(series(np.ones(8)), 2020, 3).index) == [2017, 2018, 2019, 2020]
