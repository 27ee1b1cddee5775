"""The imports and reads that stand in a piece of code, and a memory of them between two builds.

Parsing every module of the package takes longer than everything else that an idle `make` does. What
a text says depends on nothing but the text, so it is kept under the SHA-256 of the text; a memory
that is missing, damaged or of another version costs a parse and nothing else.
"""

from __future__ import annotations

import ast
import hashlib
import json
import sys
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from wir import config
from wir.files import replacing

MEMORY = config.ROOT / ".pytask" / "statements.json"
"""Where the memory is kept; ignored by git, removed by `make clean`."""


class From(NamedTuple):
    """One ``from module import name as alias``; ``level`` counts the leading dots."""

    level: int
    module: str
    name: str
    alias: str


class Statements(NamedTuple):
    """What a piece of code says: its imports, and the literals that it loads and reads."""

    imports: tuple[str, ...]
    from_imports: tuple[From, ...]
    tables: tuple[str, ...]
    files: tuple[str, ...]
    results: tuple[tuple[str, str], ...]


def parse(source: str) -> Statements:
    """Return the statements in ``source`` that say what it uses, in the order of the code.

    Raises
    ------
    SyntaxError
        If ``source`` is not Python.
    """
    imports: list[str] = []
    from_imports: list[From] = []
    tables: list[str] = []
    files: list[str] = []
    results: list[tuple[str, str]] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            imports += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            from_imports += [
                From(node.level, node.module or "", alias.name, alias.asname or alias.name)
                for alias in node.names
            ]
        elif isinstance(node, ast.Call):
            match _name(node), [_text(one) for one in node.args]:
                case "load", [str(table), *_]:
                    tables.append(table)
                case "project_file", [str(file), *_]:
                    files.append(file)
                case "result", [str(notebook), str(name), *_]:
                    results.append((notebook, name))
    return Statements(
        tuple(imports), tuple(from_imports), tuple(tables), tuple(files), tuple(results)
    )


def _name(call: ast.Call) -> str:
    """Return ``load`` for ``load(...)`` and for ``data.load(...)``."""
    function = call.func
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _text(node: ast.expr) -> str | None:
    """Return the text of a literal, or None."""
    literal = node.value if isinstance(node, ast.Constant) else None
    return literal if isinstance(literal, str) else None


@cache
def statements(source: str) -> Statements:
    """Return what `parse` says of ``source``, from memory if the same text was parsed before."""
    key = hashlib.sha256(source.encode()).hexdigest()
    _seen.add(key)
    known = _memory()
    if key not in known:
        known[key] = parse(source)
        _new.add(key)
    return known[key]


_seen: set[str] = set()
_new: set[str] = set()


def _version() -> list[Any]:
    """Return what else the answers depend on: this module, and the grammar that is understood."""
    code = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
    return [code, *sys.version_info[:2]]


@cache
def _memory() -> dict[str, Statements]:
    try:
        kept = json.loads(MEMORY.read_text(encoding="utf-8"))
        if kept["version"] != _version():
            return {}
        return {
            key: Statements(
                tuple(imports),
                tuple(From(*one) for one in froms),
                tuple(tables),
                tuple(files),
                tuple((notebook, name) for notebook, name in results),
            )
            for key, (imports, froms, tables, files, results) in kept["statements"].items()
        }
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def remember() -> None:
    """Keep what was parsed in this process for the next one; texts no longer met are forgotten."""
    if not _new:
        return
    known = {key: _memory()[key] for key in sorted(_seen)}
    try:
        with replacing(MEMORY) as temporary:
            temporary.write_text(
                json.dumps({"version": _version(), "statements": known}), encoding="utf-8"
            )
    except OSError:
        return  # a folder that cannot be written costs a parse next time
    _new.clear()
