"""Qualitative comparative analysis with fuzzy and crisp sets."""

from wir.success.qca.calibration import calibrate, calibrate_indirect
from wir.success.qca.expressions import membership
from wir.success.qca.fit import necessary_expressions, necessity, sufficiency
from wir.success.qca.minimisation import minimise
from wir.success.qca.solution import Model, Solution
from wir.success.qca.truth import TruthTable, contradictory_as_negative, negate, truth_table

__all__ = [
    "Model",
    "Solution",
    "TruthTable",
    "calibrate",
    "calibrate_indirect",
    "contradictory_as_negative",
    "membership",
    "minimise",
    "necessary_expressions",
    "necessity",
    "negate",
    "sufficiency",
    "truth_table",
]
