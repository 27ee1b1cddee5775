"""A notebook of one's own: a copy with the alliance's parameters that no update touches."""

from __future__ import annotations

import ast
import hashlib
import html
import io
import json
import re
import tokenize
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wir import config
from wir.files import replacing
from wir.own.alliance import OwnAlliance
from wir.own.errors import OwnError
from wir.own.folders import inside
from wir.own.notebooks import Adaptation, adaptation

FOLDER = "notebooks"
MARK = "wir_adapted"
"""Key in the metadata of a copy: original, its SHA-256 then, the alliance."""

EXPLANATION = {
    "de": """\
# Ihre Fassung von `{notebook}`

Das ist eine Kopie für **{name}**. Sie gehört Ihnen: Neue Fassungen des Kompendiums
lassen sie, wie sie ist.

**Was Sie ändern können:** nur die nächste Zelle, die *Parameter*. Jede Zeile ist eine Annahme; was
sie bedeutet, steht dahinter. {taken}

{parameters}

**Ausführen:** in JupyterLab über *Run → Run All Cells*, oder im Terminal

```bash
make notebook N={path}
```

Das Ergebnis liegt danach in `runs/`, getrennt vom Buch.
""",
    "en": """\
# Your version of `{notebook}`

This is a copy for **{name}**. It is yours: new versions of the compendium do not change it.

**What you can change:** only the next cell, the *parameters*. Each line is an assumption; what it
means is written behind it. {taken}

{parameters}

**Run it:** in JupyterLab by *Run → Run All Cells*, or in a terminal

```bash
make notebook N={path}
```

The result is in `runs/` then, apart from the book.
""",
}
SET = {"de": "Aus Ihren Angaben gefüllt:", "en": "Filled from your data:"}
MADE = {
    "de": "Ihre Kopie: {path}",
    "en": "Your copy: {path}",
}
THERE = {
    "de": "{path} ist schon da und wurde nicht verändert.",
    "en": "{path} is there already and was not changed.",
}
CHANGED = {
    "de": "Das Original {notebook} hat sich seit Ihrer Kopie geändert. Wollen Sie die neue "
    "Fassung, benennen Sie Ihre Kopie um und rufen Sie make adapt noch einmal auf.",
    "en": "The original {notebook} has changed since your copy. If you want the new version, "
    "rename your copy and run make adapt again.",
}


@dataclass(frozen=True)
class Copy:
    """A copy of a notebook; `made` is false where it was there already."""

    path: Path
    made: bool
    messages: tuple[str, ...]


