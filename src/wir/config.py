"""Paths and settings: the only place in the package that knows where things are."""

from __future__ import annotations

import os
from pathlib import Path


def project_file(name: str) -> Path:
    """Return a committed file, by its path from the project; a run that reads it depends on it.

    Write the path as a literal, as in ``project_file("benchmarks/results/noop.json")``.
    """
    return ROOT / name


def project_root() -> Path:
    """Return the folder that holds ``pyproject.toml``; ``WIR_ROOT`` overrides it (tests do)."""
    override = os.environ.get("WIR_ROOT")
    return Path(override).resolve() if override else Path(__file__).resolve().parents[2]


ROOT = project_root()

RAW = ROOT / "data" / "raw"
CACHE = RAW / "cache"
OWN = RAW / "own"
SOURCES = RAW / "sources.csv"

PROCESSED = ROOT / "data" / "processed"
DATAPACKAGE = PROCESSED / "datapackage.json"

NOTEBOOKS = ROOT / "notebooks"
BOOK = ROOT / "book"
EXECUTED = BOOK / "executed"
GENERATED = BOOK / "generated"
HTML = BOOK / "_build" / "html"
NUMBERS = BOOK / "numbers.json"
RUNS = ROOT / "runs"

LOCK = ROOT / "requirements.lock"
BUILD_LOCK = ROOT / ".wir.lock"
"""Locked while a build runs, so that two do not write the same files."""

AREA_CRS = "EPSG:3035"
"""Equal-area projection of every map and of every area or distance that is computed."""
