"""Write the printable dossier of each alliance, in German and English."""

from pathlib import Path
from typing import Annotated

from pytask import Product, PythonNode, task

from wir.run import runs
from wir.run.dependencies import fingerprint
from wir.run.pages import dossier_files, dossier_inputs

_CODE = fingerprint(dossier_inputs(), {})
for _alliance in runs.alliances_with_districts():

    @task(id=_alliance)
    def task_printable_dossier(
        code: Annotated[str, PythonNode(value=_CODE, hash=True)],
        alliance: str = _alliance,
        results: Path = runs.results_note("printable-dossier"),
        files: Annotated[list[Path], Product] = dossier_files(_alliance),
    ) -> None:
        """Gather the results on the alliance and write its dossier in all forms."""
        from wir.dossier.make import make

        make([alliance], ["de", "en"])
