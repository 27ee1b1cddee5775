"""Many tests at once: the false discovery rate."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from wir.potential.checks import listed, numeric_series


def false_discovery_rate(
    p: pd.Series, *, method: Literal["bh", "by"] = "bh", level: float = 0.05
) -> pd.DataFrame:
    """Return adjusted p values that keep the share of false findings at a level.

    Parameters
    ----------
    p
        P values of a family of tests that was fixed beforehand; missing ones stay missing and are
        not counted.
    method
        ``bh`` after Benjamini and Hochberg (tests independent or positively related); ``by`` after
        Benjamini and Yekutieli (any relation).
    level
        Share of false findings that is accepted.

    Returns
    -------
    DataFrame
        One row per test: ``p``, ``q`` (adjusted), ``found`` (q at or below the level).

    Raises
    ------
    TypeError, ValueError
        Values that are not between 0 and 1, an unknown method.

    References
    ----------
    Benjamini and Hochberg (1995), Controlling the false discovery rate, JRSS B 57. Computed by
    statsmodels.
    """
    from statsmodels.stats.multitest import multipletests

    if method not in ("bh", "by") or not 0 < level < 1:
        raise ValueError(
            f"method is {method!r} and level {level}. Expected 'bh' or 'by', and a share."
        )
    values = numeric_series(p, "p")
    outside = values[(values < 0) | (values > 1)]
    if len(outside):
        raise ValueError(
            f"p holds {outside.iloc[0]:g} for {listed(outside.index[:1])}. Expected p values "
            "between 0 and 1."
        )
    known = values.dropna()
    q = pd.Series(np.nan, index=values.index)
    if len(known):
        q[known.index] = multipletests(known.to_numpy(), method=f"fdr_{method}")[1]
    return pd.DataFrame({"p": values, "q": q, "found": q <= level})
