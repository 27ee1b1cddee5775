from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from wir.potential.specialisation import (
    entropy,
    herfindahl,
    hoover,
    krugman_index,
    location_quotient,
    shares,
    specialised,
)

COUNTS = pd.DataFrame([[30, 10], [10, 50]], index=["x", "y"], columns=["a", "b"])


def test_known_answers_by_hand() -> None:
    np.testing.assert_allclose(shares(COUNTS), [[0.75, 0.25], [1 / 6, 5 / 6]])
    np.testing.assert_allclose(location_quotient(COUNTS), [[1.875, 0.25 / 0.6], [1 / 2.4, 5 / 3.6]])
    assert specialised(COUNTS).to_numpy().tolist() == [[True, False], [False, True]]
    assert not specialised(COUNTS, threshold=1.5).loc["y", "b"]
    np.testing.assert_allclose(krugman_index(COUNTS), [0.7, 2 * (5 / 6 - 0.6)])
    np.testing.assert_allclose(herfindahl(COUNTS), [0.625, 26 / 36])
    even = pd.DataFrame([[1, 1, 1, 1], [5, 0, 0, 0]])
    np.testing.assert_allclose(entropy(even), [2, 0])
    np.testing.assert_allclose(hoover(COUNTS, pd.Series({"y": 60, "x": 40})), [0.35, 0.7 / 3])


def test_an_activity_that_is_nowhere_is_named() -> None:
    table = COUNTS.assign(c=0)
    for call in (
        lambda: location_quotient(table),
        lambda: specialised(table),
        lambda: hoover(table, pd.Series({"x": 1, "y": 1})),
    ):
        with pytest.raises(ValueError, match=r"no region has: 'c'.*leave these columns out"):
            call()
    # shares are defined, and so is what follows from them
    assert (shares(table)["c"] == 0).all()
    np.testing.assert_allclose(krugman_index(table), krugman_index(COUNTS))
    # with a reference that lacks it, it is missing, and that is said
    reference = pd.Series({"a": 4, "b": 6, "c": 0})
    with pytest.warns(UserWarning, match=r"does not have 'c'.*missing"):
        quotient = location_quotient(table, reference)
    assert quotient["c"].isna().all()
    assert quotient[["a", "b"]].notna().all(axis=None)


@pytest.mark.parametrize("table", [COUNTS.iloc[:0], COUNTS[[]]])
def test_an_empty_table_is_refused(table: pd.DataFrame) -> None:
    for measure in (shares, location_quotient, krugman_index, entropy):
        with pytest.raises(ValueError, match=r"counts has \d rows and \d columns"):
            measure(table)


def test_numbers_stored_as_objects_are_numbers_and_text_is_not() -> None:
    pd.testing.assert_frame_equal(
        location_quotient(COUNTS.astype(object)), location_quotient(COUNTS)
    )
    mixed = COUNTS.astype(object)
    mixed.loc["y", "b"] = "12"
    with pytest.raises(TypeError, match=r"Column 'b' of counts is not numeric.*'12' in row 'y'"):
        location_quotient(mixed)
    mixed.loc["y", "b"] = None
    with pytest.raises(ValueError, match="missing values in 1 of 2 rows: 'y'"):
        location_quotient(mixed)
    with pytest.raises(TypeError, match="complex"):
        location_quotient(COUNTS.astype(complex))


def test_compare_with_a_given_reference() -> None:
    one = COUNTS.loc[["x"]]
    reference = COUNTS.sum()
    np.testing.assert_allclose(
        location_quotient(one, reference), location_quotient(COUNTS).loc[["x"]]
    )
    assert krugman_index(one, reference)["x"] == pytest.approx(krugman_index(COUNTS)["x"])


