"""Where the data of a figure come from: the source line.

Names are looked up in the manifest of upstream files (``data/raw/sources.csv``) and in the
description of the tables (``data/processed/datapackage.json``), which names the sources of each
table.
"""

from __future__ import annotations

import csv
import difflib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from wir import config
from wir.publish.language import words
from wir.publish.text import one_line

INLINE = 2
"""Sources that are named in full below a figure; more are folded, below their publishers."""

_COMPILED = "Compiled by this project from public pages; each row names its pages"
FACTS = {
    "alliances": _COMPILED,
    "alliance_districts": _COMPILED,
    "programme": _COMPILED,
    "alliance_keywords": "Coded by this project from the themes of the alliances",
    "occupation_fields": "Coded by this project from the themes of the alliances",
}
"""Facts in ``data/raw`` that the project compiled itself."""
OWN = {
    "own_texts": "Texts of the user's own, below data/raw/own; not published",
    "own_answers": "Confidential survey answers, below data/raw/own; not published",
    "synthetic_answers": "Synthetic twin of the survey: made up by this project, seeded",
}
"""What a user put there, and what stands in for it."""


@dataclass(frozen=True)
class Source:
    """One upstream source: who must be named, which vintage, under which licence."""

    id: str
    attribution: str
    vintage: str
    licence: str
    publisher: str = ""

    @property
    def short(self) -> str:
        """The publisher in a word: the abbreviation where there is one."""
        name = self.publisher.split(";")[0]
        if name.split(" ")[0].isupper():
            return name.split(" ")[0]
        abbreviation = re.search(r"\(([A-Z]{2,})\)", name)
        return abbreviation[1] if abbreviation else name.split(",")[0].strip() or self.attribution


def read_sources(path: Path | None = None) -> dict[str, Source]:
    """Return the sources of the manifest by id; empty where there is no manifest."""
    path = path or config.SOURCES
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["id"]: Source(
                row["id"],
                one_line(row.get("attribution") or row.get("publisher") or row["id"]),
                one_line(row.get("vintage") or ""),
                one_line(row.get("licence") or ""),
                one_line(row.get("publisher") or ""),
            )
            for row in csv.DictReader(file)
        }


def read_datapackage(path: Path | None = None) -> dict[str, Any]:
    """Return the description of the tables; without resources where there is none."""
    path = path or config.DATAPACKAGE
    if not path.is_file():
        return {"resources": []}
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def resolve(
    names: Sequence[str],
    sources: Mapping[str, Source],
    datapackage: Mapping[str, Any],
) -> list[Source]:
    """Return the sources behind names of sources and tables, each once, in order.

    Raises
    ------
    ValueError
        If a name is neither a source nor a table; the message names the nearest.
    """
    tables = {str(table["name"]): table for table in datapackage.get("resources", [])}
    found: dict[str, Source] = {}
    for name in names:
        if name in sources:
            found.setdefault(name, sources[name])
        elif name in tables:
            for source in table_sources(tables[name], sources):
                found.setdefault(source.id, source)
        elif name in FACTS:
            found.setdefault(name, Source(name, FACTS[name], "", "", "this project"))
        elif name in OWN:
            found.setdefault(name, Source(name, OWN[name], "", "", name.replace("_", " ")))
        else:
            near = difflib.get_close_matches(name, [*sources, *tables], n=3, cutoff=0.4)
            hint = f"; did you mean {' or '.join(near)}?" if near else ""
            raise ValueError(
                f"unknown source {name!r}{hint} Use an id of data/raw/sources.csv or the name of "
                "a table in data/processed/datapackage.json"
            )
    return list(found.values())


def table_sources(table: Mapping[str, Any], sources: Mapping[str, Source]) -> list[Source]:
    """Return the sources of one table of the data package."""
    result = []
    for entry in table.get("sources", []):
        entry = {"title": entry} if isinstance(entry, str) else entry
        key = str(entry.get("id") or entry.get("name") or entry.get("title") or "")
        if key in sources:
            result.append(sources[key])
        elif key:
            licences = [
                str(one.get("name") or one.get("title")) for one in table.get("licenses", [])
            ]
            text = one_line(entry.get("title") or key)
            result.append(Source(key, text, "", ", ".join(licences)))
    if not result:
        title = one_line(table.get("title") or table["name"])
        result.append(Source(str(table["name"]), title, "", ""))
    return result


def source_text(found: Sequence[Source], language: str = "en") -> str:
    """Return attributions with vintage and licence as one text."""
    return ". ".join(source_entries(found, language))


def source_entries(found: Sequence[Source], language: str = "en") -> list[str]:
    """Return attributions with vintage and licence; one entry per attribution."""
    groups: dict[tuple[str, str], list[str]] = {}
    for source in found:
        vintages = groups.setdefault((source.attribution, source.licence), [])
        if source.vintage and source.vintage not in vintages:
            vintages.append(source.vintage)
    parts = []
    for (attribution, licence), vintages in groups.items():
        details = list(vintages)
        if licence and licence.split(" (")[0].lower() not in attribution.lower():
            details.append(f"{words('licence', language)} {licence}")
        attribution = attribution.removeprefix("Source: ").removeprefix("Quelle: ")
        parts.append(attribution + (f" [{'; '.join(details)}]" if details else ""))
    return [part.rstrip(".") for part in parts]


def short_text(found: Sequence[Source]) -> str:
    """Return the publishers, each once; empty where the full text is short enough to stand."""
    if len({(source.attribution, source.licence) for source in found}) <= INLINE:
        return ""
    return ", ".join(dict.fromkeys(source.short for source in found))


def parameter_text(parameters: Mapping[str, Any]) -> str:
    """Return parameters as ``name = value`` pairs; values as JSON, empty ones as "none"."""

    def shown(value: Any) -> str:
        if isinstance(value, str | list | dict) and not value:
            return "none"
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    return ", ".join(f"{name} = {shown(value)}" for name, value in parameters.items())


@lru_cache(1)
def _registry(stamp: tuple[float, float]) -> tuple[dict[str, Source], dict[str, Any]]:  # noqa: ARG001
    return read_sources(), read_datapackage()


def sources_of(names: Sequence[str]) -> list[Source]:
    """Return the sources behind names, from the files of the project."""
    stamp = tuple(
        path.stat().st_mtime if path.is_file() else 0.0
        for path in (config.SOURCES, config.DATAPACKAGE)
    )
    sources, datapackage = _registry((stamp[0], stamp[1]))
    return resolve(names, sources, datapackage)
