"""Profile: what an alliance stands for, against demand, competition and other alliances."""

from wir.profile.competition import competitors, crowding, crowding_components, decay, rivals
from wir.profile.customers import customers
from wir.profile.demand import demand, regional_demand, shortage
from wir.profile.fields import aggregate, coded_fields, field_weights
from wir.profile.portfolio import portfolio_table, quadrants, stability
from wir.profile.trend import growth_trend

__all__ = [
    "aggregate",
    "coded_fields",
    "competitors",
    "crowding",
    "crowding_components",
    "customers",
    "decay",
    "demand",
    "field_weights",
    "growth_trend",
    "portfolio_table",
    "quadrants",
    "rivals",
    "regional_demand",
    "shortage",
    "stability",
]
