from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from wir.publish import plots_partners

KINDS = ["university", "research institute", "firm", "public body", "other"]


@pytest.fixture(autouse=True)
def _close():
    yield
    plt.close("all")


def texts(fig) -> list[str]:
    return [one.get_text() for ax in fig.axes for one in ax.texts]


def test_the_ends_of_each_line_are_labelled_and_axes_start_at_zero():
    table = pd.DataFrame(
        {"nodes": [1282.0, 900, 1042], "share": [0.157, 0.3, 0.356]}, index=[2015, 2016, 2017]
    )
    fig = plots_partners.over_time(table, {"nodes": "N", "share": "S"})
    assert texts(fig) == ["1,282", "1,042", "0.16", "0.36"]
    assert all(ax.get_ylim()[0] == 0 for ax in fig.axes)


def test_differences_that_are_not_clear_are_grey():
    table = pd.DataFrame(
        {
            "probability": [0.6, 0.5],
            "probability_lower": [0.55, 0.4],
            "probability_upper": [0.65, 0.6],
        },
        index=["a", "b"],
    )
    fig = plots_partners.differences(table, {"a": "A", "b": "B"})
    dots = [line.get_color() for line in fig.axes[0].lines if line.get_marker() == "o"]
    assert dots == ["#8C8C8C", "#1F2328"]


def test_bridging_shows_every_kind_with_its_share():
    index = pd.MultiIndex.from_product([["weak", "strong"], KINDS], names=["group", "kind"])
    share = np.tile([80.0, 9, 9, 1, 1], 2)
    table = pd.DataFrame(
        {
            "share_bridging": share,
            "share_organisations": share[::-1],
            "share_lower": share - 5,
            "share_upper": share + 5,
        },
        index=index,
    )
    fig = plots_partners.bridging(table)
    assert {"80", "organisations", "bridging"} <= set(texts(fig))
    labels = [one.get_text() for one in fig.axes[0].get_yticklabels()]
    assert labels == KINDS[::-1]


def test_ratios_are_on_a_log_scale_with_one_marked():
    table = pd.DataFrame(
        {"ratio": [0.1, 2.0], "ratio_lower": [0.05, 1.5], "ratio_upper": [0.2, 3.0]},
        index=["intercept", "near"],
    )
    ax = plots_partners.ratios({"one": table, "two": table}, {"near": "Near"}).axes[0]
    assert ax.get_xscale() == "log"
    assert any(list(line.get_xdata()) == [1, 1] for line in ax.lines)
    assert [one.get_text() for one in ax.get_legend().get_texts()] == ["one", "two"]
