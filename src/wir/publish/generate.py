"""Write the generated pages of the book from what the project holds at the moment."""

from __future__ import annotations

import csv
import importlib.metadata
from pathlib import Path
from typing import Any

from wir import config
from wir.publish import files, pages
from wir.publish.provenance import read_datapackage

REPORTED = (
    "wir", "numpy", "pandas", "scipy", "statsmodels", "matplotlib", "geopandas", "shapely",
    "libpysal", "esda", "pyarrow", "pandera", "pydantic", "papermill", "nbclient", "ipykernel",
    "pytask", "sphinx", "jupyter-book", "myst-nb", "sphinx-book-theme",
)  # fmt: skip


def write_pages(root: Path | None = None) -> list[Path]:
    """Write ``book/generated/*.md``; a page that has not changed is left untouched.

    Parameters
    ----------
    root : Path, optional
        The project; the one this package belongs to where not given.

    Returns
    -------
    list of Path
        The pages.
    """
    root = root or config.ROOT
    book = root / "book"
    executed = book / "executed"
    alliances = _rows(root / "data" / "raw" / "alliances.csv")
    dossiers = {path.stem for path in (executed / "dossiers").glob("*.ipynb")}
    manifests = read_manifests(executed)
    lock = root / "requirements.lock"
    texts = {
        "data": pages.data_page(
            read_datapackage(root / "data" / "processed" / "datapackage.json"),
            _rows(root / "data" / "raw" / "sources.csv"),
            read_datapackage(root / "data" / "raw" / "datapackage.json"),
        ),
        "dossiers": pages.dossiers_page(alliances, dossiers),
        "reproducibility": pages.reproducibility_page(
            manifests, _versions(), lock.read_bytes() if lock.is_file() else b""
        ),
    }
    return [
        files.write_text(book / "generated" / f"{name}.md", text) for name, text in texts.items()
    ]


def read_manifests(executed: Path) -> list[dict[str, Any]]:
    """Return the manifest of each run whose executed notebook is there."""
    found = []
    for path in sorted(executed.rglob("manifest.json")):
        if any(part.startswith(".") for part in path.relative_to(executed).parts):
            continue  # a run that is not finished
        manifest = files.read_json(path, {})
        if (executed / f"{manifest.get('name')}.ipynb").is_file():
            found.append(manifest)
    return found


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _versions() -> dict[str, str]:
    versions = {}
    for name in REPORTED:
        try:
            versions[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return versions
