"""The test must not know the future: changing it must change no forecast."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
import pandas as pd
import pytest

from wir.potential import backtest as module
from wir.potential.activities import Activities, between, pool
from wir.potential.backtest import backtest, drift, last_test_years, training_origins
from wir.potential.entry import entries
from wir.potential.entry_features import entry_pairs
from wir.potential.forecast_models import (
    MODELS,
    BoostingSettings,
    Forecaster,
    fit_forecast,
    fold_numbers,
)

HORIZON = 4
SMALL = BoostingSettings(max_leaf_nodes=5, max_iter=10, min_samples_leaf=20, seeds=1)


def shuffled(
    activities: Activities, years: Sequence[int], regions: Sequence[str] = ()
) -> Activities:
    """Return `activities` with the quotients of some years (of some regions) given to others."""
    rng = np.random.default_rng(1)
    lq = dict(activities.lq)
    for year in years:
        table = lq[year].copy()
        rows = list(regions or table.index)
        table.loc[rows] = rng.permuted(table.loc[rows].to_numpy(), axis=1)
        lq[year] = table
    return replace(activities, lq=lq)


def run(activities: Activities, years: Sequence[int], **options: object) -> pd.DataFrame:
    return backtest(activities, HORIZON, years, settings=SMALL, **options)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def predicted(
    region_activities: Activities, known_features: dict[int, pd.DataFrame]
) -> pd.DataFrame:
    return run(region_activities, [2016], features=known_features)


def test_forecasts_do_not_know_their_outcome_or_anything_later(
    region_activities: Activities, predicted: pd.DataFrame
) -> None:
    later = [year for year in region_activities.years if year > 2016]
    other = run(shuffled(region_activities, later), [2016])
    pd.testing.assert_frame_equal(other[list(MODELS)], predicted[list(MODELS)])
    assert (other["entry"] != predicted["entry"]).any(), "the outcomes did change"


def test_forecasts_know_what_was_known(
    region_activities: Activities, predicted: pd.DataFrame
) -> None:
    # the last outcome to learn from is that of 2016 itself, and an earlier one counts as well
    for year in (2016, 2014):
        other = run(shuffled(region_activities, [year]), [2016])
        common = other.index.intersection(predicted.index)
        for model in ("lq", "density", "logit", "boosting"):
            assert not np.allclose(other.loc[common, model], predicted.loc[common, model]), model


def test_result_is_the_models_applied_to_the_test_year(
    region_activities: Activities, known_features: dict[int, pd.DataFrame], predicted: pd.DataFrame
) -> None:
    train = entry_pairs(region_activities, [2010, 2011, 2012], HORIZON, features=known_features)
    test = entry_pairs(region_activities, [2016], HORIZON, features=known_features)
    for name in MODELS:
        model = fit_forecast(name, train, settings=SMALL)
        np.testing.assert_allclose(predicted[name], model.predict(test))
    pd.testing.assert_series_equal(predicted["entry"], test["entry"])
    pd.testing.assert_series_equal(predicted["log_lq_before"], test["log_lq"], check_names=False)
    pd.testing.assert_series_equal(predicted["density_before"], test["density"], check_names=False)
    assert (predicted["origin"] == 2016).all()


def test_several_years_are_tested_one_by_one(
    region_activities: Activities, known_features: dict[int, pd.DataFrame], predicted: pd.DataFrame
) -> None:
    some = ["lq", "logit"]
    both = run(region_activities, [2015, 2016], features=known_features, models=some)
    assert list(both["origin"].unique()) == [2015, 2016]
    late = both[both["origin"] == 2016]
    pd.testing.assert_frame_equal(late, predicted[late.columns])


class Spy:
    """Notes what each model learns from and forecasts."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.seen: list[tuple[str, pd.DataFrame, pd.DataFrame]] = []

        def fit(name: str, pairs: pd.DataFrame, **options: object) -> Forecaster:
            model = fit_forecast(name, pairs, **options)  # type: ignore[arg-type]
            spy = self

            class Noting:
                def predict(self, features: pd.DataFrame) -> np.ndarray:
                    spy.seen.append((name, pairs, features))
                    return model.predict(features)

            return Noting()

        monkeypatch.setattr(module, "fit_forecast", fit)


