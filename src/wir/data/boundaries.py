"""The table ``boundaries``: simplified outlines of the 400 districts."""

from __future__ import annotations

import geopandas as gpd
import shapely

from wir import config
from wir.data.territory import check_districts, current_district

TOLERANCE = 500.0
"""Simplification in metres: triangles with an area below its square are cut off the outlines."""

GRID = 1e-4
"""Coordinates are kept to this many degrees (about ten metres)."""


def dissolve_districts(polygons: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the outlines of the 400 districts in EPSG:3035 from the 401 of the source.

    Parameters
    ----------
    polygons
        Column ``AGS`` and polygons in any projection; a district may come in several rows.
    """
    table = polygons[["AGS", "geometry"]].rename(columns={"AGS": "ags"}).to_crs(config.AREA_CRS)
    table["ags"] = current_district(table["ags"].str[:5])
    table = table.dissolve("ags").reset_index().sort_values("ags", ignore_index=True)
    check_districts(table, "boundaries")
    return table


def simplify_districts(
    districts: gpd.GeoDataFrame, tolerance: float = TOLERANCE
) -> gpd.GeoDataFrame:
    """Simplify outlines so that neighbours keep their common border, and return degrees.

    Shared borders are simplified once (Visvalingam–Whyatt on the coverage), so that no gaps or
    overlaps appear between districts.
    """
    shapes = shapely.coverage_simplify(districts.geometry.to_numpy(), tolerance)
    simple = gpd.GeoDataFrame({"ags": districts["ags"]}, geometry=shapes, crs=districts.crs).to_crs(
        "EPSG:4326"
    )
    simple["geometry"] = round_coverage(simple.geometry)
    return simple


def round_coverage(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    """Round coordinates to :data:`GRID`; invalid results are mended and normalised."""
    rounded = shapely.transform(shapes.to_numpy(), lambda xy: (xy / GRID).round() * GRID)
    rounded = shapely.transform(rounded, lambda xy: xy.round(4))
    valid = shapely.is_valid(rounded)
    rounded[~valid] = shapely.make_valid(rounded[~valid], method="structure", keep_collapsed=False)
    return gpd.GeoSeries(shapely.normalize(rounded), index=shapes.index, crs=shapes.crs)


def centroids(districts: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """Return the centroid of each district in degrees, by AGS; computed in EPSG:3035."""
    points = districts.to_crs(config.AREA_CRS).set_index("ags").geometry.centroid
    return points.to_crs("EPSG:4326")
