"""Charts of demand and competition: what must be named is named, and nothing lies outside."""

from __future__ import annotations

import math

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from wir.publish import plots_demand
from wir.publish.figures import STYLE, render


@pytest.fixture(autouse=True)
def look():
    with plt.rc_context(STYLE):
        yield
    plt.close("all")


def points(number: int = 140, seed: int = 1) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    growth = rng.normal(1, 2, number)
    return pd.DataFrame(
        {
            "crowding": rng.uniform(5, 95, number),
            "growth": growth,
            "lower": growth - 0.5,
            "upper": growth + 0.5,
            "employees": rng.lognormal(5, 1.5, number),
            "density": rng.uniform(20, 60, number),
            "clear": rng.random(number) < 0.3,
        },
        index=[f"{one:03d}" for one in range(number)],
    )


NAMES = pd.Series({f"{one:03d}": f"Occupation group {one}" for one in range(140)})


def texts(fig) -> list[str]:
    return [text.get_text().replace("\n", " ") for text in fig.axes[0].texts]


def test_every_field_of_the_alliance_is_named():
    marked = [f"{one:03d}" for one in range(12)]
    fig = plots_demand.portfolio(points(), NAMES, 1.3, marked)
    shown = texts(fig)
    assert all(NAMES[one] in shown for one in marked)


def test_fields_in_a_heap_are_named_too():
    table = points()
    marked = list(table.index[:10])
    table.loc[marked, "crowding"] = np.linspace(49, 51, 10)
    table.loc[marked, "growth"] = np.linspace(0.9, 1.1, 10)
    shown = texts(plots_demand.portfolio(table, NAMES, 1.3, marked))
    assert sum(NAMES[one] in shown for one in marked) >= 8


def test_the_quadrants_are_named_and_every_point_is_inside():
    table = points()
    table.iloc[0, table.columns.get_loc("growth")] = 19.0
    fig = plots_demand.portfolio(table, NAMES, 1.3)
    ax = fig.axes[0]
    for *_, text in plots_demand.CORNERS:
        assert text in texts(fig)
    low, high = ax.get_ylim()
    assert low < table["growth"].min()
    assert table["growth"].max() < high
    assert ax.get_xlim() == (0, 100)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_few_or_no_points(number):
    fig = plots_demand.portfolio(points().head(number), NAMES, 1.0, ["000"], labelled=["001"])
    assert render(fig)[1] == "svg"


def test_what_is_not_known_is_left_out():
    table = points(5)
    table.iloc[1, 0] = np.nan
    fig = plots_demand.portfolio(table, NAMES, 1.0, ["001"])
    assert NAMES["001"] not in texts(fig)
    assert sum(len(one.get_offsets()) for one in fig.axes[0].collections[:1]) == 4


def test_growth_by_coding_in_order():
    table = pd.DataFrame(
        {"growth": [1.0, 3.0], "lower": [0.5, 2.0], "upper": [1.5, 4.0]}, index=["x", "y"]
    )
    fig = plots_demand.growth_by_coding(
        {"union": table, "first": table.head(1)}, {"union": "either", "first": "first"}, 1.0
    )
    assert [one.get_text() for one in fig.axes[0].get_yticklabels()] == ["x", "y"]
    assert [one.get_text() for one in fig.axes[0].get_legend().get_texts()] == ["either", "first"]


def test_verdicts_have_their_colours():
    table = pd.DataFrame(
        {
            "shortage": [90.0, 10.0],
            "shortage_lower": [80.0, 5.0],
            "shortage_upper": [95.0, 20.0],
            "verdict": ["scarce", "not scarce"],
        },
        index=["000", "001"],
    )
    fig = plots_demand.shortage_ranges(table, NAMES)
    legend = [one.get_text() for one in fig.axes[0].get_legend().get_texts()]
    assert legend == ["scarce", "not scarce"]


def test_sensitivity_is_labelled():
    table = pd.DataFrame(
        {"choice": ["half_distance", "years"], "value": [math.inf, 5], "same": [50.0, 90.0]}
    )
    fig = plots_demand.sensitivity(
        table, {"half_distance": "Half-distance", "years": "Growth over"}
    )
    labels = [one.get_text() for one in fig.axes[0].get_yticklabels()]
    assert labels == ["Half-distance: none (near and far alike)", "Growth over: 5 years"]


def test_the_same_bytes_twice():
    first, second = (
        render(plots_demand.portfolio(points(), NAMES, 1.3, ["003"], labelled=["004"]))[0]
        for _ in range(2)
    )
    assert first == second
