"""An alliance's own lists of members and projects: read as they are, with everything odd named.

The reading itself is `wir.own.lists`; here the lists are what the network needs: all text.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from wir.own.cells import Unreadable
from wir.own.columns import TABLES
from wir.own.consistency import check_members
from wir.own.errors import OwnError
from wir.own.folders import EXAMPLE, own_folder
from wir.own.issues import Notes
from wir.own.lists import find_file, read_texts
from wir.own.values import NO, YES, kind_of, year_of, yes_no

__all__ = [
    "EXAMPLE", "ISSUE_COLUMNS", "NO", "YES", "OwnList", "OwnListError", "find_list", "kind_of",
    "own_folder", "read_list", "year_of", "yes_no",
]  # fmt: skip

ISSUE_COLUMNS = ["file", "row", "column", "severity", "found", "expected", "what_to_do"]
LISTS = ("members", "projects")
OwnListError = OwnError
"""A list that cannot be read; the message says what to do."""


@dataclass(frozen=True)
class OwnList:
    """A list and what was odd about it.

    Attributes
    ----------
    table
        ``row`` (as the spreadsheet counts), the known columns that are there (all text, missing
        where empty), and every other column under its own heading.
    issues
        One row per oddity: ``file``, ``row``, ``column``, ``severity`` (note, warning or error),
        ``found``, ``expected``, ``what_to_do``.
    file
        Name of the file.
    """

    table: pd.DataFrame
    issues: pd.DataFrame
    file: str


def find_list(folder: Path, kind: str) -> Path | None:
    """Return the file of a list in a folder (``members.xlsx`` or ``members.csv``), or None.

    Raises
    ------
    OwnListError
        If there are several: it is not clear which counts.
    """
    words = TABLES[kind].files if kind in TABLES else ()
    try:
        return find_file(folder, (kind, *words))
    except Unreadable as problem:
        raise _error(problem, Notes(f"{folder.name}/")) from None


def read_list(path: Path, kind: str) -> OwnList:
    """Read a list of members or of projects.

    Parameters
    ----------
    path
        CSV (any of ; , tab and |; any encoding that is usual) or XLSX.
    kind
        ``members`` or ``projects``; see `wir.own.columns` for the headings that are understood, in
        German and English. The first row that holds the needed headings is the header.

    Raises
    ------
    OwnListError
        Not a table, no column of names, or two of them with different content. Everything else is
        named in the issues, and the list is read.
    """
    if kind not in LISTS:
        raise OwnListError(f"There is no kind of list {kind!r}; expected members or projects.")
    notes = Notes(path.name)
    try:
        texts = read_texts(path, TABLES[kind], notes)
    except Unreadable as problem:
        raise _error(problem, notes) from None
    table = texts.frame.astype({one: "str" for one in texts.frame if one != "row"})
    for row, name in zip(table["row"], table["name"], strict=True):
        if not isinstance(name, str):
            notes.add("needed", int(row), "name", de="Name", en="a name")
        elif "<" in name or ">" in name:
            notes.add("markup", int(row), "name", found=name)
    if kind == "members":
        check_members(table.dropna(subset=["name"]), {"name": "name"}, notes)
    issues = notes.table("en").rename(columns={"advice": "what_to_do"})
    return OwnList(table, issues[ISSUE_COLUMNS], path.name)


def _error(problem: Unreadable, notes: Notes) -> OwnListError:
    """Return what cannot be read as an error with its place."""
    problem.note(notes)
    last = notes.table("en").iloc[-1]
    row = "" if pd.isna(last["row"]) else f", row {last['row']}"
    return OwnListError(
        f"{last['file']}{row}: {last['found']}; expected {last['expected']}. {last['advice']}"
    )
