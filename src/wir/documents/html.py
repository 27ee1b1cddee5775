"""A document as one HTML file: opens by double click, without network and without a script.

A content security policy in the page forbids whatever is not in the file. Charts are images, in
which nothing can run. All texts are escaped by the template engine.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from wir.documents.blocks import Chart, DataTable, Document, Language
from wir.documents.csv import csv
from wir.documents.view import view

FOLDER = Path(__file__).parent


def html(document: Document) -> str:
    """Return a document as a complete HTML page."""
    style = resource("document.css")
    return render(
        "document.html.j2",
        view(document) | attachments(document) | {"style": style, "policy": policy(style)},
    )


def attachments(document: Document) -> dict[str, Any]:
    """Return what the blocks of a page refer to by key: ``images`` and ``downloads``."""
    return {
        "images": {one.key: image(one.svg) for one in _charts(document)},
        "downloads": _downloads(document),
    }


def policy(style: str, script: str = "") -> str:
    """Return the content security policy of a page with this style and script and no other."""
    rules = ["default-src 'none'", "img-src data:", f"style-src {_hash(style)}"]
    if script:
        rules.append(f"script-src {_hash(script)}")
    return "; ".join([*rules, "base-uri 'none'", "form-action 'none'"])


def render(template: str, values: dict[str, Any]) -> str:
    """Return a page made from a template of this package; every text in it is escaped."""
    return str(_environment().get_template(template).render(**values))


def image(svg: str) -> str:
    """Return a drawing as an address that can stand in a page."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def download(frame: Any, language: Language) -> str:
    """Return a table as the address of a CSV file that is in the page itself."""
    return f"data:text/csv;base64,{base64.b64encode(csv(frame, language)).decode()}"


def _downloads(document: Document) -> dict[str, str]:
    return {
        one.key: download(one.data if isinstance(one, Chart) else one.frame, document.language)
        for one in document.blocks
        if isinstance(one, Chart | DataTable)
    }


def _charts(document: Document) -> list[Chart]:
    return [one for one in document.blocks if isinstance(one, Chart)]


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def resource(name: str) -> str:
    """Return the text of a file of this package, by its path from `wir.documents`."""
    return (FOLDER / name).read_text(encoding="utf-8")


@cache
def _environment() -> Any:
    import jinja2

    return jinja2.Environment(
        loader=jinja2.FileSystemLoader([FOLDER, FOLDER.parent / "workshop"]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )
