from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.special import logit
from scipy.stats import norm

from wir.potential import suggestions as module
from wir.potential.activities import Activities, between, from_counts, pool
from wir.potential.entry_features import entry_pairs
from wir.potential.forecast_models import Boosted, BoostingSettings, fit_forecast
from wir.potential.suggestions import (
    QUADRANTS,
    explain,
    gains,
    national_growth,
    outlook,
    quadrants,
    top_suggestions,
)

SMALL = BoostingSettings(max_leaf_nodes=5, max_iter=10, min_samples_leaf=20, seeds=1)


def activities_of(tables: dict[int, list[list[int]]]) -> Activities:
    """Return regions v, w … with activities a, b …: specialised (1) or not (0) by year."""
    lq = {
        year: pd.DataFrame(
            np.array(rows, dtype=float) * 2,
            index=pd.Index(list("vwxyz")[: len(rows)], name="region"),
            columns=pd.Index(list("abcd")[: len(rows[0])], name="activity"),
        )
        for year, rows in tables.items()
    }
    first = next(iter(lq.values()))
    size = pd.DataFrame(1.0, index=first.index, columns=list(lq))
    totals = pd.DataFrame(1.0, index=first.columns, columns=list(lq))
    return Activities(lq, size, totals, pd.Series(first.columns, first.columns))


NOW = [[1, 1, 0, 0], [1, 1, 1, 0], [1, 0, 1, 1], [0, 1, 0, 1], [0, 0, 1, 0]]
BEFORE = [[1, 1, 0, 0], [0, 1, 1, 0], [1, 0, 0, 1], [0, 1, 0, 0], [0, 0, 1, 0]]
TINY = activities_of({2015: BEFORE, 2016: BEFORE, 2020: NOW})
PEERS = pd.DataFrame(
    [("z", "y", 2), ("z", "x", 1), ("z", "w", 3), ("v", "w", 1), ("v", "x", 2), ("y", "w", 2),
     ("y", "v", 1), ("y", "unknown", 0)],
    columns=["unit", "peer", "place"],
)  # fmt: skip


def suggested(*pairs: str) -> pd.DataFrame:
    index = pd.MultiIndex.from_tuples([tuple(pair) for pair in pairs], names=["region", "activity"])
    return pd.DataFrame({"probability": 0.5}, index=index)


def test_reasons_by_hand() -> None:
    # together: a–b 2, a–c 2, a–d 1, b–c 1, b–d 1, c–d 1; ubiquity a 3, b 3, c 3, d 2
    # proximity with d: a 1/3, b 1/3, c 1/3; with a: b 2/3, c 2/3, d 1/3; with c: a 2/3, b, d 1/3
    found = explain(suggested("vc", "vd", "za"), TINY, peers=PEERS, horizon=5)
    assert list(found.index) == [("v", "c"), ("v", "d"), ("z", "a")]
    c = found.loc[("v", "c")]
    assert (c["has"], c["lacks"]) == (["a", "b"], ["d"])
    # of three regions strong in c, two have a, one has b, one has d
    np.testing.assert_allclose(c["has_share"], [200 / 3, 100 / 3], atol=0.05)
    np.testing.assert_allclose(c["lacks_share"], [100 / 3], atol=0.05)
    d = found.loc[("v", "d")]
    assert (d["has"], d["lacks"]) == (["a", "b"], ["c"])
    np.testing.assert_allclose(d["has_share"], [50, 50])
    a = found.loc[("z", "a")]
    assert (a["has"], a["lacks"]) == (["c"], ["b", "d"])
    np.testing.assert_allclose(a["lacks_share"], [200 / 3, 100 / 3], atol=0.05)


def test_steps_of_the_nearest_peers() -> None:
    # gained since 2015: a by w, c by x, d by y
    found = explain(suggested("vc", "za", "zd", "ya", "wd"), TINY, peers=PEERS, horizon=5)
    assert found["stepped"].tolist() == [["x"], ["w"], ["y"], ["w"], []]
    assert explain(suggested("vc"), TINY)["stepped"].tolist() == [[]]
    # w and x have both gained something: the nearest first
    more = activities_of({2015: [[0, 1], [0, 1], [0, 1], [1, 0]],
                          2020: [[0, 1], [1, 1], [1, 1], [1, 0]]})  # fmt: skip
    peers = pd.DataFrame({"unit": "v", "peer": ["w", "x", "y"], "place": [2, 1, 3]})
    assert explain(suggested("va"), more, peers=peers).loc[("v", "a"), "stepped"] == ["x", "w"]
    assert explain(suggested("va"), more, peers=peers, count=1)["stepped"].tolist() == [["x"]]


