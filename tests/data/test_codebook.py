from __future__ import annotations

import json

import pandas as pd
import pytest
from frictionless import Package, Resource, Schema

from wir import config
from wir.data import codebook, load
from wir.data.manifest import read_manifest

FOLDERS = {"processed": config.PROCESSED, "raw": config.RAW}


def descriptor(folder: str) -> dict:
    return json.loads((FOLDERS[folder] / "datapackage.json").read_text(encoding="utf-8"))


def all_resources():
    return [resource for folder in FOLDERS for resource in descriptor(folder)["resources"]]


@pytest.mark.parametrize("folder", FOLDERS)
def test_frictionless_accepts_the_description(folder):
    # Frictionless knows no Parquet without a further reader; the values are checked below.
    package = Package.from_descriptor(descriptor(folder), basepath=str(FOLDERS[folder]))
    assert [resource.name for resource in package.resources] == list(
        codebook.read_codebook({"processed": "codebook", "raw": "facts"}[folder])["tables"]
    )
    assert list(Package.metadata_validate(descriptor(folder))) == []


@pytest.mark.parametrize("resource", all_resources(), ids=lambda r: r["name"])
def test_frictionless_accepts_the_values(resource):
    table = load(resource["name"])
    if len(table) > 2000:
        table = table.sample(2000, random_state=1)
    if "geometry" in table:
        pytest.skip("Frictionless has no field type for binary geometries")
    schema = Schema.from_descriptor(resource["schema"])
    rows = [
        {k: None if pd.isna(v) else v for k, v in row.items()} for row in table.to_dict("records")
    ]
    for field in schema.fields:
        if field.type == "integer":
            for row in rows:
                row[field.name] = None if row[field.name] is None else int(row[field.name])
    report = Resource(data=rows, schema=schema).validate()
    assert report.valid, report.flatten(["type", "note"])[:5]


@pytest.mark.parametrize("resource", all_resources(), ids=lambda r: r["name"])
def test_every_table_and_column_is_described(resource):
    assert resource["title"]
    assert resource["processing"]
    assert resource["description"].endswith(".")
    assert resource["rows"] == len(load(resource["name"]))
    for field in resource["schema"]["fields"]:
        assert field["title"], field["name"]
        assert field["description"].endswith("."), field["name"]
        if field["type"] == "number" and field["name"] not in {
            "lq",
            "deprivation_score",
            "deprivation_rank",
        }:
            assert field.get("unit"), f"{field['name']} has no unit"


def test_descriptions_are_what_the_tables_give():
    tables = {name: load(name) for name in codebook.read_codebook("codebook")["tables"]}
    assert codebook.describe_processed(tables, read_manifest()) == descriptor("processed")
    facts = {name: load(name) for name in codebook.read_codebook("facts")["tables"]}
    assert codebook.describe_facts(facts) == descriptor("raw")


def test_every_source_of_the_manifest_is_used_and_every_use_is_in_the_manifest():
    used = {s["name"] for r in descriptor("processed")["resources"] for s in r["sources"]}
    assert used == set(read_manifest())
    for resource in descriptor("processed")["resources"]:
        of_table = {source["name"] for source in resource["sources"]}
        for field in resource["schema"]["fields"]:
            assert set(field["sources"]) <= of_table


def test_sources_with_unclear_terms_are_marked_as_derived_only():
    by_name = {r["name"]: r for r in descriptor("processed")["resources"]}
    assert by_name["specialisation"]["derived_only"] == ["ba_employees_workplace"]
    assert by_name["boundaries"]["derived_only"] == []
    titles = [licence["title"] for licence in by_name["specialisation"]["licenses"]]
    assert titles == ["LicenseRef-BA-Statistik; derived figures only"]


@pytest.mark.parametrize(
    "change",
    [
        lambda tables: tables.pop("occupations"),
        lambda tables: tables.update(surprise=pd.DataFrame({"a": [1]})),
        lambda tables: tables.update(occupations=tables["occupations"].assign(extra=1)),
        lambda tables: tables.update(occupations=tables["occupations"].drop(columns="name")),
    ],
)
def test_a_table_or_column_without_description_is_an_error(change):
    tables = {name: load(name) for name in codebook.read_codebook("codebook")["tables"]}
    change(tables)
    with pytest.raises(ValueError, match="Codebook and tables differ"):
        codebook.describe_processed(tables, read_manifest())
