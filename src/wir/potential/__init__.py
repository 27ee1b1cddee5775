"""Potential: what a region is, and what it could do next."""

from wir.potential.complexity import complexity_index, fitness
from wir.potential.composite import CompositeResult, composite_index
from wir.potential.convergence import beta_convergence, sigma_convergence
from wir.potential.dispersion import gini
from wir.potential.entry import entries, entry_model, exits
from wir.potential.null_model import DensityTest, density_test
from wir.potential.peers import Peers, nearest_peers
from wir.potential.preparation import impute_group_mean, per_denominator, screen_units
from wir.potential.relatedness import (
    cooccurrence,
    proximity,
    proximity_from_flows,
    relatedness_density,
)
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
    "DensityTest",
    "Peers",
    "RankIntervals",
    "ShiftShare",
    "beta_convergence",
    "complexity_index",
    "composite_index",
    "contiguity_weights",
    "cooccurrence",
    "density_test",
    "entries",
    "entropy",
    "entry_model",
    "exits",
    "fitness",
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
    "proximity",
    "proximity_from_flows",
    "rank_intervals",
    "relatedness_density",
    "screen_units",
    "shares",
    "shift_share",
    "sigma_convergence",
    "specialised",
    "typology",
]
