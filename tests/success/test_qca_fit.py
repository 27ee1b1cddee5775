from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wir.success.qca import (
    calibrate,
    calibrate_indirect,
    cluster_diagnostics,
    membership,
    necessary_expressions,
    necessity,
    sufficiency,
    xy_data,
)

SMALL = pd.DataFrame(
    {"A": [0.9, 0.2, 0.6, 0.4], "B": [0.1, 0.7, 0.8, 0.3], "Y": [0.8, 0.3, 0.9, 0.2]},
    index=list("wxyz"),
)


def test_expressions_by_hand() -> None:
    np.testing.assert_allclose(membership(SMALL, "A*~B"), [0.9, 0.2, 0.2, 0.4])
    np.testing.assert_allclose(membership(SMALL, "A*~B + B"), [0.9, 0.7, 0.8, 0.4])
    np.testing.assert_allclose(membership(SMALL, "1"), 1)
    with pytest.raises(ValueError, match="no column 'Q'"):
        membership(SMALL, "A*Q")
    with pytest.raises(ValueError, match="empty part"):
        membership(SMALL, "A**B")


def test_calibration_at_the_anchors_and_of_falling_sets() -> None:
    x = pd.Series([400.0, 550, 900, np.nan, 1250], index=list("abcde"))
    up = calibrate(x, 400, 550, 900)
    np.testing.assert_allclose(up[["a", "b", "c"]], [0.05, 0.5, 0.95])
    assert np.isnan(up["d"])
    assert up["e"] == pytest.approx(1 / (1 + (1 / 19) ** 2))
    np.testing.assert_allclose(calibrate(x, 900, 550, 400), 1 - up)
    three = calibrate(x, 400, 550, 900, log_odds=3.0)
    assert three["c"] == pytest.approx(1 / (1 + np.exp(-3)))
    assert calibrate(x, 400, 550, 900, idm=0.99)["c"] == pytest.approx(0.99)


@given(
    st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20),
    st.lists(st.integers(-1000, 1000), min_size=3, max_size=3, unique=True).map(sorted),
)
def test_calibration_keeps_the_order(values: list[float], anchors: list[int]) -> None:
    x = pd.Series(sorted(values))
    result = calibrate(x, *anchors)
    assert result.between(0, 1).all()
    assert (result.diff().dropna() >= 0).all()


@pytest.mark.parametrize("anchors", [(1, 1, 2), (1, 3, 2), (np.nan, 1, 2)])
def test_impossible_anchors(anchors: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="Expected three numbers that rise, or that fall"):
        calibrate(pd.Series([1.0, 2.0]), *anchors)


def test_indirect_calibration_follows_the_codes_and_is_monotone() -> None:
    x = pd.Series(np.arange(2.0, 42))
    codes = (x.rank(pct=True) * 5).round() / 5
    fitted = calibrate_indirect(x, codes)
    assert np.abs(fitted - codes).max() < 0.15
    assert (fitted.diff().dropna() > 0).all()
    np.testing.assert_allclose(calibrate_indirect(x, 1 - codes), 1 - fitted, atol=1e-6)
    some = codes.where(codes.index % 2 == 0)
    assert calibrate_indirect(x, some).notna().all()
    with pytest.raises(ValueError, match="2 different values of x"):
        calibrate_indirect(pd.Series([1.0, 1, 2]), pd.Series([0, 0.2, 1]))
    with pytest.raises(ValueError, match="between 0 and 1"):
        calibrate_indirect(x, codes + 1)


def test_fit_by_hand() -> None:
    # Σmin(A, Y) = .8 + .2 + .6 + .2 = 1.8, ΣA = 2.1, ΣY = 2.2
    found = necessity(SMALL, "Y").loc["A"]
    relevance = (0.1 + 0.8 + 0.4 + 0.6) / (0.2 + 0.8 + 0.4 + 0.8)
    np.testing.assert_allclose(found, [1.8 / 2.2, 1.8 / 2.1, relevance])
    as_series = necessity(SMALL["A"], SMALL["Y"].iloc[::-1])
    pd.testing.assert_series_equal(as_series, found, check_names=False)
    # Σmin(A, Y, 1 − Y) = .2 + .2 + .1 + .2 = .7
    table = sufficiency(SMALL, "Y", "A + B")
    np.testing.assert_allclose(
        table.loc["A", ["consistency", "pri", "raw_coverage"]], [1.8 / 2.1, 1.1 / 1.4, 1.8 / 2.2]
    )
    # min(max(A, B), Y) = .8, .3, .8, .2; min(B, Y) = .1, .3, .8, .2
    assert table.loc["total", "raw_coverage"] == pytest.approx(2.1 / 2.2)
    assert table.loc["A", "unique_coverage"] == pytest.approx((2.1 - 1.4) / 2.2)
    alone = sufficiency(SMALL, "Y", ["A"]).loc["A"]
    assert alone["unique_coverage"] == pytest.approx(alone["raw_coverage"])


