"""Files in an alliance's folder that nothing reads: a wrong name, a wrong kind."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Any

from wir.own.columns import TABLES
from wir.own.folders import inside
from wir.own.issues import Notes
from wir.own.settings import FILE

KNOWN = {FILE, "README.md", "README.de.md", "LIESMICH.md"}
OTHERS = {"matches"}
"""Tables that other parts write there."""
SPREADSHEETS = {".xlsx", ".csv", ".xls", ".xlsm", ".ods", ".tsv", ".numbers"}
READABLE = {".pdf", ".docx", ".html", ".htm", ".txt", ".md", ".warc", ".gz", ".csv", ".xlsx"}


def stray_files(folder: Path) -> list[dict[str, Any]]:
    """Return the issues of files that are not used: spreadsheets of other names, links, texts."""
    rows: list[dict[str, Any]] = []
    stems = {stem: table.key for table in TABLES.values() for stem in (table.key, *table.files)}
    for path in sorted(folder.iterdir()):
        stem = path.stem.casefold()
        if path.is_dir() or path.name in KNOWN or path.name.startswith((".", "~$")):
            continue
        if path.suffix.lower() in (".xlsx", ".csv") and (stem in stems or stem in OTHERS):
            continue
        if path.suffix.lower() not in (
            ".xlsx",
            ".csv",
            ".xls",
            ".xlsm",
            ".ods",
            ".tsv",
            ".numbers",
        ):
            continue
        near = difflib.get_close_matches(stem, stems, n=1, cutoff=0.6)
        notes = Notes(path.name)
        notes.add(
            "unknown_file", found=path.name, known=", ".join(f"{key}.xlsx" for key in TABLES),
            hint=f"→ {stems[near[0]]}.xlsx?" if near else "",
        )  # fmt: skip
        rows += notes.rows
    return rows + _stray_texts(folder)


def _stray_texts(folder: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    texts = folder / "texts"
    if not texts.is_dir():
        return rows
    if not inside(texts, folder):
        notes = Notes("texts")
        notes.add("outside")
        return notes.rows
    for path in sorted(texts.rglob("*")):
        if not path.is_file() or path.name.startswith("."):
            continue
        notes = Notes(str(path.relative_to(folder)))
        if not inside(path, folder):
            notes.add("outside")
        elif path.suffix.lower() not in READABLE:
            notes.add("text_not_read", found=path.suffix or path.name)
        rows += notes.rows
    return rows
