"""Which runs there are: every notebook once, and the dossier once per alliance."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from wir import config
from wir.run.dependencies import fingerprint, inputs_of
from wir.run.errors import RunError, nearest
from wir.run.parameters import MODELS, resolve

DOSSIER = "alliance-dossier"


@dataclass(frozen=True)
class Run:
    """One execution of one notebook.

    ``name`` is the path of the result below ``base`` without its ending, for example
    ``dossiers/reegion-now``. ``base`` is ``book/executed/`` for what the book shows and
    ``runs/`` for a run with other parameters. ``title``, if given, replaces the heading of the
    notebook, so that the pages of a notebook that runs many times can be told apart.
    """

    name: str
    notebook: str
    parameters: dict[str, Any] = field(hash=False)
    base: Path = config.EXECUTED
    title: str = ""

    @property
    def source(self) -> Path:
        """The notebook file."""
        return notebook_file(self.notebook)

    @property
    def executed(self) -> Path:
        """The executed notebook."""
        return self.base / f"{self.name}.ipynb"

    @property
    def folder(self) -> Path:
        """The folder with the figures, tables, numbers and the manifest of the run."""
        return self.base / self.name

    @property
    def manifest(self) -> Path:
        """The manifest: what went in, what came out."""
        return self.folder / "manifest.json"


@dataclass(frozen=True)
class CopyRun(Run):
    """The run of somebody's own copy of a notebook, kept in ``runs/``."""

    file: Path = config.ROOT

    @property
    def source(self) -> Path:
        """The copy."""
        return self.file


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


def alliances_with_districts() -> dict[str, str]:
    """Return {id: name} of all alliances of which at least one district is known, by name."""
    with (config.RAW / "alliance_districts.csv").open(encoding="utf-8", newline="") as file:
        known = {row["alliance_id"] for row in csv.DictReader(file) if row["ags"]}
    with (config.RAW / "alliances.csv").open(encoding="utf-8", newline="") as file:
        names = {row["alliance_id"]: row["name"] for row in csv.DictReader(file)}
    return {key: names[key] for key in sorted(known, key=lambda key: names[key].casefold())}


@cache
def dossier_runs() -> tuple[Run, ...]:
    """Return one run of the dossier for each alliance with known districts."""
    path = notebook_file(DOSSIER)
    return tuple(
        Run(
            f"dossiers/{alliance}",
            DOSSIER,
            resolve(DOSSIER, path, {"alliance": alliance}),
            title=name,
        )
        for alliance, name in alliances_with_districts().items()
    )


def dossier_run(alliance: str) -> Run:
    """Return the dossier run of one alliance."""
    runs = {run.parameters["alliance"]: run for run in dossier_runs()}
    if alliance not in runs:
        raise RunError(
            f"There is no dossier for the alliance {alliance!r}.{nearest(alliance, runs)} "
            f"Alliances with known districts: {', '.join(runs)}."
        )
    return runs[alliance]


def _check_alliance(notebook: str, parameters: Mapping[str, Any]) -> None:
    """Refuse the key of an alliance that has no known district."""
    known, alliance = alliances_with_districts(), parameters.get("alliance")
    if alliance is not None and alliance not in known:
        raise RunError(
            f"Parameters of {notebook}:\n  alliance = {alliance!r} is not an alliance with known "
            f"districts.{nearest(alliance, known)} Alliances: {', '.join(sorted(known))}."
        )


def variant_run(notebook: str, overrides: Mapping[str, Any]) -> Run:
    """Return a run of a notebook with parameters other than its defaults, kept out of the book.

    Its name holds the parameters that differ, so that each variant has a folder of its own.
    """
    parameters = resolve(notebook, notebook_file(notebook), overrides)
    _check_alliance(notebook, parameters)
    text = "-".join(f"{name}={value}" for name, value in sorted(overrides.items()))
    short = re.sub(r"[^A-Za-z0-9=.]+", "-", text).strip("-")[:60]
    mark = hashlib.sha256(repr(sorted(overrides.items())).encode()).hexdigest()[:6]
    return Run(f"{notebook}--{short}-{mark}", notebook, parameters, config.RUNS)


def copy_run(file: Path, notebook: str, alliance: str, overrides: Mapping[str, Any]) -> CopyRun:
    """Return a run of an alliance's own copy of a notebook; its defaults are those of the copy."""
    parameters = resolve(notebook, file, overrides)
    mark = hashlib.sha256(repr(sorted(overrides.items())).encode()).hexdigest()[:6]
    name = f"own/{alliance}/{file.stem}" + (f"--{mark}" if overrides else "")
    return CopyRun(name, notebook, parameters, config.RUNS, file=file)


def state(run: Run) -> str:
    """Return one SHA-256 for all that a run depends on; it is repeated when this changes.

    It differs as well while a file is missing that the run has made.
    """
    given: dict[str, object] = {"name": run.name, "title": run.title, "parameters": run.parameters}
    inputs = fingerprint(inputs_of(run.source), given)
    return inputs if is_complete(run) else f"{inputs} incomplete"


def is_complete(run: Run) -> bool:
    """Return whether all files are there that the manifest of a run names."""
    try:
        outputs = json.loads(run.manifest.read_text(encoding="utf-8"))["outputs"]
    except (OSError, ValueError, KeyError):
        return False
    return all((run.folder.parent / name).is_file() for name in outputs)


def results_note(reader: str) -> Path:
    """Return the file that holds the hashes of the results that the dossiers read."""
    return config.EXECUTED / f"{reader}.results.json"


@cache
def all_runs() -> tuple[Run, ...]:
    """Return every run that the book needs."""
    return (*analysis_runs(), *dossier_runs())
