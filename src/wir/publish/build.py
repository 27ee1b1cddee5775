"""Build the book: quickly, offline, all or nothing, with errors that can be acted on.

``build_book`` starts a process of its own, so that whoever calls it needs neither Sphinx nor its
memory. That process builds incrementally into a folder beside the result and swaps the two only
when the build has succeeded: a reader never meets half a book.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TextIO


class BookError(RuntimeError):
    """The book could not be built; the message lists the warnings page by page."""


def build_book(source: Path, output: Path, *, warnings_are_errors: bool = True) -> Path:
    """Build the book.

    Parameters
    ----------
    source : Path
        The folder with ``_config.yml`` and ``_toc.yml``.
    output : Path
        The folder for the pages, for instance ``book/_build/html``; what it held is replaced
        when the build has succeeded, and kept when not.
    warnings_are_errors : bool
        Whether a warning stops the build (after the last page, so that all are listed).

    Returns
    -------
    Path
        The first page.

    Raises
    ------
    BookError
        With what is wrong, page by page.
    """
    command = [sys.executable, "-m", "wir.publish.build", str(source), str(output)]
    if not warnings_are_errors:
        command.append("--warnings-allowed")
    environment = {**os.environ, "PYTHONUTF8": "1"}
    done = subprocess.run(
        command, check=False, stderr=subprocess.PIPE, text=True, encoding="utf-8", env=environment
    )
    if done.returncode:
        raise BookError(done.stderr.strip() or f"the build stopped with code {done.returncode}")
    return output / "index.html"


def readable(warnings: str, source: Path) -> list[str]:
    """Return Sphinx's warnings as lines, grouped by page."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", warnings)
    pages: dict[str, list[str]] = {}
    for line in dict.fromkeys(text.splitlines()):
        if not line.strip():
            continue
        found = re.match(
            r"(?P<page>.+?)(?::(?P<line>\d+))?: (?:WARNING|ERROR|CRITICAL): (?P<what>.*)", line
        )
        if found:
            page = found["page"].removeprefix(f"{source}{os.sep}").removeprefix(str(source))
            where = _place(page, found["line"])
            pages.setdefault(page or "the book", []).append(where + found["what"])
        elif line.startswith(("WARNING: ", "ERROR: ")) or not pages:
            pages.setdefault("the book", []).append(line.partition(": ")[2] or line)
        else:
            pages[list(pages)[-1]].append(f"  {line.strip()}")
    lines = []
    for page, messages in sorted(pages.items()):
        lines.append(page)
        lines += [f"  {message}" for message in messages]
    return lines


def _place(page: str, line: str | None) -> str:
    """Return where on a page; in a notebook MyST-NB counts cell × 10,000 + line."""
    if not line:
        return ""
    cell, number = divmod(int(line), 10_000)
    if page.endswith(".ipynb"):
        return f"cell {cell}, line {number}: "
    return f"line {line}: "


def main(arguments: list[str]) -> int:
    """Build in this process; print progress, and errors to the standard error stream."""
    strict = "--warnings-allowed" not in arguments
    source, output = (Path(one).resolve() for one in arguments if not one.startswith("--"))
    start = time.perf_counter()
    staging = output.with_name(f".{output.name}.staging")
    try:
        warnings = _sphinx(source, staging, output.with_name(f".{output.name}.doctrees"))
    except Exception as error:
        print(f"The book could not be built: {error}", file=sys.stderr)
        return 1
    lines = readable(warnings, source)
    if lines and strict:
        print("The book was not built. What is wrong, page by page:", file=sys.stderr)
        print("\n".join(f"  {line}" for line in lines), file=sys.stderr)
        return 1
    _swap(staging, output)
    count = sum(1 for _ in output.rglob("*.html"))
    print(f"Book: {count} pages, {time.perf_counter() - start:.1f} s", flush=True)
    return 0


def _sphinx(source: Path, staging: Path, doctrees: Path) -> str:
    """Run Sphinx with the configuration of Jupyter Book; return its warnings."""
    # jsonschema would spend two seconds on grammars of addresses that no setting has.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    from jupyter_book.config import get_final_config
    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    with contextlib.redirect_stdout(io.StringIO()) as said:
        settings, _ = get_final_config(
            user_yaml=source / "_config.yml",
            cli_config={"latex_individualpages": False},
            sourcedir=source,
            raise_on_invalid=True,
        )
    _ = said
    broken = doctrees / "building"
    if broken.exists():  # the last build was stopped half-way: its state cannot be trusted
        shutil.rmtree(doctrees, ignore_errors=True)
        shutil.rmtree(staging, ignore_errors=True)
    doctrees.mkdir(parents=True, exist_ok=True)
    broken.touch()
    if not (doctrees / "environment.pickle").is_file():
        shutil.rmtree(staging, ignore_errors=True)
    warnings = io.StringIO()
    with patch_docutils(), docutils_namespace():
        app = Sphinx(
            srcdir=str(source),
            confdir=None,  # the configuration is _config.yml, not a conf.py
            outdir=str(staging),
            doctreedir=str(doctrees),
            buildername="html",
            confoverrides=settings,
            status=Progress(sys.stdout),  # type: ignore[arg-type]
            warning=warnings,
            keep_going=True,
            parallel=1,
        )
        app.build()
    text = warnings.getvalue()
    if text.strip():  # a page with a warning must be read again next time, to warn again
        (doctrees / "environment.pickle").unlink(missing_ok=True)
    broken.unlink()
    return text


def _swap(staging: Path, output: Path) -> None:
    """Put a copy of the new pages in the place of the old ones; the staging folder stays."""
    fresh = output.with_name(f".{output.name}.new")
    old = output.with_name(f".{output.name}.old")
    for folder in (fresh, old):
        shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(staging, fresh, ignore=shutil.ignore_patterns(".buildinfo*"))
    if output.exists():
        output.rename(old)
    fresh.rename(output)
    shutil.rmtree(old, ignore_errors=True)


class Progress(io.TextIOBase):
    """A stream for Sphinx's status: on a terminal one line that is rewritten, else every 10 s."""

    def __init__(self, target: TextIO) -> None:
        self.target = target
        self.terminal = target.isatty()
        self.shown = time.monotonic()

    def write(self, text: str) -> int:
        """Show the last line of the text."""
        line = re.sub(r"\x1b\[[0-9;]*[mK]", "", text).replace("\r", "").strip()
        pause = 0.1 if self.terminal else 10.0
        if line and time.monotonic() - self.shown > pause:
            self.shown = time.monotonic()
            if self.terminal:
                self.target.write(f"\r\x1b[KBook: {line[:70]}\r")
            else:
                self.target.write(f"Book: {line[:100]}\n")
            self.target.flush()
        return len(text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
