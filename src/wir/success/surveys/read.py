"""Read the answers that a survey tool exported, whatever the tool."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from wir.success.surveys.assemble import from_cells
from wir.success.surveys.cells import read_cells
from wir.success.surveys.dialects import FORMATS, detect, lay_out
from wir.success.surveys.limits import SurveyError
from wir.success.surveys.spss import read_sav
from wir.success.surveys.survey import Notes, Survey, shown

TABLES = (".csv", ".tsv", ".tab", ".txt", ".dat", ".xlsx", ".xlsm")
SPSS = (".sav", ".zsav")
SUFFIXES = (*TABLES, *SPSS)
"""Endings of files that can hold answers."""


def read_survey(
    path: Path | str, form: str = "", keep: Iterable[str] = (), encoding: str | None = None
) -> Survey:
    """Return the answers in an export of LimeSurvey, SoSci Survey, Unipark, Qualtrics or SPSS.

    Parameters
    ----------
    path
        CSV or TSV (UTF-8, UTF-16 or Windows-1252; parted by semicolon, comma, tab or |), XLSX
        (first sheet), ``.sav`` or ``.zsav``.
    form
        ``limesurvey``, ``sosci``, ``unipark``, ``qualtrics``, ``spss`` or ``plain`` (headings in
        the first row, one row per respondent). By default it is recognised by the headings.
    keep
        Columns that are kept even if they look like free text or identifying, because the mapping
        names them.
    encoding
        For SPSS files that name no or a wrong one.

    Raises
    ------
    SurveyError, DataError
        The file cannot be read, or not as this format; the message says where, what was expected
        and what to do. Odd cells do not stop the reading; they are in ``issues``.
    """
    path = Path(path)
    known = (*FORMATS, "spss")
    if form and form not in known:
        raise SurveyError(f"There is no format {form!r}; expected one of {', '.join(known)}.")
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise SurveyError(
            f"{path.name}: the ending {suffix or '(none)'} is not known. Export as one of "
            f"{', '.join(SUFFIXES)}."
        )
    if (form == "spss") != (suffix in SPSS) and form:
        raise SurveyError(
            f"{path.name} cannot be of the format {form!r}: SPSS files end with .sav or .zsav, all "
            "others do not."
        )
    if suffix in SPSS:
        return read_sav(path, keep, encoding)
    notes = Notes(path.name)
    cells = read_cells(path, notes)
    found = form or detect(cells)
    if not found:
        first = ", ".join(shown(one) for one in cells.rows[0][1][:6])
        raise SurveyError(
            f"{path.name}, row {cells.rows[0][0]}: no headings of a survey tool, and none of a "
            f"plain table. Found {first}. Expected, for example, CASE and FINISHED (SoSci Survey), "
            "submitdate and lastpage (LimeSurvey), lfdn (Unipark), ResponseId (Qualtrics), or the "
            "names of the questions. Export with the names of variables in the first row."
        )
    if not form and found == "plain":
        notes.add(
            "file", cells.rows[0][0], "", "no headings of a survey tool",
            "LimeSurvey, SoSci Survey, Unipark or Qualtrics",
            "Read as a plain table: whether questionnaires were finished is not known, and only "
            "empty cells count as missing.",
        )  # fmt: skip
    return from_cells(cells, lay_out(cells, found, notes), found, notes, keep)
