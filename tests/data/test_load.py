"""Loading, and what the checks on reading catch."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import geopandas as gpd
import pandas as pd
import pytest

from wir import config
from wir.data import UnknownTableError, known_tables, load
from wir.data.errors import DataError

TABLES = [
    "alliance_districts",
    "alliance_keywords",
    "alliances",
    "boundaries",
    "collaborations",
    "country_links",
    "district_year",
    "districts",
    "occupation_district",
    "occupation_fields",
    "occupation_year",
    "occupations",
    "organisations",
    "participations",
    "programme",
    "specialisation",
]


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """A copy of the small tables that a test may spoil."""
    for folder, names in {
        "PROCESSED": ["datapackage.json", "districts.parquet", "occupations.parquet"],
        "RAW": ["datapackage.json", "alliances.csv", "programme.csv", "alliance_districts.csv"],
    }.items():
        target = tmp_path / folder.lower()
        target.mkdir()
        for name in names:
            shutil.copy(getattr(config, folder) / name, target / name)
        monkeypatch.setattr(config, folder, target)
    return tmp_path


def test_the_known_tables():
    assert known_tables() == TABLES


@pytest.mark.parametrize("name", TABLES)
def test_every_table_loads_and_fits_its_description(name):
    table = load(name)
    assert len(table)
    if "ags" in table:
        assert isinstance(table["ags"].dtype, pd.StringDtype)
        assert table["ags"].dropna().str.fullmatch("[01][0-9]{4}").all()
    if "year" in table:
        assert pd.api.types.is_integer_dtype(table["year"])


def test_boundaries_are_a_map_in_degrees():
    table = load("boundaries")
    assert isinstance(table, gpd.GeoDataFrame)
    assert table.crs == "EPSG:4326"


def test_columns_can_be_chosen():
    assert list(load("district_year", columns=["ags", "year", "gdp_per_head"]).columns) == [
        "ags",
        "year",
        "gdp_per_head",
    ]
    assert list(load("alliances", columns=["alliance_id", "round"]).columns) == [
        "alliance_id",
        "round",
    ]


def test_an_unknown_table_lists_the_known_and_the_nearest():
    with pytest.raises(UnknownTableError, match="Did you mean 'district_year'") as caught:
        load("districts_year")
    for name in TABLES:
        assert name in str(caught.value)


def test_an_unknown_column_lists_the_known():
    with pytest.raises(DataError, match=r"no column 'gdp'\. Its columns: ags, year, gdp_per_head"):
        load("district_year", columns=["gdp"])


def test_leading_zeros_and_gaps_of_the_facts():
    alliances = load("alliances")
    assert alliances["lead_district_ags"].dropna().str.len().eq(5).all()
    assert alliances["funding_eur"].dtype == "float64"
    assert alliances["funding_eur"].isna().sum() == 20
    assert set(alliances["round"]) == {1, 2}


def test_a_run_notes_what_it_loads(tmp_path, monkeypatch):
    monkeypatch.setenv("WIR_RUN_DIR", str(tmp_path))
    load("occupations")
    load("districts", columns=["ags"])
    assert (tmp_path / "tables.txt").read_text().splitlines() == ["occupations", "districts"]


def test_importing_the_room_does_not_import_pandas():
    code = "import sys, wir.data; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_load_stays_the_function_when_the_module_is_imported():
    import wir.data.load

    assert callable(wir.data.load)


class TestSpoiledTables:
    def spoil(self, change, name="districts"):
        path = config.PROCESSED / f"{name}.parquet"
        change(pd.read_parquet(path)).to_parquet(path, index=False)

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            (
                lambda t: t.assign(ags=["1001", *t["ags"][1:]]),
                r"column 'ags': found '1001'.*expected text like",
            ),
            (lambda t: t.assign(ags=t["ags"].iloc[0]), "one row for each ags"),
            (lambda t: t.assign(population=-1), "column 'population': found -1.*at least 30000"),
            (lambda t: t.assign(district_type=9), "column 'district_type': found 9.*at most 4"),
            (
                lambda t: t.assign(kind="Stadt"),
                "column 'kind': found 'Stadt'.*one of Kreisfreie Stadt",
            ),
            (lambda t: t.assign(name=None), "column 'name': found missing values"),
            (
                lambda t: t.assign(population=t["population"] + 0.5),
                "column 'population': expected type integer",
            ),
            (lambda t: t.assign(lat=t["lat"].astype(str)), "column 'lat': expected type number"),
            (lambda t: t.drop(columns="east"), "column 'east' is missing"),
            (lambda t: t.assign(extra=1), "column 'extra' is not described"),
        ],
    )
    def test_the_message_says_what_is_wrong(self, copy, change, message):
        self.spoil(change)
        with pytest.raises(DataError, match=rf"(?s)'districts' does not fit.*{message}"):
            load("districts")

    def test_a_file_that_is_no_table(self, copy):
        (config.PROCESSED / "districts.parquet").write_bytes(b"<html></html>")
        with pytest.raises(DataError, match=r"processed/districts\.parquet cannot be read"):
            load("districts")

    def test_a_missing_file(self, copy):
        (config.PROCESSED / "districts.parquet").unlink()
        with pytest.raises(DataError, match=r"is missing.*git checkout"):
            load("districts")

    def test_a_missing_description(self, copy):
        (config.PROCESSED / "datapackage.json").unlink()
        with pytest.raises(DataError, match=r"processed/datapackage\.json is missing"):
            load("districts")

    def test_a_damaged_description(self, copy):
        (config.PROCESSED / "datapackage.json").write_text("{")
        with pytest.raises(DataError, match="is damaged"):
            load("districts")

    def test_a_word_in_a_column_of_numbers(self, copy):
        path = config.RAW / "alliances.csv"
        path.write_text(path.read_text().replace(",7000000,phase2", ",seven million,phase2", 1))
        with pytest.raises(
            DataError, match=r"alliances\.csv, line 2, column 'funding_eur': found 'seven"
        ):
            load("alliances")

    def test_an_ags_without_its_zero(self, copy):
        path = config.RAW / "alliance_districts.csv"
        path.write_text(path.read_text().replace(",03", ",3", 1))
        with pytest.raises(DataError, match="column 'ags': found '3"):
            load("alliance_districts")


def test_descriptions_are_plain_json():
    for folder in (config.PROCESSED, config.RAW):
        text = (folder / "datapackage.json").read_text(encoding="utf-8")
        assert json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n" == text
