from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit
from scipy.stats import norm

from wir.potential.entry import EntryModel, entry_model
from wir.potential.two_way_logit import group_numbers, two_way_logit


def simulated(
    seed: int, beta: Mapping[str, float], regions: int = 40, activities: int = 25, periods: int = 1
) -> tuple[pd.DataFrame, pd.Series]:
    rng = np.random.default_rng(seed)
    index = pd.MultiIndex.from_product(
        [range(periods), [f"r{i}" for i in range(regions)], [f"a{i}" for i in range(activities)]],
        names=["period", "region", "activity"],
    )
    table = pd.DataFrame({name: rng.normal(2, 3, len(index)) for name in beta}, index=index)
    effect = {
        level: rng.normal(0, 0.6, size)
        for level, size in (("region", regions), ("activity", activities))
    }
    eta = sum(table[name] / 3 * value for name, value in beta.items()) - 1.0
    for level, values in effect.items():
        eta = eta + values[pd.factorize(index.get_level_values(level))[0]]
    y = pd.Series((rng.random(len(index)) < expit(eta)).astype(int), index)
    table["period"] = index.get_level_values("period")
    return table.droplevel("period"), y.droplevel("period")


@pytest.fixture(scope="module")
def fitted() -> tuple[pd.DataFrame, pd.Series, EntryModel]:
    features, outcome = simulated(1, {"density": 0.8, "lq": -0.4})
    return features, outcome, entry_model(features, outcome, ["density", "lq"])


def test_planted_effects_lie_in_their_intervals() -> None:
    inside = []
    for seed in range(30):
        features, outcome = simulated(100 + seed, {"density": 0.6, "lq": 0.0}, periods=2)
        model = entry_model(
            features, outcome, ["density", "lq"], periods=features["period"]
        ).coefficients
        truth = pd.Series({"density": 0.6 / 3, "lq": 0.0}) * model["sd"]
        inside.append((model["lower"] < truth) & (truth < model["upper"]))
    share = pd.DataFrame(inside).mean()
    # 95 % nominal, two fits of thirty may miss by chance and by the bias of the effects
    assert share.min() >= 0.83
    assert (model.loc["density", "p_value"] < 1e-4) & (model.loc["density", "estimate"] > 0)


def test_coefficients_are_per_standard_deviation(
    fitted: tuple[pd.DataFrame, pd.Series, EntryModel],
) -> None:
    features, outcome, model = fitted
    table = model.coefficients
    raw = two_way_logit(
        outcome.to_numpy(dtype=float),
        features[["density", "lq"]].to_numpy(),
        group_numbers(features.index.get_level_values("region")),
        group_numbers(features.index.get_level_values("activity")),
    )
    sd = features[["density", "lq"]].std()
    np.testing.assert_allclose(table["sd"], sd)
    np.testing.assert_allclose(table["estimate"], raw.beta * sd, rtol=1e-8)
    np.testing.assert_allclose(table["se"], np.sqrt(np.diag(raw.covariance)) * sd, rtol=1e-6)
    z = norm.ppf(0.975)
    np.testing.assert_allclose(table["upper"] - table["estimate"], z * table["se"])
    np.testing.assert_allclose(table["estimate"] - table["lower"], z * table["se"])
    for end, name in (("", "estimate"), ("_lower", "lower"), ("_upper", "upper")):
        np.testing.assert_allclose(table[f"odds_ratio{end}"], np.exp(table[name]))
    np.testing.assert_allclose(
        table["p_value"], 2 * norm.cdf(-np.abs(table["estimate"] / table["se"]))
    )
    scaled = entry_model(features.assign(density=features["density"] * 7), outcome, ["density"])
    alone = entry_model(features, outcome, ["density"])
    np.testing.assert_allclose(
        scaled.coefficients["odds_ratio"], alone.coefficients["odds_ratio"], rtol=1e-8
    )


def test_intervals_follow_the_confidence() -> None:
    features, outcome = simulated(2, {"density": 0.5})
    wide, narrow = (
        entry_model(features, outcome, ["density"], confidence=level).coefficients.iloc[0]
        for level in (0.99, 0.5)
    )
    assert (wide["upper"] - wide["estimate"]) / wide["se"] == pytest.approx(norm.ppf(0.995))
    assert (narrow["upper"] - narrow["estimate"]) / narrow["se"] == pytest.approx(norm.ppf(0.75))


@pytest.mark.parametrize("name", ["density", "lq"])
def test_marginal_effect_is_the_derivative_of_the_mean_probability(
    fitted: tuple[pd.DataFrame, pd.Series, EntryModel], name: str
) -> None:
    model = fitted[2]
    row = model.coefficients.loc[name]
    step = 1e-5
    up, down = (expit(model.linear + sign * step * row["estimate"]).mean() for sign in (1.0, -1.0))
    assert row["marginal"] == pytest.approx(100 * (up - down) / (2 * step), rel=1e-7)
    assert row["marginal_lower"] < row["marginal"] < row["marginal_upper"]
    assert row["marginal_upper"] / row["marginal"] == pytest.approx(row["upper"] / row["estimate"])


