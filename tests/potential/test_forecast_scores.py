import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

from wir.potential import forecast_scores as module
from wir.potential.forecast_scores import (
    METRICS,
    auc,
    calibration,
    forecast_scores,
    worth_of_suggestions,
)


def forecasts(seed: int = 0, regions: int = 40, cases: int = 30) -> pd.DataFrame:
    """Return outcomes with their true probability, and forecasts that are worse."""
    rng = np.random.default_rng(seed)
    index = pd.MultiIndex.from_product(
        [[f"r{i:02d}" for i in range(regions)], [f"a{i:02d}" for i in range(cases)]],
        names=["region", "activity"],
    )
    p = rng.beta(0.5, 4, len(index))
    y = (rng.random(len(index)) < p).astype(int)
    return pd.DataFrame(
        {
            "origin": 2015,
            "entry": y,
            "true": p,
            "rounded": np.round(p, 1),
            "noisy": np.clip(p + rng.normal(0, 0.25, len(p)), 0, 1),
            "useless": rng.random(len(p)),
            "constant": 0.1,
            "perfect": y.astype(float),
        },
        index=index,
    )


MODELS = ["true", "rounded", "noisy", "useless", "constant", "perfect"]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("model", MODELS)
def test_equals_scikit_learn_with_ties(seed: int, model: str) -> None:
    table = forecasts(seed)
    scores = forecast_scores(table, [model], [model], draws=2).table.set_index("metric")["value"]
    y, p = table["entry"], table[model]
    assert scores["auc"] == pytest.approx(roc_auc_score(y, p), abs=1e-12)
    assert scores["average_precision"] == pytest.approx(average_precision_score(y, p), abs=1e-12)
    assert scores["brier"] == pytest.approx(brier_score_loss(y, p), abs=1e-12)
    assert auc(p, y) == pytest.approx(roc_auc_score(y, p), abs=1e-12)


@pytest.mark.parametrize("decimals", [1, 2, 9])
def test_ranking_equals_scikit_learn_with_weights(decimals: int) -> None:
    rng = np.random.default_rng(decimals)
    table = forecasts(7)
    y = table["entry"].to_numpy(dtype=float)
    p = np.round(table["true"].to_numpy(), decimals)
    for _ in range(5):
        w = rng.integers(0, 4, len(y)).astype(float)
        order = np.argsort(-p, kind="stable")
        ends = np.flatnonzero(np.append(np.diff(p[order]) != 0, True))
        found = module._ranking(y[order], w[order], ends)
        assert found[0] == pytest.approx(roc_auc_score(y, p, sample_weight=w), abs=1e-12)
        assert found[1] == pytest.approx(average_precision_score(y, p, sample_weight=w), abs=1e-12)


def test_intervals_are_percentiles_of_whole_regions_drawn() -> None:
    table = forecasts(1, regions=12)
    scores = forecast_scores(table, ["true", "noisy"], ["noisy"], draws=60, seed=5)
    names = table.index.get_level_values("region").unique()
    rng = np.random.default_rng(5)
    drawn = rng.multinomial(12, np.full(12, 1 / 12), size=60)
    values = []
    for times in drawn:
        sample = pd.concat(
            [table.loc[[name]] for name, n in zip(names, times, strict=True) for _ in range(n)]
        )
        values.append(
            [average_precision_score(sample["entry"], sample[m]) for m in ("true", "noisy")]
        )
    own, other = np.array(values).T
    row = scores.table.set_index(["model", "metric"]).loc[("true", "average_precision")]
    np.testing.assert_allclose(row[["lower", "upper"]], np.percentile(own, [2.5, 97.5]))
    gap = scores.differences.set_index(["model", "metric"]).loc[("true", "average_precision")]
    np.testing.assert_allclose(gap[["lower", "upper"]].astype(float),
                               np.percentile(own - other, [2.5, 97.5]))  # fmt: skip


