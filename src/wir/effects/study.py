"""One study: an outcome, who is treated when, who is compared, and what is held constant.

The estimand everywhere: the mean effect per treated district and year, over all district-years
since the start that the data cover (the ``simple`` mean of effects by cohort and year).
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from wir.effects.did import Aggregate, Control, GroupTimeEffects, aggregate, att_gt, group_time
from wir.effects.matching import history
from wir.effects.panel import complete_panel, design_matrix, without_gaps
from wir.effects.placebo import Draws
from wir.effects.two_periods import CannotCompareError, Method
from wir.potential.checks import Floats, listed


@dataclass(frozen=True)
class Study:
    """An outcome and its comparison.

    Attributes
    ----------
    outcomes
        Districts (treated and controls) × years, without gaps.
    first
        First treated year, infinite for controls.
    covariates
        Level and trend before the programme, and the group (1 or 0) where there are two.
    cluster
        Cluster of each district, for standard errors.
    left_out
        What had to be left out, in words.
    """

    outcomes: pd.DataFrame
    first: pd.Series
    covariates: pd.DataFrame
    cluster: pd.Series
    left_out: str

    @property
    def treated(self) -> pd.Index:
        """Districts that are treated within sight."""
        return self.first.index[self.first <= self.outcomes.columns[-1]]

    @property
    def controls(self) -> pd.Index:
        """Districts that are never treated."""
        return self.first.index[np.isinf(self.first)]

    @property
    def years_after(self) -> pd.Series:
        """Number of years from the start on that the data cover, by cohort."""
        last = int(self.outcomes.columns[-1])
        starts = sorted(set(self.first[np.isfinite(self.first)].astype(int)))
        return pd.Series({year: max(0, last - year + 1) for year in starts}, dtype=int)


def make_study(
    outcomes: pd.DataFrame,
    first: pd.Series,
    controls: Sequence[str],
    cluster: pd.Series,
    *,
    group: pd.Series | None = None,
    first_year: int | None = None,
    window: int = 8,
) -> Study:
    """Return a study after checks; districts and years with gaps are left out and named.

    Parameters
    ----------
    outcomes
        Districts × years, as published (gaps allowed).
    first
        First treated year of each treated district.
    controls
        Districts to compare with.
    cluster
        Cluster of each district (such as its planning region).
    group
        Two groups of districts (such as East and West) whose development differs: held constant.
    first_year
        Earliest year to use.
    window
        Years before the programme from which level and trend are taken.

    Raises
    ------
    ValueError
        Unknown districts, nobody treated or left, years that do not reach. The message says what
        is possible instead.
    """
    units = [*dict.fromkeys([*first.index, *controls])]
    unknown = pd.Index(units).difference(outcomes.index)
    if len(unknown):
        raise ValueError(f"The outcome has no row for {listed(unknown)}. Leave them out.")
    both = first.index.intersection(pd.Index(list(controls)))
    if len(both):
        raise ValueError(f"Districts that are treated and controls: {listed(both)}.")
    if len(controls) < 5:
        raise ValueError(
            f"{len(controls)} control districts are left; at least 5 are needed to hold level and "
            "trend constant. Where all districts of the set are treated, widen the set of controls "
            "(in the notebook comparison='all', or control_file), or compare early with late "
            "starters: att_gt(..., control='notyet')."
        )
    table = outcomes.loc[units]
    if first_year is not None:
        table = table[[year for year in table.columns if int(year) >= first_year]]
    table, left_out = without_gaps(table)
    start = pd.Series(first, dtype="float64").reindex(table.index).fillna(np.inf)
    seen = start[start <= (table.columns[-1] if table.shape[1] else -np.inf)]
    if seen.empty:
        last = table.columns[-1] if table.shape[1] else "no year"
        raise ValueError(
            f"The outcome ends in {last}, before anybody is treated "
            f"({listed(sorted(set(first.astype(int))))}). Nothing can be said about an effect; "
            "possible is the smallest effect that could be seen (placebos in earlier years)."
        )
    try:
        covariates = history(table, int(start.min()), window)
    except ValueError as error:
        early = start.index[start < int(table.columns[0]) + 3]
        if len(early) == len(seen):
            raise
        raise ValueError(
            f"{error} Or leave out the {len(early)} districts that began so early: "
            f"{listed(early, 3)}."
        ) from None
    if group is not None:
        own = group.reindex(table.index).astype(float)
        # held constant only where both groups have controls
        if len(set(own[np.isinf(start)])) > 1:
            covariates["group"] = own
    complete_panel(table, start, covariates)
    return Study(table, start, covariates, cluster.reindex(table.index), left_out)


def effects(
    study: Study,
    *,
    control: Control = "never",
    method: Method = "reg",
    covariates: Sequence[str] | None = None,
    base: str = "universal",
    anticipation: int = 0,
) -> GroupTimeEffects:
    """Return effects by cohort and year of a study, standard errors clustered."""
    chosen = study.covariates if covariates is None else study.covariates[list(covariates)]
    with warnings.catch_warnings():  # the pages say it in words where few are treated
        warnings.filterwarnings("ignore", message="A single unit is treated")
        return att_gt(
            study.outcomes,
            cohort=study.first,
            covariates=chosen,
            method=method,
            control=control,
            base=base,  # type: ignore[arg-type]
            anticipation=anticipation,
            cluster=study.cluster,
        )


def overall(study: Study) -> Aggregate:
    """Return the mean effect per treated district and year: the headline."""
    return aggregate(effects(study), "simple")


def event_study(study: Study, span: int = 6) -> Aggregate:
    """Return effects by years since the start, from −span to the last."""
    return aggregate(effects(study), "dynamic", earliest=-span)


def estimate(
    Y: Floats,
    years: npt.NDArray[np.int64],
    cohort: Floats,
    X: Floats,
    codes: npt.NDArray[np.intp] | None = None,
    *,
    method: Method = "reg",
    control: Control = "never",
    anticipation: int = 0,
) -> tuple[float, float]:
    """Return the overall effect and its clustered standard error, from arrays (for placebos).

    The same numbers as `overall`. The standard error is missing without `codes`. Both are missing
    where the covariates cannot be held constant.
    """
    nothing = float("nan"), float("nan")
    try:
        cells = group_time(
            Y, years, cohort, X, method=method, control=control, anticipation=anticipation,
            influence=codes is not None, post_only=True,
        )  # fmt: skip
    except CannotCompareError:
        return nothing
    if not len(cells.att):
        return nothing
    share = (cohort[:, None] == cells.cohort).mean(axis=0)
    weight = share / share.sum()
    effect = float(cells.att @ weight)
    if codes is None:
        return effect, float("nan")
    centred = (cohort[:, None] == cells.cohort) - share
    total = share.sum()
    psi = cells.influence @ weight + (centred @ cells.att) / total
    psi -= centred.sum(axis=1) * float(share @ cells.att) / total**2
    sums = np.bincount(codes, weights=psi)
    return effect, float(np.sqrt(sums @ sums)) / len(Y)


def placebo_estimates(study: Study, draws: Draws, errors: bool = True) -> pd.DataFrame:
    """Return the overall effect of each placebo programme: ``estimate``, ``se``, ``treated``.

    Placebo districts are those of `draws` that the study has; all others are left out. Without
    `errors` the standard errors are missing, and it takes half the time.
    """
    inside = draws.units.isin(study.outcomes.index)
    units = draws.units[inside]
    Y = study.outcomes.loc[units].to_numpy()
    X = design_matrix(study.covariates.loc[units])
    codes = pd.factorize(study.cluster[units])[0].astype(np.intp) if errors else None
    years = study.outcomes.columns.to_numpy(dtype=np.int64)
    rows = [
        (*estimate(Y, years, cohort, X, codes), int((cohort <= years[-1]).sum()))
        for cohort in draws.first_year[:, inside]
    ]
    return pd.DataFrame(rows, columns=["estimate", "se", "treated"])


def randomisation_p(study: Study, draws: Draws) -> tuple[float, pd.Series]:
    """Return the p value of the sharp null of no effect, and the estimates under it.

    The alliances are moved to other places among all districts of the study, those treated
    included: without an effect, their outcomes would have been the same. Two-sided,
    p = (1 + #{|drawn| ≥ |estimate|})/(draws + 1).
    """
    drawn = placebo_estimates(study, draws, errors=False)["estimate"]
    own = overall(study).att
    large = int((drawn.abs() >= abs(own) * (1 - 1e-12)).sum())
    return (1 + large) / (int(drawn.notna().sum()) + 1), drawn


def joint_p(estimates: pd.Series, drawn: pd.DataFrame) -> pd.Series:
    """Return p values that allow for several outcomes being tested (Westfall and Young 1993).

    Parameters
    ----------
    estimates
        Estimate by outcome.
    drawn
        Draws × outcomes: estimates under the sharp null, the same draws for all.

    Returns
    -------
    Series
        p = (1 + draws whose largest |estimate|/sd is at least that of the outcome)/(draws + 1)
    """
    table = drawn[list(estimates.index)]
    spread = table.std(ddof=1)
    largest = (table.abs() / spread).max(axis=1).to_numpy()
    own = (estimates.abs() / spread).to_numpy()
    return pd.Series(
        [(1 + int((largest >= one).sum())) / (len(largest) + 1) for one in own],
        index=estimates.index,
    )


def restricted(study: Study, units: Sequence[str] | pd.Index) -> Study:
    """Return the study with these districts only."""
    keep = study.outcomes.index[study.outcomes.index.isin(units)]
    return replace(
        study,
        outcomes=study.outcomes.loc[keep],
        first=study.first[keep],
        covariates=study.covariates.loc[keep],
        cluster=study.cluster[keep],
    )
