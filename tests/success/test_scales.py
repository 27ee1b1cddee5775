from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import multivariate_normal

from wir.success.scales import (
    careless_flags,
    careless_indices,
    cfa,
    cronbach_alpha,
    icc,
    icc_groups,
    omega,
    parallel_analysis,
    polychoric,
    r_wg,
    reverse,
    thresholds,
)
from wir.success.scales.latent import bivariate_normal


def one_factor(n: int, loadings: list[float], seed: int = 0) -> pd.DataFrame:
    """Return continuous items with unit variance and these loadings."""
    rng = np.random.default_rng(seed)
    weight = np.array(loadings)
    factor = rng.normal(size=(n, 1))
    values = factor * weight + rng.normal(size=(n, len(weight))) * np.sqrt(1 - weight**2)
    return pd.DataFrame(values).add_prefix("i").rename(index="r{:03d}".format)


@pytest.fixture
def items() -> pd.DataFrame:
    """Return five items, answered 1–5 by 200."""
    raw = one_factor(200, [0.8, 0.7, 0.6, 0.7, 0.5])
    return (raw * 1.1 + 3).round().clip(1, 5)


def test_alpha_by_hand() -> None:
    # variances 1, 1; covariance 0.5: α = 2·(1 − 2/3) = 2/3
    table = pd.DataFrame({"a": [1.0, 2, 3], "b": [1.0, 3, 2]})
    found = cronbach_alpha(table)
    assert found.alpha == pytest.approx(2 / 3)
    assert float(found) == found.alpha
    assert found.table["alpha_if_dropped"].isna().all()
    np.testing.assert_allclose(found.table["item_rest"], 0.5)


def test_alpha_and_dropping_an_item(items: pd.DataFrame) -> None:
    found = cronbach_alpha(items)
    for name in items:
        others = items.drop(columns=name)
        row = found.table.loc[name]
        assert row["alpha_if_dropped"] == pytest.approx(cronbach_alpha(others).alpha)
        assert row["item_rest"] == pytest.approx(items[name].corr(others.sum(axis=1)))
    assert found.lower < found.alpha < found.upper
    wide = cronbach_alpha(items.head(44))
    assert wide.upper - wide.lower > found.upper - found.lower


def test_alpha_with_missing_answers(items: pd.DataFrame) -> None:
    holes = items.copy()
    holes.iloc[:30, 0] = np.nan
    holes.iloc[0] = np.nan
    pairwise, listwise = cronbach_alpha(holes), cronbach_alpha(holes, missing="listwise")
    assert pairwise.n == 199
    assert listwise.n == 170
    assert listwise.alpha == pytest.approx(cronbach_alpha(items.iloc[30:]).alpha)
    k, C = 5, holes.cov()
    assert pairwise.alpha == pytest.approx(k / (k - 1) * (1 - np.trace(C) / C.to_numpy().sum()))


def test_intervals_of_alpha_cover() -> None:
    loading = 0.7
    k, r = 5, loading**2
    true = k * r / (1 + (k - 1) * r)
    hits = 0
    for seed in range(200):
        found = cronbach_alpha(one_factor(44, [loading] * k, seed))
        hits += found.lower <= true <= found.upper
    assert 0.90 <= hits / 200 <= 0.99


def test_wrongly_keyed_items(items: pd.DataFrame) -> None:
    turned = reverse(items, ["i1"], 1, 5)
    assert cronbach_alpha(turned).table.loc["i1", "item_rest"] < 0
    pd.testing.assert_frame_equal(reverse(turned, ["i1"], 1, 5), items)
    with pytest.raises(ValueError, match="Expected answers from 1 to 4"):
        reverse(items, ["i1"], 1, 4)