def test_intervals_contain_the_value_and_order_is_as_planted() -> None:
    scores = forecast_scores(forecasts(2), MODELS, ["useless", "noisy"], draws=200)
    table = scores.table
    assert ((table["lower"] <= table["value"]) & (table["value"] <= table["upper"])).all()
    value = table.pivot(index="model", columns="metric", values="value")
    assert dict(value.loc["perfect"]) == {"auc": 1, "average_precision": 1, "brier": 0}
    rate = forecasts(2)["entry"].mean()
    assert value.loc["constant", "auc"] == 0.5
    assert value.loc["constant", "average_precision"] == pytest.approx(rate)
    useless = table.set_index(["model", "metric"]).loc["useless"]
    assert useless.loc["auc", "lower"] < 0.5 < useless.loc["auc", "upper"]
    assert list(value["auc"].sort_values().index[-4:]) == ["noisy", "rounded", "true", "perfect"]


def test_differences_are_against_the_best_baseline_of_each_score() -> None:
    table = forecasts(3)
    # ranks well, but far too high: best by AUC, worst by Brier score
    table["loud"] = np.sqrt(table["true"])
    models = ["true", "loud", "constant"]
    scores = forecast_scores(table, models, ["constant", "loud"], draws=100)
    gaps = scores.differences.set_index(["model", "metric"])
    value = scores.table.set_index(["model", "metric"])["value"]
    for metric, best in (("auc", "loud"), ("average_precision", "loud"), ("brier", "constant")):
        rows = scores.differences[scores.differences["metric"] == metric]
        assert set(rows["reference"]) == {best}
        assert set(rows["model"]) == set(models) - {best}
        assert gaps.loc[("true", metric), "difference"] == pytest.approx(
            value["true", metric] - value[best, metric]
        )
    assert gaps.loc[("true", "brier"), "upper"] < 0
    # the loud forecast ranks exactly as the true one: the difference is nothing, and surely so
    same = gaps.loc[("true", "auc"), ["difference", "lower", "upper"]].astype(float)
    np.testing.assert_allclose(same, 0, atol=1e-12)


def test_differences_on_the_same_draws_are_surer_than_the_scores() -> None:
    scores = forecast_scores(forecasts(4), ["true", "noisy"], ["noisy"], draws=200)
    wide = scores.table.set_index(["model", "metric"]).loc[("true", "average_precision")]
    gap = scores.differences.set_index(["model", "metric"]).loc[("true", "average_precision")]
    assert gap["upper"] - gap["lower"] < wide["upper"] - wide["lower"]
    assert gap["lower"] > 0


def test_reproducible_and_confidence_widens() -> None:
    table = forecasts(5, regions=10)
    one, again = (forecast_scores(table, MODELS, ["useless"], draws=50, seed=3) for _ in range(2))
    pd.testing.assert_frame_equal(one.table, again.table)
    pd.testing.assert_frame_equal(one.differences, again.differences)
    wide = forecast_scores(table, MODELS, ["useless"], draws=50, seed=3, confidence=0.99).table
    assert (wide["lower"] <= one.table["lower"]).all()
    assert (wide["upper"] - wide["lower"]).sum() > (one.table["upper"] - one.table["lower"]).sum()


def test_draws_without_an_entry_leave_no_gap_in_the_result() -> None:
    table = forecasts(6, regions=3, cases=6)
    table["entry"] = 0
    table.iloc[0, table.columns.get_loc("entry")] = 1
    scores = forecast_scores(table, ["true", "noisy"], ["noisy"], draws=100)
    assert scores.table.notna().all(axis=None)
    assert scores.differences.notna().all(axis=None)


