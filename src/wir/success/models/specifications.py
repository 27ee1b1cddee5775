"""A finding under all defensible choices of a model: the specification curve."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, product
from typing import Literal

import numpy as np
import pandas as pd
from scipy.stats import t

from wir.potential.checks import Floats, listed, nearest

Estimate = tuple[float, float, float, float]
"""Estimate, lower and upper end of its interval, p value."""

Estimator = Callable[[pd.Series, pd.DataFrame, str], Estimate]
"""From outcome, predictors (the factor among them) and the name of the factor."""


@dataclass(frozen=True)
class SpecificationCurve:
    """Estimates of one effect under every combination of choices.

    Attributes
    ----------
    table
        One row per specification, sorted by the estimate: ``outcome``, ``factor``, ``controls``
        (joined by " + ", "none"), ``sample``, ``estimator``, ``n``, ``estimate``, ``lower``,
        ``upper``, ``p``; missing figures where a specification cannot be estimated.
    median
        Of the estimates.
    same_sign
        Share of the estimates with the sign of the median.
    significant
        Share with that sign and p below 0.05.
    joint
        One row per statistic of the whole curve (``median``, ``same_sign``, ``significant``): its
        ``value`` and ``p`` = (1 + count)/(1 + draws) under permutation; empty without draws.
    draws
        Permutations.
    """

    table: pd.DataFrame
    median: float
    same_sign: float
    significant: float
    joint: pd.DataFrame
    draws: int


def specification_curve(
    data: pd.DataFrame,
    outcomes: Sequence[str] | str,
    factors: Sequence[str] | str,
    controls: Sequence[str | Sequence[str]] = (),
    *,
    samples: Mapping[str, pd.Series] | None = None,
    estimators: Mapping[str, Estimator] | None = None,
    draws: int = 0,
    seed: int = 0,
) -> SpecificationCurve:
    """Estimate one effect with every combination of outcome, factor, controls and sample.

    Parameters
    ----------
    data
        Cases × variables, numbers; cases with a gap in a variable of a specification are left out
        of it.
    outcomes, factors
        Columns that measure the same outcome, and the same factor, in other ways.
    controls
        Controls that may be in or out, one by one or as groups that go together: all subsets are
        used.
    samples
        Boolean Series over the cases per sample; all cases by default.
    estimators
        How an effect is estimated; by default least squares with all variables standardised
        (``standardised_effect``). Give others such as ``firth_effect`` and ``ordered_effect``.
    draws
        Permutations of the factors (together) for the test of the whole curve; none by default.
    seed
        Of the permutations.

    Returns
    -------
    SpecificationCurve

    Raises
    ------
    TypeError, ValueError
        Unknown columns, a factor among the controls, no specification that can be estimated.

    Notes
    -----
    Only choices that are defensible belong here: a bad control does not become good by company.
    Permuting the factor breaks its relation to the controls too; where they are strongly related,
    the joint test is approximate.

    References
    ----------
    Simonsohn, Simmons and Nelson (2020), Specification curve analysis, Nature Human Behaviour 4.
    """
    ys, xs = _names(outcomes), _names(factors)
    groups = [(one,) if isinstance(one, str) else tuple(one) for one in controls]
    used = [*ys, *xs, *chain.from_iterable(groups)]
    for name in used:
        if name not in data.columns:
            raise ValueError(
                f"data has no column {name!r}.{nearest(name, data.columns)} Its columns are "
                f"{listed(data.columns, 12)}."
            )
    repeated = set(ys) & set(xs) or (set(ys) | set(xs)) & set(chain.from_iterable(groups))
    if repeated or not ys or not xs:
        raise ValueError(
            f"Outcomes, factors and controls share {listed(sorted(repeated))}. Expected one "
            "outcome and one factor at least, and each column in one role."
        )
    masks = {"all": pd.Series(True, index=data.index)} if samples is None else dict(samples)
    ways = {"standardised": standardised_effect} if estimators is None else dict(estimators)
    chosen = [
        tuple(chain.from_iterable(some))
        for size in range(len(groups) + 1)
        for some in combinations(groups, size)
    ]
    grid = list(product(ys, xs, chosen, masks, ways))

    def curve(table: pd.DataFrame) -> pd.DataFrame:
        records = []
        for y, x, some, sample, way in grid:
            part = table.loc[masks[sample].reindex(table.index, fill_value=False), [y, x, *some]]
            part = part.dropna()
            try:
                figures = ways[way](part[y], part[[x, *some]], x)
            except (ValueError, np.linalg.LinAlgError):
                figures = (float("nan"),) * 4
            records.append((y, x, " + ".join(some) or "none", sample, way, len(part), *figures))
        return pd.DataFrame(records, columns=COLUMNS)

    table = curve(data)
    if table["estimate"].isna().all():
        raise ValueError(
            f"None of the {len(table)} specifications can be estimated. Look whether the variables "
            "vary and enough cases have no gaps."
        )
    observed = _statistics(table)
    rng = np.random.default_rng(seed)
    permuted = []
    for _ in range(draws):
        order = rng.permutation(len(data))
        shuffled = data.assign(**{x: data[x].to_numpy()[order] for x in xs})
        permuted.append(_statistics(curve(shuffled)))
    drawn = pd.DataFrame(permuted, columns=list(observed))
    joint = pd.DataFrame(
        {
            "value": observed,
            "p": {
                name: (1 + int((drawn[name].abs() >= abs(value) - 1e-12).sum())) / (1 + draws)
                for name, value in observed.items()
            },
        }
    )
    return SpecificationCurve(
        table.sort_values("estimate", ignore_index=True),
        observed["median"],
        observed["same_sign"],
        observed["significant"],
        joint if draws else joint.iloc[:0],
        draws,
    )


COLUMNS = [
    "outcome", "factor", "controls", "sample", "estimator", "n",
    "estimate", "lower", "upper", "p",
]  # fmt: skip


def standardised_effect(y: pd.Series, X: pd.DataFrame, factor: str) -> Estimate:
    """Return the least squares coefficient with outcome and predictors standardised."""
    Z = np.column_stack([np.ones(len(X)), _standardised(X.to_numpy(dtype=float))])
    target = _standardised(y.to_numpy(dtype=float)[:, None])[:, 0]
    df = len(y) - Z.shape[1]
    if df < 1:
        raise ValueError(f"{len(y)} cases cannot carry {Z.shape[1]} coefficients. Use fewer.")
    inverse = np.linalg.inv(Z.T @ Z)
    beta = inverse @ Z.T @ target
    residual = target - Z @ beta
    place = 1 + list(X.columns).index(factor)
    error = float(np.sqrt(residual @ residual / df * inverse[place, place]))
    value, half = float(beta[place]), float(t.ppf(0.975, df)) * error
    p = 2 * float(t.sf(abs(value) / error, df)) if error > 0 else 0.0
    return value, value - half, value + half, p


def firth_effect(y: pd.Series, X: pd.DataFrame, factor: str) -> Estimate:
    """Return the log odds of Firth's logit per standard deviation of the factor."""
    from wir.success.models.firth import firth_logit

    return _row(firth_logit(X, y).table, X, factor)


