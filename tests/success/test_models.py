from __future__ import annotations

import warnings
from collections.abc import Callable
from itertools import permutations, product
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit
from scipy.stats import chi2, fisher_exact, kendalltau

from wir.success.models import (
    contingency,
    false_discovery_rate,
    firth_logit,
    fit_and_pool,
    impute,
    kendall_tau_b,
    minimum_detectable_effect,
    ordered_logit,
    permutation_test,
    pool,
    proportional_odds_test,
    simulated_power,
    specification_curve,
)
from wir.success.models.firth import penalised_log_likelihood
from wir.success.models.specifications import firth_effect, ordered_effect, standardised_effect


@pytest.fixture
def cases() -> pd.DataFrame:
    """Return 60 cases with two predictors, a binary and an ordered outcome."""
    rng = np.random.default_rng(8)
    data = pd.DataFrame({"x": rng.normal(5, 2, 60), "group": rng.integers(0, 2, 60)})
    latent = 0.5 * (data["x"] - 5) + data["group"] + rng.logistic(size=60)
    data["yes"] = (latent > 0.5).astype(int)
    data["level"] = np.digitize(latent, [-0.5, 0.5, 2])
    return data.rename(index="case{:02d}".format)


def test_firth_of_a_two_by_two_table() -> None:
    # the penalty adds one half to each cell of a saturated table
    x = pd.DataFrame({"x": [0] * 10 + [1] * 8})
    y = pd.Series([1] * 3 + [0] * 7 + [1] * 8)
    found = firth_logit(x, y)
    expected = np.log(8.5 / 0.5) - np.log(3.5 / 7.5)
    assert found.table.loc["x", "estimate"] == pytest.approx(expected, abs=1e-6)
    assert found.table.loc["intercept", "estimate"] == pytest.approx(np.log(3.5 / 7.5), abs=1e-6)
    assert found.separated == ("x",)
    assert found.events == 11


def test_firth_profiles_and_tests(cases: pd.DataFrame) -> None:
    found = firth_logit(cases, "yes", ["x", "group"])
    X = np.column_stack([np.ones(60), cases[["x", "group"]]])
    y = cases["yes"].to_numpy(float)
    beta = found.table["estimate"].to_numpy()
    p = expit(X @ beta)
    root = X * np.sqrt(p * (1 - p))[:, None]
    h = np.einsum("ij,jk,ik->i", root, np.linalg.inv(root.T @ root), root)
    np.testing.assert_allclose(X.T @ (y - p + h * (0.5 - p)), 0, atol=1e-5)
    assert found.log_likelihood == pytest.approx(penalised_log_likelihood(beta, X, y))
    # at the ends of an interval the best fit of all others is worse by the quantile
    from scipy.optimize import minimize

    for end in found.table.loc["x", ["lower", "upper"]].astype(float):
        other = minimize(
            lambda b, end=end: -penalised_log_likelihood(np.array([b[0], end, b[1]]), X, y),
            [0.0, 0.0],
            method="Nelder-Mead",
            options={"xatol": 1e-9, "fatol": 1e-12, "maxiter": 5000},
        )
        assert 2 * (found.log_likelihood + other.fun) == pytest.approx(chi2.ppf(0.95, 1), abs=1e-5)
    wide = firth_logit(cases, "yes", ["x", "group"], level=0.99).table
    assert (wide["lower"] < found.table["lower"]).all()


def test_firth_agrees_with_firthmodels(cases: pd.DataFrame) -> None:
    library = pytest.importorskip("firthmodels")
    found = firth_logit(cases[["x", "group"]], cases["yes"]).table
    X = cases[["x", "group"]] - cases[["x", "group"]].mean()
    other = library.FirthLogisticRegression(backend="numpy").fit(X, cases["yes"])
    np.testing.assert_allclose(other.coef_, found["estimate"].iloc[1:], atol=1e-4)
    np.testing.assert_allclose(
        other.conf_int(method="pl")[:2], found[["lower", "upper"]].iloc[1:], atol=1e-3
    )