@pytest.mark.parametrize("function", [cronbach_alpha, omega, polychoric, parallel_analysis])
def test_bad_items(function: Callable[..., Any], items: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match=r"without any variation.*'i2'"):
        function(items.assign(i2=3.0))
    with pytest.raises(ValueError, match="Expected at least"):
        function(items[["i0"]])
    with pytest.raises(ValueError, match="Expected at least"):
        function(items.iloc[:1])
    with pytest.raises(TypeError, match=r"'i3'.*is not numeric"):
        function(items.astype({"i3": str}))
    with pytest.raises(TypeError, match="must be a pandas DataFrame"):
        function(items.to_numpy())


def test_pairs_that_nobody_answered() -> None:
    table = pd.DataFrame(
        {"a": [1.0, 2, 3, None, None, None], "b": [None, None, None, 1, 2, 3], "c": [1.0, 2] * 3}
    )
    with pytest.raises(ValueError, match="'a', 'b'"):
        cronbach_alpha(table)
    with pytest.raises(ValueError, match="Only 0 of 6"):
        cronbach_alpha(table, missing="listwise")


def test_omega_recovers_loadings() -> None:
    weight = np.array([0.8, 0.7, 0.6, 0.7, 0.5])
    found = omega(one_factor(20_000, weight.tolist()))
    np.testing.assert_allclose(found.table["standardised"], weight, atol=0.02)
    common = weight.sum() ** 2
    assert found.omega == pytest.approx(common / (common + (1 - weight**2).sum()), abs=0.01)


def test_omega_is_a_stationary_point_and_keeps_units(items: pd.DataFrame) -> None:
    found = omega(items)
    L, psi = found.table["loading"].to_numpy(), found.table["uniqueness"].to_numpy()
    S = np.cov(items.to_numpy(), rowvar=False, ddof=0)
    inverse = np.linalg.inv(np.outer(L, L) + np.diag(psi))
    gradient = inverse @ (np.outer(L, L) + np.diag(psi) - S) @ inverse
    np.testing.assert_allclose(gradient @ L, 0, atol=1e-6)
    np.testing.assert_allclose(np.diag(gradient), 0, atol=1e-6)
    double = omega(items * 2)
    assert double.omega == pytest.approx(found.omega)
    np.testing.assert_allclose(double.table["loading"], 2 * L, rtol=1e-5)


def test_omega_interval_and_heywood(items: pd.DataFrame) -> None:
    found = omega(items, draws=100, seed=1)
    assert found.lower < found.omega < found.upper
    assert omega(items, draws=100, seed=1).lower == found.lower
    rng = np.random.default_rng(3)
    first, second, third = rng.normal(size=(3, 60))
    # what the second and third share beyond the first one has the opposite sign
    table = pd.DataFrame({"a": first, "b": first + second, "c": first - 0.7 * second})
    with pytest.raises(ValueError, match="follows exactly from others"):
        omega(table)
    table["c"] += 0.3 * third
    with pytest.warns(UserWarning, match="Heywood"):
        assert omega(table).heywood == ("a",)


def test_bivariate_normal_against_scipy() -> None:
    for h, k, rho in [(0.3, -1.2, 0.5), (0, 0, 0.3), (0, 1.1, -0.8), (-2, -1, 0.95), (1, 1, -0.99)]:
        expected = multivariate_normal([0, 0], [[1, rho], [rho, 1]]).cdf([h, k])
        assert bivariate_normal(np.array(h), np.array(k), rho) == pytest.approx(expected, abs=1e-7)


def test_polychoric_recovers_what_lies_behind() -> None:
    rng = np.random.default_rng(2)
    raw = rng.multivariate_normal([0, 0], [[1, 0.6], [0.6, 1]], 20_000)
    cut = pd.DataFrame({"a": np.digitize(raw[:, 0], [-1, 0.2, 1]),
                        "b": np.digitize(raw[:, 1], [0.5, 1.5])})  # fmt: skip
    rho = polychoric(cut["a"], cut["b"])
    assert rho == pytest.approx(0.6, abs=0.02)
    assert polychoric(cut).loc["a", "b"] == pytest.approx(rho)
    assert polychoric(cut["a"], 5 - cut["b"]) == pytest.approx(-rho, abs=1e-6)
    np.testing.assert_allclose(thresholds(cut["a"]), [-1, 0.2, 1], atol=0.03)


