from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from wir.success.alliance_scores import alliance_scores, attentive
from wir.success.coverage import (
    RESULTS,
    configurations_found,
    coverage_table,
    discoveries,
    effects,
    exact_interval,
    measurement,
    summary,
)
from wir.success.models.linear import linear
from wir.success.scales import cronbach_alpha, icc_groups
from wir.success.synthetic import synthetic


def groups_with_error(seed: int, groups: int = 400) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Return true values of groups, scores of two to ten people each, and their groups."""
    rng = np.random.default_rng(seed)
    true = pd.Series(3 + 0.5 * rng.standard_normal(groups), index=[f"g{i}" for i in range(groups)])
    group = pd.Series(np.repeat(true.index, rng.integers(2, 11, groups)))
    scores = true[group].to_numpy() + rng.standard_normal(len(group))
    return true, pd.Series(scores), group


def test_predicted_scores_undo_the_attenuation() -> None:
    true, scores, group = groups_with_error(0)
    found = alliance_scores(scores.to_frame("learning"), group)
    y = 2.0 * true + 0.1
    on_means = linear(found.means.loc[true.index], y).loc["learning", "estimate"]
    on_predicted = linear(found.predicted.loc[true.index], y).loc["learning", "estimate"]
    assert on_means < 1.5
    assert on_predicted == pytest.approx(2.0, abs=0.15)
    parts = found.components.loc["learning"]
    assert parts["between"] == pytest.approx(0.25, abs=0.06)
    assert parts["within"] == pytest.approx(1.0, abs=0.06)


def test_reliability_grows_with_respondents() -> None:
    _, scores, group = groups_with_error(1)
    found = alliance_scores(scores.to_frame("learning"), group)
    between, within = found.components.loc["learning", ["between", "within"]]
    expected = between / (between + within / found.n["learning"])
    np.testing.assert_allclose(found.reliability["learning"], expected)


def test_variance_between_groups_is_estimated_without_bias() -> None:
    missed = []
    for seed in range(20):
        true, scores, group = groups_with_error(seed)
        found = alliance_scores(scores.to_frame("learning"), group)
        missed.append(found.components.loc["learning", "between"] - true.var())
    error = np.std(missed, ddof=1) / np.sqrt(20)
    assert abs(np.mean(missed)) < 3 * error
    assert error < 0.01


def test_groups_that_do_not_differ_are_predicted_at_the_mean() -> None:
    scores = pd.DataFrame({"learning": [1.0, 5.0] * 5})
    found = alliance_scores(scores, pd.Series(np.repeat(list("abcde"), 2)))
    assert (found.reliability["learning"] == 0).all()
    assert (found.predicted["learning"] == 3).all()


def test_one_respondent_per_group_has_no_reliability() -> None:
    with pytest.raises(ValueError, match="leave out what only one person"):
        alliance_scores(pd.DataFrame({"learning": [1.0, 2.0]}), pd.Series(["a", "b"]))


def test_careless_respondents_are_told_from_attentive_ones() -> None:
    twin = synthetic(7, careless=0.1)
    first = twin.respondents[twin.respondents["wave"] == 1].set_index("respondent")
    careless = first.index.isin(list(twin.truth["careless"]["respondents"]))
    reads = attentive(first)
    assert (~reads[careless]).mean() > 0.9
    assert reads[~careless].mean() > 0.99


def test_linear_agrees_with_statsmodels() -> None:
    rng = np.random.default_rng(2)
    X = pd.DataFrame(rng.normal(size=(30, 2)), columns=["a", "b"])
    y = pd.Series(X["a"] + rng.normal(size=30))
    found = linear(X, y, level=0.9)
    reference = sm.OLS(y, sm.add_constant(X)).fit()
    np.testing.assert_allclose(found["estimate"], reference.params[["a", "b"]])
    np.testing.assert_allclose(found["standard_error"], reference.bse[["a", "b"]])
    np.testing.assert_allclose(found["p"], reference.pvalues[["a", "b"]])
    np.testing.assert_allclose(
        found[["lower", "upper"]], reference.conf_int(0.1).loc[["a", "b"]].to_numpy()
    )


def test_linear_needs_degrees_of_freedom() -> None:
    X = pd.DataFrame({"a": [1.0, 2.0]})
    with pytest.raises(ValueError, match="0 degrees of freedom"):
        linear(X, pd.Series([1.0, 3.0]))


def clustered(seed: int) -> tuple[pd.DataFrame, pd.Series]:
    rng = np.random.default_rng(seed)
    group = pd.Series(np.repeat(np.arange(30), 8))
    factor = 0.8 * rng.standard_normal(30)[group] + 0.6 * rng.standard_normal(240)
    items = pd.DataFrame({f"i{place}": factor + rng.standard_normal(240) for place in range(4)})
    return items.mask(rng.random(items.shape) < 0.05), group


def test_interval_of_alpha_over_groups_is_the_jackknife() -> None:
    items, group = clustered(0)
    found = cronbach_alpha(items, groups=group)
    whole = cronbach_alpha(items)
    without = np.log1p([-cronbach_alpha(items[group != one]).alpha for one in range(30)])
    centre = 30 * np.log1p(-whole.alpha) - 29 * without.mean()
    half = 2.045230 * np.sqrt(29 / 30 * ((without - without.mean()) ** 2).sum())
    assert found.alpha == whole.alpha
    assert found.lower == pytest.approx(1 - np.exp(centre + half), abs=1e-6)
    assert found.upper == pytest.approx(1 - np.exp(centre - half), abs=1e-6)
    assert found.upper - found.lower > whole.upper - whole.lower


def test_alpha_over_groups_needs_a_group_for_everyone() -> None:
    items, group = clustered(1)
    with pytest.raises(ValueError, match="239 of the 240"):
        cronbach_alpha(items, groups=group.where(group.index != 4))


def test_jackknife_of_icc_is_near_the_f_interval_for_normal_answers() -> None:
    items, group = clustered(2)
    values = items.mean(axis=1)
    f, jackknife = (icc_groups(values, group, interval=kind) for kind in ("f", "jackknife"))
    assert jackknife.icc1 == f.icc1
    assert jackknife.lower == pytest.approx(f.lower, abs=0.08)
    assert jackknife.upper == pytest.approx(f.upper, abs=0.08)


def test_one_draw_estimates_every_planted_parameter() -> None:
    twin = synthetic(8)
    found = pd.concat([measurement(twin), effects(twin)])
    factors = twin.truth["constructs"]
    wanted = {f"{kind}.{name}" for kind in ("alpha", "icc", "change") for name in factors}
    wanted |= {f"{kind}.{name}" for kind in ("slope", "round2") for name in twin.truth["effects"]}
    assert set(found["parameter"]) == wanted
    assert (found["lower"] < found["upper"]).all()
    assert found["estimate"].between(found["lower"], found["upper"]).mean() > 0.95


def test_planted_configurations_are_found_and_none_where_none_is_planted() -> None:
    assert configurations_found(synthetic(9)) == {"parsimonious": True, "intermediate": True}
    planted = synthetic(9).truth["configurations"]["sufficient"]
    nothing = synthetic(9, effects=0.0)
    nothing.truth["configurations"]["sufficient"] = planted
    assert not any(configurations_found(nothing).values())


def test_strong_effects_are_discovered_and_absent_ones_not() -> None:
    assert discoveries(synthetic(10, effects=3.0))["all"] >= 2
    assert sum(discoveries(synthetic(seed, effects=0.0))["all"] > 0 for seed in range(4)) <= 1


def test_summary_counts_what_covers() -> None:
    draws = pd.DataFrame(
        {
            "parameter": "slope",
            "method": "t",
            "truth": 1.0,
            "estimate": [0.8, 1.2, 2.4],
            "lower": [0.5, 1.0, 2.0],
            "upper": [0.9, 1.5, 3.0],
        }
    )
    row = summary(draws).iloc[0]
    assert row["share"] == pytest.approx(1 / 3)
    assert row["width"] == pytest.approx(0.5)
    assert (row["lower"], row["upper"]) == pytest.approx(exact_interval(1, 3))
    assert exact_interval(0, 10) == pytest.approx((0.0, 0.30850), abs=1e-5)


def test_a_study_that_was_not_run_is_explained(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"benchmarks/success_coverage\.py"):
        coverage_table(tmp_path)


def test_the_study_that_is_kept_has_a_thousand_draws_of_every_part() -> None:
    if not (RESULTS / "success_coverage.csv").is_file():
        pytest.skip("benchmarks/success_coverage.py has not been run here")
    table = coverage_table()
    assert set(table["part"]) == {"measurement", "effects", "configurations", "discoveries"}
    assert table["share"].between(0, 1).all()
    assert (table["draws"] >= 1000).all()
