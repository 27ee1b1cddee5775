"""The answers to an item as codes of the instrument."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from wir.success.instrument import scale_of
from wir.success.surveys.limits import SurveyError
from wir.success.surveys.mapping import Entry
from wir.success.surveys.survey import EMPTY, Notes, Survey, shown
from wir.success.surveys.values import (
    Code,
    expected,
    label_codes,
    plain,
    read_value,
    value_key,
    whole_number,
)

LISTED = 25
"""Cells of one column that a report lists one by one; further ones are counted."""


def item_codes(survey: Survey, entry: Entry, rows: pd.Index, notes: Notes) -> pd.Series:
    """Return the codes of an item; what cannot be read is noted and left empty."""
    scale = scale_of(entry.item)
    _check_labels(survey, entry)
    text = survey.answers.loc[rows, entry.column]
    missing = survey.missing.loc[rows, entry.column]
    codes: list[Code | None] = []
    problems: dict[str, list[tuple[int, str]]] = {}
    ambiguous = 0
    for row, found, why in zip(rows, text, missing, strict=True):
        told = isinstance(found, str) and value_key(found) in entry.translation
        if not isinstance(found, str) or why == EMPTY or (why and not told):
            on_scale = isinstance(found, str) and whole_number(found) in scale.codes
            ambiguous += bool(why and why != EMPTY and on_scale)
            codes.append(None)
            continue
        label = survey.labels.get(entry.column, {}).get(found, "")
        reading = read_value(found, scale, entry.translation, reverse=entry.reverse)
        if reading.problem and label and not entry.translation:
            reading = read_value(label, scale, {}, reverse=entry.reverse)
        if reading.problem:
            problems.setdefault(reading.problem, []).append((row, shown(found)))
        codes.append(reading.code)
    for kind, places in problems.items():
        _note_cells(notes, kind, entry, places, expected(scale))
    if ambiguous:
        notes.add(
            "ambiguous", None, entry.column, f"{ambiguous} cells with the tool's code for missing",
            f"{expected(scale)} without it",
            "They are left empty. If the code is an answer, name it in “values” of the mapping.",
        )  # fmt: skip
    return pd.Series(codes, rows, dtype="str" if scale.kind == "nominal" else "float64")


def _note_cells(
    notes: Notes, kind: str, entry: Entry, places: Sequence[tuple[int, str]], wanted: str
) -> None:
    if entry.translation:
        wanted = "a value that “values” of the mapping names"
    for row, found in places[:LISTED]:
        notes.add(
            kind, row, entry.column, found, wanted,
            f"It is left empty. Correct the cell, or translate it in row {entry.row} of the "
            "mapping.",
        )  # fmt: skip
    if len(places) > LISTED:
        notes.add(
            kind, None, entry.column, f"{len(places) - LISTED:,} more cells", wanted,
            f"Is {entry.item} the right item? Look at row {entry.row} of the mapping.",
        )  # fmt: skip


def _check_labels(survey: Survey, entry: Entry) -> None:
    """Refuse a mapping that gives a code another meaning than its label in the file."""
    scale = scale_of(entry.item)
    meaning = label_codes(scale)
    for code, label in survey.labels.get(entry.column, {}).items():
        right = meaning.get(plain(label))
        if right is None:
            continue
        reading = read_value(code, scale, entry.translation, reverse=entry.reverse)
        if reading.problem and not entry.translation:
            reading = read_value(label, scale, {}, reverse=entry.reverse)
        if reading.code is not None and reading.code != right:
            raise SurveyError(
                f"{survey.file}, column {entry.column!r}: the file labels {code} as {label!r}, "
                f"which is {right} in the instrument; the mapping (row {entry.row}) makes it "
                f"{reading.code}. Write the translation into “values”, or correct “reverse”."
            )
