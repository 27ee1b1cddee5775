import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from wir.potential.dispersion import gini
from wir.potential.relatedness import (
    cooccurrence,
    proximity,
    proximity_from_flows,
    relatedness_density,
)
from wir.potential.specialisation import krugman_index, location_quotient, shares, specialised

M = pd.DataFrame(
    [[1, 1, 0], [1, 1, 1], [1, 0, 1], [1, 0, 0]], index=list("wxyz"), columns=list("abc")
).astype(bool)
METHODS = ("minimum", "cosine", "jaccard", "association", "probability")
FROM_ECONGEO = {
    "prob": "probability",
    "association": "association",
    "cosine": "cosine",
    "jaccard": "jaccard",
}

Tables = st.tuples(
    arrays(bool, (5, 6)), st.permutations(range(5)), st.permutations(range(6))
).filter(lambda drawn: drawn[0].any())


def table_of(values: np.ndarray) -> pd.DataFrame:
    """Label an array; a region that has everything is added, so that all activities are related."""
    full = np.vstack([np.ones(values.shape[1], bool), values])
    return pd.DataFrame(full, index=[f"r{i}" for i in range(len(full))]).add_prefix("a")


def test_known_answers_by_hand() -> None:
    # a is found in 4 regions, b and c in 2; a and b meet twice, a and c twice, b and c once
    C = [[4, 2, 2], [2, 2, 1], [2, 1, 2]]
    np.testing.assert_array_equal(cooccurrence(M), C)
    np.testing.assert_allclose(proximity(M), [[1, 0.5, 0.5], [0.5, 1, 0.5], [0.5, 0.5, 1]])
    # sums without the diagonal: a 4, b 3, c 3, together 10
    assert proximity(M, "cosine").loc["a", "b"] == pytest.approx(2 / 12**0.5)
    assert proximity(M, "jaccard").loc["a", "b"] == pytest.approx(2 / (4 + 3 - 2))
    assert proximity(M, "association").loc["b", "c"] == pytest.approx(1 * 10 / 9)
    # drawn without replacement: b first (3/10), then c (3/7), or the other way round
    expected = (3 / 10 * 3 / 7 + 3 / 10 * 3 / 7) * 10 / 2
    assert proximity(M, "probability").loc["b", "c"] == pytest.approx(1 / expected)


def test_density_by_hand() -> None:
    phi = pd.DataFrame(
        [[1, 0.2, 0.6], [0.2, 1, 0.4], [0.6, 0.4, 1]], index=list("abc"), columns=list("abc")
    )
    density = relatedness_density(M, phi)
    # w has a and b: next to a only b counts, next to b only a, next to c both
    np.testing.assert_allclose(density.loc["w"], [100 * 0.2 / 0.8, 100 * 0.2 / 0.6, 100])
    np.testing.assert_allclose(density.loc["z"], [0, 100 * 0.2 / 0.6, 60])
    own = relatedness_density(M, phi, include_self=True)
    np.testing.assert_allclose(own.loc["z"], [100 / 1.8, 100 * 0.2 / 1.6, 30])
    # the regions may be others than those that the proximity comes from, the order any
    np.testing.assert_allclose(
        relatedness_density(M.loc[["z", "w"]], phi.loc[list("cab"), list("bca")]),
        density.loc[["z", "w"]],
    )


@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=25)
@given(drawn=Tables)
def test_properties(method: Any, drawn: tuple[np.ndarray, list[int], list[int]]) -> None:
    values, rows, columns = drawn
    table = table_of(values)
    phi = proximity(table, method)
    assert list(phi.index) == list(phi.columns) == list(table.columns)
    np.testing.assert_allclose(phi, phi.T, rtol=1e-14)
    np.testing.assert_array_equal(np.diag(phi), 1)
    assert (phi.to_numpy() > 0).all()
    if method in ("minimum", "cosine", "jaccard"):
        assert (phi.to_numpy() <= 1 + 1e-12).all()
    density = relatedness_density(table, phi)
    assert density.min().min() >= 0
    assert density.max().max() <= 100
    np.testing.assert_allclose(density.loc["r0"], 100)
    # whether a region has the activity itself does not matter, unless asked for
    flipped = table.copy()
    flipped.loc["r1", "a0"] = not flipped.loc["r1", "a0"]
    assert relatedness_density(flipped, phi).loc["r1", "a0"] == density.loc["r1", "a0"]
    own = relatedness_density(table, phi, include_self=True).to_numpy()
    assert (np.where(table, own >= density - 1e-9, own <= density + 1e-9)).all()
    # another order of the labels changes nothing
    moved = table.iloc[[0, *[row + 1 for row in rows]], columns]
    again = proximity(moved, method).loc[table.columns, table.columns]
    np.testing.assert_allclose(again, phi, rtol=1e-13)
    pd.testing.assert_frame_equal(
        relatedness_density(moved, phi).loc[table.index, table.columns], density
    )


