"""A document as PDF, tagged for screen readers (PDF/UA-1), the same bytes every time.

The Typst that is compiled is a fixed file of this folder; the document reaches it as data (JSON).
No Typst code is ever put together from texts, so that there is nothing to escape and a name such
as ``#read("/etc/passwd")`` is a text like any other. (Pandoc writes Typst code; it would also have
to start a program for each document, and loses what it does not know: callouts, sources, row
counts.)
"""

from __future__ import annotations

import json
import re
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from wir.documents.blocks import Document
from wir.documents.view import view

FOLDER = Path(__file__).parent
MOMENT = 1_704_067_200
"""The date in every file, 1 January 2024: a file made again is the same file."""
LONG = re.compile(r"[^\s\N{ZERO WIDTH SPACE}]{24,}")
AFTER = re.compile(r"(?<=[/\-_.,;:&?=+@|])(?=\w)")
MISSING_GLYPH = "\N{WHITE SQUARE}"


def pdf(document: Document) -> bytes:
    """Return a document as the bytes of a PDF file.

    Raises
    ------
    ValueError
        If Typst cannot set the document; the message says why.
    """
    return compile_data("document.typ", view(document))


def compile_data(template: str, data: Any) -> bytes:
    """Return the PDF that a template of this package makes of data.

    Parameters
    ----------
    template : str
        Name of a file in the folder of `wir.documents`, or a path below the package's folders.
    data : object
        What JSON can hold; the template reads it as ``sys.inputs.document``.
    """
    import typst

    path = FOLDER / template
    with tempfile.TemporaryDirectory(prefix="wir-typst-") as empty:
        # The root is an empty folder, and packages are looked for there: nothing can be read.
        compiler = typst.Compiler(
            path.read_bytes(),
            root=empty,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"document": json.dumps(_settable(data), ensure_ascii=False)},
            package_path=empty,
            package_cache_path=empty,
        )
        try:
            made = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=MOMENT)
        except typst.TypstError as error:
            hints = " ".join(error.hints)
            raise ValueError(
                f"The PDF could not be set ({path.name}): {error.message} {hints}"
            ) from None
    if not isinstance(made, bytes):
        raise ValueError(f"The PDF could not be set ({path.name}): no file came back")
    return made


@cache
def _fonts() -> Any:
    """Return the fonts that come with Typst and with Matplotlib, the same on every machine."""
    import matplotlib as mpl
    import typst

    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    return typst.Fonts(include_system_fonts=False, font_paths=[str(folder)])


@cache
def _covered() -> frozenset[int]:
    """Return the characters that the fallback font has."""
    import matplotlib as mpl
    from matplotlib.ft2font import FT2Font

    path = Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
    return frozenset(FT2Font(str(path)).get_charmap())


def _settable(data: Any, key: str = "") -> Any:
    """Return data whose texts can be set: long words may break, unknown signs become a box."""
    if isinstance(data, dict):
        return {name: _settable(one, str(name)) for name, one in data.items()}
    if isinstance(data, list | tuple):
        return [_settable(one, key) for one in data]
    if not isinstance(data, str) or key in ("svg", "address"):
        return data
    covered = _covered()
    known = "".join(one if ord(one) in covered else _replace(one) for one in data)
    return known if key == "alt" else LONG.sub(lambda found: _breaks(found.group()), known)


def _replace(mark: str) -> str:
    """Return what stands for a sign that no font has: nothing for what is invisible anyway."""
    import unicodedata

    return "" if unicodedata.category(mark) in ("Cf", "Mn", "Cc") else MISSING_GLYPH


def _breaks(text: str) -> str:
    """Let a long word without blanks break after its punctuation, and every 24 characters."""
    parts = AFTER.split(text)
    cut = [part[at : at + 24] for part in parts for at in range(0, max(len(part), 1), 24)]
    return "\N{ZERO WIDTH SPACE}".join(cut)
