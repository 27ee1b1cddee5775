"""Frictionless descriptions of the tables, generated from the codebook and the tables."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wir.data.manifest import Source

if TYPE_CHECKING:
    import pandas as pd

HERE = Path(__file__).parent
UNCLEAR = "unclear"
"""Start of ``redistribute`` in the manifest where only derived figures may be published."""

ADDRESSES = {
    "dl-de/by-2-0": "https://www.govdata.de/dl-de/by-2-0",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
}
"""Licence → its text."""


@lru_cache(maxsize=2)
def read_codebook(name: str) -> dict[str, Any]:
    """Return ``codebook`` (processed tables) or ``facts`` (tables in data/raw)."""
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


def describe_processed(
    tables: Mapping[str, pd.DataFrame], sources: Mapping[str, Source]
) -> dict[str, Any]:
    """Return the data package of the processed tables.

    Parameters
    ----------
    tables
        All tables by name.
    sources
        The manifest.

    Raises
    ------
    ValueError
        If a table or column is not described, or a description has no table or column.
    """
    book = read_codebook("codebook")
    _compare_names("table", tables, book["tables"])
    return {
        "profile": "data-package",
        "name": "wir-districts",
        "title": book["title"],
        "description": book["description"],
        "sources": [_source(source) for source in sources.values() if _used(source.id, book)],
        "resources": [
            _resource(name, book["tables"][name], tables[name], "parquet", sources)
            for name in book["tables"]
        ],
    }


def describe_facts(tables: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    """Return the data package of the fact tables in data/raw."""
    book = read_codebook("facts")
    _compare_names("table", tables, book["tables"])
    return {
        "profile": "data-package",
        "name": "wir-facts",
        "title": book["title"],
        "description": book["description"],
        "resources": [
            _resource(name, book["tables"][name], tables[name], "csv", {})
            for name in book["tables"]
        ],
    }


def description_text(description: Mapping[str, Any]) -> str:
    """Return a data package as JSON."""
    return json.dumps(description, ensure_ascii=False, indent=1) + "\n"


def write_description(description: Mapping[str, Any], path: Path) -> None:
    """Write a data package as JSON, atomically."""
    from wir.files import replacing

    with replacing(path) as temporary:
        temporary.write_text(description_text(description), encoding="utf-8")


def _used(source: str, book: dict[str, Any]) -> bool:
    return any(source in table["sources"] for table in book["tables"].values())


def _compare_names(kind: str, found: Any, described: Any) -> None:
    missing, surplus = sorted(set(found) - set(described)), sorted(set(described) - set(found))
    if missing or surplus:
        raise ValueError(
            f"Codebook and tables differ: {kind} without description: {missing}; "
            f"description without {kind}: {surplus}."
        )


def _source(source: Source) -> dict[str, Any]:
    result = {
        "name": source.id,
        "title": source.attribution,
        "publisher": source.publisher,
        "vintage": source.vintage,
        "licence": source.licence,
        "contains": source.contains,
    }
    if source.url:
        result["path"] = source.url
    return result


def _resource(
    name: str,
    entry: dict[str, Any],
    table: pd.DataFrame,
    file_format: str,
    sources: Mapping[str, Source],
) -> dict[str, Any]:
    _compare_names(f"column of {name}", table.columns, entry["columns"])
    used = [sources[source] for source in entry.get("sources", [])]
    mediatypes = {"parquet": "application/vnd.apache.parquet", "csv": "text/csv"}
    resource: dict[str, Any] = {
        "profile": "tabular-data-resource",
        "name": name,
        "type": "table",
        "title": entry["title"],
        "description": entry["description"],
        "path": f"{name}.{file_format}",
        "format": file_format,
        "mediatype": mediatypes[file_format],
        "encoding": "utf-8",
        "rows": len(table),
        "processing": entry["processing"],
    }
    if "year" in table:
        resource["years"] = [int(table["year"].min()), int(table["year"].max())]
    if used:
        resource["derived_only"] = [
            source.id for source in used if source.redistribute.startswith(UNCLEAR)
        ]
        resource["sources"] = [{"name": s.id, "title": s.attribution} for s in used]
        resource["licenses"] = _licences(used)
    resource["schema"] = {
        "fields": [_field(column, spec, table, entry) for column, spec in entry["columns"].items()],
        "primaryKey": entry["primary_key"],
    }
    return resource


def _licences(sources: list[Source]) -> list[dict[str, str]]:
    """Return each licence once; where only derived figures are published, its title says so."""
    result: dict[str, dict[str, str]] = {}
    for source in sources:
        licence = source.licence.split(" (")[0]
        entry = {"name": licence.replace("/", "-"), "title": licence}
        if licence in ADDRESSES:
            entry["path"] = ADDRESSES[licence]
        if licence == "NOASSERTION":
            entry["title"] = "no licence stated by the publisher of the file"
        if source.redistribute.startswith(UNCLEAR):
            entry["title"] += "; derived figures only"
            entry["name"] += "-derived"
        result.setdefault(entry["name"], entry)
    return [result[name] for name in sorted(result)]


def _field(
    name: str, spec: dict[str, Any], table: pd.DataFrame, entry: dict[str, Any]
) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": name,
        "type": spec["type"],
        "title": spec["title"],
        "description": spec["description"],
    }
    for extra in ("unit", "processing"):
        if spec.get(extra):
            field[extra] = spec[extra]
    if spec.get("sources") or entry.get("sources"):
        field["sources"] = spec.get("sources", entry.get("sources"))
    if "year" in table and name not in entry["primary_key"] and table[name].notna().any():
        years = table.loc[table[name].notna(), "year"]
        field["years"] = [int(years.min()), int(years.max())]
    if spec["type"] != "geojson":
        field["missing"] = int(table[name].isna().sum())
    limits: dict[str, Any] = {
        key: spec[key] for key in ("pattern", "enum", "minimum", "maximum") if key in spec
    }
    if not spec.get("nullable") and not field.get("missing"):
        limits["required"] = True
    if limits:
        field["constraints"] = limits
    return field
