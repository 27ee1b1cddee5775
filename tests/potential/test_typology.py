import numpy as np
import pandas as pd
import pytest

from wir.potential.typology import TYPES, typology
from wir.potential.uncertainty import rank_intervals


def _ranks(*rows: tuple[float, float, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["rank", "lower", "upper"], index=list("abcd")[: len(rows)])


def test_four_types_and_uncertain_ones() -> None:
    weakness = _ranks((1, 1, 1), (2, 2, 2), (3, 2, 3), (4, 4, 4))
    potential = _ranks((1, 1, 2), (4, 3, 4), (2, 1, 2), (3, 3, 4))
    result = typology(weakness, potential)
    assert result["type"].tolist() == [
        "weak, high potential",
        "weak, low potential",
        "uncertain",
        "strong, low potential",
    ]
    assert result["nominal_type"].tolist()[2] == "strong, high potential"
    assert result["weakness"].tolist() == ["weak", "weak", "uncertain", "strong"]
    assert result["potential"].tolist() == ["high", "low", "high", "low"]
    assert list(result["type"].cat.categories) == list(TYPES)


def test_cuts_move_the_line() -> None:
    ranks = _ranks((1, 1, 1), (2, 2, 2), (3, 3, 3), (4, 4, 4))
    result = typology(ranks, ranks, weakness_cut=0.25, potential_cut=0.75)
    assert result["weakness"].tolist() == ["weak", "strong", "strong", "strong"]
    assert result["potential"].tolist() == ["high", "high", "high", "low"]


def test_units_without_ranks_have_no_type() -> None:
    weakness = _ranks((1, 1, 1), (2, 2, 2), (np.nan, np.nan, np.nan))
    potential = _ranks((1, 1, 1), (2, 2, 2), (3, 3, 3))
    result = typology(weakness, potential)
    assert result["type"].isna().tolist() == [False, False, True]
    assert result["weakness"].isna().tolist() == [False, False, True]


def test_works_on_rank_intervals(indicators: pd.DataFrame, structure: pd.DataFrame) -> None:
    table = rank_intervals(indicators, structure, draws=100, seed=1).intervals
    other = rank_intervals(indicators, structure.assign(direction=1), draws=100, seed=1).intervals
    result = typology(table, other.iloc[::-1])
    assert result.index.equals(table.index)
    assert result["type"].notna().all()
    certain = (table["lower"] > 20) | (table["upper"] <= 20)
    assert ((result["weakness"] != "uncertain") == certain).all()
    sure = result[result["type"] != "uncertain"]
    assert (sure["type"] == sure["nominal_type"]).all()


def test_bad_input_is_named() -> None:
    good = _ranks((1, 1, 2), (2, 1, 2))
    with pytest.raises(ValueError, match="weakness_cut is 50"):
        typology(good, good, weakness_cut=50)
    with pytest.raises(ValueError, match="weakness has no column 'upper'"):
        typology(good.drop(columns="upper"), good)
    with pytest.raises(ValueError, match="potential has lower above upper for 'a'"):
        typology(good, _ranks((1, 2, 1), (2, 1, 2)))
    with pytest.raises(ValueError, match="only in weakness: 'b'"):
        typology(good, good.drop("b"))
