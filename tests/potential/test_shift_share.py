from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from wir.potential.shift_share import shift_share

INDUSTRIES = ["farms", "plants", "offices"]


def _series(*values: float) -> pd.Series:
    return pd.Series(values, index=INDUSTRIES, dtype="float64", name="here")


def test_dunn_by_hand() -> None:
    result = shift_share(
        _series(10, 20, 70), _series(8, 30, 80), _series(100, 300, 600), _series(90, 360, 750)
    )
    row = result.totals.loc["here"]
    # G = 1.2; industries 0.9, 1.2, 1.25
    assert row["change"] == 18
    assert row["national"] == pytest.approx(20)
    assert row["industry_mix"] == pytest.approx(10 * -0.3 + 0 + 70 * 0.05)
    assert row["regional"] == pytest.approx(-1 + 6 - 7.5)
    farms = result.by_industry.loc[("here", "farms")]
    assert farms[["national", "industry_mix", "regional"]].tolist() == pytest.approx([2, -3, -1])
    assert result.components == ("national", "industry_mix", "regional")


def test_esteban_by_hand() -> None:
    result = shift_share(
        _series(10, 20, 70),
        _series(8, 30, 80),
        _series(100, 300, 600),
        _series(90, 360, 750),
        method="esteban",
    )
    # homothetic 10, 30, 60; own growth over the nation's -0.1, 0.3, 8/7 - 1.25
    gap = np.array([-0.1, 0.3, 8 / 7 - 1.25])
    long = result.by_industry.loc["here"]
    np.testing.assert_allclose(long["competitive"], np.array([10, 30, 60]) * gap)
    np.testing.assert_allclose(long["allocation"], np.array([0, -10, 10]) * gap, atol=1e-12)


def test_new_industry_counts_as_regional() -> None:
    before, after = _series(0, 50, 50), _series(5, 50, 50)
    nation = _series(10, 50, 50), _series(20, 50, 50)
    dunn = shift_share(before, after, *nation).by_industry.loc[("here", "farms")]
    assert dunn[["national", "industry_mix", "regional"]].tolist() == [0, 0, 5]
    esteban = shift_share(before, after, *nation, method="esteban")
    row = esteban.by_industry.loc[("here", "farms")]
    assert row[["competitive", "allocation"]].tolist() == [0, 5]


def test_labels_decide_and_not_positions() -> None:
    before, after = _series(10, 20, 70), _series(8, 30, 80)
    nation = _series(100, 300, 600), _series(90, 360, 750)
    first = shift_share(before, after, *nation)
    second = shift_share(before, after.iloc[::-1], nation[0].iloc[[2, 0, 1]], nation[1])
    pd.testing.assert_frame_equal(first.totals, second.totals)


def test_several_regions_and_one_agree() -> None:
    before = pd.DataFrame([[10, 20, 70], [5, 5, 5]], index=["x", "y"], columns=INDUSTRIES)
    after = before + 3
    nation = before.sum() * 2, after.sum() * 3
    both = shift_share(before, after, *nation)
    one = shift_share(before.loc["y"], after.loc["y"], *nation)
    pd.testing.assert_frame_equal(both.totals.loc[["y"]], one.totals)
    assert both.by_industry.index.names == ["region", "industry"]
    assert len(both.by_industry) == 6


counts = arrays(
    np.float64, (3, 4), elements=st.integers(0, 100_000).map(float) | st.floats(0, 1e6, width=32)
)


@given(counts, counts, st.sampled_from(["dunn", "esteban"]))
@settings(deadline=None)
def test_components_add_up_to_the_change(
    before: np.ndarray, after: np.ndarray, method: str
) -> None:
    first, second = pd.DataFrame(before), pd.DataFrame(after)
    nation = first.sum() + 1.0, second.sum() + 1.0
    result = shift_share(first, second, *nation, method=method)  # type: ignore[arg-type]
    for table in (result.totals, result.by_industry):
        total = table[list(result.components)].sum(axis=1)
        scale = 1e-9 * (1 + table.abs().to_numpy().max())
        np.testing.assert_allclose(total, table["change"], atol=scale)
    assert np.isfinite(result.by_industry.to_numpy()).all()


