"""Checks of tables that every function of this room makes, with messages a user can act on."""

from __future__ import annotations

import difflib
from collections.abc import Hashable, Iterable, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]


def shown(label: object) -> str:
    """Return a label or value as a message shows it: text in quotes, numbers plain."""
    return repr(str(label)) if isinstance(label, str) else str(label)


def listed(labels: Iterable[Hashable], limit: int = 5) -> str:
    """Return labels as readable text, at most `limit` of them and the number of the others."""
    names = [shown(label) for label in labels]
    more = f" and {len(names) - limit} more" if len(names) > limit else ""
    return ", ".join(names[:limit]) + more


def nearest(word: str, known: Iterable[Hashable]) -> str:
    """Return a hint with the known label that is spelled most like `word`, or an empty text."""
    match = difflib.get_close_matches(word, [str(name) for name in known], n=1)
    return f" Did you mean {match[0]!r}?" if match else ""


def require_unique(labels: pd.Index, what: str) -> None:
    """Raise a `ValueError` that names the labels which occur more than once."""
    if not isinstance(labels, pd.MultiIndex) and labels.hasnans:
        raise ValueError(f"{what} has a row or column without a label. Give it one, or drop it.")
    if not labels.is_unique:
        twice = labels[labels.duplicated()].unique()
        raise ValueError(
            f"{what} has labels that occur more than once: {listed(twice)}. "
            "Expected each label once; drop or aggregate the repeated ones."
        )


def numeric_table(
    table: pd.DataFrame, what: str, columns: Sequence[str] | None = None
) -> pd.DataFrame:
    """Return `table` (or some columns of it) as floats after checking labels and types.

    Parameters
    ----------
    table
        Units in rows, variables in columns.
    what
        What to call the table in messages.
    columns
        Columns to use; all by default.

    Raises
    ------
    TypeError
        Not a DataFrame, or a column that does not hold numbers.
    ValueError
        Repeated labels, unknown columns, infinite values.
    """
    if not isinstance(table, pd.DataFrame):
        raise TypeError(f"{what} must be a pandas DataFrame, found {type(table).__name__}.")
    require_unique(table.index, f"The index of {what}")
    require_unique(table.columns, f"The header of {what}")
    chosen = table
    if columns is not None:
        _require_columns(table, columns, what)
        chosen = table[list(columns)]
    numeric = {kind: pd.api.types.is_numeric_dtype(kind) for kind in set(chosen.dtypes)}
    if not all(numeric.values()):
        name = next(name for name, kind in chosen.dtypes.items() if not numeric[kind])
        bad = table[name][pd.to_numeric(table[name], errors="coerce").isna()].dropna()
        example = (
            f", for example {shown(bad.iloc[0])} in row {shown(bad.index[0])}" if len(bad) else ""
        )
        raise TypeError(
            f"Column {shown(name)} of {what} is not numeric ({table[name].dtype}{example}). "
            "Convert it with pandas.to_numeric, or leave it out."
        )
    numbers = chosen.astype("float64")
    infinite = np.isinf(numbers.to_numpy())
    if infinite.any():
        row, column = np.argwhere(infinite)[0]
        raise ValueError(
            f"{what} has an infinite value in row {shown(numbers.index[row])}, "
            f"column {shown(numbers.columns[column])}. Replace it by a missing value or correct it."
        )
    return numbers


def _require_columns(table: pd.DataFrame, wanted: Sequence[str], what: str) -> None:
    for name in wanted:
        if name not in table.columns:
            raise ValueError(
                f"{what} has no column {shown(name)}.{nearest(str(name), table.columns)} "
                f"Its columns are {listed(table.columns, 12)}."
            )


def numeric_series(values: pd.Series, what: str) -> pd.Series:
    """Return `values` as floats after the checks of `numeric_table`."""
    if not isinstance(values, pd.Series):
        raise TypeError(f"{what} must be a pandas Series, found {type(values).__name__}.")
    result = numeric_table(values.to_frame("value"), what)["value"]
    result.name = values.name
    return result


