from __future__ import annotations

import numpy as np
import pandas as pd

from wir.data.districts import clean_district_list, present_area


def test_merged_districts_are_added():
    listed = pd.DataFrame(
        {
            "ags": ["16056", "16063", "01001"],
            "kind": ["Kreisfreie Stadt", "Landkreis", "Kreisfreie Stadt"],
            "name": ["Eisenach", "Wartburgkreis", "Flensburg"],
            "nuts3": ["DEG0N", "DEG0P", "DEF01"],
            "area_km2": [104.17, 1307.44, 56.73],
        }
    )
    table = clean_district_list(listed).set_index("ags")
    assert table["area_km2"].to_dict() == {"16063": 1411.61, "01001": 56.73}
    assert table.loc["16063", "nuts3"] == "DEG0P"


def test_an_area_that_does_not_fit_the_density_is_replaced():
    index = pd.Index(["same", "rounding", "grown", "shrunk", "unknown"], name="ags")
    listed = pd.Series([100.0, 100.0, 103.03, 843.71, 100.0], index=index)
    people = pd.Series([10_000.0, 10_000.0, 36_225.0, 105_000.0, 10_000.0], index=index)
    density = pd.Series([100.0, 101.0, 254.58, 130.27, np.nan], index=index)
    area = present_area(listed, people, density)
    assert area.to_dict() == {
        "same": 100.0,
        "rounding": 100.0,
        "grown": 142.0,
        "shrunk": 806.0,
        "unknown": 100.0,
    }
