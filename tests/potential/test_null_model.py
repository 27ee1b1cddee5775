import itertools
import os
import subprocess
import sys
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import chisquare

from wir.potential.null_model import _random_subsets, density_test, random_tables
from wir.potential.relatedness import proximity, relatedness_density

TINY = np.array([[1, 1, 0, 0], [1, 0, 1, 0], [1, 0, 0, 1]], dtype=bool)


def labelled(values: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(values, index=[f"r{i}" for i in range(len(values))]).add_prefix("a")


def all_tables(M: np.ndarray) -> list[np.ndarray]:
    """Return every binary table with the margins of `M`."""
    options = [
        [np.isin(np.arange(M.shape[1]), columns) for columns in combinations]
        for combinations in (
            itertools.combinations(range(M.shape[1]), total) for total in M.sum(axis=1)
        )
    ]
    tables = (np.array(rows) for rows in itertools.product(*options))
    return [table for table in tables if (table.sum(axis=0) == M.sum(axis=0)).all()]


@settings(max_examples=60)
@given(arrays(bool, st.tuples(st.integers(2, 9), st.integers(2, 9))), st.integers(0, 2**32 - 1))
def test_margins_are_kept_exactly(M: np.ndarray, seed: int) -> None:
    given_table = M.copy()
    for table in random_tables(M, 5, seed=seed, burn_in=1):
        assert table.shape == M.shape
        assert table.dtype == bool
        np.testing.assert_array_equal(table.sum(axis=0), M.sum(axis=0))
        np.testing.assert_array_equal(table.sum(axis=1), M.sum(axis=1))
    np.testing.assert_array_equal(M, given_table)


@pytest.mark.parametrize("M", [TINY, TINY.T, np.eye(4, dtype=bool) | (np.arange(4) == 0)])
def test_all_tables_are_equally_likely(M: np.ndarray) -> None:
    tables = {table.tobytes(): number for number, table in enumerate(all_tables(M))}
    assert len(tables) > 5
    counts = np.zeros(len(tables))
    for table in random_tables(M, 300 * len(tables), seed=1, rounds=6):
        counts[tables[np.ascontiguousarray(table).tobytes()]] += 1
    assert chisquare(counts).pvalue > 0.001


class FewKeys:
    """A random generator whose keys are often the same."""

    def __init__(self) -> None:
        self.rng = np.random.default_rng(2)

    def random(self, shape: tuple[int, int], dtype: Any) -> np.ndarray:
        return (self.rng.integers(0, 3, shape) / 3).astype(dtype)


def test_equal_keys_change_neither_sizes_nor_chances() -> None:
    among = np.tile([True, True, False, True, True], (6000, 1))
    sizes = np.full(6000, 2)
    sizes[::10], sizes[1::10] = 0, 4
    chosen = _random_subsets(among, sizes, FewKeys())  # type: ignore[arg-type]
    np.testing.assert_array_equal(chosen.sum(axis=1), sizes)
    assert not chosen[~among].any()
    _, counts = np.unique(chosen[sizes == 2], axis=0, return_counts=True)
    assert len(counts) == 6
    assert chisquare(counts).pvalue > 0.001


def test_successive_tables_differ() -> None:
    rng = np.random.default_rng(0)
    M = rng.random((40, 60)) < 0.3
    first, second = random_tables(M, 2, rounds=1, burn_in=0)
    assert (first != M).mean() > 0.1
    assert (first != second).mean() > 0.1
    far, _ = random_tables(M, 2)
    # as different as two independent tables are: 2 · 0.3 · 0.7
    assert (far != M).mean() == pytest.approx(0.42, abs=0.04)


def test_mean_and_deviation_equal_those_of_all_tables() -> None:
    M = np.array([[1, 1, 1, 0, 0], [1, 1, 0, 1, 0], [1, 0, 1, 0, 1], [1, 1, 0, 0, 0]], dtype=bool)
    densities = []
    for table in all_tables(M):
        frame = labelled(table)
        densities.append(relatedness_density(frame, proximity(frame)).to_numpy())
    result = density_test(labelled(M), 6_000, seed=3, rounds=4)
    expected, deviation = np.mean(densities, axis=0), np.std(densities, axis=0)
    np.testing.assert_allclose(result.expected, expected, atol=0.8)
    np.testing.assert_allclose(result.deviation, deviation, atol=0.8)
    observed = relatedness_density(labelled(M), proximity(labelled(M)))
    pd.testing.assert_frame_equal(result.density, observed)
    gap = observed.to_numpy() - result.expected.to_numpy()
    np.testing.assert_allclose(result.z * result.deviation, gap, atol=1e-4)


def test_a_random_table_is_not_remarkable() -> None:
    rng = np.random.default_rng(4)
    chance = np.outer(rng.uniform(0.3, 1, 50), rng.uniform(0.3, 1, 35))
    start = rng.random(chance.shape) < chance
    z = np.array(
        [
            density_test(labelled(next(random_tables(start, 1, seed=seed))), 200, seed=50 + seed).z
            for seed in range(6)
        ]
    )
    assert z.mean() == pytest.approx(0, abs=0.1)
    assert z.std() == pytest.approx(1, abs=0.1)
    assert (np.abs(z) > 1.96).mean() == pytest.approx(0.05, abs=0.02)


def test_planted_blocks_stand_out() -> None:
    rng = np.random.default_rng(5)
    chance = np.full((60, 40), 0.15)
    chance[:30, :20] = chance[30:, 20:] = 0.5
    z = density_test(labelled(rng.random(chance.shape) < chance), 200).z.to_numpy()
    for inside in (z[:30, :20], z[30:, 20:]):
        assert inside.mean() > 2
        assert (inside > 0).mean() > 0.9
    for outside in (z[:30, 20:], z[30:, :20]):
        assert outside.mean() < -2


def test_without_freedom_there_is_no_deviation() -> None:
    # nested: there is only one table with these margins
    nested = labelled(np.tril(np.ones((6, 6), dtype=bool)))
    result = density_test(nested, 20)
    assert (result.z == 0).all(axis=None)
    assert (result.deviation == 0).all(axis=None)
    pd.testing.assert_frame_equal(result.expected, result.density)
    # a region that has everything is at 100 in every table, one that has nothing at 0
    rng = np.random.default_rng(6)
    M = rng.random((30, 45)) < 0.4
    M[3], M[4] = True, False
    result = density_test(labelled(M), 50)
    np.testing.assert_allclose(result.density.loc["r3"], 100)
    assert (result.expected.loc["r4"] == 0).all()
    for region in ("r3", "r4"):
        assert (result.z.loc[region] == 0).all()
        assert (result.deviation.loc[region] == 0).all()
    assert (result.deviation.drop(index=["r3", "r4"]) > 0.1).all(axis=None)


def test_labels_and_seed() -> None:
    rng = np.random.default_rng(7)
    table = labelled(rng.random((12, 9)) < 0.5)
    first = density_test(table, 50, seed=1)
    again = density_test(table.astype(int), 50, seed=1)
    other = density_test(table, 50, seed=2)
    for name in ("density", "expected", "deviation", "z"):
        frame = getattr(first, name)
        assert list(frame.index) == list(table.index)
        assert list(frame.columns) == list(table.columns)
        assert frame.notna().all(axis=None)
        pd.testing.assert_frame_equal(frame, getattr(again, name))
    assert (first.z != other.z).any(axis=None)
    assert (first.expected - other.expected).abs().max().max() < 5


def test_a_random_table_in_which_an_activity_stays_alone() -> None:
    # `a2` is found once; in some tables that is a region with nothing else
    table = labelled(np.array([[1, 1, 1], [1, 1, 0], [1, 1, 0], [1, 0, 0]], dtype=bool))
    result = density_test(table, 200)
    assert np.isfinite(result.z).all(axis=None)
    assert result.expected["a2"].between(0, 100).all()


def test_further_regions_are_compared_with_their_own_kind_of_chance() -> None:
    rng = np.random.default_rng(8)
    table = labelled(rng.random((150, 25)) < 0.4)
    near = table.iloc[[3, 7]].set_axis(["same as r3", "same as r7"])
    result = density_test(table, 400, others=near, seed=1)
    assert list(result.z.index) == [*table.index, *near.index]
    alone = density_test(table, 400, seed=1)
    # the regions of the table are not touched by the others
    for name in ("density", "expected", "deviation", "z"):
        found = getattr(result, name).iloc[:150]
        pd.testing.assert_frame_equal(found, getattr(alone, name), rtol=0, atol=1e-3)  # rounding
    # the space is the same, so that a copy has the density of its original, and about its chance
    for copy, original in (("same as r3", "r3"), ("same as r7", "r7")):
        np.testing.assert_allclose(result.density.loc[copy], result.density.loc[original])
        gap = result.expected.loc[copy] - result.expected.loc[original]
        assert gap.abs().max() < 3
        ratio = result.deviation.loc[copy] / result.deviation.loc[original]
        assert ratio.between(0.75, 1.33).all()
    one = density_test(table, 20, others=near.iloc[:1][table.columns[::-1]], seed=1)
    assert one.density.columns.equals(table.columns)
    assert len(one.z) == 151


def test_further_regions_that_do_not_fit_are_named() -> None:
    table = labelled(np.random.default_rng(8).random((12, 9)) < 0.5)
    with pytest.raises(ValueError, match="only in the activities of others: 'x'"):
        density_test(table, 5, others=table.iloc[:2].rename(columns={"a0": "x"}))
    with pytest.raises(ValueError, match="more than once: 'r1'"):
        density_test(table, 5, others=table.iloc[1:2])


CODE = """
import numpy as np, pandas as pd
from wir.potential.null_model import density_test
M = pd.DataFrame(np.random.default_rng(0).random((120, 200)) < 0.3)
result = density_test(M, 20, seed=1)
print(repr([x.to_numpy().sum() for x in (result.density, result.expected, result.z)]))
"""


def test_the_number_of_threads_does_not_matter() -> None:
    results = []
    for threads in ("1", "2"):
        variables = {"OPENBLAS_NUM_THREADS": threads, "OMP_NUM_THREADS": threads}
        run = subprocess.run(
            [sys.executable, "-c", CODE],
            env={**os.environ, **variables},
            capture_output=True,
            text=True,
            check=True,
        )
        results.append([float(part.strip("[]np.float64() \n")) for part in run.stdout.split(",")])
    cells = 120 * 200
    assert abs(np.subtract(*results)[0]) / cells < 1e-10
    np.testing.assert_allclose(np.subtract(*results)[1:] / cells, 0, atol=1e-4)


@pytest.mark.parametrize(
    ("table", "draws", "error", "message"),
    [
        (labelled(TINY), 1, ValueError, "draws is 1. Expected 2 or more, 1000 for a stable"),
        (labelled(TINY) * 2, 9, ValueError, "holds 2 in row 'r0', column 'a0'"),
        (labelled(TINY).assign(z=0), 9, ValueError, "no region has: 'z'. Leave these columns out"),
        (labelled(TINY).iloc[:1], 9, ValueError, "has 1 rows and 4 columns. Expected at least two"),
        (labelled(TINY).iloc[[0, 0, 1]], 9, ValueError, "more than once: 'r0'"),
        (labelled(TINY).astype(str), 9, TypeError, "Column 'a0' of specialised is not numeric"),
        (
            labelled(np.eye(3, dtype=bool)),
            9,
            ValueError,
            "related to no other: 'a0', 'a1', 'a2'.*leave them out",
        ),
    ],
)
def test_bad_input(table: Any, draws: int, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        density_test(table, draws)
