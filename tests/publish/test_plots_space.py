"""The network of activities: colours that can be told apart, names that can be read."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from wir.potential.space import space_layout, strongest_links
from wir.publish import figures, palette, plots_space
from wir.publish.plots_space import (
    AREAS,
    COLOURS,
    activity_space,
    group_colours,
    important,
    occupation_areas,
    two_lines,
)


def test_areas_come_from_the_first_digit():
    areas = occupation_areas(["431", "111", "011"])
    assert list(areas.index) == ["431", "111", "011"]
    assert areas["431"] == "Natural sciences, geography, informatics"
    with pytest.raises(ValueError, match="'A31' is no code"):
        occupation_areas(["431", "A31"])


def test_areas_keep_their_colour_and_other_groups_take_turns():
    assert group_colours([AREAS["3"], AREAS["9"]]) == {
        AREAS["3"]: COLOURS[2],
        AREAS["9"]: COLOURS[8],
    }
    assert len(group_colours(AREAS.values())) == 10
    assert group_colours(["b", "a"]) == {"a": COLOURS[0], "b": COLOURS[1]}
    with pytest.raises(ValueError, match="10 groups, but only 9 colours"):
        group_colours("abcdefghij")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Informatik", "Informatik"),
        ("Holzbe- und -verarbeitung", "Holzbe- und\n-verarbeitung"),
        ("Gesundh.,Krankenpfl.,Rettungsd.Geburtsh.", "Gesundh.,Krankenpfl.,\nRettungsd.Geburtsh."),
        ("Donaudampfschifffahrtsgesellschaft", "Donaudampfschifffahrtsgesellschaft"),
    ],
)
def test_long_names_are_parted_where_they_may_be(name, shown):
    assert two_lines(name) == shown


@pytest.fixture(scope="module")
def network():
    """Sixty occupations in three areas."""
    rng = np.random.default_rng(4)
    codes = [f"{area}{number:02d}" for area in "258" for number in range(20)]
    group = np.arange(60) // 20
    values = rng.uniform(0, 0.3, (60, 60)) + 0.5 * (group[:, None] == group)
    table = pd.DataFrame((values + values.T) / 2, index=codes, columns=codes)
    edges = strongest_links(table)
    sizes = pd.Series(rng.lognormal(10, 1, 60), index=codes)
    nodes = space_layout(edges, sizes).assign(
        name=[f"Beruf Nummer {code}, $x$ <b>" for code in codes], group=occupation_areas(codes)
    )
    return nodes, edges


def extents(fig):
    """Return the boxes of all names, in pixels."""
    fig.canvas.draw()
    (ax,) = fig.axes
    return {text.get_text(): text.get_window_extent() for text in ax.texts}


def test_names_are_many_and_cover_neither_each_other_nor_a_node(network):
    nodes, edges = network
    with figures.style():
        fig = activity_space(nodes, edges, labelled=15)
    boxes = list(extents(fig).values())
    assert len(boxes) == 15
    for one, other in combinations(boxes, 2):
        assert not one.overlaps(other)
    (ax,) = fig.axes
    for place in ax.transData.transform(nodes[["x", "y"]].to_numpy()):
        assert not any(box.contains(*place) for box in boxes)


def test_the_image_is_small_and_the_same_each_time(network):
    with figures.style():
        first, suffix = figures.render(activity_space(*network), "Space")
        again, _ = figures.render(activity_space(*network), "Space")
    assert suffix == "svg"
    assert first == again
    for colour in (COLOURS[1], COLOURS[4], COLOURS[7]):
        assert colour.lower().encode() in first.lower()


def test_without_groups_there_is_one_colour_and_no_legend(network):
    nodes, edges = network
    fig = activity_space(nodes.drop(columns="group"), edges)
    (ax,) = fig.axes
    assert ax.get_legend() is None
    (circles,) = (one for one in ax.collections if len(one.get_facecolors()) == len(nodes))
    assert len(np.unique(circles.get_facecolors(), axis=0)) == 1


def test_a_region_pales_what_it_lacks_and_rings_and_names_what_is_near(network):
    nodes, edges = network
    specialised = pd.Series(True, index=nodes.index[:30])
    near = list(nodes.nsmallest(3, "radius").index)
    fig = activity_space(nodes, edges, specialised=specialised, within_reach=near, labelled=8)
    (ax,) = fig.axes
    circles = ax.collections[1]
    from matplotlib.colors import to_hex, to_rgba

    fills = [to_hex(one, keep_alpha=False).upper() for one in circles.get_facecolors()]
    assert {position for position, one in enumerate(fills) if one == plots_space.PALE} == set(
        range(30, 60)
    )
    rings = (circles.get_edgecolors() == to_rgba(palette.INK)).all(axis=1)
    assert list(nodes.index[rings]) == [code for code in nodes.index if code in near]
    entries = [text.get_text() for text in ax.get_legend().get_texts()]
    assert entries[-2:] == ["Not specialised", "Within reach"]


def test_every_area_has_names_before_the_largest_have_all(network):
    nodes, _ = network
    nodes = nodes.assign(radius=np.where(nodes["group"] == AREAS["2"], 0.03, 0.01))
    first = important(nodes, 6)
    assert {code[0] for code in first} == {"2", "5", "8"}
    assert len(important(nodes, 60)) == 60


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda n, e: (n.drop(columns="radius"), e), "nodes has no column radius"),
        (lambda n, e: (n, e.drop(columns="target")), "edges has no column target"),
        (lambda n, e: (n.iloc[1:], e), "edges link activities that nodes lacks: 200"),
        (lambda n, e: (pd.concat([n, n.iloc[:1]]), e), "'200' more than once"),
    ],
)
def test_what_is_missing_is_named(network, change, message):
    with pytest.raises(ValueError, match=message):
        activity_space(*change(*network))


def test_unknown_activities_within_reach_are_refused(network):
    with pytest.raises(ValueError, match="within_reach names activities that nodes lacks"):
        activity_space(*network, within_reach=["999"])


def test_title_names_the_groups_that_lie_apart():
    from wir.publish.plots_space import space_title

    nodes = pd.DataFrame(
        {"x": [0, 1, 0, 1, 0, 9, 8, 9, 8, 9, 5], "y": 0.0,
         "group": ["Crafts"] * 5 + ["Offices"] * 5 + ["Small"]}
    )  # fmt: skip
    assert space_title(nodes, "trades") == (
        "The space of trades: Crafts on one side; offices on the other"
    )
    mixed = nodes.assign(group=["Crafts", "Offices"] * 5 + ["Small"])
    assert space_title(mixed, "trades") == "The space of trades"
    assert space_title(nodes.drop(columns="group")) == "The space of activities"
    assert space_title(nodes.assign(group="Crafts")) == "The space of activities"
