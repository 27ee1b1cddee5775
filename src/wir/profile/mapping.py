"""A map of groups by what they say, the terms that place them, and how far to trust it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from wir.potential.checks import Floats
from wir.profile.positioning import similarity


@dataclass(frozen=True)
class Map:
    """Places of groups and terms.

    Attributes
    ----------
    places
        Groups × (``x``, ``y``).
    terms
        Terms × (``x``, ``y``, ``groups``): the middle of the groups that use the term, for terms of
        several groups that lie close together.
    neighbours_kept
        Share of the nearest `k` by similarity that are also nearest on the map, 0–1.
    by_chance
        What a random map would keep.
    """

    places: pd.DataFrame
    terms: pd.DataFrame
    neighbours_kept: float
    by_chance: float


def similarity_map(
    counts: pd.DataFrame, *, k: int = 3, least_groups: int = 3, terms: int = 14, seed: int = 0
) -> Map:
    """Place groups in the plane so that similar ones lie close.

    t-SNE on 1 − similarity, started from classical scaling, so that no chance comes in. With short
    texts most pairs share next to nothing, and only near similarities mean something: this is what
    t-SNE keeps. Distances between far groups, the axes and the turn of the map mean nothing. With
    fewer than nine groups it is classical scaling alone.

    Parameters
    ----------
    counts
        Groups × terms, each group with terms.
    k
        Neighbours that are kept.
    least_groups
        Terms of fewer groups place nobody.
    terms
        Terms shown at most: those whose groups lie closest together, compared with chance.
    seed
        Seed of the random maps that `by_chance` is computed from.

    References
    ----------
    van der Maaten and Hinton (2008), Visualizing data using t-SNE, Journal of Machine Learning
    Research 9.
    """
    S = similarity(counts).to_numpy(copy=True)
    n = len(S)
    distance = 1 - np.clip(S, 0, 1)
    np.fill_diagonal(distance, 0.0)
    xy = _scaled(distance)
    if n >= 9:
        from sklearn.manifold import TSNE

        start = 1e-2 * xy / max(float(xy[:, 0].std()), 1e-12)
        model = TSNE(
            2, metric="precomputed", init=start, perplexity=min(8, (n - 1) / 3), max_iter=2000,
            learning_rate=50, method="exact", random_state=0,
        )  # fmt: skip
        xy = model.fit_transform(distance).astype(float)
    xy = xy - xy.mean(axis=0)
    xy /= max(float(np.abs(xy).max()), 1e-12)
    np.fill_diagonal(S, -1.0)
    places = pd.DataFrame(xy, index=counts.index, columns=["x", "y"])
    rng = np.random.default_rng(seed)
    chance = np.mean([_kept(S, rng.normal(size=xy.shape), k) for _ in range(50)])
    return Map(
        places, _placing_terms(counts, places, least_groups, terms), _kept(S, xy, k), float(chance)
    )


def _scaled(distance: Floats) -> Floats:
    """Return classical scaling into the plane (Torgerson), with the signs made definite."""
    n = len(distance)
    centre = np.eye(n) - 1 / n
    values, vectors = np.linalg.eigh(-centre @ distance**2 @ centre / 2)
    top = np.argsort(-values)[:2]
    xy = vectors[:, top] * np.sqrt(np.maximum(values[top], 0))
    largest = np.abs(xy).argmax(axis=0)
    return np.asarray(xy * np.where(xy[largest, [0, 1]] < 0, -1, 1))


def _kept(S: Floats, xy: Floats, k: int) -> float:
    distance = np.linalg.norm(xy[:, None] - xy[None], axis=2)
    np.fill_diagonal(distance, np.inf)
    near = np.argsort(distance, axis=1, kind="stable")[:, :k]
    shares = []
    for row in range(len(S)):
        wanted = [j for j in np.argsort(-S[row], kind="stable")[:k] if S[row, j] > 0]
        if wanted:
            shares.append(len(set(wanted) & set(near[row])) / len(wanted))
    return float(np.mean(shares)) if shares else float("nan")


def _placing_terms(
    counts: pd.DataFrame, places: pd.DataFrame, least_groups: int, limit: int
) -> pd.DataFrame:
    xy = places.to_numpy()
    spread = float(np.mean(np.sum((xy - xy.mean(axis=0)) ** 2, axis=1)))
    rows = {}
    for term in counts.columns:
        users = (counts[term] > 0).to_numpy()
        number = int(users.sum())
        if least_groups <= number <= len(counts) / 3:
            middle = xy[users].mean(axis=0)
            inside = np.sum((xy[users] - middle) ** 2) / (number - 1) / spread
            rows[term] = (middle[0], middle[1], number, inside / np.sqrt(number))
    table = pd.DataFrame.from_dict(
        rows, orient="index", columns=["x", "y", "groups", "spread"]
    ).rename_axis("term")
    return table.nsmallest(limit, "spread") if len(table) else table