def test_firth_does_not_depend_on_units_or_order(cases: pd.DataFrame) -> None:
    one = firth_logit(cases, "yes", ["x", "group"]).table
    scaled = cases.assign(x=1000 * cases["x"] + 7)
    other = firth_logit(scaled, "yes", ["x", "group"]).table
    assert other.loc["x", "estimate"] == pytest.approx(one.loc["x", "estimate"] / 1000, rel=1e-5)
    assert other.loc["x", "p"] == pytest.approx(one.loc["x", "p"], rel=1e-5)
    pd.testing.assert_frame_equal(firth_logit(cases["yes"], cases[["x", "group"]]).table, one)
    shuffled = cases["yes"].sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(firth_logit(cases[["x", "group"]], shuffled).table, one)
    turned = firth_logit(cases[["x", "group"]], 1 - cases["yes"]).table
    np.testing.assert_allclose(turned["estimate"], -one["estimate"], atol=1e-6)
    np.testing.assert_allclose(turned["lower"], -one["upper"], atol=1e-5)


def test_completely_separated_data_have_finite_estimates() -> None:
    data = pd.DataFrame({"x": range(12), "y": [0] * 6 + [1] * 6})
    found = firth_logit(data, "y")
    assert found.separated == ("x",)
    assert np.isfinite(found.table[["estimate", "standard_error", "lower", "p"]]).all(axis=None)
    assert found.table.loc["x", "lower"] > 0
    assert found.table.loc["x", "p"] < 0.01


@pytest.mark.parametrize("function", [firth_logit, ordered_logit])
@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"x": np.nan}, "missing values in 60 of 60 rows"),
        ({"x": 1.0}, "same value in all 60 rows: 'x'"),
        ({"yes": 1}, "in all 60 rows|one answer"),
        ({"yes": np.nan}, "missing values"),
        ({"yes": "a"}, "not numeric"),
    ],
)
def test_bad_regressions(
    function: Callable[..., Any], cases: pd.DataFrame, change: dict[str, Any], message: str
) -> None:
    with pytest.raises((TypeError, ValueError), match=message):
        function(cases.assign(**change), "yes", ["x", "group"])


def test_more_bad_regressions(cases: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="holds 2"):
        firth_logit(cases, "level", ["x"])
    with pytest.raises(ValueError, match="'double' follows from those before it"):
        firth_logit(cases.assign(double=2 * cases["x"]), "yes", ["x", "double"])
    with pytest.raises(ValueError, match=r"no column 'Yes'.*Did you mean 'yes'"):
        firth_logit(cases, "Yes")
    with pytest.raises(ValueError, match="cannot carry 2 predictors"):
        firth_logit(cases.iloc[[0, 4]], "yes", ["x", "group"])
    with pytest.raises(TypeError, match="Expected a DataFrame"):
        firth_logit(cases["x"], cases["yes"])
    with pytest.raises(TypeError, match="categorical without order"):
        ordered_logit(cases[["x"]], cases["level"].astype("category"))
    with pytest.raises(ValueError, match="use a linear model"):
        ordered_logit(cases[["group"]], cases["x"])


@pytest.mark.parametrize("link", ["logit", "probit"])
def test_ordered_model_agrees_with_statsmodels(cases: pd.DataFrame, link: Any) -> None:
    from statsmodels.miscmodels.ordinal_model import OrderedModel

    found = ordered_logit(cases, "level", ["x", "group"], link=link)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        other = OrderedModel(cases["level"], cases[["x", "group"]], distr=link)
        fit = other.fit(method="bfgs", disp=False, gtol=1e-8)
    np.testing.assert_allclose(found.table["estimate"], fit.params.iloc[:2], atol=1e-4)
    np.testing.assert_allclose(found.table["standard_error"], fit.bse.iloc[:2], rtol=1e-3)
    theirs = other.transform_threshold_params(fit.params)[1:-1]
    np.testing.assert_allclose(found.thresholds["estimate"], theirs, atol=1e-4)
    assert found.log_likelihood == pytest.approx(fit.llf, abs=1e-6)
    assert list(found.thresholds.index) == ["0|1", "1|2", "2|3"]
    assert found.counts.sum() == 60
    assert found.table["lower"].lt(found.table["estimate"]).all()


