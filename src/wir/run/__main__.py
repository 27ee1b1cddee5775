"""Command line behind the Makefile: one notebook, one dossier, the comparison of numbers."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from wir import config
from wir.data.errors import DataError
from wir.run.errors import RunError
from wir.run.runs import Run, dossier_run, variant_run


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; errors that the user can mend are printed without a traceback."""
    parser = argparse.ArgumentParser(prog="python -m wir.run", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    notebook = commands.add_parser("notebook", help="run one notebook")
    notebook.add_argument("name")
    notebook.add_argument("--parameters", default="", help="name=value name=value ...")
    notebook.add_argument("--alliance", default="", help="folder in data/raw/own/")
    copy = commands.add_parser("adapt", help="copy a notebook for an alliance's own use")
    copy.add_argument("name")
    copy.add_argument("alliance")
    dossier = commands.add_parser("dossier", help="make the dossier of one alliance")
    dossier.add_argument("alliance")
    dossier.add_argument("--own", default="", help="folder in data/raw/own/ with own lists")
    dossier.add_argument("--language", default="", help="de or en; both where not given")
    commands.add_parser("verify", help="compare the numbers with the committed ones")
    commands.add_parser("accept", help="make the numbers the committed ones")
    options = parser.parse_args(arguments)
    try:
        if options.command == "notebook":
            return _notebook(options.name, options.parameters, options.alliance)
        if options.command == "adapt":
            return _adapt(options.name.removesuffix(".ipynb"), options.alliance)
        if options.command == "dossier":
            return _dossier(options.alliance, options.own, options.language)
        from wir.run import verify

        if options.command == "verify":
            return 1 if verify.verify() else 0
        verify.accept()
    except (RunError, DataError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _notebook(name: str, text: str, alliance: str = "") -> int:
    """Run a notebook: with its defaults for the book, with other parameters beside it."""
    from wir.run.parameters import model_of, parse_overrides

    if not name:
        raise RunError("Which notebook? For example: make notebook N=1-1-regional-potential")
    if "/" in name:
        return _own_copy(Path(name), text)
    name = name.removesuffix(".ipynb")
    model_of(name)
    overrides = {**_from_alliance(name, alliance), **parse_overrides(text)}
    if not overrides:
        return _pytask(name)
    run = variant_run(name, overrides)
    _execute(run)
    print(f"Result: {run.executed.relative_to(config.ROOT)}")
    _show_changes(run)
    return 0


def _from_alliance(notebook: str, alliance: str) -> dict[str, Any]:
    """Return the parameters that a notebook takes from own data, after saying what they are."""
    if not alliance:
        return {}
    from wir.own.alliance import read_own
    from wir.own.notebooks import adaptation

    own = read_own(alliance)
    chosen = adaptation(notebook, own)
    for line in chosen.said(own.language):
        print(line)
    for parameter, value in chosen.parameters.items():
        print(f"  {parameter} = {value!r}")
    return chosen.parameters


def _own_copy(path: Path, text: str) -> int:
    """Run somebody's own copy of a notebook, and say if its original has changed since."""
    from wir.own.adapt import CHANGED, changed_since, original_of
    from wir.own.alliance import read_own
    from wir.run.parameters import parse_overrides
    from wir.run.runs import copy_run

    file = path if path.is_absolute() else config.ROOT / path
    if not file.is_file() and file.suffix != ".ipynb":
        file = file.with_name(f"{file.name}.ipynb")
    mark = original_of(file)
    own = read_own(mark["alliance"])
    if changed_since(file):
        print(CHANGED[own.language].format(notebook=mark["notebook"]))
    run = copy_run(file, mark["notebook"], own.key, parse_overrides(text))
    _execute(run)
    print(f"Result: {run.executed.relative_to(config.ROOT)}")
    return 0


def _adapt(name: str, alliance: str) -> int:
    """Copy a notebook for an alliance's own use."""
    from wir.own.adapt import adapt
    from wir.own.alliance import read_own

    if not name or not alliance:
        raise RunError(
            "Which notebook, for whom? For example: "
            "make adapt N=1-2-new-fields ALLIANCE=mein-buendnis"
        )
    for line in adapt(name, read_own(alliance)).messages:
        print(line)
    return 0


def _execute(run: Run) -> None:
    """Execute a run with a line that counts the seconds."""
    from wir.run.engine import execute

    stop = threading.Event()

    def tick() -> None:
        start = time.monotonic()
        while not stop.wait(1 if sys.stderr.isatty() else 10):
            end = "\r" if sys.stderr.isatty() else "\n"
            print(f"{run.name}: {time.monotonic() - start:.0f} s", end=end, file=sys.stderr)

    thread = threading.Thread(target=tick, daemon=True)
    thread.start()
    try:
        execute(run)
    finally:
        stop.set()
        thread.join()


def _show_changes(run: Run) -> None:
    """Print how the numbers of a variant differ from those of the book."""
    from wir.publish.numbers import compare

    variant = _numbers(run.folder)
    book = _numbers(config.EXECUTED / run.notebook)
    if not variant or not book:
        return
    lines = compare(book, variant)
    print(
        f"{len(lines)} of {len(variant)} numbers differ from the book's:"
        if lines
        else f"All {len(variant)} numbers are those of the book."
    )
    for line in lines:
        print(f"  {line}")


def _numbers(folder: Any) -> dict[str, dict[str, Any]]:
    path = folder / "numbers.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def _dossier(alliance: str, own: str = "", language: str = "") -> int:
    """Make a dossier; with own lists the long page as well, in ``runs/`` and not in the book."""
    if not own:
        from wir.dossier.__main__ import main as printable

        return printable([alliance, "--language", language])
    if not alliance:
        raise RunError("Which alliance? For example: make dossier ALLIANCE=reegion-now")
    run = dossier_run(alliance)
    _check_own(own)
    code = _pytask(run.name)
    if code == 0:
        from wir.publish.files import write_text
        from wir.publish.standalone import html

        variant = variant_run(run.notebook, {"alliance": alliance, "own_lists": own})
        run = replace(variant, title=run.title)
        _execute(run)
        path = write_text(run.executed.with_suffix(".html"), html(run.executed))
        print(f"The dossier: open {path} in a browser.")
    return code


def _check_own(own: str) -> None:
    """Refuse a folder with own lists that is not there, before anything runs."""
    from wir.data.errors import DataError
    from wir.partners.own_lists import own_folder

    try:
        own_folder(own)
    except DataError as error:
        raise RunError(str(error)) from None


def _pytask(expression: str) -> int:
    """Bring the tasks whose name contains ``expression`` up to date."""
    command = [sys.executable, "-m", "pytask", "-k", expression]
    return subprocess.run(command, cwd=config.ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
