"""Qualitative comparative analysis with fuzzy and crisp sets."""

from wir.success.qca.calibration import calibrate, calibrate_indirect
from wir.success.qca.clusters import cluster_diagnostics
from wir.success.qca.enhanced import untenable
from wir.success.qca.expressions import membership
from wir.success.qca.fit import necessary_expressions, necessity, sufficiency
from wir.success.qca.minimisation import minimise
from wir.success.qca.plot_data import xy_data
from wir.success.qca.robustness import leave_one_out, robust_anchors, robust_cutoffs
from wir.success.qca.solution import Model, Solution
from wir.success.qca.truth import TruthTable, contradictory_as_negative, negate, truth_table

__all__ = [
    "Model",
    "Solution",
    "TruthTable",
    "calibrate",
    "calibrate_indirect",
    "cluster_diagnostics",
    "contradictory_as_negative",
    "leave_one_out",
    "membership",
    "minimise",
    "necessary_expressions",
    "necessity",
    "negate",
    "robust_anchors",
    "robust_cutoffs",
    "sufficiency",
    "truth_table",
    "untenable",
    "xy_data",
]