@pytest.mark.parametrize("level", ["region", "activity"])
def test_no_model_has_seen_the_group_that_it_forecasts(
    region_activities: Activities,
    known_features: dict[int, pd.DataFrame],
    monkeypatch: pytest.MonkeyPatch,
    level: Literal["region", "activity"],
) -> None:
    spy = Spy(monkeypatch)
    result = run(
        region_activities,
        [2016],
        hold_out=level,
        folds=4,
        models=["lq", "logit"],
        features=known_features,
    )
    test = entry_pairs(region_activities, [2016], HORIZON, features=known_features)
    assert result.index.equals(test.index)
    assert result[["lq", "logit"]].notna().all(axis=None)
    for name in ("lq", "logit"):
        parts = [(train, held) for model, train, held in spy.seen if model == name]
        assert len(parts) == 4
        # each row once
        covered = pd.concat([held for _, held in parts])
        assert sorted(covered.index) == sorted(test.index)
        for train, held in parts:
            groups = set(held.index.get_level_values(level))
            assert not groups & set(train.index.get_level_values(level))
            assert len(train) > len(test)


def test_outcomes_of_regions_held_out_do_not_change_their_forecasts(
    region_activities: Activities, known_features: dict[int, pd.DataFrame]
) -> None:
    options = {"hold_out": "region", "folds": 3, "models": ["logit", "boosting"]}
    # outcomes of 2014 are learnt from; the features of 2010 to 2013 and 2016 do not know them
    base = run(region_activities, [2016], features=known_features, **options)
    fold = fold_numbers(base.index.get_level_values("region"), 3, 0)
    mine = sorted(set(base.index.get_level_values("region")[fold == 1]))
    changed = shuffled(region_activities, [2014, 2015], mine)
    other = run(changed, [2016], features=known_features, **options)
    np.testing.assert_array_equal(
        other.loc[fold == 1, ["logit", "boosting"]], base.loc[fold == 1, ["logit", "boosting"]]
    )
    assert not np.allclose(other.loc[fold != 1, "logit"], base.loc[fold != 1, "logit"])
    free = [
        run(one, [2016], features=known_features, models=["logit"])["logit"]
        for one in (region_activities, changed)
    ]
    assert not np.allclose(*free), "without holding out, they do"


def test_more_folds_than_groups(
    region_activities: Activities, known_features: dict[int, pd.DataFrame]
) -> None:
    result = run(region_activities, [2016], hold_out="activity", folds=99, models=["density"],
                 features=known_features)  # fmt: skip
    assert result["density"].notna().all()
    with pytest.raises(ValueError, match=r"There are 0 rows with 0 entries.* folds"):
        run(region_activities, [2016], hold_out="region", folds=1, models=["lq"],
            features=known_features)  # fmt: skip


def test_origins_whose_outcome_was_known(region_activities: Activities) -> None:
    assert training_origins(region_activities, 2016, 4) == [2010, 2011, 2012]
    assert training_origins(region_activities, 2014, 4) == [2010]
    assert training_origins(region_activities, 2013, 4) == []
    gap = replace(
        region_activities, lq={y: t for y, t in region_activities.lq.items() if y != 2015}
    )
    assert training_origins(gap, 2016, 4) == [2010, 2012]


def test_years_that_can_be_tested(region_activities: Activities) -> None:
    assert last_test_years(region_activities, 4) == [2016, 2017, 2018]
    assert last_test_years(region_activities, 4, 1) == [2018]
    assert last_test_years(region_activities, 6) == [2016]
    assert last_test_years(between(region_activities, 2010, 2018), 4, 9) == [2014]
    with pytest.raises(ValueError, match=r"years 2010, .*2022, .* two times 7 years.* shorter"):
        last_test_years(region_activities, 7)


@pytest.mark.parametrize("year", [2013, 2019, 2030])
def test_years_that_cannot_be_tested_are_named(region_activities: Activities, year: int) -> None:
    with pytest.raises(
        ValueError,
        match=rf"No test from {year} over 4 years: .*2010, .*2022.* {year - 4} .* {year + 4}",
    ):
        run(region_activities, [year])


