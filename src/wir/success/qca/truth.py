"""The truth table: which configurations the cases have, and which go with the outcome."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from wir.potential.checks import Floats, listed, require_unique
from wir.success.qca.expressions import (
    ROUNDING,
    SIGNS,
    memberships,
    negation,
    outcome_membership,
)
from wir.success.qca.fit import sufficiency_of

MOST_CONDITIONS = 20
RESERVED = ["status", "outcome", "n", "consistency", "pri", "contradictory", "cases", "deviant"]


@dataclass(frozen=True)
class TruthTable:
    """A truth table, with the data and the cut-offs that it was made from.

    Attributes
    ----------
    rows
        One row per configuration that at least one case has; the index is the row number
        (1 … 2^k, the first condition is the highest bit). Columns: each condition (1 or 0),
        ``outcome`` (1 or 0, missing for a remainder), ``status`` ("sufficient", "not sufficient",
        or "remainder" where fewer cases than the frequency cut-off have it), ``n``,
        ``consistency``, ``pri``, ``contradictory`` (its cases lie on both sides of 0.5 in the
        outcome), ``cases`` and ``deviant`` (its cases without the outcome), joined by commas.
    data
        Memberships of the cases in the conditions.
    membership
        Membership of the cases in the outcome, negated where the outcome is.
    outcome
        Its name; ``~NAME`` for the absence.
    consistency, pri, frequency
        The cut-offs.
    unassigned
        Cases with a membership of exactly 0.5 in a condition, which belong to no row.
    """

    rows: pd.DataFrame
    data: pd.DataFrame
    membership: pd.Series
    outcome: str
    consistency: float
    pri: float
    frequency: int
    unassigned: tuple[Any, ...]

    @property
    def conditions(self) -> list[str]:
        """The conditions, in the order of the row numbers."""
        return list(self.data.columns)

    @property
    def remainders(self) -> int:
        """How many configurations have too few cases, or none."""
        return int(2 ** len(self.conditions) - self.rows["outcome"].notna().sum())

    def numbers(self, outcome: int) -> npt.NDArray[np.int64]:
        """Return the configurations with this outcome as numbers from 0, in rising order."""
        chosen = self.rows["outcome"].eq(outcome).fillna(False).to_numpy(dtype=bool)
        return np.sort(self.rows.index.to_numpy(dtype=np.int64)[chosen] - 1)

    def __getitem__(self, column: str) -> pd.Series:
        return self.rows[column]

    def __len__(self) -> int:
        return len(self.rows)

    def _repr_html_(self) -> str:
        return self.rows.to_html()  # pandas escapes what users named


def truth_table(
    data: pd.DataFrame,
    outcome: str,
    conditions: Sequence[str] | None = None,
    consistency: float = 0.8,
    pri: float = 0.0,
    frequency: int = 1,
) -> TruthTable:
    """Return the truth table of an outcome.

    A case belongs to the one row in which its membership exceeds 0.5. The consistency and PRI of a
    row are those of all cases, by their membership in it. A row is sufficient where it reaches all
    three cut-offs; one that at least `frequency` cases have and that does not reach the others is
    not sufficient; all others are remainders.

    Parameters
    ----------
    data
        Cases × conditions and outcome, memberships 0–1 (0 and 1 for crisp sets).
    outcome
        Column of the outcome. ``~NAME`` analyses its absence: the table is computed anew, since
        what is not sufficient for the outcome need not be sufficient for its absence.
    conditions
        Columns; every column but the outcome by default. The first is the highest bit of the row
        number.
    consistency, pri
        The least consistency and PRI of a sufficient row, 0–1. Journals expect a PRI above 0.5.
    frequency
        The fewest cases of a row that is not a remainder.

    Returns
    -------
    TruthTable

    Warns
    -----
    UserWarning
        Cases with a membership of exactly 0.5, which belong to no row; they still count for the
        consistency of all rows.

    Raises
    ------
    TypeError, ValueError
        Unknown or repeated names, the outcome among the conditions, names that expressions could
        not show, no cases, no or more than 20 conditions, values that are missing or not between 0
        and 1, impossible cut-offs.

    References
    ----------
    Ragin (2008), Redesigning social inquiry, chapter 7. Schneider and Wagemann (2012),
    Set-theoretic methods for the social sciences. Agrees with `truthTable` of R's QCA.
    """
    names = _conditions(data, outcome, conditions)
    _cutoffs(consistency, pri, frequency)
    table = memberships(data, names)
    if table.empty:
        raise ValueError("data has no cases. Expected one row per case.")
    y = outcome_membership(data, outcome)
    values = table.to_numpy()
    undecided = np.asarray((np.abs(values - 0.5) < 1e-12).any(axis=1))
    if undecided.any():
        warnings.warn(
            f"Cases with a membership of exactly 0.5 in a condition belong to no row: "
            f"{listed(table.index[undecided])}. Move the crossover so that no case lies on it.",
            UserWarning,
            stacklevel=2,
        )
    bits = (values > 0.5).astype(np.int64)
    places = 2 ** np.arange(len(names) - 1, -1, -1, dtype=np.int64)
    row_of = np.where(undecided, -1, bits @ places)
    present = np.unique(row_of[row_of >= 0])
    configuration = (present[:, None] // places) % 2
    inside = row_memberships(values, configuration)
    shares, pris, _ = sufficiency_of(inside, y)
    records = []
    for number, bit, share, one in zip(present, configuration, shares, pris, strict=True):
        own = row_of == number
        n = int(own.sum())
        enough = n >= frequency
        good = bool(share >= consistency - ROUNDING) and not one < pri - ROUNDING
        records.append(
            {
                **dict(zip(names, bit.tolist(), strict=True)),
                "outcome": int(good) if enough else pd.NA,
                "status": ("sufficient" if good else "not sufficient") if enough else "remainder",
                "n": n,
                "consistency": share,
                "pri": one,
                "contradictory": bool((y[own] > 0.5).any() and (y[own] < 0.5).any()),
                "cases": ", ".join(map(str, table.index[own])),
                "deviant": ", ".join(map(str, table.index[own & (y < 0.5)])),
            }
        )
    columns = [*names, "outcome", *[name for name in RESERVED if name != "outcome"]]
    rows = pd.DataFrame(records, columns=columns, index=pd.Index(present + 1, name="row"))
    rows["outcome"] = rows["outcome"].astype("Int64")
    return TruthTable(
        rows,
        table,
        pd.Series(y, index=table.index, name=outcome),
        outcome,
        consistency,
        pri,
        frequency,
        tuple(table.index[undecided]),
    )


def row_memberships(values: Floats, configuration: npt.NDArray[np.int64]) -> Floats:
    """Return the membership of cases in configurations, configurations × cases."""
    result = np.ones((len(configuration), len(values)))
    for column in range(values.shape[1]):
        value = values[:, column]
        np.minimum(result, np.where(configuration[:, [column]] == 1, value, 1 - value), out=result)
    return result


def negate(table: TruthTable) -> TruthTable:
    """Return the truth table of the opposite outcome, computed anew with the same cut-offs."""
    return again(table, outcome=negation(table.outcome))


def without(table: TruthTable, cases: Sequence[Any]) -> TruthTable:
    """Return the truth table without some cases."""
    return again(table, cases=table.data.index.difference(list(cases), sort=False))


def again(
    table: TruthTable,
    *,
    outcome: str | None = None,
    cases: pd.Index | None = None,
    consistency: float | None = None,
    pri: float | None = None,
    frequency: int | None = None,
) -> TruthTable:
    """Return the truth table of the same data with another outcome, cases or cut-offs."""
    positive = table.outcome.removeprefix("~")
    y = table.membership if table.outcome == positive else 1 - table.membership
    data = table.data.assign(**{positive: y})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # said when the table was made
        return truth_table(
            data if cases is None else data.loc[cases],
            table.outcome if outcome is None else outcome,
            table.conditions,
            table.consistency if consistency is None else consistency,
            table.pri if pri is None else pri,
            table.frequency if frequency is None else frequency,
        )


def contradictory_as_negative(table: TruthTable) -> TruthTable:
    """Return the table with contradictory rows counted as not sufficient, the cautious choice."""
    rows = table.rows.copy()
    change = rows["contradictory"] & (rows["status"] == "sufficient")
    rows.loc[change, "outcome"] = 0
    rows.loc[change, "status"] = "not sufficient"
    return replace(table, rows=rows)


def _conditions(data: pd.DataFrame, outcome: str, conditions: Sequence[str] | None) -> list[str]:
    if not isinstance(data, pd.DataFrame):
        raise TypeError(f"data must be a pandas DataFrame, found {type(data).__name__}.")
    if isinstance(conditions, str):
        raise TypeError(f"conditions is the text {conditions!r}. Expected a list of columns.")
    positive = outcome.removeprefix("~")
    names = (
        [name for name in data.columns if name != positive]
        if conditions is None
        else list(conditions)
    )
    if not 1 <= len(names) <= MOST_CONDITIONS:
        raise ValueError(
            f"There are {len(names)} conditions. Expected 1 to {MOST_CONDITIONS}; with n "
            "conditions there are 2^n configurations, and few cases fill only a few of them."
        )
    require_unique(pd.Index(names), "The list of conditions")
    for name in names:
        if not isinstance(name, str) or not name.strip() or any(s in name for s in SIGNS):
            raise ValueError(
                f"The condition {name!r} cannot be shown in an expression. Expected a text without "
                "'*', '+' and '~'; rename the column."
            )
        if name == positive or name in RESERVED:
            raise ValueError(
                f"The condition {name!r} has the name of the outcome or of a column of the truth "
                f"table ({listed(RESERVED, 9)}). Rename it or leave it out."
            )
    return names


def _cutoffs(consistency: float, pri: float, frequency: int) -> None:
    if not (0 <= consistency <= 1 and 0 <= pri <= 1):
        raise ValueError(
            f"The cut-offs are consistency {consistency} and pri {pri}. Expected shares from "
            "0 to 1."
        )
    if frequency < 1 or int(frequency) != frequency:
        raise ValueError(f"frequency is {frequency}. Expected a whole number of cases, 1 or more.")
