"""Execute one run of a notebook through Papermill and put its result in place, whole or not at all.

A run works in a staging folder beside its destination. Only when the last cell has succeeded, and
the notebook has loaded nothing that was not known beforehand, are the executed notebook and its
folder moved to their final names. A run that fails leaves the earlier result as it was and its own
notebook, with the error in it, under ``book/executed/failed/``.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import importlib.metadata
import json
import os
import platform
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from wir import config
from wir.run.dependencies import (
    code_of,
    inputs_of,
    modules_used,
    result_file,
    results_used,
    tables_used,
)
from wir.run.errors import NotebookFailed, RunError
from wir.run.runs import Run

CELL_TIMEOUT = 900
"""Seconds that one cell may take."""

ENVIRONMENT = {
    # One thread per kernel: the same sums in the same order on every machine, and no two kernels
    # that fight for the cores.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "TZ": "UTC",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    "IPYTHONDIR": str(config.EXECUTED / ".ipython"),
}

REPORTED = (
    "wir",
    "numpy",
    "pandas",
    "scipy",
    "statsmodels",
    "matplotlib",
    "seaborn",
    "geopandas",
    "esda",
    "libpysal",
    "papermill",
    "nbclient",
    "ipykernel",
)
"""Packages whose versions go into the manifest; the lock file, hashed there too, has them all."""


def execute(run: Run) -> None:
    """Execute ``run`` and write its notebook, its files and its manifest.

    Raises
    ------
    NotebookFailed
        If a cell fails or takes too long; the message names notebook, cell, line and error.
    RunError
        If the notebook loads a table that cannot be seen in its code.
    """
    staging = run.base / ".staging" / run.name.replace("/", "--")
    shutil.rmtree(staging, ignore_errors=True)
    folder = staging / run.folder.name
    folder.mkdir(parents=True)
    Path(ENVIRONMENT["IPYTHONDIR"]).mkdir(parents=True, exist_ok=True)
    notebook = staging / run.executed.name
    inputs = inputs_of(run.source)
    results = _results(run)
    started, clock = dt.datetime.now(dt.UTC), time.perf_counter()
    try:
        _papermill(run, notebook, folder)
        _check_tables(run, folder)
        _clean(notebook, run.title)
        manifest = {
            "name": run.name,
            "notebook": run.notebook,
            "parameters": run.parameters,
            "inputs": inputs,
            "results": results,
            "modules": modules_used(code_of(run.source)),
            "tables": tables_used(code_of(run.source)),
            "outputs": _digests(staging),
            "versions": {name: _version(name) for name in REPORTED},
            "python": platform.python_version(),
            "platform": platform.platform(),
            "commit": commit(),
            "started": started.isoformat(timespec="seconds"),
            "seconds": round(time.perf_counter() - clock, 2),
        }
        (folder / "manifest.json").write_text(
            json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
        )
        _publish(notebook, run.executed, folder, run.folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        with contextlib.suppress(OSError):
            staging.parent.rmdir()


def _papermill(run: Run, notebook: Path, folder: Path) -> None:
    import papermill
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    variables = {
        **ENVIRONMENT,
        "WIR_RUN_DIR": str(folder),
        "WIR_RUN_NAME": run.name,
        "WIR_RUN_NOTEBOOK": run.notebook,
        "WIR_RUN_PARAMETERS": json.dumps(run.parameters),
    }
    try:
        with environment(variables):
            papermill.execute_notebook(
                str(run.source),
                str(notebook),
                parameters=run.parameters,
                kernel_name="python3",
                engine_name=os.environ.get("ENGINE", "warm"),
                cwd=str(config.ROOT),
                progress_bar=False,
                request_save_on_cell_execute=False,
                execution_timeout=CELL_TIMEOUT,
            )
    except PapermillExecutionError as error:
        kept = _keep_failed(notebook, run)
        line = _failing_line(error.traceback)
        raise NotebookFailed(
            f"{run.name} failed in code cell {error.exec_count}"
            f"{line}: {error.ename}: {error.evalue}\n  The notebook with the error: {kept}"
        ) from None
    except (CellTimeoutError, DeadKernelError) as error:
        kept = _keep_failed(notebook, run)
        what = (
            f"a cell took longer than {CELL_TIMEOUT} s"
            if isinstance(error, CellTimeoutError)
            else "its kernel died (often: out of memory)"
        )
        raise NotebookFailed(f"{run.name} stopped: {what}.\n  Notebook: {kept}") from None


def _failing_line(traceback: list[str]) -> str:
    """Return `` (`code of the line`)`` where the traceback shows which line of the cell failed.

    A traceback has a part per function, each under a heading with its file; only those of the
    notebook are headed ``Cell In[5], line 2``. An error that led to another one comes first.
    """
    text = re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(traceback))
    frames = re.split(r"^(?=File |Cell In\[|-{20,})", text, flags=re.MULTILINE)
    marked = [
        found.group(1).strip()
        for frame in frames
        if frame.startswith("Cell In[")
        and (found := re.search(r"^-+> *\d+ (.+)$", frame, flags=re.MULTILINE))
    ]
    return f" (`{marked[-1]}`)" if marked else ""


def _keep_failed(notebook: Path, run: Run) -> str:
    if not notebook.is_file():
        return "not written"
    kept = run.base / "failed" / f"{run.name.replace('/', '--')}.ipynb"
    kept.parent.mkdir(parents=True, exist_ok=True)
    notebook.replace(kept)
    return kept.relative_to(config.ROOT).as_posix()


def _check_tables(run: Run, folder: Path) -> None:
    """Compare the tables that were loaded with those that the code shows."""
    log = folder / "tables.txt"
    if not log.is_file():
        return
    loaded = set(log.read_text(encoding="utf-8").split())
    log.unlink()
    hidden = sorted(loaded - set(tables_used(code_of(run.source))))
    if hidden:
        raise RunError(
            f"{run.name} loaded the tables {', '.join(hidden)}, but its code does not show it. "
            'Write load("name") with the name as a literal, so that a change of the table is seen.'
        )


def _clean(path: Path, title: str = "") -> None:
    """Take times out of an executed notebook, set its title, hide its code behind a toggle."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    if title:
        first = notebook["cells"][0]
        text = "".join(first["source"])
        first["source"] = re.sub(r"\A# .*", lambda _: f"# {title}", text)
    notebook["metadata"].pop("papermill", None)
    notebook["metadata"].pop("widgets", None)
    injected = any(_has_tag(cell, "injected-parameters") for cell in notebook["cells"])
    for cell in notebook["cells"]:
        if injected and _has_tag(cell, "parameters"):
            # The book shows the values that were used, not the defaults as well.
            cell["metadata"]["tags"].append("remove-cell")
        cell["metadata"].pop("papermill", None)
        cell["metadata"].pop("execution", None)
        if _has_tag(cell, "injected-parameters"):
            # Papermill draws a new id for the cell that it adds.
            cell["id"] = "injected-parameters"
        tags = cell["metadata"].get("tags", [])
        if cell["cell_type"] == "code" and not {"hide-input", "remove-cell"} & set(tags):
            cell["metadata"]["tags"] = [*tags, "hide-input"]
    path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _has_tag(cell: dict[str, Any], tag: str) -> bool:
    return tag in cell["metadata"].get("tags", [])


