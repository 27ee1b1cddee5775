"""Alliances' scores from the answers of their respondents, with what few respondents do to them.

The mean of a handful of answers is the alliance's true score plus error. A regression on such means
finds too weak an effect. Regressing on the best prediction of the true score instead (regression
calibration) removes this in linear models, and nearly so in logits with effects of usual size.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from wir.potential.checks import numeric_table, same_labels
from wir.success.instrument import items, keyed
from wir.success.scales.careless import careless_flags, careless_indices


@dataclass(frozen=True)
class AllianceScores:
    """Scores of alliances from respondents.

    Attributes
    ----------
    means
        Alliances × constructs: mean score of the respondents.
    n
        Alliances × constructs: respondents with a score.
    reliability
        Alliances × constructs: share of the variance of the mean that is between alliances, 0–1.
    predicted
        Alliances × constructs: best linear prediction of the true score; the mean, drawn towards
        the mean of all alliances the more, the less reliable it is.
    components
        One row per construct: ``between`` and ``within`` (variances), ``mean`` of the alliances,
        ``alliances``, ``respondents``.
    """

    means: pd.DataFrame
    n: pd.DataFrame
    reliability: pd.DataFrame
    predicted: pd.DataFrame
    components: pd.DataFrame


def alliance_scores(scores: pd.DataFrame, groups: pd.Series) -> AllianceScores:
    """Return means, their reliability and the predicted true score of each alliance.

    Variances come from a one-way analysis of variance with unequal groups; a negative variance
    between alliances counts as zero, and then every alliance is predicted at the mean of all.

    Parameters
    ----------
    scores
        Respondents × constructs, from `wir.success.instrument.score`; missing ones are left out.
    groups
        The alliance of each respondent.

    Raises
    ------
    TypeError, ValueError
        Other labels in `groups`; a construct with fewer than two alliances, or without an alliance
        of which two respondents have a score.

    References
    ----------
    Carroll, Ruppert, Stefanski and Crainiceanu (2006), Measurement error in nonlinear models, 2nd
    edition, chapter 4. Searle, Casella and McCulloch (1992), Variance components, section 3.6.
    """
    table = numeric_table(scores, "scores")
    same_labels(groups.index, table.index, "groups", "scores")
    group = groups.reindex(table.index)
    by_group = table.groupby(group)
    means, n = by_group.mean(), by_group.count()
    within_squares = ((table - by_group.transform("mean")) ** 2).sum()
    rows: dict[str, Mapping[str, float]] = {}
    reliability, predicted = means.copy(), means.copy()
    for name in table.columns:
        size = n[name][n[name] > 0].to_numpy(dtype=float)
        mean = means[name].dropna().to_numpy()
        total, G = size.sum(), len(size)
        if G < 2 or total <= G:
            raise ValueError(
                f"{name!r} has scores of {total:g} respondents in {G} alliances. Expected two "
                "alliances or more, and two respondents in one of them; leave out what only one "
                "person of each alliance is asked."
            )
        within = float(within_squares[name]) / (total - G)
        centre = size @ mean / total
        between_mean_square = float(size @ (mean - centre) ** 2) / (G - 1)
        effective = (total - (size**2).sum() / total) / (G - 1)
        between = max((between_mean_square - within) / effective, 0.0)
        weight = 1 / (between + within / size) if between + within > 0 else np.ones(G)
        overall = float(weight @ mean / weight.sum())
        share = between / (between + within / n[name].where(n[name] > 0))
        reliability[name] = share.fillna(0.0) if between == 0 else share
        predicted[name] = overall + reliability[name] * (means[name] - overall)
        rows[str(name)] = {
            "between": between,
            "within": within,
            "mean": overall,
            "alliances": G,
            "respondents": int(total),
        }
    components = pd.DataFrame.from_dict(dict(rows), orient="index").rename_axis("construct")
    return AllianceScores(means, n, reliability, predicted, components)


def attentive(
    answers: pd.DataFrame, *, longstring: int = 9, mahalanobis_p: float = 0.001
) -> pd.Series:
    """Return which respondents show no sign of careless answers, True or False.

    Two signs, over all items on scales of agreement in the order they were asked: a run of the same
    answer (across reverse-coded items), and answers that hang together in no way as those of others
    do. Leaving out the others is a choice; report how many there are and what it changes.

    Parameters
    ----------
    answers
        Respondents × items of one wave, as answered.
    longstring, mahalanobis_p
        As in `wir.success.scales.careless_flags`.
    """
    every = items()
    asked = [key for key in keyed(answers).columns if every.loc[key, "kind"] == "likert"]
    indices = careless_indices(answers[asked])
    flags = careless_flags(indices, longstring=longstring, mahalanobis_p=mahalanobis_p)
    return ~(flags["longstring"] | flags["mahalanobis"])
