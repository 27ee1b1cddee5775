"""Scales: reliability, dimensions, careless answers, agreement."""

from wir.success.scales.agreement import GroupAgreement, icc, icc_groups, r_wg
from wir.success.scales.careless import careless_flags, careless_indices
from wir.success.scales.confirmatory import FactorModel, cfa
from wir.success.scales.dimensions import ParallelAnalysis, parallel_analysis
from wir.success.scales.latent import polychoric, thresholds
from wir.success.scales.one_factor import Omega, omega
from wir.success.scales.reliability import Alpha, cronbach_alpha, reverse

__all__ = [
    "Alpha",
    "FactorModel",
    "GroupAgreement",
    "Omega",
    "ParallelAnalysis",
    "careless_flags",
    "careless_indices",
    "cfa",
    "cronbach_alpha",
    "icc",
    "icc_groups",
    "omega",
    "parallel_analysis",
    "polychoric",
    "r_wg",
    "reverse",
    "thresholds",
]
