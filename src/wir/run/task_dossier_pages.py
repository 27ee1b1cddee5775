"""Write each dossier as one HTML file that can be sent to the alliance."""

from pathlib import Path
from typing import Annotated

from pytask import Product, PythonNode, task

from wir.run import runs
from wir.run.dependencies import fingerprint
from wir.run.pages import dossier_page, standalone_inputs

for _run in runs.dossier_runs():

    @task(id=_run.name)
    def task_dossier_page(
        code: Annotated[str, PythonNode(value=fingerprint(standalone_inputs(), {}), hash=True)],
        executed: Path = _run.executed,
        manifest: Path = _run.manifest,
        page: Annotated[Path, Product] = dossier_page(_run),
    ) -> None:
        """Turn the executed notebook into a page."""
        from wir.publish import standalone

        standalone.page(executed)
