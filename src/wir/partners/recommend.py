"""Whom to approach next: suggestions for organisations or for a whole region, with reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from wir.partners.pair_features import (
    GROUPS,
    KINDS,
    Floats,
    Numbers,
    PairSpace,
    new_ties,
    positions,
)
from wir.partners.partner_models import FEWEST, MODELS, PartnerModel, fit_partner_model
from wir.partners.reasons import pair_facts, reason_sentence
from wir.potential.checks import listed

DIVERSITY = 0.3
"""Weight of being different from what is suggested already (maximal marginal relevance)."""
POOL = 200
"""Candidates among which a diverse list is chosen: the most probable ones."""
FAMOUS_SHARE = 0.5
"""Largest share of famous organisations in a list, as long as there are others."""
FAMOUS = 0.9
"""Quantile of the number of partners from which on an organisation counts as famous."""
REACHES = ("regional", "supra-regional")

COLUMNS = [
    "reach", "rank", "focal", "focal_name", "candidate", "name", "kind", "ags", "probability",
    "partners", "famous", "newcomer", "common_partners", "km", "reason",
]  # fmt: skip


def fit_recommender(
    early: PairSpace, late: PairSpace, *, boosting: bool = False, seed: int = 0
) -> dict[str, PartnerModel]:
    """Return the models of known pairs and of newcomers, learnt from the ties between two years.

    Where newcomers made fewer than ten ties, there is no model of newcomers, and they get and are
    no suggestions.
    """
    models = {}
    for group in GROUPS:
        first, second = early.pairs(group)
        if group == "known" or new_ties(early, late, first, second).sum() >= FEWEST:
            models[group] = fit_partner_model(early, late, group, boosting=boosting, seed=seed)
    return models


def recommend(
    space: PairSpace,
    models: Mapping[str, PartnerModel],
    focal: Sequence[str],
    *,
    inside: Sequence[str] | None = None,
    members: Sequence[str] = (),
    count: int = 10,
    diversity: float = DIVERSITY,
    famous_share: float = FAMOUS_SHARE,
    model: str = "logit",
) -> pd.DataFrame:
    """Suggest partners for organisations, within their region and beyond it.

    Parameters
    ----------
    space
        What is known today, from `wir.partners.pair_features.pair_space`.
    models
        Result of `fit_recommender`.
    focal
        Keys of the organisations that look for partners (the members of an alliance, or the
        organisations of its districts).
    inside
        Districts (AGS) of the region; the districts of the focal organisations by default.
    members
        Organisations that are not suggested, because they belong to the alliance already.
    count
        Suggestions per list.
    diversity
        0: the most probable ones; 1: as different from each other as can be. See Notes.
    famous_share
        At most this share of a list (rounded up) is famous, as long as there are others.
    model
        ``logit`` or ``boosting``.

    Returns
    -------
    DataFrame
        One row per suggestion: ``reach`` (regional: in one of the districts; supra-regional),
        ``rank``, ``focal`` (to whom it fits best) with ``focal_name``, ``candidate`` with ``name``,
        ``kind`` and ``ags``, ``probability`` of a tie in a period as long as that learnt from,
        ``partners`` it has, ``famous`` (among the tenth with most), ``newcomer`` (it has none),
        ``common_partners``, ``km``, and the ``reason`` in a sentence. Each candidate once.

    Raises
    ------
    ValueError
        Unknown organisations or model, nobody who looks for partners, a number out of its bounds.

    Notes
    -----
    Of the `POOL` most probable candidates, the next one is the one with the largest
    (1 − diversity) · relevance − diversity · likeness, likeness being the largest to those chosen
    before (maximal marginal relevance, Carbonell and Goldstein 1998). Relevance is the log-odds
    scaled to 0–1 within the pool; likeness is the mean of: same kind, same district, both famous,
    share of partners in common (Jaccard), suggested to the same organisation.
    """
    if model not in MODELS:
        raise ValueError(f"There is no model {model!r}. Models: {listed(MODELS)}.")
    if not 0 <= diversity <= 1 or not 0 <= famous_share <= 1 or count < 1:
        raise ValueError(
            f"diversity is {diversity:g}, famous_share {famous_share:g} and count {count}. "
            "Expected 0 to 1 for the first two, and 1 or more."
        )
    if not len(focal):
        raise ValueError("Nobody looks for partners: the list of organisations is empty.")
    mine = positions(space, list(dict.fromkeys(focal)))
    known = pd.Index(members).intersection(space.organisations.index)
    out = positions(space, list(known)) if len(known) else np.array([], dtype=np.intp)
    ags = space.organisations["ags"]
    places = set(ags.iloc[mine]) if inside is None else set(inside)
    scores = pair_scores(space, models, mine, model)
    scores[:, out] = -np.inf
    rows = []
    for reach in REACHES:
        allowed = ags.isin(places).to_numpy() == (reach == "regional")
        part = np.where(allowed[None, :], scores, -np.inf)
        for rank, (who, whom) in enumerate(
            choose(space, mine, part, count, diversity, famous_share), 1
        ):
            rows.append((reach, rank, mine[who], whom, float(part[who, whom])))
    return _described(space, models, rows)


def pair_scores(
    space: PairSpace, models: Mapping[str, PartnerModel], mine: Numbers, model: str
) -> Floats:
    """Return the log-odds of each pair of a focal organisation and another: focal × all.

    Minus infinity where there is a tie already, where both have none, and for oneself.
    """
    degree = space.degree.to_numpy() > 0
    everybody = np.arange(len(degree))
    scores = np.full((len(mine), len(degree)), -np.inf)
    for row, who in enumerate(mine):
        free = ~space.tied[who] & (everybody != who)
        groups = {"known": degree & degree[who], "newcomer": degree != degree[who]}
        for group, fits in groups.items():
            others = np.flatnonzero(free & fits)
            if group in models and len(others):
                features = space.table(np.full(len(others), who), others)
                scores[row, others] = models[group].predict(model, features)
    return scores


def choose(
    space: PairSpace, mine: Numbers, scores: Floats, count: int, diversity: float, share: float
) -> list[tuple[int, int]]:
    """Return (number of the focal organisation, row of the candidate) of a diverse list."""
    best = scores.max(axis=0)
    candidates = np.argsort(-best, kind="stable")
    candidates = candidates[np.isfinite(best[candidates])]
    known = famous(space)
    # so that there are enough others to choose from, the pool holds the best of both
    pool = np.r_[candidates[known[candidates]][:POOL], candidates[~known[candidates]][:POOL]]
    pool = pool[np.argsort(-best[pool], kind="stable")]
    if not len(pool):
        return []
    who = scores[:, pool].argmax(axis=0)
    alike = likeness(space, pool, who)
    pairs = [frozenset((int(mine[a]), int(b))) for a, b in zip(who, pool, strict=True)]
    same = pd.factorize(pd.Series([tuple(sorted(one)) for one in pairs]))[0]
    order = diverse_order(best[pool], alike, count, diversity, known[pool], share, same)
    return [(int(who[one]), int(pool[one])) for one in order]


def diverse_order(
    relevance: Floats,
    alike: Floats,
    count: int,
    diversity: float = DIVERSITY,
    known: npt.NDArray[np.bool_] | None = None,
    share: float = 1.0,
    same: npt.NDArray[np.intp] | None = None,
) -> list[int]:
    """Return the numbers of the candidates chosen one after the other, see `recommend`.

    Parameters
    ----------
    relevance
        Of each candidate, in any unit.
    alike
        Candidates × candidates, 0–1.
    count
        How many are chosen at most.
    diversity
        0–1.
    known
        Who is famous; nobody by default.
    share
        Largest share of famous ones, rounded up; others come first where it is used up.
    same
        Candidates with the same number are one and the same: one of them is chosen.
    """
    size = len(relevance)
    known = np.zeros(size, dtype=bool) if known is None else known
    same = np.arange(size) if same is None else same
    spread = float(np.ptp(relevance))
    scaled = (relevance - relevance.min()) / spread if spread > 0 else np.ones(size)
    nearest = np.zeros(size)
    free = np.ones(size, dtype=bool)
    left = int(np.ceil(share * count))
    chosen: list[int] = []
    while len(chosen) < count and free.any():
        allowed = free & ~known if left <= 0 and (free & ~known).any() else free
        value = np.where(allowed, (1 - diversity) * scaled - diversity * nearest, -np.inf)
        one = int(value.argmax())
        chosen.append(one)
        left -= int(known[one])
        free &= same != same[one]
        nearest = np.maximum(nearest, alike[one])
    return chosen


def famous(space: PairSpace) -> npt.NDArray[np.bool_]:
    """Return who is among the tenth with most partners, of those that have any."""
    degree = space.degree.to_numpy()
    there = degree[degree > 0]
    limit = np.quantile(there, FAMOUS) if len(there) else 0
    return np.asarray((degree > 0) & (degree >= limit))


def likeness(space: PairSpace, rows: Numbers, to_whom: Numbers | None = None) -> Floats:
    """Return how alike suggestions are, 0–1, see `recommend`.

    `to_whom` are the numbers of the organisations that they are suggested to; all to the same by
    default.
    """
    who = np.zeros(len(rows)) if to_whom is None else to_whom
    table = space.organisations.iloc[rows]
    kind = table["activity_type"].map(KINDS).to_numpy()
    ags = table["ags"].to_numpy()
    known = famous(space)[rows]
    common = space.common[np.ix_(rows, rows)].astype(float)
    degree = space.degree.to_numpy(dtype=float)[rows]
    union = np.add.outer(degree, degree) - common
    jaccard = np.divide(common, union, out=np.zeros_like(common), where=union > 0)
    parts = [
        kind[:, None] == kind[None, :],
        ags[:, None] == ags[None, :],
        known[:, None] & known[None, :],
        jaccard,
        who[:, None] == who[None, :],
    ]
    return np.asarray(np.mean([one.astype(float) for one in parts], axis=0))


def _described(
    space: PairSpace,
    models: Mapping[str, PartnerModel],
    rows: Sequence[tuple[str, int, int, int, float]],
) -> pd.DataFrame:
    known = famous(space)
    usual = {group: _usual(space, group) for group in models}
    table = []
    for reach, rank, who, whom, score in rows:
        facts = pair_facts(space, who, whom)
        group = "known" if space.degree.iloc[who] and space.degree.iloc[whom] else "newcomer"
        features = space.table(np.array([who]), np.array([whom]))
        parts = models[group].contributions(features, usual[group]).iloc[0]
        focal, other = space.organisations.iloc[who], space.organisations.iloc[whom]
        table.append(
            {
                "reach": reach,
                "rank": rank,
                "focal": space.organisations.index[who],
                "focal_name": focal["name"],
                "candidate": space.organisations.index[whom],
                "name": other["name"],
                "kind": KINDS[other["activity_type"]],
                "ags": other["ags"],
                "probability": 1 / (1 + np.exp(-score)),
                "partners": int(space.degree.iloc[whom]),
                "famous": bool(known[whom]),
                "newcomer": bool(space.degree.iloc[whom] == 0),
                "common_partners": facts["common"],
                "km": facts["km"],
                "reason": reason_sentence(facts, parts),
            }
        )
    return pd.DataFrame(table, columns=COLUMNS)


def _usual(space: PairSpace, group: str) -> pd.Series:
    """Return the mean of each variable over up to 20,000 pairs of a group, evenly taken."""
    first, second = space.pairs(group)
    step = max(len(first) // 20_000, 1)
    return space.table(first[::step], second[::step]).mean().fillna(0.0)