def test_ordered_model_without_predictors_gives_the_shares(cases: pd.DataFrame) -> None:
    # a predictor that is unrelated by construction: each case twice, with 0 and with 1
    twice = pd.concat([cases.assign(z=0), cases.assign(z=1).add_prefix("b", axis=0)])
    found = ordered_logit(twice, "level", ["z"])
    assert found.table.loc["z", "estimate"] == pytest.approx(0, abs=1e-8)
    share = cases["level"].value_counts(normalize=True).sort_index().cumsum()[:-1]
    np.testing.assert_allclose(expit(found.thresholds["estimate"]), share, atol=1e-8)
    labels = pd.Categorical(cases["level"].map({0: "low", 1: "mid", 2: "high", 3: "top"}),
                            ["low", "mid", "high", "top", "never"], ordered=True)  # fmt: skip
    named = ordered_logit(cases[["x"]], pd.Series(labels, index=cases.index))
    assert list(named.thresholds.index) == ["low|mid", "mid|high", "high|top"]
    assert named.table.equals(ordered_logit(cases, "level", ["x"]).table)


def test_penalised_ordered_model(cases: pd.DataFrame) -> None:
    # with two answers the penalty is Firth's
    firth = firth_logit(cases, "yes", ["x", "group"])
    found = ordered_logit(cases, "yes", ["x", "group"], penalty="jeffreys")
    columns = ["estimate", "lower", "upper", "p"]
    np.testing.assert_allclose(found.table[columns], firth.table[columns].iloc[1:], atol=1e-5)
    assert found.log_likelihood == pytest.approx(firth.log_likelihood, abs=1e-6)
    plain = ordered_logit(cases, "level", ["x", "group"])
    shrunk = ordered_logit(cases, "level", ["x", "group"], penalty="jeffreys")
    assert (shrunk.table["estimate"].abs() < plain.table["estimate"].abs()).all()
    apart = pd.DataFrame({"x": range(12), "y": [1] * 4 + [2] * 4 + [3] * 4})
    with pytest.raises(ValueError, match="'x' tell answers apart completely"):
        ordered_logit(apart, "y")
    finite = ordered_logit(apart, "y", penalty="jeffreys").table
    assert np.isfinite(finite[["estimate", "lower", "p"]]).all(axis=None)
    assert finite.loc["x", "lower"] > 0


def test_proportional_odds(cases: pd.DataFrame) -> None:
    found = proportional_odds_test(cases, "level", ["x", "group"])
    assert (found["df"] == 2).all()
    rng = np.random.default_rng(1)
    # the predictor moves answers away from the middle: its slopes differ
    x = np.repeat([0, 1], 150)
    y = np.where(x == 1, rng.choice([0, 1, 2], 300, p=[0.45, 0.1, 0.45]), rng.integers(0, 3, 300))
    spread = proportional_odds_test(pd.DataFrame({"x": x}), pd.Series(y))
    assert spread.loc["x", "p"] < 0.001
    with pytest.raises(ValueError, match="three or more"):
        proportional_odds_test(cases, "yes", ["x"])


def test_fisher_exact_of_two_by_two_is_scipys() -> None:
    for a, b, c, d in product((0, 2, 5), (1, 3), (2, 4), (0, 6)):
        table = pd.DataFrame([[a, b], [c, d]])
        if (table.sum() == 0).any() or (table.sum(axis=1) == 0).any():
            continue
        assert contingency(table).p == pytest.approx(fisher_exact(table.to_numpy()).pvalue)