def test_fit_of_the_absence_mirrors_the_data() -> None:
    turned = SMALL.assign(Y=1 - SMALL["Y"])
    pd.testing.assert_frame_equal(necessity(SMALL, "~Y"), necessity(turned, "Y"))
    pd.testing.assert_frame_equal(sufficiency(SMALL, "~Y", "A"), sufficiency(turned, "Y", "A"))


def test_an_empty_set_has_no_consistency() -> None:
    data = pd.DataFrame({"A": [0.0, 0], "Y": [0.3, 0.9]})
    assert np.isnan(sufficiency(data, "Y", "A").loc["A", "consistency"])
    assert np.isnan(necessity(data.assign(Y=0.0), "Y").loc["A", "consistency"])


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("A", np.nan, "missing values in 1 of 4 rows: 'x'"),
        ("A", 1.2, "holds 1.2 in row 'x', column 'A'"),
        ("Y", -0.1, "holds -0.1 in row 'x', column 'Y'"),
    ],
)
def test_what_is_no_membership(column: str, value: float, message: str) -> None:
    data = SMALL.copy()
    data.loc["x", column] = value
    with pytest.raises(ValueError, match=message):
        necessity(data, "Y")


def test_kinds_of_cases() -> None:
    table = xy_data(SMALL.assign(B=[0.5, 0.9, 0.8, 0.3]), "Y", "B")
    assert list(table["kind"]) == ["undecided", "deviant in kind", "typical", "irrelevant"]
    assert list(xy_data(SMALL, "Y", "A*~B")["kind"]) == [
        "deviant in degree", "irrelevant", "uncovered", "irrelevant",
    ]  # fmt: skip


def test_clusters() -> None:
    group = pd.Series(["north", "south", "north", "south"], index=list("wxyz"))
    table = cluster_diagnostics(SMALL, "Y", "A", group)
    np.testing.assert_allclose(table["consistency"], [1.4 / 1.5, 0.4 / 0.6, 1.8 / 2.1])
    assert list(table["n"]) == [2, 2, 4]
    assert table.loc["pooled", "distance"] > 0
    same = cluster_diagnostics(pd.concat([SMALL, SMALL.add_prefix("2", axis=0)]), "Y", "A",
                               pd.Series([1, 1, 1, 1, 2, 2, 2, 2],
                                         index=[*"wxyz", "2w", "2x", "2y", "2z"]))  # fmt: skip
    assert same.loc["pooled", "distance"] == pytest.approx(0)
    with pytest.raises(ValueError, match="only in data: 'z'"):
        cluster_diagnostics(SMALL, "Y", "A", group.drop("z"))


@pytest.mark.gold
def test_lipset_necessity_and_calibration(gold: Callable[[str], Any]) -> None:
    case = gold("qca_lipset")
    data, expected = case.table("LF.csv", index_col=0), case.expected
    names = {"inclN": "consistency", "covN": "coverage", "RoN": "relevance"}
    reference = pd.DataFrame(expected["necessity_LF_single"]).T.rename(columns=names)
    found = necessity(data, "SURV")
    pd.testing.assert_frame_equal(found, reference[found.columns], check_names=False, atol=6e-9)
    wide = pd.DataFrame(expected["superSubset_LF_incl0.9_cov0.6"]).set_index("term")
    wide = wide.rename(columns=names)[found.columns]
    combined = necessary_expressions(data, "SURV", coverage=0.6, size=5)
    pd.testing.assert_frame_equal(combined, wide, check_names=False, atol=6e-9)
    raw = case.table("LR.csv", index_col=0)["DEV"]
    np.testing.assert_allclose(
        calibrate(raw, 400, 550, 900),
        pd.Series(expected["calibrate_LR_DEV_e400_c550_i900_direct"])[raw.index],
        atol=6e-9,
    )
