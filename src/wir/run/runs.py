"""Which runs there are: every notebook once, and the dossier once per alliance."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wir import config
from wir.run.errors import RunError, nearest
from wir.run.parameters import MODELS, resolve

DOSSIER = "alliance-dossier"


@dataclass(frozen=True)
class Run:
    """One execution of one notebook.

    ``name`` is the path of the result below ``book/executed/`` without its ending, for example
    ``dossiers/reegion-now``.
    """

    name: str
    notebook: str
    parameters: dict[str, Any] = field(hash=False)

    @property
    def source(self) -> Path:
        """The notebook file."""
        return notebook_file(self.notebook)

    @property
    def executed(self) -> Path:
        """The executed notebook."""
        return config.EXECUTED / f"{self.name}.ipynb"

    @property
    def folder(self) -> Path:
        """The folder with the figures, tables, numbers and the manifest of the run."""
        return config.EXECUTED / self.name

    @property
    def manifest(self) -> Path:
        """The manifest: what went in, what came out."""
        return self.folder / "manifest.json"


def notebook_file(notebook: str) -> Path:
    """Return the file of a notebook."""
    return config.NOTEBOOKS / f"{notebook}.ipynb"


def analysis_runs() -> list[Run]:
    """Return one run for each notebook that stands for itself."""
    return [
        Run(notebook, notebook, resolve(notebook, notebook_file(notebook)))
        for notebook in MODELS
        if notebook != DOSSIER
    ]


def alliances_with_districts() -> list[str]:
    """Return the ids of all alliances of which at least one district is known."""
    with (config.RAW / "alliance_districts.csv").open(encoding="utf-8", newline="") as file:
        return sorted({row["alliance_id"] for row in csv.DictReader(file) if row["ags"]})


def dossier_runs() -> list[Run]:
    """Return one run of the dossier for each alliance with known districts."""
    path = notebook_file(DOSSIER)
    return [
        Run(f"dossiers/{alliance}", DOSSIER, resolve(DOSSIER, path, {"alliance": alliance}))
        for alliance in alliances_with_districts()
    ]


def dossier_run(alliance: str) -> Run:
    """Return the dossier run of one alliance."""
    runs = {run.parameters["alliance"]: run for run in dossier_runs()}
    if alliance not in runs:
        raise RunError(
            f"There is no dossier for the alliance {alliance!r}.{nearest(alliance, runs)} "
            f"Alliances with known districts: {', '.join(runs)}."
        )
    return runs[alliance]


def all_runs() -> list[Run]:
    """Return every run that the book needs."""
    return analysis_runs() + dossier_runs()
