"""What is read from a file: texts, each with its source and date, and what could not be read."""

from __future__ import annotations

from dataclasses import dataclass

NOT_KNOWN = "not known"

ADVICE = {
    "encrypted": "Save a copy without a password.",
    "no text": "Run text recognition (OCR) on it, or ask for the original file.",
    "empty": "Nothing to do if the page is meant to be empty; else save it again.",
    "error page": "The server did not give the page. Fetch it again, or leave it out.",
    "wrong encoding": "Open it in an editor and save it as UTF-8.",
    "corrupt": "Copy or download the file again.",
    "too big": "Split the file, or leave it out.",
    "unknown format": "Save it as PDF, DOCX, HTML, WARC, TXT, CSV or XLSX.",
    "missing column": "Name the columns as the message says.",
    "not readable": "Check the rights of the file.",
}
"""What a user can do about each kind of problem."""


class UnreadableError(Exception):
    """A file, or a record in it, that cannot be read; `reason` is a key of `ADVICE`."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True)
class Text:
    """One text: a document, a page of an archive, a keyword or the title of a project.

    `record` says where in the file (pages, address, row); `date` is an ISO date or empty; `basis`
    says where the date is from; `group` is empty where the file does not say whose text it is;
    `language` is empty where it must be detected; `remark` says what was done to the text.
    """

    text: str
    record: str = ""
    date: str = ""
    basis: str = ""
    group: str = ""
    language: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Problem:
    """A file, or a record in it, that was not read, and why."""

    file: str
    record: str
    reason: str
    detail: str

    @property
    def advice(self) -> str:
        """What can be done about it."""
        return ADVICE[self.reason]
