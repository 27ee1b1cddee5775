"""SPSS files: value labels, user-missing values and ranges apart from system-missing ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from wir.success.surveys.assemble import column_table, kept_survey
from wir.success.surveys.limits import COLUMNS, ROWS, SurveyError, check_size
from wir.success.surveys.roles import COMPLETE, role_of
from wir.success.surveys.survey import SYSTEM_MISSING, USER_MISSING, Notes, Survey

FINISHED = {
    "finished": {"1", "true"},
    "dispcode": {"31", "32"},
}
"""Column that says whether a questionnaire was finished → what says so (text in lower case)."""


def read_sav(path: Path, keep: Iterable[str] = (), encoding: str | None = None) -> Survey:
    """Return the survey in an SPSS file (``.sav`` or ``.zsav``).

    Parameters
    ----------
    path
        The file.
    keep
        Columns that are kept even if they look identifying.
    encoding
        Only for old files that name none, or a wrong one, such as ``cp1252``.

    Raises
    ------
    SurveyError
        No SPSS file, damaged, too big, an encoding that does not fit.
    """
    check_size(path)
    import pyreadstat

    notes = Notes(path.name)
    options: dict[str, Any] = {
        "user_missing": True,
        "disable_datetime_conversion": True,
        "encoding": encoding,
    }
    try:
        _, head = pyreadstat.read_sav(str(path), metadataonly=True, encoding=encoding)
        if len(head.column_names) > COLUMNS or (head.number_rows or 0) > ROWS:
            raise SurveyError(
                f"{path.name}: {head.number_rows:,} cases, {len(head.column_names):,} variables; "
                f"at most {ROWS:,} and {COLUMNS:,} are read."
            )
        frame, meta = pyreadstat.read_sav(str(path), **options)
    except SurveyError:
        raise
    except Exception as error:  # pyreadstat raises whatever a broken file leads to
        raise SurveyError(
            f"{path.name} cannot be read as an SPSS file ({_first(error)}). Save it again in SPSS, "
            "or export it again; for an old file name its encoding."
        ) from None
    if frame.empty:
        raise SurveyError(f"{path.name} has variables but no case. Export it again.")
    return _survey(path, frame, meta, notes, keep)


def _first(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:120] or type(error).__name__


def _survey(
    path: Path, frame: pd.DataFrame, meta: Any, notes: Notes, keep: Iterable[str]
) -> Survey:
    index = pd.RangeIndex(1, len(frame) + 1, name="row")
    answers = pd.DataFrame(
        {name: [code_text(one) for one in frame[name]] for name in frame.columns},
        index,
        dtype="str",
    )
    missing = pd.DataFrame("", index=index, columns=answers.columns, dtype="str")
    for name in frame.columns:
        ranges = (meta.missing_ranges or {}).get(name, [])
        user = [_inside(one, ranges) for one in frame[name]]
        missing[name] = missing[name].mask(pd.Series(user, index), USER_MISSING)
        gone = (answers[name] == "") & (missing[name] == "")
        missing[name] = missing[name].mask(gone, SYSTEM_MISSING)
    labels = {
        name: {code_text(code): str(text) for code, text in one.items()}
        for name, one in meta.variable_value_labels.items()
    }
    questions = [meta.column_names_to_labels.get(name) or "" for name in frame.columns]
    valid = answers.mask(missing != "")
    columns = column_table(valid, questions, "", labels, keep)
    return kept_survey(
        answers.mask(answers == ""), missing, columns, labels, _complete(answers),
        pd.Series(False, index=index), path.name, "spss", str(meta.file_encoding or ""), notes,
    )  # fmt: skip


def code_text(value: Any) -> str:
    """Return a value as text: whole numbers without decimals, ``""`` for system-missing."""
    if value is None or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).strip()


def _inside(value: Any, ranges: Iterable[Mapping[str, Any]]) -> bool:
    """Return whether a value is one that SPSS users declared to be missing."""
    if value is None or (isinstance(value, float) and value != value):
        return False
    for one in ranges:
        low, high = one["lo"], one["hi"]
        if isinstance(value, str) != isinstance(low, str):
            continue
        if isinstance(value, str):
            if value.strip() in (str(low).strip(), str(high).strip()):
                return True
        elif low <= value <= high:
            return True
    return False


def _complete(answers: pd.DataFrame) -> pd.Series:
    """Return whether a case was finished, as the tool that made the file says it."""
    result = pd.Series(pd.NA, index=answers.index, dtype="boolean")
    for name in answers.columns:
        if role_of(name, "", "") != COMPLETE:
            continue
        key = name.casefold()
        told = answers[name] != ""
        if key in FINISHED:
            done = answers[name].str.casefold().isin(FINISHED[key])
            return done.astype("boolean").where(told)
        return told.astype("boolean")  # LimeSurvey: the date of submission
    return result
