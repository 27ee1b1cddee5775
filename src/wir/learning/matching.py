"""Who learns what from whom: a matching, so that everyone asks and everyone is asked."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from wir.potential.checks import listed

SCALE = 1000
"""Values are compared in thousandths; finer differences are ties."""


@dataclass(frozen=True)
class Matching:
    """The best choice of pairs within the limits.

    Attributes
    ----------
    matches
        The chosen rows of the pairs given, by asker and peer.
    value
        Sum of their values.
    cap, least, asks, per_topic
        The limits that were kept, after relaxing where that was needed.
    relaxed
        What had to be relaxed, one sentence each; empty where nothing.
    """

    matches: pd.DataFrame
    value: float
    cap: int
    least: int
    asks: int
    per_topic: int
    relaxed: list[str] = field(default_factory=list)


def match(
    pairs: pd.DataFrame,
    *,
    asks: int = 3,
    cap: int = 5,
    least: int = 1,
    per_topic: int = 1,
    units: Sequence[str] | None = None,
) -> Matching:
    """Choose pairs of most value so that everyone asks, and nobody is asked too often or never.

    Each unit asks `asks` different peers, at most `per_topic` of them on the same topic, and is
    asked by at least `least` and at most `cap` others. Among equal choices the one is taken whose
    peers come first in the alphabet. The result does not depend on the order of the rows.

    Where the limits cannot all be kept, they are relaxed in this order, and the result says so:
    units with fewer possible peers ask fewer, and units that nobody can ask are asked by none;
    then `per_topic` is lifted; then `cap` is raised one by one; last, `least` is dropped.

    Parameters
    ----------
    pairs
        ``asker``, ``peer``, ``topic``, ``value`` (zero or more), and any other columns; one row
        per pair and topic.
    asks, cap, least, per_topic
        The limits.
    units
        Everyone who should ask and be asked; those in `pairs` by default.

    Raises
    ------
    ValueError
        Missing columns, rows that occur twice, a unit paired with itself, values that are negative
        or missing, limits that contradict each other.

    Notes
    -----
    An integer linear programme solved exactly (HiGHS through SciPy), a b-matching with lower and
    upper limits. Reference: Schrijver (2003), Combinatorial Optimization, chapter 21.
    """
    table = _checked(pairs, asks, cap, least, per_topic)
    everyone = sorted({*table["asker"], *table["peer"], *(units or [])})
    relaxed: list[str] = []
    peers = table.groupby("asker")["peer"].nunique().reindex(everyone, fill_value=0)
    wanted = peers.clip(upper=asks).astype(int)
    if (wanted < asks).any():
        few = list(wanted.index[wanted < asks])
        relaxed.append(
            f"{listed(few, 60)} can ask fewer than {asks}: there are not more possible peers."
        )
    askers = table.groupby("peer")["asker"].nunique().reindex(everyone, fill_value=0)
    needed = askers.clip(upper=least).astype(int)
    if (needed < least).any():
        few = list(needed.index[needed < least])
        relaxed.append(f"{listed(few, 60)} can be asked by fewer than {least}: nobody fits.")
    for limits in _relaxations(asks, cap, least, per_topic, len(everyone)):
        chosen = _solve(table, wanted, needed.clip(upper=limits.least), limits)
        if chosen is not None:
            relaxed += limits.words(cap, least, per_topic)
            matches = table[chosen].reset_index(drop=True)
            value = float(matches["value"].sum())
            return Matching(
                matches, value, limits.cap, limits.least, asks, limits.per_topic, relaxed
            )
    raise ValueError("No choice is possible, even without limits. Are there any pairs?")


@dataclass(frozen=True)
class _Limits:
    per_topic: int
    cap: int
    least: int

    def words(self, cap: int, least: int, per_topic: int) -> list[str]:
        """Return what differs from what was asked for."""
        said = []
        if self.per_topic > per_topic:
            said.append(f"More than {per_topic} on the same topic had to be allowed.")
        if self.cap > cap:
            said.append(f"The limit of how often one is named was raised from {cap} to {self.cap}.")
        if self.least < least:
            said.append("Not everyone could be named.")
        return said


def _relaxations(asks: int, cap: int, least: int, per_topic: int, count: int) -> list[_Limits]:
    """Return the limits to try, the strictest first."""
    tries = [_Limits(per_topic, cap, least)]
    if per_topic < asks:
        tries.append(_Limits(asks, cap, least))
    tries += [_Limits(asks, higher, least) for higher in range(cap + 1, max(count, cap + 1))]
    tries.append(_Limits(asks, max(count, cap), 0))
    return tries


def _checked(pairs: pd.DataFrame, asks: int, cap: int, least: int, per_topic: int) -> pd.DataFrame:
    needed = ["asker", "peer", "topic", "value"]
    missing = [one for one in needed if one not in pairs.columns]
    if missing:
        raise ValueError(f"pairs lacks the columns {', '.join(missing)}.")
    if not (1 <= least <= asks <= cap) or per_topic < 1:
        raise ValueError(
            f"The limits are asks {asks}, cap {cap}, least {least}, per topic {per_topic}. "
            "Expected 1 ≤ least ≤ asks ≤ cap and at least 1 per topic: on average everyone is "
            "named as often as everyone asks."
        )
    if not len(pairs):
        raise ValueError("pairs is empty: there is nobody to learn from.")
    key = ["asker", "peer", "topic"]
    if pairs.duplicated(key).any():
        row = pairs[pairs.duplicated(key)].iloc[0]
        raise ValueError(f"pairs has {', '.join(str(row[one]) for one in key)} more than once.")
    alone = pairs[pairs["asker"] == pairs["peer"]]
    if len(alone):
        raise ValueError(f"pairs matches {alone['asker'].iloc[0]!r} with itself.")
    values = pairs["value"].to_numpy(dtype=float)
    if not np.isfinite(values).all() or (values < 0).any():
        row = pairs[~np.isfinite(values) | (values < 0)].iloc[0]
        raise ValueError(
            f"pairs, {row['asker']} and {row['peer']}: the value is {row['value']}. Expected zero "
            "or more."
        )
    return pairs.sort_values(key, kind="stable").reset_index(drop=True)


def objective(table: pd.DataFrame, chosen: int) -> np.ndarray:
    """Return what each pair counts: thousandths of its value, less the rule for ties.

    The rule takes away, from a whole thousandth, the place of the pair in the alphabetical list
    of its asker, so small that it stays below one thousandth for all `chosen` pairs together.
    """
    whole = np.round(SCALE * table["value"].to_numpy(dtype=float))
    place = table.groupby("asker").cumcount().to_numpy()
    most = max(1, int(place.max()) + 1)
    return np.asarray(whole - place / (most * max(1, chosen)))


def _solve(
    table: pd.DataFrame, wanted: pd.Series, needed: pd.Series, limits: _Limits
) -> np.ndarray | None:
    """Return which rows are chosen, or None where the limits cannot be kept."""
    asker = wanted.index.get_indexer(pd.Index(table["asker"]))
    peer = needed.index.get_indexer(pd.Index(table["peer"]))
    count, units = len(table), len(wanted)
    couple = pd.factorize(pd.Series(list(zip(asker, peer, strict=True))))[0]
    about = pd.factorize(pd.Series(list(zip(asker, table["topic"], strict=True))))[0]
    kinds = table.groupby("asker")["topic"].nunique().reindex(wanted.index, fill_value=1)
    own = [max(limits.per_topic, math.ceil(w / k)) for w, k in zip(wanted, kinds, strict=True)]
    topic_limit = np.array(own)[pd.Series(asker).groupby(about).first().to_numpy()]

    def sums(groups: np.ndarray, size: int) -> sparse.csr_array:
        return sparse.csr_array((np.ones(count), (groups, np.arange(count))), shape=(size, count))

    couples, abouts = int(couple.max()) + 1, int(about.max()) + 1
    solution = milp(
        -objective(table, int(wanted.sum())),
        integrality=np.ones(count),
        bounds=Bounds(0, 1),
        constraints=[
            LinearConstraint(sums(asker, units), wanted.to_numpy(), wanted.to_numpy()),
            LinearConstraint(sums(peer, units), needed.to_numpy(), np.full(units, limits.cap)),
            LinearConstraint(sums(couple, couples), -np.inf, np.ones(couples)),
            LinearConstraint(sums(about, abouts), -np.inf, topic_limit),
        ],
        options={"mip_rel_gap": 0.0},
    )
    if solution.status == 2:
        return None
    if not solution.success:
        raise ValueError(f"The matching was not found: {solution.message}")
    return np.asarray(solution.x > 0.5)