def test_relative_change_is_that_of_the_recomputed_probabilities(
    fitted: tuple[pd.DataFrame, pd.Series, EntryModel],
) -> None:
    features, _, model = fitted
    slopes = model.coefficients["estimate"] / model.coefficients["sd"]
    used = model.values  # noqa: PD011
    effects = model.linear - used.to_numpy() @ slopes.to_numpy()
    before = expit(effects + used @ slopes).mean()
    after = expit(effects + used.assign(density=used["density"] * 1.25) @ slopes).mean()
    assert model.relative_change("density", 1.25) == pytest.approx(after / before - 1, rel=1e-9)
    assert model.relative_change("density", 1.0) == 0
    assert model.relative_change("density") > 0 > model.relative_change("lq")
    assert len(used) == model.n == len(features)


def test_mean_probability_is_the_observed_rate_and_fit_is_reported(
    fitted: tuple[pd.DataFrame, pd.Series, EntryModel],
) -> None:
    _, outcome, model = fitted
    # the effects make the fitted and the observed number of entries equal
    assert expit(model.linear).sum() == pytest.approx(model.entries, rel=1e-7)
    assert (model.n, model.entries, model.n_given) == (1000, int(outcome.sum()), 1000)
    rate = outcome.mean()
    p, y = expit(model.linear), outcome.to_numpy()
    ours = (y * np.log(p) + (1 - y) * np.log(1 - p)).sum()
    empty = 1000 * (rate * np.log(rate) + (1 - rate) * np.log(1 - rate))
    assert model.pseudo_r2 == pytest.approx(1 - ours / empty)


def test_rows_that_cannot_be_used_are_counted() -> None:
    features, outcome = simulated(3, {"density": 0.5})
    outcome[outcome.index.get_level_values("region") == "r7"] = 0
    model = entry_model(features, outcome, ["density"])
    assert (model.n, model.n_given) == (975, 1000)
    assert model.entries == outcome.sum()
    assert len(model.values) == len(model.linear) == 975


def test_periods_take_up_what_happens_to_all() -> None:
    features, outcome = simulated(4, {"density": 0.5}, periods=2)
    late = (features["period"] == 1).to_numpy()
    # in the second period all densities are higher, and entries rarer
    features = features.assign(density=features["density"] + 6 * late)
    rng = np.random.default_rng(0)
    outcome = outcome.where(~late | (rng.random(len(late)) < 0.4), 0)
    without = entry_model(features, outcome, ["density"]).coefficients.loc["density"]
    within = entry_model(
        features, outcome, ["density"], periods=features["period"]
    ).coefficients.loc["density"]
    truth = 0.5 / 3
    assert not without["lower"] / without["sd"] < truth < without["upper"] / without["sd"]
    assert within["lower"] / within["sd"] < truth < within["upper"] / within["sd"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda f, y: (f, y, ["densty"]), "no column 'densty'.* Did you mean 'density'"),
        (lambda f, y: (f, y, []), "No covariates"),
        (lambda f, y: (f.assign(flat=1.0), y, ["density", "flat"]), "do not vary: 'flat'"),
        (lambda f, y: (f.iloc[1:], y, ["density"]), "outcome has 1000 rows .*features has 999"),
        (lambda f, y: (f.iloc[:0], y.iloc[:0], ["density"]), "outcome has 0 rows"),
        (lambda f, y: (f, y * 2, ["density"]), "Expected one 0 or 1 per row"),
        (lambda f, y: (f.iloc[::-1], y, ["density"]), "different rows"),
        (
            lambda f, y: (f.where(f < 5), y, ["density"]),
            r"missing values in .* of 1000 rows, .*\('r",
        ),
        (lambda f, y: (f.reset_index(drop=True), y, ["density"]), "index levels .* 'region' and"),
        (lambda f, y: (f, y * 0, ["density"]), "No group has both outcomes"),
        (
            lambda f, y: (f.assign(size=f.groupby("region").cumcount()), y, ["density", "size"]),
            "Covariate 2 of 2 is determined by the groups",
        ),
    ],
)
def test_bad_input_is_named(change, message) -> None:
    features, outcome, covariates = change(*simulated(5, {"density": 0.5}))
    with pytest.raises(ValueError, match=message):
        entry_model(features, outcome, covariates)


def test_periods_are_one_per_row() -> None:
    features, outcome = simulated(5, {"density": 0.5})
    periods = features["period"].where(features["density"] < 5)
    with pytest.raises(ValueError, match=r"periods has .* values for 1000 rows"):
        entry_model(features, outcome, ["density"], periods=periods)


def test_text_is_refused() -> None:
    features, outcome = simulated(5, {"density": 0.5})
    with pytest.raises(TypeError, match="Column 'density' of features is not numeric"):
        entry_model(features.astype(str), outcome, ["density"])
