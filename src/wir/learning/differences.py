"""What a peer does differently, as far as the tables at hand know it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd

from wir.learning.topics import FIELD, PHASE, STRUCTURE

COLUMNS = ["figure", "asker_value", "peer_value", "only_peer"]


def region_means(
    indicators: pd.DataFrame, members: Mapping[str, Sequence[str]], people: pd.Series
) -> pd.DataFrame:
    """Return the indicators of each alliance's region: means weighted by population."""
    rows = {}
    for unit, inside in members.items():
        own = indicators.loc[list(inside)]
        weight = people.reindex(own.index)
        known = own.notna().mul(weight, axis=0).sum()
        rows[unit] = own.mul(weight, axis=0).sum() / known.where(known > 0)
    return pd.DataFrame(rows).T


def known_differences(
    matches: pd.DataFrame,
    figures: Mapping[str, pd.DataFrame],
    directions: Mapping[str, int],
    activities: Mapping[str, Collection[str]],
    fields: Mapping[str, Collection[str]],
) -> pd.DataFrame:
    """Return, for each match, the figure in which both differ most, and what only the peer has.

    What a peer *does* is in none of the tables; how its region differs, and what it names as its
    fields, is. Everything else is not known and stays missing.

    Parameters
    ----------
    matches
        ``asker``, ``peer``, ``topic``.
    figures
        Topic → units × indicators, in their own units.
    directions
        Indicator → 1 (more is better) or −1.
    activities
        Unit → activities its region is specialised in (topics ``complexity``, ``related``), the
        most complex first.
    fields
        Unit → fields it names (the topics field, programme, similar region, demand and room).

    Returns
    -------
    DataFrame
        Same rows and index as `matches`: ``figure`` (indicator; missing where none is known),
        ``asker_value``, ``peer_value``, ``only_peer`` (list, at most three).
    """
    rows = []
    for asker, peer, topic in zip(matches["asker"], matches["peer"], matches["topic"], strict=True):
        table = figures.get(topic)
        figure, mine, theirs = None, np.nan, np.nan
        if table is not None and asker in table.index and peer in table.index:
            spread = table.std(ddof=1)
            direction = pd.Series(directions).reindex(table.columns).fillna(1)
            gap = ((table.loc[peer] - table.loc[asker]) / spread.where(spread > 0)) * direction
            if gap.notna().any() and gap.max() > 0:
                figure = str(gap.idxmax())
                mine, theirs = float(table.loc[asker, figure]), float(table.loc[peer, figure])
        source: Mapping[str, Collection[str]] = {}
        if topic in {"complexity", "related"}:
            source = activities
        elif topic in {FIELD, PHASE, STRUCTURE, "demand", "room"}:
            source = fields
        own = set(source.get(asker, ()))
        only = [one for one in source.get(peer, ()) if one not in own][:3]
        rows.append((figure, mine, theirs, only))
    return pd.DataFrame(rows, columns=COLUMNS, index=matches.index)


def peers_by_kind(pairs: pd.DataFrame, count: int = 5) -> pd.DataFrame:
    """Return the first peers of each unit by structure, field, phase and challenge.

    Parameters
    ----------
    pairs
        Result of `wir.learning.pairs.possible_pairs`.
    count
        Most peers per unit and kind.

    Returns
    -------
    DataFrame
        ``unit``, ``kind`` (structure, field, phase, challenge), ``place``, ``peer``, ``topics``
        (for challenges: all on which the peer is strong, separated by commas), ``value``,
        ``certainty``. Here anyone may be named by everyone; it is no matching.
    """
    kind = pairs["topic"].where(pairs["topic"].isin([FIELD, PHASE, STRUCTURE]), "challenge")
    together = (
        pairs.assign(kind=kind)
        .sort_values(["asker", "kind", "peer", "topic"])
        .groupby(["asker", "kind", "peer"], as_index=False)
        .agg(
            topics=("topic", lambda one: ", ".join(one)),
            value=("value", "max"),
            certainty=("certainty", "max"),
        )
        .sort_values(["asker", "kind", "value", "peer"], ascending=[True, True, False, True])
    )
    together["place"] = together.groupby(["asker", "kind"]).cumcount() + 1
    kept = together[together["place"] <= count].rename(columns={"asker": "unit"})
    return kept[["unit", "kind", "place", "peer", "topics", "value", "certainty"]].reset_index(
        drop=True
    )
