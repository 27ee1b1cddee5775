"""What is known at a date: nothing from later, and nothing of the case itself."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import Ridge

from wir.potential.activities import Activities, between, from_counts, pool
from wir.potential.complexity import complexity_index
from wir.potential.entry_features import (
    FEATURES,
    FLOOR,
    RIDGE,
    cells,
    entry_features,
    entry_pairs,
    log_quotients,
)
from wir.potential.relatedness import proximity

YEAR = 2015


def with_quotients(activities: Activities, year: int, change: Callable[[Any], Any]) -> Activities:
    return replace(
        activities, lq={**activities.lq, year: change(activities.quotients(year).copy())}
    )


def until(first: pd.DataFrame, then: pd.DataFrame) -> pd.DataFrame:
    """Return the columns of one table until `YEAR`, and those of the other from then on."""
    early = [year for year in first.columns if year <= YEAR]
    return pd.concat([first[early], then.drop(columns=early)], axis=1)


def test_rows_are_what_regions_do_not_have_and_columns_are_complete(
    region_activities: Activities,
) -> None:
    table = entry_features(region_activities, YEAR)
    has = region_activities.specialised(YEAR)
    assert len(table) == (~has).to_numpy().sum()
    assert not cells(has, table.index).any()
    assert table.index.is_unique
    assert list(table.columns) == [*FEATURES, "lq", "returning"]
    assert np.isfinite(table.to_numpy()).all()


def test_nothing_from_later_years_is_used(
    region_activities: Activities, make_panel: Callable[..., pd.DataFrame]
) -> None:
    other = from_counts(make_panel(seed=99), neighbours=region_activities.neighbours)
    mixed = replace(
        region_activities,
        lq={y: (region_activities if y <= YEAR else other).lq[y] for y in region_activities.years},
        size=until(region_activities.size, other.size),
        totals=until(region_activities.totals, other.totals),
    )
    pd.testing.assert_frame_equal(
        entry_features(mixed, YEAR), entry_features(region_activities, YEAR)
    )
    pd.testing.assert_frame_equal(
        entry_features(between(region_activities, 2010, YEAR), YEAR),
        entry_features(region_activities, YEAR),
    )
    # the same change one year earlier is seen
    assert not entry_features(mixed, YEAR + 1).equals(entry_features(region_activities, YEAR + 1))


def test_years_before_the_history_are_not_used_either(region_activities: Activities) -> None:
    # but for what the region had at any time before
    pd.testing.assert_frame_equal(
        entry_features(between(region_activities, YEAR - 2, YEAR), YEAR).drop(columns="returning"),
        entry_features(region_activities, YEAR).drop(columns="returning"),
    )


def test_what_was_there_before_comes_back(region_activities: Activities) -> None:
    table = entry_features(region_activities, YEAR)
    earlier = [one for one in region_activities.years if one < YEAR]
    held = sum(region_activities.specialised(one).astype(int) for one in earlier) > 0
    np.testing.assert_array_equal(table["returning"] == 1, cells(held, table.index) == 1)
    assert 0 < table["returning"].mean() < 1
    assert (entry_features(region_activities, earlier[0])["returning"] == 0).all()


def test_known_values_of_one_row(region_activities: Activities) -> None:
    table = entry_features(region_activities, YEAR, history=3)
    region, activity = table.index[17]
    row = table.iloc[17]
    lq, before = (
        region_activities.quotients(year).loc[region, activity] for year in (YEAR, YEAR - 3)
    )
    has = region_activities.specialised(YEAR)
    totals = region_activities.totals
    phi = proximity(has)[activity].drop(activity)
    left, right = (f"r{(int(region[1:]) + step) % 60:02d}" for step in (-1, 1))
    near = region_activities.quotients(YEAR).loc[[left, right], activity]
    eci, pci = complexity_index(has)
    size = region_activities.size.loc[region, YEAR]
    share = totals.loc[activity, YEAR] / totals[YEAR].sum()
    wanted = {
        "lq": lq,
        "log_lq": np.log(lq + FLOOR),
        "published": 1.0,
        "density": 100 * phi[has.loc[region].drop(activity)].sum() / phi.sum(),
        "neighbours_log_lq": np.log(near + FLOOR).mean(),
        "pci": pci[activity],
        "eci": eci[region],
        "diversity": has.loc[region].sum(),
        "ubiquity": has[activity].mean(),
        "log_size": np.log(size),
        "log_activity_size": np.log(totals.loc[activity, YEAR]),
        "log_expected": np.log1p(size * share),
        "trend": (np.log(lq + FLOOR) - np.log(before + FLOOR)) / 3,
        "growth": np.log(totals.loc[activity, YEAR] / totals.loc[activity, YEAR - 3]) / 3,
    }
    assert set(wanted) == set(table.columns) - {"implied_log_lq", "returning"}
    for name, value in wanted.items():
        assert row[name] == pytest.approx(value, rel=1e-9), name


def test_own_specialisation_is_not_in_its_own_density() -> None:
    # the region is far below, or just below: the density of the activity is the same
    rng = np.random.default_rng(2)
    lq = pd.DataFrame(
        np.where(rng.random((20, 8)) < 0.5, 1.5, 0.4),
        index=[f"r{i}" for i in range(20)],
        columns=list("abcdefgh"),
    )
    lq.loc["r3", "c"] = 0.99
    sizes = pd.DataFrame({2020: 1.0}, index=lq.index)
    totals = pd.DataFrame({2020: 1.0}, index=lq.columns)

    def density(value: float) -> float:
        changed = lq.copy()
        changed.loc["r3", "c"] = value
        one = Activities({2020: changed}, sizes, totals, pd.Series(lq.columns, lq.columns))
        return entry_features(one, 2020).loc[("r3", "c"), "density"]

    assert density(0.0) == density(0.99)
    # related activities of the region do enter
    lq.loc["r3", "d"] = 2.0
    having = density(0.5)
    lq.loc["r3", "d"] = 0.1
    assert having > density(0.5)


def test_implied_quotient_is_a_regression_on_other_regions(region_activities: Activities) -> None:
    table = entry_features(region_activities, YEAR, seed=4)
    values = log_quotients(region_activities.quotients(YEAR))
    fold = np.random.default_rng(4).permutation(60) % 10
    region, activity = table.index[40]
    others = values[fold != fold[values.index.get_loc(region)]]
    Z = (others - others.mean()) / others.std(ddof=0)
    z = (values.loc[region] - others.mean()) / others.std(ddof=0)
    model = Ridge(alpha=RIDGE, fit_intercept=False).fit(
        Z.drop(columns=activity).to_numpy(), Z[activity]
    )
    wanted = z.drop(activity).to_numpy() @ model.coef_
    wanted = wanted * others[activity].std(ddof=0) + others[activity].mean()
    assert table.loc[(region, activity), "implied_log_lq"] == pytest.approx(wanted, rel=1e-8)


def test_implied_quotient_does_not_know_the_quotient_itself(
    region_activities: Activities,
) -> None:
    base = entry_features(region_activities, YEAR)["implied_log_lq"]
    case = base.index[5]
    region, activity = case

    def implied(column: str, value: float) -> float:
        def change(table: pd.DataFrame) -> pd.DataFrame:
            table.loc[region, column] = value
            return table

        changed = with_quotients(region_activities, YEAR, change)
        return entry_features(changed, YEAR)["implied_log_lq"][case]

    assert implied(activity, 0.0) == base[case]
    assert implied(activity, 0.95) == base[case]
    another = next(one for one in region_activities.totals.index if one != activity)
    assert implied(another, 5.0) != base[case]


def test_implied_quotients_of_others_do_not_know_regions_of_their_own_fold(
    region_activities: Activities,
) -> None:
    fold = np.random.default_rng(0).permutation(60) % 10
    mates = region_activities.regions[fold == fold[0]]
    assert len(mates) == 6
    assert mates[0] == "r00"

    def scramble(table: pd.DataFrame) -> pd.DataFrame:
        table.loc[mates[1:]] = table.loc[mates[1:]].to_numpy()[:, ::-1]
        return table

    changed = with_quotients(region_activities, YEAR, scramble)
    base, other = (
        entry_features(one, YEAR)["implied_log_lq"].unstack()
        for one in (region_activities, changed)
    )
    pd.testing.assert_series_equal(base.loc["r00"], other.loc["r00"])
    outside = region_activities.regions[fold != fold[0]]
    gap = (base.loc[outside] - other.loc[outside]).abs()
    assert gap.max(axis=1).min() > 1e-3, "they are learnt from by all others"


def test_implied_quotients_of_pooled_regions_do_not_know_their_members(
    region_activities: Activities,
) -> None:
    members = {"pool": ["r01", "r02"]}
    pooled = pool(region_activities, members)
    base = entry_features(region_activities, YEAR, pooled=pooled, members=members)

    def scramble(table: pd.DataFrame) -> pd.DataFrame:
        table.loc[["r01", "r02"]] = table.loc[["r01", "r02"]].to_numpy()[:, ::-1]
        return table

    changed = with_quotients(region_activities, YEAR, scramble)
    other = entry_features(changed, YEAR, pooled=pooled, members=members)
    pd.testing.assert_series_equal(base["implied_log_lq"], other["implied_log_lq"])
    with pytest.raises(ValueError, match="need `members`"):
        entry_features(region_activities, YEAR, pooled=pooled)


def test_a_pool_of_one_is_the_region_itself(region_activities: Activities) -> None:
    members = {"pool": ["r20"], "other": ["r21"]}
    pooled = pool(region_activities, members)
    one = entry_features(region_activities, YEAR, pooled=pooled, members=members).loc["pool"]
    own = entry_features(region_activities, YEAR).loc["r20"]
    assert list(one.columns) == list(own.columns)
    # learnt from all other regions instead of those of other folds
    same = [name for name in own.columns if name not in ("implied_log_lq", "eci")]
    pd.testing.assert_frame_equal(one[same], own[same])
    # ECI is a linear function of the mean PCI, exact at the regions themselves
    np.testing.assert_allclose(one["eci"], own["eci"], atol=1e-6)
    assert np.abs(one["implied_log_lq"] - own["implied_log_lq"]).mean() < 0.3


def test_trend_and_growth_need_history(region_activities: Activities) -> None:
    first = entry_features(region_activities, 2011)
    assert not {"trend", "growth"} & set(first.columns)
    assert set(FEATURES) - set(first.columns) == {"trend", "growth"}
    assert {"trend", "growth"} <= set(entry_features(region_activities, 2011, history=1).columns)
    pairs = entry_pairs(region_activities, [2011, 2012], 4)
    assert pairs.loc[pairs["origin"] == 2011, ["trend", "growth"]].isna().all(axis=None)
    assert pairs.loc[pairs["origin"] == 2012, ["trend", "growth"]].notna().all(axis=None)


def test_without_neighbours_that_column_is_missing(region_activities: Activities) -> None:
    alone = replace(region_activities, neighbours=None)
    table = entry_features(alone, YEAR)
    pd.testing.assert_frame_equal(
        table, entry_features(region_activities, YEAR).drop(columns="neighbours_log_lq")
    )


def test_unpublished_counts_as_zero_and_is_marked(region_activities: Activities) -> None:
    case = entry_features(region_activities, YEAR).index[3]

    def hide(table: pd.DataFrame) -> pd.DataFrame:
        table.loc[case] = np.nan
        return table

    hidden = with_quotients(region_activities, YEAR, hide)
    row = entry_features(hidden, YEAR).loc[case]
    assert (row["lq"], row["published"], row["trend"]) == (0, 0, 0)
    assert row["log_lq"] == pytest.approx(np.log(FLOOR))
    assert entry_features(hidden, YEAR)["published"].sum() == len(entry_features(hidden, YEAR)) - 1
    later = entry_pairs(with_quotients(region_activities, YEAR + 3, hide), [YEAR], 3).loc[case]
    assert (later["entry"], later["published_after"]) == (0, False)


def test_pairs_hold_what_happened(region_activities: Activities) -> None:
    pairs = entry_pairs(region_activities, [2012, 2014], 4, threshold=1.2)
    assert list(pairs["origin"].unique()) == [2012, 2014]
    for origin, part in pairs.groupby("origin"):
        before, after = (region_activities.quotients(year) for year in (origin, origin + 4))
        assert (cells(before, part.index) < 1.2).all()
        np.testing.assert_array_equal(part["entry"], (cells(after, part.index) >= 1.2).astype(int))
        assert part["published_after"].all()
    assert 0 < pairs["entry"].mean() < 0.3


def test_features_that_are_known_are_used(
    region_activities: Activities, known_features: dict[int, pd.DataFrame]
) -> None:
    pd.testing.assert_frame_equal(
        entry_pairs(region_activities, [2012, 2013], 3, features=known_features),
        entry_pairs(region_activities, [2012, 2013], 3),
    )
    marked = {2012: known_features[2012].assign(density=-1.0)}
    pairs = entry_pairs(region_activities, [2012, 2013], 3, features=marked)
    assert (pairs["density"] == -1).equals(pairs["origin"] == 2012)
    assert "entry" not in known_features[2012], "what is known is not changed"


def test_values_of_cells() -> None:
    table = pd.DataFrame([[1, 2], [3, 4]], index=list("xy"), columns=list("ab"))
    index = pd.MultiIndex.from_tuples([("y", "a"), ("x", "b"), ("z", "a"), ("x", "c")])
    np.testing.assert_array_equal(cells(table, index), [3, 2, np.nan, np.nan])


def test_what_is_wrong_is_named(region_activities: Activities) -> None:
    with pytest.raises(ValueError, match=r"no year 2030 .*Years: 2010"):
        entry_features(region_activities, 2030)
    with pytest.raises(ValueError, match=r"no year 2024 .*Years: 2010"):
        entry_pairs(region_activities, [2020], 4)
    with pytest.raises(ValueError, match="horizon is 0, with 1 origins"):
        entry_pairs(region_activities, [2020], 0)
    with pytest.raises(ValueError, match="horizon is 3, with 0 origins"):
        entry_pairs(region_activities, [], 3)
    with pytest.raises(ValueError, match=r"No region reaches .* of 90 in 2015 for 'a0.*lower the"):
        entry_features(region_activities, YEAR, threshold=90)
