"""What the pages of the book depend on besides the runs, and where the dossiers' pages are."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from wir import config
from wir.run.dependencies import digest, module_file, modules_used, relative
from wir.run.runs import Run

BOOK_CODE = "from wir.publish import build, book, generate"
STANDALONE_CODE = "from wir.publish import standalone"


def dossier_page(run: Run) -> Path:
    """Return the HTML file of a dossier."""
    return config.BOOK / "_build" / "dossiers" / f"{run.executed.stem}.html"


def book_inputs() -> dict[str, str]:
    """Return {file: SHA-256} of the pages, the look, the code and the facts behind the book."""
    made = {"executed", "generated", "_build", config.NUMBERS.name}
    pages = [
        path
        for top in config.BOOK.iterdir()
        if top.name not in made
        for path in (top.rglob("*") if top.is_dir() else [top])
        if path.is_file()
    ]
    described = [config.DATAPACKAGE, config.RAW / "datapackage.json", config.SOURCES]
    facts = [*described, config.RAW / "alliances.csv", config.LOCK]
    return _digests([*pages, *facts]) | _code(BOOK_CODE)


@cache
def standalone_inputs() -> dict[str, str]:
    """Return {file: SHA-256} of the code that writes a dossier as one file."""
    return _code(STANDALONE_CODE)


def _code(source: str) -> dict[str, str]:
    return _digests([file for name in modules_used(source) if (file := module_file(name))])


def _digests(files: list[Path]) -> dict[str, str]:
    return {relative(file): digest(file) for file in sorted(files) if file.is_file()}
