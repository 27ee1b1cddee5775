"""Parameters of fit: how far a set is necessary or sufficient for an outcome."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, product
from typing import overload

import numpy as np
import pandas as pd

from wir.potential.checks import Floats, numeric_series, same_labels
from wir.success.qca.expressions import (
    ROUNDING,
    alternatives,
    membership,
    memberships,
    negation,
    outcome_membership,
)

NECESSITY = ["consistency", "coverage", "relevance"]
SUFFICIENCY = ["consistency", "pri", "raw_coverage", "unique_coverage"]


def ratio(above: Floats | float, below: Floats | float) -> Floats:
    """Return a quotient, missing where the divisor is zero."""
    above, below = np.asarray(above, float), np.asarray(below, float)
    return np.divide(above, below, out=np.full(np.shape(above), np.nan), where=below > 1e-12)


def sufficiency_of(x: Floats, y: Floats) -> tuple[Floats, Floats, Floats]:
    """Return consistency, PRI and coverage of sets as sufficient for an outcome.

    Parameters
    ----------
    x
        Sets × cases (or cases only).
    y
        Cases.
    """
    both = np.minimum(x, y).sum(axis=-1)
    contradiction = np.minimum(x, np.minimum(y, 1 - y)).sum(axis=-1)
    size = x.sum(axis=-1)
    return (
        ratio(both, size),
        ratio(both - contradiction, size - contradiction),
        ratio(both, np.broadcast_to(y.sum(), both.shape)),
    )


def necessity_of(x: Floats, y: Floats) -> tuple[Floats, Floats, Floats]:
    """Return consistency, coverage and relevance of sets as necessary for an outcome."""
    both = np.minimum(x, y).sum(axis=-1)
    return (
        ratio(both, np.broadcast_to(y.sum(), both.shape)),
        ratio(both, x.sum(axis=-1)),
        ratio((1 - x).sum(axis=-1), (1 - np.minimum(x, y)).sum(axis=-1)),
    )


@overload
def necessity(
    data: pd.DataFrame, outcome: str, conditions: Sequence[str] | None = None
) -> pd.DataFrame: ...


@overload
def necessity(data: pd.Series, outcome: pd.Series, conditions: None = None) -> pd.Series: ...


def necessity(
    data: pd.DataFrame | pd.Series,
    outcome: str | pd.Series,
    conditions: Sequence[str] | None = None,
) -> pd.DataFrame | pd.Series:
    """Return how far conditions, and their absence, are necessary for an outcome.

    With membership x in the condition and y in the outcome: consistency Σmin(x, y)/Σy, coverage
    Σmin(x, y)/Σx, relevance of necessity Σ(1 − x)/Σ(1 − min(x, y)). Low relevance marks a trivial
    necessary condition, one that nearly every case has.

    Parameters
    ----------
    data
        Cases × conditions and outcome, memberships 0–1. Or one membership as a Series, with the
        outcome as another.
    outcome
        Column of the outcome; ``~NAME`` for its absence.
    conditions
        Columns, or expressions such as ``A + B`` and ``A*~B``. By default every column but the
        outcome, present and absent.

    Returns
    -------
    DataFrame
        One row per condition: ``consistency``, ``coverage``, ``relevance``; missing where nothing
        belongs to the set it is divided by. A Series for two Series.

    Raises
    ------
    TypeError, ValueError
        Unknown names, values that are missing or not between 0 and 1.

    References
    ----------
    Ragin (2006), Set relations in social research, Political Analysis 14. Schneider and Wagemann
    (2012), Set-theoretic methods for the social sciences, for the relevance.
    """
    if isinstance(data, pd.Series):
        if not isinstance(outcome, pd.Series):
            raise TypeError(
                "data is a Series, but outcome is not. Give two Series, or a DataFrame and the "
                "name of the outcome."
            )
        x, y = _pair(data, outcome)
        figures = [float(one) for one in necessity_of(x, y)]
        return pd.Series(figures, index=NECESSITY, name=data.name)
    if isinstance(outcome, pd.Series):
        raise TypeError(
            "outcome is a Series, but data is a DataFrame. Give the name of the outcome's column."
        )
    y = outcome_membership(data, outcome)
    if conditions is None:
        names = [name for name in data.columns if name != outcome.removeprefix("~")]
        conditions = [shown for name in names for shown in (name, negation(name))]
    x = np.array([membership(data, one).to_numpy() for one in conditions]).reshape(-1, len(y))
    return pd.DataFrame(
        dict(zip(NECESSITY, necessity_of(x, y), strict=True)),
        index=pd.Index(list(conditions), name="condition"),
    )


def _pair(first: pd.Series, second: pd.Series) -> tuple[Floats, Floats]:
    x, y = numeric_series(first, "data"), numeric_series(second, "outcome")
    same_labels(y.index, x.index, "outcome", "data")
    table = memberships(
        pd.DataFrame({"data": x, "outcome": y.reindex(x.index)}), ["data", "outcome"]
    )
    return table["data"].to_numpy(), table["outcome"].to_numpy()


def necessary_expressions(
    data: pd.DataFrame,
    outcome: str,
    conditions: Sequence[str] | None = None,
    *,
    consistency: float = 0.9,
    coverage: float = 0.5,
    relevance: float = 0.0,
    size: int = 3,
) -> pd.DataFrame:
    """Return every conjunction, and every disjunction without a needless part, that is necessary.

    A disjunction such as ``A + B`` is listed only where no part of it is necessary by itself.
    Whether it stands for a common concept is for the researcher to say.

    Parameters
    ----------
    data, outcome
        As for `necessity`.
    conditions
        Columns to combine; every column but the outcome by default.
    consistency, coverage, relevance
        The least that counts.
    size
        How many conditions are combined at most.

    Returns
    -------
    DataFrame
        One row per expression: ``consistency``, ``coverage``, ``relevance``.

    Raises
    ------
    TypeError, ValueError
        As `necessity`; a size below 1.
    """
    if size < 1:
        raise ValueError(f"size is {size}. Expected 1 or more conditions.")
    y = outcome_membership(data, outcome)
    names = (
        [name for name in data.columns if name != outcome.removeprefix("~")]
        if conditions is None
        else list(conditions)
    )
    table = memberships(data, names)
    sides = {
        shown: values
        for name in names
        for shown, values in (
            (name, table[name].to_numpy()),
            (f"~{name}", 1 - table[name].to_numpy()),
        )
    }
    kept: dict[str, tuple[float, ...]] = {}
    enough: set[frozenset[str]] = set()
    for count in range(1, min(size, len(names)) + 1):
        combined = [
            parts
            for chosen in combinations(names, count)
            for parts in product(*[(name, f"~{name}") for name in chosen])
        ]
        for sign, join in (("*", np.minimum), (" + ", np.maximum)):
            if count == 1 and sign != "*":
                continue
            x = np.array([join.reduce([sides[part] for part in parts]) for parts in combined])
            figures = np.column_stack(necessity_of(x, y))
            for parts, row in zip(combined, figures, strict=True):
                literals = frozenset(parts)
                if sign != "*" and any(one <= literals for one in enough):
                    continue
                if not row[0] >= consistency - ROUNDING:
                    continue
                if count == 1 or sign != "*":
                    enough.add(literals)
                if row[1] >= coverage - ROUNDING and row[2] >= relevance - ROUNDING:
                    kept[sign.join(parts)] = tuple(row)
    return pd.DataFrame.from_dict(kept, orient="index", columns=NECESSITY).rename_axis("expression")


def sufficiency(data: pd.DataFrame, outcome: str, expressions: Sequence[str] | str) -> pd.DataFrame:
    """Return how far expressions are sufficient for an outcome.

    With membership x in the expression and y in the outcome: consistency Σmin(x, y)/Σx, PRI
    (Σmin(x, y) − Σmin(x, y, 1 − y))/(Σx − Σmin(x, y, 1 − y)), raw coverage Σmin(x, y)/Σy. The
    unique coverage is what the outcome's coverage loses when the expression is left out of all
    those given.

    Parameters
    ----------
    data, outcome
        As for `necessity`.
    expressions
        Such as ``["A*~B", "C"]``, or one text ``"A*~B + C"``, whose terms are then the rows.

    Returns
    -------
    DataFrame
        One row per expression: ``consistency``, ``pri``, ``raw_coverage``, ``unique_coverage``;
        and a last row ``total`` for all of them together (its unique coverage is missing).

    Raises
    ------
    TypeError, ValueError
        Unknown names, no expressions, values that are missing or not between 0 and 1.
    """
    terms = alternatives(expressions) if isinstance(expressions, str) else list(expressions)
    if not terms:
        raise ValueError("No expression is given. Expected at least one, such as 'A*~B'.")
    y = outcome_membership(data, outcome)
    x = np.array([membership(data, term).to_numpy() for term in terms])
    return sufficiency_table(terms, x, y)


def sufficiency_table(terms: Sequence[str], x: Floats, y: Floats) -> pd.DataFrame:
    """Return the table of `sufficiency` from memberships, terms × cases."""
    everything = np.vstack([x, x.max(axis=0)])
    consistency, pri, coverage = sufficiency_of(everything, y)
    unique = np.append(unique_coverage(x, y), np.nan)
    columns = (consistency, pri, coverage, unique)
    return pd.DataFrame(
        dict(zip(SUFFICIENCY, columns, strict=True)), index=pd.Index([*terms, "total"], name="term")
    )


def unique_coverage(x: Floats, y: Floats) -> Floats:
    """Return how much of the outcome each set covers that no other set covers."""
    covered = np.minimum(x.max(axis=0), y).sum()
    others = np.array(
        [
            np.minimum(np.delete(x, i, axis=0).max(axis=0, initial=0.0), y).sum()
            for i in range(len(x))
        ]
    )
    return ratio(covered - others, np.full(len(x), y.sum()))
