"""Charts of forecasts: drawn without a warning from any results, the same each time."""

import warnings

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

from wir.publish import figures, palette, plots_fields


@pytest.fixture(autouse=True)
def close():
    yield
    plt.close("all")


CONTROLS = {"density alone": "alone", "with the location quotient": "beside the quotient"}
MODELS = {"lq": "Current share", "logit": "Logit", "boosting": "Gradient boosting"}
METRICS = {"auc": "AUC", "brier": "Brier score"}


def effects(horizons, controls=tuple(CONTROLS)):
    return pd.DataFrame(
        [
            {"horizon": horizon, "controls": name, "odds_ratio": 1.2 + 0.1 * horizon + number,
             "lower": 1.1 + 0.1 * horizon + number, "upper": 1.4 + 0.1 * horizon + number}
            for number, name in enumerate(controls) for horizon in horizons
        ]
    )  # fmt: skip


def scores(metrics=tuple(METRICS)):
    return pd.DataFrame(
        [(model, metric, 0.5 + 0.1 * n, 0.45 + 0.1 * n, 0.55 + 0.1 * n)
         for n, model in enumerate(MODELS) for metric in metrics],
        columns=["model", "metric", "value", "lower", "upper"],
    )  # fmt: skip


def curve(scale=1.0, count=10):
    predicted = scale * np.linspace(0.01, 0.4, count)
    return pd.DataFrame({"predicted": predicted, "observed": predicted * 1.1,
                         "lower": predicted, "upper": predicted * 1.2})  # fmt: skip


def points(count=40, **columns):
    rng = np.random.default_rng(5)
    table = pd.DataFrame(
        {"density": rng.uniform(5, 60, count), "pci": rng.normal(size=count),
         "growth": rng.normal(0, 3, count), "probability": rng.beta(1, 6, count)},
        index=[f"{one:03d}" for one in range(count)],
    )  # fmt: skip
    return table.assign(**columns)


NAMES = pd.Series(
    {f"{one:03d}": f"Größere Berufsgruppe {one}, $x$ & Ähnliches" for one in range(60)}
)
STABLE = pd.Series([0.9, 0.95, 1.0], index=[2013, 2014, 2015])


def stated(codings=("first pass", "either pass"), chances=("random fields", "other alliances")):
    return pd.DataFrame(
        [(coding, chance, 56.0, 50.0, 46.0, 54.0, 0.0004 if chance == chances[0] else 0.2)
         for chance in chances for coding in codings],
        columns=["coding", "chance", "observed", "expected", "lower", "upper", "p_value"],
    )  # fmt: skip


CHARTS = {
    "effects": lambda: plots_fields.effects(effects([1, 3, 5]), CONTROLS),
    "effects, one horizon": lambda: plots_fields.effects(effects([5]), CONTROLS),
    "effects, one series": lambda: plots_fields.effects(
        effects([1, 5], ["density alone"]), {"density alone": "alone"}
    ),
    "effects, a series without rows": lambda: plots_fields.effects(
        effects([1, 5], ["density alone"]), CONTROLS
    ),
    "effects below one": lambda: plots_fields.effects(
        effects([1, 5]).assign(odds_ratio=0.4, lower=0.3, upper=0.5), CONTROLS
    ),
    "scores": lambda: plots_fields.scores(scores(), MODELS, METRICS, ["boosting"]),
    "scores, one": lambda: plots_fields.scores(scores(["auc"]), MODELS, {"auc": "AUC"}, []),
    "scores, one model": lambda: plots_fields.scores(scores(), {"lq": "Share"}, METRICS, ["lq"]),
    "calibration": lambda: plots_fields.calibration({"one": curve(), "two": curve(0.5)}),
    "calibration, one group": lambda: plots_fields.calibration({"one": curve(count=1)}),
    "calibration, nothing": lambda: plots_fields.calibration({"one": curve(0.0)}),
    "stability": lambda: plots_fields.stability(STABLE, 2015),
    "stability, one year": lambda: plots_fields.stability(STABLE.iloc[2:], 2015),
    "stability, low": lambda: plots_fields.stability(STABLE - 1.2, 2015),
    "quadrant": lambda: plots_fields.quadrant(points(), NAMES, ["003", "007"]),
    "quadrant, no marks": lambda: plots_fields.quadrant(points(), NAMES),
    "quadrant, unknown marks": lambda: plots_fields.quadrant(points(), NAMES, ["999"]),
    "quadrant, few": lambda: plots_fields.quadrant(points(2), NAMES, ["000"]),
    "quadrant, one": lambda: plots_fields.quadrant(points(1), NAMES),
    "stated": lambda: plots_fields.stated(stated()),
    "stated, one test": lambda: plots_fields.stated(stated(["either pass"], ["random fields"])),
}


