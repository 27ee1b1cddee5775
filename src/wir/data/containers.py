"""ZIP containers from outside, such as workbooks: judged before anything in them is unpacked.

Small files can be made to grow without end, to read other files, or to lie about their size. Every
reader of such a file asks here, and says in its own words what a user should do.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO

XML = (".xml", ".rels", ".vml")
BLOCK = 2**20
ENTITIES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
"""No office program writes a document type or an entity."""


@dataclass(frozen=True)
class Limits:
    """What a container may unpack to: bytes in all, number of parts, times a part may grow."""

    unpacked: int
    parts: int = 20_000
    ratio: int | None = None


class ContainerError(Exception):
    """A container that is refused.

    Attributes
    ----------
    reason : str
        ``broken``, ``encrypted``, ``parts``, ``size``, ``ratio``, ``entities`` or ``encoding``.
    part : str
        The part that is meant, where it is one.
    found, limit : int
        Bytes, or number of parts; 0 where there is nothing to count.
    """

    def __init__(self, reason: str, part: str = "", found: int = 0, limit: int = 0) -> None:
        super().__init__(f"{reason} {part}".strip())
        self.reason, self.part, self.found, self.limit = reason, part, found, limit


def members(source: Path | IO[bytes], limits: Limits) -> list[zipfile.ZipInfo]:
    """Return the parts of a container, after checking what it says about itself.

    Raises
    ------
    ContainerError
        No ZIP archive, a password, or too much to unpack.
    """
    try:
        with zipfile.ZipFile(source) as archive:
            found = archive.infolist()
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise ContainerError("broken", str(error)) from None
    if len(found) > limits.parts:
        raise ContainerError("parts", found=len(found), limit=limits.parts)
    for one in found:
        if one.flag_bits & 1:
            raise ContainerError("encrypted", one.filename)
        packed = max(one.compress_size, 1)
        if limits.ratio and one.file_size > max(limits.ratio * packed, BLOCK):
            raise ContainerError("ratio", one.filename, one.file_size, packed)
    size = sum(one.file_size for one in found)
    if size > limits.unpacked:
        raise ContainerError("size", found=size, limit=limits.unpacked)
    return found


def check_xml(path: Path, parts: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Refuse XML in the parts that declares entities, is not UTF-8 or is longer than it says.

    Raises
    ------
    ContainerError
        With the part.
    """
    with zipfile.ZipFile(path) as archive:
        for one in parts:
            if one.filename.lower().endswith(XML):
                _check_part(archive, one, limits)


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, limits: Limits) -> None:
    read, tail = 0, b""
    try:
        with archive.open(part) as file:
            while block := file.read(BLOCK):
                first = read == 0
                read += len(block)
                if first and (block[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in block):
                    raise ContainerError("encoding", part.filename)
                if ENTITIES.search(tail + block):
                    raise ContainerError("entities", part.filename)
                if read > max(part.file_size, BLOCK) or read > limits.unpacked:
                    raise ContainerError("size", part.filename, read, limits.unpacked)
                tail = block[-64:]
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise ContainerError("broken", f"{part.filename}: {error}") from None
