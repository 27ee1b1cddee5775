"""Charts of factors and paths: what they mark, and that no hidden case is drawn."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from wir.publish import palette, plots_paths, plots_success


@pytest.fixture(autouse=True)
def _close():
    yield
    plt.close("all")


def test_planted_effects_are_drawn_only_where_they_are_known() -> None:
    table = pd.DataFrame(
        {
            "outcome": "progress", "factor": ["a", "b"], "estimate": [1.0, 0.0],
            "lower": [0.5, -1.0], "upper": [1.5, 1.0], "found": [True, False],
        }
    )  # fmt: skip
    labels, titles = {"a": "A", "b": "B"}, {"progress": "Progress"}
    plain = plots_success.estimates(table, labels, titles).axes[0]
    assert plain.get_legend() is None
    assert [one.get_color() for one in plain.lines[:2]] == [palette.ALLIANCE, palette.OTHER]
    known = plots_success.estimates(table.assign(planted=[0.9, 0.0]), labels, titles).axes[0]
    assert [one.get_text() for one in known.get_legend().get_texts()] == ["planted"]


def test_found_associations_are_filled() -> None:
    table = pd.DataFrame(
        {
            "characteristic": ["gdp", "old"], "development": "employees",
            "correlation": [0.5, 0.1], "lower": [0.2, -0.2], "upper": [0.7, 0.4],
            "found": [True, False],
        }
    )  # fmt: skip
    fig = plots_success.associations(
        {"one": table, "two": table}, {"gdp": "GDP", "old": "Old"}, {"employees": "growth"}
    )
    faces = [one.get_markerfacecolor() for one in fig.axes[0].lines if len(one.get_xdata()) == 1]
    assert faces.count("white") == 2
    assert fig.axes[0].get_title() == "Growth"
    assert fig.get_size_inches()[0] < 6  # readable on a phone


def test_specifications_mark_their_choices_and_leave_gaps_out() -> None:
    table = pd.DataFrame(
        {
            "outcome": ["a", "a", "b"], "controls": ["none", "x + y", "x"],
            "estimate": [0.3, 0.1, np.nan], "lower": -0.2, "upper": 0.5, "p": [0.01, 0.4, np.nan],
        }
    )  # fmt: skip
    fig = plots_success.specifications(
        table, {"controls": {"none": "none", "x": "x", "y": "y"}}, "SD"
    )
    below = fig.axes[1]
    marks = {name.get_text(): list(line.get_xdata()) for name, line in
             zip(below.get_yticklabels(), below.lines, strict=True)}  # fmt: skip
    assert marks == {"none": [1], "x": [0], "y": [0]}


def test_single_alliances_are_drawn_only_where_they_are_made_up() -> None:
    anchors = pd.DataFrame(
        {"exclusion": [1.0], "crossover": [2.0], "inclusion": [3.0]}, index=["x"]
    )
    raw = pd.DataFrame({"x": [1.2, 2.9]})
    shown = plots_paths.calibration(anchors, raw, {"x": "x"}, cases=True).axes[0]
    hidden = plots_paths.calibration(anchors, raw, {"x": "x"}, cases=False).axes[0]
    assert len(shown.lines) == len(hidden.lines) + 1
    squares = pd.DataFrame({"x": [0.1], "y": [0.9], "n": [7]})
    fig = plots_paths.xy({"a": squares}, "many new partners")
    assert fig.axes[0].collections[0].get_offsets().tolist() == [[0.1, 0.9]]
    assert not fig.legends


def test_kinds_of_cases_have_their_marks() -> None:
    points = pd.DataFrame(
        {
            "x": [0.9, 0.9, 0.1],
            "y": [0.95, 0.1, 0.9],
            "kind": ["typical", "deviant in kind", "uncovered"],
        }
    )
    fig = plots_paths.xy({"a": points, "b": points.iloc[:1]}, "many new partners")
    assert [one.get_text() for one in fig.legends[0].get_texts()] == [
        "typical", "deviant in kind", "uncovered",
    ]  # fmt: skip


def test_the_axis_of_stability_does_not_magnify_small_changes() -> None:
    table = pd.DataFrame({"overlap": [1.0, 0.99], "same": [True, False]})
    fig = plots_paths.stability({"anchors": table})
    assert fig.axes[0].get_xlim()[0] == 0.5