def test_polychoric_of_a_two_by_two_table_with_medians() -> None:
    # both thresholds at zero: P(both low) = 1/4 + arcsin(ρ)/2π
    a = pd.Series([0] * 50 + [1] * 50)
    b = pd.Series([0] * 40 + [1] * 10 + [0] * 10 + [1] * 40)
    assert polychoric(a, b) == pytest.approx(np.sin(2 * np.pi * (0.4 - 0.25)), abs=1e-6)
    assert polychoric(a, a) > 0.999


def test_polychoric_takes_thresholds_from_the_pair(items: pd.DataFrame) -> None:
    holes = items.copy()
    holes.loc[holes["i0"] >= 4, "i1"] = np.nan
    pair = holes.dropna(subset=["i0", "i1"])
    assert polychoric(holes).loc["i0", "i1"] == pytest.approx(polychoric(pair["i0"], pair["i1"]))
    assert polychoric(holes, margins="item").loc["i0", "i1"] != pytest.approx(
        polychoric(holes).loc["i0", "i1"], abs=1e-3
    )
    with pytest.raises(ValueError, match="different answers"):
        polychoric(one_factor(50, [0.5, 0.5]))


@pytest.mark.parametrize("kind", ["components", "factors"])
def test_parallel_analysis_finds_the_dimensions(kind: Any) -> None:
    two = pd.concat(
        [one_factor(150, [0.7] * 4, 1), one_factor(150, [0.7] * 4, 2).add_prefix("b")], axis=1
    )
    found = parallel_analysis(two, kind=kind, draws=100)
    assert found.dimensions == 2
    assert found.table["eigenvalue"].is_monotonic_decreasing
    noise = pd.DataFrame(np.random.default_rng(3).normal(size=(150, 6)))
    assert parallel_analysis(noise, draws=200).dimensions <= 1


def test_careless_answers_by_hand() -> None:
    table = pd.DataFrame(
        [[3, 3, 3, 3, 3, 3], [1, 2, 2, 2, 5, 5], [1, np.nan, 1, 4, 4, 2], [np.nan] * 6,
         [4, 5, 1, 2, 3, 3], [5, 5, 2, 1, 3, 4]],
        columns=list("abcdef"), index=list("uvwxyz"),
    )  # fmt: skip
    scales = {"one": ["a", "b"], "two": ["c", "d"], "three": ["e", "f"]}
    seconds = pd.Series([6.0, 60, 60, 60, 60, 60], index=list("uvwxyz"))
    found = careless_indices(table, scales, seconds)
    assert list(found["longstring"]) == [6, 3, 2, 0, 2, 2]
    assert found.loc["u", "variability"] == 0
    assert np.isnan(found.loc["x", "variability"])
    assert found.loc["w", "answered"] == pytest.approx(5 / 6)
    assert found.loc["u", "seconds_per_item"] == 1
    assert found.loc["w", "seconds_per_item"] == 12
    r = np.corrcoef([4, 1, 3], [5, 2, 3])[0, 1]
    assert found.loc["y", "even_odd"] == pytest.approx(2 * r / (1 + r))
    flags = careless_flags(found, longstring=5)
    assert flags.loc["u", "flags"] == 3
    assert flags.loc["x", "flags"] == 0


def test_mahalanobis_distance_of_complete_answers(items: pd.DataFrame) -> None:
    found = careless_indices(items)
    away = (items - items.mean()).to_numpy()
    expected = (away @ np.linalg.inv(items.cov()) * away).sum(axis=1)
    np.testing.assert_allclose(found["mahalanobis"], expected)
    assert (found["mahalanobis_p"] < 0.05).mean() < 0.12


