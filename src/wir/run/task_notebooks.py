"""One task per run: execute the notebook."""

from pathlib import Path
from typing import Annotated

from pytask import Product, PythonNode, task

from wir.run import runs
from wir.run.dependencies import code_of, result_file, results_read, results_used
from wir.run.engine import execute

_KEPT = results_read()

for _run in runs.all_runs():
    _reads = (
        [runs.results_note(runs.DOSSIER)]
        if _run.notebook == runs.DOSSIER
        else [result_file(*one) for one in results_used(code_of(_run.source))]
    )
    _kept = [result_file(_run.name, name) for name in _KEPT.get(_run.name, [])]

    @task(id=_run.name)
    def task_run(
        run: Annotated[runs.Run, PythonNode(value=_run, hash=runs.state)],
        reads: list[Path] = _reads,
        made: Annotated[list[Path], Product] = [_run.executed, _run.manifest, *_kept],
    ) -> None:
        """Execute the notebook when an input, a parameter or a result it reads has changed."""
        execute(run)
