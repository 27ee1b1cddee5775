"""Writing a document in all its forms, whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from wir.documents.blocks import Chart, DataTable, Document
from wir.documents.html import html
from wir.documents.pdf import pdf
from wir.documents.xlsx import xlsx
from wir.files import replacing


def write(document: Document, stem: Path) -> list[Path]:
    """Write a document as ``<stem>.html``, ``<stem>.pdf`` and ``<stem>.xlsx``.

    Parameters
    ----------
    document : Document
        The document.
    stem : Path
        Folder and name without ending; the folder is made where it is missing.

    Returns
    -------
    list of Path
        What was written. A document without tables and charts has no workbook.
    """
    contents = {".html": html(document).encode(), ".pdf": pdf(document)}
    if any(isinstance(one, DataTable | Chart) for one in document.blocks):
        contents[".xlsx"] = xlsx(document)
    return write_files({stem.with_name(stem.name + end): one for end, one in contents.items()})


def write_files(contents: Mapping[Path, bytes]) -> list[Path]:
    """Write several files; none of them is touched before all are complete."""
    with ExitStack() as stack:
        for path, content in contents.items():
            stack.enter_context(replacing(path)).write_bytes(content)
    return list(contents)
