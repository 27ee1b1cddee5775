"""Every defensible way to estimate the same thing, and what chance alone would show.

Simonsohn, Simmons and Nelson (2020), Specification curve analysis, Nature Human Behaviour 4. The
test does not rest on standard errors: all specifications are computed anew for placebo programmes
in which whole alliances are moved to other places.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt
import pandas as pd

from wir.effects.matching import history
from wir.effects.panel import standard_design
from wir.effects.placebo import adjacency, grow
from wir.effects.programme import BASES, SURE
from wir.effects.study import estimate
from wir.potential.checks import Floats

CHOICES: dict[str, tuple[str, ...]] = {
    "districts": ("named or defined", "named only", "with seats"),
    "start": ("as recorded", "round 2 from 2022", "a year of anticipation"),
    "comparison": ("never treated", "not yet treated"),
    "area": ("all", "East only"),
    "held constant": ("level, trend, East–West", "East–West only"),
    "neighbours": ("kept", "left out"),
}
"""What can be chosen, the headline's choice first."""

BASIS = {"named or defined": SURE, "named only": ("named",), "with seats": BASES}


@dataclass(frozen=True)
class Curve:
    """Estimates of all specifications, and their test.

    Attributes
    ----------
    estimates
        One row per specification: the choices, ``estimate``, ``lower`` and ``upper`` (middle 95 %
        of the placebos, around zero) and ``p_value`` (from the placebos of the specification).
    drawn
        Draws × specifications: placebo estimates.
    tests
        ``median``, ``share_of_sign`` (share of specifications with the sign of the median) and
        ``share_significant`` (p ≤ 0.05): ``observed`` and ``p_value`` against the placebos.
    """

    estimates: pd.DataFrame
    drawn: pd.DataFrame
    tests: pd.DataFrame


def specifications(choices: Mapping[str, Sequence[str]] | None = None) -> pd.DataFrame:
    """Return all combinations of the choices, one per row; the headline is the first."""
    given = dict(choices or CHOICES)
    return pd.DataFrame(list(product(*given.values())), columns=list(given))


def specification_curve(
    outcomes: pd.DataFrame,
    members: pd.DataFrame,
    controls: Sequence[str],
    neighbours: pd.DataFrame,
    group: pd.Series,
    *,
    draws: int = 100,
    choices: Mapping[str, Sequence[str]] | None = None,
    seed: int = 0,
) -> Curve:
    """Estimate all specifications for the programme and for placebo programmes.

    Parameters
    ----------
    outcomes
        Districts × years without gaps.
    members
        Alliances and districts with ``basis``, ``round`` and ``first_year``.
    controls
        Districts to compare with.
    neighbours
        Districts × districts, positive where they share a border.
    group
        Two groups of districts (True: East).
    draws
        Placebo programmes: each alliance with all its districts, their bases and years, elsewhere.
    choices
        Instead of `CHOICES`.
    seed
        Of the draws.
    """
    table = specifications(choices)
    units = pd.Index(
        [one for one in dict.fromkeys([*members["ags"], *controls]) if one in outcomes.index]
    )
    Y = outcomes.loc[units].to_numpy()
    years = outcomes.columns.to_numpy(dtype=np.int64)
    east = group.reindex(units).to_numpy(dtype=bool)
    start = int(members["first_year"].min())
    past = history(outcomes.loc[units], start).assign(group=east.astype(float))
    touching = neighbours.reindex(index=units, columns=units).fillna(0).to_numpy() > 0
    own = members[members["ags"].isin(units)].reset_index(drop=True)
    columns = {
        "level, trend, East–West": ["level", "trend", "group"],
        "East–West only": ["group"],
    }

    place = pd.Series(np.arange(len(units)), index=units)
    standing = {name: past[names].to_numpy() for name, names in columns.items()}
    plan = [
        {str(key): str(value) for key, value in one.items()} for one in table.to_dict("records")
    ]

    def all_of(rows: pd.DataFrame) -> Floats:
        """Return the estimates of all specifications for one assignment."""
        at = place[rows["ags"]].to_numpy()
        basis, number = rows["basis"].to_numpy(), rows["round"].to_numpy()
        year = rows["first_year"].to_numpy(dtype=float)
        anyone = np.zeros(len(units), bool)
        anyone[at] = True
        cohorts: dict[tuple[str, str], Floats] = {}
        designs: dict[tuple[str, ...], tuple[npt.NDArray[np.bool_], Floats]] = {}
        found = []
        for one in plan:
            key = (one["districts"], one["start"])
            if key not in cohorts:
                sure = np.isin(basis, BASIS[one["districts"]])
                late = (number == 2) & (one["start"] == "round 2 from 2022")
                cohort = np.full(len(units), np.inf)
                np.minimum.at(cohort, at[sure], np.where(late, np.maximum(year, 2022), year)[sure])
                cohorts[key] = cohort
            cohort = cohorts[key]
            chosen = (one["districts"], one["area"], one["neighbours"], one["held constant"])
            if chosen not in designs:
                treated = np.isfinite(cohort)
                # districts of an alliance on a weaker basis are neither treated nor controls
                keep = treated | ~anyone
                if one["area"] == "East only":
                    keep = keep & east
                if one["neighbours"] == "left out":
                    keep = keep & (treated | ~touching[:, treated].any(axis=1))
                designs[chosen] = keep, standard_design(standing[one["held constant"]][keep])
            keep, X = designs[chosen]
            value = np.nan
            if np.isinf(cohort[keep]).sum() > X.shape[1] + 3:
                value, _ = estimate(
                    Y[keep], years, cohort[keep], X,
                    control="notyet" if one["comparison"] == "not yet treated" else "never",
                    anticipation=int(one["start"] == "a year of anticipation"),
                )  # fmt: skip
            found.append(value)
        return np.array(found)

    observed = all_of(own)
    placed = _moved(own, units, neighbours, group, draws, seed)
    drawn = pd.DataFrame([all_of(rows) for rows in placed])
    return _tested(table.assign(estimate=observed), drawn)


