"""Composite index: from indicators to pillars to one score and rank per unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from wir.potential.aggregation import (
    Mean,
    aggregate,
    contributions,
    means_of_layers,
    rank_from_top,
)
from wir.potential.checks import Floats, listed, numeric_table
from wir.potential.hierarchy import Hierarchy, read_structure
from wir.potential.treatment import Normalisation, Treatment, normalise, treat_outliers, untreated


@dataclass(frozen=True)
class CompositeResult:
    """A composite index and everything on the way to it.

    Attributes
    ----------
    scores
        Series over units, named ``score``; NaN where too much is missing.
    ranks
        Series over units (Int64), named ``rank``; 1 is the highest score, ties share the minimum.
    pillars
        Scores of the lowest groups, units × pillars.
    groups
        The same for every level by its name, ``{"pillar": ..., ...}``.
    contributions
        Units × pillars; they add up to the score (see `composite_index`).
    treated
        Indicators after the treatment of outliers, in their own units and direction.
    normalised
        Indicators on the common scale, larger is more of what the index measures.
    weights
        Weight of each indicator in the index where nothing is missing; they add up to one.
    log
        One row per indicator: pillar, direction, weight, missing, treatment, points_treated,
        skewness and kurtosis before and after, passed.
    """

    scores: pd.Series
    ranks: pd.Series
    pillars: pd.DataFrame
    groups: dict[str, pd.DataFrame]
    contributions: pd.DataFrame
    treated: pd.DataFrame
    normalised: pd.DataFrame
    weights: pd.Series
    log: pd.DataFrame


@dataclass(frozen=True)
class Prepared:
    """Checked and treated indicators with their structure; the start of an index and its draws."""

    treated: pd.DataFrame
    treatments: list[Treatment]
    hierarchy: Hierarchy

    def normalised(self, method: Normalisation, means: Sequence[Mean]) -> Floats:
        """Return (units, indicators) on a common scale, each multiplied by its direction."""
        if method == "zscore" and "geometric" in means:
            raise ValueError(
                "A geometric mean of z-scores is not defined, since they can be negative. "
                "Use normalisation='minmax', or aggregation='arithmetic'."
            )
        low = 1.0 if "geometric" in means else 0.0
        directed = self.treated.to_numpy() * self.hierarchy.direction
        return normalise(directed, method, low, 100.0)


def composite_index(
    indicators: pd.DataFrame,
    structure: pd.DataFrame,
    normalisation: Normalisation = "minmax",
    aggregation: Mean | Sequence[Mean] = "arithmetic",
    winsorise: bool = True,
    *,
    levels: Sequence[str] = ("pillar",),
    indicator_weights: Mapping[str, float] | None = None,
    pillar_weights: Mapping[str, float] | None = None,
    max_winsorised: int = 5,
    group_threshold: float = 0.75,
    index_threshold: float = 0.9,
) -> CompositeResult:
    """Compute a composite index after the conventions of the OECD/JRC handbook.

    The steps are: treat outliers (`treat_outliers`), multiply by direction, normalise over the
    units that are there, average within groups, average the groups.

    Parameters
    ----------
    indicators
        Units × indicators, NaN where missing. Columns the structure does not name are ignored.
    structure
        One row per indicator: ``indicator``, ``pillar``, ``direction`` (1 or −1), ``weight``,
        ``pillar_weight``, ``treat``; see `wir.potential.hierarchy.read_structure`.
    normalisation
        ``"minmax"``: 0–100, or 1–100 as soon as one mean is geometric. ``"zscore"``: mean 0,
        standard deviation 1.
    aggregation
        ``"arithmetic"`` or ``"geometric"`` for all layers, or one name per layer from the bottom.
    winsorise
        Treat outliers. A structure column ``treat`` exempts single indicators.
    levels
        Grouping columns of the structure, from the lowest to the highest.
    indicator_weights, pillar_weights
        Weights by name that replace those of the structure.
    max_winsorised
        Most points winsorised per indicator before the logarithm is taken.
    group_threshold, index_threshold
        A group score is missing below this share of its (positively weighted) members, the index
        below the second. What is there is reweighted.

    Returns
    -------
    CompositeResult
        `contributions`: arithmetic, weight × pillar score (weights of the available pillars adding
        up to one); geometric, the index split in proportion to weight × log pillar score.

    Raises
    ------
    TypeError
        A column is not numeric.
    ValueError
        Repeated units, fewer than two units, indicators that are unknown, constant or missing
        everywhere, weights that are negative or all zero, z-scores with a geometric mean.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators: Methodology and User Guide.
    Becker, Caperna, Del Sorbo, Norlén, Papadimitriou and Saisana (2022), COINr: An R package for
    developing composite indicators, Journal of Open Source Software 7(78), 4567.
    """
    ready = prepare(
        indicators,
        structure,
        levels=levels,
        winsorise=winsorise,
        max_winsorised=max_winsorised,
        indicator_weights=indicator_weights,
        pillar_weights=pillar_weights,
    )
    hierarchy, units = ready.hierarchy, ready.treated.index
    means = means_of_layers(aggregation, len(hierarchy.layers))
    normalised = ready.normalised(normalisation, means)
    weights = [layer.weights[:, None] for layer in hierarchy.layers]
    scores = aggregate(normalised, hierarchy, means, weights, group_threshold, index_threshold)
    groups = {
        layer.name: pd.DataFrame(values[:, :, 0], index=units, columns=layer.groups)
        for layer, values in zip(hierarchy.layers, scores, strict=True)
    }
    index = groups[hierarchy.layers[-1].name].iloc[:, 0].rename("score")
    ranks = pd.Series(rank_from_top(scores[-1][:, 0, :])[:, 0], index=units, name="rank")
    lowest = hierarchy.layers[0]
    parts = contributions(normalised, hierarchy, means, scores)
    effective = nominal_weights(hierarchy)
    return CompositeResult(
        scores=index,
        ranks=ranks.astype("Int64"),
        pillars=groups[lowest.name],
        groups=groups,
        contributions=pd.DataFrame(parts, index=units, columns=lowest.groups),
        treated=ready.treated,
        normalised=pd.DataFrame(normalised, index=units, columns=hierarchy.indicators),
        weights=effective,
        log=_log(ready, indicators, effective),
    )


def prepare(
    indicators: pd.DataFrame,
    structure: pd.DataFrame,
    *,
    levels: Sequence[str],
    winsorise: bool,
    max_winsorised: int,
    indicator_weights: Mapping[str, float] | None,
    pillar_weights: Mapping[str, float] | None,
) -> Prepared:
    """Check indicators and structure and treat outliers; the parameters are `composite_index`'s."""
    hierarchy = read_structure(structure, levels, indicator_weights, pillar_weights)
    values = numeric_table(indicators, "the table of indicators", hierarchy.indicators)
    if len(values) < 2:
        raise ValueError(
            f"The table of indicators has {len(values)} unit(s). "
            "An index compares units: give at least two."
        )
    lowest, highest = values.min(), values.max()
    empty = list(values.columns[values.isna().all()])
    if empty:
        raise ValueError(
            f"Indicators without any value: {listed(empty)}. "
            "Drop them from the structure, or check the year and the source."
        )
    constant = list(values.columns[lowest == highest])
    if constant:
        raise ValueError(
            f"Indicators with the same value in every unit: {listed(constant)}. "
            "They cannot tell units apart; drop them from the structure."
        )
    treatments = [
        treat_outliers(values[name].to_numpy(), max_winsorised)
        if winsorise and wanted
        else untreated(values[name].to_numpy())
        for name, wanted in zip(hierarchy.indicators, hierarchy.treat, strict=True)
    ]
    treated = pd.DataFrame(
        np.column_stack([item.treated for item in treatments]),
        index=values.index,
        columns=hierarchy.indicators,
    )
    return Prepared(treated, treatments, hierarchy)


