"""Where alliances stand to each other by what they say: alike, distinct, rivals, drifting."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import sparse

from wir.potential.checks import Floats
from wir.profile.text import tf_idf


def similarity(counts: pd.DataFrame) -> pd.DataFrame:
    """Return the cosine between the tf-idf weights of each pair of groups, 0–1.

    Parameters
    ----------
    counts
        Groups × terms.

    Returns
    -------
    DataFrame
        Groups × groups, 1 on the diagonal; missing for a group without terms.
    """
    weights = tf_idf(counts)
    X = weights.to_numpy()
    S = np.clip(X @ X.T, 0.0, 1.0)
    np.fill_diagonal(S, 1.0)
    empty = ~X.any(axis=1)
    S[empty], S[:, empty] = np.nan, np.nan
    return pd.DataFrame(S, index=weights.index, columns=weights.index)


def distinctiveness(
    counts: pd.DataFrame, *, draws: int = 1000, level: float = 0.9, seed: int = 0
) -> pd.DataFrame:
    """Return how little of what a group says the others say too, and how sure that is.

    1 − cosine between the tf-idf weights of the group and the mean of those of all others: 0 if it
    says exactly what they say, 1 if it shares no term with anybody.

    Uncertainty: terms are drawn with replacement (those of all groups together), and everything
    after the tf-idf is computed again. It says how much the figure hangs on single terms. It does
    not say how another coder would have chosen the words.

    Parameters
    ----------
    counts
        Groups × terms.
    draws
        Bootstrap draws; 0 for none.
    level
        Coverage of the intervals (percentiles).
    seed
        Seed of the draws.

    Returns
    -------
    DataFrame
        Index group: ``distinctiveness`` (0–1), ``lower``, ``upper``, ``rank`` (1 is the most
        distinct), ``rank_lower``, ``rank_upper``, ``terms`` (number of different terms).

    Raises
    ------
    ValueError
        Fewer than three groups with terms; a level outside 0–1; a negative number of draws.
    """
    weights = tf_idf(counts)
    X = weights.to_numpy()
    known = np.asarray(X.any(axis=1))
    if known.sum() < 3 or not 0 < level < 1 or draws < 0:
        raise ValueError(
            f"{int(known.sum())} groups with terms, level {level}, {draws} draws. Expected three "
            "groups or more, a level between 0 and 1, and no negative number of draws."
        )
    X = X[known]
    value = _distinct(_parts(X), np.ones(X.shape[1]))
    drawn = _bootstrap(X, draws, seed)
    tail = (1 - level) / 2
    ranks = _ranks(drawn)
    none = np.full(len(X), np.nan)

    def quantile(values: Floats, q: float) -> Floats:
        return np.nanquantile(values, q, axis=0) if draws else none

    table = pd.DataFrame(
        {
            "distinctiveness": value,
            "lower": quantile(drawn, tail),
            "upper": quantile(drawn, 1 - tail),
            "rank": _ranks(value[None, :])[0],
            "rank_lower": quantile(ranks, tail),
            "rank_upper": quantile(ranks, 1 - tail),
            "terms": (X > 0).sum(axis=1),
        },
        index=weights.index[known],
    )
    return table.reindex(weights.index)


BATCH = 100
"""Draws that are computed at the same time."""


def _bootstrap(X: Floats, draws: int, seed: int) -> Floats:
    rng = np.random.default_rng(seed)
    terms = X.shape[1]
    parts = _parts(X)
    result = np.empty((draws, len(X)))
    for start in range(0, draws, BATCH):
        times = _drawn(rng, terms, min(BATCH, draws - start))
        result[start : start + BATCH] = _distinct(parts, times.T).T
    return result


def _drawn(rng: np.random.Generator, terms: int, draws: int) -> Floats:
    """Return how often each term is drawn: draws × terms."""
    return np.array(
        [np.bincount(rng.integers(0, terms, terms), minlength=terms) for _ in range(draws)],
        dtype=float,
    )


def _parts(X: Floats) -> tuple[Floats, Floats, Floats]:
    """Return what the sums over terms run over: X with the others, X and the others squared."""
    others = X.sum(axis=0) - X
    return X * others, X**2, others**2


def _distinct(parts: tuple[Floats, Floats, Floats], times: Floats) -> Floats:
    """Return 1 − cosine with the sum of the others, with terms that count `times`."""
    top, own, others = (part @ times for part in parts)
    bottom = np.sqrt(own * others)
    cosine = np.divide(top, bottom, where=bottom > 0, out=np.full(top.shape, np.nan))
    return np.asarray(1 - np.clip(cosine, 0, 1))


def _ranks(values: Floats) -> Floats:
    """Return ranks in each row, 1 for the largest; ties share the smallest."""
    if not len(values):
        return values
    ranks = pd.DataFrame(values).rank(axis=1, ascending=False, method="min")
    return ranks.to_numpy(dtype=float)


def rivals(
    counts: pd.DataFrame, k: int = 3, *, draws: int = 1000, seed: int = 0, terms: int = 4
) -> pd.DataFrame:
    """Return for each group those that say most the same, why, and how sure the choice is.

    A rival is one of the `k` groups with the highest similarity (`similarity`), if it shares any
    term. It is a rival in what is said: whether both want the same partners, customers or
    money no text shows.

    Parameters
    ----------
    counts
        Groups × terms.
    k
        Rivals of each group.
    draws
        Bootstrap draws over the terms behind the stability.
    seed
        Seed of the draws.
    terms
        Shared terms that are named, those that contribute most to the similarity.

    Returns
    -------
    DataFrame
        ``group``, ``place``, ``rival``, ``similarity``, ``stability`` (share of draws in which it
        is among the k), ``shared_terms`` (list).
    """
    weights = tf_idf(counts)
    X = weights.to_numpy()
    S = _cosines(X, None)
    chosen = _nearest(S, k)
    again = np.zeros(S.shape)
    rng = np.random.default_rng(seed)
    for _ in range(draws):
        near = _nearest(_cosines(X, _drawn(rng, X.shape[1], 1)[0]), k)
        for row, found in enumerate(near):
            again[row, found] += 1
    rows = []
    for row, found in enumerate(chosen):
        for place, other in enumerate(found, start=1):
            part = pd.Series(X[row] * X[other], index=weights.columns)
            rows.append(
                {
                    "group": weights.index[row],
                    "place": place,
                    "rival": weights.index[other],
                    "similarity": S[row, other],
                    "stability": again[row, other] / draws if draws else np.nan,
                    "shared_terms": _leading(part, terms),
                }
            )
    columns = ["group", "place", "rival", "similarity", "stability", "shared_terms"]
    return pd.DataFrame(rows, columns=columns)


def _leading(values: pd.Series, count: int) -> list[str]:
    """Return the terms with the largest positive values, without parts of one before them."""
    chosen: list[str] = []
    for term in values[values > 0].sort_values(ascending=False, kind="stable").index:
        if len(chosen) == count:
            break
        if not any(str(term) in one for one in chosen):
            chosen.append(str(term))
    return chosen


def _cosines(X: Floats, times: Floats | None) -> Floats:
    V = X if times is None else X * np.sqrt(times)
    if np.count_nonzero(V) < 0.1 * V.size:
        few = sparse.csr_array(V)
        S = (few @ few.T).toarray()
    else:
        S = V @ V.T
    length = np.sqrt(S.diagonal())
    length = np.where(length > 0, length, 1.0)
    S = S / np.outer(length, length)
    np.fill_diagonal(S, -1.0)
    return np.asarray(S)


def _nearest(S: Floats, k: int) -> list[np.ndarray]:
    order = np.argsort(-S, axis=1, kind="stable")[:, :k]
    return [found[S[row, found] > 1e-12] for row, found in enumerate(order)]


def allies(
    counts: pd.DataFrame,
    fields: dict[str, set[str]],
    quotients: pd.DataFrame,
    rival_of: pd.DataFrame,
    k: int = 3,
    *,
    related: float = 0.75,
) -> pd.DataFrame:
    """Return for each group those with a related theme whose region has what its own lacks.

    A natural ally (1) is more similar than three quarters of all pairs of groups are, (2) is none
    of the nearest rivals, and (3) its
    region is specialised (location quotient of 1 or more) in occupations that were coded as fields
    of the group and in which the group's own region is not. Ordered by how many of these gaps
    it fills, then by similarity.

    Parameters
    ----------
    counts
        Groups × terms.
    fields
        Group → occupations of its field.
    quotients
        Groups (whose region is known) × occupations: location quotients.
    rival_of
        Result of `rivals`.
    k
        Allies of each group at most.
    related
        Quantile of the similarities of all pairs from which on themes count as related.

    Returns
    -------
    DataFrame
        ``group``, ``place``, ``ally``, ``similarity``, ``fills`` (list of occupations), ``gaps``
        (number of gaps of the group), ``shared_terms``. No rows for groups whose region or
        fields are not known.
    """
    S = similarity(counts)
    has = quotients >= 1
    pairs = S.to_numpy()[np.triu_indices(len(S), 1)]
    least = float(np.nanquantile(pairs, related)) if len(pairs) else 1.0
    weights = tf_idf(counts)
    taken = rival_of.groupby("group")["rival"].apply(set).to_dict()
    rows = []
    for group in counts.index:
        coded = fields.get(str(group), set()) & set(quotients.columns)
        if group not in has.index or not coded:
            continue
        gaps = [one for one in sorted(coded) if not has.loc[group, one]]
        found = []
        for other in has.index.intersection(counts.index):
            alike = float(S.loc[group, other])
            fills = [one for one in gaps if has.loc[other, one]]
            near = other in taken.get(group, set())
            if other != group and not near and alike > 0 and alike >= least and fills:
                found.append((-len(fills), -alike, str(other), fills))
        for place, (_, alike, name, fills) in enumerate(sorted(found)[:k], start=1):
            rows.append(
                {
                    "group": group, "place": place, "ally": name, "similarity": -alike,
                    "fills": fills, "gaps": len(gaps),
                    "shared_terms": _leading(weights.loc[group] * weights.loc[name], 3),
                }
            )  # fmt: skip
    columns = ["group", "place", "ally", "similarity", "fills", "gaps", "shared_terms"]
    return pd.DataFrame(rows, columns=columns)


def typical_terms(
    z: pd.DataFrame, counts: pd.DataFrame, count: int = 8, least: float = 0.0
) -> pd.DataFrame:
    """Return the terms that are most typical of each group, with the number of others that use it.

    Parameters
    ----------
    z
        Result of `wir.profile.text.weighted_log_odds`.
    counts
        Groups × terms.
    count
        Terms per group.
    least
        z above which a term counts as typical.

    Returns
    -------
    DataFrame
        ``group``, ``place``, ``term``, ``z``, ``count``, ``others`` (groups that use it as well).
    """
    spread = (counts > 0).sum()
    rows = []
    for group in z.index:
        own = z.loc[group][(counts.loc[group] > 0) & (z.loc[group] > least)]
        # ties are many among keywords: the rarer term first, then the longer one
        order = sorted(
            own.index, key=lambda t: (-round(float(own[t]), 9), spread[t], -len(str(t)), str(t))
        )
        order = _without_parts(order)
        rows += [
            {
                "group": group, "place": place, "term": term, "z": float(own[term]),
                "count": int(counts.loc[group, term]), "others": int(spread[term] - 1),
            }
            for place, term in enumerate(order[:count], start=1)
        ]  # fmt: skip
    return pd.DataFrame(rows, columns=["group", "place", "term", "z", "count", "others"])


def _without_parts(terms: list[str]) -> list[str]:
    """Return terms without those that are part of one before them: Kopplung in Sektorkopplung."""
    kept: list[str] = []
    for term in terms:
        if not any(str(term) in str(one) for one in kept):
            kept.append(term)
    return kept


def agreement(first: pd.DataFrame, second: pd.DataFrame) -> float:
    """Return Pearson's correlation of two tables of similarities over the pairs that both have."""
    both = first.index.intersection(second.index)
    a, b = first.loc[both, both].to_numpy(), second.loc[both, both].to_numpy()
    upper = np.triu_indices(len(both), 1)
    x, y = a[upper], b[upper]
    known = ~(np.isnan(x) | np.isnan(y))
    return float(np.corrcoef(x[known], y[known])[0, 1]) if known.sum() > 2 else float("nan")


def same_area(rival_of: pd.DataFrame, areas: pd.Series) -> tuple[float, float]:
    """Return in how many per cent of groups the first rival is of the same area, and by chance.

    Parameters
    ----------
    rival_of
        Result of `rivals`.
    areas
        Area by group, given by somebody without looking at the terms.
    """
    first = rival_of[rival_of["place"] == 1]
    own, other = first["group"].map(areas), first["rival"].map(areas)
    known = own.notna() & other.notna()
    if not known.any():
        return float("nan"), float("nan")
    counts = areas.value_counts()
    chance = own[known].map((counts - 1) / (len(areas) - 1)).mean()
    return 100 * float((own[known] == other[known]).mean()), 100 * float(chance)