@given(counts, counts)
@settings(deadline=None)
def test_regions_that_make_up_the_nation_have_no_regional_sum(
    before: np.ndarray, after: np.ndarray
) -> None:
    first, second = pd.DataFrame(before + 1), pd.DataFrame(after)
    result = shift_share(first, second, first.sum(), second.sum())
    by_industry = result.by_industry.groupby("industry")["regional"].sum()
    np.testing.assert_allclose(by_industry, 0, atol=1e-6 * (1 + after.max()))
    np.testing.assert_allclose(
        result.totals["industry_mix"].sum(), 0, atol=1e-6 * (1 + after.max())
    )


ONES = _series(1, 1, 1)


@pytest.mark.parametrize(
    ("tables", "error", "message"),
    [
        ((_series(1, -1, 1), ONES, ONES, ONES), ValueError, r"before has a negative value \(-1\)"),
        ((ONES, ONES, ONES, _series(1, 1, -2)), ValueError, r"national_after has a neg.*'offices'"),
        ((ONES, _series(1, np.nan, 1), ONES, ONES), ValueError, r"after has missing values"),
        ((ONES, ONES, ONES, _series(1, np.nan, 1)), ValueError, r"national_after has missing"),
        ((ONES, ONES.drop("farms"), ONES, ONES), ValueError, r"only in before: 'farms'"),
        ((ONES, ONES, ONES.rename({"farms": "x"}), ONES), ValueError, r"before: 'farms'.*: 'x'"),
        ((ONES, ONES, _series(1, 0, 1), ONES), ValueError, r"zero for 'plants'.* Merge"),
        ((ONES, ONES, [1, 1, 1], ONES), TypeError, r"must be a pandas Series, found list"),
        ((ONES, ONES.to_frame().T, ONES, ONES), TypeError, r"of the same kind"),
        ((ONES.astype(str), ONES, ONES, ONES), TypeError, r"of before is not numeric"),
    ],
)
def test_bad_input_is_named(tables: tuple[Any, ...], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        shift_share(*tables)


def test_unknown_method() -> None:
    with pytest.raises(ValueError, match=r"method is 'gerfin'. Expected 'dunn' or 'esteban'"):
        shift_share(ONES, ONES, ONES, ONES, method="gerfin")  # type: ignore[arg-type]


@pytest.mark.gold
@pytest.mark.parametrize("method", ["dunn", "esteban"])
def test_goettingen_equals_reat(gold: Callable[[str], Any], method: str) -> None:
    reat = gold("reat_goettingen")
    data = reat.table("Goettingen.csv", index_col="WZ2008_Code").loc["A":]
    result = shift_share(
        data["Goettingen2008"],
        data["Goettingen2017"],
        data["BRD2008"],
        data["BRD2017"],
        method=method,  # type: ignore[arg-type]
    )
    row = result.totals.iloc[0]
    key = "shift_dunn_2008_2017" if method == "dunn" else "shift_esteban"
    change, national, mix, *rest = (value for (value,) in reat.expected[key]["components"])
    assert row["change"] == change
    assert row["national"] == pytest.approx(national, abs=1e-8)
    assert row["industry_mix"] == pytest.approx(mix, abs=1e-8)
    if method == "dunn":
        assert row["regional"] == pytest.approx(rest[0], abs=1e-8)
        assert row["industry_mix"] + row["regional"] == pytest.approx(rest[1], abs=1e-8)
    else:
        assert row[["competitive", "allocation"]].tolist() == pytest.approx(rest, abs=1e-8)


@pytest.mark.gold
def test_freiburg_equals_reat(gold: Callable[[str], Any]) -> None:
    reat = gold("reat_goettingen")
    data = reat.table("Freiburg.csv", index_col="industry")
    columns = ["e_Freiburg2008", "e_Freiburg2014", "e_Germany2008", "e_Germany2014"]
    row = shift_share(*(data[name] for name in columns)).totals.iloc[0]
    expected = reat.expected["shift_freiburg_dunn"]
    assert row["change"] == expected["Growth (t1-t)"]
    assert row["national"] == pytest.approx(expected["National share"], abs=1e-8)
    assert row["industry_mix"] == pytest.approx(expected["Industrial mix"], abs=1e-8)
    assert row["regional"] == pytest.approx(expected["Regional share"], abs=1e-8)