def test_steps_within_the_horizon_only_or_since_the_first_year() -> None:
    tables = {2015: BEFORE, 2016: BEFORE, 2017: NOW, 2018: NOW}
    series = activities_of(tables)
    assert explain(suggested("za"), series, peers=PEERS, horizon=1)["stepped"].tolist() == [[]]
    assert explain(suggested("za"), series, peers=PEERS, horizon=2)["stepped"].tolist() == [["w"]]
    assert explain(suggested("za"), series, peers=PEERS, horizon=9)["stepped"].tolist() == [["w"]]


def test_reasons_are_the_most_related_of_many(region_activities: Activities) -> None:
    from wir.potential.relatedness import proximity

    has = region_activities.specialised(2022)
    phi = proximity(has)
    some = pd.DataFrame(
        index=pd.MultiIndex.from_product(
            [["r05", "r31"], has.columns[:8]], names=["region", "activity"]
        )
    )
    for (region, activity), row in explain(some, region_activities, count=4).iterrows():
        near = phi[activity].drop(activity)
        for key, there in (("has", True), ("lacks", False)):
            inside = near[has.loc[region].drop(activity) == there]
            named = inside[row[key]]
            assert len(named) == min(4, len(inside))
            assert (np.diff(named) <= 1e-12).all()
            assert named.min() >= inside.drop(row[key]).max() - 1e-12
            for other, share in zip(row[key], row[f"{key}_share"], strict=True):
                assert share == pytest.approx(100 * has.loc[has[activity], other].mean(), abs=0.05)


def test_reasons_of_a_pooled_region_are_its_own(region_activities: Activities) -> None:
    members = {"north": ["r00", "r01", "r02"]}
    pooled = pool(region_activities, members)
    own = pooled.specialised(2022).loc["north"]
    activity = own.index[~own][0]
    index = pd.MultiIndex.from_tuples([("north", activity)], names=["region", "activity"])
    peers = pd.DataFrame({"unit": "north", "peer": region_activities.regions[::-1],
                          "place": range(1, 61)})  # fmt: skip
    row = explain(pd.DataFrame(index=index), region_activities, pooled=pooled, peers=peers).iloc[0]
    assert own[row["has"]].all()
    assert not own[row["lacks"]].any()
    gained = region_activities.specialised(2022) & ~region_activities.specialised(2017)
    assert row["stepped"] == list(gained.index[gained[activity]][::-1][:3])


def test_unknown_suggestions_are_named() -> None:
    with pytest.raises(ValueError, match="an unknown region: 'q'"):
        explain(suggested("qa"), TINY)
    with pytest.raises(ValueError, match="an unknown activity: 'q'"):
        explain(suggested("vq"), TINY)


def test_top_suggestions_are_the_most_probable_in_order() -> None:
    index = pd.MultiIndex.from_product([["y", "x"], list("abcd")], names=["region", "activity"])
    table = pd.DataFrame({"probability": [0.1, 0.4, 0.2, 0.4, 0.9, 0.3, 0.8, 0.7]}, index=index)
    best = top_suggestions(table, 3)
    assert list(best.index) == [
        ("x", "a"), ("x", "c"), ("x", "d"), ("y", "b"), ("y", "d"), ("y", "c"),
    ]  # fmt: skip
    assert best["place"].tolist() == [1, 2, 3, 1, 2, 3]
    assert len(top_suggestions(table, 9)) == 8


def test_national_growth_by_hand() -> None:
    totals = pd.DataFrame(
        {2018: [100.0, 50.0], 2019: [121.0, 50.0], 2020: [121.0, 25.0]}, index=list("ab")
    )
    one = replace(
        activities_of({year: [[1, 0], [0, 1]] for year in (2018, 2019, 2020)}), totals=totals
    )
    np.testing.assert_allclose(national_growth(one, 1), [0, -50])
    np.testing.assert_allclose(national_growth(one, 2), [10, 100 * (np.sqrt(0.5) - 1)])
    pd.testing.assert_series_equal(national_growth(one, 9), national_growth(one, 2))
    np.testing.assert_array_equal(national_growth(between(one, 2020, 2020)), [0, 0])
    assert national_growth(one, 1).name == "growth"


