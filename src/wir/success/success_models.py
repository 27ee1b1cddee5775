"""Factors of success against outcomes, alliance by alliance: estimates for few cases.

Each effect is that of one point more on the scale of the factor: in units of a measured outcome
(`linear`), in log odds of a higher answer (`ordered`) or of yes (`binary`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
import pandas as pd

from wir.potential.checks import listed
from wir.success.models import false_discovery_rate, fit_and_pool, kendall_tau_b
from wir.success.models.cumulative import Cumulative, fit
from wir.success.models.ordinal import ordered_codes

Kind = Literal["linear", "ordered", "binary"]
KINDS: dict[str, Kind] = {
    "progress": "linear",
    "funds_drawn": "linear",
    "follow_on": "binary",
    "continuation": "ordered",
    "partners": "ordered",
}
"""Outcomes, and how each is modelled."""

FIGURES = ["estimate", "standard_error", "lower", "upper", "p"]


def classes(values: pd.Series, most: int = 4) -> pd.Series:
    """Return an ordered outcome in at most `most` classes of about the same number of cases.

    Few cases do not carry a threshold per value of a count; answers that are few already stay.
    """
    if values.nunique() <= most:
        return values
    cuts = np.unique(values.dropna().quantile(np.arange(1, most) / most).to_numpy())
    codes = np.searchsorted(cuts, values.to_numpy(), side="right").astype(float)
    return pd.Series(codes, index=values.index, name=values.name).where(values.notna())


def effects(
    data: pd.DataFrame,
    outcome: str,
    kind: Kind,
    factors: Sequence[str],
    controls: Sequence[str] = (),
) -> pd.DataFrame:
    """Return the effects of factors, together in one model, on an outcome.

    Parameters
    ----------
    data
        Alliances × variables, without gaps.
    outcome, kind
        A column and how it is modelled: least squares; cumulative logit with Jeffreys' penalty,
        finite also in small samples; Firth's logit.
    factors, controls
        Columns of the model. Controls that do not vary are left out.

    Returns
    -------
    DataFrame
        One row per factor: ``estimate``, ``standard_error``, ``lower``, ``upper``, ``p``.

    Raises
    ------
    TypeError, ValueError
        As the models: outcomes that do not vary, more predictors than cases.
    """
    used = [*factors, *(one for one in controls if data[one].min() < data[one].max())]
    X, y = data[used], data[outcome]
    if kind == "linear":
        found = _least_squares(X, y)
    else:
        found = _penalised(X, y if kind == "binary" else classes(y))
    return found.loc[list(factors), FIGURES]


def _least_squares(X: pd.DataFrame, y: pd.Series) -> pd.DataFrame:
    import statsmodels.api as sm

    fit = sm.OLS(y, sm.add_constant(X)).fit()
    interval = fit.conf_int().set_axis(["lower", "upper"], axis=1)
    figures = {"estimate": fit.params, "standard_error": fit.bse, "p": fit.pvalues}
    return pd.DataFrame(figures).join(interval).rename_axis("term")


def _penalised(X: pd.DataFrame, y: pd.Series) -> pd.DataFrame:
    """Return the coefficients of the cumulative logit with Jeffreys' penalty, Firth's for yes/no.

    As `ordered_logit` and `firth_logit`, which find intervals by profiles: those take a hundred
    times as long, and pooling over imputations needs estimates and standard errors only.
    """
    from scipy.stats import norm

    codes, _ = ordered_codes(y)
    scale = X.to_numpy().std(axis=0, ddof=1)
    found = fit(Cumulative(codes, (X.to_numpy() - X.to_numpy().mean(axis=0)) / scale, penalty=0.5))
    first = len(found.estimate) - X.shape[1]
    estimate = found.estimate[first:] / scale
    error = np.sqrt(np.diag(found.covariance)[first:]) / scale
    half = float(norm.ppf(0.975)) * error
    return pd.DataFrame(
        {
            "estimate": estimate,
            "standard_error": error,
            "lower": estimate - half,
            "upper": estimate + half,
            "p": 2 * norm.sf(np.abs(estimate / error)),
        },
        index=X.columns.rename("term"),
    )


def factor_table(
    imputed: Sequence[pd.DataFrame],
    observed: pd.DataFrame,
    outcomes: Mapping[str, Kind],
    factors: Sequence[str],
    controls: Sequence[str] = (),
    *,
    draws: int = 9_999,
    level: float = 0.05,
    seed: int = 0,
) -> pd.DataFrame:
    """Return every factor's association with every outcome, alone and beside the others.

    Parameters
    ----------
    imputed
        Completed copies of the table of alliances, from `wir.success.models.impute`.
    observed
        The table with its gaps, for the test and the estimate from complete cases.
    outcomes
        Outcome → how it is modelled.
    factors, controls
        Columns; the controls are in every model.
    draws
        Permutations behind Kendall's τ-b where it is not exact.
    level
        Share of false findings that is accepted, over all pairs.
    seed
        Of the permutations.

    Returns
    -------
    DataFrame
        One row per pair: ``outcome``, ``factor``, ``kind``, ``n`` (cases without a gap), ``tau``
        and its ``tau_p``; ``estimate``, ``lower``, ``upper``, ``p`` of the factor with the controls
        alone, pooled over the imputations, with ``missing_information``; ``complete`` (the same
        from complete cases); ``together``, ``together_lower``, ``together_upper``, ``together_p``
        beside all other factors; ``q`` and ``found`` from ``tau_p``.
    """
    gone = [name for name in (*outcomes, *factors, *controls) if name not in observed.columns]
    if gone:
        raise ValueError(f"The table of alliances has no columns {listed(gone)}.")
    rows = []
    for outcome, kind in outcomes.items():
        beside = _pooled(imputed, outcome, kind, factors, controls)
        for factor in factors:
            known = observed[[outcome, factor, *controls]].dropna()
            test = kendall_tau_b(known[factor], known[outcome], draws=draws, seed=seed)
            plain = effects(known, outcome, kind, [factor], controls)
            alone = _pooled(imputed, outcome, kind, [factor], controls).loc[factor]
            rows.append(
                {
                    "outcome": outcome,
                    "factor": factor,
                    "kind": kind,
                    "n": len(known),
                    "tau": test.tau_b,
                    "tau_p": test.p,
                    **alone[["estimate", "lower", "upper", "p", "missing_information"]],
                    "complete": plain.loc[factor, "estimate"],
                    "together": beside.loc[factor, "estimate"],
                    "together_lower": beside.loc[factor, "lower"],
                    "together_upper": beside.loc[factor, "upper"],
                    "together_p": beside.loc[factor, "p"],
                }
            )
    table = pd.DataFrame(rows)
    rates = false_discovery_rate(table["tau_p"], level=level)
    return table.assign(q=rates["q"], found=rates["found"])


def _pooled(
    imputed: Sequence[pd.DataFrame],
    outcome: str,
    kind: Kind,
    factors: Sequence[str],
    controls: Sequence[str],
) -> pd.DataFrame:
    return fit_and_pool(
        imputed,
        lambda data: effects(data, outcome, kind, factors, controls),
        len(imputed[0]) - len(factors) - len(controls) - 1,
    )


def shrunk(estimates: pd.Series, standard_errors: pd.Series) -> pd.DataFrame:
    """Return estimates drawn towards their common mean, as far as their errors ask for it.

    Empirical Bayes for normal estimates: the variance between true effects is estimated by the
    method of Paule and Mandel, and each estimate moves towards the weighted mean by the share of
    its variance that is error.

    Returns
    -------
    DataFrame
        ``estimate``, ``shrunk``, ``weight`` (of the own estimate), ``lower`` and ``upper`` (95 %,
        which take the variance between effects as known).

    References
    ----------
    Paule and Mandel (1982), Consensus values and weighting factors, Journal of Research of the
    National Bureau of Standards 87. Efron and Morris (1975), JASA 70.
    """
    from scipy.optimize import brentq

    value, variance = estimates.to_numpy(float), standard_errors.to_numpy(float) ** 2
    if len(value) < 3 or not (np.isfinite(value).all() and (variance > 0).all()):
        raise ValueError(
            f"{len(value)} estimates. Expected three or more with standard errors above zero."
        )

    def spread(tau2: float) -> float:
        weight = 1 / (variance + tau2)
        mean = (weight * value).sum() / weight.sum()
        return float((weight * (value - mean) ** 2).sum()) - (len(value) - 1)

    tau2 = 0.0 if spread(0.0) <= 0 else float(brentq(spread, 0.0, 100 * value.var() + 1))
    weight = 1 / (variance + tau2)
    mean, own = (weight * value).sum() / weight.sum(), tau2 / (tau2 + variance)
    middle = own * value + (1 - own) * mean
    error = np.sqrt(own * variance + (1 - own) ** 2 / weight.sum())
    return pd.DataFrame(
        {
            "estimate": value,
            "shrunk": middle,
            "weight": own,
            "lower": middle - 1.959964 * error,
            "upper": middle + 1.959964 * error,
        },
        index=estimates.index,
    )
