from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import spearmanr

from wir.potential.complexity import complexity_index, fitness
from wir.potential.relatedness import proximity, relatedness_density
from wir.potential.specialisation import location_quotient, specialised

NESTED = pd.DataFrame(
    [[1, 1, 1], [1, 1, 0], [1, 0, 0]], index=list("xyz"), columns=list("abc")
).astype(bool)


def labelled(values: np.ndarray) -> pd.DataFrame:
    """Label an array; one region has everything, one activity is everywhere: all is connected."""
    full = values.copy()
    full[0], full[:, 0] = True, True
    return pd.DataFrame(full, index=[f"r{i}" for i in range(len(full))]).add_prefix("a")


def transition(table: pd.DataFrame) -> np.ndarray:
    """Return D⁻¹MU⁻¹Mᵀ as it is written in the paper."""
    M = table.to_numpy(dtype=float)
    return (M / M.sum(axis=1, keepdims=True)) @ (M / M.sum(axis=0)).T


def second_eigenvalue(W: np.ndarray) -> float:
    """Return the second eigenvalue; the example is left out where the next one is close to it."""
    values = np.sort(np.linalg.eigvals(W).real)[::-1]
    third = values[2] if len(values) > 2 else 0.0
    assume(values[1] > 1e-4 and values[1] - third > 1e-4)
    return float(values[1])


def test_complexity_by_hand() -> None:
    # the eigenvalues of D⁻¹MU⁻¹Mᵀ are 1, 1/4 and 1/9; W (2, −1, −4) = (2, −1, −4) / 4
    np.testing.assert_allclose(transition(NESTED) @ [2, -1, -4], [0.5, -0.25, -1])
    eci, pci = complexity_index(NESTED)
    # mean −1 and standard deviation 3; the means of the regions with a, b, c are −1, 1/2 and 2
    np.testing.assert_allclose(eci, [1, 0, -1], atol=1e-12)
    np.testing.assert_allclose(pci, [-1, 0, 1], atol=1e-12)
    assert eci["x"] == pytest.approx(1)
    assert pci["c"] == pytest.approx(1)
    np.testing.assert_allclose(
        complexity_index(NESTED, ddof=0).eci, np.array([1, 0, -1]) * 1.5**0.5, atol=1e-12
    )


def test_diversity_decides_the_sign() -> None:
    # the ubiquity of the activities alone would say the opposite here
    table = pd.DataFrame([[0, 1, 1, 0], [1, 0, 0, 1], [0, 1, 1, 1]], index=list("xyz"))
    eci = complexity_index(table).eci
    assert np.corrcoef(eci, [2, 2, 3])[0, 1] > 0.2
    assert eci.idxmin() == "y"


def test_sign_where_diversity_does_not_decide() -> None:
    # everybody has two activities; d and e are rare: who has them is complex
    table = pd.DataFrame(
        [[0, 0, 1, 0, 1], [0, 1, 1, 0, 0], [1, 0, 1, 0, 0], [1, 1, 0, 0, 0], [0, 0, 1, 1, 0]],
        index=list("vwxyz"),
        columns=list("abcde"),
    )
    eci, pci = complexity_index(table)
    assert set(eci[eci > 0].index) == {"v", "z"}
    assert eci.idxmin() == "y"
    assert pci["d"] == pytest.approx(pci.max())
    assert pci["a"] < 0 < pci["d"]
    # a chain without any difference in diversity or ubiquity at its ends: the first is positive
    chain = pd.DataFrame([[1, 0], [1, 1], [0, 1]], index=list("xyz"), columns=list("ab"))
    np.testing.assert_allclose(complexity_index(chain).eci, [1, 0, -1], atol=1e-12)