def test_gains_are_what_the_national_trend_does_not_explain(
    region_activities: Activities, panel: pd.DataFrame
) -> None:
    table = gains(region_activities, [2012, 2014], 5)
    assert list(table.index.names) == ["region", "activity", "origin"]
    assert len(table) == 2 * 60 * 30
    counts = panel.set_index(["region", "activity", "year"])["count"]
    before, after = counts["r03", "a04", 2014], counts["r03", "a04", 2019]
    national = counts.groupby(["activity", "year"]).sum()
    wanted = after - before * national["a04", 2019] / national["a04", 2014]
    assert table["r03", "a04", 2014] == pytest.approx(wanted)
    # what one region gains beyond the trend, others lose
    sums = table.groupby(["activity", "origin"]).sum()
    np.testing.assert_allclose(sums, 0, atol=1e-6)
    assert table.abs().max() > 10


@pytest.mark.parametrize("year", [2012, 2017])
def test_gains_without_what_is_not_published(region_activities: Activities, year: int) -> None:
    hidden = region_activities.quotients(year).copy()
    hidden.loc["r03", "a04"] = np.nan
    changed = replace(region_activities, lq={**region_activities.lq, year: hidden})
    table = gains(changed, [2012], 5)
    assert ("r03", "a04", 2012) not in table.index
    assert len(table) == 60 * 30 - 1
    assert table.notna().all()


@pytest.fixture(scope="module")
def ahead(region_activities: Activities, known_features: dict[int, pd.DataFrame]) -> pd.DataFrame:
    return outlook(region_activities, 4, settings=SMALL, features=known_features, draws=4)


def test_outlook_starts_from_the_last_year_and_learns_from_the_last_outcomes(
    region_activities: Activities, known_features: dict[int, pd.DataFrame], ahead: pd.DataFrame
) -> None:
    now = known_features[2022]
    assert ahead.index.equals(now.index)
    assert list(ahead.columns) == [
        "probability", "lower", "upper", "lq", "density", "pci", "expected", "size", "short_of",
        "returning",
    ]  # fmt: skip
    np.testing.assert_allclose(ahead["size"] + ahead["short_of"], ahead["expected"])
    assert (ahead["short_of"] > 0).all()
    np.testing.assert_array_equal(ahead["returning"], now["returning"] == 1)
    train = entry_pairs(region_activities, list(range(2010, 2019)), 4, features=known_features)
    model = fit_forecast("boosting", train, settings=SMALL)
    np.testing.assert_allclose(ahead["probability"], model.predict(now))
    region, activity = ahead.index[3]
    assert ahead["expected"].iloc[3] == pytest.approx(
        region_activities.expected(2022).loc[region, activity]
    )
    pd.testing.assert_frame_equal(ahead[["lq", "density", "pci"]], now[["lq", "density", "pci"]])