@given(drawn=Tables)
def test_minimum_is_the_smaller_conditional_probability(drawn: Any) -> None:
    values = table_of(drawn[0]).to_numpy()
    phi = proximity(table_of(drawn[0])).to_numpy()
    for i, j in itertools.combinations(range(values.shape[1]), 2):
        both = (values[:, i] & values[:, j]).sum()
        wanted = min(both / values[:, i].sum(), both / values[:, j].sum())
        assert phi[i, j] == pytest.approx(wanted)


def test_ones_and_zeros_are_the_same_as_true_and_false() -> None:
    for kind in (int, float, "boolean", "Int64"):
        pd.testing.assert_frame_equal(proximity(M.astype(kind)), proximity(M))


def test_tables_are_left_as_they_were() -> None:
    table, phi = M.copy(), proximity(M)
    before = phi.copy()
    relatedness_density(table, phi)
    pd.testing.assert_frame_equal(table, M)
    pd.testing.assert_frame_equal(phi, before)


def test_flows_by_hand() -> None:
    flows = pd.DataFrame(
        [[7, 10, 0], [10, 0, 5], [0, 5, 9]], index=list("abc"), columns=list("abc")
    )
    # 30 persons change; a and b: 10 against 15 · 10 / 30 = 5, twice as many as expected
    third = 1 / 3
    expected = [[1, third, 0], [third, 1, third], [0, third, 1]]
    np.testing.assert_allclose(proximity_from_flows(flows), expected)
    # one way only: (1 − 1)/(1 + 1) for the expected number, −1 for none, the mean of both below 0
    ring = pd.DataFrame([[0, 4, 0], [0, 0, 4], [4, 0, 0]], index=list("abc"), columns=list("abc"))
    np.testing.assert_allclose(proximity_from_flows(ring), np.eye(3))


@given(arrays(np.float64, (5, 5), elements=st.integers(0, 50).map(float)))
def test_flows_properties(values: np.ndarray) -> None:
    flows = pd.DataFrame(values + np.eye(5, k=1) + np.eye(5, k=-4)).rename(index=str, columns=str)
    phi = proximity_from_flows(flows)
    np.testing.assert_allclose(phi, phi.T)
    assert phi.to_numpy().min() >= 0
    assert phi.to_numpy().max() <= 1
    moved = list("31420")
    np.testing.assert_allclose(
        proximity_from_flows(flows.loc[moved, moved]), phi.loc[moved, moved], atol=1e-14
    )


COUNTS = pd.DataFrame([[5, 3], [1, 9]], index=list("xy"), columns=list("ab"))
BAD_TABLES = [
    (M.set_axis(list("wxyx")), ValueError, "index of specialised .*more than once: 'x'.*aggregate"),
    (M.set_axis(list("aba"), axis=1), ValueError, "header .*more than once: 'a'.*aggregate"),
    (M * 2, ValueError, r"holds 2 in row 'w', column 'a'.*use `specialised\(counts\)`"),
    (M * -1, ValueError, "holds -1 in row 'w', column 'a'.*Expected True and False"),
    (M.astype(str), TypeError, "Column 'a' of specialised is not numeric .*'True' in row 'w'"),
    (M.astype(float).where(M), ValueError, "missing values in 3 of 4 rows: 'w', 'y', 'z'. Fill"),
    (M.astype("boolean").where(M), ValueError, "missing values in 3 of 4 rows: 'w', 'y', 'z'"),
    (M.astype(float).replace(1, np.inf), ValueError, "infinite value in row 'w', column 'a'"),
    (M.loc[["w"]], ValueError, "specialised has 1 rows and 3 columns. Expected at least two"),
    (M[["a"]], ValueError, "specialised has 4 rows and 1 columns. Expected at least two"),
    (M.assign(d=False), ValueError, "activities that no region has: 'd'. Leave these columns out"),
    (M.to_numpy(), TypeError, "specialised must be a pandas DataFrame, found ndarray"),
    (M.rename(columns={"b": None}), ValueError, "row or column without a label"),
]