def test_icc_of_perfect_and_of_shifted_raters() -> None:
    base = pd.DataFrame({"a": [1.0, 2, 3, 4], "b": [1.0, 2, 3, 4]})
    np.testing.assert_allclose(icc(base)["icc"], 1)
    shifted = icc(base.assign(b=base["b"] + 2))["icc"]
    assert shifted["ICC3"] == pytest.approx(1)
    assert shifted["ICC1"] < shifted["ICC2"] < 0.6
    with pytest.raises(ValueError, match="All ratings are 3"):
        icc(base * 0 + 3)
    with pytest.raises(ValueError, match="1 targets"):
        icc(base.iloc[:1])


def test_agreement_within_groups() -> None:
    rng = np.random.default_rng(4)
    group = pd.Series(np.repeat(np.arange(300), rng.integers(1, 7, 300)))
    values = pd.Series(
        rng.normal(size=300)[group] * np.sqrt(0.3 / 0.7) + rng.normal(size=len(group))
    )
    found = icc_groups(values, group)
    assert found.icc1 == pytest.approx(0.3, abs=0.06)
    assert found.lower < 0.3 < found.upper
    assert found.icc2 == pytest.approx(
        found.mean_size * found.icc1 / (1 + (found.mean_size - 1) * found.icc1)
    )
    # equal sizes: the one-way ICC of Shrout and Fleiss
    ratings = pd.DataFrame(rng.normal(size=(20, 4))).add(rng.normal(size=20), axis=0)
    long = ratings.stack()  # noqa: PD013
    wide = icc(ratings).loc["ICC1"]
    equal = icc_groups(long, pd.Series(long.index.get_level_values(0), index=long.index))
    np.testing.assert_allclose(
        [equal.icc1, equal.lower, equal.upper], wide[["icc", "lower", "upper"]].astype(float)
    )
    with pytest.raises(ValueError, match="two answers"):
        icc_groups(values.iloc[:3], pd.Series([1, 2, 3]))


def test_r_wg_by_hand() -> None:
    answers = pd.Series([3.0, 3, 3, 1, 5, 2])
    groups = pd.Series(["a", "a", "a", "b", "b", "c"])
    found = r_wg(answers, groups, 5)
    assert found.loc["a", "r_wg"] == 1
    assert found.loc["b", "r_wg"] == pytest.approx(1 - 8 / 2)
    assert np.isnan(found.loc["c", "r_wg"])
    two = pd.DataFrame({"i": [4.0, 5, 4], "j": [3.0, 3, 4]})
    ratio = (1 / 3 + 1 / 3) / 2 / 2
    expected = 2 * (1 - ratio) / (2 * (1 - ratio) + ratio)
    assert r_wg(two, pd.Series(["a"] * 3), 5).loc["a", "r_wg"] == pytest.approx(expected)


def test_cfa_recovers_and_warns() -> None:
    two = pd.concat(
        [one_factor(600, [0.8, 0.7, 0.6], 1), one_factor(600, [0.7, 0.7, 0.7], 2).add_prefix("b")],
        axis=1,
    )
    model = {"first": ["i0", "i1", "i2"], "second": ["bi0", "bi1", "bi2"]}
    found = cfa(two, model)
    assert found.cautions == ()
    np.testing.assert_allclose(
        found.loadings["standardised"].abs(), [0.8, 0.7, 0.6, 0.7, 0.7, 0.7], atol=0.1
    )
    assert found.fit["df"] == 8
    assert found.fit["cfi"] > 0.97
    assert found.fit["rmsea_lower"] <= found.fit["rmsea"] <= found.fit["rmsea_upper"]
    with pytest.warns(UserWarning, match="44 respondents for 13 free parameters"):
        assert len(cfa(two.head(44), model).cautions) >= 1
    with pytest.raises(ValueError, match=r"names 'zz'"):
        cfa(two, {"first": ["i0", "i1", "zz"]})
    with pytest.raises(ValueError, match="Expected fewer"):
        cfa(two, {"first": ["i0", "i1"]})


