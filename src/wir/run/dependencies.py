"""What a notebook depends on, read from its code without running it.

A run must be repeated when, and only when, something it uses has changed. The modules of the
package that a notebook imports are followed from name to name: a room's ``__init__`` that
re-exports a function leads to the module of that function, not to the whole room. Tables are found
as ``load("name")`` with a literal name, in the notebook and in the modules it uses; the runner
checks after each run that nothing else was loaded.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from wir import config
from wir.dossier.kept import OPTIONAL, RESULTS
from wir.run.errors import RunError
from wir.run.statements import statements

PACKAGE = Path(__file__).resolve().parents[1]

ENGINE = ("wir.config", "wir.run.dependencies", "wir.run.engine")
"""Modules that every run goes through.

What they import in turn is not followed: it decides which parameters, name and title a run has, and
these are part of its fingerprint. So a model for a new notebook repeats no other run.
"""


def code_of(notebook: Path) -> str:
    """Return the code cells of a notebook as one text, magics and shell lines left out."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    lines = (
        line
        for cell in cells
        if cell["cell_type"] == "code"
        for line in "".join(cell["source"]).splitlines()
        if not line.lstrip().startswith(("%", "!"))
    )
    return "\n".join(lines)


@cache
def module_file(module: str) -> Path | None:
    """Return the file of a module of the package, or None if there is no such module."""
    parts = module.split(".")
    if parts[0] != "wir":
        return None
    base = PACKAGE.joinpath(*parts[1:])
    for candidate in (base.with_suffix(".py"), base / "__init__.py"):
        if candidate.is_file():
            return candidate
    return None


@dataclass(frozen=True)
class Uses:
    """What a piece of code uses by itself: modules of the package, tables, results of notebooks.

    ``unclear`` are imports of a whole room: which of its functions are used cannot be seen.
    """

    modules: frozenset[str]
    tables: frozenset[str]
    results: frozenset[tuple[str, str]] = frozenset()
    unclear: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()


@cache
def uses(source: str, package: str = "") -> Uses:
    """Return the modules of ``wir`` that ``source`` imports, the tables and results that it reads.

    ``package`` is the package of the module that ``source`` belongs to, for relative imports.
    """
    said = statements(source)
    modules = {name for name in said.imports if module_file(name)}
    unclear = {f"import {name}" for name in modules if _is_package(name)}
    for level, module, name, _ in said.from_imports:
        base = module
        if level:
            above = package.split(".")[: len(package.split(".")) - level + 1]
            base = ".".join([*above, base] if base else above)
        if module_file(base):
            modules |= _resolve_name(base, name)
            if _is_whole_room(base, name):
                unclear.add(f"from {base} import {name}")
    return Uses(
        frozenset(modules),
        frozenset(said.tables),
        frozenset(said.results),
        frozenset(unclear),
        frozenset(said.files),
    )


def _is_package(module: str) -> bool:
    file = module_file(module)
    return file is not None and file.name == "__init__.py"


def _is_whole_room(base: str, name: str) -> bool:
    """Return whether ``from base import name`` brings all that a package exports."""
    if not _is_package(base):
        return False
    return name == "*" or (name not in _re_exports(base) and _is_package(f"{base}.{name}"))


@cache
def _resolve_name(module: str, name: str) -> frozenset[str]:
    """Return the modules behind ``from module import name``."""
    submodule = f"{module}.{name}"
    file = module_file(module)
    if file is None:
        return frozenset()
    if file.name == "__init__.py":
        exported = _re_exports(module).get(name)
        if exported:
            return frozenset({module, exported})
        if module_file(submodule):
            return frozenset({submodule})
    return frozenset({module})


@cache
def _re_exports(package: str) -> dict[str, str]:
    """Return {name: module} for the names that a package's ``__init__`` takes from its modules."""
    file = module_file(package)
    names: dict[str, str] = {}
    if file is None:
        return names
    for level, module, name, alias in statements(file.read_text(encoding="utf-8")).from_imports:
        base = module
        if level:
            base = f"{package}.{base}" if base else package
        target = f"{base}.{name}" if module_file(f"{base}.{name}") else base
        if module_file(target):
            names[alias] = target
    return names


@cache
def _module_uses(module: str) -> Uses:
    file = module_file(module)
    if file is None or file.name == "__init__.py":
        # What a room re-exports is followed by name; importing the room alone needs only its file.
        return Uses(frozenset(), frozenset())
    package = module.rpartition(".")[0]
    return uses(file.read_text(encoding="utf-8"), package)


def _all_uses(source: str) -> dict[str, Uses]:
    """Return what ``source`` and each module behind it use, by module; ``source`` itself is ""."""
    found = {"": uses(source)}
    todo = list(found[""].modules)
    while todo:
        module = todo.pop()
        if module not in found:
            found[module] = _module_uses(module)
            todo.extend(found[module].modules)
    for module in ENGINE:
        found.setdefault(module, Uses(frozenset(), frozenset()))
    return found


def modules_used(source: str) -> list[str]:
    """Return all modules of ``wir`` that ``source`` uses, directly or through others, sorted."""
    return sorted(set(_all_uses(source)) - {""})


