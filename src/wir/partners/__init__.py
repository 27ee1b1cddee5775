"""Partners: the network of those who innovate together, and whom to approach next."""

from wir.partners.backbone import bicm_probabilities, disparity, sdsm
from wir.partners.brokerage import brokerage_roles, brokerage_test, constraint, effective_size
from wir.partners.graphs import Network, as_network, from_edges
from wir.partners.network import (
    centrality,
    components,
    degree_centralisation,
    density,
    ei_index,
    project,
    project_sparse,
    summary,
    summary_by_year,
)
from wir.partners.qap import MRQAP, QAP, mrqap, qap_correlation
from wir.partners.structure import communities, core_periphery, small_world

__all__ = [
    "MRQAP",
    "QAP",
    "Network",
    "as_network",
    "bicm_probabilities",
    "brokerage_roles",
    "brokerage_test",
    "centrality",
    "communities",
    "components",
    "constraint",
    "core_periphery",
    "degree_centralisation",
    "density",
    "disparity",
    "effective_size",
    "ei_index",
    "from_edges",
    "mrqap",
    "project",
    "project_sparse",
    "qap_correlation",
    "sdsm",
    "small_world",
    "summary",
    "summary_by_year",
]
