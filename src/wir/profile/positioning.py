"""Where alliances stand to each other by what they say: alike, distinct, rivals, drifting."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import sparse

from wir.potential.checks import Floats, listed
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
        Fewer than three groups with terms; a level outside 0–1.
    """
    weights = tf_idf(counts)
    X = weights.to_numpy()
    known = np.asarray(X.any(axis=1))
    if known.sum() < 3 or not 0 < level < 1:
        raise ValueError(
            f"{int(known.sum())} groups with terms, level {level}. Expected three groups or more, "
            "and a level between 0 and 1."
        )
    X = X[known]
    value = _distinct(X, np.ones(X.shape[1]))
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


def _bootstrap(X: Floats, draws: int, seed: int) -> Floats:
    rng = np.random.default_rng(seed)
    terms = X.shape[1]
    result = np.empty((draws, len(X)))
    for number in range(draws):
        times = np.bincount(rng.integers(0, terms, terms), minlength=terms)
        result[number] = _distinct(X, times)
    return result


def _distinct(X: Floats, times: Floats | np.ndarray) -> Floats:
    """Return 1 − cosine with the sum of the others, with terms that count `times`."""
    V = X * np.sqrt(times)
    others = V.sum(axis=0) - V
    top = (V * others).sum(axis=1)
    bottom = np.linalg.norm(V, axis=1) * np.linalg.norm(others, axis=1)
    cosine = np.divide(top, bottom, where=bottom > 0, out=np.full(len(V), np.nan))
    return 1 - np.clip(cosine, 0, 1)


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
        times = np.bincount(rng.integers(0, X.shape[1], X.shape[1]), minlength=X.shape[1])
        near = _nearest(_cosines(X, times), k)
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
                    "shared_terms": [str(t) for t in part[part > 0].nlargest(terms).index],
                }
            )
    columns = ["group", "place", "rival", "similarity", "stability", "shared_terms"]
    return pd.DataFrame(rows, columns=columns)


def _cosines(X: Floats, times: np.ndarray | None) -> Floats:
    V = sparse.csr_array(X if times is None else X * np.sqrt(times))
    S = (V @ V.T).toarray()
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
) -> pd.DataFrame:
    """Return for each group those with a related theme whose region has what its own lacks.

    A natural ally (1) shares at least one term, (2) is none of the nearest rivals, and (3) its
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

    Returns
    -------
    DataFrame
        ``group``, ``place``, ``ally``, ``similarity``, ``fills`` (list of occupations), ``gaps``
        (number of gaps of the group). No rows for groups whose region or fields are not known.
    """
    S = similarity(counts)
    has = quotients >= 1
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
            if other != group and other not in taken.get(group, set()) and alike > 0 and fills:
                found.append((-len(fills), -alike, str(other), fills))
        for place, (_, alike, name, fills) in enumerate(sorted(found)[:k], start=1):
            rows.append(
                {
                    "group": group, "place": place, "ally": name, "similarity": -alike,
                    "fills": fills, "gaps": len(gaps),
                }
            )  # fmt: skip
    return pd.DataFrame(rows, columns=["group", "place", "ally", "similarity", "fills", "gaps"])


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
        # ties are many among keywords: the rarer term first, then the alphabet
        order = sorted(own.index, key=lambda t: (-round(float(own[t]), 9), spread[t], str(t)))
        rows += [
            {
                "group": group, "place": place, "term": term, "z": float(own[term]),
                "count": int(counts.loc[group, term]), "others": int(spread[term] - 1),
            }
            for place, term in enumerate(order[:count], start=1)
        ]  # fmt: skip
    return pd.DataFrame(rows, columns=["group", "place", "term", "z", "count", "others"])


def require_groups(groups: pd.Index, wanted: str, what: str) -> None:
    """Raise a `ValueError` that names the groups there are, if `wanted` is none of them."""
    if wanted not in groups:
        raise ValueError(f"{what} is {wanted!r}. Expected one of {listed(groups, 12)}.")