def test_freeman_halton_by_enumeration() -> None:
    counts = np.array([[2, 0, 1], [0, 3, 1]])
    rows, columns = np.repeat([0, 1], counts.sum(axis=1)), np.repeat([0, 1, 2], counts.sum(axis=0))
    from math import factorial

    def cost(table: np.ndarray) -> int:
        return int(np.prod([factorial(v) for v in table.ravel()]))

    drawn = []
    for order in permutations(range(7)):
        table = np.zeros((2, 3), int)
        np.add.at(table, (rows, columns[list(order)]), 1)
        drawn.append(cost(table))
    found = contingency(pd.DataFrame(counts))
    assert found.exact
    assert found.p == pytest.approx(np.mean(np.array(drawn) >= cost(counts)))
    assert contingency(pd.DataFrame(counts.T)).p == pytest.approx(found.p)
    far = contingency(pd.DataFrame([[20, 9, 12, 8]] * 4), draws=500)
    assert not far.exact
    assert 1 / 501 <= far.p <= 1


def test_contingency_refuses_what_is_no_count() -> None:
    with pytest.raises(ValueError, match="holds -1 in row 0, column 1"):
        contingency(pd.DataFrame([[1, -1], [2, 3]]))
    with pytest.raises(ValueError, match=r"holds 0\.5"):
        contingency(pd.DataFrame([[1, 0.5], [2, 3]]))
    with pytest.raises(ValueError, match="1 rows and 2 columns with cases"):
        contingency(pd.DataFrame([[1, 2], [0, 0]]))


@pytest.mark.parametrize("seed", range(4))
def test_exact_kendall_is_that_of_all_permutations(seed: int) -> None:
    rng = np.random.default_rng(seed)
    x, y = pd.Series(rng.integers(0, 3, 6)), pd.Series(rng.integers(0, 4, 6))
    if min(x.nunique(), y.nunique()) < 2:
        return
    found = kendall_tau_b(x, y)
    assert found.method == "exact"
    assert found.tau_b == pytest.approx(kendalltau(x, y).statistic)
    assert float(found) == found.tau_b
    every = [abs(kendalltau(x, np.array(order)).statistic) for order in permutations(y)]
    assert found.p == pytest.approx(np.mean(np.array(every) >= abs(found.tau_b) - 1e-9))


def test_kendall_of_other_samples() -> None:
    rng = np.random.default_rng(5)
    x = pd.Series(rng.normal(size=44))
    y = x + rng.normal(size=44)
    untied = kendall_tau_b(x, y)
    assert untied.method == "exact"
    assert untied.p == pytest.approx(kendalltau(x, y, method="exact").pvalue)
    rough = kendall_tau_b(x.round(), y.round(), draws=999)
    assert rough.method == "permutation"
    assert rough.p >= 1 / 1000
    assert kendall_tau_b(x.round(), y.round(), draws=999).p == rough.p
    with pytest.raises(ValueError, match="for the exact distribution"):
        kendall_tau_b(x.round(1), y.round(1), method="exact")
    with pytest.raises(ValueError, match=r"1 different ones|and 1 different"):
        kendall_tau_b(x, y * 0)
    gaps = y.where(y.index > 3)
    assert kendall_tau_b(x, gaps).n == 40


def test_permutation_test_counts_itself() -> None:
    group = pd.Series([0] * 5 + [1] * 5)
    value = pd.Series(np.arange(10.0))

    def difference(v: np.ndarray, g: np.ndarray) -> float:
        return float(v[g == 1].mean() - v[g == 0].mean())

    found = permutation_test(value, group, difference, draws=4999)
    assert found.statistic == 5
    # two of the 252 ways to divide are as extreme
    assert found.p == pytest.approx(2 / 252, abs=0.005)
    assert found.p == (1 + (np.abs(found.permuted) >= 5 - 1e-9).sum()) / 5000
    assert permutation_test(value, group, difference, draws=1).p in (0.5, 1)
    less = permutation_test(value, group, difference, draws=199, alternative="less")
    assert less.p > 0.9
    with pytest.raises(ValueError, match="statistic of the data is nan"):
        permutation_test(value, group * 0, lambda v, g: float("nan"))


