"""One task per run: execute the notebook."""

from pathlib import Path
from typing import Annotated

from pytask import Product, PythonNode, task

from wir.run import runs
from wir.run.dependencies import fingerprint, inputs_of
from wir.run.engine import execute

for _run in runs.all_runs():

    @task(id=_run.name)
    def task_run(
        inputs: Annotated[
            str,
            PythonNode(value=fingerprint(inputs_of(_run.source), _run.parameters), hash=True),
        ],
        run: Annotated[runs.Run, PythonNode(value=_run)],
        executed: Annotated[Path, Product] = _run.executed,
        manifest: Annotated[Path, Product] = _run.manifest,
    ) -> None:
        """Execute the notebook when an input or a parameter has changed."""
        execute(run)
