"""Reading PDF and DOCX."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from wir.data.containers import ContainerError, Limits, members
from wir.profile.dates import iso_date
from wir.profile.documents import Text, UnreadableError

PAGES = 2_000
LETTERS = 20
"""Fewer letters on average on a page than this: a picture of text, not text."""
UNPACKED = 300 * 2**20
"""Bytes to which a DOCX or XLSX may unpack."""
CHARACTERS = 20_000_000
"""Characters that are read of one file at most."""

HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad]\n\s*(?=[a-zäöüß])")
LETTER = re.compile(r"[^\W\d_]")
DIGITS = re.compile(r"\d+")


def read_pdf(data: bytes) -> Iterator[Text]:
    """Yield the text of a PDF, without headers and footers, with the date it was made.

    Raises
    ------
    UnreadableError
        Encrypted, without text (scanned), too many pages, corrupt.
    """
    import logging

    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableError("encrypted", "The PDF needs a password.")
        count = len(reader.pages)
        if count > PAGES:
            raise UnreadableError("too big", f"{count} pages; at most {PAGES} are read.")
        pages, characters = [], 0
        for page in reader.pages:
            pages.append(page.extract_text() or "")
            characters += len(pages[-1])
            if characters > CHARACTERS:
                raise UnreadableError("too big", f"More than {CHARACTERS:,} characters.")
        made = reader.metadata.creation_date if reader.metadata else None
    except UnreadableError:
        raise
    except Exception as error:  # pypdf raises whatever a broken file leads to
        raise UnreadableError("corrupt", f"The PDF cannot be read ({_kind(error)}).") from None
    letters = sum(len(LETTER.findall(page)) for page in pages)
    if letters < LETTERS * max(count, 1):
        raise UnreadableError(
            "no text", f"{count} pages with {letters} letters in all: a scan without text?"
        )
    date = iso_date(made)
    text = HYPHEN.sub("", "\n".join(without_running_lines(pages)))
    yield Text(text, f"pages 1–{count}", date, "file metadata" if date else "")


def without_running_lines(pages: Sequence[str]) -> list[str]:
    """Return pages without headers and footers (from three pages on).

    Those are lines among the first and last three of a page that stand on more than half of the
    pages. Numbers in a line do not count: "page 3" and "page 4" are the same.
    """
    if len(pages) < 3:
        return list(pages)
    split = [page.splitlines() for page in pages]
    seen = Counter(
        key for lines in split for key in {_key(line) for line in lines[:3] + lines[-3:]} if key
    )
    running = {key for key, number in seen.items() if number > len(pages) / 2}
    return [
        "\n".join(
            line
            for number, line in enumerate(lines)
            if not (_key(line) in running and (number < 3 or number >= len(lines) - 3))
        )
        for lines in split
    ]


def _key(line: str) -> str:
    return DIGITS.sub("#", line.strip())


def read_docx(data: bytes) -> Iterator[Text]:
    """Yield the text of a DOCX, paragraphs and tables in their order, with the date it was made.

    Raises
    ------
    UnreadableError
        Corrupt, empty, or too big when unpacked.
    """
    check_package(data)
    import docx
    from docx.table import Table

    try:
        document = docx.Document(io.BytesIO(data))
        parts = []
        for block in document.iter_inner_content():
            if isinstance(block, Table):
                parts += [cell.text for row in block.rows for cell in row.cells]
            else:
                parts.append(block.text)
        date = iso_date(document.core_properties.created)
    except Exception as error:  # lxml and python-docx raise whatever a broken file leads to
        raise UnreadableError("corrupt", f"The DOCX cannot be read ({_kind(error)}).") from None
    text = "\n".join(part for part in parts if part.strip())
    if not LETTER.search(text):
        raise UnreadableError("empty", "The document has no text.")
    yield Text(text[:CHARACTERS], "", date, "file metadata" if date else "")


def check_package(data: bytes) -> list[str]:
    """Return the members of a DOCX or XLSX, after checking that it unpacks to a bearable size.

    Raises
    ------
    UnreadableError
        No ZIP archive, encrypted, or too big when unpacked (a ZIP bomb).
    """
    try:
        found = members(io.BytesIO(data), Limits(UNPACKED))
    except ContainerError as error:
        if error.reason == "encrypted":
            raise UnreadableError("encrypted", "The package needs a password.") from None
        if error.reason == "broken":
            raise UnreadableError(
                "corrupt", f"The file is no whole package ({error.part})."
            ) from None
        raise UnreadableError(
            "too big",
            f"It holds {error.found:,} files; at most {error.limit:,}."
            if error.reason == "parts"
            else f"It unpacks to {error.found / 2**20:,.0f} MB; at most {UNPACKED / 2**20:.0f}.",
        ) from None
    return [member.filename for member in found]


def _kind(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:160] if str(error) else type(error).__name__