def test_false_discovery_rate() -> None:
    p = pd.Series([0.01, 0.04, np.nan, 0.03, 0.5], index=list("abcde"))
    found = false_discovery_rate(p)
    np.testing.assert_allclose(found["q"], [0.04, 0.16 / 3, np.nan, 0.16 / 3, 0.5])
    assert list(found["found"]) == [True, False, False, False, False]
    assert (false_discovery_rate(p, method="by")["q"].dropna() >= found["q"].dropna()).all()
    with pytest.raises(ValueError, match=r"holds 1\.5 for 'a'"):
        false_discovery_rate(p.replace(0.01, 1.5))


def test_pooling_by_hand() -> None:
    estimates = pd.DataFrame({"b": [1.0, 2.0, 3.0]})
    errors = pd.DataFrame({"b": [1.0, 1.0, 1.0]})
    row = pool(estimates, errors).loc["b"]
    # within 1, between 1, total 1 + 4/3
    assert row["estimate"] == 2
    assert row["standard_error"] == pytest.approx(np.sqrt(7 / 3))
    share = (4 / 3) / (7 / 3)
    assert row["df"] == pytest.approx(2 / share**2)
    small = pool(estimates, errors, complete_df=40).loc["b"]
    observed = 41 / 43 * 40 * (1 - share)
    assert small["df"] == pytest.approx(1 / (share**2 / 2 + 1 / observed))
    same = pool(estimates * 0 + 2, errors, complete_df=40).loc["b"]
    assert same["df"] == pytest.approx(41 / 43 * 40)
    assert same["missing_information"] == 0
    with pytest.raises(ValueError, match="1 imputations"):
        pool(estimates.head(1), errors.head(1))


def test_imputation_keeps_what_is_known(cases: pd.DataFrame) -> None:
    holes = cases.copy()
    holes.loc[holes.index[::5], "x"] = np.nan
    holes.loc[holes.index[1::7], "level"] = np.nan
    copies = impute(holes, 4, seed=2)
    for one in copies:
        assert not one.isna().any(axis=None)
        assert list(one.columns) == list(cases.columns)
        pd.testing.assert_frame_equal(one.where(holes.notna()), holes, check_dtype=False)
        assert one["level"].isin(cases["level"]).all()
    assert not copies[0].equals(copies[1])
    assert copies[0].equals(impute(holes, 4, seed=2)[0])
    assert all(one.equals(cases.astype(float)) for one in impute(cases, 2))
    with pytest.raises(ValueError, match="no two different values: 'x'"):
        impute(holes.assign(x=np.nan))
    with pytest.raises(ValueError, match="fewer observed values"):
        impute(holes.assign(x=[1.0, 2.0] + [np.nan] * 58))


def test_pooled_intervals_cover() -> None:
    rng = np.random.default_rng(0)
    hits, lengths = 0, []
    for seed in range(60):
        x = rng.normal(size=60)
        y = 0.5 * x + rng.normal(size=60)
        z = y + rng.normal(size=60)
        data = pd.DataFrame({"x": x, "y": y, "z": z})
        # gaps depend on z, which is observed: complete cases alone would be biased
        data.loc[rng.uniform(size=60) < expit(1.5 * z - 1), "y"] = np.nan

        def slope(one: pd.DataFrame) -> pd.DataFrame:
            X = np.column_stack([np.ones(60), one["x"]])
            beta, rest = np.linalg.lstsq(X, one["y"])[:2]
            error = np.sqrt(np.diag(np.linalg.inv(X.T @ X)) * rest[0] / 58)
            return pd.DataFrame({"estimate": beta, "standard_error": error}, index=["one", "x"])

        row = fit_and_pool(impute(data, 5, rounds=5, seed=seed), slope, 58).loc["x"]
        hits += row["lower"] <= 0.5 <= row["upper"]
        lengths.append(row["estimate"])
    assert 0.85 <= hits / 60 <= 1
    assert np.mean(lengths) == pytest.approx(0.5, abs=0.1)


