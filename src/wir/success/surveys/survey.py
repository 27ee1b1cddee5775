"""One structure for the answers of every survey tool."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

ISSUE_COLUMNS = ["kind", "file", "row", "column", "found", "expected", "what_to_do"]

EMPTY = "empty"
NOT_ANSWERED = "not answered"
NOT_SHOWN = "not shown"
DO_NOT_KNOW = "do not know"
USER_MISSING = "user missing"
SYSTEM_MISSING = "system missing"
FORMULA = "formula"
"""Why there is no answer. The survey tools tell some of these apart, each in its own way."""

KINDS = {
    "dropped column": "An identifying or free-text column; its values were not kept.",
    "file": "Something about the whole file that is worth knowing.",
    "unmapped column": "A question in the export that the mapping does not name.",
    "unmapped item": "An item of the instrument without a column.",
    "out of range": "A number or code that is not on the item's scale; the answer is left empty.",
    "unreadable": "A cell or row that says nothing that could be used; it is left empty or out.",
    "routing": "An answer to a question that should not have been put, or beyond another answer.",
    "ambiguous": "A code that the tool uses for a missing answer and that is on the scale, too.",
    "duplicate respondent": "A second row of the same respondent in the same wave; it is left out.",
    "incomplete": "A questionnaire that was not finished, or with few answers.",
    "test row": "A preview or test of the survey; it is left out.",
    "consent missing": "No consent, or no column that says so.",
    "unknown alliance": "An alliance that is not in the list of alliances; the row is left out.",
}
"""Kinds of issues, in the order in which a report shows them."""


@dataclass(frozen=True)
class Survey:
    """Answers as a survey tool exported them, before they are mapped to the instrument.

    Attributes
    ----------
    answers
        Text as in the file, one row per questionnaire and one column per question; missing where a
        cell is empty. The index ``row`` counts as a spreadsheet does (SPSS: number of the case).
        Identifying and free-text columns are not in it.
    missing
        Of the same shape: why there is no answer (``empty``, ``not answered``, ``not shown``,
        ``do not know``, ``user missing``, ``system missing``, ``formula``), ``""`` where there is
        one. The code that says so stays in `answers`.
    columns
        Index: every column of the file, the dropped ones too. ``question``: its text, ``""`` where
        the file has none. ``role``: question, respondent, complete, language, technical,
        identifying or free text. ``kept``: whether its values are in `answers`.
    labels
        Column → code → label.
    complete
        Whether a questionnaire was finished; missing where the file does not say.
    test
        Whether a row is a preview or test of the survey.
    file, format, encoding
        Where the answers are from.
    issues
        What was odd, one row each: see `ISSUE_COLUMNS` and `KINDS`.
    """

    answers: pd.DataFrame
    missing: pd.DataFrame
    columns: pd.DataFrame
    labels: Mapping[str, Mapping[str, str]]
    complete: pd.Series
    test: pd.Series
    file: str
    format: str
    encoding: str
    issues: pd.DataFrame

    @property
    def rows(self) -> int:
        """Number of questionnaires in the file."""
        return len(self.answers)

    def valid(self) -> pd.DataFrame:
        """Return the answers without the codes that stand for a missing one."""
        return self.answers.where(self.missing == "")

    def valid_in(self, column: str) -> pd.Series:
        """Return the same of one column."""
        return self.answers[column].where(self.missing[column] == "")


@dataclass
class Notes:
    """Collects the issues of a file. What is found is shown only where it cannot identify."""

    file: str
    rows: list[tuple[Any, ...]] = field(default_factory=list)

    def add(
        self,
        kind: str,
        row: int | None,
        column: str,
        found: str,
        expected: str,
        what_to_do: str,
    ) -> None:
        """Add one."""
        if kind not in KINDS:
            raise ValueError(f"there is no kind of issue {kind!r}; expected {', '.join(KINDS)}")
        self.rows.append((kind, self.file, row, column, found, expected, what_to_do))

    def table(self) -> pd.DataFrame:
        """Return them, ordered by kind, then as found."""
        table = pd.DataFrame(self.rows, columns=ISSUE_COLUMNS).astype({"row": "Int64"})
        order = {kind: place for place, kind in enumerate(KINDS)}
        return table.sort_values(
            "kind", key=lambda kinds: kinds.map(order), kind="stable", ignore_index=True
        )


def shown(text: object) -> str:
    """Return what of an answer may stand in a report: a short number, else only how long it is.

    An answer that does not fit may be a name, an address or a remark.
    """
    value = str(text)
    digits = value.lstrip("-").replace(".", "", 1).replace(",", "", 1)
    if digits.isascii() and digits.isdigit() and len(digits) <= 4:
        return value
    return f"text of {len(value):,} characters"
