"""Who borders on whom, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from wir.potential.spatial import contiguity_weights

if TYPE_CHECKING:
    from geopandas import GeoDataFrame


def neighbour_table(boundaries: GeoDataFrame, key: str = "ags") -> pd.DataFrame:
    """Return regions × regions: equal weights for those that share a border, summing to one."""
    graph = contiguity_weights(boundaries, key=key).transform("r")
    labels = pd.Index(graph.unique_ids)
    return pd.DataFrame(graph.sparse.toarray(), index=labels, columns=labels)