def tables_used(source: str) -> list[str]:
    """Return the tables that ``source`` and the modules behind it load, sorted."""
    return sorted({name for used in _all_uses(source).values() for name in used.tables})


def files_used(source: str) -> list[str]:
    """Return the committed files that ``source`` and the modules behind it read, sorted."""
    return sorted({name for used in _all_uses(source).values() for name in used.files})


def results_used(source: str) -> list[tuple[str, str]]:
    """Return the results that ``source`` reads, as pairs of notebook and name, sorted.

    A notebook reads them itself, as ``result("notebook", "name")``; modules do not.
    """
    return sorted(uses(source).results)


def result_file(notebook: str, name: str) -> Path:
    """Return the file in which a notebook that runs once keeps a result."""
    return config.EXECUTED / notebook / f"{name}.parquet"


def results_read() -> dict[str, list[str]]:
    """Return the results that must be there: {notebook: names that others read}, sorted.

    Others are the notebooks and the printable dossier.
    """
    read = {*RESULTS.values(), *OPTIONAL.values()}
    for path in config.NOTEBOOKS.glob("*.ipynb"):
        read |= set(results_used(code_of(path)))
    return {
        notebook: sorted(name for source, name in read if source == notebook)
        for notebook in sorted({source for source, _ in read})
    }


def table_file(name: str) -> Path:
    """Return the committed file of a table."""
    for path in (config.PROCESSED / f"{name}.parquet", config.RAW / f"{name}.csv"):
        if path.is_file():
            return path
    raise RunError(
        f"The table {name!r} is neither in data/processed/ nor in data/raw/. "
        "If it was deleted, `git checkout data` brings it back."
    )


@cache
def digest(path: Path) -> str:
    """Return the SHA-256 of a file; each file is read once per process."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


@cache
def _resources() -> dict[str, str]:
    """Return {table: digest of its description in a datapackage.json}."""
    packages = [
        json.loads(path.read_text(encoding="utf-8"))
        for path in (config.DATAPACKAGE, config.RAW / "datapackage.json")
        if path.is_file()
    ]
    return {
        resource["name"]: hashlib.sha256(json.dumps(resource, sort_keys=True).encode()).hexdigest()
        for package in packages
        for resource in package.get("resources", [])
    }


@cache
def relative(path: Path) -> str:
    """Return ``path`` relative to the project, with forward slashes."""
    for root in (config.ROOT, PACKAGE.parents[1]):
        if path.resolve().is_relative_to(root):
            return path.resolve().relative_to(root).as_posix()
    return path.as_posix()


@cache
def inputs_of(notebook: Path) -> dict[str, str]:
    """Return {input: SHA-256} of all that a notebook depends on; computed once per process.

    Inputs are the notebook, the modules and the tables it uses, the description of those tables,
    and the lock file. Results of other notebooks are inputs as well; they are files that change
    while the graph is run, so its tasks compare them by themselves. Paths are relative to the
    project.
    """
    _no_circle(notebook)
    source = code_of(notebook)
    _check_imports(notebook, source)
    files = [notebook, config.LOCK]
    files += [file for module in modules_used(source) if (file := module_file(module))]
    tables = tables_used(source)
    files += [table_file(name) for name in tables]
    files += [path for name in files_used(source) if (path := config.project_file(name)).is_file()]
    inputs = {relative(file): digest(file) for file in files}
    described = _resources()
    inputs |= {f"datapackage.json#{n}": described[n] for n in tables if n in described}
    return dict(sorted(inputs.items()))


def _check_imports(notebook: Path, source: str) -> None:
    """Raise a `RunError` if a room is imported whole: a change in it would not be seen."""
    for module, used in _all_uses(source).items():
        if used.unclear:
            raise RunError(
                f"{module or notebook.name}: found `{min(used.unclear)}`; import the functions "
                "that are used by name, as in `from wir.potential import composite_index`, so "
                "that the run is repeated when one of them changes."
            )


def _no_circle(notebook: Path, above: tuple[str, ...] = ()) -> None:
    """Raise a `RunError` if a notebook reads, through others or not, a result of its own."""
    if notebook.stem in above:
        circle = " reads ".join((*above[above.index(notebook.stem) :], notebook.stem))
        raise RunError(f"Notebooks wait for each other: {circle}. One of them must not.")
    for name in sorted({name for name, _ in results_used(code_of(notebook))}):
        _no_circle(_other_notebook(notebook, name), (*above, notebook.stem))


def _other_notebook(notebook: Path, name: str) -> Path:
    # somebody's own copy, below data/raw/, reads the results of the notebooks of the compendium
    copied = notebook.is_relative_to(config.RAW)
    path = (config.NOTEBOOKS if copied else notebook.parent) / f"{name}.ipynb"
    if not path.is_file():
        raise RunError(
            f"{notebook.name} reads a result of {name!r}, but there is no notebooks/{name}.ipynb."
        )
    return path


def fingerprint(inputs: dict[str, str], parameters: dict[str, object]) -> str:
    """Return one SHA-256 for all inputs and parameters of a run."""
    text = json.dumps({"inputs": inputs, "parameters": parameters}, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