@pytest.mark.parametrize(
    ("change", "models", "baselines", "message"),
    [
        (lambda t: t.loc[["r00"]], ["true"], ["true"], "1 regions and .* entries in 30 cases"),
        (lambda t: t.assign(entry=0), ["true"], ["true"], "40 regions and 0 entries in 1200"),
        (lambda t: t.assign(entry=1), ["true"], ["true"], "1200 entries in 1200"),
        (lambda t: t.assign(true=t["true"].mask(t["true"] > 0.4)), ["true"], ["true"],
         "Model 'true' has no probability in"),
        (lambda t: t, ["truth"], ["truth"], "no column 'truth'; found"),
        (lambda t: t, ["true"], ["noisy"], "baselines are 'noisy'. Expected some of .* 'true'"),
        (lambda t: t, ["true"], [], "Expected some of the models"),
    ],
)  # fmt: skip
def test_what_cannot_be_scored_is_named(change, models, baselines, message) -> None:
    with pytest.raises(ValueError, match=message):
        forecast_scores(change(forecasts()), models, baselines, draws=2)


def test_auc_needs_values_and_both_outcomes() -> None:
    y = pd.Series([0, 1, 0])
    assert auc(pd.Series([1.0, 2.0, 3.0]), y) == 0.5
    with pytest.raises(ValueError, match="1 missing values"):
        auc(pd.Series([1.0, np.nan, 3.0]), y)
    with pytest.raises(ValueError, match="0 entries in 3 cases"):
        auc(pd.Series([1.0, 2.0, 3.0]), y * 0)


def test_calibration_by_hand() -> None:
    index = pd.MultiIndex.from_product([["x", "y"], list("abcd")], names=["region", "activity"])
    table = pd.DataFrame(
        {
            "entry": [0, 1, 1, 1, 0, 0, 1, 0],
            "m": [0.1, 0.6, 0.2, 0.8, 0.1, 0.3, 0.7, 0.4],
            "origin": 1,
        },
        index=index,
    )
    curve = calibration(table, "m", groups=2, draws=10)
    assert list(curve.index) == [1, 2]
    np.testing.assert_allclose(curve["predicted"], [0.175, 0.625])
    np.testing.assert_allclose(curve["observed"], [0.25, 0.75])
    np.testing.assert_allclose(curve["gap"], [0.075, 0.125])
    assert list(curve["n"]) == [4, 4]
    # x has 1 of 2 in the low half and 2 of 2 in the high one, y 0 of 2 and 1 of 2
    assert curve["lower"].tolist() == [0, 0.5]
    assert curve["upper"].tolist() == [0.5, 1.0]
    with pytest.raises(ValueError, match="9 groups of 8 cases"):
        calibration(table, "m", groups=9)


def test_calibrated_forecasts_lie_within_noise_and_others_do_not() -> None:
    inside = []
    for seed in range(8):
        curve = calibration(forecasts(20 + seed, regions=60), "true", draws=200)
        inside.append(
            (curve["lower"] <= curve["predicted"]) & (curve["predicted"] <= curve["upper"])
        )
        assert curve["gap"].abs().max() < 0.12
        assert (np.diff(curve["predicted"]) > 0).all()
        assert curve["n"].sum() == 1800
        assert ((curve["lower"] <= curve["observed"]) & (curve["observed"] <= curve["upper"])).all()
    # 95 % nominal; the lowest groups, with no entry at all, have no width
    assert np.mean(inside) > 0.75
    loud = forecasts(20, regions=60).assign(loud=lambda t: np.sqrt(t["true"]))
    curve = calibration(loud, "loud", draws=200)
    assert (curve["predicted"] > curve["upper"]).all()
    assert curve["gap"].min() < -0.15