@settings(max_examples=60)
@given(
    arrays(bool, st.tuples(st.integers(3, 7), st.integers(3, 7))),
    st.randoms(use_true_random=False),
)
def test_complexity_properties(values: np.ndarray, random: Any) -> None:
    table = labelled(values)
    W = transition(table)
    eigenvalue = second_eigenvalue(W)
    eci, pci = complexity_index(table)
    assert list(eci.index) == list(table.index)
    assert list(pci.index) == list(table.columns)
    # standardised
    for index in (eci, pci):
        assert index.mean() == pytest.approx(0, abs=1e-9)
        assert index.std() == pytest.approx(1)
    # W (s·ECI + m) = λ (s·ECI + m), and W m = m: what remains is the same for all regions
    rest = W @ eci.to_numpy() - eigenvalue * eci.to_numpy()
    np.testing.assert_allclose(rest, rest.mean(), atol=1e-8)
    # PCI is proportional to the mean ECI of the regions that have the activity
    mean = table.T.astype(float) @ eci / table.sum()
    assert np.corrcoef(mean, pci)[0, 1] == pytest.approx(1)
    # the sign
    diversity = table.sum(axis=1)
    if np.ptp(diversity):
        correlation = np.corrcoef(eci, diversity)[0, 1]
        assert correlation > -1e-9
        # another order of the labels changes nothing
        if correlation > 1e-6:
            rows, columns = list(table.index), list(table.columns)
            random.shuffle(rows)
            random.shuffle(columns)
            moved = complexity_index(table.loc[rows, columns])
            pd.testing.assert_series_equal(moved.eci[eci.index], eci, rtol=1e-7, atol=1e-7)
            pd.testing.assert_series_equal(moved.pci[pci.index], pci, rtol=1e-7, atol=1e-7)


@pytest.mark.parametrize("shape", [(60, 90), (90, 60)])
def test_whichever_side_is_smaller(shape: tuple[int, int]) -> None:
    rng = np.random.default_rng(3)
    chance = np.add.outer(np.linspace(1, 0, shape[0]), np.linspace(0, -1, shape[1])) * 4
    table = pd.DataFrame(rng.random(shape) < 1 / (1 + np.exp(-chance - rng.normal(size=shape))))
    table.iloc[0], table[0] = True, True
    eci, pci = complexity_index(table)
    for index, W, moments in ((eci, transition(table), 1), (pci, transition(table.T), 1)):
        values, vectors = np.linalg.eig(W)
        vector = vectors[:, np.argsort(values.real)[-2]].real
        wanted = (vector - vector.mean()) / vector.std(ddof=moments)
        wanted *= np.sign(wanted @ index)
        np.testing.assert_allclose(index, wanted, atol=1e-9)
    assert np.corrcoef(eci, table.sum(axis=1))[0, 1] > 0
    # regions and activities change places; the sign is then that of the activities' side
    other = complexity_index(table.T)
    np.testing.assert_allclose(np.abs(other.eci), np.abs(pci), atol=1e-9)
    np.testing.assert_allclose(np.abs(other.pci), np.abs(eci), atol=1e-9)


def test_fitness_by_hand() -> None:
    table = pd.DataFrame([[1, 1], [1, 0]], index=list("xy"), columns=list("ab"))
    first = fitness(table, 1)
    # F = (2, 1) / 1.5; Q = 1 / (2, 1) = (0.5, 1), by its mean 0.75
    np.testing.assert_allclose(first.eci, [4 / 3, 2 / 3])
    np.testing.assert_allclose(first.pci, [2 / 3, 4 / 3])
    second = fitness(table, 2)
    # F = (2/3 + 4/3, 2/3) by its mean 4/3; Q = 1 / (3/4 + 3/2, 3/4) = (4/9, 4/3), by 8/9
    np.testing.assert_allclose(second.eci, [3 / 2, 1 / 2])
    np.testing.assert_allclose(second.pci, [1 / 2, 3 / 2])


@settings(max_examples=40)
@given(
    arrays(bool, (6, 7)), st.integers(1, 50), st.permutations(range(6)), st.permutations(range(7))
)
def test_fitness_properties(
    values: np.ndarray, iterations: int, rows: list[int], columns: list[int]
) -> None:
    table = labelled(values)
    F, Q = fitness(table, iterations)
    for index in (F, Q):
        assert index.mean() == pytest.approx(1)
        assert index.min() > 0
    # the region that has everything is the fittest, the activity that is everywhere the simplest
    assert F.max() == pytest.approx(F["r0"])
    assert Q.min() == pytest.approx(Q["a0"])
    # one more update, written out
    after = fitness(table, iterations + 1)
    wanted = pd.Series({r: Q[table.loc[r]].sum() for r in table.index})
    np.testing.assert_allclose(after.eci, wanted / wanted.mean())
    wanted = pd.Series({a: 1 / (1 / F[table[a]]).sum() for a in table})
    np.testing.assert_allclose(after.pci, wanted / wanted.mean())
    moved = fitness(table.iloc[rows, columns], iterations)
    np.testing.assert_allclose(moved.eci[table.index], F, rtol=1e-9)
    np.testing.assert_allclose(moved.pci[table.columns], Q, rtol=1e-9)