def test_detectable_effects() -> None:
    # Cohen's tables: r = .84 power at n … ; d = 0.63 with 2 × 40 (power .80)
    assert minimum_detectable_effect((64, 64), "two groups") == pytest.approx(0.5, abs=0.005)
    assert minimum_detectable_effect(85) == pytest.approx(0.30, abs=0.005)
    assert minimum_detectable_effect(44) == pytest.approx(0.41, abs=0.01)
    one = minimum_detectable_effect(85, "regression", predictors=1)
    assert one == pytest.approx(0.30, abs=0.01)
    assert minimum_detectable_effect(85, "regression", predictors=9) > one
    assert minimum_detectable_effect(44, "two shares", base=0.5) == pytest.approx(0.38, abs=0.03)
    assert np.isnan(minimum_detectable_effect(6, "two shares", base=0.9))
    with pytest.raises(ValueError, match="design is 'anova'"):
        minimum_detectable_effect(44, "anova")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="at least 4 cases"):
        minimum_detectable_effect(3)


def test_simulated_power_agrees_with_the_formula() -> None:
    from scipy.stats import ttest_ind

    def p_value(effect: float, rng: np.random.Generator) -> float:
        return float(ttest_ind(rng.normal(size=22), rng.normal(effect, 1, 22)).pvalue)

    found = simulated_power(p_value, [0.4, 0.7, 0.9, 1.2], draws=200)
    exact = minimum_detectable_effect(44, "two groups")
    assert found.minimum == pytest.approx(exact, abs=0.12)
    assert found.table["power"].is_monotonic_increasing
    assert np.isnan(simulated_power(p_value, [0.1], draws=50).minimum)


def test_specification_curve(cases: pd.DataFrame) -> None:
    data = cases.assign(x2=cases["x"] + 0.3, other=np.arange(60.0) % 7, more=np.arange(60.0) % 3)
    early = pd.Series(np.arange(60) < 50, index=data.index)
    found = specification_curve(
        data, ["level", "yes"], ["x", "x2"], ["group", ["other", "more"]],
        samples={"all": pd.Series(True, index=data.index), "early": early}, draws=19,
    )  # fmt: skip
    assert len(found.table) == 2 * 2 * 4 * 2
    assert set(found.table["controls"]) == {
        "none", "group", "other + more", "group + other + more",
    }  # fmt: skip
    assert found.table["estimate"].is_monotonic_increasing
    assert found.same_sign == 1
    assert found.joint.loc["median", "p"] == 1 / 20
    plain = found.table.query(
        "outcome == 'level' and factor == 'x' and controls == 'none' and n == 60"
    )
    assert plain["estimate"].item() == pytest.approx(cases["level"].corr(cases["x"]))
    nothing = specification_curve(
        data.assign(x=np.random.default_rng(0).permutation(data["x"])),
        "level",
        "x",
        ["group"],
        draws=19,
    )
    assert nothing.joint.loc["median", "p"] > 0.05
    with pytest.raises(ValueError, match="share 'x'"):
        specification_curve(data, "level", "x", ["x"])
    with pytest.raises(ValueError, match="no column 'nope'"):
        specification_curve(data, "level", "nope")


