"""Searching everything that was made for words that must not be in it.

Files are looked at as they are and unpacked: ZIP, gzip, compressed PNG text, Parquet, base64 in
pages and notebooks, in UTF-8 and UTF-16, with umlauts as JSON, HTML and addresses write them.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import gzip
import html
import io
import re
import urllib.parse
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

DEEPEST = 6
BASE64 = re.compile(rb"(?:[A-Za-z0-9+/]{4}|(?:\\n|\s)(?=[A-Za-z0-9+/])){10,}={0,2}")
URL_BASE64 = re.compile(rb"[A-Za-z0-9_-]{40,}={0,2}")
PNG = b"\x89PNG\r\n\x1a\n"


def find_traces(places: Iterable[Path], words: Sequence[str]) -> list[tuple[str, str]]:
    """Return which word is in which file; a folder is searched whole, hidden files too.

    Parameters
    ----------
    places
        Files and folders.
    words
        What must not be there; upper and lower case are the same.
    """
    found = []
    for path in sorted({one for place in places for one in _files(place)}):
        for word in traces(path.read_bytes(), words):
            found.append((path.as_posix(), word))
        found += [
            (f"name of {path.as_posix()}", word) for word in words if _inside(path.name, word)
        ]
    return found


def _files(place: Path) -> Iterator[Path]:
    if place.is_file():
        yield place
    else:
        yield from (one for one in place.rglob("*") if one.is_file())


def traces(data: bytes, words: Sequence[str], depth: int = 0) -> list[str]:
    """Return the words that are in these bytes, however packed."""
    texts = [_plain(one) for one in _texts(data)]
    found = {word for word in words if any(_plain(word) in text for text in texts)}
    if depth < DEEPEST:
        for inner in _unpacked(data):
            found |= set(traces(inner, words, depth + 1))
    return [word for word in words if word in found]


def _inside(text: str, word: str) -> bool:
    return _plain(word) in _plain(text)


def _plain(text: str) -> str:
    """Return a text without case and without differences of spacing."""
    return re.sub(r"\s+", " ", text).casefold()


def _texts(data: bytes) -> Iterator[str]:
    text = data.decode("utf-8", errors="replace")
    yield text
    yield re.sub(r"<[^>]{0,400}>|\\(?=[!-/:-@\[-`{-~])", "", text)
    if "\\u" in text:
        yield re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
    if "&" in text:
        yield html.unescape(text)
    if "%" in text:
        yield urllib.parse.unquote_plus(text)
    if b"\0" in data:
        for start in (0, 1):
            yield data[start:].decode("utf-16-le", errors="replace")
            yield data[start:].decode("utf-16-be", errors="replace")
    yield data.decode("latin-1")


def _unpacked(data: bytes) -> Iterator[bytes]:
    if data[:4] == b"PK\x03\x04":
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for member in archive.infolist():
                    yield member.filename.encode()
                    yield archive.read(member)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError):
            pass
    elif data[:2] == b"\x1f\x8b":
        with contextlib.suppress(OSError, EOFError, zlib.error):
            yield gzip.decompress(data)
    elif data[:4] == b"PAR1":
        yield from _parquet(data)
    elif data[:8] == PNG:
        yield from _png(data)
    for pattern in (BASE64, URL_BASE64):
        for block in pattern.findall(data):
            packed = re.sub(rb"\\n|\s", b"", block).replace(b"-", b"+").replace(b"_", b"/")
            packed = packed.rstrip(b"=")
            packed = packed[: len(packed) - (len(packed) % 4 == 1)]
            try:
                yield base64.b64decode(packed + b"=" * (-len(packed) % 4))
            except (binascii.Error, ValueError):
                continue


def _parquet(data: bytes) -> Iterator[bytes]:
    import pyarrow.parquet as pq

    table = pq.read_table(io.BytesIO(data))
    yield str(table.schema.metadata).encode()
    for name in table.column_names:
        yield name.encode()
        for value in table.column(name).to_pylist():
            if isinstance(value, bytes):
                yield value
            elif not isinstance(value, int | float | bool | None):
                yield str(value).encode()


def _png(data: bytes) -> Iterator[bytes]:
    """Yield the chunks of text of an image, unpacked."""
    at = 8
    while at + 8 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        chunk = data[at + 8 : at + 8 + size]
        at += size + 12
        if kind in (b"tEXt", b"zTXt", b"iTXt", b"eXIf"):
            yield chunk
            for start in (found.start() + 1 for found in re.finditer(b"\0", chunk)):
                for offset in (start, start + 1):
                    try:
                        yield zlib.decompress(chunk[offset:])
                    except zlib.error:
                        continue
