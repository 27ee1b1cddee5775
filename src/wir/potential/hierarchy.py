"""The structure of a composite index: which indicators make up which groups, at what weight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from wir.potential.checks import Floats, check_weights, listed, nearest, shown

INDEX = "index"
"""Name of the one group at the top."""


@dataclass(frozen=True)
class Layer:
    """One step of aggregation: the children, the groups, and who belongs where."""

    name: str
    children: list[str]
    groups: list[str]
    parent: npt.NDArray[np.intp]
    weights: Floats


@dataclass(frozen=True)
class Hierarchy:
    """Indicators with their direction, and the layers of aggregation from bottom to top."""

    indicators: list[str]
    direction: Floats
    treat: npt.NDArray[np.bool_]
    layers: tuple[Layer, ...]


def read_structure(
    structure: pd.DataFrame,
    levels: Sequence[str] = ("pillar",),
    indicator_weights: Mapping[str, float] | None = None,
    pillar_weights: Mapping[str, float] | None = None,
) -> Hierarchy:
    """Check a structure table and return it as layers of aggregation.

    Parameters
    ----------
    structure
        One row per indicator. Columns: ``indicator``; one column per level; ``direction`` (1 or
        −1, default 1); ``weight`` (within its group, default 1); ``<level>_weight`` (of the group
        within the next level, default 1, the same in all its rows); ``treat`` (bool, default
        True: whether outliers are treated).
    levels
        The grouping columns from the lowest to the highest.
    indicator_weights, pillar_weights
        Weights that replace those of the table; `pillar_weights` may name groups of any level.

    Raises
    ------
    ValueError
        Missing columns, repeated indicators, directions other than 1 and −1, groups that belong
        to two parents, negative or all-zero weights, unknown names among the weights.
    """
    rows = structure.reset_index(drop=True)
    for column in ("indicator", *levels):
        if column not in rows.columns:
            raise ValueError(
                f"The structure has no column {column!r}.{nearest(column, rows.columns)} "
                f"Expected 'indicator', {listed(levels)}, and optionally 'direction', 'weight' "
                "and '<level>_weight'."
            )
        if rows[column].isna().any():
            row = int(rows.index[rows[column].isna()][0])
            raise ValueError(f"The structure has no {column!r} in row {row}. Fill it in.")
    if rows.empty:
        raise ValueError("The structure has no rows. Name at least one indicator.")
    indicators = [str(name) for name in rows["indicator"]]
    twice = pd.Index(indicators)[pd.Index(indicators).duplicated()].unique()
    if len(twice):
        raise ValueError(
            f"The structure names indicators more than once: {listed(twice)}. "
            "Each indicator belongs to one group; delete the other rows."
        )

    layers: list[Layer] = []
    children, weights = indicators, _column(rows, "weight")
    _override(weights, children, indicator_weights or {}, "indicator_weights")
    frame = rows
    for position, level in enumerate(levels):
        groups = list(dict.fromkeys(str(name) for name in frame[level]))
        parent = np.array([groups.index(str(name)) for name in frame[level]], dtype=np.intp)
        for number, group in enumerate(groups):
            inside = parent == number
            names = [child for child, here in zip(children, inside, strict=True) if here]
            check_weights(weights[inside], names, f"{level} {group!r}")
        layers.append(Layer(level, children, groups, parent, weights))
        _check_groups(frame, level, [*levels[position + 1 :], f"{level}_weight"])
        frame = frame.drop_duplicates(level).reset_index(drop=True)
        children, weights = groups, _column(frame, f"{level}_weight")
    for group in pillar_weights or {}:
        if not any(group in layer.groups for layer in layers):
            known = [name for layer in layers for name in layer.groups]
            raise ValueError(
                f"pillar_weights names {group!r}, which is no group of the structure."
                f"{nearest(group, known)} The groups are {listed(known, 12)}."
            )
    layers.append(Layer(INDEX, children, [INDEX], np.zeros(len(children), np.intp), weights))
    for layer in layers[1:]:
        for number, child in enumerate(layer.children):
            if pillar_weights and child in pillar_weights:
                layer.weights[number] = float(pillar_weights[child])
        for number, group in enumerate(layer.groups):
            inside = layer.parent == number
            names = [child for child, here in zip(layer.children, inside, strict=True) if here]
            check_weights(layer.weights[inside], names, f"{layer.name} {group!r}")
    return Hierarchy(indicators, _direction(rows), _treat(rows), tuple(layers))


def _column(rows: pd.DataFrame, name: str) -> Floats:
    if name not in rows.columns:
        return np.ones(len(rows))
    weights = pd.to_numeric(rows[name], errors="coerce").to_numpy("float64", copy=True)
    if np.isnan(weights).any():
        row = int(np.flatnonzero(np.isnan(weights))[0])
        raise ValueError(
            f"The structure's column {name!r} has {shown(rows[name].iloc[row])} in row {row} "
            f"({rows['indicator'].iloc[row]!r}). Expected a number of zero or more."
        )
    return weights


def _override(weights: Floats, names: Sequence[str], given: Mapping[str, float], what: str) -> None:
    for name, weight in given.items():
        if name not in names:
            raise ValueError(
                f"{what} names {name!r}, which is no indicator of the structure."
                f"{nearest(name, names)}"
            )
        weights[list(names).index(name)] = float(weight)


def _check_groups(frame: pd.DataFrame, level: str, columns: Sequence[str]) -> None:
    for column in columns:
        if column in frame.columns:
            kinds = frame.groupby(level)[column].nunique(dropna=False)
            if (kinds > 1).any():
                group = kinds.index[kinds > 1][0]
                found = listed(frame.loc[frame[level] == group, column].unique())
                raise ValueError(
                    f"{level} {group!r} has more than one {column!r} in the structure ({found}). "
                    "Give all its rows the same."
                )


def _direction(rows: pd.DataFrame) -> Floats:
    if "direction" not in rows.columns:
        return np.ones(len(rows))
    direction = pd.to_numeric(rows["direction"], errors="coerce").to_numpy("float64")
    wrong = np.flatnonzero(~np.isin(direction, (1.0, -1.0)))
    if len(wrong):
        raise ValueError(
            f"The direction of {rows['indicator'].iloc[wrong[0]]!r} is "
            f"{shown(rows['direction'].iloc[wrong[0]])}. Expected 1 (more is more of what the "
            "index measures) or -1 (more is less of it)."
        )
    return direction


def _treat(rows: pd.DataFrame) -> npt.NDArray[np.bool_]:
    if "treat" not in rows.columns:
        return np.ones(len(rows), dtype=bool)
    return rows["treat"].to_numpy(dtype=bool)
