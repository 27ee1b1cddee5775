"""Tables around the matching: how often everyone is named, and all that is known of each match."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from wir.learning.topics import FIELD, PHASE, STRUCTURE


def best_for_each(pairs: pd.DataFrame, asks: int) -> pd.DataFrame:
    """Return the pairs that each unit would choose alone: its peers of most value.

    Parameters
    ----------
    pairs
        Result of `wir.learning.pairs.possible_pairs`.
    asks
        Number of different peers; ties go to the first in the alphabet.
    """
    order = pairs.sort_values(
        ["asker", "value", "peer", "topic"], ascending=[True, False, True, True]
    )
    return order.drop_duplicates(["asker", "peer"]).groupby("asker").head(asks)


def named_counts(matches: pd.DataFrame, units: Sequence[str]) -> pd.Series:
    """Return how often each unit is named as a peer, zero included."""
    return matches["peer"].value_counts().reindex(list(units), fill_value=0).rename("named")


def complement_of(pairs: pd.DataFrame, units: Sequence[str]) -> pd.DataFrame:
    """Return on how many topics the row is clearly weak and the column clearly strong."""
    met = pairs[~pairs["topic"].isin([FIELD, PHASE, STRUCTURE])]
    counts = met.groupby(["asker", "peer"]).size().unstack(fill_value=0)
    return counts.reindex(index=list(units), columns=list(units), fill_value=0).astype(float)


def matches_table(
    matches: pd.DataFrame,
    standing: pd.DataFrame,
    kept: pd.DataFrame,
    about: pd.DataFrame,
    seat_only: Sequence[str],
    differences: pd.DataFrame,
) -> pd.DataFrame:
    """Return the matches with places, stability, and what is known of both.

    Parameters
    ----------
    matches
        Of `wir.learning.matching.Matching`.
    standing
        Standings of all units.
    kept
        Result of `wir.learning.stability.stability` for the same matches in the same order.
    about
        The alliances: ``coordinator_type``, ``phase``, ``website``.
    seat_only
        Units whose region is not known.
    differences
        Result of `wir.learning.differences.known_differences`.

    Returns
    -------
    DataFrame
        `matches` with ``asker_place``, ``asker_upper``, ``peer_place``, ``peer_lower`` (missing
        unless a challenge is met), ``stability``, ``stability_topic``, ``asker_coordinator``,
        ``peer_coordinator``, ``peer_phase``, ``peer_website``, ``asker_seat_only``,
        ``peer_seat_only`` and the columns of `differences`.
    """
    if list(matches["peer"]) != list(kept["peer"]):
        raise ValueError("kept must hold the same matches in the same order.")
    mine = standing.reindex(pd.MultiIndex.from_frame(matches[["asker", "topic"]]))
    theirs = standing.reindex(pd.MultiIndex.from_frame(matches[["peer", "topic"]]))
    met = matches["gap"].notna().to_numpy()
    seats = set(seat_only)
    return matches.assign(
        asker_place=np.where(met, mine["place"], np.nan),
        asker_upper=np.where(met, mine["upper"], np.nan),
        peer_place=np.where(met, theirs["place"], np.nan),
        peer_lower=np.where(met, theirs["lower"], np.nan),
        stability=kept["kept_pair"].to_numpy(),
        stability_topic=kept["kept_topic"].to_numpy(),
        asker_coordinator=about["coordinator_type"].reindex(matches["asker"]).to_numpy(),
        peer_coordinator=about["coordinator_type"].reindex(matches["peer"]).to_numpy(),
        peer_phase=about["phase"].reindex(matches["peer"]).to_numpy(),
        peer_website=about["website"].reindex(matches["peer"]).to_numpy(),
        asker_seat_only=[one in seats for one in matches["asker"]],
        peer_seat_only=[one in seats for one in matches["peer"]],
    ).join(differences)
