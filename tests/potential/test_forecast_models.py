from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.special import logit
from sklearn.metrics import log_loss

from wir.potential import forecast_models as module
from wir.potential.activities import Activities
from wir.potential.entry_features import FEATURES, entry_pairs
from wir.potential.forecast_models import (
    BASELINES,
    MODELS,
    Boosted,
    BoostingSettings,
    Forecaster,
    choose_boosting,
    fit_forecast,
    fold_numbers,
    importance,
)
from wir.potential.forecast_scores import auc
from wir.potential.recalibration import LogitScale, fit_scale

SMALL = BoostingSettings(max_leaf_nodes=5, max_iter=15, min_samples_leaf=20, seeds=2)


@pytest.fixture(scope="module")
def train(region_activities: Activities, known_features: dict[int, pd.DataFrame]) -> pd.DataFrame:
    return entry_pairs(region_activities, [2012, 2013], 4, features=known_features)


@pytest.fixture(scope="module")
def test(region_activities: Activities, known_features: dict[int, pd.DataFrame]) -> pd.DataFrame:
    return entry_pairs(region_activities, [2017], 4, features=known_features)


@pytest.fixture(scope="module")
def aucs(train: pd.DataFrame, test: pd.DataFrame) -> dict[str, float]:
    return {
        name: auc(pd.Series(fit_forecast(name, train, settings=SMALL).predict(test)), test["entry"])
        for name in MODELS
    }


@pytest.mark.parametrize("name", MODELS)
def test_each_model_beats_chance_out_of_time(aucs: dict[str, float], name: str) -> None:
    if name == "persistence":
        assert aucs[name] == 0.5
    else:
        assert aucs[name] > 0.6


def test_models_that_know_all_beat_the_baselines(aucs: dict[str, float]) -> None:
    best = max(aucs[name] for name in BASELINES)
    assert aucs["logit"] > best
    assert aucs["boosting"] > best


def test_no_model_finds_what_is_not_there(train: pd.DataFrame, test: pd.DataFrame) -> None:
    rng = np.random.default_rng(0)
    blind = train.assign(entry=rng.permutation(train["entry"].to_numpy()))
    for name in ("lq", "density", "logit", "boosting"):
        p = pd.Series(fit_forecast(name, blind, settings=SMALL).predict(test))
        chance = pd.Series(rng.permutation(test["entry"].to_numpy()))
        assert abs(auc(p, chance) - 0.5) < 0.12, name


@pytest.mark.parametrize("name", MODELS)
def test_probabilities_are_probabilities_in_the_order_of_the_rows(
    train: pd.DataFrame, test: pd.DataFrame, name: str
) -> None:
    model = fit_forecast(name, train, settings=SMALL)
    p = model.predict(test)
    assert p.shape == (len(test),)
    assert ((p >= 0) & (p <= 1)).all()
    np.testing.assert_allclose(model.predict(test.iloc[::-1]), p[::-1], atol=1e-12)
    np.testing.assert_allclose(model.predict(test.drop(columns="entry")), p)
    if name == "persistence":
        assert (p == 0).all()
    else:
        # the mean forecast of the training rows is about the rate there
        assert model.predict(train).mean() == pytest.approx(train["entry"].mean(), abs=0.01)


@pytest.mark.parametrize("name", MODELS)
def test_reproducible_with_a_seed(train: pd.DataFrame, test: pd.DataFrame, name: str) -> None:
    one, again = (fit_forecast(name, train, settings=SMALL, seed=5).predict(test) for _ in range(2))
    np.testing.assert_array_equal(one, again)
    other = fit_forecast(name, train, settings=SMALL, seed=6).predict(test)
    assert np.array_equal(one, other) == (name != "boosting")


@pytest.mark.parametrize(("name", "column"), [("lq", "log_lq"), ("density", "density")])
def test_baselines_know_one_variable(
    train: pd.DataFrame, test: pd.DataFrame, name: str, column: str
) -> None:
    others = [one for one in FEATURES if one != column]
    rng = np.random.default_rng(0)
    noise = {one: rng.normal(size=len(test)) for one in others}
    model = fit_forecast(name, train)
    np.testing.assert_array_equal(model.predict(test.assign(**noise)), model.predict(test))
    # on a curve that need not be straight
    p = pd.Series(model.predict(test), test[column].to_numpy()).sort_index()
    assert p.iloc[-1] > p.iloc[0]


