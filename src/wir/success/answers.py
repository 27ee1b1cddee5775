"""The answers that notebooks run on: the synthetic twin, or real ones below ``data/raw/own``.

Real answers lie in ``data/raw/own/<own>/survey/``: the exports of the survey tool as they are, the
mapping ``mapping.csv``, and, if something is known of the alliances besides the answers,
``alliances.csv`` (see `RECORDS`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from wir import config
from wir.success.surveys.apply import apply_mapping
from wir.success.surveys.cells import read_cells
from wir.success.surveys.limits import SurveyError
from wir.success.surveys.mapping import load_mapping, mapped_columns
from wir.success.surveys.read import SUFFIXES, read_survey
from wir.success.surveys.survey import ISSUE_COLUMNS, Notes, Survey

MAPPING = "mapping.csv"
DRAFT = "mapping-draft.csv"
REPORT = "report.csv"
ALLIANCES = "alliances.csv"

RECORDS = (
    "round", "projects", "funds_drawn", "regional_share", "company_share", "staff", "meetings",
)  # fmt: skip
"""Columns of ``alliances.csv`` besides ``alliance``, all numbers; any of them may be missing."""


@dataclass(frozen=True)
class Answers:
    """Answers, and what is known of where they are from.

    Attributes
    ----------
    table
        One row per respondent and wave, as `wir.success.instrument` describes.
    synthetic
        Whether they are made up.
    records
        Alliances (index ``alliance``) × those of `RECORDS` that are known.
    report
        What was odd in the files: ``kind``, ``file``, ``row``, ``column``, ``found``,
        ``expected``, ``what_to_do``. Empty for the twin.
    folder
        Where they are from; None for the twin.
    """

    table: pd.DataFrame
    synthetic: bool
    records: pd.DataFrame
    report: pd.DataFrame
    folder: Path | None


def load_answers(own: str = "", seed: int = 0) -> pd.DataFrame:
    """Return the table of answers; its ``attrs["synthetic"]`` says whether they are made up.

    See `read_answers`, which gives the report and the records, too.
    """
    answers = read_answers(own, seed)
    table = answers.table.copy()
    table.attrs["synthetic"] = answers.synthetic
    return table


def read_answers(own: str = "", seed: int = 0) -> Answers:
    """Return the synthetic twin, or the answers below ``data/raw/own/<own>/survey``.

    Parameters
    ----------
    own
        Name of a folder below ``data/raw/own``; empty for the twin.
    seed
        Of the twin.

    Raises
    ------
    SurveyError
        No folder, no export, no mapping, or files that cannot be used; the message says what to do.
    """
    if not own:
        from wir.success.synthetic import synthetic

        twin = synthetic(seed)
        report = pd.DataFrame(columns=ISSUE_COLUMNS)
        return Answers(twin.respondents, True, twin.alliances, report, None)
    folder = survey_folder(own)
    mapping = folder / MAPPING
    if not mapping.is_file():
        raise SurveyError(
            f"data/raw/own/{own}/survey has no {MAPPING}. Run “python -m "
            f"wir.success.surveys {own}”: "
            f"it writes the draft {DRAFT}. Check it, and save it as {MAPPING}."
        )
    lines = load_mapping(mapping)
    surveys = [
        read_survey(path, keep=mapped_columns(lines, path.name)) for path in survey_files(folder)
    ]
    own_records = _own_records(folder / ALLIANCES)
    public = _public_rounds()
    applied = apply_mapping(surveys, lines, alliances={*own_records.index, *public.index})
    keys = sorted(applied.answers["alliance"].unique())
    records = own_records.reindex(pd.Index(keys, name="alliance"))
    if "round" not in records or records["round"].isna().any():
        known = records["round"] if "round" in records else pd.Series(float("nan"), records.index)
        records["round"] = known.fillna(public.reindex(records.index))
    return Answers(applied.answers, False, records, applied.report, folder)


def survey_folder(own: str) -> Path:
    """Return ``data/raw/own/<own>/survey``.

    Raises
    ------
    SurveyError
        If it is not there, or `own` is no plain name.
    """
    if not re.fullmatch(r"[\w.-]+", own) or own.startswith("."):
        raise SurveyError(
            f"own = {own[:60]!r} is not the name of a folder in data/raw/own. Use letters, digits "
            "and hyphens."
        )
    folder = config.OWN / own / "survey"
    if not folder.is_dir():
        raise SurveyError(
            f"There is no folder data/raw/own/{own}/survey. Make it, and put the exports of the "
            "survey tool into it."
        )
    return folder


def survey_files(folder: Path) -> list[Path]:
    """Return the exports in a folder, by name.

    Raises
    ------
    SurveyError
        If there is none.
    """
    ours = {MAPPING, DRAFT, REPORT, ALLIANCES}
    files = sorted(
        path
        for path in folder.iterdir()
        if path.is_file()
        and path.suffix.lower() in SUFFIXES
        and path.name not in ours
        and not path.name.startswith((".", "~$"))
    )
    if not files:
        raise SurveyError(
            f"{folder.parent.name}/{folder.name} holds no export. Put one there that ends with "
            f"{', '.join(SUFFIXES)}."
        )
    return files


def read_all(folder: Path) -> list[Survey]:
    """Return the exports in a folder without a mapping, to draft one."""
    return [read_survey(path) for path in survey_files(folder)]


def _public_rounds() -> pd.Series:
    """Return the round of each alliance that the project knows of (index ``alliance``)."""
    from wir.data.load import load

    table = load("alliances")
    rounds = pd.Series(table["round"].to_numpy(), pd.Index(table["alliance_id"], name="alliance"))
    return pd.to_numeric(rounds, errors="coerce").astype("float64")


def _own_records(path: Path) -> pd.DataFrame:
    """Return what ``alliances.csv`` says; an empty table without the file.

    Raises
    ------
    SurveyError
        Unknown headings, an alliance twice, text instead of a number.
    """
    if not path.is_file():
        return pd.DataFrame(index=pd.Index([], name="alliance", dtype="str"))
    rows = read_cells(path, Notes(path.name)).rows
    heading = [one.casefold() for one in rows[0][1]]
    odd = [one for one in heading if one not in ("alliance", *RECORDS)]
    if "alliance" not in heading or odd or len(set(heading)) < len(heading):
        raise SurveyError(
            f"{path.name}, row {rows[0][0]}: found the headings {', '.join(heading)[:120]}; "
            f"expected alliance and any of {', '.join(RECORDS)}, each once."
        )
    table: dict[str, dict[str, float]] = {}
    for row, cells in rows[1:]:
        line = dict(zip(heading, cells, strict=False))
        key = line.pop("alliance", "")
        if not re.fullmatch(r"[\w.-]{1,60}", key) or key in table or len(cells) != len(heading):
            raise SurveyError(
                f"{path.name}, row {row}: expected {len(heading)} cells, with a key of an alliance "
                "(letters, digits, hyphens) that stands once. Correct the row."
            )
        table[key] = {
            name: _number(one, f"{path.name}, row {row}", name) for name, one in line.items()
        }
    frame = pd.DataFrame.from_dict(table, orient="index", dtype="float64")
    return frame.rename_axis("alliance")


def _number(text: str, where: str, column: str) -> float:
    if not text:
        return float("nan")
    if not re.fullmatch(r"-?[0-9]+(?:[.,][0-9]{1,2})?", text):
        raise SurveyError(
            f"{where}, column {column}: expected a number such as 12 or 12,5, without marks for "
            "thousands; found something else."
        )
    return float(text.replace(",", "."))
