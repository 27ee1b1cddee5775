"""The manifest of upstream files, ``data/raw/sources.csv``."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, fields
from pathlib import Path

from wir import config
from wir.data.errors import DataError


@dataclass(frozen=True)
class Source:
    """One upstream file.

    Attributes
    ----------
    id
        Name of the source in code, codebook and book.
    url
        Address pinned to a commit; empty if the file comes out of a package.
    package, member
        ``npm:name@version`` or ``pypi:name==version`` and the path of the file in its archive.
    path
        Path in a mirror folder.
    sha256, bytes
        Of the file.
    licence, attribution, publisher, vintage, contains, redistribute, notes
        Text for people.
    """

    id: str
    publisher: str
    vintage: str
    contains: str
    url: str
    package: str
    member: str
    path: str
    sha256: str
    bytes: int
    licence: str
    attribution: str
    redistribute: str
    notes: str

    @property
    def file_name(self) -> str:
        """Name in the cache: the id with the suffixes of the upstream file."""
        return self.id + "".join(Path(self.path).suffixes[-2:])


COLUMNS = tuple(field.name for field in fields(Source))


def read_manifest(path: Path | None = None) -> dict[str, Source]:
    """Return the sources by id, in the order of the manifest.

    Raises
    ------
    DataError
        If the file is missing, or a row lacks a column, has no place to fetch from, a malformed
        hash or size, or an id for the second time; with line and column.
    """
    path = path or config.SOURCES
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except FileNotFoundError:
        raise DataError(f"The manifest {path.name} is missing; `git checkout data/raw`.") from None
    sources: dict[str, Source] = {}
    for line, row in enumerate(rows, 2):
        missing = [column for column in COLUMNS if row.get(column) is None]
        if missing:
            raise DataError(f"{path.name}, line {line}: no column {', '.join(missing)}.")
        _check_row(path.name, line, row, sources)
        values = {column: row[column] for column in COLUMNS if column != "bytes"}
        sources[row["id"]] = Source(**values, bytes=int(row["bytes"]))
    return sources


def _check_row(name: str, line: int, row: dict[str, str], known: dict[str, Source]) -> None:
    tests = {
        "id": (row["id"] not in known and row["id"] != "", "an id of its own"),
        "sha256": (re.fullmatch("[0-9a-f]{64}", row["sha256"]), "64 hexadecimal digits"),
        "bytes": (row["bytes"].isdigit(), "a whole number"),
        "url": (row["url"].startswith("https://") or row["package"], "an https address"),
        "package": (
            not row["package"] or re.fullmatch(r"(npm:.+@|pypi:.+==).+", row["package"]),
            "npm:name@version or pypi:name==version",
        ),
    }
    for column, (good, expected) in tests.items():
        if not good:
            raise DataError(
                f"{name}, line {line}, column {column!r}: found {row[column]!r}, "
                f"expected {expected}."
            )
