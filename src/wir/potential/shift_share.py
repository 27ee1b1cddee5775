"""Shift-share: how much of a region's change is national, its industry mix, or its own."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from itertools import product
from typing import Literal

import numpy as np
import pandas as pd

from wir.potential.checks import complete, listed, numeric_series, numeric_table, same_labels, shown

Method = Literal["dunn", "esteban"]


@dataclass(frozen=True)
class ShiftShare:
    """Components of change, in the units of the data (such as persons).

    Attributes
    ----------
    totals
        One row per region: ``before``, ``after``, ``change`` and the components: ``national``,
        ``industry_mix`` and ``regional`` (Dunn), or ``national``, ``industry_mix``,
        ``competitive`` and ``allocation`` (Esteban). The components add up to ``change``.
    by_industry
        The same columns for each (region, industry).
    components
        Names of the component columns.
    """

    totals: pd.DataFrame
    by_industry: pd.DataFrame
    components: tuple[str, ...]


def shift_share(
    before: pd.Series | pd.DataFrame,
    after: pd.Series | pd.DataFrame,
    national_before: pd.Series,
    national_after: pd.Series,
    method: Method = "dunn",
) -> ShiftShare:
    """Split the change of each region's industries into components.

    With e the region's and E the nation's values, G = ΣE₂/ΣE₁ and Gᵢ = E₂ᵢ/E₁ᵢ:
    national e₁(G−1); industry mix e₁(Gᵢ−G); regional e₂ − e₁Gᵢ, which is finite where e₁ = 0.
    Esteban splits the regional component by homothetic values h = E₁ᵢ·Σe₁/ΣE₁, what the region
    would have if it had the national structure: competitive h(e₂/e₁ − Gᵢ) and allocation
    (e₁ − h)(e₂/e₁ − Gᵢ). Where e₁ = 0 there is no regional growth rate; the competitive component
    is then 0 and the allocation component holds e₂.

    Parameters
    ----------
    before, after
        One region (Series over industries) or several (regions × industries).
    national_before, national_after
        Series over the same industries.
    method
        ``"dunn"`` or ``"esteban"``.

    Returns
    -------
    ShiftShare
        A region given as a Series is called by the name of `before`, or ``"region"``.

    Raises
    ------
    TypeError
        Wrong or mixed kinds of tables, columns that are not numeric.
    ValueError
        Negative or missing values, labels that differ, national totals of zero, unknown method.

    References
    ----------
    Dunn (1960), A statistical and analytical technique for regional analysis, Papers of the
    Regional Science Association 6, 97–112. Esteban-Marquillas (1972), A reinterpretation of
    shift-share analysis, Regional and Urban Economics 2(3), 249–261. Checked against R REAT.
    """
    if method not in ("dunn", "esteban"):
        raise ValueError(f"method is {method!r}. Expected 'dunn' or 'esteban'.")
    if isinstance(before, pd.Series) != isinstance(after, pd.Series):
        raise TypeError(
            "before and after must be of the same kind: two Series (one region) or two DataFrames."
        )
    name = before.name if isinstance(before, pd.Series) else None
    first = _table(before, "before", name)
    second = _table(after, "after", name)
    E1 = _nation(national_before, "national_before", first.columns)
    E2 = _nation(national_after, "national_after", first.columns)
    same_labels(second.columns, first.columns, "after", "before")
    same_labels(second.index, first.index, "after", "before")
    second = second.loc[first.index, first.columns]

    e1, e2 = first.to_numpy(), second.to_numpy()
    if (E1 == 0).any():
        zero = first.columns[E1 == 0]
        raise ValueError(
            f"national_before is zero for {listed(zero)}, so that there is no national growth "
            "rate. Merge these industries with related ones, or leave them out."
        )
    total, growth = E2.sum() / E1.sum(), E2 / E1
    parts = {"national": e1 * (total - 1), "industry_mix": e1 * (growth - total)}
    regional = e2 - e1 * growth
    if method == "dunn":
        parts["regional"] = regional
    else:
        homothetic = E1 / E1.sum() * e1.sum(axis=1, keepdims=True)
        ratio = np.divide(homothetic, e1, out=np.zeros_like(e1), where=e1 > 0)
        parts["competitive"] = regional * ratio
        parts["allocation"] = regional - parts["competitive"]
    columns = {"before": e1, "after": e2, "change": e2 - e1, **parts}
    long = pd.DataFrame(
        {name: values.ravel() for name, values in columns.items()},
        index=pd.MultiIndex.from_tuples(
            list(product(first.index, first.columns)),
            names=[first.index.name or "region", first.columns.name or "industry"],
        ),
    )
    totals = pd.DataFrame(
        {name: values.sum(axis=1) for name, values in columns.items()}, index=first.index
    )
    return ShiftShare(totals, long, tuple(parts))


def _table(values: pd.Series | pd.DataFrame, what: str, name: Hashable | None) -> pd.DataFrame:
    if isinstance(values, pd.Series):
        values = values.to_frame("region" if name is None else name).T.infer_objects()
    table = numeric_table(values, what)
    complete(table, what)
    _not_negative(table, what)
    if table.empty:
        raise ValueError(f"{what} is empty. Give at least one region and one industry.")
    return table


def _nation(values: pd.Series, what: str, industries: pd.Index) -> np.ndarray:
    table = numeric_series(values, what).to_frame("nation")
    same_labels(table.index, industries, what, "before")
    complete(table, what)
    _not_negative(table, what)
    return table["nation"].loc[industries].to_numpy()


def _not_negative(table: pd.DataFrame, what: str) -> None:
    negative = np.argwhere(table.to_numpy() < 0)
    if len(negative):
        row, column = negative[0]
        raise ValueError(
            f"{what} has a negative value ({table.iloc[row, column]:g}) in row "
            f"{shown(table.index[row])}, column {shown(table.columns[column])}. "
            "Expected counts or sums of zero or more; correct it."
        )
