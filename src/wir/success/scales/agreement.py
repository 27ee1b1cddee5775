"""Agreement of respondents, which averaging them to a value of their alliance requires."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import f

from wir.potential.checks import numeric_series, numeric_table, require_unique, same_labels
from wir.success.scales.answers import jackknife_interval

KINDS = ["ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k"]


def icc(ratings: pd.DataFrame, *, level: float = 0.95) -> pd.DataFrame:
    """Return the six intraclass correlations of Shrout and Fleiss.

    ICC1: each target has other raters; ICC2: the same raters, drawn at random, absolute agreement;
    ICC3: these raters only, consistency. With ``k``: reliability of the mean of k raters.

    Parameters
    ----------
    ratings
        Targets × raters. Targets that a rater has not rated are left out.
    level
        Of the intervals.

    Returns
    -------
    DataFrame
        One row per kind: ``icc``, ``f``, ``df1``, ``df2``, ``p``, ``lower``, ``upper``.

    Raises
    ------
    TypeError, ValueError
        Fewer than two raters or two complete targets; ratings that are all the same.

    References
    ----------
    Shrout and Fleiss (1979), Intraclass correlations: uses in assessing rater reliability,
    Psychological Bulletin 86. Agrees with `ICC(lmer = FALSE)` of R's psych.
    """
    table = numeric_table(ratings, "ratings").dropna()
    n, k = table.shape
    if n < 2 or k < 2:
        raise ValueError(
            f"{n} targets are rated by all {k} raters. Expected at least two targets in rows and "
            "two raters in columns."
        )
    X = table.to_numpy()
    grand = X.mean()
    rows = k * ((X.mean(axis=1) - grand) ** 2).sum()
    columns = n * ((X.mean(axis=0) - grand) ** 2).sum()
    within = ((X - X.mean(axis=1, keepdims=True)) ** 2).sum()
    if rows + within <= 0:
        raise ValueError(f"All ratings are {grand:g}. Agreement on targets needs some difference.")
    B, W = rows / (n - 1), within / (n * (k - 1))
    J, E = columns / (k - 1), max(within - columns, 0.0) / ((n - 1) * (k - 1))
    d1, d2, tail = n - 1, (n - 1) * (k - 1), (1 - level) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        f1, f3 = B / W, B / E
        one = (B - W) / (B + (k - 1) * W)
        two = (B - E) / (B + (k - 1) * E + k * (J - E) / n)
        three = (B - E) / (B + (k - 1) * E)
        mean = [(B - W) / B, (B - E) / (B + (J - E) / n), (B - E) / B]
        low1 = f1 / f.ppf(1 - tail, d1, n * (k - 1))
        high1 = f1 * f.ppf(1 - tail, n * (k - 1), d1)
        low3, high3 = f3 / f.ppf(1 - tail, d1, d2), f3 * f.ppf(1 - tail, d2, d1)
        ratio = J / E
        v = (k - 1) * (n - 1) * (k * two * ratio + n * (1 + (k - 1) * two) - k * two) ** 2
        v /= (n - 1) * (k * two * ratio) ** 2 + (n * (1 + (k - 1) * two) - k * two) ** 2
        cut_low, cut_high = f.ppf(1 - tail, n - 1, v), f.ppf(1 - tail, v, n - 1)
        rest = k * J + (k * n - k - n) * E
        low2 = n * (B - cut_low * E) / (cut_low * rest + n * B)
        high2 = n * (cut_high * B - E) / (rest + n * cut_high * B)
        bounds = [
            ((low1 - 1) / (low1 + k - 1), (high1 - 1) / (high1 + k - 1)),
            (low2, high2),
            ((low3 - 1) / (low3 + k - 1), (high3 - 1) / (high3 + k - 1)),
            (1 - 1 / low1, 1 - 1 / high1),
            (low2 * k / (1 + low2 * (k - 1)), high2 * k / (1 + high2 * (k - 1))),
            (1 - 1 / low3, 1 - 1 / high3),
        ]
    tests = [(f1, n * (k - 1)), (f3, d2), (f3, d2)] * 2
    return pd.DataFrame(
        {
            "icc": [one, two, three, *mean],
            "f": [value for value, _ in tests],
            "df1": d1,
            "df2": [df for _, df in tests],
            "p": [float(f.sf(value, d1, df)) for value, df in tests],
            "lower": [low for low, _ in bounds],
            "upper": [high for _, high in bounds],
        },
        index=pd.Index(KINDS, name="kind"),
    )


@dataclass(frozen=True)
class GroupAgreement:
    """How much of the differences between answers lies between groups.

    Attributes
    ----------
    icc1, lower, upper
        Share of the variance between groups, with its interval.
    icc2
        Reliability of the groups' means.
    f, p
        Test that the groups do not differ.
    groups, n, mean_size
        Groups, respondents, and the size that unequal groups amount to.
    """

    icc1: float
    lower: float
    upper: float
    icc2: float
    f: float
    p: float
    groups: int
    n: int
    mean_size: float


Interval = Literal["f", "jackknife"]


def icc_groups(
    values: pd.Series, groups: pd.Series, *, level: float = 0.95, interval: Interval = "f"
) -> GroupAgreement:
    """Return ICC(1) and ICC(2) of respondents in groups of unequal size (one-way).

    Parameters
    ----------
    values
        One answer or scale value per respondent; missing ones are left out.
    groups
        The group of each respondent, such as the alliance.
    level
        Of the interval.
    interval
        ``f``: from the F distribution, for normal answers, approximate for unequal sizes.
        ``jackknife``: from leaving out each group in turn, on the scale of ln F and corrected for
        bias; also for answers on coarse scales that are not normal. Needs three groups.

    Raises
    ------
    TypeError, ValueError
        Different labels, fewer than two groups, no group with two respondents, no variation, an
        unknown kind of interval.

    References
    ----------
    Efron and Tibshirani (1993), An introduction to the bootstrap, chapter 11 (jackknife).
    Bliese (2000), Within-group agreement, non-independence, and reliability, in Klein and Kozlowski
    (eds), Multilevel theory, research, and methods in organizations.
    """
    if interval not in ("f", "jackknife"):
        raise ValueError(f"interval is {interval!r}. Expected 'f' or 'jackknife'.")
    y, group = _grouped(values, groups)
    sizes = group.value_counts().to_numpy()
    G, n = len(sizes), len(y)
    if G < 2 or n <= G:
        raise ValueError(
            f"There are {n} answers in {G} groups. Expected at least two groups, and two answers "
            "in some group."
        )
    means = y.groupby(group).transform("mean").to_numpy()
    between = float(((means - y.mean()) ** 2).sum()) / (G - 1)
    within = float(((y.to_numpy() - means) ** 2).sum()) / (n - G)
    if between + within <= 0:
        raise ValueError("All answers are the same, so that groups cannot differ.")
    size = (n - (sizes**2).sum() / n) / (G - 1)
    ratio = between / within if within > 0 else float("inf")
    tail = (1 - level) / 2

    def share(value: float) -> float:
        return (value - 1) / (value + size - 1) if np.isfinite(value) else 1.0

    limits = (
        share(ratio / float(f.ppf(1 - tail, G - 1, n - G))),
        share(ratio * float(f.ppf(1 - tail, n - G, G - 1))),
    )
    if interval == "jackknife":
        low, high = _jackknife(y, group, tail)
        limits = share(float(np.exp(low))), share(float(np.exp(high)))
    return GroupAgreement(
        share(ratio),
        *limits,
        1 - 1 / ratio if ratio > 0 else float("-inf"),
        ratio,
        float(f.sf(ratio, G - 1, n - G)),
        G,
        n,
        float(size),
    )


def r_wg(answers: pd.DataFrame | pd.Series, groups: pd.Series, categories: int) -> pd.DataFrame:
    """Return the agreement within each group, r_wg of one item or r_wg(j) of several.

    One minus the variance within the group over the variance of answers by chance (all categories
    equally likely, (A² − 1)/12). Negative values mean more disagreement than by chance; they are
    kept, and often set to zero in reports.

    Parameters
    ----------
    answers
        Respondents × items of one scale, or one item.
    groups
        The group of each respondent.
    categories
        How many answers an item offers.

    Returns
    -------
    DataFrame
        One row per group: ``n``, ``r_wg``; missing with fewer than two respondents.

    Raises
    ------
    TypeError, ValueError
        Different labels, fewer than two categories.

    References
    ----------
    James, Demaree and Wolf (1984), Estimating within-group interrater reliability with and without
    response bias, Journal of Applied Psychology 69.
    """
    if categories < 2:
        raise ValueError(f"categories is {categories}. Expected the number of answers, 2 or more.")
    table = answers.to_frame() if isinstance(answers, pd.Series) else answers
    table = numeric_table(table, "answers")
    same_labels(groups.index, table.index, "groups", "answers")
    table = table.dropna()
    group = groups.reindex(table.index)
    by_chance = (categories**2 - 1) / 12
    ratio = table.groupby(group).var().mean(axis=1, skipna=False) / by_chance
    j = table.shape[1]
    value = j * (1 - ratio) / (j * (1 - ratio) + ratio)
    n = table.groupby(group).size()
    return pd.DataFrame({"n": n, "r_wg": value}).rename_axis("group")


def _jackknife(y: pd.Series, group: pd.Series, tail: float) -> tuple[float, float]:
    """Return the interval of ln F, the scale on which its distribution is nearly normal."""
    by_group = y.groupby(group)
    size = by_group.size().to_numpy(dtype=float)
    total = by_group.sum().to_numpy()
    squares = (y**2).groupby(group).sum().to_numpy()
    G = len(size)
    if G < 3:
        raise ValueError(f"There are {G} groups. Leaving out each in turn needs three or more.")

    def log_f(chosen: npt.NDArray[np.bool_]) -> float:
        n, s, q = size[chosen], total[chosen], squares[chosen]
        between = ((s**2 / n).sum() - s.sum() ** 2 / n.sum()) / (len(n) - 1)
        within = (q.sum() - (s**2 / n).sum()) / (n.sum() - len(n))
        return float(np.log(between / within))

    without = np.array([log_f(np.arange(G) != left) for left in range(G)])
    return jackknife_interval(log_f(np.ones(G, bool)), without, tail)


def _grouped(values: pd.Series, groups: pd.Series) -> tuple[pd.Series, pd.Series]:
    y = numeric_series(values, "values")
    require_unique(groups.index, "The index of groups")
    same_labels(groups.index, y.index, "groups", "values")
    group = groups.reindex(y.index)
    known = y.notna() & group.notna()
    return y[known], group[known]
