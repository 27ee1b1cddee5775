from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from wir.potential.activities import Activities
from wir.potential.entry import entry_model
from wir.potential.entry_effects import CONTROLS, entry_effects
from wir.potential.entry_features import entry_pairs

Features = dict[int, pd.DataFrame]


@pytest.fixture(scope="module")
def groups(region_activities: Activities) -> dict[str, list[str]]:
    regions = list(region_activities.regions)
    return {"All": regions, "East": regions[:30]}


@pytest.fixture(scope="module")
def effects(
    region_activities: Activities, known_features: Features, groups: dict[str, list[str]]
) -> pd.DataFrame:
    return entry_effects(region_activities, [3, 5], groups, features=known_features)


def test_one_row_per_horizon_group_and_controls(effects: pd.DataFrame) -> None:
    keys = effects[["horizon", "group", "controls"]].apply(tuple, axis=1)
    assert list(keys) == [
        (horizon, group, name) for horizon in (3, 5) for group in ("All", "East")
        for name in CONTROLS
    ]  # fmt: skip
    assert effects.notna().all(axis=None)
    assert effects["odds_ratio"].between(effects["lower"], effects["upper"]).all()


def test_planted_relatedness_is_found(effects: pd.DataFrame) -> None:
    alone = effects[(effects["controls"] == "density alone") & (effects["group"] == "All")]
    assert (alone["lower"] > 1).all()
    assert (alone["more"] > 0).all()
    assert (alone["marginal_lower"] > 0).all()


def test_numbers_are_those_of_the_entry_model(
    region_activities: Activities,
    known_features: Features,
    groups: dict[str, list[str]],
    effects: pd.DataFrame,
) -> None:
    pairs = entry_pairs(region_activities, list(range(2010, 2018)), 5, features=known_features)
    part = pairs[pairs.index.get_level_values("region").isin(groups["East"])]
    # all is published here; the origins of the first two years have no trend and are left out
    part = part[part["trend"].notna()]
    assert set(part["origin"]) == set(range(2012, 2018))
    part = part.assign(log_lq_2=part["log_lq"] ** 2, log_lq_3=part["log_lq"] ** 3)
    curve = ["log_lq", "log_lq_2", "log_lq_3"]
    model = entry_model(
        part,
        part["entry"],
        ["density", *curve, "neighbours_log_lq", "trend"],
        periods=part["origin"],
    )
    row = effects.set_index(["horizon", "group", "controls"]).loc[(5, "East", "with all controls")]
    wanted = model.coefficients.loc["density"]
    assert row["odds_ratio"] == pytest.approx(wanted["odds_ratio"])
    assert row["lower"] == pytest.approx(wanted["odds_ratio_lower"])
    assert row["marginal"] == pytest.approx(wanted["marginal"])
    assert row["p_value"] == pytest.approx(wanted["p_value"])
    assert row["more"] == pytest.approx(100 * model.relative_change("density"))
    assert row["rate"] == pytest.approx(100 * part["entry"].mean())
    assert (row["n"], row["entries"]) == (model.n, model.entries)


def test_last_year_limits_what_is_used(
    region_activities: Activities, known_features: Features, groups: dict[str, list[str]]
) -> None:
    name = ["density alone"]
    early = entry_effects(
        region_activities, [4], {"All": groups["All"]}, controls=name, last=2015,
        features=known_features,
    )  # fmt: skip
    # what comes later does not matter
    rng = np.random.default_rng(0)
    lq = {
        year: table if year <= 2015 else pd.DataFrame(
            rng.permutation(table.to_numpy()), table.index, table.columns
        )
        for year, table in region_activities.lq.items()
    }  # fmt: skip
    other = entry_effects(
        replace(region_activities, lq=lq), [4], {"All": groups["All"]}, controls=name, last=2015
    )
    pd.testing.assert_frame_equal(early, other)
    # one origin less: a single one needs no effect of the year
    single = entry_effects(
        region_activities, [5], {"All": groups["All"]}, controls=name, last=2015,
        features=known_features,
    )  # fmt: skip
    part = entry_pairs(region_activities, [2010], 5, features=known_features)
    wanted = entry_model(part, part["entry"], ["density"]).coefficients.loc["density"]
    assert single.loc[0, "odds_ratio"] == pytest.approx(wanted["odds_ratio"])


def test_what_cannot_be_estimated_is_named(
    region_activities: Activities, known_features: Features, groups: dict[str, list[str]]
) -> None:
    with pytest.raises(ValueError, match=r"no controls 'with lq'.* Expected some of 'density"):
        entry_effects(region_activities, [5], groups, controls=["with lq"])
    with pytest.raises(ValueError, match=r"No outcome 13 years after any of 2010.* by 2022"):
        entry_effects(region_activities, [13], groups)
    with pytest.raises(ValueError, match="'North' has none of the regions"):
        entry_effects(region_activities, [5], {"North": ["x"]}, features=known_features)
