"""The table ``districts``: the 400 districts, what kind they are and where they lie."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from wir.data.territory import LAENDER, check_districts, current_district

AREA_GAP = 0.015
"""Gap between listed and derived area above which the district has changed its borders. The
largest gap without a change is 1.1 %, the smallest with one 2.1 %."""

KIND = {
    "Kreisfreie Stadt": "Kreisfreie Stadt",
    "Stadtkreis": "Kreisfreie Stadt",
    "Landkreis": "Landkreis",
    "Kreis": "Landkreis",
    "Regionalverband": "Landkreis",
}
"""Official designation → urban or rural district (Stadtkreis, Kreis and Regionalverband are the
names that some Länder use)."""


def clean_district_list(destatis: pd.DataFrame) -> pd.DataFrame:
    """Return ags, name, nuts3, kind, area_km2 of the 400 districts.

    Parameters
    ----------
    destatis
        The 401 districts of 2018. Areas of merged districts are added; name, NUTS code and kind
        are those of the district that remains.
    """
    table = destatis.assign(target=current_district(destatis["ags"]))
    area = table.groupby("target")["area_km2"].sum().round(2)
    kept = table[table["ags"] == table["target"]].set_index("ags")
    result = kept[["name", "nuts3"]].assign(
        kind=kept["kind"].map(KIND), designation=kept["kind"], area_km2=area
    )
    result.insert(2, "land", result.index.str[:2])
    result.insert(3, "land_name", result["land"].map(LAENDER))
    return result.reset_index()


def present_area(listed: pd.Series, population: pd.Series, density: pd.Series) -> pd.Series:
    """Return the areas (km²) of today, where the list of districts is of an earlier date.

    Parameters
    ----------
    listed
        Area in the list of districts, by AGS.
    population
        Persons, same districts, in the year of the density.
    density
        Published inhabitants per km², same districts.

    Returns
    -------
    Series
        The listed area where it fits the density; else population / density to the square
        kilometre. Population is an annual average and density of the end of the year: the quotient
        is right to about half a percent, so that a gap of more than `AREA_GAP` is another area.
    """
    derived = population / density
    moved = (listed / derived - 1).abs() > AREA_GAP
    return listed.mask(moved, derived.round())


def clean_classification(reference: pd.DataFrame) -> pd.DataFrame:
    """Return BBSR's types and regions of the 400 districts.

    A merged district takes the classes of its part with the larger population (Göttingen those of
    the old district of Göttingen, the Wartburgkreis its own).
    """
    table = reference.assign(ags=current_district(reference["ags"]))
    table = table.sort_values(["ags", "population"], ascending=[True, False])
    return table.drop_duplicates("ags").drop(columns="population").reset_index(drop=True)


def grants_per_head(funds: pd.DataFrame, year: int) -> pd.Series:
    """Return GRW grants of the ten years to ``year`` per inhabitant (EUR), by AGS.

    Grants to firms and for infrastructure are added; see :mod:`wir.data.funding`.
    """
    rows = funds[funds["year"] == year].set_index("ags")
    return (rows["q_rwm_grw_gw_10_bev"] + rows["q_rwm_grw_ri_10_bev"]).round(2)


def describe_districts(
    destatis: pd.DataFrame,
    reference: pd.DataFrame,
    population: pd.DataFrame,
    density: pd.DataFrame,
    funds: pd.DataFrame,
    centroids: gpd.GeoSeries,
    year: int,
) -> pd.DataFrame:
    """Return the table ``districts``.

    Parameters
    ----------
    destatis, reference
        District list of 2018 and BBSR reference of 2015.
    population
        ags, year, population of the 400 districts.
    density
        ags, year, population_density of the 400 districts.
    funds
        INKAR table of federal funds.
    centroids
        Points in degrees, by AGS.
    year
        Year of population, of the area and of the end of the ten years of grants.

    Notes
    -----
    ``structurally_weak`` is a stand-in for the legal map of GRW areas: the district received GRW
    grants in the ten years to ``year``.
    """
    table = clean_district_list(destatis).merge(
        clean_classification(reference), on="ags", validate="one_to_one"
    )
    people = population[population["year"] == year].set_index("ags")["population"]
    dense = density[density["year"] == year].set_index("ags")["population_density"]
    area = table.set_index("ags")["area_km2"]
    present = present_area(area, people.reindex(area.index), dense.reindex(area.index))
    table["area_km2"] = table["ags"].map(present)
    table["population"] = table["ags"].map(people).round().astype("int64")
    table["grw_per_head_10y"] = table["ags"].map(grants_per_head(funds, year))
    table["structurally_weak"] = table["grw_per_head_10y"] > 0
    table["lon"] = table["ags"].map(centroids.x).round(4)
    table["lat"] = table["ags"].map(centroids.y).round(4)
    check_districts(table, "districts")
    return table[
        [
            "ags",
            "name",
            "nuts3",
            "land",
            "land_name",
            "kind",
            "designation",
            "district_type",
            "district_type_name",
            "labour_market_region",
            "labour_market_region_name",
            "planning_region",
            "planning_region_name",
            "area_km2",
            "population",
            "east",
            "structurally_weak",
            "grw_per_head_10y",
            "lon",
            "lat",
        ]
    ].sort_values("ags", ignore_index=True)
