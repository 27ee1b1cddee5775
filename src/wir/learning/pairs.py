"""Possible pairs: who could ask whom about what, why, and how much speaks for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from wir.learning.topics import FIELD, PHASE, STRUCTURE

WEIGHTS: dict[str, float] = {"challenge": 1.0, "structure": 0.4, "field": 0.4, "phase": 0.2}
"""What counts for a pair. A clear weakness that meets a clear strength weighs most; likeness of the
regions and of the fields makes it likelier that what works there works here."""
LEAST_FIELD = 1 / 3
"""Fields are called alike where at least one of the three ways to compare them says so."""
COLUMNS = [
    "asker", "peer", "topic", "value", "certainty", "gap", "closeness", "field", "further",
    "challenge_certainty", "strength_certainty",
]  # fmt: skip


@dataclass(frozen=True)
class Likeness:
    """How alike the units are: tables units × units (row: asker, column: peer).

    Attributes
    ----------
    structure
        0–1, NaN where the region of one of the two is not known.
    field
        Share of the ways to compare fields (area, occupations, keywords) that call them alike.
    further
        Whether the peer has gone further in the programme.
    peers
        The nearest by structure, as `wir.potential.peers.nearest_peers` gives them: ``unit``,
        ``peer``, ``stability``.
    """

    structure: pd.DataFrame
    field: pd.DataFrame
    further: pd.DataFrame
    peers: pd.DataFrame


def field_agreement(parts: Mapping[str, pd.DataFrame], cut: float = 0.1) -> pd.DataFrame:
    """Return the share of the ways to compare fields in which a pair is alike (above `cut`)."""
    tables = [parts[key] > cut for key in sorted(parts)]
    return sum(table.astype(float) for table in tables) / len(tables)  # type: ignore[return-value]


def possible_pairs(
    challenges: pd.DataFrame,
    strengths: pd.DataFrame,
    likeness: Likeness,
    *,
    weights: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """Return every pair and topic for which something speaks.

    On a topic on which the asker is clearly weak and the peer clearly strong, the gap counts that
    is sure: from the upper end of the asker's interval to the lower end of the peer's. Beside that
    a pair can share its field, have similar regions, or the peer can be further on.

    Parameters
    ----------
    challenges, strengths
        Results of the functions of that name.
    likeness
        The units and how alike they are.
    weights
        Weights that replace those of `WEIGHTS`.

    Returns
    -------
    DataFrame
        `COLUMNS`; ``value`` is the weighted sum, ``certainty`` (0–1) the smaller of both shares of
        draws for a challenge, the share of ways to compare fields for a field, the share of draws
        in which a similar region stays among the nearest, and 1 for the phase, which is a fact.

    Raises
    ------
    ValueError
        Unknown or negative weights; units in challenges or strengths that likeness does not have.
    """
    share = _weights(weights)
    units = list(likeness.field.index)
    unknown = sorted({*challenges["unit"], *strengths["unit"]} - set(units))
    if unknown:
        raise ValueError(f"likeness lacks the units {', '.join(unknown[:5])}.")
    sides = challenges.merge(strengths, on="topic", suffixes=("", "_peer"))
    sides = sides[sides["unit"] != sides["unit_peer"]]
    met = pd.DataFrame(
        {
            "asker": sides["unit"],
            "peer": sides["unit_peer"],
            "topic": sides["topic"],
            "gap": sides["lower_peer"] - sides["upper"],
            "challenge_certainty": sides["certainty"],
            "strength_certainty": sides["certainty_peer"],
        }
    )
    others = [
        _every(likeness.field >= LEAST_FIELD - 1e-9, FIELD),
        _every(likeness.further, PHASE),
    ]
    near = likeness.peers[["unit", "peer", "stability"]].set_axis(
        ["asker", "peer", "stability"], axis=1
    )
    near = near[near["peer"].isin(units)].assign(topic=STRUCTURE)
    table = pd.concat([met, *others, near], ignore_index=True)
    table["stability"] = table["stability"].astype(float)
    row = pd.Index(units).get_indexer(pd.Index(table["asker"]))
    column = pd.Index(units).get_indexer(pd.Index(table["peer"]))
    table["closeness"] = likeness.structure.loc[units, units].to_numpy(dtype=float)[row, column]
    table["field"] = likeness.field.loc[units, units].to_numpy(dtype=float)[row, column]
    table["further"] = likeness.further.loc[units, units].to_numpy(dtype=bool)[row, column]
    sure = table[["challenge_certainty", "strength_certainty"]].min(axis=1)
    table["certainty"] = sure
    for topic, column_name in ((FIELD, "field"), (STRUCTURE, "stability")):
        here = table["topic"] == topic
        table.loc[here, "certainty"] = table.loc[here, column_name]
    table.loc[table["topic"] == PHASE, "certainty"] = 1.0
    table["value"] = (
        share["challenge"]
        * (table["gap"].fillna(0) / 100 + (table["gap"].notna()))
        * sure.fillna(0)
        + share["structure"] * table["closeness"].fillna(0)
        + share["field"] * table["field"]
        + share["phase"] * table["further"].astype(float)
    )
    return table[COLUMNS].sort_values(["asker", "peer", "topic"]).reset_index(drop=True)


def _every(flags: pd.DataFrame, topic: str) -> pd.DataFrame:
    """Return the pairs, other than of a unit with itself, for which a table says True."""
    values = flags.to_numpy(dtype=bool).copy()
    np.fill_diagonal(values, False)
    rows, columns = np.nonzero(values)
    labels = flags.index.to_numpy(dtype=object)
    return pd.DataFrame(
        {
            "asker": labels[rows],
            "peer": flags.columns.to_numpy(dtype=object)[columns],
            "topic": topic,
            "gap": np.nan,
            "challenge_certainty": np.nan,
            "strength_certainty": np.nan,
        }
    )


def _weights(weights: Mapping[str, float] | None) -> dict[str, float]:
    given = {**WEIGHTS, **(weights or {})}
    unknown = sorted(set(given) - set(WEIGHTS))
    if unknown:
        raise ValueError(f"weights names {', '.join(unknown)}. Expected: {', '.join(WEIGHTS)}.")
    wrong = [key for key, value in given.items() if not value >= 0]
    if wrong or not any(given.values()):
        raise ValueError(f"weights must be zero or more, and not all zero; found {given}.")
    return given
