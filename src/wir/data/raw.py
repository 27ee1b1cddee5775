"""Readers of the upstream files: one function per file, values as published, codes as strings."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd

from wir.data.decoded import read_decoded
from wir.data.territory import to_ags


def read_text_table(path: Path, separator: str = ",") -> pd.DataFrame:
    """Read a delimited file with every value as text; the country code ``NA`` stays ``NA``."""
    return pd.read_csv(path, sep=separator, dtype=str, keep_default_na=False)


def read_inkar(path: Path) -> pd.DataFrame:
    """Read the district rows of an INKAR table: ags, year, one column per indicator."""
    table = pd.read_parquet(path, filters=[("raumbezug", "==", "Kreise")])
    table.insert(0, "ags", table["kennziffer"].str[:5])
    table.insert(1, "year", table["zeitbezug"].astype(int))
    table = table.drop(columns=["raumbezug", "kennziffer", "name", "zeitbezug"])
    return table.sort_values(["ags", "year"], ignore_index=True)


def read_gerda(path: Path) -> pd.DataFrame:
    """Read GERDA's district covariates: ags, year, one column per indicator."""
    table = read_decoded(path, "county_covariates_internal")
    table = table.rename(columns={"county_code": "ags"}).astype({"ags": "str", "year": int})
    return table.sort_values(["ags", "year"], ignore_index=True)


def read_gisd(path: Path) -> pd.DataFrame:
    """Read the deprivation index: ags, year, gisd_score."""
    table = read_text_table(path)
    return pd.DataFrame(
        {
            "ags": table["kreis_id"],
            "year": table["year"].astype(int),
            "gisd_score": table["gisd_score"].astype(float),
        }
    )


def read_ardeco(path: Path, unit: str) -> pd.DataFrame:
    """Read the German NUTS-3 rows of an ARDECO table: nuts3, year, value."""
    table = read_text_table(path)
    german = table["TERRITORY_ID"].str.fullmatch("DE[0-9A-Z]{3}") & (table["LEVEL_ID"] == "3")
    table = table[german & (table["UNIT"] == unit)]
    years = [column for column in table.columns if column.isdigit()]
    long = table.melt("TERRITORY_ID", years, "year", "value")
    return pd.DataFrame(
        {
            "nuts3": long["TERRITORY_ID"],
            "year": long["year"].astype(int),
            "value": pd.to_numeric(long["value"].replace("", None)),
        }
    )


def read_destatis(path: Path) -> pd.DataFrame:
    """Read the district list of 2018: ags, kind, name, nuts3, area_km2, population."""
    table = read_text_table(path, ";")
    return pd.DataFrame(
        {
            "ags": table["AGS"],
            "kind": table["type"],
            "name": table["name"],
            "nuts3": table["NUTS3"],
            "area_km2": table["area_km2"].astype(float),
            "population": table["population"].astype(int),
        }
    )


def read_reference(path: Path) -> pd.DataFrame:
    """Read the BBSR district reference of 2015: ags, types, regions, population."""
    table = pd.read_excel(path, sheet_name="Kreise", header=2)
    columns = list(table.columns)
    label = {code: columns[columns.index(code) + 1] for code in ("ktyp4", "ROR11", "amr", "wo")}
    return pd.DataFrame(
        {
            "ags": to_ags(table["krs15"]),
            "district_type": table["ktyp4"].astype(int),
            "district_type_name": table[label["ktyp4"]],
            "planning_region": table["ROR11"].astype(int).astype(str).str.zfill(4),
            "planning_region_name": table[label["ROR11"]],
            "labour_market_region": table["amr"].astype(int).astype(str).str.zfill(3),
            "labour_market_region_name": table[label["amr"]],
            "east": table["wo"].astype(int) == 2,
            "population": table["z_bev15"].astype(int),
        }
    )


def read_municipalities(path: Path) -> pd.DataFrame:
    """Read the BBSR list of municipalities of 2015: name, ags (of the district), population."""
    table = pd.read_excel(path, sheet_name="Gemeinden", header=2)
    return pd.DataFrame(
        {
            "name": table["Gemeindename 2015"].astype(str),
            "ags": to_ags(table["gem15"]),
            "population": table["Bevölkerung 31.12.2015"].astype(int),
        }
    )


def read_conversion(path: Path, year: int) -> pd.DataFrame:
    """Read BBSR's conversion of the districts of ``year`` to those of 2019, by population."""
    table = pd.read_excel(path, sheet_name=f"{year}-2019", header=0)
    names = {column: " ".join(str(column).split()).replace("- ", "") for column in table.columns}
    table = table.rename(columns=names)
    weight = next(name for name in table.columns if name.startswith("bevölkerungs"))
    target = next(name for name in table.columns if name.startswith("Kreise 31.12.2019"))
    return pd.DataFrame(
        {
            "source": to_ags(table[f"Kreise 31.12.{year}"]),
            "ags": to_ags(table[target]),
            "weight": table[weight].astype(float),
        }
    )


def read_patents(path: Path) -> pd.DataFrame:
    """Read the numbers of EPO applications of German NUTS regions: geo, year, patents."""
    table = read_decoded(path, "patents")
    table = table[(table["unit"] == "NR") & table["geo"].astype("str").str.startswith("DE")]
    return pd.DataFrame(
        {
            "geo": table["geo"].astype("str"),
            "year": table["time"].astype(int),
            "patents": table["values"].astype(float),
        }
    )


def read_badata(path: Path) -> pd.DataFrame:
    """Read a BA table of package badata; codes are categorical, ``region`` becomes ``ags``."""
    return read_decoded(path).rename(columns={"region": "ags", "occupational_group": "kldb3"})


def read_participations(path: Path) -> pd.DataFrame:
    """Read the German H2020 participations: project, organisation_id, activity_type, role, year."""
    table = read_all_participations(path)
    return table[table["country"] == "DE"].drop(columns="country")


def read_all_participations(path: Path) -> pd.DataFrame:
    """Read all H2020 participations: also country, the Commission's code (EL, UK)."""
    table = read_text_table(path)
    return pd.DataFrame(
        {
            "project": table["rcn"],
            "organisation_id": table["pic"],
            "activity_type": table["type"],
            "role": table["role"],
            "country": table["country"],
            "year": pd.to_numeric(table["start_year"].replace("NA", None)).astype("Int64"),
        }
    )


def read_organisations(path: Path) -> pd.DataFrame:
    """Read names and towns of the German organisations in H2020; no street is ever read."""
    table = pd.read_csv(
        path,
        dtype=str,
        keep_default_na=False,
        usecols=["orgId", "name", "city", "country", "activityType"],
    )
    table = table[table["country"] == "DE"]
    return pd.DataFrame(
        {
            "organisation_id": table["orgId"],
            "name": table["name"],
            "city": table["city"],
            "activity_type": table["activityType"],
        }
    )


def read_outlines(path: Path) -> gpd.GeoDataFrame:
    """Read the outlines of the districts of 2020: AGS, geometry (degrees)."""
    return gpd.read_file(path, columns=["AGS"])
