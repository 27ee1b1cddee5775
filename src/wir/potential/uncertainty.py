"""How far the ranks of a composite index depend on its weights, scale and kind of mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from wir.potential.aggregation import Mean, aggregate, means_of_layers, rank_from_top
from wir.potential.checks import Floats
from wir.potential.composite import Prepared, prepare
from wir.potential.hierarchy import Hierarchy
from wir.potential.treatment import Normalisation

Choice = Literal["weights", "normalisation", "aggregation"]
Variant = tuple[Normalisation, tuple[Mean, ...]]

CHUNK = 250
"""Draws computed at once, so that memory stays small."""


@dataclass(frozen=True)
class RankIntervals:
    """Ranks under many ways of building the same index.

    Attributes
    ----------
    intervals
        One row per unit: ``rank`` (nominal), ``score`` (nominal), ``median``, ``lower``,
        ``upper`` (rank interval, lower is better), ``top_share`` (share of draws, 0–1, in which
        the unit is in the top quintile, or what `top` says).
    sensitivity
        One row per choice varied alone: ``alternative``, ``mean_rank_shift``, ``max_rank_shift``
        (absolute, in ranks, over units and draws; NaN where the alternative is not defined).
    draws
        Units × draws, the simulated ranks.
    confidence, top
        As given.
    """

    intervals: pd.DataFrame
    sensitivity: pd.DataFrame
    draws: pd.DataFrame
    confidence: float
    top: float


def rank_intervals(
    indicators: pd.DataFrame,
    structure: pd.DataFrame,
    *,
    draws: int = 2000,
    seed: int,
    confidence: float = 0.9,
    top: float = 0.2,
    concentration: float = 16.0,
    vary: Sequence[Choice] = ("weights", "normalisation", "aggregation"),
    leave_one_out: bool = False,
    normalisation: Normalisation = "minmax",
    aggregation: Mean | Sequence[Mean] = "arithmetic",
    winsorise: bool = True,
    levels: Sequence[str] = ("pillar",),
    indicator_weights: Mapping[str, float] | None = None,
    pillar_weights: Mapping[str, float] | None = None,
    max_winsorised: int = 5,
    group_threshold: float = 0.75,
    index_threshold: float = 0.9,
) -> RankIntervals:
    """Draw weights, normalisation and aggregation many times and rank the units each time.

    Weights are drawn on every layer: within a group of k members with nominal weights w (sum 1)
    from a Dirichlet distribution with parameters c·k·w, c the `concentration`. Their mean is w,
    and for equal weights their relative standard deviation is about 1/√c whatever k: the default
    16 gives the customary ±25 %, 1 is uniform over all weights. Each draw uses one of the
    defined pairs of normalisation and aggregation with equal probability (a geometric mean of
    z-scores is not defined). With `leave_one_out`, each draw also omits one indicator, or none,
    with equal probability.

    Parameters
    ----------
    indicators, structure, normalisation, aggregation, winsorise, levels, indicator_weights, \
