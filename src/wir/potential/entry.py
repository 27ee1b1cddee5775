"""Which specialisations regions gain and lose, and what goes with gaining one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import expit
from scipy.stats import norm

from wir.potential.checks import (
    Floats,
    binary_table,
    listed,
    nearest,
    numeric_series,
    numeric_table,
    same_labels,
    shown,
)
from wir.potential.two_way_logit import group_numbers, two_way_logit


@dataclass(frozen=True)
class EntryModel:
    """A logit of entry with effects of regions and activities.

    Attributes
    ----------
    coefficients
        One row per covariate: ``estimate`` (log odds per standard deviation), ``se``, ``lower``,
        ``upper``, ``p_value``, ``odds_ratio``, ``odds_ratio_lower``, ``odds_ratio_upper``,
        ``marginal`` (percentage points of the probability per standard deviation, mean over the
        rows), ``marginal_lower``, ``marginal_upper``, ``sd`` (the standard deviation).
    n, entries
        Rows used and entries among them.
    n_given
        Rows given. Regions and activities with no entry at all, or nothing else, cannot be used.
    pseudo_r2
        1 − log-likelihood / log-likelihood without covariates and effects (McFadden).
    linear
        Linear predictor of the rows used.
    values
        The covariates of the rows used.
    """

    coefficients: pd.DataFrame
    n: int
    entries: int
    n_given: int
    pseudo_r2: float
    linear: Floats
    values: pd.DataFrame

    def relative_change(self, covariate: str, factor: float = 1.1) -> float:
        """Return the relative change of the mean probability if a covariate is `factor` times.

        The effects and all other covariates stay as they are.
        """
        slope = float(self.coefficients["estimate"][covariate] / self.coefficients["sd"][covariate])
        shift = slope * (factor - 1) * self.values[covariate].to_numpy()
        return float(expit(self.linear + shift).mean() / expit(self.linear).mean() - 1)


def entries(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Return where a specialisation was gained.

    Parameters
    ----------
    before, after
        Regions × activities, True (1) or False (0), same labels in any order.

    Returns
    -------
    DataFrame
        Regions × activities: 1 where it came (before 0, after 1), 0 where it could have come and
        did not, NaN where it was there before and so could not come.

    Raises
    ------
    TypeError, ValueError
        Labels that occur twice or only in one table, other values than 0 and 1.
    """
    first, second = _pair(before, after)
    return second.where(first == 0)