def nominal_weights(hierarchy: Hierarchy) -> pd.Series:
    """Return the weight of each indicator in the index where nothing is missing (sum 1)."""
    weights = np.ones(1)
    for layer in reversed(hierarchy.layers):
        totals = np.bincount(layer.parent, weights=layer.weights)
        weights = weights[layer.parent] * layer.weights / totals[layer.parent]
    return pd.Series(weights, index=hierarchy.indicators, name="weight")


def _log(ready: Prepared, indicators: pd.DataFrame, weights: pd.Series) -> pd.DataFrame:
    lowest = ready.hierarchy.layers[0]
    return pd.DataFrame(
        {
            "pillar": [lowest.groups[number] for number in lowest.parent],
            "direction": ready.hierarchy.direction.astype(int),
            "weight": weights.to_numpy(),
            "missing": [int(indicators[name].isna().sum()) for name in ready.hierarchy.indicators],
            "treatment": [item.method for item in ready.treatments],
            "points_treated": [int(item.changed.sum()) for item in ready.treatments],
            "skewness_before": [item.skewness_before for item in ready.treatments],
            "kurtosis_before": [item.kurtosis_before for item in ready.treatments],
            "skewness_after": [item.skewness_after for item in ready.treatments],
            "kurtosis_after": [item.kurtosis_after for item in ready.treatments],
            "passed": [item.passed for item in ready.treatments],
        },
        index=pd.Index(ready.hierarchy.indicators, name="indicator"),
    )