def test_fitness_never_becomes_missing() -> None:
    # fitness falls towards zero here until it can no longer be told from it
    table = pd.DataFrame([[1, 1, 0, 0], [1, 1, 0, 0], [1, 1, 1, 0], [0, 0, 0, 1], [0, 0, 1, 0]])
    with np.errstate(all="raise", under="ignore"):
        F, Q = fitness(table, 20_000)
    assert np.isfinite(F).all()
    assert np.isfinite(Q).all()
    assert (F >= 0).all()
    assert (Q >= 0).all()


def test_planted_levels_are_found() -> None:
    rng = np.random.default_rng(11)
    level = pd.Series(rng.normal(size=120), index=[f"r{i}" for i in range(120)])
    difficulty = pd.Series(rng.normal(size=80)).add_prefix("a")
    chance = 1 / (1 + np.exp(-3 * np.subtract.outer(level.to_numpy(), difficulty.to_numpy())))
    table = pd.DataFrame(rng.random(chance.shape) < chance, level.index, difficulty.index)
    table = table.loc[table.any(axis=1), table.any()]
    for regions, activities in (complexity_index(table), fitness(table, 20)):
        assert spearmanr(regions, level[table.index])[0] > 0.9
        assert spearmanr(activities, difficulty[table.columns])[0] > 0.8


