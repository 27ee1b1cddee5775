"""Write each dossier as one HTML file that can be sent to the alliance."""

from pathlib import Path
from typing import Annotated

from pytask import Product, PythonNode, task

from wir.run import runs
from wir.run.dependencies import fingerprint
from wir.run.pages import dossier_page, standalone_inputs

_RUNS = runs.dossier_runs()


@task(id="dossier-pages")
def task_dossier_pages(
    code: Annotated[str, PythonNode(value=fingerprint(standalone_inputs(), {}), hash=True)],
    manifests: list[Path] = [run.manifest for run in _RUNS],
    pages: Annotated[list[Path], Product] = [dossier_page(run) for run in _RUNS],
) -> None:
    """Turn the executed notebooks into pages."""
    from wir.publish import standalone

    for run in _RUNS:
        standalone.page(run.executed)