def ordered_effect(y: pd.Series, X: pd.DataFrame, factor: str) -> Estimate:
    """Return the log odds of the cumulative logit per standard deviation of the factor."""
    from wir.success.models.ordinal import ordered_logit

    return _row(ordered_logit(X, y).table, X, factor)


def _row(table: pd.DataFrame, X: pd.DataFrame, factor: str) -> Estimate:
    spread = float(X[factor].std())
    columns = ["estimate", "lower", "upper", "p"]
    figures = table.loc[factor, columns].to_numpy(dtype=float)
    value, lower, upper = (float(one) * spread for one in figures[:3])
    return value, lower, upper, float(figures[3])


def _standardised(values: Floats) -> Floats:
    spread = values.std(axis=0, ddof=1)
    if not (spread > 0).all():
        raise ValueError("A variable of the specification does not vary. Leave it out.")
    return (values - values.mean(axis=0)) / spread


def _statistics(table: pd.DataFrame) -> dict[Hashable, float]:
    known = table.dropna(subset="estimate")
    median = float(known["estimate"].median())
    same = np.sign(known["estimate"]) == np.sign(median)
    return {
        "median": median,
        "same_sign": float(same.mean()),
        "significant": float((same & (known["p"] < 0.05)).mean()),
    }


def _names(given: Sequence[str] | str) -> list[str]:
    return [given] if isinstance(given, str) else list(given)


Kind = Literal["standardised", "firth", "ordered"]
ESTIMATORS: dict[Kind, Estimator] = {
    "standardised": standardised_effect,
    "firth": firth_effect,
    "ordered": ordered_effect,
}
"""The estimators by name, to choose from."""
