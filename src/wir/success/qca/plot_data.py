"""Cases against a condition, term or model and the outcome: what X–Y plots show."""

from __future__ import annotations

import numpy as np
import pandas as pd

from wir.success.qca.expressions import membership, outcome_membership


def xy_data(data: pd.DataFrame, outcome: str, expression: str) -> pd.DataFrame:
    """Return each case's membership in an expression and the outcome, and what kind it is.

    Kinds of cases where the expression is read as sufficient:

    ``typical``
        In both, and no more in the expression than in the outcome.
    ``deviant in degree``
        In both, but more in the expression.
    ``deviant in kind``
        In the expression, not in the outcome: it contradicts.
    ``uncovered``
        In the outcome, not in the expression: another explanation is needed.
    ``irrelevant``
        In neither.
    ``undecided``
        With a membership of exactly 0.5.

    Parameters
    ----------
    data
        Cases × conditions and outcome, memberships 0–1.
    outcome
        Column of the outcome; ``~NAME`` for its absence.
    expression
        Such as ``"A*~B + C"``.

    Returns
    -------
    DataFrame
        One row per case: ``x``, ``y``, ``kind``.

    References
    ----------
    Schneider and Rohlfing (2013), Combining QCA and process tracing in set-theoretic multi-method
    research, Sociological Methods & Research 42.
    """
    x, y = membership(data, expression).to_numpy(), outcome_membership(data, outcome)
    kind = np.select(
        [
            (np.abs(x - 0.5) < 1e-12) | (np.abs(y - 0.5) < 1e-12),
            (x > 0.5) & (y > 0.5) & (x <= y + 1e-12),
            (x > 0.5) & (y > 0.5),
            x > 0.5,
            y > 0.5,
        ],
        ["undecided", "typical", "deviant in degree", "deviant in kind", "uncovered"],
        "irrelevant",
    )
    return pd.DataFrame({"x": x, "y": y, "kind": kind}, index=data.index)
