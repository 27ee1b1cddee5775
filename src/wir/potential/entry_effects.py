"""How relatedness goes with entry: by horizon, in East and West, beyond the current share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from wir.potential.activities import Activities
from wir.potential.backtest import training_origins
from wir.potential.checks import listed, nearest
from wir.potential.entry import entry_model
from wir.potential.entry_features import entry_pairs

CONTROLS = {
    "density alone": ["density"],
    "with the location quotient": ["density", "log_lq", "published"],
    "with all controls": ["density", "log_lq", "published", "neighbours_log_lq", "trend"],
}
"""Sets of covariates. What belongs to the region or to the activity alone (size, complexity,
diversity) is in their effects; the trend enters only where it is known in all rows."""


def entry_effects(
    activities: Activities,
    horizons: Sequence[int],
    groups: Mapping[str, Sequence[str]],
    *,
    threshold: float = 1.0,
    controls: Sequence[str] = tuple(CONTROLS),
    last: int | None = None,
    features: Mapping[int, pd.DataFrame] | None = None,
) -> pd.DataFrame:
    """Estimate how relatedness density goes with entry, for horizons, groups and controls.

    All origins from which the horizon ends within the table are used; clustered errors allow for
    their overlap.

    Parameters
    ----------
    activities
        Regions × activities over years. Density is always that among all regions.
    horizons
        Years until the outcome.
    groups
        Regions per group, such as ``{"All": …, "East": …}``.
    threshold
        Location quotient that counts as specialised.
    controls
        Keys of `CONTROLS`.
    last
        Last year that may be used; the last of the table by default.
    features
        Results of `wir.potential.entry_features.entry_features` by year, where they are known.

    Returns
    -------
    DataFrame
        One row per horizon, group and set of controls: ``odds_ratio`` per standard deviation of
        density with ``lower`` and ``upper``, ``marginal`` (percentage points) with
        ``marginal_lower`` and ``marginal_upper``, ``more`` (relative change of the probability, in
        %, if density is a tenth higher), ``p_value``, ``rate`` (% of possible entries that
        happened), ``n``, ``entries``.

    Raises
    ------
    ValueError
        Unknown controls, a group without any of the regions, a horizon longer than the table.
    """
    unknown = [name for name in controls if name not in CONTROLS]
    if unknown:
        raise ValueError(
            f"There are no controls {listed(unknown)}.{nearest(unknown[0], CONTROLS)} Expected "
            f"some of {listed(CONTROLS)}."
        )
    end = activities.years[-1] if last is None else last
    rows = []
    for horizon in horizons:
        origins = training_origins(activities, end, horizon)
        if not origins:
            raise ValueError(
                f"No outcome {horizon} years after any of {listed(activities.years, 40)} by {end}. "
                "Take a shorter horizon."
            )
        pairs = entry_pairs(activities, origins, horizon, threshold=threshold, features=features)
        for group, regions in groups.items():
            part = pairs[pairs.index.get_level_values("region").isin(list(regions))]
            if part.empty:
                raise ValueError(f"The group {group!r} has none of the regions of the table.")
            for name in controls:
                covariates = [
                    one for one in CONTROLS[name] if one in part and part[one].notna().all()
                ]
                covariates = [one for one in covariates if one == "density" or part[one].std() > 0]
                model = entry_model(
                    part,
                    part["entry"],
                    covariates,
                    periods=part["origin"] if len(origins) > 1 else None,
                )
                density = model.coefficients.loc["density"]
                rows.append(
                    {
                        "horizon": horizon,
                        "group": group,
                        "controls": name,
                        "odds_ratio": density["odds_ratio"],
                        "lower": density["odds_ratio_lower"],
                        "upper": density["odds_ratio_upper"],
                        "marginal": density["marginal"],
                        "marginal_lower": density["marginal_lower"],
                        "marginal_upper": density["marginal_upper"],
                        "more": 100 * model.relative_change("density"),
                        "p_value": density["p_value"],
                        "rate": 100 * part["entry"].mean(),
                        "n": model.n,
                        "entries": model.entries,
                    }
                )
    return pd.DataFrame(rows)
