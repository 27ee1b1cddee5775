"""What the pages of the book depend on besides the runs, and where the dossiers' pages are."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from wir import config
from wir.run.dependencies import (
    digest,
    module_file,
    modules_used,
    relative,
    table_file,
    tables_used,
)

LANGUAGES = ("de", "en")
BOOK_CODE = "from wir.publish import build, book, generate"
DOSSIER_CODE = "from wir.dossier.make import make"
TEMPLATES = (".css", ".j2", ".typ", ".js")
ENDINGS = (".html", ".pdf", ".xlsx")


def dossier_files(alliance: str) -> list[Path]:
    """Return the files of a dossier: HTML, PDF and workbook in both languages."""
    folder = config.BOOK / "_build" / "dossiers"
    return [folder / f"{alliance}.{language}{end}" for language in LANGUAGES for end in ENDINGS]


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
def dossier_inputs() -> dict[str, str]:
    """Return {file: SHA-256} of code, templates and tables behind the printable dossiers."""
    folders = {file.parent for name in modules_used(DOSSIER_CODE) if (file := module_file(name))}
    templates = [
        file for folder in folders for file in folder.iterdir() if file.suffix in TEMPLATES
    ]
    tables = [table_file(name) for name in tables_used(DOSSIER_CODE)]
    return _code(DOSSIER_CODE) | _digests([*templates, *tables, config.DATAPACKAGE, config.LOCK])


def _code(source: str) -> dict[str, str]:
    return _digests([file for name in modules_used(source) if (file := module_file(name))])


def _digests(files: list[Path]) -> dict[str, str]:
    return {relative(file): digest(file) for file in sorted(files) if file.is_file()}
