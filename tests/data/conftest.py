from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import pytest
from hypothesis import settings

from wir import config
from wir.data.manifest import Source

settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")

MIRROR = config.ROOT.parent / "shared" / "raw-mirror"


@pytest.fixture(scope="session")
def mirror() -> Path:
    """Folder with the upstream files; tests that need it are marked ``mirror``."""
    if not (MIRROR / "sources.csv").is_file():
        pytest.skip("the upstream files in ../shared/raw-mirror are missing")
    return MIRROR


@pytest.fixture(scope="session")
def upstream(mirror: Path) -> dict[str, Path]:
    """Path of each upstream file in the mirror, by source id."""
    with (mirror / "sources.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: mirror / row["path"] for row in csv.DictReader(file)}


@pytest.fixture
def make_source():
    """Return a function that makes a manifest entry for some content."""

    def make(name: str, content: bytes, **changes) -> Source:
        values = {
            "id": name,
            "publisher": "a publisher",
            "vintage": "2020",
            "contains": "numbers",
            "url": f"https://example.org/{name}.csv",
            "package": "",
            "member": "",
            "path": f"folder/{name}.csv",
            "sha256": hashlib.sha256(content).hexdigest(),
            "bytes": len(content),
            "licence": "CC-BY-4.0",
            "attribution": "a publisher",
            "redistribute": "yes",
            "notes": "",
        }
        return Source(**(values | changes))

    return make