def test_a_baseline_bends_where_the_truth_does() -> None:
    rng = np.random.default_rng(3)
    x = rng.uniform(0, 10, 4000)
    truth = 0.05 + 0.4 * np.exp(-((x - 5) ** 2))
    pairs = pd.DataFrame({"density": x, "entry": (rng.random(4000) < truth).astype(int)})
    p = fit_forecast("density", pairs).predict(pd.DataFrame({"density": [1.0, 5.0, 9.0]}))
    np.testing.assert_allclose(p, [0.05, 0.45, 0.05], atol=0.06)


def test_models_leave_out_what_is_not_known_everywhere(
    region_activities: Activities, known_features: dict[int, pd.DataFrame], test: pd.DataFrame
) -> None:
    short = entry_pairs(region_activities, [2011, 2012], 4, features=known_features)
    assert short["trend"].isna().any()
    for name in ("logit", "boosting"):
        model = fit_forecast(name, short, settings=SMALL)
        np.testing.assert_array_equal(
            model.predict(test), model.predict(test.assign(trend=5.0, growth=-3.0))
        )
    known = entry_pairs(region_activities, [2012, 2013], 4, features=known_features)
    for name in ("logit", "boosting"):
        model = fit_forecast(name, known, settings=SMALL)
        assert not np.array_equal(model.predict(test), model.predict(test.assign(trend=0.3)))


def test_boosting_is_a_mean_of_models_and_takes_weights(
    train: pd.DataFrame, test: pd.DataFrame
) -> None:
    plain = replace(SMALL, calibration_folds=0)
    both = fit_forecast("boosting", train, settings=plain, seed=1).predict(test)
    one = replace(plain, seeds=1)
    each = [fit_forecast("boosting", train, settings=one, seed=s).predict(test) for s in (1, 1001)]
    np.testing.assert_allclose(both, np.mean(each, axis=0))
    assert not np.allclose(*each)
    # many leaves of single rows would tell the weights from repeated rows: take none away
    weights = np.where(np.arange(len(train)) % 2 == 0, 1.0, 0.0)
    weighted = fit_forecast("boosting", train, settings=one, weights=weights).predict(test)
    unweighted = fit_forecast("boosting", train, settings=one).predict(test)
    assert not np.allclose(weighted, unweighted)