@pytest.mark.parametrize(("table", "error", "message"), BAD_TABLES)
def test_bad_tables_are_named(table: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        proximity(table)


def test_methods_that_need_co_occurrences_say_so() -> None:
    alone = M.assign(d=False)
    alone.loc["v"] = [False, False, False, True]
    assert proximity(alone).loc["d", "a"] == 0
    for method in METHODS[1:]:
        with pytest.raises(ValueError, match=f"together with another one: 'd'.*{method}.*leave"):
            proximity(alone, method)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"related to no other: 'd'.*leave them out"):
        relatedness_density(alone, proximity(alone))


def test_unknown_method() -> None:
    with pytest.raises(ValueError, match=r"method is 'euclid'\. Expected one of 'minimum'"):
        proximity(M, "euclid")  # type: ignore[arg-type]


def test_proximity_must_fit() -> None:
    phi = proximity(M)
    with pytest.raises(ValueError, match=r"rows of proximity and specialised .*: 'c'"):
        relatedness_density(M, phi.drop(index="c"))
    with pytest.raises(ValueError, match=r"only in the columns of proximity: 'd'"):
        relatedness_density(M, phi.assign(d=0.5))
    with pytest.raises(ValueError, match=r"proximity has missing values in 3 of 3 rows: 'a', 'b'"):
        relatedness_density(M, phi.where(phi == 1))
    with pytest.raises(ValueError, match=r"proximity has a negative value in row 'a', column"):
        relatedness_density(M, phi.mask(phi < 1, -0.5))


def test_bad_flows_are_named() -> None:
    flows = pd.DataFrame([[0, 4, 1], [2, 0, 4], [4, 1, 0]], index=list("abc"), columns=list("abc"))
    with pytest.raises(ValueError, match=r"flows has a negative value in row 'b', column"):
        proximity_from_flows(flows.replace(2, -2))
    with pytest.raises(ValueError, match=r"nobody leaves or nobody enters: 'b'\. Leave them out"):
        proximity_from_flows(flows.mul([1, 0, 1], axis=0))
    with pytest.raises(ValueError, match=r"rows of flows and its columns .*'c'"):
        proximity_from_flows(flows.drop(columns="c"))


# From here on: equality with EconGeo. Of its functions these have no counterpart here, because they
# answer other questions: hoover_gini, modular_complexity, ease_recombination, z_score (of single
# co-occurrences), morc and mort in few steps (the method of reflections, which ends in ECI).
# norm_ubiquity and inv_norm_ubiquity do not run there.


