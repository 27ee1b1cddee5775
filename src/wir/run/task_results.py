"""Note which results the dossiers read, in one small file each: it changes when one of them does.

Without it each of the dossiers would compare each of the results on its own.
"""

from pathlib import Path
from typing import Annotated

from pytask import Product, task

from wir.dossier.kept import OPTIONAL, RESULTS
from wir.run.dependencies import code_of, result_file, results_used
from wir.run.runs import DOSSIER, notebook_file, results_note

_READ = {
    DOSSIER: results_used(code_of(notebook_file(DOSSIER))),
    "printable-dossier": sorted({*RESULTS.values(), *OPTIONAL.values()}),
}

for _reader, _results in _READ.items():

    @task(id=f"results-of-{_reader}")
    def task_results(
        results: list[Path] = [result_file(*one) for one in _results],
        note: Annotated[Path, Product] = results_note(_reader),
    ) -> None:
        """Write the hash of each result."""
        from wir import config
        from wir.publish import files
        from wir.run.dependencies import digest

        files.write_json(
            note, {file.relative_to(config.EXECUTED).as_posix(): digest(file) for file in results}
        )
