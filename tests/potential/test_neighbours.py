import geopandas as gpd
import numpy as np
import pytest
import shapely

from wir.potential.neighbours import neighbour_table


@pytest.fixture
def squares() -> gpd.GeoDataFrame:
    """Return squares: a in a corner, b beside it, c above a, d on an island nearest to b."""
    places = {"b": (1, 0), "a": (0, 0), "c": (0, 1), "d": (9, 0)}
    return gpd.GeoDataFrame(
        {"ags": list(places)},
        geometry=[shapely.box(x, y, x + 1, y + 1) for x, y in places.values()],
        crs=3035,
    )


def test_equal_weights_for_those_who_share_a_border(squares: gpd.GeoDataFrame) -> None:
    table = neighbour_table(squares.iloc[:3])
    near = table.loc[["a", "b", "c"], ["a", "b", "c"]]
    assert near.loc["a"].tolist() == [0, 0.5, 0.5]
    np.testing.assert_allclose(table.sum(axis=1), 1)
    assert (np.diag(near) == 0).all()
    np.testing.assert_array_equal(near > 0, near.T > 0)


def test_order_of_the_rows_does_not_matter(squares: gpd.GeoDataFrame) -> None:
    one, other = neighbour_table(squares), neighbour_table(squares.iloc[::-1])
    np.testing.assert_array_equal(one, other.loc[one.index, one.columns])
    assert one.index.equals(one.columns)
    assert sorted(one.index) == ["a", "b", "c", "d"]
    # an island borders on the nearest
    assert one.loc["d"].to_dict() == {"a": 0, "b": 1, "c": 0, "d": 0}
    assert one.loc["a", "d"] == one.loc["c", "d"] == 0


def test_another_key(squares: gpd.GeoDataFrame) -> None:
    table = neighbour_table(squares.rename(columns={"ags": "nuts"}), key="nuts")
    assert table.loc["a", "b"] > 0
