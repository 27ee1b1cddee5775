"""Profile: what an alliance stands for, against demand, competition and other alliances."""

from wir.profile.competition import competitors, crowding, crowding_components, decay, rivals
from wir.profile.corpus import Corpus, read_corpus
from wir.profile.customers import customers
from wir.profile.demand import demand, regional_demand, shortage
from wir.profile.fields import aggregate, coded_fields, field_weights
from wir.profile.portfolio import portfolio_table, quadrants, stability
from wir.profile.positioning import distinctiveness, similarity
from wir.profile.text import tf_idf, weighted_log_odds
from wir.profile.topics import topic_stability
from wir.profile.trend import growth_trend

__all__ = [
    "Corpus",
    "aggregate",
    "coded_fields",
    "competitors",
    "crowding",
    "crowding_components",
    "customers",
    "decay",
    "demand",
    "distinctiveness",
    "field_weights",
    "growth_trend",
    "portfolio_table",
    "quadrants",
    "read_corpus",
    "regional_demand",
    "rivals",
    "shortage",
    "similarity",
    "stability",
    "tf_idf",
    "topic_stability",
    "weighted_log_odds",
]
