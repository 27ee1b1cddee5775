"""Synthetic control and synthetic difference-in-differences, with placebo inference.

A treated unit is compared with a weighted mean of units that were never treated, chosen so that it
went the same way before. Synthetic control (Abadie, Diamond and Hainmueller 2010) matches levels;
synthetic difference-in-differences (Arkhangelsky, Athey, Hirshberg, Imbens and Wager 2021, American
Economic Review 111) matches up to a constant, spreads the weights by a ridge, and weights years.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pandas as pd

from wir.effects.panel import cohorts, complete_panel, wide
from wir.effects.simplex import simplex_least_squares
from wir.potential.checks import Floats, listed, nearest

Kind = Literal["sdid", "sc", "did"]


@dataclass(frozen=True)
class Weights:
    """Weights of one comparison, as arrays: controls, years before, and the noise they rest on."""

    omega: Floats
    lambda_: Floats
    noise: float


@dataclass(frozen=True)
class SyntheticEffect:
    """What was estimated, and how it stands among placebos.

    Attributes
    ----------
    estimate
        Mean effect on the treated in the treated years.
    se
        Standard deviation of the placebo estimates (ddof 0); NaN without placebos.
    p_value
        (1 + number of placebos at least as large in absolute value)/(placebos + 1).
    placebos
        Placebo estimates: by control unit where one unit is treated, else by number of the draw.
    unit_weights
        Weight of each control unit, per cohort (columns).
    time_weights
        Weight of each year before treatment, per cohort (columns; missing where not used).
    series
        ``treated``, ``synthetic`` (shifted to meet the treated before, except for ``sc``) and
        ``gap`` by cohort and year.
    by_cohort
        ``cohort``, ``treated`` (number), ``years`` (treated years), ``estimate``, ``weight``.
    """

    estimate: float
    se: float
    p_value: float
    placebos: pd.Series
    unit_weights: pd.DataFrame
    time_weights: pd.DataFrame
    series: pd.DataFrame
    by_cohort: pd.DataFrame

    @property
    def att(self) -> float:
        """The estimate, by the name that it has in `wir.effects.did`."""
        return self.estimate


def synthetic_did(
    outcomes: pd.DataFrame,
    treated: str | Sequence[object] | pd.Series | Mapping[object, float],
    first_treated_year: int | None = None,
    *,
    method: Kind = "sdid",
    controls: Sequence[object] | None = None,
    placebos: int | None = 0,
    seed: int = 0,
    unit: str | None = None,
    time: str | None = None,
    outcome: str | None = None,
) -> SyntheticEffect:
    """Estimate the mean effect on the treated by synthetic difference-in-differences.

    Parameters
    ----------
    outcomes
        Units × years without gaps (or a long table, with `unit`, `time` and `outcome` named).
    treated
        Treated units (or the name of one, or a Series of yes and no by unit); or a Series or dict
        of first treated years by unit (missing or 0: never).
    first_treated_year
        Of all treated units, where `treated` is a list.
    method
        ``sdid``; ``sc`` synthetic control (no constant, ridge of 10⁻⁶ noise, plain mean of the
        years after); ``did`` equal weights of all controls and of all years before.
    controls
        Units to compare with; all that are never treated by default.
    placebos
        Number of placebo draws: as many controls as are treated, drawn at random, in their place,
        the treated left out. None, with one treated unit: every control once, no chance involved.
    seed
        Of the draws.

    Returns
    -------
    SyntheticEffect
        With several cohorts, the mean of their estimates weighted by treated unit-years.

    Raises
    ------
    TypeError, ValueError
        Gaps, unknown units, years outside the panel, everybody treated, too few controls. The
        message says what is possible instead.

    Notes
    -----
    Noise: standard deviation (ddof 1) of the pooled first differences of the controls before
    treatment. Ridge of the unit weights ζ² T₀ with ζ = (N₁T₁)^¼ · noise, of the year weights
    (10⁻⁶ noise)² N₀. Both problems are solved exactly; R synthdid stops earlier, so that its
    numbers can differ in the fourth digit.
    """
    if method not in get_args(Kind):
        raise ValueError(f"method is {method!r}. Expected one of {listed(get_args(Kind))}.")
    if placebos is not None and placebos < 0:
        raise ValueError(f"placebos is {placebos}. Expected a number of draws, 0, or None for all.")
    table = wide(outcomes, outcome, unit, time)
    first = _first_years(table, treated, first_treated_year)
    first = first.reindex(table.index)
    donors = _donors(table, first, controls)
    used = table.loc[table.index.isin(donors) | np.isfinite(cohorts(first)).to_numpy()]
    panel = complete_panel(used, first.loc[used.index])
    _check_years(panel.cohort, panel.years)
    Y0 = panel.outcomes.loc[donors].to_numpy()
    years = panel.years
    plan = []
    omegas: dict[int, Floats] = {}
    lambdas: dict[int, pd.Series] = {}
    series = []
    rows = []
    for g in sorted(set(panel.cohort[np.isfinite(panel.cohort)].astype(int))):
        if g > years[-1]:
            continue
        own = panel.outcomes.loc[panel.cohort == g].to_numpy()
        before = int(np.searchsorted(years, g))
        plan.append((len(own), before))
        found = fit_weights(own.mean(axis=0), Y0, before, len(own), method)
        estimate, gap, twin = contrast(own.mean(axis=0), Y0, before, found, method)
        omegas[g] = found.omega
        lambdas[g] = pd.Series(found.lambda_, index=years[:before])
        rows.append((g, len(own), len(years) - before, estimate))
        series.append(
            pd.DataFrame(
                {
                    "cohort": g,
                    "year": years,
                    "treated": own.mean(axis=0),
                    "synthetic": twin,
                    "gap": gap,
                }
            )
        )
    by_cohort = pd.DataFrame(rows, columns=["cohort", "treated", "years", "estimate"])
    size = by_cohort["treated"] * by_cohort["years"]
    by_cohort["weight"] = size / size.sum()
    estimate = float((by_cohort["weight"] * by_cohort["estimate"]).sum())
    drawn = _placebos(Y0, donors, plan, by_cohort["weight"].to_numpy(), method, placebos, seed)
    values = drawn.to_numpy()
    return SyntheticEffect(
        estimate,
        float(values.std()) if len(values) else float("nan"),
        placebo_p(estimate, values) if len(values) else float("nan"),
        drawn,
        pd.DataFrame(omegas, index=pd.Index(donors)),
        pd.DataFrame(lambdas).sort_index(),
        pd.concat(series, ignore_index=True),
        by_cohort,
    )


def synthetic_control(
    outcomes: pd.DataFrame,
    treated: Sequence[object] | pd.Series,
    first_treated_year: int | None = None,
    *,
    controls: Sequence[object] | None = None,
    placebos: int | None = 0,
    seed: int = 0,
) -> SyntheticEffect:
    """Return the synthetic control estimate; parameters and errors as in `synthetic_did`."""
    return synthetic_did(
        outcomes,
        treated,
        first_treated_year,
        method="sc",
        controls=controls,
        placebos=placebos,
        seed=seed,
    )


def placebo_p(estimate: float, placebos: Floats) -> float:
    """Return (1 + #{|placebo| ≥ |estimate|})/(n + 1)."""
    large = np.abs(placebos) >= abs(estimate) * (1 - 1e-12)
    return float((1 + large.sum()) / (len(placebos) + 1))


def fit_weights(
    own: Floats,
    Y0: Floats,
    before: int,
    size: int = 1,
    method: Kind = "sdid",
    start: Floats | None = None,
    *,
    year_weights: bool = True,
) -> Weights:
    """Return the weights of controls and years for one treated mean.

    Parameters
    ----------
    own
        Mean outcome of the treated, by year.
    Y0
        Controls × years.
    before
        Number of years before treatment.
    size
        Number of treated units.
    method, start
        See `synthetic_did`; weights to begin with.
    year_weights
        Whether to estimate the weights of years (``sdid``); equal ones otherwise.
    """
    count, years = Y0.shape
    after = years - before
    pre = Y0[:, :before]
    noise = float(np.diff(pre, axis=1).std(ddof=1)) if before > 1 else 0.0
    if method == "did":
        return Weights(np.full(count, 1 / count), np.full(before, 1 / before), noise)
    if method == "sc":
        ridge = before * (1e-6 * noise) ** 2
        omega = simplex_least_squares(pre.T, own[:before], ridge, start).weights
        return Weights(omega, np.zeros(before), noise)
    # a free constant: subtract the mean over years (units weights) or over controls (year weights)
    zeta = (size * after) ** 0.25 * noise
    omega = simplex_least_squares(
        (pre - pre.mean(axis=1, keepdims=True)).T,
        own[:before] - own[:before].mean(),
        before * zeta**2,
        start,
    ).weights
    if not year_weights:
        return Weights(omega, np.full(before, 1 / before), noise)
    later = Y0[:, before:].mean(axis=1)
    lambda_ = simplex_least_squares(
        pre - pre.mean(axis=0), later - later.mean(), count * (1e-6 * noise) ** 2
    ).weights
    return Weights(omega, lambda_, noise)


def contrast(
    own: Floats, Y0: Floats, before: int, weights: Weights, method: Kind
) -> tuple[float, Floats, Floats]:
    """Return estimate, gap by year, and the synthetic series."""
    twin = weights.omega @ Y0
    shift = 0.0 if method == "sc" else float(weights.lambda_ @ (own - twin)[:before])
    gap = own - twin - shift
    return float(gap[before:].mean()), gap, twin + shift


def demeaned(
    outcomes: pd.DataFrame, group: pd.Series, controls: Sequence[object] | pd.Index
) -> pd.DataFrame:
    """Return outcomes less the mean of the controls of the same group in each year.

    What all districts of a group (such as East Germany) share in a year is no effect.

    Raises
    ------
    ValueError
        A group without controls.
    """
    own = group.reindex(outcomes.index).astype(str)
    means = outcomes.loc[list(controls)].groupby(own[list(controls)]).mean()
    without = sorted(set(own) - set(means.index))
    if without:
        raise ValueError(f"No control in the group {listed(without)}: nothing to compare with.")
    return outcomes - means.loc[list(own)].to_numpy()


def _placebos(
    Y0: Floats,
    donors: Sequence[object],
    plan: Sequence[tuple[int, int]],
    weight: Floats,
    method: Kind,
    placebos: int | None,
    seed: int,
) -> pd.Series:
    """Return placebo estimates: controls in the place of the treated."""
    total = sum(size for size, _ in plan)
    if placebos is None and total > 1:
        raise ValueError(
            f"{total} units are treated: placebos cannot be listed one by one. Give the number of "
            "draws, for instance placebos=500."
        )
    if placebos != 0 and len(donors) < total + 2:
        raise ValueError(
            f"There are {len(donors)} controls for {total} treated units. Placebos need at least "
            f"{total + 2}: use more controls, or placebos=0."
        )
    rng = np.random.default_rng(seed)
    choices = (
        [np.array([one]) for one in range(len(donors))]
        if placebos is None
        else [rng.permutation(len(donors))[:total] for _ in range(placebos)]
    )
    labels = list(donors) if placebos is None else list(range(len(choices)))
    values = []
    for chosen in choices:
        rest = np.delete(Y0, chosen, axis=0)
        place, parts = 0, []
        for size, before in plan:
            own = Y0[chosen[place : place + size]].mean(axis=0)
            place += size
            found = fit_weights(own, rest, before, size, method)
            parts.append(contrast(own, rest, before, found, method)[0])
        values.append(float(weight @ parts))
    return pd.Series(values, index=pd.Index(labels), name="placebo", dtype="float64")


def _first_years(
    table: pd.DataFrame,
    treated: str | Sequence[object] | pd.Series | Mapping[object, float],
    year: int | None,
) -> pd.Series:
    if isinstance(treated, Mapping):
        treated = pd.Series(dict(treated))
    if isinstance(treated, str) or np.ndim(treated) == 0:  # type: ignore[arg-type]
        treated = [treated]
    if isinstance(treated, pd.Series) and year is None:
        first = cohorts(treated)
        if first.index.has_duplicates:
            names = first.index[first.index.duplicated()].unique()
            raise ValueError(f"Units with several first treated years: {listed(names)}.")
    else:
        if year is None:
            raise TypeError(
                "first_treated_year is missing. Give the year for a list of treated units, or a "
                "Series of first treated years by unit."
            )
        chosen = list(dict.fromkeys(treated))
        if isinstance(treated, pd.Series) and _yes_or_no(treated, table.index):
            chosen = list(treated.index[treated.astype(bool)])
        first = pd.Series(float(year), index=pd.Index(chosen, dtype=object))
    unknown = first.index[~first.index.isin(table.index)]
    if len(unknown):
        raise ValueError(
            f"Treated units that the table of outcomes does not have: {listed(unknown)}."
            f"{nearest(str(unknown[0]), table.index)} Correct their keys, or leave them out."
        )
    if not np.isfinite(first).any():
        raise ValueError("Nobody is treated: no unit has a first treated year.")
    return first


def _yes_or_no(treated: pd.Series, units: pd.Index) -> bool:
    """Return whether a Series says of each unit whether it is treated, and names none."""
    if pd.api.types.is_bool_dtype(treated):
        return True
    return bool(treated.isin([0, 1]).all() and treated.index.isin(units).all())


def _donors(
    table: pd.DataFrame, first: pd.Series, controls: Sequence[object] | None
) -> list[object]:
    never = table.index[~np.isfinite(cohorts(first)).to_numpy()]
    if controls is not None:
        unknown = pd.Index(list(controls)).difference(table.index)
        if len(unknown):
            raise ValueError(f"Controls that the table does not have: {listed(unknown)}.")
        both = pd.Index(list(controls)).difference(never)
        if len(both):
            raise ValueError(f"Controls that are treated themselves: {listed(both)}.")
        never = never[never.isin(list(controls))]
    if len(never) < 2:
        raise ValueError(
            f"There are {len(never)} units that are never treated; expected at least two. Where "
            "everybody is treated, only a comparison over time with later cohorts is possible: "
            "att_gt(..., control='notyet')."
        )
    return list(never)


def _check_years(first: pd.Series, years: np.ndarray) -> None:
    finite = first[np.isfinite(first)]
    early = finite.index[finite <= years[0] + 1]
    if len(early):
        raise ValueError(
            f"Units treated in {years[0] + 1} or before, the second year of the panel: "
            f"{listed(early)}. Two or more years before treatment are needed; leave these units "
            "out or use earlier years."
        )
    if (finite > years[-1]).all():
        raise ValueError(
            f"All first treated years lie after the panel, which ends in {years[-1]}. Possible "
            "now: placebos in earlier years, which show the smallest effect that could be seen."
        )