def test_drift_compares_rates_by_year(
    region_activities: Activities, known_features: dict[int, pd.DataFrame]
) -> None:
    result = run(region_activities, [2015, 2016], models=["logit"], features=known_features)
    table = drift(result, "logit", region_activities, HORIZON, 1.0)
    assert list(table.index) == [2015, 2016]
    for year in (2015, 2016):
        part = result[result["origin"] == year]
        assert table.loc[year, "predicted"] == pytest.approx(100 * part["logit"].mean())
        assert table.loc[year, "observed"] == pytest.approx(100 * part["entry"].mean())
        came = [
            entries(region_activities.specialised(one), region_activities.specialised(one + 4))
            for one in range(2010, year - 3)
        ]
        values = np.concatenate([one.to_numpy().ravel() for one in came])
        assert table.loc[year, "learnt"] == pytest.approx(100 * np.nanmean(values))
        order = part.sort_values("logit", kind="stable")
        groups = np.array_split(np.arange(len(part)), 10)
        gaps = [
            100 * abs(order["entry"].iloc[one].mean() - order["logit"].iloc[one].mean())
            for one in groups
        ]
        assert table.loc[year, "gap"] == pytest.approx(max(gaps), abs=0.3)


def test_recalibrated_forecasts_keep_the_raw_ones_beside_them(
    region_activities: Activities, known_features: dict[int, pd.DataFrame], predicted: pd.DataFrame
) -> None:
    train = entry_pairs(region_activities, [2010, 2011, 2012], HORIZON, features=known_features)
    test = entry_pairs(region_activities, [2016], HORIZON, features=known_features)
    model = fit_forecast("boosting", train, settings=SMALL)
    np.testing.assert_allclose(predicted["boosting_raw"], model.raw(test))  # type: ignore[attr-defined]
    assert not np.allclose(predicted["boosting_raw"], predicted["boosting"])
    table = drift(predicted, "boosting", region_activities, HORIZON, 1.0)
    assert set(table) == {"gap", "gap_raw", "predicted", "observed", "learnt"}
    assert "gap_raw" not in drift(predicted, "lq", region_activities, HORIZON, 1.0)


def test_pooled_regions_are_forecast_by_the_models_of_the_others(
    region_activities: Activities, known_features: dict[int, pd.DataFrame], predicted: pd.DataFrame
) -> None:
    members = {"north": ["r00", "r01", "r02"], "south": ["r03", "r04"]}
    whole = pool(region_activities, members)
    result = run(region_activities, [2016], features=known_features, pooled=whole, members=members)
    inside = result.index.get_level_values("region").isin(region_activities.regions)
    pd.testing.assert_frame_equal(result[inside], predicted)
    north = result.loc["north"]
    later, before = (whole.quotients(year).loc["north"].fillna(0) for year in (2020, 2016))
    assert set(north.index) == set(before.index[before < 1])
    np.testing.assert_array_equal(north["entry"], (later[north.index] >= 1).astype(int))
    assert north["boosting"].between(0, 1).all()
    with pytest.raises(ValueError, match="cannot be held out"):
        run(region_activities, [2016], pooled=whole, members=members, hold_out="region")


def test_entries_beyond_a_margin_are_fewer(
    region_activities: Activities, known_features: dict[int, pd.DataFrame], predicted: pd.DataFrame
) -> None:
    options = {"features": known_features, "models": ["lq"]}
    sure = run(region_activities, [2016], margin=0.2, **options)
    assert sure.index.equals(predicted.index)
    later = region_activities.quotients(2020).fillna(0.0)
    reached = [later.loc[region, activity] >= 1.2 for region, activity in sure.index]
    np.testing.assert_array_equal(sure["entry"], np.array(reached, dtype=int))
    assert 0 < sure["entry"].sum() < predicted["entry"].sum()
    # the models learn from such entries as well
    assert sure["lq"].mean() < predicted["lq"].mean()
    with pytest.raises(ValueError, match=r"margin -0\.1"):
        run(region_activities, [2016], margin=-0.1, **options)