pillar_weights, max_winsorised, group_threshold, index_threshold
        As in `wir.potential.composite.composite_index`; the nominal index.
    draws
        Number of draws.
    seed
        Seed of the random numbers.
    confidence
        Share of draws within ``lower`` and ``upper`` (at least).
    top
        Share of the units that counts as the top.
    concentration
        c above.
    vary
        Which choices to vary.
    leave_one_out
        Also omit indicators.

    Returns
    -------
    RankIntervals
        Units whose nominal index is missing have NaN throughout.

    Raises
    ------
    ValueError
        As `composite_index`; also draws below 1, confidence or top outside (0, 1),
        concentration not positive, an unknown choice.

    References
    ----------
    Saisana, Saltelli and Tarantola (2005), Uncertainty and sensitivity analysis techniques as
    tools for the quality assessment of composite indicators, JRSS A 168(2), 307–323.
    """
    _check(draws, confidence, top, concentration, vary)
    ready = prepare(
        indicators,
        structure,
        levels=levels,
        winsorise=winsorise,
        max_winsorised=max_winsorised,
        indicator_weights=indicator_weights,
        pillar_weights=pillar_weights,
    )
    nominal: Variant = normalisation, means_of_layers(aggregation, len(ready.hierarchy.layers))
    ready.normalised(*nominal)  # fails early if the nominal pair is not defined
    simulate = _Simulator(ready, (group_threshold, index_threshold))
    rng = np.random.default_rng(seed)
    weights = _draw_weights(ready.hierarchy, draws, concentration, rng)
    fixed = _fixed_weights(ready.hierarchy, 1)
    base_scores = simulate.scores(nominal, fixed)[:, 0]
    base = rank_from_top(base_scores[:, None])[:, 0]
    exists = ~np.isnan(base)

    variants = _variants(nominal, vary)
    which = rng.integers(len(variants), size=draws)
    used = weights if "weights" in vary else _fixed_weights(ready.hierarchy, draws)
    if leave_one_out:
        count = len(ready.hierarchy.indicators)
        used = _omit(ready.hierarchy, used, rng.integers(-1, count, size=draws))
    ranks = np.full((len(base), draws), np.nan)
    for number, variant in enumerate(variants):
        here = np.flatnonzero(which == number)
        for part in np.array_split(here, max(1, -(-len(here) // CHUNK))):
            ranks[:, part] = simulate.ranks(variant, [w[:, part] for w in used], exists)

    sensitivity = _sensitivity(simulate, nominal, weights, base, vary, leave_one_out)
    units = ready.treated.index
    return RankIntervals(
        intervals=_summary(ranks, base, base_scores, units, confidence, top),
        sensitivity=sensitivity,
        draws=pd.DataFrame(ranks, index=units),
        confidence=confidence,
        top=top,
    )


def choices_in_words(sensitivity: pd.DataFrame, indicators: Mapping[str, str]) -> pd.DataFrame:
    """Return `RankIntervals.sensitivity` with its choices and alternatives in words.

    Parameters
    ----------
    sensitivity
        Columns ``choice`` and ``alternative`` as `rank_intervals` gives them, and others.
    indicators
        Name of each indicator in words.
    """

    def alternative(key: str) -> str:
        if key.startswith("without "):
            name = key.removeprefix("without ")
            return f"without: {indicators.get(name, name)}"
        return _ALTERNATIVES.get(key, key)

    return sensitivity.assign(
        choice=sensitivity["choice"].map(lambda key: _CHOICES.get(key, key)),
        alternative=sensitivity["alternative"].map(alternative),
    )


_CHOICES = {
    "weights": "Weights",
    "normalisation": "Scale",
    "aggregation": "Kind of mean",
    "indicators": "Indicators",
}
_ALTERNATIVES = {
    "random weights": "drawn at random around the nominal ones",
    "minmax": "minimum–maximum instead of z-scores",
    "zscore": "z-scores instead of minimum–maximum",
    "arithmetic": "arithmetic instead of geometric",
    "geometric": "geometric instead of arithmetic",
    "not defined for the nominal index": "not defined for these settings",
}


class _Simulator:
    """Scores and ranks of one prepared data set; keeps each normalisation it has computed."""

    def __init__(self, ready: Prepared, thresholds: tuple[float, float]) -> None:
        self.ready = ready
        self.thresholds = thresholds
        self._normalised: dict[Variant, Floats] = {}

    def scores(self, variant: Variant, weights: Sequence[Floats]) -> Floats:
        if variant not in self._normalised:
            self._normalised[variant] = self.ready.normalised(*variant)
        values = self._normalised[variant]
        _, means = variant
        return aggregate(values, self.ready.hierarchy, means, weights, *self.thresholds)[-1][:, 0]

    def ranks(
        self, variant: Variant, weights: Sequence[Floats], exists: npt.NDArray[np.bool_]
    ) -> Floats:
        scores = self.scores(variant, weights)
        scores[~exists] = np.nan
        return rank_from_top(scores)


def _check(
    draws: int, confidence: float, top: float, concentration: float, vary: Sequence[Choice]
) -> None:
    if draws < 1:
        raise ValueError(f"draws is {draws}. Expected 1 or more; some thousand are usual.")
    for name, value in (("confidence", confidence), ("top", top)):
        if not 0 < value < 1:
            raise ValueError(f"{name} is {value}. Expected a share between 0 and 1, such as 0.9.")
    if not concentration > 0:
        raise ValueError(f"concentration is {concentration}. Expected a positive number.")
    unknown = set(vary) - {"weights", "normalisation", "aggregation"}
    if unknown:
        raise ValueError(
            f"vary names {sorted(unknown)[0]!r}. "
            "Expected any of 'weights', 'normalisation', 'aggregation'."
        )


def _variants(nominal: Variant, vary: Sequence[Choice]) -> list[Variant]:
    normalisation, means = nominal
    scales: list[Normalisation] = [normalisation]
    if "normalisation" in vary:
        scales.append("zscore" if normalisation == "minmax" else "minmax")
    kinds: list[tuple[Mean, ...]] = [means]
    if "aggregation" in vary:
        kinds += [uniform for uniform in _uniform_means(len(means)) if uniform != means]
    return [
        (scale, kind)
        for scale, kind in product(scales, kinds)
        if not (scale == "zscore" and "geometric" in kind)
    ]


def _uniform_means(layers: int) -> list[tuple[Mean, ...]]:
    return [means_of_layers("arithmetic", layers), means_of_layers("geometric", layers)]


def _fixed_weights(hierarchy: Hierarchy, draws: int) -> list[Floats]:
    return [np.repeat(layer.weights[:, None], draws, axis=1) for layer in hierarchy.layers]


def _draw_weights(
    hierarchy: Hierarchy, draws: int, concentration: float, rng: np.random.Generator
) -> list[Floats]:
    drawn = []
    for layer in hierarchy.layers:
        totals = np.bincount(layer.parent, weights=layer.weights)
        sizes = np.bincount(layer.parent, weights=layer.weights > 0)
        shape = concentration * sizes[layer.parent] * layer.weights / totals[layer.parent]
        gammas = rng.standard_gamma(np.repeat(shape[:, None], draws, axis=1))
        # a zero that stems from rounding must not look like an indicator that was left out
        positive = np.where(shape[:, None] > 0, np.maximum(gammas, 1e-300), 0.0)
        sums = np.stack([np.bincount(layer.parent, weights=column) for column in positive.T], 1)
        drawn.append(positive / sums[layer.parent])
    return drawn


def _omit(hierarchy: Hierarchy, weights: list[Floats], omitted: np.ndarray) -> list[Floats]:
    """Set the weight of the omitted indicator of each draw to zero (−1: none), upwards too."""
    result = [matrix.copy() for matrix in weights]
    draws = np.flatnonzero(omitted >= 0)
    result[0][omitted[draws], draws] = 0.0
    for below, layer in enumerate(hierarchy.layers[:-1]):
        for group in range(len(layer.groups)):
            empty = ~(result[below][layer.parent == group] > 0).any(axis=0)
            result[below + 1][group, empty] = 0.0
    return result


def _sensitivity(
    simulate: _Simulator,
    nominal: Variant,
    weights: list[Floats],
    base: Floats,
    vary: Sequence[Choice],
    leave_one_out: bool,
) -> pd.DataFrame:
    hierarchy = simulate.ready.hierarchy
    exists = ~np.isnan(base)
    fixed = _fixed_weights(hierarchy, 1)
    rows: list[dict[str, object]] = []

    def add(choice: str, alternative: str, ranks: Floats | None) -> None:
        shift = np.abs(ranks - base[:, None])[exists] if ranks is not None else np.array([np.nan])
        mean, most = (np.nan, np.nan) if np.isnan(shift).all() else _moments(shift)
        row = {"choice": choice, "alternative": alternative}
        rows.append({**row, "mean_rank_shift": mean, "max_rank_shift": most})

    if "weights" in vary:
        parts = np.array_split(np.arange(weights[0].shape[1]), -(-weights[0].shape[1] // CHUNK))
        ranks = [simulate.ranks(nominal, [w[:, part] for w in weights], exists) for part in parts]
        add("weights", "random weights", np.concatenate(ranks, axis=1))
    alternatives: tuple[Choice, ...] = ("normalisation", "aggregation")
    for choice in alternatives:
        if choice in vary:
            others = [item for item in _variants(nominal, [choice]) if item != nominal]
            if not others:
                add(choice, "not defined for the nominal index", None)
            for other in others:
                name: str = other[0] if choice == "normalisation" else other[1][0]
                add(choice, name, simulate.ranks(other, fixed, exists))
    if leave_one_out:
        for number, name in enumerate(hierarchy.indicators):
            without = _omit(hierarchy, fixed, np.array([number]))
            if (without[-1] > 0).any():
                add("indicators", f"without {name}", simulate.ranks(nominal, without, exists))
    return pd.DataFrame(
        rows, columns=["choice", "alternative", "mean_rank_shift", "max_rank_shift"]
    )


def _moments(shift: Floats) -> tuple[float, float]:
    return float(np.nanmean(shift)), float(np.nanmax(shift))


def _summary(
    ranks: Floats, base: Floats, scores: Floats, units: pd.Index, confidence: float, top: float
) -> pd.DataFrame:
    exists = ~np.isnan(base)
    drawn = ranks[exists]
    tail = (1 - confidence) / 2
    columns = {
        name: np.full(len(base), np.nan) for name in ("median", "lower", "upper", "top_share")
    }
    if exists.any():
        columns["median"][exists] = np.nanmedian(drawn, axis=1)
        columns["lower"][exists] = np.nanquantile(drawn, tail, axis=1, method="lower")
        columns["upper"][exists] = np.nanquantile(drawn, 1 - tail, axis=1, method="higher")
        places = int(np.ceil(top * exists.sum() - 1e-9))
        columns["top_share"][exists] = (drawn <= places).mean(axis=1)
    table = pd.DataFrame({"rank": base, "score": scores, **columns}, index=units)
    table["rank"] = table["rank"].astype("Int64")
    return table
