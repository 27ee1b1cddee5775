"""How well suggestions would have done: learn from the past, score on ties that came later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from wir.partners.pair_features import Floats, Numbers, PairSpace, new_ties
from wir.partners.partner_models import ALL, BASELINES, PartnerModel, all_scores, fit_partner_model
from wir.partners.recommend import choose, famous, pair_scores
from wir.potential.checks import listed

METRICS = {
    "average_precision": "Average precision, all pairs in one list",
    "auc": "AUC, all pairs in one list",
    "own_average_precision": "Average precision of each organisation's list, mean",
    "own_auc": "AUC of each organisation's list, mean",
    "precision_at_10": "Precision at 10 of each organisation's list, mean",
}
"""Scores. The first two put all pairs into one list; the others ask each organisation."""

TOP = 10
HEAD, STEP = 20_000, 10
"""In the draws of the single list all pairs at its head and all new ties count, and of the others
every tenth, ten times: intervals are the same to the digits shown, in an eighth of the time."""


@dataclass(frozen=True)
class Holdout:
    """Scores of models and baselines on new ties after the cut.

    Attributes
    ----------
    table
        One row per model and metric: ``value``, ``lower``, ``upper``.
    differences
        One row per model and metric: ``reference`` (the best baseline), ``difference``, ``lower``,
        ``upper`` from the same draws.
    model
        Learnt before the cut.
    pairs, ties, organisations
        Pairs scored, new ties among them, organisations that made one.
    """

    group: str
    table: pd.DataFrame
    differences: pd.DataFrame
    model: PartnerModel
    pairs: int
    ties: int
    organisations: int


def holdout(
    spaces: Sequence[PairSpace],
    group: str,
    *,
    draws: int = 500,
    confidence: float = 0.95,
    seed: int = 0,
) -> Holdout:
    """Learn from the ties between two years and score on those after the second.

    Parameters
    ----------
    spaces
        The same organisations at the end of three years: variables for learning, the cut
        (outcomes for learning, and variables for the test), and the outcomes of the test.
    group
        Key of `wir.partners.pair_features.GROUPS`.
    draws
        Bootstrap draws of organisations.
    confidence
        Of the intervals (percentiles).
    seed
        Seed.

    Raises
    ------
    ValueError
        Years that do not rise, or fewer than two organisations with a new tie.

    Notes
    -----
    Intervals come from drawing organisations with replacement. In the single list a pair counts as
    often as the product of the draws of both its organisations (Owen 2007), or, for newcomers, as
    often as the newcomer is drawn. Equal scores count as half above and half below each other.
    """
    early, cut, late = spaces
    if not early.year < cut.year < late.year:
        raise ValueError(
            f"The years are {early.year}, {cut.year}, {late.year}; each must be after the one "
            "before it."
        )
    model = fit_partner_model(early, cut, group, seed=seed)
    first, second = cut.pairs(group)
    came = new_ties(cut, late, first, second)
    size = len(cut.organisations)
    both = group == "known"
    makers = np.unique(np.r_[first[came], second[came]] if both else first[came])
    if len(makers) < 2:
        raise ValueError(
            f"{len(makers)} organisations with a new tie after {cut.year} ({group}); at least two "
            "are needed to score."
        )
    scores = all_scores(model, cut, first, second)
    lists = _own_lists(first, second, makers, both)
    rng = np.random.default_rng(seed)
    drawn = np.vstack([np.ones(size), rng.multinomial(size, np.full(size, 1 / size), size=draws)])
    own_draws = drawn[:, makers]
    values = np.empty((draws + 1, len(ALL), len(METRICS)))
    for column, name in enumerate(ALL):
        one = scores[name].to_numpy()
        values[:, column, :2] = _pooled(one, came, first, second, drawn, both)
        own = np.array([_ranked(one[rows], came[rows]) for rows in lists])
        with np.errstate(invalid="ignore"):
            values[:, column, 2:] = own_draws @ own / own_draws.sum(axis=1, keepdims=True)
    table, differences = _summary(values, confidence)
    return Holdout(group, table, differences, model, len(first), int(came.sum()), len(makers))


def _own_lists(first: Numbers, second: Numbers, makers: Numbers, both: bool) -> list[Numbers]:
    """Return the numbers of the pairs of each organisation that made a new tie."""
    ends = np.r_[first, second] if both else first
    order = np.argsort(ends, kind="stable")
    starts = np.searchsorted(ends[order], makers, side="left")
    stops = np.searchsorted(ends[order], makers, side="right")
    return [order[a:b] % len(first) for a, b in zip(starts, stops, strict=True)]


def _ranked(scores: Floats, came: npt.NDArray[np.bool_]) -> tuple[float, float, float]:
    """Return average precision, AUC and precision at ten of one list; ties are shared."""
    order = np.argsort(-scores, kind="stable")
    falling, hits = scores[order], came[order].astype(float)
    ends = np.flatnonzero(np.append(np.diff(falling) != 0, True))
    found, seen = np.cumsum(hits)[ends], ends + 1.0
    gained = np.diff(found, prepend=0.0)
    average = float((gained * found / seen).sum() / found[-1])
    misses = seen - found
    lost = np.diff(misses, prepend=0.0)
    area = (
        float(((found - gained / 2) * lost).sum() / (found[-1] * misses[-1]))
        if misses[-1]
        else np.nan
    )
    # of a group of equal scores that reaches over the tenth place, the share that fits
    size = np.diff(seen, prepend=0.0)
    fits = np.clip(TOP - (seen - size), 0, size)
    return average, area, float((gained * fits / size).sum() / TOP)


def _pooled(
    scores: Floats, came: npt.NDArray[np.bool_], first: Numbers, second: Numbers, drawn: Floats,
    both: bool,
) -> Floats:  # fmt: skip
    """Return average precision and AUC of one list in each draw: draws × 2."""
    order = np.argsort(-scores, kind="stable")
    result = np.empty((len(drawn), 2))
    every = np.ones(len(order))
    result[:1] = _draws(scores, came, first, second, order, every, drawn[:1], both)
    place = np.arange(len(order))
    kept = (place < HEAD) | came[order] | (place % STEP == 0)
    weight = np.where((place < HEAD) | came[order], 1.0, STEP)[kept]
    result[1:] = _draws(scores, came, first, second, order[kept], weight, drawn[1:], both)
    return result


def _draws(
    scores: Floats, came: npt.NDArray[np.bool_], first: Numbers, second: Numbers, order: Numbers,
    weight: Floats, drawn: Floats, both: bool,
) -> Floats:  # fmt: skip
    ends = np.flatnonzero(np.append(np.diff(scores[order]) != 0, True))
    hit = came[order].astype(np.float64)
    a, b = first[order], second[order]
    result = np.empty((len(drawn), 2))
    for number, counts in enumerate(drawn):
        weights = weight * counts[a] * counts[b] if both else weight * counts[a]
        found = np.cumsum(weights * hit)[ends]
        seen = np.cumsum(weights)[ends]
        if found[-1] == 0:
            result[number] = np.nan
            continue
        gained = np.diff(found, prepend=0.0)
        misses = seen - found
        lost = np.diff(misses, prepend=0.0)
        shares = np.divide(found, seen, out=np.zeros_like(found), where=seen > 0)
        result[number] = (
            (gained * shares).sum() / found[-1],
            ((found - gained / 2) * lost).sum() / (found[-1] * misses[-1]),
        )
    return result


def _summary(values: Floats, confidence: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    tail = 100 * (1 - confidence) / 2
    names = list(ALL)
    rows, gaps = [], []
    for number, metric in enumerate(METRICS):
        rules = list(BASELINES)
        best = rules[int(values[0, [names.index(one) for one in rules], number].argmax())]
        reference = values[:, names.index(best), number]
        for column, name in enumerate(names):
            one = values[:, column, number]
            rows.append((name, metric, one[0], *np.nanpercentile(one[1:], [tail, 100 - tail])))
            if name != best:
                gap = one - reference
                low, high = np.nanpercentile(gap[1:], [tail, 100 - tail])
                gaps.append((name, metric, best, gap[0], low, high))
    return (
        pd.DataFrame(rows, columns=["model", "metric", "value", "lower", "upper"]),
        pd.DataFrame(
            gaps, columns=["model", "metric", "reference", "difference", "lower", "upper"]
        ),
    )


def score_of(found: Holdout, model: str, metric: str) -> pd.Series:
    """Return ``value``, ``lower`` and ``upper`` of one score.

    Raises
    ------
    ValueError
        If there is no such model or metric.
    """
    rows = found.table[(found.table["model"] == model) & (found.table["metric"] == metric)]
    if rows.empty:
        raise ValueError(
            f"No score {metric!r} of {model!r}. Models: {listed(ALL, 9)}; scores: "
            f"{listed(METRICS, 9)}."
        )
    return rows.iloc[0]


def diversity_cost(
    spaces: Sequence[PairSpace],
    models: Mapping[str, PartnerModel],
    settings: Sequence[tuple[float, float]],
    *,
    seed: int = 0,
    organisations: int = 300,
) -> pd.DataFrame:
    """Return what diversity costs in hits, and what it gains, on ties that came later.

    Parameters
    ----------
    spaces
        The same organisations at the cut and at the end of the test.
    models
        Learnt before the cut, by group.
    settings
        Pairs of ``diversity`` and ``famous_share`` of `wir.partners.recommend.recommend`.
    seed
        Seed of the draw of organisations.
    organisations
        How many of those with a new tie are asked, at most.

    Returns
    -------
    DataFrame
        One row per setting: ``diversity``, ``famous_share``, ``precision`` (share of ten
        suggestions that came), ``famous`` (share of suggestions that are among the tenth with most
        partners), ``different`` (different organisations suggested, of all suggestions).
    """
    cut, late = spaces
    first, second = cut.pairs("known")
    came = new_ties(cut, late, first, second)
    makers = np.unique(np.r_[first[came], second[came]])
    rng = np.random.default_rng(seed)
    asked = np.sort(rng.choice(makers, min(len(makers), organisations), replace=False))
    known = famous(cut)
    scores = [pair_scores(cut, models, np.array([one]), "logit") for one in asked]
    rows = []
    for diversity, share in settings:
        hits, shown = 0, []
        for one, part in zip(asked, scores, strict=True):
            chosen = choose(cut, np.array([one]), part, TOP, diversity, share)
            whom = [other for _, other in chosen]
            hits += int((late.tied[one, whom] & ~cut.tied[one, whom]).sum())
            shown += whom
        rows.append(
            {
                "diversity": diversity,
                "famous_share": share,
                "precision": hits / (TOP * len(asked)),
                "famous": float(known[shown].mean()),
                "different": len(set(shown)) / len(shown),
            }
        )
    return pd.DataFrame(rows)