def frame(given: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(given["values"], index=given["rows"], columns=given["cols"], dtype=float)


@pytest.mark.gold
@pytest.mark.parametrize("name", ["mat_counts_5x4", "mat_counts_40x25"])
class TestEqualToEconGeo:
    """Its matrices round in the eleventh digit, its densities in the second decimal."""

    @pytest.fixture
    def counts(self, gold: Callable[[str], Any], name: str) -> pd.DataFrame:
        return gold("econgeo_examples").table(f"{name}.csv", index_col=0)

    @pytest.fixture
    def expected(self, gold: Callable[[str], Any], name: str) -> dict[str, Any]:
        return gold("econgeo_examples").expected[name]

    @pytest.mark.parametrize("kind", list(FROM_ECONGEO))
    def test_relatedness(self, counts: pd.DataFrame, expected: dict[str, Any], kind: Any) -> None:
        phi = proximity(specialised(counts), FROM_ECONGEO[kind])  # type: ignore[arg-type]
        wanted = frame(expected[f"relatedness_{kind}"])
        difference = (phi - wanted).to_numpy(copy=True)
        np.fill_diagonal(difference, 0)  # EconGeo leaves the diagonal empty
        assert np.abs(difference).max() < 1e-8

    @pytest.mark.parametrize("kind", list(FROM_ECONGEO))
    def test_density(self, counts: pd.DataFrame, expected: dict[str, Any], kind: Any) -> None:
        M = specialised(counts)
        density = relatedness_density(M, proximity(M, FROM_ECONGEO[kind]))  # type: ignore[arg-type]
        wanted = frame(expected[f"density_{kind}_weighted"])
        assert (density - wanted).abs().max().max() < 0.005 + 1e-8

    @pytest.mark.parametrize("kind", list(FROM_ECONGEO))
    def test_density_of_those_above_one(
        self, counts: pd.DataFrame, expected: dict[str, Any], kind: Any
    ) -> None:
        M = specialised(counts)
        wanted = frame(expected[f"density_{kind}_thr1"])
        phi = proximity(M, FROM_ECONGEO[kind])  # type: ignore[arg-type]
        related = (phi >= 1 - 1e-9) & ~np.eye(len(phi), dtype=bool)
        if wanted.isna().all(axis=None):  # nothing is above one: not defined, there nor here
            with pytest.raises(ValueError, match=r"related to no other"):
                relatedness_density(M, related)
        else:
            density = relatedness_density(M, related)
            assert (density - wanted).abs().max().max() < 0.005 + 1e-8

    def test_density_inside_and_outside(
        self, counts: pd.DataFrame, expected: dict[str, Any]
    ) -> None:
        M = specialised(counts)
        density = relatedness_density(M, proximity(M, "probability")).round()
        for key, part in (("ext", density.where(~M)), ("int", density.where(M))):
            pd.testing.assert_frame_equal(part, frame(expected[f"density_{key}_prob"]))
            mean = part.mean(axis=1) - pd.Series(expected[f"density_{key}_avg"])
            assert mean.abs().max() <= 0.5  # it gives whole numbers

    def test_counts_of_specialisations(
        self, counts: pd.DataFrame, expected: dict[str, Any]
    ) -> None:
        M = specialised(counts)
        assert M.sum(axis=1).to_dict() == expected["diversity_rca"]
        assert M.sum().to_dict() == expected["ubiquity_rca"]
        np.testing.assert_array_equal(M, frame(expected["rca_binary"]))
        np.testing.assert_allclose(
            location_quotient(counts), frame(expected["rca"]), atol=0.005 + 1e-8
        )
        C = cooccurrence(M)
        np.testing.assert_array_equal(C - np.diag(np.diag(C)), frame(expected["co_occurrence_T"]))

    def test_functions_that_follow_from_ours(
        self, counts: pd.DataFrame, expected: dict[str, Any]
    ) -> None:
        quotient, size = location_quotient(counts), counts.sum(axis=1)
        average = (quotient * shares(counts)).sum(axis=1)
        for key, value in (
            ("spec_coeff", krugman_index(counts) / 2),
            ("location_quotient_avg", average),
            ("hachman", 1 / average),
        ):
            np.testing.assert_allclose(value, pd.Series(expected[key])[value.index], atol=1e-8)
        for number, activity in enumerate(counts):
            assert expected["gini"]["Industry"][number] == activity
            wanted = expected["gini"]["Gini"][number]  # three decimals
            assert gini(counts[activity]) == pytest.approx(wanted, abs=0.0005 + 1e-8)
            assert gini(quotient[activity], size) / 2 == pytest.approx(
                expected["locational_gini"]["Loc_gini"][number], abs=1e-8
            )


@pytest.mark.gold
def test_prody_follows_from_quotients(gold: Callable[[str], Any]) -> None:
    folder = gold("econgeo_examples")
    counts = folder.table("mat_counts_5x4.csv", index_col=0)
    wanted = folder.expected["prody_expy"]
    quotient = location_quotient(counts).round(2)  # as EconGeo does
    prody = quotient.mul(wanted["vec"], axis=0).sum() / quotient.sum()
    np.testing.assert_allclose(prody, wanted["prody"], atol=1e-8)
    np.testing.assert_allclose(shares(counts) @ prody, wanted["expy"][0], atol=1e-8)
