"""Regressions and tests for few cases."""

from wir.success.models.detectable import (
    SimulatedPower,
    minimum_detectable_effect,
    simulated_power,
)
from wir.success.models.exact import (
    Contingency,
    Kendall,
    PermutationTest,
    contingency,
    kendall_tau_b,
    permutation_test,
)
from wir.success.models.firth import FirthLogit, firth_logit
from wir.success.models.imputation import fit_and_pool, impute, pool
from wir.success.models.multiplicity import false_discovery_rate
from wir.success.models.ordinal import OrderedLogit, ordered_logit, proportional_odds_test
from wir.success.models.specifications import (
    ESTIMATORS,
    SpecificationCurve,
    specification_curve,
)

__all__ = [
    "ESTIMATORS",
    "Contingency",
    "FirthLogit",
    "Kendall",
    "OrderedLogit",
    "PermutationTest",
    "SimulatedPower",
    "SpecificationCurve",
    "contingency",
    "false_discovery_rate",
    "firth_logit",
    "fit_and_pool",
    "impute",
    "kendall_tau_b",
    "minimum_detectable_effect",
    "ordered_logit",
    "permutation_test",
    "pool",
    "proportional_odds_test",
    "simulated_power",
    "specification_curve",
]
