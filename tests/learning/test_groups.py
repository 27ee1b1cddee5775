"""Groups: sizes, no exchange helps, the best for small numbers, mixed where that is possible."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wir.learning.groups import _costs, balance, division_cost, groups


def case(count: int, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    rng = np.random.default_rng(seed)
    units = [f"u{i:02d}" for i in range(count)]
    about = pd.DataFrame(
        {
            "laender": rng.choice(["Sachsen", "Thüringen; Sachsen", "Bayern"], count),
            "round": rng.choice([1, 2], count),
            "field_area": rng.choice(["health", "energy", None], count),
        },
        index=units,
    )
    learn = rng.integers(0, 3, (count, count)).astype(float)
    np.fill_diagonal(learn, 0)
    return about, pd.DataFrame(learn, index=units, columns=units)


def cost_of(found, about, learn, size):
    table, cost, both = _costs(about, learn, size, None)
    place = found.set_index("unit")["group"].reindex(table.index).to_numpy()
    return division_cost(place, cost, both)


@settings(max_examples=12, deadline=None)
@given(st.integers(5, 12), st.integers(2, 6), st.integers(0, 50))
def test_everyone_is_in_one_group_and_no_exchange_helps(count, size, seed):
    about, learn = case(count, seed)
    found = groups(about, learn, size=size)
    assert sorted(found["unit"]) == sorted(about.index)
    sizes = found.groupby("group").size()
    assert sizes.max() - sizes.min() <= 1
    value = cost_of(found, about, learn, size)
    for one, other in combinations(range(count), 2):
        changed = found.copy()
        changed.loc[[one, other], "group"] = changed.loc[[other, one], "group"].to_numpy()
        assert cost_of(changed, about, learn, size) >= value - 1e-6


@pytest.mark.parametrize("seed", range(5))
def test_it_is_the_best_division_of_six(seed):
    about, learn = case(6, seed)
    value = cost_of(groups(about, learn, size=3), about, learn, 3)
    units = sorted(about.index)
    best = min(
        cost_of(
            pd.DataFrame({"unit": units, "group": [1 if one in half else 2 for one in units]}),
            about, learn, 3,
        )
        for half in combinations(units, 3)
    )  # fmt: skip
    assert value == pytest.approx(best)


def test_the_order_of_rows_does_not_matter():
    about, learn = case(13, 1)
    for order in (range(12, -1, -1), [5, 0, 12, 3, 9, 1, 7, 2, 11, 4, 10, 6, 8]):
        mixed = about.iloc[list(order)]
        pd.testing.assert_frame_equal(
            groups(mixed, learn.loc[mixed.index, mixed.index], size=4),
            groups(about, learn, size=4),
        )


def test_one_land_does_not_stay_together():
    units = [f"u{i}" for i in range(8)]
    about = pd.DataFrame(
        {"laender": ["Sachsen"] * 4 + ["Bayern"] * 4, "round": 1, "field_area": None}, index=units
    )
    none = pd.DataFrame(0.0, index=units, columns=units)
    found = groups(about, none, size=4).set_index("unit")["group"]
    assert found[units[:4]].value_counts().tolist() == [2, 2]


def test_what_can_be_learned_is_spread_over_the_groups():
    units = [f"u{i}" for i in range(8)]
    about = pd.DataFrame({"laender": None, "round": None, "field_area": None}, index=units)
    learn = pd.DataFrame(0.0, index=units, columns=units)
    learn.loc["u0", "u1"] = learn.loc["u2", "u3"] = 1.0
    found = groups(about, learn, size=4)
    mixed = balance(found, about, learn)
    assert (mixed["complement"] > 0).all()
    assert mixed.attrs["chance"] == pytest.approx(2 / 56)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda a, c: groups(a.drop(columns="round"), c), "lacks the columns round"),
        (lambda a, c: groups(a, c, size=1), "Expected 2 or more"),
        (lambda a, c: groups(a, c.iloc[1:]), "complement"),
        (lambda a, c: groups(a, c, weights={"luck": 1}), "weights must name"),
        (lambda a, c: groups(a.iloc[:1], c.iloc[:1, :1]), "two or more"),
    ],
)
def test_bad_input_is_named(change, message):
    with pytest.raises(ValueError, match=message):
        change(*case(6, 0))
