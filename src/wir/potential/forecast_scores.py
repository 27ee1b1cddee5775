"""How good forecasts were: discrimination, accuracy, calibration, and what they were worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from wir.potential.checks import Floats, listed

METRICS = {
    "auc": "AUC",
    "average_precision": "Average precision",
    "brier": "Brier score",
}
"""Scores and their names; for the Brier score, less is better."""


BLOCK = 1024
"""Groups of equal probability that are scored at a time: bounds the memory."""


@dataclass(frozen=True)
class Scores:
    """Scores of several models on the same cases.

    Attributes
    ----------
    table
        One row per model and metric: ``value``, ``lower``, ``upper``.
    differences
        One row per model and metric, but for the reference: ``difference`` (model − reference) with
        ``lower`` and ``upper`` from the same draws; ``reference`` is the best of the baselines.
    """

    table: pd.DataFrame
    differences: pd.DataFrame


def forecast_scores(
    predictions: pd.DataFrame,
    models: Sequence[str],
    baselines: Sequence[str],
    *,
    draws: int = 500,
    confidence: float = 0.95,
    seed: int = 0,
) -> Scores:
    """Score forecasts, with intervals from drawing whole regions with replacement.

    The cases of a region stand or fall together, so they are drawn together; all models are scored
    on the same draws, so that differences between them are more certain than each of them.

    Parameters
    ----------
    predictions
        Result of `wir.potential.backtest.backtest`.
    models
        Columns with probabilities.
    baselines
        Those of `models` to compare with.
    draws
        Bootstrap draws.
    confidence
        Of the intervals (percentiles of the draws).
    seed
        Seed.

    Raises
    ------
    ValueError
        Fewer than two regions, or no case with, or none without, an entry; unknown models, a model
        with missing probabilities; no baseline.

    Notes
    -----
    Draws in which nothing (or everything) enters have no AUC and are left out of its intervals.
    """
    y, codes, regions = _cases(predictions, models)
    unknown = [one for one in baselines if one not in models]
    if unknown or not len(baselines):
        raise ValueError(
            f"The baselines are {listed(baselines)}. Expected some of the models "
            f"{listed(models, 9)}."
        )
    counts = np.vstack([np.ones(len(regions), dtype=np.int64), _drawn(len(regions), draws, seed)])
    cases = counts @ np.bincount(codes)
    table = np.empty((draws + 1, len(models), len(METRICS)))
    for column, model in enumerate(models):
        p = predictions[model].to_numpy(dtype=float)
        squares = np.bincount(codes, weights=(p - y) ** 2)
        table[:, column, :2] = _rankings(p, y, codes, counts)
        table[:, column, 2] = counts @ squares / cases
    tail = 100 * (1 - confidence) / 2
    values, differences = [], []
    for number, metric in enumerate(METRICS):
        sign = -1 if metric == "brier" else 1
        best = max(baselines, key=lambda one: sign * table[0, models.index(one), number])
        reference = table[:, models.index(best), number]
        for column, model in enumerate(models):
            one = table[:, column, number]
            low, high = np.nanpercentile(one[1:], [tail, 100 - tail])
            values.append((model, metric, one[0], low, high))
            if model != best:
                gap = one - reference
                low, high = np.nanpercentile(gap[1:], [tail, 100 - tail])
                differences.append((model, metric, best, gap[0], low, high))
    return Scores(
        pd.DataFrame(values, columns=["model", "metric", "value", "lower", "upper"]),
        pd.DataFrame(
            differences, columns=["model", "metric", "reference", "difference", "lower", "upper"]
        ),
    )


def _cases(
    predictions: pd.DataFrame, models: Sequence[str]
) -> tuple[Floats, npt.NDArray[np.intp], pd.Index]:
    """Return outcomes, number of the region of each case and the regions, after checks."""
    for model in models:
        if model not in predictions.columns:
            raise ValueError(
                f"The predictions have no column {model!r}; found {listed(predictions.columns, 9)}."
            )
        missing = int(predictions[model].isna().sum())
        if missing:
            raise ValueError(f"Model {model!r} has no probability in {missing} cases.")
    y = predictions["entry"].to_numpy(dtype=float)
    codes, regions = pd.factorize(predictions.index.get_level_values("region"))
    if len(regions) < 2 or len(np.unique(y)) < 2:
        raise ValueError(
            f"{len(regions)} regions and {int(y.sum())} entries in {len(y)} cases: scores need at "
            "least two regions, and cases with and without an entry."
        )
    return y, codes, regions


def auc(values: pd.Series, entry: pd.Series) -> float:
    """Return the AUC of one variable as a predictor, same rows: 0.5 is chance.

    Raises
    ------
    ValueError
        Missing values, or no case with, or none without, an entry.
    """
    score, y = values.to_numpy(dtype=float), entry.to_numpy(dtype=float)
    if np.isnan(score).any() or len(np.unique(y)) < 2:
        raise ValueError(
            f"{int(np.isnan(score).sum())} missing values and {int(y.sum())} entries in {len(y)} "
            "cases: the AUC needs all values, and cases with and without an entry."
        )
    order, ends = _falling(score)
    return _ranking(y[order], np.ones(len(y)), ends)[0]


def _drawn(regions: int, draws: int, seed: int) -> npt.NDArray[np.int64]:
    """Return how often each region is drawn (draws × regions), with replacement."""
    rng = np.random.default_rng(seed)
    return rng.multinomial(regions, np.full(regions, 1 / regions), size=draws)


def _falling(p: Floats) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Return the order by falling value and the last place of each group of equal values."""
    order = np.argsort(-p, kind="stable")
    return order, np.flatnonzero(np.append(np.diff(p[order]) != 0, True))


