"""A book of three pages, made from notebooks that are executed for real."""

from __future__ import annotations

import json
import os
from pathlib import Path

ROOT = Path(__file__).parents[2]

CODE = """
import pandas as pd
import matplotlib.pyplot as plt
from wir.publish.figures import figure, use_style
from wir.publish.numbers import record
from wir.publish.tables import table
from wir.publish.text import say

use_style()
data = pd.DataFrame({"place": ["Görlitz", "<b>Prignitz</b>"], "value": [1.5, 2.5]})
fig, ax = plt.subplots(figsize=(4, 3))
ax.bar(data["place"], data["value"])
figure(fig, "bars", title="Two bars & a title", caption="Read *this* <i>.", alt="Two bars.",
       data=data, sources=["alliances"])
table(data, "places", title="Two places", caption="In no order.", sources=["alliances"],
      search=True)
record("sample.count", 1234)
record("sample.share", 12.345, "%", 1)
say("There are {n} places.", n=len(data))
"""


def execute(book: Path, name: str, text: str, parameters: dict[str, object]) -> None:
    """Execute a notebook as the engine does, and put it into the book."""
    import nbformat
    from nbclient import NotebookClient
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

    folder = book / "executed" / name
    folder.mkdir(parents=True, exist_ok=True)
    cells = [new_markdown_cell(text, id="text"), new_code_cell(CODE, id="code")]
    cells[1].metadata["tags"] = ["hide-input"]
    notebook = new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    before = dict(os.environ)
    os.environ.update(
        WIR_RUN_DIR=str(folder), WIR_RUN_NAME=name, WIR_RUN_PARAMETERS=json.dumps(parameters)
    )
    try:
        NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    finally:
        os.environ.clear()
        os.environ.update(before)
    nbformat.write(notebook, book / "executed" / f"{name}.ipynb")


def make(book: Path) -> Path:
    """Make the sources of the sample book: the real configuration and style, two notebooks."""
    import shutil

    from wir.publish import files
    from wir.publish.numbers import collect

    for folder in ("_static", "_templates"):
        shutil.copytree(ROOT / "book" / folder, book / folder)
    shutil.copy(ROOT / "book" / "_config.yml", book)
    shutil.copy(ROOT / "book" / "references.bib", book)
    (book / "_toc.yml").write_text(
        "format: jb-book\nroot: index\nchapters:\n  - file: executed/one\n    sections:\n"
        "      - glob: executed/dossiers/*\n  - file: other\n",
        encoding="utf-8",
    )
    (book / "index.md").write_text(
        "# Sample\n\nThere are {num}`sample.count` things, {num}`sample.share|de` of all.\n\n"
        "See {numref}`fig-one-bars` and {numref}`tab-dossiers-two-places`, after "
        "{cite:t}`moran1950`.\n\n$$ I = \\frac{a}{b} $$ (eq-i)\n\nEquation {eq}`eq-i`, $x_1$.\n\n"
        "```{bibliography}\n```\n",
        encoding="utf-8",
    )
    (book / "other.md").write_text("# Other\n\n{num}`sample.count`\n", encoding="utf-8")
    execute(book, "one", "# One\n\nText with {num}`sample.count`.", {"year": 2021})
    execute(book, "dossiers/two", "# Two\n\nOwn: {num}`sample.share`.", {"alliance": "two"})
    files.write_json(book / "executed" / "numbers.json", collect(book / "executed"))
    return book
