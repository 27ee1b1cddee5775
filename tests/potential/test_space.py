"""The strongest links of a space, and places that can be drawn."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse.csgraph import minimum_spanning_tree
from scipy.spatial.distance import cdist, pdist

from wir.potential import space
from wir.potential.space import space_layout, strongest_links

# Four towns on a line and one aside: the tree is known by hand.
KNOWN = pd.DataFrame(
    [
        [1.0, 0.9, 0.5, 0.1, 0.2],
        [0.9, 1.0, 0.8, 0.4, 0.1],
        [0.5, 0.8, 1.0, 0.7, 0.3],
        [0.1, 0.4, 0.7, 1.0, 0.6],
        [0.2, 0.1, 0.3, 0.6, 1.0],
    ],
    index=list("abcde"),
    columns=list("abcde"),
)


def random_proximity(n: int, seed: int) -> pd.DataFrame:
    """Return a symmetric table of distinct values between 0.01 and 1."""
    values = np.random.default_rng(seed).uniform(0.01, 1, (n, n))
    values = (values + values.T) / 2
    np.fill_diagonal(values, 1)
    names = [f"a{number:03d}" for number in range(n)]
    return pd.DataFrame(values, index=names, columns=names)


def planted(groups: int = 3, members: int = 12) -> pd.DataFrame:
    """Return groups whose members are close to each other and far from all others."""
    table = random_proximity(groups * members, 1) * 0.2
    group = np.arange(len(table)) // members
    table += 0.6 * (group[:, None] == group)
    return table


def pairs(edges: pd.DataFrame) -> set[tuple[str, str]]:
    return set(zip(edges["source"], edges["target"], strict=True))


def test_tree_is_the_one_worked_out_by_hand() -> None:
    edges = strongest_links(KNOWN, degree=0)
    assert pairs(edges) == {("a", "b"), ("b", "c"), ("c", "d"), ("d", "e")}
    assert list(edges["proximity"]) == [0.9, 0.8, 0.7, 0.6]


def test_threshold_adds_every_link_that_is_as_strong() -> None:
    edges = strongest_links(KNOWN, threshold=0.5)
    assert pairs(edges) == {("a", "b"), ("a", "c"), ("b", "c"), ("c", "d"), ("d", "e")}
    assert pairs(strongest_links(KNOWN, threshold=2.0)) == pairs(strongest_links(KNOWN, degree=0))


def test_links_of_the_same_place_come_by_strength() -> None:
    # a–c, b–d and a–e are third for one of their ends and no worse for the other.
    added = pairs(strongest_links(KNOWN, degree=2)) - pairs(strongest_links(KNOWN, degree=0))
    assert added == {("a", "c")}
    added = pairs(strongest_links(KNOWN, degree=2.4)) - pairs(strongest_links(KNOWN, degree=2))
    assert added == {("b", "d")}


def test_activities_that_many_regions_have_do_not_take_all_links() -> None:
    table = random_proximity(24, 5) * 0.2
    table.iloc[:12, :12] += 0.7
    table.iloc[12:, 12:] += 0.2
    edges = strongest_links(table, degree=4)
    of_the_weak = edges[edges["source"].isin(table.index[12:])]
    assert len(of_the_weak) >= 20
    knot = strongest_links(table, threshold=0.7)
    assert knot["target"].isin(table.index[:12]).sum() == 66
    assert knot["source"].isin(table.index[12:]).sum() == 11


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 25), st.integers(0, 10_000), st.floats(0, 12))
def test_links_are_as_many_as_asked_and_hold_the_heaviest_tree(n, seed, degree) -> None:
    table = random_proximity(n, seed)
    edges = strongest_links(table, degree)
    most = n * (n - 1) // 2
    assert len(edges) == min(max(round(degree * n / 2), n - 1), most)
    assert not pairs(edges) & {(b, a) for a, b in pairs(edges)}
    for source, target, value in edges.itertuples(index=False):
        assert value == table.loc[source, target]
    tree = strongest_links(table, 0)
    heaviest = -minimum_spanning_tree(-table.to_numpy() * ~np.eye(n, dtype=bool)).sum()
    assert tree["proximity"].sum() == pytest.approx(heaviest)
    assert pairs(tree) <= pairs(edges)


def test_links_stay_inside_planted_groups() -> None:
    edges = strongest_links(planted(), degree=4)
    group = {name: position // 12 for position, name in enumerate(planted().index)}
    between = sum(group[a] != group[b] for a, b in pairs(edges))
    assert between == 2  # what the tree needs


def test_no_proximity_is_no_link_and_groups_stay_apart() -> None:
    table = planted(2, 8).where(lambda values: values > 0.5, 0.0)
    edges = strongest_links(table, degree=20)
    assert (edges["proximity"] > 0).all()
    places = space_layout(edges, seed=1)
    first, second = places.iloc[:8][["x", "y"]], places.iloc[8:][["x", "y"]]
    assert cdist(first, second).mean() > 1.5 * pdist(first).mean()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda t: t.assign(a=t["a"] + 0.01), "proximity is not symmetric for 'a' and 'b'"),
        (lambda t: -t, "proximity has a negative value"),
        (lambda t: t.iloc[:1, :1], "1 activities. Expected at least two"),
        (lambda t: t.rename(columns={"a": "b"}), "more than once: 'b'"),
        (lambda t: t.rename(columns={"a": "z"}), "only in its columns: 'z'"),
        (lambda t: t.mask(t == 0.9), "missing values"),
    ],
)
def test_a_table_that_cannot_be_is_refused(change, message) -> None:
    with pytest.raises(ValueError, match=message):
        strongest_links(change(KNOWN))


def test_rows_in_another_order_are_the_same_table() -> None:
    assert strongest_links(KNOWN.loc[list("ecabd")]).equals(strongest_links(KNOWN))


def test_a_negative_degree_is_refused() -> None:
    with pytest.raises(ValueError, match="degree is -1"):
        strongest_links(KNOWN, degree=-1)


@pytest.fixture(scope="module")
def laid_out() -> tuple[pd.DataFrame, pd.Series, pd.DataFrame]:
    table = planted(4, 20)
    sizes = pd.Series(np.random.default_rng(0).lognormal(10, 1.4, len(table)), index=table.index)
    edges = strongest_links(table)
    return edges, sizes, space_layout(edges, sizes, seed=3)


def test_nothing_overlaps_and_all_is_inside(laid_out) -> None:
    _, _, places = laid_out
    gaps = cdist(places[["x", "y"]], places[["x", "y"]])
    needed = places["radius"].to_numpy()[:, None] + places["radius"].to_numpy()
    np.fill_diagonal(gaps, np.inf)
    assert (gaps > needed).all()
    assert (places["x"] - places["radius"]).min() >= -1e-9
    assert (places["y"] - places["radius"]).min() >= -1e-9
    assert (places["x"] + places["radius"]).max() <= 1.6 + 1e-9
    assert (places["y"] + places["radius"]).max() <= 1 + 1e-9


def test_the_whole_width_is_used(laid_out) -> None:
    _, _, places = laid_out
    assert np.ptp(places["x"]) > 1.5
    assert np.ptp(places["y"]) > 0.9


def test_linked_activities_are_near(laid_out) -> None:
    edges, _, places = laid_out
    spots = places[["x", "y"]]
    gaps = spots.loc[edges["source"]].to_numpy() - spots.loc[edges["target"]].to_numpy()
    linked = np.hypot(*gaps.T)
    assert linked.mean() < 0.4 * pdist(spots).mean()


def test_the_same_on_every_run_and_in_the_order_of_sizes(laid_out) -> None:
    edges, sizes, places = laid_out
    pd.testing.assert_frame_equal(space_layout(edges, sizes, seed=3), places)
    assert list(places.index) == list(sizes.index)


def test_area_follows_size_down_to_the_least(laid_out) -> None:
    _, sizes, places = laid_out
    assert places["radius"].max() == pytest.approx(space.LARGEST)
    assert places["radius"].min() == pytest.approx(space.SMALLEST)
    large = sizes.nlargest(5).index
    ratio = places.loc[large, "radius"] ** 2 / sizes[large]
    assert ratio.std() / ratio.mean() < 1e-9


def test_a_chain_lies_in_its_order_across() -> None:
    names = [f"n{number:02d}" for number in range(15)]
    places = space_layout(pd.DataFrame({"source": names[:-1], "target": names[1:]}))
    assert abs(places["x"].corr(pd.Series(range(15), index=names))) > 0.99


def test_an_activity_without_a_link_and_equal_sizes_get_a_place() -> None:
    edges = pd.DataFrame({"source": ["a", "b"], "target": ["b", "c"]})
    places = space_layout(edges, pd.Series(1.0, index=list("abcz")))
    assert list(places.index) == list("abcz")
    assert np.isfinite(places.to_numpy()).all()
    assert np.ptp(places["radius"]) == 0


def test_two_activities_have_a_layout() -> None:
    places = space_layout(pd.DataFrame({"source": ["a"], "target": ["b"]}))
    assert np.isfinite(places.to_numpy()).all()
    assert pdist(places[["x", "y"]])[0] > 2 * places["radius"].max()


@pytest.mark.parametrize(
    ("edges", "sizes", "message"),
    [
        (pd.DataFrame({"source": ["a"]}), None, "edges has no column 'target'"),
        (KNOWN, {"a": 1.0, "c": 2.0}, "no column 'source', 'target'"),
        ("chain", {"a": 1.0, "z": 2.0}, "sizes lacks activities that edges links: 'b'"),
        ("chain", {"a": 1.0, "b": -2.0}, "Negative sizes: 'b'"),
        ("chain", {"a": 1.0, "b": np.nan}, "sizes has missing values"),
    ],
)
def test_what_cannot_be_placed_is_named(edges, sizes, message) -> None:
    if isinstance(edges, str):
        edges = pd.DataFrame({"source": ["a"], "target": ["b"]})
    with pytest.raises(ValueError, match=message):
        space_layout(edges, None if sizes is None else pd.Series(sizes))
