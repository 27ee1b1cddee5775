"""Topics of a collection of texts, and whether they come out again from other starts."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from wir.potential.checks import Floats
from wir.profile.text import tf_idf

STABLE = 0.8
"""Mean best-match similarity from which on a solution is called stable."""


@dataclass(frozen=True)
class Topics:
    """A solution by non-negative matrix factorisation.

    Attributes
    ----------
    loadings
        Topics × terms, rows of length one.
    shares
        Groups × topics, rows that sum to one (missing for a group without terms).
    error
        Share of the squared tf-idf weights that the topics do not reproduce, 0–1.
    """

    loadings: pd.DataFrame
    shares: pd.DataFrame
    error: float

    def terms(self, count: int = 6) -> dict[str, list[str]]:
        """Return the terms with the largest loadings, by topic."""
        return {
            str(topic): [str(term) for term in row.nlargest(count).index if row[term] > 0]
            for topic, row in self.loadings.iterrows()
        }


def topic_stability(
    weights: pd.DataFrame, numbers: Sequence[int], *, seeds: int = 20, seed: int = 0
) -> tuple[pd.DataFrame, dict[int, Topics]]:
    """Fit topics from random starts for each number of topics, and compare what comes out.

    Two solutions are compared by the cosine between their topics, paired one to one so that the
    sum is largest; the mean over all pairs of starts is the stability.

    Parameters
    ----------
    weights
        Groups × terms, zero or more, as `wir.profile.text.tf_idf` returns them.
    numbers
        Numbers of topics to try.
    seeds
        Random starts for each number.
    seed
        Seed of the first start; the others follow.

    Returns
    -------
    table
        One row per number of topics: ``topics``, ``stability`` (mean over pairs of starts),
        ``lowest`` (the worst pair), ``weakest_topic`` (mean similarity of the topic that comes
        back worst), ``error`` (best start), ``stable`` (stability of at least 0.8).
    solutions
        For each number the start with the smallest error.

    Raises
    ------
    ValueError
        Fewer than two starts; a number of topics below 2 or not below the numbers of groups and
        terms.

    References
    ----------
    Lee and Seung (1999), Learning the parts of objects by non-negative matrix factorization,
    Nature 401. Belford, Mac Namee and Greene (2018), Stability of topic modeling via matrix
    factorization, Expert Systems with Applications 91.
    """
    wrong = [k for k in numbers if not 2 <= k < min(weights.shape)]
    if wrong or not len(numbers) or seeds < 2:
        raise ValueError(
            f"Numbers of topics: {list(numbers)}, starts: {seeds}. Expected numbers from 2 to "
            f"{min(weights.shape) - 1} (below the numbers of groups and terms), and two starts."
        )
    rows, best = [], {}
    for k in numbers:
        found = [fit_topics(weights, k, seed + number) for number in range(seeds)]
        best[k] = min(found, key=lambda one: one.error)
        pairs = [
            best_match(found[i].loadings, found[j].loadings) for i in range(seeds) for j in range(i)
        ]
        to_best = [best_match(best[k].loadings, one.loadings) for one in found]
        rows.append(
            {
                "topics": k,
                "stability": float(np.mean([pair.mean() for pair in pairs])),
                "lowest": float(min(pair.mean() for pair in pairs)),
                "weakest_topic": float(np.mean(to_best, axis=0).min()),
                "error": best[k].error,
            }
        )
    table = pd.DataFrame(rows)
    return table.assign(stable=table["stability"] >= STABLE), best


def topics_by_chance(
    counts: pd.DataFrame, numbers: Sequence[int], *, draws: int = 5, seeds: int = 10, seed: int = 0
) -> pd.DataFrame:
    """Return stability and error where there are no topics: each term dealt anew to the groups.

    How many groups use a term, and how often, stays; which ones is left to chance. Topics of such
    tables come back as well, only because every start finds the same accidents: a stability that
    is not above theirs says nothing about topics. The error is the better test.

    Parameters
    ----------
    counts
        Groups × terms.
    numbers, seeds, seed
        As `topic_stability`.
    draws
        Tables dealt anew.

    Returns
    -------
    DataFrame
        One row per number: ``topics``, ``stability_by_chance`` and ``error_by_chance`` (means),
        ``stability_by_chance_highest``, ``error_by_chance_lowest``.
    """
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(draws):
        dealt = counts.apply(lambda column: rng.permutation(column.to_numpy()))
        dealt = dealt[(dealt > 0).any(axis=1)]
        found.append(topic_stability(tf_idf(dealt), numbers, seeds=seeds, seed=seed)[0])
    every = pd.concat(found).groupby("topics")
    return pd.DataFrame(
        {
            "stability_by_chance": every["stability"].mean(),
            "stability_by_chance_highest": every["stability"].max(),
            "error_by_chance": every["error"].mean(),
            "error_by_chance_lowest": every["error"].min(),
        }
    ).reset_index()


def fit_topics(weights: pd.DataFrame, number: int, seed: int) -> Topics:
    """Fit topics from one random start; the largest topic comes first."""
    from sklearn.decomposition import NMF

    matrix = sparse.csr_matrix(weights.to_numpy())
    model = NMF(number, init="random", random_state=seed % 2**32, max_iter=600, tol=1e-4)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # not converged: the stability shows it
        W = model.fit_transform(matrix)
    H = model.components_
    length = np.linalg.norm(H, axis=1)
    length[length == 0] = 1.0
    H, W = H / length[:, None], W * length
    order = np.argsort(-W.sum(axis=0), kind="stable")
    H, W = H[order], W[:, order]
    names = pd.Index([f"T{i + 1}" for i in range(number)], name="topic")
    total = W.sum(axis=1, keepdims=True)
    shares = np.divide(W, total, where=total > 0, out=np.full_like(W, np.nan))
    squares = float(matrix.multiply(matrix).sum())
    return Topics(
        pd.DataFrame(H, index=names, columns=weights.columns),
        pd.DataFrame(shares, index=weights.index, columns=names),
        float(model.reconstruction_err_**2 / squares),
    )


def best_match(first: pd.DataFrame, second: pd.DataFrame) -> Floats:
    """Return the cosine of each topic of `first` with its partner in `second`, paired one to one.

    The pairing is the one with the largest sum (Hungarian algorithm).
    """
    from scipy.optimize import linear_sum_assignment

    cosine = first.to_numpy() @ second.to_numpy().T
    rows, columns = linear_sum_assignment(-cosine)
    return np.asarray(cosine[rows, columns])


def choose_topics(table: pd.DataFrame, chance: pd.DataFrame | None = None) -> int:
    """Return the number of topics to show.

    Among the stable ones (all, if none is stable) it is the one whose stability is furthest above
    the highest by chance; without `chance` the most stable one. Ties go to the larger number. As it
    is chosen for this, its stability is somewhat flattered.

    Parameters
    ----------
    table, chance
        Results of `topic_stability` and `topics_by_chance`.
    """
    known = table[table["stable"]] if table["stable"].any() else table
    score = known.set_index("topics")["stability"]
    if chance is not None:
        score = score - chance.set_index("topics")["stability_by_chance_highest"].reindex(
            score.index
        )
    best = score[score >= score.max() - 1e-9]
    return int(max(best.index))
