"""Cronbach's α with its interval, and what each item does to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from scipy.stats import f, t

from wir.potential.checks import Floats, listed
from wir.success.scales.answers import answers, complete_rows

Missing = Literal["pairwise", "listwise"]


@dataclass(frozen=True)
class Alpha:
    """Reliability of a scale.

    Attributes
    ----------
    alpha
        Cronbach's α of the sum of the items.
    lower, upper
        Feldt's interval, or that of the jackknife over groups.
    standardised
        α of the sum of the standardised items, from the correlations.
    n
        Respondents used.
    level
        Of the interval.
    table
        One row per item: ``n``, ``mean``, ``sd``, ``item_rest`` (correlation with the sum of the
        other items), ``alpha_if_dropped`` (missing with two items).
    """

    alpha: float
    lower: float
    upper: float
    standardised: float
    n: int
    level: float
    table: pd.DataFrame

    def __float__(self) -> float:
        return self.alpha


def cronbach_alpha(
    items: pd.DataFrame,
    missing: Missing = "pairwise",
    *,
    level: float = 0.95,
    groups: pd.Series | None = None,
) -> Alpha:
    """Return Cronbach's α of a scale, its interval, and item statistics.

    α = k/(k − 1)·(1 − Σ variances/variance of the sum). Feldt's interval assumes normal answers:
    (1 − α) over (1 − estimate) follows F with n − 1 and (n − 1)(k − 1) degrees of freedom. It is
    too narrow where respondents of one group answer alike; with `groups` the interval comes from
    leaving out each group in turn (jackknife of ln(1 − α), Student's t with groups − 1 degrees of
    freedom).

    Parameters
    ----------
    items
        Respondents × items, all keyed in the same direction (see `reverse`).
    missing
        ``pairwise``: each covariance from the respondents who answered both items, n counts all
        who answered any. ``listwise``: only respondents who answered every item.
    level
        Of the interval.
    groups
        The group of each respondent, such as the alliance, for an interval that allows for it.

    Returns
    -------
    Alpha
        α can be negative, which means that items are keyed wrongly or measure different things.

    Raises
    ------
    TypeError, ValueError
        Fewer than two items or three respondents, items without variation, pairs of items that
        fewer than two respondents answered, an unknown way to treat missing answers; groups of
        other respondents, or fewer than three of them.

    References
    ----------
    Feldt, Woodruff and Salih (1987), Statistical inference for coefficient alpha, Applied
    Psychological Measurement 11. Agrees with `alpha` of R's psych. Efron and Tibshirani (1993), An
    introduction to the bootstrap, chapter 11 (jackknife).
    """
    if missing not in ("pairwise", "listwise"):
        raise ValueError(f"missing is {missing!r}. Expected 'pairwise' or 'listwise'.")
    if not 0 < level < 1:
        raise ValueError(f"level is {level}. Expected a share such as 0.95.")
    table = answers(items) if missing == "pairwise" else complete_rows(items)
    covariance = table.cov()
    if covariance.isna().to_numpy().any():
        first, second = np.argwhere(covariance.isna().to_numpy())[0]
        raise ValueError(
            f"Fewer than two respondents answered both {listed(table.columns[[first, second]])}, "
            "so that they have no covariance. Leave one of them out."
        )
    C = covariance.to_numpy()
    n, k = table.shape
    alpha = _alpha(C)
    d1, d2, tail = n - 1, (n - 1) * (k - 1), (1 - level) / 2
    total = C.sum(axis=1)
    variance = np.diag(C)
    rest = C.sum() - 2 * total + variance
    with np.errstate(divide="ignore", invalid="ignore"):
        item_rest = (total - variance) / np.sqrt(variance * rest)
    dropped = [_alpha(np.delete(np.delete(C, i, 0), i, 1)) if k > 2 else np.nan for i in range(k)]
    sd = np.sqrt(variance)
    factors = [float(f.ppf(1 - tail, d1, d2)), float(f.ppf(tail, d1, d2))]
    if groups is not None:
        half = _jackknife(table, groups, tail)
        factors = [float(np.exp(half)), float(np.exp(-half))]
    return Alpha(
        alpha,
        1 - (1 - alpha) * factors[0],
        1 - (1 - alpha) * factors[1],
        _alpha(C / np.outer(sd, sd)),
        n,
        level,
        pd.DataFrame(
            {
                "n": table.count(),
                "mean": table.mean(),
                "sd": table.std(),
                "item_rest": item_rest,
                "alpha_if_dropped": dropped,
            }
        ).rename_axis("item"),
    )


def reverse(items: pd.DataFrame, names: list[str], lowest: float, highest: float) -> pd.DataFrame:
    """Return the answers with some items turned round: lowest + highest − answer.

    Raises
    ------
    ValueError
        Unknown items, answers outside the scale.
    """
    unknown = [name for name in names if name not in items.columns]
    if unknown:
        raise ValueError(f"items has no columns {listed(unknown)}. Correct the names.")
    chosen = items[names]
    outside = (chosen < lowest) | (chosen > highest)
    if outside.to_numpy().any():
        row, column = np.argwhere(outside.to_numpy())[0]
        raise ValueError(
            f"items holds {chosen.iloc[row, column]} in row {chosen.index[row]!r}, column "
            f"{names[column]!r}. Expected answers from {lowest:g} to {highest:g}."
        )
    return items.assign(**{name: lowest + highest - items[name] for name in names})


def _alpha(C: Floats) -> float:
    k, total = len(C), C.sum()
    return float(k / (k - 1) * (1 - np.trace(C) / total)) if total > 0 else float("nan")


def _jackknife(table: pd.DataFrame, groups: pd.Series, tail: float) -> float:
    """Return half the width of the interval of ln(1 − α), leaving out each group in turn."""
    known = groups.reindex(table.index)
    codes, names = pd.factorize(known)
    G = len(names)
    if known.isna().any() or G < 3:
        raise ValueError(
            f"groups gives {int(known.notna().sum())} of the {len(table)} respondents one of {G} "
            "groups. Expected a group for each respondent, and three groups or more."
        )
    given = table.notna().to_numpy(dtype=float)
    X = (table - table.mean()).fillna(0.0).to_numpy()
    k = X.shape[1]
    n, first, cross = (np.zeros((G, k, k)) for _ in range(3))
    for g in range(G):
        own, there = X[codes == g], given[codes == g]
        n[g], first[g], cross[g] = there.T @ there, own.T @ there, own.T @ own
    n, first, cross = (one.sum(axis=0) - one for one in (n, first, cross))
    with np.errstate(divide="ignore", invalid="ignore"):
        C = (cross - first * first.transpose(0, 2, 1) / n) / (n - 1)
        share = np.trace(C, axis1=1, axis2=2) / C.sum(axis=(1, 2))
        values = np.log1p(-k / (k - 1) * (1 - share))
    error = np.sqrt((G - 1) / G * ((values - values.mean()) ** 2).sum())
    return float(t.ppf(1 - tail, G - 1) * error)
