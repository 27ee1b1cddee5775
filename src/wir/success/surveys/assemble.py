"""From a table with known headings to a survey: roles, missing answers, what is left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from wir.success.surveys.cells import Cells
from wir.success.surveys.dialects import Laid
from wir.success.surveys.limits import SurveyError
from wir.success.surveys.roles import (
    FREE_TEXT,
    IDENTIFYING,
    QUESTION,
    role_by_content,
    role_of,
)
from wir.success.surveys.survey import EMPTY, FORMULA, Notes, Survey


def from_cells(
    cells: Cells, laid: Laid, form: str, notes: Notes, keep: Iterable[str] = ()
) -> Survey:
    """Return the survey in a table.

    A row with more or fewer cells than there are headings is left out, as its answers may stand
    under the wrong question.

    Raises
    ------
    SurveyError
        No row of answers.
    """
    width = len(laid.names)
    rows, values = [], []
    for row, found in laid.body:
        filled = max((place for place, one in enumerate(found, 1) if one), default=0)
        if filled > width or (len(found) < width and cells.encoding != "xlsx"):
            notes.add(
                "unreadable", row, "", f"{max(filled, len(found))} cells", f"{width} cells",
                "The row is left out: its answers may stand under the wrong question. Export again "
                "with all texts in quotation marks.",
            )  # fmt: skip
            continue
        rows.append(row)
        values.append([*found, *[""] * width][:width])
    if not rows:
        raise SurveyError(
            f"{cells.file} has headings but no row of answers that can be read. Check the filter "
            "of the export (finished questionnaires, period)."
        )
    index = pd.Index(rows, name="row")
    table = pd.DataFrame(values, index=index, columns=pd.Index(laid.names), dtype="str")
    records = [dict(zip(laid.names, one, strict=True)) for one in values]
    complete = pd.Series([laid.complete(one) for one in records], index, dtype="boolean")
    test = pd.Series([laid.test(one) for one in records], index, dtype="bool")
    missing = _reasons(table, laid.missing, form)
    for row, place in cells.formulas:
        if row in index and place < width:
            missing.loc[row, laid.names[place]] = FORMULA
            notes.add(
                "unreadable", row, laid.names[place], "a formula", "a value",
                "It was not computed, and the answer is left empty. Write the value.",
            )  # fmt: skip
    columns = column_table(table.mask(missing != ""), laid.questions, form, {}, keep)
    return kept_survey(
        table.mask(table == ""), missing, columns, {}, complete, test, cells.file, form,
        cells.encoding, notes,
    )  # fmt: skip


def _reasons(table: pd.DataFrame, codes: Mapping[str, str], form: str) -> pd.DataFrame:
    """Return why there is no answer: an empty cell, or a code of the tool in a question."""
    reasons = pd.DataFrame("", index=table.index, columns=table.columns, dtype="str")
    reasons = reasons.mask(table == "", EMPTY)
    for name in table.columns:
        if codes and role_of(name, "", form) in (QUESTION, FREE_TEXT):
            told = table[name].map(codes)
            reasons[name] = reasons[name].where(told.isna(), told)
    return reasons


def column_table(
    answers: pd.DataFrame, questions: Sequence[str], form: str,
    labels: Mapping[str, Mapping[str, str]], keep: Iterable[str] = (),
) -> pd.DataFrame:  # fmt: skip
    """Return ``question``, ``role`` and ``kept`` of each column.

    Columns in `keep` are kept whatever they hold: the mapping names them.
    """
    roles = []
    for name, question in zip(answers.columns, questions, strict=True):
        role = role_of(str(name), question, form)
        if role == QUESTION:
            known = labels.get(name, {})
            role = role_by_content(
                answers[name].dropna().tolist(), [*known.keys(), *known.values()]
            )
        roles.append(role)
    table = pd.DataFrame(
        {"question": list(questions), "role": roles},
        index=pd.Index(answers.columns, name="column"),
        dtype="str",
    )
    table["kept"] = ~table["role"].isin([IDENTIFYING, FREE_TEXT]) | table.index.isin(list(keep))
    return table


def kept_survey(
    answers: pd.DataFrame, missing: pd.DataFrame, columns: pd.DataFrame,
    labels: Mapping[str, Mapping[str, str]], complete: pd.Series, test: pd.Series, file: str,
    form: str, encoding: str, notes: Notes,
) -> Survey:  # fmt: skip
    """Return the survey without the values of the columns that are dropped; they are named."""
    for name in columns.index[~columns["kept"]]:
        notes.add(
            "dropped column", None, str(name)[:80], columns.loc[name, "role"],
            "answers with given options",
            "Nothing, if it is no item: its values were not kept. Name it in the mapping if it is.",
        )  # fmt: skip
    kept = columns.index[columns["kept"]]
    return Survey(
        answers[kept],
        missing[kept],
        columns,
        {name: dict(one) for name, one in labels.items() if name in kept},
        complete,
        test,
        file,
        form,
        encoding,
        notes.table(),
    )
