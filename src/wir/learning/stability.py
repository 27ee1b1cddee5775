"""How far the matches depend on definitions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from wir.learning.pairs import WEIGHTS

BY = ("weights", "cut-offs", "standardisation", "all")
"""What is varied alone, and everything together."""


def stability(base: pd.DataFrame, others: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return, for each match, the share of other definitions that keep it.

    Parameters
    ----------
    base
        ``asker``, ``peer``, ``topic``: the matches.
    others
        The same under other definitions.

    Returns
    -------
    DataFrame
        `base` with ``kept_pair`` (the same peer, on whatever topic) and ``kept_topic`` (the same
        peer on the same topic), shares from 0 to 1.

    Raises
    ------
    ValueError
        No other definition, or missing columns.
    """
    key = ["asker", "peer", "topic"]
    for number, table in enumerate([base, *others]):
        missing = [one for one in key if one not in table.columns]
        if missing:
            what = "base" if number == 0 else f"definition {number}"
            raise ValueError(f"{what} lacks the columns {', '.join(missing)}.")
    if not len(others):
        raise ValueError("There is no other definition to compare with.")
    pair = pd.Series(0, index=pd.MultiIndex.from_frame(base[["asker", "peer"]]))
    topic = pd.Series(0, index=pd.MultiIndex.from_frame(base[key]))
    for table in others:
        pair += pair.index.isin(pd.MultiIndex.from_frame(table[["asker", "peer"]]))
        topic += topic.index.isin(pd.MultiIndex.from_frame(table[key]))
    return base.assign(
        kept_pair=pair.to_numpy() / len(others), kept_topic=topic.to_numpy() / len(others)
    )


def drawn_weights(draws: int, seed: int, concentration: float = 16.0) -> list[dict[str, float]]:
    """Return weights of pairs drawn around the nominal ones, which vary by about ±25 %."""
    rng = np.random.default_rng(seed)
    names = list(WEIGHTS)
    nominal = np.array([WEIGHTS[one] for one in names])
    share = nominal / nominal.sum()
    drawn = rng.dirichlet(concentration * len(names) * share, size=draws) * nominal.sum()
    return [dict(zip(names, map(float, row), strict=True)) for row in drawn]


def summary(shares: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the mean and median share that keeps a match, by what is varied."""
    return pd.DataFrame(
        {
            what: {
                "pairs_kept": table["kept_pair"].mean(),
                "topics_kept": table["kept_topic"].mean(),
                "pairs_half": (table["kept_pair"] >= 0.5).mean(),
            }
            for what, table in shares.items()
        }
    ).T.rename_axis("varied")
