from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from wir.potential.convergence import beta_convergence, sigma_convergence


def _planted(
    speed: float, years: float, noise: float, seed: int = 0, n: int = 300
) -> tuple[pd.Series, pd.Series, pd.Series]:
    rng = np.random.default_rng(seed)
    groups = pd.Series(rng.integers(0, 8, n).astype(str))
    target = 10 + 0.4 * groups.astype(int)
    start = target + rng.normal(0, 0.5, n)
    end = target + (start - target) * np.exp(-speed * years) + rng.normal(0, noise, n)
    return np.exp(start), np.exp(end), groups


def test_planted_speed_is_recovered_exactly_without_noise() -> None:
    before, after, groups = _planted(0.02, 20, 0)
    result = beta_convergence(before, after, 20, groups=groups, errors="classical")
    assert result.summary.loc["speed", "estimate"] == pytest.approx(0.02)
    assert result.summary.loc["half_life", "estimate"] == pytest.approx(np.log(2) / 0.02)
    assert result.groups == 8
    # without the groups' own levels, the rich stay rich: much slower
    absolute = beta_convergence(before, after, 20)
    assert absolute.summary.loc["speed", "estimate"] < 0.01


def test_planted_speed_is_inside_the_interval_as_often_as_promised() -> None:
    inside = 0
    for seed in range(100):
        before, after, groups = _planted(0.02, 10, 0.1, seed)
        limits = beta_convergence(before, after, 10, groups=groups).summary.loc["speed"]
        inside += limits["lower"] <= 0.02 <= limits["upper"]
    assert 88 <= inside <= 100


def test_divergence_has_an_infinite_half_life() -> None:
    before, after, groups = _planted(-0.02, 10, 0.01)
    summary = beta_convergence(before, after, 10, groups=groups).summary
    assert summary.loc["beta", "estimate"] > 0
    assert summary.loc["speed", "upper"] < 0
    assert np.isinf(summary.loc["half_life"]).all()


def test_standard_errors_equal_their_definitions() -> None:
    before, after, groups = _planted(0.02, 10, 0.1)
    x = np.column_stack([np.ones(len(before)), np.log(before)])
    y = np.log(after / before) / 10
    inverse = np.linalg.inv(x.T @ x)
    residual = y - x @ (inverse @ x.T @ y)
    leverage = np.einsum("ij,jk,ik->i", x, inverse, x)
    middle = (x * (residual / (1 - leverage)).to_numpy()[:, None] ** 2).T @ x
    robust = beta_convergence(before, after, 10).table
    np.testing.assert_allclose(
        robust["standard_error"], np.sqrt(np.diag(inverse @ middle @ inverse))
    )
    clustered = beta_convergence(before, after, 10, errors="cluster", clusters=groups).table
    assert clustered.loc["log_initial", "standard_error"] > 0
    np.testing.assert_allclose(clustered["estimate"], robust["estimate"])
    scores = pd.DataFrame(x * residual.to_numpy()[:, None]).groupby(groups).sum().to_numpy()
    n, g = len(y), groups.nunique()
    meat = scores.T @ scores * g / (g - 1) * (n - 1) / (n - 2)
    np.testing.assert_allclose(
        clustered["standard_error"], np.sqrt(np.diag(inverse @ meat @ inverse))
    )


def test_a_district_alone_in_its_group_is_left_out() -> None:
    before, after, groups = _planted(0.02, 10, 0.1)
    groups.iloc[7] = "city state"
    result = beta_convergence(before, after, 10, groups=groups)
    assert result.n == len(before) - 1
    assert 7 not in result.data.index
    assert np.isfinite(result.table.to_numpy()).all()
    assert list(result.table.index) == ["constant", "log_initial"]


def test_covariates_are_shown() -> None:
    before, after, _ = _planted(0.02, 10, 0.1)
    covariates = pd.DataFrame({"density": np.random.default_rng(1).normal(size=len(before))})
    result = beta_convergence(before, after, 10, covariates=covariates)
    assert list(result.table.index) == ["constant", "log_initial", "density"]
    with pytest.raises(ValueError, match="determine one another exactly"):
        beta_convergence(before, after, 10, covariates=covariates.assign(again=1.0))


LEVELS = pd.Series([1.0, 2.0, 3.0, 4.0, 6.0], index=list("vwxyz"))


