"""How often a test errs where there is nothing, and how large an effect must be to be seen."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.stats import norm

from wir.effects.matching import history
from wir.effects.panel import design_matrix
from wir.effects.placebo import Draws
from wir.effects.study import Study, estimate
from wir.potential.checks import Floats


def rejection_rate(placebos: pd.DataFrame, level: float = 0.05) -> float:
    """Return the share of placebo programmes that a test at this level calls an effect."""
    z = (placebos["estimate"] / placebos["se"]).abs().dropna()
    return float((z > norm.ppf(1 - level / 2)).mean())


def rejection_by_draws(tested: pd.Series, reference: pd.Series, level: float = 0.05) -> float:
    """Return the rejection rate of randomisation inference, its reference drawn separately."""
    against = np.sort(reference.abs().dropna().to_numpy())
    own = tested.abs().dropna().to_numpy()
    larger = len(against) - np.searchsorted(against, own * (1 - 1e-12))
    return float((((1 + larger) / (len(against) + 1)) <= level).mean())


def critical_value(reference: pd.Series, level: float = 0.05) -> float:
    """Return the absolute estimate from which on randomisation inference rejects.

    The smallest value at which (1 + #{|drawn| ≥ value})/(draws + 1) is at most `level`.
    """
    drawn = np.sort(reference.abs().dropna().to_numpy())
    allowed = int(np.floor(level * (len(drawn) + 1) + 1e-9)) - 1
    if allowed < 0 or not len(drawn):
        return float("nan")
    # with `allowed` draws at or above: just above the next smaller one
    return float(drawn[len(drawn) - allowed - 1])


def calibrated(placebos: pd.DataFrame, reference: pd.Series, level: float = 0.05) -> pd.DataFrame:
    """Return placebos whose standard error makes a normal test reject where draws would."""
    width = critical_value(reference, level) / norm.ppf(1 - level / 2)
    return placebos.assign(se=width)


def power_at(effect: float, placebos: pd.DataFrame, level: float = 0.05) -> float:
    """Return how often an effect of this size, planted in placebo programmes, is found.

    Found: significant and of the right sign. Mean over the effect and its opposite.
    """
    known = placebos.dropna(subset=["estimate", "se"])
    limit = norm.ppf(1 - level / 2)
    value, se = known["estimate"].to_numpy(), known["se"].to_numpy()
    up = ((value + effect) / se > limit).mean()
    down = ((value - effect) / se < -limit).mean()
    return float((up + down) / 2)


def smallest_effect(placebos: pd.DataFrame, power: float = 0.8, level: float = 0.05) -> float:
    """Return the smallest effect that the design finds with this probability.

    Parameters
    ----------
    placebos
        ``estimate`` and ``se`` of placebo programmes; a planted constant effect adds to the
        estimate and leaves the standard error as it is.
    power, level
        Of the test.
    """
    known = placebos.dropna(subset=["estimate", "se"])
    if known.empty:
        return float("nan")
    high = 20 * float(known["se"].max()) + 5 * float(known["estimate"].abs().max())
    return float(brentq(lambda one: power_at(one, known, level) - power, 0.0, high, xtol=1e-6))


def recovery(study: Study, draws: Draws, effects: Sequence[float]) -> pd.DataFrame:
    """Plant effects in the outcomes of placebo programmes, and estimate them.

    Returns
    -------
    DataFrame
        ``planted``, ``found`` (mean estimate), ``bias``, ``bias_percent`` (of the planted size),
        ``bias_se`` (of the mean over draws).
    """
    inside = draws.units.isin(study.outcomes.index)
    units = draws.units[inside]
    Y = study.outcomes.loc[units].to_numpy()
    X = design_matrix(study.covariates.loc[units])
    years = study.outcomes.columns.to_numpy(dtype=np.int64)
    rows = []
    for effect in effects:
        found = np.array(
            [
                estimate(Y + effect * (years >= cohort[:, None]), years, cohort, X)[0]
                for cohort in draws.first_year[:, inside]
            ]
        )
        found = found[np.isfinite(found)]
        bias = float(found.mean()) - effect
        rows.append(
            {
                "planted": effect,
                "found": float(found.mean()),
                "bias": bias,
                "bias_percent": 100 * abs(bias / effect),
                "bias_se": float(found.std(ddof=1) / np.sqrt(len(found))),
            }
        )
    return pd.DataFrame(rows)


def waiting(
    study: Study, draws: Draws, horizons: Sequence[int], power: float = 0.8, least_before: int = 4
) -> pd.DataFrame:
    """Return the smallest effect that is seen in the h-th year after the start, for each h.

    The placebo programme starts for all its districts so many years before the end of the data,
    and is judged in the last year. What varies more the longer one waits shows as a larger effect.

    Returns
    -------
    DataFrame
        ``years`` (since the start, the start year is 0), ``smallest`` (effect in that year) and
        ``per_year`` (effect that grows evenly from the year before the start on). Horizons that
        leave fewer than `least_before` years before are left out.
    """
    inside = draws.units.isin(study.controls)
    units = draws.units[inside]
    table = study.outcomes.loc[units]
    last = int(table.columns[-1])
    rows = []
    for horizon in horizons:
        start = last - horizon
        before = [year for year in table.columns if int(year) < start]
        if len(before) < least_before:
            continue
        # only the year before the start and the last one are compared
        pair = table[[start - 1, last]].to_numpy()
        design = _history_design(study, table, start)
        years = np.array([start - 1, start], dtype=np.int64)
        found = []
        for cohort in draws.first_year[:, inside]:
            moved: Floats = np.where(np.isfinite(cohort), float(start), np.inf)
            found.append(estimate(pair, years, moved, design))
        placebos = pd.DataFrame(found, columns=["estimate", "se"])
        # one half of the draws gives the critical value, the other half is tested
        effect = smallest_effect(calibrated(placebos[::2], placebos["estimate"][1::2]), power)
        rows.append({"years": horizon, "smallest": effect, "per_year": effect / (horizon + 1)})
    return pd.DataFrame(rows, columns=["years", "smallest", "per_year"])


def _history_design(study: Study, table: pd.DataFrame, start: int) -> Floats:
    covariates = history(table, start)
    if "group" in study.covariates:
        covariates["group"] = study.covariates.loc[table.index, "group"]
    return design_matrix(covariates)
