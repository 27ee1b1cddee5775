"""Coded interviews in one form, whatever program they come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from wir.data.errors import DataError

CODES = ["code", "name", "parent", "codable"]
DOCUMENTS = ["document", "alliance", "type", "consent"]
SEGMENTS = ["document", "code", "coder", "start", "end", "paraphrase"]
ISSUES = ["file", "where", "severity", "found", "expected", "what_to_do"]


class InterviewError(DataError):
    """Interviews that cannot be read. The message never repeats what is in them."""


@dataclass(frozen=True)
class Interviews:
    """Coded interviews.

    Attributes
    ----------
    codes
        ``code`` (key), ``name``, ``parent`` (key or missing), ``codable`` (False: a folder).
    documents
        ``document`` (key), ``alliance``, ``type`` (of alliance; missing where not known),
        ``consent`` (to be quoted; bool). One interview, one respondent.
    segments
        ``document``, ``code``, ``coder``, ``start``, ``end`` (code points, end not included;
        missing where a table gives texts only), ``paraphrase`` (empty if none).
    texts
        Document → text; empty where a table came without texts.
    names
        Words that must not be published: people, towns, organisations; by replacement.
    issues
        What was odd: file, where, severity, found, expected, what to do. Kinds and numbers only,
        never what people said.
    """

    codes: pd.DataFrame
    documents: pd.DataFrame
    segments: pd.DataFrame
    texts: Mapping[str, str]
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    issues: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=ISSUES))

    @property
    def who(self) -> pd.Series:
        """Document → alliance: who is behind what, for the disclosure gate."""
        return self.documents.set_index("document")["alliance"]

    @property
    def types(self) -> pd.Series:
        """Document → type of its alliance; "not known" where it is missing."""
        found = self.documents.set_index("document")["type"]
        return found.where(found.notna() & (found != ""), "not known")

    def said(self, row: Mapping[str, object]) -> str:
        """Return the words of a segment; empty where there is no text."""
        text = self.texts.get(str(row["document"]), "")
        start, end = row["start"], row["end"]
        if pd.isna(start) or pd.isna(end):  # type: ignore[call-overload]
            return ""
        return text[int(str(start)) : int(str(end))].strip()


class Notes:
    """What is odd about interviews; places and kinds, never words."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.rows: list[tuple[str, ...]] = []

    def add(
        self, where: str, found: str, expected: str, what_to_do: str, severity: str = "note"
    ) -> None:
        """Enter one oddity."""
        self.rows.append((self.file, where, severity, found, expected, what_to_do))

    def table(self) -> pd.DataFrame:
        """Return the oddities, like ones counted once per place."""
        return pd.DataFrame(self.rows, columns=ISSUES).drop_duplicates(ignore_index=True)
