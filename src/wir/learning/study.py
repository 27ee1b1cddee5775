"""The study of notebook 6-1 under one definition or many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from wir.learning.challenges import challenges, strengths
from wir.learning.matching import Matching, match
from wir.learning.pairs import Likeness, possible_pairs
from wir.learning.stability import drawn_weights
from wir.learning.standing import standing

CUTS = (25.0, 30.0, 33.3, 37.5, 40.0)
"""Cut-offs of weakness; those of strength mirror them."""


@dataclass(frozen=True)
class Study:
    """Everything a matching is made from.

    Attributes
    ----------
    places
        Reference (``alliances``, ``districts``) → (unit, topic) × draws, several blocks with
        different draws.
    fixed
        Standings that come with intervals of their own.
    likeness
        Scale (``zscore``, ``rank``) → how alike the units are.
    units
        Everyone.
    asks, cap, per_topic
        Limits.
    weak, strong, certain
        Cut-offs.
    """

    places: dict[str, list[pd.DataFrame]]
    fixed: pd.DataFrame
    likeness: dict[str, Likeness]
    units: list[str]
    asks: int
    cap: int
    per_topic: int = 1
    weak: float = 33.3
    strong: float = 66.7
    certain: float = 0.9
    reference: str = "alliances"
    scale: str = "zscore"
    weights: dict[str, float] | None = None
    known: dict[tuple[str, float, float], pd.DataFrame] = field(default_factory=dict, repr=False)
    """Standings computed already, shared by all variants of a study."""

    def standings(self) -> pd.DataFrame:
        """Return where everyone stands."""
        key = (self.reference, self.weak, self.strong)
        if key not in self.known:
            blocks = [
                standing(one, weak=self.weak, strong=self.strong)
                for one in self.places[self.reference]
            ]
            self.known[key] = pd.concat([*blocks, self.fixed]).sort_index()
        return self.known[key]

    def challenges(self) -> pd.DataFrame:
        """Return the clear weaknesses."""
        return challenges(self.standings(), weak=self.weak, certain=self.certain)

    def strengths(self) -> pd.DataFrame:
        """Return the clear strengths."""
        return strengths(self.standings(), strong=self.strong, certain=self.certain)

    def pairs(self) -> pd.DataFrame:
        """Return the possible pairs."""
        table = self.standings()
        return possible_pairs(
            challenges(table, weak=self.weak, certain=self.certain),
            strengths(table, strong=self.strong, certain=self.certain),
            self.likeness[self.scale],
            weights=self.weights,
        )

    def matching(self) -> Matching:
        """Return the best matching."""
        return match(
            self.pairs(), asks=self.asks, cap=self.cap, per_topic=self.per_topic, units=self.units
        )


def definitions(base: Study, what: str, draws: int, seed: int) -> list[Study]:
    """Return the study under other definitions.

    Parameters
    ----------
    base
        The nominal one.
    what
        ``weights``, ``cut-offs``, ``standardisation`` (of places and of structure) or ``all``.
    draws
        Number of definitions where they are drawn (weights, all).
    seed
        Seed of the draws.
    """
    if what == "weights":
        return [replace(base, weights=one) for one in drawn_weights(draws, seed)]
    if what == "cut-offs":
        return [
            replace(base, weak=cut, strong=100 - cut, certain=certain)
            for cut in CUTS
            for certain in (0.8, 0.9, 0.95)
            if (cut, certain) != (base.weak, base.certain)
        ]
    options = [(a, b) for a in ("alliances", "districts") for b in ("zscore", "rank")]
    if what == "standardisation":
        return [
            replace(base, reference=a, scale=b)
            for a, b in options
            if (a, b) != (base.reference, base.scale)
        ]
    if what != "all":
        raise ValueError(
            f"what is {what!r}. Expected 'weights', 'cut-offs', 'standardisation' or 'all'."
        )
    rng = np.random.default_rng([seed, 1])
    cuts = rng.choice(CUTS, size=draws)
    certain = rng.choice([0.8, 0.9, 0.95], size=draws)
    chosen = rng.integers(len(options), size=draws)
    return [
        replace(
            base, weights=weights, weak=float(cut), strong=100 - float(cut),
            certain=float(sure), reference=options[which][0], scale=options[which][1],
        )
        for weights, cut, sure, which in zip(
            drawn_weights(draws, seed + 1), cuts, certain, chosen, strict=True
        )
    ]  # fmt: skip


def matches_of(studies: Sequence[Study]) -> list[pd.DataFrame]:
    """Return the matches of each study."""
    return [one.matching().matches for one in studies]
