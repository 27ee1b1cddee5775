"""Least squares with weights that are zero or more and sum to one: solved exactly.

min over w of ‖Aw − b‖² + η‖w‖², w ≥ 0, Σw = 1. The set of positive weights is found by exchanging
whole blocks of units, which takes few steps where η is not tiny, and by an active-set method (one
unit at a time, with a guarantee) where it does not settle. The answer meets the conditions of
Karush, Kuhn and Tucker to rounding, which iterative solvers such as Frank–Wolfe do not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.linalg import LinAlgError, cho_factor, cho_solve

from wir.potential.checks import Floats

MOST_BLOCK_STEPS = 40
LEAST_RIDGE = 1e-12
"""Relative to the largest squared distance of a column from b."""
TOLERANCE = 1e-10
"""Of multipliers, relative to the scale of the problem."""


@dataclass(frozen=True)
class Solution:
    """Weights on the simplex.

    Attributes
    ----------
    weights
        Zero or more, sum one.
    objective
        ‖Aw − b‖² + η‖w‖².
    violation
        Largest violation of the optimality conditions, relative to the scale of the gradient.
    """

    weights: Floats
    objective: float
    violation: float


def simplex_least_squares(
    A: Floats, b: Floats, ridge: float = 0.0, start: Floats | None = None
) -> Solution:
    """Return the weights on the simplex that bring Aw closest to b.

    Parameters
    ----------
    A
        Rows × columns (for instance years × control units).
    b
        One value per row.
    ridge
        η, zero or more. With zero and more columns than rows there can be many solutions; the
        objective is the same, to 10⁻¹² of the largest squared distance of a column from b.
    start
        Weights to begin with.

    Raises
    ------
    ValueError
        Shapes that do not fit, values that are not finite, no column.

    References
    ----------
    Júdice and Pires (1994), A block principal pivoting algorithm for large-scale strictly monotone
    linear complementarity problems, Computers & Operations Research 21 (the exchange of blocks);
    Nocedal and Wright (2006), Numerical Optimization, algorithm 16.3 (active sets).
    """
    A = np.asarray(A, dtype=np.float64)
    b = np.asarray(b, dtype=np.float64)
    if A.ndim != 2 or b.shape != (A.shape[0],) or A.shape[1] == 0 or ridge < 0:
        raise ValueError(
            f"A has the shape {A.shape}, b {b.shape}, ridge is {ridge}. Expected rows × columns "
            "with at least one column, one value per row, and a ridge of zero or more."
        )
    if not (np.isfinite(A).all() and np.isfinite(b).all()):
        raise ValueError("A or b holds missing or infinite values. Fill or drop them first.")
    # shifting every column by b leaves Aw − b as it is on the simplex, and is better scaled
    C = A - b[:, None]
    H = C.T @ C
    scale = float(np.abs(H.diagonal()).max()) or 1.0
    # where more units than rows fit perfectly, a ridge that no figure shows keeps systems solvable
    H.flat[:: len(H) + 1] += max(ridge, LEAST_RIDGE * scale)
    w = None
    if ridge > 0.02 * scale / len(H):
        w = _exchange_blocks(H, start)
    if w is None:
        w = _active_set(H, scale, start)
    gradient = H @ w
    level = float(w @ gradient)
    violation = max(0.0, level - float(gradient.min())) / (scale + ridge)
    rest = C @ w
    return Solution(w, float(rest @ rest + ridge * w @ w), violation)


def _on_support(H: Floats, support: npt.NDArray[np.intp]) -> tuple[Floats, float]:
    """Return weights that sum to one and minimise w'Hw on the support, and the multiplier."""
    inner = H[np.ix_(support, support)]
    ones = np.ones(len(support))
    try:
        v = cho_solve(cho_factor(inner, check_finite=False), ones, check_finite=False)
    except LinAlgError:
        v = np.linalg.lstsq(inner, ones, rcond=None)[0]
    total = float(v.sum())
    return v / total, 1 / total


def _exchange_blocks(H: Floats, start: Floats | None) -> Floats | None:
    """Return the solution, or None if the exchange of blocks does not settle."""
    n = len(H)
    inside = np.ones(n, bool) if start is None else start > 0
    fewest, patience = n + 1, 3
    for _ in range(MOST_BLOCK_STEPS):
        support = np.flatnonzero(inside)
        if not len(support):
            return None
        values, level = _on_support(H, support)
        w = np.zeros(n)
        w[support] = values
        slack = H @ w - level
        low = inside & (w < 0)
        high = ~inside & (slack < -1e-13 * abs(level))
        wrong = int(low.sum() + high.sum())
        if wrong == 0:
            return w
        if wrong < fewest:
            fewest, patience = wrong, 3
        elif patience:
            patience -= 1
        else:
            return None
        inside = (inside & ~low) | high
    return None


def _active_set(H: Floats, scale: float, start: Floats | None) -> Floats:
    """Return the solution: one unit enters at a time, and units that reach zero leave."""
    n = len(H)
    w = np.zeros(n)
    if start is None:
        w[int(np.argmin(H.diagonal()))] = 1.0
    else:
        w = np.maximum(start, 0.0)
        w /= w.sum()
    inside = w > 0
    limit = TOLERANCE * scale
    for _ in range(20 * n + 100):
        while True:
            support = np.flatnonzero(inside)
            values, _ = _on_support(H, support)
            step = values - w[support]
            if not np.isfinite(values).all():
                break
            if (values > 0).all():
                w[:] = 0
                w[support] = values
                break
            shrinking = step < 0
            room = np.where(shrinking, w[support] / np.where(shrinking, -step, 1), np.inf)
            at = int(np.argmin(room))
            w[support] = np.maximum(w[support] + min(room[at], 1.0) * step, 0.0)
            w[support[at]] = 0.0
            inside[support[at]] = False
            if inside.sum() <= 1:
                w[inside] = 1.0
                break
        gradient = H @ w
        gain = np.where(inside, np.inf, gradient) - float(w @ gradient)
        entering = int(np.argmin(gain))
        # rounding sets a floor to what can be gained
        if gain[entering] >= -max(limit * 1e-3, 1e-13 * abs(float(w @ gradient))):
            break
        inside[entering] = True
    total = w.sum()
    return w / total if total > 0 else w
