import numpy as np
import pandas as pd
import pytest

from wir.publish.labels import overlap
from wir.publish.map_classes import classes, limits
from wir.publish.maps import choropleth, district_shapes, land_borders, locator


@pytest.fixture
def values(country):
    return pd.Series(np.arange(36.0), index=country["ags"])


def legend_texts(fig):
    return [text.get_text() for text in fig.axes[0].get_legend().get_texts()]


def text_boxes(fig):
    fig.canvas.draw()
    notes = [text for text in fig.axes[0].texts if text.get_text()]
    boxes = [note.get_window_extent() for note in notes]
    return [note.get_text() for note in notes], [(b.x0, b.y0, b.x1, b.y1) for b in boxes]


def test_shapes_are_in_the_equal_area_projection_and_keep_their_area(country):
    shapes = district_shapes(country)
    assert shapes.crs.to_epsg() == 3035
    assert shapes.area.sum() == pytest.approx(36 * 30_000**2, rel=1e-3)
    assert len(land_borders(shapes)) == 4


def test_missing_districts_are_in_the_legend(country, values):
    assert "no data" not in legend_texts(choropleth(values, legend="x", boundaries=country))
    holes = values.mask(values < 3)
    assert "no data" in legend_texts(choropleth(holes, legend="x", boundaries=country))
    shorter = values.iloc[5:]
    assert "no data" in legend_texts(choropleth(shorter, legend="x", boundaries=country))


def test_each_district_has_the_colour_of_its_class(country, values):
    fig = choropleth(values, legend="x", bins=[10, 20], boundaries=country)
    assert legend_texts(fig) == ["20 and more", "10 to below 20", "below 10"]
    colours, entries = classes(values, "sequential", [10, 20], 0, 0, "en")
    shown = {text: tuple(colour) for text, colour in entries}
    assert tuple(colours[9]) == shown["below 10"]
    assert tuple(colours[10]) == shown["10 to below 20"]
    assert tuple(colours[20]) == shown["20 and more"]


def test_quantile_classes_hold_as_many_districts_each(values):
    found = np.digitize(values, limits(values, "sequential", 4, 1, 0))
    assert np.bincount(found).tolist() == [9, 9, 9, 9]


def test_diverging_classes_lie_around_the_centre(values):
    found = limits(values - 10, "diverging", 4, 1, 0.0)
    assert found == sorted(found)
    assert [-one for one in reversed(found)] == pytest.approx(found)


def test_legend_in_german(country, values):
    fig = choropleth(values * 1000, legend="x", bins=[10000], boundaries=country, language="de")
    assert legend_texts(fig) == ["10.000 und mehr", "unter 10.000"]


def test_categories_keep_their_order_and_colour(country, values):
    named = values.map(lambda one: "low" if one < 18 else "high")
    colours = {"low": "#112233", "high": "#445566", "none": "#778899"}
    fig = choropleth(named, kind="categorical", legend="x", boundaries=country, categories=colours)
    assert legend_texts(fig) == ["low", "high", "none"]
    with pytest.raises(ValueError, match="no colour for high"):
        choropleth(named, kind="categorical", legend="x", boundaries=country, categories=["low"])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"highlight": ["99999"]}, "highlight: 1 keys are not districts"),
        ({"labels": {"1001": "x"}}, "labels: 1 keys"),
        ({"bins": [3, 1]}, "bins must rise"),
        ({"bins": 1}, "two classes"),
    ],
)
def test_what_cannot_be_drawn_is_said(country, values, changes, message):
    with pytest.raises(ValueError, match=message):
        choropleth(values, legend="x", boundaries=country, **changes)


def test_numbers_as_keys_and_empty_maps_are_refused(country, values):
    with pytest.raises(ValueError, match="text of five digits"):
        choropleth(values.set_axis(range(36)), legend="x", boundaries=country)
    with pytest.raises(ValueError, match="no district has a value"):
        choropleth(values * np.nan, legend="x", boundaries=country)


def test_labels_do_not_run_into_each_other(country, values):
    labels = {ags: f"A long name {ags}" for ags in country["ags"][:12]}
    fig = choropleth(values, legend="x", labels=labels, boundaries=country)
    texts, boxes = text_boxes(fig)
    assert len(texts) >= 8
    assert not any(overlap(a, b) for i, a in enumerate(boxes) for b in boxes[:i])


def test_locator_names_districts_and_neighbours_only(country):
    names = {ags: f"D{ags}" for ags in country["ags"]}
    own = [country["ags"][14]]
    texts, boxes = text_boxes(locator(own, names=names, boundaries=country))
    assert f"D{own[0]}" in texts
    assert 4 <= len(texts) <= 9
    assert not any(overlap(a, b) for i, a in enumerate(boxes) for b in boxes[:i])


def test_locator_needs_known_districts(country):
    with pytest.raises(ValueError, match="no district given"):
        locator([], names={}, boundaries=country)
    with pytest.raises(ValueError, match="ags: 1 keys"):
        locator(["99999"], names={}, boundaries=country)
