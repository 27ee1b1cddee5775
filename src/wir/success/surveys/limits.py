"""How big a file of answers may be: checked before anything is parsed."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from wir.data.errors import DataError

FILE_BYTES = 100 * 2**20
"""A file of answers; an export of 10,000 respondents and 500 columns has about 20 MB."""
UNPACKED_BYTES = 80 * 2**20
"""What a workbook may unpack to."""
RATIO = 200
"""How often bigger than packed; workbooks of survey tools reach about 20."""
ROWS = 100_000
COLUMNS = 5_000
CELL = 20_000
"""Characters in a cell."""

ENTITIES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class SurveyError(DataError):
    """A file of answers, or its mapping, that cannot be used; the message says what to do."""


def check_size(path: Path) -> None:
    """Refuse a file that is not there, empty or too big.

    Raises
    ------
    SurveyError
        With the size found and the one allowed.
    """
    if not path.is_file():
        raise SurveyError(f"{path.name} is not there, or no file. Check name and folder.")
    size = path.stat().st_size
    if size == 0:
        raise SurveyError(f"{path.name} is empty. Export it again.")
    if size > FILE_BYTES:
        raise SurveyError(
            f"{path.name} has {size / 2**20:,.0f} MB; at most {FILE_BYTES / 2**20:.0f} are read. "
            "Export the answers only, without uploaded files and time stamps of pages."
        )


def check_workbook(path: Path) -> None:
    """Refuse a workbook that unpacks to too much, is encrypted, or declares XML entities.

    No spreadsheet program writes a document type or an entity; they are how small files are made
    to grow without end, or to read other files.

    Raises
    ------
    SurveyError
        With the part of the workbook that is wrong.
    """
    again = "Save it again as .xlsx with a spreadsheet program, or export CSV."
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            for one in members:
                if one.flag_bits & 1:
                    raise SurveyError(f"{path.name} needs a password. Save it without one.")
                if one.file_size > RATIO * max(one.compress_size, 1) and one.file_size > 2**20:
                    raise SurveyError(
                        f"{path.name}, part {one.filename}: unpacks to {one.file_size:,} bytes "
                        f"from {one.compress_size:,}; at most {RATIO} times. {again}"
                    )
            size = sum(one.file_size for one in members)
            if size > UNPACKED_BYTES:
                raise SurveyError(
                    f"{path.name} unpacks to {size / 2**20:,.0f} MB; at most "
                    f"{UNPACKED_BYTES / 2**20:.0f} are read. {again}"
                )
            for one in members:
                if one.filename.lower().endswith((".xml", ".rels")):
                    _check_xml(path, archive, one, again)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise SurveyError(f"{path.name} is no whole workbook ({error}). {again}") from None


def _check_xml(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo, again: str) -> None:
    """Refuse a part whose beginning is not UTF-8, or that declares entities anywhere."""
    import zlib

    read, tail = 0, b""
    try:
        with archive.open(member) as part:
            while block := part.read(2**20):
                read += len(block)
                if read == len(block) and (
                    block[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in block
                ):
                    raise SurveyError(f"{path.name}, part {member.filename}: not UTF-8. {again}")
                if ENTITIES.search(tail + block):
                    raise SurveyError(
                        f"{path.name}, part {member.filename}: declares XML entities, which no "
                        f"workbook needs. The file is refused. {again}"
                    )
                if read > UNPACKED_BYTES:
                    raise SurveyError(f"{path.name}, part {member.filename}: too big. {again}")
                tail = block[-64:]
    except zlib.error as error:
        raise SurveyError(
            f"{path.name}, part {member.filename}: damaged ({error}). {again}"
        ) from None