@pytest.fixture
def tiny() -> tuple[pd.DataFrame, pd.Series]:
    rows = [
        # region, activity, origin, entry, m, gained
        ("x", "a", 2015, 1, 0.9, 10.0),
        ("x", "b", 2015, 0, 0.8, -4.0),
        ("x", "c", 2015, 1, 0.1, 7.0),
        ("x", "a", 2016, 0, 0.2, 1.0),
        ("x", "b", 2016, 1, 0.9, 3.0),
        ("y", "a", 2015, 0, 0.5, 5.0),
        ("y", "b", 2015, 1, 0.6, None),
        ("y", "c", 2015, 0, 0.4, 8.0),
    ]
    table = pd.DataFrame(rows, columns=["region", "activity", "origin", "entry", "m", "gained"])
    gained = table.set_index(["region", "activity", "origin"])["gained"].dropna()
    return table.set_index(["region", "activity"]).drop(columns="gained"), gained


def test_worth_of_suggestions_by_hand(tiny: tuple[pd.DataFrame, pd.Series]) -> None:
    table, gained = tiny
    # top 2: x 2015 a, b (1 of 2); x 2016 both (1 of 2); y 2015 b, a (1 of 2)
    worth = worth_of_suggestions(table, ["m"], gained, top=2, draws=50)
    row = worth.loc["m"]
    assert row["hits"] == pytest.approx(100 * 3 / 6)
    assert row["found"] == pytest.approx(100 * 3 / 4)
    assert row["gain"] == pytest.approx((10 - 4 + 1 + 3 + 5 + 0) / 6)
    # both regions hit one half: there is nothing to draw
    assert (row["lower"], row["upper"]) == (50, 50)
    top = worth_of_suggestions(table, ["m"], top=1, draws=50).loc["m"]
    assert (top["hits"], top["found"]) == (100, 75)
    assert list(worth.columns) == [
        "hits", "lower", "upper", "found", "gain", "gain_lower", "gain_upper",
    ]  # fmt: skip
    assert row["gain_lower"] <= row["gain"] <= row["gain_upper"]
    assert "gain" not in worth_of_suggestions(table, ["m"], top=1, draws=5)


def test_chance_is_the_mean_over_all_ways_to_choose(tiny: tuple[pd.DataFrame, pd.Series]) -> None:
    table, gained = tiny
    chance = worth_of_suggestions(table, ["m"], gained, top=2, draws=10).loc["chance"]
    # by hand: two of three of x 2015, both of x 2016, two of three of y 2015
    hits = 2 / 3 * 2 + 1 + 2 / 3 * 1
    assert chance["hits"] == pytest.approx(100 * hits / 6)
    assert chance["found"] == pytest.approx(100 * hits / 4)
    assert chance["gain"] == pytest.approx((2 / 3 * 13 + 4 + 2 / 3 * 13) / 6)
    # more than there are in x 2016: all of them, each once
    every = worth_of_suggestions(table, ["m"], top=3, draws=10)
    assert every.loc["chance", "hits"] == every.loc["m", "hits"] == pytest.approx(50)
    assert every.loc["chance", "found"] == pytest.approx(100)
    rng = np.random.default_rng(0)
    random = [
        worth_of_suggestions(table.assign(m=rng.random(len(table))), ["m"], top=2, draws=1)
        .loc["m", "hits"]
        for _ in range(200)
    ]  # fmt: skip
    assert np.mean(random) == pytest.approx(chance["hits"], abs=4)


def test_worth_of_a_perfect_and_a_useless_forecast() -> None:
    table = forecasts(9)
    worth = worth_of_suggestions(table, ["perfect", "true", "useless"], top=3, draws=100)
    hits = worth["hits"]
    assert hits["perfect"] > hits["true"] > hits["useless"]
    assert worth.loc["useless", "lower"] < hits["chance"] < worth.loc["useless", "upper"]
    assert ((worth["lower"] <= hits) & (hits <= worth["upper"])).all()
    assert hits["chance"] == pytest.approx(100 * table["entry"].mean())
    with pytest.raises(ValueError, match="0 entries"):
        worth_of_suggestions(table.assign(entry=0), ["true"])


def test_each_score_has_a_name() -> None:
    scores = forecast_scores(forecasts(0), ["true"], ["true"], draws=2)
    assert set(scores.table["metric"]) == set(METRICS)
