"""New fields within reach: how probable, how sure, why, what is missing, and who made the step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import expit, logit
from scipy.stats import norm

from wir.potential.activities import Activities
from wir.potential.backtest import training_origins
from wir.potential.checks import Floats, listed
from wir.potential.entry_features import entry_features, entry_pairs
from wir.potential.forecast_models import Boosted, BoostingSettings, fit_forecast
from wir.potential.relatedness import cooccurrence, proximity


def outlook(
    activities: Activities,
    horizon: int,
    *,
    pooled: Activities | None = None,
    members: Mapping[str, Sequence[str]] | None = None,
    threshold: float = 1.0,
    settings: BoostingSettings | None = None,
    features: Mapping[int, pd.DataFrame] | None = None,
    draws: int = 12,
    confidence: float = 0.9,
    seed: int = 0,
) -> pd.DataFrame:
    """Forecast from the last year of the table which activities each region gains.

    As in the backtest, the gradient boosting learns from all origins whose outcome is known, and is
    recalibrated in the same way. Intervals come from models that learn from regions drawn with
    replacement and from one of these origins each: they show how much the forecast depends on which
    regions and which years it has seen, not the chance of the single case. They are normal
    intervals on the scale of the logit.

    Parameters
    ----------
    activities, horizon, threshold, settings, features
        As in `wir.potential.backtest.backtest`.
    pooled, members
        Regions made of several, such as those of alliances, and their members; forecast besides.
    draws
        Models behind the intervals; with fewer than 2 they are missing.
    confidence
        Of the intervals.
    seed
        Seed.

    Returns
    -------
    DataFrame
        Index region, activity (not specialised yet): ``probability``, ``lower``, ``upper``, ``lq``,
        ``density``, ``pci``, ``expected`` (size that makes a location quotient of one), ``size``
        (today), ``short_of`` (what is missing to the threshold at today's size of everything else),
        ``returning`` (specialised in an earlier year of the table).

    Raises
    ------
    ValueError
        A table too short for the horizon.
    """
    last = activities.years[-1]
    origins = training_origins(activities, last, horizon)
    if not origins:
        raise ValueError(
            f"The table has the years {listed(activities.years, 40)}: no outcome {horizon} years "
            "after any of them. Take a shorter horizon."
        )
    train = entry_pairs(
        activities, origins, horizon, threshold=threshold, features=features, seed=seed
    )
    now = (features or {}).get(last)
    if now is None:
        now = entry_features(activities, last, threshold=threshold, seed=seed)
    if pooled is not None:
        more = entry_features(
            activities, last, threshold=threshold, pooled=pooled, members=members, seed=seed
        )
        now = pd.concat([now, more])
    result = now[["lq", "density", "pci"]].copy()
    result["expected"] = np.expm1(now["log_expected"])
    result["size"] = result["lq"] * result["expected"]
    result["short_of"] = threshold * result["expected"] - result["size"]
    result["returning"] = now["returning"] > 0
    model = fit_forecast("boosting", train, settings=settings, seed=seed)
    result.insert(0, "probability", model.predict(now))
    center = logit(result["probability"].to_numpy())
    spread = np.full(len(now), np.nan)
    if draws > 1:
        spread = logit(_resampled(train, now, draws, settings, seed)).std(axis=0, ddof=1)
        spread *= model.scale.slope if isinstance(model, Boosted) else 1.0
    wide = norm.ppf(0.5 + confidence / 2) * spread
    result.insert(1, "lower", expit(center - wide))
    result.insert(2, "upper", expit(center + wide))
    return result


def _resampled(
    train: pd.DataFrame,
    now: pd.DataFrame,
    draws: int,
    settings: BoostingSettings | None,
    seed: int,
) -> Floats:
    origins = train["origin"].unique()
    codes, regions = pd.factorize(train.index.get_level_values("region"))
    single = replace(settings or BoostingSettings(), seeds=1, calibration_folds=0)
    rng = np.random.default_rng(seed)
    share = np.full(len(regions), 1 / len(regions))
    found = []
    for draw in range(draws):
        times = rng.multinomial(len(regions), share)[codes]
        times = times * (train["origin"] == origins[draw % len(origins)]).to_numpy()
        sample = train[times > 0]
        model = fit_forecast(
            "boosting", sample, settings=single, seed=seed + draw, weights=times[times > 0]
        )
        found.append(model.predict(now))
    return np.array(found)


def explain(
    suggested: pd.DataFrame,
    activities: Activities,
    *,
    pooled: Activities | None = None,
    peers: pd.DataFrame | None = None,
    horizon: int = 5,
    threshold: float = 1.0,
    count: int = 3,
) -> pd.DataFrame:
    """Say for each suggestion what speaks for it, what is missing, and which peer made the step.

    Parameters
    ----------
    suggested
        Rows with the index region, activity, such as some of `outlook`.
    activities, pooled, threshold
        As in `outlook`.
    peers
        Columns ``unit``, ``peer`` and ``place`` (1 is nearest), such as
        ``wir.potential.peers.nearest_peers(…).peers``; without it no step is named.
    horizon
        Years before the last within which a peer's step counts.
    count
        Activities and peers named at most.

    Returns
    -------
    DataFrame
        Same index; lists of keys with the share of regions specialised in the activity that have
        the other one as well (%): ``has`` and ``has_share`` (the most related activities the region
        has), ``lacks`` and ``lacks_share`` (the most related ones it has not); ``stepped`` (nearest
        peers that were not specialised in the activity `horizon` years before and are now).

    Raises
    ------
    ValueError
        A region or activity that the table does not have.
    """
    last = activities.years[-1]
    M = activities.specialised(last, threshold)
    own = M if pooled is None else pd.concat([M, pooled.specialised(last, threshold)])
    for level, known in (("region", own.index), ("activity", M.columns)):
        unknown = suggested.index.get_level_values(level).difference(known)
        if len(unknown):
            raise ValueError(f"The suggestions name an unknown {level}: {listed(unknown)}.")
    phi = proximity(M).to_numpy(copy=True)
    np.fill_diagonal(phi, -1.0)
    related = np.argsort(-phi, axis=1, kind="stable")[:, :-1]
    given = cooccurrence(M).to_numpy()
    given = 100 * given / given.diagonal()[:, None]
    before = activities.specialised(max(last - horizon, activities.years[0]), threshold)
    stepped = (M & ~before).to_numpy()
    mine = own.to_numpy()
    near = _nearest(peers, activities.regions)
    keys, labels = M.columns.to_numpy(), own.index.to_numpy()
    rows = []
    for region, activity in zip(
        own.index.get_indexer(suggested.index.get_level_values(0)),
        M.columns.get_indexer(suggested.index.get_level_values(1)),
        strict=True,
    ):
        there = mine[region, related[activity]]
        has = related[activity][there][:count]
        lacks = related[activity][~there][:count]
        others = near.get(labels[region], np.empty(0, dtype=np.intp))
        rows.append(
            {
                "has": list(keys[has]),
                "has_share": [round(float(one), 1) for one in given[activity, has]],
                "lacks": list(keys[lacks]),
                "lacks_share": [round(float(one), 1) for one in given[activity, lacks]],
                "stepped": [str(M.index[one]) for one in others if stepped[one, activity]][:count],
            }
        )
    return pd.DataFrame(rows, index=suggested.index)


def _nearest(peers: pd.DataFrame | None, regions: pd.Index) -> dict[object, npt.NDArray[np.intp]]:
    """Return the positions of the peers of each unit, nearest first."""
    if peers is None:
        return {}
    ordered = peers.sort_values(["unit", "place"])
    places = regions.get_indexer(pd.Index(ordered["peer"]))
    ordered = ordered.assign(position=places)[places >= 0]
    return {unit: part["position"].to_numpy() for unit, part in ordered.groupby("unit")}


QUADRANTS = (
    "related and complex",
    "complex, but far",
    "related, but simple",
    "far and simple",
)
"""Names of the quadrants of smart specialisation."""


def quadrants(table: pd.DataFrame) -> pd.DataFrame:
    """Return the smart-specialisation quadrant of each activity that a region does not have.

    Related: density above the median of the region's possible entries. Complex: above average.

    Parameters
    ----------
    table
        Result of `outlook`: index region, activity; ``density`` and ``pci``.

    Returns
    -------
    DataFrame
        `table` with the column ``quadrant``, one of `QUADRANTS`.
    """
    middle = table.groupby(level="region")["density"].transform("median")
    related, difficult = table["density"] > middle, table["pci"] > 0
    place = np.where(difficult, np.where(related, 0, 1), np.where(related, 2, 3))
    return table.assign(quadrant=np.array(QUADRANTS, dtype=object)[place])


def top_suggestions(table: pd.DataFrame, top: int = 10) -> pd.DataFrame:
    """Return the `top` most probable rows of each region of `outlook`, in that order."""
    ordered = table.sort_values("probability", ascending=False, kind="stable")
    place = ordered.groupby(level="region", sort=False).cumcount() + 1
    best = ordered.assign(place=place)[place <= top]
    return best.reset_index().sort_values(["region", "place"]).set_index(["region", "activity"])


def national_growth(activities: Activities, years: int = 5) -> pd.Series:
    """Return the growth of each activity in all regions over the last `years`, in percent a year.

    Shorter if the table is.
    """
    last = activities.years[-1]
    first = max(last - years, activities.years[0])
    ratio = activities.totals[last] / activities.totals[first]
    growth = 100 * (ratio ** (1 / max(last - first, 1)) - 1)
    return growth.rename("growth")


def gains(activities: Activities, origins: Sequence[int], horizon: int) -> pd.Series:
    """Return by how much each activity grew in each region beyond its growth in all regions.

    Returns
    -------
    Series
        Index region, activity, origin: x(t + h) − x(t) · X(t + h) / X(t). Cells that are not
        published at either date are left out.
    """
    parts = []
    for year in origins:
        before, after = activities.quotients(year), activities.quotients(year + horizon)
        trend = activities.totals[year + horizon] / activities.totals[year]
        change = activities.counts(year + horizon) - activities.counts(year) * trend
        known = before.notna() & after.notna()
        every = pd.MultiIndex.from_product(
            [change.index, change.columns, [year]], names=["region", "activity", "origin"]
        )
        parts.append(pd.Series(change.where(known).to_numpy().ravel(), index=every))
    return pd.concat(parts).dropna().sort_index()
