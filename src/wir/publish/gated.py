"""The disclosure gate for tables of answers: who is behind a row, and rows of different things."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from wir.publish.disclosure import Gate

if TYPE_CHECKING:
    from wir.success.qca import Solution


def people(answers: pd.DataFrame) -> pd.Series:
    """Return respondent → alliance of the rows, each respondent once."""
    once = answers.drop_duplicates("respondent")
    return once.set_index("respondent")["alliance"]


def require_enough(gate: Gate, answers: pd.DataFrame) -> None:
    """Raise where all answers together are too few for anything to be shown.

    Raises
    ------
    ValueError
        Naming the rule.
    """
    rule = gate.why_not(people(answers)) if len(answers) else f"fewer than {gate.min_n} respondents"
    if rule:
        raise ValueError(
            f"Nothing on this page may be shown: {rule}. Collect more answers, or run the page on "
            "the synthetic twin (own = '')."
        )


def rows_apart(
    gate: Gate,
    output: str,
    table: pd.DataFrame,
    who: Mapping[Any, pd.Series],
    *,
    hide: Sequence[str],
) -> pd.DataFrame:
    """Return a table whose rows are about different things, each row through the gate by itself.

    As `Gate.rows`; rows on different constructs are not compared with each other, so that one
    person who left out a question does not hide them.
    """
    parts = [
        gate.rows(output, table.loc[[label]], who, hide=hide, variable=f"{output}: {label}")
        for label in table.index
    ]
    joined = pd.concat(parts) if parts else table
    joined.index.name = table.index.name
    return joined


def solution_rows(
    gate: Gate | None, solutions: Mapping[str, Solution], by_alliance: pd.Series
) -> pd.DataFrame:
    """Return the tables of solutions below each other, with a first column ``solution``.

    Parameters
    ----------
    gate
        The gate; None for made-up answers, whose cases are named.
    solutions
        By name; those without a model are left out.
    by_alliance
        Respondent → alliance.

    Returns
    -------
    DataFrame
        As `Solution.table`; through a gate without ``cases``, and without the fit of terms to
        which too few alliances belong. Empty where there is no model.
    """
    parts = [one.table.assign(solution=name) for name, one in solutions.items() if one.models]
    if not parts:
        return pd.DataFrame()
    table = pd.concat(parts, ignore_index=True)
    table = table[["solution", *[one for one in table.columns if one != "solution"]]]
    if gate is None:
        return table
    who = {
        number: by_alliance[by_alliance.isin(str(cases).split(", "))]
        for number, cases in table["cases"].items()
    }
    fits = ["consistency", "pri", "raw_coverage", "unique_coverage"]
    return rows_apart(gate, "solutions", table.drop(columns="cases"), who, hide=fits)
