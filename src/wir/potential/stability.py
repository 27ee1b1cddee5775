"""How stable complexity is over the years."""

from __future__ import annotations

import pandas as pd

from wir.potential.activities import Activities
from wir.potential.complexity import complexity_index


def complexity_by_year(activities: Activities, threshold: float = 1.0) -> pd.DataFrame:
    """Return the economic complexity index of each region in each year: regions × years."""
    return pd.DataFrame(
        {
            year: complexity_index(activities.specialised(year, threshold)).eci
            for year in activities.years
        }
    )


def rank_stability(values: pd.DataFrame, reference: int) -> pd.Series:
    """Return the rank correlation (Spearman) of each column with the column `reference`."""
    return values.corrwith(values[reference], method="spearman").rename("rank_correlation")
