"""Success: which factors, and which combinations of them, go with success."""

from wir.success.models import (
    contingency,
    false_discovery_rate,
    firth_logit,
    impute,
    kendall_tau_b,
    minimum_detectable_effect,
    ordered_logit,
    permutation_test,
    pool,
    specification_curve,
)
from wir.success.qca import (
    calibrate,
    minimise,
    necessity,
    sufficiency,
    truth_table,
)
from wir.success.scales import (
    cfa,
    cronbach_alpha,
    icc,
    icc_groups,
    omega,
    parallel_analysis,
    polychoric,
    r_wg,
)

__all__ = [
    "calibrate",
    "cfa",
    "contingency",
    "cronbach_alpha",
    "false_discovery_rate",
    "firth_logit",
    "icc",
    "icc_groups",
    "impute",
    "kendall_tau_b",
    "minimise",
    "minimum_detectable_effect",
    "necessity",
    "omega",
    "ordered_logit",
    "parallel_analysis",
    "permutation_test",
    "polychoric",
    "pool",
    "r_wg",
    "specification_curve",
    "sufficiency",
    "truth_table",
]
