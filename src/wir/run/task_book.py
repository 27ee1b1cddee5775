"""Build the book from its pages and from what the runs left."""

from pathlib import Path
from typing import Annotated

from pytask import Product, PythonNode, task

from wir import config
from wir.run import runs, verify
from wir.run.dependencies import fingerprint
from wir.run.pages import book_inputs

_RUNS = runs.all_runs()


@task(id="book")
def task_book(
    pages: Annotated[str, PythonNode(value=fingerprint(book_inputs(), {}), hash=True)],
    manifests: list[Path] = [run.manifest for run in _RUNS],
    numbers: Path = verify.COMPUTED,
    index: Annotated[Path, Product] = config.HTML / "index.html",
) -> None:
    """Build with warnings as errors; a build that fails leaves the earlier book."""
    from wir.publish.build import BookError, build_book
    from wir.run.errors import RunError

    try:
        build_book(config.BOOK, config.HTML)
    except BookError as error:
        raise RunError(str(error)) from None
