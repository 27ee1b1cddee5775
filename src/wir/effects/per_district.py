"""A synthetic control for each treated unit, and its rank among placebos."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from wir.effects.panel import cohorts, complete_panel
from wir.effects.synthetic_control import Kind, contrast, fit_weights, placebo_p
from wir.potential.checks import Floats, listed


@dataclass(frozen=True)
class DistrictEffects:
    """Synthetic controls unit by unit.

    Attributes
    ----------
    effects
        By treated unit: ``first_year``, ``estimate`` (mean gap in the treated years), ``before``
        (root mean square gap before), ``ratio`` (of the root mean square gap after and before),
        ``p_estimate`` and ``p_ratio`` (rank among placebos, (1 + #)/(n + 1)), ``placebos``.
    placebos
        By first year and control unit: ``estimate``, ``before``, ``ratio``.
    """

    effects: pd.DataFrame
    placebos: pd.DataFrame


def district_effects(
    outcomes: pd.DataFrame,
    first: pd.Series,
    controls: Sequence[object],
    *,
    method: Kind = "sc",
    group: pd.Series | None = None,
) -> DistrictEffects:
    """Compare each treated unit with its synthetic control, and controls with theirs.

    A placebo takes a control as if it were treated and compares it with the other controls; the
    treated are left out, so that placebos of one first year serve all units treated in that year.

    Parameters
    ----------
    outcomes
        Units × years without gaps.
    first
        First treated year by treated unit.
    controls
        Never-treated units.
    method
        ``sc`` or ``sdid``, see `synthetic_did`.
    group
        Group of each unit: only controls of the same group are used.

    Raises
    ------
    ValueError
        Gaps, unknown units, fewer than three controls in a group, first years with fewer than two
        years before or none after.

    References
    ----------
    Abadie, Diamond and Hainmueller (2010), Synthetic control methods for comparative case studies,
    Journal of the American Statistical Association 105.
    """
    start = cohorts(first)
    start = start[np.isfinite(start)]
    units = [*start.index, *controls]
    unknown = pd.Index(units).difference(outcomes.index)
    if len(unknown):
        raise ValueError(f"The outcomes have no row for {listed(unknown)}. Leave these units out.")
    panel = complete_panel(outcomes.loc[units], start)
    years = panel.years
    late = start[(start > years[-1]) | (start < years[0] + 2)]
    if len(late):
        raise ValueError(
            f"First years with fewer than two years before or none from then on in {years[0]} to "
            f"{years[-1]}: {listed(late.index)}. Leave these units out."
        )
    groups = (
        pd.Series(0, index=panel.outcomes.index)
        if group is None
        else group.reindex(panel.outcomes.index)
    )
    rows, drawn = [], []
    for (one, year), members in start.groupby([groups[start.index], start]):
        before = int(np.searchsorted(years, year))
        pool = groups[groups.index.isin(list(controls))]
        donors = list(pool.index[(pool == one).to_numpy()])
        if len(donors) < 3:
            raise ValueError(
                f"Group {one!r} has {len(donors)} controls; at least 3 are needed. Use wider "
                "groups or none."
            )
        Y0 = panel.outcomes.loc[donors].to_numpy()
        placebos = pd.DataFrame(
            [
                _one(Y0[place], np.delete(Y0, place, axis=0), before, method)
                for place in range(len(donors))
            ],
            columns=["estimate", "before", "ratio"],
            index=pd.Index(donors, name="control"),
        )
        drawn.append(placebos.assign(first_year=int(year), group=one))
        for name in members.index:
            estimate, rmse, ratio = _one(
                panel.outcomes.loc[name].to_numpy(dtype=float), Y0, before, method
            )
            at_least = int((placebos["ratio"] >= ratio * (1 - 1e-12)).sum())
            rows.append(
                {
                    "unit": name,
                    "first_year": int(year),
                    "estimate": estimate,
                    "before": rmse,
                    "ratio": ratio,
                    "p_estimate": placebo_p(estimate, placebos["estimate"].to_numpy()),
                    "p_ratio": (1 + at_least) / (len(donors) + 1),
                    "placebos": len(donors),
                }
            )
    table = pd.DataFrame(rows).set_index("unit").reindex(start.index)
    return DistrictEffects(table, pd.concat(drawn))


def _one(own: Floats, Y0: Floats, before: int, method: Kind) -> tuple[float, float, float]:
    found = fit_weights(own, Y0, before, 1, method)
    estimate, gap, _ = contrast(own, Y0, before, found, method)
    rmse = float(np.sqrt((gap[:before] ** 2).mean()))
    after = float(np.sqrt((gap[before:] ** 2).mean()))
    return estimate, rmse, after / rmse if rmse > 0 else float("inf")
