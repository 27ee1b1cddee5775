"""Public money and inventions: GRW grants, federal R&D funding, patents."""

from __future__ import annotations

import pandas as pd

from wir.data.territory import distribute_counts


def clean_funds(inkar: pd.DataFrame) -> pd.DataFrame:
    """Return grants per inhabitant (EUR) by ags and year.

    Each value is a sum over the 10 (``_10y``) or 5 (``_5y``) years up to the year, so that
    successive years overlap. GRW adds grants to firms and for infrastructure.
    """
    result = inkar[["ags", "year"]].copy()
    for years, code in ((10, "10"), (5, "05")):
        firms, infrastructure = inkar[f"q_rwm_grw_gw_{code}_bev"], inkar[f"q_rwm_grw_ri_{code}_bev"]
        result[f"grw_per_head_{years}y"] = (firms + infrastructure).round(2)
        result[f"federal_rd_per_head_{years}y"] = inkar[f"q_rwm_dpf_{code}_bev"]
    return result


def clean_patents(
    patents: pd.DataFrame, crosswalk: pd.DataFrame, first: int = 1995, last: int = 2011
) -> pd.DataFrame:
    """Return ags, year, patents: EPO applications by residence of the inventors.

    Parameters
    ----------
    patents
        geo, year, patents of NUTS regions of 2010. Regions without an application have no row;
        here they get 0. Applications that the office could not place in a region (codes ending in
        ZZZ, and XXX outside the regions) are left out.
    crosswalk
        Shares of these regions in districts.
    first, last
        Years kept; 2012 is incomplete.
    """
    regions = patents["geo"].str.len().eq(5) & ~patents["geo"].str.endswith(("XXX", "ZZZ"))
    table = patents[regions & patents["year"].between(first, last)]
    table = table.rename(columns={"geo": "source"})
    placed = distribute_counts(table, crosswalk, ["patents"], by=["year"])
    every = pd.MultiIndex.from_product(
        [sorted(crosswalk["ags"].unique()), range(first, last + 1)], names=["ags", "year"]
    )
    return placed.set_index(["ags", "year"]).reindex(every, fill_value=0.0).reset_index()