@pytest.mark.parametrize("name", CHARTS)
def test_drawn_without_a_warning_and_the_same_each_time(name):
    images = []
    for _ in range(2):
        with warnings.catch_warnings(), figures.style():
            warnings.simplefilter("error")
            image, suffix = figures.render(CHARTS[name](), "Title")
        assert suffix == "svg"
        images.append(image)
    assert images[0] == images[1]
    assert len(images[0]) > 2000


def texts(fig):
    return [text.get_text() for ax in fig.axes for text in [ax.title, *ax.texts]]


def dots(ax):
    return [
        tuple(float(x[0]) for x in line.get_data())
        for line in ax.lines
        if line.get_marker() == "o" and len(line.get_xdata()) == 1
    ]


def test_effects_stand_at_their_horizon():
    fig = plots_fields.effects(effects([1, 3, 5]), CONTROLS)
    (ax,) = fig.axes
    assert [label.get_text() for label in ax.get_xticklabels()] == ["1 year", "3 years", "5 years"]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == list(CONTROLS.values())
    series = [line for line in ax.lines if line.get_marker() == "o"]
    np.testing.assert_allclose(series[0].get_ydata(), [1.3, 1.5, 1.7])
    np.testing.assert_allclose(series[1].get_ydata(), [2.3, 2.5, 2.7])
    np.testing.assert_allclose(np.round(series[0].get_xdata()), [0, 1, 2])
    # an odds ratio of any size can be read off
    low = plots_fields.effects(effects([1]).assign(odds_ratio=0.4, lower=0.3, upper=0.5), CONTROLS)
    limits = low.axes[0].get_ylim()
    assert limits[0] < 0.3
    names = [label.get_text() for label in low.axes[0].get_yticklabels()]
    assert names == ["0.3", "0.5", "0.7", "1", "1.5", "2", "2.5", "3", "4"]
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert names == ["1", "1.5", "2", "2.5", "3", "4"]


def test_scores_in_the_order_of_the_names():
    fig = plots_fields.scores(scores(), MODELS, METRICS, ["boosting"])
    assert [ax.get_title(loc="left") or ax.get_title() for ax in fig.axes] == list(METRICS.values())
    labels = [label.get_text() for label in fig.axes[0].get_yticklabels()]
    assert labels == list(MODELS.values())
    assert fig.axes[0].yaxis_inverted()
    assert dots(fig.axes[0]) == [(0.5, 0.0), (0.6, 1.0), (0.7, 2.0)]
    assert "0.700" in texts(fig)
    colours = [to_hex(line.get_color()) for line in fig.axes[0].lines]
    assert colours == [c.lower() for c in [palette.OTHER, palette.OTHER, palette.ALLIANCE]]


def test_calibration_in_percent_on_equal_axes():
    fig = plots_fields.calibration({"one": curve(), "two": curve(0.5)})
    (ax,) = fig.axes
    assert ax.get_xlim() == ax.get_ylim()
    assert ax.get_xlim()[1] >= 48
    line = next(one for one in ax.lines if one.get_label() == "one")
    np.testing.assert_allclose(line.get_ydata(), 100 * curve()["observed"])
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["one", "two"]


def test_stability_shows_low_values():
    (ax,) = plots_fields.stability(STABLE - 1.2, 2015).axes
    assert ax.get_ylim()[0] < -0.3
    assert "2015" in ax.get_ylabel()


def test_quadrant_rings_and_names_what_is_marked():
    table = points()
    fig = plots_fields.quadrant(table, NAMES, ["003", "007", "999"], labelled=3)
    ax = fig.axes[0]
    rings = [one for one in ax.collections if one.get_label() == "named by the alliance"]
    (ring,) = rings
    np.testing.assert_allclose(ring.get_offsets(), table.loc[["003", "007"], ["density", "pci"]])
    shown = " ".join(texts(fig)).replace("\n", " ")
    likely = table["probability"].nlargest(3).index
    named = [one for one in table.index if f"Berufsgruppe {int(one)}," in shown]
    assert set(named) <= {*likely, "003", "007"}
    assert len(named) >= 3
    bare = plots_fields.quadrant(table, NAMES)
    legend = [text.get_text() for text in bare.axes[0].get_legend().get_texts()]
    assert "named by the alliance" not in legend


def test_stated_tests_with_their_p_values():
    fig = plots_fields.stated(stated())
    assert [ax.get_title(loc="left") or ax.get_title() for ax in fig.axes] == [
        "Against random fields", "Against other alliances",
    ]  # fmt: skip
    assert [text.get_text() for text in fig.axes[0].texts] == ["p < 0.001"] * 2
    assert [text.get_text() for text in fig.axes[1].texts] == ["p = 0.200"] * 2
    assert dots(fig.axes[0]) == [(56.0, 0.0), (56.0, 1.0)]
    labels = [label.get_text() for label in fig.axes[0].get_yticklabels()]
    assert labels == ["first pass", "either pass"]