def _digests(staging: Path) -> dict[str, str]:
    return {
        path.relative_to(staging).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(staging.rglob("*"))
        if path.is_file()
    }


def _results(run: Run) -> dict[str, str]:
    """Return {file: SHA-256} of the results of other notebooks that a run reads."""
    files = [result_file(*one) for one in results_used(code_of(run.source))]
    return {
        file.relative_to(config.EXECUTED).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in files
        if file.is_file()
    }


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"


def commit() -> str:
    """Return the commit of the project, ``-dirty`` if files differ from it, or ``unknown``."""
    command = ["git", "-C", str(config.ROOT), "describe", "--always", "--dirty", "--abbrev=12"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=20)
    except (OSError, subprocess.SubprocessError):
        return "unknown"
    return done.stdout.strip()


def _publish(notebook: Path, executed: Path, folder: Path, final: Path) -> None:
    """Move the notebook and its folder from staging to their places."""
    executed.parent.mkdir(parents=True, exist_ok=True)
    executed.unlink(missing_ok=True)
    shutil.rmtree(final, ignore_errors=True)
    folder.replace(final)
    notebook.replace(executed)


@contextlib.contextmanager
def environment(variables: Mapping[str, str]) -> Iterator[None]:
    """Set environment variables for a while; a kernel started meanwhile inherits them."""
    before: dict[str, Any] = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
