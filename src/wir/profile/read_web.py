"""Reading saved web pages and web archives: the text without menus, footers and banners."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from wir.profile.dates import iso_date
from wir.profile.documents import Problem, Text, UnreadableError
from wir.profile.encoding import decode
from wir.profile.read_office import read_pdf

RECORD_BYTES = 20 * 2**20
"""Bytes of one record of an archive that are read at most."""
ERROR_WORDS = 150
"""A page of more words is no error page, whatever its title says."""

DECLARED = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
ERROR_PAGE = re.compile(
    r"\b(40[0-9]|50[0-9])\b.*\b(error|not found|fehler|forbidden|nicht gefunden|unavailable)"
    r"|\b(error|fehler)\b\W*\b(40[0-9]|50[0-9])\b|\bpage not found\b|\baccess denied\b"
    r"|\bseite (wurde )?nicht gefunden\b|\bzugriff verweigert\b|\bservice unavailable\b"
    r"|\binternal server error\b",
    re.IGNORECASE,
)
DATES = (
    "article:published_time", "datepublished", "dc.date.issued", "dcterms.issued", "dc.date",
    "dcterms.date", "dcterms.created", "date", "article:modified_time", "dcterms.modified",
    "last-modified", "datemodified",
)  # fmt: skip
"""Names of the meta elements that hold the date of a page, the first one that is there counts."""
PAGES = ("text/html", "application/xhtml+xml")


def read_html(data: bytes) -> Iterator[Text]:
    """Yield the main text of a page, with the date that its meta elements state.

    Raises
    ------
    UnreadableError
        No main text, an error page, an encoding that gives no text.
    """
    import logging

    import trafilatura

    for name in ("trafilatura", "htmldate"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    declared = DECLARED.search(data[:4096])
    page, remark = decode(data, declared[1].decode("ascii", "ignore") if declared else "")
    try:
        # once parsed, for the text and the metadata; a text is needed since bytes were decoded
        tree = trafilatura.load_html(page)
        if tree is None:
            raise UnreadableError("empty", "There is no HTML in it.")
        title = " ".join(
            " ".join(node.itertext()) for node in tree.xpath("//head/title | //body//h1")
        )
        date = _meta_date(tree)
        text = trafilatura.extract(tree, include_comments=False, favor_precision=True) or ""
    except UnreadableError:
        raise
    except Exception as error:  # lxml raises whatever a broken page leads to
        raise UnreadableError("corrupt", f"The page cannot be parsed ({error})."[:200]) from None
    words = len(text.split())
    if words < ERROR_WORDS and ERROR_PAGE.search(" ".join(title.split())):
        raise UnreadableError("error page", f"Its title is “{' '.join(title.split())[:80]}”.")
    if words < 3:
        raise UnreadableError("empty", "There is no text but menus and notices.")
    yield Text(text, "", date, "meta element of the page" if date else "", remark=remark)


def _meta_date(tree: object) -> str:
    found: dict[str, str] = {}
    for node in tree.iter("meta"):  # type: ignore[attr-defined]
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = str(node.get(key) or "").lower()
            if name in DATES and iso_date(node.get("content")):
                found.setdefault(name, iso_date(node.get("content")))
    return next((found[name] for name in DATES if name in found), "")


def read_warc(stream: IO[bytes], file: str) -> Iterator[Text | Problem]:
    """Yield the pages of a web archive, record by record, and what could not be read of it.

    Parameters
    ----------
    stream
        The open file, compressed or not; one record is in memory at a time.
    file
        Its name, for problems.

    Raises
    ------
    UnreadableError
        No record can be read at all.
    """
    from warcio.archiveiterator import ArchiveIterator

    number = 0
    try:
        for record in ArchiveIterator(stream):
            number += 1
            if record.rec_type != "response":
                continue
            address = record.rec_headers.get_header("WARC-Target-URI") or f"record {number}"
            date = iso_date(record.rec_headers.get_header("WARC-Date"))
            try:
                for found in _payload(record):
                    yield Text(
                        found.text, address, date or found.date,
                        "web archive" if date else found.basis, remark=found.remark,
                    )  # fmt: skip
            except UnreadableError as error:
                yield Problem(file, address, error.reason, error.detail)
            if _cut(record):
                yield Problem(file, address, "corrupt", "The archive breaks off in this record.")
    except Exception as error:  # a cut or broken archive: what came before stays
        detail = f"The archive breaks off after {number} records ({type(error).__name__})."
        if not number:
            raise UnreadableError("corrupt", detail) from None
        yield Problem(file, f"after record {number}", "corrupt", detail)
    if not number:
        raise UnreadableError("corrupt", "There is no whole record in the archive.")


def _cut(record: object) -> bool:
    """Say whether a record has fewer bytes than it says."""
    stream = record.raw_stream  # type: ignore[attr-defined]
    while stream.read(2**16):
        pass
    return int(getattr(stream, "limit", 0)) > 0


def _payload(record: object) -> Iterator[Text]:
    headers = record.http_headers  # type: ignore[attr-defined]
    status = str(headers.get_statuscode()) if headers else ""
    kind = str(headers.get_header("Content-Type") or "").lower() if headers else ""
    if status and not status.startswith("2"):
        raise UnreadableError("error page", f"The server answered {status}.")
    if not kind.startswith((*PAGES, "text/plain", "application/pdf")):
        return  # images, styles and scripts are no texts
    data = record.content_stream().read(RECORD_BYTES + 1)  # type: ignore[attr-defined]
    if len(data) > RECORD_BYTES:
        raise UnreadableError("too big", f"More than {RECORD_BYTES / 2**20:.0f} MB.")
    if kind.startswith("application/pdf"):
        yield from read_pdf(data)
    elif kind.startswith("text/plain"):
        text, remark = decode(data)
        yield Text(text, remark=remark)
    else:
        yield from read_html(data)