def exits(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Return where a specialisation was lost.

    Parameters
    ----------
    before, after
        Regions × activities, True (1) or False (0), same labels in any order.

    Returns
    -------
    DataFrame
        Regions × activities: 1 where it went (before 1, after 0), 0 where it stayed, NaN where it
        was not there before and so could not go.

    Raises
    ------
    TypeError, ValueError
        As `entries`.
    """
    first, second = _pair(before, after)
    return (1 - second).where(first == 1)


def entry_model(
    features: pd.DataFrame,
    outcome: pd.Series,
    covariates: Sequence[str],
    *,
    periods: pd.Series | None = None,
    confidence: float = 0.95,
) -> EntryModel:
    """Estimate what goes with the entry of an activity into a region.

    logit P(entry) = Xβ + region effect + activity effect (+ period effect), by maximum likelihood.
    The effects take up all that makes a region gain much, or an activity spread, so that β compares
    activities within a region and regions within an activity. Standard errors are clustered in
    regions and in activities.

    Parameters
    ----------
    features
        Rows with the index levels ``region`` and ``activity``, such as `entry_pairs` returns; a
        pair may occur once per period.
    outcome
        1 (entry) or 0, in the same rows.
    covariates
        Columns of `features`; what does not vary within both groups is taken up by the effects.
    periods
        Period of each row, for period effects.
    confidence
        Of the intervals.

    Raises
    ------
    TypeError, ValueError
        Unknown, missing or non-numeric values; no covariate, no row, an outcome in other rows;
        covariates that the effects or other covariates determine completely.

    References
    ----------
    Boschma, Balland and Kogler (2015), Relatedness and technological change in cities, Industrial
    and Corporate Change 24, with a linear probability model.
    """
    names = list(covariates)
    if not names:
        raise ValueError("No covariates. Name at least one column of features.")
    for name in names:
        if name not in features.columns:
            raise ValueError(
                f"features has no column {shown(name)}.{nearest(name, features.columns)}"
            )
    for level in ("region", "activity"):
        if level not in features.index.names:
            raise ValueError(
                f"features has the index levels {listed(features.index.names)}. Expected 'region' "
                "and 'activity'; set them with set_index."
            )
    missing = features.index[features[names].isna().any(axis=1)]
    if len(missing):
        raise ValueError(
            f"features has missing values in {len(missing)} of {len(features)} rows, the first of "
            f"them {listed(missing[:3])}. Fill them or drop these rows first."
        )
    plain = features[names].reset_index(drop=True)
    table = numeric_table(plain, "features")
    y = numeric_series(outcome.reset_index(drop=True), "outcome")
    if len(y) == len(table) and not outcome.index.equals(features.index):
        raise ValueError("outcome and features have different rows. Bring them to the same order.")
    if not len(y) or len(y) != len(table) or not y.isin([0, 1]).all():
        raise ValueError(
            f"outcome has {len(y)} rows and the values {listed(y.unique())}; features has "
            f"{len(table)} rows. Expected one 0 or 1 per row."
        )
    spread = table.std()
    flat = spread.index[~(spread > 1e-12)]
    if len(flat):
        raise ValueError(f"Covariates that do not vary: {listed(flat)}. Leave them out.")
    Z = (table / spread).to_numpy()
    if periods is not None:
        if len(periods) != len(table) or periods.isna().any():
            raise ValueError(
                f"periods has {int(periods.notna().sum())} values for {len(table)} rows. Expected "
                "one per row."
            )
        dummies = pd.get_dummies(periods.reset_index(drop=True), drop_first=True, dtype=float)
        Z = np.column_stack([Z, dummies.to_numpy()])
    fit = two_way_logit(
        y.to_numpy(),
        Z,
        group_numbers(features.index.get_level_values("region")),
        group_numbers(features.index.get_level_values("activity")),
    )
    k = len(names)
    se = np.sqrt(fit.covariance.diagonal()[:k])
    estimate, used = fit.beta[:k], y.to_numpy()[fit.used]
    probability = expit(fit.linear)
    slope = 100 * (probability * (1 - probability)).mean()
    wide = norm.ppf(0.5 + confidence / 2) * se
    low, high = estimate - wide, estimate + wide
    share = used.mean()
    empty = len(used) * (share * np.log(share) + (1 - share) * np.log(1 - share))
    coefficients = pd.DataFrame(
        {
            "estimate": estimate,
            "se": se,
            "lower": low,
            "upper": high,
            "p_value": 2 * norm.sf(np.abs(estimate / se)),
            "odds_ratio": np.exp(estimate),
            "odds_ratio_lower": np.exp(low),
            "odds_ratio_upper": np.exp(high),
            "marginal": slope * estimate,
            "marginal_lower": slope * low,
            "marginal_upper": slope * high,
            "sd": spread.to_numpy(),
        },
        index=pd.Index(names, name="covariate"),
    )
    return EntryModel(
        coefficients,
        int(fit.used.sum()),
        int(used.sum()),
        len(y),
        1 - fit.log_likelihood / empty,
        fit.linear,
        table[fit.used],
    )


def _pair(before: pd.DataFrame, after: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    first, second = binary_table(before, "before"), binary_table(after, "after")
    same_labels(second.index, first.index, "the regions of after", "those of before")
    same_labels(second.columns, first.columns, "the activities of after", "those of before")
    return first, second.loc[first.index, first.columns]