def test_recalibration_keeps_the_order_and_learns_from_regions_left_out(
    train: pd.DataFrame, test: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = fit_forecast("boosting", train, settings=SMALL, seed=1)
    assert isinstance(model, Boosted)
    raw = fit_forecast("boosting", train, settings=replace(SMALL, calibration_folds=0), seed=1)
    np.testing.assert_array_equal(model.raw(test), raw.predict(test))
    # fifteen steps of boosting are few, so that the probabilities are too even
    assert model.scale.slope > 1.2
    np.testing.assert_array_equal(
        np.argsort(model.predict(test), kind="stable"),
        np.argsort(model.raw(test), kind="stable"),
    )
    regions = train.index.get_level_values("region")
    part = fold_numbers(regions, 3, 1)
    left_out = np.empty(len(train))
    single = replace(SMALL, seeds=1, calibration_folds=0)
    for fold in range(3):
        one = fit_forecast("boosting", train[part != fold], settings=single, seed=1)
        left_out[part == fold] = one.predict(train[part == fold])
    assert model.scale == fit_scale(left_out, train["entry"].to_numpy())
    monkeypatch.setattr(module, "fit_scale", lambda *_: LogitScale(2.0, 0.5))
    other = fit_forecast("boosting", train, settings=SMALL, seed=1).predict(test)
    np.testing.assert_allclose(logit(other), 0.5 + 2 * logit(model.raw(test)))


def test_without_regions_to_leave_out_there_is_no_recalibration(train: pd.DataFrame) -> None:
    alone = train[train.index.get_level_values("region") == "r00"]
    settings = replace(SMALL, min_samples_leaf=2)
    model = fit_forecast("boosting", alone, settings=settings)
    assert isinstance(model, Boosted)
    assert model.scale == LogitScale()


@pytest.mark.parametrize("name", MODELS)
def test_one_outcome_only_is_refused(train: pd.DataFrame, name: str) -> None:
    with pytest.raises(ValueError, match=rf"There are {len(train)} rows with 0 entries"):
        fit_forecast(name, train.assign(entry=0))
    with pytest.raises(ValueError, match=rf"rows with {len(train)} entries"):
        fit_forecast(name, train.assign(entry=1))
    with pytest.raises(ValueError, match="There are 0 rows"):
        fit_forecast(name, train.iloc[:0])


def test_unknown_models_are_named(train: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match=r"no model 'boost'. Models: 'persistence', .*'boosting'"):
        fit_forecast("boost", train)


GRID = (SMALL, replace(SMALL, max_iter=1), replace(SMALL, max_leaf_nodes=3))


def test_settings_are_chosen_by_regions_left_out(
    train: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[BoostingSettings, pd.DataFrame, pd.DataFrame, np.ndarray]] = []

    def fit(name: str, pairs: pd.DataFrame, *, settings: BoostingSettings, seed: int) -> Forecaster:
        model = fit_forecast(name, pairs, settings=settings, seed=seed)

        class Noting:
            def predict(self, features: pd.DataFrame) -> np.ndarray:
                p = model.predict(features)
                seen.append((settings, pairs, features, p))
                return p

        return Noting()

    monkeypatch.setattr(module, "fit_forecast", fit)
    best, tried = choose_boosting(train, GRID, folds=3, seed=2)
    assert len(seen) == 9
    for settings, inside, held, _ in seen:
        assert settings.seeds == 1
        assert not set(inside.index.get_level_values(0)) & set(held.index.get_level_values(0))
        assert len(inside) + len(held) == len(train)
    for number, settings in enumerate(GRID):
        parts = seen[3 * number : 3 * number + 3]
        assert sorted(pd.concat([held for _, _, held, _ in parts]).index) == sorted(train.index)
        loss = np.mean([log_loss(held["entry"], p) for _, _, held, p in parts])
        assert tried.loc[number, "log_loss"] == pytest.approx(loss)
        assert tried.loc[number, "max_iter"] == settings.max_iter
    assert best == GRID[tried["log_loss"].argmin()]
    assert best != GRID[1], "one step of boosting is too few"


def test_fewer_regions_than_folds(train: pd.DataFrame) -> None:
    few = train[train.index.get_level_values("region").isin(["r00", "r01", "r02", "r03"])]
    settings = replace(SMALL, min_samples_leaf=5)
    _, tried = choose_boosting(few, [settings], folds=9)
    assert np.isfinite(tried["log_loss"]).all()


def test_fold_numbers_are_equal_in_size_and_the_same_for_a_label() -> None:
    labels = pd.Index(list("abcdefghij") * 3)
    fold = fold_numbers(labels, 5, 0)
    assert (fold[:10] == fold[10:20]).all()
    assert (np.bincount(fold[:10]) == 2).all()
    np.testing.assert_array_equal(fold_numbers(labels[::-1], 5, 0), fold[::-1])
    assert not np.array_equal(fold_numbers(labels, 5, 1), fold)


def test_importance_finds_what_matters(train: pd.DataFrame, test: pd.DataFrame) -> None:
    model = fit_forecast("lq", train)
    table = importance(model, test)
    # only what the model knows
    assert table["variable"].tolist() == ["log_lq"]
    assert table.loc[0, "name"] == FEATURES["log_lq"]
    assert table.loc[0, "loss"] > 0.05
    boosted = importance(fit_forecast("boosting", train, settings=SMALL), test)
    assert set(boosted["variable"]) == set(FEATURES)
    assert boosted["loss"].is_monotonic_decreasing
