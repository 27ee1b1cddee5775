"""Compare two versions of a table, value by value."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

SHOWN = 5
"""Differing cells shown per table."""


@dataclass(frozen=True)
class Cell:
    """One cell that differs."""

    key: tuple[Any, ...]
    column: str
    committed: Any
    rebuilt: Any


@dataclass
class Difference:
    """What differs between the committed and the rebuilt version of a table."""

    table: str
    notes: list[str] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    count: int = 0

    def __bool__(self) -> bool:
        return bool(self.notes or self.count)

    def text(self) -> str:
        """Return the difference as lines for people."""
        if not self:
            return f"{self.table}: equal"
        lines = [f"{self.table}: differs", *(f"  {note}" for note in self.notes)]
        if self.count:
            lines.append(f"  {self.count:,} cells differ, the first {len(self.cells)}:")
        lines += [
            f"    {', '.join(map(str, cell.key))} · {cell.column}: "
            f"committed {_show(cell.committed)}, rebuilt {_show(cell.rebuilt)}"
            for cell in self.cells
        ]
        return "\n".join(lines)


def compare_tables(
    name: str,
    committed: pd.DataFrame,
    rebuilt: pd.DataFrame,
    key: Sequence[str],
    tolerance: float = 0.0,
) -> Difference:
    """Compare two versions of a table by its key.

    Parameters
    ----------
    name
        Name of the table.
    committed, rebuilt
        The two versions; the order of rows does not matter.
    key
        Columns that identify a row.
    tolerance
        Relative difference of numbers (absolute one of coordinates) that counts as equal.

    Returns
    -------
    Difference
        False if the tables are equal.
    """
    import pandas as pd

    result = Difference(name)
    _compare_names(result, "column", list(committed.columns), list(rebuilt.columns))
    if not set(key) <= set(committed.columns) & set(rebuilt.columns):
        return result
    old, new = (table.sort_values(list(key), ignore_index=True) for table in (committed, rebuilt))
    if any(table.duplicated(list(key)).any() for table in (old, new)):
        result.notes.append(f"rows are not unique by {', '.join(key)}")
        return result
    if not old[list(key)].equals(new[list(key)]):
        keys = [pd.MultiIndex.from_frame(table[list(key)]) for table in (old, new)]
        _compare_names(result, "row", *keys)
        old, new = (
            table[own.isin(other)].reset_index(drop=True)
            for table, own, other in ((old, keys[0], keys[1]), (new, keys[1], keys[0]))
        )
    for column in old.columns.intersection(new.columns):
        if old[column].dtype != new[column].dtype:
            result.notes.append(
                f"column {column}: type {old[column].dtype} committed, {new[column].dtype} rebuilt"
            )
        for position in _differing(old[column], new[column], tolerance):
            result.count += 1
            if len(result.cells) < SHOWN:
                row = tuple(old[part].iloc[position] for part in key)
                before, after = old[column].iloc[position], new[column].iloc[position]
                result.cells.append(Cell(row, str(column), before, after))
    return result


def _compare_names(result: Difference, kind: str, old: Iterable[Any], new: Iterable[Any]) -> None:
    before, after = set(old), set(new)
    for label, names in (("only committed", before - after), ("only rebuilt", after - before)):
        if names:
            shown = ", ".join(_show(name) for name in sorted(names, key=str)[:SHOWN])
            more = " …" if len(names) > SHOWN else ""
            result.notes.append(f"{len(names):,} {kind}s {label}: {shown}{more}")


def _differing(old: pd.Series, new: pd.Series, tolerance: float) -> list[int]:
    """Return the positions of differing values; two missing values are equal."""
    import numpy as np
    import pandas as pd

    if str(old.dtype) == "geometry":
        pairs = zip(old, new, strict=True)
        same = np.array([a.equals_exact(b, tolerance) if a and b else a is b for a, b in pairs])
    elif all(pd.api.types.is_numeric_dtype(side) for side in (old, new)):
        before, after = old.to_numpy(float), new.to_numpy(float)
        same = np.isclose(before, after, rtol=tolerance, atol=0, equal_nan=True)
    else:
        if old.dtype != new.dtype:
            old, new = old.astype(object), new.astype(object)
        equal = (old == new).fillna(False).to_numpy(bool)
        same = equal | (old.isna() & new.isna()).to_numpy(bool)
    return [int(position) for position in np.flatnonzero(~same)]


def _show(value: Any) -> str:
    if isinstance(value, tuple):
        return value[0] if len(value) == 1 else "/".join(map(str, value))
    if isinstance(value, float) and math.isnan(value):
        return "missing"
    text = getattr(value, "wkt", None) or str(value)
    return text if len(text) <= 60 else text[:57] + "…"
