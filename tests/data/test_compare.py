from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import box

from wir.data.compare import compare_tables

TABLE = pd.DataFrame(
    {"ags": ["01001", "01002"], "year": [2020, 2020], "n": [1.5, None], "name": ["a", None]}
)
KEY = ["ags", "year"]


def test_equal_tables_are_equal_whatever_their_order():
    result = compare_tables("t", TABLE, TABLE.iloc[::-1], KEY)
    assert not result
    assert result.text() == "t: equal"


def test_a_cell_is_named_with_key_column_and_both_values():
    result = compare_tables("t", TABLE, TABLE.assign(n=[1.6, None]), KEY)
    assert result
    assert "01001, 2020 · n: committed 1.5, rebuilt 1.6" in result.text()


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        (TABLE.assign(n=[1.5, 0.0]), "01002, 2020 · n: committed missing, rebuilt 0.0"),
        (TABLE.assign(name=["b", None]), "01001, 2020 · name: committed a, rebuilt b"),
        (TABLE.assign(name=["a", ""]), "· name: committed"),
        (TABLE.iloc[:1], "1 rows only committed: 01002/2020"),
        (TABLE.drop(columns="n"), "1 columns only committed: n"),
        (TABLE.assign(m=1), "1 columns only rebuilt: m"),
        (TABLE.assign(n=["1.5", None]), "column n: type float64 committed, str rebuilt"),
        (pd.concat([TABLE, TABLE]), "rows are not unique by ags, year"),
    ],
)
def test_each_kind_of_difference_is_said(changed, found):
    result = compare_tables("t", TABLE, changed, KEY)
    assert result
    assert found in result.text()


def test_five_cells_are_shown_and_all_are_counted():
    many = pd.DataFrame({"ags": [f"{i:05d}" for i in range(50)], "n": range(50)})
    result = compare_tables("t", many, many.assign(n=many["n"] + 1), ["ags"])
    assert result.count == 50
    assert len(result.cells) == 5


def test_numbers_within_the_tolerance_are_equal():
    changed = TABLE.assign(n=[1.5 * (1 + 1e-12), None])
    assert compare_tables("t", TABLE, changed, KEY)
    assert not compare_tables("t", TABLE, changed, KEY, tolerance=1e-9)


def test_outlines_are_compared_point_by_point():
    old = gpd.GeoDataFrame({"ags": ["01001"]}, geometry=[box(9, 50, 10, 51)], crs="EPSG:4326")
    new = old.set_geometry([box(9, 50, 10, 51.0001)], crs="EPSG:4326")
    assert not compare_tables("map", old, old.copy(), ["ags"], 1e-9)
    assert "geometry" in compare_tables("map", old, new, ["ags"], 1e-9).text()


def test_rows_on_one_side_only_do_not_hide_changed_cells():
    old = pd.DataFrame({"ags": ["01001", "01002", "01003"], "n": [1, 2, 3]})
    new = pd.DataFrame({"ags": ["01002", "01003", "01004"], "n": [2, 9, 4]})
    text = compare_tables("t", old, new, ["ags"]).text()
    assert "1 rows only committed: 01001" in text
    assert "1 rows only rebuilt: 01004" in text
    assert "1 cells differ" in text
    assert "01003 · n: committed 3, rebuilt 9" in text