def adapt(notebook: str, own: OwnAlliance) -> Copy:
    """Copy a notebook into an alliance's folder, with its parameters filled in.

    Parameters
    ----------
    notebook
        Name without ``.ipynb``.
    own
        Result of `wir.own.alliance.read_own`; its language is that of the explanation.

    Raises
    ------
    OwnError
        The folder of notebooks leads out of the alliance's folder.
    wir.run.errors.RunError
        There is no such notebook.
    """
    chosen = adaptation(notebook, own)
    path = own.folder / FOLDER / f"{notebook}.ipynb"
    if not inside(path, own.folder):
        raise OwnError(
            f"{FOLDER}/ ist ein Verweis auf einen Ordner anderswo; entfernen Sie ihn.\n"
            f"{FOLDER}/ is a link to a folder elsewhere; remove it."
        )
    shown = shown_path(path)
    if path.exists():
        said = [THERE[own.language].format(path=shown)]
        if changed_since(path):
            said.append(CHANGED[own.language].format(notebook=notebook))
        return Copy(path, False, tuple(said))
    source = config.NOTEBOOKS / f"{notebook}.ipynb"
    raw = source.read_bytes()
    copy = filled(json.loads(raw), notebook, own, chosen, shown)
    copy["metadata"][MARK] = {
        "notebook": notebook,
        "sha256": hashlib.sha256(raw).hexdigest(),
        "alliance": own.key,
    }
    with replacing(path) as temporary:
        temporary.write_text(
            json.dumps(copy, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
        )
    return Copy(path, True, (MADE[own.language].format(path=shown), *chosen.said(own.language)))


def shown_path(path: Path) -> str:
    """Return a path below the project, as it is typed."""
    return (
        path.relative_to(config.ROOT).as_posix() if path.is_relative_to(config.ROOT) else str(path)
    )


def filled(
    content: dict[str, Any], notebook: str, own: OwnAlliance, chosen: Adaptation, shown: str
) -> dict[str, Any]:
    """Return a notebook with an explanation first and the parameters of an alliance filled in."""
    taken = " ".join(chosen.said(own.language))
    lines = [f"- `{name} = {_literal(value)}`" for name, value in chosen.parameters.items()]
    listed = "\n".join([SET[own.language], "", *lines]) if lines else ""
    explanation = EXPLANATION[own.language].format(
        notebook=notebook, name=_escaped(own.name), taken=taken, parameters=listed, path=shown
    )
    cells = [
        {"cell_type": "markdown", "id": "adapted-00", "metadata": {}, "source": explanation},
        *content["cells"],
    ]
    for cell in cells:
        if "parameters" in cell["metadata"].get("tags", []):
            cell["source"] = with_values("".join(cell["source"]), chosen.parameters)
    # the explanation, then the parameters, then what the notebook says
    number = next(
        n for n, cell in enumerate(cells) if "parameters" in cell["metadata"].get("tags", [])
    )
    cells.insert(1, cells.pop(number))
    return {**content, "cells": cells}


def with_values(source: str, values: dict[str, Any]) -> str:
    """Return a parameters cell with other values; comments behind them stay."""
    lines = source.splitlines()
    comments = _comments(source)
    for statement in reversed(ast.parse(source).body):
        target = statement.targets[0] if isinstance(statement, ast.Assign) else None
        if not isinstance(target, ast.Name) or target.id not in values:
            continue
        first, last = statement.lineno, statement.end_lineno or statement.lineno
        behind = next((comments[row] for row in range(first, last + 1) if row in comments), "")
        comment = f"  {behind}" if behind else ""
        lines[first - 1 : last] = [f"{target.id} = {_literal(values[target.id])}{comment}"]
    return "\n".join(lines)


def _comments(source: str) -> dict[int, str]:
    """Return {line: comment} of a piece of code."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {one.start[0]: one.string for one in tokens if one.type == tokenize.COMMENT}


def _literal(value: Any) -> str:
    """Return a value as Python code, texts in double quotes."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


def _escaped(text: str) -> str:
    """Return a text that Markdown and HTML show as it is."""
    return re.sub(r"([\\`*_\[\]#|])", r"\\\1", html.escape(text, quote=False))


def original_of(path: Path) -> dict[str, str]:
    """Return what a copy says of its original (``notebook``, ``sha256``, ``alliance``).

    Raises
    ------
    OwnError
        The file is no notebook, or no copy that `adapt` has made.
    """
    try:
        mark = json.loads(path.read_text(encoding="utf-8"))["metadata"][MARK]
        return {name: str(mark[name]) for name in ("notebook", "sha256", "alliance")}
    except FileNotFoundError:
        raise OwnError(f"Die Datei {path} gibt es nicht.\nThere is no file {path}.") from None
    except (ValueError, KeyError, TypeError):
        raise OwnError(
            f"{path.name} ist keine Kopie, die make adapt angelegt hat. Legen Sie eine an: "
            f"make adapt N=1-2-new-fields ALLIANCE=…\n"
            f"{path.name} is no copy that make adapt has made. Make one: "
            f"make adapt N=1-2-new-fields ALLIANCE=…"
        ) from None


def changed_since(path: Path) -> bool:
    """Return whether the original of a copy is another one now; False where that is not known."""
    try:
        mark = original_of(path)
    except OwnError:
        return False
    source = config.NOTEBOOKS / f"{mark['notebook']}.ipynb"
    return source.is_file() and hashlib.sha256(source.read_bytes()).hexdigest() != mark["sha256"]
