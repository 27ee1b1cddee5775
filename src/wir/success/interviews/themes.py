"""Do alliances of different types raise different themes? Exact tests on alliances."""

from __future__ import annotations

import numpy as np
import pandas as pd

from wir.success.models.exact import contingency
from wir.success.models.multiplicity import false_discovery_rate


def themes_by_type(
    said: pd.DataFrame,
    who: pd.Series,
    types: pd.Series,
    *,
    draws: int = 2_000,
    seed: int = 0,
    level: float = 0.05,
) -> pd.DataFrame:
    """Return, per theme, whether its share of alliances differs between types.

    An alliance raises a theme if one of its interviews does. Alliances are the units, since
    interviews of one alliance are not independent; the test is exact (Fisher, Freeman and Halton),
    by random tables where there are too many, with the false discovery rate over the themes.

    Parameters
    ----------
    said
        Documents × themes, booleans.
    who, types
        Document → alliance, document → type of the alliance.
    draws, seed, level
        See `wir.success.contingency` and `wir.success.false_discovery_rate`.

    Returns
    -------
    DataFrame
        Index: themes; ``alliances`` (raising it), ``lowest`` and ``highest`` (share, by type, 0 to
        1), ``cramers_v``, ``p``, ``q``, ``found``. P is missing where a theme is raised by all or
        none, or there is one type only.
    """
    alliance = said.groupby(who.reindex(said.index)).any()
    kind = types.groupby(who).first().reindex(alliance.index)
    rows = []
    for theme in said.columns:
        raised = alliance[theme]
        table = pd.crosstab(kind, raised)
        shares = raised.groupby(kind).mean()
        p = v = np.nan
        if table.shape[0] > 1 and table.shape[1] > 1:
            test = contingency(table, draws=draws, seed=seed)
            p, v = test.p, test.cramers_v
        rows.append((int(raised.sum()), shares.min(), shares.max(), v, p))
    columns = ["alliances", "lowest", "highest", "cramers_v", "p"]
    result = pd.DataFrame(rows, index=said.columns, columns=columns).rename_axis("theme")
    adjusted = false_discovery_rate(result["p"], level=level)
    return result.assign(q=adjusted["q"], found=adjusted["found"])


def power_for_types(
    sizes: pd.Series,
    low: float,
    high: float,
    *,
    level: float = 0.05,
    draws: int = 200,
    seed: int = 0,
) -> float:
    """Return how often the test finds a theme that one type raises more often than the others.

    Parameters
    ----------
    sizes
        Number of alliances per type.
    low, high
        Share that raises the theme: in all types but the largest, and in that one.
    level, draws, seed
        Of the test (before the correction for many themes), and of the simulation.
    """
    rng = np.random.default_rng(seed)
    ordered = sizes.sort_values(ascending=False)
    shares = np.full(len(ordered), low)
    shares[0] = high
    found = 0
    for _ in range(draws):
        yes = rng.binomial(ordered.to_numpy(), shares)
        table = pd.DataFrame({"yes": yes, "no": ordered.to_numpy() - yes})
        if (table.sum() > 0).all():
            found += contingency(table, draws=99, seed=seed).p <= level
    return found / draws
