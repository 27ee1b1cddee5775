"""How big a file of answers may be: checked before anything is parsed."""

from __future__ import annotations

from pathlib import Path

from wir.data.containers import ContainerError, Limits, check_xml, members
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

WORKBOOK = Limits(UNPACKED_BYTES, ratio=RATIO)


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
        check_xml(path, members(path, WORKBOOK), WORKBOOK)
    except ContainerError as error:
        what = {
            "encrypted": "needs a password. Save it without one.",
            "parts": f"holds {error.found:,} files; at most {error.limit:,} are read.",
            "ratio": f"part {error.part}: unpacks to {error.found:,} bytes from {error.limit:,}; "
            f"at most {RATIO} times.",
            "size": f"unpacks to {error.found / 2**20:,.0f} MB; at most "
            f"{UNPACKED_BYTES / 2**20:.0f} are read.",
            "entities": f"part {error.part}: declares XML entities, which no workbook needs. The "
            "file is refused.",
            "encoding": f"part {error.part}: not UTF-8.",
            "broken": f"is no whole workbook ({error.part}).",
        }[error.reason]
        joint = ", " if what.startswith("part ") else " "
        advice = "" if error.reason == "encrypted" else f" {again}"
        raise SurveyError(f"{path.name}{joint}{what}{advice}") from None
