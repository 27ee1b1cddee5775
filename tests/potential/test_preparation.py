import numpy as np
import pandas as pd
import pytest

from wir.potential.preparation import impute_group_mean, per_denominator, screen_units


def test_division_only_where_asked() -> None:
    table = pd.DataFrame({"students": [10, 20], "rate": [1, 2]}, index=["x", "y"])
    people = pd.DataFrame({"people": [4, 5]}, index=["y", "x"])
    result = per_denominator(table, people, {"students": "people"})
    assert result["students"].tolist() == [2, 5]
    assert result["rate"].tolist() == [1, 2]
    with pytest.raises(ValueError, match=r"'people' is zero for 'x', 'y'"):
        per_denominator(table, people * 0, {"students": "people"})
    with pytest.raises(ValueError, match=r"no column 'peple'. Did you mean 'people'"):
        per_denominator(table, people, {"students": "peple"})
    with pytest.raises(ValueError, match=r"only in the table of indicators: 'x'"):
        per_denominator(table, people.drop("x"), {"students": "people"})


def test_gaps_take_the_mean_of_their_group() -> None:
    table = pd.DataFrame({"a": [1, 3, np.nan, np.nan]}, index=list("wxyz"))
    groups = pd.Series(["g", "g", "g", "h"], index=list("wxyz"))
    filled = impute_group_mean(table, groups)["a"]
    assert filled.iloc[:3].tolist() == [1, 3, 2]
    assert np.isnan(filled["z"])


def test_units_with_too_little_data_go() -> None:
    table = pd.DataFrame(np.ones((2, 10)), index=["x", "y"])
    table.loc["x", 0] = np.nan
    table.loc["y", [0, 1]] = np.nan
    assert list(screen_units(table, 0.9).index) == ["x"]
