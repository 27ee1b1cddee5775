"""What a map shows, in words made from the results: how clear a pattern is, where clusters lie."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from wir.publish.language import format_number, join_list

if TYPE_CHECKING:
    import pandas as pd

    from wir.potential.spatial import Moran

NAMED = 2
"""Up to this many districts of a Land are named; more are counted."""


def pattern(moran: Moran, alpha: float = 0.05) -> str:
    """Return how clear a pattern is, from Moran's I and its permutation p.

    A pattern that chance gives in more than `alpha` of the random maps is none; below, I says how
    strong it is (under 0.2 faint, under 0.5 clear, else strong).
    """
    if not moran.p_permutation <= alpha:
        return "no pattern beyond chance"
    barely = ", barely beyond chance" if moran.p_permutation > alpha / 5 else ""
    strength = "faint" if moran.i < 0.2 else "clear" if moran.i < 0.5 else "strong"
    return f"a {strength} pattern{barely}"


def p_value(moran: Moran) -> str:
    """Return the permutation p, ``p = 0.0468``, or ``p ≤ 0.0001`` where no smaller is possible."""
    least = 1 / (1 + moran.permutations)
    sign = "≤" if moran.p_permutation <= least * (1 + 1e-9) else "="
    return f"p {sign} {format_number(moran.p_permutation, 4)}"


def cluster_sentences(
    blocks: pd.Series,
    clusters: pd.Series,
    land: pd.Series,
    names: pd.Series,
    words: Mapping[str, str],
) -> str:
    """Return where the clusters of a map lie: how many districts, in which blocks and Länder.

    Parameters
    ----------
    blocks
        Block of each district of a cluster, see `wir.potential.spatial.cluster_blocks`.
    clusters
        Cluster of each district.
    land, names
        Land and name of each district.
    words
        Cluster → what it is called on the map; clusters it does not name are left out.
    """
    sentences = []
    for cluster, word in words.items():
        own = blocks[clusters.reindex(blocks.index) == cluster]
        places = [_places(own.index[own == number], land, names) for number in sorted(own.unique())]
        if len(own) < 2:
            sentences.append(f"{word}: {places[0] if places else 'none'}.")
            continue
        if len(places) == 1:
            body = f"one block in {places[0]}"
        else:
            body = f"a block of {(own == 1).sum()} in {places[0]}; apart from it "
            body += join_list(places[1:])
        sentences.append(f"{word}: {len(own)} districts, {body}.")
    return " ".join(sentences)


def _places(members: pd.Index, land: pd.Series, names: pd.Series) -> str:
    """Return the Länder of districts with their number, those of few districts by name."""
    groups: dict[str, list[str]] = {}
    for member in members:
        groups.setdefault(str(land[member]), []).append(str(names[member]))
    return join_list(
        [
            f"{one} ({len(own) if len(own) > NAMED else join_list(sorted(own))})"
            for one, own in sorted(groups.items(), key=lambda item: -len(item[1]))
        ]
    )
