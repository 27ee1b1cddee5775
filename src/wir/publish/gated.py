"""The disclosure gate for tables of answers: who is behind a row, and rows of different things."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from wir.publish.disclosure import Gate


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
