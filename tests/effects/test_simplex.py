from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from wir.effects.simplex import simplex_least_squares


def problem(rows: int, columns: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    common = rng.normal(size=(rows, 3))
    values = common @ rng.normal(size=(3, columns + 1)) + 0.3 * rng.normal(size=(rows, columns + 1))
    return values[:, :columns], values[:, columns]


@settings(max_examples=60, deadline=None)
@given(
    rows=st.integers(2, 25),
    columns=st.integers(1, 60),
    ridge=st.sampled_from([0.0, 1e-8, 1e-3, 1.0, 100.0]),
    seed=st.integers(0, 10_000),
)
def test_meets_the_conditions_of_optimality(
    rows: int, columns: int, ridge: float, seed: int
) -> None:
    A, b = problem(rows, columns, seed)
    found = simplex_least_squares(A, b, ridge)
    w = found.weights
    assert w.min() >= 0
    assert w.sum() == pytest.approx(1, abs=1e-12)
    gradient = A.T @ (A @ w - b) + ridge * w
    # for a convex problem, w'gradient − min(gradient) bounds the distance from the optimum
    scale = max(1.0, float((b**2).sum()))
    assert w @ gradient - gradient.min() <= 1e-9 * scale


@pytest.mark.parametrize("ridge", [0.0, 0.5])
def test_objective_equals_that_of_a_general_solver(ridge: float) -> None:
    A, b = problem(12, 8, 4)
    found = simplex_least_squares(A, b, ridge)

    def value(w: np.ndarray) -> float:
        return float(((A @ w - b) ** 2).sum() + ridge * (w**2).sum())

    other = minimize(
        value, np.full(8, 1 / 8), bounds=[(0, 1)] * 8, method="SLSQP",
        constraints={"type": "eq", "fun": lambda w: w.sum() - 1}, options={"ftol": 1e-14},
    )  # fmt: skip
    assert found.objective <= other.fun + 1e-9
    assert found.objective == pytest.approx(other.fun, abs=1e-6)


def test_a_column_that_fits_gets_all_the_weight() -> None:
    A, _ = problem(10, 6, 1)
    found = simplex_least_squares(A, A[:, 2])
    assert found.weights[2] == pytest.approx(1, abs=1e-5)
    assert found.objective < 1e-9


def test_a_huge_ridge_spreads_evenly() -> None:
    A, b = problem(10, 5, 2)
    np.testing.assert_allclose(simplex_least_squares(A, b, 1e9).weights, 0.2, atol=1e-6)


def test_shapes_are_checked() -> None:
    with pytest.raises(ValueError, match="one value per row"):
        simplex_least_squares(np.ones((3, 2)), np.ones(2))
    with pytest.raises(ValueError, match="missing or infinite"):
        simplex_least_squares(np.array([[np.nan, 1.0]]), np.ones(1))
