"""Collect the numbers of all runs into one file, from which the pages read them."""

from pathlib import Path
from typing import Annotated

from pytask import Product, task

from wir.run import runs, verify

_RUNS = runs.all_runs()


@task(id="numbers")
def task_numbers(
    manifests: list[Path] = [run.manifest for run in _RUNS],
    numbers: Annotated[Path, Product] = verify.COMPUTED,
) -> None:
    """Merge ``numbers.json`` of every run; two runs that record one key are an error."""
    from wir.publish import files
    from wir.publish.numbers import collect

    files.write_json(numbers, collect(numbers.parent))
