"""How a profile changes between two dated corpora, and whether that is more than chance."""

from __future__ import annotations

import numpy as np
import pandas as pd

from wir.potential.checks import Floats
from wir.profile.text import TermCounts, weighted_log_odds


def drift(
    counts: TermCounts,
    groups: pd.Series,
    later: pd.Series,
    *,
    draws: int = 999,
    level: float = 0.9,
    seed: int = 0,
    least: int = 2,
) -> pd.DataFrame:
    """Return how far the words of each group moved from the earlier to the later texts.

    Drift is the Jensen–Shannon distance (base 2, 0–1) between the shares of terms of the earlier
    and of the later texts. Two samples of one and the same profile differ as well, so it is
    compared with chance: the texts of the group are dealt anew to the two dates, as many to each
    as there are. The interval comes from drawing texts with replacement within each date, with
    the excess over what dealing gives taken off, since drawing texts again makes them look
    farther apart than they are.

    Parameters
    ----------
    counts
        Texts × terms.
    groups, later
        Group of each text; whether it is of the later corpus. In the order of the texts.
    draws
        Draws for the interval and for chance, each.
    level
        Coverage of the interval.
    seed
        Seed.
    least
        A group with fewer texts at one of the dates is "not known": drift missing. So is one
        whose texts of one date hold no term.

    Returns
    -------
    DataFrame
        Index group: ``drift``, ``by_chance`` (mean of the dealings), ``excess`` (drift − by
        chance), ``lower``, ``upper`` (of the excess), ``p_value`` ((1 + count)/(1 + draws)),
        ``texts_before``, ``texts_after``.
    """
    place, when = np.asarray(groups, dtype=object), np.asarray(later, dtype=bool)
    rng = np.random.default_rng(seed)
    rows = {}
    tail = (1 - level) / 2
    for group in sorted(set(place), key=str):
        inside = np.flatnonzero(place == group)
        X = counts.matrix[inside]
        X = X[:, np.unique(X.indices)].toarray().astype(float)
        after = when[inside]
        before_n, after_n = int((~after).sum()), int(after.sum())
        row = dict.fromkeys(
            ["drift", "by_chance", "excess", "lower", "upper", "p_value"], float("nan")
        )
        if min(before_n, after_n) >= least:
            observed = _distance(X, after)
            dealt = np.array([_distance(X, rng.permutation(after)) for _ in range(draws)])
            drawn = np.array([_redrawn(X, after, rng) for _ in range(draws)])
        else:
            observed, dealt, drawn = float("nan"), np.empty(0), np.empty(0)
        # a part without any term has no distance: such draws do not count
        dealt, drawn = dealt[np.isfinite(dealt)], drawn[np.isfinite(drawn)]
        if np.isfinite(observed) and len(dealt) and len(drawn):
            middle = float(dealt.mean())
            shifted = drawn - drawn.mean() + observed - middle
            row = {
                "drift": observed,
                "by_chance": middle,
                "excess": observed - middle,
                "lower": float(np.quantile(shifted, tail)),
                "upper": float(np.quantile(shifted, 1 - tail)),
                "p_value": (1 + int((dealt >= observed - 1e-12).sum())) / (1 + len(dealt)),
            }
        rows[group] = {**row, "texts_before": before_n, "texts_after": after_n}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("group")


def _distance(X: Floats, after: np.ndarray) -> float:
    """Return the Jensen–Shannon distance (base 2) between the two parts of the texts."""
    p, q = X[~after].sum(axis=0), X[after].sum(axis=0)
    if not p.sum() or not q.sum():
        return float("nan")
    p, q = p / p.sum(), q / q.sum()
    middle = (p + q) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = [np.where(one > 0, one * np.log2(one / middle), 0.0).sum() for one in (p, q)]
    return float(np.sqrt(max(sum(parts) / 2, 0.0)))


def _redrawn(X: Floats, after: np.ndarray, rng: np.random.Generator) -> float:
    before_rows, after_rows = np.flatnonzero(~after), np.flatnonzero(after)
    rows = np.concatenate([rng.choice(part, len(part)) for part in (before_rows, after_rows)])
    return _distance(X[rows], after[rows])


def moved_terms(before: pd.Series, after: pd.Series, count: int = 6) -> pd.DataFrame:
    """Return the terms that gained and lost most, by weighted log-odds between the two dates.

    Parameters
    ----------
    before, after
        Counts of the terms of one group at the two dates.
    count
        Terms in each direction.

    Returns
    -------
    DataFrame
        ``term``, ``direction`` (``gained`` or ``lost``), ``z``, ``before``, ``after``.
    """
    both = pd.DataFrame({"before": before, "after": after}).fillna(0.0).T
    z = pd.Series(weighted_log_odds(both).to_numpy()[1], index=both.columns).dropna()
    most, least = z[z > 0].nlargest(count), z[z < 0].nsmallest(count)
    rows = [
        {"term": term, "direction": name, "z": float(z[term]),
         "before": int(both.loc["before", term]), "after": int(both.loc["after", term])}
        for name, part in (("gained", most), ("lost", least))
        for term in part.index
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["term", "direction", "z", "before", "after"])