def _ranking(y: Floats, w: Floats, ends: npt.NDArray[np.intp]) -> tuple[float, float]:
    """Return AUC and average precision of weighted cases sorted by falling probability.

    `ends` are the last positions of each group of equal probabilities: such cases count together.
    """
    hits = np.cumsum(w * y)[ends]
    misses = np.cumsum(w * (1 - y))[ends]
    total, others = hits[-1], misses[-1]
    if total == 0 or others == 0:
        return float("nan"), float("nan")
    gained = np.diff(hits, prepend=0.0)
    lost = np.diff(misses, prepend=0.0)
    auc = float(((hits - gained / 2) * lost).sum() / (total * others))
    seen = hits + misses
    precision = np.divide(hits, seen, out=np.zeros_like(hits), where=seen > 0)
    return auc, float((gained * precision).sum() / total)


def _rankings(
    p: Floats, y: Floats, codes: npt.NDArray[np.intp], counts: npt.NDArray[np.int64]
) -> Floats:
    """Return AUC and average precision for several weights of the regions: draws × 2.

    As `_ranking`, for all draws at once. Only groups of equal probability with an entry matter:
    before and after each of them, and of the entries in it, the cases are counted by region, and
    the counts of a draw are their products with its weights.
    """
    order, ends = _falling(p)
    region, hit = codes[order], y[order] > 0
    group = np.searchsorted(ends, np.arange(len(p)))
    chosen = np.unique(group[hit])
    starts = np.append(0, ends[:-1] + 1)
    regions = counts.shape[1]
    weights = counts.T.astype(np.float64)
    total = counts @ np.bincount(codes[y > 0], minlength=regions)
    others = counts @ np.bincount(codes[y == 0], minlength=regions)
    hits_before = np.zeros(regions)  # entries and others by region, up to the part at hand
    seen, place = np.zeros(regions), 0
    area, precision = np.zeros(len(counts)), np.zeros(len(counts))
    for part in np.array_split(chosen, max(1, len(chosen) // BLOCK)):
        first, last = starts[part], ends[part] + 1
        until = last[-1]
        rows = np.arange(place, until)
        # each case belongs to the group of the part at which it is counted first
        slot = np.searchsorted(last, rows, side="right")
        width = len(part) * regions
        cell = slot * regions + region[rows]
        every = np.bincount(cell, minlength=width).reshape(-1, regions)
        mine = np.bincount(cell[hit[rows]], minlength=width).reshape(-1, regions)
        inside = rows >= first[slot]
        tied = np.bincount(cell[inside], minlength=width).reshape(-1, regions)
        after = (seen + every.cumsum(axis=0)) @ weights
        gained = mine @ weights
        hits = (hits_before + mine.cumsum(axis=0)) @ weights
        lost = tied @ weights - gained
        misses = after - hits
        area += (gained * (others - misses + lost / 2)).sum(axis=0)
        precision += (gained * hits / np.where(after > 0, after, 1.0)).sum(axis=0)
        seen, hits_before = seen + every.sum(axis=0), hits_before + mine.sum(axis=0)
        place = until
    known = (total > 0) & (others > 0)
    result = np.full((len(counts), 2), np.nan)
    np.divide(area, total * others, out=result[:, 0], where=known)
    np.divide(precision, total, out=result[:, 1], where=known)
    return result


def calibration(
    predictions: pd.DataFrame,
    model: str,
    *,
    groups: int = 10,
    draws: int = 500,
    confidence: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    """Compare predicted and observed rates of entry in groups of equal size.

    Returns
    -------
    DataFrame
        Per group from the lowest to the highest probability: ``predicted`` and ``observed`` (mean
        probability, share of entries), ``lower``, ``upper`` (interval of the observed share,
        regions drawn with replacement), ``gap`` (observed − predicted), ``n``.

    Raises
    ------
    ValueError
        More groups than cases.
    """
    p = predictions[model].to_numpy(dtype=float)
    y = predictions["entry"].to_numpy(dtype=float)
    if groups < 1 or groups > len(p):
        raise ValueError(f"{groups} groups of {len(p)} cases. Expected between 1 and that number.")
    place = np.argsort(np.argsort(p, kind="stable"), kind="stable")
    group = place * groups // len(p)
    codes, regions = pd.factorize(predictions.index.get_level_values("region"))
    cells = codes * groups + group
    size = (len(regions), groups)
    hits = np.bincount(cells, weights=y, minlength=size[0] * groups).reshape(size)
    cases = np.bincount(cells, minlength=size[0] * groups).reshape(size)
    drawn = _drawn(len(regions), draws, seed)
    rates = (drawn @ hits) / np.maximum(drawn @ cases, 1)
    tail = 100 * (1 - confidence) / 2
    low, high = np.percentile(rates, [tail, 100 - tail], axis=0)
    n = cases.sum(axis=0)
    predicted = np.bincount(group, weights=p, minlength=groups) / n
    observed = hits.sum(axis=0) / n
    return pd.DataFrame(
        {
            "predicted": predicted,
            "observed": observed,
            "lower": low,
            "upper": high,
            "gap": observed - predicted,
            "n": n,
        },
        index=pd.RangeIndex(1, groups + 1, name="group"),
    )


def worth_of_suggestions(
    predictions: pd.DataFrame,
    models: Sequence[str],
    gained: pd.Series | None = None,
    *,
    top: int = 10,
    draws: int = 500,
    confidence: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    """Return what the `top` suggestions of each region would have been worth.

    Parameters
    ----------
    predictions
        Result of `wir.potential.backtest.backtest`.
    models
        Columns with probabilities; ``chance`` is added.
    gained
        Per region, activity and origin (index levels of these names): by how much the activity grew
        beyond what the national trend explains, such as employees; 0 where there is none.
    top
        Suggestions per region.
    draws, confidence, seed
        Of the intervals; regions are drawn with replacement.

    Returns
    -------
    DataFrame
        Per model: ``hits`` (% of the suggestions that came), ``lower``, ``upper``, ``found`` (% of
        all entries that were among the suggestions) and, with `gained`, ``gain`` (mean per
        suggestion) with ``gain_lower`` and ``gain_upper``.

    Raises
    ------
    ValueError
        As `forecast_scores`.
    """
    y, codes, regions = _cases(predictions, models)
    keys = [predictions.index.get_level_values("region"), predictions["origin"]]
    drawn = _drawn(len(regions), draws, seed)
    amount = None
    if gained is not None:
        places = predictions.set_index("origin", append=True).index
        amount = gained.reindex(places).fillna(0.0).to_numpy(dtype=float)
    tail = 100 * (1 - confidence) / 2
    rows = {}
    for model in [*models, "chance"]:
        if model == "chance":
            size = predictions.groupby(keys)["entry"].transform("size").to_numpy()
            weight = np.minimum(top / size, 1.0)
        else:
            place = predictions.groupby(keys)[model].rank(method="first", ascending=False)
            weight = (place <= top).to_numpy(dtype=float)
        hits = np.bincount(codes, weights=weight * y)
        count = np.bincount(codes, weights=weight)
        low, high = np.percentile((drawn @ hits) / (drawn @ count), [tail, 100 - tail])
        row = {
            "hits": 100 * hits.sum() / count.sum(),
            "lower": 100 * low,
            "upper": 100 * high,
            "found": 100 * hits.sum() / y.sum(),
        }
        if amount is not None:
            total = np.bincount(codes, weights=weight * amount)
            low, high = np.percentile((drawn @ total) / (drawn @ count), [tail, 100 - tail])
            row["gain"] = total.sum() / count.sum()
            row["gain_lower"], row["gain_upper"] = low, high
        rows[model] = row
    return pd.DataFrame(rows).T.rename_axis("model")
