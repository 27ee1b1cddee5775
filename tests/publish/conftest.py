"""What the tests of publishing share: a run, sources, and a small country."""

from __future__ import annotations

import json

import pytest

SOURCES = """id,attribution,publisher,vintage,licence
gdp,"© Office of Numbers, GDP",Office,2000-2021,CC-BY-4.0
gdp_old,"© Office of Numbers, GDP",Office,1990-1999,CC-BY-4.0
jobs,© Jobs Agency,Agency,2013-2025,dl-de/by-2-0
"""
PACKAGE = {
    "name": "tables",
    "resources": [
        {
            "name": "district_year",
            "title": "Districts by year",
            "path": "district_year.parquet",
            "sources": [{"title": "gdp"}, {"title": "jobs"}],
            "schema": {"fields": [{"name": "ags", "title": "Key", "type": "string"}]},
        }
    ],
}


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project with two sources and one table; `wir.config` points to it."""
    from wir import config

    sources = tmp_path / "data" / "raw" / "sources.csv"
    package = tmp_path / "data" / "processed" / "datapackage.json"
    for path, text in ((sources, SOURCES), (package, json.dumps(PACKAGE))):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(config, "SOURCES", sources)
    monkeypatch.setattr(config, "DATAPACKAGE", package)
    return tmp_path


@pytest.fixture
def run_folder(project, monkeypatch):
    """The folder of a run called ``demo``."""
    folder = project / "book" / "executed" / "demo"
    monkeypatch.setenv("WIR_RUN_DIR", str(folder))
    monkeypatch.setenv("WIR_RUN_NAME", "demo")
    monkeypatch.setenv("WIR_RUN_PARAMETERS", json.dumps({"year": 2021, "seed": 1}))
    return folder


@pytest.fixture
def shown(monkeypatch):
    """What is displayed, as a list of mime bundles."""
    import IPython.display

    bundles = []
    monkeypatch.setattr(IPython.display, "display", lambda data, raw=False: bundles.append(data))
    return bundles


@pytest.fixture(scope="session")
def country():
    """Boundaries of 36 square districts in four Länder."""
    import geopandas as gpd
    import shapely

    side = 30_000
    rows = [
        (
            f"{1 + 2 * (row // 3) + column // 3:02d}{row}{column}0",
            shapely.box(
                4.1e6 + column * side,
                3.0e6 + row * side,
                4.1e6 + (column + 1) * side,
                3.0e6 + (row + 1) * side,
            ),
        )
        for row in range(6)
        for column in range(6)
    ]
    frame = gpd.GeoDataFrame(rows, columns=["ags", "geometry"], crs=3035)
    return frame.to_crs(4326)
