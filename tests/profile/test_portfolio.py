"""The portfolio: quadrants, planted truth, and how many definitions agree."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from wir.profile.competition import Fields
from wir.profile.portfolio import (
    MEASURES,
    QUADRANTS,
    Definition,
    Setting,
    crowding_of,
    definitions,
    diagonal,
    excess_growth,
    is_clear,
    one_at_a_time,
    own_portfolio,
    portfolio_table,
    quadrant_names,
    quadrants,
    stability,
    variants,
)

PLANTED = {
    "gold": (1.06, 0.2),
    "rush": (1.06, 2.5),
    "niche": (0.97, 0.2),
    "fight": (0.97, 2.5),
}
"""Field → growth per year, location quotient of all others."""

YEARS = range(2013, 2026)
REGIONS = [f"d{i:02d}" for i in range(12)]


@pytest.fixture(scope="module")
def setting() -> Setting:
    """Return four planted fields; the first district is the region, all others are alike."""
    rng = np.random.default_rng(3)
    time = np.arange(len(YEARS))
    levels = {
        "employees": pd.DataFrame(
            {name: 1e4 * growth**time for name, (growth, _) in PLANTED.items()}, index=YEARS
        ),
        "vacancies": pd.DataFrame(
            {name: 100 * growth ** (1.5 * time) for name, (growth, _) in PLANTED.items()},
            index=YEARS,
        ),
        "unemployed": pd.DataFrame(dict.fromkeys(PLANTED, 200.0), index=YEARS),
    }
    expected = pd.DataFrame(100.0, index=REGIONS, columns=list(PLANTED))
    quotients = pd.DataFrame(
        {name: lq * rng.uniform(0.9, 1.1, len(REGIONS)) for name, (_, lq) in PLANTED.items()},
        index=REGIONS,
    )
    before = quotients.copy()
    for name, (_, lq) in PLANTED.items():
        if lq > 1:
            before.loc[REGIONS[1::2], name] = 0.5  # half of the others have entered
        else:
            before.loc[REGIONS[1::2], name] = 1.6  # half of the others have left
    counts = {2025: quotients * expected, 2020: before * expected}
    place = np.arange(len(REGIONS)) * 40.0
    distance = pd.DataFrame(np.abs(np.subtract.outer(place, place)), index=REGIONS, columns=REGIONS)
    return Setting(
        Fields(counts, dict.fromkeys(counts, expected)),
        levels,
        levels,
        distance,
        {"us": ["d00"], "them": ["d05", "d06"]},
        pd.Series(1000.0, index=REGIONS),
        2025,
        2020,
    )


EVERY = definitions(MEASURES, (5, 8, 12), (1.0, 1.25, 1.5), (50.0, 100.0, math.inf))

SOME = definitions(MEASURES, (5, 12), (1.0,), (100.0,))


def test_the_four_quadrants():
    growth = pd.Series([1.0, 1.0, -1.0, 0.0], index=list("abcd"))
    index = pd.DataFrame([[49.0, 50.0, 0.0, 100.0]], index=["r"], columns=list("abcd"))
    found = quadrant_names(quadrants(growth, index).loc["r"])
    assert found.tolist() == list(QUADRANTS)


def test_what_is_not_known_has_no_quadrant():
    growth = pd.Series([np.nan, 1.0], index=list("ab"))
    index = pd.DataFrame([[10.0, np.nan]], index=["r"], columns=list("ab"))
    assert quadrants(growth, index).isna().all(axis=None)
    assert quadrant_names(quadrants(growth, index).loc["r"]).isna().all()
    with pytest.raises(ValueError, match="growth"):
        quadrants(growth.rename({"a": "z"}), index)


def test_planted_fields_are_found_whatever_the_definition(setting):
    table = portfolio_table(
        setting,
        Definition(),
        EVERY,
        pd.DataFrame(50.0, index=list(setting.members), columns=list(PLANTED)),
    )
    for region in setting.members:
        found = table.loc[region]["quadrant"].to_dict()
        assert found == {"gold": "open", "rush": "contested", "niche": "quiet", "fight": "crowded"}
    assert table["clear"].all()
    assert (table["agreement"] == 1).all()
    assert table.loc[("us", "gold"), "growth"] == pytest.approx(6)


def test_a_field_that_grows_as_the_whole_does_not_grow(setting):
    whole = {
        name: pd.DataFrame({"a": t["gold"], "b": t["gold"]}) for name, t in setting.levels.items()
    }
    alike = Setting(**{**setting.__dict__, "levels": whole, "total": whole})
    assert excess_growth(alike, "employees", 10).abs().max() < 1e-9
    with pytest.raises(ValueError, match="measure is 'profit'"):
        excess_growth(setting, "profit", 10)


def test_every_combination_once():
    assert len(EVERY) == 3 * 3 * 3 * 3
    assert len(set(EVERY)) == len(EVERY)


def test_shared_steps_do_not_change_the_result(setting):
    drawn = dict(variants(setting, EVERY))
    one = EVERY[40]
    alone = quadrants(
        excess_growth(setting, one.measure, one.years),
        crowding_of(setting, one.threshold, one.half_distance)[0]["crowding"],
    )
    pd.testing.assert_frame_equal(drawn[one], alone)


def test_stability_by_hand():
    def table(*values):
        return pd.DataFrame([values], index=["r"], columns=["a", "b"], dtype=float)

    found = stability(table(0, 3), [table(0, 3), table(1, 2), table(2, np.nan), table(0, np.nan)])
    assert found.loc[("r", "a")].tolist() == [0.5, 0.75, 0.25]
    assert found.loc[("r", "b")].tolist() == [0.5, 0.0, 0.5]
    with pytest.raises(ValueError, match="no other definition"):
        stability(table(0, 1), [])


@pytest.mark.parametrize(
    ("quadrant", "growing", "contested", "clear"),
    [
        ("open", 0.8, 0.2, True),
        ("open", 0.79, 0.0, False),
        ("open", 1.0, 0.3, False),
        ("crowded", 0.1, 0.9, True),
        ("crowded", 0.9, 0.9, False),  # clear in another quadrant is not clear in this one
        ("quiet", 0.2, 0.2, True),
        ("contested", 1.0, 1.0, True),
        ("contested", np.nan, 1.0, False),
    ],
)
def test_clear_asks_for_both_answers(quadrant, growing, contested, clear):
    row = pd.DataFrame({"quadrant": [quadrant], "growing": [growing], "contested": [contested]})
    assert bool(is_clear(row).iloc[0]) is clear


def test_one_choice_at_a_time(setting):
    found = one_at_a_time(
        setting, Definition(), {"years": (5, 10), "threshold": (1.0, 1.5), "measure": MEASURES}
    )
    assert found["choice"].tolist() == ["years", "threshold", "measure", "measure"]
    assert (found["same"] == 100).all()  # planted fields do not depend on the definition


def test_own_fields_over_several_codings(setting):
    rename = {"gold": "us", "fight": "them"}

    def own(names: dict[str, str]) -> Setting:
        tables = {
            year: t[list(names)].rename(columns=names) for year, t in setting.fields.counts.items()
        }
        expected = {
            year: t[list(names)].rename(columns=names)
            for year, t in setting.fields.expected.items()
        }
        levels = {n: t[list(names)].rename(columns=names) for n, t in setting.levels.items()}
        return Setting(**{**setting.__dict__, "fields": Fields(tables, expected), "levels": levels})

    density = pd.DataFrame(40.0, index=list(setting.members), columns=["us", "them"])
    same = own_portfolio({"union": own(rename)}, "union", Definition(), SOME, density)
    assert same["quadrant"].to_dict() == {"us": "open", "them": "crowded"}
    assert same["clear"].all()
    other = own({"niche": "us", "rush": "them"})
    found = own_portfolio(
        {"union": own(rename), "first": other}, "union", Definition(), SOME, density
    )
    assert found["quadrant"].to_dict() == same["quadrant"].to_dict()
    assert found["growing"].tolist() == [0.5, 0.5]  # the codings say the opposite of each other
    assert not found["clear"].any()


def test_the_diagonal_is_the_own_field():
    index = pd.MultiIndex.from_product([["a", "b"], ["a", "b", "c"]], names=["region", "field"])
    table = pd.DataFrame({"x": range(6)}, index=index)
    assert diagonal(table)["x"].to_dict() == {"a": 0, "b": 4}
