"""Output, productivity and firms of the districts (INKAR) and population (ARDECO)."""

from __future__ import annotations

import pandas as pd

from wir.data.territory import NUTS3_MERGERS, add_counts

LEAST_CRAFT_TURNOVER = 10_000
"""EUR per person; the source has two smaller values, 0 and 580, which are errors."""

SECTORS = {"primary": "1sektor", "secondary": "2sektor", "tertiary": "3sektor"}


def clean_population(ardeco: pd.DataFrame, nuts: pd.DataFrame, last: int = 2021) -> pd.DataFrame:
    """Return ags, year, population (annual average, persons) of the 400 districts to ``last``.

    Parameters
    ----------
    ardeco
        nuts3, year, value of the 401 regions of NUTS 2021. Later years are projections and left
        out.
    nuts
        Columns nuts3 and ags of the 400 districts.
    """
    table = ardeco[ardeco["year"] <= last].assign(nuts3=ardeco["nuts3"].replace(NUTS3_MERGERS))
    table = table.merge(nuts[["nuts3", "ags"]], on="nuts3", validate="many_to_one")
    table = table.rename(columns={"value": "population"})
    return add_counts(table, ["population"], by=["year"])


def clean_inkar_economy(inkar: pd.DataFrame) -> pd.DataFrame:
    """Return output, sector shares and firms by ags and year.

    Thousand euro become euro. Shares of value added and of establishments stay in percent,
    insolvencies per 1,000 establishments. A sector whose value added per worker is 0 is one that
    the source does not publish (agriculture in two cities from 2018 on): it and its share are
    missing.
    """
    result = inkar[["ags", "year"]].copy()
    result["gdp_per_head"] = inkar["q_bip_ew"] * 1000
    result["gdp_per_worker"] = inkar["q_bip_et"] * 1000
    result["gva_per_worker"] = inkar["q_bws_et"] * 1000
    for sector, code in SECTORS.items():
        published = inkar[f"q_bws_{code}"] != 0  # a missing value stays one
        result[f"gva_share_{sector}"] = inkar[f"a_bws_{code}"].where(published)
        result[f"gva_per_worker_{sector}"] = inkar[f"q_bws_{code}"].where(published) * 1000
    for size, code in {
        "micro": "kleinst",
        "small": "klein",
        "medium": "mittel",
        "large": "groß",
    }.items():
        result[f"establishments_{size}_share"] = inkar[f"a_betr_{code}"]
    result["industry_investment_per_worker"] = inkar["q_iinvest"] * 1000
    craft = inkar["q_handw_umsatz"] * 1000
    result["craft_turnover_per_worker"] = craft.where(craft >= LEAST_CRAFT_TURNOVER)
    result["insolvencies_per_1000"] = inkar["q_uinsolv_betr"]
    return result


def derive_workers(table: pd.DataFrame) -> pd.DataFrame:
    """Return the number of persons in work, in all and by sector, from published ratios.

    Parameters
    ----------
    table
        population, gdp_per_head, gdp_per_worker, gva_per_worker and, for each sector,
        gva_share_* (%) and gva_per_worker_*.

    Returns
    -------
    DataFrame
        workers, workers_primary, workers_secondary, workers_tertiary (persons); index as given.

    Notes
    -----
    workers = population × GDP per head / GDP per worker. Persons in a sector = workers × value
    added per worker × share of the sector / value added per worker of the sector. The ratios are
    published with two decimals, so that the sectors add up to ``workers`` only nearly; see
    :func:`sector_gap`.
    """
    result = pd.DataFrame(index=table.index)
    result["workers"] = table["population"] * table["gdp_per_head"] / table["gdp_per_worker"]
    for sector in SECTORS:
        share = table[f"gva_share_{sector}"] / 100
        result[f"workers_{sector}"] = (
            result["workers"] * table["gva_per_worker"] * share / table[f"gva_per_worker_{sector}"]
        )
    return result


def sector_gap(workers: pd.DataFrame) -> pd.Series:
    """Return (Σ sectors − workers) / workers where all are known: the effect of rounding."""
    parts = workers[[f"workers_{sector}" for sector in SECTORS]]
    return (parts.sum(axis=1, skipna=False) / workers["workers"] - 1).dropna()
