"""Would the forecasts have predicted the past? Trained on what was known, tried on what came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd

from wir.potential.activities import Activities
from wir.potential.checks import listed
from wir.potential.entry import entries
from wir.potential.entry_features import entry_pairs
from wir.potential.forecast_models import (
    MODELS,
    Boosted,
    BoostingSettings,
    fit_forecast,
    fold_numbers,
)
from wir.potential.forecast_scores import calibration

KEPT = {"log_lq": "log_lq_before", "density": "density_before", "published": "published_before"}
"""What a forecast keeps of the features, under names that no model has."""

RAW = "boosting_raw"
"""The gradient boosting before its probabilities are recalibrated."""


def training_origins(activities: Activities, test_year: int, horizon: int) -> list[int]:
    """Return the years from which the outcome was known in `test_year`."""
    return [
        year
        for year in activities.years
        if year + horizon <= test_year and year + horizon in activities.lq
    ]


def last_test_years(activities: Activities, horizon: int, count: int = 3) -> list[int]:
    """Return the last `count` years that can be tested: with earlier outcomes, and an outcome.

    Raises
    ------
    ValueError
        None can: the table is shorter than two horizons.
    """
    years = [
        year
        for year in activities.years
        if year + horizon in activities.lq and training_origins(activities, year, horizon)
    ]
    if not years:
        raise ValueError(
            f"No test is possible: the table has the years {listed(activities.years, 40)}, and a "
            f"test over {horizon} years needs two times {horizon} years. Take a shorter horizon or "
            "more years."
        )
    return years[-count:]


def drift(
    predictions: pd.DataFrame, model: str, activities: Activities, horizon: int, threshold: float
) -> pd.DataFrame:
    """Compare predicted and observed rates of entry by test year.

    Returns
    -------
    DataFrame
        Per test year: ``gap`` (largest gap in any tenth), ``predicted``, ``observed``, ``learnt``
        (rate of entry in the years the model had learnt from); all in percent or percentage points.
        With ``boosting``, ``gap_raw`` is the gap before the probabilities are recalibrated.
    """
    rows = {}
    for year, part in predictions.groupby("origin"):
        rates = []
        for origin in training_origins(activities, int(str(year)), horizon):
            before = activities.specialised(origin, threshold)
            rates.append(entries(before, activities.specialised(origin + horizon, threshold)))
        learnt = np.concatenate([one.to_numpy().ravel() for one in rates])
        rows[year] = {
            "gap": 100 * calibration(part, model, draws=2)["gap"].abs().max(),
            "predicted": 100 * part[model].mean(),
            "observed": 100 * part["entry"].mean(),
            "learnt": 100 * float(np.nanmean(learnt)),
        }
        if model == "boosting" and RAW in part:
            rows[year]["gap_raw"] = 100 * calibration(part, RAW, draws=2)["gap"].abs().max()
    return pd.DataFrame(rows).T.rename_axis("origin")


def backtest(
    activities: Activities,
    horizon: int,
    test_years: Sequence[int],
    *,
    models: Sequence[str] = tuple(MODELS),
    hold_out: Literal["region", "activity"] | None = None,
    folds: int = 5,
    threshold: float = 1.0,
    margin: float = 0.0,
    settings: BoostingSettings | None = None,
    features: Mapping[int, pd.DataFrame] | None = None,
    pooled: Activities | None = None,
    members: Mapping[str, Sequence[str]] | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """Forecast from past years with what was known then, beside what happened.

    For a test year t, the models learn from all origins whose outcome lay in t or before, and
    forecast from t what is reached in t + horizon. Nothing from after t is used.

    Parameters
    ----------
    activities
        Regions × activities over years.
    horizon
        Years until the outcome.
    test_years
        Years to forecast from.
    models
        Keys of `wir.potential.forecast_models.MODELS`.
    hold_out
        ``"region"``: besides, no region is forecast by a model that has seen it (`folds` folds);
        ``"activity"``: no activity. (Relatedness at t is computed from all regions and holds
        nothing of the outcome.)
    folds
        Number of folds.
    threshold, margin
        Location quotient that counts as specialised, and how far beyond it an entry must lie (see
        `wir.potential.entry_features.entry_pairs`).
    settings
        Of the gradient boosting.
    features
        Results of `wir.potential.entry_features.entry_features` by year, where they are known.
    pooled, members
        Regions made of several and their members: forecast besides, by the same models, which
        learn from `activities` alone. Not with `hold_out`.
    seed
        Seed.

    Returns
    -------
    DataFrame
        Index region, activity; ``origin``, ``entry``, ``returning``, ``log_lq_before``,
        ``density_before``, ``published_before`` and one column of probabilities per model; with
        ``boosting`` also ``boosting_raw``, its probabilities before they are recalibrated.

    Raises
    ------
    ValueError
        A test year without an earlier origin, or whose outcome is not in the table; pooled regions
        together with `hold_out`.
    """
    if pooled is not None and hold_out is not None:
        raise ValueError(
            f"hold_out is {hold_out!r} and there are pooled regions. A pooled region consists of "
            "others, so that it cannot be held out: test one after the other."
        )
    known: dict[str, Any] = {"threshold": threshold, "margin": margin, "seed": seed}
    parts = []
    for year in test_years:
        origins = training_origins(activities, year, horizon)
        if not origins or year + horizon not in activities.lq:
            raise ValueError(
                f"No test from {year} over {horizon} years: the table has the years "
                f"{listed(activities.years, 40)}, and a test needs {year - horizon} or earlier to "
                f"learn from and {year + horizon} to compare with."
            )
        train, test = (
            entry_pairs(activities, chosen, horizon, features=features, **known)
            for chosen in (origins, [year])
        )
        if pooled is not None:
            more = entry_pairs(activities, [year], horizon, pooled=pooled, members=members, **known)
            test = pd.concat([test, more])
        parts.append(_forecast(train, test, models, hold_out, folds, settings, seed))
    return pd.concat(parts)


def _forecast(
    train: pd.DataFrame,
    test: pd.DataFrame,
    models: Sequence[str],
    hold_out: str | None,
    folds: int,
    settings: BoostingSettings | None,
    seed: int,
) -> pd.DataFrame:
    result = test[["origin", "entry", "returning", *KEPT]].rename(columns=KEPT)
    if hold_out is None:
        for name in models:
            model = fit_forecast(name, train, settings=settings, seed=seed)
            result[name] = model.predict(test)
            if isinstance(model, Boosted):
                result[RAW] = model.raw(test)
        return result
    labels = test.index.get_level_values(hold_out)
    groups = pd.Series(fold_numbers(labels, folds, seed), index=labels)
    number = groups[~groups.index.duplicated()]
    train_part = number.reindex(train.index.get_level_values(hold_out)).to_numpy()
    for name in models:
        result[name] = float("nan")
        for fold in np.unique(groups):
            inside = groups.to_numpy() == fold
            model = fit_forecast(name, train[train_part != fold], settings=settings, seed=seed)
            result.loc[inside, name] = model.predict(test[inside])
            if isinstance(model, Boosted):
                result.loc[inside, RAW] = model.raw(test[inside])
    return result


def trend_ablation(
    activities: Activities,
    horizon: int,
    test_year: int,
    *,
    threshold: float = 1.0,
    settings: BoostingSettings | None = None,
    features: Mapping[int, pd.DataFrame] | None = None,
    seed: int = 0,
) -> dict[str, float] | None:
    """Return what trend and national growth add, in a test where they are known when learning.

    They are known only from origins with a history in the table, so that the models of the other
    tests go without.

    Returns
    -------
    dict or None
        ``with`` and ``without`` (average precision of the gradient boosting, both learnt from the
        same origins), ``origins`` (how many); None where no origin has a history.
    """
    from sklearn.metrics import average_precision_score

    train, test = (
        entry_pairs(activities, chosen, horizon, threshold=threshold, features=features, seed=seed)
        for chosen in (training_origins(activities, test_year, horizon), [test_year])
    )
    if "trend" not in train or train["trend"].isna().all() or test["trend"].isna().all():
        return None
    train = train[train["trend"].notna()]
    found = {"origins": float(train["origin"].nunique())}
    for name, left_out in (("with", []), ("without", ["trend", "growth"])):
        learnt = train.drop(columns=left_out)
        model = fit_forecast("boosting", learnt, settings=settings, seed=seed)
        found[name] = float(average_precision_score(test["entry"], model.predict(test)))
    return found
