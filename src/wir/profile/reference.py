"""Few texts of one's own among the keywords of the others, for something to compare with."""

from __future__ import annotations

import pandas as pd

LEAST_GROUPS = 3
"""Groups that a comparison needs."""


def among_keywords(own: pd.DataFrame, keywords: pd.DataFrame) -> pd.DataFrame:
    """Return the counts of one's own groups beside those of the keywords of all others.

    Running text has many more words than twelve keywords, so only terms that are keywords of
    somebody count, and each counts once in one's own texts: said or not said. What comes out is
    whose keywords one's own texts mention; it is not comparable with how keywords compare with
    each other.

    Parameters
    ----------
    own
        Groups × terms, from texts.
    keywords
        Groups × terms, from keywords; groups that are in `own` are left out.
    """
    others = keywords.drop(index=keywords.index.intersection(own.index))
    said = (own.reindex(columns=keywords.columns, fill_value=0) > 0).astype(float)
    table = pd.concat([others, said]).sort_index()
    return table.loc[:, (table > 0).any()].rename_axis(index="group", columns="term")