def test_intervals_contain_the_probability_and_come_from_the_draws(
    region_activities: Activities,
    known_features: dict[int, pd.DataFrame],
    ahead: pd.DataFrame,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert ((ahead["lower"] < ahead["probability"]) & (ahead["probability"] < ahead["upper"])).all()
    assert ahead["lower"].min() >= 0
    assert ahead["upper"].max() <= 1
    drawn = np.random.default_rng(0).uniform(0.1, 0.3, (4, len(ahead)))
    monkeypatch.setattr(module, "_resampled", lambda *_: drawn)
    plain = replace(SMALL, calibration_folds=0)
    options = {"settings": plain, "features": known_features, "draws": 4}
    table = outlook(region_activities, 4, confidence=0.8, **options)  # type: ignore[arg-type]
    spread = logit(drawn).std(axis=0, ddof=1) * norm.ppf(0.9)
    np.testing.assert_allclose(logit(table["upper"]) - logit(table["probability"]), spread)
    np.testing.assert_allclose(logit(table["probability"]) - logit(table["lower"]), spread)
    # recalibrated, they are wider as the probabilities are
    train = entry_pairs(region_activities, range(2010, 2019), 4, features=known_features)
    model = fit_forecast("boosting", train, settings=SMALL)
    assert isinstance(model, Boosted)
    scaled = outlook(
        region_activities, 4, confidence=0.8, settings=SMALL, features=known_features, draws=4
    )
    np.testing.assert_allclose(
        logit(scaled["upper"]) - logit(scaled["probability"]), spread * model.scale.slope
    )
    np.testing.assert_allclose(
        logit(scaled["probability"]),
        model.scale.shift + model.scale.slope * logit(table["probability"]),
    )


def test_quadrants_by_the_median_of_the_region_and_average_complexity() -> None:
    index = pd.MultiIndex.from_product([["v", "w"], list("abcde")], names=["region", "activity"])
    table = pd.DataFrame(
        {
            "density": [10, 20, 30, 40, 50, 50, 60, 70, 80, 90],
            "pci": [1.0, -1.0, 1.0, -0.5, 0.2, 0.0, 2.0, 1.0, -1.0, 1.0],
        },
        index=index,
    )
    found = quadrants(table)["quadrant"]
    assert found["v"].to_list() == [
        "complex, but far", "far and simple", "complex, but far", "related, but simple",
        "related and complex",
    ]  # fmt: skip
    assert found["w"].to_list() == [
        "far and simple", "complex, but far", "complex, but far", "related, but simple",
        "related and complex",
    ]  # fmt: skip
    assert set(found) <= set(QUADRANTS)


def test_draws_take_regions_with_replacement_and_one_origin_each(
    region_activities: Activities,
    known_features: dict[int, pd.DataFrame],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = []

    def fit(name: str, pairs: pd.DataFrame, **options: object) -> object:
        seen.append((pairs, options.get("weights")))
        return fit_forecast(name, pairs, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "fit_forecast", fit)
    outlook(region_activities, 4, settings=SMALL, features=known_features, draws=5)
    (_, none), *draws = seen
    assert none is None
    assert [set(pairs["origin"]) for pairs, _ in draws] == [
        {2010}, {2011}, {2012}, {2013}, {2014},
    ]  # fmt: skip
    times = [
        pd.Series(weights, pairs.index.get_level_values("region")).groupby(level=0).agg(
            ["min", "max"]
        )
        for pairs, weights in draws
    ]  # fmt: skip
    for one in times:
        assert (one["min"] == one["max"]).all(), "a region stands or falls as a whole"
        assert one["min"].sum() == 60
        assert one["min"].max() > 1
    assert not times[0].equals(times[3])


def test_outlook_is_reproducible_and_without_draws_has_no_interval(
    region_activities: Activities, known_features: dict[int, pd.DataFrame], ahead: pd.DataFrame
) -> None:
    options = {"settings": SMALL, "features": known_features}
    again = outlook(region_activities, 4, draws=4, **options)  # type: ignore[arg-type]
    pd.testing.assert_frame_equal(again, ahead)
    bare = outlook(region_activities, 4, draws=0, **options)  # type: ignore[arg-type]
    assert bare[["lower", "upper"]].isna().all(axis=None)
    pd.testing.assert_series_equal(bare["probability"], ahead["probability"])


def test_pooled_regions_are_forecast_besides(
    region_activities: Activities, known_features: dict[int, pd.DataFrame], ahead: pd.DataFrame
) -> None:
    members = {"north": ["r00", "r01"]}
    table = outlook(
        region_activities,
        4,
        pooled=pool(region_activities, members),
        members=members,
        settings=SMALL,
        features=known_features,
        draws=0,
    )
    pd.testing.assert_series_equal(
        table["probability"].drop("north", level="region"), ahead["probability"]
    )
    has = pool(region_activities, members).specialised(2022).loc["north"]
    assert list(table.loc["north"].index) == list(has.index[~has])
    assert table.loc["north", "probability"].between(0, 1).all()


def test_planted_entries_are_what_is_forecast(make_panel: Callable[..., pd.DataFrame]) -> None:
    # forecast from 2018, compared with what the simulation does by 2022
    whole = from_counts(make_panel(seed=11))
    table = outlook(between(whole, 2010, 2018), 4, settings=SMALL, draws=0)
    came = whole.specialised(2022)
    best = top_suggestions(table, 3)
    hits = np.mean([came.loc[pair] for pair in best.index])
    rate = np.mean([came.loc[pair] for pair in table.index])
    assert hits > 3 * rate


def test_a_table_too_short_is_named(region_activities: Activities) -> None:
    with pytest.raises(ValueError, match=r"2010, .*2022: no outcome 13 years after .* shorter"):
        outlook(region_activities, 13)
