"""How relatedness goes with entry: by horizon, in East and West, beyond the current share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from wir.potential.activities import Activities
from wir.potential.backtest import training_origins
from wir.potential.checks import listed, nearest
from wir.potential.entry import entry_model
from wir.potential.entry_features import entry_pairs

CURVE = ["log_lq", "log_lq_2", "log_lq_3", "published"]
"""The current location quotient as a curve: its logarithm, squared and cubed."""

CONTROLS = {
    "density alone": ["density"],
    "with the location quotient": ["density", *CURVE],
    "with all controls": ["density", *CURVE, "neighbours_log_lq", "trend"],
}
"""Sets of covariates. What belongs to the region or to the activity alone (size, complexity,
diversity, growth of the activity) is in their effects. With all controls, only origins from which
the trend is known are used, if there are any."""


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
        pairs["log_lq_2"], pairs["log_lq_3"] = pairs["log_lq"] ** 2, pairs["log_lq"] ** 3
        for group, regions in groups.items():
            part = pairs[pairs.index.get_level_values("region").isin(list(regions))]
            if part.empty:
                raise ValueError(f"The group {group!r} has none of the regions of the table.")
            for name in controls:
                used = _with_trend(part) if "trend" in CONTROLS[name] else part
                covariates = [
                    one for one in CONTROLS[name] if one in used and used[one].notna().all()
                ]
                covariates = [one for one in covariates if one == "density" or used[one].std() > 0]
                model = entry_model(
                    used,
                    used["entry"],
                    covariates,
                    periods=used["origin"] if used["origin"].std() > 0 else None,
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
                        "rate": 100 * used["entry"].mean(),
                        "n": model.n,
                        "entries": model.entries,
                    }
                )
    return pd.DataFrame(rows)


def _with_trend(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the origins from which the trend is known, or all if there are none."""
    if "trend" not in pairs or pairs["trend"].isna().all():
        return pairs
    return pairs[pairs["trend"].notna()]