def test_estimators_of_the_curve(cases: pd.DataFrame) -> None:
    X = cases[["x", "group"]]
    firth = firth_effect(cases["yes"], X, "x")
    assert firth[0] == pytest.approx(
        firth_logit(X, cases["yes"]).table.loc["x", "estimate"] * cases["x"].std()
    )
    ordered = ordered_effect(cases["level"], X, "x")
    assert ordered[1] < ordered[0] < ordered[2]
    value, lower, upper, p = standardised_effect(cases["level"], X, "x")
    assert lower < value < upper
    assert (p < 0.05) == (lower > 0)
    apart = cases.assign(yes=(cases["x"] > 5).astype(int))
    curve = specification_curve(
        apart, "yes", "x", estimators={"ordered": ordered_effect, "firth": firth_effect}
    )
    # maximum likelihood fails on separated data: a missing row, not an error
    assert curve.table["estimate"].isna().sum() == 1


@pytest.mark.gold
def test_logistf(gold: Callable[[str], Any]) -> None:
    for folder, file, outcome in (
        ("logistf_sex2", "sex2.csv", "case"), ("firth_endometrial", "endometrial.csv", "HG"),
    ):  # fmt: skip
        case = gold(folder)
        expected = case.expected
        found = firth_logit(case.table(file), outcome)
        figures = {
            "estimate": (expected.get("coef") or expected["logistf_coef"], 5e-7),
            "lower": (expected["ci_lower_pl"], 1e-8),
            "upper": (expected["ci_upper_pl"], 1e-8),
            "p": (expected["p_plr"], 1e-8),
        }
        if "se" in expected:
            figures["standard_error_augmented"] = (expected["se"], 2e-6)
            loglik = expected["loglik"]
            assert found.log_likelihood == pytest.approx(loglik["a"], abs=1e-8)
            assert found.null_log_likelihood == pytest.approx(loglik["b"], abs=1e-8)
            assert found.statistic == pytest.approx(49.09, abs=0.005)
        else:
            figures["standard_error"] = (expected["brglm2_se"], 1e-7)
        for column, (reference, tolerance) in figures.items():
            theirs = pd.Series(reference).rename({"(Intercept)": "intercept"})
            np.testing.assert_allclose(
                found.table[column], theirs[found.table.index], atol=tolerance
            )


@pytest.mark.gold
def test_wine(gold: Callable[[str], Any]) -> None:
    case = gold("ordinal_wine")
    wine = case.table("wine.csv")
    X = pd.DataFrame({"tempwarm": wine["temp"] == "warm", "contactyes": wine["contact"] == "yes"})
    for link in ("logit", "probit"):
        expected = case.expected[f"clm_{link}"]
        found = ordered_logit(X, wine["rating"], link=link)  # type: ignore[arg-type]
        both = pd.concat([found.thresholds, found.table])
        reference = pd.Series(expected["coef"])
        np.testing.assert_allclose(both["estimate"], reference[both.index], atol=1e-8)
        assert found.log_likelihood == pytest.approx(expected["logLik"], abs=1e-8)
        if link == "logit":
            errors = pd.Series(expected["se"])
            np.testing.assert_allclose(both["standard_error"], errors[both.index], atol=1e-8)
            assert found.aic == pytest.approx(expected["AIC"], abs=1e-8)
            odds = proportional_odds_test(X, wine["rating"])
            np.testing.assert_allclose(odds["p"], expected["nominal_test_p"][1:], atol=1e-8)


@pytest.mark.gold
def test_innoregio(gold: Callable[[str], Any]) -> None:
    case = gold("innoregio_tables")
    for name, expected in case.expected.items():
        if name == "tool":
            continue
        found = contingency(case.table(f"{name}.csv", index_col=0))
        assert found.exact
        assert found.n == expected["n"]
        ours = {"fisher_exact_p": found.p, "chisq": found.chi2, "cramers_v": found.cramers_v,
                "C": found.concordant, "D": found.discordant, "gamma": found.gamma,
                "tau_b": found.tau_b}  # fmt: skip
        for key, value in expected.items():
            if key != "n":
                assert ours[key] == pytest.approx(value, abs=1e-9), (name, key)
