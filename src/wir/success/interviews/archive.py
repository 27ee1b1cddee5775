"""Opening a project file safely: its size, its members, its XML are checked before use."""

from __future__ import annotations

import re
import sys
import zipfile
import zlib
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from wir.data.containers import ContainerError, Limits, members
from wir.success.interviews.material import InterviewError

FILE_BYTES = 500 * 2**20
UNPACKED_BYTES = 200 * 2**20
"""What the XML and the texts of a project may unpack to together; recordings are not read."""
TEXT_BYTES = 20 * 2**20
XML_BYTES = 100 * 2**20
MEMBERS = 20_000
RATIO = 300
DEPTH = 200


class Archive:
    """A ``.qdpx`` file: reads members by name, in memory only; nothing is ever extracted."""

    def __init__(self, path: Path) -> None:
        self.path = path
        _check_file(path)
        try:
            found = members(path, Limits(sys.maxsize, MEMBERS))  # recordings are not read
        except ContainerError as error:
            raise InterviewError(
                {
                    "encrypted": f"{path.name} needs a password. Export it without one.",
                    "parts": f"{path.name} holds {error.found:,} files; at most {MEMBERS:,}.",
                }.get(
                    error.reason,
                    f"{path.name} is no whole project file. Export the project again as REFI-QDA.",
                )
            ) from None
        self._read = 0
        self.members: dict[str, zipfile.ZipInfo] = {}
        for number, one in enumerate(found, 1):
            name = one.filename.replace("\\", "/")
            parts = name.split("/")
            if name.startswith("/") or ".." in parts or re.match(r"[A-Za-z]:", name):
                raise InterviewError(
                    f"{path.name}, file {number} in it: its name leads out of the project. The "
                    "file is refused; it was not made by a program for qualitative analysis."
                )
            if name.casefold() in self.members:
                raise InterviewError(
                    f"{path.name}, file {number} in it: the name occurs twice. Export it again."
                )
            self.members[name.casefold()] = one

    def read(self, name: str, limit: int) -> bytes:
        """Return a member; names are the same in upper and lower case.

        Raises
        ------
        InterviewError
            Not there, too big, or growing beyond what it says (a ZIP bomb).
        """
        info = self.members.get(name.casefold())
        if info is None:
            raise InterviewError(f"{self.path.name}: a file that the project names is missing.")
        many = info.file_size > RATIO * max(info.compress_size, 1) and info.file_size > 2**20
        if info.file_size > limit or many:
            raise InterviewError(
                f"{self.path.name}: a file in it would unpack to {info.file_size:,} bytes from "
                f"{info.compress_size:,}; at most {limit:,} and {RATIO} times are read. Refused."
            )
        try:
            with zipfile.ZipFile(self.path) as archive, archive.open(info) as part:
                data = part.read(limit + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError):
            raise InterviewError(
                f"{self.path.name} is damaged: a file in it cannot be unpacked. Export it again."
            ) from None
        self._read += len(data)
        if len(data) > limit or self._read > UNPACKED_BYTES:
            raise InterviewError(
                f"{self.path.name} unpacks to more than {UNPACKED_BYTES // 2**20} MB. Refused."
            )
        return data


def _check_file(path: Path) -> None:
    if not path.is_file():
        raise InterviewError(f"{path.name} is not there, or no file.")
    size = path.stat().st_size
    if size == 0:
        raise InterviewError(f"{path.name} is empty. Export the project again.")
    if size > FILE_BYTES:
        raise InterviewError(
            f"{path.name} has {size / 2**20:,.0f} MB; at most {FILE_BYTES // 2**20} are read. "
            "Export it without recordings and pictures."
        )


def parse_xml(data: bytes, name: str) -> Element:
    """Return the root of an XML document that declares nothing and is not nested without end.

    Raises
    ------
    InterviewError
        No XML, or one with a document type or entities: those make small files grow without end,
        or read other files.
    """
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    if len(data) > XML_BYTES:
        raise InterviewError(f"{name} has more than {XML_BYTES // 2**20} MB of XML. Refused.")
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise InterviewError(
            f"{name} declares a document type or entities, which no export needs. Refused."
        ) from None
    except ParseError as error:
        line = error.position[0]
        raise InterviewError(
            f"{name}, line {line}: no well-formed XML. Export it again; do not edit it by hand."
        ) from None
    except (ValueError, LookupError, RecursionError):
        raise InterviewError(f"{name}: its encoding cannot be read. Export it as UTF-8.") from None
    _check_depth(root, name)
    return root


def _check_depth(root: Element, name: str) -> None:
    level = [root]
    for _ in range(DEPTH):
        level = [child for one in level for child in one]
        if not level:
            return
    raise InterviewError(f"{name}: elements are nested more than {DEPTH} deep. Refused.")


def local(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]