@pytest.mark.parametrize("function", [complexity_index, fitness])
@pytest.mark.parametrize(
    ("table", "error", "message"),
    [
        (NESTED.set_axis(list("xyx")), ValueError, "index of specialised .*once: 'x'.*drop or agg"),
        (NESTED.set_axis(list("aba"), axis=1), ValueError, "header .*more than once: 'a'"),
        (NESTED * 3, ValueError, "holds 3 in row 'x', column 'a'.*specialised.counts."),
        (-NESTED.astype(int), ValueError, "holds -1 in row 'x', column 'a'"),
        (NESTED.astype(str), TypeError, "Column 'a' of specialised is not numeric"),
        (NESTED.astype(float).where(NESTED), ValueError, "missing values in 2 of 3 rows: 'y', 'z'"),
        (NESTED.loc[["x"]], ValueError, "has 1 rows and 3 columns. Expected at least two regions"),
        (NESTED & [True, True, False], ValueError, "no region has: 'c'. Leave these columns out"),
        (
            NESTED & np.array([[True], [True], [False]]),
            ValueError,
            "regions without any activity: 'z'. Leave these rows out",
        ),
    ],
)
def test_bad_tables_are_named(
    function: Callable[[Any], Any], table: Any, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        function(table)


@pytest.mark.parametrize("transposed", [False, True])
def test_tables_without_an_answer(transposed: bool) -> None:
    apart = pd.DataFrame(
        [[1, 1, 0, 0, 0], [1, 0, 0, 0, 0], [1, 1, 0, 0, 0], [0, 0, 1, 1, 1]],
        index=list("wxyz"),
        columns=list("abcde"),
    )
    same = pd.DataFrame(1, index=list("xyz"), columns=list("abcd"))
    ring = pd.DataFrame(np.eye(4) + np.roll(np.eye(4), 1, axis=1), index=list("wxyz"))
    if transposed:  # the other side is the smaller one
        apart = pd.concat([apart, apart.rename(index=lambda label: label * 2)])
        same = same.T
    with pytest.raises(ValueError, match=r"2 parts that share no activity.*regions 'z'.*leave"):
        complexity_index(apart)
    with pytest.raises(ValueError, match=r"All \d regions of specialised have the same activities"):
        complexity_index(same)
    with pytest.raises(ValueError, match=r"second and the third eigenvalue .*Add regions or act"):
        complexity_index(ring)


@pytest.mark.parametrize("iterations", [0, -1])
def test_fitness_needs_iterations(iterations: int) -> None:
    with pytest.raises(ValueError, match=f"iterations is {iterations}. Expected a whole number"):
        fitness(NESTED, iterations)


@pytest.mark.gold
def test_complexity_agrees_with_econgeo(gold: Callable[[str], Any]) -> None:
    # it rounds to four decimals before the eigenvectors and leaves scale and sign open
    folder = gold("econgeo_examples")
    for name in ("mat_counts_5x4", "mat_counts_40x25"):
        M = specialised(folder.table(f"{name}.csv", index_col=0))
        for index, key in zip(complexity_index(M), ("kci_rca", "tci_rca"), strict=True):
            wanted = folder.expected[name][key]
            assert abs(np.corrcoef(index, wanted)[0, 1]) == pytest.approx(1, abs=1e-5)


@pytest.fixture
def trade(gold: Callable[[str], Any]) -> pd.DataFrame:
    """Exports of 226 countries in 785 products."""
    table = gold("economiccomplexity_galactic").table(
        "world_trade_avg_1998_2000.csv.gz", dtype={"product": str}
    )
    return table.pivot(index="country", columns="product", values="value").fillna(0)


@pytest.mark.gold
def test_complexity_of_trade_equals_economiccomplexity(
    trade: pd.DataFrame, gold: Callable[[str], Any]
) -> None:
    wanted = gold("economiccomplexity_galactic").expected
    M = specialised(trade)
    eci, pci = complexity_index(M)
    F, Q = fitness(M, 19)  # its 20 iterations count the start
    for index, key, side in (
        (eci, "eigenvalues", "country"),
        (pci, "eigenvalues", "product"),
        (F, "fitness", "country"),
        (Q, "fitness", "product"),
    ):
        series = pd.Series(wanted[key][side])
        assert len(series) == len(index)
        assert (index[series.index] - series).abs().max() < 1e-8
    for country, value in wanted["stored_output_check"]["country_first5"].items():
        assert F[country] == pytest.approx(value, abs=1e-8)
    # the method of reflections, which we do not have, ends close to the eigenvectors
    for index, side in ((eci, "country"), (pci, "product")):
        series = pd.Series(wanted["reflections"][side])
        assert np.corrcoef(index[series.index], series)[0, 1] > 0.999


@pytest.mark.gold
def test_relatedness_of_trade_equals_economiccomplexity(
    trade: pd.DataFrame, gold: Callable[[str], Any]
) -> None:
    wanted = gold("economiccomplexity_galactic").expected
    quotient = location_quotient(trade)
    for product, value in wanted["rca_continuous"]["deu"].items():
        assert quotient.loc["deu", product] == pytest.approx(value, abs=1e-8)
    M = specialised(trade)
    assert list(M.shape) == wanted["dims"]
    assert M.to_numpy().sum() == wanted["n_rca_ones"]
    assert M.sum(axis=1)[list(wanted["diversity"])].to_dict() == wanted["diversity"]
    phi = proximity(M)
    given = wanted["proximity_product"]
    first = phi.loc[given["products"], given["products"]]
    np.testing.assert_allclose(first, given["first5x5"], atol=1e-8)
    assert phi.to_numpy().sum() == pytest.approx(given["sum"], rel=1e-12)
    assert phi.to_numpy().mean() == pytest.approx(given["mean"], abs=1e-8)
    given = wanted["proximity_country"]
    between = proximity(M.T)
    first = between.loc[given["countries"], given["countries"]]
    np.testing.assert_allclose(first, given["first5x5"], atol=1e-8)
    assert between.to_numpy().sum() == pytest.approx(given["sum"], rel=1e-12)
    density = relatedness_density(M, phi, include_self=True) / 100
    for country in ("deu", "afg"):
        for product, value in wanted["density_incl_self"][f"{country}_first5"].items():
            assert density.loc[country, product] == pytest.approx(value, abs=1e-8)


@pytest.mark.parametrize("ddof", [-1, 3, 7])
def test_degrees_of_freedom_that_leave_nothing_are_refused(ddof: int) -> None:
    table = pd.DataFrame(
        [[1, 1, 0, 1], [0, 1, 1, 0], [1, 0, 1, 1]], index=list("xyz"), columns=list("abcd")
    )
    assert np.isfinite(complexity_index(table, ddof=2).eci).all()
    with pytest.raises(ValueError, match=f"ddof is {ddof} for 3 regions and 4 activities"):
        complexity_index(table, ddof=ddof)
