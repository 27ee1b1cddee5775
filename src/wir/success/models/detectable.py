"""What a sample of this size can see: the smallest effect that a test would probably find."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.stats import f, ncf, norm

Design = Literal["correlation", "two groups", "two shares", "regression"]


def minimum_detectable_effect(
    n: int | Sequence[int],
    design: Design = "correlation",
    *,
    power: float = 0.8,
    alpha: float = 0.05,
    predictors: int = 1,
    base: float = 0.5,
) -> float:
    """Return the smallest effect that a two-sided test finds with a given power.

    Parameters
    ----------
    n
        Cases; for two groups or shares a pair of numbers, or their sum (halves, then).
    design
        ``correlation``: a correlation, by Fisher's z. ``two groups``: a difference of means in
        standard deviations, by the t test. ``two shares``: how much the share of the second group
        lies above that of the first, by the arcsine. ``regression``: the partial correlation of one
        of several predictors, by the F test.
    power, alpha
        Probability of finding the effect, and level of the test.
    predictors
        All predictors of the regression.
    base
        Share in the first group.

    Returns
    -------
    float
        Missing (NaN) where no effect is large enough.

    Raises
    ------
    ValueError
        An unknown design, too few cases, impossible shares.

    References
    ----------
    Cohen (1988), Statistical power analysis for the behavioral sciences, 2nd edition. Power of the
    t test by statsmodels.
    """
    if design not in get_args(Design):
        raise ValueError(f"design is {design!r}. Expected one of {', '.join(get_args(Design))}.")
    if not (0 < alpha < power < 1 and 0 < base < 1):
        raise ValueError(
            f"alpha is {alpha}, power {power}, base {base}. Expected shares, the power above alpha."
        )
    sizes = (n // 2, n - n // 2) if isinstance(n, int) else (int(n[0]), int(n[1]))
    total = sum(sizes)
    least = predictors + 3 if design == "regression" else 4
    if total < least or min(sizes) < 2:
        raise ValueError(f"n is {n}. Expected at least {least} cases, two or more per group.")
    need = float(norm.ppf(1 - alpha / 2) + norm.ppf(power))
    if design == "correlation":
        return float(np.tanh(need / np.sqrt(total - 3)))
    if design == "two shares":
        root = np.arcsin(np.sqrt(base)) + need / 2 * np.sqrt(1 / sizes[0] + 1 / sizes[1])
        return float(np.sin(root) ** 2 - base) if root < np.pi / 2 else float("nan")
    if design == "two groups":
        from statsmodels.stats.power import TTestIndPower

        found = TTestIndPower().solve_power(
            nobs1=sizes[0], ratio=sizes[1] / sizes[0], alpha=alpha, power=power
        )
        return float(np.squeeze(found))
    f2 = _f_test(total - predictors - 1, total, alpha, power)
    return float(np.sqrt(f2 / (1 + f2)))


def _f_test(df: int, n: int, alpha: float, power: float) -> float:
    """Return Cohen's f² of one predictor that the F test finds with this power."""
    limit = float(f.ppf(1 - alpha, 1, df))

    def gap(f2: float) -> float:
        return float(ncf.sf(limit, 1, df, f2 * n)) - power

    return float(brentq(gap, 1e-9, 1e4))


@dataclass(frozen=True)
class SimulatedPower:
    """Power by simulation.

    Attributes
    ----------
    table
        One row per effect: ``power``, ``lower``, ``upper`` (95 %, Wilson).
    minimum
        Smallest effect with the power asked for, interpolated; missing where none has it.
    draws
        Samples per effect.
    """

    table: pd.DataFrame
    minimum: float
    draws: int


def simulated_power(
    p_value: Callable[[float, np.random.Generator], float],
    effects: Sequence[float],
    *,
    power: float = 0.8,
    alpha: float = 0.05,
    draws: int = 500,
    seed: int = 0,
) -> SimulatedPower:
    """Return how often a test finds effects of given sizes, for tests without a formula.

    Parameters
    ----------
    p_value
        Draws one sample with an effect of this size and returns the p value of the test, such as a
        Firth regression on simulated alliances. A missing p value counts as not found.
    effects
        Sizes in rising order.
    power, alpha, draws, seed
        As usual; the same random numbers are used for each effect.

    Raises
    ------
    ValueError
        Effects that do not rise, fewer than 20 draws.
    """
    from statsmodels.stats.proportion import proportion_confint

    sizes = np.asarray(effects, float)
    if not len(sizes) or (np.diff(sizes) <= 0).any() or draws < 20:
        raise ValueError(
            f"effects are {list(effects)} and draws {draws}. Expected rising sizes, "
            "20 draws or more."
        )
    records = []
    for size in sizes:
        children = np.random.SeedSequence(seed).spawn(draws)
        found = sum(p_value(float(size), np.random.default_rng(one)) < alpha for one in children)
        lower, upper = proportion_confint(found, draws, method="wilson")
        records.append((found / draws, lower, upper))
    table = pd.DataFrame(
        records, columns=["power", "lower", "upper"], index=pd.Index(sizes, name="effect")
    )
    reached = np.flatnonzero(table["power"].to_numpy() >= power)
    minimum = float("nan")
    if len(reached):
        first = int(reached[0])
        minimum = float(sizes[first])
        if first:
            before, after = table["power"].iloc[first - 1], table["power"].iloc[first]
            weight = (power - before) / (after - before)
            minimum = float(sizes[first - 1] + weight * (sizes[first] - sizes[first - 1]))
    return SimulatedPower(table, minimum, draws)