def _moved(
    members: pd.DataFrame,
    units: pd.Index,
    neighbours: pd.DataFrame,
    group: pd.Series,
    draws: int,
    seed: int,
) -> list[pd.DataFrame]:
    """Return programmes like the real one in which whole alliances have moved.

    Each alliance keeps the years and bases of its districts.
    """
    next_to = adjacency(units, neighbours)
    strata = group.reindex(units).to_numpy(dtype=bool)
    rng = np.random.default_rng(seed)
    taken = np.zeros(len(units))
    blocks = []
    for _, rows in members.groupby("programme", sort=True):
        side = bool(group.reindex(rows["ags"]).mode().iloc[0])
        starts = np.flatnonzero(strata == side)
        blocks.append((rows, starts if len(starts) else np.arange(len(units))))
    moved = []
    for _ in range(draws):
        places, sources = [], []
        for rows, starts in blocks:
            region = grow(len(rows), next_to, starts, taken, rng)
            taken[region] += 1
            places += region
            sources += list(rows.index[: len(region)])
        moved.append(members.loc[sources].assign(ags=units[places].to_numpy()))
    return moved


def _tested(estimates: pd.DataFrame, drawn: pd.DataFrame) -> Curve:
    values = drawn.to_numpy()
    own = estimates["estimate"].to_numpy()
    known = np.isfinite(values)
    count = known.sum(axis=0)
    large = (known & (np.abs(values) >= np.abs(own) * (1 - 1e-12))).sum(axis=0)
    p = np.where(np.isfinite(own), (1 + large) / (count + 1), np.nan)
    with np.errstate(all="ignore"):
        limits = np.nanquantile(values, [0.025, 0.975], axis=0)
    table = estimates.assign(lower=limits[0], upper=limits[1], p_value=p)
    statistics = {
        "median": (lambda one, _: abs(np.nanmedian(one))),
        "share_of_sign": (lambda one, _: _same_sign(one)),
        "share_significant": (lambda _, q: float(np.nanmean(q <= 0.05))),
    }
    all_p = _placebo_ps(values)
    rows = []
    for name, statistic in statistics.items():
        observed = float(statistic(own, p))
        null = np.array([statistic(one, q) for one, q in zip(values, all_p, strict=True)])
        rows.append((name, observed, (1 + int((null >= observed - 1e-12).sum())) / (len(null) + 1)))
    tests = pd.DataFrame(rows, columns=["statistic", "observed", "p_value"]).set_index("statistic")
    tests.loc["median", "observed"] = float(np.nanmedian(own))
    return Curve(table, drawn, tests)


def _same_sign(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float((np.sign(known) == np.sign(np.median(known))).mean())


def _placebo_ps(values: Floats) -> npt.NDArray[np.float64]:
    """Return for each draw and specification its p value among the other draws."""
    size = np.abs(values)
    result = np.full(values.shape, np.nan)
    for column in range(values.shape[1]):
        one = size[:, column]
        known = np.isfinite(one)
        ordered = np.sort(one[known])
        at_least = len(ordered) - np.searchsorted(ordered, one[known] * (1 - 1e-12))
        result[known, column] = at_least / len(ordered)
    return result
