"""Do neighbours gain or lose? Rings of districts around those treated."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from wir.effects.panel import standard_design
from wir.effects.placebo import Draws
from wir.effects.power import critical_value
from wir.effects.study import Study, estimate
from wir.potential.checks import Floats


def rings(
    neighbours: pd.DataFrame, treated: pd.Series, units: Sequence[str], most: int = 2
) -> pd.DataFrame:
    """Return how many borders away each district is from the nearest treated one, and since when.

    Parameters
    ----------
    neighbours
        Districts × districts, positive where they share a border.
    treated
        First treated year by district.
    units
        Districts to place; those treated are in ring 0.
    most
        Largest ring; all further away are in ring `most` + 1.

    Returns
    -------
    DataFrame
        By district: ``ring``, and ``first_year``: the earliest first year among the nearest treated
        districts (missing beyond `most`).
    """
    labels = neighbours.index
    start = treated.reindex(labels).fillna(np.inf).to_numpy(dtype=float)
    ring, year = _placed(neighbours.to_numpy() > 0, start, most)
    table = pd.DataFrame({"ring": ring, "first_year": year}, index=labels)
    table["first_year"] = table["first_year"].replace(np.inf, np.nan)
    return table.loc[list(units)]


def ring_effects(
    study: Study, neighbours: pd.DataFrame, moved: Draws, most: int = 2
) -> pd.DataFrame:
    """Return effects on the treated and on districts around them, by distance.

    The comparison is always with control districts more than `most` borders away. Level and trend
    before are held constant, and the group where some of those districts are in each.

    Parameters
    ----------
    study
        Outcome, treated and controls.
    neighbours
        Districts × districts, positive where they share a border.
    moved
        Programmes moved elsewhere among treated and controls: the same is computed for each.
    most
        Largest ring.

    Returns
    -------
    DataFrame
        One row per ring (0: treated): ``ring``, ``estimate``, ``lower``, ``upper`` (effects that
        moved programmes do not rule out at 5 %), ``p_value``, ``treated`` (districts in the ring)
        and ``controls`` (further away). Missing where there are too few of them.
    """
    units = study.outcomes.index
    place = neighbours.index.get_indexer(units)
    touching = neighbours.to_numpy() > 0
    Y = study.outcomes.to_numpy()
    years = study.outcomes.columns.to_numpy(dtype=np.int64)
    past = study.covariates.to_numpy(dtype=np.float64)

    def all_rings(cohort: Floats) -> list[tuple[float, int, int]]:
        start = np.full(len(touching), np.inf)
        start[place] = np.where(cohort <= years[-1], cohort, np.inf)
        ring, year = (values[place] for values in _placed(touching, start, most))
        far = ring > most
        found = []
        for one in range(most + 1):
            near = ring == one
            varying = [n for n in range(past.shape[1]) if far.any() and np.ptp(past[far, n]) > 0]
            value = np.nan
            if near.any() and far.sum() >= len(varying) + 5:
                keep = near | far
                first = np.where(near, year, np.inf)[keep]
                X = standard_design(past[keep][:, varying])
                value, _ = estimate(Y[keep], years, first, X)
            found.append((value, int(near.sum()), int(far.sum())))
        return found

    own = all_rings(study.first.to_numpy(dtype=float))
    columns = units.get_indexer(moved.units)
    drawn = []
    for row in moved.first_year:
        cohort = np.full(len(units), np.inf)
        cohort[columns[columns >= 0]] = row[columns >= 0]
        drawn.append([value for value, _, _ in all_rings(cohort)])
    rows = []
    for ring, (value, near, far) in enumerate(own):
        placebos = pd.Series([one[ring] for one in drawn]).dropna()
        limit = critical_value(placebos)
        large = int((placebos.abs() >= abs(value) * (1 - 1e-12)).sum())
        rows.append(
            {
                "ring": ring,
                "estimate": value,
                "lower": value - limit,
                "upper": value + limit,
                "p_value": (1 + large) / (len(placebos) + 1) if np.isfinite(value) else np.nan,
                "treated": near,
                "controls": far,
            }
        )
    return pd.DataFrame(rows)


def _placed(
    touching: npt.NDArray[np.bool_], start: Floats, most: int
) -> tuple[npt.NDArray[np.int64], Floats]:
    """Return ring and first year of all districts."""
    ring = np.where(np.isfinite(start), 0, most + 1)
    year = start.copy()
    front = np.flatnonzero(np.isfinite(start))
    for number in range(1, most + 1):
        if not len(front):
            break
        near = np.where(touching[:, front], year[front], np.inf).min(axis=1)
        new = np.isfinite(near) & (ring > number)
        ring[new] = number
        year[new] = near[new]
        front = np.flatnonzero(new)
    return ring, year
