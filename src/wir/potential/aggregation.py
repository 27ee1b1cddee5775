"""Weighted means of normalised indicators, layer by layer and for many sets of weights at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from scipy.stats import rankdata

from wir.potential.checks import Floats
from wir.potential.hierarchy import Hierarchy, Layer

Mean = Literal["arithmetic", "geometric"]


def means_of_layers(aggregation: Mean | Sequence[Mean], layers: int) -> tuple[Mean, ...]:
    """Return the kind of mean for every layer, from one name or from one per layer."""
    kinds = (aggregation,) * layers if isinstance(aggregation, str) else tuple(aggregation)
    wrong = [kind for kind in kinds if kind not in ("arithmetic", "geometric")]
    if wrong:
        raise ValueError(f"aggregation is {wrong[0]!r}. Expected 'arithmetic' or 'geometric'.")
    if len(kinds) != layers:
        raise ValueError(
            f"aggregation names {len(kinds)} means, but the structure has {layers} layers "
            "(from indicators up to the index). Give one name, or one per layer."
        )
    return kinds


def aggregate_layer(
    values: Floats, weights: Floats, layer: Layer, mean: Mean, threshold: float
) -> Floats:
    """Aggregate children to groups for every draw of the weights.

    Parameters
    ----------
    values
        Shape (units, children, draws or 1), NaN where missing; positive for the geometric mean.
    weights
        Shape (children, draws). A child with weight zero counts neither in the mean nor in the
        availability.
    threshold
        Smallest share of the children that must be there; below it the group is missing.

    Returns
    -------
    ndarray
        Shape (units, groups, draws). Available children are reweighted.
    """
    available = ~np.isnan(values)
    filled = np.where(available, np.log(values) if mean == "geometric" else values, 0.0)
    counted = (weights > 0).astype(np.float64)
    result = np.full((values.shape[0], len(layer.groups), weights.shape[1]), np.nan)
    for group in range(len(layer.groups)):
        members = np.flatnonzero(layer.parent == group)
        total = _weighted_sum(filled, weights, members)
        mass = _weighted_sum(available, weights, members)
        present = _weighted_sum(available, counted, members)
        needed = threshold * counted[members].sum(axis=0) - 1e-9
        enough = (mass > 0) & (present >= needed)
        score = np.divide(total, mass, out=np.full_like(total, np.nan), where=enough)
        result[:, group, :] = np.exp(score) if mean == "geometric" else score
    return result


def _weighted_sum(values: np.ndarray, weights: Floats, members: np.ndarray) -> Floats:
    if values.shape[2] == 1:
        return np.asarray(values[:, members, 0] @ weights[members])
    total = np.zeros((values.shape[0], weights.shape[1]))
    for child in members:
        total += values[:, child, :] * weights[child]
    return total


def aggregate(
    normalised: Floats,
    hierarchy: Hierarchy,
    means: Sequence[Mean],
    weights: Sequence[Floats],
    group_threshold: float,
    index_threshold: float,
) -> list[Floats]:
    """Return the group scores of every layer, shape (units, groups, draws); the last is the index.

    `weights` holds one matrix (children, draws) per layer.
    """
    scores: list[Floats] = []
    values = normalised[:, :, None]
    for layer, mean, matrix in zip(hierarchy.layers, means, weights, strict=True):
        threshold = index_threshold if layer is hierarchy.layers[-1] else group_threshold
        values = aggregate_layer(values, matrix, layer, mean, threshold)
        scores.append(values)
    return scores


def rank_from_top(scores: Floats) -> Floats:
    """Rank the columns of (units, draws): 1 is the highest, ties share the minimum, NaN stays.

    Scores are rounded to nine decimals first, so that equal units tie whatever the order of sums.
    """
    missing = np.isnan(scores)
    order = np.where(missing, np.inf, -np.round(scores, 9))
    return np.asarray(np.where(missing, np.nan, rankdata(order, method="min", axis=0)))


def contributions(
    normalised: Floats, hierarchy: Hierarchy, means: Sequence[Mean], scores: Sequence[Floats]
) -> Floats:
    """Split the index among the groups of the lowest level, shape (units, groups).

    Arithmetic: weight × score of the group, the weights those of the groups that are there.
    Geometric: the index in proportion to weight × log score. Both add up to the index.
    """
    share = np.ones((normalised.shape[0], 1))
    for number in range(len(hierarchy.layers) - 1, 0, -1):
        layer, mean = hierarchy.layers[number], means[number]
        child, parent = scores[number - 1][:, :, 0], scores[number][:, :, 0]
        weight = np.where(np.isnan(child), 0.0, layer.weights)
        below = np.zeros_like(child)
        for group in range(len(layer.groups)):
            inside = layer.parent == group
            w, v = weight[:, inside], np.nan_to_num(child[:, inside], nan=1.0)
            part = share[:, [group]]
            with np.errstate(invalid="ignore", divide="ignore"):
                part_of_weight = w / w.sum(axis=1, keepdims=True)
                if mean == "geometric":
                    logs = w * np.log(v)
                    total = logs.sum(axis=1, keepdims=True)
                    split = np.where(total > 0, logs / total, part_of_weight)
                    below[:, inside] = part * parent[:, [group]] * split / v
                else:
                    below[:, inside] = part * part_of_weight
        share = below
    result = share * np.nan_to_num(scores[0][:, :, 0], nan=0.0)
    result[np.isnan(scores[-1][:, 0, 0])] = np.nan
    return np.asarray(result)
