"""Effects: what a programme changes in the regions, and what can be known about it.

`synthetic_control` and `specification_curve` are modules here; import the functions of these names
from them.
"""

from wir.effects.did import Aggregate, GroupTimeEffects, aggregate, att_gt
from wir.effects.dose import dose_response
from wir.effects.honest import honest_bounds
from wir.effects.per_district import DistrictEffects, district_effects
from wir.effects.placebo import draw_programmes
from wir.effects.power import power_at, rejection_rate, smallest_effect
from wir.effects.simplex import simplex_least_squares
from wir.effects.spillover import rings
from wir.effects.study import Study, make_study, randomisation_p
from wir.effects.synthetic_control import SyntheticEffect, synthetic_did
from wir.effects.twins import synthetic_twins

__all__ = [
    "Aggregate",
    "DistrictEffects",
    "GroupTimeEffects",
    "Study",
    "SyntheticEffect",
    "aggregate",
    "att_gt",
    "district_effects",
    "dose_response",
    "draw_programmes",
    "honest_bounds",
    "make_study",
    "power_at",
    "randomisation_p",
    "rejection_rate",
    "rings",
    "simplex_least_squares",
    "smallest_effect",
    "synthetic_did",
    "synthetic_twins",
]