@given(arrays(np.float64, (4, 5), elements=st.integers(0, 1000).map(float)))
def test_bounds_and_weighted_means(counts: np.ndarray) -> None:
    counts = counts + np.eye(4, 5) + np.eye(4, 5, 1)
    table = pd.DataFrame(counts)
    quotient = location_quotient(table)
    size = table.sum(axis=1) / table.to_numpy().sum()
    np.testing.assert_allclose(quotient.mul(size, axis=0).sum(), 1)
    assert krugman_index(table).between(0, 2).all()
    assert herfindahl(table).between(0.2 - 1e-12, 1).all()
    assert entropy(table).between(0, np.log2(5) + 1e-12).all()
    assert hoover(table, size).between(-1e-12, 1).all()


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (COUNTS - 20, r"negative value in row 'x', column 'b'"),
        (COUNTS.where(COUNTS > 10), r"counts has missing values .*'x', 'y'"),
        (COUNTS.mul([0, 1], axis=0), r"Regions without any activity: 'x'"),
        (pd.concat([COUNTS, COUNTS.loc[["y"]]]), r"more than once: 'y'"),
    ],
)
def test_bad_counts_are_named(table: pd.DataFrame, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        location_quotient(table)


@pytest.mark.parametrize("function", [location_quotient, specialised, krugman_index])
def test_one_region_needs_a_reference(function: Callable[..., Any]) -> None:
    with pytest.raises(ValueError, match=r"one region only \('x'\).*give their totals as `ref"):
        function(COUNTS.loc[["x"]])
    assert len(function(COUNTS.loc[["x"]], reference=COUNTS.sum())) == 1


@pytest.mark.parametrize("threshold", [0, -1, np.nan])
def test_threshold_must_be_positive(threshold: float) -> None:
    with pytest.raises(ValueError, match=r"threshold is .*Expected a number above 0"):
        specialised(COUNTS, threshold)


def test_columns_that_are_not_numbers_are_named() -> None:
    with pytest.raises(TypeError, match=r"Column 'b' of counts is not numeric .*'many' in row 'x'"):
        location_quotient(COUNTS.assign(b=["many", 3]))


def test_reference_must_fit() -> None:
    with pytest.raises(ValueError, match=r"reference and counts .*only in counts: 'b'"):
        location_quotient(COUNTS, COUNTS.sum().drop("b"))
    with pytest.raises(ValueError, match=r"only in counts: 'y'"):
        hoover(COUNTS, pd.Series({"x": 1.0}))


@pytest.mark.gold
@pytest.mark.parametrize("name", ["mat_counts_5x4", "mat_counts_40x25"])
def test_equals_econgeo(gold: Callable[[str], Any], name: str) -> None:
    folder = gold("econgeo_examples")
    table = folder.table(f"{name}.csv", index_col=0)
    expected = folder.expected[name]
    quotient = expected["location_quotient"]
    assert list(table.index) == quotient["rows"]
    np.testing.assert_allclose(location_quotient(table), quotient["values"], atol=1e-9)
    binary = expected["location_quotient_binary"]["values"]
    np.testing.assert_array_equal(specialised(table).astype(int), binary)
    for function, key, tolerance in (
        (krugman_index, "krugman_index", 1e-9),
        (herfindahl, "herfindahl", 1e-9),
        (entropy, "entropy", 0.00051),  # given with three decimals
    ):
        wanted = pd.Series(expected[key])
        np.testing.assert_allclose(function(table).loc[wanted.index], wanted, atol=tolerance)


@pytest.mark.gold
def test_hoover_equals_econgeo(gold: Callable[[str], Any]) -> None:
    folder = gold("econgeo_examples")
    table = folder.table("mat_counts_5x4.csv", index_col=0)
    size = pd.Series(folder.expected["pop"], index=table.index)
    expected = {row["Industry"]: row["hoover_index"] for row in folder.expected["hoover_index_5x4"]}
    np.testing.assert_allclose(
        100 * hoover(table, size).loc[list(expected)], list(expected.values()), atol=0.005001
    )


@pytest.mark.gold
def test_goettingen_equals_reat(gold: Callable[[str], Any]) -> None:
    reat = gold("reat_goettingen")
    data = reat.table("Goettingen.csv", index_col="WZ2008_Code")
    parts = data.loc["A":]
    city = parts[["Goettingen2017"]].T
    index = krugman_index(city, parts["BRD2017"]).iloc[0]
    assert index == pytest.approx(reat.expected["krugman.spec_2017"], abs=1e-10)
    assert index / 2 == pytest.approx(reat.expected["hoover_2017"], abs=1e-10)
    # REAT's quotients divide by all employees, who are more than those of the industries listed
    rest = (
        data.loc["A-R", ["Goettingen2017", "BRD2017"]] - parts[["Goettingen2017", "BRD2017"]].sum()
    )
    full = pd.concat([parts[["Goettingen2017", "BRD2017"]], rest.to_frame("rest").T]).astype(float)
    with pytest.warns(UserWarning, match="does not have 'rest'"):
        quotient = location_quotient(full[["Goettingen2017"]].T, full["BRD2017"]).iloc[0]
    for row in reat.expected["locq_2017"]:
        assert quotient[row["industry"]] == pytest.approx(row["lq"], abs=1e-9)