def complete(values: pd.Series | pd.DataFrame, what: str) -> None:
    """Raise a `ValueError` that names the rows with missing values."""
    missing = values.isna()
    if not missing.to_numpy().any():
        return
    rows = missing.any(axis=1) if isinstance(missing, pd.DataFrame) else missing
    raise ValueError(
        f"{what} has missing values in {int(rows.sum())} of {len(rows)} rows: "
        f"{listed(rows.index[rows])}. Fill them or drop these rows first."
    )


def non_negative(table: pd.DataFrame, what: str) -> None:
    """Raise a `ValueError` that names the first negative cell."""
    values = table.to_numpy()
    if (values < 0).any():
        row, column = np.argwhere(values < 0)[0]
        raise ValueError(
            f"{what} has a negative value in row {shown(table.index[row])}, column "
            f"{shown(table.columns[column])}. Expected numbers of zero or more."
        )


def same_labels(labels: pd.Index, reference: pd.Index, what: str, other: str) -> None:
    """Raise a `ValueError` naming the labels that only one of two tables has."""
    if labels.equals(reference):
        return
    lacking = reference.difference(labels)
    extra = labels.difference(reference)
    if len(lacking) or len(extra):
        parts = []
        if len(lacking):
            parts.append(f"only in {other}: {listed(lacking)}")
        if len(extra):
            parts.append(f"only in {what}: {listed(extra)}")
        raise ValueError(
            f"{what} and {other} do not have the same labels ({'; '.join(parts)}). "
            "Bring both to the same rows or columns first."
        )


def check_weights(weights: Floats, labels: Sequence[Hashable] | pd.Index, what: str) -> None:
    """Raise a `ValueError` when weights are missing, negative or all zero."""
    wrong = np.flatnonzero(~(np.isfinite(weights) & (weights >= 0)))
    if len(wrong):
        raise ValueError(
            f"The weight of {shown(labels[wrong[0]])} in {what} is {weights[wrong[0]]}. "
            "Expected a number of zero or more; correct it."
        )
    if len(weights) and not (weights > 0).any():
        raise ValueError(
            f"All weights in {what} are zero ({listed(labels)}). "
            "Give at least one of them a positive weight."
        )


def boolean_table(table: pd.DataFrame, what: str) -> pd.DataFrame:
    """Return a table of True and False (or 1 and 0) as booleans, after checking labels and values.

    Raises
    ------
    TypeError, ValueError
        Repeated labels, missing values, other values than these; fewer than two rows or columns.
    """
    logical = isinstance(table, pd.DataFrame) and set(table.dtypes) == {np.dtype(bool)}
    if logical:
        require_unique(table.index, f"The index of {what}")
        require_unique(table.columns, f"The header of {what}")
    else:
        table = numeric_table(table, what)
        complete(table, what)
    if min(table.shape) < 2:
        raise ValueError(
            f"{what} has {table.shape[0]} rows and {table.shape[1]} columns. Expected at least "
            "two regions in rows and two activities in columns; nothing can be compared otherwise."
        )
    if logical:
        return table
    values = table.to_numpy()
    other = (values != 0) & (values != 1)
    if other.any():
        row, column = np.argwhere(other)[0]
        raise ValueError(
            f"{what} holds {values[row, column]:g} in row {shown(table.index[row])}, column "
            f"{shown(table.columns[column])}. Expected True and False (or 1 and 0); use "
            "`specialised(counts)` to get them from counts."
        )
    return table != 0


def binary_table(table: pd.DataFrame, what: str) -> pd.DataFrame:
    """Return a table of True and False as ones and zeros (floats), checked by `boolean_table`."""
    return boolean_table(table, what).astype("float64")


def no_empty(table: pd.DataFrame, what: str, *, rows: bool = True) -> None:
    """Raise a `ValueError` that names the columns (and rows) in which everything is zero."""
    values = table.to_numpy()
    empty = np.flatnonzero(~values.any(axis=0))
    if len(empty):
        raise ValueError(
            f"{what} has activities that no region has: {listed(table.columns[empty])}. "
            "Leave these columns out."
        )
    empty = np.flatnonzero(~values.any(axis=1))
    if rows and len(empty):
        raise ValueError(
            f"{what} has regions without any activity: {listed(table.index[empty])}. "
            "Leave these rows out."
        )
