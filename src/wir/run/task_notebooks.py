"""One task per run: execute the notebook."""

from pathlib import Path
from typing import Annotated

from pytask import Product, PythonNode, task

from wir.run import runs
from wir.run.dependencies import code_of, notebooks_used
from wir.run.engine import execute

for _run in runs.all_runs():
    _before = [runs.result_of(name) for name in notebooks_used(code_of(_run.source))]

    @task(id=_run.name)
    def task_run(
        run: Annotated[runs.Run, PythonNode(value=_run, hash=runs.state)],
        before: list[Path] = _before,
        executed: Annotated[Path, Product] = _run.executed,
        manifest: Annotated[Path, Product] = _run.manifest,
    ) -> None:
        """Execute the notebook when an input, a parameter or a result it reads has changed."""
        execute(run)
