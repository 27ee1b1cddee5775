"""Who answered, from which alliance, when, and whether they agreed to it."""

from __future__ import annotations

import re
from collections.abc import Collection

import pandas as pd

from wir.success.surveys.limits import SurveyError
from wir.success.surveys.mapping import Entry
from wir.success.surveys.survey import Notes, Survey, shown
from wir.success.surveys.values import Code, value_key, whole_number

KEY = re.compile(r"[\w.-]{1,60}", re.ASCII)
"""What the key of an alliance looks like."""
YES = {"1", "ja", "yes", "y", "j", "true", "wahr", "x"}


def consented(text: object, entry: Entry) -> bool:
    """Return whether a cell says that someone agreed; an empty one does not."""
    if not isinstance(text, str):
        return False
    key = value_key(text)
    word = entry.translation.get(key, "no") if entry.translation else key
    return str(word or "").casefold() in YES


def respondents(
    survey: Survey, entry: Entry | None, valid: pd.DataFrame, notes: Notes
) -> pd.Series:
    """Return the numbers of the respondents; rows without one are noted and missing."""
    if entry is None:
        notes.add(
            "file", None, "respondent", "no column of respondents", "a column mapped to respondent",
            "Rows were numbered. Waves cannot be linked, and nobody who answered twice is found.",
        )  # fmt: skip
        stem = re.sub(r"\W+", "-", survey.file.rsplit(".", 1)[0])
        return pd.Series([f"{stem}-{row}" for row in valid.index], valid.index, dtype="str")
    ids = valid[entry.column]
    for row in ids.index[ids.isna()]:
        notes.add(
            "unreadable", row, entry.column, "nothing", "the number of the respondent",
            "The row is left out. Give it a number.",
        )  # fmt: skip
    return ids.map(_id, na_action="ignore").astype("str")


def _id(text: str) -> str:
    """Return an identifier; numbers that a spreadsheet wrote as 12.0 are 12."""
    number = whole_number(text)
    return text if number is None or text.startswith("0") else str(number)


def alliance_keys(
    entry: Entry, valid: pd.DataFrame, notes: Notes, alliances: Collection[str] | None
) -> pd.Series:
    """Return the key of the alliance of each row; unknown ones are noted and missing."""
    known = None if alliances is None else set(alliances)
    text = (
        pd.Series(entry.constant, valid.index, dtype="str")
        if entry.constant
        else valid[entry.column]
    )
    result: list[str | None] = []
    for row, found in zip(text.index, text, strict=True):
        key: Code | None = None
        if isinstance(found, str):
            key = entry.translation.get(value_key(found)) if entry.translation else found
        good = key is not None and (
            str(key) in known if known is not None else bool(KEY.fullmatch(str(key)))
        )
        if not good:
            told = shown(found) if isinstance(found, str) else "nothing"
            notes.add(
                "unknown alliance", row, entry.column, told, "the key of an alliance",
                "The row is left out. Translate it in “values” of the mapping (export=key).",
            )  # fmt: skip
        result.append(str(key) if good else None)
    return pd.Series(result, valid.index, dtype="str")


def waves(entry: Entry | None, valid: pd.DataFrame, notes: Notes) -> pd.Series:
    """Return the wave of each row, 1 where nothing says it.

    Raises
    ------
    SurveyError
        A wave for the whole file that is none.
    """
    if entry is None:
        return pd.Series(1.0, valid.index)
    if entry.constant:
        number = whole_number(entry.constant)
        if number is None or number < 1:
            raise SurveyError(
                f"Mapping, row {entry.row}: the wave {entry.constant[:20]!r} is no 1, 2, …"
            )
        return pd.Series(float(number), valid.index)
    result = []
    for row, found in zip(valid.index, valid[entry.column], strict=True):
        number = None
        if isinstance(found, str):
            told = entry.translation.get(value_key(found)) if entry.translation else found
            number = whole_number(str(told)) if told is not None else None
        if number is None or not 1 <= number <= 99:
            notes.add(
                "unreadable", row, entry.column,
                shown(found) if isinstance(found, str) else "nothing", "1, 2, …",
                "The row is left out. Translate it in “values” (export=wave).",
            )  # fmt: skip
            number = None
        result.append(number)
    return pd.Series(result, valid.index, dtype="float64")
