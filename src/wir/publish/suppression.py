"""Hiding cells of a table of counts so that no hidden one can be worked out from the others.

Primary cells are those that must not be shown. A cell is hidden besides (complementary
suppression) where a total would give a primary one away: the hidden cells of each line with a
published total must be at least two and hold at least the threshold together, and the range in
which a primary cell must lie, given everything shown, must be at least as wide as the threshold.
The ranges are found by linear programming (Hundepool et al. 2012, Statistical Disclosure Control,
section 4.3).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

TOTAL = "All"
_ROOM = 1e-6


def suppress(
    counts: pd.DataFrame, primary: pd.DataFrame, threshold: int, upper: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return which cells to hide, primary and complementary ones.

    Parameters
    ----------
    counts
        Counts that are not negative. A column called ``All`` holds the sum of the others, a row
        called ``All`` likewise; either may be missing.
    primary
        True where a cell must be hidden; same shape.
    threshold
        Least number that hidden cells of a line hold together, and least width of the range of a
        primary cell.
    upper
        What a reader knows a cell to be at most (sizes of groups); no limit if None.

    Returns
    -------
    DataFrame
        Same shape, True where the cell must be hidden.

    Raises
    ------
    ValueError
        If a total is not the sum of its line.
    """
    values, lines = counts.to_numpy(float), list(_lines(counts))
    for sign, cells in lines:
        if abs(sum(s * values[c] for s, c in zip(sign, cells, strict=True))) > _ROOM:
            raise ValueError(
                f"{TOTAL!r} is not the sum of its line; count units that belong to one group each"
            )
    must = primary.to_numpy(bool)
    limit = np.full(values.shape, np.inf) if upper is None else upper.to_numpy(float)
    hidden = must.copy()
    while True:
        failing = _too_open(values, must, hidden, lines, limit, threshold)
        if failing is None:
            break
        more = _next_cell(values, hidden, failing, counts)
        if more is None:
            break
        hidden[more] = True
    return pd.DataFrame(hidden, index=counts.index, columns=counts.columns)


Cell = tuple[int, int]
Line = tuple[list[float], list[Cell]]


def _lines(counts: pd.DataFrame) -> Iterator[Line]:
    """Yield the sums that a reader knows: coefficients (the total has −1) and cells."""
    rows, columns = counts.shape
    if TOTAL in counts.columns:
        total = list(counts.columns).index(TOTAL)
        for i in range(rows):
            yield (
                [-1.0 if j == total else 1.0 for j in range(columns)],
                [(i, j) for j in range(columns)],
            )
    if TOTAL in counts.index:
        total = list(counts.index).index(TOTAL)
        for j in range(columns):
            yield [-1.0 if i == total else 1.0 for i in range(rows)], [(i, j) for i in range(rows)]


def _too_open(
    values: np.ndarray,
    must: np.ndarray,
    hidden: np.ndarray,
    lines: list[Line],
    upper: np.ndarray,
    threshold: int,
) -> list[Cell] | None:
    """Return the cells of a line that gives too much away, or None."""
    for sign, cells in lines:
        away = [c for c in cells if hidden[c]]
        if not away:
            continue
        inner = sum(values[c] for s, c in zip(sign, cells, strict=True) if s > 0 and hidden[c])
        total_hidden = any(s < 0 and hidden[c] for s, c in zip(sign, cells, strict=True))
        if len(away) == 1 or (inner < threshold and not total_hidden):
            return cells
    for place in map(tuple, np.argwhere(must)):
        touching = [cells for _, cells in lines if place in cells]
        if not touching:
            continue
        low, high = cell_range(hidden, values, lines, upper, place)
        if high - low < threshold - _ROOM:
            return [c for cells in touching for c in cells]
    return None


def cell_range(
    hidden: np.ndarray, values: np.ndarray, lines: list[Line], upper: np.ndarray, place: Cell
) -> tuple[float, float]:
    """Return the least and the largest value a hidden cell can have, given the cells shown."""
    from scipy.optimize import linprog

    unknown = [tuple(one) for one in np.argwhere(hidden)]
    column = {cell: k for k, cell in enumerate(unknown)}
    rows, right = [], []
    for sign, cells in lines:
        row, rest = np.zeros(len(unknown)), 0.0
        for s, c in zip(sign, cells, strict=True):
            if hidden[c]:
                row[column[c]] = s
            else:
                rest -= s * values[c]
        if row.any():
            rows.append(row)
            right.append(rest)
    bounds = [(0, None if np.isinf(upper[c]) else upper[c]) for c in unknown]
    ends = []
    for direction in (1.0, -1.0):
        goal = np.zeros(len(unknown))
        goal[column[place]] = direction
        found = linprog(goal, A_eq=np.array(rows), b_eq=np.array(right), bounds=bounds)
        ends.append(
            direction * found.fun if found.status == 0 else (0.0 if direction > 0 else np.inf)
        )
    return ends[0], ends[1]


def _next_cell(
    values: np.ndarray, hidden: np.ndarray, cells: list[Cell], counts: pd.DataFrame
) -> Cell | None:
    """Return the shown cell that costs least: the smallest count in the line, totals last."""

    def cost(cell: Cell) -> tuple[bool, bool, float, Cell]:
        total = counts.index[cell[0]] == TOTAL or counts.columns[cell[1]] == TOTAL
        return total, values[cell] == 0, values[cell], cell

    shown = [c for c in dict.fromkeys(cells) if not hidden[c]]
    if not shown:
        everywhere = [tuple(one) for one in np.argwhere(~hidden)]
        shown = [c for c in everywhere if values[c] > 0] or everywhere
    return min(shown, key=cost) if shown else None
