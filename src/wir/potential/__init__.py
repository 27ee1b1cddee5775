"""Potential: what a region is, and what it could do next."""

from wir.potential.composite import CompositeResult, composite_index
from wir.potential.convergence import beta_convergence, sigma_convergence
from wir.potential.dispersion import gini
from wir.potential.peers import Peers, nearest_peers
from wir.potential.preparation import impute_group_mean, per_denominator, screen_units
from wir.potential.shift_share import ShiftShare, shift_share
from wir.potential.spatial import contiguity_weights, local_morans_i, morans_i
from wir.potential.specialisation import (
    entropy,
    herfindahl,
    hoover,
    krugman_index,
    location_quotient,
    shares,
    specialised,
)
from wir.potential.typology import typology
from wir.potential.uncertainty import RankIntervals, rank_intervals

__all__ = [
    "CompositeResult",
    "Peers",
    "RankIntervals",
    "ShiftShare",
    "beta_convergence",
    "composite_index",
    "contiguity_weights",
    "entropy",
    "gini",
    "herfindahl",
    "hoover",
    "impute_group_mean",
    "krugman_index",
    "local_morans_i",
    "location_quotient",
    "morans_i",
    "nearest_peers",
    "per_denominator",
    "rank_intervals",
    "screen_units",
    "shares",
    "shift_share",
    "sigma_convergence",
    "specialised",
    "typology",
]