@pytest.mark.parametrize(
    ("arguments", "options", "message"),
    [
        ((LEVELS, LEVELS, 0), {}, "years is 0"),
        ((LEVELS - 1, LEVELS, 1), {}, "before is zero or negative for 'v'"),
        ((LEVELS, LEVELS.where(LEVELS < 5), 1), {}, "after has missing values.*'z'"),
        ((LEVELS, LEVELS.drop("x"), 1), {}, "only in before: 'x'"),
        ((LEVELS, LEVELS, 1), {"errors": "cluster"}, "Give clusters together"),
        ((LEVELS, LEVELS, 1), {"errors": "HC9"}, "errors is 'HC9'"),
        ((LEVELS, LEVELS, 1), {"confidence": 95}, "confidence is 95"),
        ((LEVELS.iloc[:3], LEVELS.iloc[:3], 1), {}, "3 districts are too few for 2"),
    ],
)
def test_bad_input_is_named(
    arguments: tuple[Any, ...], options: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        beta_convergence(*arguments, **options)


def _panel(shrink: float, n: int = 200, years: int = 15) -> pd.DataFrame:
    rng = np.random.default_rng(2)
    start = rng.normal(0, 0.4, n)
    values = {
        2000 + t: np.exp(10 + start * shrink**t + rng.normal(0, 0.01, n)) for t in range(years)
    }
    return pd.DataFrame(values, index=[f"d{i}" for i in range(n)])


def test_sigma_by_hand() -> None:
    panel = pd.DataFrame({2000: [1.0, np.e, np.e**2], 2010: [2.0, 2.0, 2.0]})
    table = sigma_convergence(panel, draws=5).by_year
    assert table.loc[2000, "sd_log"] == pytest.approx(np.sqrt(2 / 3))
    assert table.loc[2010, ["sd_log", "cv", "gini"]].tolist() == pytest.approx([0, 0, 0])


def test_planted_convergence_and_its_absence() -> None:
    falling = sigma_convergence(_panel(0.97), draws=300, seed=1)
    assert (falling.trend["upper"] < 0).all()
    assert falling.trend.loc["sd_log", "change"] == pytest.approx(100 * (0.97**14 - 1), abs=1)
    steady = sigma_convergence(_panel(1.0), draws=300, seed=1)
    assert steady.trend.loc["sd_log", "lower"] < 0 < steady.trend.loc["sd_log", "upper"]
    rising = sigma_convergence(_panel(1.03), draws=300, seed=1)
    assert (rising.trend["lower"] > 0).all()
    for name in ("sd_log", "cv", "gini"):
        assert (falling.by_year[f"{name}_lower"] <= falling.by_year[name]).all()
        assert (falling.by_year[name] <= falling.by_year[f"{name}_upper"]).all()


def test_bootstrap_is_seeded() -> None:
    panel = _panel(0.99, n=30, years=4)
    first = sigma_convergence(panel, draws=50, seed=4).trend
    pd.testing.assert_frame_equal(first, sigma_convergence(panel, draws=50, seed=4).trend)
    assert not first.equals(sigma_convergence(panel, draws=50, seed=5).trend)


def test_weights_are_like_repeated_districts() -> None:
    panel = _panel(0.98, n=6, years=3)
    weights = pd.Series([1, 2, 3, 1, 1, 2], index=panel.index)
    repeated = panel.loc[panel.index.repeat(weights)].reset_index(drop=True)
    first = sigma_convergence(panel, weights=weights, draws=2).by_year
    second = sigma_convergence(repeated, draws=2).by_year
    names = ["sd_log", "cv", "gini"]
    np.testing.assert_allclose(first[names], second[names])


@pytest.mark.parametrize(
    ("panel", "options", "message"),
    [
        (_panel(1).iloc[:2], {}, "2 districts and 15 years"),
        (_panel(1).iloc[:, :1], {}, "200 districts and 1 years"),
        (-_panel(1), {}, "zero or negative for 'd0'"),
        (_panel(1).where(lambda t: t > t.min()), {}, "missing values"),
        (_panel(1).add_prefix("gdp"), {}, "columns of panel are 'gdp2000'.*not years"),
        (_panel(1), {"weights": pd.Series({"d0": 1.0})}, "only in the values: 'd1'"),
        (_panel(1), {"draws": 0}, "draws is 0"),
    ],
)
def test_bad_panels_are_named(panel: pd.DataFrame, options: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        sigma_convergence(panel, **options)


@pytest.mark.gold
def test_equals_reat(gold: Callable[[str], Any]) -> None:
    reat = gold("reat_goettingen")
    data = reat.table("G.counties.gdp.csv", dtype={"region_code": str}).set_index("region_code")
    result = beta_convergence(data["gdppc2010"], data["gdppc2011"], 1, errors="classical")
    constant, slope, speed, half_life = reat.expected["betaconv_abs_2010_2011"]
    columns = ["estimate", "standard_error", "t", "p_value"]
    np.testing.assert_allclose(
        result.table.loc["constant", columns].astype(float), constant, rtol=1e-9
    )
    np.testing.assert_allclose(
        result.table.loc["log_initial", columns].astype(float), slope, rtol=1e-9
    )
    assert result.summary.loc["speed", "estimate"] == pytest.approx(speed[0], abs=1e-12)
    assert result.summary.loc["half_life", "estimate"] == pytest.approx(half_life[0], rel=1e-9)
    panel = data[["gdppc2010", "gdppc2011"]].set_axis([2010, 2011], axis=1)
    sd_log = sigma_convergence(panel, draws=2).by_year["sd_log"]
    first, second, ratio = (row[0] for row in reat.expected["sigmaconv_sd_2010_2011"]["sigmaconv"])
    assert sd_log.tolist() == pytest.approx([first, second], abs=1e-10)
    assert sd_log[2010] / sd_log[2011] == pytest.approx(ratio, abs=1e-9)
