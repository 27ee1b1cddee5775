"""Boolean expressions such as ``DEV*~IND + URB*STB``, and the membership of cases in them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from wir.potential.checks import Floats, complete, listed, nearest, numeric_table, shown

SIGNS = ("*", "+", "~")
ROUNDING = 1e-9
"""How far a figure may lie from a cut-off and still reach it, so that rounding does not decide."""


def literals(term: str) -> list[tuple[str, bool]]:
    """Return the names in a conjunction and whether each is present, such as ``A*~B``."""
    parts = [part.strip() for part in term.split("*")]
    found = [(part.lstrip("~ ").strip(), part.count("~") % 2 == 0) for part in parts]
    if not all(name for name, _ in found):
        raise ValueError(
            f"The expression {term!r} has an empty part. Expected names joined by '*' (and) or "
            "'+' (or), with '~' before what is absent, such as 'A*~B + C'."
        )
    return found


def alternatives(expression: str) -> list[str]:
    """Return the terms of a sum of products, such as ``A*~B + C``."""
    return [term.strip() for term in expression.split("+")]


def negation(name: str) -> str:
    """Return the name of the absence of a condition, and of its presence for ``~NAME``."""
    return name[1:] if name.startswith("~") else f"~{name}"


def membership(data: pd.DataFrame, expression: str) -> pd.Series:
    """Return the membership of each case in a sum of products.

    ``~A`` is 1 − A, ``A*B`` the smaller and ``A + B`` the larger of both. The term ``1`` is the set
    that everything belongs to.

    Parameters
    ----------
    data
        Cases × conditions, memberships 0–1.
    expression
        Names of columns, joined by ``*`` and ``+``, with ``~`` for absence; no brackets.

    Raises
    ------
    TypeError, ValueError
        Unknown names, values that are missing or not between 0 and 1.
    """
    terms = [literals(term) if term != "1" else [] for term in alternatives(expression)]
    names = list(dict.fromkeys(name for term in terms for name, _ in term))
    table = memberships(data, names)
    of = {name: table[name].to_numpy() for name in names}
    total = np.zeros(len(table))
    for term in terms:
        value = np.ones(len(table))
        for name, present in term:
            value = np.minimum(value, of[name] if present else 1 - of[name])
        total = np.maximum(total, value)
    return pd.Series(total, index=table.index, name=expression)


def memberships(data: pd.DataFrame, names: Sequence[str], what: str = "data") -> pd.DataFrame:
    """Return some columns of `data` as floats after checking that all are memberships, 0–1.

    Raises
    ------
    TypeError, ValueError
        Not a table of numbers, unknown columns, missing values, values that are not between 0
        and 1.
    """
    if isinstance(data, pd.DataFrame):
        for name in names:
            if name not in data.columns:
                raise ValueError(
                    f"{what} has no column {shown(name)}.{nearest(str(name), data.columns)} "
                    f"Its columns are {listed(data.columns, 12)}."
                )
    table = numeric_table(data, what, list(names))
    complete(table, what)
    values = table.to_numpy()
    outside = (values < 0) | (values > 1)
    if outside.any():
        row, column = np.argwhere(outside)[0]
        raise ValueError(
            f"{what} holds {values[row, column]:g} in row {shown(table.index[row])}, column "
            f"{shown(table.columns[column])}. Expected memberships between 0 and 1; use "
            "`calibrate` to get them from raw values."
        )
    return table


def outcome_membership(data: pd.DataFrame, outcome: str) -> Floats:
    """Return the membership in an outcome, or in its absence if its name begins with ``~``."""
    values = memberships(data, [outcome.removeprefix("~")])
    found: Floats = values.iloc[:, 0].to_numpy()
    return 1 - found if outcome.startswith("~") else found
