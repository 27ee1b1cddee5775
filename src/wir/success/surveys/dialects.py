"""How each survey tool lays out its export: header rows, codes for missing, finished, tests.

What the tools write is described in their manuals: LimeSurvey "Export responses", SoSci Survey
"Additional variables in the data set", Tivian (Unipark) "Missing values", Qualtrics "Understanding
your dataset".
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter as letter

from wir.success.surveys.cells import Cells
from wir.success.surveys.limits import SurveyError
from wir.success.surveys.roles import COMPLETE, KNOWN
from wir.success.surveys.survey import (
    DO_NOT_KNOW,
    NOT_ANSWERED,
    NOT_SHOWN,
    Notes,
    shown,
)

Row = Mapping[str, str]
FORMATS = ("limesurvey", "sosci", "unipark", "qualtrics", "plain")
"""Formats of tables; SPSS files are known by their ending."""

YES = {"1", "true", "wahr", "yes", "ja", "y", "j"}
NO = {"0", "false", "falsch", "no", "nein", "n", "2"}


@dataclass(frozen=True)
class Laid:
    """A table whose headings are understood.

    Attributes
    ----------
    names, questions
        Of each column.
    body
        Number of the row and its cells.
    missing
        Code → why there is no answer, in columns of questions.
    complete, test
        What a row says about being finished (None: nothing) and being a test.
    done
        Heading of the column that says whether a questionnaire was finished, ``""`` without one.
    """

    names: list[str]
    questions: list[str]
    body: list[tuple[int, list[str]]]
    missing: dict[str, str] = field(default_factory=dict)
    complete: Callable[[Row], bool | None] = lambda _: None
    test: Callable[[Row], bool] = lambda _: False
    done: str = ""


def detect(cells: Cells) -> str:
    """Return the format of a table by its headings: one of `FORMATS`, ``""`` if it is none."""
    first = cells.rows[0][1]
    keys = {one.split(". ")[0].casefold() for one in first} | {one.casefold() for one in first}
    if any('"ImportId"' in one for _, row in cells.rows[:3] for one in row):
        return "qualtrics"
    if {"responseid", "finished"} <= keys:
        return "qualtrics"
    if "CASE" in first and {"QUESTNNR", "STARTED", "FINISHED"} & set(first):
        return "sosci"
    if "lfdn" in keys and ("dispcode" in keys or any(re.fullmatch(r"v_\d+", k) for k in keys)):
        return "unipark"
    lime = [
        {"submitdate", "date submitted", "datum abgeschickt"},
        {"lastpage", "last page", "letzte seite"},
        {"startlanguage", "start language", "start-sprache", "startsprache"},
        {"seed", "zufallsstartwert"},
    ]
    if sum(bool(one & keys) for one in lime) >= 2:
        return "limesurvey"
    return "plain" if _headings(first) else ""


def _headings(row: Sequence[str]) -> bool:
    """Return whether a row can be one of headings: several, hardly any of them a number."""
    filled = [one for one in row if one]
    numbers = sum(bool(re.fullmatch(r"[-+]?\d[\d.,:\s-]*", one)) for one in filled)
    return len(filled) >= 2 and numbers <= len(filled) / 5


def lay_out(cells: Cells, form: str, notes: Notes) -> Laid:
    """Return a table with its headings understood.

    Raises
    ------
    SurveyError
        Header rows that are missing, out of order, empty or double; no row of answers.
    """
    laid = LAYOUTS[form](cells)
    _check_names(laid.names, cells)
    if not laid.done and form in DONE:
        notes.add(
            "file", cells.rows[0][0], DONE[form], "no such column", DONE[form],
            f"Whether a questionnaire was finished is not known. Export {DONE[form]}, too.",
        )  # fmt: skip
    return laid


def _check_names(names: Sequence[str], cells: Cells) -> None:
    row = cells.rows[0][0]
    places: dict[str, int] = {}
    for place, name in enumerate(names):
        if not name:
            raise SurveyError(
                f"{cells.file}, row {row}, column {letter(place + 1)}: no heading above the "
                "answers. Expected the name of a question. Give it one, or delete the column."
            )
        if len(name) > 2_000:
            raise SurveyError(
                f"{cells.file}, row {row}, column {letter(place + 1)}: a heading of {len(name):,} "
                "characters. Export with codes of questions as headings."
            )
        if name in places:
            raise SurveyError(
                f"{cells.file}, row {row}: columns {letter(places[name] + 1)} and "
                f"{letter(place + 1)} have the same heading. Export with codes of questions "
                "as headings, or rename one of them. Is the header row missing?"
            )
        places[name] = place


def _trimmed(cells: Cells, position: int) -> list[str]:
    """Return a header row without the empty cells at its end, where no row has content."""
    header = cells.rows[position][1]
    last = max((n for n, one in enumerate(header, 1) if one), default=0)
    return header[:last]


def _limesurvey(cells: Cells) -> Laid:
    header = _trimmed(cells, 0)
    names, questions = [], []
    for heading in header:
        # "question code & question text": A1[SQ001]. How far do you agree …
        both = re.fullmatch(r"([A-Za-z][\w-]*(?:\[[^\]]*\])*)\.\s+(.+)", heading, re.DOTALL)
        names.append(both.group(1) if both else heading)
        questions.append(both.group(2) if both else heading if " " in heading else "")
    done = _named(names, "submitdate", "date submitted", "datum abgeschickt")
    return Laid(
        names, questions, cells.rows[1:], {"N/A": NOT_SHOWN, "-oth-": NOT_ANSWERED},
        (lambda row: row[done] not in ("", "N/A")) if done else (lambda _: None),
        done=done,
    )  # fmt: skip


def _sosci(cells: Cells) -> Laid:
    header = _trimmed(cells, 0)
    if "CASE" not in header:
        raise SurveyError(
            f"{cells.file}, row {cells.rows[0][0]}: no heading CASE among "
            f"{len(header)}. Export from SoSci Survey with the names "
            "of variables in the first row, or force another format."
        )
    body, questions = cells.rows[1:], [""] * len(header)
    place = header.index("CASE")
    if body and not re.fullmatch(r"\d+", _at(body[0][1], place)):
        # the option to write the labels of the variables into the second row
        questions = [_at(body[0][1], number) for number in range(len(header))]
        body = body[1:]
    missing = {str(code): DO_NOT_KNOW for code in range(-8, 0)} | {"-9": NOT_ANSWERED}
    done, mode = _named(header, "finished"), _named(header, "mode")
    tests = {"pretest", "debug", "admin", "edit", "test"}
    return Laid(
        header, questions, body, missing,
        (lambda row: _yes(row[done])) if done else (lambda _: None),
        (lambda row: row[mode].casefold() in tests) if mode else (lambda _: False),
        done,
    )  # fmt: skip


def _unipark(cells: Cells) -> Laid:
    header = _trimmed(cells, 0)
    if not _named(header, "lfdn"):
        raise SurveyError(
            f"{cells.file}, row {cells.rows[0][0]}: no heading lfdn among "
            f"{len(header)}. Export from Unipark (Tivian) with the "
            "names of variables in the first row, or force another format."
        )
    missing = {"-99": NOT_ANSWERED, "-77": NOT_SHOWN, "-66": NOT_SHOWN, "0": NOT_ANSWERED}
    done, tester = _named(header, "dispcode"), _named(header, "tester")
    finished = {"31", "32"}  # completed; completed after a break
    return Laid(
        header, [""] * len(header), cells.rows[1:], missing,
        (lambda row: row[done] in finished if row[done] else None) if done else (lambda _: None),
        (lambda row: row[tester] == "1") if tester else (lambda _: False),
        done,
    )  # fmt: skip


def _qualtrics(cells: Cells) -> Laid:
    rows = cells.rows
    places = [place for place, (_, row) in enumerate(rows[:6]) if _import_ids(row)]
    if places != [2]:
        found = f"row {rows[places[0]][0]}" if places else "no row"
        raise SurveyError(
            f"{cells.file}: Qualtrics writes three header rows (names, questions, ImportId); found "
            f"{found} with the ImportId, expected row 3. Export again and leave the first three "
            "rows as they are, or force format “plain” if only the names are left."
        )
    header = _trimmed(cells, 0)
    questions = [_at(rows[1][1], number) for number in range(len(header))]
    done = _named(header, "finished")
    channel, status = _named(header, "distributionchannel"), _named(header, "status")

    def test(row: Row) -> bool:
        told = row[status].casefold() if status else ""
        return (channel != "" and row[channel].casefold() == "preview") or told in (
            "1", "2", "8", "9", "survey preview", "survey test", "spam", "survey preview spam",
        )  # fmt: skip

    return Laid(
        header, questions, rows[3:], {"-99": NOT_ANSWERED},
        (lambda row: _yes(row[done])) if done else (lambda _: None),
        test,
        done,
    )  # fmt: skip


def _import_ids(row: Sequence[str]) -> bool:
    filled = [one for one in row if one]
    if not filled:
        return False
    found = 0
    for one in filled:
        if not one.startswith("{"):
            continue
        try:
            found += "ImportId" in json.loads(one)
        except ValueError:
            continue
    return found > len(filled) / 2


def _plain(cells: Cells) -> Laid:
    header = _trimmed(cells, 0)
    if not _headings(header):
        raise SurveyError(
            f"{cells.file}, row {cells.rows[0][0]}: expected at least two headings, one per "
            f"question; found {', '.join(shown(one) for one in header[:6])}. Put the names of the "
            "questions into the first row."
        )
    done = _named(header, *KNOWN["plain"][COMPLETE])
    return Laid(
        header,
        [""] * len(header),
        cells.rows[1:],
        complete=(lambda row: _yes(row[done])) if done else (lambda _: None),
        done=done,
    )


DONE = {
    "limesurvey": "submitdate",
    "sosci": "FINISHED",
    "unipark": "dispcode",
    "qualtrics": "Finished",
}
"""Format → column that says whether a questionnaire was finished."""

LAYOUTS: dict[str, Callable[[Cells], Laid]] = {
    "limesurvey": _limesurvey,
    "sosci": _sosci,
    "unipark": _unipark,
    "qualtrics": _qualtrics,
    "plain": _plain,
}


def _named(names: Sequence[str], *wanted: str) -> str:
    """Return the heading that is one of some words, ``""`` if there is none."""
    return next((one for one in names if one.casefold() in wanted), "")


def _at(row: Sequence[str], place: int) -> str:
    return row[place] if place < len(row) else ""


def _yes(text: str) -> bool | None:
    word = text.casefold()
    return True if word in YES else False if word in NO else None