def bfi(case: Any, scale: str) -> tuple[pd.DataFrame, dict[str, Any]]:
    expected = case.expected["bfi"][scale]
    table = case.table("bfi.csv", index_col=0)[[name.strip("-") for name in expected["keyed"]]]
    turned = [name[1:] for name in expected["keyed"] if name.startswith("-")]
    return reverse(table, turned, 1, 6), expected


@pytest.mark.gold
def test_alpha_of_psych(gold: Callable[[str], Any]) -> None:
    case = gold("psych_alpha")
    attitude = cronbach_alpha(case.table("attitude.csv"))
    expected = case.expected["attitude"]
    assert attitude.alpha == pytest.approx(expected["total"]["raw_alpha"], abs=1e-8)
    assert attitude.standardised == pytest.approx(expected["total"]["std.alpha"], abs=1e-8)
    for ours, theirs, key in (
        ("alpha_if_dropped", "alpha_drop", "raw_alpha"), ("item_rest", "item_stats", "r.drop"),
        ("mean", "item_stats", "mean"), ("sd", "item_stats", "sd"),
    ):  # fmt: skip
        reference = pd.DataFrame(expected[theirs]).set_index("item")[key]
        np.testing.assert_allclose(attitude.table[ours], reference, atol=1e-8)
    for scale in "ACENO":
        table, reference = bfi(case, scale)
        found = cronbach_alpha(table)
        np.testing.assert_allclose(
            [found.lower, found.alpha, found.upper], reference["feldt"], atol=1e-8
        )
    small = cronbach_alpha(bfi(case, "C")[0].head(44))
    reference = case.expected["bfi_first44_C"]["feldt"]
    np.testing.assert_allclose([small.lower, small.alpha, small.upper], reference, atol=1e-8)


@pytest.mark.gold
def test_omega_polychoric_and_icc_of_psych(gold: Callable[[str], Any]) -> None:
    case = gold("psych_alpha")
    expected = case.expected
    found = omega(bfi(case, "C")[0])
    # the reference stopped 10⁻⁷ before the maximum
    assert found.omega == pytest.approx(expected["bfi_C_omega_cfa_listwise"], abs=3e-7)
    np.testing.assert_allclose(found.table["loading"], expected["bfi_C_cfa_loadings"], atol=1e-6)
    # minimal residuals there, maximum likelihood here
    attitude = omega(case.table("attitude.csv")).omega
    assert attitude == pytest.approx(expected["attitude_omega_total_1factor"], abs=0.01)
    agreeable = case.table("bfi.csv", index_col=0)[["A1", "A2", "A3", "A4", "A5"]]
    reference = expected["bfi_polychoric_A1_A5"]
    # the reference searches to four digits
    np.testing.assert_allclose(polychoric(agreeable, margins="item"), reference["rho"], atol=3e-5)
    np.testing.assert_allclose(polychoric(agreeable), reference["rho"], atol=2e-3)
    first = expected["bfi_first60_polychoric_A1_A5"]["rho"]
    np.testing.assert_allclose(polychoric(agreeable.head(60)), first, atol=3e-5)
    for name, tau in zip(agreeable, reference["tau"], strict=True):
        np.testing.assert_allclose(thresholds(agreeable[name]), tau, atol=1e-8)
    ours = icc(case.table("shrout_fleiss.csv"))
    theirs = pd.DataFrame(expected["shrout_fleiss_ICC"]).set_index("type")
    theirs = theirs.rename(
        columns={"ICC": "icc", "F": "f", "lower bound": "lower", "upper bound": "upper"}
    )
    pd.testing.assert_frame_equal(
        ours, theirs.loc[ours.index, ours.columns], check_names=False, check_dtype=False, atol=1e-8
    )
