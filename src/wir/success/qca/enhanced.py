"""Remainders that no solution should rest on (enhanced standard analysis)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from wir.success.qca.expressions import alternatives, negation
from wir.success.qca.minimisation import excluded_rows, minimise
from wir.success.qca.truth import TruthTable, negate

COLUMNS = ["row", "configuration", "reason"]


def untenable(
    table: TruthTable,
    *,
    necessary: Sequence[str] = (),
    impossible: Sequence[int | str] = (),
    contradictory: bool = True,
) -> pd.DataFrame:
    """Return the remainders whose use would contradict what is known, with the reason for each.

    Give their rows to `minimise` as ``exclude=untenable(…)["row"]``.

    Parameters
    ----------
    table
        From `truth_table`.
    necessary
        Conditions or disjunctions found necessary for the outcome, such as ``["A", "B + C"]``: a
        remainder without them cannot be sufficient.
    impossible
        Remainders that cannot exist, as row numbers or expressions, such as ``"PREGNANT*~FEMALE"``.
    contradictory
        Also those that the parsimonious solutions of both the outcome and its absence assume.

    Returns
    -------
    DataFrame
        One row per remainder and reason: ``row`` (number), ``configuration``, ``reason``
        ("necessary", "impossible" or "contradictory").

    Raises
    ------
    ValueError
        Unknown conditions or rows; a conjunction among the necessary expressions.

    References
    ----------
    Schneider and Wagemann (2013), Doing justice to logical remainders in QCA: moving beyond the
    standard analysis, Political Research Quarterly 66.
    """
    k = len(table.conditions)
    remainder = np.ones(2**k, bool)
    remainder[table.numbers(0)] = remainder[table.numbers(1)] = False
    found = [("impossible", np.flatnonzero(excluded_rows(table, impossible) & remainder))]
    lacking = np.zeros(2**k, bool)
    for expression in necessary:
        parts = alternatives(expression)
        if any("*" in part for part in parts):
            raise ValueError(
                f"necessary holds {expression!r}. Expected conditions or disjunctions; give the "
                "parts of a conjunction one by one, since each of them is necessary."
            )
        lacking |= excluded_rows(table, ["*".join(negation(part) for part in parts)])
    found.append(("necessary", np.flatnonzero(lacking & remainder)))
    if contradictory:
        both = _assumed(table) & _assumed(negate(table))
        found.append(("contradictory", np.array(sorted(both), np.int64) - 1))
    places = np.arange(k - 1, -1, -1)
    records = [
        (
            int(number) + 1,
            "*".join(
                name if bit else f"~{name}"
                for name, bit in zip(table.conditions, number >> places & 1, strict=True)
            ),
            reason,
        )
        for reason, numbers in found
        for number in numbers
    ]
    return pd.DataFrame(records, columns=COLUMNS).sort_values("row", ignore_index=True)


def _assumed(table: TruthTable) -> set[int]:
    """Return the remainders that any parsimonious model of a table assumes."""
    models = minimise(table, "parsimonious").models
    return {row for model in models for row in model.assumptions}
