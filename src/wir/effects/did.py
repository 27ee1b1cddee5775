"""Difference-in-differences with staggered treatment: effects by cohort and year, and their means.

Callaway and Sant'Anna (2021), Difference-in-differences with multiple time periods, Journal of
Econometrics 225. Our own because the placebo studies call it a hundred thousand times; the tests
hold it against R did 2.1.2 and the Python packages diff-diff and csdid.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pandas as pd
from scipy.stats import chi2, norm

from wir.effects.panel import (
    LEAST_CONTROLS,
    Bools,
    Panel,
    cohort_by_unit,
    cohorts,
    complete_panel,
    design_matrix,
    long_columns,
    wide,
)
from wir.effects.two_periods import Method, check_method, compare
from wir.potential.checks import Floats, listed

Control = Literal["never", "notyet"]
Base = Literal["varying", "universal"]
Kind = Literal["simple", "dynamic", "group", "calendar"]

ALIASES = {
    "nevertreated": "never",
    "never_treated": "never",
    "notyettreated": "notyet",
    "not_yet_treated": "notyet",
}


SINGLE = (
    "A single unit is treated: its standard errors are those of the controls alone and far too "
    "small. Possible instead: its rank among placebos, synthetic_did(..., placebos=None)."
)


@dataclass(frozen=True)
class GroupTimeEffects:
    """Effects by cohort and year.

    Attributes
    ----------
    table
        One row per cohort and year: ``cohort``, ``year``, ``att``, ``se``, ``lower``, ``upper``
        (pointwise, normal), ``p_value``, ``post`` (year ≥ cohort), ``treated`` and ``controls``
        (numbers of units). The base year of ``universal`` has effect 0 and no standard error.
    influence
        Units × rows of `table`: the influence function. The variance of a combination w is
        ‖ψw‖²/n².
    cohort
        First treated year by unit, infinite for never.
    cluster
        Cluster of each unit; None where units are independent.
    dropped
        Units that are treated from the first year on and have no year before.
    confidence
        Of the intervals.
    """

    table: pd.DataFrame
    influence: pd.DataFrame
    cohort: pd.Series
    cluster: pd.Series | None
    dropped: tuple[object, ...]
    confidence: float

    @property
    def covariance(self) -> pd.DataFrame:
        """Covariance matrix of the effects, rows of `table` by position."""
        psi = clustered(self.influence.to_numpy(), self.cluster)
        matrix = psi.T @ psi / len(self.influence) ** 2
        return pd.DataFrame(matrix, index=self.table.index, columns=self.table.index)

    def pretest(self) -> tuple[float, float]:
        """Return Wald statistic and p value of the joint test that effects before are zero."""
        before = (~self.table["post"] & self.table["se"].notna()).to_numpy()
        if not before.any():
            return float("nan"), float("nan")
        att = self.table.loc[before, "att"].to_numpy()
        return _wald(att, self.covariance.to_numpy()[np.ix_(before, before)])


@dataclass(frozen=True)
class Aggregate:
    """Means of effects by cohort and year.

    Attributes
    ----------
    kind
        ``simple``, ``dynamic``, ``group`` or ``calendar``.
    table
        One row per event time, cohort or year (column ``at``): ``att``, ``se``, ``lower``,
        ``upper``, ``p_value``. Empty for ``simple``.
    att, se, lower, upper, p_value
        The overall effect.
    covariance
        Of the rows of `table`.
    """

    kind: Kind
    table: pd.DataFrame
    att: float
    se: float
    lower: float
    upper: float
    p_value: float
    covariance: pd.DataFrame

    def pretest(self) -> tuple[float, float]:
        """Return Wald statistic and p value of the test that effects before −1 are all zero.

        For ``dynamic`` with a universal base; missing where there are no such rows, or fewer
        clusters than they need.
        """
        rows = (self.table["at"] < -1) & self.table["se"].notna()
        names = list(self.table.loc[rows, "at"]) if self.kind == "dynamic" else []
        if not names:
            return float("nan"), float("nan")
        att = self.table.loc[rows, "att"].to_numpy()
        return _wald(att, self.covariance.loc[names, names].to_numpy())


@dataclass(frozen=True)
class Cells:
    """Effects by cohort and year as arrays, for those who need many of them."""

    cohort: Floats
    year: Floats
    att: Floats
    influence: Floats
    treated: Floats
    controls: Floats


def att_gt(
    data: pd.DataFrame,
    outcome: str | None = None,
    unit: str | None = None,
    time: str | None = None,
    cohort: str | pd.Series | Mapping[object, float] | None = None,
    *,
    covariates: str | Sequence[str] | pd.DataFrame | None = None,
    method: Method = "dr",
    control: str = "never",
    base: Base = "varying",
    anticipation: int = 0,
    cluster: str | pd.Series | None = None,
    confidence: float = 0.95,
) -> GroupTimeEffects:
    """Estimate the mean effect on the treated of each cohort in each year.

    Parameters
    ----------
    data
        Long: one row per unit and year, columns named by `outcome`, `unit`, `time`. Wide: units ×
        years, and none of the three named.
    outcome, unit, time
        Columns of a long table.
    cohort
        First treated year: column of a long table, or a Series (or dict) by unit. Missing, 0 or
        infinite means never treated.
    covariates
        Columns of a long table (the value in the base year is used) or units × covariates.
    method
        ``dr`` doubly robust, ``reg`` regression of the controls, ``ipw`` weights; the same without
        covariates.
    control
        ``never`` treated units, or also those ``notyet`` treated (nor within `anticipation`).
    base
        ``varying``: before treatment, changes from one year to the next; ``universal``: all changes
        are from the last year before treatment. After treatment both are the same.
    anticipation
        Years before treatment in which units may react already.
    cluster
        Column or Series by unit: standard errors for clusters of units.
    confidence
        Of the intervals.

    Returns
    -------
    GroupTimeEffects
        Base year g − 1 − anticipation; standard errors from the influence function, without a
        correction of the degrees of freedom.

    Raises
    ------
    TypeError, ValueError
        Columns that are missing, a unit twice in a year, gaps in the outcome, first years outside
        the panel, nobody treated, everybody treated, a single control, covariates that cannot be
        held constant. The message says what is possible instead.

    Warns
    -----
    UserWarning
        A single unit is treated: the standard errors are those of the controls alone.

    Examples
    --------
    >>> effects = att_gt(data, "lemp", "county", "year", "first_treated")  # doctest: +SKIP
    >>> aggregate(effects, "dynamic").att  # doctest: +SKIP
    """
    chosen = ALIASES.get(str(control).replace("-", "_"), control)
    if isinstance(covariates, str):
        covariates = [covariates]
    _check_options(chosen, base, method, anticipation, confidence)
    outcomes = wide(data, outcome, unit, time)
    first = _cohort_of(data, unit, cohort)
    by_year: dict[int, pd.DataFrame] = {}
    table: pd.DataFrame | None = None
    if isinstance(covariates, pd.DataFrame):
        table = covariates
    elif covariates:
        if unit is None:
            raise TypeError("With a table of units × years, give covariates as units × covariates.")
        long_columns(data, list(covariates))
        by_year = {
            int(str(year)): rows.set_index(unit)[list(covariates)]
            for year, rows in data.groupby(time)
        }
        table = by_year[int(outcomes.columns[0])]
    panel = complete_panel(outcomes, first, table)
    clusters = _clusters(data, unit, cluster, outcomes.index)
    panel, dropped = _without_always_treated(panel, anticipation)
    check_design(panel, chosen)
    if int((panel.cohort <= panel.years[-1]).sum()) == 1:
        warnings.warn(SINGLE, stacklevel=2)
    designs = {
        year: design_matrix(rows.reindex(panel.outcomes.index)) for year, rows in by_year.items()
    }
    cells = group_time(
        panel.outcomes.to_numpy(),
        panel.years,
        panel.cohort.to_numpy(),
        designs or design_matrix(panel.covariates),
        method=method,
        control=chosen,  # type: ignore[arg-type]
        base=base,
        anticipation=anticipation,
    )
    if not len(cells.att):
        raise ValueError(
            "No effect can be estimated: no cohort has both a year before treatment and controls "
            f"in the panel ({panel.years[0]} to {panel.years[-1]}). Use more years, or "
            "control='never' with units that are never treated."
        )
    if clusters is not None:
        clusters = clusters.reindex(panel.outcomes.index)
    reference = (cells.year == cells.cohort - 1 - anticipation) & (base == "universal")
    se = standard_errors(cells.influence, clusters)
    se[reference] = np.nan
    result = pd.DataFrame(
        {
            "cohort": cells.cohort.astype(int),
            "year": cells.year.astype(int),
            "att": cells.att,
            "se": se,
        }
    )
    result = _with_intervals(result, confidence)
    result["post"] = result["year"] >= result["cohort"]
    result["treated"] = cells.treated.astype(int)
    result["controls"] = cells.controls.astype(int)
    psi = pd.DataFrame(cells.influence, index=panel.outcomes.index)
    return GroupTimeEffects(result, psi, panel.cohort, clusters, dropped, confidence)


def group_time(
    Y: Floats,
    years: np.ndarray,
    cohort: Floats,
    X: Floats | dict[int, Floats],
    *,
    method: Method = "dr",
    control: Control = "never",
    base: Base = "varying",
    anticipation: int = 0,
    influence: bool = True,
    post_only: bool = False,
) -> Cells:
    """Return effects by cohort and year, from arrays that have been checked.

    `X` is a design matrix, or one per base year. Comparisons with the same treated, controls, base
    and covariates are made at once. `post_only` leaves out the years before treatment.
    """
    place = {int(year): number for number, year in enumerate(years)}
    never = np.isinf(cohort)
    found: dict[tuple[float, int], tuple[float, Floats, int, int]] = {}
    empty = np.zeros(0)
    starts = np.unique(cohort[~never])
    for g in starts[starts <= years[-1]]:
        treated = cohort == g
        last = int(g) - 1 - anticipation
        if last not in place:
            continue
        groups: dict[tuple[int, int], tuple[Bools, list[tuple[int, int]]]] = {}
        for year in place:
            before = last
            if base == "varying" and year < g - anticipation:
                before = year - 1
            if before not in place or (post_only and year < g):
                continue
            if year == before:
                zero = np.zeros(len(Y)) if influence else empty
                found[g, year] = 0.0, zero, int(treated.sum()), 0
                continue
            # not-yet-treated controls change only where a cohort starts
            step = (
                0 if control == "never" else int((starts <= max(year, before) + anticipation).sum())
            )
            # covariates are those of the earlier of both years
            at = min(before, year) if isinstance(X, dict) else 0
            if (step, at) not in groups:
                later = never if control == "never" else never | np.isin(cohort, starts[step:])
                groups[step, at] = (later & ~treated, [])
            groups[step, at][1].append((year, before))
        for (_, at), (controls, pairs) in groups.items():
            if not controls.any():
                continue
            now = [place[year] for year, _ in pairs]
            then = [place[before] for _, before in pairs]
            design = X[at] if isinstance(X, dict) else X
            effect, psi = compare(
                Y[:, now] - Y[:, then], treated, controls, design, method, influence
            )
            for number, (year, _) in enumerate(pairs):
                one = psi[:, number] if influence else empty
                found[g, year] = effect[number], one, int(treated.sum()), int(controls.sum())
    keys = sorted(found)
    values = [found[key] for key in keys]
    width = len(Y) if influence else 0
    psi_all = np.array([one[1] for one in values]).T if values else np.zeros((width, 0))
    return Cells(
        np.array([key[0] for key in keys]),
        np.array([float(key[1]) for key in keys]),
        np.array([one[0] for one in values]),
        psi_all,
        np.array([float(one[2]) for one in values]),
        np.array([float(one[3]) for one in values]),
    )


def aggregate(
    effects: GroupTimeEffects,
    kind: Kind = "dynamic",
    *,
    earliest: int | None = None,
    latest: int | None = None,
    balance: int | None = None,
) -> Aggregate:
    """Return means of effects by cohort and year.

    Parameters
    ----------
    effects
        Result of `att_gt`.
    kind
        ``simple``: over all cells after treatment, by size of cohort. ``dynamic``: by years since
        treatment; overall the plain mean from 0 on. ``group``: by cohort; overall by size of
        cohort. ``calendar``: by year; overall the plain mean.
    earliest, latest
        Event times to keep (``dynamic``).
    balance
        Keep only cohorts that are seen for at least this many years after treatment (``dynamic``),
        and event times up to it.

    Returns
    -------
    Aggregate
        Cohort shares over all units of the panel; standard errors contain the term for estimating
        the shares. (R did 2.1.2 prints another overall standard error for ``group``.)

    Raises
    ------
    ValueError
        An unknown kind, or nothing left to average.
    """
    if kind not in get_args(Kind):
        raise ValueError(f"kind is {kind!r}. Expected one of {listed(get_args(Kind))}.")
    table, psi = effects.table, effects.influence.to_numpy()
    g, t = table["cohort"].to_numpy(float), table["year"].to_numpy(float)
    att = table["att"].to_numpy()
    cohort = effects.cohort.to_numpy()
    member = (cohort[:, None] == g).astype(np.float64)
    share = member.mean(axis=0)
    post = t >= g

    def by_share(cells: Bools) -> tuple[float, Floats]:
        """Return the mean over cells by cohort shares, and its influence."""
        weight = share[cells] / share[cells].sum()
        centred = member[:, cells] - share[cells]
        total = share[cells].sum()
        shares = centred / total - centred.sum(axis=1, keepdims=True) * share[cells] / total**2
        return float(att[cells] @ weight), psi[:, cells] @ weight + shares @ att[cells]

    labels: list[int] = []
    parts: list[tuple[float, Floats]] = []
    if kind == "simple":
        _some(post)
        overall = by_share(post)
    elif kind == "group":
        for one in np.unique(g[post]):
            cells = post & (g == one)
            labels.append(int(one))
            parts.append((float(att[cells].mean()), psi[:, cells].mean(axis=1)))
        _some(np.array(labels))
        first = np.array([np.flatnonzero(g == one)[0] for one in labels])
        size, centred = share[first], member[:, first] - share[first]
        weight, total = size / size.sum(), size.sum()
        means = np.array([one[0] for one in parts])
        shares = centred / total - centred.sum(axis=1, keepdims=True) * size / total**2
        inner = np.array([one[1] for one in parts]).T
        overall = float(means @ weight), inner @ weight + shares @ means
    else:
        at = t - g if kind == "dynamic" else t
        usable = np.ones(len(g), bool) if kind == "dynamic" else post
        if balance is not None and kind == "dynamic":
            usable &= t.max() - g >= balance
            usable &= at <= balance
        for one in np.unique(at[usable]):
            if kind == "dynamic" and (
                (earliest is not None and one < earliest) or (latest is not None and one > latest)
            ):
                continue
            labels.append(int(one))
            parts.append(by_share(usable & (at == one)))
        kept = [n for n, one in enumerate(labels) if kind == "calendar" or one >= 0]
        _some(np.array(kept))
        overall = (
            float(np.mean([parts[n][0] for n in kept])),
            np.mean([parts[n][1] for n in kept], axis=0),
        )
    influence = np.array([one[1] for one in parts]).T if parts else np.zeros((len(psi), 0))
    se = standard_errors(influence, effects.cluster)
    se[se < 1e-14] = np.nan  # the base year
    rows = pd.DataFrame({"at": labels, "att": [one[0] for one in parts], "se": se})
    rows = _with_intervals(rows, effects.confidence)
    total_se = standard_errors(overall[1][:, None], effects.cluster)
    whole = _with_intervals(pd.DataFrame({"att": [overall[0]], "se": total_se}), effects.confidence)
    grouped = clustered(influence, effects.cluster)
    sigma = grouped.T @ grouped / len(psi) ** 2
    att_, se_, lower, upper, p_value = (
        float(whole[name].iloc[0]) for name in ("att", "se", "lower", "upper", "p_value")
    )
    covariance = pd.DataFrame(sigma, index=labels, columns=labels)
    return Aggregate(kind, rows, att_, se_, lower, upper, p_value, covariance)


def overall_dynamic(cells: Cells, cohort: Floats, latest: int | None = None) -> float:
    """Return the overall effect of ``dynamic`` only, from arrays (for many placebos)."""
    event = cells.year - cells.cohort
    sizes = np.array([(cohort == one).sum() for one in cells.cohort], dtype=np.float64)
    last = event.max() if latest is None else min(latest, event.max())
    means = []
    for one in np.arange(0, last + 1):
        at = event == one
        if at.any():
            means.append(cells.att[at] @ sizes[at] / sizes[at].sum())
    return float(np.mean(means)) if means else float("nan")


def clustered(psi: Floats, cluster: pd.Series | None) -> Floats:
    """Return influence summed within clusters; as it is without clusters."""
    if cluster is None:
        return psi
    codes, labels = pd.factorize(cluster)
    sums = np.zeros((len(labels), psi.shape[1]))
    np.add.at(sums, codes, psi)
    return sums


def standard_errors(psi: Floats, cluster: pd.Series | None = None) -> Floats:
    """Return √Σψ²/n of each column, ψ summed within clusters first."""
    return np.asarray(np.sqrt((clustered(psi, cluster) ** 2).sum(axis=0)) / len(psi))


def check_design(panel: Panel, control: str = "never") -> None:
    """Raise a `ValueError` where nobody, everybody or too few are treated or left as controls."""
    first = panel.cohort
    years = panel.years
    treated = first[np.isfinite(first)]
    seen = treated[treated <= years[-1]]
    if treated.empty:
        raise ValueError(
            "Nobody is treated: no unit has a first treated year. Check the keys of the treated."
        )
    if seen.empty:
        raise ValueError(
            f"All first treated years ({listed(sorted(set(treated.astype(int))))}) lie after the "
            f"panel, which ends in {years[-1]}. Nothing can be said about effects yet; possible "
            "now: the comparison before treatment, and the smallest effect that could be seen."
        )
    never = int(np.isinf(first).sum())
    if never == 0 and control == "never":
        raise ValueError(
            "Everybody is treated sooner or later: there are no never-treated units to compare "
            "with. Possible: control='notyet' (before the last cohort starts), or a wider set of "
            "control units."
        )
    if 0 < never < LEAST_CONTROLS and control == "never":
        raise ValueError(
            f"There is only {never} never-treated unit; expected at least {LEAST_CONTROLS}. "
            "Possible: control='notyet', or a wider set of control units."
        )


def _cohort_of(
    data: pd.DataFrame, unit: str | None, cohort: str | pd.Series | Mapping[object, float] | None
) -> pd.Series:
    if isinstance(cohort, Mapping):
        return cohorts(pd.Series(dict(cohort)))
    if isinstance(cohort, pd.Series):
        return cohorts(cohort)
    if cohort is not None and not isinstance(cohort, str):
        raise TypeError(
            f"cohort is a {type(cohort).__name__} without labels of units. Expected the name of a "
            "column (long table), or a Series of first treated years by unit."
        )
    if cohort is None or unit is None:
        raise TypeError(
            "cohort is missing. Expected the name of a column (long table), or a Series of first "
            "treated years by unit."
        )
    return cohort_by_unit(data, unit, cohort)


def _clusters(
    data: pd.DataFrame, unit: str | None, cluster: str | pd.Series | None, units: pd.Index
) -> pd.Series | None:
    if cluster is None:
        return None
    if isinstance(cluster, str):
        if unit is None:
            raise TypeError("With a table of units × years, give cluster as a Series by unit.")
        long_columns(data, [cluster])
        if cluster == unit:
            return pd.Series(units, index=units)
        cluster = data.drop_duplicates(unit).set_index(unit)[cluster]
    found = cluster.reindex(units)
    if found.isna().any():
        raise ValueError(f"Units without a cluster: {listed(found.index[found.isna()])}.")
    return found


def _without_always_treated(panel: Panel, anticipation: int) -> tuple[Panel, tuple[object, ...]]:
    """Leave out units that have no year before treatment: they can tell nothing."""
    early = panel.cohort <= panel.years[0] + anticipation
    if not early.any():
        return panel, ()
    kept = panel.cohort.index[~early]
    dropped = tuple(panel.cohort.index[early])
    if len(kept) == 0:
        raise ValueError(
            f"All units are treated by {panel.years[0] + anticipation}, the first year of the "
            "panel (with anticipation): there is no year before. Use earlier years."
        )
    if not np.isfinite(panel.cohort[kept]).any():
        raise ValueError(
            f"All treated units ({listed(dropped)}) have a first treated year of "
            f"{panel.years[0] + anticipation} or before: the panel has no year before. Use earlier "
            "years; where the column says 1 for treated, give the first treated year instead."
        )
    return Panel(
        panel.outcomes.loc[kept], panel.cohort.loc[kept], panel.covariates.loc[kept]
    ), dropped


def _check_options(
    control: str, base: str, method: str, anticipation: int, confidence: float
) -> None:
    check_method(method)
    for name, value, kinds in (("control", control, Control), ("base", base, Base)):
        if value not in get_args(kinds):
            raise ValueError(f"{name} is {value!r}. Expected one of {listed(get_args(kinds))}.")
    if anticipation < 0 or not 0 < confidence < 1:
        raise ValueError(
            f"anticipation is {anticipation}, confidence {confidence}. Expected 0 years or more, "
            "and a number between 0 and 1."
        )


def _with_intervals(table: pd.DataFrame, confidence: float) -> pd.DataFrame:
    wide_by = norm.ppf(0.5 + confidence / 2) * table["se"]
    z = (table["att"] / table["se"]).abs()
    return table.assign(
        lower=table["att"] - wide_by,
        upper=table["att"] + wide_by,
        p_value=np.where(table["se"].notna(), 2 * norm.sf(z), np.nan),
    )


def _wald(values: Floats, sigma: Floats) -> tuple[float, float]:
    if np.linalg.matrix_rank(sigma) < len(values):
        return float("nan"), float("nan")
    statistic = float(values @ np.linalg.solve(sigma, values))
    return statistic, float(chi2.sf(statistic, len(values)))


def _some(what: Floats | Bools) -> None:
    cells = np.asarray(what)
    if not cells.size or (cells.dtype == bool and not cells.any()):
        raise ValueError("There is no effect after treatment to average: the panel ends too early.")
